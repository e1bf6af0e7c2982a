"""Filters over a ledger. Several values of one filter mean OR, different filters AND. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.joint import translated_units
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.schedule import REPORTED
from yqsafety.notice.unit_names import plain_name

NOWHERE = (0,)
"""The sections or items of a notice that has none of those asked for: no row is in them."""


class Places(NamedTuple):
    """The sections and items that are asked for, by the numbers of one notice."""

    notice: str
    sections: tuple[int, ...] = ()
    items: tuple[int, ...] = ()


class Filters(NamedTuple):
    """What is asked for, resolved to ids and codes.

    `shown` keeps it in the user's words, so that an empty answer can say which filter emptied it.
    """

    units: tuple[str, ...] = ()
    """Unit and group ids, groups taken apart."""
    direct: bool = False
    grounds: tuple[str, ...] = ()
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
    silent_days: int | None = None
    """Open, with a date, and nothing recorded by the unit for so many days."""
    grep: str = ""
    shown: tuple[tuple[str, str], ...] = ()
    """Filter name and Chinese description, in the order in which they are applied."""
    places: tuple[Places, ...] = ()
    """Where several notices are in view: the sections and items of each by its own numbers."""

    @property
    def by_state(self) -> bool:
        """Whether rows are chosen by how they stand: then no rate says anything of a unit."""
        return bool(self.statuses or self.unconfirmed or self.silent_days is not None)


Step = Callable[[Entry], Entry | None]


class Selection(NamedTuple):
    """The matching rows, how many were left after each filter, and how many there are in all."""

    entries: tuple[Entry, ...]
    left: tuple[tuple[str, int], ...]
    total: int

    @property
    def matched(self) -> int:
        """How many rows match, also where only some of them are to be shown."""
        return self.left[-1][1] if self.left else self.total


def select_entries(ledger: Ledger, filters: Filters) -> Selection:
    """The rows that match, narrowed to the chosen units."""
    if ledger.parts == (ledger,):
        return _selected_part(ledger, filters)
    found = [_selected_part(part, _filters_of(ledger, part, filters)) for part in ledger.parts]
    left = [
        (names[0][0], sum(count for _, count in names))
        for names in zip(*(one.left for one in found), strict=True)
    ]
    entries = tuple(entry for one in found for entry in one.entries)
    return Selection(entries, tuple(left), sum(one.total for one in found))


def _filters_of(ledger: Ledger, part: Ledger, filters: Filters) -> Filters:
    """The filters in the ids and numbers of one of several notices."""
    units = translated_units(part, filters.units, ledger.roster)
    mine = next((one for one in filters.places if one.notice == part.catalog.notice.id), None)
    if mine is None:
        return filters._replace(units=units)
    return filters._replace(units=units, sections=mine.sections, items=mine.items)


def _selected_part(ledger: Ledger, filters: Filters) -> Selection:
    """The rows of one notice that match."""
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
    """The filters that were given; each narrows a row to the assignments that it means."""
    if filters.units:
        units = frozenset(filters.units)
        yield "unit", lambda entry: entry.narrowed(lambda one: one.party.id in units)
    if filters.direct:
        yield "direct", _narrow(lambda _, one: not one.party.via)
    if filters.grounds:
        yield "ground", _narrow(lambda _, one: one.party.ground in filters.grounds)
    if filters.unconfirmed:
        yield "unconfirmed", _narrow(_waits_for_office)
    if filters.silent_days is not None:
        least = max(filters.silent_days, 1)
        yield "silent", _narrow(lambda _, one: one.is_open and one.rhythm.silent_days >= least)
    yield from _row_steps(filters)
    if filters.due_from:
        first = filters.due_from
        yield "due_from", _narrow(lambda _, one: one.due is not None and one.due >= first)
    if filters.due_by:
        last = filters.due_by
        yield "due_by", _narrow(lambda _, one: one.due is not None and one.due <= last)
    if filters.statuses:
        codes = frozenset(filters.statuses)
        yield "status", _narrow(lambda entry, one: bool(state_codes(entry, one) & codes))


def _row_steps(filters: Filters) -> Iterator[tuple[str, Step]]:
    """The filters that are about the task, and so the same for all of its assignments."""
    if filters.undivided:
        yield "undivided", _keep_if(lambda entry: entry.division == "open")
    if filters.sections:
        yield "section", _keep_if(lambda entry: entry.section.number in filters.sections)
    if filters.items:
        yield "item", _keep_if(lambda entry: entry.item.number in filters.items)
    if filters.kinds:
        yield "kind", _keep_if(lambda entry: entry.task.timing.kind in filters.kinds)
    if filters.grep:
        part = plain_name(filters.grep)
        yield "grep", _keep_if(lambda entry: _speaks_of(entry, part))


def _speaks_of(entry: Entry, part: str) -> bool:
    """Whether a text is in title, quote or event, or is the beginning of the id (18.5).

    Of the tasks of one event only the first may name it in its sentence.
    """
    task = entry.task
    if part in plain_name(f"{task.title}\n{task.quote}\n{task.timing.trigger or ''}"):
        return True
    return bool(re.match(r"\d+\.", part)) and entry.id.casefold().startswith(part)


def _narrow(keep: Callable[[Entry, Assignment], bool]) -> Step:
    return lambda entry: entry.narrowed(lambda one: keep(entry, one))


def _keep_if(test: Callable[[Entry], bool]) -> Step:
    return lambda entry: entry if test(entry) else None


def _waits_for_office(entry: Entry, one: Assignment) -> bool:
    """Whether the office is to confirm it; a report on what is finished waits for nobody."""
    if one.is_statement and entry.whole and entry.whole.status == "done":
        return False
    return one.unconfirmed


def state_codes(entry: Entry, one: Assignment) -> set[str]:
    """The values of `--status` that an assignment matches.

    What waits for its event (未触发) matches `waiting` only: nothing can be asked of it yet. What
    goes on under the next notice matches `transferred` only: nothing is asked of it any more. What
    a unit says of a result of the whole county is never open; it is done where the county's is.
    """
    if one.timeliness == "waiting" or (entry.waiting and one.is_statement):
        return {"waiting"}
    if one.is_transferred or (one.is_statement and entry.whole and entry.whole.is_transferred):
        return {"transferred"}
    codes: set[str] = {"returned"} if one.returned else set()
    if one.revised:
        codes.add("revised")
    codes |= _passing_codes(entry, one)
    if one.is_statement:
        return codes | _statement_codes(entry, one)
    codes |= {one.status, one.timeliness}
    if one.is_open:
        codes.add("open")
    if one.awaiting:
        codes.add("awaiting")
    return codes


def _passing_codes(entry: Entry, one: Assignment) -> set[str]:
    """What waits of a reminder, a receipt or an application, while something is to be done."""
    whole_open = entry.whole is not None and entry.whole.is_open
    if not (one.is_open or (one.is_statement and whole_open)):
        return set()
    waits = {
        "reminded": one.rhythm.unanswered,
        "unreceived": one.rhythm.unreceived,
        "applied": one.present.applied is not None,
    }
    return {code for code, is_so in waits.items() if is_so}


def _statement_codes(entry: Entry, one: Assignment) -> set[str]:
    whole = entry.whole
    if whole and whole.status in REPORTED:
        return {whole.status}
    if one.status == "done":
        return {"awaiting", "doing"}
    return set[str]() if one.status == "todo" else {one.status}


def entry_states(entry: Entry) -> set[str]:
    """The values of `--status` that a row matches: those of any of its assignments."""
    some = entry.assignments if not entry.whole_counts else (*entry.assignments, *entry.facts)
    return set().union(*(state_codes(entry, one) for one in some))
