"""What changed between an earlier day and the day of a ledger. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from yqsafety.errors import UsageError
from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.counted_marks import CountedMark, mark_of
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.progress import Tally


class Movement(NamedTuple):
    """One counted assignment whose state is not the one it had on the earlier day."""

    entry: Entry
    assignment: Assignment

    @property
    def unit(self) -> str:
        """The unit's id; `county` for a result of the whole county that no unit is in charge of."""
        return self.assignment.party.id


class ChangesSince(NamedTuple):
    """The difference between two days: after `day`, up to and on the day of the ledger."""

    day: dt.date
    finished: tuple[Movement, ...]
    """Done now and not then. A standing duty is reported, never finished, so it is not here."""
    fell_overdue: tuple[Movement, ...]
    """Overdue now and not then; what was finished late in between is among the finished."""
    became_year_open: tuple[Movement, ...]
    """年度未结 now and not then."""


def changes_since(book: Ledger, entries: Iterable[Entry], day: dt.date) -> ChangesSince:
    """What changed in some rows of a ledger since the end of `day`.

    Both days are folded from the same events by the day from which they hold, not by when they
    were recorded: what was entered late counts on its own day, and the figures of two reports add
    up. UsageError when `day` is after the ledger's.
    """
    if day > book.as_of:
        raise UsageError(f"--since {day} 晚于统计日 {book.as_of}，", "请改用更早的日期。")
    then = _counted_on(book, day)
    moved: dict[str, list[Movement]] = {"finished": [], "overdue": [], "year-open": []}
    for entry in entries:
        for now in entry.countable:
            was = then[_key(entry, now)].assignment if _key(entry, now) in then else None
            if _is_finished(entry, now) and not (was and _is_finished(entry, was)):
                moved["finished"].append(Movement(entry, now))
            elif now.timeliness in moved and not (was and was.timeliness == now.timeliness):
                moved[now.timeliness].append(Movement(entry, now))
    return ChangesSince(day, *map(tuple, moved.values()))


@dataclass(repr=False)
class Comparison:
    """The dated tasks in some rows on two days; what is presumed neither praises nor blames."""

    day: dt.date
    """The earlier one."""
    then: Tally = field(default_factory=Tally)
    now: Tally = field(default_factory=Tally)
    finished: int = 0
    """Done since."""
    fell_overdue: int = 0
    """Overdue now and not then."""
    became_year_open: int = 0
    caught_up: int = 0
    """Overdue then and not now: done since, said not to apply, or given another date."""


def compare_days(book: Ledger, entries: Iterable[Entry], day: dt.date) -> Comparison:
    """Some rows of a ledger on its day, and at the end of an earlier `day`."""
    then = _counted_on(book, day)
    found = Comparison(day)
    for entry in entries:
        for one in entry.countable:
            mark = mark_of(entry, one)
            found.now.add(mark, 1)
            before = then.get(_key(entry, one))
            was = mark_of(*before) if before else None
            if was:
                found.then.add(was, 1)
            if mark.nature == "timed":
                _count_change(found, mark, was)
            found.caught_up += _is_late(was) and not _is_late(mark)
    return found


def _count_change(found: Comparison, now: CountedMark, was: CountedMark | None) -> None:
    then = was.timeliness if was and was.nature == "timed" else None
    found.finished += now.status == "done" and not (was and was.status == "done")
    found.fell_overdue += now.timeliness == "overdue" and then != "overdue"
    found.became_year_open += now.timeliness == "year-open" and then != "year-open"


def _is_late(mark: CountedMark | None) -> bool:
    return mark is not None and (mark.nature, mark.timeliness) == ("timed", "overdue")


def _counted_on(book: Ledger, day: dt.date) -> dict[tuple[str, str, str], Movement]:
    """What was counted at the end of a day, folded anew from the same events."""
    before = book.on_day(day)
    return {_key(entry, a): Movement(entry, a) for entry in before.entries for a in entry.countable}


def _key(entry: Entry, one: Assignment) -> tuple[str, str, str]:
    """What is the same on both days; somebody may have been put in charge in between."""
    return entry.notice, entry.id, "" if entry.shared else one.party.id


def _is_finished(entry: Entry, assignment: Assignment) -> bool:
    return assignment.status == "done" and entry.task.timing.kind != "standing"
