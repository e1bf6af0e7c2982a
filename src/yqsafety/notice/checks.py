"""The rules of the data files, one plain function each; findings are data. Pure."""

# Over 250 lines: all rules of both files, side by side.

from __future__ import annotations

import re
from collections.abc import Iterator

from yqsafety.notice.model import (
    COUNTY,
    Body,
    Group,
    Item,
    Notice,
    Quantity,
    Task,
    Timing,
    Units,
    chinese_number,
)
from yqsafety.notice.roster import Roster, overlay, plain
from yqsafety.notice.schema import Finding, at
from yqsafety.notice.yaml_reader import Document, Path

TITLE_LENGTH = 20
MAX_CHAIN = 10
"""Groups that stand for one another in a row."""
_ID = re.compile(r"[a-z][a-z0-9-]*")
_MODE_WORDS = {"lead": "负责", "share": "分工负责", "supervise": "指导督促落实"}


def check_units(units: Units, document: Document, base: Units | None = None) -> list[Finding]:
    """Ids and names are unique, and every reference in the file leads somewhere.

    A local roster is checked on top of its `base`.
    """
    known = overlay(base, units) if base else units
    faults = [*_names(units, base, document), *_initials(units, known, document)]
    faults += _members(units, known, document)
    groups = {plain(name): one for one in known.groups for name in _called(one)}
    for n, group in enumerate(units.groups):
        faults += _references(group, ("groups", n), groups, document)
    if not faults:
        faults += _exclusions(units, known, document)
    return faults


def _called(body: Body) -> tuple[str, ...]:
    return (body.id, body.name, *body.aliases)


def _names(units: Units, base: Units | None, document: Document) -> Iterator[Finding]:
    earlier: tuple[Body, ...] = base.bodies if base else ()
    taken: dict[str, tuple[type[Body], str]] = {
        plain(name): (type(body), body.id) for body in earlier for name in _called(body)
    }
    ids: set[str] = set()
    for path, body in _places(units):
        if not _ID.fullmatch(body.id) or body.id == COUNTY:
            yield at(document, (*path, "id"), f"id“{body.id}”不可用", "用小写字母、数字和连字符")
        if body.id in ids:
            yield at(document, (*path, "id"), f"id“{body.id}”重复", "换一个 id")
        ids.add(body.id)
        known = next((b for b in earlier if (type(b), b.id) == (type(body), body.id)), body)
        if plain(known.name) != plain(body.name):
            yield at(document, (*path, "name"), f"{body.id} 的名称应为“{known.name}”", "改正")
        for name in _called(body):
            if not _in_one_line(name):
                yield at(document, path, f"名称“{name}”不在一行内", "去掉换行和制表符")
            owner = taken.setdefault(plain(name), (type(body), body.id))
            if owner != (type(body), body.id) or not plain(name):
                yield at(document, path, f"名称“{name}”已被 {owner[1]} 使用", "改名或删去")


def _places(units: Units) -> Iterator[tuple[Path, Body]]:
    yield from ((("units", n), unit) for n, unit in enumerate(units.units))
    yield from ((("groups", n), group) for n, group in enumerate(units.groups))


def _initials(units: Units, known: Units, document: Document) -> Iterator[Finding]:
    """Pinyin initials are as many small letters as the name or an alias has characters."""
    whole = {(type(body), body.id): body for body in known.bodies}
    for path, body in _places(units):
        called = whole[type(body), body.id]
        lengths = {sum(map(str.isalnum, plain(name))) for name in (called.name, *called.aliases)}
        for n, text in enumerate(body.initials):
            if not re.fullmatch("[a-z]+", text) or len(text) not in lengths:
                problem = f"“{text}”不是名称或简称的首字母"
                yield at(document, (*path, "initials", n), problem, "小写，一字一个字母")


def _in_one_line(text: str) -> bool:
    return len(text.splitlines()) <= 1 and "\t" not in text


def _members(units: Units, known: Units, document: Document) -> Iterator[Finding]:
    names = {plain(name) for unit in known.units for name in _called(unit)}
    for n, group in enumerate(units.groups):
        for m, membership in enumerate(group.members):
            for k, name in enumerate(membership.units):
                if plain(name) not in names:
                    path = ("groups", n, "members", m, "units", k)
                    yield at(document, path, f"没有“{name}”这个单位", "在 units 中补上，或改正名称")


