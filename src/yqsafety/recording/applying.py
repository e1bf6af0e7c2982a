"""Applications for more time (申请延期): a unit asks, `extend` or `return` answers. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from yqsafety.errors import UsageError
from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.ledger import Ledger
from yqsafety.recording.by_notice import plan_named
from yqsafety.recording.plan import Plan, Request, Stamp, new_event, start_plan
from yqsafety.recording.targets import (
    Target,
    find_entries,
    occurrence_for,
    refuse_transferred,
    responsible_units,
)


def plan_applications(ledger: Ledger, ids: Sequence[str], request: Request, stamp: Stamp) -> Plan:
    """Ask for another date of tasks named by id, each for the units of the request.

    UsageError where nothing is open or has no date, and for a day that is no later than the date.
    """
    return plan_named(ledger, ids, request, partial(_plan_ids, stamp))


def _plan_ids(stamp: Stamp, ledger: Ledger, ids: Sequence[str], request: Request) -> Plan:
    plan = start_plan(ledger, request, stamp)
    for text in dict.fromkeys(ids):
        entries = find_entries(ledger, text)
        for unit in responsible_units(ledger, entries, request.who):
            entry = occurrence_for(entries, unit, request.on)
            target = Target(entry, unit)
            _refuse_pointless(entry, unit, request)
            one = entry.party(unit)
            asked = one.present.applied if one else None
            if asked and (asked.until, asked.reason) == (request.until, request.reason):
                plan.skip("已经申请过", target)
                continue
            plan.targets.append(target)
            plan.events.append(new_event(plan, target, request, stamp))
    return plan


def _refuse_pointless(entry: Entry, unit: str, request: Request) -> None:
    """UsageError where there is no date to move, or nothing left to do."""
    one = entry.party(unit)
    judged = entry.whole or one
    shown = entry.shown_id
    if one is None or judged is None:
        raise UsageError(f"{shown} 请指明由哪个单位申请：--unit 单位名称。")
    if entry.waiting or judged.due is None:
        raise UsageError(f"{shown} 尚未触发，没有时限，不用申请延期。")
    if entry.task.timing.kind == "standing":
        raise UsageError(f"{shown} 是长期任务，没有到期日，不用申请延期。")
    refuse_transferred(Target(entry, unit))
    if one.status in ("done", "na") or not judged.is_open:
        raise UsageError(
            f"{shown} 已报办结或不适用，不用申请延期。", f"查看：yqsafety show {shown}"
        )
    if request.until and request.until < request.on:
        raise UsageError(f"申请的 {request.until} 已经过去，未登记。", "请检查 --until。")
    if request.until and request.until <= judged.due:
        raise UsageError(
            f"{shown} 的时限是 {judged.due}，申请的 {request.until} 不比它晚，未登记。",
            "请检查 --until。",
        )
