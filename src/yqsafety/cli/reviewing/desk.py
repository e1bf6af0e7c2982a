"""Where a review is done: one file, each answer saved at once, and taken back on demand.

What must never happen: an answer is shown before it is on the disk, a change of somebody else is
overwritten, or a failure leaves half an answer. So the file is looked at before each change; a
failure is a YqError and changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

from yqsafety.cli.catalog_files import files_of
from yqsafety.drafting.cutting import SetAside
from yqsafety.drafting.editing import edited_book, opened_book
from yqsafety.drafting.typed_timing import Days
from yqsafety.errors import UsageError
from yqsafety.files import write_whole

Edit = Callable[[Any], str]
"""Changes the data; gives back the id of the duty to go to, or nothing."""


class ReviewDesk:
    """One catalogue under review."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.book = opened_book(files_of(self.path))
        self.counts: Counter[str] = Counter()
        """How often each kind of change was made, by its Chinese word."""
        self.set_aside: dict[tuple[int, str], SetAside] = {}
        """Duties made prose in this sitting, by the number of their block and their sentence."""
        self._before: list[tuple[bytes, str, str]] = []

    @property
    def days(self) -> Days:
        """The days that the catalogue is for."""
        notice = self.book.catalog.notice
        return Days(notice.term, notice.date)

    def change(self, word: str, row: str, edit: Edit) -> str:
        """Make a change and save it; where to go then. `word` names it, `row` is where it is."""
        self._look()
        book, goal = edited_book(self.book, edit)
        if book is not self.book:
            write_whole(self.path, [book.raw])
            self._before.append((self.book.raw, word, row))
            self.book = book
            self.counts[word] += 1
        return goal

    def undo(self) -> tuple[str, str]:
        """Take the newest change of this sitting back: what it was, and where."""
        self._look()
        if not self._before:
            raise UsageError("本次没有可以撤销的改动。", "以前的改动请直接改。")
        raw, word, row = self._before[-1]
        book = opened_book(self.book.files.with_notice(raw))
        write_whole(self.path, [raw])
        self._before.pop()
        self.book = book
        self.counts[word] -= 1
        return word, row

    def _look(self) -> None:
        """Take in what was changed meanwhile; UsageError where that is the catalogue itself."""
        files = files_of(self.path)
        if files.notice.raw != self.book.raw:
            self.book = opened_book(files)
            self._before.clear()
            raise UsageError("任务文件已被另一程序改动，已重新读入。", "请看过后再按一次。")
        if files.key != self.book.files.key:
            self.book = opened_book(files)
