"""What a terminal shows while something takes longer than a second: one line that is wiped."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from time import monotonic
from typing import TypeVar

from yqsafety.cli import console
from yqsafety.reports.answers import Watch
from yqsafety.safe_text import text_columns

AFTER = 1.0
"""Seconds that nobody needs to be told about."""
EVERY = 0.1
"""Seconds from one figure to the next."""
_Row = TypeVar("_Row")


@contextmanager
def progress_line(verb: str, what: str) -> Iterator[Watch]:
    """Rows gone through with it are counted on stderr; off a terminal nothing is said."""
    if not console.can_rewrite():
        yield iter
        return
    line = _ProgressLine(verb, what)
    try:
        yield line.rows
    finally:
        line.wipe()


class _ProgressLine:
    """Nothing is drawn before its time, nor left when it is wiped."""

    def __init__(self, verb: str, what: str) -> None:
        self._verb, self._what = verb, what
        self._next = monotonic() + AFTER
        self._columns = 0

    def rows(self, rows: Sequence[_Row], /) -> Iterable[_Row]:
        """The same rows, each counted when it is done with."""
        for number, row in enumerate(rows, 1):
            yield row
            if (now := monotonic()) >= self._next:
                self._next = now + EVERY
                self._say(number, len(rows))
        # What is packed and written afterwards is no row.
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
