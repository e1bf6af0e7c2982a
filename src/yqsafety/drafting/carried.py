"""What was reported under an old edition, as what it says of a duty of the new one. Pure.

Nothing is done here that was not reported done: of several parts that were joined, or several slots
that became one, all must have been.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.events import UNTOUCHED, Event, Evidence, Present
from yqsafety.notice.model import COUNTY
from yqsafety.notice.schedule import Status


class Reported(NamedTuple):
    """What several records come to together."""

    status: Status
    since: dt.date | None
    latest: dt.date | None


def reported_together(parts: Sequence[Present]) -> Reported:
    """The status that all parts have, else 在办; done from the day on which the last of them was.

    For a standing duty it holds up to the day for which all of them were reported.
    """
    statuses = {part.status for part in parts}
    status: Status = statuses.pop() if len(statuses) == 1 else "doing"
    if status == "todo":
        return Reported("todo", None, None)
    begun = [part.since for part in parts if part.since]
    said = [part.latest for part in parts if part.latest]
    since = max(begun) if status == "done" else min(begun)
    return Reported(status, since, max(since, min(said) if status == "done" else max(said)))


def feeding_rows(row: Entry, news: Iterable[Entry], olds: Sequence[Entry]) -> list[Entry]:
    """The old occurrences that one of the new edition goes on with.

    Those of the same name; where an edition changed the slots, those that share days with it. An
    event opens an occurrence of its own, which goes on in no other.
    """
    same = [old for old in olds if old.period.name == row.period.name]
    if same or "triggered" in (row.task.timing.kind, olds[0].task.timing.kind if olds else ""):
        return same
    known = {new.period.name for new in news}
    return [old for old in olds if old.period.name not in known and _overlaps(row, old)]


def _overlaps(row: Entry, old: Entry) -> bool:
    mine, other = row.period, old.period
    if not (mine.start and mine.due and other.start and other.due):
        return False
    return mine.start <= other.due and other.start <= mine.due


def part_in(row: Entry, old: Entry, unit: str) -> Present:
    """What a unit, or the county, reported of an old occurrence, so far as it is of the new one.

    Where the slots changed, what was reported before the new one began says nothing of it.
    """
    present = present_under(old, unit)
    start = row.period.start
    other = old.period.name != row.period.name
    if other and start and present.since and present.since < start:
        return UNTOUCHED
    return present


def present_under(row: Entry, unit: str) -> Present:
    """What is recorded of an occurrence by a unit that is on it, or for the county."""
    if unit == COUNTY:
        return row.county
    mine = row.party(unit)
    return mine.present if mine else UNTOUCHED


def evidence_in(history: Iterable[Event]) -> tuple[Evidence, ...]:
    """All proof in some records, each name once; the newest digest of a name counts."""
    newest: dict[str, Evidence] = {}
    for event in history:
        for one in event.evidence:
            if one.sha256 or one.name not in newest:
                newest[one.name] = one
    return tuple(newest.values())


def newest_notes(history: Iterable[Event]) -> list[Event]:
    """The newest note of each column of the register."""
    notes = {event.field: event for event in history if event.action == "note" and event.field}
    return [event for event in notes.values() if event.note]
