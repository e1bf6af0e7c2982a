"""Occurrences tile the year, timeliness is one thing at a time."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yqsafety.notice.model import Every, Kind, Slot, Term, Timing
from yqsafety.notice.schedule import (
    Status,
    periods_of,
)

TODAY = dt.date(2025, 6, 20)
YEAR_END = dt.date(2025, 12, 31)
ONE_DAY = dt.timedelta(days=1)

quick = settings(max_examples=60, deadline=None)
years = st.integers(1900, 2200)
kinds = st.sampled_from(get_args(Kind))
statuses = st.sampled_from(get_args(Status))
days = st.dates(dt.date(2024, 6, 1), dt.date(2026, 12, 31))


def term(year: int) -> Term:
    return Term(dt.date(year, 1, 1), dt.date(year, 12, 31))


def recurring(every: Every) -> Timing:
    return Timing("recurring", "stated", every=every)


@quick
@given(every=st.sampled_from(get_args(Every)), year=years)
def test_periods_tile_the_year_without_gap_or_overlap(every: Every, year: int) -> None:
    found = periods_of(recurring(every), term(year))
    spans = [(p.start, p.due) for p in found if p.start and p.due]
    assert len(spans) == len(found)
    assert spans[0][0] == dt.date(year, 1, 1)
    assert spans[-1][1] == dt.date(year, 12, 31)
    assert all(late - early == ONE_DAY for (_, early), (late, _) in pairwise(spans))


@pytest.mark.parametrize(
    ("every", "names"),
    [
        ("year", ["2025"]),
        ("half-year", ["2025-H1", "2025-H2"]),
        ("quarter", ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4"]),
        ("month", [f"2025-{n:02d}" for n in range(1, 13)]),
    ],
)
def test_periods_have_the_usual_short_names(every: Every, names: list[str]) -> None:
    assert [period.name for period in periods_of(recurring(every), term(2025))] == names


@pytest.mark.parametrize(("year", "last"), [(2024, 29), (2025, 28), (2000, 29), (1900, 28)])
def test_february_ends_when_the_calendar_says(year: int, last: int) -> None:
    february = periods_of(recurring("month"), term(year))[1]
    assert february.due == dt.date(year, 2, last)


def test_named_slots_come_in_order_of_their_start_with_their_source() -> None:
    later = Slot("fire-month", "消防宣传月", dt.date(2025, 11, 1), dt.date(2025, 11, 30), "报")
    sooner = Slot("safety-month", "安全生产月", dt.date(2025, 6, 1), dt.date(2025, 6, 30), "文")
    found = periods_of(Timing("recurring", "calendar", slots=(later, sooner)), term(2025))
    assert [(p.name, p.label, p.source) for p in found] == [
        ("safety-month", "安全生产月", "文"),
        ("fire-month", "消防宣传月", "报"),
    ]


def test_a_task_without_a_date_runs_to_the_end_of_the_notices_year() -> None:
    (period,) = periods_of(Timing("once", "notice-year"), term(2025))
    assert (period.start, period.due) == (dt.date(2025, 1, 1), YEAR_END)


def test_a_stated_date_is_the_due_date() -> None:
    (period,) = periods_of(Timing("once", "stated", due=dt.date(2025, 9, 30)), term(2025))
    assert (period.due, period.basis) == (dt.date(2025, 9, 30), "stated")


def length(start: dt.date) -> int:
    """The days of the month of a day."""
    return ((start.replace(day=28) + dt.timedelta(4)).replace(day=1) - ONE_DAY).day


@st.composite
def parts(draw: st.DrawFn) -> tuple[Term, dt.date, dt.date]:
    """A term of up to three years, and a first and a last day in it."""
    first = draw(st.dates(dt.date(2023, 1, 1), dt.date(2026, 12, 31)))
    last = first + dt.timedelta(draw(st.integers(0, 1100)))
    some = st.dates(first, last)
    begun, ended = sorted((draw(some), draw(some)))
    return Term(first, last), begun, ended


@quick
@given(part=parts(), day=st.integers(1, 31))
def test_each_month_that_has_its_day_in_the_time_falls_due_on_it(
    part: tuple[Term, dt.date, dt.date], day: int
) -> None:
    """Said once more, day by day.

    A month is due on the day, or on its last one where it is short; what has begun when the time
    ends is due then.
    """
    whole, begun, ended = part
    timing = Timing("recurring", "stated", every="month", day=day, from_=begun, until=ended)
    wanted = {
        one
        for n in range((ended - begun).days + 1)
        if (one := begun + dt.timedelta(n)).day == min(day, length(one))
    }
    tail = {ended} if ended.day < min(day, length(ended)) else set()
    found = periods_of(timing, whole)
    assert [period.due for period in found] == sorted(wanted | tail)
    for period in found:
        assert period.start
        assert period.due
        assert period.name == f"{period.due:%Y-%m}"
        assert period.start == max(begun, period.due.replace(day=1))


@quick
@given(part=parts(), day=st.integers(1, 7))
def test_each_week_falls_due_on_its_weekday(part: tuple[Term, dt.date, dt.date], day: int) -> None:
    whole, begun, ended = part
    timing = Timing("recurring", "stated", every="week", day=day, from_=begun, until=ended)
    wanted = [
        one
        for n in range((ended - begun).days + 1)
        if (one := begun + dt.timedelta(n)).isoweekday() == day
    ]
    found = [period.due for period in periods_of(timing, whole)]
    tail = [ended] if ended.isoweekday() < day else []
    assert found == wanted + tail


@quick
@given(every=st.sampled_from(get_args(Every)), part=parts())
def test_a_duty_for_a_part_of_the_term_has_what_a_term_of_that_part_would_have(
    every: Every, part: tuple[Term, dt.date, dt.date]
) -> None:
    whole, begun, ended = part
    found = periods_of(Timing("recurring", "stated", every=every, from_=begun, until=ended), whole)
    spans = [(p.start, p.due) for p in found if p.start and p.due]
    assert (spans[0][0], spans[-1][1]) == (begun, ended)
    assert all(late - early == ONE_DAY for (_, early), (late, _) in pairwise(spans))
    known = {period.name for period in periods_of(recurring(every), whole)}
    assert {period.name for period in found} <= known


def test_a_part_of_the_year_is_one_slot_of_what_does_not_recur() -> None:
    some = {"from_": dt.date(2025, 3, 1), "until": dt.date(2025, 9, 30)}
    (period,) = periods_of(Timing("standing", **some), term(2025))  # type: ignore[arg-type]
    assert (period.name, period.start, period.due) == ("2025", *some.values())
