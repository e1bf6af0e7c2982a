"""A register that went out, is filled in as people do, and comes back."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from conftest import Cli, Result
from openpyxl import load_workbook

TOWN = "历山镇"


class Book:
    """A workbook; `put` fills in cells of a row by its clause and their headers."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = load_workbook(path)
        self.sheet = (
            self.book["台账"] if "台账" in self.book.sheetnames else self.book.worksheets[0]
        )
        self.columns = {cell.value: n for n, cell in enumerate(self.sheet[1], 1)}

    def row(self, clause: str) -> int:
        rows = range(2, self.sheet.max_row + 1)
        return next(n for n in rows if self.sheet.cell(n, self.columns["条款"]).value == clause)

    def cell(self, clause: str, head: str) -> Any:
        return self.sheet.cell(self.row(clause), self.columns[head])

    def put(self, clause: str, **cells: Any) -> Book:
        for head, value in cells.items():
            self.cell(clause, head).value = value
        return self

    def save(self, name: str = "b.xlsx") -> Path:
        path = self.path.with_name(name)
        self.book.save(path)
        return path


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
