"""How much a data file may ask for, looked at before anything that takes longer with its size.

Bytes and values are bounded by the reader; these bounds are on what multiplies: names looked for
in a bracket, sentences in a text, occurrences by units. A county's notice stays far below all.
"""

from __future__ import annotations

from collections.abc import Iterator

from yqsafety.notice.block_checks import block_paths
from yqsafety.notice.document import NoticeFile
from yqsafety.notice.local_roster import names_of
from yqsafety.notice.model import Body, Group, Notice, Task, Units, responsibility_of
from yqsafety.notice.outline import body_of
from yqsafety.notice.roster import Roster
from yqsafety.notice.schedule import periods_of
from yqsafety.notice.schema import Finding, finding_at
from yqsafety.notice.yaml_reader import YamlDocument

MAX_NAME = 200
"""Characters of a unit's name or alias."""
MAX_TEXT = 100_000
"""Characters of an item's text or of a bracket; the longest of 垣政发〔2025〕1号 has 1,400."""
MAX_NAMES = 1_000
"""Units that a bracket, a task or a membership names."""
MAX_TASKS = 1_000
"""Tasks of an item."""
MAX_ASSIGNMENTS = 1_000_000
"""Occurrences times units, over all tasks: each takes a hundred bytes as soon as it is listed."""
_FIX = "检查是否选错文件"


def check_unit_sizes(units: Units, document: YamlDocument) -> Iterator[Finding]:
    """Names of units and how many a group takes."""
    kinds: tuple[tuple[str, tuple[Body, ...]], ...] = (
        ("units", units.units),
        ("groups", units.groups),
    )
    for kind, bodies in kinds:
        for n, body in enumerate(bodies):
            longest = max(map(len, (*names_of(body), *body.initials)))
            if longest > MAX_NAME:
                yield finding_at(document, (kind, n), f"名称超过 {MAX_NAME} 字", "改短")
            if isinstance(body, Group) and any(
                len(name) > MAX_NAME for one in body.members for name in one.units
            ):
                yield finding_at(document, (kind, n), f"成员名称超过 {MAX_NAME} 字", "改短")


def check_notice_sizes(file: NoticeFile, document: YamlDocument) -> Iterator[Finding]:
    """Texts, brackets, and how many tasks and units stand together."""
    for path, block, _ in block_paths(file):
        tasks = [one for one in block.tasks if isinstance(one, Task)]
        named = [one for one in (block.responsibility, *(t.responsibility for t in tasks)) if one]
        texts = (block.label, block.heading, body_of(block), *block.cells)
        if max(map(len, (*texts, *(one.text for one in named)))) > MAX_TEXT:
            yield finding_at(document, path, f"文字超过 {MAX_TEXT} 字", _FIX)
        names = [*((*one.names, *one.check) for one in named), *(task.units for task in tasks)]
        if any(len(some) > MAX_NAMES for some in names):
            yield finding_at(document, path, f"责任单位超过 {MAX_NAMES} 个", _FIX)
        if any(len(name) > MAX_NAME for some in names for name in some):
            yield finding_at(document, path, f"单位名称超过 {MAX_NAME} 字", "改短")
        if len(tasks) > MAX_TASKS:
            yield finding_at(document, path, f"任务超过 {MAX_TASKS} 项", _FIX)


def check_product(notice: Notice, document: YamlDocument, roster: Roster) -> Iterator[Finding]:
    """Occurrences times units; asked once all names are known to lead somewhere."""
    known: dict[tuple[str, ...], int] = {}
    count = 0
    for item in notice.items():
        for task in item.tasks:
            names = responsibility_of(item, task).names
            if names not in known:
                known[names] = len(roster.parties(names))
            count += known[names] * len(periods_of(task.timing, notice.term))
            if count > MAX_ASSIGNMENTS:
                problem = f"任务、时段与责任单位之积超过 {MAX_ASSIGNMENTS}"
                yield finding_at(document, ("blocks",), problem, _FIX)
                return
