"""The register (台账): one row an assignment, as it goes out to units and comes back. Pure.

What a unit fills in is `open`; everything else is sealed by a digest, so that a change is noticed.
A second digest, of what was filled in when the sheet went out, tells what the unit has changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.events import Event
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import COUNTY
from yqsafety.safe_text import cell_text
from yqsafety.wording import labels, phrases


class SheetColumn(NamedTuple):
    """A column of the register."""

    code: str
    label: str
    width: int
    """In characters of a spreadsheet's default font."""
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
"""Sealed columns; the running number may be changed by whoever sorts the sheet."""
STATUSES = tuple(labels.STATUS.values())
"""What the status column takes."""

Row = dict[str, str]


def register_rows(ledger: Ledger, entries: Iterable[Entry]) -> Iterator[Row]:
    """The register of some entries: a row an assignment, one for a result of the whole county."""
    number = 0
    for entry in entries:
        for assignment in entry.countable:
            number += 1
            yield register_row(ledger, entry, assignment) | {"number": str(number)}


def register_row(ledger: Ledger, entry: Entry, assignment: Assignment) -> Row:
    """One row, sealed."""
    single = not entry.shared or len(entry.assignments) == 1
    parties = [assignment.party] if single else [a.party for a in entry.assignments]
    leads = [party.name for party in parties if party.lead]
    values = {
        "item": entry.id,
        "work": f"{phrases.title_text(entry)}：{entry.task.quote}",
        "kind": labels.KIND[entry.task.timing.kind],
        "lead": "、".join(leads),
        "units": "、".join(party.name for party in parties),
        "due": str(assignment.due) if assignment.due else "情形发生后",
        "timeliness": phrases.timeliness_label(assignment.timeliness, assignment.basis),
        **filled_columns(assignment),
        "id": entry.id,
        "unit_id": assignment.party.id if single else COUNTY,
        "notice": ledger.catalog.notice.id,
    }
    values = {code: cell_text(text) for code, text in values.items()}
    return values | {"seal": f"{columns_digest(values, LOCKED)}-{columns_digest(values, OPEN)}"}


def filled_columns(assignment: Assignment) -> Row:
    """The open columns as they stand."""
    events = [e for e in assignment.present.history if _concerns_assignment(e, assignment)]
    day = phrases.done_day(assignment)
    texts = dict.fromkeys(labels.FIELD, "")
    names: dict[str, None] = {}
    for event in events:
        names |= dict.fromkeys(item.name for item in event.evidence)
        if event.action == "note" and event.field in texts:
            texts[event.field] = event.note
        elif event.note:
            texts["progress"] = event.note
        if event.action == "na" and assignment.status == "na":
            texts["remark"] = texts["remark"] or event.reason
    return {field: cell_text(text) for field, text in texts.items()} | {
        "status": labels.STATUS[assignment.status],
        "done_on": str(day) if day else "",
        "evidence": cell_text("；".join(names)),
    }


def _concerns_assignment(event: Event, assignment: Assignment) -> bool:
    """Whether an event is the unit's own, or of the one result that all share."""
    return event.unit == assignment.party.id or assignment.status != "na"


def comparable_text(text: str) -> str:
    """A cell without what a spreadsheet may change: white space, and the ' before a formula."""
    return "".join(text.split()).lstrip("'")


def columns_digest(values: Row, columns: Iterable[str]) -> str:
    """A short digest of some columns."""
    text = "\x1f".join(comparable_text(values.get(code, "")) for code in columns)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
