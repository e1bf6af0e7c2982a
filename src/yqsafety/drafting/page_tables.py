"""A table of a web page: a real one, or a frame that only places what stands in it. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from yqsafety.drafting.source import (
    MAX_CELLS,
    MAX_TABLE_COLUMNS,
    GridTable,
    Paragraph,
    Piece,
    Refused,
    even_table,
)

_MAX_PARAGRAPHS = 20
"""Paragraphs of a cell; one with more is a part of the page."""
Content = list[tuple[Piece, int]]
"""Pieces, each with the main element within which it stands."""


@dataclass(slots=True)
class OpenCell:
    """A cell: over how many columns and rows it goes, and what is in it."""

    columns: int = 1
    rows: int = 1
    content: Content = field(default_factory=list)


@dataclass(slots=True)
class OpenTable:
    """A table while its tags go by."""

    rows: list[list[OpenCell]] = field(default_factory=list)
    before: Content = field(default_factory=list)
    """What stands in it before its first cell, such as a caption."""
    count: int = 0

    def add_row(self) -> None:
        """A row begins."""
        self.rows.append([])

    def add_cell(self, columns: int, rows: int) -> None:
        """A cell begins."""
        columns = max(1, min(columns, MAX_TABLE_COLUMNS))
        self.count += columns
        if self.count > MAX_CELLS:
            raise Refused(f"表格超过 {MAX_CELLS // 10_000} 万格", "请分成几个文件。")
        if not self.rows:
            self.rows.append([])
        self.rows[-1].append(OpenCell(columns, max(1, rows)))

    def add(self, piece: Piece, area: int) -> None:
        """Something in the cell that began last."""
        cell = next((row[-1] for row in reversed(self.rows[-2:]) if row), None)
        (cell.content if cell else self.before).append((piece, area))


def table_pieces(table: OpenTable, line: int) -> Content:
    """The table with what stands above it; of a frame, what stands in its cells."""
    cells = [cell for row in table.rows for cell in row if cell.content]
    content = [one for cell in cells for one in cell.content]
    areas = {area for _, area in content}
    frame = (
        len(areas) > 1
        or all(len(row) < 2 for row in table.rows)
        or any(isinstance(piece, GridTable) for piece, _ in content)
        or any(len(cell.content) > _MAX_PARAGRAPHS for cell in cells)
    )
    if frame or not content:
        return table.before + content
    return [*table.before, (_grid(table, line), content[0][1])]


def _grid(table: OpenTable, line: int) -> GridTable:
    rows: list[list[str]] = []
    merged: set[tuple[int, int]] = set()
    hanging: dict[int, int] = {}
    for row in table.rows:
        texts, covered = _grid_row(row, hanging)
        merged |= {(len(rows), column) for column in covered}
        rows.append(texts)
    return even_table(rows, merged, line)


def _grid_row(row: list[OpenCell], hanging: dict[int, int]) -> tuple[list[str], list[int]]:
    """The texts of a row, and the columns that cells from above cover.

    `hanging` has for each column how many more rows its cell goes down, and is brought up to date.
    """
    texts: list[str] = []
    covered: list[int] = []
    waiting = [*row]
    begun: dict[int, int] = {}
    while waiting or len(texts) in hanging:
        if len(texts) in hanging:
            covered.append(len(texts))
            texts.append("")
            continue
        cell = waiting.pop(0)
        begun |= {len(texts) + n: cell.rows for n in range(cell.columns)}
        texts += [_cell_text(cell), *[""] * (cell.columns - 1)]
        if len(texts) > 2 * MAX_TABLE_COLUMNS:
            raise Refused(f"表格超过 {MAX_TABLE_COLUMNS} 列", "请删去多余的列。")
    left = {column: number - 1 for column, number in (hanging | begun).items() if number > 1}
    hanging.clear()
    hanging.update(left)
    return texts, covered


def _cell_text(cell: OpenCell) -> str:
    return "\n".join(
        piece.label + piece.text for piece, _ in cell.content if isinstance(piece, Paragraph)
    )
