"""A document as plain data: headings, paragraphs and tables. Pure."""

from __future__ import annotations

from typing import NamedTuple

from yqsafety.safe_text import visible_text


class Heading(NamedTuple):
    """一、… at level 1, （一）… at level 2."""

    text: str
    level: int = 1


class Paragraph(NamedTuple):
    """One paragraph of the body."""

    text: str


class TextColumn(NamedTuple):
    """A column of a table; the widths of one table add up to `TEXT_WIDTH`."""

    header: str
    width: int
    """Millimetres on A4."""
    figures: bool = False
    """Whether it holds numbers."""


class Table(NamedTuple):
    """A header and rows of as many cells."""

    columns: tuple[TextColumn, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Table

TEXT_WIDTH = 156
"""Millimetres: A4 less the margins of GB/T 9704-2012."""


def clean_block(block: Block) -> Block:
    """A block whose text every format can hold: control characters and the like made visible."""
    if isinstance(block, Table):
        return block._replace(rows=tuple(tuple(map(visible_text, row)) for row in block.rows))
    return block._replace(text=visible_text(block.text))
