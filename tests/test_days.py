"""Days, spans and periods as people type them; what can mean two things is refused."""

from __future__ import annotations

import datetime as dt
import re
import shlex
from collections.abc import Callable
from typing import get_args

import pytest
from conftest import Cli, Clock
from hypothesis import given, settings
from hypothesis import strategies as st

from yqsafety.errors import BadValue, UsageError
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.days_meant import (
    MAX_DAY,
    Around,
    UnclearDay,
    days_around,
    days_until_now,
    typed_day,
    typed_last_day,
    typed_span,
    written_day,
)
from yqsafety.notice.model import Every, Term, Timing
from yqsafety.notice.period_names import period_words
from yqsafety.notice.schedule import period_name, periods_of
from yqsafety.recording.targets import find_entries

MakeLedger = Callable[..., Ledger]
quick = settings(max_examples=60, deadline=None)
TODAY = dt.date(2025, 6, 20)
YEAR = Term(dt.date(2025, 1, 1), dt.date(2025, 12, 31))
THREE_YEARS = Term(dt.date(2024, 1, 1), dt.date(2026, 12, 31))
NOW = days_around(TODAY, YEAR)
whole_days = st.dates(dt.date(1000, 1, 1), dt.date(9999, 12, 31))


@quick
@given(whole_days)
def test_a_day_reads_as_itself(day: dt.date) -> None:
    chinese = f"{day.year}年{day.month}月{day.day}日"
    for text in (day.isoformat(), chinese, f"{day.year}.{day.month}.{day.day}"):
        assert typed_span(text, NOW) == (day, day)
        assert typed_day(text, NOW) == day == written_day(text, NOW)


@quick
@given(
    st.sampled_from(["half-year", "quarter", "month", "week"]),
    st.integers(1900, 2200),
    st.data(),
)
def test_a_period_reads_as_itself_by_its_name_and_in_chinese(
    every: Every, year: int, data: st.DataObject
) -> None:
    term = Term(dt.date(year, 1, 1), dt.date(year, 12, 31))
    period = data.draw(st.sampled_from(periods_of(Timing("recurring", every=every), term)))
    around = Around(term.from_, term.from_, term.until)
    full = data.draw(st.sampled_from([period.name, period.name.lower()]))
    for text in (full, period_words(period.name, with_year=True)):
        first, last = typed_span(text, around)
        # The weeks at both ends of a year are cut off by the term.
        assert (max(first, term.from_), min(last, term.until)) == (period.start, period.due)


@quick
@given(st.integers(-9999, 9999), st.dates(dt.date(2024, 6, 1), dt.date(2026, 12, 31)))
def test_an_offset_counts_days_from_today(offset: int, today: dt.date) -> None:
    day = today + dt.timedelta(days=offset)
    around = days_around(today, YEAR)
    assert typed_span(f"{offset:+d}d", around) == (day, day)
    if offset > 0:
        assert typed_day(f"{offset}天后", around) == day
        assert typed_day(f"{offset}天前", around) == today - dt.timedelta(days=offset)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("today", "06-20", "06-20"),
        ("今天", "06-20", "06-20"),
        ("昨天", "06-19", "06-19"),
        ("前天", "06-18", "06-18"),
        ("本周", "06-16", "06-22"),
        ("上周五", "06-13", "06-13"),
        ("本月", "06-01", "06-30"),
        ("上月", "05-01", "05-31"),
        ("下个月", "07-01", "07-31"),
        ("月底", "06-30", "06-30"),
        ("上月25日", "05-25", "05-25"),
        ("本季度", "04-01", "06-30"),
        ("年底", "12-31", "12-31"),
        ("今年", "01-01", "12-31"),
        ("上半年", "01-01", "06-30"),
        ("下半年", "07-01", "12-31"),
        ("二季度", "04-01", "06-30"),
        ("第二季度", "04-01", "06-30"),
        ("三季度末", "09-30", "09-30"),
        ("2025年上半年", "01-01", "06-30"),
        ("6月", "06-01", "06-30"),
        ("６月份", "06-01", "06-30"),
        ("六月", "06-01", "06-30"),
        ("6月底", "06-30", "06-30"),
        ("6月下旬", "06-21", "06-30"),
        ("2025.6", "06-01", "06-30"),
        ("202506", "06-01", "06-30"),
        ("2025年", "01-01", "12-31"),
        ("6.3", "06-03", "06-03"),
        ("6月3号", "06-03", "06-03"),
        ("20250603", "06-03", "06-03"),
        ("2025/6/3", "06-03", "06-03"),
        ("25.6.3", "06-03", "06-03"),
        ("30天内", "06-20", "07-20"),
        ("两周后", "07-04", "07-04"),
        ("2025-W25", "06-16", "06-22"),
    ],
)
def test_what_people_type(text: str, first: str, last: str) -> None:
    assert [str(day) for day in typed_span(text, NOW)] == [f"2025-{first}", f"2025-{last}"]


