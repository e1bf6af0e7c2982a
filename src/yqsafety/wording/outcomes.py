"""The lines that confirm to the user what was just recorded.

They are made from the ledger as it is after the write, not from the request, so that what is said
is what is stored. A late tick and a standing duty get a line of their own with the next step.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Literal, assert_never

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.events import LEAD, Event
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import COUNTY
from yqsafety.notice.schedule import STALE_DAYS
from yqsafety.recording.plan import Plan
from yqsafety.recording.targets import assignment_of, find_entries, present_of, status_of
from yqsafety.wording import labels
from yqsafety.wording.bulk_words import MANY, many_text, skipped_text
from yqsafety.wording.rhythm_words import passing_text
from yqsafety.wording.status_words import done_day, finisher_name

ArrangingAction = Literal[
    "extend",
    "confirm",
    "return",
    "assign",
    "unassign",
    "note",
    "remind",
    "receive",
    "apply",
    "refuse",
]


def recorded_lines(plan: Plan, ledger: Ledger) -> list[str]:
    """What was recorded, for whom, and how much is left to do.

    `ledger` is the one after the write. What was skipped follows with its reason, since nothing
    may be left out in silence.
    """
    if len(plan.targets) > MANY:
        said = [f"√ 已{many_text(plan)}。"]
        if waiting := _awaiting(plan, ledger):
            one, whole = ledger.words.one_result, ledger.words.whole
            said[0] += f"{one}中 {waiting} 项为单位所报，待认定，{whole}尚未办结。"
    else:
        said = [_ticked_text(event, ledger) for event in plan.events if event.task]
        said += _struck_texts([event for event in plan.events if not event.task], ledger)
    ticked = any(event.action in ("done", "count", "todo") for event in plan.events)
    units = {event.unit for event in plan.events}
    # "还有 n 项" speaks of one unit only, and would drown the next step where one was just named.
    if said and ticked and len(units) == 1 and not _says_what_next(plan, ledger):
        said[-1] += remaining_text(ledger, *units)
    return said + [skipped_text(reason, targets) for reason, targets in plan.skipped.items()]


def _awaiting(plan: Plan, ledger: Ledger) -> int:
    """How many reports of a bulk wait to be recognised as results of the whole county."""
    reports = [one for one in plan.events if one.action == "done" and one.unit != COUNTY]
    entries = (entry_of(event, ledger) for event in reports)
    return sum(entry.whole is not None and entry.whole.status != "done" for entry in entries)


def remaining_text(ledger: Ledger, unit: str) -> str:
    """How many dated tasks of a unit, or of the county, are still open.

    Standing duties are never finished and untriggered ones have no date: neither is counted.
    Presumed ones are counted and said apart. Who is told that all is done also hears what he has
    yet to say of results of the whole. A unit that has none is told nothing.
    """
    entries = [
        entry
        for entry in (ledger.entries if unit == COUNTY else ledger.concerning({unit}))
        if entry.task.timing.kind != "standing" and not entry.waiting
    ]
    dated = [one for entry in entries for one in entry.countable if one.party.id == unit]
    if not dated:
        return ""
    left = [one for one in dated if one.is_open]
    one_result = ledger.words.one_result
    whose = f"{one_result}、未明确牵头的任务" if unit == COUNTY else "本单位限期任务"
    if not left:
        mine = [(entry, one) for entry in entries if (one := entry.party(unit))]
        unsaid = sum(entry.is_unsaid(one) for entry, one in mine)
        return f"{whose}已全部办结。" + (
            f"另有{one_result} {unsaid} 项本单位未报。" if unsaid else ""
        )
    presumed = sum(one.presumed for one in left)
    return f"{whose}还有 {len(left)} 项未办结" + (
        f"（其中推定 {presumed} 项）。" if presumed else "。"
    )


def entry_of(event: Event, ledger: Ledger) -> Entry:
    """The row that an event is about, as it stands now.

    `assign` and `unassign` name a task without a period; for them it is the task's first row.
    """
    entries = find_entries(ledger.of_notice(event.notice) or ledger, event.task)
    named = [entry for entry in entries if entry.period.name == event.period]
    return (named or entries)[0]


def _ticked_text(event: Event, ledger: Ledger) -> str:
    entry = entry_of(event, ledger)
    name = (ledger.of_notice(event.notice) or ledger).roster.name(event.unit)
    where = f"（{name}，{event.on}）"
    match event.action:
        case "done" | "count" if entry.whole and status_of(entry, event.unit) == "done":
            return _shared_text(event, entry, entry.whole, name)
        case "done" if entry.task.timing.kind == "standing":
            return _standing_text(event, entry, name, ledger.as_of)
        case "done" if since := _held_before(event, entry):
            kept = labels.TIMELINESS["late" if _is_late(event, entry) else "on-time"]
            return (
                f"√ {entry.shown_id} 已登记（{name}，{event.on}）；"
                f"自 {since} 起已报办结，仍为{kept}。"
            )
        case "done" if _is_late(event, entry):
            return f"√ {entry.shown_id} 已登记（{name}，{event.on}，逾期办结）。" + _other_day_text(
                event, ledger
            )
        case "done":
            return f"√ {entry.shown_id} 已办结{where}。"
        case "count":
            return _counted_text(event, entry, name)
        case "doing":
            return f"● {entry.shown_id} 已登记在办{where}。"
        case "todo":
            return f"□ {entry.shown_id} 已取消登记{where}。"
        case "na":
            return f"× {entry.shown_id} 已报不适用{where}：{event.reason}。待复核，此前仍计入应办。"
        case "trigger":
            return f"{entry.shown_id} 已触发（{name}，{event.on}），时限 {entry.period.due}。"
        case "strike" | "revert" | "adopt" | "revise" | "carry" | "transfer":
            return ""  # they are about no task, or one of very many, and said elsewhere
        case _ as action:
            return _arranged_text(event, action, entry, name)


def _standing_text(event: Event, entry: Entry, name: str, today: dt.date) -> str:
    """A report on a standing duty, what holds with it, and until when it is to be renewed."""
    latest = present_of(entry, event.unit).latest or event.on
    days = entry.task.timing.renew_days or STALE_DAYS
    worn = assignment_of(entry, event.unit).timeliness == "stale"
    again = f"{days} 天后" if latest == today else f"{latest + dt.timedelta(days)} 前"
    said = f"√ {entry.shown_id} 已报落实（{name}，截至 {event.on}）"
    if latest > event.on:
        said += f"；此前已报到 {latest}，仍为截至 {latest}"
    return f"{said}。长期任务须持续落实，" + (
        f"距今已满 {days} 天，待更新，请按最近落实的日期再报。" if worn else f"{again}请更新。"
    )


def _other_day_text(event: Event, ledger: Ledger) -> str:
    """How to give the day on which it was done, where none was given."""
    if event.on.isoformat() != event.at[:10]:
        return ""
    return f"实际日期不同的，先 yqsafety undo，再加 --on {ledger.year}-MM-DD。"


def _held_before(event: Event, entry: Entry) -> dt.date | None:
    """The day since which it was done already; None where this report is what it holds by."""
    since = present_of(entry, event.unit).since
    return since if since and since < event.on else None


def _shared_text(event: Event, entry: Entry, whole: Assignment, name: str) -> str:
    """What a report on a result of the whole county comes to, and for how many it stands."""
    others = f"{entry.words.one_result}，共有 {entry.all_units} 个责任单位"
    all_ = entry.words.whole
    if whole.status == "done":
        by = finisher_name(whole)
        late = "，逾期办结" if whole.timeliness == "late" else ""
        return (
            f"√ {entry.shown_id} {all_}已办结（{by}，{done_day(entry, whole)}{late}）。{others}。"
        )
    return (
        f"√ {entry.shown_id} 已报完成，待认定（{name}，{event.on}）。{others}，"
        f"认定后{all_}办结（yqsafety confirm {entry.shown_id} --unit {name}）。"
    )


def _arranged_text(event: Event, action: ArrangingAction, entry: Entry, name: str) -> str:
    """The line for an action of the supervising office, or for a note."""
    where = f"（{name}，{event.on}）"
    match action:
        case "extend":
            approved = f"，{event.approved_by}批准" if event.approved_by else ""
            whole = entry.words.whole if entry.shared else ""
            return (
                f"{entry.shown_id} {whole}时限调整为 {event.until}"
                f"（{name}，原为 {entry.period.due}{approved}）：{event.reason}。"
            )
        case "confirm":
            return f"√ {entry.shown_id} 复核通过{where}。"
        case "refuse":
            return f"{entry.shown_id} {labels.REFUSED}{where}：{event.reason}。"
        case "return":
            return f"● {entry.shown_id} 已退回重办{where}：{event.reason}。"
        case "assign":
            return f"{entry.shown_task} 分工：{name}{'（牵头）' if event.field == LEAD else ''}。"
        case "unassign":
            return f"{entry.shown_task} 已取消 {name} 的分工。"
        case "note":
            return f"{entry.shown_id} 已{labels.ACTION[event.action]}（{name}）。"
        case "remind" | "receive" | "apply":
            return passing_text(event, action, entry, name)
        case _:
            assert_never(action)


def _counted_text(event: Event, entry: Entry, name: str) -> str:
    quantity = entry.task.quantity
    if quantity is None:
        return ""
    figures = f"{event.value}/{quantity.value} {quantity.unit}"
    if quantity.per:
        wanted = f"每{quantity.per}至少 {quantity.value} {quantity.unit}"
        figures = f"{event.value} {quantity.unit}，要求{wanted}"
    if status_of(entry, event.unit) == "done":
        late = "，逾期办结" if _is_late(event, entry) else "，已办结"
        return f"√ {entry.shown_id} 已登记 {figures}（{name}，{event.on}）{late}。"
    return f"{entry.shown_id} 已登记 {figures}（{name}），尚未办结。"


def _is_late(event: Event, entry: Entry) -> bool:
    due = assignment_of(entry, event.unit).due
    done = present_of(entry, event.unit).since or event.on
    return due is not None and done > due


def _says_what_next(plan: Plan, ledger: Ledger) -> bool:
    """Whether the last line already says what to do next."""
    last = plan.events[-1]
    entry = entry_of(last, ledger)
    standing = entry.task.timing.kind == "standing"
    return (
        len(plan.events) <= MANY and last.action == "done" and (standing or _is_late(last, entry))
    )


def _struck_texts(events: Sequence[Event], ledger: Ledger) -> list[str]:
    """A line for each member that was struck from a group."""
    name = ledger.roster.name
    return [f"已从“{name(e.field)}”剔除 {name(e.unit)}：{e.reason}。" for e in events]
