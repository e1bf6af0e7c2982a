"""When a duty is due, as people type it: 6月30日, 每季度, 年底, 事故后30天内. Pure.

A date that the sentence itself has is `stated`; any other rests on whoever typed it, and is
`presumed`, unless 原文 is typed behind it.
"""

from __future__ import annotations

import calendar
import datetime as dt
import math
import re
from typing import Any, NamedTuple

from yqsafety.errors import UsageError
from yqsafety.notice.day_words import UnclearDay, read_day_words
from yqsafety.notice.model import Basis, Every, Kind, Term
from yqsafety.notice.numerals import value_of

EVERY: dict[Every, str] = {
    "two-years": "每两年", "year": "每年", "half-year": "每半年",
    "quarter": "每季度", "month": "每月", "week": "每周",
}  # fmt: skip
"""The periods of recurring duties, as people say them."""
_PERIODS: dict[str, Every] = {word: every for every, word in EVERY.items()} | {
    "两年一次": "two-years", "每年度": "year", "一年一次": "year", "半年一次": "half-year",
    "每季": "quarter", "一季度一次": "quarter", "每个月": "month", "每星期": "week",
}  # fmt: skip
_NONE = ("", "长期", "持续", "无", "常年")
_OPEN = ("年内", "全年", "本年", "年底", "年末", "年终", "年底前", "年末前")
_WITHIN = re.compile(
    r"(.*?)(?:后|起|之日起)?(\d{1,3}|[一二两三四五六七八九十]{1,3})个?(工作日|天|日|周|月)内"
)
_PARTS = {"上半年": 6, "下半年": 12} | {
    f"{n}季度": 3 * place for place, n in enumerate("一二三四", 1)
}
_MONTH = re.compile(r"(?:(\d{4})年)?(\d{1,2})月(?:份)?(上旬|中旬|下旬|初|中|底|末)?")
_LONGEST = {2: 29, 4: 30, 6: 30, 9: 30, 11: 30}
_ENDS = {"上旬": 10, "初": 10, "中旬": 20, "中": 20}
_SAID = re.compile(
    r"(?:\d{4}年)?\d{1,2}月(?:\d{1,2}日|底|末|初|[上中下]旬)?|年[底末]|[上下]半年|[一二三四]季度"
    r"|每(?:两年|半年|年|季度|季|个?月|周|星期)|(?:\d+|[一二两三四五六七八九十]+)个?(?:工作日|天|日|周|月)内"
)


class Days(NamedTuple):
    """The days that a catalogue is for."""

    term: Term
    issued: dt.date


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
        "once": ("due",),
        "recurring": () if every else ("every", "slots"),
        "standing": ("renew_days",),
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


def typed_timing(typed: str, old: dict[str, Any], quote: str, days: Days) -> dict[str, Any]:
    """The timing that is meant; UsageError with the forms to use where it is unclear."""
    plain = "".join(typed.split())
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
    if plain in _PERIODS:
        return with_kind(old, "recurring", _PERIODS[plain], quote=quote)
    if found := _WITHIN.fullmatch(plain):
        return _within_days(found, old, quote)
    said = {day for text in _SAID.findall(quote) if (day := _day(text, days))}
    if plain in _OPEN and days.term.until not in said:
        return {"kind": "once", "basis": "notice-year"}
    due = days.term.until if plain in _OPEN else _day(plain, days)
    if due is None:
        due = _written_day(plain, days)
    if old["kind"] == "triggered":
        raise UsageError("触发任务请写几天内，如 30天内。", "要改成有固定日期的，先改类型（k）。")
    basis = "stated" if due in said else "presumed"
    return {"kind": "once", "basis": basis, "due": due.isoformat()}


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


def _day(plain: str, days: Days) -> dt.date | None:
    """The last day of what names a day or a part of the year in the words of documents."""
    plain = re.sub(r"(?:之前|以前|前|止)$", "", plain)
    if plain in ("年底", "年末"):
        return days.term.until
    bare = plain.removeprefix("第").rstrip("底末")
    if bare in _PARTS:
        return _in_term(_PARTS[bare], 31, days)
    if found := re.fullmatch(r"(\d{1,2})月(\d{1,2})[日号]", plain):
        month, day = int(found[1]), int(found[2])
        return _in_term(month, day, days) if day <= _LONGEST.get(month, 31) else None
    if (found := _MONTH.fullmatch(plain)) and 1 <= int(found[2]) <= 12:
        last = _ENDS.get(found[3] or "", 31)
        if found[1]:
            return _last_day(int(found[1]), int(found[2]), last)
        return _in_term(int(found[2]), last, days)
    return None


def _in_term(month: int, day: int, days: Days) -> dt.date | None:
    """The first such day of the term that is not before the issue."""
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    years = range(days.term.from_.year, days.term.until.year + 1)
    found = [_last_day(year, month, day) for year in years]
    later = [one for one in found if days.issued <= one <= days.term.until]
    return (later or found)[0]


def _last_day(year: int, month: int, day: int) -> dt.date:
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _written_day(plain: str, days: Days) -> dt.date:
    """A day in one of the other forms: 2025-06-30, 6.30, 25.6.30; a month or quarter as a code."""
    from yqsafety.notice.schedule import parse_span

    text = re.sub(r"(?:之前|以前|前|止)$", "", plain)
    if re.fullmatch(r"\d{4}-(?:\d{2}|[HhQq]\d)", text):
        return parse_span(text, days.issued)[1]
    try:
        return read_day_words(text, days.term.year_on(days.issued))
    except UnclearDay as no:
        raise UsageError(f"{no}。", "整段时间写 6月底、年底、每季度，长期的写 长期。") from None


def _said_periods(quote: str) -> set[str | None]:
    return {_PERIODS.get(text) for text in _SAID.findall(quote) if text in _PERIODS}
