"""The sentences of the monthly report that name units and say what was done and is asked. Pure.

Whoever is behind is named with how much, so that nobody has to look for himself in an annex; so
many names stand in one sentence, and beyond that the annex is named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from yqsafety.wording.paper_words import MANY_NAMES

if TYPE_CHECKING:
    from yqsafety.ledger.office_deeds import OfficeDeeds
    from yqsafety.notice.model import Words


class UnitCounts(NamedTuple):
    """How much of something each unit has, by name."""

    units: tuple[tuple[str, int], ...]
    shared: int = 0
    """Results that are one for all, of which no unit is in charge."""


def scope_sentence(tasks: int, own: int, units: int, words: Words, annex: str) -> str:
    """How many tasks there are, and how they become the figures that follow."""
    there = (
        f"重点任务{tasks}项" if tasks else "",
        f"自定任务{own}项" if own else "",
        f"责任单位{units}个" if units else "",
    )
    return (
        f"本期通报涉及{'、'.join(filter(None, there))}。由多个单位分别办理的，每个单位计1项；"
        f"{words.one_result}的，只计1项。以下均按此计算，统计口径见{annex}。"
    )


def concerned_text(found: UnitCounts, words: Words, annex: str) -> str:
    """How many units something concerns, and which: 涉及3个单位：甲局3项，乙局、丙局各1项."""
    ordered = sorted((one for one in found.units if one[1]), key=lambda one: -one[1])
    groups: dict[int, list[str]] = {}
    for name, count in ordered[:MANY_NAMES]:
        groups.setdefault(count, []).append(name)
    said = "，".join(
        f"{'、'.join(names)}{'各' if len(names) > 1 else ''}{count}项"
        for count, names in groups.items()
    )
    left = len(ordered) - MANY_NAMES
    more = (
        f"涉及{len(ordered)}个单位：{said}" if said else "",
        f"其余{left}个单位见{annex}" if left > 0 else "",
        f"{words.one_result}、未明确牵头单位的{found.shared}项" if found.shared else "",
    )
    return "；".join(filter(None, more))


def silent_sentence(count: int, days: int, concerned: str) -> str:
    """Of what nothing was recorded for long, and whom that concerns."""
    return f"限期任务中，满{days}天没有登记任何进展的{count}项，{concerned}。"


def due_soon_sentence(days: int, doing: int, todo: int, concerned: str) -> str:
    """What falls due soon: how much of it was begun, and who has begun nothing."""
    begun = f"在办{doing}项" if doing else ""
    idle = f"未反馈{todo}项" if todo else ""
    parts = "，".join(filter(None, (begun, idle)))
    said = f"限期任务中，{days}日内到期{doing + todo}项，其中{parts}。"
    return said + (f"未反馈的{concerned}。" if todo else "")


def deeds_sentence(deeds: OfficeDeeds, month: str, office: str) -> str:
    """What the office did this month; nothing where it did nothing."""
    parts = (
        f"催办{deeds.reminded}项次" if deeds.reminded else "",
        f"发出督办单{deeds.slips}份" if deeds.slips else "",
        f"复核通过{deeds.confirmed}项" if deeds.confirmed else "",
        f"退回{deeds.returned}项" if deeds.returned else "",
        f"批准延期{deeds.granted}项" if deeds.granted else "",
        f"未同意延期{deeds.refused}项" if deeds.refused else "",
    )
    said = "，".join(filter(None, parts))
    return f"{month}，{office}{said}。" if said else ""


def request_sentence(
    *, overdue: bool, returned: bool, stale: bool, next_month: str, office: str, reply_by: str
) -> str:
    """What is asked of the units, so far as there is anything to ask; until when, where that is."""
    written, again = (f"{reply_by}前书面", f"，{reply_by}前") if reply_by else ("", "后")
    asked = [
        f"逾期任务，责任单位要{written}说明原因，尽快办结" if overdue else "",
        f"退回的任务，要按退回理由补正{again}重新报送" if returned else "",
        f"{next_month}到期的任务，要提前安排，按时办结" if next_month else "",
        "待更新的长期任务，要及时报送落实情况" if stale else "",
    ]
    when = f"{reply_by}前" if reply_by else "随当月台账"
    clauses = [*filter(None, asked), f"各单位的进展、存在问题和佐证材料，{when}报{office}"]
    return "；".join(clauses) + "。"
