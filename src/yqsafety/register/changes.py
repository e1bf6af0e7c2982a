"""Reading a register that came back: rows of cells to changes, or to what cannot be read. Pure."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from yqsafety.errors import UsageError
from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import COUNTY
from yqsafety.recording.plan import MAX_TEXT
from yqsafety.recording.targets import find
from yqsafety.register.rows import COLUMNS, LOCKED, OPEN, STATUSES, Row, comparable, digest, filled
from yqsafety.safe_text import FORMULA as FORMULA_STARTS
from yqsafety.wording.labels import STATUS, state_code

HEADER_WITHIN = 30
"""How far down a header may have been moved."""
FORMULA = object()
"""Stands for a cell that holds a formula: what it shows is not known here."""
EXCEL_EPOCH = dt.date(1899, 12, 30)
_LABELS = {name: c.code for c in COLUMNS for name in (c.label, c.code)}
_NEEDED = {"id", "unit_id", "notice", "seal", "status"}
_DAY = re.compile(r"(?:(\d{4})[-./年])?(\d{1,2})[-./月](\d{1,2})日?(?:[ T]00:00(?::00)?)?")


class Problem(NamedTuple):
    """Why a row cannot be taken: where it stands, and what to do."""

    place: str
    """The cell, such as `G17`, or the line."""
    said: str


class Change(NamedTuple):
    """What a unit changed in one row."""

    entry: Entry
    unit: str
    status: str
    """The code now reported."""
    day: dt.date | None
    """The day given for 办结."""
    before: Row
    after: Row
    place: str

    @property
    def columns(self) -> list[str]:
        """The open columns that differ."""
        return [c for c in OPEN if comparable(self.before[c]) != comparable(self.after[c])]


class Sheet(NamedTuple):
    """What was read: the changes, and what could not be taken."""

    changes: list[Change]
    problems: list[Problem]
    rows: int


class _Bad(Exception):
    """A cell that cannot be taken."""

    def __init__(self, column: str, said: str) -> None:
        super().__init__(said)
        self.column = column
        self.said = said


def read_sheet(ledger: Ledger, cells: Iterable[Sequence[object]], today: dt.date) -> Sheet:
    """Compare a sheet's rows with what is recorded now."""
    header: dict[str, int] = {}
    sheet = Sheet([], [], 0)
    count = 0
    seen: dict[tuple[str, str], str] = {}
    for number, line in enumerate(cells, 1):
        if not header:
            header = _header(line)
            if not header and number > HEADER_WITHIN:
                break
            continue
        values = {code: _text(line[n]) for code, n in header.items() if n < len(line)}
        if FORMULA not in line and not any(values.get(code) for code in (*OPEN, "id", "work")):
            continue
        count += 1
        try:
            _refuse_formulas(line, header)
            change = _row(ledger, values, f"{_letter(header, 'id')}{number}", today, seen)
        except _Bad as bad:
            place = f"{_letter(header, bad.column)}{number}"
            sheet.problems.append(Problem(place, bad.said))
        else:
            if change.columns:
                sheet.changes.append(change._replace(place=f"{_letter(header, 'status')}{number}"))
    if not header:
        said = "没有找到表头，或缺少编号等隐藏列，请用导出的台账填报"
        sheet.problems.append(Problem("A1", said))
    return sheet._replace(rows=count)


def _refuse_formulas(line: Sequence[object], header: dict[str, int]) -> None:
    for code, n in header.items():
        if n < len(line) and line[n] is FORMULA:
            raise _Bad(code, "是公式，请改为文字")


def _header(line: Sequence[object]) -> dict[str, int]:
    """Where each column stands, if this line is the header."""
    found = {_LABELS[text]: n for n, cell in enumerate(line) if (text := _text(cell)) in _LABELS}
    return found if found.keys() >= _NEEDED else {}


