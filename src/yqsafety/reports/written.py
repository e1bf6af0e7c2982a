"""What units wrote of their duties (进展, 问题, 措施), gathered for the monthly report. Pure.

Only what still holds is taken: the newest word of a unit on a duty that is open, and whatever was
written in the month of the report; of progress only the latter. Who wrote it is named, as with what
was returned: by writing of a duty a unit has taken it on, and its own word does not blame it.
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
SOME_PROGRESS = 2
"""So many statements on progress of a section stand in the text."""


FIELDS = ("progress", "problem", "measure")
"""The fields of notes that are gathered."""


class WrittenWord(NamedTuple):
    """What one unit wrote of one duty: a text for each field of notes, empty where it has none."""

    entry: Entry
    unit: str
    progress: str
    problem: str
    measure: str


def written_words(entries: Iterable[Entry], since: dt.date) -> list[WrittenWord]:
    """What units wrote that still holds, in the document's order.

    `since` is the first day of the month that the report is about.
    """
    found = []
    for entry in entries:
        for one in entry.assignments:
            texts = [_newest_text(one, field, since) for field in FIELDS]
            if any(texts):
                found.append(WrittenWord(entry, one.party.name, *texts))
    return found


def _newest_text(one: Assignment, field: str, since: dt.date) -> str:
    """The newest word of a unit in a field; empty where it says that there is nothing."""
    words = [e for e in one.present.history if e.action == "note" and e.field == field]
    if not words or says_nothing(words[-1].note):
        return ""
    # What a unit did is news of its month; what troubles it does so until the duty is finished.
    is_open = one.status in OPEN and not one.is_transferred
    holds = words[-1].on >= since or (is_open and field != "progress")
    return in_one_line(words[-1].note) if holds else ""


class SectionWords(NamedTuple):
    """The statements on one section, the same text of several units in one."""

    heading: str
    clauses: tuple[str, ...]

    def paragraph(self, annex: str, few: int = FEW) -> Paragraph:
        """The first statements under the heading of the section, and where all of them are."""
        some = f"共{len(self.clauses)}条（见{annex}），主要是：" if len(self.clauses) > few else ""
        return Paragraph(f"“{self.heading}”方面：{some}{clauses_text(self.clauses[:few])}")


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
    some = tuple(words)
    fields = [field for field in FIELDS if any(getattr(word, field) for word in some)]
    columns = (
        TextColumn("编号", 22),
        TextColumn("单位", 26),
        *(TextColumn(FIELD[field], 108 // len(fields)) for field in fields),
    )
    rows = (
        (paper_id(ledger, word.entry), word.unit, *(getattr(word, field) for field in fields))
        for word in some
    )
    return Table(columns, tuple(rows))


def is_long(ledger: Ledger, words: Sequence[WrittenWord]) -> bool:
    """Whether more was written of a section than stands in the text."""
    return any(
        len(one.clauses) > (SOME_PROGRESS if field == "progress" else FEW)
        for field in FIELDS
        for one in by_section(ledger, words, field)
    )
