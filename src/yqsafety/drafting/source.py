"""What a reader found in a file: its paragraphs and tables in their order. Pure."""

from __future__ import annotations

from typing import NamedTuple


class Paragraph(NamedTuple):
    """One printed paragraph, its lines joined, without blanks at its ends."""

    text: str
    label: str = ""
    """Numbering that Word or HTML makes by itself, as it is shown; `text` is without it."""
    line: int = 0
    """Where it stands in the file, for messages."""


class GridTable(NamedTuple):
    """A table as printed; the lines of a cell are joined by line breaks."""

    rows: tuple[tuple[str, ...], ...]
    merged: frozenset[tuple[int, int]] = frozenset()
    """Row and column of the cells that a merge from above covers."""
    line: int = 0
    """Where it stands in the file, for messages."""


Piece = Paragraph | GridTable


class Source(NamedTuple):
    """A document as it was read."""

    name: str
    pieces: tuple[Piece, ...]
    remarks: tuple[str, ...] = ()
    """In Chinese: what was left out, such as pictures and page numbers."""
