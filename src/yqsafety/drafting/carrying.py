"""What a task of a new year's notice takes over from the task that it goes on with. Pure.

Of a sentence that did not change all that a person decided is taken over, with the marks of review
that were settled. Its dates are those of a year that is over: moved to the new one they are a guess
and say so. Of a reworded sentence last year's words are proposed and left to review.
"""

from __future__ import annotations

import copy
import datetime as dt
import re
from typing import Any, NamedTuple

from yqsafety.drafting.comparing import Change
from yqsafety.drafting.duty_fields import day_in, label_in
from yqsafety.drafting.rewriting import commented
from yqsafety.drafting.yaml_writer import RANK
from yqsafety.notice.model import Term
from yqsafety.notice.unit_names import plain_name
from yqsafety.wording.marked_words import brief_changes

TaskMap = Any
"""A task as it stands in a file, with its comments."""
_WORDS = ("done_by", "evidence", "note")
_ROLES = ("mode", "units", "lead", "support")


class Year(NamedTuple):
    """The notice that takes over: its days, and the bodies that its roster knows."""

    term: Term
    issued: dt.date
    years: int
    """How many years later it is."""
    names: frozenset[str] = frozenset()
    """Every name in its roster, as names are compared."""


def carry_over(new: TaskMap, old: dict[str, Any], change: Change, year: Year) -> None:
    """Take over what last year's task has, in the place of what was drafted."""
    if change.kind in ("kept", "moved"):
        _carry_unchanged(new, old, change, year)
    elif change.kind == "reworded":
        _carry_reworded(new, old, change)
    else:
        _say_review(new, "cut", _parts_text(change))


def _carry_unchanged(new: TaskMap, old: dict[str, Any], change: Change, year: Year) -> None:
    for key in _WORDS:
        _put(new, key, old.get(key))
    taken = {"cut", "evidence"}
    if _fits_title(old["title"], change):
        new["title"] = old["title"]
        taken.add("title")
    if (old.get("quantity") or {"text": ""})["text"] in new["quote"]:
        _put(new, "quantity", old.get("quantity"))
        taken.add("quantity")
    if _carry_units(new, old, change, year) or "units" not in change.fields:
        taken.add("unit")
    taken |= _carry_timing(new, old, change, year)
    marks = old.get("review") or {}
    for field in taken:
        _say_review(new, field, marks.get(field))


def _carry_units(new: TaskMap, old: dict[str, Any], change: Change, year: Year) -> bool:
    """Take over whom the sentence names, where its bracket says what it said last year."""
    before, after = (side[0].item.responsibility for side in (change.old, change.new))
    if any(getattr(before, key) != getattr(after, key) for key in _ROLES):
        return False
    given = old.get("responsibility") or {}
    lists = (old.get("units"), *(given.get(key) for key in ("units", "lead", "support", "check")))
    if not all(plain_name(name) in year.names for names in lists for name in names or ()):
        return False
    _put(new, "units", old.get("units"))
    _put(new, "responsibility", old.get("responsibility"))
    return True


def _has_trigger(timing: dict[str, Any], change: Change) -> bool:
    """Whether the event that sets a task going stands in a sentence of its item, if it has one."""
    trigger = timing.get("trigger")
    return not trigger or any(trigger in task.quote for task in change.new[0].item.tasks)


def _carry_timing(new: TaskMap, old: dict[str, Any], change: Change, year: Year) -> set[str]:
    """Take over kind and dates where they can hold; the marks that are settled with them."""
    was: dict[str, Any] = old.get("timing") or {}
    drafted = new.get("timing")
    if not _days(was):
        if not _has_trigger(was, change):
            return set()
        _put(new, "timing", was or None)
        return {"kind", "date"}
    moved = _moved(was, year.years)
    if drafted and plain(drafted) == moved:
        return {"kind"}
    # A sentence that says its year means that year, in every notice.
    if re.search(r"20\d\d", new["quote"]) or not _holds(moved, year):
        _say_review(new, "date", f"上年的时限为 {_days_text(was)}，不能照搬，请核对")
        return set()
    _put(new, "timing", moved)
    _say_review(new, "date", f"由上年的 {_days_text(was)} 移到新的一年，请核对")
    return {"kind"}


