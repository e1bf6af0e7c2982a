"""Records of an earlier edition: ids that were joined, and slots that changed."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small import HALVES, ONCE, ROSTER, STANDING, TODAY, catalog, event, item, task

from yqsafety.errors import UsageError
from yqsafety.ledger.assignments import Assignment
from yqsafety.ledger.events import Event, Evidence
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.order import in_order
from yqsafety.ledger.retired import at_known_slots, merge_retired
from yqsafety.notice.model import Catalog, Retired
from yqsafety.recording.targets import find_entries

GONE = (Retired("1.9", "1.1", "同一件事"), Retired("1.8", "1.1", "同一件事"))


def made() -> Catalog:
    """A notice whose 1.8 and 1.9 went into 1.1, and whose 1.3 was once a year."""
    known = catalog([item(1, ["甲局", "乙局"], task("1.1", ONCE), task("1.3", HALVES))])
    return Catalog(replace(known.notice, retired=GONE), known.units, "", "")


def stand(*events: Event, entry: str = "1.1", unit: str = "jia") -> Assignment:
    ledger = Ledger(made(), ROSTER, events, TODAY, "abc")
    row = next(one for one in ledger.entries if one.id == entry)
    found = row.party(unit)
    assert found is not None
    return found


def said(*events: Event) -> list[tuple[str, str]]:
    return [(one.action, one.note) for one in merge_retired(tuple(in_order(events)), GONE)]


def test_without_retired_ids_nothing_is_touched() -> None:
    events = (event(1, "done"), event(2, "done", "1.9"))
    assert merge_retired(events, ()) is events
    only = (event(1, "done"),)
    assert merge_retired(only, GONE) is only


def test_a_retired_part_that_is_done_finishes_nothing_by_itself() -> None:
    found = stand(event(1, "done", "1.9"), event(2, "done", "1.8"))
    assert found.status == "todo"
    notes = [one.note for one in found.present.history]
    assert notes == ["旧编号 1.9 已报办结", "旧编号 1.8 已报办结"]


def test_where_all_parts_were_done_it_is_done_since_its_own_day() -> None:
    found = stand(
        event(1, "done", "1.9", on="03-10"),
        event(2, "done", "1.1", on="03-12"),
        event(3, "done", "1.8", on="05-01"),
    )
    assert (found.status, str(found.present.since)) == ("done", "2025-03-12")


def test_a_part_that_was_left_unfinished_holds_the_whole_back() -> None:
    done, doing = event(1, "done"), event(2, "doing", "1.9")
    found = stand(done, doing)
    assert found.status == "doing"
    assert found.present.history[0].note == "已报办结，但旧编号 1.9 尚未办结"
    assert stand(done, doing, event(3, "done", "1.9")).status == "done"
    assert stand(done, doing, event(3, "na", "1.9")).status == "done"
    assert stand(done, doing, event(3, "done")).status == "done"


def test_the_part_of_another_unit_holds_nobody_back() -> None:
    assert stand(event(1, "done"), event(2, "doing", "1.9", "yi")).status == "done"


def test_a_part_that_was_returned_is_unfinished() -> None:
    events = (event(1, "done"), event(2, "done", "1.9"), event(3, "return", "1.9"))
    assert stand(*events).status == "doing"


def test_a_part_of_which_nothing_is_recorded_undoes_nothing() -> None:
    assert stand(event(1, "done")).status == "done"


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("done", "旧编号 1.9 已报办结"),
        ("doing", "旧编号 1.9 在办"),
        ("todo", "旧编号 1.9 已取消办结登记"),
        ("confirm", "旧编号 1.9 已复核"),
        ("trigger", "旧编号 1.9 已于 2025-06-01 启动"),
        ("assign", "旧编号 1.9 曾分工给本单位"),
        ("unassign", "旧编号 1.9 曾取消分工"),
    ],
)
def test_every_record_of_a_retired_id_becomes_a_remark(action: str, expected: str) -> None:
    assert said(event(1, action, "1.9")) == [("note", expected)]  # type: ignore[arg-type]


def test_a_remark_keeps_reason_note_and_proof() -> None:
    proof = (Evidence("文件.pdf"),)
    old = event(1, "na", "1.9")._replace(reason="无此职责", note="见函", evidence=proof)
    (remark,) = merge_retired((old,), GONE)
    assert remark.note == "旧编号 1.9 已报不适用：无此职责；见函"
    assert (remark.task, remark.field, remark.evidence) == ("1.1", "remark", proof)
    assert (remark.id, remark.at, remark.by, remark.unit) == (old.id, old.at, old.by, "jia")


def test_an_extension_of_a_part_moves_no_date_of_the_whole() -> None:
    found = stand(event(1, "extend", "1.9", until="2026-03-01"))
    assert str(found.due) == "2025-12-31"
    assert found.present.history[0].note == "旧编号 1.9 时限调整为 2026-03-01"


def test_a_count_of_a_part_counts_nothing_of_the_whole() -> None:
    found = stand(event(1, "count", "1.9", value=3))
    assert (found.status, found.present.value) == ("todo", None)


def test_a_report_of_the_year_counts_in_every_slot_that_had_begun() -> None:
    spring, autumn = event(1, "done", "1.3", on="03-20"), event(2, "done", "1.3", "yi", on="09-20")
    assert stand(spring, entry="1.3@2025-H1").status == "done"
    assert stand(spring, entry="1.3@2025-H2").status == "todo"
    both = at_known_slots((spring, event(3, "note"), autumn), made().notice)
    periods = [(one.unit, one.period) for one in both if one.task == "1.3"]
    assert periods == [("jia", "2025-H1"), ("yi", "2025-H1"), ("yi", "2025-H2")]
    assert [one.action for one in both] == ["done", "note", "done", "done"]


def test_the_answer_of_the_office_goes_where_the_report_went() -> None:
    events = (event(1, "done", "1.3", on="03-20"), event(2, "confirm", "1.3", on="07-10"))
    read = at_known_slots(events, made().notice)
    assert [one.period for one in read] == ["2025-H1", "2025-H1"]


def test_a_report_from_before_the_year_counts_in_its_first_slot() -> None:
    read = at_known_slots((event(1, "done", "1.3", on="2024-12-30"),), made().notice)
    assert [one.period for one in read] == ["2025-H1"]


def test_what_is_in_a_known_slot_or_of_no_known_task_stays() -> None:
    events = (
        event(1, "done", "1.3", period="2025-H2"),
        event(2, "done", "7.7", period="2025-Q1"),
        event(3, "assign", "1.3", period=""),
    )
    assert at_known_slots(events, made().notice) is events


def test_a_duty_that_is_yearly_now_keeps_what_was_recorded_of_its_halves() -> None:
    yearly = catalog([item(1, ["甲局"], task("1.1", STANDING))])
    events = (event(1, "done", "1.1", period="2025-H1"),)
    assert [one.period for one in at_known_slots(events, yearly.notice)] == ["2025"]


def test_records_of_what_was_no_task_belong_to_nothing() -> None:
    known = made()
    gone = (*GONE, Retired("1.7", "", "不是任务"))
    known = Catalog(replace(known.notice, retired=gone), known.units, "", "")
    events = (event(1, "done", "1.7"), event(2, "doing", "1.1"))
    ledger = Ledger(known, ROSTER, events, TODAY, "abc")
    party = next(one for one in ledger.entries if one.id == "1.1").party("jia")
    assert party is not None
    assert [one.action for one in party.present.history] == ["doing"]
    with pytest.raises(UsageError, match=r"1\.7 已停用：不是任务。"):
        find_entries(ledger, "1.7")
