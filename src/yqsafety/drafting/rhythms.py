"""How often by its words, and on which day: 每逢周一, 每月5日至10日, 半年一次. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from yqsafety.drafting.marks import depths
from yqsafety.drafting.stated_dates import chinese_to_int
from yqsafety.drafting.time_phrases import CLOCK, LIMIT, NUMBER, WEEKDAY
from yqsafety.notice.model import Every
from yqsafety.wording.duty_phrases import WEEKDAYS

_WEEKLY = re.compile(
    rf"(?:每逢?|逢|按|逐)[一1]?个?(?:周|星期|礼拜)(?:(?:周|星期|礼拜)?(?P<day>{WEEKDAY})|末)?|周周"
)
_PERIOD = re.compile(
    rf"(?:每|按|逐)(?P<count>{NUMBER})?个?(?P<unit>半年|年|季|月)(?:度|份)?(?P<rest>.*)"
)
_ONCE_IN = re.compile(
    rf"(?P<count>{NUMBER}|半)个?(?P<unit>年|季|月|周|星期|礼拜)度?(?P<times>{NUMBER})次"
)
_MONTHS = {"年": 12, "半年": 6, "季": 3, "月": 1}
_EVERY: dict[int, Every] = {1: "month", 3: "quarter", 6: "half-year", 12: "year", 24: "two-years"}
_SAME = {"月月": "每月", "季季": "每季", "年年": "每年"}
_DAYS = re.compile(rf"(?:{NUMBER}[日号]?(?:[至到]|[-—－~～]{{1,2}}))?(?P<day>{NUMBER})[日号]")
_THIRDS = {"上旬": 10, "中旬": 20}
_LAST = 31

_OFTEN: tuple[tuple[str, Every], ...] = (
    (r"每[两2]年|[两2]年一次", "two-years"),
    (r"每半年|半年(?:一|不少于|至少)|半年度?[一1]次|一年两次", "half-year"),
    (r"每个?季度?(?!节)|季度[一1]次|按季度?|逐季|每3个月|每三个月", "quarter"),
    (r"每个?月(?!底)|每月底|按月|逐月|月月", "month"),
    (r"每逢?周(?!年)|每逢?个?星期|逢周[一二三四五六日]", "week"),
    (r"每1?一?年(?!新增|以来)|每年度|年度内至少|逐年|一年[一1]次", "year"),
)


class Rhythm(NamedTuple):
    """A period, its day where one is said, and of a year the words for its last day."""

    every: Every
    day: int | None = None
    date: str = ""


def read_rhythm(words: str) -> Rhythm | None:
    """What words of time say of how often; None for what there is no period for."""
    plain = re.sub(rf"[\s的里]|{CLOCK}", "", words)
    plain = re.sub(rf"{LIMIT}$", "", re.sub(rf"(?<!年)(?<!季)(?<!月)(?<!周){NUMBER}次$", "", plain))
    plain = _SAME.get(plain, plain)
    if found := _ONCE_IN.fullmatch(plain):
        return _once_in(found)
    plain = re.sub(rf"{NUMBER}次$", "", plain)
    if found := _WEEKLY.fullmatch(plain):
        return Rhythm("week", _weekday(found["day"]) if found["day"] else None)
    if not (found := _PERIOD.fullmatch(plain)):
        return None
    months = _MONTHS[found["unit"]] * chinese_to_int(found["count"] or "1")
    every = _EVERY.get(months)
    return _dated(every, found["rest"]) if every else None


def _weekday(letter: str) -> int:
    return int(letter) if letter.isdecimal() else WEEKDAYS.find(letter) + 1 or 7


def _once_in(found: re.Match[str]) -> Rhythm | None:
    """两年一次, 一年两次, 一周一次; of 一月三次 the period alone."""
    count, unit, times = found.group("count", "unit", "times")
    if unit not in _MONTHS:
        return Rhythm("week") if chinese_to_int(count) == 1 else None
    months = 6 if (count, unit) == ("半", "年") else _MONTHS[unit] * chinese_to_int(count)
    often = chinese_to_int(times)
    every = _EVERY.get(months // often if (months, often) in ((12, 2), (12, 4)) else months)
    return Rhythm(every) if every else None


def _dated(every: Every, rest: str) -> Rhythm | None:
    if not rest or re.fullmatch("月?[底末]", rest):
        return Rhythm(every)
    if every == "year":
        return Rhythm(every, date=rest)
    if every != "month":
        return None
    if re.fullmatch(r"下旬|最后[一1]?[天日]", rest):
        return Rhythm(every)
    if rest in _THIRDS:
        return Rhythm(every, _THIRDS[rest])
    if not (found := _DAYS.fullmatch(rest)):
        return None
    day = chinese_to_int(found["day"])
    return Rhythm(every, day) if 1 <= day <= _LAST else None


def how_often(text: str) -> Every | None:
    """How often, outside of quotes and names; None where it is not said."""
    depth = depths(text)
    plain = "".join(letter for letter, inside in zip(text, depth, strict=True) if not inside)
    plain = re.sub(r"\s", "", plain)
    return next((every for pattern, every in _OFTEN if re.search(pattern, plain)), None)
