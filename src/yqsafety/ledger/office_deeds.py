"""What the supervising office did in a stretch of days: reminded, sent back, granted. Pure.

It is read from the histories of the rows in view, so that undone records are not in it. An answer
of the office may stand in the history of several units, so each event is taken once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.events import UNTOUCHED, Event, fold_event

CARRIED = "沿用 "
"""So the reason of a date begins that was brought from an earlier notice: it is no new grant."""


class OfficeDeeds(NamedTuple):
    """How much of each; a duty counts once, but for reminders, of which each day counts."""

    reminded: int = 0
    slips: int = 0
    """Papers that went out with reminders (督办单), by their numbers."""
    confirmed: int = 0
    returned: int = 0
    granted: int = 0
    """Given a later date, applied for or not."""
    refused: int = 0
    """Applications for more time that were not granted."""


class _Deed(NamedTuple):
    what: str
    entry: Entry
    event: Event


def office_deeds(entries: Iterable[Entry], first: dt.date, last: dt.date) -> OfficeDeeds:
    """What the office did from the first to the last of these days, by the day that it says."""
    deeds = {
        (deed.what, deed.event.id): deed
        for entry in entries
        for history in _histories(entry)
        for deed in _deeds_in(entry, history)
        if first <= deed.event.on <= last
    }.values()
    by_duty: dict[str, set[tuple[str, str]]] = {}
    for what, entry, event in deeds:
        by_duty.setdefault(what, set()).add((entry.full_id, event.unit))
    reminders = [deed for deed in deeds if deed.what == "remind"]
    return OfficeDeeds(
        len({(deed.entry.full_id, deed.event.unit, deed.event.on) for deed in reminders}),
        len({(e.on.year, e.value, e.unit) for _, _, e in reminders if e.value is not None}),
        *(len(by_duty.get(what, ())) for what in ("confirm", "return", "grant", "refuse")),
    )


def _histories(entry: Entry) -> Iterator[Sequence[Event]]:
    """The history of each unit on a row, and what was recorded for the county itself."""
    yield from (one.present.history for one in entry.assignments if one.present.history)
    if entry.whole_counts and entry.county.history:
        yield entry.county.history


def _deeds_in(entry: Entry, history: Sequence[Event]) -> Iterator[_Deed]:
    present, due = UNTOUCHED, entry.period.due
    for event in history:
        match event.action:
            case "remind" | "confirm":
                yield _Deed(event.action, entry, event)
            case "return":
                # While a unit asks for more time, sending back is the answer to that.
                yield _Deed("refuse" if present.applied else "return", entry, event)
            case "extend":
                later = event.until is not None and (due is None or event.until > due)
                if later and not event.reason.startswith(CARRIED):
                    yield _Deed("grant", entry, event)
                due = event.until
            case _:
                pass
        present = fold_event(present, event, entry.task.goal)
