"""The day of each month or week that a sentence asks for: 每月25日前, 每周五, 每月中旬. Pure."""

from __future__ import annotations

import re

from yqsafety.drafting.stated_dates import chinese_to_int
from yqsafety.notice.model import Every
from yqsafety.wording.duty_phrases import WEEKDAYS

_NUM = r"\d{1,2}|[一二三]?十[一二三四五六七八九]?|[一二三四五六七八九]"
_MONTH = re.compile(
    rf"每个?月(?:度|份)?的?(?:(?:{_NUM})[日号]?(?:[至到]|[—－~-]{{1,2}}))?"
    rf"(?:(?P<day>{_NUM})[日号]|(?P<part>[上中]旬))(?![起、和及])"
)
_WEEK = re.compile(
    r"每(?:周|星期|个星期)(?:(?P<first>一)(?=[之以]?前|上午|下午|晚)"
    rf"|(?P<day>[{WEEKDAYS[1:]}天])(?![起、和及次遍个场期轮天项篇]))"
)
"""每周一次, and 每周一调度, say how often; 每周一前 says by which day."""
_PARTS = {"上旬": 10, "中旬": 20}
_LAST = 31


def day_said(text: str, every: str) -> int | None:
    """The number of the day, or of the last one of several in a row; None where none is said.

    What goes on from a day (每月5日起), or names two (每月10日、25日), has no one day.
    """
    plain = re.sub(r"\s", "", text)
    if every == "week" and (found := _WEEK.search(plain)):
        return (WEEKDAYS.find(found["first"] or found["day"]) + 1) or 7
    if every != "month" or not (found := _MONTH.search(plain)):
        return None
    day = _PARTS.get(found["part"] or "") or chinese_to_int(found["day"])
    return day if 1 <= day <= _LAST else None


def with_day(every: Every, text: str) -> dict[str, object]:
    """A period as data, with the day that a text says."""
    day = day_said(text, every)
    return {"every": every} | ({"day": day} if day else {})
