"""The lists of tasks in the monthly report and on the page: overdue, returned, due next. Pure.

Units that are only presumed are counted and not named, so that none is reported in public for
what it may not have to do. What was returned is named even then: the unit had reported it, and so
had taken the task on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from typing import Literal, NamedTuple

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.roster import Party
from yqsafety.notice.schedule import Status
from yqsafety.wording.phrases import unit_name
from yqsafety.wording.report_details import UnitCounts

Late = Literal["overdue", "year-open"]


class ListedTask(NamedTuple):
    """One line of a list: an occurrence, and its units that share one date and one reason."""

    entry: Entry
    first: Assignment
    units: tuple[str, ...]
    """As they are named: who leads and who only supports is said."""
    bodies: tuple[str, ...]
    """The same by their names alone."""
    counted: int
    """How many assignments the line stands for."""

    @property
    def is_nobodys(self) -> bool:
        """Whether it is a result of the whole county that no unit is in charge of."""
        return self.entry.whole is not None and self.entry.owner is None

    @property
    def named(self) -> str:
        """Its units; of a result of the whole county that nobody is in charge of, this first."""
        names = "、".join(self.units)
        if not self.is_nobodys:
            return names
        one_result = self.entry.words.one_result
        return f"{one_result}：{names}" if names else one_result

    def days_late(self, day: dt.date) -> int:
        """Days after the deadline."""
        return (day - (self.first.due or day)).days


class TaskList(NamedTuple):
    """The lines of a list, and how many assignments are left out because they are presumed."""

    lines: tuple[ListedTask, ...]
    presumed: int = 0

    @property
    def counted(self) -> int:
        """How many assignments the lines stand for."""
        return sum(line.counted for line in self.lines)


def counts_by_unit(found: TaskList) -> UnitCounts:
    """How many of what is listed each unit has; of what nobody is in charge of, how many."""
    counts: dict[str, int] = {}
    shared = 0
    for line in found.lines:
        if line.is_nobodys and not line.first.returned:
            shared += line.counted
            continue
        for name in line.bodies:
            counts[name] = counts.get(name, 0) + 1
    return UnitCounts(tuple(counts.items()), shared)


def late_list(ledger: Ledger, entries: tuple[Entry, ...], code: Late) -> TaskList:
    """What is overdue, or open after its year; the longest first."""
    found = _split_list(entries, lambda a: a.timeliness == code)
    longest = sorted(found.lines, key=lambda line: -line.days_late(ledger.as_of))
    return found._replace(lines=tuple(longest))


def returned_list(entries: tuple[Entry, ...]) -> TaskList:
    """What the supervising office sent back and what was not reported anew since."""
    return TaskList(tuple(_listed_tasks(entries, lambda a: bool(a.returned) and a.is_open)))


def due_soon_list(entries: tuple[Entry, ...], status: Status) -> TaskList:
    """What has a status and falls due soon, of dated duties: standing ones are only reported."""
    dated = (entry for entry in entries if entry.task.timing.kind != "standing")
    return _split_list(dated, lambda a: (a.status, a.timeliness) == (status, "due-soon"))


def next_month_list(ledger: Ledger, entries: tuple[Entry, ...]) -> TaskList:
    """What is open and falls due in the calendar month after the ledger's day."""
    first, last = _month_after(ledger.as_of)
    return _split_list(
        entries, lambda a: a.is_open and a.due is not None and first <= a.due <= last
    )


def _split_list(entries: Iterable[Entry], wanted: Callable[[Assignment], bool]) -> TaskList:
    rows = tuple(entries)
    presumed = _listed_tasks(rows, lambda a: wanted(a) and a.presumed)
    return TaskList(
        tuple(_listed_tasks(rows, lambda a: wanted(a) and not a.presumed)),
        sum(line.counted for line in presumed),
    )


def _listed_tasks(
    entries: Iterable[Entry], wanted: Callable[[Assignment], bool]
) -> list[ListedTask]:
    """The wanted assignments as lines; units of a task with the same date and reason share one."""
    lines = []
    for entry in entries:
        alike: dict[tuple[object, ...], list[Assignment]] = {}
        for one in filter(wanted, entry.countable):
            alike.setdefault((one.due, one.basis, one.returned), []).append(one)
        lines += [
            ListedTask(
                entry,
                some[0],
                tuple(map(unit_name, parties)),
                tuple(party.name for party in parties),
                len(some),
            )
            for some in alike.values()
            for parties in (_parties(entry, some),)
        ]
    return lines


def _parties(entry: Entry, some: list[Assignment]) -> list[Party]:
    """The units on a line.

    A result of the whole county is its owner's; without an owner all who share it are named, but
    for those that waived their part and those that are only presumed. Whom it was returned to is
    named in any case: that unit had taken it on.
    """
    if not entry.whole or entry.owner:
        return [one.party for one in some]
    returned = [a for a in entry.assignments if a.returned]
    held = [a for a in entry.assignments if a.status != "na" and not a.party.presumed]
    return [one.party for one in returned or held]


def returned_on(one: Assignment) -> dt.date | None:
    """The day on which something was sent back; None where it was not."""
    days = [event.on for event in one.present.history if event.action == "return"]
    return days[-1] if days and one.returned else None


def next_month_name(day: dt.date) -> str:
    """The name of the month after a day; January is named with its year."""
    first, _ = _month_after(day)
    return f"{first.month}月" if first.month > 1 else f"{first.year}年1月"


def end_of_month_before(day: dt.date) -> dt.date:
    """The last day of the calendar month before a day; Python's first day has none before it."""
    first = day.replace(day=1)
    return first if first == dt.date.min else first - dt.timedelta(days=1)


def _month_after(day: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of the calendar month after a day.

    Python's calendar ends with the year 9999; towards its end both are its last day.
    """
    if day >= dt.date(9999, 11, 1):
        return dt.date.max, dt.date.max
    # 32 days after a first always lie in the next month.
    first = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    return first, (first + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
