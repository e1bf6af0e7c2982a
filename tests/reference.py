"""The rules of the design said once more, in the plainest way, to hold the program against.

Nothing here calls the program. The duties stand in a table; what holds is found by reading the
log from its beginning, every time anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from duties import DUTIES, MEMBERS, NEW_IN_2, YEAR_END

Day = dt.date
COUNTY = "county"
STRENGTH = ("notice", "law", "registry", "local", "presumed")
WORST = "overdue due-soon stale late scheduled waiting on-time waived".split()


class Line(NamedTuple):
    """A line of the log."""

    at: str
    id: str
    batch: str
    on: Day
    by: str
    machine: str
    action: str
    task: str = ""
    period: str = ""
    unit: str = ""
    value: int | None = None
    until: Day | None = None
    reason: str = ""
    lead: bool = False
    reverts: str = ""


class Stand(NamedTuple):
    """How one assignment stands."""

    status: str
    timeliness: str
    since: Day | None
    due: Day | None
    confirmed: bool
    value: int | None
    ground: str


def taken_back(log: Iterable[Line]) -> set[str]:
    """The batches that something takes back which is not itself taken back."""
    by = [(line.reverts, line.batch) for line in log if line.reverts]

    def gone(batch: str) -> bool:
        return any(target == batch and not gone(taker) for target, taker in by)

    return {target for target, _ in by if gone(target)}


class View:
    """What a log says on a day, to a machine that has one of the editions."""

    def __init__(self, log: Iterable[Line], edition: int, day: Day) -> None:
        self.log = sorted(log)
        self.day = day
        gone = taken_back(self.log)
        self.lines = [
            line
            for line in self.log
            if line.on <= day and line.action != "revert" and line.batch not in gone
        ]
        self.of_task: dict[str, list[Line]] = {}
        for line in self.lines:
            self.of_task.setdefault(line.task, []).append(line)
        self.edition = edition
        self.tasks = [task for task in DUTIES if edition > 1 or task not in NEW_IN_2]

    def members(self) -> dict[str, str]:
        """The members of the one group that has any, each on its ground."""
        struck = {line.unit for line in self.of_task.get("", ()) if line.action == "strike"}
        known = MEMBERS | ({"wu": "local"} if self.edition > 1 else {})
        return {unit: ground for unit, ground in known.items() if unit not in struck}

    def bracket(self, task: str) -> dict[str, str]:
        """Who is responsible according to the notice, each on its ground."""
        if DUTIES[task].bracket == "unnamed":
            return {"yi": "notice", "nobody": "presumed"}
        if task.startswith("1."):
            return {**self.members(), "ding": "notice"}
        return {"ding": "notice", **self.members()}

    def division(self, task: str) -> dict[str, bool]:
        """Who takes a task that was divided, and whether as the leading unit."""
        taken: dict[str, bool] = {}
        for line in self.of_task.get(task, ()):
            if line.action == "assign":
                taken[line.unit] = line.lead
            if line.action == "unassign":
                taken.pop(line.unit, None)
        return taken

    def parties(self, task: str) -> dict[str, str]:
        """Who is responsible after all, each on its ground."""
        return dict.fromkeys(self.division(task), "local") or self.bracket(task)

    def undivided(self, task: str) -> bool:
        """待分工."""
        return DUTIES[task].bracket != "members" and not self.division(task)

    def triggers(self, task: str) -> dict[str, list[Line]]:
        """The events of a triggered task, by occurrence and in order."""
        found: dict[str, list[Line]] = {}
        for line in self.of_task.get(task, ()):
            if line.action == "trigger":
                found.setdefault(line.period, []).append(line)
        return dict(sorted(found.items(), key=lambda one: (one[0][:10], len(one[0]), one[0])))

    def slots(self, task: str) -> dict[str, tuple[Day | None, Day | None, list[str]]]:
        """First day, last day and units of each occurrence; the waiting one is called ``."""
        units = list(self.parties(task))
        if DUTIES[task].kind != "triggered":
            return {name: (*span, units) for name, span in DUTIES[task].slots.items()}
        made: dict[str, tuple[Day | None, Day | None, list[str]]] = {"": (None, None, [])}
        waiting = set(units)
        for name, lines in self.triggers(task).items():
            for_whom = {line.unit for line in lines}
            whole = DUTIES[task].shared or COUNTY in for_whom
            mine = [unit for unit in units if whole or unit in for_whom]
            made[name] = (lines[0].on, YEAR_END, mine)
            waiting -= set(mine)
        made[""] = (None, None, [unit for unit in units if unit in waiting])
        return {name: slot for name, slot in made.items() if slot[2]}

    def history(self, task: str, period: str, unit: str) -> list[Line]:
        """What was recorded of an assignment; of a shared one, by anybody."""
        whole = DUTIES[task].shared
        return [
            line
            for line in self.of_task.get(task, ())
            if line.period == period and (whole or line.unit == unit)
        ]

    def stand(self, task: str, period: str, unit: str) -> Stand:
        """How an assignment stands."""
        duty = DUTIES[task]
        due = YEAR_END if period else None
        if period in duty.slots:
            _, due = duty.slots[period]
        lines = self.history(task, period, unit)
        waivers: dict[str, bool] = {}
        if duty.shared:
            lines, waivers = without_waivers(lines)
        status, since, value, confirmed = read(lines, None if duty.per else duty.asks)
        for line in lines:
            due = line.until if line.action == "extend" else due
        mine = [waivers[one] for one in (unit, COUNTY) if one in waivers]
        if mine:
            status, confirmed = "na", all(mine)
        timeliness = self.timeliness(duty.kind, status, since, due)
        ground = self.parties(task)[unit]
        return Stand(status, timeliness, since, due, confirmed, value, ground)

    def timeliness(self, kind: str, status: str, since: Day | None, due: Day | None) -> str:
        if status == "na":
            return "waived"
        if due is None:
            return "waiting"
        if status == "done":
            assert since is not None
            old = (min(self.day, due) - since).days >= 90
            return "late" if since > due else "stale" if kind == "standing" and old else "on-time"
        if self.day > due:
            return "overdue"
        return "due-soon" if (due - self.day).days <= 30 else "scheduled"

    @cached_property
    def rows(self) -> dict[str, dict[str, Stand]]:
        """Every occurrence by its id, with how each of its units stands."""
        found: dict[str, dict[str, Stand]] = {}
        for task in self.tasks:
            slots = self.slots(task)
            for period, (_, _, units) in slots.items():
                name = f"{task}@{period}" if period and period != "2025" else task
                found[name] = {unit: self.stand(task, period, unit) for unit in units}
        return found


def without_waivers(lines: Sequence[Line]) -> tuple[list[Line], dict[str, bool]]:
    """What is said of a shared result itself, and who is released from it.

    Each released unit (or the county) with whether that was confirmed. A unit that is released
    speaks of its waiver, until it records something of its own.
    """
    rest, out = [], dict[str, bool]()
    for line in lines:
        mine = [unit for unit in (line.unit, COUNTY) if unit in out]
        if line.action == "na":
            out[line.unit] = False
        elif mine and line.action == "confirm":
            out |= dict.fromkeys(mine, True)
        else:
            if line.action in ("done", "doing", "count", "todo", "return"):
                out = {unit: agreed for unit, agreed in out.items() if unit not in mine}
            if not (mine and line.action in ("todo", "return")):
                rest.append(line)
    return rest, out


def read(lines: Sequence[Line], goal: int | None) -> tuple[str, Day | None, int | None, bool]:
    """Status, its day, the figure and whether it is confirmed: the newest word counts."""
    status, since, value, confirmed = "todo", None, None, False
    for line in lines:
        if line.action == "confirm":
            confirmed = status in ("done", "na")
        if line.action not in ("done", "doing", "todo", "na", "count", "return"):
            continue
        before, known = status, value or 0
        confirmed = False
        status = {"return": "doing"}.get(line.action, line.action)
        if line.action == "count":
            value = line.value
            status = "done" if goal is not None and (value or 0) >= goal else "doing"
            if before == status == "done" and (value or 0) > known:
                continue  # the target was reached before
        since = None if status == "todo" else line.on
        value = None if status == "todo" else value
    return status, since, value, confirmed
