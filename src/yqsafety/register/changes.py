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

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.events import Event, fold_events
from yqsafety.notice.model import COUNTY
from yqsafety.notice.schedule import OPEN as OPEN_STATUSES
from yqsafety.notice.schedule import Status
from yqsafety.register.cells import evidence_names
from yqsafety.register.matching import BadCell, Match
from yqsafety.register.rows import COLUMNS, OPEN, Row, filled_columns, recorded_columns
from yqsafety.register.seals import same_text
from yqsafety.safe_text import composed_text, visible_text
from yqsafety.wording.labels import STATUS

_LABEL = {column.code: column.label for column in COLUMNS}
_MAX_BACK = 300
"""Events of one assignment that are looked back on to find what a sheet was made from."""
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


def changed_row(match: Match, given: Given, file: str, today: dt.date) -> Row:
    """The open columns as they will be; BadCell where somebody else has changed a cell since.

    `file` is the name of the register's file, by which its own earlier imports are known.
    """
    now = filled_columns(match.assignment)
    sent, newer = _as_exported(match)
    mine = [e for e in newer if _from_register(e, match.unit)]
    last = _columns_after(match, mine[-1]) if mine else sent
    others = [e for e in newer if e not in mine and not _is_plain_note(e)]
    after = dict(now)
    touched = [c for c in OPEN if c in given.texts and not _untouched(c, given.texts, sent, last)]
    anew = bool(touched and match.assignment.present.returned and given.status == "done")
    if anew:
        # What was sent back is reported anew as soon as the unit has changed anything on it.
        touched += PAIR
        others = [event for event in others if event.action != "return"]
    for code in _with_pair(touched):
        text = given.texts[code]
        if same_cell(code, text, now[code]):
            continue
        if code == "evidence":
            after[code] = _with_new_names(text, last or now, now[code])
            continue
        if not text and code != "done_on" and sent is None:
            continue
        if sent is None and (match.assignment.present.history or now[code]) and not mine:
            _conflict(match, code, now, "没有校验列，分不清先后")
        if not (anew and code in PAIR) and _said_before(match, mine, code, text):
            _conflict(match, code, now, "表中是早先报过的内容，之后已有新登记")
        if _changed_by(others, match, code):
            _conflict(match, code, now, "导出后已有新登记")
        if mine and any(_other_file_today(event, file, today) for event in mine):
            _conflict(match, code, now, "今天已收过另一个文件的填报")
        after[code] = text
    return after


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
        raise BadCell("evidence", f"佐证材料只增不减，请补回“{lost[0]}”")
    known = _names(now)
    added = [one for one in evidence_names(text) if composed_text(one) not in known]
    return "；".join([*([now] if now else []), *added])


def _with_pair(touched: list[str]) -> list[str]:
    """With a status its day is said as well, and with a day its status."""
    return [c for c in OPEN if c in touched or (c in PAIR and set(PAIR) & set(touched))]


def _untouched(code: str, given: Row, sent: Row | None, last: Row | None) -> bool:
    """Whether the unit left a cell as it went out, or as it sent it before."""
    return any(row is not None and same_cell(code, given[code], row[code]) for row in (sent, last))


def _as_exported(match: Match) -> tuple[Row | None, list[Event]]:
    """The open columns as the sheet was made, and what was recorded since.

    None, with all that was recorded, where that cannot be found.
    """
    history = list(match.assignment.present.history)
    if match.seal is None:
        return (None if history else filled_columns(match.assignment)), history
    for count in range(len(history), max(-1, len(history) - _MAX_BACK), -1):
        row = _columns_of(match, history[:count])
        if match.seal.holds_filled(row, OPEN):
            return row, history[count:]
    return None, history


def _columns_after(match: Match, event: Event) -> Row:
    history = list(match.assignment.present.history)
    return _columns_of(match, history[: history.index(event) + 1])


def _columns_of(match: Match, events: list[Event]) -> Row:
    """The open columns after the first events of an assignment."""
    return filled_columns(_assignment_after(match, events))


def _assignment_after(match: Match, events: list[Event]) -> Assignment:
    if len(events) == len(match.assignment.present.history):
        return match.assignment
    present = fold_events(events, match.entry.task.goal, match.entry.shared)
    out = present.released and {match.assignment.party.id, COUNTY} & present.released
    status: Status = "na" if out else present.status
    return match.assignment._replace(present=present, status=status)


def _from_register(event: Event, unit: str) -> bool:
    """Whether an event came in with a register of this very unit."""
    return event.unit == unit and "/" in event.origin


def _other_file_today(event: Event, file: str, today: dt.date) -> bool:
    """Whether it came from another file today: of two versions nobody knows which is newer."""
    return event.at[:10] == str(today) and event.origin.partition("/")[2] != file


def _is_plain_note(event: Event) -> bool:
    """Whether it is a remark that belongs to no column, such as 已电话催办 of the office."""
    return event.action in ("note", "confirm", "extend") and not event.field and not event.evidence


def _changed_by(others: list[Event], match: Match, code: str) -> bool:
    """Whether one of these events has changed a cell."""
    history = list(match.assignment.present.history)
    for event in others[-20:]:
        place = history.index(event)
        before, after = (_columns_of(match, history[:n]) for n in (place, place + 1))
        if not same_text(before[code], after[code]):
            return True
    return len(others) > 20


def _said_before(match: Match, mine: list[Event], code: str, text: str) -> bool:
    """Whether the unit has sent this very text before, and another one since."""
    rows = [_columns_after(match, event) for event in mine[-20:-1]]
    return bool(text) and any(same_text(row[code], text) for row in rows)


def _conflict(match: Match, code: str, now: Row, why: str) -> None:
    said = (
        f"{match.entry.id} {why}，“{_LABEL[code]}”现为“{now[code][:30] or '空'}”，请重新导出后填报"
    )
    raise BadCell(code, said)


def new_status(given: Status | str, now: Status) -> Status:
    """The status that a word means: 未完成 leaves what is open as it is, and opens what is done."""
    if given == "open":
        return now if now in OPEN_STATUSES else "doing"
    return next(status for status in STATUS if status == given)


def unseen_letters(match: Match) -> tuple[tuple[str, str], ...]:
    """The characters of recorded texts that the export wrote as escapes."""
    recorded = recorded_columns(match.assignment)
    letters = {letter for text in recorded.values() for letter in text if not letter.isprintable()}
    return tuple((visible_text(one), one) for one in sorted(letters) if visible_text(one) != one)
