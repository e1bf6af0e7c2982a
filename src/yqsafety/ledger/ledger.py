"""The assignments: task × occurrence × unit × events. The centre of the program. Pure.

A ledger is what the catalogue asks for and what the events say of it, on one day. Every answer of
the program, table, gate, report or file, is drawn from it, so that no two can differ. It is made
anew for every command and never stored or changed.

A task that the catalogue has must never be missing here, whatever was recorded, and a record must
never move to another duty. Entries are made as they are asked for: `list --unit` makes only those
of its unit's tasks.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from functools import cached_property

from yqsafety.ledger.assignments import Assignment, Division, Entry
from yqsafety.ledger.effective import EffectiveEvents, effective_events, events_by_unit
from yqsafety.ledger.events import UNTOUCHED, Event, Present, fold_events
from yqsafety.notice.model import COUNTY, Basis, Catalog, Item, Kind, Section, Task
from yqsafety.notice.roster import Party, Roster
from yqsafety.notice.schedule import (
    Period,
    Status,
    periods_of,
    timeliness_of,
    triggered_period,
    waiting_period,
)


class Ledger:
    """Every entry of a notice on one day; each is made when it is first asked for."""

    def __init__(
        self,
        catalog: Catalog,
        roster: Roster,
        recorded: tuple[Event, ...],
        as_of: dt.date,
        state_id: str | None = None,
        unread: int = 0,
        writers: frozenset[str] = frozenset(),
    ) -> None:
        self.catalog = catalog
        self.recorded = recorded
        """Everything in the state file, whatever its day or notice."""
        self.as_of = as_of
        self.state_id = state_id
        """The id of the state file; None while there is none."""
        self.unread = unread
        """How many events of the state file only a newer version can read: they are not counted."""
        self.writers = writers or frozenset({state_id or ""})
        """Those who record in this file here; what others wrote came in by merging."""
        self.live = effective_events(recorded, catalog.notice, as_of)
        self.roster = roster.without(self.live.strikes) if self.live.strikes else roster
        self._maker = _EntryMaker(self.year, self.roster, self.live, as_of)
        self._by_task: dict[str, list[Entry]] = {}

    @property
    def year(self) -> int:
        """The notice's year."""
        return self.catalog.notice.year

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, in the document's order."""
        return tuple(entry for place in self._places() for entry in self._of(*place))

    @property
    def total(self) -> int:
        """How many entries there are, without making them."""
        return sum(len(self._maker.slots(item, task)) for _, item, task in self._places())

    def concerning(self, units: Collection[str]) -> Iterator[Entry]:
        """The entries of the tasks that one of these units takes, in the document's order."""
        for section, item, task in self._places():
            if any(party.id in units for party in self._maker.parties(item, task)):
                yield from self._of(section, item, task)

    def of_task(self, task_id: str) -> list[Entry]:
        """The entries of one task, in order of their start; none where there is no such task."""
        for place in self._places():
            if place[-1].id == task_id:
                return self._of(*place)
        return []

    def _places(self) -> Iterator[tuple[Section, Item, Task]]:
        for section in self.catalog.notice.sections:
            for item in section.items:
                for task in item.tasks:
                    yield section, item, task

    def _of(self, section: Section, item: Item, task: Task) -> list[Entry]:
        if task.id not in self._by_task:
            self._by_task[task.id] = list(self._maker.entries(section, item, task))
        return self._by_task[task.id]


