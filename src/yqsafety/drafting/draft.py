"""From a document as read to a draft of its catalogue and of its units. Pure.

Nothing is lost: what is no duty, or was not understood, stands as text, and the blocks print the
document's letters back exactly. Every guess says its reason.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from yqsafety.drafting.cuts import cut_text
from yqsafety.drafting.duties import fill_duties, tasks_of
from yqsafety.drafting.head_data import Head, read_head
from yqsafety.drafting.new_units import UnitBook
from yqsafety.drafting.numbering import number_tasks
from yqsafety.drafting.outline import outline_blocks
from yqsafety.drafting.printing import (
    difference_text,
    letters_of,
    printed_letters,
    printed_lines,
    source_letters,
)
from yqsafety.drafting.responsible import NOBODY_NAMED, addressee_roles
from yqsafety.drafting.source import Source
from yqsafety.drafting.subjects import NOBODY
from yqsafety.drafting.two_documents import two_documents
from yqsafety.errors import CatalogError
from yqsafety.notice.roster import Roster

Block = dict[str, Any]
_RULE = re.compile("以下均[^，。；）)]{2,30}")
"""Who is in for all that follows, said once: 以下均需试点城市政府落实."""


class Draft(NamedTuple):
    """A proposal: the two files as plain data, and what is to be said of them."""

    notice: dict[str, Any]
    units: dict[str, Any]
    remarks: list[str]


class LostLetters(CatalogError):
    """The blocks of a draft do not print its document: a fault of this program."""

    exit_code = 70


def draft_notice(source: Source, roster: Roster | None, today: dt.date) -> Draft:
    """The draft of a document's catalogue; LostLetters where it would not print the document."""
    blocks = outline_blocks(source)
    head = read_head(blocks, today)
    book = UnitBook(roster)
    fill_duties(blocks, head, book)
    number_tasks(blocks)
    blocks = _plain(blocks)
    notice = head.data | {"digest": _digest(blocks)} | _addressed(blocks, book)
    notice["blocks"] = blocks
    _check_letters(notice, source)
    said = _counted(blocks, head, "responsibility" in notice)
    return Draft(notice, book.data(), [*source.remarks, *head.remarks, *said])


def _plain(value: Any) -> Any:
    """Days as text and no tuples, as YAML has them."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, dt.date) else value


def _digest(blocks: list[Block]) -> dict[str, str]:
    """What proves later that no letter was changed: of the whole, and a little of each line."""
    lines = [letters_of(line) for line in printed_lines(blocks)]
    whole = hashlib.sha256("".join(lines).encode()).hexdigest()
    each = " ".join(hashlib.sha256(line.encode()).hexdigest()[:4] for line in lines)
    return {"text": whole, "lines": each}


def _addressed(blocks: list[Block], book: UnitBook) -> dict[str, Any]:
    """The addressees as responsible, where a task has nobody else."""
    alone = any(not named for _, named in tasks_of(blocks))
    line = next((block["text"] for block in blocks if block.get("is") == "addressees"), "")
    titles = "".join(block["text"] for block in blocks if block.get("is") == "title")
    if not alone:
        return {}
    roles = addressee_roles(line, book, titles)
    if NOBODY_NAMED in roles["units"]:
        _ask_who(blocks)
    return {"responsibility": roles}


def _ask_who(blocks: list[Block]) -> None:
    """Where the document addresses nobody, each duty without a name asks for one."""
    for task, named in tasks_of(blocks):
        if not named:
            task.setdefault("review", {}).setdefault("unit", NOBODY)


def _counted(blocks: list[Block], head: Head, addressed: bool) -> list[str]:
    """What a person is told of a draft as a whole."""
    tasks = list(tasks_of(blocks))
    if not tasks:
        return ["没有找到要做的事，全文已照录为文字"]
    said = [f"拟出任务 {len(tasks)} 项，期限 {head.first} 至 {head.until}"]
    alone = 0 if addressed else sum(not named for _, named in tasks)
    said += [f"{alone} 项没有写明由谁落实，请补责任单位"] if alone else []
    if two := two_documents(blocks):
        said.append(two)
    if bare := list(_bare_headings(blocks)):
        shown = "、".join(f"“{heading[:30]}”" for heading in bare[:3])
        said.append(f"{len(bare)} 个标题像是要做的事，下面没有任务（{shown}），请在审核时看一看")
    rules = dict.fromkeys(found[0] for text in _brackets(blocks) if (found := _RULE.search(text)))
    return said + [f"原文“{rule}”管到后面各条，没有逐条列入，请在审核时补上" for rule in rules]


def _bare_headings(blocks: list[Block]) -> Iterator[str]:
    """The headings that ask for something themselves, and have no task below them."""
    for block in blocks:
        heading, run_in = block.get("heading", ""), "text" in block
        if heading and not run_in and not next(tasks_of([block]), None) and _is_asking(heading):
            yield heading
        yield from _bare_headings(block.get("blocks", []))


def _is_asking(heading: str) -> bool:
    return any(piece.duty for piece in cut_text(heading, heading))


def _brackets(blocks: list[Block]) -> Iterator[str]:
    """The printed responsibilities, those of the blocks below included."""
    for block in blocks:
        yield block.get("responsibility", {}).get("text", "")
        yield from _brackets(block.get("blocks", []))


def _check_letters(notice: dict[str, Any], source: Source) -> None:
    printed, read = printed_letters(notice), source_letters(source)
    if printed != read:
        raise LostLetters(
            f"草稿与原文不一致：{difference_text(printed, read)}。",
            "这是程序的错误，没有写入任何文件，请把原文发给维护者。",
        )
