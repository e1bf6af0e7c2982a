"""The only owner of stdout and stderr: what is written, in which encoding, and when it ends.

Results go to stdout, everything else to stderr, so that a pipe gets only what was asked for. Text
for people is made harmless (control and bidirectional characters are shown as escapes), because
names and notes may hold anything. It is written in the console's own encoding, with `?` for what
that lacks; in UTF-8 where that has no Chinese at all. Bytes for programs (JSON and file formats)
are UTF-8 whatever the console is set to.

What must never happen: a traceback because a console has no √, a remark among the results, or exit
0 although the results could not be written. A reader that has gone, such as `head`, is no fault.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from yqsafety.errors import OutputError, reason_of
from yqsafety.safe_text import shortened_line, visible_text


def prepare_streams() -> None:
    """Let output survive a console that lacks a character, and a stream that is closed.

    A program started without a console (pythonw, some schedulers) has None for its streams.
    """
    _forget_odd_size()
    sys.stdout = sys.stdout or _null_stream()
    sys.stderr = sys.stderr or _null_stream()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):
            # Where an encoding has no Chinese at all, a line would be nothing but question marks.
            encoding = None if _has_chinese(stream.encoding) else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace")  # type: ignore[union-attr]


def _has_chinese(encoding: str | None) -> bool:
    """Whether an encoding has Chinese letters; a stream without one, in tests, takes all."""
    try:
        "县".encode(encoding or "utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _forget_odd_size() -> None:
    """Leave the size to the terminal where COLUMNS or LINES names one that no screen has.

    With 0 columns tables lose all their cells, with 100,000 a list takes 40 seconds.
    """
    for name in ("COLUMNS", "LINES"):
        value = os.environ.get(name)
        if value is not None and not re.fullmatch(r"0*[1-9]\d{0,2}", value, re.ASCII):
            del os.environ[name]


def is_terminal() -> bool:
    """Whether results go to a terminal.

    FORCE_COLOR is not asked: with it Rich takes a pipe for a terminal, and cuts its lines.
    """
    return sys.stdout.isatty()


def takes_keys() -> bool:
    """Whether the checklist can open: all three streams are a terminal that takes UTF-8."""
    streams = (sys.stdin, sys.stdout, sys.stderr)
    return (
        all(stream is not None and stream.isatty() for stream in streams)
        and os.environ.get("TERM") != "dumb"
        and sys.stdout.encoding.lower().replace("-", "") == "utf8"
    )


def can_rewrite() -> bool:
    """Whether a line on stderr can be written over, as the progress line needs it."""
    return sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


def rewrite_line(text: str) -> None:
    """Write a line on stderr over the one that stands there, without a line end."""
    _write_text(sys.stderr, f"\r{text}")
    sys.stderr.flush()


def out(text: str) -> None:
    """Write one line of a result for people."""
    _write_text(sys.stdout, visible_text(text) + "\n")


def out_page(text: str) -> None:
    """Write several lines of the program's own text, such as the help."""
    for line in text.splitlines():
        out(line)


def out_or_err(text: str) -> None:
    """Write a remark: on a terminal below the table, otherwise on stderr, away from the results."""
    (out if is_terminal() else err)(text)


def out_rows(rows: Iterable[Iterable[str]]) -> None:
    """Write rows for a pipe: tab-separated, nothing cut, wrapped or coloured.

    A tab or line end within a cell is shown as an escape, so a row is always one line.
    """
    with _writing_to(sys.stdout):
        sys.stdout.writelines("\t".join(map(visible_text, row)) + "\n" for row in rows)


def out_json(value: dict[str, Any]) -> None:
    """Write a result for scripts: JSON in UTF-8."""
    from yqsafety.reports.answers import dump_json

    out_bytes([dump_json(value)])


def out_bytes(pieces: Iterable[bytes]) -> None:
    """Write bytes of a file format piece by piece, whatever the console's encoding."""
    with _writing_to(sys.stdout):
        sys.stdout.flush()
        sys.stdout.buffer.writelines(pieces)
        sys.stdout.buffer.flush()


def err(text: str) -> None:
    """Write one line on stderr: a warning, a hint, an error; beyond 2,000 characters it is cut."""
    _write_text(sys.stderr, shortened_line(visible_text(text)) + "\n")


def ask(question: str) -> None:
    """Write a question on stderr, where the answer is then typed behind it."""
    _write_text(sys.stderr, "\n".join(map(visible_text, question.split("\n"))))
    with _writing_to(sys.stderr):
        sys.stderr.flush()


def flush_results() -> int:
    """Flush stdout and return 0; OutputError where the results could not be written."""
    with _writing_to(sys.stdout):
        sys.stdout.flush()
    return 0


def _write_text(stream: TextIO, text: str) -> None:
    with _writing_to(stream):
        stream.write(text)


@contextlib.contextmanager
def _writing_to(stream: TextIO) -> Iterator[None]:
    """Turn a failure to write into the right answer.

    A reader that has gone is no fault. Any other failure is an OutputError for results, and is
    ignored on stderr, where there is no other place to say it.
    """
    try:
        yield
    except OSError as error:
        # What the stream still holds would fail once more when Python flushes it at its end, with
        # a message of its own and exit code 120. So it goes to the null device.
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
        if stream is sys.stdout and not isinstance(error, BrokenPipeError):
            raise OutputError(
                f"结果未能写出（{reason_of(error)}），已登记的不受影响。", "登记情况：yqsafety log"
            ) from None


def _null_stream() -> TextIO:
    return os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
