"""Three offices that record apart, each with a clock, a file and an edition of its own.

Whatever one of them does is foretold by `reference_plans` and compared with what `reference` reads
from the same log. It is longer than others, since every figure is counted here once more.
"""

from __future__ import annotations

import datetime as dt
import decimal
from collections import Counter as Count
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field

import pytest
from duties import DUTIES, EDITIONS, ROSTERS
from reference import (
    WORST,
    Day,
    Line,
    Passing,
    Record,
    Row,
    Stand,
    View,
    rolled_up,
    taken_back,
)
from reference_plans import Foretold, Order, RefusedError, Said

from yqsafety.errors import UsageError
from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.changes import changes_since
from yqsafety.ledger.events import LEAD, Event
from yqsafety.ledger.gates import GATES, judge_gates
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.progress import Tally, break_down, tally_entries
from yqsafety.notice.model import Body
from yqsafety.recording.plan import Plan, Request, Stamp
from yqsafety.recording.targets import ForWhom
from yqsafety.recording.undoing import plan_undo
from yqsafety.store.state_format import State, dump_state, parse_state

CHINA = dt.timezone(dt.timedelta(hours=8))


def line_of(event: Event) -> Line:
    """An event as a line of the plain log."""
    return Line(
        at=event.at,
        id=event.id,
        batch=event.batch,
        on=event.on,
        by=event.by,
        machine=event.origin,
        action=event.action,
        task=event.task,
        period=event.period,
        unit=event.unit,
        value=event.value,
        until=event.until,
        reason=event.reason,
        said=event.field if event.action == "carry" else "",
        lead=event.field == LEAD,
        reverts=event.reverts,
    )


def told(event: Event) -> Said:
    """What an event says, as it is foretold."""
    figure: object = event.value if event.value is not None else event.until
    figure = event.field == LEAD if event.action == "assign" else figure
    return event.action, event.task, event.period, event.unit, event.on, figure


Fact = tuple[object, ...]


def facts_of(stand: Stand) -> Fact:
    """All that an assignment says; the days of its status only where it is done."""
    *spoken, revised, _, applied, refused = stand.record
    status, since, latest, value, confirmed, returned = spoken
    days = (since, latest) if status == "done" else ()
    shown = None if status == "na" else value
    said = (status, days, shown, confirmed, returned, revised, applied, refused)
    return (stand.unit, *said, *stand[2:])


def as_stand(one: Assignment) -> Stand:
    """An assignment of the program in the shape of the reference."""
    present = one.present
    return Stand(
        one.party.id,
        Record(
            one.status,
            present.since,
            present.latest,
            present.value,
            one.confirmed,
            one.returned,
            one.revised,
            present.was_confirmed,
            present.applied.until if present.applied else None,
            present.refused,
        ),
        one.timeliness,
        one.due,
        one.basis,
        one.party.ground,
        one.presumed,
        tuple(party.id for party in one.awaiting),
        one.finished_by.id if one.finished_by else "",
        Passing(
            len(one.rhythm.reminders),
            one.rhythm.unanswered,
            one.rhythm.received,
            one.rhythm.unreceived,
            one.rhythm.silent_days,
        ),
    )


def said_of_row(stands: Iterable[Stand]) -> Fact:
    """Status, timeliness and date of a row: the worst, and the earliest of what is open."""
    ones = list(stands)
    dates = [one.due for one in ones if one.status in ("todo", "doing")] or [
        one.due for one in ones
    ]
    worst = min((one.timeliness for one in ones), key=WORST.index)
    return rolled_up(ones), worst, min((day for day in dates if day), default=None)


def said_to_filter(row: Row) -> Fact:
    """What a row says of itself; a unit's word alone on an open result has no timeliness."""
    if not row.facts:
        return ()
    status, word, due = said_of_row(row.facts)
    alone = row.whole and not row.counts and status in ("todo", "doing") and word != "waiting"
    return status, "statement" if alone else word, due


def foretold_rows(rows: dict[str, Row]) -> dict[str, Fact]:
    """Rows of the reference as they are compared."""
    return {
        name: (
            [facts_of(stand) for stand in row.stands.values()],
            facts_of(row.whole) if row.whole else None,
            row.counts,
            said_to_filter(row),
        )
        for name, row in rows.items()
    }


def shown_rows(entries: Iterable[Entry]) -> dict[str, Fact]:
    """Rows of the program as they are compared."""
    return {
        entry.id: (
            [facts_of(as_stand(one)) for one in entry.assignments],
            facts_of(as_stand(entry.whole)) if entry.whole else None,
            entry.whole_counts,
            (entry.status, entry.timeliness, entry.due),
        )
        for entry in entries
    }


