"""Tables in a plain text: cells with tabs between them, or with upright strokes. Pure."""

from __future__ import annotations

import re

from yqsafety.drafting.line_joining import Line
from yqsafety.drafting.line_marks import LABEL
from yqsafety.drafting.source import MAX_TABLE_COLUMNS, GridTable, even_table

_RULE = set(" \t|:：-—=+")
"""Of what the line between header and rows is made in Markdown."""
_MAX_INDENTED = 40
"""Letters of a row that has but one cell, after a tab."""
_MAX_CELL_LINES = 5
"""Lines of a cell in a text whose cells may hold line ends."""


def tables_in(lines: list[Line], remarks: list[str]) -> list[list[Line] | GridTable]:
    """The lines parted into tables and the runs of lines between them."""
    found: list[list[Line] | GridTable] = []
    plain: list[Line] = []
    at = strokes = 0
    while at < len(lines):
        table, end = _table_at(lines, at)
        if table is None:
            plain += lines[at:end]
        else:
            strokes += sum(line.text.count("|") for line in lines[at:end] if "\t" not in line.text)
            found += [plain, table] if plain else [table]
            plain = []
        at = end
    if strokes:
        remarks.append(f"表格竖线 {strokes} 条已略去（据以分出各格）")
    return [*found, plain] if plain else found


def _table_at(lines: list[Line], at: int) -> tuple[GridTable | None, int]:
    """The table that begins at a line, and the first line after it."""
    text = lines[at].text
    if lines[at].alone:
        return None, at + 1
    if "\t" in text.strip():
        return _tabbed_table(lines, at)
    if "|" in text and (text[0] == "|" or text[-1] == "|" or text.count("|") > 1):
        return _stroked_table(lines, at)
    return None, at + 1


def _tabbed_table(lines: list[Line], at: int) -> tuple[GridTable | None, int]:
    """A table with tabs: a line a row, but that a cell may hold line ends."""
    most = lines[at].text.count("\t")
    rows: list[str] = []
    end = at
    while end < len(lines) and (row := _tabbed_row(lines, end, most)):
        rows.append("\n".join(line.text for line in lines[end : end + row]))
        end += row
    cells = [[cell.strip() for cell in row.split("\t")] for row in rows]
    if len(cells) < 2 or all(len(row) == 2 and LABEL.fullmatch(row[0]) for row in cells):
        return None, max(end, at + 1)
    return even_table(cells, line=lines[at].number), end


def _tabbed_row(lines: list[Line], at: int, tabs: int) -> int:
    """How many lines from here on are one row; 0 where the table has ended."""
    text = lines[at].text
    own = text.count("\t")
    if own == 1 < tabs and text[0] == "\t" and len(text) > _MAX_INDENTED:
        return 0  # a paragraph that a tab sets in
    if own >= tabs or own == 0:
        return min(own, 1)
    count = own
    for more in range(1, _MAX_CELL_LINES):
        if at + more >= len(lines) or lines[at + more].gap:
            break
        count += lines[at + more].text.count("\t")
        if count >= tabs:
            return more + 1 if count == tabs and lines[at + more].text.count("\t") < tabs else 1
    return 1


def _stroked_table(lines: list[Line], at: int) -> tuple[GridTable | None, int]:
    """A table with strokes: a row a line, or, as pages are copied, a cell a line."""
    end, last = at, at
    while end < len(lines) and end - last <= _MAX_CELL_LINES:
        if "|" in lines[end].text and not lines[end].alone:
            last = end
        end += 1
    end = last + 1
    texts = [line.text for line in lines[at:end]]
    in_rows = [text for text in texts if len(_cells(text)) > 1 and text.strip("| ")]
    if 2 * len(in_rows) > len(texts):
        end = next((n for n in range(at, end) if "|" not in lines[n].text), end)
        rows = [_cells(line.text) for line in lines[at:end] if not _is_rule(line.text)]
        return even_table(rows, line=lines[at].number), end
    if end == len(lines) - 1:
        end += 1  # an opening that was cut off within a cell
        texts.append(lines[-1].text)
    cells = _stream(texts)
    columns = _columns(texts, cells)
    if not columns:
        return None, end
    rows = [cells[n : n + columns] for n in range(0, len(cells), columns)]
    merged = _moved_right(rows)
    return even_table(rows, merged, lines[at].number), end


def _is_rule(text: str) -> bool:
    return "-" in text and set(text) <= _RULE


def _cells(text: str) -> list[str]:
    """The cells of a row in one line."""
    parts = re.split(r"(?<!\\)\|", text)
    parts = parts[1:] if not parts[0].strip() else parts
    parts = parts[:-1] if parts and not parts[-1].strip() else parts
    return [re.sub(r"<br\s*/?>", "\n", part).replace("\\|", "|").strip() for part in parts]


def _stream(texts: list[str]) -> list[str]:
    """The cells one after the other, where a stroke ends each of them."""
    whole = "\n".join(texts)
    cells = [cell.strip() for cell in whole.split("|")]
    return cells if cells[-1] else cells[:-1]


def _columns(texts: list[str], cells: list[str]) -> int:
    """How many columns such a table has; 0 where that cannot be told."""
    header = next(
        (n for n, cell in enumerate(cells) if LABEL.match(cell) or cell.isdecimal()), len(cells)
    )
    before = 0
    for above, text in zip(["", *texts], texts, strict=False):
        # A heading across the table is one cell with text and empty ones to the end of the row.
        if above.strip("|") and len(text) > 1 and set(text) == {"|"}:
            columns = len(text) + 1
            if columns <= MAX_TABLE_COLUMNS and (before - 1) % columns == 0:
                return columns
        before += text.count("|")
    return header if 2 <= header < min(len(cells), MAX_TABLE_COLUMNS) else 0


def _moved_right(rows: list[list[str]]) -> set[tuple[int, int]]:
    """Move rows whose first cells a merge from above covers, which were left out, into place.

    Their first cell has the numbering of a later column of the row above, and as many cells at
    their end are empty.
    """
    covered: set[tuple[int, int]] = set()
    for number in range(1, len(rows)):
        above, row = rows[number - 1], rows[number]
        kind = _numbering(row[0])
        kinds = [_numbering(cell) for cell in above]
        if not kind or kind == kinds[0] or kind not in kinds or len(row) < len(above):
            continue
        by = kinds.index(kind)
        if not any(row[-by:]):
            rows[number] = [""] * by + row[:-by]
            covered |= {(number, column) for column in range(by)}
    return covered


def _numbering(cell: str) -> str:
    """The kind of a cell's numbering: its label, with one figure for every figure."""
    label = LABEL.match(cell)
    return re.sub(r"[\d一二三四五六七八九十百]+", "1", label[0]) if label else ""