def _row(
    ledger: Ledger, values: Row, place: str, today: dt.date, seen: dict[tuple[str, str], str]
) -> Change:
    entry, assignment, unit = _assignment(ledger, values)
    if first := seen.get((entry.id, unit)):
        raise _Bad("id", f"{entry.id} 与 {first} 重复")
    seen[entry.id, unit] = place
    locked, _, base = values.get("seal", "").partition("-")
    if values.keys() >= set(LOCKED) and digest(values, LOCKED) != locked:
        raise _Bad("work", "锁定的内容被改动，请恢复原样")
    now = filled(assignment)
    given = {code: values.get(code, now[code]) for code in OPEN}
    status = _status(given["status"])
    day = _day(given["done_on"], ledger.year, today)
    if status == "done" and day is None and now["status"] == STATUS["done"]:
        given["done_on"] = now["done_on"]
        day = dt.date.fromisoformat(now["done_on"])
    given |= {"status": STATUS[status], "done_on": str(day) if day else ""}
    change = Change(entry, unit, status, day, now, given, place)
    if digest(given, OPEN) in (base, digest(now, OPEN)):
        return change._replace(after=now)
    if digest(now, OPEN) != base:
        raise _Bad("status", f"{entry.id} 导出后已有新登记，请重新导出后填报")
    _check(change)
    return change


def _assignment(ledger: Ledger, values: Row) -> tuple[Entry, Assignment, str]:
    if not values.get("id"):
        raise _Bad("id", "没有编号，可能是手工加的行，请删去")
    if values.get("notice") != ledger.catalog.notice.id:
        raise _Bad("notice", f"不是本通知的台账（{values.get('notice') or '空'}）")
    try:
        entry = next(e for e in find(ledger, values["id"]) if e.id == values["id"])
    except (UsageError, StopIteration):
        raise _Bad("id", f"没有任务 {values['id']}") from None
    unit = values.get("unit_id", "")
    if unit == COUNTY and entry.shared:
        return entry, entry.countable[0], COUNTY
    assignment = entry.party(unit)
    if assignment is None:
        raise _Bad("unit_id", f"{entry.id} 没有“{unit}”这个责任单位")
    return entry, assignment, unit


def _check(change: Change) -> None:
    """What a rule of recording would refuse."""
    for code in change.columns:
        if len(change.after[code]) > MAX_TEXT:
            raise _Bad(code, f"超过 {MAX_TEXT} 字，请写要点")
    if change.entry.waiting and change.columns:
        raise _Bad("status", f"{change.entry.id} 尚未触发，不能填报")
    waived = change.status == "na" and change.before["status"] != STATUS["na"]
    if waived and not change.after["remark"]:
        raise _Bad("remark", "登记不适用，须在备注中写明理由")
    if change.status != "done" and change.day:
        raise _Bad("done_on", "填了完成时间，完成状态却不是办结")
    kept = set(_names(change.after["evidence"]))
    if lost := [name for name in _names(change.before["evidence"]) if name not in kept]:
        raise _Bad("evidence", f"佐证材料只增不减，请补回“{lost[0]}”")


def _status(text: str) -> str:
    try:
        code = state_code(text or "todo")
    except UsageError:
        code = ""
    if code not in STATUS:
        raise _Bad("status", f"状态“{text}”无法识别，应为：{'、'.join(STATUSES)}")
    return code


def _day(text: str, year: int, today: dt.date) -> dt.date | None:
    """A day as people write it: 2025.6.3, 6月3日, 2025-06-03, or an Excel serial number."""
    if not text:
        return None
    try:
        if match := _DAY.fullmatch(text):
            day = dt.date(int(match[1] or year), int(match[2]), int(match[3]))
        elif re.fullmatch(r"20\d{6}", text):
            day = dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
        elif re.fullmatch(r"[34]\d{4}(\.0)?|5\d{4}(\.0)?", text):
            day = EXCEL_EPOCH + dt.timedelta(days=int(float(text)))
        else:
            raise ValueError(text)
    except ValueError:
        raise _Bad("done_on", f"日期“{text}”无法识别，应如 2025-06-03") from None
    if day > today:
        raise _Bad("done_on", f"{day} 还没有到")
    return day


def _names(text: str) -> list[str]:
    return [name.strip() for name in re.split(r"[；;\n]", text) if name.strip()]


def new_evidence(change: Change) -> list[str]:
    """The names of proof that were added."""
    known = set(_names(change.before["evidence"]))
    return [name for name in dict.fromkeys(_names(change.after["evidence"])) if name not in known]


def _text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = unicodedata.normalize("NFC", str(cell)).replace("\r\n", "\n").strip()
    return text[1:] if text[:1] == "'" and text[1:2] in (*FORMULA_STARTS, "'") else text


def _letter(header: dict[str, int], code: str) -> str:
    """The spreadsheet's letter of a column."""
    number, letters = header.get(code, 0) + 1, ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
