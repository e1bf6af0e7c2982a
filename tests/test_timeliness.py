"""Where an assignment stands on a day: exactly one answer, and none that blames without a date."""

from __future__ import annotations

import datetime as dt
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from small import TODAY, YEAR_END, assignment, day, entry, event, small_ledger

from yqsafety.ledger.timeliness import Facts, timeliness_of
from yqsafety.notice.model import Basis, Kind
from yqsafety.notice.schedule import Status, Timeliness

ONE_DAY = dt.timedelta(days=1)
quick = settings(max_examples=60, deadline=None)
days = st.dates(dt.date(2025, 1, 1), dt.date(2026, 12, 31))
kinds: st.SearchStrategy[Kind] = st.sampled_from(get_args(Kind))
statuses: st.SearchStrategy[Status] = st.sampled_from(get_args(Status))
bases: st.SearchStrategy[Basis] = st.sampled_from(get_args(Basis))


def judged(kind: Kind, status: Status, as_of: dt.date, **more: object) -> Timeliness:
    known: dict[str, object] = {"due": YEAR_END, "basis": "stated"} | more
    return timeliness_of(Facts(kind, status, **known), as_of)  # type: ignore[arg-type]


def meanings(facts: Facts, as_of: dt.date) -> dict[str, bool]:
    """What each word says, one by one; exactly one of them may hold."""
    assert facts.due is not None
    is_open, is_done = facts.status in ("todo", "doing"), facts.status == "done"
    since, latest = facts.since or facts.due, facts.latest or facts.due
    last = min(as_of, facts.due)
    standing = facts.kind == "standing"
    pending = is_open and facts.reported is not None and facts.reported <= facts.due
    left = (facts.due - as_of).days
    started = facts.renew_from
    unheard = standing and started is not None and (last - started).days >= facts.renew_days
    waits = is_open and not pending
    worn = is_done and since <= facts.due and standing and (last - latest).days >= facts.renew_days
    return {
        "waived": facts.status == "na" and facts.confirmed,
        "pending": (facts.status == "na" and not facts.confirmed) or pending,
        "late": is_done and since > facts.due,
        "stale": worn or (waits and left >= 0 and unheard),
        "on-time": is_done and since <= facts.due and not worn,
        "overdue": waits and left < 0 and facts.basis != "notice-year",
        "year-open": waits and left < 0 and facts.basis == "notice-year",
        "due-soon": waits and 0 <= left <= 30 and not unheard,
        "scheduled": waits and left > 30 and not unheard,
    }


@settings(max_examples=250, deadline=None)
@given(kinds, statuses, bases, days, days, days, st.none() | days, st.booleans(), days)
def test_timeliness_is_total_and_exclusive(
    kind: Kind,
    status: Status,
    basis: Basis,
    due: dt.date,
    since: dt.date,
    renew_from: dt.date,
    reported: dt.date | None,
    confirmed: bool,
    as_of: dt.date,
) -> None:
    done = since if status == "done" else None
    facts = Facts(kind, status, due, basis, done, done, confirmed, reported, renew_from)
    holds = [word for word, held in meanings(facts, as_of).items() if held]
    assert [timeliness_of(facts, as_of)] == holds


@quick
@given(kinds, statuses, days)
def test_what_has_no_date_waits_unless_it_is_waived(
    kind: Kind, status: Status, as_of: dt.date
) -> None:
    answer = judged(kind, status, as_of, due=None)
    assert answer == ("pending" if status == "na" else "waiting")


@pytest.mark.parametrize(
    ("as_of", "word"),
    [
        ("2025-11-30", "scheduled"),  # 31 days left
        ("2025-12-01", "due-soon"),  # 30 days left
        ("2025-12-31", "due-soon"),  # the due day itself
        ("2026-01-01", "overdue"),
    ],
)
def test_thirty_days_are_soon_and_the_due_day_is_not_overdue(as_of: str, word: str) -> None:
    assert judged("once", "todo", dt.date.fromisoformat(as_of)) == word


def test_a_year_without_a_stated_date_ends_open_and_not_overdue() -> None:
    for kind in ("once", "standing"):
        after = YEAR_END + ONE_DAY
        assert judged(kind, "todo", after, basis="notice-year") == "year-open"


def test_what_is_done_on_the_due_day_is_on_time() -> None:
    words = [judged("once", "done", TODAY, since=YEAR_END + n * ONE_DAY) for n in (0, 1)]
    assert words == ["on-time", "late"]


@pytest.mark.parametrize(("days_ago", "word"), [(0, "on-time"), (89, "on-time"), (90, "stale")])
def test_a_standing_report_is_stale_from_the_ninetieth_day(days_ago: int, word: str) -> None:
    latest = TODAY - dt.timedelta(days=days_ago)
    since = dt.date(2025, 1, 1)
    assert judged("standing", "done", TODAY, since=since, latest=latest) == word


@pytest.mark.parametrize(("latest", "word"), [("2025-10-02", "stale"), ("2025-10-03", "on-time")])
def test_the_year_end_closes_a_standing_duty(latest: str, word: str) -> None:
    said, years_later = dt.date.fromisoformat(latest), dt.date(2027, 1, 1)
    assert judged("standing", "done", years_later, since=said, latest=said) == word


@pytest.mark.parametrize("kind", ["once", "recurring", "triggered"])
def test_only_a_standing_report_wears_out(kind: Kind) -> None:
    assert judged(kind, "done", YEAR_END, since=dt.date(2025, 1, 1)) == "on-time"


def test_who_never_reports_a_standing_duty_is_to_be_asked_like_who_reported_once() -> None:
    """Of the notice of 6 March the first report is awaited by 4 June."""
    for as_of, word in (("06-03", "scheduled"), ("06-04", "stale")):
        assert assignment(small_ledger(as_of=day(as_of)), "1.2").timeliness == word
    assigned = event(1, "assign", "1.2", "jia", period="", on="05-01")
    book = small_ledger(assigned, as_of=day("06-20"))
    assert assignment(book, "1.2", "jia").timeliness == "scheduled"


def test_renewing_a_standing_duty_after_the_year_leaves_it_on_time() -> None:
    reported = event(1, "done", "1.2", "ding", on="12-20")
    again = event(2, "done", "1.2", "ding", on="2026-01-05")
    book = small_ledger(reported, again, as_of=day("2026-01-05"))
    assert assignment(book, "1.2", "ding").timeliness == "on-time"


def test_a_slot_that_has_not_begun_is_not_done_by_an_old_record() -> None:
    early = event(1, "done", "1.3", "ding", period="2025-H2", on="03-25")
    before = assignment(small_ledger(early, as_of=day("06-30")), "1.3@2025-H2", "ding")
    assert (before.status, before.timeliness) == ("doing", "scheduled")
    begun = assignment(small_ledger(early, as_of=day("07-01")), "1.3@2025-H2", "ding")
    assert (begun.status, begun.present.since) == ("done", day("07-01"))


def test_a_triggered_task_has_its_own_term_from_its_event() -> None:
    trigger = event(1, "trigger", "1.4", "ding", on="12-28", period="2025-12-28")
    row = entry(small_ledger(trigger, as_of=day("12-29")), "1.4@2025-12-28")
    assert (row.due, row.basis) == (day("2026-01-27"), "presumed")
