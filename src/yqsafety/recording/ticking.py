"""The rules of ticking: a request and a ledger to new events. Pure.

Two ways lead here. What is named (`check 4.1`) must be possible, else nothing is recorded. What
is chosen by filters (`check --all`, in_bulk.py) leaves out what cannot be ticked, and says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from yqsafety.errors import UsageError
from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.events import ANSWER_ACTIONS, Action, Event, Present, carried_status
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import COUNTY
from yqsafety.notice.schedule import REPORTED
from yqsafety.recording.by_notice import plan_named
from yqsafety.recording.doubts import doubt_dates, doubts_of_event, warn_of_figure
from yqsafety.recording.plan import Plan, Request, Stamp, new_event, start_plan
from yqsafety.recording.targets import (
    Target,
    applied_entry,
    find_entries,
    occurrence_for,
    present_of,
    refuse_transferred,
    responsible_units,
    status_of,
    ticked_entry,
)

TICKS: tuple[Action, ...] = ("done", "doing", "todo", "na")
"""The actions that set a status."""
LOOKING_BACK: tuple[Action, ...] = ("todo", "confirm", "return")
"""The actions about something that was recorded before: they choose another occurrence."""
ANSWERING: tuple[Action, ...] = ("return", "extend")
"""The actions that answer an application for more time, where there is one."""
_SAID_ALREADY = {
    "done": "已是办结",
    "doing": "已在办",
    "todo": "尚未登记",
    "na": "已是不适用",
    "count": "数量没有变化",
}


def plan_ids(ledger: Ledger, ids: Sequence[str], request: Request, stamp: Stamp) -> Plan:
    """Record for tasks or occurrences named by id; UsageError if any of them cannot be recorded."""
    return plan_named(ledger, ids, request, partial(_plan_ids, stamp))


def _plan_ids(stamp: Stamp, ledger: Ledger, ids: Sequence[str], request: Request) -> Plan:
    plan = start_plan(ledger, request, stamp)
    for text in dict.fromkeys(ids):
        entries = find_entries(ledger, text)
        if not request.who.units and all(entry.waiting for entry in entries):
            raise _not_triggered(entries[0], request)
        units = _units_for(ledger, entries, request)
        targets = [Target(_chosen_entry(entries, unit, request), unit) for unit in units]
        if all(target.entry.waiting for target in targets):
            raise _not_triggered(targets[0].entry, request)
        for target in targets:
            if target.entry.waiting:
                plan.skip("未触发", target)
                continue
            refuse_transferred(target)
            _refuse_undated(target, request)
            record_target(plan, target, request, stamp)
            if plan.targets and plan.targets[-1] is target:
                plan.warnings += doubts_of_event(target, plan.events[-1])
    doubt_dates(plan, request, stamp.today)
    return plan


def _refuse_undated(target: Target, request: Request) -> None:
    """UsageError for a date of a standing duty: it has no last day, and would never be met."""
    if request.action == "extend" and target.entry.task.timing.kind == "standing":
        raise UsageError(
            f"{target.entry.shown_id} 是长期任务，没有到期日，未登记。",
            "要求限期办成一件事的，另加自定任务：yqsafety duty add",
        )


def _chosen_entry(entries: list[Entry], unit: str, request: Request) -> Entry:
    """The occurrence that a bare id means for an action."""
    if request.action in ANSWERING and (asked := applied_entry(entries, unit)):
        return asked
    choose = ticked_entry if request.action in LOOKING_BACK else occurrence_for
    return choose(entries, unit, request.on)


def _units_for(ledger: Ledger, entries: list[Entry], request: Request) -> list[str]:
    """The units of a request; an answer without a unit is for all who have reported."""
    if request.action in ANSWER_ACTIONS and entries[0].shared and request.who.is_open:
        ones = [one for entry in entries for one in entry.assignments]
        said = {one.party.id for one in ones if one.status in REPORTED}
        said |= {COUNTY for entry in entries if entry.county.status in REPORTED}
        if request.action == "return" and not said:
            said = {one.party.id for one in ones if one.present.applied}
        return sorted(said) or [COUNTY]
    return responsible_units(ledger, entries, request.who, states=request.action in TICKS)


def is_early(entry: Entry, request: Request) -> bool:
    """Whether a row has not begun by the day of a request."""
    return entry.period.start is not None and entry.period.start > request.on


def _not_triggered(entry: Entry, request: Request) -> UsageError:
    task = entry.task.id
    named = "" if entry.shared else "".join(f" --unit {one.name}" for one in request.who.units)
    return UsageError(
        f"{task} 尚未触发，未登记。", f"情形发生后先登记：yqsafety trigger {task} --on 日期{named}"
    )


def record_target(plan: Plan, target: Target, request: Request, stamp: Stamp) -> None:
    """Add one event to the plan, or skip the target if it would say what is recorded already.

    With a note or evidence it is then recorded as a note, so that nothing typed is lost.
    """
    if request.action in ("confirm", "return") and _no_answer(plan, target, request):
        return
    value = _counted_total(target, request) if request.counted else None
    action = _action_meant(target, request)
    if _says_again(target, request, value):
        if not (request.note or request.evidence):
            mine = "本单位" if target.entry.shared and target.unit != COUNTY else ""
            other = (
                f"，{target.entry.words.one_result}，其他登记不受影响"
                if mine and action == "todo"
                else ""
            )
            plan.skip(f"{mine}{_SAID_ALREADY[action]}{other}", target)
            return
        action, value = "note", None
    if _finishes(target, action, value) and is_early(target.entry, request):
        raise _not_begun(target, request)
    plan.targets.append(target)
    plan.events.append(new_event(plan, target, request, stamp, action=action, value=value))
    warn_of_figure(plan, target, plan.events[-1])


def _action_meant(target: Target, request: Request) -> Action:
    """What a request comes to for a target: a return where more time is asked for refuses that."""
    if request.counted:
        return "count"
    asked = present_of(target.entry, target.unit).applied
    return "refuse" if request.action == "return" and asked else request.action


def _no_answer(plan: Plan, target: Target, request: Request) -> bool:
    """Skip a target that was not reported or is confirmed already; True if it was skipped.

    UsageError instead where its unit was named and has reported nothing.
    """
    entry = target.entry
    answered = present_of(entry, target.unit).confirmed
    if request.action == "return" and present_of(entry, target.unit).applied:
        return False
    if status_of(entry, target.unit) not in REPORTED:
        if request.who.units:
            raise UsageError(
                f"{entry.shown_id} 尚未报办结，不能复核或退回。",
                f"查看：yqsafety show {entry.shown_id}",
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
        raise UsageError(f"{target.entry.shown_id} 没有数量要求，不用 --count。")
    if not re.fullmatch(r"\+?\d{1,9}", request.counted):
        raise UsageError(f"数量“{request.counted}”无效，应为累计数如 3，或增加数如 +1。")
    number = int(request.counted)
    known = present_of(target.entry, target.unit).value or 0
    return known + number if request.counted.startswith("+") else number


def _says_again(target: Target, request: Request, value: int | None) -> bool:
    """Whether a tick would say only what is recorded already: status, figure and day.

    What makes it new although the status is the same: for a standing duty a later day (it is in
    force again), for others a day that the user gave, for a waiver also another reason. What a new
    edition asks for again is said anew by the same word.
    """
    present = present_of(target.entry, target.unit)
    if request.action not in TICKS or present.revised:
        return False
    status = status_of(target.entry, target.unit)
    if value is None and status != request.action:
        return False
    if value is not None and (present.value != value or status not in ("done", "doing")):
        return False
    if request.action == "na":
        said = _newest_waiver(present, target.unit)
        return said.reason == request.reason and not (request.dated and said.on != request.on)
    if present.since is None or request.on in (present.since, present.latest):
        return True
    standing = target.entry.task.timing.kind == "standing" and request.action == "done"
    renewed = standing and (present.latest or present.since) < request.on
    return not (request.dated or renewed)


def _newest_waiver(present: Present, unit: str) -> Event:
    """The newest waiver that covers a unit: its own or the county's; for the county anyone's."""
    whose = {unit, COUNTY} if unit != COUNTY else {event.unit for event in present.history}
    said = [e for e in present.history if e.unit in whose and _says_na(e)]
    return said[-1]


def _says_na(event: Event) -> bool:
    return event.action == "na" or (event.action == "carry" and carried_status(event) == "na")


def _finishes(target: Target, action: Action, value: int | None) -> bool:
    """Whether an event makes a target done."""
    goal = target.entry.task.goal
    return action == "done" or (action == "count" and goal is not None and (value or 0) >= goal)


def _not_begun(target: Target, request: Request) -> UsageError:
    """No slot is done before it begins, by no way in."""
    entry = target.entry
    party = entry.party(target.unit)
    whose = f"--unit {party.party.name}" if party else "--whole"
    return UsageError(
        f"{entry.shown_id} 自 {entry.period.start} 起，{request.on} 尚未开始，不能登记办结。",
        f"已在准备的：yqsafety start {entry.shown_id} {whose}",
    )
