"""One state, one set of figures: in every breakdown of `status`, in `list`, in every export.

What they must be is counted from the plain log by `machines.counted`, not by the program.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections import Counter as Count
from pathlib import Path
from typing import Any, get_args

import pytest
from conftest import Cli
from duties import EDITIONS, ROSTERS
from hypothesis import given, settings
from machines import counted, line_of, plain
from readers import NAMES, READERS, SECTIONS, Figures
from reference import View
from small import days, histories

from yqsafety.formats import FORMATS, Extract, Per, render_format
from yqsafety.ledger.events import Event
from yqsafety.ledger.filters import Filters, select_entries
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.progress import break_down, tally_entries
from yqsafety.reports.answers import list_pieces, status_json

State = tuple[Ledger, View]

BREAKDOWNS = ("section", "unit", "item", "month")
NATURES = ("timed", "standing", "presumed")


def folded(events: list[Event], day: dt.date) -> State:
    """The same past as the program folds it and as a plain log."""
    book = Ledger(EDITIONS[1], ROSTERS[1], tuple(events), day, "abc")
    return book, View(map(line_of, events), 1, day)


def expected(view: View) -> Figures:
    """Every figure that any format shows."""
    found = {"合计": counted(view, "all")["all"]}
    found |= {SECTIONS[key]: part for key, part in counted(view, "section").items()}
    found |= {NAMES[key]: part for key, part in counted(view, "unit").items()}
    return {name: figures_of(part) for name, part in found.items()}


def figures_of(part: dict[str, Count[str]]) -> dict[str, Any]:
    timed, standing, presumed = (part.get(nature, Count()) for nature in NATURES)
    whole = timed + standing + presumed
    return {
        "应办": timed["total"],
        "办结": timed["done"],
        "已复核": timed["confirmed"],
        "在办": timed["doing"],
        "未反馈": timed["todo"],
        "报不适用": timed["na_unconfirmed"],
        "逾期": timed["overdue"],
        "年度未结": timed["year_open"],
        "临期": timed["due_soon"],
        "长期已报": (standing["done"], standing["total"]),
        "长期待更新": standing["stale"],
        "推定": (presumed["done"], presumed["total"]),
        "退回": whole["returned"],
        "待认定": whole["awaiting"],
        "未动": timed["silent"],
        "催办": whole["reminded"],
        "申请延期": whole["applied"],
        "不适用": whole["na"],
        "未触发": whole["waiting"],
        "all": (whole["done"], whole["total"], whole["na"]),
        "done of total": (whole["done"], whole["total"]),
    }


def extract(book: Ledger, per: Per = "task") -> Extract:
    return Extract(book, Filters(), select_entries(book, Filters()), per)


def test_every_format_is_compared() -> None:
    assert READERS.keys() == FORMATS.keys()


@pytest.mark.parametrize("name", READERS)
@settings(max_examples=8)
@given(histories(), days)
def test_every_format_shows_the_same_figures(name: str, events: list[Event], day: dt.date) -> None:
    book, view = folded(events, day)
    wanted = expected(view)
    shown = READERS[name](b"".join(render_format(name, extract(book))))
    assert {"合计", *SECTIONS.values()} <= shown.keys()
    for part, figures in shown.items():
        assert figures == {head: wanted[part][head] for head in figures}, part


@settings(max_examples=20)
@given(histories(), days)
def test_rows_by_unit_add_up_to_the_figures_of_the_unit(events: list[Event], day: dt.date) -> None:
    book, view = folded(events, day)
    content = b"".join(render_format("csv", extract(book, "unit"))).decode("utf-8-sig")
    found: dict[str, Count[str]] = {}
    for row in csv.DictReader(io.StringIO(content, newline="")):
        own = found.setdefault(row["unit_id"], Count())
        if row["timeliness"] not in ("waiting", "waived"):
            own.update(["total", row["status"], row["timeliness"]])
    for unit, part in counted(view, "unit").items():
        whole = sum((part.get(nature, Count()) for nature in NATURES), Count[str]())
        own = found[unit]
        for name in ("total", "done", "doing", "todo", "overdue", "year-open", "stale"):
            assert own[name] == whole[name.replace("-", "_")], (unit, name)


@settings(max_examples=20)
@given(histories(), days)
def test_status_and_list_agree_in_every_breakdown(events: list[Event], day: dt.date) -> None:
    book, view = folded(events, day)
    pieces = list_pieces(book, Filters(), select_entries(book, Filters()))
    rows = json.loads(b"".join(pieces))["rows"]
    totals = sum(row["progress"]["total"] for row in rows)
    for by in BREAKDOWNS:
        parts = break_down(book.entries, by, book.roster)
        answer = status_json(book, Filters(), by, parts, tally_entries(book.entries))
        groups = {group["key"]: counters(group) for group in answer["groups"]}
        assert plain(groups) == counted(view, by)
        assert sum(group[nature]["total"] for group in groups.values() for nature in NATURES) == (
            totals
        )
        assert plain({"all": counters(answer["overall"])}) == counted(view, "all")


def counters(group: dict[str, Any]) -> dict[str, Count[str]]:
    found = {nature: Count[str](group[nature]) for nature in NATURES}
    return found | {"undivided": Count(undivided=group["undivided"])}


# The present is what holds today


@pytest.fixture
def recorded(cli: Cli) -> None:
    for line in (
        "check 4.1 --unit 县应急管理局",
        "check 1.2 7.5 --unit 县应急管理局 --on 2025-03-10",
        "waive 4.2 --unit 县气象局 --reason 无此职责",
        "check 6.6 --count 4 --whole",
        "trigger 3.3 --unit 县交通局 --on 2025-05-01",
        "extend 1.4 --unit 新城镇 --until 2025-06-10 --reason 汛情",
    ):
        assert cli(*line.split()).code == 0, line


READING = [
    "list",
    "list --json",
    "list --ids --status open",
    "list --unit 县应急管理局 --due-by +30d",
    *(f"status --by {by}{json}" for by in BREAKDOWNS for json in ("", " --json")),
    "status --since 2025-05-31",
    "show 4.1 1.4 --json",
]


@pytest.mark.parametrize("command", READING)
def test_as_of_today_is_the_present(cli: Cli, recorded: None, command: str) -> None:
    now, today = (cli(*command.split(), *more) for more in ((), ("--as-of", "2025-06-20")))
    assert now.out
    assert (now.code, now.out, now.err) == (today.code, today.out, today.err)


@pytest.mark.parametrize("name", FORMATS)
def test_an_export_as_of_today_has_the_same_bytes(cli: Cli, recorded: None, name: str) -> None:
    for per in get_args(Per):
        files = [Path(f"{when}.{name}") for when in ("now", "today")]
        command = ("export", name, "--per", per, "--item", "1", "--item", "4")
        codes = {cli(*command, "-o", files[0]).code}
        codes.add(cli(*command, "-o", files[1], "--as-of", "2025-06-20").code)
        if codes == {2}:
            assert per == "unit"
            continue
        assert codes == {0}
        assert files[0].read_bytes() == files[1].read_bytes()
