"""How far something is, in Chinese: of a row, of one unit, of a result of the whole county. Pure.

A standing duty is never called finished, only reported to be in force up to a day. What a unit says
of a result of the whole county is never called the county's result: until somebody recognises it,
it reads 待认定.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING, assert_never

from yqsafety.wording import labels

if TYPE_CHECKING:
    from yqsafety.ledger.assignments import Assignment, Entry
    from yqsafety.notice.schedule import Status

_NAMED = 2
"""Of so many units a row says why their report was sent back."""
TRANSFERRED_MARK = "→"
"""Before what goes on under the next notice, whatever its status was; GBK has it too."""


def status_label(entry: Entry) -> str:
    """The row's status in words; of a result of the whole county, who reported or finished it.

    Of what goes on under the next notice, where. Of several units on a standing duty the earliest
    day is taken: it holds for all of them.
    """
    if entry.timeliness == "transferred":
        return transferred_text(entry, entry.facts[0])
    if entry.whole:
        if not entry.whole_counts and len(entry.assignments) == 1:
            return statement_text(entry, entry.assignments[0])
        return whole_text(entry, entry.whole)
    if entry.task.timing.kind == "standing" and entry.status == "done":
        days = [day for a in entry.assignments if (day := done_day(entry, a))]
        said = _standing_text("done", min(days, default=None))
    else:
        said = _status_text(entry, entry.status, all(a.confirmed for a in entry.assignments))
    return said + _returned_text(entry.assignments)


def _returned_text(ones: Sequence[Assignment]) -> str:
    """What the office sent back, in brackets: why, and of several units to whom."""
    back = [one for one in ones if one.returned]
    if not back:
        return ""
    if len(ones) == 1:
        return f"（退回：{back[0].returned}）"
    named = "；".join(f"{one.party.name} {one.returned}" for one in back[:_NAMED])
    return f"（退回：{named}{f' 等 {len(back)} 个单位' if len(back) > _NAMED else ''}）"


def mark_of_row(entry: Entry) -> str:
    """The mark before a row; where only a unit's word is left, of that while the county is open."""
    if entry.timeliness == "transferred":
        return TRANSFERRED_MARK
    if entry.whole is None or entry.whole_counts or len(entry.assignments) != 1:
        return labels.MARK[entry.status]
    own = entry.assignments[0].status
    if entry.whole.status == "done" or own != "done":
        return labels.MARK["done" if entry.whole.status == "done" else own]
    return labels.MARK["doing"]  # reported, and not yet recognised


def transferred_text(entry: Entry, one: Assignment) -> str:
    """已转入, and the id under which it goes on in the next notice."""
    judged = entry.whole or one
    return f"{labels.TIMELINESS['transferred']} {judged.present.transferred}".rstrip()


def unit_status(entry: Entry, one: Assignment) -> str:
    """One unit's status, with 已复核 or the reason of a return where the office gave an answer."""
    if (entry.whole or one).is_transferred:
        return transferred_text(entry, one)
    if one.is_statement:
        return statement_text(entry, one)
    if one is entry.whole:
        return whole_text(entry, one)
    said = _status_text(entry, one.status, one.confirmed)
    if entry.task.timing.kind == "standing" and one.status == "done":
        said = _standing_text("done", done_day(entry, one))
    if one.confirmed and one.status == "done":
        return f"{said}（已复核）"
    return said + answered_text(one)


def answered_text(one: Assignment) -> str:
    """Why it is asked for again, in brackets: by the office's return, or by a new edition."""
    returned = f"（退回：{one.returned}）" if one.returned else ""
    return returned + revised_text(one)


def revised_text(one: Assignment) -> str:
    """Why a new edition asks for it again, in brackets."""
    return f"（{one.revised}）" if one.revised else ""


def _status_text(entry: Entry, status: Status, confirmed: bool) -> str:
    if status == "na":
        return labels.STATUS["na"] if confirmed else labels.NA_UNCONFIRMED
    if entry.task.timing.kind == "standing" and status == "doing":
        return labels.STANDING_DOING
    return labels.STATUS[status]


def _standing_text(status: Status, day: dt.date | None) -> str:
    """A standing duty is never finished: it is reported to be in force up to a day."""
    return f"{labels.STANDING_DONE}（截至 {day}）" if day else labels.STATUS[status]


def whole_text(entry: Entry, whole: Assignment) -> str:
    """How a result of the whole county stands: who finished it, or who reported it."""
    if whole.status == "done":
        by = finisher_name(whole)
        day = done_day(entry, whole)
        said = f"{entry.words.whole}已办结（{by}，{day}）"
        return f"{said}，已复核" if whole.confirmed else said + answered_text(whole)
    if whole.awaiting:
        names = "、".join(party.name for party in whole.awaiting)
        return f"{names}报已完成，待认定" + revised_text(whole)
    return _status_text(entry, whole.status, whole.confirmed) + answered_text(whole)


def finisher_name(whole: Assignment) -> str:
    """Who finished a result of the whole county; 全县 where the office ticked it."""
    return whole.finished_by.name if whole.finished_by else whole.party.name


def statement_text(entry: Entry, one: Assignment) -> str:
    """What a unit sees of a result of the whole county: the county's state, or its own report."""
    whole = entry.whole
    if whole and whole.status == "done":
        return f"{entry.words.whole}已办结（{finisher_name(whole)}）" + revised_text(one)
    return _own_word(one) + answered_text(one)


def _own_word(one: Assignment) -> str:
    """What a unit has said of a result of the whole county that is still open."""
    match one.status:
        case "done":
            return "本单位已报，待认定"
        case "doing":
            return "本单位在办"
        case "na":
            return labels.STATUS["na"] if one.confirmed else labels.NA_UNCONFIRMED
        case "todo":
            return "本单位未报"
        case _:
            assert_never(one.status)


def whole_owner_text(entry: Entry) -> str:
    """全县一项, and who is in charge of it."""
    owner = entry.owner
    return f"{entry.words.one_result}（{f'{owner.name}牵头' if owner else '未明确牵头'}）"


def done_day(entry: Entry, one: Assignment) -> dt.date | None:
    """The day on which it was done; of a standing duty the newest for which it was reported."""
    if one.status != "done":
        return None
    return one.present.latest if entry.task.timing.kind == "standing" else one.present.since