def counted(
    view: View, by: str, rows: dict[str, Row] | None = None
) -> dict[str, dict[str, Count[str]]]:
    """The figures of `status`, counted one by one; what is zero left out."""
    found: dict[str, dict[str, Count[str]]] = {}
    for row in (view.rows if rows is None else rows).values():
        duty = DUTIES[row.task]
        for stand in row.counted:
            part = {
                "section": str(duty.section),
                "item": row.task.partition(".")[0],
                "unit": stand.unit,
                "month": f"{stand.due:%Y-%m}" if stand.due else "none",
            }.get(by, "all")
            nature = "standing" if duty.kind == "standing" else "timed"
            nature = "presumed" if stand.presumed else nature
            out = stand.status == "na" and stand.record.confirmed
            counters = found.setdefault(part, {})
            counters.setdefault(nature, Count()).update(words(stand))
            if view.undivided(row.task) and not out:
                counters.setdefault("undivided", Count())["undivided"] += 1
    return plain(found)


def words(stand: Stand) -> list[str]:
    """The figures in which an assignment is."""
    if stand.timeliness == "waiting":
        return ["waiting"]
    if stand.status == "na":
        waived = stand.record.confirmed
        return ["na"] if waived else ["total", "na_unconfirmed", "unconfirmed"]
    late = stand.timeliness.replace("-", "_")
    is_open = stand.status in ("todo", "doing")
    parts = {
        "confirmed": stand.status == "done" and stand.record.confirmed,
        "unconfirmed": stand.unconfirmed,
        "returned": stand.status == "doing" and stand.record.returned,
        "awaiting": stand.awaiting,
        "silent": is_open and stand.passing.silent >= 30,
        "reminded": is_open and stand.passing.unanswered,
        "applied": is_open and stand.record.applied,
        late: late in ("overdue", "year_open", "due_soon", "stale"),
    }
    return ["total", stand.status, *(name for name, holds in parts.items() if holds)]


def rate(counter: Count[str]) -> float | None:
    """Done of total in percent to one decimal, a half upward; 0 and 100 only when exact."""
    done, total = counter["done"], counter["total"]
    if done in (0, total):
        return (100.0 if done else 0.0) if total else None
    whole = decimal.Decimal(100 * done) / total
    tenths = whole.quantize(decimal.Decimal("0.1"), decimal.ROUND_HALF_UP)
    return min(max(float(tenths), 0.1), 99.9)


def moved(view: View, before: View) -> tuple[set[tuple[str, str]], ...]:
    """What was finished, fell overdue and became 年度未结 between two days: row and unit."""

    def holding(some: View, word: str) -> dict[tuple[str, str], str]:
        return {
            (name, "" if row.whole else stand.unit): stand.unit
            for name, row in some.rows.items()
            for stand in row.counted
            if (word == "done" and stand.status == word and DUTIES[row.task].kind != "standing")
            or stand.timeliness == word
        }

    found = []
    for word in ("done", "overdue", "year-open"):
        then, now = holding(before, word), holding(view, word)
        found.append({(key[0], unit) for key, unit in now.items() if key not in then})
    return tuple(found)


def gated(rows: Iterable[Row], everyone: bool) -> tuple[object, ...]:
    """What the gates find: how many were looked at, judged and left out, and what fails."""
    stands = [one for row in rows for one in row.counted]
    asked = [one for one in stands if one.timeliness not in ("waiting", "waived")]
    judged = [one for one in asked if everyone or not one.presumed]
    failed = {
        gate: sum(
            gate == one.timeliness
            or (gate == "open" and one.status in ("todo", "doing"))
            or (gate == "unconfirmed" and one.unconfirmed)
            for one in judged
        )
        for gate in GATES
    }
    return (
        len(judged),
        len(asked) - len(judged),
        sum(one.timeliness == "waiting" for one in stands),
        sum(one.timeliness == "waived" for one in stands),
        {gate: count for gate, count in failed.items() if count},
        failed["year-open"],
        sum(one.status == "na" for one in judged),
        0,  # nothing is handed over to a next notice here
    )


def plain(found: dict[str, dict[str, Count[str]]]) -> dict[str, dict[str, Count[str]]]:
    """Figures without zeros and without counters that hold none."""
    return {
        key: {name: +counter for name, counter in counters.items() if +counter}
        for key, counters in found.items()
    }


def shown(tallied: Tally) -> dict[str, Count[str]]:
    """The figures of the program in the same shape."""
    figures = asdict(tallied)
    undivided = Count(undivided=figures.pop("undivided"))
    return {name: Count(counter) for name, counter in figures.items()} | {"undivided": undivided}


def content(entry: Entry) -> tuple[object, ...]:
    """All that a row says; bodies by id, since each roster makes its own."""
    whole = (entry.whole,) if entry.whole else ()
    ones = [
        (one.party.id, one.party[1:], one[1:6], [party.id for party in one.awaiting], one[7:])
        for one in (*entry.assignments, *whole)
    ]
    return (entry.id, entry.period, entry.division, ones, entry.county)


Foretell = Callable[[Foretold], list[Said]]
"""What the reference says that an order will record."""
MakePlan = Callable[[Ledger, Request, Stamp], Plan]
"""What the program would record."""


