"""Reminders, receipts, applications for more time, and silence: what they come to."""

from __future__ import annotations

import datetime as dt

import pytest
from small import day, event, small_ledger

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.events import Action, Event
from yqsafety.ledger.filters import Filters, select_entries, state_codes
from yqsafety.ledger.rhythm import rhythm_of

TODAY = "06-20"


def entry(task: str, *events: Event, as_of: str = TODAY) -> Entry:
    ledger = small_ledger(*events, as_of=day(as_of))
    return next(one for one in ledger.entries if one.task.id == task)


def of_unit(task: str, *events: Event, unit: str = "jia", as_of: str = TODAY) -> Assignment:
    one = entry(task, *events, as_of=as_of).party(unit)
    assert one is not None
    return one


def at(moment: Event, stamp: str, by: str = "张三") -> Event:
    """An event as it was recorded on a day by somebody."""
    return moment._replace(at=f"2025-{stamp}T09:00:00.000000+08:00", by=by)


# Reminders


def test_a_reminder_changes_nothing_of_what_was_reported() -> None:
    before = of_unit("1.1", event(1, "doing")).present
    after = of_unit("1.1", event(1, "doing"), event(2, "remind")).present
    assert after._replace(history=()) == before._replace(history=())


def test_two_reminders_of_one_day_are_one() -> None:
    days = ("06-01", "06-01", "06-10")
    rhythm = rhythm_of([event(n, "remind", on=on) for n, on in enumerate(days)])
    assert [one.on for one in rhythm.reminders] == [day("06-01"), day("06-10")]


@pytest.mark.parametrize("action", ["done", "doing", "todo", "na", "count", "note", "apply"])
def test_whatever_the_unit_records_answers_a_reminder(action: Action) -> None:
    word = event(2, action)._replace(by="李四")
    assert not rhythm_of([event(1, "remind"), word]).unanswered
    assert rhythm_of([word, event(3, "remind")]).unanswered


@pytest.mark.parametrize("action", ["receive", "confirm", "return", "refuse", "extend", "remind"])
def test_a_receipt_and_the_offices_own_records_answer_none(action: Action) -> None:
    assert rhythm_of([event(1, "remind"), event(2, action)]).unanswered


def test_a_note_of_whoever_reminded_is_no_answer() -> None:
    own = event(2, "note")
    assert rhythm_of([event(1, "remind"), own]).unanswered
    assert not rhythm_of([event(1, "remind"), own._replace(by="李四")]).unanswered
    # What the office enters of a status is the unit's report, by whatever way it came.
    assert not rhythm_of([event(1, "remind"), event(2, "doing")]).unanswered


def test_what_is_finished_is_under_no_reminder() -> None:
    reminded = entry("1.1", event(1, "remind"))
    assert "reminded" in state_codes(reminded, reminded.assignments[0])
    finished = entry("1.1", event(1, "done"), event(2, "remind"))
    assert "reminded" not in state_codes(finished, finished.assignments[0])


# Receipts


def test_a_receipt_is_awaited_after_a_reminder_or_a_return_until_there_is_a_word() -> None:
    assert not rhythm_of([event(1, "doing")]).unreceived
    for action in ("remind", "return", "refuse"):
        waiting = [event(1, "done"), event(2, action)]
        assert rhythm_of(waiting).unreceived
        assert not rhythm_of([*waiting, event(3, "doing")]).unreceived
        received = rhythm_of([*waiting, event(3, "receive", on="06-18")])
        assert (received.unreceived, received.received) == (False, day("06-18"))
        assert rhythm_of([*waiting, event(3, "receive"), event(4, action)]).unreceived


def test_a_division_waits_for_a_receipt_of_the_units_that_got_the_duty() -> None:
    given = event(5, "assign", "2.3", "jia", period="")
    assert of_unit("2.3", given).rhythm.unreceived
    assert not of_unit("2.3", given, event(6, "receive", "2.3")).rhythm.unreceived
    assert of_unit("2.3", event(1, "receive", "2.3"), given).rhythm.unreceived
    assert not of_unit("1.1").rhythm.unreceived


# Applications


def applied(n: int, until: str = "07-31", task: str = "3.1", unit: str = "yi") -> Event:
    return event(n, "apply", task, unit, until=until)._replace(reason="汛期")


def test_an_application_waits_and_moves_no_date() -> None:
    one = of_unit("3.1", applied(1), unit="yi")
    assert one.present.applied == applied(1)
    assert (one.due, one.status) == (day("06-30"), "todo")
    assert "applied" in state_codes(entry("3.1", applied(1)), one)


def test_an_extension_grants_it_whatever_the_date() -> None:
    granted = event(2, "extend", "3.1", "yi", until="07-15")
    one = of_unit("3.1", applied(1), granted, unit="yi")
    assert (one.present.applied, one.due) == (None, day("07-15"))


