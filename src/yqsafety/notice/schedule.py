"""Occurrences of a task, due dates, and the codes of status and timeliness. Pure.

A task falls due in periods: a year, its halves, quarters or months, a campaign with its own days,
or the time after an event. First and last day are inclusive. Few of the notice's sentences state a
date, so each date carries its `basis`, and where nothing is stated the end of the notice's year
stands, as `notice-year`. A date must never be shown without its basis, nor one be made up.

Timeliness is computed for a day and never stored: what is on time today may be overdue tomorrow.
"Today" is always an argument, so that any day can be shown (--as-of) and tests need no clock.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal, NamedTuple

from yqsafety.notice.calendar_parts import span_of_months
from yqsafety.notice.model import Basis, Every, Term, Timing

Status = Literal["todo", "doing", "done", "na"]
OPEN: frozenset[Status] = frozenset({"todo", "doing"})
"""The statuses of an assignment on which something is still to be done."""
REPORTED: frozenset[Status] = frozenset({"done", "na"})
"""The statuses by which a unit says that nothing more is to be done, which the supervising office
may then confirm or return."""
Timeliness = Literal[
    "waiting",
    "scheduled",
    "due-soon",
    "overdue",
    "year-open",
    "on-time",
    "late",
    "stale",
    "pending",
    "waived",
    "statement",
    "transferred",
]
"""Where an assignment stands on a day (ledger/timeliness.py). `pending` waits for the supervising
office: a waiver to be confirmed, or a report on a result of the whole county to be recognised.
`statement` is what a unit says of such a result: it is judged with the whole, not by itself.
`transferred` is open no longer, since it goes on under the notice that continues this one."""

# Some decisions of this program's design, which the notice does not state (docs/reference.md).
DUE_SOON_DAYS = 30
"""临期: the due day is at most this many days away."""
STALE_DAYS = 90
"""待更新: a standing duty is to be reported within so many days, and again after each report."""
TRIGGER_DAYS = 30
"""A triggered task is due so many days after its event where the catalogue states no term; shown
as presumed."""
SILENT_DAYS = 30
"""未动: an open duty with a date, of which the unit has recorded nothing for so many days; a
reminder goes out each month."""
LATE_ENTRY_DAYS = 7
"""补录: recorded more than this many days after the day from which it holds."""

_MONTHS: dict[Every, int] = {"two-years": 24, "year": 12, "half-year": 6, "quarter": 3, "month": 1}
_PREFIX: dict[Every, str] = {"half-year": "H", "quarter": "Q"}


class Period(NamedTuple):
    """A slot of a task: its name in the occurrence id, and its first and last day."""

    name: str
    start: dt.date | None
    due: dt.date | None
    basis: Basis
    label: str = ""
    source: str = ""


def periods_of(timing: Timing, term: Term) -> tuple[Period, ...]:
    """The slots of a task that is not triggered, in order of their start.

    Where a duty holds for a part of the term only, they are cut to it.
    """
    if timing.slots:
        slots = sorted(timing.slots, key=lambda slot: slot.start)
        return tuple(Period(s.name, s.start, s.due, timing.basis, s.label, s.source) for s in slots)
    first, last = timing.from_ or term.from_, timing.until or term.until
    if timing.every is None or (timing.every == "year" and term.name == str(term.from_.year)):
        return (_whole_term(term.name, first, timing.due or last, timing.basis),)
    return _regular_periods(timing.every, term.from_, first, last, timing.basis, timing.day)


@lru_cache
def _whole_term(name: str, first: dt.date, last: dt.date, basis: Basis) -> Period:
    """The one slot of a task that has the whole term; most tasks have the very same."""
    return Period(name, first, last, basis)


@lru_cache
def _regular_periods(
    every: Every, begin: dt.date, first: dt.date, last: dt.date, basis: Basis, day: int | None
) -> tuple[Period, ...]:
    """The equal parts of a term that begins on a day, each up to its own day where there is one.

    They are cut to what lies from `first` to `last`; one whose day is over by `first` is none.
    """
    spans = _weeks(first, last) if every == "week" else _parts(every, begin, last)
    dated = ((name, start, min(end, _day_in(start, end, day))) for name, start, end in spans)
    return tuple(
        Period(name, max(start, first), min(due, last), basis)
        for name, start, due in dated
        if due >= first and start <= last
    )


def _day_in(start: dt.date, end: dt.date, day: int | None) -> dt.date:
    """A day of a month or week by its number; the last one where there is no such number."""
    return end if day is None else start + dt.timedelta(days=day - 1)


def _parts(every: Every, first: dt.date, last: dt.date) -> Iterator[tuple[str, dt.date, dt.date]]:
    """The halves, quarters and so on of a term; pairs of years are counted from its first."""
    months = _MONTHS[every]
    for year in range(first.year, last.year + 1, max(1, months // 12)):
        for n in range(1, max(1, 12 // months) + 1):
            yield period_name(every, year, n), *span_of_months(year, (n - 1) * months + 1, months)


def _weeks(first: dt.date, last: dt.date) -> Iterator[tuple[str, dt.date, dt.date]]:
    """The weeks from Monday to Sunday, numbered as ISO 8601 does."""
    monday = first - dt.timedelta(days=first.weekday())
    while monday <= last:
        year, week, _ = monday.isocalendar()
        yield f"{year}-W{week:02d}", monday, monday + dt.timedelta(days=6)
        monday += dt.timedelta(days=7)


def period_name(every: Every, year: int, number: int) -> str:
    """`2025-H1`, `2025-Q1`, `2025-06`, `2025` or `2025-2026`: the name of the n-th period."""
    match every:
        case "half-year" | "quarter":
            return f"{year}-{_PREFIX[every]}{number}"
        case "month":
            return f"{year}-{number:02d}"
        case "two-years":
            return f"{year}-{year + 1}"
        case _:
            return str(year)


def triggered_period(timing: Timing, name: str, on: dt.date) -> Period:
    """The slot that an event opens; its term is counted from the day of the event.

    That day stands in its name. `on` is the day from which the record holds, which is later where
    the event was taken over from the notice before. Where the catalogue states no term,
    TRIGGER_DAYS are presumed, and shown as presumed.
    """
    on = event_day(name, on)
    days = TRIGGER_DAYS if timing.within is None else timing.within
    basis: Basis = "presumed" if timing.within is None else timing.basis
    return Period(name, on, on + dt.timedelta(days=days), basis)


def event_day(name: str, recorded: dt.date) -> dt.date:
    """The day of an event by the name of its slot; `recorded` where that begins with none."""
    try:
        return dt.date.fromisoformat(name[:10])
    except ValueError:
        return recorded


def waiting_period(timing: Timing) -> Period:
    """The slot of a triggered task before its event: it has no dates."""
    return Period("", None, None, timing.basis)
