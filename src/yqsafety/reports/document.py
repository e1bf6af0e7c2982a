"""A document as plain data: headings, paragraphs and tables. Pure.

The report is made once in this form; Word, Markdown and the page each render it their own way.
"""

from __future__ import annotations

from typing import NamedTuple

from yqsafety.safe_text import visible_text


class Heading(NamedTuple):
    """A heading: level 1 is 一、…, level 2 is （一）…, as GB/T 9704-2012 numbers them."""

    text: str
    level: int = 1


class Paragraph(NamedTuple):
    """One paragraph of running text."""

    text: str


class TextColumn(NamedTuple):
    """A column of a table; the widths of a table's columns must add up to `TEXT_WIDTH`."""

    header: str
    width: int
    """Millimetres on A4."""
    figures: bool = False
    """Whether it holds numbers: centred in Word, to the right in Markdown."""


class Table(NamedTuple):
    """A table: each row has as many cells as there are columns."""

    columns: tuple[TextColumn, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Table

TEXT_WIDTH = 156
"""Millimetres: A4 (210) less the margins of GB/T 9704-2012, 28 left and 26 right."""


def clean_block(block: Block) -> Block:
    """The same block with control characters and the like shown as escapes.

    Word's XML cannot hold control characters at all: python-docx would raise.
    """
    if isinstance(block, Table):
        return block._replace(rows=tuple(tuple(map(visible_text, row)) for row in block.rows))
    return block._replace(text=visible_text(block.text))
