"""Which assignment a row of a returned register is about, and whether its locked cells are whole.

Rows are known by the hidden columns, or, where those are gone, by clause, unit and task. Whichever
way, what the row shows is compared with the assignment found: a hidden cell that was changed, or
rows that slipped by one, must not record a result for another duty. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from yqsafety.errors import UsageError
from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import COUNTY
from yqsafety.recording.targets import find_entries
from yqsafety.register.gone_rows import event_since, no_entry, not_on_row
from yqsafety.register.rows import COLUMNS, LOCKED, WAITING, Row, possible_marks, register_row
from yqsafety.register.seals import Seal, read_seal, slack_text
from yqsafety.register.sheets import Cell
from yqsafety.register.shown_cells import found_by_shown_cells, names_clause
from yqsafety.register.table import BadCell, Line, shown_content
from yqsafety.safe_text import MAX_CELL, cell_text
from yqsafety.wording import phrases
from yqsafety.wording.labels import TIMELINESS

STEADY = ("item", "work", "kind", "units")
"""The locked columns that do not change with time and with what is recorded."""
_LABEL = {column.code: column.label for column in COLUMNS}


class Match:
    """The assignment that a row is about."""

    def __init__(
        self, entry: Entry, assignment: Assignment, unit: str, seal: Seal | None, named: str
    ) -> None:
        self.entry = entry
        self.sent_waiting = not entry.waiting and named == entry.task.id
        """Whether the row went out before its event had happened."""
        self.sent_waiting &= entry.task.timing.kind == "triggered"
        self.assignment = assignment
        self.unit = unit
        """The unit's id, or COUNTY."""
        self.seal = seal
        """None where the sheet has none any more."""


def match_line(ledger: Ledger, line: Line) -> Match:
    """The assignment of a row, once its seal and its locked cells agree; BadCell where not."""
    for code in ("id", "unit_id", "notice", "seal", *STEADY):
        if len(line.text(code)) > MAX_CELL // 2:
            raise BadCell((code, "内容过长，请恢复原样"))
    seal = read_seal(line.text("seal"))
    if line.text("seal") and seal is None:
        raise BadCell(("seal", "校验列被改动，请恢复原样，或把整列删去"))
    if line.text("id"):
        entry, assignment, unit = _by_hidden_cells(ledger, line)
    else:
        entry, assignment, unit = found_by_shown_cells(ledger, line)
    named = line.text("id") or line.text("item").strip()
    match = Match(entry, assignment, unit, seal, named)
    ident = entry.task.id if match.sent_waiting else entry.id
    hidden = {"id": ident, "unit_id": unit, "notice": entry.notice}
    if seal and not seal.holds_identity(hidden):
        said = (
            f"“{shown_content(line.text('id')) or entry.id}”与校验不符，编号可能被当成数字"
            "（12.10 成了 12.1），或被改动，请重新导出后填报"
        )
        raise BadCell(("id", said))
    _check_locked(ledger, line, match)
    return match


def _by_hidden_cells(ledger: Ledger, line: Line) -> tuple[Entry, Assignment, str]:
    """The row's assignment by its hidden columns."""
    named = line.text("id")
    if ledger.of_notice(line.text("notice")) is None:
        raise BadCell(
            ("notice", f"不是本通知的台账（{shown_content(line.text('notice')) or '空'}）")
        )
    unit = line.text("unit_id")
    try:
        entries = find_entries(ledger, named[:80])
    except UsageError:
        entries = []
    # A bare task id finds all its occurrences; only the one with this very id is meant.
    entry = next((one for one in entries if one.id == named), None)
    assignment = entry.row_of(unit) if entry else None
    if assignment is None and (since := event_since(entries, named, unit)):
        entry, assignment = since, since.row_of(unit)
    if entry is None:
        raise no_entry(ledger, named)
    if assignment is None:
        raise not_on_row(ledger, entry, unit, line)
    return entry, assignment, unit


