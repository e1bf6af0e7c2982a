"""The rules of ticking: a request and a ledger to new events. Pure.

Two ways lead here. What is named (`check 4.1`) must be possible, else nothing is recorded. What
is chosen by filters (`check --all`) leaves out what cannot be ticked, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from yqsafety.errors import UsageError
from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.events import Action, Event, Present
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import COUNTY
from yqsafety.notice.schedule import REPORTED
from yqsafety.recording.plan import Plan, Request, Stamp, new_event, start_plan
from yqsafety.recording.targets import (
    Target,
    assignment_of,
    find_entries,
    occurrence_for,
    present_of,
    responsible_units,
    status_of,
    ticked_entry,
)

TICKS: tuple[Action, ...] = ("done", "doing", "todo", "na")
"""The actions that set a status."""
PER_UNIT: tuple[Action, ...] = ("na", "todo", "confirm", "return")
"""The actions that concern each unit's own part of a result of the whole county."""
LOOKING_BACK: tuple[Action, ...] = ("todo", "confirm", "return")
"""The actions about something that was recorded before: they choose another occurrence."""
_SAID_ALREADY = {
    "done": "已是办结",
    "doing": "已在办",
    "todo": "尚未登记",
    "na": "已是不适用",
    "count": "数量没有变化",
}


def plan_ids(ledger: Ledger, ids: Sequence[str], request: Request, stamp: Stamp) -> Plan:
    """Record for tasks or occurrences named by id; UsageError if any of them cannot be recorded."""
    plan = start_plan(ledger, request, stamp)
    for text in dict.fromkeys(ids):
        entries = find_entries(ledger, text)
        units = responsible_units(ledger, entries, request.who)
        if entries[0].shared and request.action not in PER_UNIT:
            units, others = units[:1], units[1:]
            if others:
                plan.warnings.append(_one_result(ledger, entries[0], units[0], others))
        choose = ticked_entry if request.action in LOOKING_BACK else occurrence_for
        targets = [Target(choose(entries, unit, request.on), unit) for unit in units]
        if all(target.entry.waiting for target in targets):
            raise _not_triggered(targets[0].entry)
        for target in targets:
            if target.entry.waiting:
                plan.skip("未触发", target)
                continue
            record_target(ledger, plan, target, request, stamp)
            _warn_early(plan, target, request)
    return plan


def _one_result(ledger: Ledger, entry: Entry, unit: str, others: list[str]) -> str:
    """The warning that one record, under `unit`, stands for `others` too."""
    name = ledger.roster.name
    left = "、".join(map(name, others)) if len(others) < 5 else f"其余 {len(others)} 个单位"
    return f"注意：{entry.task.id} 全县一项，记在{name(unit)}名下，{left}不另登记。"


def plan_bulk(ledger: Ledger, entries: Iterable[Entry], request: Request, stamp: Stamp) -> Plan:
    """Record for every matching row.

    Rows that wait for their event, were waived or have not begun go to `skipped`: a bulk must not
    tick what its author may not have had in mind.
    """
    plan = start_plan(ledger, request, stamp)
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
                record_target(ledger, plan, target, request, stamp)
    return plan


def _units_of(entry: Entry) -> list[str]:
    """The units of a row to record for; of a result of the whole county only one, not waived."""
    if not entry.shared:
        return [a.party.id for a in entry.assignments]
    held = [a.party.id for a in entry.assignments if a.status != "na"]
    return (held or [entry.assignments[0].party.id])[:1]


def _not_triggered(entry: Entry) -> UsageError:
    task = entry.task.id
    return UsageError(
        f"{task} 尚未触发，未登记。", f"情形发生后先登记：yqsafety trigger {task} --on 日期"
    )


def record_target(
    ledger: Ledger, plan: Plan, target: Target, request: Request, stamp: Stamp
) -> None:
    """Add one event to the plan, or skip the target if it would say what is recorded already.

    With a note or evidence it is then recorded as a note, so that nothing typed is lost.
    """
    if request.action in ("confirm", "return") and _no_answer(plan, target, request):
        return
    value = _counted_total(target, request) if request.counted else None
    action: Action = "count" if request.counted else request.action
    if _says_again(target, request, value):
        if not (request.note or request.evidence):
            plan.skip(_SAID_ALREADY[action], target)
            return
        action, value = "note", None
    plan.targets.append(target)
    plan.events.append(new_event(ledger, plan, target, request, stamp, action=action, value=value))
    quantity = target.entry.task.quantity
    if action == "done" and quantity and not quantity.per:
        counted = present_of(target.entry, target.unit).value or 0
        if counted < quantity.value:
            figures = f"{counted}/{quantity.value} {quantity.unit}"
            plan.warnings.append(f"注意：{target.entry.id} 登记数为 {figures}，请核对。")


def _no_answer(plan: Plan, target: Target, request: Request) -> bool:
    """Skip a target that was not reported or is confirmed already; True if it was skipped.

    UsageError instead where its unit was named and has reported nothing.
    """
    entry = target.entry
    answered = assignment_of(entry, target.unit).confirmed
    if status_of(entry, target.unit) not in REPORTED:
        if request.who.units:
            raise UsageError(
                f"{entry.id} 尚未报办结，不能复核或退回。", f"查看：yqsafety show {entry.id}"
            )
        plan.skip("尚未报办结", target)
        return True
    if request.action == "confirm" and answered:
        plan.skip("已复核", target)
        return True
    return False


def _counted_total(target: Target, request: Request) -> int:
    """The total so far that `--count N` or `+N` means; UsageError where it means none."""
    quantity = target.entry.task.quantity
    if quantity is None:
        raise UsageError(f"{target.entry.id} 没有数量要求，不用 --count。")
    if not re.fullmatch(r"\+?\d{1,9}", request.counted):
        raise UsageError(f"数量“{request.counted}”无效，应为累计数如 3，或增加数如 +1。")
    number = int(request.counted)
    known = present_of(target.entry, target.unit).value or 0
    return known + number if request.counted.startswith("+") else number


def _says_again(target: Target, request: Request, value: int | None) -> bool:
    """Whether a tick would say only what is recorded already: status, figure and day.

    What makes it new although the status is the same: for a standing duty a later day (it is in
    force again), for others a day that the user gave, for a waiver also another reason.
    """
    if request.action not in TICKS:
        return False
    present = present_of(target.entry, target.unit)
    status = status_of(target.entry, target.unit)
    if value is None and status != request.action:
        return False
    if value is not None and (present.value != value or status not in ("done", "doing")):
        return False
    if request.action == "na":
        said = _newest_waiver(present, target.unit)
        return said.reason == request.reason and not (request.dated and said.on != request.on)
    if present.since is None or present.since == request.on:
        return True
    standing = target.entry.task.timing.kind == "standing" and request.action == "done"
    return not (request.dated or (standing and present.since < request.on))


def _newest_waiver(present: Present, unit: str) -> Event:
    """The newest waiver that covers a unit: its own or the county's; for the county anyone's."""
    whose = {unit, COUNTY} if unit != COUNTY else {event.unit for event in present.history}
    return [e for e in present.history if e.action == "na" and e.unit in whose][-1]


def _warn_early(plan: Plan, target: Target, request: Request) -> None:
    start = target.entry.period.start
    if request.action == "done" and start and start > request.on:
        plan.warnings.append(f"注意：{target.entry.id} 自 {start} 起，{request.on} 尚未开始。")
