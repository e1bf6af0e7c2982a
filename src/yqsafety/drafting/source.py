"""A document as it was read: paragraphs and tables in their order. Pure."""

from __future__ import annotations

from typing import NamedTuple

MAX_PIECES = 50_000
"""Paragraphs and tables of a document; the longest notice at hand has 90."""
MAX_LETTERS = 2_000_000
"""Letters of a document; a book of a thousand pages has about a million."""
MAX_CELLS = 200_000
"""Cells of all tables of a document."""
MAX_TABLE_COLUMNS = 60
MAX_LINES = 100_000
"""Lines of a text that are not empty."""


class Paragraph(NamedTuple):
    """One printed paragraph: its lines joined, without white space at its ends."""

    text: str
    label: str = ""
    """Numbering that Word or a browser makes by itself, as it is shown; not part of `text`."""
    line: int = 0
    """Where it stands in the file, for messages: a line of text, else a count of paragraphs."""


class GridTable(NamedTuple):
    """A table: its cells as printed, the lines of a cell joined with line ends."""

    rows: tuple[tuple[str, ...], ...]
    """All of one length; a cell that a merge covers is empty."""
    merged: frozenset[tuple[int, int]] = frozenset()
    """Row and column of the cells that a merge from above covers."""
    line: int = 0


Piece = Paragraph | GridTable


class Source(NamedTuple):
    """A whole document."""

    name: str
    pieces: tuple[Piece, ...]
    remarks: tuple[str, ...] = ()
    """What of the file is not among the pieces, in Chinese, without full stops."""


class Refused(Exception):
    """A file that cannot be read: what it is, and what to do, each in Chinese."""

    def __init__(self, what: str, hint: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.hint = hint


def even_table(
    rows: list[list[str]], merged: set[tuple[int, int]] | None = None, line: int = 0
) -> GridTable:
    """A table whose rows are filled up to one length, without columns that are empty throughout."""
    width = max((len(row) for row in rows), default=0)
    if width > MAX_TABLE_COLUMNS or width * len(rows) > MAX_CELLS:
        raise Refused(
            f"表格超过 {MAX_TABLE_COLUMNS} 列或 {MAX_CELLS // 10_000} 万格", "请删去多余的行列。"
        )
    filled = [[*row, *[""] * (width - len(row))] for row in rows]
    while width and not any(row[width - 1] for row in filled):
        width -= 1
    covered = frozenset(place for place in merged or () if place[1] < width)
    return GridTable(tuple(tuple(row[:width]) for row in filled), covered, line)


def check_size(pieces: list[Piece]) -> None:
    """Refused where a document has more than a catalogue could be made of."""
    letters = cells = 0
    for piece in pieces:
        if isinstance(piece, Paragraph):
            letters += len(piece.text)
        else:
            cells += sum(map(len, piece.rows))
            letters += sum(len(cell) for row in piece.rows for cell in row)
    if len(pieces) > MAX_PIECES:
        raise Refused(f"超过 {MAX_PIECES} 段", "请分成几个文件。")
    if letters > MAX_LETTERS:
        raise Refused(f"超过 {MAX_LETTERS // 10_000} 万字", "请分成几个文件。")
    if cells > MAX_CELLS:
        raise Refused(f"表格超过 {MAX_CELLS // 10_000} 万格", "请分成几个文件。")


def source_text(source: Source) -> str:
    """The text of a document, a paragraph or a row of a table a line."""
    return "\n".join(line for piece in source.pieces for line in _piece_lines(piece))


def _piece_lines(piece: Piece) -> list[str]:
    if isinstance(piece, Paragraph):
        return [piece.label + piece.text]
    return ["\t".join(row) for row in piece.rows]
