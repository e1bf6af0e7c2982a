"""Setting triggered tasks going. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import partial

from yqsafety.errors import UsageError
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import Task
from yqsafety.recording.by_notice import plan_named
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
    plan = start_plan(ledger, request, stamp)
    if not ledger.term.from_ <= request.on <= ledger.term.until:
        problem = f"{request.on} 不在通知年度（{ledger.term.name} 年）内，未登记。"
        raise UsageError(problem, "请用 --on 写明发生日期。")
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
