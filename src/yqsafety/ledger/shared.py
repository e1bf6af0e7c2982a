"""A result of the whole county (全县一项): what each unit says of it, and what it comes to. Pure.

A committee is set up once, a website column opened once: the catalogue calls such a task
`done_by: any`. Every responsible unit keeps a record of its own on it, as on any other duty, and
nothing that one unit records changes or takes away another's. The county's result is derived from
all of them, never recorded in their place: it is done when its owner reports it done, when the
supervising office confirms any unit's report, or when the office ticks it for the county itself.
Until then a report waits to be recognised (待认定). So one tick of one unit never finishes a duty
of the county unseen.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from yqsafety.ledger.events import ANSWER_ACTIONS, UNTOUCHED, Event, Present, fold_event
from yqsafety.notice.model import COUNTY, Unit, Words
from yqsafety.notice.roster import GROUND_STRENGTH, Party
from yqsafety.notice.schedule import REPORTED


class CountyResult(NamedTuple):
    """What the records of all units on a shared result come to."""

    present: Present
    """Of the whole; its history is everybody's."""
    by: str = ""
    """The unit whose report finished it; `county` where the office ticked it."""
    awaiting: tuple[str, ...] = ()
    """The units that have reported it done, while nobody has recognised that."""


def fold_shared(events: Iterable[Event], goal: int | None) -> dict[str, Present]:
    """What each unit says of a shared result, by unit; `county` is what the office says of it.

    An answer of the office under a unit that has reported nothing, or under the county, is for all
    who have: so 0.1.0 recorded it, where one record stood for all. One date holds for all, so it
    answers whoever has applied for more time.
    """
    presents: dict[str, Present] = {}
    for event in events:
        units = [event.unit]
        known = presents.get(event.unit, UNTOUCHED)
        if event.action == "extend":
            applied = [unit for unit, said in presents.items() if said.applied]
            units = list(dict.fromkeys([event.unit, *applied]))
        elif event.action in ANSWER_ACTIONS and known.status not in REPORTED:
            units = [unit for unit, said in presents.items() if said.status in REPORTED]
        for unit in units:
            present = presents.get(unit, UNTOUCHED)
            present = present._replace(history=(*present.history, event))
            presents[unit] = fold_event(present, event, goal)
    return presents


def derive_result(
    presents: dict[str, Present],
    owner: str | None,
    units: Sequence[str],
    events: Sequence[Event],
    *,
    each_before: bool = False,
) -> CountyResult:
    """The result of the county; `units` are responsible, `owner` is the one in charge, if any.

    What a unit records that is not responsible (any more) finishes nothing. `each_before`: an
    earlier edition asked each unit for it, and what all of them finished by that stays finished.
    """
    base = _with_date(Present(history=tuple(events)), events)
    in_charge = {unit: presents[unit] for unit in (COUNTY, owner) if unit in presents}
    said = {unit: presents[unit] for unit in units if unit in presents}
    recognised = {unit: one for unit, one in said.items() if _is_recognised(one)}
    done = {u: one for u, one in (in_charge | recognised).items() if one.status == "done"}
    if done:
        return _finished(base, done)
    if each_before and len(said) == len(units) and all(s.status in REPORTED for s in said.values()):
        last = {unit: one for unit, one in said.items() if one.status == "done"}
        if last:
            return _finished_by_all(base, last)
    values = [one.value for one in (*in_charge.values(), *said.values()) if one.value is not None]
    base = base._replace(value=max(values, default=None))
    waived = [one for one in in_charge.values() if one.status == "na"]
    if waived:
        agreed = next((one for one in waived if one.confirmed), waived[-1])
        return CountyResult(_like(base, agreed))
    if len(said) == len(units) and all(one.status == "na" for one in said.values()):
        # All of them have waived it: the county is released once the office agrees to each.
        words = list(said.values())
        open_word = next((one for one in words if not one.confirmed), words[-1])
        return CountyResult(_like(base, open_word))
    return _still_open(base, in_charge, said)


def _still_open(
    base: Present, in_charge: dict[str, Present], said: dict[str, Present]
) -> CountyResult:
    """A result that nobody has finished: reported and waiting, begun, or untouched."""
    awaiting = tuple(unit for unit, one in said.items() if one.status == "done")
    base = _with_application(base, said.values())
    begun = [one for one in (*in_charge.values(), *said.values()) if one.status in _BEGUN]
    if not begun:
        return CountyResult(base)
    days = [one.since for one in begun if one.since]
    returned = next((one.returned for one in begun if one.returned), "")
    revised = next((one.revised for one in begun if one.revised), "")
    doing = base._replace(status="doing", since=min(days, default=None), returned=returned)
    doing = doing._replace(latest=max(days, default=None), revised=revised)
    return CountyResult(doing, "", awaiting)


def _is_recognised(said: Present) -> bool:
    """Whether the office has confirmed a report, in this edition or before its text changed."""
    return said.confirmed or said.was_confirmed


def _with_application(base: Present, said: Iterable[Present]) -> Present:
    """An open result, with whoever asks for more time."""
    asked = next((one.applied for one in said if one.applied), None)
    return base._replace(applied=asked)


_BEGUN = ("doing", "done")


def _finished(base: Present, done: dict[str, Present]) -> CountyResult:
    """The result of those who have finished it, from the first day on which one of them had."""
    by = min(done, key=lambda unit: done[unit].since or dt.date.max)
    latest = max((one.latest for one in done.values() if one.latest), default=None)
    confirmed = any(one.confirmed for one in done.values())
    finished = _like(base, done[by])._replace(latest=latest, confirmed=confirmed)
    return CountyResult(finished._replace(revised="") if confirmed else finished, by)


def _finished_by_all(base: Present, done: dict[str, Present]) -> CountyResult:
    """The result once each unit has finished: from the day on which the last of them had."""
    by = max(done, key=lambda unit: done[unit].since or dt.date.min)
    return CountyResult(_like(base, done[by]), by)


def _like(base: Present, said: Present) -> Present:
    """The county's present with what one of the records says of it."""
    return base._replace(
        status=said.status,
        since=said.since,
        latest=said.latest,
        value=said.value if said.value is not None else base.value,
        confirmed=said.confirmed,
        revised=said.revised,
    )


def _with_date(base: Present, events: Iterable[Event]) -> Present:
    """The date that the office has set, and whether it was handed over to the next notice.

    Both hold for all units, whoever they were recorded for.
    """
    for event in events:
        if event.action in ("extend", "transfer"):
            base = fold_event(base, event, None)
    return base


def owner_of(parties: Sequence[Party]) -> Party | None:
    """Who is in charge of a shared result: the lead that was assigned, or the only unit."""
    leads = [party for party in parties if party.lead]
    if len(leads) == 1:
        return leads[0]
    return parties[0] if len(parties) == 1 else None


def county_party(words: Words, parties: Sequence[Party]) -> Party:
    """The county as the party of a result that no unit was put in charge of.

    It is presumed only where everyone who shares it is.
    """
    whole, one_result = _whole_unit(words.whole), words.one_result
    sure = [party for party in parties if not party.presumed]
    if not sure:
        return Party(whole, one_result, "presumed", parties[0].source)
    strongest = min(sure, key=lambda party: GROUND_STRENGTH.index(party.ground))
    named = any(party.via is None for party in sure)
    return Party(whole, None if named else one_result, strongest.ground, strongest.source)


@cache
def _whole_unit(name: str) -> Unit:
    """The whole as a body, one object for all ledgers: records are compared by identity."""
    return Unit(COUNTY, name)
