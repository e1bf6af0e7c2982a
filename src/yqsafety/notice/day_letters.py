"""The letters in which people write days, evened out: widths, numerals, weekday and clock. Pure."""

from __future__ import annotations

import re
import unicodedata

_DIGITS = str.maketrans("〇○◯零一二两三四五六七八九", "00001223456789")
_CLOCK = re.compile(
    r"(?<=[日号\d])[T\s]*(?:上午|下午)?\s*\d{1,2}(?::|时|点)\d{0,2}(?::|分)?(?:\d{1,2}(?:\.\d+)?)?秒?Z?$"
)
_WEEKDAY = re.compile(r"\(?(?<![上本这下个])(?:星期|周|礼拜)[一二三四五六日天]\)?")
_TENS = re.compile(
    r"[二三]?十[一二三四五六七八九]?(?=[月日号天周个])|[二三]?十[一二三四五六七八九]?$"
)


def plain_day(text: str) -> str:
    """Halfwidth, digits for Chinese numerals, without weekday, time of day and blanks."""
    plain = unicodedata.normalize("NFKC", text).strip().rstrip("。.;")
    plain = plain.replace("—", "-").replace("–", "-").replace("。", ".").replace("·", ".")
    plain = _WEEKDAY.sub("", plain).strip()
    plain = _CLOCK.sub("", plain).strip()
    plain = re.sub(r"(?<=\d)\s+(?=\d)", "-", plain)
    plain = _TENS.sub(_tens, plain)
    return "".join(plain.translate(_DIGITS).split()).upper()


def _tens(found: re.Match[str]) -> str:
    """二十三 as 23, 十 as 10."""
    head, _, tail = found[0].partition("十")
    return (head or "一") + (tail or "〇")
