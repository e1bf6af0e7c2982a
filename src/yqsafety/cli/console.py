"""The only owner of stdout and stderr: what is written, in which encoding, and when it ends."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from yqsafety.errors import OutputError, reason_of
from yqsafety.safe_text import shortened_line, visible_text


def prepare_streams() -> None:
    """Let people's output survive a console that lacks a character, and a stream that is closed."""
    sys.stdout = sys.stdout or _null_stream()
    sys.stderr = sys.stderr or _null_stream()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]


def is_terminal() -> bool:
    """Whether results go to a terminal; FORCE_COLOR has no say in it."""
    return sys.stdout.isatty()


def takes_keys() -> bool:
    """Whether a screen can be drawn on this terminal and keys be read from it, in UTF-8."""
    streams = (sys.stdin, sys.stdout, sys.stderr)
    return (
        all(stream is not None and stream.isatty() for stream in streams)
        and os.environ.get("TERM") != "dumb"
        and sys.stdout.encoding.lower().replace("-", "") == "utf8"
    )


def can_rewrite() -> bool:
    """Whether a line on stderr can be written over."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def rewrite_line(text: str) -> None:
    """A line on stderr over the one before it, without an end."""
    _write_text(sys.stderr, f"\r{text}")
    sys.stderr.flush()


def out(text: str) -> None:
    """One line of a result for people."""
    _write_text(sys.stdout, visible_text(text) + "\n")


def out_page(text: str) -> None:
    """Several lines of the program's own."""
    for line in text.splitlines():
        out(line)


def out_or_err(text: str) -> None:
    """A remark below a table on a terminal; beside the lines of a pipe."""
    (out if is_terminal() else err)(text)


def out_rows(rows: Iterable[Iterable[str]]) -> None:
    """Rows for a pipe: tab-separated, nothing cut, wrapped or coloured."""
    with _writing_to(sys.stdout):
        sys.stdout.writelines("\t".join(map(visible_text, row)) + "\n" for row in rows)


def out_json(value: dict[str, Any]) -> None:
    """A result for scripts: JSON in UTF-8."""
    from yqsafety.reports.answers import dump_json

    out_bytes([dump_json(value)])


def out_bytes(pieces: Iterable[bytes]) -> None:
    """Bytes of a file format, one piece after another, whatever the console's encoding."""
    with _writing_to(sys.stdout):
        sys.stdout.flush()
        sys.stdout.buffer.writelines(pieces)
        sys.stdout.buffer.flush()


def err(text: str) -> None:
    """One line beside the results: a warning, a hint, an error."""
    _write_text(sys.stderr, shortened_line(visible_text(text)) + "\n")


def flush_results() -> int:
    """Flush; 0 where all is written."""
    with _writing_to(sys.stdout):
        sys.stdout.flush()
    return 0


def _write_text(stream: TextIO, text: str) -> None:
    with _writing_to(stream):
        stream.write(text)


@contextlib.contextmanager
def _writing_to(stream: TextIO) -> Iterator[None]:
    """A reader that has gone, such as `head`, is no fault; for results any other failure is one."""
    try:
        yield
    except OSError as error:
        # What the stream still holds would fail once more at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if stream is sys.stdout and not isinstance(error, BrokenPipeError):
            raise OutputError(
                f"结果未能写出（{reason_of(error)}），已登记的不受影响。", "登记情况：yqsafety log"
            ) from None


def _null_stream() -> TextIO:
    return os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
