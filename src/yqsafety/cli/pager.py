"""Long answers on a terminal, handed to a pager once they outgrow the screen.

Off a terminal nothing is paged. `PAGER` names the pager, an empty one none; without it `less` is
taken where it is there. It is started only when a line too many is written, so that short answers
are printed as ever, and without a shell: its name comes from the user's own environment.
"""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, TextIO

from yqsafety.cli import console

if TYPE_CHECKING:
    from subprocess import Popen

_LESS = "FRX"
"""What `less` does where LESS says nothing else: colours, no second screen, the end at the end."""
_PROMPT_LINES = 2
_AHEAD = 4096
"""Bytes that wait for the pager, where the system lets that be chosen: a few screens are made
before they are looked at, not all there is."""


@contextlib.contextmanager
def paged_results(*, wanted: bool = True) -> Iterator[None]:
    """Let results go through the pager where they are longer than the screen."""
    program = _pager() if wanted and console.is_terminal() else []
    if not program:
        yield
        return
    terminal = sys.stdout
    stream = _PagedStream(terminal, program, shutil.get_terminal_size().lines - _PROMPT_LINES)
    sys.stdout = stream
    try:
        yield
    except _ReaderGone:
        pass  # what nobody reads is not made
    finally:
        sys.stdout = terminal
        stream.finish()


def _pager() -> list[str]:
    """The pager's command; empty where there is none."""
    import shlex

    named = os.environ.get("PAGER")
    try:
        words = ["less"] if named is None else shlex.split(named)
    except ValueError:  # a quote that is not closed
        return []
    return words if words and shutil.which(words[0]) else []


class _ReaderGone(Exception):
    """The pager was left before the end."""


class _PagedStream(io.TextIOBase):
    """Keeps what fits on the screen; what is longer goes to the pager."""

    def __init__(self, terminal: TextIO, program: list[str], room: int) -> None:
        self._terminal = terminal
        self._program = program
        self._room = room
        self._kept: list[str] = []
        self._lines = 0
        self._process: Popen[str] | None = None

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """That of the terminal, by which it is decided what can be written."""
        return self._terminal.encoding

    def isatty(self) -> bool:
        """The screen is a terminal, only somewhat later."""
        return True

    def fileno(self) -> int:
        """Where what is written ends up now."""
        pipe = self._process.stdin if self._process else None
        return (pipe or self._terminal).fileno()

    def write(self, text: str) -> int:
        """Keep a text or, once the screen is full, hand it on."""
        if self._process:
            self._hand_on(text)
            return len(text)
        self._kept.append(text)
        self._lines += text.count("\n")
        if self._lines > self._room:
            self._start()
        return len(text)

    def flush(self) -> None:
        """Let the pager have what was written; what is kept waits."""
        self._hand_on("")

    def _start(self) -> None:
        import subprocess

        environment = {"LESS": _LESS, "LESSCHARSET": "utf-8", **os.environ}
        try:
            self._process = subprocess.Popen(  # noqa: S603  # without a shell, named by the user
                self._program,
                stdin=subprocess.PIPE,
                pipesize=_AHEAD,
                text=True,
                encoding=self._terminal.encoding,
                errors="replace",
                env=environment,
            )
        except OSError:
            self._room = sys.maxsize  # it cannot be run: then the screen scrolls
            return
        self._hand_on("".join(self._kept))
        self._kept.clear()

    def _hand_on(self, text: str) -> None:
        """Give the pager a text; _ReaderGone where it was left."""
        if self._process and self._process.stdin:
            try:
                self._process.stdin.write(text)
                self._process.stdin.flush()
            except (OSError, ValueError):
                raise _ReaderGone from None

    def finish(self) -> None:
        """Print what fitted, or wait until the reader is done."""
        if self._process is None:
            self._terminal.write("".join(self._kept))
            return
        with contextlib.suppress(OSError, ValueError):
            if self._process.stdin:
                self._process.stdin.close()
        while True:
            try:
                self._process.wait()
                return
            except KeyboardInterrupt:
                continue  # it is the pager's to answer
