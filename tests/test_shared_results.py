"""A result of the whole county where several records meet: what each of them may and may not do."""

from __future__ import annotations

import datetime as dt

import pytest
from small import (
    HALVES,
    ONCE,
    assignment,
    catalog,
    entry,
    event,
    group,
    item,
    small_ledger,
    task,
    units,
)

from yqsafety.errors import UsageError
from yqsafety.formats import Extract, render_format
from yqsafety.ledger.assignments import Assignment
from yqsafety.ledger.events import Event
from yqsafety.ledger.filters import Filters, select_entries
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import Catalog
from yqsafety.notice.roster import Roster
from yqsafety.recording.plan import Request, Stamp
from yqsafety.recording.targets import ForWhom, find_entries, responsible_units
from yqsafety.recording.ticking import plan_ids

CHINA = dt.timezone(dt.timedelta(hours=8))
NOW = dt.datetime(2025, 6, 20, 10, tzinfo=CHINA)
TODAY = NOW.date()
AUTUMN = catalog([item(1, ["甲局", "乙局"], task("1.1", HALVES, done_by="any"))])
ALONE = catalog([item(1, ["丁镇"], task("1.1", ONCE))])


def whole(made: Catalog, entry_id: str, *events: Event) -> Assignment:
    found = entry(small_ledger(*events, made=made), entry_id).whole
    assert found
    return found


def test_a_report_ahead_of_its_slot_finishes_nothing_and_waits_for_nobody() -> None:
    early = event(1, "done", unit="county", period="2025-H2")
    one = whole(AUTUMN, "1.1@2025-H2", early)
    assert (one.status, one.finished_by) == ("doing", None)
    early = event(1, "done", unit="jia", period="2025-H2")
    assert whole(AUTUMN, "1.1@2025-H2", early).awaiting == ()
    book = small_ledger(early, made=AUTUMN)
    assert assignment(book, "1.1@2025-H2", "jia").status == "doing"


def test_the_countys_word_is_confirmed_also_where_a_unit_was() -> None:
    made = catalog([item(1, ["甲局", "乙局"], task("1.1", ONCE, done_by="any"))])
    said = (event(1, "done"), event(2, "confirm"), event(3, "done", unit="county"))
    book = small_ledger(*said, made=made)
    request = Request("confirm", ForWhom(whole=True), TODAY)
    stamp = Stamp("张三", "abc", "b9", NOW)
    plan = plan_ids(book, ["1.1"], request, stamp)
    assert [one.unit for one in plan.events] == ["county"]
    again = small_ledger(*said, *plan.events, made=made)
    assert not plan_ids(again, ["1.1"], request, stamp._replace(batch="b10")).events


def test_one_waiver_that_the_office_agreed_to_is_enough() -> None:
    made = catalog([item(1, ["甲局"], task("1.1", ONCE, done_by="any"))])
    said = (event(1, "na", unit="county"), event(2, "confirm", unit="county"), event(3, "na"))
    one = whole(made, "1.1", *said)
    assert (one.status, one.confirmed, one.timeliness) == ("na", True, "waived")


def test_a_result_that_only_presumed_units_share_blames_nobody() -> None:
    made = catalog([item(1, ["成员单位", "未列成员的单位"], task("1.1", ONCE, done_by="any"))])
    assert not whole(made, "1.1").presumed
    presumed = group("members", "成员单位", ("presumed", ["乙局", "丙局"]))
    doubtful = Roster(units(presumed, group("nobody", "未列成员的单位")))
    one = entry(Ledger(made, doubtful, (), TODAY), "1.1").whole
    assert one
    assert (one.party.ground, one.presumed) == ("presumed", True)


def test_another_units_machine_does_not_tick_for_the_only_responsible_one() -> None:
    book = small_ledger(made=ALONE)
    with pytest.raises(UsageError, match="甲局不承担"):
        responsible_units(book, find_entries(book, "1.1"), ForWhom(default="jia"))


def test_after_a_division_was_taken_back_everyone_is_responsible_again() -> None:
    divided = [
        event(1, "assign", unit="jia", period=""),
        event(2, "unassign", unit="jia", period=""),
    ]
    parties = [one.party.id for one in entry(small_ledger(*divided), "1.1").assignments]
    assert parties == ["jia", "yi", "bing", "ding"]


def test_a_calendar_keeps_the_date_until_the_office_agrees_to_a_waiver() -> None:
    said = [event(1, "na", unit="ding"), event(2, "confirm", unit="ding")]
    for events, word in ((said[:1], b"CONFIRMED"), (said, b"CANCELLED")):
        book = small_ledger(*events, made=ALONE)
        extract = Extract(book, Filters(), select_entries(book, Filters()), "task")
        assert b"STATUS:" + word in b"".join(render_format("ics", extract))
