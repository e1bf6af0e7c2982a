"""Several notices in one view: rows, ids, records, exports and figures of all of them together."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli
from icalendar import Calendar
from openpyxl import load_workbook
from test_catalog_installed import DATA, plan

PLAN_UNITS = "schema: yqsafety/units@1\nunits:\n  - {id: shuili, name: 县水利局}\n"


@pytest.fixture
def both(cli: Cli, tmp_path: Path) -> Path:
    """Ours, and a plan of two sentences for 县水利局; both in force on the day of the tests."""
    folder = plan(tmp_path / "plan", 2024, 2026)
    text = (folder / "tasks.yaml").read_text(encoding="utf-8")
    second = '      - {id: "1.99", title: 开展演练, quote: 开展演练。, timing: {kind: once}}\n'
    text = text.replace("安全部]", "县水利局]")
    text = text.replace("responsibility:", second + "responsibility:")
    (folder / "tasks.yaml").write_text(text, encoding="utf-8")
    (folder / "units.yaml").write_text(PLAN_UNITS, encoding="utf-8")
    for one in (DATA, folder):
        added = cli("catalog", "add", one)
        assert added.code == 0, added.err
    return folder


def listed(cli: Cli, *words: object) -> list[dict[str, object]]:
    """The rows of `list --json`."""
    rows: list[dict[str, object]] = cli("list", *words, "--json").json["rows"]
    return rows


def test_a_row_is_the_same_whatever_else_is_in_view(cli: Cli, both: Path) -> None:
    cli("check", "plan-2024/1.1", "--unit", "县水利局")
    together = listed(cli)
    for notice in ("yuanqu-2025-1", "plan-2024"):
        alone = listed(cli, "--notice", notice)
        assert [row for row in together if row["notice"] == notice] == alone
    answer = cli("list", "--json").json
    assert [one["id"] for one in answer["catalogs"]] == ["yuanqu-2025-1", "plan-2024"]
    assert answer["total"] == len(together)


def test_an_id_that_two_notices_have_is_asked_for(cli: Cli, both: Path) -> None:
    refused = cli("check", "1.1", "--unit", "县水利局")
    assert (refused.code, refused.out) == (2, "")
    assert refused.err == (
        "几份通知都有 1.1，请写明是哪一份。可选：yuanqu-2025-1/1.1、plan-2024/1.1\n"
    )
    assert cli("check", "1.99", "--unit", "县水利局").out.startswith("√ plan-2024/1.99 已办结")
    typed = cli("show", "ｐｌａｎ-2024／1.1")
    assert typed.out.startswith("plan-2024/1.1 修订制度")
    stranger = cli("show", "nope/1.1")
    assert (stranger.code, stranger.out) == (2, "")
    assert "“nope”不是当前查看的通知（yuanqu-2025-1、plan-2024）" in stranger.err


def test_one_command_records_under_both_and_undo_takes_it_back(cli: Cli, both: Path) -> None:
    done = cli("check", "yuanqu-2025-1/4.4", "plan-2024/1.1", "--unit", "县水利局")
    assert done.code == 0, done.err
    events = cli("log", "--json").json["events"]
    assert [(e["notice"], e["task"]) for e in events] == [
        ("yuanqu-2025-1", "4.4"),
        ("plan-2024", "1.1"),
    ]
    assert len({e["id"] for e in events}) == 2
    assert len({e["batch"] for e in events}) == 1
    assert "plan-2024/1.1 县水利局" in cli("undo").out
    assert listed(cli, "--status", "done") == []


def test_nothing_is_recorded_where_one_of_the_ids_cannot_be(cli: Cli, both: Path) -> None:
    assert cli("check", "plan-2024/1.1", "yuanqu-2025-1/99.9", "--unit", "县水利局").code == 2
    assert cli("log").out == ""


def test_undo_takes_back_what_is_in_view(cli: Cli, both: Path) -> None:
    cli("check", "plan-2024/1.1", "--unit", "县水利局")
    cli("check", "yuanqu-2025-1/4.4", "--unit", "县水利局")
    assert "plan-2024" not in cli("undo", "--notice", "yuanqu-2025-1").out
    assert cli("undo", "--notice", "yuanqu-2025-1").code == 2
    assert cli("undo", "--notice", "all").code == 0


def test_a_bulk_goes_through_both(cli: Cli, both: Path) -> None:
    done = cli("check", "--all", "--unit", "县水利局", "--grep", "演练", "--yes")
    assert done.code == 0, done.err
    notices = {event["notice"] for event in cli("log", "--json").json["events"]}
    assert notices == {"yuanqu-2025-1", "plan-2024"}


def test_a_section_is_looked_up_in_each_notice(cli: Cli, both: Path) -> None:
    rows = listed(cli, "--section", "抓制度")
    assert {row["notice"] for row in rows} == {"plan-2024"}
    first = listed(cli, "--section", "一", "--unit", "县水利局")
    assert {row["notice"] for row in first} == {"yuanqu-2025-1", "plan-2024"}
    assert cli("list", "--section", "没有这一章").code == 2


def test_figures_are_kept_apart_by_notice_and_add_up(cli: Cli, both: Path) -> None:
    answer = cli("status", "--json").json
    keys = [(group["notice"], group["key"]) for group in answer["groups"]]
    assert ("plan-2024", "1") in keys
    assert len(set(keys)) == len(keys)
    totals = [group["timed"]["total"] for group in answer["groups"]]
    assert sum(totals) == answer["overall"]["timed"]["total"]
    units = cli("status", "--by", "unit", "--json").json["groups"]
    assert sum(group["key"] == "shuili" for group in units) == 1


def test_a_unit_of_one_notice_only_is_found(cli: Cli, both: Path) -> None:
    rows = listed(cli, "--unit", "县应急管理局")
    assert {row["notice"] for row in rows} == {"yuanqu-2025-1"}


def test_every_export_holds_both(cli: Cli, both: Path, tmp_path: Path) -> None:
    table = cli("export", "csv").out.removeprefix("\ufeff")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert {row["notice"] for row in rows} == {"yuanqu-2025-1", "plan-2024"}
    calendar = cli("export", "ics").out
    assert "UID:plan-2024/1.1@yqsafety" in calendar
    assert "UID:yuanqu-2025-1/1.1@yqsafety" in calendar
    page = cli("export", "html").out
    assert "plan-2024/1.1" in page
    assert page.count('id="s-1"') == 1
    assert page.count('<p class="source">') == 2
    assert "<h1>重点任务进展一览</h1>" in page
    report = cli("export", "md")
    assert report.code == 0, report.err


def on_first_of_august(cli: Cli) -> list[Any]:
    """The reminders of 县水利局 on that morning."""
    calendar: Any = Calendar.from_ical(cli("export", "ics", "-u", "县水利局").out)
    return [event for event in calendar.walk("VEVENT") if "/2025-08-01/shuili@" in event["uid"]]


def test_the_calendar_of_both_rings_once_a_morning(cli: Cli, both: Path) -> None:
    for task in ("yuanqu-2025-1/18.5", "plan-2024/1.99"):
        cli("extend", task, "-u", "县水利局", "--until", "2025-08-01", "--reason", "汛期", "--yes")
    morning = on_first_of_august(cli)
    assert [str(event["uid"]).split("/")[0] for event in morning] == ["yuanqu-2025-1", "plan-2024"]
    first, second = (str(event["summary"]) for event in morning)
    assert first.startswith("今天到期：yuanqu-2025-1/18.5 ")
    assert second.startswith("今天到期：plan-2024/1.99 ")
    (alarm,) = [alarm for event in morning for alarm in event.walk("VALARM")]
    assert alarm["description"] == f"{first}；{second}"
    cli("check", "yuanqu-2025-1/18.5", "-u", "县水利局")
    ringing = [event for event in on_first_of_august(cli) if event.walk("VALARM")]
    assert [str(event["uid"]).split("/")[0] for event in ringing] == ["plan-2024"]


def test_a_sheet_of_both_comes_back_to_both(cli: Cli, both: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "台账.xlsx"
    assert cli("export", "xlsx", "--unit", "县水利局", "-o", sheet).code == 0
    book = load_workbook(sheet)
    register = book.worksheets[0]
    rows = list(register.iter_rows())
    head = next(row for row in rows if any(cell.value == "条款" for cell in row))
    place = {cell.value: number for number, cell in enumerate(head)}
    named = {row[place["所属通知"]].value for row in rows[rows.index(head) + 1 :]} - {None}
    assert "垣政发〔2025〕1号" in named
    assert len(named) == 2
    filled = 0
    for row in rows[rows.index(head) + 1 :]:
        notice, ident = row[place["通知代码（勿改）"]].value, row[place["条款"]].value
        if (notice, ident) in {("plan-2024", "1.1"), ("yuanqu-2025-1", "4.4")}:
            row[place["进展情况"]].value = f"已部署 {notice}"
            filled += 1
    assert filled == 2
    book.save(sheet)
    taken = cli("import", sheet)
    assert taken.code == 0, taken.err
    events = json.loads(cli("log", "--json").out)["events"]
    assert sorted((e["notice"], e["task"], e["note"]) for e in events) == [
        ("plan-2024", "1.1", "已部署 plan-2024"),
        ("yuanqu-2025-1", "4.4", "已部署 yuanqu-2025-1"),
    ]


def test_the_bundled_notice_counts_while_it_holds_records(cli: Cli, tmp_path: Path) -> None:
    cli("check", "4.4", "--unit", "县水利局")
    cli("catalog", "add", plan(tmp_path / "plan", 2024, 2026))
    assert {row["notice"] for row in listed(cli)} == {"yuanqu-2025-1", "plan-2024"}


def test_a_strike_holds_in_every_notice_that_presumes_the_member(cli: Cli, both: Path) -> None:
    struck = cli("strike", "县水利局", "--from", "县安委会成员单位", "--reason", "不在名单")
    assert struck.code == 0, struck.err
    events = cli("log", "--json").json["events"]
    assert [event["notice"] for event in events] == ["yuanqu-2025-1"]
