"""Why a record is asked for again in a new edition, in words. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yqsafety.drafting.comparing import Change
from yqsafety.drafting.editions import Duty
from yqsafety.drafting.likeness import pairs_of
from yqsafety.drafting.parts import HELD
from yqsafety.ledger.events import Present
from yqsafety.wording.marked_words import brief_changes

_SPOKEN = 120
"""Characters of a change that are kept with each record of the duty."""


def changes_text(change: Change) -> bool:
    """Whether a duty says something else than it did, or is called otherwise."""
    if change.kind == "joined":
        parts = parts_of(change)
        return len(parts) != 1 or parts[0].letters != change.new[0].letters
    return change.kind in ("reworded", "cut") or is_renumbered(change)


def parts_of(change: Change) -> tuple[Duty, ...]:
    """The old duties that must have been done for a new one to be.

    What was retired into another because it was no duty asks for nothing: its words are not there.
    """
    if change.by != "retired":
        return change.old
    whole = pairs_of(change.new[0].letters)
    held = tuple(
        duty
        for duty in change.old
        if duty.id == change.new[0].id
        or len(pairs_of(duty.letters) & whole) >= HELD * len(pairs_of(duty.letters))
    )
    return held or change.old


def is_renumbered(change: Change) -> bool:
    """Whether one duty goes on under another id, as the edition itself says."""
    parts = parts_of(change)
    return len(parts) == len(change.new) == 1 and parts[0].id != change.new[0].id


def reason_of(change: Change, duty: Duty) -> str:
    """Why a record is to be confirmed again, or looked at."""
    parts = parts_of(change)
    ids = "、".join(old.id for old in parts)
    match change.kind:
        case "cut":
            return f"由 {ids} 拆分，请核对"
        case "joined" if len(parts) > 1:
            return f"由 {ids} 合并，请核对"
        case _ if is_renumbered(change):
            return f"由 {ids} 转来，请核对"
        case "reworded" | "joined":
            words = brief_changes(parts[0].task.quote, duty.task.quote)
            short = words if len(words) <= _SPOKEN else f"{words[: _SPOKEN - 1]}…"
            return f"原文有改动，请重新确认：{short}"
        case _:
            return "时限、数量或办理方式有改动，请核对"


def carried_remarks(parts: Sequence[Present]) -> Iterator[str]:
    """What of the old records is said and not carried: a count would be counted twice."""
    for part in parts:
        if part.value is not None:
            yield f"（原登记累计 {part.value}）"
        if part.returned:
            yield f"（曾退回：{part.returned}）"
