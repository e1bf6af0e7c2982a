"""Receipts (签收): a unit says that it has taken notice of its duties. Pure.

A receipt says nothing of how far something is. It is given for what is new to the unit: a duty of
which nothing was said yet, a division, a reminder, a return.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from yqsafety.errors import UsageError
from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import COUNTY
from yqsafety.notice.schedule import REPORTED
from yqsafety.recording.by_notice import plan_entries, plan_named
from yqsafety.recording.plan import Plan, Request, Stamp, new_event, start_plan
from yqsafety.recording.targets import (
    TRANSFERRED,
    Target,
    find_entries,
    occurrence_for,
    responsible_units,
)


def plan_receipts_by_id(ledger: Ledger, ids: Sequence[str], request: Request, stamp: Stamp) -> Plan:
    """Acknowledge tasks named by id, each for the units of the request; UsageError without one."""
    return plan_named(ledger, ids, request, partial(_plan_ids, stamp))


def plan_receipts(ledger: Ledger, entries: Iterable[Entry], request: Request, stamp: Stamp) -> Plan:
    """Acknowledge every matching row for each unit that the filters left on it."""
    return plan_entries(ledger, entries, request, partial(_plan_rows, stamp))


def _plan_ids(stamp: Stamp, ledger: Ledger, ids: Sequence[str], request: Request) -> Plan:
    plan = start_plan(ledger, request, stamp)
    for text in dict.fromkeys(ids):
        entries = find_entries(ledger, text)
        for unit in responsible_units(ledger, entries, request.who):
            if unit == COUNTY:
                shown = entries[0].shown_task
                raise UsageError(f"{shown} 请指明由哪个单位签收：--unit 单位名称。")
            mine = [(entry, one) for entry in entries if (one := entry.party(unit))]
            new = [(entry, one) for entry, one in mine if one.rhythm.unreceived]
            chosen = occurrence_for(entries, unit, request.on)
            for entry, one in new or [pair for pair in mine if pair[0] is chosen]:
                _acknowledge(plan, entry, one, request, stamp)
    return plan


def _plan_rows(stamp: Stamp, ledger: Ledger, entries: Sequence[Entry], request: Request) -> Plan:
    plan = start_plan(ledger, request, stamp)
    for entry in entries:
        for one in entry.assignments:
            _acknowledge(plan, entry, one, request, stamp)
    return plan


def _acknowledge(plan: Plan, entry: Entry, one: Assignment, request: Request, stamp: Stamp) -> None:
    target = Target(entry, one.party.id)
    if reason := _why_not(entry, one):
        plan.skip(reason, target)
        return
    plan.targets.append(target)
    plan.events.append(new_event(plan, target, request, stamp))


def _why_not(entry: Entry, one: Assignment) -> str:
    """Why nothing is to be acknowledged, as it stands behind the ids; empty where something is."""
    if entry.waiting:
        return "未触发"
    if (entry.whole or one).is_transferred:
        return TRANSFERRED
    if one.rhythm.unreceived:
        return ""
    if one.status in REPORTED:
        return "已报，不用签收"
    return "已签收" if one.rhythm.received else ""
