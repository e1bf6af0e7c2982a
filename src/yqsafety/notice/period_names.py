"""What people call the periods of a task: 上半年 for 2025-H1, 5月18日 for an event. Pure."""

from __future__ import annotations

import re

_NAMED = re.compile(
    r"(\d{4})(?:-(?:H(?P<half>[12])|Q(?P<quarter>[1-4])|W0?(?P<week>\d{1,2})"
    r"|(?P<month>\d\d)(?:-(?P<day>\d\d)(?:-(?P<again>\d+))?)?|(?P<last>\d{4})))?"
)


def period_words(name: str, label: str = "", *, with_year: bool = False) -> str:
    """A period in Chinese; the label of a slot, and what is no period's name, as it is.

    The year is left out where the notice has but one, unless it is all that the name says.
    """
    found = _NAMED.fullmatch(name)
    if label or not found:
        return label or name
    if found["last"]:
        return f"{found[1]}—{found['last']}年"
    said = _part_words(found)
    return f"{found[1]}年{said}" if with_year or not said else said


def _part_words(found: re.Match[str]) -> str:
    """What stands behind the year; nothing for the whole of it."""
    if found["half"]:
        return "上半年" if found["half"] == "1" else "下半年"
    if found["quarter"]:
        return f"第{'一二三四'[int(found['quarter']) - 1]}季度"
    if found["week"]:
        return f"第{found['week']}周"
    if not found["month"]:
        return ""
    day = f"{int(found['day'])}日" if found["day"] else ""
    again = f"第{found['again']}起" if found["again"] else ""
    return f"{int(found['month'])}月{day}{again}"
