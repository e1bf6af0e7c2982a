"""Rows in another order than the document's. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal

from yqsafety.ledger.assignments import WORST, Entry
from yqsafety.notice.roster import Roster

SortKey = Literal["doc", "due", "unit", "status"]


def sorted_entries(entries: Iterable[Entry], by: SortKey, roster: Roster) -> tuple[Entry, ...]:
    """The rows by deadline (what has none last), by unit, or by how urgent they stand.

    What is equal stays in the document's order.
    """
    match by:
        case "doc":
            return tuple(entries)
        case "due":
            return tuple(sorted(entries, key=lambda entry: entry.due or dt.date.max))
        case "unit":
            return tuple(sorted(entries, key=lambda entry: _first_rank(entry, roster)))
        case "status":
            return tuple(sorted(entries, key=_urgency))


def _first_rank(entry: Entry, roster: Roster) -> int:
    """The place in the roster of the first unit on a row; of a shared result of who leads it."""
    ones = entry.facts if entry.owner else entry.assignments or entry.facts
    return min(roster.rank(one.party.id) for one in ones)


def _urgency(entry: Entry) -> tuple[int, bool, dt.date]:
    """Late before soon before the rest; of equals what is presumed last, then by deadline."""
    late = WORST.index(entry.timeliness)
    return late, entry.blames_nobody, entry.due or dt.date.max
