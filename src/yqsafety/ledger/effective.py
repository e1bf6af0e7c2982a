"""Which events count on a day: in order, by assignment, and what was arranged among units. Pure.

An event counts on a day when it belongs to the notice, holds from that day or an earlier one, and
its batch is not taken back. The day from which it holds (`on`) decides whether it counts, the order
of recording (ledger/order.py) what comes after what: the newest record counts, whoever made it,
also where it was entered late. Files of several people are folded in the same order on every
machine, whichever was merged first, so the order must never depend on the order in the file.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from yqsafety.ledger.events import LEAD, Event
from yqsafety.ledger.order import in_order
from yqsafety.ledger.retired import at_known_slots, merge_retired
from yqsafety.notice.model import Notice


class EffectiveEvents(NamedTuple):
    """The events that count on a day: effective by then and not taken back."""

    events: tuple[Event, ...]
    by_slot: dict[tuple[str, str], list[Event]]
    """By task and period."""
    triggers: dict[str, dict[str, dict[str, Event]]]
    """By task, period and unit: the events that set triggered tasks going."""
    divisions: dict[str, dict[str, Event]]
    """By task: the units that take it, each with the event that assigned it."""
    strikes: dict[str, set[str]]
    """By group: the presumed members that were taken out."""


def reverted_batches(ordered: Sequence[Event]) -> set[str]:
    """The batches that are taken back; a revert that was itself taken back does not count.

    From the newest to the oldest, so that what becomes of a revert is known when it is met. The day
    does not matter: what was taken back counts on no day, also not with an earlier `--as-of`.
    """
    gone: set[str] = set()
    for event in reversed(ordered):
        if event.action == "revert" and event.batch not in gone:
            gone.add(event.reverts)
    return gone


def adopted_editions(events: Iterable[Event], notice: str) -> dict[str, int]:
    """By batch: the edition of one notice that it adopts (ledger/adoptions.py)."""
    return {
        event.batch: event.value or 0
        for event in events
        if event.action == "adopt" and event.notice == notice
    }


def events_by_unit(events: Iterable[Event]) -> dict[str, list[Event]]:
    """Events by the unit they are for, in their order."""
    found: dict[str, list[Event]] = {}
    for event in events:
        found.setdefault(event.unit, []).append(event)
    return found


def effective_events(events: Iterable[Event], notice: Notice, as_of: dt.date) -> EffectiveEvents:
    """The events of one notice that count on a day, in order and by assignment.

    Those of earlier editions are read as what they mean in this one.
    """
    ordered = in_order(events)
    gone = reverted_batches(ordered)
    kept = tuple(
        event
        for event in ordered
        if event.on <= as_of
        and event.notice == notice.id
        and event.action != "revert"
        and event.batch not in gone
    )
    if adopted := adopted_editions(ordered, notice.id):
        from yqsafety.ledger.adoptions import counting_adoptions  # few files have any

        kept = counting_adoptions(kept, adopted, notice.edition)
    kept = at_known_slots(merge_retired(kept, notice.retired), notice)
    by_slot: dict[tuple[str, str], list[Event]] = defaultdict(list)
    triggers: dict[str, dict[str, dict[str, Event]]] = {}
    for event in kept:
        by_slot[event.task, event.period].append(event)
        if event.action == "trigger":
            triggers.setdefault(event.task, {}).setdefault(event.period, {})[event.unit] = event
    return EffectiveEvents(kept, dict(by_slot), triggers, *_arrangements(kept))


def _arrangements(
    kept: Iterable[Event],
) -> tuple[dict[str, dict[str, Event]], dict[str, set[str]]]:
    """Who takes which task, and who was struck from which group."""
    divisions: dict[str, dict[str, Event]] = {}
    strikes: dict[str, set[str]] = {}
    for event in kept:
        if event.action == "assign":
            taken = divisions.setdefault(event.task, {})
            if event.field == LEAD:  # one leads: a later lead takes the place of an earlier one
                taken |= {
                    unit: e._replace(field="") for unit, e in taken.items() if e.field == LEAD
                }
            first = taken.get(event.unit)  # who is assigned anew has had the duty since then
            taken[event.unit] = event._replace(on=first.on) if first else event
        elif event.action == "unassign":
            divisions.get(event.task, {}).pop(event.unit, None)
        elif event.action == "strike":
            strikes.setdefault(event.field, set()).add(event.unit)
    return divisions, strikes
