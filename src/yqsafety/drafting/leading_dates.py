"""A date that leads a sentence (2026年底前，甲…，乙…) and so holds for every duty of it. Pure."""

from __future__ import annotations

import re

from yqsafety.drafting.context import Context
from yqsafety.drafting.cuts import split_clauses
from yqsafety.drafting.heads import skip_filler
from yqsafety.drafting.stated_dates import Deadline, find_deadlines

Dates = tuple[Deadline, ...]


def leading_dates(text: str, carried: Dates, context: Context) -> Dates:
    """The dates that hold behind a piece: its own that a comma sets apart, else those before it.

    A date that stands with the verb of a piece (6月底前完成) is of that verb alone, and ends
    what another date began.
    """
    said = find_deadlines(text, context)
    return tuple(one for one in said if _leads(text, one)) if said else carried


def dates_before(text: str, context: Context) -> Dates:
    """The dates that lead the sentence that goes on behind a text."""
    dates: Dates = ()
    for clause in split_clauses(re.split("[。！？]", text)[-1]):
        dates = leading_dates(clause, dates, context)
    return dates


def _leads(text: str, date: Deadline) -> bool:
    """Whether it stands at the head, or behind nothing but a subject (各县要于6月底前，)."""
    set_apart = re.match(r"\s*[，,]", text[date.place + len(date.words) :])
    before = text[: date.place]
    return bool(set_apart) and (
        skip_filler(text, 0) >= date.place or not re.search("[，,；;、]", before)
    )
