"""Records that count but that no row shows: they stay in the log, and are counted and said. Pure.

A new edition may give a duty up, name other units for it, or ask for it otherwise; a file may come
from somebody with another roster or catalogue. What was recorded then is never deleted, and must
not vanish without a word.
"""

from __future__ import annotations

from typing import Literal

from yqsafety.ledger.events import STATUS_ACTIONS, Event
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import COUNTY, Task

Lack = Literal["task", "unit", "party", "slot"]
"""What is not there: the task, the unit in the roster, the unit on the task, or the occurrence."""


def orphans_of(ledger: Ledger) -> list[tuple[Event, Lack]]:
    """The records of the notices in view that no row shows, each with what it lacks, in order.

    Left out are those of units that the office itself took off a task or a group: it was told so
    then.
    """
    return [
        (event, lack)
        for part in ledger.parts
        if part.live.events
        for lacks in (_Finder(part).lack,)
        for event in part.live.events
        if (lack := lacks(event))
    ]


class _Finder:
    """What a record is held against; made once for all of them."""

    def __init__(self, ledger: Ledger) -> None:
        live = ledger.live
        self._roster, self._triggers = ledger.roster, live.triggers
        self._tasks = {
            task.id: task for item in ledger.catalog.notice.items() for task in item.tasks
        }
        self._struck = {unit for units in live.strikes.values() for unit in units}
        divided = {event.task for event in live.events if event.action in ("assign", "unassign")}
        self._taken = ledger.units_of({event.task for event in live.events} - divided)

    def lack(self, event: Event) -> Lack | None:
        """What a record lacks; None where a row shows it, or where it is about no task."""
        task = self._tasks.get(event.task)
        if task is None and event.task:
            return "task"
        if event.unit and event.unit != COUNTY and self._roster.get(event.unit) is None:
            return "unit"
        if task is None or not event.unit:
            return None
        if self._is_of_nobody(event, task):
            return "party"
        return "slot" if self._has_no_slot(event, task) else None

    def _is_of_nobody(self, event: Event, task: Task) -> bool:
        if event.unit == COUNTY:
            return event.action in STATUS_ACTIONS and task.done_by != "any"
        if event.unit in self._struck:
            return False
        return event.unit not in self._taken.get(event.task, {event.unit})

    def _has_no_slot(self, event: Event, task: Task) -> bool:
        """Whether it is of an event that nobody recorded; other slots are read as known ones."""
        if task.timing.kind != "triggered" or not event.period:
            return False
        return event.period not in self._triggers.get(task.id, {})
