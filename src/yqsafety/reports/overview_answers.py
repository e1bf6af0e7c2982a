"""What the page for leaders answers on its first screen: who is late, and what is next. Pure.

How far it is say the figures beside it. Only what is not presumed is named here, as in the monthly
report; what rests on a presumption is counted apart.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import NamedTuple

from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.progress import part_of
from yqsafety.wording.phrases import title_text

LATE_NAMED = 6
"""So many units, or tasks of one unit, are named as late; more do not fit on a phone's screen."""
DAYS_NAMED = 3
"""So many of the next deadlines are named."""
TASKS_NAMED = 2
"""So many tasks of a deadline are named."""


class LateLine(NamedTuple):
    """A unit that is late with something; on the page of one unit, a task."""

    task: str
    """The id of the task; empty for a unit."""
    name: str
    counted: int
    days: int
    """For how long its oldest is overdue."""


class NextDay(NamedTuple):
    """A deadline that comes, with what is open on it."""

    day: str
    left: int
    """Days until then."""
    counted: int
    """How many assignments are open."""
    tasks: tuple[tuple[str, str, int], ...]
    """Id, title and how many are open, of the tasks of most units."""
    more: int
    """How many tasks are not named."""


class FirstAnswers(NamedTuple):
    """The lines of the first screen."""

    late: tuple[LateLine, ...]
    late_more: int
    """How many more are late and not named."""
    coming: tuple[NextDay, ...]


def first_answers(
    ledger: Ledger, entries: tuple[Entry, ...], *, by_task: bool = False
) -> FirstAnswers:
    """Who is late, the worst first (with `by_task`: which tasks), and the next deadlines."""
    late = _late_lines(ledger, entries, by_task=by_task)
    return FirstAnswers(
        tuple(late[:LATE_NAMED]),
        max(0, len(late) - LATE_NAMED),
        tuple(_coming_days(ledger.as_of, entries)),
    )


def _late_lines(ledger: Ledger, entries: Iterable[Entry], *, by_task: bool) -> list[LateLine]:
    """Most overdue first, then longest; what is level stays in the roster's or document's order.

    A result of the whole that nobody is in charge of stands under the word for it, and is nobody's.
    """
    found: dict[str, LateLine] = {}
    for entry in entries:
        for one in entry.countable:
            if one.timeliness != "overdue" or one.presumed or one.due is None:
                continue
            key, name = part_of(entry, one, "unit")
            if by_task:
                key, name = entry.shown_id, title_text(entry)
            before = found.get(key, LateLine(key if by_task else "", name, 0, 0))
            days = max(before.days, (ledger.as_of - one.due).days)
            found[key] = before._replace(counted=before.counted + 1, days=days)
    keys = list(found) if by_task else sorted(found, key=ledger.roster.rank)
    return sorted((found[key] for key in keys), key=lambda line: (-line.counted, -line.days))


def _coming_days(as_of: dt.date, entries: Iterable[Entry]) -> list[NextDay]:
    """The next deadlines on which something is open that is neither standing nor presumed."""
    open_on: dict[dt.date, Counter[tuple[str, str]]] = {}
    for entry in entries:
        if entry.task.timing.kind == "standing":
            continue
        for one in entry.countable:
            if one.is_open and not one.presumed and one.due and one.due >= as_of:
                task = entry.shown_id, title_text(entry)
                open_on.setdefault(one.due, Counter())[task] += 1
    return [
        NextDay(
            str(day),
            (day - as_of).days,
            open_on[day].total(),
            tuple((*task, count) for task, count in open_on[day].most_common(TASKS_NAMED)),
            max(0, len(open_on[day]) - TASKS_NAMED),
        )
        for day in sorted(open_on)[:DAYS_NAMED]
    ]
