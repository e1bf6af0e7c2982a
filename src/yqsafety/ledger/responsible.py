"""Who takes a task: those whom the bracket names, or those it was divided among. Pure."""

from __future__ import annotations

import datetime as dt

from yqsafety.ledger.assignments import Division
from yqsafety.ledger.effective import EffectiveEvents
from yqsafety.ledger.events import LEAD, Event
from yqsafety.notice.model import Item, Notice, Task
from yqsafety.notice.roster import Party, Roster

DIVIDED = "县安委办分工"
"""How a unit comes in that was not in the bracket."""

Parties = tuple[Party, ...]


class Responsible:
    """The units of one task after another; many tasks have the same bracket."""

    def __init__(self, notice: Notice, roster: Roster, current: EffectiveEvents) -> None:
        self._notice = notice
        self._roster = roster
        self._live = current
        self._parties: dict[tuple[str, ...], Parties] = {}
        self._open: dict[tuple[tuple[str, ...], bool], bool] = {}

    def parties(self, item: Item, task: Task) -> Parties:
        """The units that take a task: those of the bracket, or those it was divided among.

        The sentence's own units take the bracket's place.
        """
        names = _names(item, task)
        if names not in self._parties:
            self._parties[names] = self._roster.parties(names)
        parties = self._parties[names]
        division = self._live.divisions.get(task.id)
        return self._divided(item, task, parties, division) if division else parties

    def _divided(
        self, item: Item, task: Task, parties: Parties, division: dict[str, Event]
    ) -> Parties:
        """The units after a division.

        分工负责 says that all of the bracket is to be divided. Elsewhere only the groups are out of
        which the assigned units come, or that leave open whom they mean: whom the notice names
        keeps its duty, and what it has recorded.
        """
        via = {party.id: party.via for party in parties}
        made = tuple(
            Party(self._roster.body(u), via.get(u, DIVIDED), "local", DIVIDED, e.field == LEAD)
            for u, e in division.items()
        )
        if item.responsibility.mode == "share":
            return made
        replaced = {via[unit] for unit in division if unit in via} - {None}
        if any(unit not in via for unit in division):
            replaced |= {name for name in _names(item, task) if self._leaves_open(task, name)}
        kept = (p for p in parties if p.id not in division)
        return (*(p for p in kept if not {p.via or p.name} & replaced), *made)

    def division(self, item: Item, task: Task) -> Division:
        """Whether the task is still to be divided, or was."""
        if self._live.divisions.get(task.id):
            return "made"
        # The same names leave less open where the sentence itself says them.
        key = _names(item, task), bool(task.units)
        if key not in self._open:
            self._open[key] = any(self._leaves_open(task, name) for name in key[0])
        return "open" if item.responsibility.mode == "share" or self._open[key] else None

    def _leaves_open(self, task: Task, name: str) -> bool:
        return self._roster.is_unnamed_part(name, in_sentence=bool(task.units))

    def awaited_from(self, task: Task, party: Party) -> dt.date:
        """The day from which a unit's first report is awaited: the issue, or its assignment."""
        assigned = self._live.divisions.get(task.id, {}).get(party.id)
        return max(self._notice.date, assigned.on) if assigned else self._notice.date


def _names(item: Item, task: Task) -> tuple[str, ...]:
    """The names in the task's sentence, else those of the bracket."""
    return task.units or item.responsibility.units
