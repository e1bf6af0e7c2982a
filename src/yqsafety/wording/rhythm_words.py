"""Reminders, receipts, applications and silence in words, beside a row and in detail. Pure.

What is only presumed to be a unit's duty is never called 未动: it blames nobody.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal, assert_never

from yqsafety.wording.labels import ACTION, REFUSED, SILENT, UNRECEIVED

if TYPE_CHECKING:
    from yqsafety.ledger.assignments import Assignment, Entry
    from yqsafety.ledger.events import Event


def row_tags(entry: Entry) -> list[str]:
    """What stands beside the status of a row: what waits for the unit or for the office."""
    ones = entry.shown
    if not any(one.present.history for one in ones):
        return []
    reminded = [one for one in ones if one.rhythm.unanswered and _is_pending(entry, one)]
    applied = [one for one in ones if one.present.applied and _is_pending(entry, one)]
    tags = []
    if len(ones) == 1 and reminded:
        tags.append(f"催办（第 {len(reminded[0].rhythm.reminders)} 次）")
    elif reminded:
        tags.append(f"催办 {len(reminded)} 个单位")
    if len(ones) == 1 and applied:
        tags.append(applied_text(applied[0]))
    elif applied:
        tags.append(f"申请延期 {len(applied)} 个单位（待批）")
    return tags


def _is_pending(entry: Entry, one: Assignment) -> bool:
    """Whether something is still to be done: of a statement, for the whole."""
    return one.is_open or (one.is_statement and entry.whole is not None and entry.whole.is_open)


def applied_text(one: Assignment) -> str:
    """申请延期至 2025-09-30（待批）; nothing where there is no application."""
    asked = one.present.applied
    return f"申请延期至 {asked.until}（待批）" if asked else ""


def detail_texts(entry: Entry, one: Assignment) -> Iterator[str]:
    """All that is to be said of it, in words: how often reminded, whether answered, received."""
    rhythm, present = one.rhythm, one.present
    if rhythm.reminders:
        said = "已回应" if rhythm.answered else "未回应"
        yield f"催办 {len(rhythm.reminders)} 次（最近 {rhythm.reminders[-1].on}，{said}）"
    if receipt := awaited_receipt(entry, one):
        yield receipt
    elif rhythm.received:
        yield f"{rhythm.received} 签收"
    if present.applied and _is_pending(entry, one):
        yield f"{applied_text(one)}：{present.applied.reason}"
    if present.refused:
        yield f"{REFUSED}：{present.refused}"
    if rhythm.is_silent and one.is_open and not one.presumed:
        yield f"{SILENT} {rhythm.silent_days} 天"


def awaited_receipt(entry: Entry, one: Assignment) -> str:
    """待签收（2025-06-25 催办）: what waits for a receipt; nothing where nothing does."""
    act = one.rhythm.unacknowledged
    if act is None or not _is_pending(entry, one):
        return ""
    return f"{UNRECEIVED}（{act.on} {ACTION[act.action]}）"


def with_details(said: str, entry: Entry, one: Assignment) -> str:
    """A status with what passed beside it."""
    return "；".join((said, *detail_texts(entry, one)))


def passing_text(
    event: Event, action: Literal["remind", "receive", "apply"], entry: Entry, name: str
) -> str:
    """The line for what passes between the office and a unit beside the reports."""
    from yqsafety.recording.targets import assignment_of

    ident = entry.shown_id
    match action:
        case "remind":
            times = len(assignment_of(entry, event.unit).rhythm.reminders)
            slip = f"，督办单 {event.value} 号" if event.value is not None else ""
            return f"{ident} 已催办（{name}，第 {times} 次，{event.on}{slip}）。"
        case "receive":
            return f"{ident} 已签收（{name}，{event.on}）。"
        case "apply":
            return (
                f"{ident} 已申请延期至 {event.until}（{name}）：{event.reason}。"
                f"待{entry.words.office}批准，批准前时限不变。"
            )
        case _:
            assert_never(action)
