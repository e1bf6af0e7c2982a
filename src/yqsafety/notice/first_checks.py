"""The rules that only files of the first shape have: numbers counted, and quotes that join. Pure.

There the text of an item stood beside its quotes, and the two had to be the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from yqsafety.notice.date_checks import YEARS
from yqsafety.notice.numerals import chinese_number
from yqsafety.notice.schema import Finding, finding_at
from yqsafety.notice.unit_names import plain_name
from yqsafety.notice.yaml_reader import Data, KeyPath, YamlDocument


def check_first_edition(document: YamlDocument) -> Iterator[Finding]:
    """Year, sections and items are as they should, and the quotes of an item join to its text."""
    year = document.data.get("year")
    if type(year) is not int or year not in YEARS:
        problem = f"年度应为 {YEARS[0]} 至 {YEARS[-1]}"
        yield finding_at(document, ("year",), problem, "改正年度")
    number = 0
    sections = _maps(document.data.get("sections"))
    if not sections:
        yield finding_at(document, ("sections",), "没有章节", "照原文补上")
    for s, section in sections:
        path: KeyPath = ("sections", s)
        wrong = section.get("number") != s + 1
        if wrong or not _text(section, "heading").startswith(f"{chinese_number(s + 1)}、"):
            yield finding_at(document, path, f"章节编号应为 {s + 1}", "改正 number 或 heading")
        items = _maps(section.get("items"))
        if not items:
            yield finding_at(document, (*path, "items"), "本章没有条款", "照原文补上，或删去本章")
        for i, item in items:
            number += 1
            yield from _check_item(item, number, (*path, "items", i), document)


def _maps(value: Any) -> list[tuple[int, Data]]:
    """The mappings in a list, with their places; other values are faults of shape."""
    values = value if isinstance(value, list) else []
    return [(n, one) for n, one in enumerate(values) if isinstance(one, dict)]


def _text(data: Data, key: str) -> str:
    value = data.get(key)
    return value if isinstance(value, str) else ""


def _check_item(
    item: Data, number: int, path: KeyPath, document: YamlDocument
) -> Iterator[Finding]:
    heading = plain_name(_text(item, "heading")).replace("零", "〇")
    if item.get("number") != number or not heading.startswith(f"({chinese_number(number)})"):
        yield finding_at(document, path, f"条款编号应为 {number}", "改正 number 或 heading")
    tasks = _maps(item.get("tasks"))
    if not tasks:
        yield finding_at(document, (*path, "tasks"), "没有任务", "照 text 逐句补上任务")
    elif len(tasks) < len(item["tasks"]):
        yield finding_at(document, (*path, "tasks"), "应为一组键值", "改为“键: 值”的形式")
    yield from _check_quotes(_text(item, "text"), tasks, path, document)


def _check_quotes(
    text: str, tasks: list[tuple[int, Data]], path: KeyPath, document: YamlDocument
) -> Iterator[Finding]:
    position = 0
    for t, task in tasks:
        quote = _text(task, "quote")
        place = (*path, "tasks", t, "quote")
        found = text.find(quote, position)
        if not quote or quote not in text:
            yield finding_at(document, place, "不在本条原文中", "照 text 一字不差地引用")
        elif found < 0:
            yield finding_at(document, place, "与前一项重叠，或次序不对", "照 text 的次序接着引用")
        else:
            if found > position:
                missed = text[position:found]
                yield finding_at(document, place, f"与前一项之间漏了“{missed}”", "补入前后任务")
            position = found + len(quote)
    if position < len(text):
        yield finding_at(document, (*path, "text"), f"未被引用：“{text[position:]}”", "补上任务")
