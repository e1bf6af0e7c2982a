"""A table of figures, as plain text or as Markdown."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Table:
    """Rows of cells under a title; the first column is words, the others are figures."""

    title: str
    head: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)

    def add(self, *cells: str) -> None:
        """One more row."""
        self.rows.append(cells)

    def plain(self) -> str:
        """Columns in line."""
        widths = [max(map(len, column)) for column in zip(self.head, *self.rows, strict=True)]
        lines = [self._line(row, widths) for row in (self.head, *self.rows)]
        return "\n".join([self.title, *lines])

    def _line(self, row: tuple[str, ...], widths: list[int]) -> str:
        figures = (cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        return "  ".join([row[0].ljust(widths[0]), *figures]).rstrip()

    def markdown(self) -> str:
        """As README has it."""
        rule = ("---", *("---:" for _ in self.head[1:]))
        lines = [f"| {' | '.join(row)} |" for row in (self.head, rule, *self.rows)]
        return "\n".join([f"{self.title}:", "", *lines])


def milliseconds(seconds: float | None) -> str:
    """A time for a cell; None is one that was over the limit."""
    return "over limit" if seconds is None else f"{seconds * 1000:,.0f}"


def ratio(seconds: float | None, base: float | None) -> str:
    """How many times as long; nothing where one of them was over the limit."""
    return f"{seconds / base:.2f}" if seconds and base else ""


def cell(seconds: float | None, base: float | None = None) -> str:
    """A time, and how many times as long as another it is."""
    times = ratio(seconds, base)
    return milliseconds(seconds) + (f" ({times}×)" if times else "")
