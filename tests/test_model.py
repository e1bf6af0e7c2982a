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
from reference import WORST, Day, View
from reference_plans import rolled_up

from yqsafety.errors import UsageError
from yqsafety.ledger.conflicts import take_files
from yqsafety.ledger.filters import Filters, select_entries
from yqsafety.recording.undoing import plan_undo


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
        both, (taken,), _ = take_files(office.events, [(other.id, other.events)], notice)
        assert both[: len(office.events)] == office.events
        assert taken.added == len(other.log.keys() - office.log.keys())
        assert taken.known == len(other.log.keys() & office.log.keys())
        again = take_files(other.events, [(office.id, office.events)], notice).events
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
        self.offices[where].check(day)

    @rule(
        where=offices,
        unit=st.sampled_from(["", "jia", "ding", "nobody"]),
        statuses=st.lists(
            st.sampled_from(
                "open todo doing done na overdue due-soon stale late waiting waived".split()
            ),
            max_size=2,
        ),
        first=st.none() | days,
        last=st.none() | days,
    )
    def look_for(
        self, where: int, unit: str, statuses: list[str], first: Day | None, last: Day | None
    ) -> None:
        office = self.offices[where]
        filters = Filters(
            units=(unit,) if unit else (),
            statuses=tuple(statuses),
            due_from=first,
            due_by=last,
        )
        found = [entry.id for entry in select_entries(office.ledger(), filters).entries]
        assert found == matching(office.view(), unit, statuses, first, last)


def matching(
    view: View, unit: str, statuses: list[str], first: Day | None, last: Day | None
) -> list[str]:
    """The rows that match every filter, found one by one."""
    found = []
    for name, row in view.rows.items():
        mine = [stand for one, stand in row.items() if unit in ("", one)]
        if not mine:
            continue
        dates = [s.due for s in mine if s.status in ("todo", "doing")] or [s.due for s in mine]
        due = min((day for day in dates if day), default=None)
        status = rolled_up(mine)
        states = {status, min((s.timeliness for s in mine), key=WORST.index, default="")} | (
            {"open"} if status in ("todo", "doing") else set()
        )
        states = {"waiting"} if not mine[0].due else states
        if statuses and not states & set(statuses):
            continue
        if (first and not (due and due >= first)) or (last and not (due and due <= last)):
            continue
        found.append(name)
    return found


TestModel = Model.TestCase