def _check_locked(ledger: Ledger, line: Line, match: Match) -> None:
    """BadCell, with the right texts, for locked cells that are not what they were or should be."""
    assignment, seal = match.assignment, match.seal
    shown = {code: _locked_text(line.cells[code]) for code in LOCKED if code in line.cells}
    _check_coded(ledger, line, match)
    right = None
    checked: tuple[str, ...] = ()
    if seal and len(shown) == len(LOCKED) and seal.holds_locked(shown, LOCKED):
        # Untouched since it went out; the catalogue may word the task otherwise by now. The first
        # way of sealing does not cover the hidden columns: clause and unit must be the same.
        if seal.version == 1 and slack_text(shown["item"]) != slack_text(match.entry.id):
            checked = ("item",)
        elif _is_of_other_unit(ledger, match, shown["units"]):
            checked = ("units",)
        if not checked:
            return
    now = register_row(match.entry, assignment)
    if match.sent_waiting:
        now |= {"item": match.entry.task.id, "due": WAITING, "timeliness": TIMELINESS["waiting"]}
    # A sheet of before names the period by its id, and a catalogue may rename a period.
    if names_clause(shown.get("item", ""), match.entry):
        now["item"] = shown["item"]
    if not checked:
        right = _as_sent(now, shown, match) if seal else None
        # Where the cells that went out are not known any more, those of today stand for them. A
        # result of the county may have gone out with some of its units only, and how it stands
        # changes with what others report.
        steady = STEADY[:-1] if assignment is match.entry.whole else STEADY
        timed = ("due", "lead", "timeliness") if seal and not match.entry.shared else ()
        checked = LOCKED if right else (*steady, *timed)
        if seal and not right and match.entry.shared:
            checked = (*checked, *_changed_facts(shown, now, match))
    right = right or now
    if bad := [c for c in checked if c in shown and slack_text(shown[c]) != slack_text(right[c])]:
        raise BadCell(*((code, _restore(code, right, line)) for code in bad))


def _is_of_other_unit(ledger: Ledger, match: Match, shown: str) -> bool:
    """Whether a row under a seal of the first way names another unit than its hidden columns."""
    first = match.seal is not None and match.seal.version == 1
    return first and match.unit != COUNTY and not _names_unit(ledger, shown, match.assignment)


def _locked_text(cell: Cell) -> str:
    return f"={cell.text}" if cell.kind == "formula" else cell.text


def _check_coded(ledger: Ledger, line: Line, match: Match) -> None:
    """In a CSV file of codes only the sentence and the unit show what a row is about."""
    entry = match.entry
    quote = slack_text(cell_text(entry.task.quote))
    if "quote" in line.cells and slack_text(line.text("quote")) != quote:
        said = f"不是 {entry.id} 的原文，编号可能被当成数字（12.10 成了 12.1），请重新导出后填报"
        raise BadCell(("id", said))
    unit, known = line.text("unit"), "unit" in line.cells and match.unit != COUNTY
    if known and not _names_unit(ledger, unit, match.assignment):
        raise BadCell(("unit_id", f"不是“{shown_content(unit)}”的代码，请重新导出后填报"))


def _names_unit(ledger: Ledger, text: str, assignment: Assignment) -> bool:
    """Whether a cell 责任单位 names the unit, by its name of today or an alias."""
    party = assignment.party
    try:
        return (
            slack_text(text) == slack_text(cell_text(party.name))
            or ledger.roster.find(text).body.id == party.id
        )
    except UsageError:
        return False


def _as_sent(now: Row, shown: Row, match: Match) -> Row | None:
    """The locked cells as they went out, found by the seal among what they can have been.

    Date, its state and the leading unit change with time and with what the office records.
    """
    seal = match.seal
    newest = match.assignment.present.history[-200:]
    marks = possible_marks(newest)
    dues = _dues_shown(now, match)
    leads = dict.fromkeys((now["lead"], "", now["units"]))
    words = [cell_text(f"{said}{mark}") for said in TIMELINESS.values() for mark in marks]
    # How a result of the county stands changes with what others report: the cell itself tells.
    words += [shown["timeliness"]] if match.entry.shared and "timeliness" in shown else []
    for due, said, lead in product(dues, words, leads):
        row = now | {"due": due, "timeliness": said, "lead": lead}
        if seal and seal.holds_locked(row, LOCKED):
            return row
    return None


def _dues_shown(now: Row, match: Match) -> list[str]:
    """What 完成时限 can have said; a date that was set was not marked as such before 0.2.0."""
    one, words = match.entry.whole or match.assignment, match.entry.words
    days = {event.until for event in one.present.history[-200:] if event.until}
    marked = [phrases.own_due(one._replace(due=day, basis="local"), words) for day in sorted(days)]
    plain = map(str, sorted(days))
    return list(dict.fromkeys((now["due"], str(match.entry.period.due), *marked, *plain)))


def _changed_facts(shown: Row, now: Row, match: Match) -> Iterator[str]:
    """The cells of a result of the county that cannot have gone out as they are."""
    days = _dues_shown(now, match)
    if "due" in shown and slack_text(shown["due"]) not in map(slack_text, days):
        yield "due"
    names = {slack_text(name) for name in now["units"].split("、")}
    if "units" in shown and not {slack_text(n) for n in shown["units"].split("、")} <= names:
        yield "units"


def _restore(code: str, right: Row, line: Line) -> str:
    text = shown_content(line.text(code)) or "空"
    wanted = right[code] if len(right[code]) <= 60 else f"{right[code][:60]}…"
    put = f"“{wanted}”" if wanted else "空白"
    return f"“{_LABEL[code]}”是锁定的内容，被改为“{text}”，请恢复为{put}"
