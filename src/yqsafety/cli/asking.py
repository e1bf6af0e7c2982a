"""Questions on the terminal, and what counts as a yes."""

import shutil
import sys
import unicodedata

import typer

from yqsafety.cli import console
from yqsafety.errors import UsageError

YES = frozenset("y yes ok 是 是的 好 好的 对 对的 确认 确定 同意".split())
"""What people answer; all else is a no, so that nothing is recorded that nobody meant."""
_END = " \t\r\n。.！!，,"


def can_ask() -> bool:
    """Whether somebody sits at a terminal, who can be asked and can answer."""
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stderr))


def screen_lines() -> int:
    """How many lines the screen has, on which a question is asked."""
    return shutil.get_terminal_size().lines


def ask_first(question: str, otherwise: str = "未登记") -> None:
    """Ask on stderr and read the answer from stdin; anything but a yes ends with exit 130.

    Without an answer (a script that nobody can answer for, a stdin that is closed) it is a
    UsageError that names `--yes`. `otherwise` says in Chinese what then did not happen.
    """
    console.ask(question)
    answer = _read_answer()
    if not answer:
        raise UsageError(f"需要确认，{otherwise}。", "不再询问请加 --yes。")
    if unicodedata.normalize("NFKC", answer).strip(_END).lower() not in YES:
        console.err(f"已取消，{otherwise}。")
        raise typer.Exit(130)


def _read_answer() -> str:
    """The line that was typed; empty where there is none.

    It is read as bytes: an answer in another encoding than the console's is no yes, and no fault
    of the program.
    """
    stream = sys.stdin
    if stream is None:
        return ""
    try:
        if not hasattr(stream, "buffer"):
            return stream.readline()
        raw: bytes = stream.buffer.readline(1 << 10)
    except (OSError, ValueError):
        return ""
    return raw.decode(stream.encoding or "utf-8", errors="replace")
