"""When an own duty is due: the same words mean the same in its sentence and beside it (--when)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from conftest import Cli, Clock
from hypothesis import given
from hypothesis import strategies as st

from yqsafety.drafting.own_duties import DutyAsked, DutyRead, read_duty
from yqsafety.errors import UsageError
from yqsafety.notice.days_meant import Around, typed_last_day
from yqsafety.notice.model import Term

YEAR = Term(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
FRIDAY = dt.date(2025, 3, 14)


def read(text: str, when: str = "") -> DutyRead:
    return read_duty(DutyAsked(text, ("县水利局",), when), YEAR, FRIDAY, lambda _: None)


def timing(text: str, when: str = "") -> dict[str, Any]:
    made: dict[str, Any] = read(text, when).task["timing"]
    return {key: value for key, value in made.items() if key != "from"}


def refusal(text: str, when: str = "") -> str:
    with pytest.raises(UsageError) as refused:
        read(text, when)
    assert refused.value.hint
    return refused.value.message


DUE = {
    "6月30日前": "2025-06-30",
    "6月30号之前": "2025-06-30",
    "六月底前": "2025-06-30",
    "2025 年 6 月 底前": "2025-06-30",
    "2025-06-30前": "2025-06-30",
    "6.30前": "2025-06-30",
    "6月": "2025-06-30",
    "4月上旬": "2025-04-10",
    "4月中旬": "2025-04-20",
    "4月下旬前": "2025-04-30",
    "上半年": "2025-06-30",
    "三季度末前": "2025-09-30",
    "Q3": "2025-09-30",
    "年底前": "2025-12-31",
    "今年底前": "2025-12-31",
    "年内": "2025-12-31",
    "今天": "2025-03-14",
    "明天": "2025-03-15",
    "3天内": "2025-03-17",
    "两周内": "2025-03-28",
    "半个月内": "2025-03-29",
    "一个月内": "2025-04-14",
    "本周内": "2025-03-16",
    "下周五前": "2025-03-21",
    "下下周一": "2025-03-24",
    "月底前": "2025-03-31",
    "本月底前": "2025-03-31",
    "月内": "2025-03-31",
    "下月5日前": "2025-04-05",
    "季度末前": "2025-03-31",
}
EVERY = {
    "每周一": ("week", 1),
    "每星期一": ("week", 1),
    "每个星期一": ("week", 1),
    "每逢周一": ("week", 1),
    "逢周一": ("week", 1),
    "每周星期一": ("week", 1),
    "每周的周一上午": ("week", 1),
    "每周三下午3点前": ("week", 3),
    "每周日": ("week", 7),
    "每周天": ("week", 7),
    "每周5": ("week", 5),
    "每周": ("week", None),
    "每周末": ("week", None),
    "每周一次": ("week", None),
    "一周一次": ("week", None),
    "每月": ("month", None),
    "按月": ("month", None),
    "每月底": ("month", None),
    "每月月底前": ("month", None),
    "每月最后一天": ("month", None),
    "每月下旬": ("month", None),
    "每月1日": ("month", 1),
    "每个月二十五号之前": ("month", 25),
    "每月5日至10日": ("month", 10),
    "每月中旬": ("month", 20),
    "每季度": ("quarter", None),
    "每季度末前": ("quarter", None),
    "每三个月": ("quarter", None),
    "每半年": ("half-year", None),
    "半年一次": ("half-year", None),
    "一年两次": ("half-year", None),
    "每6个月": ("half-year", None),
    "每年": ("year", None),
    "一年一次": ("year", None),
}
REFUSED = {
    "去年12月底前": "“去年12月底前”是 2024-12-31，不在 2025年内。",
    "明年3月底前": "“明年3月底前”是 2026-03-31，不在 2025年内。",
    "2026年6月底前": "“2026年6月底前”是 2026-06-30，不在 2025年内。",
    "10个月内": "“10个月内”是 2026-01-14，不在 2025年内。",
    "2月29日前": "日历上没有“2月29日”这一天。",
    "12月32日前": "日历上没有“12月32日”这一天。",
    "4月初": "“4月初”没有写到日。",
    "月初": "“月初”没有写到日。",
    "6月15日前后": "“6月15日前后”没有写到日。",
    "近期": "“近期”没有写到日。",
    "周五前": "“周五前”没有写哪一周。",
    "15日前": "“15日前”没有写月份。",
    "3、6、9月底前": "“3、6、9月底前”写了几个日期。",
    "2小时内": "“2小时内”按小时计，这里要写到日。",
    "5个工作日内": "“5个工作日内”要看放假安排。",
    "每月32日前": "“每月32日前”：每月没有 32 日。",
    "每周八": "“每周八”没有这种周期。",
    "每月10日、25日": "“每月10日、25日”没有这种周期。",
    "每周一、三": "“每周一、三”没有这种周期。",
    "每周一至周五": "“每周一至周五”没有这种周期。",
    "每月初": "“每月初”没有这种周期。",
    "每月第一个周五": "“每月第一个周五”没有这种周期。",
    "每季度末月20日前": "“每季度末月20日前”没有这种周期。",
    "两周一次": "“两周一次”没有这种周期。",
    "每两个月": "“每两个月”没有这种周期。",
    "每旬": "“每旬”没有这种周期。",
    "隔周": "“隔周”没有这种周期。",
    "每年3月、9月": "“3月、9月”写了几个日期。",
}


@pytest.mark.parametrize("words", DUE)
def test_a_last_day_is_the_same_in_the_sentence_and_beside_it(words: str) -> None:
    made = {"kind": "once", "basis": "stated", "due": DUE[words]}
    assert timing(f"{words}完成排查") == made
    assert timing("完成排查", words) == made
    found = read(f"{words}完成排查")
    assert found.task["title"] == "完成排查"
    assert not any("没有写时限" in one for one in found.guessed)


@pytest.mark.parametrize("words", EVERY)
def test_a_period_is_the_same_in_the_sentence_and_beside_it(words: str) -> None:
    every, day = EVERY[words]
    made = {"kind": "recurring", "basis": "stated", "every": every} | ({"day": day} if day else {})
    assert timing(f"{words}召开例会") == made
    assert timing("召开例会", words) == made
    assert read(f"{words}召开例会").task["title"] == "召开例会"


@pytest.mark.parametrize("words", REFUSED)
def test_what_nobody_could_tell_is_refused_the_same_way(words: str) -> None:
    assert refusal(f"{words}完成排查") == REFUSED[words]
    assert refusal("完成排查", words) == REFUSED[words]


@pytest.mark.parametrize("words", DUE)
def test_the_options_read_every_one_of_them_the_same_way(words: str) -> None:
    around = Around(FRIDAY, YEAR.from_, YEAR.until)
    assert typed_last_day(words, around).isoformat() == DUE[words]


@given(st.dates(dt.date(2025, 1, 1), dt.date(2025, 12, 31)), st.sampled_from(["", "前", "之前"]))
def test_every_day_is_that_of_the_options(day: dt.date, by: str) -> None:
    around = Around(FRIDAY, YEAR.from_, YEAR.until)
    for words in (f"{day.month}月{day.day}日{by}", f"{day.year}年{day.month}月底{by}"):
        meant = typed_last_day(words, around).isoformat()
        assert timing(f"{words}报送方案")["due"] == timing("报送方案", words)["due"] == meant


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("6月1日至30日开展演练", {"kind": "once", "basis": "stated", "due": "2025-06-30"}),
        (
            "6月至9月每日巡查水库",
            {"kind": "standing", "basis": "notice-year", "until": "2025-09-30"},
        ),
        ("自6月1日起每月报送", {"kind": "recurring", "basis": "stated", "every": "month"}),
        (
            "验收后5日内报送",
            {"kind": "triggered", "basis": "stated", "trigger": "验收", "within": 5},
        ),
        ("每年6月底前报送", {"kind": "once", "basis": "stated", "due": "2025-06-30"}),
        ("报送方案（6月底前）", {"kind": "once", "basis": "stated", "due": "2025-06-30"}),
        ("不定期开展检查", {"kind": "standing", "basis": "notice-year"}),
    ],
)
def test_more_than_a_day_or_a_period_is_read_as_well(text: str, made: dict[str, Any]) -> None:
    assert timing(text) == made


def test_a_time_from_one_day_to_another_begins_with_its_first() -> None:
    assert read("6月1日至30日开展演练").task["timing"]["from"] == "2025-06-01"
    assert read("自6月1日起每月报送").task["timing"]["from"] == "2025-06-01"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("每月报送，12月10日前报送总结", "一句里写了周期，又写了“12月10日前”。"),
        ("每天巡查，每周五汇总", "一句里写了周期，又写了“每天”。"),
        ("每周一、每周四巡查", "一句里写了几个周期，又有“每周四”。"),
        ("春节前、6月底前完成排查", "一句里写了几个时限，又有“春节前”。"),
        ("每周一调度", "“每周一”可以是每周一次，也可以是逢星期一。"),
        ("发生事故后3天内报送，6月底前汇总", "除了“发生事故”，又写有“6月底前”。"),
    ],
)
def test_two_times_in_one_sentence_are_refused(text: str, said: str) -> None:
    assert refusal(text) == said


def test_several_days_are_stages_and_those_that_are_over_are_said() -> None:
    slots = timing("3月10日前报送方案，6月底前完成整改，9月底前验收")["slots"]
    assert [slot["due"] for slot in slots] == ["2025-06-30", "2025-09-30"]
    found = read("3月10日前报送方案，6月底前完成整改，9月底前验收")
    assert "“3月10日前”已过，未列入" in found.guessed


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("每月5日前报送上月报表", "“上月”"),
        ("6月底前完成上半年总结", "“上半年”"),
        ("整改5月20日检查发现的问题", "“5月20日”"),
        ("今天的会议纪要明天报送", "“今天”"),
        ("报送2025年工作总结", "“2025年”"),
    ],
)
def test_a_time_that_the_duty_is_about_is_said_to_be_no_deadline(text: str, content: str) -> None:
    assert f"{content}看作内容，不算时限" in read(text).guessed


def test_a_time_of_which_nobody_knows_the_day_is_named() -> None:
    said = read("雨季前完成清淤").guessed
    assert any(one.startswith("“雨季前”不是日期，按年内完成；") for one in said)
    assert "看作内容" not in "".join(read("3号水库开展巡查").guessed)
    assert read("3号水库开展巡查").task["title"] == "3号水库开展巡查"


def test_words_that_count_from_today_are_kept_with_their_day() -> None:
    assert read("下周五前报送方案。").task["quote"] == "下周五前报送方案（即2025年3月21日前）"
    assert read("报送方案", "3天内").task["quote"] == "报送方案（3天内，即2025年3月17日前）"
    assert read("6月底前报送方案").task["quote"] == "6月底前报送方案"


def test_what_is_typed_is_stated_though_it_equals_a_guess(cli: Cli, clock: Clock) -> None:
    clock.today = FRIDAY
    cli("use", "县水利局")
    text = "汛前对全县12座小型水库开展隐患排查"
    assert "推定" in cli("duty", "add", text).out
    said = cli("duty", "add", text, "--when", "5月底前").out
    assert "限期 2025-05-31 前" in said
    assert "推定" not in said
    shown = cli("show", "2.1", "--notice", "own-2025-shuili").out
    assert f"{text}（5月底前）" in shown
    assert "2025-05-31，原文明确" in shown
    clock.today = dt.date(2025, 6, 5)
    own = ("--notice", "own-2025-shuili")
    assert cli("status", *own, "--item", "2", "--fail-on", "overdue").code == 1
    assert "未判" in cli("status", *own, "--item", "1", "--fail-on", "overdue").err


def test_another_time_than_that_of_the_sentence_is_refused() -> None:
    assert refusal("6月底前报送", "7月底前") == "句中已写有时限，与“7月底前”不同。"
    assert timing("6月底前报送", "6月30日前")["due"] == "2025-06-30"
    assert refusal("报送总结", "定期") == "“定期”看不出是什么时限。"
    assert refusal("报送总结", "汛前") == "“汛前”没有写到日。"