def _exclusions(units: Units, known: Units, document: Document) -> Iterator[Finding]:
    """Only a presumed member can be taken out, and only with a reason."""
    roster = Roster(known)
    whole = {group.id: group for group in known.groups}
    for n, group in enumerate(units.groups):
        everyone = roster.everyone(whole[group.id])
        presumed = {party.id for party in everyone.values() if party.presumed}
        for m, exclusion in enumerate(group.excluded):
            path = ("groups", n, "excluded", m)
            body = roster.get(exclusion.unit)
            if body is None or body.id not in presumed:
                yield at(document, path, f"“{exclusion.unit}”不是推定成员，不能剔除", "删去")
            if not exclusion.reason.strip():
                yield at(document, path, "剔除须写明理由", "补上 reason")


def _references(
    group: Group, path: Path, groups: dict[str, Group], document: Document
) -> Iterator[Finding]:
    """A chain of groups leads to its end, by few steps."""
    seen = {group.id}
    current = groups.get(plain(group.id))
    while current and (name := current.reads_as or current.subset_of):
        current = groups.get(plain(name))
        if current is None:
            yield at(document, path, f"没有“{name}”这个范围", "改正名称")
        elif current.id in seen:
            yield at(document, path, f"“{name}”循环引用", "改正 reads_as 或 subset_of")
            return
        elif len(seen) > MAX_CHAIN:
            yield at(document, path, f"引用超过 {MAX_CHAIN} 层", "直接引用最后一个范围")
            return
        else:
            seen.add(current.id)
    if group.reads_as and group.subset_of:
        yield at(document, path, "reads_as 和 subset_of 只能有一个", "删去其一")


def check_notice(notice: Notice, document: Document, roster: Roster) -> Iterator[Finding]:
    """Numbering, quotes, dates, quantities and units of the whole notice."""
    number = 0
    seen: set[str] = set()
    for s, section in enumerate(notice.sections):
        path: Path = ("sections", s)
        if section.number != s + 1 or not section.heading.startswith(f"{chinese_number(s + 1)}、"):
            yield at(document, path, f"章节编号应为 {s + 1}", "改正 number 或 heading")
        for i, item in enumerate(section.items):
            number += 1
            place = (*path, "items", i)
            if item.number != number or plain(item.heading).find(f"({chinese_number(number)})"):
                yield at(document, place, f"条款编号应为 {number}", "改正 number 或 heading")
            yield from _bracket(item, (*place, "responsibility"), document, roster)
            yield from _quotes(item, place, document)
            for t, task in enumerate(item.tasks):
                yield from _task(task, item, (*place, "tasks", t), document, roster, seen)


def _bracket(item: Item, path: Path, document: Document, roster: Roster) -> Iterator[Finding]:
    """The bracket as data says what the bracket as printed says."""
    bracket = item.responsibility
    text = plain(bracket.text)
    yield from _known(bracket.units, (*path, "units"), document, roster)
    for n, name in enumerate(bracket.units):
        body = roster.get(name)
        if body and not any(plain(known) in text for known in (body.name, *body.aliases)):
            yield at(document, (*path, "units", n), f"括号中没有“{name}”", "照原文改正")
    left = text
    for name in sorted(_all_names(bracket.units, roster), key=len, reverse=True):
        left = left.replace(plain(name), "")
    if left := re.sub("[(),、]|及|等部门|分工负责|负责|指导督促落实", "", left):
        yield at(document, (*path, "units"), f"括号中的“{left}”没有列入", "照原文补上")
    if not text.endswith(_MODE_WORDS[bracket.mode] + ")") or (
        bracket.mode == "lead" and "分工负责" in text
    ):
        yield at(document, (*path, "mode"), "与括号中的责任方式不符", "照原文改正")
    if bracket.open != ("等部门" in text):
        yield at(document, (*path, "open"), "与括号中有无“等部门”不符", "照原文改正")


def _all_names(names: tuple[str, ...], roster: Roster) -> Iterator[str]:
    for name in names:
        body = roster.get(name)
        yield from (body.name, *body.aliases) if body else (name,)


