"""Records made under an earlier edition of the catalogue, as what they mean now. Pure.

Ids are permanent, but an edition may find that two tasks were one duty, or that a duty has other
slots than it had. What was recorded before stays in the state and in the log as it was written;
here it is only read otherwise, so that no record drops out of sight and none finishes more than it
said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import assert_never

from yqsafety.ledger.events import Action, Event, carried_status
from yqsafety.notice.model import Notice, Retired, Task, Term
from yqsafety.notice.schedule import Period, periods_of

_SAID: dict[Action, str] = {
    "done": "已报办结",
    "doing": "在办",
    "todo": "已取消办结登记",
    "na": "已报不适用",
    "count": "已登记 {value} 项",
    "note": "说明",
    "extend": "时限调整为 {until}",
    "trigger": "已于 {on} 启动",
    "confirm": "已复核",
    "return": "已退回",
    "assign": "曾分工给本单位",
    "unassign": "曾取消分工",
    "strike": "曾剔除成员",
    "revert": "曾撤销",
    "adopt": "启用新版",
    "revise": "原文有改动",
    "carry": "转来的登记",
    "remind": "曾催办",
    "receive": "已签收",
    "apply": "曾申请延期至 {until}",
    "refuse": "申请延期未获同意",
    "transfer": "已转入",
}
"""What was recorded under a retired id, in a word."""

_REPORTS: frozenset[Action] = frozenset({"done", "doing", "na", "count", "carry"})
"""What is reported of a duty; all else is said of such a report."""


def merge_retired(events: tuple[Event, ...], retired: Iterable[Retired]) -> tuple[Event, ...]:
    """The events, in their order, with those of retired ids as remarks of the task they went into.

    A remark finishes nothing: what was done under a retired id is a part of the duty only. Where a
    unit left such a part unfinished, what it had reported done of the other part until then counts
    as 在办; a later report speaks of the whole. Where the id was no task at all, its records are
    left as they are, and belong to nothing.
    """
    parts = {one.id: one.into for one in retired if one.into}
    if not any(event.task in parts for event in events):
        return events
    left_open = _left_open(events, parts)
    read: list[Event] = []
    for place, event in enumerate(events):
        if event.task in parts:
            read.append(_remark(event, parts[event.task]))
        elif event.action == "done" and (
            unfinished := [
                part
                for part, last in left_open.get((event.task, event.unit), {}).items()
                if place < last
            ]
        ):
            said = f"已报办结，但旧编号 {'、'.join(unfinished)} 尚未办结"
            note = f"{said}；{event.note}" if event.note else said
            read.append(event._replace(action="doing", note=note))
        else:
            read.append(event)
    return tuple(read)


def _left_open(
    events: Sequence[Event], parts: dict[str, str]
) -> dict[tuple[str, str], dict[str, int]]:
    """By task and unit: the retired ids that the unit left unfinished, and where it said so."""
    found: dict[tuple[str, str], dict[str, int]] = {}
    for place, event in enumerate(events):
        if event.task not in parts:
            continue
        here = found.setdefault((parts[event.task], event.unit), {})
        said = carried_status(event) if event.action == "carry" else event.action
        match said:
            case "doing" | "todo" | "count" | "return":
                here[event.task] = place
            case "done" | "na":
                here.pop(event.task, None)
            case "note" | "extend" | "trigger" | "confirm" | "assign" | "unassign":
                pass
            case "strike" | "revert" | "adopt" | "revise" | "carry":
                pass
            case "remind" | "receive" | "apply" | "refuse" | "transfer":
                pass
            case _:
                assert_never(said)
    return found


def _remark(event: Event, into: str) -> Event:
    """A record of a retired id as a remark of the task that it went into; its proof stays."""
    known = {"value": event.value, "until": event.until, "on": event.on}
    said = f"旧编号 {event.task} {_SAID[event.action].format_map(known)}"
    details = "；".join(filter(None, (event.reason, event.note)))
    return event._replace(
        action="note",
        task=into,
        note=f"{said}：{details}" if details else said,
        field="remark",
        value=None,
        until=None,
        reason="",
        approved_by="",
    )


def at_known_slots(events: tuple[Event, ...], notice: Notice) -> tuple[Event, ...]:
    """The events, in their order, each in a slot that its task has.

    A duty whose slots an edition changed (once a year, now each half) keeps what was recorded of
    it: a report was of the year so far, so it counts in every slot that had begun on its day, and
    what the office answered goes where the report went. Triggered tasks have a slot for each event,
    so theirs are never foreign.
    """
    tasks = {task.id: task for item in notice.items() for task in item.tasks}
    slots: dict[str, tuple[Period, ...]] = {}
    known: set[tuple[str, str]] = set()
    reported: dict[tuple[str, str], list[str]] = {}
    read: list[Event] | None = None
    for place, event in enumerate(events):
        if event.task not in slots:
            slots[event.task] = _fixed_slots(tasks.get(event.task), notice.term)
            known |= {(event.task, slot.name) for slot in slots[event.task]}
        mine = slots[event.task]
        foreign = mine and event.period and (event.task, event.period) not in known
        if foreign:
            read = list(events[:place]) if read is None else read
            key = event.task, event.unit
            if event.action in _REPORTS or key not in reported:
                reported[key] = _slots_begun(mine, event.on)
            read += [event._replace(period=name) for name in reported[key]]
        elif read is not None:
            read.append(event)
    return events if read is None else tuple(read)


def _fixed_slots(task: Task | None, term: Term) -> tuple[Period, ...]:
    """The slots of a task; none for a triggered one, and for what the notice does not have."""
    if task is None or task.timing.kind == "triggered":
        return ()
    return periods_of(task.timing, term)


def _slots_begun(slots: Sequence[Period], day: dt.date) -> list[str]:
    """The slots that have begun on a day; before all of them, the first."""
    return [slot.name for slot in slots if slot.start and slot.start <= day] or [slots[0].name]
