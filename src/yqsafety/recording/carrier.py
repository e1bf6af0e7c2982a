"""Two notices of which the later one continues the earlier, and what is planned between. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.events import Action, Event, Evidence
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.year_before import heirs_of
from yqsafety.notice.model import COUNTY, Task
from yqsafety.recording.plan import Plan, Request, Stamp, new_event
from yqsafety.recording.targets import ForWhom, Target

Matter = Literal["division", "strike", "date", "event"]
"""What can go from one notice into the next."""


class NotCarried(NamedTuple):
    """What stays with the earlier notice, and why."""

    notice: str
    matter: Matter
    id: str
    """The task or occurrence of the earlier notice; of a strike the group's id."""
    unit: str
    """The unit's id; empty where it is about all of them."""
    why: str
    """In Chinese."""


@dataclass(eq=False, repr=False)
class Carrier:
    """An earlier notice and the new one, with what is planned and what is left out so far."""

    old: Ledger
    new: Ledger
    """As of `day`, so that it knows what was carried before, even ahead of its term."""
    stamp: Stamp
    plan: Plan
    left_out: list[NotCarried] = field(default_factory=list)

    @property
    def day(self) -> dt.date:
        """The day from which all holds: today, or the first day of the new term."""
        return max(self.stamp.today, self.new.term.from_)

    @property
    def source(self) -> str:
        """The id of the earlier notice."""
        return self.old.catalog.notice.id

    @cached_property
    def heirs(self) -> dict[str, list[Task]]:
        """By id of an earlier task: the new ones in which it goes on."""
        return heirs_of(self.new.catalog.notice, self.source)

    def own_id(self, unit: str) -> str:
        """The id that the new notice has for a unit or a group; empty where it knows none.

        It is the same by its name, else by its id: two drafts may have made different ids.
        """
        if unit == COUNTY:
            return unit
        roster = self.new.roster
        body = roster.get(self.old.roster.name(unit)) or roster.get(unit)
        return body.id if body else ""

    @property
    def known(self) -> tuple[Event, ...]:
        """What is recorded in the new notice, and what is planned so far."""
        return (*self.new.live.events, *self.plan.events)

    def sources_of(self, task: Task) -> list[str]:
        """The earlier tasks that go on in a new one."""
        return [task_id for notice, task_id in task.continued if notice == self.source]

    def leave(self, matter: Matter, ident: str, unit: str, why: str) -> None:
        """Leave something with the earlier notice; said once."""
        one = NotCarried(self.source, matter, ident, unit, why)
        if one not in self.left_out:
            self.left_out.append(one)

    def record(
        self,
        action: Action,
        target: Target,
        reason: str,
        *,
        period: str | None = None,
        on: dt.date | None = None,
        note: str = "",
        evidence: tuple[Evidence, ...] = (),
        until: dt.date | None = None,
        approved_by: str = "",
    ) -> Event:
        """Plan one event, as a rule of the new notice; `reason` says where it comes from."""
        request = Request(
            action,
            ForWhom(),
            on or self.day,
            note=note,
            evidence=evidence,
            until=until,
            reason=reason,
            approved_by=approved_by,
        )
        event = new_event(self.plan, target, request, self.stamp, period=period)
        self.plan.events.append(event)
        return event

    def hand_over(self, entry: Entry, unit: str, into: Sequence[str]) -> None:
        """Close what goes on in the new notice under some ids, so that it is not owed twice."""
        where = "、".join(f"{self.new.catalog.notice.id}/{ident}" for ident in into)
        self.record("transfer", Target(entry, unit), where)

    def mend_last(self, *, task: str | None = None, field: str = "") -> None:
        """Give the event that was planned last another field, and another task where it is said."""
        event = self.plan.events[-1]
        changed = event._replace(field=field, task=event.task if task is None else task)
        self.plan.events[-1] = changed
