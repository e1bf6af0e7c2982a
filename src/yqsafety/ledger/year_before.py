"""What became of a duty under the notice before, and what was left unfinished there. Pure.

A new year's notice says of each task which one of an earlier notice goes on in it (`continues`).
Nothing of last year's record counts for the new duty: it begins anew, with last year's result
beside it. Both notices are folded from the same events, each with its own catalogue.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import Notice, Task, Term
from yqsafety.notice.roster import Party


class PastResult(NamedTuple):
    """What became of an earlier task for one unit, slot by slot."""

    party: Party
    slots: tuple[tuple[Entry, Assignment], ...]


class ContinuedTask(NamedTuple):
    """An earlier task that goes on in one of today."""

    notice: str
    task: str
    term: Term | None = None
    """The term of its notice; None where that notice cannot be opened."""
    why: str = ""
    """Why it cannot be opened, in Chinese."""
    shared: bool = False
    """Whether it was a result of the whole county."""
    results: tuple[PastResult, ...] = ()
    """Of the units that were asked for and had the task; of a result of the whole county one."""


class LeftOpen(NamedTuple):
    """What a unit left unfinished, and the tasks of the new notice in which it goes on."""

    notice: str
    """The id of the notice under which it is unfinished."""
    entry: Entry
    one: Assignment
    into: tuple[str, ...]


def continued_task(earlier: Ledger, task_id: str, units: Sequence[str]) -> ContinuedTask:
    """What became of an earlier task for some units, in the order of its own roster."""
    entries = earlier.of_task(task_id)
    found: dict[str, list[tuple[Entry, Assignment]]] = defaultdict(list)
    parties: dict[str, Party] = {}
    for entry in entries:
        for one in entry.facts if entry.shared else entry.assignments:
            if entry.shared or one.party.id in units:
                found[one.party.id].append((entry, one))
                parties.setdefault(one.party.id, one.party)
    results = tuple(PastResult(party, tuple(found[unit])) for unit, party in parties.items())
    shared = any(entry.shared for entry in entries)
    notice = earlier.catalog.notice.id
    return ContinuedTask(notice, task_id, earlier.term, shared=shared, results=results)


def heirs_of(notice: Notice, earlier: str) -> dict[str, list[Task]]:
    """By id of an earlier notice's task: the tasks of this one in which it goes on."""
    heirs: dict[str, list[Task]] = {}
    for item in notice.items():
        for task in item.tasks:
            for of, task_id in task.continued:
                if of == earlier:
                    heirs.setdefault(task_id, []).append(task)
    return heirs


def left_open(earlier: Ledger, heirs: dict[str, list[Task]]) -> Iterator[LeftOpen]:
    """What is unfinished under an earlier notice, in its order.

    Standing duties have no end and go on anyway; what waits for its event was not to be done.
    """
    for entry in earlier.entries:
        if entry.task.timing.kind == "standing" or entry.waiting:
            continue
        into = tuple(task.id for task in heirs.get(entry.task.id, ()))
        notice = earlier.catalog.notice.id
        yield from (LeftOpen(notice, entry, one, into) for one in entry.countable if one.is_open)
