"""Whom a slot concerns: those who were there by then, those of whom an event says it. Pure."""

from __future__ import annotations

from yqsafety.ledger.effective import EffectiveEvents
from yqsafety.ledger.events import Event
from yqsafety.ledger.responsible import Parties
from yqsafety.notice.model import COUNTY, Task
from yqsafety.notice.roster import Party
from yqsafety.notice.schedule import Period, event_day, triggered_period, waiting_period


def there_by(task: Task, period: Period, parties: Parties, live: EffectiveEvents) -> Parties:
    """Those who had come in before a slot was over, or have recorded something of it.

    Who came in later does not owe what was due before. Where that leaves nobody it is for all
    of them: a duty is never without anyone.
    """
    events = live.by_slot.get((task.id, period.name), ())
    wrote = {event.unit for event in events}
    there = tuple(
        party
        for party in parties
        if not (party.since and period.due and period.due < party.since) or party.id in wrote
    )
    return there if len(there) < len(parties) and there else parties


def triggered_slots(
    task: Task, parties: Parties, live: EffectiveEvents
) -> list[tuple[Period, Parties]]:
    """One slot for each event, for the units it concerns; the others go on waiting."""
    concerned = live.triggers.get(task.id, {})
    if task.done_by == "any":
        # An event that calls for one result of the county concerns all, whoever entered it.
        concerned = {name: {COUNTY: _first(s), **s} for name, s in concerned.items()}
    idle = tuple(
        party
        for party in parties
        if not any(_concerns(starts, party) for starts in concerned.values())
    )
    slots = [(waiting_period(task.timing), idle)] if idle else []
    for name, starts in sorted(concerned.items(), key=lambda slot: _slot_order(slot[0])):
        first = _first(starts)
        period = triggered_period(task.timing, name, first.on)
        mine = tuple(party for party in parties if _concerns(starts, party))
        slots += [(period, mine)] if mine else []
    return slots


def _concerns(starts: dict[str, Event], party: Party) -> bool:
    """Whether an event is a unit's own, or the county's since the unit came in."""
    if party.id in starts:
        return True
    county = starts.get(COUNTY)
    if county is None or party.since is None:
        return county is not None
    return event_day(county.period, county.on) >= party.since


def _first(starts: dict[str, Event]) -> Event:
    return next(iter(starts.values()))


def _slot_order(name: str) -> tuple[str, int]:
    """By the day of the event, then `-2`, `-3` as numbers."""
    day, number = name[:10], name[11:]
    return day, int(number) if number.isdecimal() and len(number) < 10 else 1
