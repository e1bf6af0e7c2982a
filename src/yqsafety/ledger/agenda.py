"""What to do now: a unit's open duties of the day, the most urgent first. Pure.

Each open assignment stands under the first concern that it meets, so that nothing is listed twice
and the figures add up; beside them what was reported and is to be reported again, since its report
is worn or a new edition asks for it. Within a
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
from yqsafety.ledger.responsible import given_on
from yqsafety.notice.schedule import REPORTED

Concern = Literal[
    "returned",
    "revised",
    "overdue",
    "reminded",
    "this-week",
    "this-month",
    "assigned",
    "stale",
    "doing",
    "year-open",
    "later",
]
"""Why something is on the agenda, the most urgent first. `revised`: reported, and asked for again
by a new edition; it is not open. `assigned`: divided, added or triggered lately, or anything that
waits for a receipt. `stale`: a standing duty to be reported, for the first time or again.
`later`: open, and none of the others; it is counted and not listed."""
CONCERNS: tuple[Concern, ...] = (
    "returned",
    "revised",
    "overdue",
    "reminded",
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
        return self.presumed or self.one.is_statement

    @property
    def presumed(self) -> bool:
        """Whether unit or date rest on a presumption, also those of the result it is part of."""
        return self.one.presumed or self.judged.presumed

    @property
    def judged(self) -> Assignment:
        """Whose date and timeliness are the row's: the whole's where it is part of one."""
        return self.entry.whole if self.one.is_statement and self.entry.whole else self.one


class AgendaGroup(NamedTuple):
    """The open assignments of one concern, in the order of their urgency."""

    concern: Concern
    rows: tuple[AgendaRow, ...]


def unit_agenda(ledger: Ledger, entries: Iterable[Entry]) -> tuple[AgendaGroup, ...]:
    """The groups that have something in them; `entries` are narrowed to the units in question."""
    found: dict[Concern, list[AgendaRow]] = {}
    for entry in entries:
        for one in _concerning(entry):
            row = AgendaRow(entry, one, _days(ledger, entry, one))
            found.setdefault(_concern_of(ledger, row), []).append(row)
    return tuple(
        AgendaGroup(concern, tuple(sorted(found[concern], key=_urgency)))
        for concern in CONCERNS
        if concern in found
    )


def _concerning(entry: Entry) -> Iterator[Assignment]:
    """What of a row can be on an agenda: what is open, and what is to be reported again.

    Of a result of the whole that is also each unit's own word, which has no date of its own.
    """
    if entry.waiting:
        return
    yield from (one for one in entry.countable if one.is_open and not one.awaiting)
    yield from (one for one in entry.countable if _again(one, one))
    if entry.whole:
        words = [one for one in entry.assignments if one.party.id != entry.whole.party.id]
        yield from (one for one in words if entry.is_unsaid(one) or _again(one, entry.whole))


def _again(one: Assignment, judged: Assignment) -> bool:
    """Whether it was reported and is asked for again: its report is worn, or the text is new."""
    if one.status not in REPORTED:
        return False
    return bool(one.revised) or (judged.status in REPORTED and judged.timeliness == "stale")


def _concern_of(ledger: Ledger, row: AgendaRow) -> Concern:
    entry, one, judged = row.entry, row.one, row.judged
    today = ledger.as_of
    standing = entry.task.timing.kind == "standing"
    if one.returned:
        return "returned"
    if one.revised and one.status in REPORTED:
        return "revised"
    if judged.timeliness in ("overdue", "stale", "year-open"):
        return judged.timeliness
    if one.rhythm.unanswered:
        return "reminded"
    if judged.due and not standing and judged.due <= _end_of_week(today):
        return "this-week"
    if judged.due and not standing and judged.due <= _end_of_month(today):
        return "this-month"
    if one.rhythm.unreceived or (one.status == "todo" and _is_new(ledger, entry, one)):
        return "assigned"
    return "doing" if one.status == "doing" else "later"


def _is_new(ledger: Ledger, entry: Entry, one: Assignment) -> bool:
    """Whether it was triggered, or given to this unit after the issue, within the last days."""
    first, start = ledger.as_of - dt.timedelta(days=NEW_DAYS), entry.period.start
    timing = entry.task.timing
    if timing.kind == "triggered" and start:
        return start >= first
    if timing.kind == "recurring" and start and start > ledger.as_of:
        return False
    part = ledger.of_notice(entry.notice) or ledger
    notice = part.catalog.notice
    given = given_on(notice, part.live, entry.task, one.party)
    return given > notice.date and given >= first


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
