"""Every way a command can fail: its exit code, its one Chinese line, its hint.

The codes are a contract with scripts (docs/reference.md, "Exit codes"). A code names the kind of
failure. It is never a number of failures, as it is in some programs, because a count of 3 could
then not be told from the code 3. `cli/app.py` is the only place that turns these into an exit.
"""

from __future__ import annotations

import errno
from collections.abc import Iterable


class YqError(Exception):
    """A failure that the user can act on: `message` says what, `hint` what to do next.

    Both are Chinese and are printed one after the other in one line, so `message` ends with its
    own punctuation mark.
    """

    exit_code = 70

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return self.message + self.hint


class GateFailed(YqError):
    """A gate (`--fail-on`) or a comparison (`--verify`, `--evidence`) did not hold."""

    exit_code = 1


class UsageError(YqError):
    """An option, unit, section, id or date that cannot be used; nothing was written."""

    exit_code = 2


class BadValue(UsageError):
    """A value that was typed and cannot be used, and one that could stand in its place."""

    def __init__(self, message: str, hint: str, typed: str, right: str) -> None:
        super().__init__(message, hint)
        self.typed = typed
        self.right = right


class BadChoice(BadValue):
    """A word where only some can stand; the nearest of them, else `example`, would do."""

    def __init__(self, message: str, typed: str, choices: Iterable[str], example: str = "") -> None:
        from difflib import get_close_matches

        words = list(dict.fromkeys(choices))
        close = get_close_matches(typed[:40], words, n=1, cutoff=0.3)
        super().__init__(
            message, f"可选：{'、'.join(words)}。", typed, (close or [example or words[0]])[0]
        )


class CatalogError(YqError):
    """The YAML of the notice or of the units is broken."""

    exit_code = 3


class StateError(YqError):
    """The state file is damaged, lost, locked, of a newer version or unwritable.

    It is left as it was.
    """

    exit_code = 4


class ImportRefused(YqError):
    """A file of someone else cannot be taken in; nothing was written."""

    exit_code = 5


class OutputError(YqError):
    """Results could not be written, for example to a full disk; what was recorded stands."""

    exit_code = 70


class Stopped(BaseException):
    """Ctrl-C, or a request of the system to end; it unwinds everything.

    Typer would turn a KeyboardInterrupt into exit 130 without a word.
    """

    def __init__(self, number: int) -> None:
        super().__init__()
        self.exit_code = 128 + number  # as shells report a process that a signal ended


def stop_behind(error: BaseException | None) -> Stopped | None:
    """The stop in an error or in what caused it: Python wraps what is raised in `__set_name__`."""
    while error is not None and not isinstance(error, Stopped):
        error = error.__cause__
    return error


_REASONS = {
    errno.ENOENT: "文件或文件夹不存在",
    errno.ENOSPC: "磁盘已满",
    errno.EDQUOT: "磁盘配额已满",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "磁盘只读",
    errno.EISDIR: "这是文件夹",
    errno.ENOTDIR: "路径中有一段不是文件夹",
    errno.ENAMETOOLONG: "文件名太长",
    errno.EFBIG: "文件过大",
    errno.ESPIPE: "不是普通文件，而是管道或设备",
    errno.ENXIO: "不是普通文件，而是管道或设备",
    errno.ELOOP: "链接循环",
    errno.EIO: "磁盘读写错误",
}


def reason_of(error: OSError) -> str:
    """Why the system refused, in Chinese for the usual causes, else the error's number.

    The system's own text is not shown: its language depends on the machine.
    """
    number = error.errno or 0
    return _REASONS.get(number, f"系统错误 {number}")
