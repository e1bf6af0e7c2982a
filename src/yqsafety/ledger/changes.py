"""What changed between an earlier day and the day of a ledger. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from yqsafety.errors import UsageError
from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.ledger import Ledger


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
    before = book.on_day(day)
    then = {_key(entry, a): a for entry in before.entries for a in entry.countable}
    moved: dict[str, list[Movement]] = {"finished": [], "overdue": [], "year-open": []}
    for entry in entries:
        for now in entry.countable:
            was = then.get(_key(entry, now))
            if _is_finished(entry, now) and not (was and _is_finished(entry, was)):
                moved["finished"].append(Movement(entry, now))
            elif now.timeliness in moved and not (was and was.timeliness == now.timeliness):
                moved[now.timeliness].append(Movement(entry, now))
    return ChangesSince(day, *map(tuple, moved.values()))


def _key(entry: Entry, one: Assignment) -> tuple[str, str, str]:
    """What is the same on both days; somebody may have been put in charge in between."""
    return entry.notice, entry.id, "" if entry.shared else one.party.id


def _is_finished(entry: Entry, assignment: Assignment) -> bool:
    return assignment.status == "done" and entry.task.timing.kind != "standing"
