"""Three offices that record apart, each with a clock, a file and an edition of its own.

Whatever one of them does is foretold by `reference_plans` and compared with what `reference` reads
from the same log.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter as Count
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field

import pytest
from duties import DUTIES, EDITIONS, ROSTERS, SECTIONS
from reference import COUNTY, Day, Line, Stand, View, taken_back
from reference_plans import Foretold, Order, RefusedError, Said, strongest

from yqsafety.errors import UsageError
from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.events import LEAD, Event
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
        lead=event.field == LEAD,
        reverts=event.reverts,
    )


def told(event: Event) -> Said:
    """What an event says, as it is foretold."""
    figure: object = event.value if event.value is not None else event.until
    figure = event.field == LEAD if event.action == "assign" else figure
    return event.action, event.task, event.period, event.unit, event.on, figure


def stands(entries: Iterable[Entry]) -> dict[str, dict[str, Stand]]:
    """Rows of the program in the shape of the reference."""
    return {
        entry.id: {
            a.party.id: Stand(
                a.status,
                a.timeliness,
                a.present.since if a.status == "done" else None,
                a.due,
                a.confirmed,
                a.present.value,
                a.party.ground,
            )
            for a in entry.assignments
        }
        for entry in entries
    }


def counted(view: View, by: str) -> dict[str, dict[str, Count[str]]]:
    """The figures of `status`, counted one by one; what is zero left out."""
    found: dict[str, dict[str, Count[str]]] = {}
    for name, row in view.rows.items():
        task = name.partition("@")[0]
        duty, item = DUTIES[task], task.partition(".")[0]
        for unit in [strongest(row)] if duty.shared else list(row):
            stand = row[unit]
            month = f"{stand.due:%Y-%m}" if stand.due else "none"
            owner = COUNTY if duty.shared else unit
            parts = {"section": SECTIONS[item], "item": item, "unit": owner, "month": month}
            nature = "standing" if duty.kind == "standing" else "timed"
            counter = found.setdefault(parts.get(by, "all"), {}).setdefault(
                "presumed" if stand.ground == "presumed" else nature, Count()
            )
            if stand.status == "na":
                counter["na"] += 1
            elif stand.timeliness == "waiting":
                counter["waiting"] += 1
            else:
                counter.update(["total", stand.status])
                counter["confirmed"] += stand.status == "done" and stand.confirmed
                if stand.timeliness in ("overdue", "due-soon", "stale"):
                    counter[stand.timeliness.replace("-", "_")] += 1
            if view.undivided(task) and stand.status != "na":
                found[parts.get(by, "all")].setdefault("undivided", Count())["undivided"] += 1
    return plain(found)


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
    units = [(one.party.id, one.party[1:], one[1:]) for one in entry.assignments]
    return (entry.id, entry.period, entry.division, units)


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
        who = ForWhom(tuple(body for body in bodies if body), order.every, order.default)
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

    def obey(
        self,
        order: Order,
        foretell: Callable[[Foretold], list[Said]],
        make: Callable[[Ledger, Request, Stamp], Plan],
    ) -> None:
        """Carry an order out if it can be; what it records is what was foretold."""
        book, request, stamp = self.ledger(), self.request(order), self.stamp()
        try:
            if order.on > self.today:
                raise RefusedError
            expected = foretell(Foretold(self.view(), order))
        except RefusedError:
            with pytest.raises(UsageError):
                make(book, request, stamp)
            return
        made = make(book, request, stamp).events
        assert sorted(map(told, made), key=str) == sorted(expected, key=str)
        for event in made:
            assert (event.by, event.origin, event.batch) == (self.by, self.id, stamp.batch)
            assert (event.note, event.reason) == (order.note, order.reason)
        self.append(made)
        if made:
            self.check_that_undo_restores(book)

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
        rows = {
            name: {
                unit: stand._replace(since=stand.since if stand.status == "done" else None)
                for unit, stand in row.items()
            }
            for name, row in view.rows.items()
        }
        found = stands(book.entries)
        assert found == rows
        assert list(found) == list(rows)
        assert plain({"all": shown(tally_entries(book.entries))}) == counted(view, "all")
        for by in ("section", "item", "unit", "month"):
            parts = break_down(book.entries, by, book.roster)
            assert plain({part.key: shown(part.tally) for part in parts}) == counted(view, by)
        assert {event.id for event in self.events} == self.log.keys()
