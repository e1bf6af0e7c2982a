"""Which occurrence of a task is meant by what stands behind the @ of its id. Pure.

Beside its name (2025-H1, safety-month) a period can be called as people call it: 上半年, 6月,
安全生产月, 5月1日. Such words mean the one of several periods in which their days lie, or the event
of that day; where they touch two, nothing is chosen. A code is a name and never read as days.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from yqsafety.errors import UsageError
from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.calendar_parts import Span
from yqsafety.notice.days_meant import Around, UnclearDay, possible_spans, said_words
from yqsafety.notice.period_names import period_words
from yqsafety.notice.unit_names import plain_name


def entries_of_period(ledger: Ledger, entries: Sequence[Entry], typed: str) -> list[Entry]:
    """Of the entries of a task the one of a period; UsageError where none is, or several are."""
    typed = typed[:_MOST]
    wanted = plain_name(typed)
    named = [
        e for e in entries if wanted in (plain_name(e.period.name), plain_name(e.period.label))
    ]
    if named:
        return named[:1]
    spans = _spans_typed(ledger, entries, typed)
    alone = len(entries) == 1
    found = [e for e in entries if any(_holds(e, days, alone) for days in spans)]
    # The second event of a day is meant by its own name only.
    single = {str(day) for day, last in spans if day == last}
    first = [e for e in found if e.period.name in single]
    if len(found) != 1 and len(first) != 1:
        task = entries[0].task.id
        if all(entry.waiting for entry in entries):
            raise UsageError(
                f"{task} 尚未触发，没有“{typed}”这一期。",
                f"情形发生后先登记：yqsafety trigger {entries[0].shown_task} --on 日期",
            )
        said = "有多期，请写明哪一期" if found else "没有这一期"
        raise UsageError(f"{task} 在“{typed}”{said}。", _choices(ledger, entries))
    return first or found


_MOST = 200
"""Characters of a period's name that are looked at."""
_CODE = re.compile(r"\d{4}(?:-(?:[HQ]\d|W\d\d|\d{4}|\d\d(?:-\d\d(?:-\d+)?)?))?")


def _spans_typed(ledger: Ledger, entries: Sequence[Entry], typed: str) -> list[Span]:
    """The days that were typed, in each year that the periods touch; none for other words."""
    if _CODE.fullmatch(typed.upper()):
        return []
    days = [day for e in entries for day in (e.period.start, e.period.due) if day]
    if not days:
        return []
    around = Around(ledger.as_of, min(days), max(days))
    try:
        return possible_spans(said_words(typed, around), around)
    except (UnclearDay, ValueError, OverflowError):
        return []


def _holds(entry: Entry, days: Span, alone: bool) -> bool:
    """Whether a period has some of these days; that of an event begins on its own day.

    The only period of a task is not meant by a part of it: who says 6月 of a duty for the year may
    take it for another.
    """
    first, last = entry.period.start, entry.period.due
    if first is None or last is None:
        return False
    if entry.task.timing.kind == "triggered":
        return days[0] <= first <= days[1]
    return days == (first, last) if alone else first <= days[1] and last >= days[0]


def _choices(ledger: Ledger, entries: Sequence[Entry]) -> str:
    several = ledger.term.from_.year != ledger.term.until.year
    names = []
    for entry in entries:
        words = period_words(entry.period.name, entry.period.label, with_year=several)
        own = entry.id.partition("@")[2]
        named = f"{entry.shown_id}（{words}）"
        names.append(named if own and words != own else entry.shown_id)
    return f"可选：{'、'.join(names)}。查看：yqsafety show {entries[0].shown_task}"
