"""A register that went out, is filled in as people do, and comes back."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from conftest import Cli, Result
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

TOWN = "历山镇"


class Book:
    """A workbook; `put` fills in cells of a row by its clause and their headers.

    A row is looked for on every sheet of the register; `sheet` is the first, `header` its header.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = load_workbook(path)
        sheets = self.book.worksheets
        self.sheet = self.book["台账"] if "台账" in self.book.sheetnames else sheets[0]
        self.header = header_row(self.sheet)
        self.columns = {cell.value: n for n, cell in enumerate(self.sheet[self.header], 1)}

    def found(self, clause: str) -> tuple[Worksheet, int]:
        """The sheet and the row of an occurrence, by its id or its clause."""
        for sheet in self.book.worksheets:
            if head := header_row(sheet):
                for number in range(head + 1, sheet.max_row + 1):
                    names = {
                        sheet.cell(number, self.columns[name]).value
                        for name in ("条款", "编号（勿改）")
                        if name in self.columns
                    }
                    if clause in names:
                        return sheet, number
        raise LookupError(clause)

    def row(self, clause: str) -> int:
        return self.found(clause)[1]

    def cell(self, clause: str, head: str) -> Any:
        sheet, row = self.found(clause)
        return sheet.cell(row, self.columns[head])

    @property
    def last(self) -> int:
        """The last row of the table on the first sheet: below it stand a blank and a signature."""
        work = self.columns["工作任务"]
        rows = range(self.sheet.max_row, self.header, -1)
        return next(n for n in rows if self.sheet.cell(n, work).value)

    @property
    def heads(self) -> list[tuple[Worksheet, int]]:
        """The sheets of the register with the rows of their headers."""
        return [(sheet, n) for sheet in self.book.worksheets if (n := header_row(sheet))]

    def drop(self, *heads: str) -> Book:
        """Delete columns of every sheet; merged cells of the head would keep them in place."""
        for sheet, header in self.heads:
            for name in heads:
                column = next(c.column for c in sheet[header] if c.value == name)
                sheet.delete_cols(column)
        self.columns = {c.value: n for n, c in enumerate(self.sheet[self.header], 1)}
        return self

    def retitle(self, head: str, told: str) -> Book:
        """Give a column another title on every sheet."""
        for sheet, header in self.heads:
            sheet.cell(header, self.columns[head]).value = told
        return self

    def place(self, clause: str, head: str) -> str:
        """The name of a cell, such as `G17`."""
        return str(self.cell(clause, head).coordinate)

    def put(self, clause: str, **cells: Any) -> Book:
        for head, value in cells.items():
            self.cell(clause, head).value = value
        return self

    def save(self, name: str = "b.xlsx") -> Path:
        path = self.path.with_name(name)
        self.book.save(path)
        return path


def header_row(sheet: Worksheet) -> int:
    """The row in which a sheet has the header of the register; 0 where it has none."""
    rows = sheet.iter_rows(max_row=30, values_only=True)
    return next((n for n, line in enumerate(rows, 1) if "完成状态" in line), 0)


def register_lines(book: Workbook) -> list[tuple[Any, ...]]:
    """The header and all rows of a register as one table, whichever sheet they are on."""
    lines: list[tuple[Any, ...]] = []
    for sheet in book.worksheets:
        if head := header_row(sheet):
            rows = list(sheet.iter_rows(min_row=head, values_only=True))
            lines += [line for line in rows[bool(lines) :] if line[2]]
    return lines


def sent(cli: Cli, folder: Path, *options: str, unit: str = TOWN, name: str = "a.xlsx") -> Book:
    """The register of a unit as it goes out now."""
    path = folder / name
    assert cli("export", "xlsx", "--unit", unit, *options, "--force", "-o", path).code == 0
    return Book(path)


def repacked(path: Path, edit: Callable[[str, bytes], bytes], names: str = "") -> Path:
    """The same workbook with its parts changed."""
    target = path.with_name("packed.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            name = re.sub("/", r"\\", member.filename) if names == "backslash" else member.filename
            new.writestr(name, edit(member.filename, old.read(member.filename)))
    return target


def events(cli: Cli, task: str) -> list[tuple[str, str]]:
    """Action and day of what is recorded of a task."""
    found = cli("log", task, "--json").json["events"]
    return [(event["action"], event["on"]) for event in found]


def changes(result: Result) -> dict[str, dict[str, str]]:
    """The changed cells of a JSON answer by id."""
    return {c["id"]: c["cells"] for one in result.json["files"] for c in one["changes"]}


def dry(cli: Cli, path: Path) -> Result:
    return cli("import", path, "--dry-run", "--json")
