"""Comparing a row that came back with what is recorded. Pure.

A unit gets the register, fills in the open columns and sends it back, weeks later, often more than
once. Three states of a row are held against each other, cell by cell: as it went out (found by the
seal among what was recorded up to then), as it is recorded now, and as the unit filled it in. What
the unit did not touch says nothing. What it touched is recorded, unless somebody else has changed
the same cell since. What came in from this unit's own register before is no one else's: the same
workbook may be filled on month after month.

So exporting and importing changes nothing, and importing twice records once. What must never
happen: a newer record is overwritten by an older sheet.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from yqsafety.ledger.assignments import Entry
from yqsafety.notice.schedule import OPEN as OPEN_STATUSES
from yqsafety.notice.schedule import REPORTED, Status
from yqsafety.register.cells import evidence_names
from yqsafety.register.matching import Match
from yqsafety.register.rows import COLUMNS, OPEN, Row, recorded_columns
from yqsafety.register.seals import same_text
from yqsafety.register.since_export import Since, conflict_with, other_file_today, since_export
from yqsafety.register.table import BadCell
from yqsafety.safe_text import composed_text, visible_text
from yqsafety.wording.labels import STATUS

_LABEL = {column.code: column.label for column in COLUMNS}
PAIR = ("status", "done_on")
"""Columns that say one thing together: a day belongs to its status."""


class Taken(NamedTuple):
    """A word that was taken for something else than it is: `typed` as `meant`."""

    code: str
    typed: str
    meant: str


class FilledRow(NamedTuple):
    """One row as it was recorded (`before`) and as it will be (`after`)."""

    entry: Entry
    unit: str
    status: Status
    """The code now reported."""
    day: dt.date | None
    """The day given for 办结; None where the cell is empty."""
    before: Row
    after: Row
    sheet: str
    place: str
    taken: tuple[Taken, ...] = ()
    reason: str = ""
    """Why it is 不适用."""
    unseen: tuple[tuple[str, str], ...] = ()
    """Characters that act without being seen, as the sheet shows them and as they are recorded."""

    @property
    def columns(self) -> list[str]:
        """The codes of the open columns that differ; none if the row says nothing new."""
        return [c for c in OPEN if not same_cell(c, self.before[c], self.after[c])]

    @property
    def taken_back(self) -> list[str]:
        """The codes of the columns in which something that was recorded is no longer said."""
        was = next(status for status, label in STATUS.items() if label == self.before["status"])
        back = was in REPORTED and self.status in OPEN_STATUSES
        back = back or (was == "doing" and self.status == "todo")
        said = [c for c in self.columns if self.before[c] and not self.after[c]]
        return ["status", *said] if back else said

    def typed(self, code: str) -> str:
        """A text as it is to be recorded: escapes that the export wrote are characters again."""
        text = self.after[code]
        for shown, letter in self.unseen:
            text = text.replace(shown, letter)
        return text


class Given(NamedTuple):
    """The open cells of a row as they were read."""

    texts: Row
    status: Status
    day: dt.date | None
    taken: tuple[Taken, ...]
    is_emptied: bool = False
    """Whether the cell of the status is empty."""


def changed_row(match: Match, given: Given, file: str, today: dt.date) -> Row:
    """The open columns as they will be; BadCell where somebody else has changed cells since.

    `file` is the name of the register's file, by which its own earlier imports are known.
    """
    since = since_export(match)
    after, faults = dict(since.now), []
    untouched = [c for c in OPEN if c in given.texts and _untouched(c, given.texts, since)]
    touched = [c for c in OPEN if c in given.texts and c not in untouched]
    if given.is_emptied and "status" in touched:
        _refuse_emptied(match, since)
    # What was sent back is reported anew as soon as the unit has changed anything on it.
    anew = bool(touched and match.assignment.present.returned and given.status == "done")
    pair = PAIR if anew or set(PAIR) & set(touched) else ()
    for code in dict.fromkeys((*touched, *pair)):
        text = given.texts.get(code, since.now[code])
        if same_cell(code, text, since.now[code]):
            continue
        if code == "evidence":
            after[code] = _with_new_names(text, since.last or since.now, since.now[code])
        elif text or since.sent is not None or code == "done_on":
            after[code] = text
            if why := conflict_with(match, since, code, text, anew and code in PAIR):
                faults.append((code, why))
            elif any(other_file_today(event, file, today) for event in since.mine):
                faults.append((code, "今天已收过另一个文件的填报"))
    if faults:
        raise BadCell(*((code, _in_words(match, since.now, code, why)) for code, why in faults))
    return after


def _refuse_emptied(match: Match, since: Since) -> None:
    """BadCell where a status stood that is gone: a slip of the hand must not take a record back."""
    was = since.sent["status"] if since.sent else STATUS["todo"]
    if was != STATUS["todo"]:
        raise BadCell(
            (
                "status",
                f"{match.entry.id} 完成状态原为“{was}”，被清空；"
                f"取消登记的请写“{STATUS['todo']}”，没有变化的请填回“{was}”",
            )
        )


def _in_words(match: Match, now: Row, code: str, why: str) -> str:
    text = now[code][:30] or "空"
    return f"{match.entry.id} {why}，“{_LABEL[code]}”现为“{text}”，请重新导出后填报"


def same_cell(code: str, one: str, other: str) -> bool:
    """Whether two cells of a column say the same; of proof only the names count."""
    if same_text(one, other):
        return True
    return code == "evidence" and set(_names(one)) == set(_names(other))


def _names(text: str) -> list[str]:
    return [composed_text(name) for name in evidence_names(text)]


def _with_new_names(text: str, sent: Row, now: str) -> str:
    """The proof that is recorded and what the unit has added to it.

    Records are only ever appended to, so a name cannot be taken out by deleting it: BadCell.
    """
    given = _names(text)
    if lost := [name for name in _names(sent["evidence"]) if name not in given]:
        raise BadCell(("evidence", f"佐证材料只增不减，请补回“{lost[0]}”"))
    known = _names(now)
    added = [one for one in evidence_names(text) if composed_text(one) not in known]
    return "；".join([*([now] if now else []), *added])


def _untouched(code: str, given: Row, since: Since) -> bool:
    """Whether the unit left a cell as it went out, or as it sent it before."""
    return any(
        row is not None and same_cell(code, given[code], row[code])
        for row in (since.sent, since.last)
    )


def new_status(given: Status | str, now: Status) -> Status:
    """The status that a word means: 未完成 leaves what is open as it is, and opens what is done."""
    if given == "open":
        return now if now in OPEN_STATUSES else "doing"
    return next(status for status in STATUS if status == given)


def unseen_letters(match: Match) -> tuple[tuple[str, str], ...]:
    """The characters of recorded texts that the export wrote as escapes."""
    recorded = recorded_columns(match.entry, match.assignment)
    letters = {letter for text in recorded.values() for letter in text if not letter.isprintable()}
    return tuple((visible_text(one), one) for one in sorted(letters) if visible_text(one) != one)
