"""When a duty is due, as people type it: 6月30日, 每季度, 年底, 事故后30天内. Pure.

A date that the sentence itself has is `stated`; any other rests on whoever typed it, and is
`presumed`, unless 原文 is typed behind it.
"""

from __future__ import annotations

import math
import re
from typing import Any

from yqsafety.drafting.period_days import day_said
from yqsafety.drafting.rhythms import read_rhythm
from yqsafety.drafting.time_phrases import time_phrases
from yqsafety.drafting.typed_days import YEAR_ENDS, Days, narrow, said_days, typed_day
from yqsafety.errors import UsageError
from yqsafety.notice.model import Basis, Every, Kind
from yqsafety.notice.numerals import value_of

__all__ = ["Days", "plain_timing", "typed_timing", "with_kind"]

_NONE = ("", "长期", "持续", "无", "常年")
_OPEN = ("年内", "全年", "本年", *YEAR_ENDS)
_WITHIN = re.compile(
    r"(.*?)(?:后|起|之日起)?(\d{1,3}|[一二两三四五六七八九十]{1,3})个?(工作日|天|日|周|月)内"
)


def plain_timing(task: Any) -> dict[str, Any]:
    """The timing of a duty's data, written out: kind and basis are always there."""
    given = task.get("timing") or {"kind": "standing"}
    return {"kind": str(given["kind"]), "basis": str(given.get("basis", "notice-year"))} | {
        key: value for key, value in given.items() if key not in ("kind", "basis")
    }


def with_kind(
    old: dict[str, Any],
    kind: Kind,
    every: Every | None = None,
    trigger: str | None = None,
    quote: str = "",
) -> dict[str, Any]:
    """A timing of another kind, with what that kind can have of what there was."""
    kept = {
        "once": ("due", "from"),
        "recurring": _kept_of_period(old, every),
        "standing": ("renew_days", "from", "until"),
        "triggered": ("trigger", "within"),
    }[kind]
    made: dict[str, Any] = {"kind": kind, "basis": "notice-year"}
    made |= {key: old[key] for key in kept if key in old}
    if kind == "recurring" and not ({"every", "slots"} & set(made)):
        made["every"] = every or "year"
    if trigger:
        made["trigger"] = trigger
    if kind == "triggered" and not made.get("trigger"):
        raise UsageError("触发任务要写明情形。", "请照原文写，如 发生事故。")
    dated = {"due", "every", "slots", "within"} & set(made)
    if dated:
        same = all(made.get(key) == old.get(key) for key in dated)
        known = old["basis"] if same and old["basis"] != "notice-year" else None
        said = made.get("every") in _said_periods(quote)
        made["basis"] = known or ("stated" if said else "presumed")
    return made


def _kept_of_period(old: dict[str, Any], every: Every | None) -> tuple[str, ...]:
    """What a recurring duty keeps: its day too, where the period stays the same."""
    held = ("from", "until")
    if every in (None, old.get("every")):
        return ("every", "day", "slots", *held)
    return held


def typed_timing(typed: str, old: dict[str, Any], quote: str, days: Days) -> dict[str, Any]:
    """The timing that is meant; UsageError with the forms to use where it is unclear."""
    plain = narrow(typed)
    wanted: Basis | None = None
    for word, basis in (("原文", "stated"), ("推定", "presumed")):
        if plain.rstrip("）)").endswith(word):
            plain = re.sub(rf"[（(]?{word}[)）]?$", "", plain)
            wanted = basis  # type: ignore[assignment]  # the two words of the tuple
    made = _meant(plain, old, quote, days)
    if wanted and "basis" in made and made["basis"] != "notice-year":
        made["basis"] = wanted
    return made


def _meant(plain: str, old: dict[str, Any], quote: str, days: Days) -> dict[str, Any]:
    if plain in _NONE:
        return with_kind(old, "standing")
    if [(one.sort, one.words) for one in time_phrases(plain)] == [("rhythm", plain)]:
        return _recurring(plain, old, quote)
    if found := _WITHIN.fullmatch(plain):
        return _within_days(found, old, quote)
    said = said_days(quote, days)
    whole = plain in _OPEN
    if whole and days.one_year and days.term.until not in said:
        return {"kind": "once", "basis": "notice-year"}
    due = typed_day("年底" if whole else plain, said, days)
    if old["kind"] == "triggered":
        raise UsageError("触发任务请写几天内，如 30天内。", "要改成有固定日期的，先改类型（k）。")
    basis = "stated" if due in said else "presumed"
    return {"kind": "once", "basis": basis, "due": due.isoformat()}


def _without_day(old: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in old.items() if key != "day"}


def _recurring(plain: str, old: dict[str, Any], quote: str) -> dict[str, Any]:
    """每季度, 每月25日前: `stated` where the sentence has the same period, and the same day."""
    rhythm = read_rhythm(plain)
    if rhythm is None or rhythm.date:
        raise UsageError(
            f"“{plain}”没有这种周期。",
            "每月写 1 至 31 日，如 每月25日；每周写 每周五；每季度、每半年不写日。",
        )
    made = with_kind(_without_day(old), "recurring", rhythm.every, quote=quote)
    if rhythm.day is None:
        return made
    basis = "stated" if day_said(quote, rhythm.every) == rhythm.day else "presumed"
    return made | {"every": rhythm.every, "day": rhythm.day, "basis": basis}


def _within_days(found: re.Match[str], old: dict[str, Any], quote: str) -> dict[str, Any]:
    """Days counted from an event; the event's words may stand before them."""
    words, number, unit = found.groups()
    count = int(number) if number.isdecimal() else value_of(number)
    days = {"周": 7 * count, "月": 30 * count, "工作日": math.ceil(count * 7 / 5)}.get(unit, count)
    trigger = words.strip("：:，,") or old.get("trigger")
    if not trigger:
        raise UsageError("写几天内的，要写明从什么情形算起。", "如 发生事故后30天内。")
    said = "".join(found[0].removeprefix(words).split()) in "".join(quote.split())
    basis = "stated" if said else "presumed"
    return {"kind": "triggered", "basis": basis, "trigger": trigger, "within": days}


def _said_periods(quote: str) -> set[str | None]:
    read = (read_rhythm(one.words) for one in time_phrases(quote) if one.sort == "rhythm")
    return {rhythm.every for rhythm in read if rhythm}
