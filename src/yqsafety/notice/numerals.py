"""Numbers and days as documents print them. Pure."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

_DIGITS = {word: number for number, word in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1_000, "万": 10_000}
_CHINESE = f"[{''.join((*_DIGITS, *_PLACES))}]+"


def chinese_date(day: dt.date) -> str:
    """2025年3月6日, as documents print it."""
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_number(number: int) -> str:
    """A whole number from 1 on in Chinese numerals, as sections and items are numbered."""
    for place, word in ((10_000, "万"), (1_000, "千"), (100, "百"), (10, "十")):
        if number >= place:
            high, rest = divmod(number, place)
            # 十 and not 一十, but only where the number begins with it: 十二, 一百一十二.
            head = ("" if number < 20 else _numeral(high)) + word
            gap = "〇" if 0 < rest < place // 10 else ""
            return head + gap + (_numeral(rest) if rest else "")
    return "〇一二三四五六七八九"[number]


def _numeral(number: int) -> str:
    """A part of a number, in which 十二 is 一十二."""
    return ("一" if 10 <= number < 20 else "") + chinese_number(number)


def number_of(label: str) -> int | None:
    """The number in a label such as 一、, （六）, 第三章, 1. or ①; None where it has none."""
    plain = unicodedata.normalize("NFKC", label)
    if found := re.search(r"\d{1,6}", plain):
        return int(found[0])
    found = re.search(_CHINESE, plain)
    return value_of(found[0]) if found else None


def value_of(numeral: str) -> int:
    """The number that Chinese numerals say: 十二, 一百〇三, 二十."""
    total, digit = 0, 0
    for word in numeral:
        if word in _DIGITS:
            digit = _DIGITS[word]
        elif word == "万":
            total, digit = (total + digit) * 10_000, 0
        else:
            total, digit = total + (digit or 1) * _PLACES[word], 0
    return total + digit
