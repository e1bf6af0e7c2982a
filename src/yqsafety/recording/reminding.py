"""Reminders (催办): of what a unit is reminded, and what is left out and why. Pure.

A reminder blames, so it goes only to whoever may be blamed: for what is open and has begun, not
for what waits for the office, and not for what is only presumed to be a unit's duty, unless that
is named by its id. Two on one day are one.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import partial

from yqsafety.errors import UsageError
from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.events import Event
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import COUNTY
from yqsafety.recording.by_notice import plan_entries, plan_named
from yqsafety.recording.plan import Plan, Request, Stamp, new_event, start_plan
from yqsafety.recording.targets import (
    TRANSFERRED,
    Target,
    find_entries,
    occurrence_for,
    responsible_units,
)


def plan_reminders_by_id(
    ledger: Ledger, ids: Sequence[str], request: Request, stamp: Stamp
) -> Plan:
    """Remind of tasks named by id: the units named, else whoever has not finished them.

    UsageError where a task is no unit's alone and none is named.
    """
    return plan_named(ledger, ids, request, partial(_plan_ids, stamp))


def plan_reminders(
    ledger: Ledger, entries: Iterable[Entry], request: Request, stamp: Stamp
) -> Plan:
    """Remind of every matching row each unit that the filters left on it."""
    return plan_entries(ledger, entries, request, partial(_plan_rows, stamp))


def _plan_ids(stamp: Stamp, ledger: Ledger, ids: Sequence[str], request: Request) -> Plan:
    plan = start_plan(ledger, request, stamp)
    for text in dict.fromkeys(ids):
        entries = find_entries(ledger, text)
        for unit in _units_of(ledger, entries, request):
            target = Target(occurrence_for(entries, unit, request.on), unit)
            _remind(plan, target, request, stamp, named=True)
    return plan


def _units_of(ledger: Ledger, entries: list[Entry], request: Request) -> list[str]:
    if not request.who.is_open:
        return responsible_units(ledger, entries, request.who)
    if not entries[0].shared:
        return list({one.party.id: None for entry in entries for one in entry.assignments})
    owner = entries[0].owner
    if owner is None:
        shown = entries[0].shown_task
        raise UsageError(
            f"{shown} 是{entries[0].words.one_result}，没有牵头单位，请写明催办哪个单位："
            f"--unit 单位名称；",
            f"有哪些单位：yqsafety show {shown}",
        )
    return [owner.id]


def _plan_rows(stamp: Stamp, ledger: Ledger, entries: Sequence[Entry], request: Request) -> Plan:
    plan = start_plan(ledger, request, stamp)
    for entry in entries:
        for one in entry.shown:
            _remind(plan, Target(entry, one.party.id), request, stamp, named=False)
    return plan


def _remind(plan: Plan, target: Target, request: Request, stamp: Stamp, *, named: bool) -> None:
    if reason := _why_not(target, request.on, named=named):
        plan.skip(reason, target)
        return
    plan.targets.append(target)
    plan.events.append(new_event(plan, target, request, stamp))


def _why_not(target: Target, on: dt.date, *, named: bool) -> str:
    """Why a unit is not reminded, as it stands behind the ids; empty where it is."""
    entry, unit = target
    if entry.waiting:
        return "未触发"
    if unit == COUNTY:
        return f"是{entry.words.one_result}，没有牵头单位（用 --unit 写明催办谁）"
    one = entry.party(unit) or entry.facts[0]
    judged = entry.whole or one
    if judged.is_transferred:
        return TRANSFERRED
    if not judged.is_open or one.status in ("done", "na"):
        return "已报，不用催办"
    if one.is_statement and not named and (entry.owner is None or entry.owner.id != unit):
        return f"是{entry.words.one_result}，不由该单位牵头（确要催办的，写明编号）"
    return _why_not_yet(entry, one, judged, on, named=named)


def _why_not_yet(
    entry: Entry, one: Assignment, judged: Assignment, on: dt.date, *, named: bool
) -> str:
    if entry.period.start and entry.period.start > on:
        return "尚未开始"
    if not named and (one.presumed or judged.presumed):
        return "属推定（确属该单位的，写明编号）"
    if any(event.on == on for event in one.rhythm.reminders):
        return f"已于 {on} 催办过"
    return ""


def numbered(plan: Plan, ledger: Ledger) -> Plan:
    """The plan with the numbers of the slips that go out with it: one for each unit, in its order.

    Numbers are counted through each year, whatever the notice, so that no two slips have the same.
    """
    if not plan.events:
        return plan
    year = plan.events[0].on.year
    known = [event.value for event in ledger.recorded if _is_slip_of(event, year)]
    number = max((value for value in known if value), default=0)
    units = sorted({event.unit for event in plan.events}, key=ledger.roster.rank)
    numbers = {unit: number + place for place, unit in enumerate(units, start=1)}
    plan.events[:] = [event._replace(value=numbers[event.unit]) for event in plan.events]
    return plan


def _is_slip_of(event: Event, year: int) -> bool:
    return event.action == "remind" and event.on.year == year
