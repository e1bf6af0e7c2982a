"""The time that a cell or a bracket sets (完成时限：6月底前) becomes a task's timing. Pure."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Any

from yqsafety.drafting.head_data import Head

Task = dict[str, Any]

_DAY = re.compile(
    r"(?:(?P<year>20\d\d)年)?(?:(?P<month>\d{1,2})月)?(?:(?P<day>\d{1,2})日)?"
    r"(?P<part>年?底|年?末|月底|上旬|中旬|下旬|上半年|下半年)?(?:以|之)?(?:前|内)?(?:完成|落实到位|完成整改)?"
)
_ALWAYS = re.compile("长期|全年|持续|常态|日常|经常")
_NOW = re.compile("立即|即时|即知即改")
_ENDS = {"上旬": 10, "中旬": 20}


def task_with_due(task: Task, words: str, head: Head) -> Task:
    """The task with the time that its row or bracket sets, where its own sentence sets none."""
    bare = "".join(words.split())
    stated = task.get("timing", {}).get("basis") == "stated"
    if not bare or stated:
        return task
    if _ALWAYS.search(bare):
        return task
    if due := due_day(bare, head):
        timing = {"kind": "once", "basis": "stated", "due": due.isoformat()}
        reasons = {k: v for k, v in task.get("review", {}).items() if k not in ("kind", "date")}
        return _with(task, timing, reasons)
    reason = f"完成时限写“{words.strip()}”，没有读成日期，请填写"
    return task | {"review": task.get("review", {}) | {"date": reason}}


def _with(task: Task, timing: dict[str, str], reasons: dict[str, str]) -> Task:
    """A task with another timing in its place."""
    rest = {key: value for key, value in task.items() if key not in ("timing", "review")}
    before = {key: rest.pop(key) for key in ("title", "quote") if key in rest}
    return before | {"timing": timing} | rest | ({"review": reasons} if reasons else {})


def due_day(words: str, head: Head) -> dt.date | None:
    """The last day that words such as 6月底前 mean, in the term's first year where none is said."""
    found = _DAY.fullmatch(words)
    if not found or _NOW.search(words) or not any(found[key] for key in ("month", "part", "year")):
        return None
    year = int(found["year"] or head.first.year)
    part = found["part"] or ""
    month = int(found["month"] or (6 if part == "上半年" else 12))
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    day = int(found["day"] or _ENDS.get(part, last))
    due = dt.date(year, month, min(day, last))
    return due if head.first <= due <= head.until else None
