"""`status --since`: what was finished and what fell overdue between two days."""

from __future__ import annotations

import datetime as dt

import pytest
from conftest import Cli
from hypothesis import given, settings
from hypothesis import strategies as st
from small import days, event, histories, small_ledger

from yqsafety.errors import UsageError
from yqsafety.ledger.changes import Movement, changes_since
from yqsafety.ledger.events import Event
from yqsafety.ledger.filters import Filters, select_entries
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.progress import tally_entries

MAY = dt.date(2025, 5, 31)
JUNE = dt.date(2025, 6, 30)


def ids(changes: tuple[Movement, ...]) -> list[tuple[str, str]]:
    return [(one.entry.id, one.unit) for one in changes]


def changed(
    *events: Event, day: dt.date = MAY, as_of: dt.date = JUNE, filters: Filters | None = None
) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    book = small_ledger(*events, as_of=as_of)
    found = changes_since(book, select_entries(book, filters or Filters()).entries, day)
    return ids(found.finished), ids(found.fell_overdue)


def test_the_day_itself_is_left_out_and_the_last_day_taken_in() -> None:
    events = (
        event(1, "done", "1.1", "jia", on="05-31"),
        event(2, "done", "1.1", "yi", on="06-01"),
        event(3, "done", "2.3", "jia", on="06-30"),
        event(4, "done", "2.3", "ding", on="07-01"),
    )
    assert changed(*events)[0] == [("1.1", "yi"), ("2.3", "jia")]


def test_what_falls_due_on_the_last_day_is_not_overdue_yet() -> None:
    late = event(1, "extend", "3.1", "yi", on="05-01", until="05-30")
    on_the_day = event(2, "extend", "3.1", "nobody", on="05-01", until="05-31")
    assert changed(late, on_the_day)[1] == [("3.1", "nobody")]
    assert changed(late, on_the_day, day=dt.date(2025, 5, 30))[1] == [
        ("3.1", "yi"),
        ("3.1", "nobody"),
    ]
    assert changed(as_of=dt.date(2025, 7, 1))[1][-2:] == [("3.1", "yi"), ("3.1", "nobody")]


def test_what_was_finished_late_in_between_is_finished() -> None:
    events = (
        event(1, "extend", "3.1", "yi", until="06-10"),
        event(2, "done", "3.1", "yi", on="06-20"),
    )
    assert changed(*events) == ([("3.1", "yi")], [])


def test_what_was_taken_back_in_between_is_not_finished() -> None:
    events = (event(1, "done", on="06-05"), event(2, "todo", on="06-06"))
    assert changed(*events) == ([], [])
    assert changed(*events, as_of=dt.date(2025, 6, 5))[0] == [("1.1", "jia")]


def test_a_standing_duty_is_never_finished() -> None:
    assert changed(event(1, "done", "1.2", "jia", on="06-05"))[0] == []


def test_a_result_of_the_whole_county_is_counted_once() -> None:
    reports = [event(n, "done", "2.1", unit, on="06-05") for n, unit in enumerate(("ding", "jia"))]
    assert changed(*reports)[0] == []
    agreed = [event(n, "confirm", "2.1", unit, on="06-10") for n, unit in ((2, "ding"), (3, "jia"))]
    assert changed(*reports, *agreed)[0] == [("2.1", "county")]
    assert changed(event(1, "done", "2.1", "county", on="06-05"))[0] == [("2.1", "county")]


def test_what_the_year_left_open_is_not_overdue() -> None:
    book = small_ledger(as_of=dt.date(2026, 1, 5))
    found = changes_since(book, book.entries, dt.date(2025, 12, 31))
    assert ("1.1", "jia") in ids(found.became_year_open)
    assert ids(found.fell_overdue) == [
        ("1.3@2025-H2", unit) for unit in ("jia", "yi", "bing", "ding")
    ]


def test_an_event_that_was_triggered_in_between_counts() -> None:
    events = (
        event(1, "trigger", "1.4", "jia", on="06-02", period="2025-06-02"),
        event(2, "done", "1.4", "jia", on="06-12", period="2025-06-02"),
    )
    assert changed(*events)[0] == [("1.4@2025-06-02", "jia")]


def test_the_filters_hold() -> None:
    events = (
        event(1, "done", "1.1", "jia", on="06-05"),
        event(2, "done", "1.1", "ding", on="06-06"),
    )
    assert changed(*events, filters=Filters(units=("ding",)))[0] == [("1.1", "ding")]


def test_a_day_after_the_ledgers_is_refused() -> None:
    with pytest.raises(UsageError):
        changed(day=dt.date(2025, 7, 1))


def overdue(book: Ledger) -> int:
    return sum(counter.overdue for counter in tally_entries(book.entries).counters)


@settings(max_examples=60, deadline=None)
@given(events=histories(), some=st.tuples(days, days))
def test_what_changed_is_the_difference_of_two_days(
    events: list[Event], some: tuple[dt.date, dt.date]
) -> None:
    first, last = sorted(some)
    book = small_ledger(*events, as_of=last)
    found = changes_since(book, book.entries, first)
    assert all(one.assignment.timeliness == "overdue" for one in found.fell_overdue)
    assert all(one.assignment.timeliness == "year-open" for one in found.became_year_open)
    assert all(one.assignment.status == "done" for one in found.finished)
    assert len(found.fell_overdue) >= overdue(book) - overdue(small_ledger(*events, as_of=first))
    same = changes_since(book, book.entries, last)
    assert (same.finished, same.fell_overdue, same.became_year_open) == ((), (), ())


def test_status_says_it_beside_the_table(cli: Cli) -> None:
    cli("check", "14.1", "--unit", "县应急管理局", "--on", "2025-06-05")
    said = cli("status", "--since", "2025-05", "--as-of", "2025-06-20", "-u", "县应急管理局")
    plain = cli("status", "--as-of", "2025-06-20", "-u", "县应急管理局")
    assert said.code == 0
    assert said.err.splitlines() == [
        *plain.err.splitlines(),
        "自 2025-05-31 以来：办结 1 项，新逾期 0 项。",
        "办结：14.1 县应急管理局。",
    ]
    assert said.out == plain.out


def test_status_keeps_the_line_short_when_much_changed(cli: Cli) -> None:
    said = cli("status", "--since", "2025-12-31", "--as-of", "2026-01-05").err.splitlines()
    assert said[0].startswith("自 2025-12-31 以来：办结 0 项，新逾期 ")
    assert "转为年度未结 " in said[0]
    assert "其中推定 " in said[0]
    assert said[1] == "逐项清单请加 --json。"


def test_status_as_json_has_it_only_when_asked(cli: Cli) -> None:
    cli("check", "14.1", "--unit", "县应急管理局", "--on", "2025-06-05")
    options = ("status", "--json", "-i", "14", "--as-of", "2025-06-20")
    assert "since" not in cli(*options).json
    assert cli(*options, "--since", "2025-05-31").json["since"] == {
        "date": "2025-05-31",
        "finished": [{"id": "14.1", "notice": "yuanqu-2025-1", "unit": "yingji"}],
        "fell_overdue": [],
        "became_year_open": [],
    }


def test_a_date_after_the_day_shown_is_a_usage_error(cli: Cli) -> None:
    said = cli("status", "--since", "2025-06-21", "--as-of", "2025-06-20")
    assert (said.code, said.out) == (2, "")
    assert said.err == "--since 2025-06-21 晚于统计日 2025-06-20，请改用更早的日期。\n"
    assert cli("status", "--since", "改天").code == 2
