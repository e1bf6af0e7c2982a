"""The sentences of the blocks become tasks, with the roles that hold for them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from yqsafety.drafting.due_words import task_with_due
from yqsafety.drafting.head_data import Head
from yqsafety.drafting.head_lines import ATTACHED, ATTACHMENT
from yqsafety.drafting.merged_rows import task_of_rows
from yqsafety.drafting.new_units import UnitBook
from yqsafety.drafting.outline_table import MORE, SAID
from yqsafety.drafting.responsible import bracket_roles, row_roles
from yqsafety.drafting.sentences import Context, cut_duties
from yqsafety.drafting.subjects import Subjects
from yqsafety.notice.bracket_places import closing_due, split_brackets
from yqsafety.notice.brackets import read_bracket

Block = dict[str, Any]
Task = dict[str, Any]
Part = str | Task

_DEADLINE = re.compile(r"\d\s*[月日]\s*\d{0,2}\s*日?(?:底|上旬|中旬|下旬)?\s*(?:之|以)?前|年底前")
_PROBLEMS = re.compile("(?:问题|隐患).{0,6}(?:清单|台账|列表|汇总表|一览表)")


class _Above(NamedTuple):
    """What holds for a block by what stands above it."""

    headings: tuple[str, ...] = ()
    mode: str = "lead"
    named: bool = False
    problems: bool = False
    """Whether it is a list of problems, each of which is to be rectified."""


def fill_duties(blocks: list[Block], head: Head, book: UnitBook) -> None:
    """Read all brackets first, so that sentences find the units that later ones name; then cut."""
    for block in _all(blocks):
        if said := block.get("responsibility"):
            block["responsibility"] = bracket_roles(said["text"], book)
        if cells := block.get(SAID):
            _enter_row(block, cells, book)
    filler = _Filler(head, book)
    for part in _parts(blocks):
        filler.fill_part(part)


def tasks_of(blocks: list[Block], named: bool = False) -> Iterator[tuple[Task, bool]]:
    """Every task, and whether anybody is named for it by itself, its block or one above."""
    for block in blocks:
        here = named or _is_named(block.get("responsibility", {}))
        for part in block.get("tasks", []):
            if isinstance(part, dict):
                yield (
                    part,
                    here or bool(part.get("units")) or _is_named(part.get("responsibility", {})),
                )
        yield from tasks_of(block.get("blocks", []), here)


def _is_named(roles: dict[str, Any]) -> bool:
    return any(roles.get(key) for key in ("units", "lead", "support"))


def _all(blocks: list[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        yield from _all(block.get("blocks", []))


def _enter_row(block: Block, cells: dict[str, str], book: UnitBook) -> None:
    if roles := row_roles(cells, book):
        block["responsibility"] = roles


def _parts(blocks: list[Block]) -> Iterator[list[Block]]:
    """The blocks between titles, each part with its own first item."""
    part: list[Block] = []
    for block in blocks:
        if block.get("is") == "title" and any("is" not in one for one in part):
            yield part
            part = []
        part.append(block)
    yield part


class _Filler:
    """Cuts the text of every block that may hold duties."""

    def __init__(self, head: Head, book: UnitBook) -> None:
        self._head, self._book = head, book

    def fill_part(self, part: list[Block]) -> None:
        """Text before the first item asks for something only where it sets a date."""
        first = next(
            (n for n, block in enumerate(part) if "label" in block or "table" in block), None
        )
        problems = any(
            _PROBLEMS.search(block["text"]) for block in part if block.get("is") == "title"
        )
        above = _Above(problems=problems)
        for n, block in enumerate(part):
            text = block.get("text", "")
            before = first is not None and n < first
            cover = first is None and not _DEADLINE.search(text) and _is_cover(text)
            if "is" in block or ATTACHED.match(text) or ATTACHMENT.fullmatch(text):
                continue
            if (before or cover) and not _DEADLINE.search(text):
                continue
            self._fill(block, above)

    def _fill(self, block: Block, above: _Above) -> None:
        roles = block.get("responsibility", {})
        cells = block.pop(SAID, {})
        heading = block.get("heading", "") or cells.get("heading", "")
        here = _Above(
            (*above.headings, heading) if heading else above.headings,
            roles.get("mode", above.mode if not _is_named(roles) else "lead"),
            above.named or _is_named(roles),
            above.problems,
        )
        if text := block.get("text", ""):
            self._cut(block, text, here, cells)
        for child in block.get("blocks", []):
            self._fill(child, here)

    def _cut(self, block: Block, text: str, above: _Above, cells: dict[str, str]) -> None:
        """The text before the first task stays `text`; what follows is in `tasks`."""
        due = cells.get("due", "") or _due_of(block) or closing_due(text)
        rows = [cells, *more] if (more := block.pop(MORE, [])) else []
        subjects = Subjects(self._book)
        runs = split_brackets(text)
        parts = [part for run in runs for part in self._run(*run, above, subjects)]
        if cells and _is_asked(cells) and not any(isinstance(part, dict) for part in parts):
            parts = [_of_row(text, cells)]
        parts = [self._timed(one, due, rows) if isinstance(one, dict) else one for one in parts]
        _score(parts, cells.get("score", ""))
        first = next((n for n, part in enumerate(parts) if isinstance(part, dict)), None)
        if first is None:
            return
        del block["text"]
        if before := "".join(part for part in parts[:first] if isinstance(part, str)):
            block["text"] = before
        block["tasks"] = parts[first:]

    def _timed(self, task: Task, due: str, rows: list[dict[str, str]]) -> Task:
        """With what its row says of the time, and with the rows over which its cell goes."""
        task = task_with_due(task, due, self._head)
        return task_of_rows(task, rows, self._head, self._book) if rows else task

    def _run(self, text: str, bracket: str, above: _Above, subjects: Subjects) -> Iterator[Part]:
        """A run of sentences, and the bracket that closes it within its paragraph."""
        roles = bracket_roles(bracket, self._book) if bracket else {}
        roles.pop("text", None)
        mode = roles.get("mode", "lead" if roles else above.mode)
        if above.problems and text.strip():
            yield _rectified(text)
            return
        for part in cut_duties(text, self._context(mode, above)) if text.strip() else [text]:
            if isinstance(part, dict):
                subjects.name(part, roles, alone=not roles and not above.named)
            yield part
        if bracket:
            yield bracket

    def _context(self, mode: str, above: _Above) -> Context:
        head = self._head
        heading = " ".join(above.headings)
        return Context(head.first, head.until, head.issued, self._book.find, mode, heading)


def _rectified(text: str) -> Task:
    """A line of a list of problems, as the duty to rectify it."""
    return {
        "title": f"整改：{text.strip().rstrip('。；')}"[:20],
        "quote": text,
        "timing": {"kind": "once", "basis": "notice-year"},
        "evidence": ["整改记录", "整改前后照片"],
        "review": {"cut": "问题清单逐条列为整改事项，请核对", "title": "照问题截取，请改写"},
    }


def _is_asked(cells: dict[str, str]) -> bool:
    """Whether a row says who or until when: then its text is asked for, whatever its words."""
    asked = any(cells.get(key) for key in ("units", "lead", "due"))
    return asked or bool(cells.get("score") and cells.get("label", "").isdecimal())


def _of_row(text: str, cells: dict[str, str]) -> Task:
    """The text of a row as one duty, with the row's heading for a title where there is one."""
    heading = "".join(cells.get("heading", "").split())
    return {
        "title": (heading or "".join(text.split()))[:20],
        "quote": text,
        "timing": {"kind": "standing", "basis": "notice-year"},
        "review": {
            "cut": "整格列为一项任务，请核对",
            "title": "照表格截取，请改写",
            "kind": "没有明显的动词，按长期推定",
        },
    }


def _is_cover(text: str) -> bool:
    """Whether a paragraph only hands over what follows: 现将…印发给你们，请认真贯彻执行。"""
    return bool(re.search("(?:印发|转发|下发)给你们|现予(?:以)?(?:印发|公布)", text))


def _due_of(block: Block) -> str:
    said = block.get("responsibility", {}).get("text", "")
    return read_bracket(said).due if said else ""


def _score(parts: list[Part], score: str) -> None:
    """Points: the row's where it is one task, else those that a sentence names (得2分)."""
    tasks = [part for part in parts if isinstance(part, dict)]
    for task in tasks:
        said = re.findall(r"得\s*(\d+)\s*分(?!以)", task["quote"]) if score else []
        points = score if len(tasks) == 1 and score.isdecimal() else (said[0] if said else "")
        if points:
            task["score"] = points
