"""Months of registers that units fill in in every way of writing: nothing otherwise than meant.

A plain model of what was meant is kept beside. `MONTHS_UNITS=30` tries all units of a county.
"""

from __future__ import annotations

import datetime as dt
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from conftest import Cli, Clock
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet
from returned import Book
from test_returned_words import DOING, DONE, UNCLEAR

FORMS = """{y}-{m:02d}-{d:02d}|{y}.{m}.{d}|{y}/{m}/{d}|{y}年{m}月{d}日|{m}月{d}日|{m}月{d}号
{y} 年 {m} 月 {d} 日|{y}，{m}，{d}|{y}{m:02d}{d:02d}|25.{m}.{d}|25/{m}/{d}|{m}-{d}|{m}/{d}|{m}.{d}
{y}-{m:02d}-{d:02d} 14:30|{y}、{m}、{d}|{y}年{m:02d}月{d:02d}日（星期三）|{y}.{m:02d}.{d:02d}.
{y} {m} {d}|25年{m}月{d}日|{y}年{m}月{d}号|{y}.{m:02d}.{d:02d}|{y}/{m:02d}/{d:02d}|{y}-{m}-{d}
{m:02d}月{d:02d}日|{m:02d}-{d:02d}|{y}－{m}－{d}|{y}．{m}．{d}|{y}／{m}／{d}
{y}-{m:02d}-{d:02d} 00:00:00|{y}. {m}. {d}|{y}-{m:02d}-{d:02d}T08:00|{y}年{m}月{d}日。|{y}.{m}.{d}日
{y}—{m}—{d}|{y}·{m}·{d}
{y}年{m}月{d}|{m} 月 {d} 日|{y}年{m:02d}月{d:02d}日|{y}/{m}/{d} 9:05|25-{m}-{d}|{m}.{d}日"""
VAGUE = "6月初 9月底 2025年6月 昨天 6月1日-3日 6/3/25 2025-02-30 2024-12-31 2026.1.1".split()


def sending(units: int, cli: Cli) -> list[str]:
    """So many units, towns and bureaus by turns, that have something of their own to fill in."""
    bodies = cli("units", "--json").json["units"]
    known = [body["name"] for body in bodies if not body["members"] and not body["open"]]
    towns = [name for name in known if name.endswith("人民政府")]
    others = [name for name in known if name not in towns]
    mixed = [name for pair in zip(towns, others, strict=False) for name in pair]
    names = [*mixed, *others[len(towns) :]]
    return [name for name in names if cli("list", "--unit", name, "--ids").code == 0][:units]


def fill_in(
    book: Book, task: str, day: dt.date, pick: random.Random, meant: dict[str, Any]
) -> bool:
    """Fill in a row, and note in `meant` what was meant; True where it must be refused."""
    chance = pick.random()
    if chance < 0.45:
        form = pick.choice(FORMS.replace("\n", "|").split("|"))
        typed: Any = form.format(y=day.year, m=day.month, d=day.day)
        if pick.random() < 0.1:
            typed = day
        book.put(task, 完成状态=pick.choice(DONE.replace("\n", " ").split(" ")), 完成时间=typed)
        meant[task] = ("done", day.isoformat())
    elif chance < 0.75:
        book.put(task, 完成状态=pick.choice(DOING.split()), 完成时间=None)
        meant[task] = ("doing", None)
    elif chance < 0.76:
        book.put(task, 完成状态=pick.choice(UNCLEAR.split()))
        return True
    elif chance < 0.77:
        book.put(task, 完成状态="办结", 完成时间=pick.choice(VAGUE))
        return True
    return False


def cells_of(sheet: Worksheet) -> Iterator[Cell]:
    """All cells that can be written to; of merged ones those that hold the value."""
    return (one for line in sheet.iter_rows() for one in line if isinstance(one, Cell))


def test_nothing_is_recorded_otherwise_than_meant(cli: Cli, tmp_path: Path, clock: Clock) -> None:
    pick = random.Random(7)
    clock.today = dt.date(2025, 4, 1)
    units = sending(int(os.environ.get("MONTHS_UNITS", "6")), cli)
    books: dict[str, Book] = {}
    meant: dict[str, dict[str, Any]] = {unit: {} for unit in units}
    for unit in units:
        path = tmp_path / f"{unit}.xlsx"
        assert cli("export", "xlsx", "--unit", unit, "-o", path).code == 0
        books[unit] = Book(path)
    wrong = refused = rows = 0
    for month in (4, 5, 6):
        clock.today = dt.date(2025, month, 25)
        for unit, book in books.items():
            own = cli("list", "--unit", unit, "--json").json["rows"]
            tasks = [
                row["id"]
                for row in own
                if row["done_by"] == "each"
                and row["start"]
                and row["start"] <= "2025-03-01"
                and row["status"] != "done"
                and row["id"] not in {t for t, m in meant[unit].items() if m[0] == "done"}
            ]
            said: dict[str, Any] = {}
            before = [(cell, cell.value) for sheet, _ in book.heads for cell in cells_of(sheet)]
            bad = [
                fill_in(book, task, dt.date(2025, month, pick.randint(1, 24)), pick, said)
                for task in pick.sample(tasks, min(6, len(tasks)))
            ]
            rows += len(bad)
            result = cli("import", book.save(f"{unit}-{month}月.xlsx"))
            if any(bad):
                refused += 1
                assert result.code == 5, (unit, month, said)
                for cell, value in before:
                    cell.value = value
                continue
            assert result.code == 0, (unit, month, result.err)
            meant[unit] |= said
            now = {
                row["id"]: row["units"][0]
                for row in cli("list", "--unit", unit, "--json").json["rows"]
            }
            for task, (status, day) in meant[unit].items():
                wrong += (now[task]["status"], now[task]["done_on"] if day else None) != (
                    status,
                    day,
                )
    print(f"{len(units)} units, {rows} rows, {refused} files refused, {wrong} wrong")
    assert wrong == 0
    assert rows > 60
    assert refused < rows / 4
