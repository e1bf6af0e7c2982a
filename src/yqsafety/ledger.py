"""The assignments: task × occurrence × unit × events. The centre of the program. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from yqsafety.events import UNTOUCHED, Event, Live, Present, fold, live
from yqsafety.model import COUNTY, Basis, Catalog, Item, Section, Task
from yqsafety.schedule import (
    Period,
    Status,
    Timeliness,
    periods,
    timeliness,
    triggered,
    waiting,
)
from yqsafety.units import GROUND_STRENGTH, Party, Roster

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
"""Timeliness from worst to best: a row shows the worst of its assignments."""


class Assignment(NamedTuple):
    """One occurrence for one unit: the smallest thing that is ticked."""

    party: Party
    present: Present
    due: dt.date | None
    basis: Basis
    status: Status
    timeliness: Timeliness


class Entry(NamedTuple):
    """An occurrence with its assignments: a row of a list."""

    task: Task
    item: Item
    section: Section
    period: Period
    id: str
    assignments: tuple[Assignment, ...]

    @property
    def shared(self) -> bool:
        """Whether one result serves the whole county."""
        return self.task.done_by == "any"

    @property
    def waiting(self) -> bool:
        """Whether it is a triggered task without its event."""
        return self.period.start is None

    @property
    def status(self) -> Status:
        """All na is na; all others done is done; all todo is todo; else doing."""
        rest = {a.status for a in self.assignments} - {"na"}
        if not rest:
            return "na"
        if len(rest) == 1:
            return next(iter(rest))
        return "doing"

    @property
    def timeliness(self) -> Timeliness:
        """The worst of the assignments."""
        return min((a.timeliness for a in self.assignments), key=WORST.index)

    @property
    def due(self) -> dt.date | None:
        """The earliest date of what is still open, else of all; None while waiting."""
        return self._deciding.due

    @property
    def basis(self) -> Basis:
        """Why `due` holds."""
        return self._deciding.basis

    @property
    def _deciding(self) -> Assignment:
        unfinished = [a for a in self.assignments if a.status in ("todo", "doing")]
        return min(unfinished or self.assignments, key=lambda a: a.due or dt.date.max)

    @property
    def countable(self) -> tuple[Assignment, ...]:
        """What is counted: each assignment, or the one result of the county.

        Of a shared result the unit on the strongest ground that has not waived stands for all.
        """
        if not self.shared:
            return self.assignments
        held = [a for a in self.assignments if a.status != "na"] or list(self.assignments)
        return (min(held, key=lambda a: GROUND_STRENGTH.index(a.party.ground)),)

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
        """The assignment of one unit."""
        return next((a for a in self.assignments if a.party.id == unit_id), None)


class Ledger(NamedTuple):
    """Every entry of a notice on one day, in the document's order."""

    catalog: Catalog
    roster: Roster
    as_of: dt.date
    state_id: str | None
    """The id of the state file; None while there is none."""
    recorded: tuple[Event, ...]
    """Everything in the state file, whatever its day or notice."""
    live: Live
    entries: tuple[Entry, ...]
    by_task: dict[str, list[Entry]]
    """The entries of each task, in order of their start."""

    @property
    def year(self) -> int:
        """The notice's year."""
        return self.catalog.notice.year


def build(
    catalog: Catalog,
    roster: Roster,
    events: tuple[Event, ...],
    as_of: dt.date,
    state_id: str | None = None,
) -> Ledger:
    """The ledger of a notice on a day."""
    current = live(events, catalog.notice.id, as_of)
    maker = _Maker(catalog.notice.year, roster, current, as_of)
    entries = tuple(
        entry
        for section in catalog.notice.sections
        for item in section.items
        for task in item.tasks
        for entry in maker.entries(section, item, task)
    )
    by_task: dict[str, list[Entry]] = {}
    for entry in entries:
        by_task.setdefault(entry.task.id, []).append(entry)
    return Ledger(catalog, roster, as_of, state_id, events, current, entries, by_task)


class _Maker:
    """Makes the entries of one task after another."""

    def __init__(self, year: int, roster: Roster, current: Live, as_of: dt.date) -> None:
        self._year = year
        self._roster = roster
        self._live = current
        self._as_of = as_of
        self._parties: dict[tuple[str, ...], tuple[Party, ...]] = {}

    def entries(self, section: Section, item: Item, task: Task) -> Iterator[Entry]:
        parties = self._responsible(task.units or item.responsibility.units)
        if task.timing.kind == "triggered":
            slots = self._triggered(task, parties)
        else:
            slots = [(period, parties) for period in periods(task.timing, self._year)]
        single = len(slots) == 1 and task.timing.kind != "triggered"
        for period, concerned in slots:
            name = task.id if single or not period.name else f"{task.id}@{period.name}"
            assignments = self._assignments(task, period, concerned)
            yield Entry(task, item, section, period, name, assignments)

    def _responsible(self, names: tuple[str, ...]) -> tuple[Party, ...]:
        if names not in self._parties:
            self._parties[names] = self._roster.parties(names)
        return self._parties[names]

    def _triggered(
        self, task: Task, parties: tuple[Party, ...]
    ) -> list[tuple[Period, tuple[Party, ...]]]:
        """One slot for each event, for the units it concerns; the others go on waiting."""
        concerned = self._live.triggers.get(task.id, {})
        idle = tuple(
            party
            for party in parties
            if not any({party.id, COUNTY} & set(starts) for starts in concerned.values())
        )
        slots = [(waiting(task.timing), idle)] if idle else []
        for name, starts in sorted(concerned.items(), key=lambda slot: _slot_order(slot[0])):
            first = next(iter(starts.values()))
            period = triggered(task.timing, self._year, name, first.on)
            mine = tuple(p for p in parties if {p.id, COUNTY} & set(starts))
            slots += [(period, mine)] if mine else []
        return slots

    def _assignments(
        self, task: Task, period: Period, parties: tuple[Party, ...]
    ) -> tuple[Assignment, ...]:
        quantity = task.quantity
        goal = quantity.value if quantity and not quantity.per else None
        events = self._live.by_slot.get((task.id, period.name))
        if events is None:
            one = self._assignment(task, period, parties[0], UNTOUCHED)
            return tuple(
                Assignment(p, UNTOUCHED, one.due, one.basis, one.status, one.timeliness)
                for p in parties
            )
        if task.done_by == "any":
            present = fold(events, goal, shared=True)
            return tuple(self._assignment(task, period, p, present) for p in parties)
        by_key = self._live.by_key
        return tuple(
            self._assignment(
                task, period, p, fold(by_key.get((task.id, period.name, p.id), ()), goal, False)
            )
            for p in parties
        )

    def _assignment(self, task: Task, period: Period, party: Party, present: Present) -> Assignment:
        out = {party.id, COUNTY} & present.released
        status: Status = "na" if out else present.status
        due = present.until or period.due
        basis: Basis = "local" if present.until else period.basis
        state = timeliness(task.timing.kind, status, due, present.since, self._as_of)
        return Assignment(party, present, due, basis, status, state)


def _slot_order(name: str) -> tuple[str, int]:
    """By the day of the event, then `-2`, `-3` as numbers."""
    day, number = name[:10], name[11:]
    return day, int(number) if number.isdigit() else 1
