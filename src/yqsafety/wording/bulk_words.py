"""What many records at once are, in a line: asked before they are made, said afterwards. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from yqsafety.ledger.events import Event
from yqsafety.notice.model import Kind
from yqsafety.recording.plan import Plan
from yqsafety.recording.targets import Target, status_of
from yqsafety.wording import labels
from yqsafety.wording.phrases import title_text
from yqsafety.wording.record_counts import actions_text

MANY = 5
"""With more items than this, one line gives the count instead of a line for each item."""


def skipped_text(reason: str, targets: Sequence[Target]) -> str:
    """The line on items that were not recorded, all for the same reason."""
    if len(targets) > MANY:
        return f"另有 {len(targets)} 项{reason}，已跳过。"
    return f"{'、'.join(target.entry.shown_id for target in targets)} {reason}，未再登记。"


def bulk_question(plan: Plan) -> str:
    """The yes-or-no question before many assignments are recorded at once; none about nothing."""
    if not plan.events:
        return ""
    text = f"将{many_text(plan)}{_meaning_text(plan)}"
    left_out = [f"{len(targets)} 项{reason}" for reason, targets in plan.skipped.items()]
    return text + (f"；另有 {'、'.join(left_out)}，已跳过" if left_out else "") + "。确定吗？[y/N] "


def target_lines(plan: Plan, most: int | None = None) -> list[str]:
    """A line for each assignment of which something is recorded, in at most so many lines."""
    shown = plan.targets if most is None or len(plan.targets) <= most else plan.targets[: most - 1]
    event = leading_event(plan) if plan.events else None
    happened = event.on if event and event.action == "trigger" else None
    said = [_target_line(one, happened) for one in shown]
    rest = len(plan.targets) - len(shown)
    return [*said, *([f"…… 另有 {rest} 项"] if rest else [])]


def _target_line(target: Target, happened: dt.date | None) -> str:
    """An assignment and its deadline; of an event that is yet to be recorded the day of that."""
    entry = target.entry
    ident = entry.shown_task if happened else entry.shown_id
    said = f"发生日 {happened}" if happened else f"时限 {_due(target) or '—'}"
    return (
        f"{ident} {name_of(target)} {entry.task.title if happened else title_text(entry)}（{said}）"
    )


def slips_text(plan: Plan) -> str:
    """What may be a slip, in one line; empty where nothing may be."""
    return "；".join(plan.slips)


def slips_said(plan: Plan) -> list[str]:
    """The same as remarks, where nobody is asked."""
    return [f"注意：{slips_text(plan)}；记错的请撤销：yqsafety undo"] if plan.slips else []


def planned_lines(plan: Plan) -> list[str]:
    """What would be recorded, a line for each assignment, and what would be left out and why."""
    skipped = [skipped_text(reason, targets) for reason, targets in plan.skipped.items()]
    return [
        *target_lines(plan),
        *skipped,
        f"以上将{many_text(plan)}；只是查看，未登记。" if plan.events else "没有要登记的。",
    ]


def name_of(target: Target) -> str:
    """The unit that a target is for, as people call it."""
    one = target.entry.row_of(target.unit)
    return one.party.name if one else target.unit


def _due(target: Target) -> dt.date | None:
    one = target.entry.whole or target.entry.party(target.unit)
    return one.due if one else None


def leading_event(plan: Plan) -> Event:
    """The first that says what was asked for: what stands already is recorded as a note only."""
    return next((event for event in plan.events if event.action != "note"), plan.events[0])


def many_text(plan: Plan) -> str:
    """What many events record: the action, how many, until or since when, and how many of each."""
    event = leading_event(plan)
    more = {
        "extend": f"，至 {event.until}",
        "trigger": f"，发生日 {event.on}",
        "remind": f"，{len({one.unit for one in plan.events})} 个单位",
    }.get(event.action, "")
    said = f"{actions_text(plan.events, '项')}{more}"
    return f"{said}：{counts_by_kind(plan.targets)}"


def _meaning_text(plan: Plan) -> str:
    """What else a yes would mean, in brackets; empty where it means nothing else."""
    event, targets = leading_event(plan), plan.targets
    shared = any(one.entry.shared and status_of(one.entry, one.unit) == "done" for one in targets)
    match event.action:
        case "done" if any(one.entry.task.timing.kind == "standing" for one in targets):
            return "（长期只表示截至当日已落实）"
        case "confirm" if shared:
            words = targets[0].entry.words
            return f"（{words.one_result}，复核即认定为{words.whole}的结果）"
        case "trigger":
            return f"（{'、'.join(dict.fromkeys(one.entry.task.id for one in targets))}）"
        case _:
            return ""


def counts_by_kind(targets: Iterable[Target]) -> str:
    """How many of each kind, such as `限期 12，长期 9，其中全县一项 3`; what is 0 is left out."""
    some = list(targets)
    kinds: list[Kind] = [target.entry.task.timing.kind for target in some]
    said = "，".join(f"{word} {kinds.count(k)}" for k, word in labels.KIND.items() if k in kinds)
    shared = [target.entry.words.one_result for target in some if target.entry.shared]
    return f"{said}，其中{shared[0]} {len(shared)}" if shared else said
