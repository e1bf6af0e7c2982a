"""The register (台账): one row an assignment, as it goes out to units and comes back. Pure.

The columns are those that offices use for their ledgers of tasks (序号, 条款, … 备注), with four
hidden ones behind them. What a unit fills in is `open`; all else is locked. A protected sheet can
be unprotected by anyone (it has no password, so that people can filter and widen), so the `seal`
column holds digests of what the row is about, of the locked cells, and of the open cells as they
went out, which shows what the unit has changed since (`seals`).

A sheet may come back after an upgrade of the program. What must never happen: the code or label of
a hidden column, the set of locked columns or the way of the digest changes, because then every
sheet that is still out there would be refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.events import ADOPTING_ACTIONS, Event
from yqsafety.register.seals import make_seal
from yqsafety.safe_text import cell_text
from yqsafety.wording import labels, phrases, status_words


class SheetColumn(NamedTuple):
    """A column of the register."""

    code: str
    label: str
    width: int
    """In characters of a spreadsheet's default font; a Chinese character takes two."""
    open: bool = False
    """Whether a unit fills it in."""
    hidden: bool = False


COLUMNS = (
    SheetColumn("number", "序号", 6),
    SheetColumn("item", "条款", 8),
    SheetColumn("work", "工作任务", 46),
    SheetColumn("kind", "类型", 7),
    SheetColumn("lead", "牵头单位", 14),
    SheetColumn("units", "责任单位", 22),
    SheetColumn("owner", "责任人", 10, open=True),
    SheetColumn("due", "完成时限", 12),
    SheetColumn("timeliness", "时限状态", 10),
    SheetColumn("progress", "进展情况", 30, open=True),
    SheetColumn("status", "完成状态", 10, open=True),
    SheetColumn("done_on", "完成时间", 12, open=True),
    SheetColumn("evidence", "佐证材料", 22, open=True),
    SheetColumn("problem", "存在问题", 20, open=True),
    SheetColumn("measure", "下步措施", 20, open=True),
    SheetColumn("remark", "备注", 18, open=True),
    SheetColumn("id", "编号（勿改）", 10, hidden=True),
    SheetColumn("unit_id", "单位代码（勿改）", 10, hidden=True),
    SheetColumn("notice", "通知代码（勿改）", 10, hidden=True),
    SheetColumn("seal", "校验（勿改）", 10, hidden=True),
)
OPEN = tuple(column.code for column in COLUMNS if column.open)
LOCKED = tuple(c.code for c in COLUMNS if not c.open and not c.hidden and c.code != "number")
"""The columns under the seal. 序号 is not among them: whoever sorts the sheet numbers it anew."""
STATUSES = tuple(labels.STATUS.values())
"""The words that the status column takes, in the order of its drop-down."""

Row = dict[str, str]
"""The texts of one row by the code of the column."""


def register_rows(entries: Iterable[Entry], total: int = 0) -> Iterator[Row]:
    """The register of some entries: a row for each assignment that is shown.

    Rows are made one at a time: an export may have 180,000 of them. `total` goes into the seal,
    so that rows which do not come back are missed; 0 where it is not known.
    """
    number = 0
    for entry in entries:
        for assignment in entry.shown:
            number += 1
            row = register_row(entry, assignment, f"{number if total else 0}.{total}")
            yield row | {"number": str(number)}


def register_row(entry: Entry, assignment: Assignment, place: str = "0.0") -> Row:
    """One row with its seal, without its running number.

    The row of a result of the whole county names all who share it. In the sheet made for one unit
    it is what that unit says of it, and 时限状态 tells how the county's result stands.
    """
    whole = assignment is entry.whole
    parties = [a.party for a in entry.assignments] if whole and entry.assignments else []
    parties = parties or [assignment.party]
    lead = entry.owner or next((party for party in parties if party.lead), None)
    values = {
        "item": entry.id,
        "work": f"{phrases.title_text(entry)}：{entry.task.quote}",
        "kind": labels.KIND[entry.task.timing.kind],
        "lead": lead.name if lead else "",
        "units": "、".join(party.name for party in parties),
        "due": phrases.own_due(assignment, entry.words) if assignment.due else _no_date(entry),
        "timeliness": _timeliness_cell(entry, assignment),
        **filled_columns(entry, assignment),
        "id": entry.id,
        "unit_id": assignment.party.id,
        "notice": entry.notice,
    }
    # Before the seal is made: the digest must be of what stands in the cell.
    values = {code: cell_text(text) for code, text in values.items()}
    return values | {"seal": make_seal(values, LOCKED, OPEN, place)}


def _no_date(entry: Entry) -> str:
    """What stands for the date of an assignment that has none of its own."""
    return "情形发生后" if entry.waiting else phrases.own_due(entry.deciding, entry.words)


def _timeliness_cell(entry: Entry, assignment: Assignment) -> str:
    """The timeliness; of a result of the whole county who is in charge and how it stands."""
    if not entry.whole:
        return _shown_timeliness(entry, assignment) + status_words.answered_text(assignment)
    stands = status_words.whole_text(entry, entry.whole)
    return f"{status_words.whole_owner_text(entry)}：{stands}"


def _shown_timeliness(entry: Entry, assignment: Assignment) -> str:
    return labels.timeliness_label(assignment.timeliness, entry.words)


def possible_marks(history: Iterable[Event]) -> list[str]:
    """What may have stood behind the timeliness since some records: why it was asked for again."""
    events = list(history)
    returned = dict.fromkeys(f"（退回：{e.reason}）" for e in events if e.action == "return")
    revised = dict.fromkeys(f"（{e.reason}）" for e in events if e.action in ADOPTING_ACTIONS)
    return [f"{one}{other}" for one in ("", *returned) for other in ("", *revised)]


def filled_columns(entry: Entry, assignment: Assignment) -> Row:
    """The open columns by what is recorded now, as they are written into cells."""
    return {code: cell_text(text) for code, text in recorded_columns(entry, assignment).items()}


def recorded_columns(entry: Entry, assignment: Assignment) -> Row:
    """The texts of the open columns by what is recorded now, letter for letter.

    The newest note of each field counts; one without a field, also that of a tick, is progress.
    Proof is listed in full, since it is only ever added to.
    """
    day = status_words.done_day(entry, assignment)
    texts = dict.fromkeys(labels.FIELD, "")
    names: dict[str, None] = {}
    for event in assignment.present.history:
        names |= dict.fromkeys(item.name for item in event.evidence)
        if event.action == "note" and event.field in texts:
            texts[event.field] = event.note
        elif event.note:
            texts["progress"] = event.note
        if event.action == "na" and assignment.status == "na":
            texts["remark"] = texts["remark"] or event.reason
    return texts | {
        "status": labels.STATUS[assignment.status],
        "done_on": str(day) if day else "",
        "evidence": "；".join(names),
    }
