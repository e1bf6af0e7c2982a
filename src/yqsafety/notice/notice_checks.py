"""The rules of the notice's file, one plain function each; findings are data. Pure.

They guard two principles of the design: the file holds the whole notice word for word, and nothing
in it is invented. Each rule yields every fault it finds and goes on, so that whoever edits the file
sees all of them at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from yqsafety.notice.date_checks import check_head, check_timing
from yqsafety.notice.model import (
    MODE_WORDS,
    Item,
    Notice,
    Quantity,
    Task,
    chinese_number,
)
from yqsafety.notice.roster import Roster
from yqsafety.notice.schema import Finding, finding_at
from yqsafety.notice.unit_checks import is_in_one_line
from yqsafety.notice.unit_names import plain_name
from yqsafety.notice.yaml_reader import KeyPath, YamlDocument

TITLE_LENGTH = 20
"""The longest title of a task, in characters."""
MOST = 1_000_000
"""The largest figure that a sentence can ask for; a larger one is a slip of the keyboard."""
_BETWEEN_NAMES = "[(),、]|及|等部门|" + "|".join(sorted(MODE_WORDS.values(), key=len, reverse=True))
"""What a bracket may hold beside names. The longer word of mode goes first: where 负责 was tried
before 分工负责, it would leave 分工 over as if it were a name."""


def check_notice(notice: Notice, document: YamlDocument, roster: Roster) -> Iterator[Finding]:
    """Numbering, quotes, dates, quantities and units of the whole notice."""
    yield from check_head(notice, document)
    number = 0
    seen: set[str] = set()
    if not notice.sections:
        yield finding_at(document, ("sections",), "没有章节", "照原文补上")
    for s, section in enumerate(notice.sections):
        path: KeyPath = ("sections", s)
        if section.number != s + 1 or not section.heading.startswith(f"{chinese_number(s + 1)}、"):
            yield finding_at(document, path, f"章节编号应为 {s + 1}", "改正 number 或 heading")
        if not section.items:
            yield finding_at(document, (*path, "items"), "本章没有条款", "照原文补上，或删去本章")
        for i, item in enumerate(section.items):
            number += 1
            place = (*path, "items", i)
            heading = plain_name(item.heading).replace("零", "〇")
            if item.number != number or not heading.startswith(f"({chinese_number(number)})"):
                yield finding_at(
                    document, place, f"条款编号应为 {number}", "改正 number 或 heading"
                )
            if not item.tasks:
                yield finding_at(document, (*place, "tasks"), "没有任务", "照 text 逐句补上任务")
            yield from _check_bracket(item, (*place, "responsibility"), document, roster)
            yield from _check_quotes(item, place, document)
            for t, task in enumerate(item.tasks):
                where = (*place, "tasks", t)
                yield from _check_task(task, item, where, document, roster, seen)
                yield from check_timing(task.timing, item, notice, (*where, "timing"), document)
    yield from _check_retired(notice, document, seen)


def _check_bracket(
    item: Item, path: KeyPath, document: YamlDocument, roster: Roster
) -> Iterator[Finding]:
    """The units, the mode and 等部门 as encoded are exactly what the printed bracket says.

    In both directions: every unit encoded is printed, and nothing is left of the printed text once
    the names and the words of `_BETWEEN_NAMES` are taken out.
    """
    bracket = item.responsibility
    text = plain_name(bracket.text)
    if not bracket.units:
        yield finding_at(document, (*path, "units"), "没有责任单位", "照括号原文补上")
    yield from _check_known(bracket.units, (*path, "units"), document, roster)
    for n, name in enumerate(bracket.units):
        body = roster.get(name)
        if body and not any(plain_name(known) in text for known in (body.name, *body.aliases)):
            yield finding_at(document, (*path, "units", n), f"括号中没有“{name}”", "照原文改正")
    left = text
    # Longest first: 县安委会 is a part of 县安委会成员单位.
    for name in sorted(_all_names(bracket.units, roster), key=len, reverse=True):
        left = left.replace(plain_name(name), "")
    if left := re.sub(_BETWEEN_NAMES, "", left):
        yield finding_at(document, (*path, "units"), f"括号中的“{left}”没有列入", "照原文补上")
    if not text.endswith(MODE_WORDS[bracket.mode] + ")") or (
        bracket.mode == "lead" and "分工负责" in text
    ):
        yield finding_at(document, (*path, "mode"), "与括号中的责任方式不符", "照原文改正")
    if bracket.open != ("等部门" in text):
        yield finding_at(document, (*path, "open"), "与括号中有无“等部门”不符", "照原文改正")


def _all_names(names: tuple[str, ...], roster: Roster) -> Iterator[str]:
    for name in names:
        body = roster.get(name)
        yield from (body.name, *body.aliases) if body else (name,)


def _check_quotes(item: Item, path: KeyPath, document: YamlDocument) -> Iterator[Finding]:
    """The quotes of an item's tasks, in order, join to exactly its text.

    So no sentence of the notice is without a task, and none is quoted twice (design, "Lossless").
    """
    position = 0
    for t, task in enumerate(item.tasks):
        place = (*path, "tasks", t, "quote")
        found = item.text.find(task.quote, position)
        if not task.quote or task.quote not in item.text:
            yield finding_at(document, place, "不在本条原文中", "照 text 一字不差地引用")
        elif found < 0:
            yield finding_at(document, place, "与前一项重叠，或次序不对", "照 text 的次序接着引用")
        else:
            if found > position:
                missed = item.text[position:found]
                yield finding_at(document, place, f"与前一项之间漏了“{missed}”", "补入前后任务")
            position = found + len(task.quote)
    if position < len(item.text):
        yield finding_at(
            document, (*path, "text"), f"未被引用：“{item.text[position:]}”", "补上任务"
        )


def _check_task(
    task: Task, item: Item, path: KeyPath, document: YamlDocument, roster: Roster, seen: set[str]
) -> Iterator[Finding]:
    if not re.fullmatch(rf"{item.number}\.[1-9][0-9]*", task.id):
        yield finding_at(document, (*path, "id"), f"编号应以 {item.number}. 开头", "改正编号")
    if task.id in seen:
        yield finding_at(document, (*path, "id"), f"编号 {task.id} 重复", "换一个没有用过的编号")
    seen.add(task.id)
    if not 0 < len(task.title) <= TITLE_LENGTH or not is_in_one_line(task.title):
        yield finding_at(
            document, (*path, "title"), f"标题应为 1 至 {TITLE_LENGTH} 字，一行", "改短"
        )
    # In items 8 and 9 the enterprises act and the units supervise; a title must not blur that.
    if item.responsibility.mode == "supervise" and not task.title.startswith("督促"):
        yield finding_at(
            document, (*path, "title"), "指导督促落实的任务，标题应以“督促”开头", "改正"
        )
    if task.actor and task.actor not in item.heading + item.text:
        yield finding_at(document, (*path, "actor"), "本条原文中没有这个主体", "照原文改正")
    if task.quantity:
        yield from _check_quantity(task.quantity, task.quote, (*path, "quantity"), document)
    yield from _check_known(task.units, (*path, "units"), document, roster)


def _check_retired(notice: Notice, document: YamlDocument, alive: set[str]) -> Iterator[Finding]:
    """An id that is gone is never used again, and its records have a task to go to."""
    gone: set[str] = set()
    for n, one in enumerate(notice.retired):
        path: KeyPath = ("retired", n)
        if not re.fullmatch(r"[1-9][0-9]*\.[1-9][0-9]*", one.id):
            yield finding_at(document, (*path, "id"), "编号应如 4.3", "改正编号")
        if one.id in alive:
            problem = f"编号 {one.id} 已停用，又用于任务"
            yield finding_at(document, (*path, "id"), problem, "给任务换一个没有用过的编号")
        if one.id in gone:
            yield finding_at(document, (*path, "id"), f"编号 {one.id} 重复", "删去其一")
        gone.add(one.id)
        if one.into not in alive:
            yield finding_at(document, (*path, "into"), f"没有任务 {one.into}", "写现有任务的编号")
        if not one.why.strip():
            yield finding_at(document, (*path, "why"), "停用编号须写明理由", "补上 why")


def _check_quantity(
    quantity: Quantity, quote: str, path: KeyPath, document: YamlDocument
) -> Iterator[Finding]:
    if quantity.text not in quote:
        yield finding_at(document, (*path, "text"), "不在本句原文中", "照 quote 改正")
    most = quantity.value if quantity.max is None else quantity.max
    if not 1 <= quantity.value <= most <= MOST:
        problem = f"数量须不小于 1，上限须不小于下限，不超过 {MOST}"
        yield finding_at(document, path, problem, "改正")


def _check_known(
    names: tuple[str, ...], path: KeyPath, document: YamlDocument, roster: Roster
) -> Iterator[Finding]:
    for n, name in enumerate(names):
        if roster.get(name) is None:
            yield finding_at(
                document, (*path, n), f"单位文件中没有“{name}”", "在 units.yaml 中补上"
            )
