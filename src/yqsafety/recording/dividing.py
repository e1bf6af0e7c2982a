"""Dividing tasks among units and striking presumed members, as the office does. Pure.

The notice leaves open whom it means by 等部门 and 有关成员单位, so the supervising office divides
such duties. A division holds for a task as a whole: its events have no period.
"""

from __future__ import annotations

from collections.abc import Sequence

from yqsafety.errors import UsageError
from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.events import LEAD
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import Body, Group
from yqsafety.recording.plan import Plan, Request, Stamp, new_event, start_plan
from yqsafety.recording.targets import Target, find_entries


def plan_assign(
    ledger: Ledger, ids: Sequence[str], leads: Sequence[Body], request: Request, stamp: Stamp
) -> Plan:
    """Let the units named, and no others, take a shared or group duty; those of `leads` lead.

    UsageError for a group, or for a unit that the bracket rules out.
    """
    plan = start_plan(ledger, request, stamp)
    for text in dict.fromkeys(ids):
        entry = find_entries(ledger, text)[0]
        known = ledger.live.divisions.get(entry.task.id, {})
        for body in dict.fromkeys((*leads, *request.who.units)):
            _check_assignable(ledger, entry, body)
            target = Target(entry, body.id)
            assigned = known.get(body.id)
            if assigned and (assigned.field == LEAD) == (body in leads):
                plan.skip("已这样分工", target)
                continue
            event = new_event(ledger, plan, target, request, stamp, period="")
            plan.events.append(event._replace(field=LEAD if body in leads else ""))
            plan.targets.append(target)
        _warn_of_leaving(ledger, plan, entry)
    return plan


def _warn_of_leaving(ledger: Ledger, plan: Plan, entry: Entry) -> None:
    """Say who is not responsible any more after the division, and what they have recorded."""
    events = (*ledger.recorded, *plan.events)
    after = Ledger(ledger.catalog, ledger.roster, events, ledger.as_of)
    entries = ledger.of_task(entry.task.id)
    left = {a.party.id for one in after.of_task(entry.task.id) for a in one.assignments}
    gone = [a for one in entries for a in one.assignments if a.party.id not in left]
    names = dict.fromkeys(a.party.name for a in gone)
    records = sum(len(a.present.history) for a in gone)
    if names:
        some = "、".join(list(names)[:5]) + (f"等 {len(names)} 个单位" if len(names) > 5 else "")
        kept = f"其已登记的 {records} 条保留，不再计入。" if records else ""
        plan.warnings.append(
            f"注意：{entry.task.id} 分工后 {some}不再承担，{kept}"
            f"取消分工：yqsafety unassign {entry.task.id}"
        )


def _check_assignable(ledger: Ledger, entry: Entry, body: Body) -> None:
    """UsageError unless a unit is responsible, or the bracket leaves open who is."""
    names = entry.responsibility.names
    parties = {party.id for party in ledger.roster.parties(names)}
    open_ended = any(ledger.roster.is_unnamed_part(name) for name in names)
    if isinstance(body, Group):
        raise UsageError(f"“{body.name}”不是单个单位，不能分工。", "请写明承担的单位。")
    if body.id not in parties and not (open_ended or entry.item.responsibility.open):
        raise UsageError(
            f"{body.name}不在 {entry.task.id} 的责任单位之列，未分工。",
            f"查看责任单位：yqsafety show {entry.task.id}",
        )


def plan_unassign(ledger: Ledger, ids: Sequence[str], request: Request, stamp: Stamp) -> Plan:
    """Take a division back, for the units named or as a whole; UsageError where there is none."""
    plan = start_plan(ledger, request, stamp)
    for text in dict.fromkeys(ids):
        entry = find_entries(ledger, text)[0]
        known = ledger.live.divisions.get(entry.task.id, {})
        named = [body.id for body in request.who.units] or list(known)
        if not set(named) & set(known):
            raise UsageError(f"{entry.task.id} 没有这样的分工。", "未作改动。")
        for unit in (unit for unit in named if unit in known):
            target = Target(entry, unit)
            plan.events.append(new_event(ledger, plan, target, request, stamp, period=""))
            plan.targets.append(target)
    return plan


def plan_strike(ledger: Ledger, group: Body, request: Request, stamp: Stamp) -> Plan:
    """Take presumed members out of a group for good; UsageError for any other member."""
    plan = start_plan(ledger, request, stamp)
    members = ledger.roster.members(group) if isinstance(group, Group) else {}
    for body in request.who.units:
        party = members.get(body.id)
        if party is None or not party.presumed:
            raise UsageError(f"{body.name}不是“{group.name}”的推定成员，不能剔除。")
        # A strike is about a group, not a task: any entry will do, and its task is blanked below.
        event = new_event(
            ledger, plan, Target(ledger.entries[0], body.id), request, stamp, period=""
        )
        plan.events.append(event._replace(task="", field=group.id))
    return plan
