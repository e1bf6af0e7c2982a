"""What comes in by merging and would change more than its sender's own duties. Pure.

A state file that somebody sends passes the rules of the commands: what no command could have
recorded is named, and what decides over others (a division, a strike, an answer or reminder of the
supervising office, taking back what somebody else recorded) is shown before it is taken in.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from yqsafety.ledger.events import Event
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.order import state_of, writer_of
from yqsafety.notice.model import COUNTY

Matter = Literal[
    "division", "strike", "answer", "reminder", "county", "revert", "impossible", "stranger"
]
"""Why an event is shown. `county`: a word or a date for the result of the whole county.
`impossible`: no command records it of this task. `stranger`: its unit is no party to the task, so
that it counts for nothing."""
ASKED: frozenset[Matter] = frozenset(
    {"division", "strike", "answer", "reminder", "county", "revert", "impossible"}
)
"""What is taken in only once somebody has agreed."""

_OF_ACTION: dict[str, Matter] = {
    "assign": "division",
    "unassign": "division",
    "strike": "strike",
    "confirm": "answer",
    "return": "answer",
    "refuse": "answer",
    "remind": "reminder",
    "transfer": "answer",
}


class Incoming(NamedTuple):
    """An event that came in, and why it is shown."""

    event: Event
    matter: Matter


def judge_incoming(after: Ledger, new: Sequence[Event]) -> list[Incoming]:
    """Those of the new events that are more than a unit's word on its own duties, in their order.

    `after` is the ledger with all of them in it. Events of a notice that is not in view are judged
    by what they do only, since its tasks are not known here.
    """
    batches: dict[str, list[Event]] = {}
    reverted = {event.reverts for event in new if event.action == "revert"}
    if reverted:
        for event in after.recorded:
            if event.batch in reverted:
                batches.setdefault(event.batch, []).append(event)
    judged = {part.catalog.notice.id: _Judge(part) for part in after.parts}
    found = []
    for event in new:
        matter = _OF_ACTION.get(event.action)
        if event.action == "revert":
            theirs = batches.get(event.reverts, [])
            matter = None if theirs and all(_same_writer(event, e) for e in theirs) else "revert"
        elif matter is None and event.notice in judged:
            matter = judged[event.notice].matter_of(event)
        if matter:
            found.append(Incoming(event, matter))
    return found


def _same_writer(one: Event, other: Event) -> bool:
    """Whether two events were recorded at the same place, 0.1.0 being known by the file only."""
    return writer_of(other.origin) in (writer_of(one.origin), state_of(one.origin))


class _Judge:
    """Whether a command could have recorded an event; what is known of a task is kept."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._known: dict[str, tuple[set[str], set[str]]] = {}

    def matter_of(self, event: Event) -> Matter | None:
        entries = self._ledger.of_task(event.task)
        known = event.unit == COUNTY or self._ledger.roster.get(event.unit)
        if not entries or not known:
            return None  # said with all that is of no task or unit here (cli/remarks.py)
        if event.task not in self._known:
            parties = {a.party.id for entry in entries for a in entry.assignments}
            self._known[event.task] = parties, {entry.period.name for entry in entries}
        parties, periods = self._known[event.task]
        task = entries[0].task
        triggered = task.timing.kind == "triggered"
        if (
            (event.action == "count" and task.quantity is None)
            or (event.action == "trigger" and not triggered)
            or (event.action == "apply" and event.until is None)
            or (event.period not in periods and not triggered)
            or event.on.isoformat() > event.at[:10]
        ):
            return "impossible"
        shared = entries[0].shared
        if shared and (event.action == "extend" or event.unit == COUNTY):
            return None if event.action == "note" else "county"
        return None if event.unit in parties else "stranger"
