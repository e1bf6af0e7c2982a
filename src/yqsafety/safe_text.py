"""Foreign text made harmless before it is shown or written to a file. Pure."""

from __future__ import annotations

MAX_CELL = 32_767
"""Characters of an Excel cell."""
_BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_VISIBLE = {
    code: f"\\x{code:02x}" if code < 256 else f"\\u{code:04x}"
    for code in (*range(32), *range(127, 160), 0x2028, 0x2029, *map(ord, _BIDI))
}


def cell_text(text: str) -> str:
    """Text as it is written into a cell: line ends stay, and no more than Excel takes."""
    lines = text.replace("\r\n", "\n").split("\n")
    return "\n".join(visible(line) for line in lines)[:MAX_CELL]


def visible(text: str) -> str:
    """Text with control and bidirectional characters shown as escapes, so that they do nothing."""
    return text if text.isprintable() else text.translate(_VISIBLE)
