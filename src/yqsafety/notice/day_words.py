"""Days and spans as people write them: 6月3号, 25.6.3, 昨天, 6月底, 二季度, 2025-W25, +30d. Pure.

The one reader for commands, filters, ids of periods, sheets that come back, and catalogues. It says
what a text says and in which form; which year is meant, and whether a month or a day that counts
from today will do, is for those who ask (days_meant.py).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Literal, NamedTuple

from yqsafety.notice.calendar_parts import (
    Span,
    months_later,
    single_day,
    span_in_month,
    span_of_months,
    span_of_week,
)

Form = Literal["day", "end", "span", "rough", "relative"]
"""How a text says its days. `day`: written to the day; `end`: as the end of a longer time (6月底);
`span`: a longer time (6月, 上半年); `rough`: without clear ends (6月初); `relative`: counted from
the day on which it was written (昨天, 本月)."""

# Excel counts 1900-01-01 as day 1 and has a 29 February 1900 that never was. With this day as day 0
# every serial number from March 1900 on comes out right.
EXCEL_EPOCH = dt.date(1899, 12, 30)

_TODAY = {"TODAY": 0, "今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "前日": -2}
_TODAY |= {"大前天": -3, "明天": 1, "明日": 1, "后天": 2}
_COUNTED = re.compile(
    r"(?P<signed>[+-]\d{1,5})(?:D|天)"
    r"|(?P<number>\d{1,4}|半)(?P<unit>天|日(?!前)|个?(?:周|星期|礼拜)|个月|个?季度|年)"
    r"(?:[之以](?=[前内]))?(?P<way>[前后内])"
)
_DAYS_IN = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7}
_MONTHS_IN = {"月": 1, "季度": 3, "年": 12}
_INSIDE = re.compile(r"(.*?[年周月季度期拜])[之以]?内")
"""A longer time with the word that says within it: 本月内, 年内, 月内."""
_BARE = {"周": "本周", "月": "本月", "季": "本季", "季度": "本季度", "年": "年内"}
_NEAR = {"上上": -2, "上": -1, "下": 1, "下下": 2}
"""What is not here (本, 这, 当, nothing) is the one that today is in."""
_WEEK = re.compile(r"(上上|下下|[上本这下])个?(?:周|星期|礼拜)([1-6日天]?)")
_MONTH_NEAR = re.compile(
    r"(?:(上上|[上本这当下])个?|(?=月[底末]))月(?:(\d{1,2})[日号]|([底末]|[上中下]旬))?"
)
_QUARTER_NEAR = re.compile(r"(?:([上本这下])个?|(?=季度?[底末]))季度?([底末])?")
_YEAR = r"(?:(?P<year>\d{4})(?:年度?的?|[-./])?|(?P<near>[前去上今本当明后])年(?:度的?)?)"
_YEARS_NEAR = {"前": -2, "去": -1, "上": -1, "明": 1, "后": 2}
_WHOLE_YEAR = re.compile(f"{_YEAR}|全年|年内")
_PART = re.compile(
    rf"{_YEAR}?(?:(?P<end>(?:年|(?<=年))[底末终])"
    r"|(?:(?P<half>[上下])半年|H(?P<h>[12]))(?P<half_end>[底末])?"
    r"|(?:第?(?P<quarter>[1-4])季度?|Q(?P<q>[1-4]))(?P<quarter_end>[底末])?"
    r"|第(?P<week>\d{1,2})周|W(?P<w>\d{1,2})"
    r"|(?P<month>\d{1,2})月份?(?:(?P<day>\d{1,2})[日号]?|(?P<part>[底末初中]|[上中下]旬))?)"
)
_MONTH = re.compile(r"(\d{4})[-./](\d{1,2})|(20\d\d)(\d\d)")
_FULL = re.compile(r"(\d{4}|\d{2})年?-?(\d{1,2})(?:月|-)(\d{1,2})[日号]?")
_SHORT = re.compile(r"(\d{1,2})(?:月|-)(\d{1,2})[日号]?")


class DayWords(NamedTuple):
    """What a text says: its form, its year where it has one, and the days of a year."""

    form: Form
    year: int | None
    days_in: Callable[[int], Span]
    """The days in a year; ValueError where the calendar has none."""
    two_digits: bool = False
    """Whether the year was written with two digits, and may be a month or a day."""


def read_words(plain: str, today: dt.date) -> DayWords | None:
    """What a text says of days, as day_letters.plain_day leaves it; None where it says none."""
    if counted := _counted_from(plain, today):
        return counted
    if inside := _INSIDE.fullmatch(plain):
        plain = _BARE.get(inside[1], inside[1])
    return (
        _near_by(plain, today)
        or _number(plain)
        or _part_of_year(plain, today)
        or _month_and_day(plain)
    )


def _fixed(form: Form, first: dt.date, last: dt.date) -> DayWords:
    return DayWords(form, first.year, lambda _: (first, last))


def _counted_from(plain: str, today: dt.date) -> DayWords | None:
    """昨天, +30d, 7天前, 两周内, 半个月内."""
    found = _COUNTED.fullmatch(plain)
    if not found and plain not in _TODAY:
        return None
    try:
        if not found:
            day = today + dt.timedelta(days=_TODAY[plain])
        elif found["signed"]:
            day = today + dt.timedelta(days=int(found["signed"]))
        else:
            day = _later(today, found)
    except (OverflowError, ValueError):
        return None
    return _fixed("relative", today if found and found["way"] == "内" else day, day)


def _later(today: dt.date, found: re.Match[str]) -> dt.date:
    """Some days, weeks or months from today on, or back; half of a time that has no half fails."""
    unit = found["unit"].removeprefix("个")
    sign = -1 if found["way"] == "前" else 1
    months, days = _MONTHS_IN.get(unit, 0), _DAYS_IN.get(unit, 0)
    if found["number"] == "半":
        months, days = {"年": (6, 0), "月": (0, 15)}.get(unit) or (int(found["number"]), 0)
        number = sign
    else:
        number = sign * int(found["number"])
    if days:
        return today + dt.timedelta(days=days * number)
    year, month = months_later(today, months * number)
    _, last = span_of_months(year, month, 1)
    return last.replace(day=min(today.day, last.day))


def _near_by(plain: str, today: dt.date) -> DayWords | None:
    """本周五, 上月, 上月底, 本季度: the week, month or quarter of today, or the ones beside it."""
    if found := _WEEK.fullmatch(plain):
        year, week, _ = (today + dt.timedelta(days=7 * _NEAR.get(found[1], 0))).isocalendar()
        monday, sunday = span_of_week(year, week)
        day = monday + dt.timedelta(days=min("123456日天".find(found[2]), 6))
        return _fixed("relative", day, day) if found[2] else _fixed("relative", monday, sunday)
    if found := _MONTH_NEAR.fullmatch(plain):
        year, month = months_later(today, _NEAR.get(found[1], 0))
        return DayWords("relative", year, _days_of_month(month, found[2], found[3]))
    if found := _QUARTER_NEAR.fullmatch(plain):
        year, month = months_later(today, 3 * _NEAR.get(found[1], 0))
        return DayWords("relative", year, _months((month - 1) // 3 * 3 + 1, 3, bool(found[2])))
    return None


def _number(plain: str) -> DayWords | None:
    """A day written as one number: 20250603, 6.15, or a serial number of a spreadsheet.

    30000 to 59999 are the years 1982 to 2064; other numbers are no likely day.
    """
    if re.fullmatch(r"20\d{6}", plain):
        return DayWords("day", int(plain[:4]), _day_of(int(plain[4:6]), int(plain[6:])))
    if re.fullmatch(r"[345]\d{4}(\.\d+)?", plain):
        day = EXCEL_EPOCH + dt.timedelta(days=int(float(plain)))
        return _fixed("day", day, day)
    if found := re.fullmatch(r"(\d{1,2})\.(\d{1,2})", plain):
        return DayWords("day", None, _day_of(int(found[1]), int(found[2])))
    return None


def _part_of_year(plain: str, today: dt.date) -> DayWords | None:
    """2025-06, 6月底, 上半年, 二季度, 2025-W25, 年底, 2025年; 去年底 counts from today."""
    if found := _MONTH.fullmatch(plain):
        month = _months(int(found[2] or found[4]), 1)
        return DayWords("span", int(found[1] or found[3]), month)
    if found := _WHOLE_YEAR.fullmatch(plain):
        return _in_year(found, today, "span", _months(1, 12))
    if found := _PART.fullmatch(plain):
        return _in_year(found, today, *_part_said(found))
    return None


def _in_year(
    found: re.Match[str], today: dt.date, form: Form, days_in: Callable[[int], Span]
) -> DayWords:
    if near := found["near"]:
        return DayWords("relative", today.year + _YEARS_NEAR.get(near, 0), days_in)
    return DayWords(form, int(found["year"]) if found["year"] else None, days_in)


def _part_said(found: re.Match[str]) -> tuple[Form, Callable[[int], Span]]:
    """The form and the days of what stands behind a year."""
    if found["end"]:
        return "end", _day_of(12, 31)
    if half := found["half"] or found["h"]:
        end = bool(found["half_end"])
        return "end" if end else "span", _months(1 if half in "上1" else 7, 6, end)
    if quarter := found["quarter"] or found["q"]:
        end = bool(found["quarter_end"])
        return "end" if end else "span", _months(int(quarter) * 3 - 2, 3, end)
    if week := found["week"] or found["w"]:
        return "span", lambda year: span_of_week(year, int(week))
    of_part: dict[str, Form] = {"底": "end", "末": "end", "初": "rough", "中": "rough"}
    form: Form = "day" if found["day"] else of_part.get(found["part"], "span")
    return form, _days_of_month(int(found["month"]), found["day"], found["part"])


def _month_and_day(plain: str) -> DayWords | None:
    """2025年6月3日, 25.6.3, 6/3."""
    plain = re.sub(r"[./,、年]", "-", plain).replace("--", "-")
    plain = re.sub(r"月(?=\d)", "-", plain).strip("-")
    if found := _FULL.fullmatch(plain):
        short = len(found[1]) == 2
        year = int(found[1]) + (2000 if short else 0)
        return DayWords("day", year, _day_of(int(found[2]), int(found[3])), short)
    if found := _SHORT.fullmatch(plain):
        return DayWords("day", None, _day_of(int(found[1]), int(found[2])))
    return None


def _day_of(month: int, day: int) -> Callable[[int], Span]:
    return lambda year: single_day(year, month, day)


def _months(first: int, count: int, end: bool = False) -> Callable[[int], Span]:
    """Some months of a year, or their last day."""

    def days_in(year: int) -> Span:
        start, last = span_of_months(year, first, count)
        return (last if end else start), last

    return days_in


def _days_of_month(month: int, day: str | None, part: str | None) -> Callable[[int], Span]:
    """A day of a month, a part of it, or all of it."""
    if day:
        return _day_of(month, int(day))
    return lambda year: span_in_month(year, month, part or "")
