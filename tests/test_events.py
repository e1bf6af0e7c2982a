"""The fold: what counts on a day, whatever the order in which the events arrive."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small import SMALL, TODAY, assignment, day, days, entry, event, histories, small_ledger

from yqsafety.ledger.assignments import Assignment
from yqsafety.ledger.effective import EffectiveEvents, effective_events
from yqsafety.ledger.events import Action, Event, Present, fold_events

quick = settings(max_examples=40, deadline=None)


def counted(events: Sequence[Event], as_of: dt.date = TODAY) -> EffectiveEvents:
    return effective_events(events, SMALL.notice, as_of)


def states(events: Sequence[Event], as_of: dt.date) -> list[tuple[Assignment, ...]]:
    """Everything that the small ledger shows."""
    return [row.assignments for row in small_ledger(*events, as_of=as_of).entries]


@st.composite
def undone_histories(draw: st.DrawFn) -> list[Event]:
    """Histories in which batches were taken back, and some of that taken back again."""
    made = draw(histories())
    for n in range(len(made), len(made) + draw(st.integers(0, 6))):
        batches = sorted({known.batch for known in made}) or ["none"]
        made.append(event(n, "revert", reverts=draw(st.sampled_from(batches))))
    return made


def taken_back(n: int, batch: str, on: str = "06-20") -> Event:
    return event(n, "revert", on=on, reverts=batch)


@quick
@given(undone_histories(), st.randoms(use_true_random=False), days)
def test_the_present_does_not_depend_on_the_order_in_which_events_are_handed_over(
    events: list[Event], chance: random.Random, as_of: dt.date
) -> None:
    mixed = list(events)
    chance.shuffle(mixed)
    assert states(mixed, as_of) == states(events, as_of)


@quick
@given(histories(moment=0), st.randoms(use_true_random=False))
def test_events_of_one_moment_are_ordered_by_their_id(
    events: list[Event], chance: random.Random
) -> None:
    mixed = list(events)
    chance.shuffle(mixed)
    assert counted(mixed, day("2026-06-30")).events == tuple(events)


def test_what_is_recorded_later_wins_though_it_holds_from_an_earlier_day() -> None:
    ticked, reopened = event(1, "done", on="06-15"), event(2, "doing", on="06-10")
    assert assignment(small_ledger(ticked, reopened), "1.1").status == "doing"


@quick
@given(histories(), days)
def test_events_after_the_day_do_not_count(events: list[Event], as_of: dt.date) -> None:
    known_by_then = [one for one in events if one.on <= as_of]
    assert counted(events, as_of) == counted(known_by_then, as_of)
    assert set(counted(events, as_of).events) == set(known_by_then)


@pytest.mark.parametrize(("as_of", "status"), [("05-31", "todo"), ("06-01", "done")])
def test_an_event_counts_from_its_own_day_on(as_of: str, status: str) -> None:
    ledger = small_ledger(event(1, "done", on="06-01"), as_of=day(as_of))
    assert assignment(ledger, "1.1").status == status


def test_events_of_another_notice_do_not_count() -> None:
    other = event(1, "done", notice="small-2026")
    assert assignment(small_ledger(other), "1.1").status == "todo"


@quick
@given(histories(), st.data(), days, days)
def test_a_revert_removes_its_batch_at_every_date(
    events: list[Event], data: st.DataObject, on: dt.date, as_of: dt.date
) -> None:
    batch = data.draw(st.sampled_from(sorted({one.batch for one in events}) or ["none"]))
    revert = taken_back(90, batch, on.isoformat())
    without = [one for one in events if one.batch != batch]
    assert states([*events, revert], as_of) == states(without, as_of)


@quick
@given(histories(), st.data())
def test_an_undo_of_an_undo_brings_everything_back(
    events: list[Event], data: st.DataObject
) -> None:
    batch = data.draw(st.sampled_from(sorted({one.batch for one in events}) or ["none"]))
    undo, redo = taken_back(90, batch), taken_back(91, "b90")
    assert states([*events, undo, redo], TODAY) == states(events, TODAY)


def test_a_third_undo_takes_it_away_again() -> None:
    chain = [event(1, "done"), *(taken_back(n, f"b{n - 1}") for n in (2, 3, 4))]
    found = [assignment(small_ledger(*chain[:n]), "1.1").status for n in (1, 2, 3, 4)]
    assert found == ["done", "todo", "done", "todo"]


def test_taking_a_trigger_back_lets_the_task_wait_again() -> None:
    trigger = event(1, "trigger", "1.4", period="2025-05-01", on="05-01")
    assert entry(small_ledger(trigger), "1.4@2025-05-01").due == day("05-31")
    after = small_ledger(trigger, taken_back(2, "b1"))
    assert [row.id for row in after.entries if row.task.id == "1.4"] == ["1.4"]


SETTERS: dict[Action, str] = {"done": "done", "doing": "doing", "todo": "todo", "na": "na"}


@quick
@given(st.lists(st.sampled_from([*SETTERS, "note", "extend"]), max_size=8))
def test_the_newest_tick_is_the_status_and_notes_leave_it(actions: list[Action]) -> None:
    events = [event(n, action, until="09-30") for n, action in enumerate(actions)]
    newest = [SETTERS[action] for action in actions if action in SETTERS]
    present = fold_events(events, None)
    assert present.status == (newest[-1] if newest else "todo")
    assert (present.since is None) == (present.status == "todo")
    assert present.until == (day("09-30") if "extend" in actions else None)
    assert present.history == tuple(events)


@pytest.mark.parametrize(
    ("value", "status"), [(0, "doing"), (2, "doing"), (3, "done"), (4, "done")]
)
def test_a_count_is_done_at_the_target(value: int, status: str) -> None:
    present = fold_events([event(1, "count", value=value, on="06-02")], 3)
    assert (present.status, present.value) == (status, value)
    assert present.since == day("06-02")


HISTORIES: list[tuple[str, str]] = [
    # What was recorded on 1, 2, 3 … June, and: status, day, count, confirmed, why returned.
    ("doing", "doing 1 - - -"),
    ("count=0", "doing 1 0 - -"),
    ("count=1", "doing 1 1 - -"),
    ("count=1 count=2", "done 2 2 - -"),
    ("count=2 count=3", "done 1 3 - -"),
    ("count=3 count=2", "done 1 2 - -"),
    ("count=2 count=2", "done 1 2 - -"),
    ("count=2 count=1 count=2", "done 3 2 - -"),
    ("count=2 count=1", "doing 2 1 - -"),
    ("done count=2", "done 1 2 - -"),
    ("done note", "done 1 - - -"),
    ("done confirm", "done 1 - confirmed -"),
    ("na confirm", "na 1 - confirmed -"),
    ("doing confirm", "doing 1 - - -"),
    ("done confirm done", "done 1 - - -"),
    ("done confirm todo", "todo - - - -"),
    ("done confirm count=1", "doing 3 1 - -"),
    ("done confirm extend", "done 1 - confirmed -"),
    ("count=2 confirm return", "doing 3 2 - 缺材料"),
    ("done return doing", "doing 2 - - 缺材料"),
    ("done return count=1", "doing 2 1 - 缺材料"),
    ("done return count=2", "done 3 2 - -"),
    ("done return done", "done 3 - - -"),
    ("done return na", "na 3 - - -"),
    ("count=2 return todo", "todo - - - -"),
]


@pytest.mark.parametrize(("recorded", "expected"), HISTORIES)
def test_what_a_history_amounts_to(recorded: str, expected: str) -> None:
    events = []
    for n, word in enumerate(recorded.split(), start=1):
        action, _, value = word.partition("=")
        one = event(n, action, on=f"06-{n:02d}", value=int(value) if value else None)  # type: ignore[arg-type]
        events.append(one._replace(reason="缺材料" if action == "return" else ""))
    status, since, value, confirmed, returned = expected.split()
    said = [one.on for one in events if one.action in ("done", "doing", "na", "count", "return")]
    assert fold_events(events, 2) == Present(
        status=status,  # type: ignore[arg-type]
        since=day(f"06-0{since}") if since != "-" else None,
        latest=max(said) if since != "-" else None,
        value=int(value) if value != "-" else None,
        confirmed=confirmed == "confirmed",
        returned=returned.strip("-"),
        history=tuple(events),
    )


def test_a_word_for_an_earlier_day_moves_the_first_day_and_a_later_one_the_newest() -> None:
    events = [event(1, "done", on="06-10"), event(2, "done", on="06-02")]
    events.append(event(3, "done", on="06-20"))
    present = fold_events(events, None)
    assert (present.since, present.latest) == (day("06-02"), TODAY)


def test_one_of_one_is_done_and_none_of_one_is_not() -> None:
    found = [fold_events([event(1, "count", value=n)], 1).status for n in (0, 1)]
    assert found == ["doing", "done"]
    ticked = [event(1, "done", on="06-01"), event(2, "count", value=1, on="06-02")]
    assert fold_events(ticked, 1).since == day("06-01")


def test_without_a_target_no_count_is_done() -> None:
    assert fold_events([event(1, "count", value=99)], None).status == "doing"


def test_taking_a_tick_back_forgets_the_count() -> None:
    present = fold_events([event(1, "count", value=2), event(2, "todo")], 3)
    assert (present.status, present.value) == ("todo", None)


@quick
@given(histories(), st.sets(st.integers(0, 16), max_size=4), days)
def test_a_shared_waiver_releases_its_own_unit_only(
    events: list[Event], places: set[int], as_of: dt.date
) -> None:
    others = [one for one in events if one.unit != "bing"]
    waived = [event(100 + n, "na", "2.1", "bing", on="01-01", moment=n) for n in places]
    before = small_ledger(*others, as_of=as_of)
    after = small_ledger(*others, *waived, as_of=as_of)
    for unit in ("jia", "yi", "ding"):
        ours, theirs = assignment(after, "2.1", unit), assignment(before, "2.1", unit)
        assert (ours.status, ours.timeliness, ours.due) == (
            theirs.status,
            theirs.timeliness,
            theirs.due,
        )
    if waived:
        assert assignment(after, "2.1", "bing").status == "na"


@pytest.mark.parametrize("action", ["done", "doing", "todo"])
def test_a_unit_that_waived_a_shared_result_comes_back_by_recording(action: Action) -> None:
    events = [event(1, "na", "2.1", "ding"), event(2, action, "2.1", "ding")]
    assert assignment(small_ledger(*events), "2.1", "ding").status == SETTERS[action]
    again = event(3, "na", "2.1", "ding")
    assert assignment(small_ledger(*events, again), "2.1", "ding").status == "na"


def test_a_unit_that_waived_a_shared_result_comes_back_by_its_figure() -> None:
    waived = event(1, "na", "2.1", "ding")
    for value, status in ((2, "doing"), (3, "done")):
        ledger = small_ledger(waived, event(2, "count", "2.1", "ding", value=value))
        assert assignment(ledger, "2.1", "ding").status == status


def test_a_unit_that_waived_may_still_move_the_date_of_the_shared_result() -> None:
    waived = event(1, "na", "2.1", "ding")
    ledger = small_ledger(waived, event(2, "extend", "2.1", "ding", until="09-30"))
    assert entry(ledger, "2.1").due == day("09-30")
    assert [a.due for a in entry(ledger, "2.1").assignments] == [None] * 4
    assert assignment(ledger, "2.1", "ding").status == "na"


def test_events_of_one_day_are_in_the_order_of_their_numbers() -> None:
    names = ["2025-05-01", *(f"2025-05-01-{n}" for n in range(2, 12)), "2025-05-02"]
    events = [
        event(n, "trigger", "1.4", period=name, on=name[5:10])
        for n, name in enumerate(reversed(names))
    ]
    rows = [row.period.name for row in small_ledger(*events).of_task("1.4")]
    assert rows == ["", *names]


def test_a_waiver_of_the_county_is_confirmed_for_itself() -> None:
    events = [event(1, "na", "2.1", "ding"), event(2, "confirm", "2.1", "ding")]
    assert assignment(small_ledger(*events), "2.1", "ding").confirmed
    events.append(event(3, "na", "2.1", "county"))
    whole = entry(small_ledger(*events), "2.1").whole
    assert whole is not None
    assert (whole.status, whole.confirmed) == ("na", False)


def test_the_moment_of_recording_goes_before_the_id() -> None:
    later, sooner = event(1, "doing", moment=2), event(2, "done", moment=1)
    assert assignment(small_ledger(later, sooner), "1.1").status == "doing"


def test_an_occurrence_for_nobody_who_is_responsible_is_no_row() -> None:
    trigger = event(1, "trigger", "1.4", "nobody", period="2025-05-01", on="05-01")
    assert [row.id for row in small_ledger(trigger).of_task("1.4")] == ["1.4"]


def test_a_division_that_was_not_made_is_taken_back_without_harm() -> None:
    for events in ([], [event(1, "assign", unit="yi", period="")]):
        twice = [event(n, "unassign", unit="yi", period="") for n in (2, 3)]
        assert states([*events, *twice], TODAY) == states([], TODAY)


def test_a_unit_that_comes_back_leaves_what_the_others_did() -> None:
    events = [
        event(1, "na", "2.1", "ding"),
        event(2, "done", "2.1", "jia"),
        event(3, "todo", "2.1", "ding"),
    ]
    found = {a.party.id: a.status for a in entry(small_ledger(*events), "2.1").assignments}
    assert found == {"jia": "done", "yi": "todo", "bing": "todo", "ding": "todo"}


def test_each_unit_of_a_task_that_is_not_shared_has_its_own_present() -> None:
    ledger = small_ledger(event(1, "done", unit="jia"), event(2, "na", unit="yi"))
    found = {a.party.id: a.status for a in entry(ledger, "1.1").assignments}
    assert found == {"jia": "done", "yi": "na", "bing": "todo", "ding": "todo"}


@pytest.mark.parametrize(("on", "late"), [("06-12", True), ("06-13", False), ("06-20", False)])
def test_what_is_recorded_more_than_seven_days_late_is_marked(on: str, late: bool) -> None:
    assert event(1, "done", on=on).late_entry is late
