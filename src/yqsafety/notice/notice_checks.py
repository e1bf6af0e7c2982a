"""The rules of the notice's file, one plain function each; findings are data. Pure.

They guard two principles of the design: the file holds the whole notice word for word, and nothing
in it is invented. Each rule yields every fault it finds and goes on, so that whoever edits the file
sees all of them at once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from yqsafety.notice.block_checks import block_paths, cells_as_read, check_blocks
from yqsafety.notice.bracket_checks import check_bracket, check_known
from yqsafety.notice.date_checks import check_added, check_head, check_timing
from yqsafety.notice.document import NoticeFile
from yqsafety.notice.model import Quantity, Task
from yqsafety.notice.outline import Found, body_of, found_duties, number_of_item
from yqsafety.notice.roster import Roster
from yqsafety.notice.schema import Finding, finding_at
from yqsafety.notice.unit_checks import PLAIN_ID, is_in_one_line
from yqsafety.notice.yaml_reader import KeyPath, YamlDocument

TITLE_LENGTH = 20
"""The longest title of a task, in characters."""
TASK_ID = r"[1-9][0-9]*\.[1-9][0-9]*"
"""ITEM.N."""
MOST = 1_000_000
"""The largest figure that a sentence can ask for; a larger one is a slip of the keyboard."""


def check_notice(file: NoticeFile, document: YamlDocument, roster: Roster) -> Iterator[Finding]:
    """Text, numbers, dates, quantities and units of the whole notice."""
    yield from check_head(file, document)
    yield from check_blocks(file, document)
    duties = list(_placed_duties(file))
    # Where every duty was taken out, the ids that are gone are what is left to know.
    if not duties and not file.retired:
        yield finding_at(document, ("blocks",), "没有任务", "照原文逐句补上任务")
    if file.responsibility:
        yield from check_bracket(file.responsibility, ("responsibility",), document, roster)
    read = cells_as_read(file)
    for path, block, _ in block_paths(file):
        if block.responsibility:
            where = (*path, "responsibility")
            cells = read.get(id(block), block.cells)
            yield from check_bracket(block.responsibility, where, document, roster, cells)
    yield from _check_ids(duties, document)
    for duty in duties:
        yield from _check_task(duty, file, document, roster)
    yield from _check_retired(file, document, {duty.task.id for duty in duties})


class PlacedDuty(NamedTuple):
    """A task with its path in the file, and the item to which it belongs."""

    task: Task
    path: KeyPath
    found: Found
    text: str
    """Heading and text of its item."""


def _placed_duties(file: NoticeFile) -> Iterator[PlacedDuty]:
    """Every task of the file in order, with its path."""
    paths = {id(block): path for path, block, _ in block_paths(file)}
    items: dict[int, list[Found]] = {}
    for found in found_duties(file):
        items.setdefault(id(found.item), []).append(found)
    for group in items.values():
        head = group[0].place.item
        text = (head.heading if head else "") + "".join(body_of(found.block) for found in group)
        for found in group:
            where = paths[id(found.block)]
            for n, task in enumerate(found.block.tasks):
                if isinstance(task, Task):
                    yield PlacedDuty(task, (*where, "tasks", n), found, text)


def _check_ids(duties: list[PlacedDuty], document: YamlDocument) -> Iterator[Finding]:
    """Ids are ITEM.N, one number an item, and none stands twice."""
    seen: set[str] = set()
    owners: dict[int, int] = {}
    numbers: dict[int, int] = {}
    for task, path, found, _ in duties:
        item = id(found.item)
        number = number_of_item([task])
        wanted = numbers.setdefault(item, number)
        place = (*path, "id")
        if not re.fullmatch(TASK_ID, task.id):
            yield finding_at(document, place, "编号应如 4.3", "改正编号")
        elif number != wanted:
            yield finding_at(document, place, f"编号应以 {wanted}. 开头", "改正编号")
        elif owners.setdefault(number, item) != item:
            yield finding_at(document, place, f"{number}. 已是另一条的编号", "换一个没有用过的编号")
        if task.id in seen:
            yield finding_at(document, place, f"编号 {task.id} 重复", "换一个没有用过的编号")
        seen.add(task.id)


def _check_task(
    duty: PlacedDuty, file: NoticeFile, document: YamlDocument, roster: Roster
) -> Iterator[Finding]:
    task, path = duty.task, duty.path
    if not task.quote.strip():
        yield finding_at(document, (*path, "quote"), "没有原文", "照原文一字不差地引用")
    if not 0 < len(task.title) <= TITLE_LENGTH or not is_in_one_line(task.title):
        yield finding_at(
            document, (*path, "title"), f"标题应为 1 至 {TITLE_LENGTH} 字，一行", "改短"
        )
    named = task.responsibility or duty.found.place.responsibility
    # In items 8 and 9 the enterprises act and the units supervise; a title must not blur that.
    if named.mode == "supervise" and not task.title.startswith("督促"):
        yield finding_at(
            document, (*path, "title"), "指导督促落实的任务，标题应以“督促”开头", "改正"
        )
    if task.actor and task.actor not in duty.text:
        yield finding_at(document, (*path, "actor"), "本条原文中没有这个主体", "照原文改正")
    if task.quantity:
        yield from _check_quantity(task.quantity, task.quote, (*path, "quantity"), document)
    yield from check_known(task.units, (*path, "units"), document, roster)
    if task.responsibility:
        where = (*path, "responsibility")
        yield from check_bracket(task.responsibility, where, document, roster, (duty.text,))
    elif not (task.units or named.names or named.text):
        problem = "没有责任单位"
        yield finding_at(document, path, problem, "写明 units，或在上级段落写 responsibility")
    yield from check_timing(task.timing, duty.text, file, (*path, "timing"), document)
    yield from check_added(task.added, file, (*path, "added"), document)
    if task.continues is not None:
        yield from _check_continued(task, file, (*path, "continues"), document)


def _check_continued(
    task: Task, file: NoticeFile, path: KeyPath, document: YamlDocument
) -> Iterator[Finding]:
    """What goes on is a task of another notice, and is named once."""
    for notice, known in task.continued:
        if not (PLAIN_ID.fullmatch(notice) and re.fullmatch(TASK_ID, known)):
            yield finding_at(
                document, path, "所延续的任务应如 yuanqu-2025-1/18.8", "写旧通知的 id 和任务编号"
            )
        elif notice == file.id:
            yield finding_at(document, path, "所延续的应是另一份通知的任务", "改正，或删去")
    if not task.continued or len(set(task.continued)) < len(task.continued):
        yield finding_at(document, path, "没有写任务，或同一任务写了两次", "改正，或删去")


def _check_retired(file: NoticeFile, document: YamlDocument, alive: set[str]) -> Iterator[Finding]:
    """An id that is gone is never used again; its records have a task to go to, or it was none."""
    gone: set[str] = set()
    for n, one in enumerate(file.retired):
        path: KeyPath = ("retired", n)
        if not re.fullmatch(TASK_ID, one.id):
            yield finding_at(document, (*path, "id"), "编号应如 4.3", "改正编号")
        if one.id in alive:
            problem = f"编号 {one.id} 已停用，又用于任务"
            yield finding_at(document, (*path, "id"), problem, "给任务换一个没有用过的编号")
        if one.id in gone:
            yield finding_at(document, (*path, "id"), f"编号 {one.id} 重复", "删去其一")
        gone.add(one.id)
        if one.into and one.into not in alive:
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
