"""The one place where progress is computed. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from yqsafety.entry import Assignment, Entry
from yqsafety.model import COUNTY
from yqsafety.units import Roster

Nature = Literal["timed", "standing", "presumed"]


@dataclass(repr=False)
class Counter:
    """Assignments by status; `total` is what is neither 不适用 nor 未触发."""

    total: int = 0
    done: int = 0
    confirmed: int = 0
    doing: int = 0
    todo: int = 0
    na: int = 0
    overdue: int = 0
    due_soon: int = 0
    stale: int = 0
    waiting: int = 0

    def add(self, assignment: Assignment) -> None:
        """Count one assignment."""
        if assignment.status == "na":
            self.na += 1
            return
        if assignment.timeliness == "waiting":
            self.waiting += 1
            return
        self.total += 1
        self.done += assignment.status == "done"
        self.confirmed += assignment.status == "done" and assignment.confirmed
        self.doing += assignment.status == "doing"
        self.todo += assignment.status == "todo"
        self.overdue += assignment.timeliness == "overdue"
        self.due_soon += assignment.timeliness == "due-soon"
        self.stale += assignment.timeliness == "stale"

    @property
    def percent(self) -> int | None:
        """The completion rate, rounded down so that only a full count says 100; None of nothing."""
        return self.done * 100 // self.total if self.total else None


@dataclass(repr=False)
class Tally:
    """Three counters that do not overlap: every presumed assignment, and the rest by nature."""

    timed: Counter = field(default_factory=Counter)
    standing: Counter = field(default_factory=Counter)
    presumed: Counter = field(default_factory=Counter)
    undivided: int = 0
    """How many of all of these belong to a task that is still to be divided (待分工)."""

    def add(self, entry: Entry, assignment: Assignment) -> None:
        """Count one assignment where it belongs."""
        self.undivided += entry.division == "open" and assignment.status != "na"
        counter: Counter = getattr(self, nature(entry, assignment))
        counter.add(assignment)

    @property
    def counters(self) -> tuple[Counter, Counter, Counter]:
        """All three."""
        return self.timed, self.standing, self.presumed

    @property
    def na(self) -> int:
        """不适用 in all three."""
        return sum(counter.na for counter in self.counters)

    @property
    def waiting(self) -> int:
        """未触发 in all three."""
        return sum(counter.waiting for counter in self.counters)


def nature(entry: Entry, assignment: Assignment) -> Nature:
    """The counter of a tally to which an assignment belongs."""
    if assignment.party.presumed:
        return "presumed"
    return "standing" if entry.task.timing.kind == "standing" else "timed"


class Part(NamedTuple):
    """One group of a breakdown."""

    key: str
    name: str
    tally: Tally


def tally(entries: Iterable[Entry]) -> Tally:
    """The progress of some entries."""
    result = Tally()
    for entry in entries:
        for assignment in entry.countable:
            result.add(entry, assignment)
    return result


def of_entry(entry: Entry) -> Counter:
    """The progress of one row."""
    counter = Counter()
    for assignment in entry.countable:
        counter.add(assignment)
    return counter


def breakdown(entries: Iterable[Entry], by: str, roster: Roster) -> list[Part]:
    """Progress by section, item, unit, month of the date, or deadline (date and basis).

    The parts add up to the whole. By unit a result of the whole county stands apart (全县一项),
    so that it is counted once.
    """
    parts: dict[str, Part] = {}
    for entry in entries:
        for assignment in entry.countable:
            key, name = part_of(entry, assignment, by)
            part = parts.setdefault(key, Part(key, name, Tally()))
            part.tally.add(entry, assignment)
    if by == "unit":
        rank = {body.id: n for n, body in enumerate(roster.bodies)}
        return sorted(parts.values(), key=lambda part: rank.get(part.key, len(rank)))
    if by in ("month", "deadline"):
        return sorted(parts.values(), key=lambda part: part.key)
    return list(parts.values())


def part_of(entry: Entry, assignment: Assignment, by: str) -> tuple[str, str]:
    """Key and name of the part to which an assignment belongs."""
    match by:
        case "section":
            return str(entry.section.number), entry.section.heading
        case "item":
            return str(entry.item.number), entry.item.heading.rstrip("。")
        case "unit" if entry.shared:
            return COUNTY, "全县一项"
        case "unit":
            return assignment.party.id, assignment.party.name
        case "deadline" if assignment.due:
            return f"{assignment.due}/{assignment.basis}", str(assignment.due)
        case _:
            month = assignment.due.strftime("%Y-%m") if assignment.due else "none"
            return month, month if assignment.due else "未触发"


def failing(overall: Tally, gates: Iterable[str]) -> list[tuple[str, int, int]]:
    """The gates that do not hold: name, how many assignments, how many of them presumed."""
    found = []
    for gate in gates:
        counts = [_gated(counter, gate) for counter in overall.counters]
        if any(counts):
            found.append((gate, sum(counts), counts[-1]))
    return found


def _gated(counter: Counter, gate: str) -> int:
    match gate:
        case "overdue":
            return counter.overdue
        case "due-soon":
            return counter.due_soon
        case "stale":
            return counter.stale
        case _:
            return counter.todo + counter.doing
