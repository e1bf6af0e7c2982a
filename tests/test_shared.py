"""A result of the whole county: each unit speaks for itself, the county's result is derived."""

from __future__ import annotations

import datetime as dt

import pytest
from conftest import Cli
from small import assignment, day, entry, event, small_ledger

from yqsafety.ledger.assignments import Assignment
from yqsafety.ledger.events import Event

TASK = "2.1"


def whole(*events: Event, as_of: dt.date | None = None) -> Assignment:
    book = small_ledger(*events, as_of=as_of) if as_of else small_ledger(*events)
    found = entry(book, TASK).whole
    assert found is not None
    return found


def finisher(one: Assignment) -> str:
    return one.finished_by.id if one.finished_by else ""


def names(one: Assignment) -> list[str]:
    return [party.id for party in one.awaiting]


def test_one_unit_does_not_finish_it_for_all() -> None:
    one = whole(event(1, "done", TASK, "jia", on="06-01"))
    assert (one.status, one.timeliness, names(one)) == ("doing", "pending", ["jia"])
    assert one.is_open


@pytest.mark.parametrize("unit", ["jia", "county"])
def test_it_is_done_from_the_day_reported_once_the_office_confirms(unit: str) -> None:
    reported = event(1, "done", TASK, "jia", on="06-01")
    one = whole(reported, event(2, "confirm", TASK, unit, on="06-15"))
    assert (one.status, finisher(one), one.confirmed) == ("done", "jia", True)
    assert one.present.since == day("06-01")


def test_the_office_ticks_it_for_the_county() -> None:
    one = whole(event(1, "done", TASK, "county", on="06-05"))
    assert (one.status, finisher(one), one.confirmed) == ("done", "county", False)


def test_the_unit_in_charge_finishes_it() -> None:
    lead = event(1, "assign", TASK, "jia", period="")._replace(field="lead")
    also = event(2, "assign", TASK, "yi", period="")
    assert whole(lead, also).party.id == "jia"
    assert whole(lead, also, event(3, "done", TASK, "yi")).status == "doing"
    done = whole(lead, also, event(3, "done", TASK, "jia"))
    assert (done.status, finisher(done)) == ("done", "jia")
    both = event(4, "assign", TASK, "yi", period="")._replace(field="lead")
    assert whole(lead, both, event(5, "done", TASK, "jia")).status == "doing"


def test_what_a_unit_records_leaves_what_the_others_said() -> None:
    reported = [event(1, "done", TASK, "jia", on="06-01"), event(2, "confirm", TASK, "jia")]
    for action in ("todo", "doing", "na", "done"):
        after = small_ledger(*reported, event(3, action, TASK, "yi"))
        assert assignment(after, TASK, "jia").status == "done"
        assert finisher(whole(*reported, event(3, action, TASK, "yi"))) == "jia"


def test_who_takes_the_recognised_report_back_reopens_it() -> None:
    reported = [event(1, "done", TASK, "jia", on="06-01"), event(2, "confirm", TASK, "jia")]
    assert whole(*reported, event(3, "todo", TASK, "jia")).status == "todo"
    returned = whole(*reported, event(3, "return", TASK, "jia")._replace(reason="缺材料"))
    assert (returned.status, returned.returned) == ("doing", "缺材料")


def test_a_report_of_a_unit_that_is_not_responsible_finishes_nothing() -> None:
    lead = event(1, "assign", TASK, "jia", period="")
    other = event(2, "assign", TASK, "bing", period="")
    stray = [event(3, "done", TASK, "yi"), event(4, "confirm", TASK, "yi")]
    one = whole(lead, other, *stray)
    assert (one.status, names(one)) == ("todo", [])


def test_an_answer_under_a_unit_without_a_report_is_for_who_has_reported() -> None:
    """So 0.1.0 recorded it: one record stood for all units."""
    one = whole(event(1, "done", TASK, "jia"), event(2, "confirm", TASK, "yi"))
    assert (one.status, finisher(one)) == ("done", "jia")


