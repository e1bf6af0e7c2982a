"""Days as people write them: 6月3号, 25.6.3, 二〇二五年六月三日. Pure.

A day is taken where it can mean one day only. Everything else is refused with a reason that says
what to write: a month or 月底 names no day, and the number 6.3 may have been typed as 6.30.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Literal

Written = Literal["text", "number", "loose"]
"""How a day stands in its cell: as text, as a number, or (CSV) as either, which nobody can tell."""

MAX_DAY = 60
"""Characters; bounded before anything is normalised, which for hostile text is quadratic."""
# Excel counts 1900-01-01 as day 1 and has a 29 February 1900 that never was. With this day as day 0
# every serial number from March 1900 on comes out right.
EXCEL_EPOCH = dt.date(1899, 12, 30)
_FORM = "请写成 {}-06-03 这样的年月日"
_DIGITS = str.maketrans("〇○◯零一二三四五六七八九", "0000123456789")
_CLOCK = re.compile(
    r"(?<=[日号\d])[T\s]*(?:上午|下午)?\s*\d{1,2}(?::|时|点)\d{0,2}(?::|分)?(?:\d{1,2}(?:\.\d+)?)?秒?Z?$"
)
_WEEKDAY = re.compile(r"\(?(?:星期|周|礼拜)[一二三四五六日天]\)?")
_FULL = re.compile(r"(\d{4}|\d{2})年?-?(\d{1,2})(?:月|-)(\d{1,2})[日号]?")
_SHORT = re.compile(r"(\d{1,2})(?:月|-)(\d{1,2})[日号]?")
_VAGUE = re.compile(r"[初底末旬]|左右|前后|年[底末初中]|季度|半年|近期|目前|上周|本周")
_RELATIVE = re.compile(r"今天|今日|昨天|昨日|前天|明天|当天|当日")


class UnclearDay(Exception):
    """A text that names no single day; the message says why, in Chinese, and what to write."""


def read_day_words(text: str, year: int, written: Written = "text") -> dt.date:
    """The day that a text means; one without a year is in `year`. UnclearDay for all else.

    Excel's serial numbers and 20250603 are taken too. Whether the day is a likely one is for
    `recording.day_rules` to say.
    """
    form = _FORM.format(year)
    if len(text) > MAX_DAY:
        raise UnclearDay(f"日期过长，{form}")
    plain = _plain_day(text)
    if re.fullmatch(r"\d{1,3}(?:\.\d+)?|\d{5,8}(?:\.\d+)?", plain):
        return _day_of_number(plain, text, year, written)
    if _RELATIVE.search(plain):
        raise UnclearDay(f"“{text}”不知从哪天算起，{form}")
    if _VAGUE.search(plain) or re.fullmatch(
        r"(?:\d{4}年?-?)?\d{1,2}月份?|\d{4}[-./年]?\d{0,2}年?", plain
    ):
        raise UnclearDay(f"“{text}”没有写到日，{form}")
    plain = re.sub(r"[./,、年]", "-", plain).replace("--", "-")
    plain = re.sub(r"月(?=\d)", "-", plain).strip("-")
    try:
        if match := _FULL.fullmatch(plain):
            return dt.date(_year_of(match[1], year, text), int(match[2]), int(match[3]))
        if match := _SHORT.fullmatch(plain):
            return dt.date(year, int(match[1]), int(match[2]))
    except ValueError:
        raise UnclearDay(f"日历上没有“{text}”这一天，{form}") from None
    raise UnclearDay(f"日期“{text}”无法识别，{form}")


def _plain_day(text: str) -> str:
    """Halfwidth, digits for Chinese numerals, without weekday, time of day and blanks."""
    plain = unicodedata.normalize("NFKC", text).strip().rstrip("。.;")
    plain = plain.replace("—", "-").replace("–", "-").replace("。", ".").replace("·", ".")
    plain = _WEEKDAY.sub("", plain).strip()
    plain = _CLOCK.sub("", plain).strip()
    plain = re.sub(r"(?<=\d)\s+(?=\d)", "-", plain)
    plain = re.sub(
        r"[二三]?十[一二三四五六七八九]?(?=[月日号])|[二三]?十[一二三四五六七八九]?$", _tens, plain
    )
    return "".join(plain.translate(_DIGITS).split())


def _tens(found: re.Match[str]) -> str:
    """二十三 as 23, 十 as 10."""
    head, _, tail = found[0].partition("十")
    return (head or "一") + (tail or "〇")


def _year_of(typed: str, year: int, text: str) -> int:
    """Four digits as they are; two only where they can be no month or day of another order."""
    if len(typed) == 4:
        return int(typed)
    if abs(int(typed) + 2000 - year) > 1 or int(typed) <= 12:
        raise UnclearDay(f"“{text}”的年份不清，{_FORM.format(year)}")
    return 2000 + int(typed)


def _day_of_number(plain: str, text: str, year: int, written: Written) -> dt.date:
    """A day written as one number: 20250603, a serial number, or 6.15.

    6.3 is refused where it is a number or may have become one: the 0 of a typed 6.30 is gone.
    """
    form = _FORM.format(year)
    try:
        if re.fullmatch(r"20\d{6}", plain):
            return dt.date(int(plain[:4]), int(plain[4:6]), int(plain[6:]))
        # 30000 to 59999: the years 1982 to 2064. Other numbers are no likely day and are refused.
        if re.fullmatch(r"[345]\d{4}(\.\d+)?", plain):
            return EXCEL_EPOCH + dt.timedelta(days=int(float(plain)))
        if match := re.fullmatch(r"(\d{1,2})\.(\d{1,2})", plain):
            if written != "text" and re.fullmatch("[123]", match[2].rstrip("0") or match[2]):
                raise UnclearDay(_two_days(match[1], match[2].rstrip("0"), text, year))
            return dt.date(year, int(match[1]), int(match[2]))
    except ValueError:
        raise UnclearDay(f"日历上没有“{text}”这一天，{form}") from None
    raise UnclearDay(f"日期“{text}”无法识别，{form}")


def _two_days(month: str, day: str, text: str, year: int) -> str:
    first, second = (f"{year}-{int(month):02d}-{one:02d}" for one in (int(day), int(day) * 10))
    return f"“{text}”是数字，可能是 {first}，也可能是 {second}，请写明其中一个"
