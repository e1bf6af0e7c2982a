"""Divisions, strikes and own dates of an earlier notice, carried into the new one. Pure.

Only what can mean one thing is carried: what a cut or a join leaves open is named for the office
to decide anew. What the office has decided in the new notice already stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator

from yqsafety.errors import UsageError
from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.events import LEAD, Event
from yqsafety.notice.model import COUNTY, Task
from yqsafety.recording.carrier import Carrier
from yqsafety.recording.dividing import check_assignable
from yqsafety.recording.targets import Target

GONE = "新通知不再列入"
UNKNOWN = "新通知的名册没有这个单位"


def carry_divisions(carrier: Carrier) -> None:
    """Plan the divisions of tasks that go on, with their leads."""
    old, new = carrier.old, carrier.new
    decided = {e.task for e in carrier.known if e.action in ("assign", "unassign")}
    for task_id, taken in old.live.divisions.items():
        if taken and task_id not in carrier.heirs:
            carrier.leave("division", task_id, "", GONE)
    for item in new.catalog.notice.items():
        for task in item.tasks:
            if task.id not in decided and (taken := _clear_division(carrier, task)):
                _divide_alike(carrier, task, taken)


def _clear_division(carrier: Carrier, task: Task) -> dict[str, Event]:
    """The division that a new task takes over; none where there was none, or it is not clear."""
    sources = carrier.sources_of(task)
    divisions = [carrier.old.live.divisions.get(one) or {} for one in sources]
    if not any(divisions):
        return {}
    alike = {frozenset((unit, e.field) for unit, e in taken.items()) for taken in divisions}
    if len(alike) > 1:
        ids = "、".join(sources)
        carrier.leave("division", ids, "", f"合并为 {task.id}，原分工不一致，请另行分工")
        return {}
    parts = carrier.heirs[sources[0]]
    if len(parts) > 1 and len(divisions[0]) > 1:
        ids = "、".join(one.id for one in parts)
        carrier.leave("division", sources[0], "", f"拆分为 {ids}，请另行分工")
        return {}
    return divisions[0]


def _divide_alike(carrier: Carrier, task: Task, taken: dict[str, Event]) -> None:
    sources = "、".join(carrier.sources_of(task))
    reason = f"沿用 {carrier.source} {sources} 的分工"
    entries = carrier.new.of_task(task.id)
    for unit, event in taken.items():
        mine = carrier.own_id(unit)
        if not mine or not entries:
            carrier.leave("division", sources, unit, UNKNOWN if entries else GONE)
            continue
        try:
            check_assignable(carrier.new, entries[0], carrier.new.roster.body(mine))
        except UsageError as error:
            carrier.leave("division", sources, unit, error.message.rstrip("。，"))
            continue
        carrier.record("assign", Target(entries[0], mine), reason, period="")
        carrier.mend_last(field=LEAD if event.field == LEAD else "")


def carry_strikes(carrier: Carrier) -> None:
    """Plan the strikes of members that are presumed in the new notice as well."""
    old, roster = carrier.old, carrier.new.roster
    struck = {(e.field, e.unit): e for e in old.live.events if e.action == "strike"}
    groups = {group.id: group for group in roster.groups}
    for (group_id, unit), event in struck.items():
        mine, out = carrier.own_id(group_id), carrier.own_id(unit)
        if mine not in groups:
            carrier.leave("strike", group_id, unit, "新通知没有这个范围")
            continue
        party = roster.members(groups[mine]).get(out)
        planned = {(e.field, e.unit) for e in carrier.plan.events if e.action == "strike"}
        if party is None or (mine, out) in planned:
            continue  # struck already, or no member at all
        if not party.presumed:
            carrier.leave("strike", group_id, unit, f"已另有依据（{party.source}）")
            continue
        reason = f"沿用 {carrier.source} 的剔除：{event.reason}"
        carrier.record("strike", Target(carrier.new.entries[0], out), reason, period="")
        carrier.mend_last(task="", field=mine)


def carry_dates(carrier: Carrier) -> None:
    """Plan the dates that the office set for what is still open, where they lie in the new term.

    Those of events go with their events.
    """
    for entry, one in _own_dates(carrier):
        unit = COUNTY if entry.shared else one.party.id
        until = one.present.until
        target = _date_target(carrier, entry, one, carrier.own_id(unit))
        if isinstance(target, str):
            carrier.leave("date", entry.id, unit, f"时限 {until}：{target}")
            continue
        slot = "extend", target.entry.task.id, target.entry.period.name, target.unit
        if any((e.action, e.task, e.period, e.unit) == slot for e in carrier.known):
            continue
        said = [event for event in one.present.history if event.action == "extend"][-1]
        reason = f"沿用 {carrier.source} {entry.id} 的时限：{said.reason}"
        by = said.approved_by
        carrier.record("extend", target, reason, until=until, approved_by=by)
        carrier.mend_last(field=said.field)
        carrier.hand_over(entry, unit, [target.entry.id])


def _own_dates(carrier: Carrier) -> Iterator[tuple[Entry, Assignment]]:
    for entry in carrier.old.entries:
        if entry.task.timing.kind != "triggered":
            yield from ((entry, one) for one in entry.facts if one.present.until and one.is_open)


def _date_target(carrier: Carrier, entry: Entry, one: Assignment, unit: str) -> Target | str:
    """The assignment of the new notice to which a date belongs, or why there is none."""
    new, until = carrier.new, one.present.until
    first = max(new.term.from_, new.catalog.notice.date)
    heirs = carrier.heirs.get(entry.task.id, [])
    if until is None or until < first:
        return f"早于新通知（{first}），不沿用"
    if until > new.term.until:
        return f"晚于新通知的期限（{new.term.until}），请另行定时限"
    if not heirs:
        return GONE
    if len(heirs) > 1 or len(carrier.sources_of(heirs[0])) > 1:
        ids = "、".join(task.id for task in heirs)
        return f"已拆分或合并为 {ids}，请另行定时限"
    entries = new.of_task(heirs[0].id)
    if len(entries) != 1:
        return f"{heirs[0].id} 有 {len(entries)} 期，请另行定时限"
    if not (entries[0].shared if unit == COUNTY else entries[0].party(unit)):
        return f"{heirs[0].id} 不由该单位承担"
    return Target(entries[0], unit)