class _EntryMaker:
    """Makes the entries of one task after another, and keeps what many tasks have in common."""

    def __init__(self, year: int, roster: Roster, current: EffectiveEvents, as_of: dt.date) -> None:
        self._year = year
        self._roster = roster
        self._live = current
        self._as_of = as_of
        self._parties: dict[tuple[str, ...], tuple[Party, ...]] = {}
        self._open: dict[tuple[tuple[str, ...], bool], bool] = {}
        self._fresh: dict[tuple[object, ...], tuple[Assignment, ...]] = {}

    def entries(self, section: Section, item: Item, task: Task) -> Iterator[Entry]:
        slots = self.slots(item, task)
        division = self._division(item, task)
        # A triggered task keeps its `@day` with one event too: a second must not rename the first.
        single = len(slots) == 1 and task.timing.kind != "triggered"
        for period, concerned in slots:
            name = task.id if single or not period.name else f"{task.id}@{period.name}"
            assignments = self._assignments(task, period, concerned)
            yield Entry(task, item, section, period, name, assignments, division)

    def slots(self, item: Item, task: Task) -> list[tuple[Period, tuple[Party, ...]]]:
        """The periods of a task, each with the units that it concerns."""
        parties = self.parties(item, task)
        if task.timing.kind == "triggered":
            return self._triggered(task, parties)
        return [(period, parties) for period in periods_of(task.timing, self._year)]

    def parties(self, item: Item, task: Task) -> tuple[Party, ...]:
        """The units that take a task: those of the bracket, or those it was divided among.

        The sentence's own units take the bracket's place. A task whose bracket leaves open whom it
        means may have been divided among units that are not in it.
        """
        names = task.units or item.responsibility.units
        if names not in self._parties:
            self._parties[names] = self._roster.parties(names)
        parties = self._parties[names]
        division = self._live.divisions.get(task.id)
        if not division:
            return parties
        said = "县安委办分工"
        via = {party.id: party.via for party in parties}
        return tuple(
            Party(self._roster.body(unit), via.get(unit, said), "local", said, lead)
            for unit, lead in division.items()
        )

    def _division(self, item: Item, task: Task) -> Division:
        if self._live.divisions.get(task.id):
            return "made"
        names = task.units or item.responsibility.units
        # The same names leave less open where the sentence itself says them.
        key = names, bool(task.units)
        if key not in self._open:
            leaves_open = self._roster.is_unnamed_part
            self._open[key] = any(leaves_open(name, in_sentence=key[1]) for name in names)
        return "open" if item.responsibility.mode == "share" or self._open[key] else None

    def _triggered(
        self, task: Task, parties: tuple[Party, ...]
    ) -> list[tuple[Period, tuple[Party, ...]]]:
        """One slot for each event, for the units it concerns; the others go on waiting."""
        concerned = self._live.triggers.get(task.id, {})
        if task.done_by == "any":
            # An event that calls for one result of the county concerns all, whoever entered it.
            concerned = {name: {COUNTY: _first(s), **s} for name, s in concerned.items()}
        idle = tuple(
            party
            for party in parties
            if not any({party.id, COUNTY} & set(starts) for starts in concerned.values())
        )
        slots = [(waiting_period(task.timing), idle)] if idle else []
        for name, starts in sorted(concerned.items(), key=lambda slot: _slot_order(slot[0])):
            first = _first(starts)
            period = triggered_period(task.timing, self._year, name, first.on)
            mine = tuple(p for p in parties if {p.id, COUNTY} & set(starts))
            slots += [(period, mine)] if mine else []
        return slots

    def _assignments(
        self, task: Task, period: Period, parties: tuple[Party, ...]
    ) -> tuple[Assignment, ...]:
        events = self._live.by_slot.get((task.id, period.name))
        untouched = self._untouched(task.timing.kind, period, parties)
        if events is None:
            return untouched
        if task.done_by == "any":
            present = fold_events(events, task.goal, shared=True)
            return tuple(self._assignment(task, period, p, present) for p in parties)
        mine = events_by_unit(events)
        return tuple(
            self._assignment(
                task, period, fresh.party, fold_events(mine[unit], task.goal, shared=False)
            )
            if (unit := fresh.party.id) in mine
            else fresh
            for fresh in untouched
        )

    def _untouched(
        self, kind: Kind, period: Period, parties: tuple[Party, ...]
    ) -> tuple[Assignment, ...]:
        """The assignments of a slot of which nothing is recorded.

        Many tasks have the very same kind, date and units, so the tuples are kept: without that,
        `list --unit` takes 1.4 % more instructions.
        """
        key = kind, period.due, period.basis, parties
        if key not in self._fresh:
            state = timeliness_of(kind, "todo", period.due, None, self._as_of)
            self._fresh[key] = tuple(
                Assignment(p, UNTOUCHED, period.due, period.basis, "todo", state) for p in parties
            )
        return self._fresh[key]

    def _assignment(self, task: Task, period: Period, party: Party, present: Present) -> Assignment:
        # The waivers under which this unit stands in a result of the whole county, if any.
        out = present.released and {party.id, COUNTY} & present.released
        status: Status = "na" if out else present.status
        due = present.until or period.due
        basis: Basis = "local" if present.until else period.basis
        state = timeliness_of(task.timing.kind, status, due, present.since, self._as_of)
        confirmed = out <= present.agreed if out else present.confirmed
        return Assignment(party, present, due, basis, status, state, confirmed)


def _first(starts: dict[str, Event]) -> Event:
    return next(iter(starts.values()))


def _slot_order(name: str) -> tuple[str, int]:
    """By the day of the event, then `-2`, `-3` as numbers."""
    day, number = name[:10], name[11:]
    return day, int(number) if number.isdigit() else 1
