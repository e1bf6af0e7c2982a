"""What the report says that the office did in its month: from the records, each thing once."""

from __future__ import annotations

import datetime as dt

from small import event, small_ledger

from yqsafety.ledger.events import Event
from yqsafety.ledger.filters import Filters, select_entries
from yqsafety.ledger.office_deeds import OfficeDeeds, office_deeds
from yqsafety.reports.document import Paragraph
from yqsafety.reports.monthly import monthly_report

FIRST, LAST = dt.date(2025, 6, 1), dt.date(2025, 6, 30)


def deeds(*events: Event, filters: Filters | None = None) -> OfficeDeeds:
    book = small_ledger(*events, as_of=LAST)
    return office_deeds(select_entries(book, filters or Filters()).entries, FIRST, LAST)


def test_reminders_count_by_day_and_slips_by_their_number() -> None:
    two_duties_on_one_slip = [
        event(n, "remind", task_id, "jia", on="06-10", value=3)
        for n, task_id in enumerate(("1.1", "1.2"), 1)
    ]
    again = event(3, "remind", "1.1", "jia", on="06-20")
    twice_a_day = event(4, "remind", "1.1", "jia", on="06-20")
    before = event(5, "remind", "1.1", "jia", on="05-31", value=2)
    made = deeds(*two_duties_on_one_slip, again, twice_a_day, before)
    assert made == OfficeDeeds(reminded=3, slips=1)


def test_what_was_undone_was_not_done() -> None:
    remind = event(1, "remind", "1.1", "jia", on="06-10", batch="b1")
    assert deeds(remind, event(2, "revert", reverts="b1")) == OfficeDeeds()


def test_sending_back_an_application_is_no_return() -> None:
    asked = event(1, "apply", "3.1", "yi", on="06-02", until="07-31")
    refused = event(2, "return", "3.1", "yi", on="06-03")._replace(reason="人手够")
    done = event(3, "done", "1.1", "jia", on="06-04")
    returned = event(4, "return", "1.1", "jia", on="06-05")._replace(reason="缺签到表")
    assert deeds(asked, refused, done, returned) == OfficeDeeds(returned=1, refused=1)


def test_a_later_date_is_granted_and_one_that_was_carried_over_is_not() -> None:
    later = event(1, "extend", "3.1", "yi", on="06-02", until="07-31")
    earlier = event(2, "extend", "1.1", "jia", on="06-02", until="06-30")
    carried = event(3, "extend", "2.3", "jia", on="06-02", until="2026-02-01")
    carried = carried._replace(reason="沿用 old-2024 2.3 的时限：人手不足")
    assert deeds(later, earlier, carried) == OfficeDeeds(granted=1)
    back = event(4, "extend", "3.1", "yi", on="06-03", until="07-10")
    assert deeds(later, back) == OfficeDeeds(granted=1), "the same duty counts once"


def test_one_answer_for_all_who_share_a_result_counts_once() -> None:
    asked = [
        event(n, "apply", "2.1", unit, on="06-02", until="2026-01-31")
        for n, unit in enumerate(("jia", "ding"), 1)
    ]
    granted = event(3, "extend", "2.1", "jia", on="06-03", until="2026-01-31")
    assert deeds(*asked, granted) == OfficeDeeds(granted=1)


def test_of_some_units_only_what_concerns_them() -> None:
    both = [event(n, "remind", "1.1", u, on="06-10") for n, u in enumerate(("jia", "ding"), 1)]
    assert deeds(*both, filters=Filters(units=("jia",))).reminded == 1


def test_the_report_says_what_there_was() -> None:
    book = small_ledger(
        event(1, "remind", "1.1", "jia", on="06-10", value=3),
        event(2, "done", "1.1", "ding", on="06-10"),
        event(3, "confirm", "1.1", "ding", on="06-12"),
        event(4, "extend", "3.1", "yi", on="06-02", until="07-31"),
        as_of=LAST,
    )
    paper = monthly_report(book, select_entries(book, Filters()))
    said = [block.text for block in paper.blocks if isinstance(block, Paragraph)]
    assert "6月份，县安委办催办1项次，发出督办单1份，复核通过1项，批准延期1项。" in said
    quiet = monthly_report(small_ledger(as_of=LAST), select_entries(small_ledger(), Filters()))
    assert not [b for b in quiet.blocks if isinstance(b, Paragraph) and b.text.startswith("6月份")]
