"""What to do now: a unit's open duties of the day, the most urgent first. Pure.

Each open assignment stands under the first concern that it meets, so that nothing is listed twice
and the figures add up; beside them what was reported and a new edition asks for again. Within a
concern what is presumed comes last: it blames nobody, and yet a unit should see it. What is neither
late nor near nor begun is counted only.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.schedule import OPEN, REPORTED

Concern = Literal[
    "returned",
    "revised",
    "overdue",
    "this-week",
    "this-month",
    "assigned",
    "stale",
    "doing",
    "year-open",
    "later",
]
"""Why something is on the agenda, the most urgent first. `revised`: reported, and asked for again
by a new edition; it is not open. `assigned`: divided or triggered lately.
`later`: open, and none of the others; it is counted and not listed."""
CONCERNS: tuple[Concern, ...] = (
    "returned",
    "revised",
    "overdue",
    "this-week",
    "this-month",
    "assigned",
    "stale",
    "doing",
    "year-open",
    "later",
)
NEW_DAYS = 14
"""Days for which a duty that was assigned or triggered counts as new."""


class AgendaRow(NamedTuple):
    """One open assignment."""

    entry: Entry
    one: Assignment
    days: int | None
    """Days until its deadline, negative once it is past; of a standing duty since its last report;
    None where there is neither."""

    @property
    def blames_nobody(self) -> bool:
        """Whether it may be none of the unit's duties, or is part of a result of the whole."""
        return self.one.presumed or self.one.is_statement


class AgendaGroup(NamedTuple):
    """The open assignments of one concern, in the order of their urgency."""

    concern: Concern
    rows: tuple[AgendaRow, ...]


def unit_agenda(ledger: Ledger, entries: Iterable[Entry]) -> tuple[AgendaGroup, ...]:
    """The groups that have something in them; `entries` are narrowed to the units in question."""
    found: dict[Concern, list[AgendaRow]] = {}
    for entry in entries:
        for one in _concerning(entry):
            concern = _concern_of(ledger, entry, one)
            found.setdefault(concern, []).append(AgendaRow(entry, one, _days(ledger, entry, one)))
    return tuple(
        AgendaGroup(concern, tuple(sorted(found[concern], key=_urgency)))
        for concern in CONCERNS
        if concern in found
    )


def _concerning(entry: Entry) -> Iterator[Assignment]:
    """What of a row can be on an agenda: what is open, and what a unit has yet to report.

    That is of a result of the whole county, for which no date of its own is set.
    """
    if entry.waiting:
        return
    yield from (one for one in entry.countable if one.is_open and not one.awaiting)
    yield from _asked_again(entry)
    if entry.whole and entry.whole.is_open:
        owner = entry.whole.party.id if entry.whole_counts else ""
        yield from (
            one for one in entry.assignments if one.status in OPEN and one.party.id != owner
        )


def _asked_again(entry: Entry) -> Iterator[Assignment]:
    """What was reported, and is to be confirmed in a new edition; of the county also each word."""
    whose = {entry.whole.party.id} if entry.whole and entry.whole_counts else set[str]()
    own = (one for one in entry.assignments if entry.whole and one.party.id not in whose)
    yield from (one for one in (*entry.countable, *own) if one.revised and one.status in REPORTED)


def _concern_of(ledger: Ledger, entry: Entry, one: Assignment) -> Concern:
    today = ledger.as_of
    standing = entry.task.timing.kind == "standing"
    judged = entry.whole if one.is_statement and entry.whole else one
    if one.returned:
        return "returned"
    if one.status in REPORTED:
        return "revised"
    if judged.timeliness in ("overdue", "stale", "year-open"):
        return judged.timeliness
    if judged.due and not standing and judged.due <= _end_of_week(today):
        return "this-week"
    if judged.due and not standing and judged.due <= _end_of_month(today):
        return "this-month"
    if one.status == "doing":
        return "doing"
    return "assigned" if _is_new(ledger, entry, one) else "later"


def _is_new(ledger: Ledger, entry: Entry, one: Assignment) -> bool:
    """Whether it was triggered, or given to this unit by a division, within the last days."""
    first = ledger.as_of - dt.timedelta(days=NEW_DAYS)
    if entry.task.timing.kind == "triggered" and entry.period.start:
        return entry.period.start >= first
    part = ledger.of_notice(entry.notice) or ledger
    assigned = part.live.divisions.get(entry.task.id, {}).get(one.party.id)
    return assigned is not None and assigned.on >= first


def _days(ledger: Ledger, entry: Entry, one: Assignment) -> int | None:
    if entry.task.timing.kind == "standing":
        return (ledger.as_of - one.present.latest).days if one.present.latest else None
    due = one.due or entry.due
    return (due - ledger.as_of).days if due else None


def _urgency(row: AgendaRow) -> tuple[bool, bool, int]:
    """What blames nobody last; else what falls due first, of standing duties what is oldest."""
    if row.entry.task.timing.kind == "standing":
        return row.blames_nobody, True, -row.days if row.days is not None else -(10**6)
    return row.blames_nobody, False, row.days if row.days is not None else 10**6


def _end_of_week(day: dt.date) -> dt.date:
    return day + dt.timedelta(days=6 - day.weekday())


def _end_of_month(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
