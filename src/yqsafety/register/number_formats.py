"""A number of a workbook as its cell shows it: 0.8 under the format 0% is 80%. Pure.

People write what they see; the file holds a number and a format. Formats that are common in offices
are followed, all others are said not to be, and the cell is refused rather than guessed at.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from functools import lru_cache
from typing import NamedTuple

from yqsafety.register.sheets import Cell

_BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 49: "@"
}  # fmt: skip
_DATES = frozenset([*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58])
_EPOCHS = dt.date(1899, 12, 30), dt.date(1904, 1, 1)
"""Day 0 of Excel's serial numbers: that of 1900 after its 29 February that never was; that of 1904
for workbooks of old Macs."""


_MAX_CODE = 200
"""Letters of a format that are looked at; longer ones are not followed."""


class Pattern(NamedTuple):
    """A number format that is followed."""

    before: str
    after: str
    digits: int
    """Least digits before the point."""
    decimals: int
    grouped: bool
    percent: bool


def shown_number(value: str, number: int, code: str | None, since_1904: bool) -> Cell:
    """What a cell shows of the number in it, by the number of its format and the format's text."""
    code = code[:_MAX_CODE] if code is not None else _BUILT_IN.get(number, "")
    try:
        amount = float(value)
    except ValueError:
        return Cell(value, "unclear")
    if not math.isfinite(amount):
        return Cell(value, "unclear")
    if number in _DATES or _is_date(code):
        return _shown_day(amount, value, since_1904)
    if code in ("General", "@", ""):
        return _plain_number(amount) if code else Cell(value, "unclear")
    pattern = _pattern_of(code)
    return Cell(_by_pattern(amount, pattern), "number") if pattern else Cell(value, "unclear")


def _shown_day(amount: float, value: str, since_1904: bool) -> Cell:
    try:
        day = _EPOCHS[since_1904] + dt.timedelta(days=int(amount))
    except OverflowError:
        return Cell(value, "unclear")
    # Below 1 it is a time of day, which is shown without a day.
    return Cell(day.isoformat(), "day") if amount >= 1 else Cell(value, "unclear")


def _plain_number(amount: float) -> Cell:
    """A number without a format: whole as it is, others by 10 digits, as Excel shows them.

    Of more than 15 digits Excel keeps only zeros, so what was typed is gone.
    """
    if amount.is_integer():
        return Cell(str(int(amount)), "number" if abs(amount) < 1e15 else "unclear")
    text = f"{amount:.10g}"
    return Cell(text, "unclear" if "e" in text else "number")


@lru_cache(maxsize=256)
def _is_date(code: str) -> bool:
    """Whether a format shows a day; [h]:mm and h:mm show a time only."""
    bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", code.split(";")[0]).casefold()
    bare = re.sub(r"h+:m+|m+:s+", "", bare)
    return bare != "general" and bool(re.search(r"[ydm]", bare)) and not re.search(r"[0#?]", bare)


@lru_cache(maxsize=256)
def _pattern_of(code: str) -> Pattern | None:
    """A format such as 0.0%, #,##0 or 0"起" as a pattern; None where it is not followed."""
    if len(code) == _MAX_CODE or re.search(r"\[[<>=]", code):
        return None
    bare = re.sub(r"\[[^\]]*\]|_.|\*.", "", code.split(";")[0])
    literal = r'((?:"[^"]*"|\\.|[^\x00-\x7f]|[-+ ()￥$])*)'
    match = re.fullmatch(rf"{literal}([#0,]*[0#])(?:\.([0#]+))?(%?){literal}", bare)
    if match is None:
        return None
    before, whole, decimals, percent, after = match.groups()
    if decimals and "#" in decimals:
        return None
    plain = [re.sub(r'"([^"]*)"|\\(.)', r"\1\2", text) for text in (before, after)]
    return Pattern(
        plain[0], plain[1], whole.count("0"), len(decimals or ""), "," in whole, bool(percent)
    )


def _by_pattern(amount: float, pattern: Pattern) -> str:
    number = abs(amount) * (100 if pattern.percent else 1)
    text = f"{number:{',' if pattern.grouped else ''}.{pattern.decimals}f}"
    whole, point, rest = text.partition(".")
    sign = "-" if amount < 0 else ""
    padded = whole.rjust(pattern.digits, "0")
    unit = "%" if pattern.percent else ""
    return f"{sign}{pattern.before}{padded}{point}{rest}{unit}{pattern.after}"
