"""Setting triggered tasks going. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import partial

from yqsafety.errors import UsageError
from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import COUNTY, Task
from yqsafety.recording.by_notice import plan_entries, plan_named
from yqsafety.recording.plan import Plan, Request, Stamp, new_event, start_plan
from yqsafety.recording.targets import (
    Target,
    find_entries,
    responsible_units,
)


def plan_trigger(ledger: Ledger, ids: Sequence[str], request: Request, stamp: Stamp) -> Plan:
    """Open an occurrence of triggered tasks on the day of their event.

    UsageError for a task of another kind, and for a day outside the notice's term.
    """
    return plan_named(ledger, ids, request, partial(_plan_trigger, stamp))


def _plan_trigger(stamp: Stamp, ledger: Ledger, ids: Sequence[str], request: Request) -> Plan:
    plan = _start_event(ledger, request, stamp)
    for text in dict.fromkeys(ids):
        entries = find_entries(ledger, text)
        task = entries[0].task
        if task.timing.kind != "triggered":
            raise UsageError(f"{entries[0].shown_task} 不是触发类任务，不用 trigger。")
        units = responsible_units(ledger, entries, request.who)
        period = _free_period(ledger, task, request.on, units)
        for unit in units:
            target = Target(entries[0], unit)
            plan.targets.append(target)
            plan.events.append(new_event(plan, target, request, stamp, period=period))
    return plan


def plan_event(ledger: Ledger, entries: Iterable[Entry], request: Request, stamp: Stamp) -> Plan:
    """Open an occurrence of every triggered task among some rows, for the units left on them.

    It is one event: who has one of that day already is left out, and an event that calls for one
    result of the county is recorded once.
    """
    return plan_entries(ledger, entries, request, partial(_plan_event, stamp))


def _plan_event(stamp: Stamp, ledger: Ledger, entries: Sequence[Entry], request: Request) -> Plan:
    plan = _start_event(ledger, request, stamp)
    rows: dict[str, list[Entry]] = {}
    for entry in entries:
        rows.setdefault(entry.task.id, []).append(entry)
    period = request.on.isoformat()
    for mine in rows.values():
        units, task = _concerned(mine, request), mine[0].task
        if task.timing.kind != "triggered":
            plan.skip("不是触发类任务", Target(mine[0], units[0]))
            continue
        taken = _units_on(ledger, task, period)
        for unit in units:
            target = Target(mine[0], unit)
            if taken & {unit, COUNTY} or (mine[0].shared and taken):
                plan.skip("当天已登记触发", target)
                continue
            plan.targets.append(target)
            plan.events.append(new_event(plan, target, request, stamp, period=period))
    return plan


def _units_on(ledger: Ledger, task: Task, day: str) -> set[str]:
    """Who has an event of a task on a day, whichever it is."""
    taken = ledger.live.triggers.get(task.id, {})
    return {unit for name, starts in taken.items() if name[:10] == day for unit in starts}


def _concerned(rows: Sequence[Entry], request: Request) -> list[str]:
    """The units left on the rows of a task; the county for one result of it, unless named."""
    if rows[0].shared and request.who.every:
        return [COUNTY]
    return list(dict.fromkeys(one.party.id for row in rows for one in row.assignments))


def _start_event(ledger: Ledger, request: Request, stamp: Stamp) -> Plan:
    """An empty plan; UsageError for a day outside the notice's term."""
    plan = start_plan(ledger, request, stamp)
    if not ledger.term.from_ <= request.on <= ledger.term.until:
        problem = f"{request.on} 不在通知年度（{ledger.term.name} 年）内，未登记。"
        raise UsageError(problem, "请用 --on 写明发生日期。")
    return plan


def _free_period(ledger: Ledger, task: Task, on: dt.date, units: Sequence[str]) -> str:
    """The period's name: the day, or `-2`, `-3` where one of the units has an event of that day.

    Units without one join the occurrence that others opened on the same day.
    """
    taken = ledger.live.triggers.get(task.id, {})
    name, number = on.isoformat(), 1
    while not set(units).isdisjoint(taken.get(name, {})):
        number += 1
        name = f"{on.isoformat()}-{number}"
    return name
