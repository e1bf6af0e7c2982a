"""Setting triggered tasks going. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial

from yqsafety.errors import UsageError
from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import COUNTY, Task
from yqsafety.recording.by_notice import plan_entries, plan_named
from yqsafety.recording.doubts import doubt_second_event
from yqsafety.recording.plan import NextNotice, Plan, Request, Stamp, new_event, start_plan
from yqsafety.recording.targets import (
    Target,
    find_entries,
    responsible_units,
)


def plan_trigger(ledger: Ledger, ids: Sequence[str], request: Request, stamp: Stamp) -> Plan:
    """Open an occurrence of triggered tasks on the day of their event.

    Accidents do not wait for the new year's notice: after the term events are taken until the one
    that follows (`Request.follows`) is in force. UsageError for a day that is that one's, before
    the term or still ahead, and for a task of another kind.
    """
    return plan_named(ledger, ids, request, partial(_plan_trigger, stamp))


def _plan_trigger(stamp: Stamp, ledger: Ledger, ids: Sequence[str], request: Request) -> Plan:
    if next_one := _belongs_to(ledger, request):
        raise UsageError(
            f"{request.on} 的情形属于新的通知 {next_one.id}（{next_one.first} 起），未登记。",
            f"请登记在新的通知：yqsafety trigger 编号 --on {request.on} --notice {next_one.id}；"
            f"编号见 yqsafety list --kind 触发 --notice {next_one.id}",
        )
    plan = _start_event(ledger, request, stamp)
    for text in dict.fromkeys(ids):
        entries = find_entries(ledger, text)
        task = entries[0].task
        if task.timing.kind != "triggered":
            raise UsageError(f"{entries[0].shown_task} 不是触发类任务，不用 trigger。")
        units = responsible_units(ledger, entries, request.who)
        taken = ledger.live.triggers.get(task.id, {})
        period = free_period(request.on, units, taken)
        doubt_second_event(plan, task.id, period, units, taken)
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
    if next_one := _belongs_to(ledger, request):
        plan = start_plan(ledger, request, stamp)
        for entry in entries:
            plan.skip(f"当天的情形属于 {next_one.id}", Target(entry, entry.facts[0].party.id))
        return plan
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
    """An empty plan; UsageError for a day before the term.

    After the term it is remarked that the new notice is still to come.
    """
    plan = start_plan(ledger, request, stamp)
    if request.on > ledger.term.until:
        plan.warnings.append(
            f"注意：{request.on} 在通知年度（{ledger.term.name} 年）之后，先记在本通知；"
            "新的通知安装后转入：yqsafety catalog carry"
        )
    return plan


def _belongs_to(ledger: Ledger, request: Request) -> NextNotice | None:
    """The notice that follows, where the day is one of its own; else None."""
    follows = request.follows.get(ledger.catalog.notice.id)
    return follows if follows and request.on >= follows.first else None


def free_period(on: dt.date, units: Sequence[str], taken: Mapping[str, Collection[str]]) -> str:
    """The period's name: the day, or `-2`, `-3` where one of the units has an event of that day.

    `taken` holds the units of each period there is. Those without an event join the occurrence that
    others opened on the same day.
    """
    name, number = on.isoformat(), 1
    while not set(units).isdisjoint(taken.get(name, ())):
        number += 1
        name = f"{on.isoformat()}-{number}"
    return name