def _carry_reworded(new: TaskMap, old: dict[str, Any], change: Change) -> None:
    """Last year's words as a proposal, with what changed in the sentence as the reason."""
    said = f"原文有改动，请核对：{brief_changes(old['quote'], new['quote'])}"
    if _fits_title(old["title"], change) and _has_figures(old["title"], new["quote"]):
        new["title"] = old["title"]
    for key in _WORDS:
        _put(new, key, old.get(key))
    _say_review(new, "title", said)
    was: dict[str, Any] = old.get("timing") or {}
    drafted = new.get("timing") or {}
    if (
        _has_trigger(was, change)
        and not _dated(was)
        and not _dated(drafted)
        and was != plain(drafted)
    ):
        _put(new, "timing", was or None)
        _say_review(new, "kind", "原文有改动，沿用上年的类型，请核对")


def _fits_title(title: str, change: Change) -> bool:
    """A title of a supervised duty begins with 督促, as the checks ask."""
    return change.new[0].named.mode != "supervise" or title.startswith("督促")


def _has_figures(title: str, quote: str) -> bool:
    """Whether every figure of last year's title stands in this year's sentence."""
    return set(re.findall(r"\d+", title)) <= set(re.findall(r"\d+", quote))


def _parts_text(change: Change) -> str:
    ids = "、".join(duty.id for duty in change.old)
    if change.kind == "cut":
        return f"上年 {ids} 一项，今年为 {len(change.new)} 项，请核对"
    return f"上年 {ids} 共 {len(change.old)} 项，今年合为一项，请核对"


def plain(value: Any) -> Any:
    """What stands in a file, without its comments and quotation marks."""
    if isinstance(value, dict):
        return {str(key): plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return str(value) if isinstance(value, str) else value


def _days(timing: Any) -> list[str]:
    """The days that a timing writes out."""
    if not timing:
        return []
    due = [timing[key] for key in ("due", "from", "until") if timing.get(key)]
    return due + [slot[key] for slot in timing.get("slots") or () for key in ("start", "due")]


def _dated(timing: Any) -> bool:
    return bool(timing) and any(timing.get(key) for key in ("due", "slots", "every", "within"))


def _days_text(timing: dict[str, Any]) -> str:
    slots = [f"{one['label']} {one['start']} 至 {one['due']}" for one in timing.get("slots") or ()]
    return "、".join(slots or _days(timing))


def _moved(timing: dict[str, Any], years: int) -> dict[str, Any]:
    """A timing some years later."""
    moved = copy.deepcopy(timing)
    for holder in (moved, *(moved.get("slots") or ())):
        if holder.get("label"):
            holder["label"] = label_in(holder["label"], years)
        for key in ("start", "due", "from", "until"):
            if holder.get(key):
                day = dt.date.fromisoformat(holder[key])
                holder[key] = day_in(day, years).isoformat()
    return moved


def _holds(timing: dict[str, Any], year: Year) -> bool:
    """Whether the days lie in the new notice's term, and none before its issue."""
    first, last = year.term.from_, year.term.until
    due = dt.date.fromisoformat(timing["due"]) if timing.get("due") else None
    if due and not max(first, year.issued) <= due <= last:
        return False
    ends = [dt.date.fromisoformat(timing[key]) for key in ("from", "until") if timing.get(key)]
    if not all(first <= day <= last for day in ends):
        return False
    return all(
        first <= dt.date.fromisoformat(slot["start"]) <= last
        and dt.date.fromisoformat(slot["due"]) >= year.issued
        for slot in timing.get("slots") or ()
    )


def _say_review(task: TaskMap, field: str, reason: str | None) -> None:
    """Mark a field as a guess with its reason, or take the mark away."""
    marks = task.get("review")
    if reason:
        if marks is None:
            _put(task, "review", {field: reason})
        else:
            marks[field] = reason
    elif marks is not None:
        marks.pop(field, None)
        if not marks:
            del task["review"]


def _put(task: TaskMap, key: str, value: Any) -> None:
    """Set a key in its place among the others, or take it away where there is nothing."""
    if value is None:
        task.pop(key, None)
    elif key in task:
        if plain(task[key]) != value:
            task[key] = commented(value)
    else:
        place = sum(RANK.get(one, len(RANK)) < RANK[key] for one in task)
        task.insert(place, key, commented(value))
