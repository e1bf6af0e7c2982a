"""What the supervising office has to do now: by unit, what waits for it and who is late. Pure.

What is presumed is left out: nobody is reminded of, or named for, what he may not have to do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.roster import Party

OfficeConcern = Literal["to-confirm", "applied", "late", "silent", "due-soon"]
"""What the office asks of the day: whose reports wait for 复核 or 认定, who asks for more time, who
is late, whose duties are 未动 (ledger/rhythm.py), what falls due within days."""
OFFICE_CONCERNS: tuple[OfficeConcern, ...] = (
    "to-confirm",
    "applied",
    "late",
    "silent",
    "due-soon",
)
REMIND_DAYS = 7
"""Days before a deadline in which a unit is to be reminded of it."""


class UnitMatter(NamedTuple):
    """What the office has to do about one unit."""

    unit: Party
    number: int
    """How many assignments it is about."""
    days: int
    """Of reports and applications the days that the oldest has waited; of what is late the days of
    the latest; of silence the days of the longest; else the days until the next deadline."""


class OfficeGroup(NamedTuple):
    """The units of one concern, the most urgent first."""

    concern: OfficeConcern
    units: tuple[UnitMatter, ...]

    @property
    def total(self) -> int:
        """How many assignments it is about in all."""
        return sum(one.number for one in self.units)


class _Said(NamedTuple):
    concern: OfficeConcern
    party: Party
    days: int


def office_agenda(ledger: Ledger, entries: Iterable[Entry]) -> tuple[OfficeGroup, ...]:
    """The groups that have something in them."""
    some = list(entries)
    found: dict[tuple[OfficeConcern, str], list[_Said]] = {}
    for said in _pressing(ledger, some):
        found.setdefault((said.concern, said.party.id), []).append(said)
    groups: dict[OfficeConcern, list[UnitMatter]] = {}
    for (concern, _), matters in found.items():
        pick = min if concern == "due-soon" else max
        worst = pick(one.days for one in matters)
        groups.setdefault(concern, []).append(UnitMatter(matters[0].party, len(matters), worst))
    return tuple(
        OfficeGroup(concern, tuple(sorted(groups[concern], key=_order_in(ledger, concern))))
        for concern in OFFICE_CONCERNS
        if concern in groups
    )


def _order_in(
    ledger: Ledger, concern: OfficeConcern
) -> Callable[[UnitMatter], tuple[int, int, int]]:
    sign = 1 if concern == "due-soon" else -1
    return lambda matter: (sign * matter.days, -matter.number, ledger.roster.rank(matter.unit.id))


def _pressing(ledger: Ledger, entries: Iterable[Entry]) -> Iterator[_Said]:
    """Whose report or application waits, who is late or silent, what falls due within days."""
    for entry in entries:
        for one in entry.countable:
            for party in _waiting_parties(one):
                reported = _reported_on(entry, one, party)
                yield _Said("to-confirm", party, (ledger.as_of - reported).days)
            if one.present.applied and one.is_open:
                asked = (ledger.as_of - one.present.applied.on).days
                yield _Said("applied", one.party, asked)
            if one.presumed or not one.is_open or one.due is None or one.awaiting:
                continue
            if one.rhythm.is_silent:
                yield _Said("silent", one.party, one.rhythm.silent_days)
            left = (one.due - ledger.as_of).days
            if one.timeliness == "overdue":
                yield _Said("late", one.party, -left)
            elif 0 <= left <= REMIND_DAYS and entry.task.timing.kind != "standing":
                yield _Said("due-soon", one.party, left)


def _waiting_parties(one: Assignment) -> tuple[Party, ...]:
    if one.awaiting:
        return one.awaiting
    return (one.party,) if one.unconfirmed else ()


def _reported_on(entry: Entry, one: Assignment, party: Party) -> dt.date:
    """The day for which a report was made that waits."""
    own = entry.party(party.id) if one.awaiting else one
    present = own.present if own else one.present
    return present.latest or present.history[-1].on
