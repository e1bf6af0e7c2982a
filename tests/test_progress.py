"""Progress is counted once: parts add up to the whole, and every view shows the same figures."""

from __future__ import annotations

import datetime as dt
from collections import Counter as Count
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

import pytest
from conftest import Cli
from hypothesis import given, settings
from hypothesis import strategies as st
from small import ROSTER, UNITS, day, days, event, histories, small_ledger

from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.counted_marks import CountedMark
from yqsafety.ledger.events import Event
from yqsafety.ledger.filters import Filters, select_entries
from yqsafety.ledger.gates import judge_gates
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.progress import (
    Counter,
    Tally,
    break_down,
    count_entry,
    tally_entries,
)
from yqsafety.notice.schedule import Status, Timeliness

BREAKDOWNS = ("section", "item", "unit", "month")

quick = settings(max_examples=40, deadline=None)


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    return small_ledger(*draw(histories()), as_of=draw(days))


def added(tallies: Iterable[Tally]) -> dict[str, Count[str]]:
    """The sum of some tallies, counter by counter."""
    total: dict[str, Count[str]] = {}
    for one in tallies:
        for name, figures in asdict(one).items():
            counts = figures if isinstance(figures, dict) else {name: figures}
            total.setdefault(name, Count()).update(counts)
    return total


@quick
@given(ledgers())
def test_the_parts_of_every_breakdown_add_up_to_the_whole(ledger: Ledger) -> None:
    whole = added([tally_entries(ledger.entries)])
    for by in BREAKDOWNS:
        parts = break_down(ledger.entries, by, ROSTER)
        assert added(part.tally for part in parts) == whole, by
        assert len({part.key for part in parts}) == len(parts), by


@quick
@given(ledgers())
def test_the_rows_add_up_to_the_whole(ledger: Ledger) -> None:
    rows = [count_entry(entry) for entry in ledger.entries]
    counters = tally_entries(ledger.entries).counters
    assert sum(row.total for row in rows) == sum(counter.total for counter in counters)
    assert sum(row.done for row in rows) == sum(counter.done for counter in counters)


@quick
@given(ledgers())
def test_the_total_is_what_is_done_doing_or_unreported(ledger: Ledger) -> None:
    for counter in tally_entries(ledger.entries).counters:
        unfinished = counter.doing + counter.todo
        assert counter.total == counter.done + unfinished + counter.na_unconfirmed
        pressing = counter.overdue + counter.year_open + counter.due_soon
        assert pressing <= unfinished
        assert counter.stale <= counter.done + unfinished
        assert counter.confirmed <= counter.done
        assert counter.returned + counter.awaiting <= 2 * counter.doing
        assert counter.unconfirmed >= counter.na_unconfirmed + counter.awaiting


@quick
@given(ledgers())
def test_nothing_is_counted_twice_or_left_out(ledger: Ledger) -> None:
    counters = tally_entries(ledger.entries).counters
    separate = [a for row in ledger.entries if not row.shared for a in row.assignments]
    shared = [row for row in ledger.entries if row.shared]
    counted = sum(counter.total + counter.na + counter.waiting for counter in counters)
    assert counted == len(separate) + len(shared)


@quick
@given(ledgers())
def test_one_unit_has_the_same_figures_in_both_views(ledger: Ledger) -> None:
    """`status --by unit` and `status --unit X` agree on what is the unit's own."""
    own = [entry for entry in ledger.entries if not entry.shared]
    parts = {part.key: part.tally for part in break_down(own, "unit", ROSTER)}
    for unit in UNITS.units:
        chosen = select_entries(ledger, Filters(units=(unit.id,))).entries
        assert tally_entries(chosen) == parts.pop(unit.id)
    assert list(parts) == ["nobody"]


def figures(counter: Counter) -> dict[str, int]:
    """The figures that say something."""
    return {name: figure for name, figure in asdict(counter).items() if figure}


