"""When a duty of one's own is due, by its sentence and by what is typed beside it (--when). Pure.

Both are read by one reader (said_times.py), so that the same words mean the same. What is typed is
read wholly or refused; what was guessed, or is no time at all, is said back. Words that count from
today are kept with the day that they came to.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, NamedTuple

from yqsafety.drafting.clauses import Clause
from yqsafety.drafting.context import Context
from yqsafety.drafting.heads import find_subject, opens_what_to_do, skip_filler
from yqsafety.drafting.kinds import Kind, event_in, kind_of
from yqsafety.drafting.said_times import Limit, Times, Today, day_span, read_times, words_of
from yqsafety.drafting.stated_dates import Deadline
from yqsafety.drafting.time_phrases import Phrase, time_phrases
from yqsafety.drafting.timing_words import Inherited, read_timing, stages, triggered
from yqsafety.errors import UsageError
from yqsafety.notice.model import Term

FORMS = "时限写作 6月30日前、6月底前、每月25日前、每周五前、每季度、长期，或 发生事故后3天内。"
_EVENT = re.compile(r"([^，,；;。：:、]{1,30}?)(?:之后|以后|后|之日起|日起|起)$")
_UNREAD = re.compile(
    r"[\u4e00-\u9fff]{1,8}?(?:(?<![目提当空面眼此先生跟])前|(?<![今然最先前此随落])后|期间)(?![后前置台端])"
)
"""A time in words, of which nobody knows the day: 雨季前, 会后, 施工期间."""
_ADD = "要定时限的，加 --when 每月25日前 等"

Timing = dict[str, Any]


class Wanted(NamedTuple):
    """A sentence with its clauses, and the time that was typed beside it."""

    text: str
    when: str
    main: Clause
    clauses: tuple[Clause, ...]


class Read(NamedTuple):
    """A timing, what of it is to be said back, and the days that words such as 下周五 came to."""

    timing: Timing
    said: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    guessed: bool = True
    """Whether the words left it open."""


def own_timing(
    wanted: Wanted, context: Context, today: dt.date
) -> tuple[str, Timing, tuple[str, ...]]:
    """The sentence as it is kept, its timing, and what of that is to be said back.

    A time that was typed and that the words do not say is put behind them in brackets; UsageError
    where they say another.
    """
    now = Today(today, Term(context.first, context.until))
    read = _of_sentence(wanted, context, now)
    if not wanted.when:
        return _kept(wanted.text, "", read.days), read.timing, read.said
    made = _of_option(wanted, context, now)
    if not read.guessed and read.timing != made.timing:
        raise UsageError(f"句中已写有时限，与“{wanted.when}”不同。", "请改句子，或去掉 --when。")
    when = "".join(wanted.when.split())
    same = when in "".join(wanted.text.split()) or (
        made.timing == read.timing and _is_bare(made.timing)
    )
    return _kept(wanted.text, "" if same else when, made.days), made.timing, made.said


def _is_bare(timing: Timing) -> bool:
    """Whether it is a standing duty without any day, as one is of which nothing is said."""
    return timing["kind"] == "standing" and set(timing) == {"kind", "basis"}


def _kept(text: str, when: str, days: tuple[str, ...]) -> str:
    """The sentence, and in brackets what it does not say by itself."""
    meant = "、".join(days)
    beside = "，".join(filter(None, (when, f"即{meant}" if meant else "")))
    return f"{text.rstrip('。.；;，, ')}（{beside}）" if beside else text


def _of_sentence(wanted: Wanted, context: Context, now: Today) -> Read:
    kind = kind_of(wanted.text, wanted.main, wanted.clauses, "")
    phrases = time_phrases(wanted.text)
    event = event_in(wanted.clauses) or _event_before(wanted.text, phrases)
    if event:
        return _after_event(wanted.text, event, phrases)
    times = read_times(wanted.text, now)
    content = f"{words_of(times.content)}看作内容，不算时限" if times.content else ""
    if any(one.sort != "eve" for one in times.phrases):
        if eves := words_of([one for one in times.phrases if one.sort == "eve"]):
            raise UsageError(f"一句里写了几个时限，又有{eves}。", "请分成几条，各写一个时限。")
        read = _of_times(times, kind, context, now)
        return read._replace(said=tuple(filter(None, (content, *read.said))))
    return _of_words(wanted, times, context)


def _event_before(text: str, phrases: list[Phrase]) -> str:
    """会议结束 of 会议结束后3天内: what some days are counted from; nothing where that is today."""
    for phrase in phrases:
        if phrase.sort == "count" and (found := _EVENT.search(text[: phrase.place].rstrip())):
            words = re.split("[于在]", found[1])[-1] or found[1]
            _, start, _ = find_subject(words, skip_filler(words, 0))
            return words[start:] or words
    return ""


def _after_event(text: str, event: str, phrases: list[Phrase]) -> Read:
    """Some days after an event; UsageError where another time stands beside them."""
    others = [
        one for one in phrases if one.sort == "rhythm" or (one.is_limit and one.sort != "count")
    ]
    if others:
        raise UsageError(f"除了“{event}”，又写有{words_of(others)}。", "请分成几条，各写一个时限。")
    judged = triggered(text, Kind("triggered", "", event))
    return Read(judged.timing, tuple(judged.review.values()), guessed="date" in judged.review)


def _of_option(wanted: Wanted, context: Context, now: Today) -> Read:
    """What is typed as --when, which is a statement whatever the sentence let one guess."""
    when = "".join(wanted.when.split())
    phrases = time_phrases(when)
    known = event_in(wanted.clauses)
    if known and [one.sort for one in phrases] == ["count"] and phrases[0].words == when:
        when = f"{known}后{when}"
        phrases = time_phrases(when)
    if event := _event_before(when, phrases):
        read = _after_event(when, known if known and known in when else event, phrases)
        return read._replace(timing=read.timing | {"basis": "stated"}, guessed=False)
    if known:
        raise UsageError(f"句中写的是“{known}”以后，与“{when}”不同。", "请写几天内，如 3天内。")
    times = _times_typed(when, now)
    kind = kind_of(wanted.text, wanted.main, wanted.clauses, "")
    return _of_times(times, kind, context, now)


def _times_typed(when: str, now: Today) -> Times:
    """What nothing but words of time says; UsageError where there is anything else, or no day."""
    rest = when
    for phrase in time_phrases(when):
        rest = rest.replace(phrase.words, "", 1)
    times = read_times(when, now)
    if "eve" in {one.sort for one in times.phrases}:
        raise UsageError(f"“{when}”没有写到日。", FORMS)
    if not rest.strip("，,、（）()。"):
        return times
    try:
        (_, last), relative = day_span(when, now)
    except UsageError:
        raise UsageError(f"“{when}”看不出是什么时限。", FORMS) from None
    return Times(limits=(Limit(last, when, relative),))


def _of_times(times: Times, kind: Kind, context: Context, now: Today) -> Read:
    """The timing of what is said; UsageError for two times in one sentence."""
    limits = times.limits
    rhythm = times.rhythm
    if rhythm and rhythm.date:
        (_, last), _ = day_span(rhythm.date, now)
        limits, rhythm = (Limit(last, f"每年{rhythm.date}"), *limits), None
    if rhythm and (limits or re.match("每|天天", times.endless)):
        other = limits[0].words if limits else times.endless
        raise UsageError(f"一句里写了周期，又写了“{other}”。", "请分成几条，各写一个时限。")
    bounds = {"from": times.first, "until": times.last}
    held = {key: day for key, day in bounds.items() if day}
    if rhythm:
        day = {"day": rhythm.day} if rhythm.day else {}
        return _stated(
            {"kind": "recurring", "basis": "stated", "every": rhythm.every, **day, **held}
        )
    if limits:
        return _until(limits, held, context, now)
    if times.endless == "全年" and kind.kind == "once":
        return _stated({"kind": "once", "basis": "stated", "due": context.until})
    if times.endless or kind.kind == "standing":
        said = f"“{times.endless}”按长期任务" if times.endless not in ("", "长期") else ""
        read = _stated({"kind": "standing", "basis": "notice-year", **held})
        return read._replace(said=(said,) if said else ())
    if times.last:
        bare = {"from": times.first, "due": times.last}
        return _stated({"kind": "once", "basis": "stated", **bare})
    return _stated({"kind": "once", "basis": "notice-year", **held})


def _stated(timing: Timing) -> Read:
    return Read(timing, guessed=False)


def _until(limits: tuple[Limit, ...], held: Timing, context: Context, now: Today) -> Read:
    """One last day, or stages of which those that are over are said and left out."""
    days = tuple(one.written for one in limits if one.relative)
    if len({one.day for one in limits}) == 1:
        timing = {"kind": "once", "basis": "stated", "due": limits[0].day, **held}
        return Read(timing, days=days, guessed=False)
    ahead = [one for one in limits if one.day >= now.day] or list(limits)
    over = [one.words for one in limits if one not in ahead]
    first = max(context.first, min(now.day, context.until))
    if len(ahead) == 1:
        timing = {"kind": "once", "basis": "stated", "due": ahead[0].day, **held}
    else:
        found = [Deadline(one.day, one.words, n) for n, one in enumerate(ahead)]
        timing = stages(found, context._replace(first=first)).timing
    said = f"“{'、'.join(over)}”已过，未列入" if over else "写有几个日期，每个一期"
    return Read(timing, (said,), days, guessed=False)


def _of_words(wanted: Wanted, times: Times, context: Context) -> Read:
    """What the sentence lets one guess: a season, an eve, a campaign, else none at all."""
    letters = list(wanted.text)
    for phrase in times.content:
        letters[phrase.place : phrase.end] = "□" * len(phrase.words)
    judged = read_timing("".join(letters), wanted.main, wanted.clauses, Inherited(), context)
    content = f"{words_of(times.content)}看作内容，不算时限" if times.content else ""
    reasons = (content, *(judged.review[key] for key in ("kind", "date") if key in judged.review))
    timing = judged.timing
    return Read(timing, tuple(filter(None, (*reasons, *_undated(wanted.text, timing, content)))))


def _leads(after: str) -> bool:
    return after[:1] in ("，", ",") or opens_what_to_do(after)


def _undated(text: str, timing: Timing, content: str) -> list[str]:
    """What it means that no time was said."""
    if timing["basis"] != "notice-year":
        return []
    unread = next((one[0] for one in _UNREAD.finditer(text) if _leads(text[one.end() :])), "")
    why = f"“{unread}”不是日期，" if unread else "没有别的时限，" if content else "没有写时限，"
    return [why + {"once": "按年内完成", "standing": "按长期任务"}[timing["kind"]] + "；" + _ADD]
