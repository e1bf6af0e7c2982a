"""Who recorded an event, and which event comes after which. Pure.

An event's `origin` is the id of the state file and of the writer, `STATE.WRITER`. The writer is one
place on one machine, known by an id that no copy of the file carries (store/writers.py): so what
two copies of one file say is told apart. Version 0.1.0 wrote the file's id alone, which then
stands for the writer. `/` and the name of a register may follow.

The order is that of the clocks, `at`. A clock that ran ahead must not outlast all that is recorded
after it. So whoever records while the file holds events of a later time says so in his event's
origin: `STATE.WRITER>WRITER~FIRST~LAST,…`, the events of that writer recorded from FIRST to LAST
come before this one, whatever their clock said. It stands in the event itself, so that every
machine comes to the same order, whichever file was merged first.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from yqsafety.ledger.events import Event

SMALL_SKEW = dt.timedelta(minutes=1)
"""Clocks differ by seconds everywhere: up to this a record is set behind the newest one instead."""
_IN_A_ROW = dt.timedelta(hours=1)
_MANY = 40
"""Stretches of time that are named apart; were there more, all are named at once."""
_ANYONE = "*"


def writer_of(origin: str) -> str:
    """The writer in an origin; of 0.1.0 the id of the state file."""
    place = origin.partition("/")[0].partition(">")[0]
    return place.rpartition(".")[2]


def state_of(origin: str) -> str:
    """The id of the state file in an origin."""
    return origin.partition("/")[0].partition(">")[0].partition(".")[0]


def names_writer(origin: str) -> bool:
    """Whether an origin names a writer apart from the file, as versions after 0.1.0 do."""
    return "." in origin.partition("/")[0]


def in_order(events: Iterable[Event]) -> list[Event]:
    """Events by their time of recording, ties by id; what was known to come before, before.

    The times are compared as text, which is right because all have microseconds and +08:00.
    """
    ordered = sorted(events, key=lambda event: (event.at, event.id))
    if not any(">" in event.origin for event in ordered):
        return ordered
    return _with_what_was_known(ordered)


def _with_what_was_known(ordered: Sequence[Event]) -> list[Event]:
    """Each event after all that it names; those keep their order among themselves.

    A loop of names, which only an altered file can hold, is cut where it is met.
    """
    lines = _Lines(ordered)
    placed: list[Event] = []
    for event in ordered:
        stack = [(event, False)] if lines.take(event) else []
        while stack:
            top, ready = stack.pop()
            if ready:
                placed.append(top)
                continue
            stack.append((top, True))
            stack += [(one, False) for one in reversed(list(lines.taken_before(top)))]
    return placed


class _Lines:
    """The events of each writer by time, of which each is taken once."""

    def __init__(self, ordered: Sequence[Event]) -> None:
        self._events: dict[str, list[Event]] = defaultdict(list)
        self._taken: set[str] = set()
        self._after: dict[tuple[str, int], int] = {}
        for event in ordered:
            self._events[writer_of(event.origin)].append(event)
        self._events[_ANYONE] = list(ordered)
        self._times = {who: [e.at for e in line] for who, line in self._events.items()}

    def take(self, event: Event) -> bool:
        """Whether the event was not taken yet; then it is."""
        fresh = event.id not in self._taken
        self._taken.add(event.id)
        return fresh

    def taken_before(self, event: Event) -> Iterator[Event]:
        """The events that one names and that were not taken yet; they are taken."""
        for who, first, last in _named(event):
            times = self._times.get(who, [])
            start, end = bisect_left(times, first), bisect_right(times, last)
            # What was taken is passed in one step: many names of many events stay cheap.
            place = self._next(who, start)
            while place < end:
                one = self._events[who][place]
                if self.take(one):
                    yield one
                self._after[who, place] = place + 1
                place = self._next(who, place)

    def _next(self, who: str, place: int) -> int:
        passed = []
        while (who, place) in self._after:
            passed.append(place)
            place = self._after[who, place]
        for one in passed:
            self._after[who, one] = place
        return place


def _named(event: Event) -> Iterator[tuple[str, str, str]]:
    """Writer, first and last time of what an event names; only what its own clock did not show."""
    said = event.origin.partition("/")[0].partition(">")[2]
    for piece in said.split(",") if said else ():
        who, _, times = piece.partition("~")
        first, _, last = times.partition("~")
        if event.at < first <= last:
            yield who, first, last


def newest_time(events: Sequence[Event], now: str = "") -> str:
    """The time of the event that comes last; where no clock was ahead of `now` any of them.

    Empty where there are no events.
    """
    newest = max((event.at for event in events), default="")
    return newest if newest <= now or not events else in_order(events)[-1].at


def next_origin(events: Sequence[Event], state: str, writer: str, now: dt.datetime) -> str:
    """The origin of what is recorded now: the file, the writer, and what it comes after.

    Where no event has a later time than the clock shows, but for a small skew, that is all.
    """
    origin = f"{state}.{writer}"
    moment = now.isoformat(timespec="microseconds")
    if newest_time(events, moment) <= (now + SMALL_SKEW).isoformat(timespec="microseconds"):
        return origin
    # What was named before comes before an event of a right clock already.
    ordered = in_order(events)
    right = max((n for n, one in enumerate(ordered) if one.at < moment), default=-1)
    return f"{origin}>{','.join(_names(ordered[right + 1 :]))}"


def _names(events: Sequence[Event]) -> list[str]:
    """The writers of these events, each with the first and last time of what it recorded in a row.

    In a row, since it may go on under a right clock, at a time that lies between two wrong ones.
    """
    runs: list[tuple[str, str, str]] = []
    for who, at in sorted((writer_of(event.origin), event.at) for event in events):
        if runs and runs[-1][0] == who and _gap(runs[-1][2], at) <= _IN_A_ROW:
            runs[-1] = (who, runs[-1][1], at)
        else:
            runs.append((who, at, at))
    if len(runs) > _MANY:
        times = [event.at for event in events]
        runs = [(_ANYONE, min(times), max(times))]
    return ["~".join(run) for run in runs]


def _gap(one: str, other: str) -> dt.timedelta:
    return dt.datetime.fromisoformat(other) - dt.datetime.fromisoformat(one)
