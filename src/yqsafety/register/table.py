"""Finding the register in the sheets of a file: headers, rows, and what is none of them. Pure.

Offices put titles above it, rename and copy sheets, stack several registers, retitle columns and
add sums and signatures below. Every sheet that has the header is read, wherever it is; whatever is
not read is named, so that nothing is lost in silence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from yqsafety.register.headers import Header, header_of, lacking_columns
from yqsafety.register.rows import COLUMNS, OPEN
from yqsafety.register.sheets import EMPTY, MAX_COLUMNS, Cell, Sheet, column_letter

HEADER_WITHIN = 30
"""The header must be in one of the first 30 rows; offices like to put a title above it."""
FIGURES_SHEET = "统计"
"""The sheet that every export has beside the register; nobody fills it in."""
_SHOWN = 30
"""Letters of a cell that a message repeats."""
_LABEL = {column.code: column.label for column in COLUMNS}
_FOOT = re.compile(
    r"(合计|总计|小计|共计|填报|填表|制表|审核|审批|复核|负责人|分管领导|经办|联系|电话|盖章|单位"
    r"|签字|签名|日期|时间|说明|注|备注)"
)


class BadCell(Exception):
    """Cells of a row that cannot be taken: for each the code of its column, and why, in Chinese."""

    def __init__(self, *faults: tuple[str, str]) -> None:
        super().__init__(*faults)
        self.faults = faults


class RowProblem(NamedTuple):
    """What cannot be taken."""

    place: str
    """The cell, such as `G17`; empty where a sheet or the whole file is refused."""
    said: str
    """The reason in Chinese, with what to do."""
    sheet: str = ""
    content: str = ""
    """What stands in the cell, at most its beginning."""


class Unread(NamedTuple):
    """What was not read and is no fault: a sheet, a column, rows, pictures, comments."""

    what: str
    """`sheet`, `column`, `row`, `picture`, `comment`, `missing`."""
    said: str
    sheet: str = ""
    number: int = 1
    """How many there are."""


class Line(NamedTuple):
    """One row of a register in a file."""

    sheet: str
    number: int
    table: int
    """The number of the header under which it stands, counted through the file from 1."""
    columns: dict[str, int]
    cells: dict[str, Cell]
    """By the code of the column; a row of a CSV file that was cut short lacks some."""

    def place(self, code: str) -> str:
        """The name of a cell, such as `G17`."""
        return f"{column_letter(self.columns.get(code, 0))}{self.number}"

    def text(self, code: str) -> str:
        """The text of a cell; empty where there is none."""
        return self.cells.get(code, EMPTY).text

    def problem(self, code: str, said: str) -> RowProblem:
        """A fault of one of its cells."""
        return RowProblem(self.place(code), said, self.sheet, shown_content(self.text(code)))


class Lines(NamedTuple):
    """All rows of the registers in a file, and what else was found."""

    lines: list[Line]
    problems: list[RowProblem]
    unread: list[Unread]


def shown_content(text: str) -> str:
    """The content of a cell as a message repeats it: its beginning, in one line."""
    line = " ".join(text[: _SHOWN * 4].split())
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN]}…"


def find_lines(sheets: Sequence[Sheet]) -> Lines:
    """The rows of every register in the sheets of a file."""
    found = Lines([], [], [])
    tables = 0
    for sheet in sheets:
        tables += _read_sheet(sheet, found, tables)
    if not tables and not found.problems:
        said = "没有找到台账的表头（条款、工作任务、责任单位、完成状态等），请用导出的台账填报"
        found.problems.append(RowProblem("", said))
        found.unread.clear()
    return found


def _read_sheet(sheet: Sheet, found: Lines, tables: int) -> int:
    """Add the rows of one sheet; the answer is how many registers it holds."""
    header: Header | None = None
    nearly: tuple[int, Header] | None = None
    count = 0
    before = len(found.lines)
    passed: list[int] = []
    for number, cells in sheet.rows:
        begins = header_of(cells) if _may_be_header(cells, header, number) else None
        if begins and not lacking_columns(begins):
            header, count = begins, count + 1
            found.problems.extend(_header_problems(sheet, number, begins))
        elif header is None:
            nearly = nearly or ((number, begins) if begins and len(begins.columns) > 3 else None)
        elif line := _line_of(sheet, number, cells, header, tables + count):
            if not _is_foot(line, cells):
                found.lines.append(line)
            elif any(line.text(code) for code in OPEN):
                passed.append(number)
    if header is None:
        _miss_sheet(sheet, nearly, found)
        return 0
    if passed:
        said = f"第 {'、'.join(map(str, passed[:9]))} 行是合计或落款，未读"
        found.unread.append(Unread("row", said, sheet.name, len(passed)))
    _name_columns(sheet, header, found, before)
    _name_others(sheet, found)
    return count


def _name_others(sheet: Sheet, found: Lines) -> None:
    """Name what lies on a sheet and is in none of the cells that are read."""
    others = {
        "picture": (sheet.pictures, "张图片未读，请把佐证材料的文件名填入“佐证材料”"),
        "comment": (sheet.comments, "条批注未读，要登记的请填入表格"),
        "column": (sheet.beyond, f"个单元格在第 {MAX_COLUMNS} 列以后，未读，要登记的请填入表格"),
    }
    for what, (count, said) in others.items():
        if count:
            found.unread.append(Unread(what, f"{count} {said}", sheet.name, count))


def _may_be_header(cells: list[Cell], header: Header | None, number: int) -> bool:
    if header is None:
        return number <= HEADER_WITHIN
    return any("完成状态" in "".join(c.text[:20].split()) or c.text == "status" for c in cells)


def _header_problems(sheet: Sheet, number: int, header: Header) -> list[RowProblem]:
    return [
        RowProblem(
            f"{column_letter(header.columns[code])}{number}",
            f"有两列都像“{_LABEL[code]}”，请只留一列，并改回“{_LABEL[code]}”",
            sheet.name,
        )
        for code in header.twice
    ]


def _miss_sheet(sheet: Sheet, nearly: tuple[int, Header] | None, found: Lines) -> None:
    """Name a sheet without a header: a fault where it nearly has one, else a sheet not read."""
    if nearly:
        number, header = nearly
        names = "、".join(f"“{_LABEL[code]}”" for code in lacking_columns(header))
        others = "、".join(f"“{shown_content(text)}”" for text in list(header.others.values())[:5])
        said = f"表头缺{names}" + (f"，认不出{others}" if others else "") + "，请改回导出时的名称"
        found.problems.append(RowProblem(f"A{number}", said, sheet.name))
    elif sheet.rows and sheet.name != FIGURES_SHEET:
        found.unread.append(Unread("sheet", "没有台账的表头，未读", sheet.name))


def _name_columns(sheet: Sheet, header: Header, found: Lines, before: int) -> None:
    """Name the columns that are not known and hold something.

    Where a column that units fill in is gone, its content may be there under another title: that
    is a fault, or what was filled in would be lost.
    """
    gone = [code for code in OPEN if code not in header.columns]
    numbers = {line.number for line in found.lines[before:]}
    for column, title in header.others.items():
        held = [
            n
            for n, cells in sheet.rows
            if n in numbers and column < len(cells) and cells[column].text
        ]
        if not held:
            continue
        place = f"{column_letter(column)}{held[0] - 1}"
        if gone:
            names = "、".join(f"“{_LABEL[code]}”" for code in gone)
            said = f"表头“{shown_content(title)}”认不出，又缺{names}，请改回导出时的名称"
            found.problems.append(RowProblem(place, said, sheet.name, shown_content(title)))
        else:
            said = f"“{shown_content(title)}”列不是台账的栏目，未读"
            found.unread.append(Unread("column", said, sheet.name, len(held)))


def _line_of(
    sheet: Sheet, number: int, cells: list[Cell], header: Header, table: int
) -> Line | None:
    """A row under a header; None where nothing that is read stands in it."""
    short = sheet.name == ""
    values = {
        code: cells[n] if n < len(cells) else EMPTY
        for code, n in header.columns.items()
        if n < len(cells) or not short
    }
    said = (*OPEN, "id", "work", "item", "quote")
    if not any(code in values and values[code] != EMPTY and values[code].text for code in said):
        return None
    return Line(sheet.name, number, table, header.columns, values)


def _is_foot(line: Line, cells: list[Cell]) -> bool:
    """Whether it is a sum or a signature below a table: it names no task."""
    if line.text("id") or (line.text("item") and line.text("work")):
        return False
    first = next((cell.text for cell in cells if cell.text), "")
    return bool(_FOOT.match("".join(first[:20].split())))
