"""Duties that go on begin anew, with last year's result beside them."""

from __future__ import annotations

import re

import pytest
from conftest import Cli, Clock
from two_years import NEW, OLD, install, new_notice, old_notice, on

from yqsafety.cli.checklist.desk import RecordingDesk
from yqsafety.cli.opened_session import open_session
from yqsafety.cli.options import Common


@pytest.fixture(autouse=True)
def two_years(cli: Cli, clock: Clock) -> None:
    """A year's record, and the notice after it."""
    install(cli, old_notice())
    on(cli, clock, "2025-04-10", "check 1.2 -u 甲局", "check 1.3@2025-Q1 -u 甲局")
    on(cli, clock, "2025-07-02", "check 1.3@2025-Q2 -u 甲局", "start 1.1 -u 乙局")
    on(
        cli,
        clock,
        "2025-11-03",
        "check 1.1 -u 甲局",
        "confirm 1.1 -u 甲局",
        "confirm 1.3@2025-Q2 -u 甲局",
        "check 1.5 --whole",
        "waive 1.6 -u 甲局 --reason 没有新人",
        "trigger 1.4 -u 甲局 --on 2025-10-01",
    )
    on(cli, clock, "2025-12-10", "check 1.2 -u 甲局")
    on(cli, clock, "2026-03-10")
    install(cli, new_notice())


def past(cli: Cli, task: str, *options: str) -> list[tuple[str, str]]:
    """The lines of `show` about last year, each with its label."""
    shown = cli("show", task, *options).out
    return re.findall(r"(?m)^(上年（[^）]*）)：(.*)$", shown)


@pytest.mark.parametrize(
    ("task", "unit", "said"),
    [
        ("1.2", "甲局", [("上年（1.1）", "办结 2025-11-03，已复核")]),
        ("1.2", "乙局", [("上年（1.1）", "未办结（在办）")]),
        ("1.2", "丙局", [("上年（1.1）", "未反馈")]),
        ("1.1", "甲局", [("上年（1.2）", "已报落实（截至 2025-12-10）")]),
        (
            "1.3@2026-Q1",
            "甲局",
            [("上年（1.3）", "办结 2/4 期，已复核 1 期，未办结 2025-Q3、2025-Q4")],
        ),
        ("1.4", "甲局", [("上年（1.4）", "办结 0/1 期，未办结 2025-10-01")]),
        ("1.4", "乙局", [("上年（1.4）", "未触发")]),
        ("1.5", "乙局", [("上年（1.5）", "全体已办结（全体，2025-11-03）")]),
        ("1.6", "甲局", [("上年（1.6）", "报不适用，待复核"), ("上年（1.7）", "未反馈")]),
    ],
)
def test_last_years_result_stands_beside_the_new_duty(
    cli: Cli, task: str, unit: str, said: list[tuple[str, str]]
) -> None:
    assert past(cli, task, "-u", unit) == said
    assert cli("list", "--ids", "-i", "1", "-u", unit, "--status", "done").out == ""


def test_units_with_one_result_stand_together(cli: Cli, clock: Clock) -> None:
    on(cli, clock, "2026-03-11", f"uncheck 1.1 -u 乙局 --notice {OLD}")
    said = [text for _, text in past(cli, "1.2")]
    assert said == ["甲局：办结 2025-11-03，已复核", "乙局、丙局：未反馈"]


def test_json_has_each_slot(cli: Cli) -> None:
    (row,) = cli("show", "1.2", "-u", "甲局", "--json").json["rows"]
    assert row["continues"] == [
        {
            "notice": OLD,
            "task": "1.1",
            "results": [
                {
                    "unit": "jia",
                    "unit_name": "甲局",
                    "slots": [
                        {
                            "id": "1.1",
                            "due": "2025-12-31",
                            "status": "done",
                            "timeliness": "on-time",
                            "done_on": "2025-11-03",
                            "confirmed": True,
                            "returned": None,
                        }
                    ],
                }
            ],
        }
    ]
    rows = cli("list", "--json").json["rows"]
    listed = {row["id"]: row["continues"] for row in rows}
    assert listed["1.6"] == [{"notice": OLD, "task": "1.6"}, {"notice": OLD, "task": "1.7"}]


def test_of_an_earlier_day_it_is_what_was_known_then(cli: Cli) -> None:
    shown = past(cli, "1.2", "-u", "甲局", "--as-of", "2025-08-01", "--notice", NEW)
    assert shown == [("上年（1.1）", "未反馈")]


def test_what_is_not_installed_cannot_be_seen(cli: Cli) -> None:
    assert cli("catalog", "remove", OLD).code == 0
    assert past(cli, "1.2") == [("上年（1.1）", "上年通知 small-2025 未安装，看不到上年结果")]
    (row,) = cli("show", "1.2", "--json").json["rows"]
    assert row["continues"] == [{"notice": OLD, "task": "1.1", "results": None}]
    assert "上年" not in cli("list", "--quote").out


def test_a_damaged_copy_is_no_fault_of_the_new_notice(cli: Cli) -> None:
    from yqsafety.cli.installed import copy_of

    copy_of(OLD, 1).write_text("schema: [", encoding="utf-8")
    shown = past(cli, "1.2")
    assert shown == [("上年（1.1）", "上年通知 small-2025 的任务文件读不出，看不到上年结果")]


def test_a_unit_that_was_not_on_it_is_told_so(cli: Cli, clock: Clock) -> None:
    on(cli, clock, "2026-03-11", f"assign 1.1 -u 乙局 --notice {OLD} --on 2025-03-02")
    assert past(cli, "1.2", "-u", "甲局") == [("上年（1.1）", "上年不由所列单位承担")]


def test_the_checklist_shows_it_too(cli: Cli) -> None:
    session = open_session(Common())
    desk = RecordingDesk(session, session.roster.find("甲局").body)
    (entry,) = session.ledger.of_task("1.2")
    entry = entry.narrowed(lambda one: one.party.id == "jia") or entry
    assert ("上年（1.1）", ["办结 2025-11-03，已复核"]) in desk.card(entry)[1]
    assert session.catalog.notice.id == NEW
