"""Who may record which action where accounts are known: in a shared store. Pure.

In a file whoever holds it may record anything. A shared store knows its accounts: a unit records of
its own duties, the supervising office everything, a reader nothing. This is the only table of it:
the commands refuse by it before anything is sent, and the store is told it and refuses by itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from yqsafety.ledger.events import Event

Role = Literal["unit", "office", "reader"]


class Right(NamedTuple):
    """What is allowed of one action."""

    unit: bool
    """Whether a unit may record it of its own duties; the office may record all actions."""
    reach: Literal["slot", "task", "all"] = "slot"
    """Whose plans it overtakes: of the same task, period and unit, of the task, or everybody's."""


RIGHTS: dict[str, Right] = {
    "done": Right(unit=True),
    "doing": Right(unit=True),
    "todo": Right(unit=True),
    "na": Right(unit=True),
    "count": Right(unit=True),
    "note": Right(unit=True),
    "trigger": Right(unit=True, reach="task"),
    "receive": Right(unit=True),
    "apply": Right(unit=True),
    "confirm": Right(unit=False),
    "return": Right(unit=False),
    "extend": Right(unit=False),
    "refuse": Right(unit=False),
    "remind": Right(unit=False),
    "assign": Right(unit=False, reach="task"),
    "unassign": Right(unit=False, reach="task"),
    "adopt": Right(unit=False, reach="all"),
    "revise": Right(unit=False),
    "carry": Right(unit=False),
    "transfer": Right(unit=False),
    "strike": Right(unit=False, reach="all"),
    "revert": Right(unit=True, reach="all"),
}
"""A unit takes back only what its own accounts recorded, and nothing that the office has confirmed:
that only the store can tell."""


def first_refused(role: str, unit: str, events: Iterable[Event]) -> Event | None:
    """The first event that an account may not record; None where it may record all of them.

    Whether a unit has the duty at all, the rules of recording have seen to before.
    """
    if role == "office":
        return None
    for event in events:
        own = event.action == "revert" or event.unit == unit
        if role != "unit" or not RIGHTS[event.action].unit or not own:
            return event
    return None
