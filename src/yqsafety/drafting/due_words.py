"""The time that a cell or a bracket sets (完成时限：6月底前) becomes a task's timing. Pure."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Any

from yqsafety.drafting.context import Context
from yqsafety.drafting.head_data import Head
from yqsafety.drafting.period_days import with_day
from yqsafety.drafting.rhythms import how_often
from yqsafety.drafting.stated_dates import find_deadlines

Task = dict[str, Any]

_DAY = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?:(?P<month>\d{1,2})月)?(?:(?P<day>\d{1,2})日)?"
    r"(?P<part>年?底|年?末|月底|上旬|中旬|下旬|上半年|下半年)?(?:以|之)?(?:前|内)?(?:完成|落实到位|完成整改)?"
)
_NUMBERS = re.compile(
    r"(20\d\d)[-./．](\d{1,2})(?:[-./．](\d{1,2}))?(?:日?(?:之|以)?前)?(?:完成)?(?:00:00(?::00)?)?"
)
"""2025-06-30, as a table or a workbook has it."""
_ALWAYS = re.compile("长期|全年|持续|常态|日常|经常")
_DATED = re.compile(r"\d\s*[月日./-]|[底末]")
_NOW = re.compile("立即|即时|即知即改")
_ENDS = {"上旬": 10, "中旬": 20}


def task_with_due(task: Task, words: str, head: Head) -> Task:
    """The task with the time that its row or bracket sets; nothing of what that says is lost.

    Where its own sentence sets a time, that holds, and another one of the row is named.
    """
    bare = "".join(words.split())
    if not bare or (_ALWAYS.search(bare) and not _DATED.search(bare)):
        return task
    due = due_day(bare, head)
    timing = task.get("timing", {})
    if timing.get("basis") == "stated":
        same = due and timing.get("due") in (due, due.isoformat())
        if same or ("every" in timing and timing["every"] == how_often(bare)):
            return task
        return _reviewed(task, f"完成时限另写“{words.strip()}”，句中已有时间，请核对")
    if due is None:
        due, doubt = _last_named(bare, head)
        if due is None and (every := how_often(bare)):
            regular = {"kind": "recurring", "basis": "stated", **with_day(every, bare)}
            return with_timing(task, regular, _other_reasons(task))
        if due is None:
            return _reviewed(task, f"完成时限写“{words.strip()}”，没有读成日期，请填写")
        reasons = _other_reasons(task) | {"date": doubt}
    else:
        reasons = _other_reasons(task)
    return with_timing(task, {"kind": "once", "basis": "stated", "due": due.isoformat()}, reasons)


def _reviewed(task: Task, reason: str) -> Task:
    return task | {"review": task.get("review", {}) | {"date": reason}}


def _other_reasons(task: Task) -> dict[str, str]:
    """The reasons to review but those of its time."""
    return {k: v for k, v in task.get("review", {}).items() if k not in ("kind", "date")}


def with_timing(task: Task, timing: dict[str, Any], reasons: dict[str, str]) -> Task:
    """A task with another timing in its place."""
    rest = {key: value for key, value in task.items() if key not in ("timing", "review")}
    before = {key: rest.pop(key) for key in ("title", "quote") if key in rest}
    return before | {"timing": timing} | rest | ({"review": reasons} if reasons else {})


def due_day(words: str, head: Head) -> dt.date | None:
    """The last day that words such as 6月底前 mean, in the term's first year where none is said."""
    if numbers := _NUMBERS.fullmatch(words):
        return _day(int(numbers[1]), int(numbers[2]), int(numbers[3] or 31), head)
    found = _DAY.fullmatch(words)
    if not found or _NOW.search(words) or not any(found[key] for key in ("month", "part", "year")):
        return None
    part = found["part"] or ""
    month = int(found["month"] or (6 if part == "上半年" else 12))
    day = int(found["day"] or _ENDS.get(part, 31))
    return _day(int(found["year"] or head.first.year), month, day, head)


def _day(year: int, month: int, day: int, head: Head) -> dt.date | None:
    """A day within the term; one behind the end of its month is that end."""
    if not (1 <= month <= 12 and day):
        return None
    due = dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))
    return due if head.first <= due <= head.until else None


def _last_named(words: str, head: Head) -> tuple[dt.date | None, str]:
    """The last of the days that longer words name, and that it is to be looked at."""
    context = Context(head.first, head.until, head.issued, _nobody)
    days = [one.day for one in find_deadlines(words + "。", context) if context.holds(one.day)]
    reason = f"完成时限写“{words}”，按其中最后一天推定，请核对"
    return (max(days), reason) if days else (None, "")


def _nobody(_name: str) -> None:
    """No unit is looked for in a time."""
