"""The office's round: twenty units fill in their workbooks in the ways people do."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from conftest import Cli
from openpyxl import Workbook, load_workbook
from returned import header_row

DAYS: list[str | int | None] = ["2025.6.3", "6月3日", "2025-06-03", "20250603", 45811, None]


def all_rows(book: Workbook) -> Iterator[dict[Any, Any]]:
    """The cells of every row of the register by their headers, on whichever sheet it is."""
    for sheet in book.worksheets:
        if head := header_row(sheet):
            labels = [cell.value for cell in sheet[head]]
            for row in sheet.iter_rows(min_row=head + 1):
                if row[2].value:
                    yield dict(zip(labels, row, strict=False))


def fill_in(path: Path, rng: random.Random, counts: Counter[str]) -> None:
    """Tick some rows of a workbook and count, by a way of our own, what that must come to."""
    book = load_workbook(path)
    for cell in all_rows(book):
        if cell["时限状态"].value == "未触发":
            continue
        said: str = rng.choice(["办结", "在办", "推进中", "未反馈", "不适用", ""])
        cell["完成状态"].value = said
        if said == "办结":
            cell["完成时间"].value = rng.choice(DAYS)
        if said == "不适用":
            cell["备注"].value = "无此职责"
        cell["责任人"].value = rng.choice(["李四", "王五 ", None])
        counts[{"推进中": "在办", "": "未反馈"}.get(said, said)] += 1
    book.save(path)


def test_twenty_workbooks_come_to_what_was_filled_in(cli: Cli, tmp_path: Path) -> None:
    scope = ("--section", "1", "--kind", "长期", "--item", "1")
    cli("export", "xlsx", *scope, "--split-by", "unit", "-o", tmp_path)
    files = sorted(tmp_path.glob("*.xlsx"))[:20]
    assert len(files) == 20
    rng, counts = random.Random(7), Counter[str]()
    for path in files:
        fill_in(path, rng, counts)
    result = cli("import", *files, "--json")
    assert result.code == 0, result.err
    names = [argument for path in files for argument in ("--unit", path.stem.split("_")[1])]
    answer = cli("status", *scope, *names, "--json").json
    figures: Counter[str] = Counter()
    for counter in (answer["overall"][name] for name in ("timed", "standing", "presumed")):
        for code, label in (
            ("done", "办结"),
            ("doing", "在办"),
            ("todo", "未反馈"),
            ("na_unconfirmed", "不适用"),
        ):
            figures[label] += counter[code]
        assert counter["na"] == 0
        assert counter["total"] == sum(
            counter[code] for code in ("done", "doing", "todo", "na_unconfirmed")
        )
    assert figures == counts
    assert [one["events"] for one in cli("import", *files, "--json").json["files"]] == [0] * 20
