"""An assignment, and the entry that holds those of one occurrence. Pure.

Every fact belongs to an assignment: status, timeliness, date, ground, what the office answered. An
entry is only a way to show several of them in a row. So filters narrow the assignments of an entry,
and figures, gates, exports and bulk ticks are made of what is left (`shown`, `countable`): one
walk for all of them, so that no two can differ.
"""

# Over 250 lines: a row, its assignments and what is asked of them are read together.

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from operator import attrgetter
from typing import Literal, NamedTuple

from yqsafety.ledger.events import UNTOUCHED, Event, Present
from yqsafety.ledger.order import in_order
from yqsafety.ledger.rhythm import NO_RHYTHM, Rhythm
from yqsafety.notice.model import (
    COUNTY,
    Basis,
    Item,
    Responsibility,
    Section,
    Task,
    Words,
    responsibility_of,
)
from yqsafety.notice.roster import Party
from yqsafety.notice.schedule import OPEN, Period, Status, Timeliness

Division = Literal["open", "made"] | None

WORST: tuple[Timeliness, ...] = (
    "overdue",
    "due-soon",
    "stale",
    "late",
    "year-open",
    "pending",
    "scheduled",
    "waiting",
    "on-time",
    "transferred",
    "waived",
    "statement",
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
    awaiting: tuple[Party, ...] = ()
    """Of a result of the whole county: who has reported it, while nobody has recognised that."""
    finished_by: Party | None = None
    """Of a result of the whole county: who finished it; the county where the office ticked it."""
    rhythm: Rhythm = NO_RHYTHM
    """Reminders, receipts, and for how long it was silent."""

    @property
    def confirmed(self) -> bool:
        """Whether the supervising office has confirmed what was reported."""
        return self.present.confirmed

    @property
    def returned(self) -> str:
        """Why the supervising office sent it back, until it is reported anew."""
        return self.present.returned

    @property
    def revised(self) -> str:
        """Why a new edition asks for it again, until it is reported anew or confirmed."""
        return self.present.revised

    @property
    def is_statement(self) -> bool:
        """Whether it is what a unit says of a result of the whole county: never counted."""
        return self.timeliness == "statement"

    @property
    def is_transferred(self) -> bool:
        """Whether it goes on under the notice that continues its own, and there only."""
        return self.timeliness == "transferred"

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done here."""
        return self.status in OPEN and not self.is_statement and not self.is_transferred

    @property
    def unconfirmed(self) -> bool:
        """Whether something waits for the supervising office's word."""
        return bool(self.awaiting) or (self.present.status in ("done", "na") and not self.confirmed)

    @property
    def presumed(self) -> bool:
        """Whether unit or date rest on a presumption: then it blames nobody."""
        return self.party.presumed or self.basis == "presumed"


Keep = Callable[[Assignment], bool]


class Entry(NamedTuple):
    """An occurrence with its assignments: a row of a list."""

    task: Task
    item: Item
    section: Section
    period: Period
    id: str
    assignments: tuple[Assignment, ...]
    """Each unit's own; of a result of the whole county (`shared`) these are statements."""
    division: Division = None
    """`open` 待分工, `made` once the supervising office has divided the task; else None."""
    whole: Assignment | None = None
    """The one assignment of a result of the whole county; its party is the owner or the county."""
    whole_counts: bool = False
    """Whether `whole` is among what a filter has left."""
    county: Present = UNTOUCHED
    """What the supervising office recorded for the county itself."""
    all_units: int = 0
    """How many units are on it before a filter narrows it."""
    words: Words = Words()
    """The words of the place, in which it is shown."""
    notice: str = ""
    """The id of its notice."""
    beside_others: bool = False
    """Whether other notices are in view, whose ids may be the same."""

    @property
    def full_id(self) -> str:
        """Its id with that of its notice, which names it whatever else is in view."""
        return f"{self.notice}/{self.id}"

    @property
    def shown_task(self) -> str:
        """The id of its task, with that of its notice where others are in view."""
        return f"{self.notice}/{self.task.id}" if self.beside_others else self.task.id

    @property
    def shown_id(self) -> str:
        """Its id as people see it and type it: the full one where other notices are in view."""
        return self.full_id if self.beside_others else self.id

    @property
    def section_name(self) -> str:
        """The heading of its section, with its notice where others are in view."""
        return self._of_notice(self.section.heading)

    @property
    def item_name(self) -> str:
        """The heading of its item, with its notice where others are in view."""
        return self._of_notice(self.item.heading.rstrip("。"))

    def _of_notice(self, heading: str) -> str:
        return f"{heading}（{self.notice}）" if self.beside_others else heading

    @property
    def responsibility(self) -> Responsibility:
        """Who takes it, as the document says."""
        return responsibility_of(self.item, self.task)

    @property
    def shared(self) -> bool:
        """Whether one result serves the whole county."""
        return self.whole is not None

    @property
    def waiting(self) -> bool:
        """Whether it is a triggered task whose event has not happened yet (未触发)."""
        return self.period.start is None

    @property
    def owner(self) -> Party | None:
        """The unit in charge of a result of the whole county, where one was put in charge."""
        return self.whole.party if self.whole and self.whole.party.id != COUNTY else None

    @property
    def facts(self) -> tuple[Assignment, ...]:
        """Whose status, date and timeliness are the row's: the whole of a shared result."""
        return (self.whole,) if self.whole else self.assignments

    @property
    def shown(self) -> tuple[Assignment, ...]:
        """What is listed one by one: the whole where it is left, else each unit's own."""
        return (self.whole,) if self.whole and self.whole_counts else self.assignments

    @property
    def countable(self) -> tuple[Assignment, ...]:
        """What is counted: each assignment, or the one result of the county."""
        if not self.whole:
            return self.assignments
        return (self.whole,) if self.whole_counts else ()

    @property
    def status(self) -> Status:
        """`na` if all are; else, leaving `na` aside, the status that all share, else `doing`.

        What was handed over to the next notice says something only where there is nothing else.
        """
        here = [a for a in self.facts if not a.is_transferred] or self.facts
        rest = {a.status for a in here} - {"na"}
        if not rest:
            return "na"
        if len(rest) == 1:
            return next(iter(rest))
        return "doing"

    @property
    def timeliness(self) -> Timeliness:
        """The worst; where only a unit's word of an open result is left, none."""
        if self.whole and not self.whole_counts and self.whole.is_open and not self.waiting:
            return "statement"
        return min({a.timeliness for a in self.facts}, key=WORST.index)

    @property
    def blames_nobody(self) -> bool:
        """Whether the row is as late as it is by presumptions only, of a unit or of a date."""
        worst = self.timeliness
        return all(a.presumed for a in self.facts if a.timeliness == worst)

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
        unfinished = [a for a in self.facts if a.is_open]
        chosen = unfinished or self.facts
        dated = [a for a in chosen if a.due]
        return min(dated, key=attrgetter("due")) if dated else chosen[0]

    @property
    def history(self) -> list[Event]:
        """Everything recorded of this occurrence, in order."""
        events = {e.id: e for a in (*self.facts, *self.assignments) for e in a.present.history}
        return in_order(events.values())

    def is_unsaid(self, one: Assignment) -> bool:
        """Whether a unit has yet to say its part of a result of the whole: it is open, or worn."""
        if self.whole is None or self.waiting or one.party.id == self.whole.party.id:
            return False
        if one.status not in OPEN:
            return False
        return self.whole.is_open or self.whole.timeliness == "stale"

    def narrowed(self, keep: Keep) -> Entry | None:
        """This row with the assignments that are wanted; None when none of them is."""
        chosen = tuple(filter(keep, self.assignments))
        counts = self.whole is not None and self.whole_counts and keep(self.whole)
        if len(chosen) == len(self.assignments) and counts == self.whole_counts:
            return self
        if not chosen and not counts:
            return None
        return self._replace(assignments=chosen, whole_counts=counts)

    def alone(self, one: Assignment) -> Entry:
        """This row with one of its assignments only."""
        if one is self.whole:
            return self._replace(assignments=())
        return self._replace(assignments=(one,), whole_counts=False)

    def row_of(self, unit_id: str) -> Assignment | None:
        """What a sheet's row of a unit is about: the whole for the county and for the owner."""
        owner = self.owner
        if self.whole and unit_id in (COUNTY, owner.id if owner else COUNTY):
            return self.whole
        return self.party(unit_id)

    def party(self, unit_id: str) -> Assignment | None:
        """The assignment of one unit; None where it is not on this row."""
        return next((a for a in self.assignments if a.party.id == unit_id), None)
