"""The day of each month or week on which a duty falls due, and for how long it is one."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from conftest import Cli, Clock
from documents import notice, task, write
from drafted import draft

from yqsafety.drafting.duties import tasks_of
from yqsafety.drafting.period_days import day_said
from yqsafety.drafting.typed_timing import Days, typed_timing
from yqsafety.errors import UsageError
from yqsafety.notice.model import Term

DAYS = Days(Term(dt.date(2025, 1, 1), dt.date(2025, 12, 31)), dt.date(2025, 3, 6))


@pytest.mark.parametrize(
    ("text", "every", "day"),
    [
        ("每月25日前报送进展", "month", 25),
        ("于每月 25 日前报送", "month", 25),
        ("每个月二十五号之前报送", "month", 25),
        ("每月5日至10日报送", "month", 10),
        ("每月中旬开展检查", "month", 20),
        ("每月底前报送", "month", None),
        ("每月5日起开展检查", "month", None),
        ("每月10日、25日报送", "month", None),
        ("每月32日前报送", "month", None),
        ("每月3次", "month", None),
        ("每周五前报送", "week", 5),
        ("每星期日值守", "week", 7),
        ("每周一次", "week", None),
        ("每周一调度", "week", None),
        ("每周三天", "week", None),
        ("每周一上午召开例会", "week", 1),
        ("每季度25日前报送", "quarter", None),
    ],
)
def test_the_day_that_a_sentence_says(text: str, every: str, day: int | None) -> None:
    assert day_said(text, every) == day


def test_a_draft_takes_the_day_of_the_month() -> None:
    made = draft("关于报送进展的通知", "一、各单位要于每月25日前报送工作进展。")
    (found, _), *_ = tasks_of(made.notice["blocks"])
    assert found["timing"] == {
        "kind": "recurring",
        "basis": "stated",
        "every": "month",
        "day": 25,
    }


@pytest.mark.parametrize(
    ("typed", "quote", "made"),
    [
        ("每月25日前", "每月25日前报送。", {"every": "month", "day": 25, "basis": "stated"}),
        ("每月25日", "每月报送。", {"every": "month", "day": 25, "basis": "presumed"}),
        ("每周五", "报送。", {"every": "week", "day": 5, "basis": "presumed"}),
        ("每月底前", "每月报送。", {"every": "month", "basis": "stated"}),
    ],
)
def test_a_day_as_people_type_it(typed: str, quote: str, made: dict[str, Any]) -> None:
    old = {"kind": "recurring", "basis": "stated", "every": "month", "day": 10}
    assert typed_timing(typed, old, quote, DAYS) == {"kind": "recurring"} | made


def test_a_day_that_there_is_not_is_refused_with_what_to_type() -> None:
    with pytest.raises(UsageError) as refused:
        typed_timing("每月40日前", {"kind": "standing"}, "报送。", DAYS)
    assert "每月写 1 至 31 日" in refused.value.hint


def monthly(**more: Any) -> dict[str, Any]:
    return {"kind": "recurring", "basis": "stated", "every": "month", "day": 31} | more


def test_a_short_month_ends_on_its_last_day(cli: Cli) -> None:
    file = write(notice({"tasks": [task(units=["甲局"], timing=monthly())]}))
    found = cli("list", "--json", "--notice", file).json["rows"]
    assert [row["due"][5:] for row in found[:4]] == ["01-31", "02-28", "03-31", "04-30"]
    assert [row["id"] for row in found[:2]] == ["1.1@2025-01", "1.1@2025-02"]


def test_a_duty_begins_and_ends_in_the_term(cli: Cli, clock: Clock) -> None:
    some = {"from": "2025-05-20", "until": "2025-08-10"}
    tasks = [
        task(units=["甲局"], timing=monthly(day=15, **some)),
        task("1.2", "加强值守。", units=["甲局"], timing={"kind": "standing"} | some),
        task("1.3", "加强巡查。", units=["甲局"], timing={"kind": "standing"}),
    ]
    file = write(notice({"tasks": tasks}))
    clock.today = dt.date(2025, 6, 20)
    rows = {row["id"]: row for row in cli("list", "--json", "--notice", file).json["rows"]}
    assert [(row["start"], row["due"]) for row in rows.values()][:3] == [
        ("2025-06-01", "2025-06-15"),
        ("2025-07-01", "2025-07-15"),
        ("2025-08-01", "2025-08-10"),
    ]
    assert (rows["1.2"]["start"], rows["1.2"]["due"]) == ("2025-05-20", "2025-08-10")
    # A first report on a standing duty is awaited for 90 days from its own first day.
    assert [rows[one]["timeliness"] for one in ("1.2", "1.3")] == ["scheduled", "stale"]


@pytest.mark.parametrize(
    ("timing", "problem"),
    [
        (monthly(day=0), "每月应为 1 至 31"),
        (monthly(day=32), "每月应为 1 至 31"),
        (monthly(every="week", day=8), "每周应为 1 至 7"),
        (monthly(every="quarter"), "只有每月、每周的任务可写 day"),
        ({"kind": "once", "day": 3}, "只有每月、每周的任务可写 day"),
        (monthly(**{"from": "2024-12-31"}), "不在年度 2025 内"),
        (monthly(until="2026-01-01"), "不在年度 2025 内"),
        (monthly(**{"from": "2025-06-02", "until": "2025-06-01"}), "起止颠倒"),
        (monthly(day=5, **{"from": "2025-12-06"}), "这段时间内没有一期到期"),
        ({"kind": "once", "until": "2025-06-01"}, "限期任务的最后一天写在 due 中"),
        (
            {"kind": "triggered", "trigger": "抓好", "from": "2025-06-01"},
            "触发任务和写了 slots 的，不写 from、until",
        ),
    ],
)
def test_what_cannot_be_is_a_fault(cli: Cli, timing: dict[str, Any], problem: str) -> None:
    file = write(notice({"tasks": [task(units=["甲局"], timing=timing)]}))
    found = cli("validate", file)
    assert found.code == 3
    assert problem in found.out


@pytest.mark.parametrize(
    ("typed", "every", "day"),
    [("每逢周一", "week", 1), ("每周一", "week", 1), ("每月最后一天", "month", None)],
)
def test_a_period_typed_in_review_is_read_as_everywhere(
    typed: str, every: str, day: int | None
) -> None:
    made = typed_timing(typed, {"kind": "standing", "basis": "notice-year"}, "召开例会", DAYS)
    assert (made["every"], made.get("day")) == (every, day)


@pytest.mark.parametrize("typed", ["4月初", "每两周", "每月10日、25日"])
def test_what_is_unclear_is_refused_in_review_too(typed: str) -> None:
    with pytest.raises(UsageError):
        typed_timing(typed, {"kind": "standing", "basis": "notice-year"}, "召开例会", DAYS)
