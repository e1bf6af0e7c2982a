"""Comparing a register that came back with what is recorded. Pure.

A unit gets the register, fills in the open columns and sends it back, weeks later and often sorted,
with columns moved. Rows are therefore known by the hidden columns (occurrence, unit, notice) and
never by their place, and columns by their header.

The hidden seal says what the row looked like when it went out. With it three things are told
apart: the unit changed the cell (it is recorded), the record changed since the export (refused,
because the unit has answered an older question), and nothing changed (nothing is recorded). So
exporting and importing changes nothing, and importing twice records once.

What must never happen: a newer record is overwritten by an older sheet, a row is taken for another
task or unit, or a row is dropped without being named by its cell.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from yqsafety.errors import UsageError
from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import COUNTY
from yqsafety.notice.schedule import Status
from yqsafety.recording.plan import MAX_TEXT
from yqsafety.recording.targets import find_entries
from yqsafety.register.cells import (
    FORMULA_CELL,
    BadCell,
    cell_value,
    column_letter,
    evidence_names,
    read_day,
    read_status,
)
from yqsafety.register.rows import (
    COLUMNS,
    LOCKED,
    OPEN,
    Row,
    columns_digest,
    comparable_text,
    filled_columns,
)
from yqsafety.wording.labels import STATUS

HEADER_WITHIN = 30
"""The header must be in one of the first 30 rows; offices like to put a title above it."""
_LABELS = {name: c.code for c in COLUMNS for name in (c.label, c.code)}
# Without these five a row cannot be known again, or says nothing. Other columns may be deleted.
_NEEDED = {"id", "unit_id", "notice", "seal", "status"}


class RowProblem(NamedTuple):
    """A row that cannot be taken."""

    place: str
    """The cell, such as `G17`; empty where the whole file is refused."""
    said: str
    """The reason in Chinese, with what to do."""


class FilledRow(NamedTuple):
    """One row as it was recorded (`before`) and as the unit filled it in (`after`)."""

    entry: Entry
    unit: str
    status: Status
    """The code now reported."""
    day: dt.date | None
    """The day given for 办结; None where the cell is empty."""
    before: Row
    after: Row
    place: str

    @property
    def columns(self) -> list[str]:
        """The codes of the open columns that differ; none if the row says nothing new."""
        return [
            c for c in OPEN if comparable_text(self.before[c]) != comparable_text(self.after[c])
        ]


class ReadSheet(NamedTuple):
    """The result for one sheet: changes, problems, and how many rows were looked at."""

    changes: list[FilledRow]
    problems: list[RowProblem]
    rows: int


def read_sheet(ledger: Ledger, cells: Iterable[Sequence[object]], today: dt.date) -> ReadSheet:
    """Compare a sheet's rows with what is recorded now; `today` bounds the days it may name.

    Nothing is raised: a row that cannot be taken becomes a problem and the rest is read on.
    """
    header: dict[str, int] = {}
    sheet = ReadSheet([], [], 0)
    count = 0
    seen: dict[tuple[str, str], str] = {}
    for number, line in enumerate(cells, 1):
        if not header:
            header = _find_header(line)
            if not header and number > HEADER_WITHIN:
                break
            continue
        values = {code: cell_value(line[n]) for code, n in header.items() if n < len(line)}
        # Without occurrence, work and anything filled in it is an empty line, not a row.
        if FORMULA_CELL not in line and not any(values.get(code) for code in (*OPEN, "id", "work")):
            continue
        count += 1
        try:
            _refuse_formulas(line, header)
            change = _read_row(
                ledger, values, f"{column_letter(header, 'id')}{number}", today, seen
            )
        except BadCell as bad:
            place = f"{column_letter(header, bad.column)}{number}"
            sheet.problems.append(RowProblem(place, bad.said))
        else:
            if change.columns:
                sheet.changes.append(
                    change._replace(place=f"{column_letter(header, 'status')}{number}")
                )
    if not header:
        said = "没有找到表头，或缺少编号等隐藏列，请用导出的台账填报"
        sheet.problems.append(RowProblem("A1", said))
    return sheet._replace(rows=count)


def _refuse_formulas(line: Sequence[object], header: dict[str, int]) -> None:
    for code, n in header.items():
        if n < len(line) and line[n] is FORMULA_CELL:
            raise BadCell(code, "是公式，请改为文字")


def _find_header(line: Sequence[object]) -> dict[str, int]:
    """The place of each column if this line is the header (labels or codes); else nothing."""
    found = {
        _LABELS[text]: n for n, cell in enumerate(line) if (text := cell_value(cell)) in _LABELS
    }
    return found if found.keys() >= _NEEDED else {}


def _read_row(
    ledger: Ledger, values: Row, place: str, today: dt.date, seen: dict[tuple[str, str], str]
) -> FilledRow:
    """Compare one row with the ledger; BadCell, with the column to blame, where it is refused.

    `seen` holds the rows already read, by occurrence and unit.
    """
    entry, assignment, unit = _assignment_of_row(ledger, values)
    if first := seen.get((entry.id, unit)):
        raise BadCell("id", f"{entry.id} 与 {first} 重复")
    seen[entry.id, unit] = place
    locked, _, base = values.get("seal", "").partition("-")
    # Where a locked column was deleted or comes from a CSV file, there is nothing to compare with.
    # The row is still known: only the hidden columns say what it is about.
    if values.keys() >= set(LOCKED) and columns_digest(values, LOCKED) != locked:
        raise BadCell("work", "锁定的内容被改动，请恢复原样")
    now = filled_columns(assignment)
    given = {code: values.get(code, now[code]) for code in OPEN}
    status = read_status(given["status"])
    day = read_day(given["done_on"], ledger.year, today)
    # Clearing the day of what is done already does not mean "done today": the known day stays.
    if status == "done" and day is None and now["status"] == STATUS["done"]:
        given["done_on"] = now["done_on"]
        day = dt.date.fromisoformat(now["done_on"])
    given |= {"status": STATUS[status], "done_on": str(day) if day else ""}
    change = FilledRow(entry, unit, status, day, now, given, place)
    # As it went out, or as it is recorded by now: either way the sheet has nothing new to say.
    if columns_digest(given, OPEN) in (base, columns_digest(now, OPEN)):
        return change._replace(after=now)
    if columns_digest(now, OPEN) != base:
        raise BadCell("status", f"{entry.id} 导出后已有新登记，请重新导出后填报")
    _check_rules(change)
    return change


def _assignment_of_row(ledger: Ledger, values: Row) -> tuple[Entry, Assignment, str]:
    """The row's occurrence, assignment and unit id by its hidden columns; BadCell if unknown."""
    if not values.get("id"):
        raise BadCell("id", "没有编号，可能是手工加的行，请删去")
    if values.get("notice") != ledger.catalog.notice.id:
        raise BadCell("notice", f"不是本通知的台账（{values.get('notice') or '空'}）")
    try:
        # A bare task id finds all its occurrences; only the one with this very id is meant.
        entry = next(e for e in find_entries(ledger, values["id"]) if e.id == values["id"])
    except (UsageError, StopIteration):
        raise BadCell("id", f"没有任务 {values['id']}") from None
    unit = values.get("unit_id", "")
    if unit == COUNTY and entry.shared:
        return entry, entry.countable[0], COUNTY
    assignment = entry.party(unit)
    if assignment is None:
        raise BadCell("unit_id", f"{entry.id} 没有“{unit}”这个责任单位")
    return entry, assignment, unit


