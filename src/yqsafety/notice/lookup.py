"""Finding a section or an item of the notice by what people type. Pure."""

from __future__ import annotations

import re

from yqsafety.errors import BadValue
from yqsafety.notice.model import Notice
from yqsafety.notice.numerals import chinese_number
from yqsafety.notice.unit_names import plain_name

_AROUND = " 、.。,;:()"
_COUNTED = r"第?(\d+|[〇一二三四五六七八九十百]+)(?:个?部分|条|项|款|章|节|点)?"
"""A number as people say it: 第六项, 六条, 第一部分."""


def find_section(notice: Notice, text: str) -> int:
    """A section by number (`1`, `一`, `第一部分`) or by part of its heading.

    UsageError if there is none, or several.
    """
    wanted = plain_name(text)
    hits = [s for s in notice.sections if _bare_number(wanted) in _numerals_of(s.number)]
    heading = wanted.rstrip("、")
    hits = hits or [s for s in notice.sections if heading and heading in plain_name(s.heading)]
    if len(hits) == 1:
        return hits[0].number
    ones = hits or notice.sections
    headings = "；".join(section.heading for section in ones)
    problem = f"“{text}”对应多个章节" if hits else f"没有“{text}”这个章节"
    raise BadValue(f"{problem}，", f"可选：{headings}。", text, str(ones[0].number))


def find_item(notice: Notice, text: str) -> int:
    """An item by its number in the whole document: `6`, `06`, `六`, `（六）`, `第六项`.

    UsageError if there is none.
    """
    wanted = _bare_number(plain_name(text))
    numbers = [item.number for item in notice.items()]
    hits = [number for number in numbers if wanted in _numerals_of(number)]
    if not hits:
        hint = f"条款编号为 1 至 {max(numbers)}。"
        raise BadValue(f"没有条款“{text}”，", hint, text, str(numbers[0]))
    return hits[0]


def _bare_number(wanted: str) -> str:
    """What is left of a number that has its brackets, zeros and counting words with it."""
    found = re.fullmatch(_COUNTED, wanted.strip(_AROUND))
    return found[1].lstrip("0") if found else wanted


def _numerals_of(number: int) -> tuple[str, str]:
    return str(number), chinese_number(number)
