"""The rules of what goes into the next notice, whatever happened to the one before."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from machines import CHINA
from small import ROSTER, SMALL, event, histories, task

from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.events import Event
from yqsafety.ledger.filters import state_codes
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.progress import count_entry
from yqsafety.notice.model import Catalog, Item, Task, Term
from yqsafety.recording.carrying_over import CarryingOver, plan_carrying
from yqsafety.recording.plan import Stamp

FIRST = dt.date(2026, 1, 1)
STAMP = Stamp("李四", "abc", "carried", dt.datetime(2026, 7, 1, 9, tzinfo=CHINA))
ASSIGNED = [("1.1", "yi"), ("1.1", "jia"), ("1.4", "bing"), ("2.3", "jia"), ("2.3", "yi")]


def next_year() -> Catalog:
    """The small notice a year later: 2.3 is cut into 2.3 and 2.5, 1.2 goes on as 1.1 and so on."""
    names = {"1.1": "1.2", "1.2": "1.1", "2.4": ""}
    sections = []
    for section in SMALL.notice.sections:
        items = [_item_of_next_year(item, names) for item in section.items]
        sections.append(replace(section, items=tuple(items)))
    term = Term(FIRST, dt.date(2026, 12, 31))
    notice = replace(
        SMALL.notice,
        id="small-2026",
        term=term,
        date=dt.date(2026, 3, 1),
        sections=tuple(sections),
    )
    return replace(SMALL, notice=notice)


def _item_of_next_year(item: Item, names: dict[str, str]) -> Item:
    tasks: list[Task] = []
    for one in item.tasks:
        timing = replace(one.timing, due=None)
        if timing.kind == "triggered":  # it states what the old one left open
            timing = replace(timing, within=30, basis="stated")
        if name := names.get(one.id, one.id):
            tasks.append(replace(one, id=name, timing=timing, continues=f"small-2025/{one.id}"))
        if one.id == "2.3":
            tasks.append(replace(task("2.5", timing), continues="small-2025/2.3"))
    return replace(item, tasks=tuple(sorted(tasks, key=lambda one: one.id)))


NEXT = next_year()


@st.composite
def years(draw: st.DrawFn) -> list[Event]:
    """What happened, and what the office arranged."""
    events = draw(histories())
    for n, (task_id, unit) in enumerate(draw(st.lists(st.sampled_from(ASSIGNED), max_size=3))):
        lead = draw(st.booleans())
        made = event(50 + n, "assign", task_id, unit, period="")
        events.append(made._replace(field="lead" if lead else ""))
    if draw(st.booleans()):
        events.append(event(60, "strike", "", "bing", period="")._replace(field="members"))
    for n, on in enumerate(draw(st.lists(st.sampled_from(["2025-11-30", "2026-02-01"])))):
        unit = draw(st.sampled_from(["jia", "ding"]))
        events.append(event(70 + n, "trigger", "1.4", unit, on=on, period=f"{on}-{n + 2}"))
    return events


def books(events: list[Event]) -> tuple[Ledger, Ledger]:
    """Both notices on the day of carrying."""
    day = STAMP.today
    return (
        Ledger(SMALL, ROSTER, tuple(events), day, "abc"),
        Ledger(NEXT, ROSTER, tuple(events), day, "abc"),
    )


def standing(entry: Entry) -> list[tuple[object, ...]]:
    """How every assignment of a row stands."""
    return [
        (entry.id, one.party.id, one.present, one.due, one.timeliness)
        for one in (*entry.facts, *entry.assignments)
    ]


def carried(events: list[Event]) -> CarryingOver:
    old, new = books(events)
    return plan_carrying([old], new, STAMP, lambda one: one.action)


@given(years())
def test_what_was_carried_is_carried_once_and_changes_nothing_else_of_the_old(
    events: list[Event],
) -> None:
    made = carried(events)
    closing = [one for one in made.plan.events if one.notice == "small-2025"]
    assert {one.action for one in closing} <= {"transfer"}
    assert {one.notice for one in made.plan.events} <= {"small-2025", "small-2026"}
    assert {one.batch for one in made.plan.events} <= {"carried"}
    assert len({one.id for one in made.plan.events}) == len(made.plan.events)
    after = [*events, *made.plan.events]
    assert carried(after).plan.events == []
    before, later = books(events)[0], books(after)[0]
    moved = {(one.task, one.period) for one in closing}
    for row, other in zip(before.entries, later.entries, strict=True):
        if (row.task.id, row.period.name) not in moved:
            assert standing(row) == standing(other)


@given(years())
def test_every_event_that_is_open_goes_on_or_is_named(events: list[Event]) -> None:
    made = carried(events)
    old = books(events)[0]
    opened = {
        (one.task, one.unit, one.reason) for one in made.plan.events if one.action == "trigger"
    }
    named = {one.id for one in made.left_out if one.matter == "event"}
    for entry in old.of_task("1.4"):
        for unit in old.live.triggers.get("1.4", {}).get(entry.period.name, ()):
            one = entry.party(unit)
            if one and one.is_open:
                reason = f"沿用 small-2025 {entry.id}"
                assert ("1.4", unit, reason) in opened or entry.id in named
            else:
                assert not any(key[1:] == (unit, f"沿用 small-2025 {entry.id}") for key in opened)


@given(years())
def test_every_date_of_what_is_open_goes_on_or_is_named(events: list[Event]) -> None:
    made = carried(events)
    old = books(events)[0]
    dates = {(one.unit, one.until) for one in made.plan.events if one.action == "extend"}
    named = {(one.id, one.unit) for one in made.left_out if one.matter == "date"}
    for entry in old.entries:
        if entry.task.timing.kind == "triggered":
            continue
        for one in entry.facts:
            unit = "county" if entry.shared else one.party.id
            if one.present.until and one.is_open:
                assert (unit, one.present.until) in dates or (entry.id, unit) in named


@given(years())
def test_the_due_day_of_an_event_is_the_one_it_had(events: list[Event]) -> None:
    """It keeps its day and name, its date and why that holds, and is owed under one notice only."""
    made = carried(events)
    old = books(events)[0]
    closed, new = books([*events, *made.plan.events])
    for start in (one for one in made.plan.events if one.action == "trigger"):
        name = start.reason.rpartition("@")[2]
        before = next(one for one in old.of_task("1.4") if one.period.name == name)
        after = next(one for one in new.of_task("1.4") if one.period.name == start.period)
        one, other = before.party(start.unit), after.party(start.unit)
        assert one
        assert other
        assert (other.due, other.basis) == (one.due, one.basis)
        assert (after.period.start, after.id) == (before.period.start, before.id)
        there = next(row for row in closed.of_task("1.4") if row.period.name == name)
        left = there.party(start.unit)
        assert left
        assert not left.is_open
        assert state_codes(there, left) == {"transferred"}
        assert left.present.transferred == f"small-2026/{after.id}"
        assert count_entry(there.alone(left)).total == 0


def test_of_two_that_were_joined_only_a_division_that_both_had_goes_on() -> None:
    first = SMALL.notice.sections[0].items[0]
    joined = replace(first.tasks[0], continues="small-2025/1.1 small-2025/2.3")
    item = replace(first, tasks=(joined,))
    section = replace(SMALL.notice.sections[0], items=(item,))
    notice = replace(NEXT.notice, sections=(section,))
    made = replace(NEXT, notice=notice)

    def divided(*pairs: tuple[str, str]) -> list[tuple[str, str]]:
        events = tuple(
            event(n, "assign", task_id, unit, period="") for n, (task_id, unit) in enumerate(pairs)
        )
        old = Ledger(SMALL, ROSTER, events, STAMP.today, "abc")
        new = Ledger(made, ROSTER, events, STAMP.today, "abc")
        plan = plan_carrying([old], new, STAMP, str).plan
        return [(one.task, one.unit) for one in plan.events]

    assert divided(("1.1", "jia"), ("2.3", "jia")) == [("1.1", "jia")]
    assert divided(("1.1", "jia"), ("2.3", "yi")) == []
    assert divided(("1.1", "jia")) == []
