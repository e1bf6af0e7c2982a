"""What can happen to an assignment, and the fold of what happened to its present. Pure."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

from yqsafety.model import COUNTY
from yqsafety.schedule import LATE_ENTRY_DAYS, Status

Action = Literal["done", "doing", "todo", "na", "count", "note", "extend", "trigger", "revert"]

SETTING = ("done", "doing", "todo", "count")
"""The actions that set the status of a result of the whole county; `na` releases a unit."""

Key = tuple[str, str, str]
"""Task, period, unit."""


class Evidence(NamedTuple):
    """A file or an address that shows that something is done."""

    name: str
    sha256: str | None = None
    """Digest of the file when it was recorded; None for an address or a missing file."""
    size: int | None = None
    """Bytes."""


class Event(NamedTuple):
    """One thing that was recorded; never changed afterwards."""

    id: str
    """Unique across machines."""
    batch: str
    """One command."""
    at: str
    """When it was recorded: ISO 8601 with microseconds, always at +08:00, so that text sorts."""
    on: dt.date
    """The day from which it holds."""
    by: str
    """Who recorded it."""
    origin: str
    """The id of the state file in which it was first recorded."""
    notice: str
    action: Action
    task: str = ""
    period: str = ""
    unit: str = ""
    note: str = ""
    field: str = ""
    evidence: tuple[Evidence, ...] = ()
    value: int | None = None
    """The total so far, for `count`."""
    until: dt.date | None = None
    reason: str = ""
    approved_by: str = ""
    reverts: str = ""
    """The batch taken back, for `revert`."""

    @property
    def late_entry(self) -> bool:
        """补录: recorded more than a week after the day it holds from."""
        return (dt.date.fromisoformat(self.at[:10]) - self.on).days > LATE_ENTRY_DAYS


class Present(NamedTuple):
    """What the events of one assignment amount to."""

    status: Status = "todo"
    since: dt.date | None = None
    """The day from which the status holds; of a count, when the target was first reached."""
    value: int | None = None
    """The total counted so far."""
    until: dt.date | None = None
    """The date set by the supervising office."""
    doer: str = ""
    """The unit under which the present status was recorded."""
    released: frozenset[str] = frozenset()
    """Units that waived their part of a result of the whole county."""
    history: tuple[Event, ...] = ()


UNTOUCHED = Present()


class Live(NamedTuple):
    """The events that count on a day: effective by then and not taken back."""

    events: tuple[Event, ...]
    by_key: dict[Key, list[Event]]
    by_slot: dict[tuple[str, str], list[Event]]
    """By task and period, for results of the whole county."""
    triggers: dict[str, dict[str, dict[str, Event]]]
    """By task, period and unit: the events that set triggered tasks going."""


def order(events: Iterable[Event]) -> list[Event]:
    """The order of the fold: as recorded, ties by id."""
    return sorted(events, key=lambda event: (event.at, event.id))


def reverted(ordered: Sequence[Event]) -> set[str]:
    """The batches that are taken back; a revert that was itself taken back does not count."""
    gone: set[str] = set()
    for event in reversed(ordered):
        if event.action == "revert" and event.batch not in gone:
            gone.add(event.reverts)
    return gone


def live(events: Iterable[Event], notice: str, as_of: dt.date) -> Live:
    """The events of one notice that count on a day, in order and by assignment."""
    ordered = order(events)
    gone = reverted(ordered)
    kept = tuple(
        event
        for event in ordered
        if event.on <= as_of
        and event.notice == notice
        and event.action != "revert"
        and event.batch not in gone
    )
    by_key: dict[Key, list[Event]] = defaultdict(list)
    by_slot: dict[tuple[str, str], list[Event]] = defaultdict(list)
    triggers: dict[str, dict[str, dict[str, Event]]] = {}
    for event in kept:
        by_key[event.task, event.period, event.unit].append(event)
        by_slot[event.task, event.period].append(event)
        if event.action == "trigger":
            triggers.setdefault(event.task, {}).setdefault(event.period, {})[event.unit] = event
    return Live(kept, dict(by_key), dict(by_slot), triggers)


def fold(events: Iterable[Event], goal: int | None, shared: bool) -> Present:
    """The present of one assignment.

    `goal` is the count at which it is done, None where counting does not finish it. For a `shared`
    result of the whole county a waiver releases its own unit only.
    """
    history = tuple(events)
    if not history:
        return UNTOUCHED
    present = UNTOUCHED
    released: set[str] = set()
    for event in history:
        if shared and event.action == "na":
            released.add(event.unit)
        elif released and event.action in SETTING:
            was_released = event.unit in released
            released -= {event.unit} if event.action == "todo" else {event.unit, COUNTY}
            if event.action != "todo" or not was_released:
                present = _step(present, event, goal)
        else:
            present = _step(present, event, goal)
    return present._replace(released=frozenset(released), history=history)


def _step(present: Present, event: Event, goal: int | None) -> Present:
    """The present after one event."""
    match event.action:
        case "done" | "doing" | "na":
            return present._replace(status=event.action, since=event.on, doer=event.unit)
        case "todo":
            return present._replace(status="todo", since=None, value=None, doer="")
        case "count":
            reached = goal is not None and (event.value or 0) >= goal
            first = present.since if reached and present.status == "done" else None
            return present._replace(
                status="done" if reached else "doing",
                since=min(first, event.on) if first else event.on,
                value=event.value,
                doer=event.unit,
            )
        case "extend":
            return present._replace(until=event.until)
        case _:
            return present
