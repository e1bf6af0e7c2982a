"""When a duty is due, from its words: kind, basis, dates, and what of it is a guess. Pure.

A date must never be made up: what the sentence states is `stated`, what is worked out from a
festival, a season or the day of issue is `presumed` and says from what.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, NamedTuple

from yqsafety.drafting.clauses import Clause
from yqsafety.drafting.context import Context
from yqsafety.drafting.duty_words import ENDLESS
from yqsafety.drafting.festivals import ACTIVITY_WORDS, SPAN_WORDS, Span, spans_of
from yqsafety.drafting.kinds import Kind, is_endless, kind_of
from yqsafety.drafting.period_days import with_day
from yqsafety.drafting.rhythms import how_often
from yqsafety.drafting.stated_dates import Deadline, chinese_to_int, find_deadlines
from yqsafety.drafting.unread_times import unread_time
from yqsafety.notice.model import Every

NIL_DAYS = 180
NIL_NOTE = "遇事才做，平时零报告，按半年更新（原文未写，推定）。"
TRIGGER_DAYS = 30
_UNUSUAL: tuple[tuple[str, str], ...] = (
    (r"每[两二2]个?月|[两二2]个?月[一1]次", "month"),
    (r"每[四4五5]个?月", "quarter"),
    (r"每半个?月|半个?月[一1]次|每两周", "month"),
    (r"每旬", "month"),
)
"""Intervals that the program has none for, and the one that comes nearest."""
_REGULAR = re.compile(r"(?<!不)定期")
_WITHIN = re.compile(
    r"(?:后|之日起|起|在|于)[^，。；]{0,4}?(?P<number>\d{1,3}|[一二三四五六七八九十两]{1,3})\s{0,2}(?P<unit>个?工作日|个月|日|天|小时|分钟|周)\s{0,2}之?以?内"
)
_ACTION = r"[^，。；]{0,24}(?:专项|行动|活动|大检查|攻坚|排查|整治|检查|巡查|期间|季节来临前)"

_NAMED_ACTIVITY = re.compile(
    r"[\u4e00-\u9fff]{2,8}(?:宣传|安全|法制|教育|咨询|生产|减灾|体验)[\u4e00-\u9fff]{0,4}[月周日](?=[、和及与等”]|活动)"
)
"""What is called as an activity of a month, a week or a day is."""


class Judged(NamedTuple):
    """A timing as plain data, the guesses in it, and a remark."""

    timing: dict[str, Any]
    review: dict[str, str]
    note: str = ""
    kind: Kind = Kind("standing")


class Inherited(NamedTuple):
    """What a duty has from the beginning of its sentence: an event, or the dates that lead it."""

    trigger: str = ""
    dates: tuple[Deadline, ...] = ()


def read_timing(
    text: str, main: Clause, clauses: tuple[Clause, ...], inherited: Inherited, context: Context
) -> Judged:
    """The timing of one duty; words of time that could not be read are a reason to look at it."""
    judged = _judged(text, main, clauses, inherited, context)
    unread = unread_time(text, judged.timing) if "date" not in judged.review else ""
    if not unread:
        return judged
    return judged._replace(review={**judged.review, "date": f"“{unread}”没有读成日期，请填写"})


def _judged(
    text: str, main: Clause, clauses: tuple[Clause, ...], inherited: Inherited, context: Context
) -> Judged:
    kind = kind_of(text, main, clauses, inherited.trigger)
    if kind.kind == "triggered":
        return triggered(text, kind)
    deadlines = find_deadlines(text, context)
    every = how_often(text)
    if every == "year" and (spans := _spans(text, main, context)):
        return _campaign(spans, text)
    if every:
        return _recurring(every, text, deadlines, context)
    if deadlines:
        return _dated(deadlines, kind, context)
    if unusual := _unusual(text):
        return unusual
    if spans := _spans(text, main, context):
        return _campaign(spans, text)
    if _REGULAR.search(text):
        timing = {"kind": "recurring", "basis": "presumed", "every": "half-year"}
        reason = "“定期”没有写明周期，按每半年推定"
        return Judged(timing, {"date": reason}, f"{reason}。")
    if inherited.dates and not (kind.when_needed or is_endless(text, main)):
        return _led(list(inherited.dates), kind, context)
    return _undated(kind)


def _led(dates: list[Deadline], kind: Kind, context: Context) -> Judged:
    """Due on the date that leads the sentence; to be looked at where the verb has no end."""
    judged = _dated(dates, kind, context)
    if kind.kind == "once" or "due" not in judged.timing:
        return judged
    reason = f"承句首“{dates[0].words}”，请核对是否限期"
    return judged._replace(review={"date": reason} | judged.review)


def _unusual(text: str) -> Judged | None:
    """每两月: the interval that comes nearest, to be looked at."""
    for pattern, every in _UNUSUAL:
        if found := re.search(pattern, text):
            timing = {"kind": "recurring", "basis": "presumed", "every": every}
            name = {"month": "每月", "quarter": "每季度"}[every]
            reason = f"原文“{found[0]}”，没有这种周期，暂按{name}"
            return Judged(timing, {"date": f"{reason}，请核对"}, f"{reason}。")
    return None


def _undated(kind: Kind) -> Judged:
    timing: dict[str, Any] = {"kind": kind.kind, "basis": "notice-year"}
    if kind.when_needed:
        timing["renew_days"] = NIL_DAYS
    review = {"kind": kind.doubt} if kind.doubt else {}
    return Judged(timing, review, NIL_NOTE if kind.when_needed else "", kind)


def triggered(text: str, kind: Kind) -> Judged:
    """After an event: within what the text says, else the days that are presumed."""
    timing: dict[str, Any] = {"kind": "triggered", "basis": "presumed", "trigger": kind.trigger}
    review = {"kind": kind.doubt} if kind.doubt else {}
    match = _WITHIN.search(text)
    timing["within"] = _days(match) if match else TRIGGER_DAYS
    if not match:
        review["date"] = f"原文未写期限，按 {TRIGGER_DAYS} 天推定"
    elif match["unit"] in ("小时", "分钟"):
        review["date"] = f"原文写明“{match[0].lstrip('后起')}”，以天计按 1 天，时刻见原文"
    elif match["unit"] not in ("日", "天"):
        review["date"] = f"原文写明“{match[0].lstrip('后起')}”，折算为 {timing['within']} 天"
    else:
        timing["basis"] = "stated"
    return Judged(timing, review, f"{review['date']}。" if "date" in review else "", kind)


def _days(match: re.Match[str]) -> int:
    number, unit = chinese_to_int(match["number"]), match["unit"]
    if unit in ("小时", "分钟"):
        return max(1, -(-number // 24)) if unit == "小时" else 1
    if "工作日" in unit:
        return min(366, max(1, number + number // 5 * 2))
    return min(366, max(1, number * {"个月": 30, "周": 7}.get(unit, 1)))


def _recurring(every: Every, text: str, deadlines: list[Deadline], context: Context) -> Judged:
    yearly = [one for one in deadlines if one.yearly]
    if every == "year" and yearly and (slots := _yearly_slots(yearly[0], context)):
        return Judged({"kind": "recurring", "basis": "stated", "slots": slots}, {})
    timing: dict[str, Any] = {"kind": "recurring", "basis": "stated", **with_day(every, text)}
    dated = [one.words for one in deadlines if not one.yearly]
    review = {"date": f"另写有“{dated[0]}”，未列入"} if dated else {}
    return Judged(timing, review)


def _yearly_slots(deadline: Deadline, context: Context) -> list[dict[str, Any]]:
    """每年6月底前: a slot a year of the term."""
    slots = []
    for year in range(context.first.year, context.until.year + 1):
        try:
            due = deadline.day.replace(year=year)
        except ValueError:
            due = dt.date(year, 2, 28)
        if context.holds(due):
            start = max(context.first, dt.date(year, 1, 1))
            slots.append(_slot(f"s{year}", f"{year}年", start, due, f"原文“{deadline.words}”"))
    return slots


def _slot(name: str, label: str, start: dt.date, due: dt.date, source: str) -> dict[str, Any]:
    return {"name": name, "label": label, "start": start, "due": due, "source": source}


def _dated(deadlines: list[Deadline], kind: Kind, context: Context) -> Judged:
    """One last day, or several stages of which each has its own."""
    fitting = [one for one in deadlines if context.holds(one.day)]
    days = sorted({one.day for one in fitting})
    if len(days) > 1:
        return stages(fitting, context)
    if not fitting:
        reason = deadlines[0].doubt or "日期不在期限内"
        judged = _undated(kind if kind.kind == "once" else Kind("once", "写有日期，按限期推定"))
        return judged._replace(review={**judged.review, "date": reason})
    one = fitting[0]
    basis = "presumed" if one.presumed else "stated"
    review = {"date": one.doubt} if one.doubt else {}
    note = f"{one.doubt}。" if one.presumed else ""
    return Judged({"kind": "once", "basis": basis, "due": one.day}, review, note)


def stages(deadlines: list[Deadline], context: Context) -> Judged:
    """A slot for each of several days, one after the other."""
    slots: list[dict[str, Any]] = []
    start = context.first
    for one in sorted(deadlines, key=lambda one: one.day):
        if slots and one.day <= slots[-1]["due"]:
            continue
        name = f"s{one.day.year}"
        if any(other.day.year == one.day.year and other.day != one.day for other in deadlines):
            name = f"s{one.day:%Y-%m-%d}"
        slots.append(_slot(name, one.words, start, one.day, f"原文“{one.words}”"))
        start = min(one.day + dt.timedelta(days=1), context.until)
    presumed = any(one.presumed for one in deadlines)
    timing = {"kind": "recurring", "basis": "presumed" if presumed else "stated", "slots": slots}
    doubt = next((one.doubt for one in deadlines if one.doubt), "")
    review = {"kind": "分阶段写有几个日期，每阶段一期，请核对"} | ({"date": doubt} if doubt else {})
    return Judged(timing, review)


def _spans(text: str, main: Clause, context: Context) -> list[Span]:
    """The campaigns and seasons in which a sentence wants something done."""
    found: list[Span] = []
    endless = any(word in ENDLESS for word in main.verbs)
    left = text
    for word in SPAN_WORDS:
        if word not in left:
            continue
        campaign = word in ACTIVITY_WORDS
        season = not endless and re.search(word + _ACTION, left)
        if campaign or season:
            spans = spans_of(word, context.first, context.until)
            found += [span for span in spans if span.due >= context.floor]
        left = left.replace(word, "□")
    named = {span.name: span for span in found}
    return sorted(named.values(), key=lambda span: span.start)


def _campaign(spans: list[Span], text: str) -> Judged:
    slots = [_slot(one.name, one.label, one.start, one.due, one.source) for one in spans]
    timing = {"kind": "recurring", "basis": "presumed", "slots": slots}
    reason = "起止日期原文未写，按惯例推定"
    unknown = [one for one in _NAMED_ACTIVITY.findall(text) if not one.endswith(ACTIVITY_WORDS)]
    reason += f"；“{'、'.join(unknown)}”不知起止，没有列入" if unknown else ""
    return Judged(timing, {"date": reason})
