"""Exports compared byte for byte with files in tests/gold.

After a change that is meant to be seen, `UPDATE_GOLD=1 pytest tests/test_gold.py` writes them anew.
"""

from __future__ import annotations

import io
import itertools
import os
from pathlib import Path

import pytest
from conftest import Cli
from openpyxl import load_workbook

GOLD = Path(__file__).parent / "gold"
SCOPE = ("--item", "6", "--as-of", "2025-07-15")


@pytest.fixture(autouse=True)
def some_records(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few things recorded, under ids that are the same in every run."""
    numbers = itertools.count(1)
    monkeypatch.setattr("yqsafety.store.state_file.new_id", lambda: f"{next(numbers):012x}")
    cli("check", "6.2", "--unit", "县委办", "--on", "2025-04-01", "--note", "已印发")
    cli("check", "6.6", "--unit", "县政府办", "--count", "3", "--on", "2025-05-01")
    cli("check", "6.1", "--unit", "县委办", "--on", "2025-03-10")
    cli("waive", "6.9", "--unit", "县安委办", "--reason", "=无此职责")
    cli("confirm", "6.2", "--unit", "县委办")


def compare(name: str, content: bytes) -> None:
    if os.environ.get("UPDATE_GOLD"):
        (GOLD / name).write_bytes(content)
    assert content == (GOLD / name).read_bytes()


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("list.json", ["json"]),
        ("tasks.csv", ["csv"]),
        ("units.csv", ["csv", "--per", "unit"]),
        ("calendar.ics", ["ics"]),
        ("page.html", ["html"]),
    ],
)
def test_text_formats(cli: Cli, tmp_path: Path, name: str, arguments: list[str]) -> None:
    assert cli("export", *arguments, *SCOPE, "-o", tmp_path / name).code == 0
    compare(name, (tmp_path / name).read_bytes())


def test_the_cells_of_the_workbook(cli: Cli, tmp_path: Path) -> None:
    cli("export", "xlsx", *SCOPE, "-o", tmp_path / "a.xlsx")
    book = load_workbook(io.BytesIO((tmp_path / "a.xlsx").read_bytes()))
    lines = [
        "\t".join("" if value is None else str(value).replace("\n", "⏎") for value in line)
        for sheet in book.worksheets
        for line in sheet.iter_rows(values_only=True)
    ]
    compare("register.tsv", ("\n".join(lines) + "\n").encode())
