"""Days that a sentence states: 2025年6月底前, 年底前, 第三季度, 印发之日起15个工作日内. Pure.

Only what stands as a term is taken: a year in the name of a plan, a day in quotes or the first day
of a span is none.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from yqsafety.drafting.context import Context
from yqsafety.drafting.festivals import EVE_WORDS, last_day_before
from yqsafety.drafting.marks import depths
from yqsafety.drafting.time_phrases import time_phrases
from yqsafety.notice.day_letters import plain_day
from yqsafety.notice.day_words import read_words
from yqsafety.notice.days_meant import Around, meant_span, without_by

_NUM = r"\d{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_DATE = re.compile(
    r"(?P<year>20\d\d\s{0,2}年|[今明去前后本当每]年)?度?\s{0,2}(?:"
    rf"(?<!\d)(?P<month>{_NUM})\s{{0,2}}月份?\s{{0,2}}"
    rf"(?:(?P<day>{_NUM})\s{{0,2}}[日号]|(?P<part>[底末初]|[上中下]旬))?"
    r"|(?P<end>年[底末]|(?<=年)[底末])|(?P<half>[上下]半年)|第?(?P<quarter>[一二三四1-4])季度[末底]?)"
    r"(?P<by>(?:[之以])?前|止|起|开始|内)?"
)
_YEAR_ONLY = re.compile(
    r"(?P<to>到|至|截至)?\s{0,2}(?P<year>20\d\d)\s{0,2}年(?=(?P<by>[之以]?前)|[，,]|(?!度|底|末|\s?\d|上|下|第|工作|重点|安全|任务|全[市县省国区镇校]))"
)
_FROM_ISSUE = re.compile(
    r"(?:印发|发布|下发|公布|发文)(?:之?日)?[起后]\s{0,2}"
    rf"(?P<number>\d{{1,3}}|{_NUM})\s{{0,2}}(?P<unit>个?工作日|个?月|日|天|周)\s{{0,2}}之?以?内"
)
_SOON = re.compile(
    rf"(?:^|(?<=[，,；;。请于在]))\s{{0,2}}(?P<number>\d{{1,3}}|{_NUM}|两)\s{{0,2}}(?P<unit>个工作日|个月|日|天|周)\s{{0,2}}[之以]?内"
)
"""10日内报送: it does not say from when on; that is the issue where nothing happened before."""
_EVE = re.compile(rf"(?P<word>{'|'.join(EVE_WORDS)})(?:节|来临|到来|假期)?(?:之|以)?前")
_CHINESE = dict(zip("一二三四五六七八九", range(1, 10), strict=True))
_SPAN_BEGUN = re.compile(r"(20\d\d年)\d{1,2}月(?:\d{1,2}[日号])?\s{0,2}(?:至|到|[—－~-]{1,2})$")
"""The first day of a span, whose year holds for its last day as well."""
NOT_WRITTEN = "原文没有写年份，按发文后最近的一天推定"


_YEARS_NEAR = {"明": 1, "后": 2, "去": -1, "前": -2}


class Deadline(NamedTuple):
    """A stated last day, its words, where they stand, and what is doubtful about it."""

    day: dt.date
    words: str
    place: int
    doubt: str = ""
    presumed: bool = False
    yearly: bool = False


def chinese_to_int(text: str) -> int:
    """12, 十二 and 二十 as numbers."""
    if text.isdigit():
        return int(text)
    head, ten, tail = text.partition("十")
    if not ten:
        return 2 if text == "两" else _CHINESE.get(text, 0)
    return _CHINESE.get(head, 1) * 10 + _CHINESE.get(tail, 0)


def find_deadlines(text: str, context: Context) -> list[Deadline]:
    """Every day until which, or on which, a sentence wants something done, in its order."""
    depth = depths(text)
    found = [*_dates(text, context), *_years(text, context), *_from_issue(text, context)]
    found += _soon(text, context)
    found += _eves(text, context)
    found += _near(text, context, found)
    found = [one for one in found if not depth[one.place]]
    return sorted(found, key=lambda one: one.place)


def _dates(text: str, context: Context) -> Iterator[Deadline]:
    for match in _DATE.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if match["by"] in ("起", "开始") or _is_no_term(before, after, match):
            continue
        year = (match["year"] or "").strip()
        if not year and (begun := _SPAN_BEGUN.search(before)):
            year = begun[1]
        month, day = _last_day(match)
        if deadline := _placed(match, year, month, day, context):
            yield _rough(deadline) if match["part"] == "初" else deadline


def _rough(deadline: Deadline) -> Deadline:
    """4月初: the day is a guess."""
    reason = deadline.doubt or f"原文“{deadline.words}”没有写到日，按 {deadline.day} 推定"
    return deadline._replace(doubt=reason, presumed=True)


def _is_no_term(before: str, after: str, match: re.Match[str]) -> bool:
    """The first day of a span, a past day, a month in a name (安全生产月 has no number)."""
    if re.match(r"\s{0,2}(?:[至—－~-]|到(?!位))", after) or re.match(
        r"[^，。]{0,6}(?:以来|(?:印发|召开|发布|下发|公布|出台)(?:施行)?的)", after
    ):
        return True
    if not (match["by"] or match["part"] or match["end"]) and re.match("[^，。]{0,6}印发", after):
        return True
    bare = match["month"] and not (match["day"] or match["part"] or match["by"])
    if bare and not re.match(r"[，,]|[^\d]", after):
        return True
    named = match["half"] or match["quarter"] or bare
    return bool(named and re.match(r"[工任的重]", after)) or before.endswith(("每", "截至", "上"))


def _last_day(match: re.Match[str]) -> tuple[int, int]:
    """Month and day; day 0 is the last of the month."""
    if match["half"]:
        return (6, 30) if match["half"][0] == "上" else (12, 31)
    if match["quarter"]:
        return chinese_to_int(match["quarter"]) * 3, 0
    if match["end"]:
        return 12, 31
    month = chinese_to_int(match["month"])
    if match["day"]:
        return month, chinese_to_int(match["day"])
    return month, {"上旬": 10, "初": 10, "中旬": 20}.get(match["part"] or "", 0)


def _placed(
    match: re.Match[str], year: str, month: int, day: int, context: Context
) -> Deadline | None:
    words = match[0].strip()
    if year[:4].isdigit():
        made = possible_day(int(year[:4]), month, day)
        return Deadline(made, words, match.start(), _outside(made, context)) if made else None
    yearly = year == "每年"
    if year and not yearly:
        base = (context.issued or context.first).year + _YEARS_NEAR.get(year[0], 0)
        made = possible_day(base, month, day)
        return Deadline(made, words, match.start(), _outside(made, context)) if made else None
    made = _nearest(month, day, context)
    if made is None:
        return None
    doubt = _outside(made, context)
    if not doubt and not yearly and context.until.year > context.first.year:
        doubt = NOT_WRITTEN
    return Deadline(made, words, match.start(), doubt, yearly=yearly)


def _nearest(month: int, day: int, context: Context) -> dt.date | None:
    """The first such day within the term and not before the issue; else that of its last year."""
    for year in range(context.first.year, context.until.year + 1):
        made = possible_day(year, month, day)
        if made and context.holds(made):
            return made
    return possible_day(context.until.year, month, day)


def possible_day(year: int, month: int, day: int) -> dt.date | None:
    """A day of a month, with 0 its last; None where there is no such day."""
    if not 1 <= month <= 12:
        return None
    last = calendar.monthrange(year, month)[1]
    return dt.date(year, month, day or last) if day <= last else None


def _outside(day: dt.date, context: Context) -> str:
    if day < context.floor:
        return f"原文所写 {day} 早于发文或期限之初，请核对"
    return "" if day <= context.until else f"原文所写 {day} 在期限 {context.until} 之后，请核对"


def _years(text: str, context: Context) -> Iterator[Deadline]:
    """到2020年; 2024年，… at the beginning of a clause."""
    for match in _YEAR_ONLY.finditer(text):
        before = text[: match.start()].rstrip()
        opens = (
            not before or before[-1] in "，,；;。：、" or before.endswith(("并", "力争", "确保"))
        )
        if not (match["to"] or match["by"] or opens):
            continue
        day = dt.date(int(match["year"]), 12, 31)
        yield Deadline(day, match[0].strip(), match.start(), _outside(day, context))


def _from_issue(text: str, context: Context) -> Iterator[Deadline]:
    for match in _FROM_ISSUE.finditer(text):
        if context.issued is None:
            continue
        number, unit = chinese_to_int(match["number"]), match["unit"]
        day = _days_after(context.issued, number, unit)
        reason = f"原文自印发起算，由发文日期 {context.issued} 推算"
        reason += "，只除去周末，未计节假日" if "工作日" in unit else ""
        yield Deadline(day, match[0], match.start(), _outside(day, context) or reason, True)


def _soon(text: str, context: Context) -> Iterator[Deadline]:
    for match in _SOON.finditer(text):
        if re.search("[后起]", text[: match.start()]):
            continue
        begin = context.issued or context.first
        day = _days_after(begin, chinese_to_int(match["number"]), match["unit"])
        said = f"发文日期 {begin}" if context.issued else f"期限之初 {begin}（发文日期不详）"
        reason = f"原文“{match[0].strip()}”没有写从何时起算，按{said}推算"
        yield Deadline(day, match[0].strip(), match.start(), _outside(day, context) or reason, True)


def _days_after(day: dt.date, number: int, unit: str) -> dt.date:
    if "工作日" not in unit:
        length = 30 if "月" in unit else 7 if unit == "周" else 1
        return day + dt.timedelta(days=number * length)
    while number:
        day += dt.timedelta(days=1)
        number -= day.weekday() < 5
    return day


def _near(text: str, context: Context, found: list[Deadline]) -> Iterator[Deadline]:
    """本月底前, 下周五前: counted from the issue, the day on which the document was written."""
    if context.issued is None:
        return
    around = Around(context.issued, context.floor, max(context.floor, context.until))
    taken = {place for one in found for place in range(one.place, one.place + len(one.words))}
    for phrase in time_phrases(text):
        if not (phrase.sort == "day" and phrase.is_limit) or phrase.words.startswith("当"):
            continue
        said = read_words(plain_day(without_by(phrase.words)), context.issued)
        if said and said.form == "relative" and not taken & {*range(phrase.place, phrase.end)}:
            _, day = meant_span(phrase.words, said, around)
            reason = f"“{phrase.words}”由发文日期 {context.issued} 推算"
            doubt = _outside(day, context) or reason
            yield Deadline(day, text[phrase.place : phrase.end], phrase.place, doubt, True)


def _eves(text: str, context: Context) -> Iterator[Deadline]:
    for match in _EVE.finditer(text):
        days = [
            last_day_before(match["word"], year)
            for year in range(context.first.year, context.until.year + 1)
        ]
        known = [day for day in days if day]
        fitting = [day for day in known if context.holds(day)]
        if known:
            day = (fitting or known)[0]
            reason = f"“{match[0]}”按 {day} 推定"
            yield Deadline(day, match[0], match.start(), _outside(day, context) or reason, True)
