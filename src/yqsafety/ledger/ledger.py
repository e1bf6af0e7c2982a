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
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import cached_property

from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.effective import effective_events
from yqsafety.ledger.entry_maker import EntryMaker
from yqsafety.ledger.events import Event
from yqsafety.notice.model import Catalog, Item, Section, Task, Term, Words
from yqsafety.notice.roster import Roster


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
        find_writers: Callable[[], frozenset[str]] = frozenset,
        *,
        beside_others: bool = False,
    ) -> None:
        self.catalog = catalog
        self.recorded = recorded
        """Everything in the state file, whatever its day or notice."""
        self.as_of = as_of
        self.state_id = state_id
        """The id of the state file; None while there is none."""
        self.unread = unread
        """How many events of the state file only a newer version can read: they are not counted."""
        self._find_writers = find_writers
        self._beside_others = beside_others
        self.live = effective_events(recorded, catalog.notice, as_of)
        roster = roster.on(as_of)
        self.roster = roster.without(self.live.strikes) if self.live.strikes else roster
        self._maker = EntryMaker(
            catalog.notice, self.roster, self.live, as_of, beside_others=beside_others
        )
        self._by_task: dict[str, list[Entry]] = {}

    def after(self, events: Sequence[Event]) -> Ledger:
        """The same ledger with some more events, which are not written yet."""
        return self._remade((*self.recorded, *events), self.as_of)

    def on_day(self, day: dt.date) -> Ledger:
        """The ledger of another day, from the same events."""
        return self._remade(self.recorded, day)

    def _remade(self, recorded: tuple[Event, ...], as_of: dt.date) -> Ledger:
        return Ledger(
            self.catalog,
            self.roster,
            recorded,
            as_of,
            self.state_id,
            self.unread,
            self._find_writers,
            beside_others=self._beside_others,
        )

    @property
    def parts(self) -> tuple[Ledger, ...]:
        """The ledgers of single notices that it is made of: itself, where it is of one."""
        return (self,)

    def of_notice(self, notice: str) -> Ledger | None:
        """The part that is of a notice; None where that is not in view."""
        return next((part for part in self.parts if part.catalog.notice.id == notice), None)

    @property
    def term(self) -> Term:
        """The days that the notice is for."""
        return self.catalog.notice.term

    @property
    def words(self) -> Words:
        """The words of the place."""
        return self.catalog.notice.words

    @property
    def year(self) -> int:
        """The year of the term that is meant on the day `as_of` where none is said."""
        return self.term.year_on(self.as_of)

    @cached_property
    def writers(self) -> frozenset[str]:
        """Those who record in this file here; what others wrote came in by merging."""
        return self._find_writers() or frozenset({self.state_id or ""})

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

    def units_of(self, tasks: Collection[str]) -> dict[str, frozenset[str]]:
        """By task: the ids of the units that take it; without those that the notice lacks."""
        return {
            task.id: frozenset(party.id for party in self._maker.parties(item, task))
            for _, item, task in self._places()
            if task.id in tasks
        }

    def _places(self) -> Iterator[tuple[Section, Item, Task]]:
        for section in self.catalog.notice.sections:
            for item in section.items:
                for task in item.tasks:
                    yield section, item, task

    def _of(self, section: Section, item: Item, task: Task) -> list[Entry]:
        if task.id not in self._by_task:
            self._by_task[task.id] = list(self._maker.entries(section, item, task))
        return self._by_task[task.id]