def rows(*task_ids: str, events: Iterable[Event] = (), as_of: str = "06-20") -> list[Entry]:
    ledger = small_ledger(*events, as_of=day(as_of))
    return [entry for entry in ledger.entries if entry.task.id in task_ids]


def test_every_mark_is_counted_as_often_as_it_was_met() -> None:
    counter = Counter()
    met: list[tuple[int, Status, Timeliness, bool]] = [
        (1, "done", "on-time", True),
        (2, "done", "late", True),
        (3, "done", "stale", False),
        (4, "done", "stale", True),
        (5, "doing", "due-soon", False),
        (6, "doing", "overdue", False),
        (7, "todo", "due-soon", False),
        (8, "todo", "overdue", False),
        (9, "todo", "scheduled", False),
        (10, "todo", "waiting", False),
        (11, "todo", "waiting", False),
        (12, "na", "pending", False),
        (13, "na", "waived", True),
        (14, "doing", "pending", False),
        (15, "todo", "year-open", False),
    ]
    for times, status, timeliness, confirmed in met:
        awaiting = timeliness == "pending" and status == "doing"
        mark = CountedMark("timed", status, timeliness, confirmed, False, times == 5, awaiting)
        counter.add(mark, times)
    assert counter == Counter(
        total=86,
        done=10,
        confirmed=7,
        doing=25,
        todo=39,
        na_unconfirmed=12,
        na=13,
        overdue=14,
        year_open=15,
        due_soon=12,
        stale=7,
        returned=5,
        awaiting=14,
        unconfirmed=29,
        waiting=21,
    )


def test_what_is_waived_leaves_the_total_once_that_is_confirmed() -> None:
    events = [event(1, "na", unit="ding"), event(2, "done")]
    found = figures(tally_entries(rows("1.1", events=events)).timed)
    assert found == {"total": 2, "done": 1, "na_unconfirmed": 1, "unconfirmed": 2}
    events.append(event(3, "confirm", unit="ding"))
    found = figures(tally_entries(rows("1.1", events=events)).timed)
    assert found == {"total": 1, "done": 1, "na": 1, "unconfirmed": 1}


def test_what_waits_for_its_event_leaves_the_total_and_stands_beside_it() -> None:
    assert figures(tally_entries(rows("1.4")).timed) == {"waiting": 2}
    trigger = event(1, "trigger", "1.4", "ding", on="05-01", period="2025-05-01")
    found = tally_entries(rows("1.4", events=[trigger]))
    assert figures(found.timed) == {"waiting": 1}
    assert figures(found.presumed) == {
        "total": 1,
        "todo": 1,
        "overdue": 1,
        "waiting": 2,
        "silent": 1,
    }


def test_presumed_takes_every_presumed_assignment_and_the_others_the_rest() -> None:
    found = tally_entries(rows("1.1", "1.2", events=[event(1, "done", "1.2", "yi", on="06-19")]))
    assert figures(found.timed) == {"total": 2, "todo": 2, "silent": 2}
    assert figures(found.standing) == {"total": 2, "todo": 2, "stale": 2}
    expected = {"total": 4, "todo": 3, "done": 1, "stale": 1, "unconfirmed": 1, "silent": 2}
    assert figures(found.presumed) == expected


def test_a_shared_result_is_counted_once_on_its_strongest_ground() -> None:
    assert figures(tally_entries(rows("2.1")).timed) == {"total": 1, "todo": 1, "silent": 1}
    assert figures(tally_entries(rows("2.1")).presumed) == {}


def test_a_shared_result_that_every_unit_waived_is_waived_once() -> None:
    units = ("jia", "yi", "bing", "ding")
    waivers = [event(n, "na", "2.1", u) for n, u in enumerate(units)]
    waivers += [event(10 + n, "confirm", "2.1", u) for n, u in enumerate(units)]
    assert figures(tally_entries(rows("2.1", events=waivers)).timed) == {"na": 1}


