"""What units wrote of their duties (存在问题, 下步措施), gathered for the monthly report. Pure.

Only what still holds is taken: the newest word of a unit on a duty that is open, and whatever was
written in the month of the report. Who wrote it is named, as with what was returned: by writing of
a duty a unit has taken it on, and its own word does not blame it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import Section
from yqsafety.notice.schedule import OPEN
from yqsafety.reports.document import Paragraph, Table, TextColumn
from yqsafety.wording.labels import FIELD
from yqsafety.wording.paper_words import (
    clauses_text,
    in_one_line,
    named_few,
    paper_id,
    says_nothing,
    section_heading,
)

FEW = 5
"""So many statements of a section stand in the text; all of them then in an annex."""


class WrittenWord(NamedTuple):
    """What one unit wrote of one duty: a text for each field of notes, empty where it has none."""

    entry: Entry
    unit: str
    problem: str
    measure: str


def written_words(entries: Iterable[Entry], since: dt.date) -> list[WrittenWord]:
    """What units wrote that still holds, in the document's order.

    `since` is the first day of the month that the report is about.
    """
    found = []
    for entry in entries:
        for one in entry.assignments:
            problem = _newest_text(one, "problem", since)
            measure = _newest_text(one, "measure", since)
            if problem or measure:
                found.append(WrittenWord(entry, one.party.name, problem, measure))
    return found


def _newest_text(one: Assignment, field: str, since: dt.date) -> str:
    """The newest word of a unit in a field; empty where it says that there is nothing."""
    words = [e for e in one.present.history if e.action == "note" and e.field == field]
    if not words or says_nothing(words[-1].note):
        return ""
    holds = (one.status in OPEN and not one.is_transferred) or words[-1].on >= since
    return in_one_line(words[-1].note) if holds else ""


class SectionWords(NamedTuple):
    """The statements on one section, the same text of several units in one."""

    heading: str
    clauses: tuple[str, ...]

    @property
    def paragraph(self) -> Paragraph:
        """The first statements under the heading of the section, and how many there are."""
        count = len(self.clauses)
        some = f"共{count}条，主要是：" if count > FEW else ""
        return Paragraph(f"“{self.heading}”方面：{some}{clauses_text(self.clauses[:FEW])}")


def by_section(ledger: Ledger, words: Sequence[WrittenWord], field: str) -> list[SectionWords]:
    """The statements in one field, gathered by section, in the document's order."""
    # Two notices may number their sections alike; a section is the same by identity.
    found: dict[Section, dict[str, list[WrittenWord]]] = {}
    for word in words:
        if text := getattr(word, field):
            found.setdefault(word.entry.section, {}).setdefault(text, []).append(word)
    return [
        SectionWords(
            section_heading(ledger, next(iter(texts.values()))[0].entry),
            tuple(_clause(ledger, text, some) for text, some in texts.items()),
        )
        for texts in found.values()
    ]


def _clause(ledger: Ledger, text: str, some: Sequence[WrittenWord]) -> str:
    """A statement with who made it and of which task: 人员不足（县水利局，4.4）."""
    units = list(dict.fromkeys(word.unit for word in some))
    ids = list(dict.fromkeys(paper_id(ledger, word.entry) for word in some))
    return f"{text}（{named_few(units)}，{'、'.join(ids)}）"


def words_table(ledger: Ledger, words: Iterable[WrittenWord]) -> Table:
    """Everything that was written, a row a unit and duty."""
    columns = (
        TextColumn("编号", 22),
        TextColumn("单位", 26),
        TextColumn(FIELD["problem"], 54),
        TextColumn(FIELD["measure"], 54),
    )
    rows = ((paper_id(ledger, word.entry), word.unit, word.problem, word.measure) for word in words)
    return Table(columns, tuple(rows))