@pytest.mark.parametrize(
    "text",
    """2025-13 2025-00 2025-02-29 2025-04-31 2025-13-01 0000-01 2025-H0 2025-H3 2025-Q5
    2025-W54 +30 30d +d ++3d 13月 6月31日 6月初 左右 改天 6月1日-3日 3.6.25
    第五季度 当天""".split(),
)
def test_a_bad_day_is_refused_with_what_is_read_and_a_day_that_would_do(text: str) -> None:
    with pytest.raises(BadValue) as caught:
        typed_span(text, NOW)
    assert text in caught.value.message
    assert "应如 2025-06-30、6月30日" in caught.value.hint
    assert typed_span(caught.value.right, NOW)


@pytest.mark.parametrize("text", ["6月", "上半年", "6.3", "年底", "二季度", "第25周"])
def test_a_day_of_several_years_is_refused_with_those_years(text: str) -> None:
    with pytest.raises(BadValue, match="没有写年份，可能是 2024、2025、2026 年") as caught:
        typed_span(text, days_around(TODAY, THREE_YEARS))
    assert typed_span(caught.value.right, days_around(TODAY, THREE_YEARS))[1].year == 2025
    after = days_around(dt.date(2026, 1, 15), YEAR)
    with pytest.raises(BadValue, match="可能是 2025、2026 年"):
        typed_span(text, after)


def test_what_is_reported_lies_behind_and_so_may_have_one_year_only() -> None:
    after = days_until_now(dt.date(2026, 1, 15), YEAR)
    assert typed_day("12.31", after) == dt.date(2025, 12, 31)
    with pytest.raises(UsageError, match="2025、2026"):
        typed_day("1.10", after)
    with pytest.raises(UnclearDay, match="2025、2026"):
        written_day("1月10日", after)
    # None is possible: it is read all the same, so that it can be said that it is not yet.
    assert typed_day("8月1日", days_until_now(TODAY, YEAR)) == dt.date(2025, 8, 1)


def test_a_limit_may_have_its_word_with_it() -> None:
    assert [str(typed_last_day(text, NOW)) for text in ("6月底前", "6月之前", "前天")] == [
        "2025-06-30",
        "2025-06-30",
        "2025-06-18",
    ]


@pytest.mark.parametrize(
    ("text", "right"), [("2025-06", "2025-06-20"), ("三季度", "2025-09-30"), ("本月", "2025-06-20")]
)
def test_a_longer_span_is_no_day(text: str, right: str) -> None:
    with pytest.raises(BadValue, match="不是一天") as caught:
        typed_day(text, NOW)
    assert caught.value.right == right


@quick
@given(
    st.text(st.sampled_from("0123456789-+dHQ ２今昨天上下本月周年初底季度第二十./日号"), max_size=9)
)
def test_whatever_is_typed_is_a_span_or_refused_with_one_that_works(text: str) -> None:
    try:
        first, last = typed_span(text, NOW)
    except BadValue as no:
        first, last = typed_span(no.right, NOW)
    assert first <= last


def test_a_day_is_bounded_before_it_is_looked_at() -> None:
    with pytest.raises(UsageError, match="日期过长"):
        typed_last_day("a" + "\u0300\u0316" * 100_000, NOW)
    assert MAX_DAY < 100


