"""Foreign text made harmless before it is shown or written to a file. Pure."""

from __future__ import annotations

import json
import re
import unicodedata

MAX_CELL = 32_767
"""The most that an Excel cell takes, in UTF-16 units: a rare character counts as two."""
MAX_LINE = 2_000
"""The longest line of an error in characters; what it echoes from the input may be a megabyte."""
_HEAD, _TAIL = 1_500, 300
_UNSEEN = (
    "[\x00-\x1f\x7f-\x9f\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufffe\uffff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e007f]"
)
"""Characters that act without being seen: control characters, changes of writing direction, zero
widths, line separators, tags, and what XML forbids (openpyxl and python-docx raise on it). Left out
are variation selectors, with which rare characters of names are written. A pattern as text, which
`re` compiles at its first use: most commands meet no such character and need not pay for it."""


_FILLERS = (
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]"
)
"""Characters that are drawn as nothing, though they count as letters, marks or symbols."""


FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula; East Asian ones take fullwidth too."""


def cell_text(text: str) -> str:
    """Text as it is written into a cell: line ends stay, and no more than Excel takes."""
    # A character has at most two UTF-16 units, so half the limit needs no counting.
    if len(text) <= MAX_CELL // 2 and text.isprintable():
        return text
    lines = text.replace("\r\n", "\n").split("\n")
    shown = "\n".join(visible_text(line) for line in lines)
    # "ignore" drops the half of a surrogate pair that the cut may leave.
    return shown.encode("utf-16-le")[: 2 * MAX_CELL].decode("utf-16-le", errors="ignore")


def typed_word(text: object) -> str:
    """A value as one types it in a shell; in quotes where that would take it apart."""
    said = str(text)
    if re.fullmatch(r"[\w./\\:~@（）、，—〔〕=+%-]+", said):
        return said
    if not re.search(r'["$`!\\]', said):
        return f'"{said}"'
    inner = said.replace("'", "'\"'\"'")
    return f"'{inner}'"


def is_blank(text: str) -> bool:
    """Whether nothing of a text can be seen: it is empty, or of spaces and unseen characters.

    Bytes that are no text (lone surrogates) are something, and refused as such elsewhere.
    """
    # Nearly all texts are settled here: the patterns below take 4 % of a start to compile.
    if "\u4e00" <= text[:1] <= "\u9fff" or "!" <= text[:1] <= "~":
        return False
    kept = (letter for letter in text if "\ud800" <= letter <= "\udfff")
    return not (re.sub(_FILLERS, "", re.sub(_UNSEEN, "", text)).strip() or any(kept))


def stored_text(text: str) -> str:
    """Text for a cell of a workbook, where `_x000D_` would be read as a carriage return."""
    text = cell_text(text)
    return re.sub(r"_(?=x[0-9A-Fa-f]{4}_)", "_x005F_", text) if "_x" in text else text


def text_columns(text: str) -> int:
    """The columns that a text takes on a terminal or in a sheet: a Chinese character takes two.

    Unicode calls the width of some characters, such as “ and —, ambiguous (A). They count as wide,
    since Chinese fonts draw them so.
    """
    return sum(2 if unicodedata.east_asian_width(letter) in "WFA" else 1 for letter in text)


def visible_text(text: str) -> str:
    """Text in which characters that act without being seen are written out as escapes.

    Applied to everything foreign that is shown, so that a note cannot move the cursor, clear the
    screen or turn the direction of a line.
    """
    return text if text.isprintable() else re.sub(_UNSEEN, _escaped_letter, text)


def json_text(text: str) -> str:
    """JSON text with the same characters escaped the JSON way.

    It is as safe on a terminal, and a reader of the JSON gets every value unchanged.
    """
    return re.sub(_UNSEEN, _json_escape, text)


def shortened_line(line: str) -> str:
    """A line of an error; of one over MAX_LINE only the beginning and the end."""
    if len(line) <= MAX_LINE:
        return line
    left_out = len(line) - _HEAD - _TAIL
    return f"{line[:_HEAD]}……（略 {left_out} 字）……{line[-_TAIL:]}"


def _json_escape(found: re.Match[str]) -> str:
    # A line end can only be the layout of the JSON: inside a value it is escaped already.
    return "\n" if found[0] == "\n" else json.dumps(found[0])[1:-1]


def _escaped_letter(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x100:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"


def composed_text(text: str) -> str:
    """Text in the form NFC, for comparing; what is stored stays as it was typed."""
    return unicodedata.normalize("NFC", text) if has_short_runs(text) else text


def folded_text(text: str) -> str:
    """Text without widths, capitals, white space and kinds of marks, for comparing with slack."""
    if has_short_runs(text):
        text = unicodedata.normalize("NFKC", text).casefold()
    return "".join(text.translate(_MARKS).split()).lstrip("'")


_MARKS = str.maketrans({
    "。": ".", "、": ",", "，": ",", "；": ";", "：": ":", "“": '"', "”": '"', "‘": "'", "’": "'",
    "【": "(", "】": ")", "[": "(", "]": ")", "〔": "(", "〕": ")", "—": "-", "–": "-", "－": "-",
    "•": "·", "・": "·",
})  # fmt: skip


def has_short_runs(text: str) -> bool:
    """Whether text may be normalised: that is quadratic in the length of a run of combining marks.

    Real text has a few in a row (Unicode's stream-safe form allows 30); text with longer runs is
    compared as it is.
    """
    if text.isascii() or not any(map(unicodedata.combining, set(text))):
        return True
    run = 0
    for mark in map(unicodedata.combining, text):
        run = run + 1 if mark else 0
        if run > 30:
            return False
    return True
