"""Foreign text made harmless before it is shown or written to a file. Pure."""

from __future__ import annotations

import json
import re
import unicodedata

MAX_CELL = 32_767
"""UTF-16 units of an Excel cell."""
MAX_LINE = 2_000
"""Characters of one line of an error; what a line echoes may be a megabyte."""
_HEAD, _TAIL = 1_500, 300
_UNSEEN = (
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
"""What acts without being seen: controls, directions, zero widths, separators, tags, and what no
XML may hold. Variation selectors stay: rare characters of names are written with them. It is
compiled at its first use: few texts need it."""


FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula."""


def cell_text(text: str) -> str:
    """Text as it is written into a cell: line ends stay, and no more than Excel takes."""
    if len(text) <= MAX_CELL // 2 and text.isprintable():
        return text
    lines = text.replace("\r\n", "\n").split("\n")
    shown = "\n".join(visible_text(line) for line in lines)
    return shown.encode("utf-16-le")[: 2 * MAX_CELL].decode("utf-16-le", errors="ignore")


def text_columns(text: str) -> int:
    """The columns that a text takes on a terminal or in a sheet: a Chinese character takes two.

    What is ambiguous, such as “ and —, is wide in Chinese fonts.
    """
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)


def visible_text(text: str) -> str:
    """Text with what acts without being seen shown as escapes, so that it does nothing."""
    return text if text.isprintable() else re.sub(_UNSEEN, _escaped_letter, text)


def json_text(text: str) -> str:
    """JSON with the same escaped, so that a terminal is as safe and every value the same."""
    return re.sub(_UNSEEN, _json_escape, text)


def shortened_line(line: str) -> str:
    """A line of an error: of a very long one the beginning and the end."""
    if len(line) <= MAX_LINE:
        return line
    left_out = len(line) - _HEAD - _TAIL
    return f"{line[:_HEAD]}……（略 {left_out} 字）……{line[-_TAIL:]}"


def _json_escape(found: re.Match[str]) -> str:
    return "\n" if found[0] == "\n" else json.dumps(found[0])[1:-1]


def _escaped_letter(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
