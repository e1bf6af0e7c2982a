"""What is recorded as it was asked for and may be a slip all the same: said, never refused. Pure.

Each line says what stood before; `undo` brings it back. What nobody means often is asked about
where somebody can answer (`Plan.slips`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping

from yqsafety.ledger.events import Event, fold_event
from yqsafety.notice.model import COUNTY
from yqsafety.notice.schedule import REPORTED, Status
from yqsafety.recording.plan import Plan, Request
from yqsafety.recording.targets import Target, present_of

FEW = 5
"""Of more dates that come before the one that held, only the number is said."""
_SAID: dict[Status, str] = {"done": "办结", "na": "不适用", "doing": "在办", "todo": "未反馈"}


def doubts_of_event(target: Target, event: Event) -> list[str]:
    """What is to be said of an event that is recorded of a target by name."""
    return [*_lower_total(target, event), *_open_again(target, event), *_others_left(target, event)]


def warn_of_figure(plan: Plan, target: Target, event: Event) -> None:
    """Say where something is done although less was counted than is asked for."""
    quantity = target.entry.task.quantity
    if event.action == "done" and quantity and not quantity.per:
        counted = present_of(target.entry, target.unit).value or 0
        if counted < quantity.value:
            figures = f"{counted}/{quantity.value} {quantity.unit}"
            plan.warnings.append(f"注意：{target.entry.shown_id} 登记数为 {figures}，请核对。")


def doubt_dates(plan: Plan, request: Request, today: dt.date) -> None:
    """Note a date that was set and is over already, or comes before the one that held."""
    until = request.until
    if request.action != "extend" or until is None or not plan.targets:
        return
    if until < today:
        plan.slips.append(f"新的时限 {until} 已经过去，登记后即为逾期")
    earlier = [(one, due) for one in plan.targets if (due := _due_of(one)) and until < due]
    if len(earlier) > FEW:
        plan.slips.append(f"其中 {len(earlier)} 项的时限将提前到 {until}")
        return
    plan.slips += [f"{one.entry.shown_id} 的时限将由 {due} 提前到 {until}" for one, due in earlier]


def _due_of(target: Target) -> dt.date | None:
    one = target.entry.row_of(target.unit)
    return one.due if one else target.entry.due


def doubt_second_event(
    plan: Plan, task: str, period: str, units: Collection[str], taken: Mapping[str, Collection[str]]
) -> None:
    """Note an event of a day on which some of its units have one already."""
    day = period[:10]
    if period == day:
        return
    known = {name: set(units) & set(there) for name, there in taken.items() if name[:10] == day}
    having = set().union(*known.values())
    many = f"，{len(having)} 个单位" if len(having) > 1 else ""
    ids = "、".join(f"{task}@{name}" for name, there in known.items() if there)
    plan.slips.append(f"{task} 当天已登记过触发（{ids}{many}），这次将另记为 {task}@{period}")


def _lower_total(target: Target, event: Event) -> list[str]:
    """A lower total in the place of a higher one: who means one more easily writes 1 for +1."""
    known, value = present_of(target.entry, target.unit).value or 0, event.value or 0
    if event.action != "count" or value >= known:
        return []
    return [
        f"注意：{target.entry.shown_id} 的累计数由 {known} 改为 {value}；是再加 {value} 的，"
        f"请先撤销（yqsafety undo），再登记 +{value}（--count +{value}）。"
    ]


def _open_again(target: Target, event: Event) -> list[str]:
    """What was done or waived and is no longer so, by another word than those that say it."""
    present = present_of(target.entry, target.unit)
    if present.status not in REPORTED or event.action not in ("doing", "count", "na"):
        return []
    now = fold_event(present, event, target.entry.task.goal).status
    if now == present.status:
        return []
    since = f"（{present.since}）" if present.since else ""
    return [
        f"注意：{target.entry.shown_id} 原已报{_SAID[present.status]}{since}，"
        f"现改为{_SAID[now]}；记错的请撤销：yqsafety undo"
    ]


def _others_left(target: Target, event: Event) -> list[str]:
    """Taking the county's own word back leaves a result that rests on a unit's report."""
    entry = target.entry
    if event.action != "todo" or target.unit != COUNTY or not entry.shared:
        return []
    others = [
        one.party.name
        for one in entry.assignments
        if one.status == "done" and (one.confirmed or one.party == entry.owner)
    ]
    if not others:
        return []
    return [
        f"注意：{entry.shown_id} 的{entry.words.whole}结果另有{'、'.join(others)}的报告为据，"
        "仍为办结。不予认定的："
        f"yqsafety return {entry.shown_id} --unit {others[0]} --reason 理由"
    ]
