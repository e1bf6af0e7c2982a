"""The register (台账): one row an assignment, as it goes out to units and comes back. Pure.

The columns are those that offices use for their ledgers of tasks (序号, 条款, … 备注), what else
the program knows of a row (its ground, the proof that is wanted), and four hidden ones behind them.
What is signed is printed; the rest is for the screen. What a unit fills in is `open`; all else is
locked. A protected sheet can
be unprotected by anyone (it has no password, so that people can filter and widen), so the `seal`
column holds digests of what the row is about, of the locked cells, and of the open cells as they
went out, which shows what the unit has changed since (`seals`).

A sheet may come back after an upgrade of the program. What must never happen: the code or label of
a hidden column, the set or order of the sealed columns or the way of the digest changes, because
then every sheet that is still out there would be refused.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.events import ADOPTING_ACTIONS, Event
from yqsafety.notice.model import COUNTY
from yqsafety.notice.period_names import period_words
from yqsafety.register.seals import make_seal
from yqsafety.safe_text import cell_text
from yqsafety.wording import labels, phrases, status_words
from yqsafety.wording.rhythm_words import detail_texts


class SheetColumn(NamedTuple):
    """A column of the register."""

    code: str
    label: str
    width: int
    """In characters of a spreadsheet's default font; a Chinese character takes two."""
    open: bool = False
    """Whether a unit fills it in."""
    hidden: bool = False
    paper: bool = False
    """Whether it is printed; those that are stand first, and fit on A4 in letters of 9 points."""


COLUMNS = (
    SheetColumn("number", "序号", 5, paper=True),
    SheetColumn("item", "条款", 8, paper=True),
    SheetColumn("work", "工作任务", 32, paper=True),
    SheetColumn("charge", "承办单位及依据", 12, paper=True),
    SheetColumn("due", "完成时限", 11, paper=True),
    SheetColumn("timeliness", "时限状态", 10, paper=True),
    SheetColumn("owner", "责任人", 7, open=True, paper=True),
    SheetColumn("progress", "进展情况", 21, open=True, paper=True),
    SheetColumn("status", "完成状态", 8, open=True, paper=True),
    SheetColumn("done_on", "完成时间", 11, open=True, paper=True),
    SheetColumn("evidence", "佐证材料", 12, open=True, paper=True),
    SheetColumn("problem", "存在问题", 11, open=True, paper=True),
    SheetColumn("measure", "下步措施", 11, open=True, paper=True),
    SheetColumn("remark", "备注", 18, open=True),
    SheetColumn("passing", "督办情况", 24),
    SheetColumn("wanted", "应备佐证", 26),
    SheetColumn("amount", "数量要求", 16),
    SheetColumn("grounds", "责任依据", 10),
    SheetColumn("kind", "类型", 7),
    SheetColumn("lead", "牵头单位", 14),
    SheetColumn("units", "责任单位", 40),
    SheetColumn("notice_name", "所属通知", 18),
    SheetColumn("id", "编号（勿改）", 10, hidden=True),
    SheetColumn("unit_id", "单位代码（勿改）", 10, hidden=True),
    SheetColumn("notice", "通知代码（勿改）", 10, hidden=True),
    SheetColumn("seal", "校验（勿改）", 10, hidden=True),
)
# The order of both is that of the digests of sheets that are out, whatever the order of columns.
OPEN = ("owner", "progress", "status", "done_on", "evidence", "problem", "measure", "remark")
LOCKED = ("item", "work", "kind", "lead", "units", "due", "timeliness")
"""The columns under the seal. 序号 is not among them: whoever sorts the sheet numbers it anew; nor
is what later versions put beside them, which a sheet that is out does not have."""
STATUSES = tuple(labels.STATUS.values())
"""The words that the status column takes, in the order of its drop-down."""

WAITING = "情形发生后"
"""In the place of a date, while the event of a task has not happened."""

