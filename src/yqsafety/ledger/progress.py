"""The one place where progress is computed. Pure.

People are held to these figures, so each has one definition, and table, gate, report and page all
take it from here: two views that differ are worse than none. What is counted is assignments; a
result of the whole county counts once. 不适用 and 未触发 are outside the total and stand beside it.
Standing duties are reported, never finished, so they are not in the completion rate. What is
presumed is counted apart. The parts of a breakdown always add up to the whole.
"""

from __future__ import annotations

import collections
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, assert_never

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.notice.model import COUNTY
from yqsafety.notice.roster import Roster
from yqsafety.notice.schedule import Status, Timeliness

Nature = Literal["timed", "standing", "presumed"]


class CountedMark(NamedTuple):
    """Everything about an assignment that progress depends on.

    Assignments with equal marks are counted together first, which is faster than adding each one:
    however many there are, they have few different marks.
    """

    nature: Nature
    status: Status
    timeliness: Timeliness
    confirmed: bool
    undivided: bool
    """Whether the task is still to be divided (待分工)."""


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

    def add(self, mark: CountedMark, times: int) -> None:
        """Count `times` assignments with this mark."""
        if mark.timeliness == "waiting" and mark.status != "na":
            self.waiting += times
            return
        match mark.status:
            case "na":
                self.na += times
                return
            case "done":
                self.done += times
            case "doing":
                self.doing += times
            case "todo":
                self.todo += times
            case _:
                assert_never(mark.status)
        self.total += times
        self.confirmed += times * mark.confirmed
        self.overdue += times * (mark.timeliness == "overdue")
        self.due_soon += times * (mark.timeliness == "due-soon")
        self.stale += times * (mark.timeliness == "stale")

    @property
    def percent(self) -> int | None:
        """The completion rate in percent; None where the total is 0.

        Rounded down, so that only a full count says 100.
        """
        return self.done * 100 // self.total if self.total else None


@dataclass(repr=False)
class Tally:
    """Three counters that do not overlap: every presumed assignment, and the rest by nature."""

    timed: Counter = field(default_factory=Counter)
    standing: Counter = field(default_factory=Counter)
    presumed: Counter = field(default_factory=Counter)
    undivided: int = 0
    """How many of all of these belong to a task that is still to be divided (待分工)."""

    def add(self, mark: CountedMark, times: int) -> None:
        """Count `times` assignments with this mark, in the counter of its nature."""
        self.undivided += times * (mark.undivided and mark.status != "na")
        counter: Counter = getattr(self, mark.nature)
        counter.add(mark, times)

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


def mark_of(entry: Entry, assignment: Assignment) -> CountedMark:
    """The mark of an assignment; presumed goes before standing and timed."""
    nature: Nature = "standing" if entry.task.timing.kind == "standing" else "timed"
    if assignment.party.presumed:
        nature = "presumed"
    confirmed, undivided = assignment.confirmed, entry.division == "open"
    return CountedMark(nature, assignment.status, assignment.timeliness, confirmed, undivided)


class Part(NamedTuple):
    """One group of a breakdown."""

    key: str
    name: str
    tally: Tally


def tally_entries(entries: Iterable[Entry]) -> Tally:
    """The progress of some entries."""
    result = Tally()
    for marked, times in _count_marks(entries).items():
        result.add(marked, times)
    return result


def count_entry(entry: Entry) -> Counter:
    """The progress of one row."""
    counter = Counter()
    for marked, times in _count_marks([entry]).items():
        counter.add(marked, times)
    return counter


def _count_marks(entries: Iterable[Entry]) -> collections.Counter[CountedMark]:
    return collections.Counter(
        mark_of(entry, assignment) for entry in entries for assignment in entry.countable
    )


def break_down(entries: Iterable[Entry], by: str, roster: Roster) -> list[Part]:
    """Progress by section, item, unit, month of the date, or deadline (date and basis).

    The parts add up to the whole. By unit a result of the whole county stands apart (全县一项),
    so that it is counted once.
    """
    parts: dict[str, Part] = {}
    counts = collections.Counter(
        (part_of(entry, assignment, by), mark_of(entry, assignment))
        for entry in entries
        for assignment in entry.countable
    )
    for ((key, name), marked), times in counts.items():
        parts.setdefault(key, Part(key, name, Tally())).tally.add(marked, times)
    if by == "unit":
        return sorted(parts.values(), key=lambda part: roster.rank(part.key))
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


def failing_gates(overall: Tally, gates: Iterable[str]) -> list[tuple[str, int, int]]:
    """The gates of `--fail-on` that do not hold.

    Of each the name, how many assignments fail it, and how many of these are presumed.
    """
    found = []
    for gate in gates:
        counts = [_gated_count(counter, gate) for counter in overall.counters]
        if any(counts):
            found.append((gate, sum(counts), counts[-1]))
    return found


def _gated_count(counter: Counter, gate: str) -> int:
    match gate:
        case "overdue":
            return counter.overdue
        case "due-soon":
            return counter.due_soon
        case "stale":
            return counter.stale
        case _:
            return counter.todo + counter.doing
