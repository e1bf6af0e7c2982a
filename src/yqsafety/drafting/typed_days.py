"""The last day that people mean by 2026年底前, ６月底, 三季度末 or 6.30, within a term. Pure.

Where no year is typed and the term has the day in several years, it is refused with those years,
unless the sentence itself says one of them.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from yqsafety.drafting.context import Context
from yqsafety.drafting.leading_dates import dates_before
from yqsafety.drafting.stated_dates import (
    NOT_WRITTEN,
    chinese_to_int,
    find_deadlines,
    possible_day,
)
from yqsafety.errors import UsageError
from yqsafety.notice.day_words import UnclearDay, read_day_words
from yqsafety.notice.model import Term

YEAR_ENDS = ("年底", "年末", "年终", "年底前", "年末前", "年终前")
_NUM = "\\d{1,2}|[一二三四五六七八九十]{1,3}"
_PLACE = re.compile(
    r"(?P<year>\d{4}年)?(?:(?P<end>(?:年|(?<=年))[底末终])|(?P<half>[上下])半年[底末]?"
    rf"|第?(?P<quarter>[一二三四1-4])季度[底末]?|(?P<month>{_NUM})月份?"
    rf"(?:(?P<day>{_NUM})[日号]|(?P<part>[上中下]旬|[初中底末])?))"
)
_YEAR = re.compile(r"(\d{4})年(?:度|内)?")
_BY = re.compile(r"(?:之前|以前|前|止)$")
_PARTS = {"上旬": 10, "初": 10, "中旬": 20, "中": 20}
_WIDE = str.maketrans("０１２３４５６７８９．－", "0123456789.-")


class Days(NamedTuple):
    """The days that a catalogue is for."""

    term: Term
    issued: dt.date
    before: str = ""
    """What the paragraph of the duty says before it: a date may lead its sentence."""

    @property
    def one_year(self) -> bool:
        """Whether no year has to be said."""
        return self.term.from_.year == self.term.until.year


def narrow(typed: str) -> str:
    """What was typed, without blanks and with ordinary figures."""
    return "".join(typed.split()).translate(_WIDE)


def said_days(quote: str, days: Days) -> set[dt.date]:
    """The days that a sentence says, or the date that leads it."""
    context = Context(days.term.from_, days.term.until, days.issued, lambda _: None)
    found = [*find_deadlines(quote, context), *dates_before(days.before, context)]
    return {one.day for one in found if not one.presumed and one.doubt != NOT_WRITTEN}


def typed_day(plain: str, said: set[dt.date], days: Days) -> dt.date:
    """The day; UsageError with what to write where it names none, or one of several years."""
    bare = _BY.sub("", plain)
    if found := _YEAR.fullmatch(plain):
        return dt.date(int(found[1]), 12, 31)
    found = _PLACE.fullmatch(bare)
    if not found:
        return _written_day(bare, said, days)
    if found["end"] and not found["year"] and days.one_year:
        return days.term.until
    month, day = _month_and_day(found)
    if found["year"]:
        made = possible_day(int(found["year"][:4]), month, day)
        return made or _written_day(bare, said, days)
    made = _one_of(list(_in_term(month, day, days)), plain, said, days)
    return made or _written_day(bare, said, days)


def _month_and_day(found: re.Match[str]) -> tuple[int, int]:
    """Month and day; day 0 is the last of the month."""
    if found["end"]:
        return 12, 0
    if found["half"]:
        return (6 if found["half"] == "上" else 12), 0
    if found["quarter"]:
        return chinese_to_int(found["quarter"]) * 3, 0
    day = chinese_to_int(found["day"]) if found["day"] else _PARTS.get(found["part"] or "", 0)
    return chinese_to_int(found["month"]), day


def _in_term(month: int, day: int, days: Days) -> Iterator[dt.date]:
    for year in range(days.term.from_.year, days.term.until.year + 1):
        if made := possible_day(year, month, day):
            yield made


def _one_of(found: list[dt.date], typed: str, said: set[dt.date], days: Days) -> dt.date | None:
    """The only such day of the term that is not before the issue, or the one that is said."""
    later = [one for one in found if days.issued <= one <= days.term.until]
    meant = [one for one in later if one in said] if len(later) > 1 else later
    if len(meant) == 1:
        return meant[0]
    if len(later) > 1:
        years = "、".join(str(one.year) for one in later)
        example = f"{later[-1].year}年{typed.removeprefix('年')}"
        raise UsageError(f"“{typed}”没有写年份，可能是 {years} 年。", f"请写明年份，如 {example}。")
    return found[0] if found else None


def _written_day(text: str, said: set[dt.date], days: Days) -> dt.date:
    """A day in one of the other forms: 2025-06-30, 6.30, 25.6.30; a month or quarter as a code."""
    from yqsafety.notice.schedule import parse_span

    if re.fullmatch(r"\d{4}-(?:\d{2}|[HhQq]\d)", text):
        return parse_span(text, days.issued)[1]
    try:
        made = read_day_words(text, days.term.year_on(days.issued))
    except UnclearDay as no:
        raise UsageError(f"{no}。", "整段时间写 6月底、年底、每季度，长期的写 长期。") from None
    if re.fullmatch(r"\d{1,2}\D\d{1,2}\D?", text):
        return _one_of(list(_in_term(made.month, made.day, days)), text, said, days) or made
    return made
