"""What passes between the office and a unit beside the reports: reminders, receipts, silence. Pure.

A reminder (催办) is answered by whatever the unit records of the duty after it; a receipt (签收)
says only that the unit has taken notice. Neither changes a status. All of it is read from the
history of an assignment, so that it can be shown for any day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from yqsafety.ledger.events import UNIT_ACTIONS, Event
from yqsafety.notice.schedule import SILENT_DAYS


class Rhythm(NamedTuple):
    """What the history of a unit's duty holds of it."""

    reminders: tuple[Event, ...] = ()
    """In their order, the last of each day: a second one on one day does not count twice."""
    answered: bool = False
    """Whether the unit has recorded something since the last of them."""
    received: dt.date | None = None
    """The day of the newest receipt."""
    unacknowledged: Event | None = None
    """The newest reminder, return, refusal or division, while it waits for a receipt."""
    silent_days: int = 0
    """Of an open duty with a date, for how many days the unit has recorded nothing of it."""

    @property
    def unreceived(self) -> bool:
        """Whether something waits for a receipt."""
        return self.unacknowledged is not None

    @property
    def unanswered(self) -> bool:
        """Whether a reminder waits for an answer."""
        return bool(self.reminders) and not self.answered

    @property
    def is_silent(self) -> bool:
        """未动: nothing was recorded for SILENT_DAYS."""
        return self.silent_days >= SILENT_DAYS


NO_RHYTHM = Rhythm()
"""Of a duty that nobody waits for."""


def rhythm_of(history: Sequence[Event], assigned: Event | None = None) -> Rhythm:
    """What a history comes to, in the order of recording; `assigned` gave the duty to the unit."""
    found = NO_RHYTHM
    for event in history:
        match event.action:
            case "remind":
                days = {one.on: one for one in found.reminders} | {event.on: event}
                found = found._replace(reminders=tuple(days.values()), answered=False)
                found = found._replace(unacknowledged=event)
            case "return" | "refuse":
                found = found._replace(unacknowledged=event)
            case "receive":
                found = found._replace(received=event.on, unacknowledged=None)
            case _ if _is_word(event, found.reminders):
                # Who reports has taken notice as well.
                found = found._replace(answered=bool(found.reminders), unacknowledged=None)
            case _:
                pass
    later = [event for event in history if assigned and event.at > assigned.at]
    if assigned and not any(event.action in _TAKING_NOTICE for event in later):
        found = found._replace(unacknowledged=found.unacknowledged or assigned)
    return found


_TAKING_NOTICE = UNIT_ACTIONS | {"receive"}


def _is_word(event: Event, reminders: tuple[Event, ...]) -> bool:
    """Whether it is the unit's word on its duty; a note of whoever reminded it is none."""
    if event.action not in UNIT_ACTIONS:
        return False
    return event.action != "note" or not reminders or event.by != reminders[-1].by


def silent_days(begun: dt.date, history: Sequence[Event], as_of: dt.date) -> int:
    """For how many days nothing was recorded by the unit, by the day of recording; 0 or more."""
    words = (event for event in reversed(history) if event.action in UNIT_ACTIONS)
    newest = next(words, None)
    since = max(begun, dt.date.fromisoformat(newest.at[:10])) if newest else begun
    return max((as_of - since).days, 0)
