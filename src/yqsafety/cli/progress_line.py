"""A progress line on the terminal for what takes longer than a second; it is wiped at the end."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import TypeVar

from yqsafety.cli import console
from yqsafety.reports.answers import Watch
from yqsafety.safe_text import text_columns

AFTER = 1.0
"""Seconds before the line appears; most commands are over by then."""
EVERY = 0.1
"""Seconds between two figures; writing each row's would slow the work down."""
_Row = TypeVar("_Row")


@contextmanager
def progress_line(verb: str, what: str) -> Iterator[Watch]:
    """Give a function that counts the rows it goes through on stderr: `正在导出：30/90 行`.

    Where stderr is no terminal it is plain `iter`: logs and pipes get none of it.
    """
    if not console.can_rewrite():
        yield iter
        return
    line = _ProgressLine(verb, what)
    try:
        yield line.rows
    finally:
        line.wipe()


class _ProgressLine:
    """One line that is written over; it is drawn only after `AFTER` seconds."""

    def __init__(self, verb: str, what: str) -> None:
        self._verb, self._what = verb, what
        self._next = monotonic() + AFTER
        self._columns = 0

    def rows(self, rows: Sequence[_Row], /) -> Iterable[_Row]:
        """Give the same rows; each is counted when the next is asked for, so when it is done."""
        for number, row in enumerate(rows, 1):
            yield row
            if (now := monotonic()) >= self._next:
                self._next = now + EVERY
                self._say(number, len(rows))
        # Packing and writing the file follow and can take seconds; meanwhile it says n/n.
        if self._columns:
            self._say(len(rows), len(rows))

    def wipe(self) -> None:
        """Leave the terminal as it was."""
        if self._columns:
            console.rewrite_line(" " * self._columns + "\r")

    def _say(self, done: int, total: int) -> None:
        text = f"{self._verb}：{done:,}/{total:,} {self._what}"
        self._columns = max(self._columns, text_columns(text))
        console.rewrite_line(text)