def test_a_shared_result_stands_apart_in_a_units_own_figures() -> None:
    parts = break_down(rows("1.1", "2.1"), "unit", ROSTER)
    assert [(part.key, part.name) for part in parts] == [
        ("jia", "甲局"),
        ("yi", "乙局"),
        ("bing", "丙局"),
        ("ding", "丁镇"),
        ("county", "全县一项"),
    ]
    assert all(sum(c.total for c in part.tally.counters) == 1 for part in parts)


def test_months_are_those_of_the_dates_as_extended_and_in_order() -> None:
    extended = event(1, "extend", "3.1", "yi", until="09-15")
    found = break_down(rows("1.3", "1.4", "3.1", events=[extended]), "month", ROSTER)
    totals = {part.key: sum(c.total for c in part.tally.counters) for part in found}
    assert list(totals.items()) == [
        ("2025-06", 5),
        ("2025-09", 1),
        ("2025-12", 4),
        ("none", 0),
    ]


def test_deadlines_are_the_days_apart_by_why_they_hold_and_in_order() -> None:
    extended = event(1, "extend", "3.1", "nobody", until="12-31")
    found = break_down(rows("1.4", "2.1", "3.1", events=[extended]), "deadline", ROSTER)
    assert [(part.key, part.name) for part in found] == [
        ("2025-06-30/stated", "2025-06-30"),
        ("2025-12-31/local", "2025-12-31"),
        ("2025-12-31/notice-year", "2025-12-31"),
        ("none", "未触发"),
    ]


def test_the_parts_bear_the_names_that_people_know() -> None:
    found = rows("1.4", "2.1", "3.1")
    names = {by: [(p.key, p.name) for p in break_down(found, by, ROSTER)] for by in BREAKDOWNS}
    assert names["section"] == [("1", "1、章节"), ("2", "2、章节")]
    assert names["item"] == [("1", "第 1 条"), ("2", "第 2 条"), ("3", "第 3 条")]
    assert names["month"] == [("2025-06", "2025-06"), ("2025-12", "2025-12"), ("none", "未触发")]


@pytest.mark.parametrize(
    ("as_of", "expected"),
    [
        ("03-30", {"total": 1, "todo": 1}),
        ("05-30", {"total": 1, "todo": 1, "silent": 1}),
        ("05-31", {"total": 1, "todo": 1, "due_soon": 1, "silent": 1}),
        ("06-30", {"total": 1, "todo": 1, "due_soon": 1, "silent": 1}),
        ("07-01", {"total": 1, "todo": 1, "overdue": 1, "silent": 1}),
    ],
)
def test_the_figures_follow_the_day(as_of: str, expected: dict[str, int]) -> None:
    (row,) = (row.narrowed(lambda one: one.party.id == "yi") for row in rows("3.1", as_of=as_of))
    assert row is not None
    assert figures(count_entry(row)) == expected


@quick
@given(ledgers(), st.booleans())
def test_a_gate_fails_exactly_where_there_is_something(ledger: Ledger, presumed: bool) -> None:
    overall = tally_entries(ledger.entries)
    counters = overall.counters if presumed else overall.counters[:2]
    counted = {
        "overdue": sum(counter.overdue for counter in counters),
        "year-open": sum(counter.year_open for counter in counters),
        "due-soon": sum(counter.due_soon for counter in counters),
        "stale": sum(counter.stale for counter in counters),
        "open": sum(counter.doing + counter.todo for counter in counters),
        "unconfirmed": sum(counter.unconfirmed for counter in counters),
    }
    found = judge_gates(ledger.entries, overall, counted, presumed)
    assert found.failed == {gate: number for gate, number in counted.items() if number}
    assert found.judged == sum(counter.total for counter in counters)
    left = found.judged + found.presumed + found.waiting + found.waived
    assert found.matched == left == sum(len(row.shown) for row in ledger.entries)


