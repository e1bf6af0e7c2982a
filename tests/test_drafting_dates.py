"""When a drafted duty is due: stated days, frequencies, stages, events, festivals, seasons."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from test_drafting_sentences import THREE, YEAR, only

from yqsafety.drafting.festivals import festival_day, last_day_before, spans_of


def due(text: str) -> tuple[Any, Any, bool]:
    task = only(text)
    timing = task["timing"]
    return timing.get("due"), timing["basis"], "date" in task.get("review", {})


@pytest.mark.parametrize(
    ("text", "month", "day"),
    [
        ("2025年6月底前，制定方案。", 6, 30),
        ("6月30日前制定方案。", 6, 30),
        ("六月底前制定方案。", 6, 30),
        ("年底前制定方案。", 12, 31),
        ("今年年底前制定方案。", 12, 31),
        ("2025年底制定方案。", 12, 31),
        ("上半年制定方案。", 6, 30),
        ("第三季度制定方案。", 9, 30),
        ("自即日起至4月8日，制定方案。", 4, 8),
        ("自2025年4月1日起至2025年9月30日，制定方案。", 9, 30),
        ("2025 年 11 月 5 日前制定方案。", 11, 5),
        ("9月中旬前制定方案。", 9, 20),
    ],
)
def test_a_stated_day(text: str, month: int, day: int) -> None:
    assert due(text) == (dt.date(2025, month, day), "stated", False)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("国庆前完成整改。", dt.date(2025, 9, 30)),
        ("中秋节前完成整改。", dt.date(2025, 10, 5)),
        ("汛期前完成整改。", dt.date(2025, 5, 31)),
        ("自印发之日起15个工作日内报送方案。", dt.date(2025, 3, 27)),
        ("通知印发后30日内报送方案。", dt.date(2025, 4, 5)),
    ],
)
def test_a_day_that_is_worked_out_says_from_what(text: str, day: dt.date) -> None:
    assert due(text) == (day, "presumed", True)


@pytest.mark.parametrize(
    "text",
    [
        "2024年6月底前制定方案。",
        "2027年底前制定方案。",
        "2025年3月1日前制定方案。",
        "春节前完成整改。",
    ],
)
def test_a_day_outside_of_the_term_or_before_the_issue_is_asked_about(text: str) -> None:
    day, basis, asked = due(text)
    assert (day, basis, asked) == (None, "notice-year", True)


@pytest.mark.parametrize(
    ("text", "day", "reason"),
    [
        ("本月底前制定方案。", (3, 31), "“本月底前”由发文日期 2025-03-06 推算"),
        ("下周五前制定方案。", (3, 14), "“下周五前”由发文日期 2025-03-06 推算"),
        ("4月初制定方案。", (4, 10), "原文“4月初”没有写到日，按 2025-04-10 推定"),
    ],
)
def test_a_day_that_is_not_written_out_is_a_guess(
    text: str, day: tuple[int, int], reason: str
) -> None:
    assert due(text) == (dt.date(2025, *day), "presumed", True)
    assert only(text)["review"]["date"] == reason


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("每季度末月20日前报送季报。", "每季度末月20日前"),
        ("每月10日、25日报送进展。", "每月10日、25日"),
        ("2月29日前制定方案。", "2月29日前"),
        ("每3年修订一次预案。", "每3年"),
    ],
)
def test_a_time_that_is_not_read_is_asked_for(text: str, words: str) -> None:
    assert only(text)["review"]["date"] == f"“{words}”没有读成日期，请填写"


def test_last_year_is_not_this_one() -> None:
    assert due("对去年12月底前未完成的整改，制定方案。")[0] is None


@pytest.mark.parametrize("text", ["每周一召开例会。", "每逢周一召开例会。", "每星期一召开例会。"])
def test_a_weekday_is_read_in_every_form_and_leaves_the_title(text: str) -> None:
    task = only(text)
    assert (task["timing"]["every"], task["timing"]["day"]) == ("week", 1)
    assert task["title"] == "召开例会"


@pytest.mark.parametrize(
    "text", ["制定2025年工作要点。", "落实“6月底前”倡议。", "2月30日前制定方案。"]
)
def test_a_year_in_a_name_and_a_day_that_is_none_are_no_dates(text: str) -> None:
    assert due(text)[0] is None


def test_a_month_without_a_year_is_a_guess_where_the_term_has_several() -> None:
    task = only("6月底前修订预案。", THREE)
    assert task["timing"]["due"] == dt.date(2025, 6, 30)
    assert "date" in task["review"]
    assert only("2月底前修订预案。", THREE)["timing"]["due"] == dt.date(2026, 2, 28)


@pytest.mark.parametrize(
    ("text", "every"),
    [
        ("每年召开一次例会。", "year"),
        ("每半年至少召开1次例会。", "half-year"),
        ("每季度召开例会。", "quarter"),
        ("每月召开例会。", "month"),
        ("每周召开例会。", "week"),
        ("每两年修订一次预案。", "two-years"),
    ],
)
def test_how_often(text: str, every: str) -> None:
    task = only(text)
    assert task["timing"] == {"kind": "recurring", "basis": "stated", "every": every}
    assert "date" not in task.get("review", {})


def test_regularly_is_presumed_to_be_twice_a_year() -> None:
    task = only("定期召开例会。")
    assert task["timing"] == {"kind": "recurring", "basis": "presumed", "every": "half-year"}
    assert "推定" in task["review"]["date"]


def test_a_day_of_every_year_is_a_slot_a_year() -> None:
    timing = only("每年6月底前完成评估。", THREE)["timing"]
    assert [slot["name"] for slot in timing["slots"]] == ["s2025", "s2026", "s2027"]
    assert timing["slots"][2]["due"] == dt.date(2027, 6, 30)


def test_stages() -> None:
    timing = only("2025年完成60%，2026年完成80%。", THREE)["timing"]
    spans = [(slot["name"], slot["start"], slot["due"]) for slot in timing["slots"]]
    assert timing["kind"] == "recurring"
    assert spans == [
        ("s2025", dt.date(2025, 1, 1), dt.date(2025, 12, 31)),
        ("s2026", dt.date(2026, 1, 1), dt.date(2026, 12, 31)),
    ]


@pytest.mark.parametrize(
    ("text", "trigger", "within", "basis"),
    [
        ("对发生溺水事故的，由县水利局召开现场会。", "发生溺水事故", 30, "presumed"),
        ("对发生溺水事故的，在10日内召开现场会。", "发生溺水事故", 10, "stated"),
        ("事故发生后20日内召开现场会。", "事故发生", 20, "stated"),
        ("接到险情报告后2小时内上报县政府。", "接到险情报告", 1, "presumed"),
        ("一旦发生险情，立即组织转移。", "发生险情", 30, "presumed"),
    ],
)
def test_after_an_event(text: str, trigger: str, within: int, basis: str) -> None:
    task = only(text)
    timing = task["timing"]
    assert (timing["trigger"], timing["within"], timing["basis"]) == (trigger, within, basis)
    assert timing["trigger"] in text
    assert ("date" in task.get("review", {})) == (basis == "presumed")


def test_a_campaign_and_a_season_are_presumed_where_no_day_is_written() -> None:
    month = only("组织安全生产月活动。")
    assert month["timing"]["basis"] == "presumed"
    assert month["timing"]["slots"][0]["start"] == dt.date(2025, 6, 1)
    winter = only("开展今冬明春火灾防控行动。")
    assert winter["timing"]["basis"] == "presumed"
    assert [slot["due"] for slot in winter["timing"]["slots"]] == [
        dt.date(2025, 3, 31),
        dt.date(2026, 3, 31),
    ]
    assert "date" in winter["review"]
    assert only("针对冬春季节特点，持续加强巡查。")["timing"]["kind"] == "standing"


# As published by the observatory; 2033 is the year whose leap month misleads simple rules.
@pytest.mark.parametrize(
    ("word", "day"),
    [
        ("春节", "2015-02-19"),
        ("春节", "2024-02-10"),
        ("春节", "2025-01-29"),
        ("春节", "2034-02-19"),
        ("端午", "2025-05-31"),
        ("中秋", "2025-10-06"),
        ("中秋", "2033-09-08"),
        ("清明", "2024-04-04"),
        ("清明", "2027-04-05"),
        ("国庆", "2025-10-01"),
    ],
)
def test_festivals(word: str, day: str) -> None:
    expected = dt.date.fromisoformat(day)
    assert festival_day(word, expected.year) == expected


def test_beyond_the_table_nothing_is_made_up() -> None:
    assert festival_day("春节", 2014) is None
    assert festival_day("春节", 2036) is None
    assert last_day_before("春节", 2036) is None
    assert not list(spans_of("春节", dt.date(2040, 1, 1), dt.date(2040, 12, 31)))


def test_without_a_day_of_issue_nothing_is_counted_from_it() -> None:
    context = YEAR._replace(issued=None)
    assert "due" not in only("自印发之日起10日内报送方案。", context)["timing"]


def test_named_activities_keep_their_own_days_and_are_presumed() -> None:
    task = only("组织开展安全生产月、消防宣传月、安全宣传咨询日等活动。")
    slots = [(one["start"], one["due"]) for one in task["timing"]["slots"]]
    assert slots == [
        (dt.date(2025, 6, 1), dt.date(2025, 6, 30)),
        (dt.date(2025, 6, 16), dt.date(2025, 6, 16)),
        (dt.date(2025, 11, 1), dt.date(2025, 11, 30)),
    ]
    assert task["timing"]["basis"] == "presumed"
    assert "date" in task["review"]
    assert not any("总结" in one["source"] for one in task["timing"]["slots"])


def test_an_activity_whose_days_are_unknown_is_remarked() -> None:
    task = only("组织开展安全生产月、职业安全宣传周等活动。")
    assert [one["label"] for one in task["timing"]["slots"]] == ["安全生产月"]
    assert "职业安全宣传周" in task["review"]["date"]
