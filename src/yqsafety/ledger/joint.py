"""Several notices as one ledger, for whatever looks at them together. Pure.

Each notice keeps a ledger of its own, by its own catalogue and units; here they stand one after the
other. Ids of tasks are the same in two notices, so a row says of which it is (`Entry.notice`), and
what is recorded is planned in the part that it belongs to. What never changes with what else is in
view: a row, its bare id, and its figures.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.events import Event
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.local_roster import called
from yqsafety.notice.model import Body
from yqsafety.notice.roster import Roster
from yqsafety.notice.unit_names import plain_name


class JointLedger(Ledger):
    """The entries of several notices; where one notice is meant, that is the first of `parts`."""

    def __init__(self, parts: tuple[Ledger, ...]) -> None:
        first = parts[0]
        self._parts = parts
        self.catalog = first.catalog
        self.recorded = first.recorded
        self.as_of = first.as_of
        self.state_id = first.state_id
        self.unread = first.unread
        self.roster = joint_roster([part.roster for part in parts])

    def after(self, events: Sequence[Event]) -> JointLedger:
        """The same ledger with some more events, which are not written yet."""
        return JointLedger(tuple(part.after(events) for part in self._parts))

    def on_day(self, day: dt.date) -> JointLedger:
        """The ledger of another day, from the same events."""
        return JointLedger(tuple(part.on_day(day) for part in self._parts))

    @property
    def parts(self) -> tuple[Ledger, ...]:
        """The ledgers of the single notices, that in force first."""
        return self._parts

    @cached_property
    def writers(self) -> frozenset[str]:
        """Those who record in this file here."""
        return self._parts[0].writers

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All entries, notice by notice."""
        return tuple(entry for part in self._parts for entry in part.entries)

    @property
    def total(self) -> int:
        """How many entries there are, without making them."""
        return sum(part.total for part in self._parts)

    def concerning(self, units: Collection[str]) -> Iterator[Entry]:
        """The entries of the tasks that one of these units takes, notice by notice."""
        for part in self._parts:
            yield from part.concerning(units)

    def of_task(self, task_id: str) -> list[Entry]:
        """The entries of a task id in every notice that has it."""
        return [entry for part in self._parts for entry in part.of_task(task_id)]


def joint_roster(rosters: Sequence[Roster]) -> Roster:
    """The units of several notices; of a body that two know, what the first says of it holds.

    A body is the same by its id or by its name. Whatever a later notice calls it finds it as well.
    """
    first, *others = rosters
    bodies: dict[str, Body] = {body.id: body for body in first.bodies}
    named = {plain_name(name): body.id for body in first.bodies for name in called(body)}
    for roster in others:
        for body in roster.bodies:
            known = body.id if body.id in bodies else named.get(plain_name(body.name), body.id)
            more = tuple(name for name in called(body) if plain_name(name) not in named)
            if known not in bodies:
                bodies[known] = replace(
                    body, aliases=tuple(name for name in more if name != body.name)
                )
            elif more:
                bodies[known] = replace(bodies[known], aliases=(*bodies[known].aliases, *more))
            named |= dict.fromkeys(map(plain_name, more), known)
    return first.with_bodies(bodies.values())


def translated_units(part: Ledger, units: Iterable[str], roster: Roster) -> tuple[str, ...]:
    """The ids that units of a joint roster have in one notice; of a group its members there."""
    found: dict[str, None] = {}
    for unit in units:
        body = part.roster.get(roster.name(unit)) or part.roster.get(unit)
        found |= dict.fromkeys(part.roster.expand(body) if body else (unit,))
    return tuple(found)
