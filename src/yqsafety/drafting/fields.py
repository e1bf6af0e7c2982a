"""Setting one field of a duty, as a person says it: then it is no guess any more. Pure."""

from __future__ import annotations

import re
from typing import Any

from yqsafety.drafting.plain_maps import put
from yqsafety.drafting.typed_quantity import typed_quantity
from yqsafety.drafting.typed_timing import Days, plain_timing, typed_timing, with_kind
from yqsafety.errors import UsageError
from yqsafety.notice.model import DoneBy, Every, Kind
from yqsafety.notice.notice_checks import TITLE_LENGTH
from yqsafety.wording.labels import REVIEW

NO_EVIDENCE = "请填写佐证（审定中按 e），如 方案、照片；确实没有的写 无。"
_NONE = ("无", "没有")
_DONE_BY = re.compile(r"由谁完成|一项推定|各有一份|整体一项")
"""What a reason says that is about by whom a duty is done, not about who is responsible."""


def accept(task: Any, field: str = "") -> None:
    """Take a guess for good, or all of them; evidence that is missing stays open."""
    review = dict(task.get("review") or {})
    missing = lacks_evidence(task)
    if field == "evidence" and missing:
        raise UsageError("没有佐证，仍待审。", NO_EVIDENCE)
    if field:
        review.pop(field, None)
    else:
        review = {"evidence": review["evidence"]} if missing else {}
    put(task, "review", review)


def lacks_evidence(task: Any) -> bool:
    """Whether it is open what shows that a duty is done, and nothing stands there."""
    return "evidence" in (task.get("review") or {}) and not task.get("evidence")


def parts_of_unit_reason(task: Any) -> tuple[str, str]:
    """The reason to look at who is responsible, and the one to look at by whom it is done.

    Both stand under `unit`, parted by ；.
    """
    parts = [one for one in str((task.get("review") or {}).get("unit", "")).split("；") if one]
    own = [one for one in parts if _DONE_BY.search(one)]
    return "；".join(one for one in parts if one not in own), "；".join(own)


def accept_units(task: Any) -> None:
    """Take for good who is responsible; whether by each of them or by one is another question."""
    _keep_unit_reason(task, parts_of_unit_reason(task)[1])


def _keep_unit_reason(task: Any, reason: str) -> None:
    review = dict(task.get("review") or {})
    if reason:
        review["unit"] = reason
    else:
        review.pop("unit", None)
    put(task, "review", review)


def set_title(task: Any, text: str) -> None:
    """Set the title; UsageError where it is empty or too long."""
    if not 0 < len(text) <= TITLE_LENGTH:
        raise UsageError(
            f"标题应为 1 至 {TITLE_LENGTH} 字，现为 {len(text)} 字。", "请保留动词和宾语。"
        )
    put(task, "title", text)
    accept(task, "title")


def set_kind(task: Any, kind: Kind, every: Every | None = None, trigger: str | None = None) -> None:
    """Set the kind, with the period of a recurring duty, or the event of a triggered one."""
    made = with_kind(plain_timing(task), kind, every, trigger, str(task["quote"]))
    set_timing(task, made)
    accept(task, "kind")
    if every:
        accept(task, "date")


def set_date(task: Any, typed: str, days: Days) -> None:
    """Set when it is due, as people say it."""
    made = typed_timing(typed, plain_timing(task), str(task["quote"]), days)
    if made["kind"] != plain_timing(task)["kind"]:
        accept(task, "kind")
    set_timing(task, made)
    accept(task, "date")


def set_timing(task: Any, timing: dict[str, Any]) -> None:
    """Write a timing; that of a standing duty without anything else is left out."""
    usual = timing == {"kind": "standing", "basis": "notice-year"}
    if timing != plain_timing(task):
        short = {k: v for k, v in timing.items() if (k, v) != ("basis", "notice-year")}
        put(task, "timing", None if usual else short)


def set_done_by(task: Any, done_by: DoneBy) -> None:
    """Set whether each unit does it, or one for all."""
    put(task, "done_by", None if done_by == "each" else done_by)
    _keep_unit_reason(task, parts_of_unit_reason(task)[0])


def set_quantity(task: Any, typed: str) -> None:
    """Set the quantity by the words of the sentence; nothing takes it out."""
    put(task, "quantity", typed_quantity(typed, str(task["quote"]), task.get("quantity")))
    accept(task, "quantity")


def set_evidence(task: Any, typed: str) -> None:
    """Set what shows that it is done, as `evidence_text` shows it or people type it; 无 is none."""
    if not typed.strip():
        raise UsageError("没有写佐证，未改动。", NO_EVIDENCE)
    typed = "" if typed.strip() in _NONE else typed
    marks = r"[；;]" if re.search(r"[；;]", typed) else r"[、，,]"
    put(task, "evidence", [name for one in re.split(marks, typed) if (name := one.strip())])
    review = dict(task.get("review") or {})
    review.pop("evidence", None)
    put(task, "review", review)


def evidence_text(task: Any) -> str:
    """What shows that it is done, parted by 、 or, where a name holds one, by ；."""
    names = [str(one) for one in task.get("evidence", ())]
    if not any(re.search(r"[、，,]", name) for name in names):
        return "、".join(names)
    return "；".join(names) + ("；" if len(names) == 1 else "")


def set_note(task: Any, typed: str) -> None:
    """Set the editor's remark; nothing takes it out."""
    put(task, "note", typed or None)


def open_fields(task: Any) -> dict[str, str]:
    """What of a duty is still a guess, with the reasons, in the order of looking at it."""
    review = task.get("review") or {}
    return {field: str(review[field]) for field in REVIEW if review.get(field)}
