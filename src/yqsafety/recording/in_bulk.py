"""Recording for whatever a filter has found. Pure.

What is named must be possible, else nothing is recorded (ticking.py). A filter finds more than its
author had in mind: rows that wait for their event, that were waived, that are still ahead, and what
single units say of a result of the whole county. So a bulk takes those on which its action has one
plain meaning, and leaves out the others with the reason, to be recorded by their ids.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.events import ANSWER_ACTIONS
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import COUNTY
from yqsafety.notice.schedule import REPORTED
from yqsafety.recording.by_notice import plan_entries
from yqsafety.recording.doubts import doubt_dates
from yqsafety.recording.plan import Plan, Request, Stamp, start_plan
from yqsafety.recording.targets import TRANSFERRED, Target, present_of, status_of
from yqsafety.recording.ticking import is_early, record_target

_WAIVED = "已登记不适用"


def plan_bulk(
    ledger: Ledger,
    entries: Iterable[Entry],
    request: Request,
    stamp: Stamp,
    *,
    with_waivers: bool = False,
) -> Plan:
    """Record for every matching row, under each unit that the filters left on it.

    A date is set for the whole of a result of the county, once. `with_waivers`: the office has
    asked for what was reported as not applicable, so that it confirms that as well.
    """
    make = partial(_plan_bulk, stamp, with_waivers)
    return plan_entries(ledger, entries, request, make)


def _plan_bulk(
    stamp: Stamp, with_waivers: bool, ledger: Ledger, entries: Sequence[Entry], request: Request
) -> Plan:
    plan = start_plan(ledger, request, stamp)
    for entry in entries:
        if request.action in ANSWER_ACTIONS:
            _answer_all(plan, entry, request, stamp, with_waivers)
            continue
        extends = request.action == "extend"
        for one in entry.shown if extends else entry.assignments:
            target = Target(entry, one.party.id)
            leaves_out = _why_not_extended if extends else _why_not_ticked
            if reason := leaves_out(entry, one, request):
                plan.skip(reason, target)
            else:
                record_target(plan, target, request, stamp)
    doubt_dates(plan, request, stamp.today)
    return plan


def _why_not_ticked(entry: Entry, one: Assignment, request: Request) -> str:
    if entry.waiting:
        return "未触发"
    if (entry.whole or one).is_transferred:
        return TRANSFERRED
    if one.status == "na":
        return _WAIVED
    return "尚未开始" if is_early(entry, request) else ""


def _why_not_extended(entry: Entry, one: Assignment, request: Request) -> str:
    """Why a date is not set: also where nothing is open, or the date would be the county's."""
    if reason := _why_not_ticked(entry, one, request):
        return reason
    if one.is_statement:
        return f"属{entry.words.one_result}（时限不分单位）"
    if entry.task.timing.kind == "standing":
        return "为长期任务（没有到期日）"
    if one.status == "done":
        return "已是办结"
    same = one.present.until == request.until and one.basis == "local"
    return f"时限已是 {request.until}" if same else ""


def _answer_all(
    plan: Plan,
    entry: Entry,
    request: Request,
    stamp: Stamp,
    with_waivers: bool,
) -> None:
    """Confirm or return what was reported on a row and waits for the office."""
    for unit in _reporters(entry):
        target = Target(entry, unit)
        if reason := _why_not_answered(target, request, with_waivers):
            plan.skip(reason, target)
        else:
            record_target(plan, target, request, stamp)


def _reporters(entry: Entry) -> list[str]:
    """Whom an answer is for: each unit, or all who have said something of the county's result."""
    units = [one.party.id for one in entry.assignments]
    if not entry.shared:
        return units
    said = [unit for unit in units if status_of(entry, unit) in REPORTED]
    said += [one.party.id for one in entry.assignments if one.present.applied]
    if entry.whole_counts and entry.county.status in REPORTED:
        said.append(COUNTY)
    return said or [COUNTY]


def _why_not_answered(target: Target, request: Request, with_waivers: bool) -> str:
    """Why a row is not answered: what the office has decided is not decided anew in bulk."""
    entry, unit = target
    status, whole = status_of(entry, unit), entry.whole
    if entry.waiting:
        return "未触发"
    if request.action == "return" and present_of(entry, unit).applied:
        return ""
    if status not in REPORTED:
        return "尚未报办结"
    if present_of(entry, unit).confirmed:
        return "已复核"
    if whole and whole.status == "done" and whole.finished_by and whole.finished_by.id != unit:
        return f"已由其他单位办结（{entry.words.one_result}）"
    if request.action == "confirm" and status == "na" and not with_waivers:
        return "报不适用（须写明编号，或加 --status 不适用）"
    return ""
