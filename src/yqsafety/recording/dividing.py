"""Dividing tasks among units and striking presumed members, as the office does. Pure.

The notice leaves open whom it means by 等部门 and 有关成员单位, so the supervising office divides
such duties. A division holds for a task as a whole: its events have no period.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from yqsafety.errors import UsageError
from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.events import LEAD
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import Body, Group
from yqsafety.notice.roster import Party
from yqsafety.recording.by_notice import plan_entries, plan_named
from yqsafety.recording.plan import Plan, Request, Stamp, new_event, start_plan
from yqsafety.recording.targets import Target, find_entries


def plan_assign(
    ledger: Ledger, ids: Sequence[str], leads: Sequence[Body], request: Request, stamp: Stamp
) -> Plan:
    """Let the units named, and no others, take a shared or group duty; those of `leads` lead.

    UsageError for a group, or for a unit that the bracket rules out.
    """
    everyone = request.who._replace(units=(*leads, *request.who.units))
    make = partial(_plan_assign, stamp, leads)
    return plan_named(ledger, ids, request._replace(who=everyone), make)


def _plan_assign(
    stamp: Stamp, leads: Sequence[Body], ledger: Ledger, ids: Sequence[str], request: Request
) -> Plan:
    plan = start_plan(ledger, request, stamp)
    leading = {_known(ledger, body).id for body in leads}
    for text in dict.fromkeys(ids):
        entry = find_entries(ledger, text)[0]
        known = ledger.live.divisions.get(entry.task.id, {})
        for body in {body.id: body for body in request.who.units}.values():
            check_assignable(ledger, entry, body)
            target = Target(entry, body.id)
            assigned = known.get(body.id)
            if assigned and (assigned.field == LEAD) == (body.id in leading):
                plan.skip("已这样分工", target)
                continue
            event = new_event(plan, target, request, stamp, period="")
            plan.events.append(event._replace(field=LEAD if body.id in leading else ""))
            plan.targets.append(target)
        _warn_of_leaving(ledger, plan, entry)
    return plan


def _warn_of_leaving(ledger: Ledger, plan: Plan, entry: Entry) -> None:
    """Say who is not responsible any more after the division, and what they have recorded."""
    after = ledger.after(plan.events)
    entries = ledger.of_task(entry.task.id)
    left = {a.party.id for one in after.of_task(entry.task.id) for a in one.assignments}
    gone = [a for one in entries for a in one.assignments if a.party.id not in left]
    names = dict.fromkeys(a.party.name for a in gone)
    records = sum(len(a.present.history) for a in gone)
    if names:
        some = "、".join(list(names)[:5]) + (f"等 {len(names)} 个单位" if len(names) > 5 else "")
        kept = f"其已登记的 {records} 条保留，不再计入。" if records else ""
        plan.warnings.append(
            f"注意：{entry.shown_task} 分工后 {some}不再承担，{kept}"
            f"取消分工：yqsafety unassign {entry.shown_task}"
        )


def check_assignable(ledger: Ledger, entry: Entry, body: Body) -> None:
    """UsageError unless a unit is responsible, or the bracket leaves open who is."""
    names = entry.responsibility.names
    parties = {party.id for party in ledger.roster.parties(names)}
    open_ended = any(ledger.roster.is_unnamed_part(name) for name in names)
    if isinstance(body, Group):
        raise UsageError(f"“{body.name}”不是单个单位，不能分工。", "请写明承担的单位。")
    if body.id not in parties and not (open_ended or entry.item.responsibility.open):
        raise UsageError(
            f"{body.name}不在 {entry.shown_task} 的责任单位之列，未分工。",
            f"查看责任单位：yqsafety show {entry.shown_task}",
        )


def plan_unassign(ledger: Ledger, ids: Sequence[str], request: Request, stamp: Stamp) -> Plan:
    """Take a division back, for the units named or as a whole; UsageError where there is none."""
    return plan_named(ledger, ids, request, partial(_plan_unassign, stamp))


def _plan_unassign(stamp: Stamp, ledger: Ledger, ids: Sequence[str], request: Request) -> Plan:
    plan = start_plan(ledger, request, stamp)
    for text in dict.fromkeys(ids):
        entry = find_entries(ledger, text)[0]
        known = ledger.live.divisions.get(entry.task.id, {})
        named = [body.id for body in request.who.units] or list(known)
        if not set(named) & set(known):
            raise UsageError(f"{entry.shown_task} 没有这样的分工。", "未作改动。")
        for unit in (unit for unit in named if unit in known):
            target = Target(entry, unit)
            plan.events.append(new_event(plan, target, request, stamp, period=""))
            plan.targets.append(target)
    return plan


def plan_strike(ledger: Ledger, group: Body, request: Request, stamp: Stamp) -> Plan:
    """Take presumed members out of a group for good; UsageError for any other member.

    Where several notices are in view it holds in each that presumes the member.
    """
    for body in request.who.units:
        if not any(_is_presumed(part, group, body) for part in ledger.parts):
            raise UsageError(f"{body.name}不是“{group.name}”的推定成员，不能剔除。")
    entries = [part.entries[0] for part in ledger.parts if part.entries]
    if not entries:
        raise UsageError("这份通知现在没有任务，不用剔除。")
    return plan_entries(ledger, entries, request, partial(_plan_strike, stamp, group))


def _is_presumed(ledger: Ledger, group: Body, body: Body) -> bool:
    party = _members_of(ledger, group).get(_known(ledger, body).id)
    return party is not None and party.presumed


def _members_of(ledger: Ledger, group: Body) -> dict[str, Party]:
    known = ledger.roster.get(group.name)
    return ledger.roster.members(known) if isinstance(known, Group) else {}


def _known(ledger: Ledger, body: Body) -> Body:
    """A body as one of several notices knows it."""
    return ledger.roster.get(body.name) or body


def _plan_strike(
    stamp: Stamp, group: Body, ledger: Ledger, entries: Sequence[Entry], request: Request
) -> Plan:
    plan = start_plan(ledger, request, stamp)
    for body in request.who.units:
        if not _is_presumed(ledger, group, body):
            continue
        # A strike is about a group, not a task: any entry will do, and its task is blanked below.
        target = Target(entries[0], body.id)
        event = new_event(plan, target, request, stamp, period="")
        plan.events.append(event._replace(task="", field=_known(ledger, group).id))
    return plan
