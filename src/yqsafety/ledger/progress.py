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
from typing import NamedTuple, assert_never

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.counted_marks import CountedMark, mark_of
from yqsafety.notice.model import COUNTY
from yqsafety.notice.roster import Roster
from yqsafety.notice.schedule import REPORTED


@dataclass(repr=False)
class Counter:
    """Assignments by status; `total` is what is not 不适用 (confirmed), 未触发 or 已转入.

    The total is `done`, `doing`, `todo` and `na_unconfirmed`, which do not overlap. All other
    figures are parts of these: `confirmed` and, of standing duties, `stale` of `done`; `returned`
    and `awaiting` of `doing`; `overdue`, `year_open`, `due_soon`, `stale`, `silent`, `reminded` and
    `applied` of what is open.
    """

    total: int = 0
    done: int = 0
    confirmed: int = 0
    doing: int = 0
    todo: int = 0
    na_unconfirmed: int = 0
    """Reported as 不适用, and still in the total until the office confirms it."""
    na: int = 0
    overdue: int = 0
    year_open: int = 0
    due_soon: int = 0
    stale: int = 0
    returned: int = 0
    awaiting: int = 0
    unconfirmed: int = 0
    """What waits for the office: done and not confirmed, 不适用 not confirmed, or 待认定."""
    waiting: int = 0
    transferred: int = 0
    """Open when it was handed over to the next notice, where it is counted since (已转入)."""
    silent: int = 0
    """Open with a date, and nothing recorded for SILENT_DAYS (未动)."""
    reminded: int = 0
    """Reminded, and nothing recorded since."""
    applied: int = 0
    """With an application for more time that waits for the office."""

    def add(self, mark: CountedMark, times: int) -> None:
        """Count `times` assignments with this mark."""
        if mark.timeliness == "waiting":
            self.waiting += times
            return
        if mark.timeliness == "transferred":
            self.transferred += times
            return
        match mark.status:
            case "na" if mark.confirmed:
                self.na += times
                return
            case "na":
                self.na_unconfirmed += times
            case "done":
                self.done += times
                self.confirmed += times * mark.confirmed
            case "doing":
                self.doing += times
                self.returned += times * mark.returned
                self.awaiting += times * mark.awaiting
            case "todo":
                self.todo += times
            case _:
                assert_never(mark.status)
        self.total += times
        waits = mark.awaiting or (mark.status in REPORTED and not mark.confirmed)
        self.unconfirmed += times * waits
        self.overdue += times * (mark.timeliness == "overdue")
        self.year_open += times * (mark.timeliness == "year-open")
        self.due_soon += times * (mark.timeliness == "due-soon")
        self.stale += times * (mark.timeliness == "stale")
        self.silent += times * mark.silent
        self.reminded += times * mark.reminded
        self.applied += times * mark.applied

    @property
    def percent(self) -> float | None:
        """The completion rate in percent, rounded to one decimal; None where the total is 0.

        0 and 100 are said only when exact, so that a rate never claims that all is done.
        """
        if not self.total:
            return None
        tenths = (2000 * self.done + self.total) // (2 * self.total)
        if self.done < self.total:
            tenths = min(tenths, 999)
        return (max(tenths, 1) if self.done else 0) / 10


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
        out = mark.timeliness == "transferred" or (mark.status == "na" and mark.confirmed)
        self.undivided += times * (mark.undivided and not out)
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

    @property
    def transferred(self) -> int:
        """已转入 in all three."""
        return sum(counter.transferred for counter in self.counters)

    @property
    def returned(self) -> int:
        """退回 in all three."""
        return sum(counter.returned for counter in self.counters)

    @property
    def awaiting(self) -> int:
        """待认定 in all three."""
        return sum(counter.awaiting for counter in self.counters)

    @property
    def reminded(self) -> int:
        """催办 in all three."""
        return sum(counter.reminded for counter in self.counters)

    @property
    def applied(self) -> int:
        """申请延期 in all three."""
        return sum(counter.applied for counter in self.counters)


class Part(NamedTuple):
    """One group of a breakdown."""

    key: str
    name: str
    tally: Tally
    notice: str = ""
    """Of a section or an item: the notice of which it is."""


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

    The parts add up to the whole. By unit a result of the whole county counts with the unit that
    was put in charge of it; without one it stands apart (全县一项).
    """
    parts: dict[tuple[str, str], Part] = {}
    placed = by in ("section", "item")
    counts = collections.Counter(
        (
            part_of(entry, assignment, by),
            entry.notice if placed else "",
            mark_of(entry, assignment),
        )
        for entry in entries
        for assignment in entry.countable
    )
    for ((key, name), notice, marked), times in counts.items():
        part = parts.setdefault((key, notice), Part(key, name, Tally(), notice))
        part.tally.add(marked, times)
    if by == "unit":
        return sorted(parts.values(), key=lambda part: roster.rank(part.key))
    if by in ("month", "deadline"):
        return sorted(parts.values(), key=lambda part: part.key)
    return list(parts.values())


def part_of(entry: Entry, assignment: Assignment, by: str) -> tuple[str, str]:
    """Key and name of the part to which an assignment belongs."""
    match by:
        case "section":
            return str(entry.section.number), entry.section_name
        case "item":
            return str(entry.item.number), entry.item_name
        case "unit" if assignment.party.id == COUNTY:
            return COUNTY, entry.words.one_result
        case "unit":
            return assignment.party.id, assignment.party.name
        case "deadline" if assignment.due:
            return f"{assignment.due}/{assignment.basis}", str(assignment.due)
        case _:
            month = assignment.due.strftime("%Y-%m") if assignment.due else "none"
            return month, month if assignment.due else "未触发"
