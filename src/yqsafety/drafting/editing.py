"""A catalogue that is being edited: its data, its comments, and the rules of every change. Pure.

An edit is a function that changes the data. What comes of it counts only where the document prints
the same letters as before and the whole file passes its checks; else nothing is changed at all.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from yqsafety.drafting.comments import Comments, carried, taken_apart, woven
from yqsafety.drafting.printing import printed_letters
from yqsafety.drafting.round_trip import dump_commented, load_commented
from yqsafety.errors import CatalogError, UsageError
from yqsafety.notice.compiling import compile_catalog
from yqsafety.notice.data_files import DataFiles
from yqsafety.notice.first_edition import is_first_edition
from yqsafety.notice.model import Catalog
from yqsafety.notice.roster import Roster
from yqsafety.notice.schema import Finding

T = TypeVar("T")
BOM = "\ufeff"
_WORDS = {"trigger": "触发情形", "due": "时限", "actor": "主体", "quantity": "数量", "text": "文字"}
"""What a finding is about, where its words alone do not say it."""


class Book(NamedTuple):
    """A catalogue in one state of its editing; it is not changed, an edit makes another."""

    files: DataFiles
    data: Any
    """The data, without comments."""
    lines: list[str]
    """The lines of the data as they are written."""
    comments: Comments
    catalog: Catalog
    roster: Roster

    @property
    def raw(self) -> bytes:
        """The bytes of the file."""
        return self.files.notice.raw

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.files.notice.name

    @property
    def letters(self) -> str:
        """All that is printed, white space aside."""
        return printed_letters(self.data)


class FaultyEdit(UsageError):
    """An edit after which the file would not pass its checks."""

    def __init__(self, findings: list[Finding], data: Any) -> None:
        first = findings[0]
        what = _WORDS.get(re.sub(r"\[\d+\]$", "", first.path).rpartition(".")[2], "")
        super().__init__(f"未改动：{what}{first.problem}。", f"{first.fix}。" if first.fix else "")
        self.findings = findings
        self.data = data


def opened_book(files: DataFiles) -> Book:
    """A catalogue to be edited; CatalogError where it has faults, UsageError for an old shape."""
    catalog, faults = compile_catalog(files)
    if catalog is None:
        raise CatalogError(f"任务文件有误：{faults[0]}。", f"请先改正：{files.validate}")
    text = files.notice.raw.decode("utf-8-sig").replace("\r\n", "\n")
    said, comments = taken_apart(text)
    data = load_commented("\n".join(said).encode(), files.notice.name)
    if is_first_edition(data):
        raise UsageError(
            f"“{files.notice.name}”是旧格式的任务文件。",
            f"请先改写：yqsafety catalog upgrade {files.notice.typed}",
        )
    lines = dump_commented(data).rstrip("\n").split("\n")
    return Book(files, data, lines, carried(comments, said, lines), catalog, _roster(catalog))


def edited_book(book: Book, edit: Callable[[Any], T]) -> tuple[Book, T]:
    """The catalogue after an edit, and what the edit gives back; UsageError changes nothing."""
    data = copy.deepcopy(book.data)
    answer = edit(data)
    if data == book.data:
        return book, answer
    lines = dump_commented(data).rstrip("\n").split("\n")
    comments = carried(book.comments, book.lines, lines)
    raw = _as_written(woven(lines, comments), book.raw)
    files = book.files.with_notice(raw)
    catalog, faults = compile_catalog(files)
    if catalog is None:
        raise FaultyEdit(faults, data)
    if printed_letters(data) != book.letters:
        raise UsageError("未改动：这样改会使原文有增减。", "原文只能切分、合并，不能改字。")
    return Book(files, data, lines, comments, catalog, _roster(catalog)), answer


def _as_written(text: str, before: bytes) -> bytes:
    """A text with the line ends and the mark at its beginning that the file had before."""
    text = text if text.endswith("\n") else f"{text}\n"
    if b"\r\n" in before:
        text = text.replace("\n", "\r\n")
    return (BOM + text if before.startswith(BOM.encode()) else text).encode()


def _roster(catalog: Catalog) -> Roster:
    notice = catalog.notice
    return Roster(catalog.units, notice.issuer.removesuffix("人民政府"), notice.words)
