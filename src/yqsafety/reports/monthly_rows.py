"""What the monthly report is about, gathered once for all of its chapters. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.filters import Filters
from yqsafety.ledger.ledger import Ledger
from yqsafety.reports.document import Annex
from yqsafety.reports.monthly_figures import Peers
from yqsafety.reports.written import WrittenWord
from yqsafety.wording.paper_words import (
    paper_id,
)


class ReportRows(NamedTuple):
    """What the report is about, and what was gathered of it once for all chapters."""

    ledger: Ledger
    entries: tuple[Entry, ...]
    wanted: Filters
    words: Sequence[WrittenWord]
    peers: Sequence[Peers]
    annexes: tuple[Annex, ...]
    reply_by: dt.date | None

    def annex(self, title: str) -> str:
        """What an annex is called in the text: 附件2."""
        return next((one.label for one in self.annexes if one.title == title), "附件")

    @property
    def office(self) -> str:
        """The supervising office, as people call it."""
        return self.ledger.words.office

    @property
    def month(self) -> str:
        """The month of the report."""
        return f"{self.ledger.as_of.month}月份"

    def task_words(self, entry: Entry) -> str:
        """A task as sentences name it: 1.3（上半年）“…”."""
        return f"{paper_id(self.ledger, entry)}“{entry.task.title}”"
