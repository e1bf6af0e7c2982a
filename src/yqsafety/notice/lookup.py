"""Finding a section or an item of the notice by what people type. Pure."""

from __future__ import annotations

from yqsafety.errors import UsageError
from yqsafety.notice.model import Notice, chinese_number
from yqsafety.notice.unit_names import plain_name


def find_section(notice: Notice, text: str) -> int:
    """A section by number (`1`, `一`) or by part of its heading; UsageError if none or several."""
    wanted = plain_name(text).rstrip("、")
    hits = [s for s in notice.sections if wanted in _numerals_of(s.number)]
    hits = hits or [s for s in notice.sections if wanted and wanted in plain_name(s.heading)]
    if len(hits) == 1:
        return hits[0].number
    headings = "；".join(section.heading for section in hits or notice.sections)
    problem = f"“{text}”对应多个章节" if hits else f"没有“{text}”这个章节"
    raise UsageError(f"{problem}，", f"可选：{headings}。")


def find_item(notice: Notice, text: str) -> int:
    """An item by its number in the whole document: `6`, `六`, `（六）`; UsageError if none."""
    wanted = plain_name(text).removeprefix("第").removesuffix("条").strip("()")
    numbers = [item.number for item in notice.items()]
    hits = [number for number in numbers if wanted in _numerals_of(number)]
    if not hits:
        raise UsageError(f"没有条款“{text}”，", f"条款编号为 1 至 {max(numbers)}。")
    return hits[0]


def _numerals_of(number: int) -> tuple[str, str]:
    return str(number), chinese_number(number)