Row = dict[str, str]
"""The texts of one row by the code of the column."""


class PlacedRows(NamedTuple):
    """The assignments of one sheet, in its order, and where they stand among all that go out."""

    pairs: list[tuple[Entry, Assignment]]
    first: int
    """The running number of the first."""
    total: int
    """How many go out together, on all sheets."""


def sheets_of(entries: Sequence[Entry]) -> tuple[PlacedRows, PlacedRows]:
    """What is surely somebody's duty, and what is presumed; what was returned first in each."""
    sure, presumed = (_returned_first(entries, presumed) for presumed in (False, True))
    total = len(sure) + len(presumed)
    return PlacedRows(sure, 1, total), PlacedRows(presumed, len(sure) + 1, total)


def _returned_first(entries: Sequence[Entry], presumed: bool) -> list[tuple[Entry, Assignment]]:
    shown = ((entry, one) for entry in entries for one in entry.shown if one.presumed == presumed)
    return sorted(shown, key=lambda pair: not pair[1].returned)


def register_rows(
    pairs: Iterable[tuple[Entry, Assignment]],
    names: Mapping[str, str],
    first: int = 1,
    total: int = 0,
) -> Iterator[Row]:
    """A row for each assignment; `names` are those of the notices by their ids.

    Rows are made one at a time: an export may have 180,000 of them. `total` goes into the seal,
    so that rows which do not come back are missed; 0 where it is not known.
    """
    for number, (entry, one) in enumerate(pairs, first):
        row = register_row(entry, one, f"{number if total else 0}.{total}")
        name = {"notice_name": cell_text(names.get(entry.notice, ""))}
        yield row | told_columns(entry, one) | name | {"number": str(number)}


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
        "item": clause_text(entry),
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


def clause_text(entry: Entry) -> str:
    """The clause with its period in words: 6.3（2025年上半年）. Sheets of 0.1.0 have the id."""
    if "@" not in entry.id:
        return entry.id
    words = period_words(entry.period.name, entry.period.label, with_year=True)
    return f"{entry.task.id}（{words}）"


def told_columns(entry: Entry, assignment: Assignment) -> Row:
    """What the program knows besides: who takes it and why, how much, what proof, what waits.

    Never sealed.
    """
    party, quantity = assignment.party, entry.task.quantity
    amount = quantity.text if quantity else ""
    if quantity and (value := assignment.present.value) is not None:
        amount += f"（已 {value} {quantity.unit}）"
    texts = {
        "charge": "\n".join(_charge_lines(entry, assignment)),
        "grounds": "" if party.id == COUNTY else labels.GROUND[party.ground],
        "amount": amount,
        "passing": "；".join(detail_texts(entry, assignment)),
        "wanted": "；".join(entry.task.evidence),
    }
    return {code: cell_text(text) for code, text in texts.items()}


def _charge_lines(entry: Entry, assignment: Assignment) -> Iterator[str]:
    """Who is in charge and on what ground, and on what ground the date rests."""
    party = assignment.party
    who = status_words.whole_owner_text(entry) if entry.shared else phrases.unit_name(party)
    why = [phrases.source_text(party)] if party.id != COUNTY else []
    why += ["待分工"] if entry.division == "open" else []
    yield who
    if why:
        yield "，".join(why)
    if assignment.due or not entry.waiting:
        yield f"时限：{labels.short_basis(assignment.basis, entry.words)}"


def _no_date(entry: Entry) -> str:
    """What stands for the date of an assignment that has none of its own."""
    return WAITING if entry.waiting else phrases.own_due(entry.deciding, entry.words)


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
        elif event.note and event.action not in ("remind", "receive"):
            texts["progress"] = event.note
        if event.action == "na" and assignment.status == "na":
            texts["remark"] = texts["remark"] or event.reason
    return texts | {
        "status": labels.STATUS[assignment.status],
        "done_on": str(day) if day else "",
        "evidence": "；".join(names),
    }
