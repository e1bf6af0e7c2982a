"""What the words of time in a sentence of today mean: days, a period, from when to when. Pure.

For whoever types a duty: each word is read by the reader of all options (notice/day_words.py), on
the day on which it is typed, or refused with what to write. What only speaks of a time (上月报表)
is content, and is told apart.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import NamedTuple

from yqsafety.drafting.duty_words import ADVERBS, VERBS
from yqsafety.drafting.heads import opens_what_to_do
from yqsafety.drafting.rhythms import Rhythm, read_rhythm
from yqsafety.drafting.time_phrases import CLOCK, LIMIT, NUMBER, WEEKDAY, Phrase, time_phrases
from yqsafety.errors import UsageError
from yqsafety.notice.calendar_parts import Span
from yqsafety.notice.days_meant import Around, UnclearDay, meant_span, said_words, without_by
from yqsafety.notice.model import Term
from yqsafety.notice.numerals import chinese_date

_LEAVING = "确保 力争 争取 保证 做到 实现 务必 计划 安排 完成于".split()
_DOING = tuple(one for one in VERBS if len(one) > 1 and one not in _LEAVING and one not in ADVERBS)
_AT = ("于", "在", "到", "至", "自", "从", "截至")
_BOUNDS = re.compile(
    r"(?:自|从)?(?P<first>.+?)起?(?:[至到]|(?<!\d{4})[-—－~～]{1,2}(?!\d{1,2}-))(?P<last>.+)"
)
_FORMS = "请写到日，如 6月30日前、6月底前、下周五前、10天内。"
_PERIODS = "请写 每周五、每月25日前、每季度、每半年，或逐个写明日期，如 9月20日前、12月20日前。"


class Limit(NamedTuple):
    """A last day, in which words it was said, and whether these count from today."""

    day: dt.date
    words: str
    relative: bool = False

    @property
    def written(self) -> str:
        """The day in full, with the word that makes it a last one where that was said."""
        return chinese_date(self.day) + ("前" if re.search(rf"{LIMIT}$", self.words) else "")


class Times(NamedTuple):
    """What a sentence says of when."""

    phrases: tuple[Phrase, ...] = ()
    """Its words of time, those aside that are content."""
    content: tuple[Phrase, ...] = ()
    rhythm: Rhythm | None = None
    limits: tuple[Limit, ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None
    """Of a time from one day to another, its last."""
    endless: str = ""
    """The word that says that it has no end."""


class Today(NamedTuple):
    """When words are typed, and for which days."""

    day: dt.date
    term: Term

    @property
    def around(self) -> Around:
        """A day without a year lies in the term."""
        return Around(self.day, self.term.from_, self.term.until)


def told_apart(text: str) -> tuple[tuple[Phrase, ...], tuple[Phrase, ...]]:
    """The words that say when something is to be done, and those that are of its content."""
    phrases = time_phrases(text)
    terms = [_is_term(text, one) for one in phrases]
    for n in range(len(phrases) - 2, -1, -1):
        between = text[phrases[n].end : phrases[n + 1].place]
        if re.fullmatch(r"\s*[、和及与]\s*", between):
            terms[n] = terms[n] or terms[n + 1]
    said = tuple(one for one, term in zip(phrases, terms, strict=True) if term)
    named = re.compile(rf"{NUMBER}[日号]")  # 3号水库
    return said, tuple(one for one in phrases if one not in said and not named.fullmatch(one.words))


def _is_term(text: str, phrase: Phrase) -> bool:
    """报送上月报表 speaks of a time, 6月底前报送 and 本月完成 say when."""
    if phrase.sort == "start":
        return not phrase.words.endswith("以来")
    if phrase.sort not in ("day", "range") or re.search(rf"(?:{LIMIT}|前后|左右)$", phrase.words):
        return True
    before, after = text[: phrase.place].rstrip(), text[phrase.end :].lstrip()
    if phrase.words.endswith("的") or after.startswith("的"):
        return False
    closed = not after or after[0] in "，,。；;：:、）)"
    if re.fullmatch(r"20\d\d年?度?", phrase.words):
        return closed and after[:1] not in ("）", ")")
    if before.endswith(_DOING) and not before.endswith(_AT):
        return False
    return closed or opens_what_to_do(after)


def read_times(text: str, today: Today) -> Times:
    """What a sentence says of when; UsageError where nobody could tell what is meant."""
    said, content = told_apart(text)
    times = Times(said, content)
    for phrase in said:
        times = _with(times, phrase, today)
    return times


def _with(times: Times, phrase: Phrase, today: Today) -> Times:
    match phrase.sort:
        case "rhythm" if re.match(r"每个?[天日]", phrase.words):
            return times._replace(endless=phrase.words)
        case "rhythm":
            return times._replace(rhythm=_rhythm_of(phrase, times.rhythm))
        case "endless":
            return times._replace(endless=times.endless or phrase.words)
        case "vague":
            raise UsageError(f"“{phrase.words}”没有写到日。", _FORMS)
        case "start":
            words = re.sub("^[自从]|(?:起|开始)$", "", phrase.words)
            return times._replace(first=day_span(words, today)[0][0])
        case "range":
            return _with_range(times, phrase, today)
        case "eve":
            return times
        case "day" | "count":
            (_, last), relative = day_span(phrase.words, today)
            limit = Limit(last, phrase.words, relative)
            return times._replace(limits=(*times.limits, limit))


def _rhythm_of(phrase: Phrase, before: Rhythm | None) -> Rhythm:
    if phrase.doubtful:
        raise UsageError(
            f"“{phrase.words}”可以是每周一次，也可以是逢星期一。", "请写 每周一次 或 每星期一。"
        )
    rhythm = read_rhythm(phrase.words)
    if rhythm is None:
        beyond = re.search(r"月的?(3[2-9]|[4-9]\d|\d{3}|0)[日号]", phrase.words)
        why = f"：每月没有 {beyond[1]} 日。" if beyond else "没有这种周期。"
        raise UsageError(f"“{phrase.words}”{why}", _PERIODS)
    if before and rhythm != before:
        raise UsageError(
            f"一句里写了几个周期，又有“{phrase.words}”。", "请分成几条，各写一个时限。"
        )
    return rhythm


def _with_range(times: Times, phrase: Phrase, today: Today) -> Times:
    """6月1日至30日, 6月至9月: the year or month of the first holds for the last as well."""
    words = re.sub(rf"{LIMIT}$", "", phrase.words)
    if re.search("前后|左右", words) or not (found := _BOUNDS.fullmatch(words)):
        raise UsageError(f"“{phrase.words}”的起止不清。", "请写 6月1日至6月30日。")
    (first, _), _ = day_span(found["first"], today)
    last_words = found["last"]
    if re.fullmatch(rf"{NUMBER}[日号]", last_words):
        last_words = f"{first.year}年{first.month}月{last_words}"
    (_, last), _ = day_span(last_words, today)
    if last < first:
        raise UsageError(f"“{phrase.words}”起止颠倒。", "请写 6月1日至6月30日。")
    return times._replace(first=first, last=last)


def day_span(words: str, today: Today) -> tuple[Span, bool]:
    """First and last day of a word of time, and whether it counts from today.

    UsageError for one that no calendar has, that has no clear ends, or that lies out of the term.
    """
    _refuse_part_of_a_day(words)
    plain = re.sub(rf"{CLOCK}+$", "", without_by(words)).replace("即日", "今天")
    try:
        said = said_words(plain, today.around)
        if said.form == "rough":
            raise UnclearDay(f"“{words}”没有写到日")
        span = meant_span(plain, said, today.around)
    except UnclearDay as no:
        raise UsageError(f"{no}。", _FORMS) from None
    if not today.term.from_ <= span[1] <= today.term.until:
        raise _outside(words, span[1], today.term)
    # 今年底 is of the one year for which own duties are kept.
    return span, said.form == "relative" and not re.match("[今本当]年", words)


def _refuse_part_of_a_day(words: str) -> None:
    """UsageError for several days in one word, for a part of a day, and where no month is said."""
    if re.search("小时|分钟|工作日", words):
        why = "要看放假安排" if "工作日" in words else "按小时计，这里要写到日"
        raise UsageError(f"“{words}”{why}。", _FORMS)
    if re.match(r"(?:\d{1,2}[、和及])+\d|.*月.*[、和及与]", words):
        raise UsageError(f"“{words}”写了几个日期。", "请逐个写全，如 6月底前、12月底前。")
    if re.fullmatch(rf"(?:周|星期|礼拜){WEEKDAY}{LIMIT}?", words):
        raise UsageError(f"“{words}”没有写哪一周。", "请写 本周五前、下周五前，或 每周五前。")
    if re.fullmatch(rf"{NUMBER}[日号]{LIMIT}?", words):
        raise UsageError(f"“{words}”没有写月份。", "请写 6月25日前、本月25日前，或 每月25日前。")


def _outside(words: str, day: dt.date, term: Term) -> UsageError:
    return UsageError(
        f"“{words}”是 {day}，不在 {term.words}内。", "自定任务一年一份，请写当年的日期。"
    )


def words_of(phrases: Sequence[Phrase]) -> str:
    """Words of time as they are said back: “上月”“2025年”."""
    return "".join(f"“{one.words}”" for one in phrases)
