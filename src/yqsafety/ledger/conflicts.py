"""Taking in what others recorded, and where their records contradict each other. Pure.

A merge is the union of the events by id: nothing is lost, and merging twice or in another order
gives the same. What contradicts is not decided by the merge. The newest record counts, and
登记不一致 is said until somebody settles it (docs/reference.md, "Merging").
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.effective import events_by_unit
from yqsafety.ledger.events import ANSWER_ACTIONS, STATUS_ACTIONS, Action, Event
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.order import in_order, names_writer, state_of, writer_of
from yqsafety.notice.model import COUNTY

_DATE: frozenset[Action] = frozenset({"extend"})
"""The one action that says a date, as a set, to stand beside STATUS_ACTIONS."""


class SameId(Exception):
    """Two events have the same id, which is the argument, and different content.

    Ids are unique across machines, so one of the two was altered after it was recorded.
    """


class MergedFile(NamedTuple):
    """What one file brought."""

    name: str
    added: int
    known: int
    others: int
    """How many of its events belong to a notice that is not in view; they are taken too."""


class Contradiction(NamedTuple):
    """An assignment of which different files say different things."""

    entry: Entry
    unit: str
    """`county` for the one result of the whole county."""
    events: tuple[Event, ...]
    """The newest word of each file, in the order of recording."""


def merged_events(ours: Iterable[Event], theirs: Iterable[Event]) -> tuple[Event, ...]:
    """Ours as they stand, then what is new in theirs by time and id; SameId when they clash.

    Ours are not sorted in: a file only grows at its end, and the place of an event in it tells what
    was known when it was recorded (`find_contradictions`).
    """
    union = take_files(tuple(ours), [("", tuple(theirs))], ())
    if union.clashes:
        raise SameId(union.clashes[0][1])
    return union.events


class Union(NamedTuple):
    """What several files come to together with ours."""

    events: tuple[Event, ...]
    files: list[MergedFile]
    clashes: list[tuple[str, str]]
    """A file and the id of an event of which it has another content."""


def take_files(
    ours: Sequence[Event], others: Iterable[tuple[str, Sequence[Event]]], notices: Collection[str]
) -> Union:
    """The union with all files, one after the other, and what each of them brought.

    `notices` are the ids of those in view. In one pass: what is known is looked up and not gathered
    anew for each of hundreds of files.
    """
    both = list(ours)
    known = {event.id: event for event in ours}
    taken, clashes = [], []
    for name, theirs in others:
        new: dict[str, Event] = {}
        distinct: dict[str, str] = {}
        for event in theirs:
            distinct[event.id] = event.notice
            same = known.get(event.id) or new.setdefault(event.id, event)
            if same != event:
                clashes.append((name, event.id))
                break
        both += in_order(new.values())
        known |= new
        elsewhere = sum(of not in notices for of in distinct.values())
        taken.append(MergedFile(name, len(new), len(distinct) - len(new), elsewhere))
    return Union(tuple(both), taken, clashes)


def find_contradictions(ledger: Ledger, entries: Iterable[Entry]) -> list[Contradiction]:
    """Where the newest status (count, date) that one writer says is not what another says.

    Whether somebody knew of the other side cannot be told from the times of recording, only from
    this file, whose events stand in the order in which they came in. So the matter is settled by
    what was recorded here after the others' words came in (a status, a count, a date, a
    confirmation, a return), or by taking one side back, and by nothing else.
    """
    rows = list(entries)
    return [one for part in ledger.parts for one in _contradictions_in(part, rows)]


def _contradictions_in(ledger: Ledger, entries: list[Entry]) -> list[Contradiction]:
    # The usual case, one person and one file, costs one pass over the events.
    if len({_writer_in(ledger, event) for event in ledger.live.events}) < 2:
        return []
    place = {event.id: n for n, event in enumerate(ledger.recorded)}
    return [
        Contradiction(entry, unit, said)
        for entry in entries
        if entry.notice == ledger.catalog.notice.id
        for unit, words, events in _said_of(ledger, entry)
        if (said := _disagreeing_words(ledger, entry, events, words))
        and not _is_settled(ledger, place, events, words, said)
    ]


def _writer_in(ledger: Ledger, event: Event) -> str:
    """The writer of an event; all who record in this file here count as one, named ''."""
    writer = writer_of(event.origin)
    return "" if writer in ledger.writers else writer


def _said_of(ledger: Ledger, entry: Entry) -> Iterator[tuple[str, frozenset[Action], list[Event]]]:
    """What may be contradicted in a row: whose, in which actions, among which events.

    Status comes before date. On a shared result each unit has a record of its own, the office has
    one under `county`, and the date is one for all.
    """
    events = ledger.live.by_slot.get((entry.task.id, entry.period.name))
    if not events:
        return
    mine = events_by_unit(events)
    if entry.shared:
        yield COUNTY, STATUS_ACTIONS, mine.get(COUNTY, [])
        yield COUNTY, _DATE, events
    for assignment in entry.assignments:
        own = mine.get(assignment.party.id, [])
        yield assignment.party.id, STATUS_ACTIONS, own
        if not entry.shared:
            yield assignment.party.id, _DATE, own


def _disagreeing_words(
    ledger: Ledger, entry: Entry, events: list[Event], words: frozenset[Action]
) -> tuple[Event, ...]:
    """The newest of these `words` of each writer, if any two of them disagree; else none.

    What 0.1.0 recorded in a file is superseded by what was recorded there since: it names no
    writer, and would else contradict its own.
    """
    newest = {_writer_in(ledger, event): event for event in events if event.action in words}
    since = {state_of(one.origin) for one in newest.values() if names_writer(one.origin)}
    said = tuple(
        one
        for one in in_order(newest.values())
        if names_writer(one.origin) or state_of(one.origin) not in since
    )
    differ = any(_words_differ(entry, one, other) for one in said for other in said)
    return said if differ else ()


def _words_differ(entry: Entry, one: Event, other: Event) -> bool:
    if one.action == other.action:
        return (one.value, one.until) != (other.value, other.until)
    return _status_said(entry, one) != _status_said(entry, other)


def _status_said(entry: Entry, event: Event) -> str:
    """The status that an event says; of a count, whether the target is reached."""
    if event.action != "count":
        return event.action
    goal = entry.task.goal
    return "done" if goal is not None and (event.value or 0) >= goal else "doing"


def _is_settled(
    ledger: Ledger,
    place: dict[str, int],
    events: list[Event],
    words: frozenset[Action],
    said: tuple[Event, ...],
) -> bool:
    """Whether something was recorded in this file once all that the others said was in it.

    `place` is the position of each event in the file.
    """
    foreign = max(place[event.id] for event in said if _writer_in(ledger, event))
    return any(
        not _writer_in(ledger, event) and place[event.id] > foreign
        for event in events
        if event.action in words | ANSWER_ACTIONS
    )
