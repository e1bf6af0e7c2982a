"""An assignment, and the entry that holds those of one occurrence. Pure."""

from __future__ import annotations

import datetime as dt
from operator import attrgetter
from typing import Literal, NamedTuple

from yqsafety.ledger.events import Event, Present
from yqsafety.ledger.order import in_order
from yqsafety.notice.model import Basis, Item, Section, Task
from yqsafety.notice.roster import GROUND_STRENGTH, Party
from yqsafety.notice.schedule import OPEN, Period, Status, Timeliness

Division = Literal["open", "made"] | None

WORST: tuple[Timeliness, ...] = (
    "overdue",
    "due-soon",
    "stale",
    "late",
    "scheduled",
    "waiting",
    "on-time",
    "waived",
)
"""Timeliness from worst to best: a row shows the worst of its assignments, so that one late unit
cannot hide among many that are on time."""


class Assignment(NamedTuple):
    """One occurrence for one unit: the smallest thing that is ticked."""

    party: Party
    present: Present
    due: dt.date | None
    basis: Basis
    status: Status
    timeliness: Timeliness
    confirmed: bool = False
    """Whether the supervising office has confirmed what was reported."""


class Entry(NamedTuple):
    """An occurrence with its assignments: a row of a list."""

    task: Task
    item: Item
    section: Section
    period: Period
    id: str
    assignments: tuple[Assignment, ...]
    division: Division = None
    """`open` 待分工, `made` once the supervising office has divided the task; else None."""

    @property
    def shared(self) -> bool:
        """Whether one result serves the whole county."""
        return self.task.done_by == "any"

    @property
    def waiting(self) -> bool:
        """Whether it is a triggered task whose event has not happened yet (未触发)."""
        return self.period.start is None

    @property
    def status(self) -> Status:
        """`na` if all are; else, leaving `na` aside, the status that all share, else `doing`."""
        rest = {a.status for a in self.assignments} - {"na"}
        if not rest:
            return "na"
        if len(rest) == 1:
            return next(iter(rest))
        return "doing"

    @property
    def timeliness(self) -> Timeliness:
        """The worst of the assignments."""
        return min({a.timeliness for a in self.assignments}, key=WORST.index)

    @property
    def due(self) -> dt.date | None:
        """The earliest date of what is still open, else of all; None while waiting."""
        return self.deciding.due

    @property
    def basis(self) -> Basis:
        """Why `due` holds."""
        return self.deciding.basis

    @property
    def deciding(self) -> Assignment:
        """The assignment whose date is the row's: the earliest of what is open, else of all."""
        unfinished = [a for a in self.assignments if a.status in OPEN]
        chosen = unfinished or self.assignments
        dated = [a for a in chosen if a.due]
        return min(dated, key=attrgetter("due")) if dated else chosen[0]

    @property
    def countable(self) -> tuple[Assignment, ...]:
        """What is counted: each assignment, or the one result of the county.

        All units of a shared result have the same present, so one of them stands for all: the one
        on the strongest ground that has not waived. So the result is presumed only where all are.
        """
        if not self.shared:
            return self.assignments
        held = [a for a in self.assignments if a.status != "na"] or list(self.assignments)
        return (min(held, key=lambda a: GROUND_STRENGTH.index(a.party.ground)),)

    @property
    def history(self) -> list[Event]:
        """Everything recorded of this occurrence, in order."""
        events = {e.id: e for a in self.assignments for e in a.present.history}
        return in_order(events.values())

    def narrowed(self, units: frozenset[str] | None, direct: bool) -> Entry | None:
        """This row for the chosen units only; None when none of them is on it."""
        chosen = tuple(
            a
            for a in self.assignments
            if (units is None or a.party.id in units) and not (direct and a.party.via)
        )
        if len(chosen) == len(self.assignments):
            return self
        return self._replace(assignments=chosen) if chosen else None

    def party(self, unit_id: str) -> Assignment | None:
        """The assignment of one unit; None where it is not on this row."""
        return next((a for a in self.assignments if a.party.id == unit_id), None)
