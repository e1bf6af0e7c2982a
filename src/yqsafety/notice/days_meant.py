"""Which days are meant by what somebody wrote, in commands and in sheets. Pure.

A day without a year is in the only year in which it is possible, else it is refused with the years
to choose from. A command takes all that names days, also 本月 and 昨天, since it is read when it is
typed; a sheet was filled in on a day that nobody knows, and must have each day written out.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Literal, NamedTuple

from yqsafety.errors import BadValue
from yqsafety.notice.calendar_parts import Span
from yqsafety.notice.day_letters import plain_day
from yqsafety.notice.day_words import DayWords, read_words
from yqsafety.notice.model import Term

Written = Literal["text", "number", "loose"]
"""How a day stands in its cell: as text, as a number, or (CSV) as either, which nobody can tell."""

MAX_DAY = 60
"""Characters; bounded before anything is normalised, which for hostile text is quadratic."""
FORMS = "2025-06-30、6月30日、6月底、6月、上半年、昨天、+30d"
"""Some of what is read, as refusals show it."""
_SHEET_FORM = "请写成 {}-06-03 这样的年月日"
_BY = re.compile(r"(?:之前|以前|前|止)$")
_FROM_HERE = re.compile(r"[今昨明当][天日]|前天|后天|[上下本这]个?(?:周|月|季)")
_VAGUE = re.compile(r"[初底末旬]|左右|前后|季度|半年|近期|目前")


class UnclearDay(Exception):
    """A text that names no day, or could name two; the message says why, in Chinese."""

    def __init__(self, message: str, instead: Span | None = None) -> None:
        super().__init__(message)
        self.instead = instead
        """Days that it can have meant, where there are any."""


class Around(NamedTuple):
    """Where days are read: what is today, and between which days one without a year can lie."""

    today: dt.date
    first: dt.date
    last: dt.date

    @property
    def nearest_year(self) -> int:
        """Today's year, or the one next to it in which days can lie."""
        return min(max(self.today.year, self.first.year), self.last.year)


def days_around(today: dt.date, *terms: Term) -> Around:
    """The years of the terms of notices, and that of today."""
    first = min((today, *(term.from_ for term in terms)))
    last = max((today, *(term.until for term in terms)))
    return Around(today, first.replace(month=1, day=1), last.replace(month=12, day=31))


def days_until_now(today: dt.date, *terms: Term) -> Around:
    """The days of which something can be reported: from a term's first on, none to come."""
    return Around(today, min((today, *(term.from_ for term in terms))), today)


def typed_span(text: str, around: Around) -> Span:
    """First and last day of what was typed in a command; BadValue where it is unclear."""
    try:
        words = said_words(text, around)
        if words.form == "rough":
            raise UnclearDay(f"“{text}”没有写到日")
        return meant_span(text, words, around)
    except UnclearDay as no:
        first, last = no.instead or (around.today, around.today)
        right = str(last) if first == last else f"{last.year}年{text.strip()}"
        raise BadValue(f"{no}。", f"应如 {FORMS}。", text, right) from None


def typed_last_day(text: str, around: Around) -> dt.date:
    """The last day of what was typed as a limit, such as 6月底前; BadValue as typed_span."""
    return typed_span(without_by(text), around)[1]


def without_by(text: str) -> str:
    """A limit without the word that makes it one: 6月底前 is 6月底."""
    return _BY.sub("", text.strip()) if len(text) <= MAX_DAY else text


def typed_day(text: str, around: Around) -> dt.date:
    """A single day as typed; BadValue for a longer time or what is no date."""
    first, last = typed_span(text, around)
    if first != last:
        day = around.today if first <= around.today <= last else last
        raise BadValue(f"“{text}”不是一天，", f"这里要写到日，如 {day}。", text, str(day))
    return first