def _quotes(item: Item, path: Path, document: Document) -> Iterator[Finding]:
    """The quotes, in order, join to exactly the item's text."""
    position = 0
    for t, task in enumerate(item.tasks):
        place = (*path, "tasks", t, "quote")
        found = item.text.find(task.quote, position)
        if not task.quote or task.quote not in item.text:
            yield at(document, place, "不在本条原文中", "照 text 一字不差地引用")
        elif found < 0:
            yield at(document, place, "与前一项重叠，或次序不对", "照 text 的次序接着引用")
        else:
            if found > position:
                missed = item.text[position:found]
                yield at(document, place, f"与前一项之间漏了“{missed}”", "补入前后任务")
            position = found + len(task.quote)
    if position < len(item.text):
        yield at(document, (*path, "text"), f"未被引用：“{item.text[position:]}”", "补上任务")


def _task(
    task: Task, item: Item, path: Path, document: Document, roster: Roster, seen: set[str]
) -> Iterator[Finding]:
    if not re.fullmatch(rf"{item.number}\.[1-9][0-9]*", task.id):
        yield at(document, (*path, "id"), f"编号应以 {item.number}. 开头", "改正编号")
    if task.id in seen:
        yield at(document, (*path, "id"), f"编号 {task.id} 重复", "换一个没有用过的编号")
    seen.add(task.id)
    if not 0 < len(task.title) <= TITLE_LENGTH or not _in_one_line(task.title):
        yield at(document, (*path, "title"), f"标题应为 1 至 {TITLE_LENGTH} 字，一行", "改短")
    if item.responsibility.mode == "supervise" and not task.title.startswith("督促"):
        yield at(document, (*path, "title"), "指导督促落实的任务，标题应以“督促”开头", "改正")
    if task.actor and task.actor not in item.heading + item.text:
        yield at(document, (*path, "actor"), "本条原文中没有这个主体", "照原文改正")
    if task.quantity:
        yield from _quantity(task.quantity, task.quote, (*path, "quantity"), document)
    yield from _known(task.units, (*path, "units"), document, roster)
    yield from _timing(task.timing, item, (*path, "timing"), document)


def _quantity(quantity: Quantity, quote: str, path: Path, document: Document) -> Iterator[Finding]:
    if quantity.text not in quote:
        yield at(document, (*path, "text"), "不在本句原文中", "照 quote 改正")
    most = quantity.value if quantity.max is None else quantity.max
    if not 1 <= quantity.value <= most:
        yield at(document, path, "数量须不小于 1，上限须不小于下限", "改正")


def _timing(timing: Timing, item: Item, path: Path, document: Document) -> Iterator[Finding]:
    """Each kind has what it needs and nothing else; each basis has its date."""
    recurring = timing.kind == "recurring"
    if recurring != bool(timing.every or timing.slots) or (timing.every and timing.slots):
        yield at(document, path, "定期任务须有 every 或 slots 之一，其他任务都不能有", "改正")
    if (timing.kind == "triggered") != bool(timing.trigger):
        yield at(document, path, "触发任务须有 trigger，其他任务不能有", "改正")
    if timing.trigger and timing.trigger not in item.text:
        yield at(document, (*path, "trigger"), "不在本条原文中", "照 text 改正")
    if timing.due and (timing.kind != "once" or timing.basis == "notice-year"):
        yield at(document, (*path, "due"), "只有限期任务可写 due，且须有原文或其他依据", "改正")
    if timing.basis == "local":
        yield at(document, (*path, "basis"), "县定时限不写入任务文件", "用 yqsafety extend 登记")
    if timing.basis in ("stated", "presumed") and not (timing.due or timing.every or timing.slots):
        yield at(document, (*path, "basis"), "没有写出日期，依据应为 notice-year", "改正或补上日期")
    if timing.basis == "calendar" and not timing.slots:
        yield at(document, (*path, "basis"), "活动日期须写在 slots 中", "补上 slots")
    names = [slot.name for slot in timing.slots]
    for n, slot in enumerate(timing.slots):
        if slot.start > slot.due or not _ID.fullmatch(slot.name) or names.count(slot.name) > 1:
            yield at(document, (*path, "slots", n), "名称不可用或重复，或起止颠倒", "改正")


def _known(
    names: tuple[str, ...], path: Path, document: Document, roster: Roster
) -> Iterator[Finding]:
    for n, name in enumerate(names):
        if roster.get(name) is None:
            yield at(document, (*path, n), f"单位文件中没有“{name}”", "在 units.yaml 中补上")
