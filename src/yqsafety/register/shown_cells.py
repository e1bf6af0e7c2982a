"""What a row is about by what it shows, where its hidden columns are gone. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yqsafety.errors import UsageError
from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.ledger import Ledger
from yqsafety.recording.targets import find_entries
from yqsafety.register.gone_rows import event_since
from yqsafety.register.rows import clause_text, register_row
from yqsafety.register.seals import slack_text
from yqsafety.register.table import BadCell, Line


def part_of_line(ledger: Ledger, line: Line) -> Ledger:
    """Of several notices the one that a row is about: by its hidden columns, else by its task."""
    if named := ledger.of_notice(line.text("notice")):
        return named
    work = slack_text(line.text("work"))
    for part in ledger.parts:
        entries = _entries_of_clause(part, line.text("item"))
        if any(slack_text(register_row(e, e.facts[0])["work"]) == work for e in entries):
            return part
    return ledger.parts[0]


def found_by_shown_cells(ledger: Ledger, line: Line) -> tuple[Entry, Assignment, str]:
    """The row's assignment by clause, unit and task, all three of which must be the same."""
    work, units = slack_text(line.text("work")), slack_text(line.text("units"))
    if not work or "work" not in line.columns:
        raise BadCell(("work", "没有条款或工作任务，无法对应，请补回该行左侧的内容，或删去该行"))
    entries = list(_entries_of_clause(ledger, line.text("item")))
    for entry in entries:
        for assignment in (*entry.facts, *(entry.assignments if entry.shared else ())):
            row = register_row(entry, assignment)
            if slack_text(row["work"]) != work:
                break
            if slack_text(row["units"]) == units:
                unit = row["unit_id"]
                # Of a clause without its period several events can be meant.
                meant = None if entry.waiting else event_since(entries, line.text("item"), unit)
                found = meant or entry
                return found, found.row_of(unit) or assignment, unit
    said = (
        "没有编号，条款、责任单位、工作任务也对不上，可能是手工加的行，请删去，或按导出的台账改回"
    )
    raise BadCell(("work", said))


def names_clause(text: str, entry: Entry) -> bool:
    """Whether a cell 条款 is that of an entry: as written now, or with the id of its period."""
    return slack_text(text) in (slack_text(clause_text(entry)), slack_text(entry.id))


def _entries_of_clause(ledger: Ledger, clause: str) -> Iterator[Entry]:
    """The entries that a cell 条款 may mean; 12.1 may have been 12.10 before a spreadsheet."""
    clause = clause.strip()[:80]
    bare, *period = re.split(r"[@（(]", clause, maxsplit=1)
    for text in dict.fromkeys((bare.strip(), f"{bare.strip()}0")):
        try:
            entries = find_entries(ledger, text)
        except UsageError:
            continue
        whole = clause.replace(bare, text, 1)
        yield from (e for e in entries if not period or names_clause(whole, e))
