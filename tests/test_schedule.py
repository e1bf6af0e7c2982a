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
