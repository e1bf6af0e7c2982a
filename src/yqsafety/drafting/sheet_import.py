"""Taking a returned sheet into its catalogue: all of it, or nothing and every fault. Pure.

Several offices may have a copy of one sheet. So only what a copy changed is taken, against the
state in which it went out; where the catalogue says a third thing by now, that is a fault.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any, NamedTuple

from yqsafety.drafting.cutting import make_duty, make_prose
from yqsafety.drafting.editing import Book, FaultyEdit, edited_book
from yqsafety.drafting.fields import lacks_evidence
from yqsafety.drafting.pieces import Piece, duties_of, pieces_of
from yqsafety.drafting.printing import letters_of
from yqsafety.drafting.sheet_brackets import take_bracket
from yqsafety.drafting.sheet_cells import Place, accepted, changed_cells, take_cells
from yqsafety.drafting.sheet_changes import CLEAR, said_changes
from yqsafety.drafting.sheet_cuts import (
    Paragraph,
    Placed,
    letter_faults,
    paragraphs_of,
    placed_lines,
    recut_paragraph,
    same_letters,
)
from yqsafety.drafting.sheet_rows import PROSE, Row, rows_of_data, sheet_rows, shown_row
from yqsafety.drafting.sheet_table import Fault, Faulty, Line, Table
from yqsafety.drafting.typed_timing import Days
from yqsafety.errors import UsageError
from yqsafety.notice.schema import Finding, dotted_path

_FIELDS = {
    "title": "title", "quote": "quote", "quantity": "quantity", "units": "units",
    "responsibility": "lead", "timing": "due", "evidence": "evidence", "note": "note",
    "kind": "kind", "every": "every", "basis": "basis", "due": "due",
}  # fmt: skip
"""In which column a finding about a key of a duty is shown."""


class Taken(NamedTuple):
    """What a sheet comes to: the catalogue afterwards, what was changed, or what is wrong."""

    book: Book
    changes: list[str]
    faults: list[Fault]
    remarks: list[str]
    """What was agreed to and is open all the same, and what to write."""


class _Refused(UsageError):
    """The sheet has faults; nothing of it is taken."""


def take_sheet(book: Book, table: Table) -> Taken:
    """The catalogue with all that a sheet changed, or the same one and every fault."""
    work = _Work(book, table)

    def edit(data: Any) -> None:
        work.run(data)
        if work.faults:
            raise _Refused("清单有误。")

    try:
        after, _ = edited_book(book, edit)
    except _Refused:
        return Taken(book, [], work.faults, [])
    except FaultyEdit as no:
        return Taken(book, [], [work.shown_fault(one, no.data) for one in no.findings], [])
    return Taken(after, work.changes if after is not book else [], [], work.remarks)


def _name_of(paragraph: Paragraph) -> str:
    """The first duty of a paragraph whose sentence became another."""
    for line, row in paragraph.lines:
        if row and row["id"] and not same_letters(line, row):
            return row["id"]
    return "原文"


class _Work:
    """One sheet on its way into the data."""

    def __init__(self, book: Book, table: Table) -> None:
        self.changes: list[str] = []
        self.remarks: list[str] = []
        self.faults: list[Fault] = []
        self._words = book.catalog.notice.words
        notice = book.catalog.notice
        self._place = Place(Days(notice.term, notice.date), book.roster, notice.words)
        self._table = table
        rows = sheet_rows(book)
        self._now = {row[key]: row for key in ("place", "id") for row in rows if row[key]}
        self._placed: list[Placed] = []

    def run(self, data: Any) -> None:
        """Check the letters, move the borders, then take the cells."""
        paragraphs, brackets, self.faults = paragraphs_of(self._table)
        self.faults += self._table.strays
        for one in paragraphs.values():
            if one.changed:
                self.faults += letter_faults(one)
        for line in self._table.lines:
            for code, cell in line.cells.items():
                if cell.kind in ("formula", "unclear"):
                    self.faults.append(line.fault(code, "是公式或读不出，请改为文字"))
        if self.faults:
            return
        for block, one in paragraphs.items():
            placed = placed_lines(one, block)
            self._placed += placed
            if one.changed:
                try:
                    said = recut_paragraph(data, one, block, self._place.roster)
                except UsageError as no:
                    self.faults.append(placed[0].line.fault("quote", f"{no.message}{no.hint}"))
                    continue
                self.changes += [f"{_name_of(one)}：{said}"] if said else []
        for here in [*brackets, *self._placed]:
            try:
                self._take_row(data, here, here in brackets)
            except Faulty as no:
                self.faults.append(here.line.fault(no.code, no.say))

    def _take_row(self, data: Any, here: Placed, bracket: bool) -> None:
        if bracket:
            self.changes += take_bracket(data, here, self._place.roster)
            return
        piece = self._piece(data, here)
        if here.base is None:
            self._take_new(data, here, piece)
            return
        wanted = changed_cells(here.line, here.base)
        if not wanted:
            return
        if piece is None:
            name = here.base["id"] or "这一句"
            raise Faulty(min(wanted), f"任务文件里{name}已并入别的任务，请重新导出")
        if here.base["id"] and piece.duty is None and here.line.text("kind") == PROSE:
            return  # it was made prose before: what else the row says does not matter
        wanted = self._unmet(here, piece, wanted)
        if wanted:
            self._apply(data, piece, here, wanted, here.base)

    def _unmet(self, here: Placed, piece: Piece, wanted: set[str]) -> set[str]:
        """The changes that are still to be made; Faulty where the catalogue says a third thing."""
        base: Row = here.base or {}
        now = self._now.get(base["id"]) or self._now.get(base["place"], {})
        left = set()
        for code in wanted:
            current = now.get(code, "")
            if code == "accepted" or current == base[code]:
                left.add(code)
            elif current != here.line.text(code) and not self._holds(here, piece, code):
                say = f"导出后已另改为“{current or CLEAR}”，请与改的人商定后写成一样"
                raise Faulty(code, say)
        return left

    def _holds(self, here: Placed, piece: Piece, code: str) -> bool:
        """Whether a cell says in other words what the duty says already: 市水利局, 6月30日."""
        if piece.duty is None:
            return False
        trial = deepcopy(piece.duty)
        take_cells(trial, piece.clause.named, here.line, {code}, self._place.at(piece))
        return bool(trial == piece.duty)

    def _take_new(self, data: Any, here: Placed, piece: Piece | None) -> None:
        if piece is None:
            raise Faulty("quote", "这一句没有切成，请重新导出")
        number = here.block
        row = next(
            one
            for one in rows_of_data(data, self._words)
            if one["place"] == f"{number}:{here.start}"
        )
        wanted = {code for code in changed_cells(here.line, row) if here.line.text(code)}
        if wanted:
            self._apply(data, piece, here, wanted, row)

    def _apply(self, data: Any, piece: Piece, here: Placed, wanted: set[str], was: Row) -> None:
        line = here.line
        name = piece.id or "普通文字"
        if "kind" in wanted and line.text("kind") == PROSE:
            make_prose(data, piece)
            self.changes.append(f"{name} {was['title']}：改为普通文字")
            return
        if piece.duty is None:
            if wanted == {"accepted"} or line.text("kind") in ("", PROSE):
                raise Faulty(
                    min(wanted), f"这一行不是任务；是任务的，先把类型由“{PROSE}”改为限期等"
                )
            name = make_duty(data, piece)
            piece = next(one for one in duties_of(data) if one.id == name)
            self.changes.append(f"{name}：由普通文字改为任务")
            wanted = {code for code in wanted if line.text(code)}
        before, old = deepcopy(piece.duty), shown_row(piece, self._words)
        take_cells(piece.duty, piece.clause.named, line, wanted, self._place.at(piece))
        if "accepted" in wanted and accepted(line) and lacks_evidence(piece.duty):
            self.remarks.append(f"{name}：没有佐证，仍待审。请在“佐证”列填写，确实没有的写 无")
        if piece.duty != before:
            new = shown_row(piece, self._words)
            self.changes += said_changes(name, old, new, wanted, before, piece.duty)

    def _piece(self, data: Any, here: Placed) -> Piece | None:
        """The piece of a row: by its id, else by where it begins."""
        task_id = here.base["id"] if here.base else ""
        start, there = 0, None
        for piece in pieces_of(data):
            if task_id and piece.id == task_id:
                return piece
            if piece.clause.number == here.block:
                there = piece if start == here.start else there
                start += len(letters_of(piece.text))
        # A duty that somebody has made prose meanwhile is found; one that was joined is gone.
        return None if there is None or (task_id and there.id) else there

    def shown_fault(self, finding: Finding, data: Any) -> Fault:
        """A fault of the whole file, in the cell to which it belongs."""
        say = f"{finding.problem}，{finding.fix}" if finding.fix else finding.problem
        lines = {row["id"]: line for line, row in self._known_lines()}
        for piece in pieces_of(data):
            path = dotted_path(piece.path)
            if finding.path == path or finding.path.startswith((f"{path}.", f"{path}[")):
                keys = re.findall(r"[a-z_]+", finding.path.removeprefix(path))
                code = next((_FIELDS[key] for key in reversed(keys) if key in _FIELDS), "title")
                line = lines.get(piece.id) or self._line_at(data, piece)
                if line:
                    return line.fault(code, say)
        return Fault("", "", finding.path, say)

    def _known_lines(self) -> list[tuple[Line, Row]]:
        return [(one.line, one.base) for one in self._placed if one.base and one.base["id"]]

    def _line_at(self, data: Any, piece: Piece) -> Line | None:
        same = [one for one in pieces_of(data) if one.clause.number == piece.clause.number]
        start = sum(len(letters_of(one.text)) for one in same if one.place < piece.place)
        found = (p.line for p in self._placed if (p.block, p.start) == (piece.clause.number, start))
        return next(found, None)
