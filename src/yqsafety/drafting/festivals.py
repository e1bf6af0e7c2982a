"""Festivals, campaigns and seasons by year, for sentences that name one instead of a day. Pure.

The days of the lunar calendar are those of the published calendar (GB/T 33661-2017) for 2015 to
2035; outside of these years a lunar festival has no day here, and nothing is made up. Seasons have
no official span: theirs are presumed, and say so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

FIRST_YEAR = 2015
_SPRING = (
    "0219 0208 0128 0216 0205 0125 0212 0201 0122 0210 0129 0217 0206 "
    "0126 0213 0203 0123 0211 0131 0219 0208"
)
_DRAGON_BOAT = (
    "0620 0609 0530 0618 0607 0625 0614 0603 0622 0610 0531 0619 0609 "
    "0528 0616 0605 0624 0612 0601 0620 0610"
)
_MID_AUTUMN = (
    "0927 0915 1004 0924 0913 1001 0921 0910 0929 0917 1006 0925 0915 "
    "1003 0922 0912 1001 0919 0908 0927 0916"
)
_LUNAR = {"春节": _SPRING.split(), "端午": _DRAGON_BOAT.split(), "中秋": _MID_AUTUMN.split()}
_FIXED = {"元旦": (1, 1), "五一": (5, 1), "劳动节": (5, 1), "国庆": (10, 1), "十一": (10, 1)}


class Span(NamedTuple):
    """A named stretch of time in one year."""

    name: str
    label: str
    start: dt.date
    due: dt.date
    source: str


class _Season(NamedTuple):
    """First and last (month, day); a last one before the first lies in the next year."""

    name: str
    first: tuple[int, int]
    last: tuple[int, int]
    source: str


_PRESUMED = "原文未写起止日期，按惯例推定"
_SEASONS = {
    "安全生产月": _Season("safety-month", (6, 1), (6, 30), "活动每年 6 月 1 日至 30 日，推定"),
    "安全宣传咨询日": _Season("advice-day", (6, 16), (6, 16), "活动每年 6 月 16 日，推定"),
    "消防宣传月": _Season("fire-month", (11, 1), (11, 30), "活动每年 11 月 1 日至 30 日，推定"),
    "消防宣传日": _Season("fire-day", (11, 9), (11, 9), "活动每年 11 月 9 日，推定"),
    "防灾减灾宣传周": _Season(
        "disaster-week", (5, 12), (5, 18), "一般在 5 月 12 日前后，每年另行公布，推定"
    ),
    "防灾减灾周": _Season(
        "disaster-week", (5, 12), (5, 18), "一般在 5 月 12 日前后，每年另行公布，推定"
    ),
    "防灾减灾日": _Season("disaster-day", (5, 12), (5, 12), "每年 5 月 12 日，推定"),
    "岁末年初": _Season("year-turn", (12, 1), (3, 31), _PRESUMED),
    "今冬明春": _Season("winter-spring", (11, 1), (3, 31), _PRESUMED),
    "冬春": _Season("winter-spring", (11, 1), (3, 31), _PRESUMED),
    "主汛期": _Season("flood-peak", (7, 1), (8, 31), _PRESUMED),
    "汛期": _Season("flood", (6, 1), (9, 30), _PRESUMED + "（南方 4 月起，请核对）"),
    "春季": _Season("spring", (3, 1), (5, 31), _PRESUMED),
    "夏季": _Season("summer", (6, 1), (8, 31), _PRESUMED),
    "秋季": _Season("autumn", (9, 1), (11, 30), _PRESUMED),
    "秋冬": _Season("autumn-winter", (9, 1), (2, 28), _PRESUMED),
    "冬季": _Season("winter", (12, 1), (2, 28), _PRESUMED),
    "暑期": _Season("school-summer", (7, 1), (8, 31), _PRESUMED),
    "暑假": _Season("school-summer", (7, 1), (8, 31), _PRESUMED),
    "寒假": _Season("school-winter", (1, 15), (2, 25), _PRESUMED),
    "国庆": _Season("national-day", (10, 1), (10, 7), _PRESUMED),
    "五一": _Season("labour-day", (5, 1), (5, 5), _PRESUMED),
    "元旦": _Season("new-year", (1, 1), (1, 3), _PRESUMED),
}
_LUNAR_SPANS = {
    "春运": ("travel-season", "春节", -15, 24),
    "春节": ("spring-festival", "春节", -1, 7),
    "端午": ("dragon-boat", "端午", 0, 2),
    "中秋": ("mid-autumn", "中秋", 0, 2),
}
ACTIVITY_WORDS = tuple(word for word in _SEASONS if word.endswith(("月", "周", "日")))
"""Named activities: they are asked for by their mere name."""
SPAN_WORDS = tuple(sorted((*_SEASONS, *_LUNAR_SPANS), key=len, reverse=True))
"""Every festival, campaign and season that has a span, the longer word first."""
_EVES = {
    "汛": (5, 31),
    "汛期": (5, 31),
    "主汛期": (6, 30),
    "入冬": (10, 31),
    "冬季": (10, 31),
    "开学": (8, 31),
}
EVE_WORDS = tuple(sorted((*_EVES, *_LUNAR, *_FIXED, "清明"), key=len, reverse=True))
"""What something can be due before (春节前), the longer word first."""


def festival_day(word: str, year: int) -> dt.date | None:
    """The day of a festival in a year; None where the table has none."""
    if word in _FIXED:
        return dt.date(year, *_FIXED[word])
    if word == "清明":
        return _qingming(year)
    days = _LUNAR.get(word, [])
    if not 0 <= year - FIRST_YEAR < len(days):
        return None
    day = days[year - FIRST_YEAR]
    return dt.date(year, int(day[:2]), int(day[2:]))


def _qingming(year: int) -> dt.date | None:
    """The solar term 清明, by the formula that holds for the years 2000 to 2099."""
    if not 2000 <= year <= 2099:
        return None
    short = year - 2000
    return dt.date(year, 4, int(short * 0.2422 + 4.81) - short // 4)


def last_day_before(word: str, year: int) -> dt.date | None:
    """The last day before a festival or the beginning of a season; None where it is unknown."""
    if word in _EVES:
        return dt.date(year, *_EVES[word])
    day = festival_day(word, year)
    return day - dt.timedelta(days=1) if day else None


def spans_of(word: str, first: dt.date, until: dt.date) -> Iterator[Span]:
    """The spans of a word that touch a term, one a year, with names that do not repeat.

    What was going on when the term began counts from its first day.
    """
    found = [
        span._replace(name=f"{span.name}-{year}", start=max(span.start, first))
        for year in range(first.year - 1, until.year + 1)
        if (span := _span(word, year)) and span.due >= first and span.start <= until
    ]
    for span in found:
        yield span if len(found) > 1 else span._replace(name=span.name[: -len("-2025")])


def _span(word: str, year: int) -> Span | None:
    if word in _LUNAR_SPANS:
        name, festival, before, after = _LUNAR_SPANS[word]
        if (day := festival_day(festival, year)) is None:
            return None
        start, due = day + dt.timedelta(days=before), day + dt.timedelta(days=after)
        return Span(name, word, start, due, _PRESUMED)
    season = _SEASONS[word]
    turn = season.last < season.first
    start, due = dt.date(year, *season.first), dt.date(year + turn, *season.last)
    return Span(season.name, word, start, due, season.source)