def _check_rules(change: FilledRow) -> None:
    """Raise BadCell for what a command that records would refuse as well.

    So the fault is named with its cell, before anything of the file is recorded.
    """
    for code in change.columns:
        if len(change.after[code]) > MAX_TEXT:
            raise BadCell(code, f"超过 {MAX_TEXT} 字，请写要点")
    if change.entry.waiting and change.columns:
        raise BadCell("status", f"{change.entry.id} 尚未触发，不能填报")
    waived = change.status == "na" and change.before["status"] != STATUS["na"]
    if waived and not change.after["remark"]:
        raise BadCell("remark", "登记不适用，须在备注中写明理由")
    if change.status != "done" and change.day:
        raise BadCell("done_on", "填了完成时间，完成状态却不是办结")
    # Records are only ever appended to, so a name of proof cannot be taken out by deleting it.
    kept = set(evidence_names(change.after["evidence"]))
    if lost := [name for name in evidence_names(change.before["evidence"]) if name not in kept]:
        raise BadCell("evidence", f"佐证材料只增不减，请补回“{lost[0]}”")


def new_evidence(change: FilledRow) -> list[str]:
    """The names of proof that were added, in the order of the cell and each once."""
    known = set(evidence_names(change.before["evidence"]))
    return [
        name
        for name in dict.fromkeys(evidence_names(change.after["evidence"]))
        if name not in known
    ]