def by_hand(listed: list[dict[str, Any]], section: int | None = None) -> dict[str, Count[str]]:
    """The figures of `status`, counted from the rows that `list --json` printed."""
    found: dict[str, Count[str]] = {name: Count() for name in ("timed", "standing", "presumed")}
    for row in listed:
        if section not in (None, row["section"]):
            continue
        for unit in [row["whole"]] if row["whole"] else row["units"]:
            nature = "standing" if row["kind"] == "standing" else "timed"
            counter = found["presumed" if unit["presumed"] else nature]
            if unit["timeliness"] in ("waiting", "waived"):
                counter["na" if unit["status"] == "na" else "waiting"] += 1
                continue
            status = "na_unconfirmed" if unit["status"] == "na" else unit["status"]
            awaiting = bool(unit.get("awaiting"))
            counter.update(["total", status, unit["timeliness"].replace("-", "_")])
            counter["confirmed"] += unit["confirmed"]
            counter["returned"] += status == "doing" and bool(unit["returned"])
            counter["awaiting"] += awaiting
            told = status in ("done", "na_unconfirmed") and not unit["confirmed"]
            counter["unconfirmed"] += told or awaiting
            is_open = status in ("todo", "doing")
            counter["silent"] += is_open and unit["silent_days"] >= 30
            counter["reminded"] += bool(unit["reminded"]) and not unit["reminded"]["answered"]
            counter["applied"] += is_open and bool(unit["applied"])
    return found


def shown(group: dict[str, Any]) -> dict[str, Count[str]]:
    return {name: Count(group[name]) for name in ("timed", "standing", "presumed")}


RECORDED = (
    "check 4.1 --unit 县应急管理局",
    "check 1.2 2.1 7.5 --unit 县应急管理局 --on 2025-03-10",
    "start 1.4 --unit 新城镇",
    "waive 4.2 --unit 县气象局 --reason 无此职责",
    "waive 2.1 --unit 县气象局 --reason 无此职责",
    "check 6.6 --count 4 --whole",
    "trigger 3.5 --unit 县交通局 --unit 开发区 --on 2025-05-01",
)


@pytest.mark.parametrize("as_of", ["2025-06-20", "2025-07-01", "2026-01-05"])
def test_status_agrees_with_a_count_by_hand_of_the_list(cli: Cli, as_of: str) -> None:
    for line in RECORDED:
        assert cli(*line.split()).code == 0, line
    listed = cli("list", "--json", "--as-of", as_of).json["rows"]
    status = cli("status", "--json", "--as-of", as_of).json
    compared = [(status["overall"], by_hand(listed))]
    compared += [(group, by_hand(listed, int(group["key"]))) for group in status["groups"]]
    assert len(compared) == 8
    for printed, counted in compared:
        for name, counter in shown(printed).items():
            for figure in printed[name]:
                assert counter[figure] == counted[name][figure], (figure, name)


def test_a_percentage_stands_with_its_fraction(cli: Cli) -> None:
    cli("check", "4.1", "4.2", "--whole")
    total = cli("status", "--item", "4").rows[-1]
    assert total[0] == "合计"
    assert total[12] == "2/6 33.3%"


@pytest.mark.parametrize(
    ("done", "total", "percent"),
    [
        (0, 0, None),
        (0, 3, 0),
        (3, 3, 100),
        (1, 3, 33.3),
        (2, 3, 66.7),
        (1, 8, 12.5),
        (1, 2000, 0.1),
        (1, 5000, 0.1),
        (1999, 2000, 99.9),
        (4999, 5000, 99.9),
        (9, 11, 81.8),
    ],
)
def test_a_rate_is_rounded_and_says_nothing_and_all_only_when_exact(
    done: int, total: int, percent: float | None
) -> None:
    assert Counter(done=done, total=total).percent == percent


def test_the_small_year_ends_with_what_was_never_reported_open_or_overdue() -> None:
    everything = tally_entries(small_ledger(as_of=dt.date(2026, 1, 1)).entries)
    late = [(counter.overdue + counter.year_open, counter.total) for counter in everything.counters]
    assert all(number == total > 0 for number, total in late)
    assert everything.standing.overdue == 0
