"""The rows below one with a duty that are in for the same duty: its cell is merged. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from yqsafety.drafting.due_words import due_day, with_timing
from yqsafety.drafting.head_data import Head
from yqsafety.drafting.new_units import UnitBook
from yqsafety.drafting.responsible import row_roles

Task = dict[str, Any]
Cells = dict[str, str]
_ROLES = ("lead", "units")
_ASIDE = ("support", "check")
MOST_NAMED = 30
"""Rows that a reason to review names one by one."""


def task_of_rows(task: Task, rows: Sequence[Cells], head: Head, book: UnitBook) -> Task:
    """The one duty of several rows: the units of all of them, until the last of their days.

    Its text stands once in the document, so that there is one duty; who has which day is said in
    the reason to review.
    """
    roles = [row_roles(cells, book) for cells in rows]
    units = [name for one in roles for key in _ROLES for name in one.get(key, [])]
    aside = [name for one in roles for key in _ASIDE for name in one.get(key, [])]
    said = "；".join(map(_said, rows[:MOST_NAMED]))
    said += f"；等 {len(rows)} 行" if len(rows) > MOST_NAMED else ""
    reason = f"任务格合并，各行的责任单位和时限：{said}，请核对"
    review = {**task.get("review", {}), "unit": reason}
    if aside:
        review["unit"] += "，配合、考核的单位没有列入"
    task = task | (
        {"units": list(dict.fromkeys([*task.get("units", []), *units]))} if units else {}
    )
    if len({cells.get("due", "") for cells in rows}) > 1:
        review["date"] = reason.replace("，请核对", "，暂按最后一天，请核对")
        if last := _last_day(rows, head):
            timing = {"kind": "once", "basis": "stated", "due": last.isoformat()}
            return with_timing(task, timing, review)
    return task | {"review": review}


def _said(cells: Cells) -> str:
    names = (cells.get(key, "") for key in (*_ROLES, *_ASIDE))
    return " ".join("".join(one.split()) for one in (*names, cells.get("due", "")) if one)


def _last_day(rows: Sequence[Cells], head: Head) -> dt.date | None:
    days = (due_day("".join(cells.get("due", "").split()), head) for cells in rows)
    return max((day for day in days if day), default=None)
