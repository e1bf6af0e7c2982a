"""The last day that people mean by 2026年底前, ６月底, 三季度末 or 6.30, within a term. Pure.

Where no year is typed and the term has the day in several years, it is refused with those years,
unless the sentence itself says one of them.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from yqsafety.drafting.context import Context
from yqsafety.drafting.leading_dates import dates_before
from yqsafety.drafting.stated_dates import NOT_WRITTEN, find_deadlines
from yqsafety.errors import UsageError
from yqsafety.notice.days_meant import (
    Around,
    UnclearDay,
    meant_span,
    possible_spans,
    said_words,
    without_by,
)
from yqsafety.notice.model import Term

YEAR_ENDS = ("年底", "年末", "年终", "年底前", "年末前", "年终前")
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

    @property
    def around(self) -> Around:
        """When something can fall due: from the issue to the end of the term."""
        return Around(self.issued, max(self.issued, self.term.from_), self.term.until)


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
    if plain in YEAR_ENDS and days.one_year:
        return days.term.until
    try:
        return _last_day(plain, said, days)
    except UnclearDay as no:
        if no.instead:
            example = f"{no.instead[1].year}年{plain.removeprefix('年')}"
            raise UsageError(f"{no}。", f"请写明年份，如 {example}。") from None
        raise UsageError(f"{no}。", "整段时间写 6月底、年底、每季度，长期的写 长期。") from None


def _last_day(plain: str, said: set[dt.date], days: Days) -> dt.date:
    """The last day of what was typed; of several years the one that the sentence says."""
    words = said_words(without_by(plain), days.around)
    if words.form == "relative":  # a catalogue is read on other days than the one of its writing
        raise UnclearDay(f"“{plain}”不知从哪天算起")
    if words.form == "rough":
        raise UnclearDay(f"“{plain}”没有写到日")
    try:
        ends = [last for _, last in possible_spans(words, days.around)]
    except (ValueError, OverflowError):
        ends = []
    meant = [day for day in ends if day in said]
    if len(ends) > 1 and len(meant) == 1:
        return meant[0]
    _, last = meant_span(plain, words, days.around)
    return last
