"""The model of the whole: whatever three offices do, the program says what the design says.

`HYPOTHESIS_PROFILE=long pytest tests/test_model.py` looks for new ways to break it, for minutes.
"""

from __future__ import annotations

import datetime as dt

import pytest
from duties import EDITIONS
from hypothesis import strategies as st
from hypothesis.stateful import rule
from recording_rules import Recording, days, numbers, offices
from reference import Day, Wanted

from yqsafety.errors import UsageError
from yqsafety.ledger.conflicts import take_files
from yqsafety.ledger.filters import Filters, select_entries
from yqsafety.recording.undoing import plan_undo

STATES = (
    "open todo doing done na overdue year-open due-soon stale late pending waiting waived returned"
    " awaiting"
).split()


class Model(Recording):
    """Everything that can be done: record, take back, merge, upgrade, look."""

    @rule(where=offices, which=st.none() | numbers)
    def undo(self, where: int, which: int | None) -> None:
        office = self.offices[where]
        gone = office.gone()
        lines = sorted(line for line in office.log.values() if line.batch not in gone)
        own = [
            line.batch
            for line in lines
            if (line.by, line.machine) == (office.by, office.id) and line.action != "revert"
        ]
        named = sorted({line.batch for line in lines})
        batch = named[which % len(named)] if which is not None and named else ""
        stamp = office.stamp()
        if not batch and not own:
            with pytest.raises(UsageError):
                plan_undo(office.ledger(), "", stamp)
            return
        revert, targets = plan_undo(office.ledger(), batch, stamp)
        assert revert.reverts == (batch or own[-1])
        assert {event.id for event in targets} == {
            line.id for line in lines if line.batch == revert.reverts
        }
        office.append([revert])
        office.check()

    @rule(here=offices, there=offices)
    def merge(self, here: int, there: int) -> None:
        office, other = self.offices[here], self.offices[there]
        if any(line.at[:10] > office.today.isoformat() for line in other.log.values()):
            return  # one of the clocks is wrong: tests/test_writers.py
        notice = EDITIONS[office.edition].notice.id
        both, (taken,), _ = take_files(office.events, [(other.id, other.events)], {notice})
        assert both[: len(office.events)] == office.events
        assert taken.added == len(other.log.keys() - office.log.keys())
        assert taken.known == len(other.log.keys() & office.log.keys())
        again = take_files(other.events, [(office.id, office.events)], {notice}).events
        assert set(again) == set(both)
        office.events = both
        office.log |= other.log
        office.check()

    @rule(where=offices, days=st.integers(-3, 45))
    def time_passes(self, where: int, days: int) -> None:
        office = self.offices[where]
        office.now += dt.timedelta(days=days, minutes=1)
        office.check()

    @rule(where=offices)
    def new_edition(self, where: int) -> None:
        office = self.offices[where]
        office.edition = 2
        office.check()

    @rule(where=offices, day=days)
    def look_at_another_day(self, where: int, day: Day) -> None:
        office = self.offices[where]
        office.check(day)
        office.check_changes(*sorted([day, office.today]))

    @rule(
        where=offices,
        unit=st.sampled_from(["", "jia", "ding", "nobody"]),
        statuses=st.lists(st.sampled_from(STATES), max_size=2),
        first=st.none() | days,
        last=st.none() | days,
        grounds=st.just(()) | st.sampled_from([("presumed",), ("notice", "local")]),
        unconfirmed=st.booleans(),
    )
    def look_for(
        self,
        where: int,
        unit: str,
        statuses: list[str],
        first: Day | None,
        last: Day | None,
        grounds: tuple[str, ...],
        unconfirmed: bool,
    ) -> None:
        office = self.offices[where]
        book, view, units = office.ledger(), office.view(), (unit,) if unit else ()
        filters = Filters(
            units=units,
            statuses=tuple(statuses),
            due_from=first,
            due_by=last,
            grounds=grounds,
            unconfirmed=unconfirmed,
        )
        found = select_entries(book, filters).entries
        wanted = Wanted(
            units, tuple(statuses), first, last, grounds=grounds, unconfirmed=unconfirmed
        )
        office.compare(book, view, found, view.matching(wanted))


TestModel = Model.TestCase
