"""A table of a Word document while its XML goes by. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field

from yqsafety.drafting.source import (
    MAX_CELLS,
    MAX_TABLE_COLUMNS,
    Paragraph,
    Piece,
    Refused,
    even_table,
)


@dataclass(slots=True)
class Cell:
    """One cell, over as many columns as it spans."""

    lines: list[str] = field(default_factory=list)
    span: int = 1
    covered: bool = False

    def set_span(self, number: int) -> None:
        """Over how many columns it goes."""
        self.span = max(1, min(number, MAX_TABLE_COLUMNS))

    def set_covered(self, covered: bool) -> None:
        """Whether it continues the cell above."""
        self.covered = covered


@dataclass(slots=True)
class Row:
    """One row: its cells, after some columns that it leaves out."""

    cells: list[Cell] = field(default_factory=list)
    before: int = 0
    deleted: bool = False


@dataclass(slots=True)
class Table:
    """One table."""

    rows: list[Row] = field(default_factory=list)
    count: int = 0

    def cell(self) -> Cell | None:
        """The cell that began last."""
        return self.rows[-1].cells[-1] if self.rows and self.rows[-1].cells else None

    def add_cell(self) -> None:
        """A cell begins."""
        self.count += 1
        if self.count > MAX_CELLS:
            raise Refused(f"表格超过 {MAX_CELLS // 10_000} 万格", "请分成几个文件。")
        if self.rows:
            self.rows[-1].cells.append(Cell())

    def delete_row(self) -> None:
        """The last row is one that a tracked change takes out."""
        if self.rows:
            self.rows[-1].deleted = True

    def leave_out(self, number: int) -> None:
        """The last row begins so many columns further to the right."""
        if self.rows:
            self.rows[-1].before = max(0, min(number, MAX_TABLE_COLUMNS))

    def end_row(self) -> None:
        """The last row ends."""
        if self.rows and self.rows[-1].deleted:
            self.rows.pop()

    def plain_lines(self) -> list[str]:
        """The table as lines of the cell in which it stands."""
        texts = (" ".join(line for cell in row.cells for line in cell.lines) for row in self.rows)
        return [text for text in texts if text]

    def pieces(self, line: int) -> list[Piece]:
        """The table; where it is a mere frame of one column, the paragraphs in it."""
        if all(len(row.cells) < 2 for row in self.rows):
            cells = [cell for row in self.rows for cell in row.cells]
            return [Paragraph(text, line=line) for cell in cells for text in cell.lines]
        rows: list[list[str]] = []
        merged: set[tuple[int, int]] = set()
        for row in self.rows:
            texts = [""] * row.before
            for cell in row.cells:
                if cell.covered and rows:
                    merged |= {(len(rows), len(texts) + n) for n in range(cell.span)}
                texts += ["\n".join(cell.lines), *[""] * (cell.span - 1)]
            rows.append(texts)
        return [even_table(rows, merged, line)]
