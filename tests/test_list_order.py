"""`list` in another order, cut to some rows, and through a pager."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pexpect
import pytest
from conftest import Cli
from rich.console import Console

from yqsafety.cli.options import FilterOptions
from yqsafety.cli.tables import ScreenColumn, print_table

UNIT = ("--unit", "县应急管理局")


def rows(cli: Cli, *words: object) -> list[list[str]]:
    return cli("list", *words).rows


def test_sorted_by_deadline_what_has_none_comes_last(cli: Cli) -> None:
    dues = [row[1] for row in rows(cli, *UNIT, "--sort", "due")]
    dated = [due for due in dues if due]
    assert dated == sorted(dated)
    assert dues[len(dated) :] == [""] * (len(dues) - len(dated))
    assert len(dated) < len(dues)


def test_sorted_by_status_what_is_late_comes_first(cli: Cli) -> None:
    shown = [row[3] for row in rows(cli, *UNIT, "--sort", "status")]
    assert shown[0].startswith("逾期")
    late = [word.startswith("逾期") for word in shown]
    assert late == sorted(late, reverse=True)


def test_sorted_by_unit_follows_the_roster(cli: Cli) -> None:
    order = [unit["id"] for unit in cli("units", "--json").json["units"]]
    found = cli("list", "--sort", "unit", "--section", "六", "--json").json["rows"]
    firsts = [
        min(order.index(unit["id"]) for unit in row["units"]) for row in found if not row["whole"]
    ]
    assert firsts == sorted(firsts)


def test_every_order_has_the_same_rows(cli: Cli) -> None:
    document = sorted(row[0] for row in rows(cli))
    for key in ("due", "unit", "status"):
        assert sorted(row[0] for row in rows(cli, "--sort", key)) == document
    refused = cli("list", "--sort", "size")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith("没有“size”这个次序。可选：doc、due、unit、status。")
    assert rows(cli, "--sort", "时限") == rows(cli, "--sort", "due")


def test_a_limit_is_said(cli: Cli) -> None:
    some = cli("list", *UNIT, "--sort", "due", "-n", "3")
    assert len(some.rows) == 3
    total = len(rows(cli, *UNIT))
    assert some.err == f"另有 {total - 3} 项未列；全部列出：去掉 --limit。\n"
    answer = cli("list", *UNIT, "--limit", "3", "--json").json
    assert (len(answer["rows"]), answer["matched"]) == (3, total)
    assert cli("list", "--limit", "0").code == 2


@pytest.mark.process
@pytest.mark.parametrize(
    ("pager", "words", "paged"),
    [
        ("cat -n", "list", True),
        ("cat -n", "list --no-pager", False),
        ("cat -n", "list -n 1", False),
        ("cat -n", "list --ids", False),
        ("", "list", False),
        ("no-such-pager", "list", False),
    ],
)
def test_what_outgrows_the_screen_is_paged(
    tmp_path: Path, pager: str, words: str, paged: bool
) -> None:
    shown = pexpect.run(
        f"{sys.executable} -m yqsafety {words} --section 二 --as-of 2025-06-20",
        env={**os.environ, "PAGER": pager, "TERM": "xterm"},
        dimensions=(24, 100),
        encoding="utf-8",
    )
    assert "4.1" in shown
    assert ("     1\t" in shown) is paged


@pytest.mark.process
def test_leaving_the_pager_early_is_no_failure(tmp_path: Path) -> None:
    out, code = pexpect.run(
        f"{sys.executable} -m yqsafety list --as-of 2025-06-20",
        env={**os.environ, "PAGER": "head -n 1", "TERM": "xterm"},
        dimensions=(24, 100),
        encoding="utf-8",
        withexitstatus=True,
    )
    assert code == 0, out
    assert "Traceback" not in out


@pytest.mark.process
def test_one_header_and_columns_that_stay(tmp_path: Path) -> None:
    shown = pexpect.run(
        f"{sys.executable} -m yqsafety list --no-pager --as-of 2025-06-20",
        env={**os.environ, "TERM": "xterm", "NO_COLOR": "1"},
        dimensions=(24, 120),
        encoding="utf-8",
    )
    assert shown.count("责任单位") == 1
    assert "26 个单位 0/26" in shown


def test_what_nobody_reads_is_not_made() -> None:
    made = []

    def all_rows() -> Iterator[list[tuple[str, str]]]:
        for number in range(500):
            made.append(number)
            yield [(str(number), ""), ("任务", "")]

    class Left(io.StringIO):
        def write(self, text: str) -> int:
            if "5" in text:
                raise LookupError  # the reader has seen enough
            return len(text)

    screen = Console(file=Left(), width=80, force_terminal=True)
    with pytest.raises(LookupError):
        print_table(screen, [ScreenColumn("编号", 6), ScreenColumn("任务")], all_rows())
    assert len(made) < 20


def test_every_filter_is_said_in_the_answer(cli: Cli) -> None:
    words = (
        "--direct --ground 点名 --unconfirmed --undivided --section 6 --item 18"
        " --due-from 2025-01-01 --due-by 2025-12-31 --status open --kind 限期"
        " --grep 物资 --silent 30d"
    )
    given = cli("list", *UNIT, *words.split(), "--json").json["filters"]
    asked = {option for option in FilterOptions._fields if option not in ("mine", "silent")}
    assert set(given) == asked | {"silent_days"}
    assert given["silent_days"] == 30