def test_a_refusal_leaves_the_status_alone() -> None:
    refusal = event(3, "refuse", "3.1", "yi")._replace(reason="汛期不等人")
    one = of_unit("3.1", event(1, "doing", "3.1", "yi"), applied(2), refusal, unit="yi").present
    assert (one.applied, one.refused, one.returned) == (None, "汛期不等人", "")
    assert (one.status, one.since) == ("doing", day("06-01"))
    reported = [event(4, "done", "3.1", "yi"), event(5, "return", "3.1", "yi")]
    again = of_unit("3.1", applied(2), refusal, *reported, unit="yi").present
    assert (again.status, again.refused) == ("doing", "")


def test_a_refusal_of_what_nobody_asked_for_says_nothing() -> None:
    refusal = event(3, "refuse", "3.1", "yi")._replace(reason="汛期不等人")
    one = of_unit("3.1", event(1, "done", "3.1", "yi"), refusal, unit="yi").present
    assert (one.status, one.refused, one.returned) == ("done", "", "")


@pytest.mark.parametrize("action", ["confirm", "note", "return", "remind", "receive"])
def test_nothing_else_answers_an_application(action: Action) -> None:
    one = of_unit("3.1", applied(1), event(2, action, "3.1", "yi"), unit="yi")
    assert one.present.applied


def test_what_is_reported_done_needs_no_more_time() -> None:
    done = event(2, "done", "3.1", "yi", on="06-10")
    assert of_unit("3.1", applied(1), done, unit="yi").present.applied is None
    assert of_unit("3.1", done, applied(3), unit="yi").present.applied is None


def test_one_date_holds_for_all_so_it_answers_whoever_has_applied() -> None:
    both = [applied(1, task="2.1", unit="jia"), applied(2, task="2.1", unit="ding")]
    row = entry("2.1", *both)
    assert row.whole
    assert row.whole.present.applied in both
    granted = entry("2.1", *both, event(3, "extend", "2.1", "county", until="07-15"))
    assert granted.whole
    assert granted.whole.due == day("07-15")
    assert not any(one.present.applied for one in (*granted.assignments, granted.whole))


def test_a_refusal_is_of_the_application_of_that_unit_only() -> None:
    both = [applied(1, task="2.1", unit="jia"), applied(2, task="2.1", unit="ding")]
    refused = entry("2.1", *both, event(3, "refuse", "2.1", "ding"))
    waits = {one.party.id: bool(one.present.applied) for one in refused.assignments}
    assert (waits["jia"], waits["ding"]) == (True, False)


# Silence


def silent_days(*events: Event, task: str = "1.1", as_of: str = TODAY) -> int:
    return of_unit(task, *events, as_of=as_of).rhythm.silent_days


def test_silence_counts_from_the_issue_or_the_newest_word_of_the_unit() -> None:
    since_issue = (day(TODAY) - dt.date(2025, 3, 6)).days
    assert silent_days() == since_issue
    assert silent_days(at(event(1, "doing", on="04-01"), "06-10")) == 10
    assert silent_days(at(event(1, "note", on="04-01"), "06-10")) == 10
    assert silent_days(at(event(1, "remind", on="06-10"), "06-10")) == since_issue
    assert silent_days(at(event(1, "receive", on="06-10"), "06-10")) == since_issue


def test_nobody_is_silent_on_what_has_not_begun_is_standing_or_is_reported() -> None:
    ledger = small_ledger(as_of=day(TODAY))
    second = next(e for e in ledger.entries if e.id == "1.3@2025-H2")
    assert {one.rhythm.silent_days for one in second.assignments} == {0}
    assert silent_days(task="1.2") == 0
    assert silent_days(event(1, "done")) == 0
    assert silent_days(event(1, "na")) == 0
    waiting = next(e for e in ledger.entries if e.task.id == "1.4")
    assert {one.rhythm.silent_days for one in waiting.assignments} == {0}


def test_a_report_that_waits_to_be_recognised_is_the_offices_turn() -> None:
    open_, reported = entry("2.1").whole, entry("2.1", event(1, "done", "2.1", "jia")).whole
    assert open_
    assert open_.rhythm.silent_days > 0
    assert reported
    assert reported.rhythm.silent_days == 0


def test_the_filter_takes_what_was_silent_for_so_long_or_longer() -> None:
    word = at(event(1, "doing", on="06-01"), "06-10")
    ledger = small_ledger(word, as_of=day(TODAY))

    def ids(least: int) -> set[str]:
        chosen = select_entries(ledger, Filters(units=("jia",), silent_days=least)).entries
        return {one.id for one in chosen}

    assert "1.1" in ids(10)
    assert "1.1" not in ids(11)
    assert "2.3" in ids(11)
    assert not any("@2025-H2" in one or one in ("1.2", "2.1") for one in ids(1))
