"""Who takes a task: those whom the bracket names, or those it was divided among. Pure."""

from __future__ import annotations

import datetime as dt

from yqsafety.ledger.assignments import Division
from yqsafety.ledger.effective import EffectiveEvents
from yqsafety.ledger.events import LEAD, Event
from yqsafety.notice.model import Item, Notice, Responsibility, Task, responsibility_of
from yqsafety.notice.roster import Party, Roster, stronger_party

IN_REVIEW = "责任单位待审"
"""The source of a party that was guessed from the words of the notice."""

Parties = tuple[Party, ...]


class Responsible:
    """The units of one task after another; many tasks have the same bracket."""

    def __init__(self, notice: Notice, roster: Roster, current: EffectiveEvents) -> None:
        self._notice = notice
        self._roster = roster
        self._live = current
        self._divided_by = f"{notice.words.office}分工"
        self._parties: dict[tuple[object, ...], Parties] = {}
        self._open: dict[tuple[tuple[str, ...], bool], bool] = {}

    def parties(self, item: Item, task: Task) -> Parties:
        """The units that take a task: those of the bracket, or those it was divided among.

        The sentence's own units take the bracket's place.
        """
        named = responsibility_of(item, task)
        doubtful = bool(named.review or (task.review and task.review.unit))
        key = named.lead, named.units, named.support, doubtful
        if key not in self._parties:
            self._parties[key] = self._named_parties(named, doubtful)
        parties = self._parties[key]
        division = self._live.divisions.get(task.id)
        return self._divided(item, task, parties, division) if division else parties

    def _named_parties(self, named: Responsibility, doubtful: bool) -> Parties:
        """Those who lead, those named and those who support, each once and in this order."""
        found: dict[str, Party] = {}
        for role, names in (("lead", named.lead), ("", named.units), ("support", named.support)):
            for party in self._roster.parties(names):
                if doubtful:
                    party = party._replace(ground="presumed", source=IN_REVIEW)
                lead = role == "lead" and party.via is None
                made = party._replace(lead=lead, support=role == "support")
                found[party.id] = stronger_party(found.get(party.id), made)
        return tuple(found.values())

    def _divided(
        self, item: Item, task: Task, parties: Parties, division: dict[str, Event]
    ) -> Parties:
        """The units after a division.

        分工负责 says that all of the bracket is to be divided. Elsewhere only the groups are out of
        which the assigned units come, or that leave open whom they mean: whom the notice names
        keeps its duty, and what it has recorded. A lead that the office made takes the place of a
        printed one.
        """
        via = {party.id: party.via for party in parties}
        office = self._divided_by
        made = tuple(
            Party(self._roster.body(u), via.get(u, office), "local", office, e.field == LEAD)
            for u, e in division.items()
        )
        named = responsibility_of(item, task)
        if named.mode == "share":
            return made
        replaced = {via[unit] for unit in division if unit in via} - {None}
        if any(unit not in via for unit in division):
            replaced |= {name for name in named.names if self._leaves_open(task, name)}
        kept = (p for p in parties if p.id not in division)
        if any(party.lead for party in made):
            kept = (party._replace(lead=False) for party in kept)
        return (*(p for p in kept if not {p.via or p.name} & replaced), *made)

    def division(self, item: Item, task: Task) -> Division:
        """Whether the task is still to be divided, or was."""
        if self._live.divisions.get(task.id):
            return "made"
        named = responsibility_of(item, task)
        # The same names leave less open where the sentence itself says them.
        key = named.names, bool(task.units)
        if key not in self._open:
            self._open[key] = any(self._leaves_open(task, name) for name in named.names)
        return "open" if named.mode == "share" or self._open[key] else None

    def _leaves_open(self, task: Task, name: str) -> bool:
        return self._roster.is_unnamed_part(name, in_sentence=bool(task.units))

    def awaited_from(self, task: Task, party: Party) -> dt.date:
        """The day from which a unit's first report is awaited.

        That on which it was given the duty, or the duty's first day: whichever is later.
        """
        given = given_on(self._notice, self._live, task, party)
        return max(given, task.timing.from_ or given)


def given_on(notice: Notice, live: EffectiveEvents, task: Task, party: Party) -> dt.date:
    """The day on which a unit was given a duty.

    The issue, the day on which the duty was added, or on which the unit was assigned or came into
    the group: whichever is latest. Installing a notice gives nothing to anybody.
    """
    assigned = live.divisions.get(task.id, {}).get(party.id)
    first = assigned.on if assigned else party.since
    return max(filter(None, (notice.date, task.added, first)))