def test_it_does_not_apply_where_the_county_or_everybody_confirmed_says_so() -> None:
    waived = [event(n, "na", TASK, unit) for n, unit in enumerate(("jia", "yi", "bing"))]
    assert whole(*waived).status == "todo"
    last = event(5, "na", TASK, "ding")
    assert whole(*waived, last).timeliness == "pending"
    agreed = [event(10 + n, "confirm", TASK, u) for n, u in enumerate(("jia", "yi", "bing"))]
    assert whole(*waived, last, *agreed).timeliness == "pending"
    assert whole(*waived, last, *agreed, event(20, "confirm", TASK, "ding")).timeliness == "waived"
    assert whole(event(1, "na", TASK, "county")).timeliness == "pending"


def test_while_it_waits_it_is_not_overdue_if_it_came_in_time() -> None:
    until = event(1, "extend", TASK, "county", until="06-10", on="05-01")
    in_time = event(2, "done", TASK, "jia", on="06-09")
    late = event(2, "done", TASK, "jia", on="06-11")
    assert whole(until, in_time).timeliness == "pending"
    assert whole(until, late).timeliness == "overdue"
    assert whole(until).timeliness == "overdue"


SHARED = "18.8"


def test_a_tick_without_a_unit_is_refused_whatever_use_says(cli: Cli) -> None:
    assert cli("use", "县水利局").code == 0
    for command in ("check", "uncheck", "start"):
        refused = cli(command, SHARED)
        assert (refused.code, refused.out) == (2, "")
        assert "--unit" in refused.err
        assert "--whole" in refused.err
    assert cli("waive", SHARED, "--reason", "无").code == 2


def test_a_report_says_for_whom_it_stands_and_how_it_is_recognised(cli: Cli) -> None:
    said = cli("check", SHARED, "--unit", "王茅镇").out
    assert said.startswith(f"√ {SHARED} 已报完成，待认定（王茅镇人民政府，2025-06-20）。全县一项")
    row = cli("list", "--item", "18", "--json").json["rows"]
    shared = next(one for one in row if one["id"] == SHARED)
    assert shared["whole"]["awaiting"] == ["wangmao"]
    assert (shared["whole"]["status"], shared["status"]) == ("doing", "doing")
    listed = dict(line[:3:2] for line in cli("list", "--unit", "王茅镇", "--item", "18").rows)
    assert listed[SHARED] == "本单位已报，待认定"
    others = dict(line[:3:2] for line in cli("list", "--unit", "县水利局", "--item", "18").rows)
    assert others[SHARED] == "本单位未报"
    assert cli("confirm", SHARED).code == 0
    for unit in ("王茅镇", "县水利局"):
        listed = dict(line[:3:2] for line in cli("list", "--unit", unit, "--item", "18").rows)
        assert listed[SHARED] == "全县已办结（王茅镇人民政府）"


def test_all_units_is_a_record_each_and_whole_is_one(cli: Cli) -> None:
    every = cli("check", SHARED, "--all-units", "--json").json["events"]
    assert len(every) == len({event["unit"] for event in every}) > 10
    assert [e["unit"] for e in cli("check", SHARED, "--whole", "--json").json["events"]] == [
        "county"
    ]
    assert cli("check", "1.4", "--whole").code == 2
    left = cli("uncheck", SHARED, "--whole")
    assert left.code == 0


def test_it_is_in_no_units_figures_but_its_owners(cli: Cli) -> None:
    def totals(unit: str) -> int:
        overall = cli("status", "--unit", unit, "--item", "18", "--json").json["overall"]
        return sum(overall[kind]["total"] for kind in ("timed", "standing", "presumed"))

    before = totals("县水利局"), totals("县发改局")
    assert cli("assign", SHARED, "--lead", "县发改局", "--unit", "县水利局").code == 0
    assert (totals("县水利局"), totals("县发改局")) == (before[0], before[1] + 1)
    parts = cli("status", "--by", "unit", "--item", "18", "--json").json["groups"]
    assert "county" in {part["key"] for part in parts}
    done = cli("check", SHARED, "--unit", "县发改局").out
    assert done.startswith(f"√ {SHARED} 全县已办结（县发改局")


def test_taking_the_countys_word_back_says_on_what_the_result_rests(cli: Cli) -> None:
    cli("check", SHARED, "--unit", "王茅镇")
    cli("confirm", SHARED)
    cli("check", SHARED, "--whole")
    assert "王茅镇人民政府的报告" in cli("uncheck", SHARED, "--whole").err
