"""Filters over a ledger. Several values of one filter mean OR, different filters AND. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import NamedTuple

from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.schedule import OPEN, REPORTED
from yqsafety.notice.unit_names import plain_name


class Filters(NamedTuple):
    """What is asked for, resolved to ids and codes.

    `shown` keeps it in the user's words, so that an empty answer can say which filter emptied it.
    """

    units: tuple[str, ...] = ()
    """Unit and group ids, groups taken apart."""
    direct: bool = False
    sections: tuple[int, ...] = ()
    items: tuple[int, ...] = ()
    due_from: dt.date | None = None
    due_by: dt.date | None = None
    statuses: tuple[str, ...] = ()
    """Codes of status or timeliness, or `open`."""
    kinds: tuple[str, ...] = ()
    unconfirmed: bool = False
    """Reported as done or not applicable, and not confirmed yet."""
    undivided: bool = False
    """Still to be divided among units."""
    grep: str = ""
    shown: tuple[tuple[str, str], ...] = ()
    """Filter name and Chinese description, in the order in which they are applied."""


Step = Callable[[Entry], Entry | None]


class Selection(NamedTuple):
    """The matching rows, how many were left after each filter, and how many there are in all."""

    entries: tuple[Entry, ...]
    left: tuple[tuple[str, int], ...]
    total: int


def select_entries(ledger: Ledger, filters: Filters) -> Selection:
    """The rows that match, narrowed to the chosen units."""
    words = dict(filters.shown)
    units = frozenset(filters.units)
    # With units chosen, only the rows of their tasks are made; the total is counted without making.
    entries = tuple(ledger.concerning(units)) if units else ledger.entries
    total = ledger.total if units else len(entries)
    left = []
    for name, step in _filter_steps(filters):
        entries = tuple(kept for entry in entries if (kept := step(entry)) is not None)
        left.append((words.get(name, name), len(entries)))
    return Selection(entries, tuple(left), total)


def _filter_steps(filters: Filters) -> Iterator[tuple[str, Step]]:
    """The filters that were given, those that narrow a row to some units first.

    The order matters: the date and the status of a row are then those of the chosen units.
    """
    if filters.units:
        units = frozenset(filters.units)
        yield "unit", lambda entry: entry.narrowed(units, direct=False)
    if filters.direct:
        yield "direct", lambda entry: entry.narrowed(None, direct=True)
    if filters.unconfirmed:
        yield "unconfirmed", _narrow_to_unconfirmed
    if filters.undivided:
        yield "undivided", _keep_if(lambda entry: entry.division == "open")
    if filters.sections:
        yield "section", _keep_if(lambda entry: entry.section.number in filters.sections)
    if filters.items:
        yield "item", _keep_if(lambda entry: entry.item.number in filters.items)
    if filters.due_from:
        first = filters.due_from
        yield "due_from", _keep_if(lambda entry: entry.due is not None and entry.due >= first)
    if filters.due_by:
        last = filters.due_by
        yield "due_by", _keep_if(lambda entry: entry.due is not None and entry.due <= last)
    if filters.statuses:
        yield "status", _keep_if(lambda entry: has_status(entry, filters.statuses))
    if filters.kinds:
        yield "kind", _keep_if(lambda entry: entry.task.timing.kind in filters.kinds)
    if filters.grep:
        part = plain_name(filters.grep)
        yield (
            "grep",
            _keep_if(lambda entry: part in plain_name(entry.task.title + entry.task.quote)),
        )


def _narrow_to_unconfirmed(entry: Entry) -> Entry | None:
    kept = tuple(a for a in entry.assignments if a.status in REPORTED and not a.confirmed)
    return entry._replace(assignments=kept) if kept else None


def _keep_if(test: Callable[[Entry], bool]) -> Step:
    return lambda entry: entry if test(entry) else None


def has_status(entry: Entry, codes: tuple[str, ...]) -> bool:
    """Whether a row has one of these statuses or timelinesses; `open` is todo or doing.

    A waiting row (未触发) matches `waiting` only: nothing can be asked of it yet.
    """
    if entry.waiting:
        return "waiting" in codes
    is_open = entry.status in OPEN
    return entry.status in codes or entry.timeliness in codes or ("open" in codes and is_open)