@dataclass
class Office:
    """One machine: its file, its clock, its catalogue; and the plain log beside them."""

    id: str
    by: str
    now: dt.datetime
    edition: int = 1
    events: tuple[Event, ...] = ()
    log: dict[str, Line] = field(default_factory=dict)
    commands: int = 0

    @property
    def today(self) -> Day:
        return self.now.date()

    def ledger(self, day: Day | None = None) -> Ledger:
        catalog, roster = EDITIONS[self.edition], ROSTERS[self.edition]
        return Ledger(catalog, roster, self.events, day or self.today, self.id)

    def view(self, day: Day | None = None) -> View:
        return View(self.log.values(), self.edition, day or self.today)

    def body(self, unit: str) -> Body | None:
        return ROSTERS[self.edition].get(unit)

    def stamp(self) -> Stamp:
        self.commands += 1
        return Stamp(self.by, self.id, f"{self.id}{self.commands:04d}", self.now)

    def request(self, order: Order) -> Request:
        """An order as the command line hands it to the core."""
        bodies = [self.body(unit) for unit in order.units]
        named = tuple(body for body in bodies if body)
        who = ForWhom(named, order.every, order.default, order.whole)
        return Request(
            order.action,  # type: ignore[arg-type]
            who,
            order.on,
            dated=order.dated,
            note=order.note,
            counted=order.counted,
            until=order.until,
            reason=order.reason,
        )

    def obey(self, order: Order, foretell: Foretell, make: MakePlan) -> None:
        """Carry an order out if it can be; what it records is what was foretold."""
        book = self.ledger()
        made = self.foresee(order, foretell, make)
        self.append(made)
        if made:
            self.check_that_undo_restores(book)

    def foresee(self, order: Order, foretell: Foretell, make: MakePlan) -> list[Event]:
        """What an order would record, which is what was foretold; nothing where it is refused."""
        book, request, stamp = self.ledger(), self.request(order), self.stamp()
        try:
            foretold = Foretold(self.view(), order)
            foretold.refuse_days(self.today)
            expected = foretell(foretold)
        except RefusedError:
            with pytest.raises(UsageError):
                make(book, request, stamp)
            return []
        made = make(book, request, stamp).events
        assert sorted(map(told, made), key=str) == sorted(expected, key=str)
        for event in made:
            assert (event.by, event.origin, event.batch) == (self.by, self.id, stamp.batch)
            assert (event.note, event.reason) == (order.note, order.reason)
        return made

    def append(self, made: Iterable[Event]) -> None:
        """Write as `append_events` does; nothing is written twice or before its time."""
        made = list(made)
        assert not self.log.keys() & {event.id for event in made}
        newest = max((line.at for line in self.log.values()), default="")
        assert all(event.at > newest for event in made)
        self.log |= {event.id: line_of(event) for event in made}
        state = State(self.id, (*self.events, *made))
        self.events = parse_state(dump_state(state)).events
        assert self.events == state.events

    def check_that_undo_restores(self, before: Ledger) -> None:
        """What was just recorded can be taken back, and then nothing is left of it."""
        revert, _ = plan_undo(self.ledger(), "", self.stamp())
        events = (*self.events, revert)
        after = Ledger(before.catalog, before.roster, events, self.today, self.id)
        assert list(map(content, after.entries)) == list(map(content, before.entries))

    def gone(self) -> set[str]:
        """The batches that are taken back."""
        return taken_back(self.log.values())

    def check(self, day: Day | None = None) -> None:
        """The program says of a day what the plain log says of it."""
        book, view = self.ledger(day), self.view(day)
        self.compare(book, view, book.entries, view.rows)
        assert {event.id for event in self.events} == self.log.keys()

    def check_changes(self, first: Day, last: Day) -> None:
        """The program says of two days what the plain log says has changed."""
        book = self.ledger(last)
        changed = changes_since(book, book.entries, first)
        found = [{(one.entry.id, one.unit) for one in part} for part in changed[1:]]
        assert tuple(found) == moved(self.view(last), self.view(first))

    def compare(
        self, book: Ledger, view: View, entries: tuple[Entry, ...], rows: dict[str, Row]
    ) -> None:
        """Some rows of the program are those of the reference, and so are their figures."""
        found, wanted = shown_rows(entries), foretold_rows(rows)
        assert list(found) == list(wanted)
        for name, row in found.items():
            assert row == wanted[name], name
        overall = tally_entries(entries)
        assert plain({"all": shown(overall)}) == (counted(view, "all", rows) or {"all": {}})
        for by in ("section", "item", "unit", "month"):
            parts = break_down(entries, by, book.roster)
            for counter in (one for part in parts for one in part.tally.counters):
                assert counter.percent == rate(Count(asdict(counter)))
            assert plain({part.key: shown(part.tally) for part in parts}) == counted(view, by, rows)
        for everyone in (False, True):
            gate = judge_gates(entries, overall, GATES, everyone)
            assert gate[1:] == gated(rows.values(), everyone)