def days_of_silence(text: str, around: Around, as_of: dt.date) -> int:
    """How many days back `30d`, 30天, 两周 or a day reaches from `as_of`; BadValue for all else."""
    plain = plain_day(text) if len(text) <= MAX_DAY else ""
    if found := re.fullmatch(r"(\d{1,3})(D|天|日|周|个月)?", plain):
        return int(found[1]) * {"周": 7, "个月": 30}.get(found[2] or "", 1)
    try:
        first, _ = typed_span(text, around)
    except BadValue as no:
        raise BadValue(
            no.message, "应如 30d、30天、两周，或 2025-05-20、上月。", text, "30d"
        ) from None
    return max((as_of - first).days, 0)


def written_day(text: str, around: Around, written: Written = "text") -> dt.date:
    """The day that a cell says; UnclearDay, with what to write, where it is not written out.

    Whether the day is a likely one is for `recording.day_rules` to say.
    """
    form = _SHEET_FORM.format(around.nearest_year)
    try:
        words = said_words(text, around)
        if words.form == "relative":
            raise UnclearDay(f"“{text}”不知从哪天算起")
        if words.form != "day":
            raise UnclearDay(f"“{text}”没有写到日")
        day, _ = meant_span(text, words, around)
    except UnclearDay as no:
        raise UnclearDay(f"{no}，{form}", no.instead) from None
    if written != "text":
        _refuse_lost_zero(text, day.year)
    return day


def _refuse_lost_zero(text: str, year: int) -> None:
    """UnclearDay for 6.3 where it is a number or may have become one: the 0 of 6.30 is gone."""
    if found := re.fullmatch(r"(\d{1,2})\.([123])0?", plain_day(text)):
        month, day = int(found[1]), int(found[2])
        first, second = (f"{year}-{month:02d}-{one:02d}" for one in (day, day * 10))
        raise UnclearDay(f"“{text}”是数字，可能是 {first}，也可能是 {second}，请写明其中一个")


def said_words(text: str, around: Around) -> DayWords:
    """What a text says; UnclearDay where it says nothing that is a day."""
    if len(text) > MAX_DAY:
        raise UnclearDay("日期过长")
    plain = plain_day(text)
    if words := read_words(plain, around.today):
        if words.two_digits:
            _refuse_doubtful_year(text, words.year or 0, around)
        return words
    if _FROM_HERE.search(plain):
        raise UnclearDay(f"“{text}”不知从哪天算起")
    raise UnclearDay(f"“{text}”没有写到日" if _VAGUE.search(plain) else f"日期“{text}”无法识别")


def possible_spans(words: DayWords, around: Around) -> list[Span]:
    """The days that words can mean: those of their year, else of each year that can have them."""
    if words.year is not None:
        return [words.days_in(words.year)]
    spans = []
    for year in range(around.first.year, around.last.year + 1):
        try:
            first, last = words.days_in(year)
        except ValueError:
            continue
        if first <= around.last and last >= around.first:
            spans.append((first, last))
    return spans


def meant_span(text: str, words: DayWords, around: Around) -> Span:
    """The days that words mean; UnclearDay where no calendar has them, or several years do.

    Where none is possible it is that of the nearest year, so that it can be said what is wrong.
    """
    try:
        spans = possible_spans(words, around) or [words.days_in(around.nearest_year)]
    except (ValueError, OverflowError):
        raise UnclearDay(f"日历上没有“{text}”这一天") from None
    if len(spans) > 1:
        years = "、".join(str(last.year) for _, last in spans)
        nearest = min(spans, key=lambda span: abs(span[1].year - around.today.year))
        raise UnclearDay(f"“{text}”没有写年份，可能是 {years} 年", nearest)
    return spans[0]


def _refuse_doubtful_year(text: str, year: int, around: Around) -> None:
    """UnclearDay for a year of two digits that could be a month, or a day of another order."""
    if year <= 2012 or not around.first.year - 1 <= year <= around.last.year + 1:
        raise UnclearDay(f"“{text}”的年份不清")
