"""Text of the command line and of variables that Python has read in the wrong encoding.

The locale names one encoding, and what is typed may be in another: UTF-8 under Latin-1 or GBK would
be recorded as letters that nobody typed. So it is refused where that shows.
"""

import os
import sys
from collections.abc import Iterable

from yqsafety.cli.blank_values import VARIABLES
from yqsafety.errors import UsageError

_SET_UTF8 = "请先设 LC_ALL=C.UTF-8（或 PYTHONUTF8=1）再运行。"
_EAST_ASIAN = "\u2e80"
"""From this character on are those of Chinese; those before it take fewer bytes."""


def refuse_misread(arguments: Iterable[str]) -> None:
    """UsageError where an argument, or a variable of the program, is not what was typed."""
    if any("\ud800" <= letter <= "\udfff" for text in arguments for letter in text):
        # Python's way to keep bytes that are no text; nothing can print them.
        raise UsageError("命令行中有无法识别的字符。", "请检查终端的编码。")
    encoding = sys.getfilesystemencoding()
    if encoding.replace("-", "").lower() == "utf8":
        return
    variables = (value for name, value in os.environ.items() if name.startswith(VARIABLES))
    for text in (*arguments, *variables):
        if not text.isascii() and not _is_believed(text, encoding):
            raise UsageError(f"输入的汉字与本机的编码（{encoding}）不符，未执行。", _SET_UTF8)


def _is_believed(text: str, encoding: str) -> bool:
    """Whether a text may have been typed in this encoding: that has Chinese, and it is no UTF-8."""
    if not can_name("县"):
        return False
    try:
        meant = text.encode(encoding, errors="surrogateescape").decode()
    except UnicodeError:
        return True
    return any("\x7f" < letter < _EAST_ASIAN for letter in meant)


def can_name(name: str) -> bool:
    """Whether a file of this machine can have this name."""
    try:
        os.fsencode(name)
    except UnicodeEncodeError:
        return False
    return True


def refuse_unnameable(names: Iterable[str]) -> None:
    """UsageError where a file name cannot be written in this machine's encoding."""
    for name in names:
        if not can_name(name):
            encoding = sys.getfilesystemencoding()
            raise UsageError(f"本机的编码（{encoding}）写不出文件名“{name}”，未导出。", _SET_UTF8)