@pytest.mark.parametrize(
    ("name", "label", "words"),
    [
        ("2025-H1", "", "上半年"),
        ("2025-Q2", "", "第二季度"),
        ("2025-06", "", "6月"),
        ("2025-W07", "", "第7周"),
        ("2025-05-18", "", "5月18日"),
        ("2025-05-18-2", "", "5月18日第2起"),
        ("2025", "", "2025年"),
        ("2024-2026", "", "2024—2026年"),
        ("safety-month", "安全生产月", "安全生产月"),
        ("", "", ""),
    ],
)
def test_a_period_in_chinese(name: str, label: str, words: str) -> None:
    assert period_words(name, label) == words


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("6.3@2025-h1", "6.3@2025-H1"),
        ("6.3@上半年", "6.3@2025-H1"),
        ("６.３＠下半年", "6.3@2025-H2"),
        ("6.3@二季度", "6.3@2025-H1"),
        ("6.3@6月", "6.3@2025-H1"),
        ("6.3@2025年下半年", "6.3@2025-H2"),
        ("2.4@安全生产月", "2.4@safety-month"),
        ("2.4@11月", "2.4@fire-month"),
        ("4.1@2025年", "4.1"),
    ],
)
def test_a_period_goes_by_what_people_call_it(
    ledger_on: MakeLedger, typed: str, meant: str
) -> None:
    assert [entry.id for entry in find_entries(ledger_on(), typed)] == [meant]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("6.3@2025年", "多期"),
        ("2.4@下半年", "多期"),
        ("6.3@三月里", "没有这一期"),
        ("6.3@2026年上半年", "没有这一期"),
        ("6.3@2025-Q2", "没有这一期"),
        ("4.1@6月", "没有这一期"),
    ],
)
def test_a_period_that_could_be_two_or_none_is_refused_with_those_there_are(
    ledger_on: MakeLedger, typed: str, said: str
) -> None:
    ledger = ledger_on()
    with pytest.raises(UsageError, match=said) as caught:
        find_entries(ledger, typed)
    for ident in re.findall(r"[\d.]+@[\w-]+", caught.value.hint):
        assert find_entries(ledger, ident)[0].id == ident


def test_an_event_goes_by_its_day(cli: Cli) -> None:
    err = cli("check", "3.3@5月1日", "-u", "县林业局").err
    assert "尚未触发" in err
    for day in ("5月1日", "2025.5.1", "5月18号"):
        cli("trigger", "3.3", "-u", "县林业局", "--on", day)
    cli("check", "3.3@5月1日", "-u", "县林业局")
    done = {e["period"] for e in cli("log", "--json").json["events"] if e["action"] == "done"}
    assert done == {"2025-05-01"}
    assert "多期" in cli("check", "3.3@5月", "-u", "县林业局").err


def test_days_and_words_are_the_same_in_commands_and_filters(cli: Cli) -> None:
    cli("check", "4.1", "--whole", "--on", "5月20号")
    assert cli("log", "--json").json["events"][0]["on"] == "2025-05-20"
    by_code = cli("list", "--json", "--status", "due-soon", "--due-by", "2025-06-30").json["rows"]
    spoken = cli("list", "--json", "--status", "即将到期", "--due-by", "月底").json["rows"]
    assert by_code == spoken != []
    assert cli("list", "--ids", "-S", "已完成").out == cli("list", "--ids", "-S", "done").out != ""
    assert cli("list", "--ids", "-S", "未完成").out == cli("list", "--ids", "-S", "open").out
    assert cli("status", "--by", "单位").out == cli("status", "--by", "unit").out


@pytest.mark.parametrize(
    "line",
    [
        "list --due-by 6月31日",
        "list -S 逾 --unit 县林业局",
        "list --as-of=改天",
        "status --by 部门",
        "status --fail-on 逾",
        "check 4.1 --whole --on 本月",
        "note 4.1 改天 --whole --on 改天",
        "note 4.1 说明 --whole --field 心得",
        "export jsn",
    ],
)
def test_a_refusal_ends_with_the_command_that_works(cli: Cli, line: str) -> None:
    result = cli(*shlex.split(line))
    assert result.code == 2
    _, said, command = result.err.strip().partition("可照此写：yqsafety ")
    assert said
    assert cli(*shlex.split(command)).code in (0, 1)


def test_of_a_long_line_only_the_option_is_shown(cli: Cli) -> None:
    result = cli("note", "4.1", "长" * 200, "--whole", "--on", "改天")
    assert result.err.endswith("请改为：--on 2025-06-20\n")


def test_the_year_before_today_is_asked_for_after_the_term(cli: Cli, clock: Clock) -> None:
    clock.today = dt.date(2026, 1, 15)
    assert "可能是 2025、2026 年" in cli("list", "--due-by", "6月").err
    assert cli("list", "--due-by", "2025年6月").code == 0


def test_every_kind_of_period_has_its_words() -> None:
    for every in get_args(Every):
        for period in periods_of(Timing("recurring", every=every), THREE_YEARS):
            assert re.search("[一-龥]", period_words(period.name, with_year=True)), period_name
