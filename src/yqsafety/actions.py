"""The rules of ticking: a request and a ledger to new events. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from yqsafety.errors import UsageError
from yqsafety.events import Action, Event, Evidence
from yqsafety.ledger import Entry, Ledger
from yqsafety.model import COUNTY, Task
from yqsafety.stamp import Stamp, time_of
from yqsafety.targets import Target, Who, find, occurrence, present_of, responsible, status_of

TICKS: tuple[Action, ...] = ("done", "doing", "todo", "na")
"""The actions that set a status."""
_SAID_ALREADY = {
    "done": "已是办结",
    "doing": "已在办",
    "todo": "尚未登记",
    "na": "已是不适用",
    "count": "数量没有变化",
}


class Request(NamedTuple):
    """What is to be recorded."""

    action: Action
    who: Who
    on: dt.date
    dated: bool = False
    """Whether the day was given, not just today."""
    note: str = ""
    evidence: tuple[Evidence, ...] = ()
    counted: str = ""
    """`N` for the total so far, `+N` to add."""
    until: dt.date | None = None
    reason: str = ""
    approved_by: str = ""


@dataclass(slots=True)
class Plan:
    """What would be recorded, and what would not and why."""

    at: str
    """The time of recording."""
    events: list[Event] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    skipped: dict[str, list[Target]] = field(default_factory=dict)
    """By reason, in Chinese."""
    warnings: list[str] = field(default_factory=list)

    def skip(self, reason: str, target: Target) -> None:
        """Leave a target out."""
        self.skipped.setdefault(reason, []).append(target)


def plan_ids(ledger: Ledger, ids: Sequence[str], request: Request, stamp: Stamp) -> Plan:
    """Record for tasks or occurrences that are named; any that cannot be is a UsageError."""
    plan = _checked_day(ledger, request, stamp)
    for text in dict.fromkeys(ids):
        entries = find(ledger, text)
        units = responsible(ledger, entries, request.who)
        targets = [Target(occurrence(entries, unit, request.on), unit) for unit in units]
        if all(target.entry.waiting for target in targets):
            raise _not_triggered(targets[0].entry)
        for target in targets:
            if target.entry.waiting:
                plan.skip("未触发", target)
                continue
            _record(ledger, plan, target, request, stamp)
            _warn_early(plan, target, request)
    return plan


def plan_bulk(ledger: Ledger, entries: Iterable[Entry], request: Request, stamp: Stamp) -> Plan:
    """Record for every matching row; what waits or has not begun is left out, and said."""
    plan = _checked_day(ledger, request, stamp)
    for entry in entries:
        units = [COUNTY] if entry.shared and request.who.every else _units_of(entry)
        for unit in units:
            target = Target(entry, unit)
            if entry.waiting:
                plan.skip("未触发", target)
            elif status_of(entry, unit) == "na":
                plan.skip("已登记不适用", target)
            elif entry.period.start and entry.period.start > request.on:
                plan.skip("尚未开始", target)
            else:
                _record(ledger, plan, target, request, stamp)
    return plan


def _units_of(entry: Entry) -> list[str]:
    """The units of a row; of a county-wide result one that has not waived stands for all."""
    if not entry.shared:
        return [a.party.id for a in entry.assignments]
    held = [a.party.id for a in entry.assignments if a.status != "na"]
    return (held or [entry.assignments[0].party.id])[:1]


def plan_trigger(ledger: Ledger, ids: Sequence[str], request: Request, stamp: Stamp) -> Plan:
    """Open an occurrence of triggered tasks on the day of their event."""
    plan = _checked_day(ledger, request, stamp)
    if request.on.year != ledger.year:
        raise UsageError(
            f"{request.on} 不在通知年度（{ledger.year} 年）内，未登记。", "请用 --on 写明发生日期。"
        )
    for text in dict.fromkeys(ids):
        entries = find(ledger, text)
        task = entries[0].task
        if task.timing.kind != "triggered":
            raise UsageError(f"{task.id} 不是触发类任务，不用 trigger。")
        units = responsible(ledger, entries, request.who)
        period = _free_period(ledger, task, request.on, units)
        for unit in units:
            target = Target(entries[0], unit)
            plan.targets.append(target)
            plan.events.append(_event(ledger, plan, target, request, stamp, period=period))
    return plan


def _free_period(ledger: Ledger, task: Task, on: dt.date, units: Sequence[str]) -> str:
    """The day, or `-2`, `-3` where one of the units already has an event of that day."""
    taken = ledger.live.triggers.get(task.id, {})
    name, number = on.isoformat(), 1
    while not set(units).isdisjoint(taken.get(name, {})):
        number += 1
        name = f"{on.isoformat()}-{number}"
    return name


def _checked_day(ledger: Ledger, request: Request, stamp: Stamp) -> Plan:
    """An empty plan; no day in the future is recorded, one before the notice is warned of."""
    plan = Plan(time_of(ledger, stamp))
    if request.on > stamp.today:
        raise UsageError(f"{request.on} 还没有到，不能登记。", "请检查 --on。")
    issued = ledger.catalog.notice.date
    if request.on < issued:
        plan.warnings.append(f"注意：{request.on} 早于通知印发日期 {issued}。")
    return plan


def _not_triggered(entry: Entry) -> UsageError:
    task = entry.task.id
    return UsageError(
        f"{task} 尚未触发，未登记。", f"情形发生后先登记：yqsafety trigger {task} --on 日期"
    )


def _record(ledger: Ledger, plan: Plan, target: Target, request: Request, stamp: Stamp) -> None:
    """One event, unless it would say what is recorded already."""
    value = _counted(target, request) if request.counted else None
    action: Action = "count" if request.counted else request.action
    if _says_again(target, request, value):
        if not (request.note or request.evidence):
            plan.skip(_SAID_ALREADY[action], target)
            return
        action, value = "note", None
    plan.targets.append(target)
    plan.events.append(_event(ledger, plan, target, request, stamp, action=action, value=value))
    quantity = target.entry.task.quantity
    if action == "done" and quantity and not quantity.per:
        counted = present_of(target.entry, target.unit).value or 0
        if counted < quantity.value:
            figures = f"{counted}/{quantity.value} {quantity.unit}"
            plan.warnings.append(f"注意：{target.entry.id} 登记数为 {figures}，请核对。")


def _counted(target: Target, request: Request) -> int:
    quantity = target.entry.task.quantity
    if quantity is None:
        raise UsageError(f"{target.entry.id} 没有数量要求，不用 --count。")
    if not re.fullmatch(r"\+?\d{1,9}", request.counted):
        raise UsageError(f"数量“{request.counted}”无效，应为累计数如 3，或增加数如 +1。")
    number = int(request.counted)
    known = present_of(target.entry, target.unit).value or 0
    return known + number if request.counted.startswith("+") else number


def _says_again(target: Target, request: Request, value: int | None) -> bool:
    """Whether the status, the figure and the day are recorded already.

    A standing duty is said to be in force again by a later day, any other by a day that was given.
    """
    if request.action not in TICKS:
        return False
    present = present_of(target.entry, target.unit)
    status = status_of(target.entry, target.unit)
    if value is None and status != request.action:
        return False
    if value is not None and (present.value != value or status not in ("done", "doing")):
        return False
    if present.since is None or present.since == request.on:
        return True
    standing = target.entry.task.timing.kind == "standing" and request.action == "done"
    return not (request.dated or (standing and present.since < request.on))


def _warn_early(plan: Plan, target: Target, request: Request) -> None:
    start = target.entry.period.start
    if request.action == "done" and start and start > request.on:
        plan.warnings.append(f"注意：{target.entry.id} 自 {start} 起，{request.on} 尚未开始。")


def _event(
    ledger: Ledger,
    plan: Plan,
    target: Target,
    request: Request,
    stamp: Stamp,
    *,
    action: Action | None = None,
    period: str | None = None,
    value: int | None = None,
) -> Event:
    return Event(
        id=f"{stamp.batch}-{len(plan.events):05d}",
        batch=stamp.batch,
        at=plan.at,
        on=request.on,
        by=stamp.by,
        origin=stamp.origin,
        notice=ledger.catalog.notice.id,
        action=action or request.action,
        task=target.entry.task.id,
        period=target.entry.period.name if period is None else period,
        unit=target.unit,
        note=request.note,
        evidence=request.evidence,
        value=value,
        until=request.until,
        reason=request.reason,
        approved_by=request.approved_by,
    )
