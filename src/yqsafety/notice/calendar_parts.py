"""Days of the calendar by their numbers: months, weeks, thirds of a month. Pure."""

from __future__ import annotations

import calendar
import datetime as dt

Span = tuple[dt.date, dt.date]
"""A first and a last day, inclusive."""


def single_day(year: int, month: int, day: int) -> Span:
    """A day as a span; ValueError where no calendar has it."""
    made = dt.date(year, month, day)
    return made, made


def span_of_months(year: int, first: int, count: int) -> Span:
    """First and last day of some months; they may end in a later year.

    ValueError for a month 13.
    """
    more, last = divmod(first + count - 2, 12)
    end = year + more
    return dt.date(year, first, 1), dt.date(end, last + 1, calendar.monthrange(end, last + 1)[1])


def span_of_week(year: int, number: int) -> Span:
    """Monday to Sunday of a week as ISO 8601 numbers it; ValueError for a week 54."""
    monday = dt.date.fromisocalendar(year, number, 1)
    return monday, monday + dt.timedelta(days=6)


def span_in_month(year: int, month: int, part: str) -> Span:
    """A part of a month as people name it: 上旬, 中旬, 下旬, 初, 中, 底, 末; all of it for none."""
    first, last = span_of_months(year, month, 1)
    match part[:1]:
        case "底" | "末":
            return last, last
        case "上" | "初":
            return first, first.replace(day=10)
        case "中":
            return first.replace(day=11), first.replace(day=20)
        case "下":
            return first.replace(day=21), last
        case _:
            return first, last


def months_later(day: dt.date, count: int) -> tuple[int, int]:
    """Year and month of some months after that of a day."""
    years, month = divmod(day.month - 1 + count, 12)
    return day.year + years, month + 1
