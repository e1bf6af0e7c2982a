"""What was recorded of a row since its sheet was made, and by whom. Pure.

The seal of a row says what its open cells were when it went out. Found among what was recorded up
to each event, it tells which events came later, and so what the unit cannot have known.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from yqsafety.ledger.assignments import Assignment
from yqsafety.ledger.events import Event, fold_events
from yqsafety.ledger.shared import derive_result, fold_shared
from yqsafety.register.matching import Match
from yqsafety.register.rows import OPEN, Row, filled_columns
from yqsafety.register.seals import same_text

_MAX_BACK = 300
"""Events of one assignment that are looked back on to find what a sheet was made from."""


class Since(NamedTuple):
    """What happened to a row since the sheet was made."""

    now: Row
    sent: Row | None
    """The open cells as they went out; None where that cannot be found."""
    mine: list[Event]
    """What came in with registers of this very unit."""
    others: list[Event]
    last: Row | None
    """The open cells as the unit sent them last."""


def since_export(match: Match) -> Since:
    """What was recorded of a row since its sheet was made."""
    sent, newer = _as_exported(match)
    mine = [event for event in newer if _from_register(event, match.unit)]
    others = [event for event in newer if event not in mine and not _is_plain_note(event)]
    last = _columns_after(match, mine[-1]) if mine else sent
    return Since(filled_columns(match.entry, match.assignment), sent, mine, others, last)


def conflict_with(match: Match, since: Since, code: str, text: str, anew: bool) -> str:
    """Why a cell cannot be taken although the unit has changed it; empty where it can."""
    known = match.assignment.present.history or since.now[code]
    if since.sent is None and known and not since.mine:
        return "不是由本机的登记导出，分不清先后" if match.seal else "没有校验列，分不清先后"
    if not anew and _said_before(match, since.mine, code, text):
        return "表中是早先报过的内容，之后已有新登记"
    others = [event for event in since.others if not (anew and event.action == "return")]
    return "导出后已有新登记" if _changed_by(others, match, code) else ""


def _as_exported(match: Match) -> tuple[Row | None, list[Event]]:
    """The open columns as the sheet was made, and what was recorded since.

    None, with all that was recorded, where that cannot be found.
    """
    history = list(match.assignment.present.history)
    if match.seal is None:
        # What went out before the event happened was blank.
        blank = all(match.sent_waiting and event.action == "trigger" for event in history)
        return (_columns_of(match, []) if blank else None), history
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
    return filled_columns(match.entry, _assignment_after(match, events))


def _assignment_after(match: Match, events: list[Event]) -> Assignment:
    if len(events) == len(match.assignment.present.history):
        return match.assignment
    entry, goal = match.entry, match.entry.task.goal
    if match.assignment is entry.whole:
        owner = entry.owner.id if entry.owner else None
        units = [one.party.id for one in entry.assignments]
        before = entry.task.done_by_before == "each"
        presents = fold_shared(events, goal)
        present = derive_result(presents, owner, units, events, each_before=before).present
    else:
        present = fold_events(events, goal)
    return match.assignment._replace(present=present, status=present.status)


def _from_register(event: Event, unit: str) -> bool:
    """Whether an event came in with a register of this very unit, and says something of its own."""
    return event.unit == unit and "/" in event.origin and event.action != "receive"


def other_file_today(event: Event, file: str, today: dt.date) -> bool:
    """Whether it came from another file today: of two versions nobody knows which is newer."""
    return event.at[:10] == str(today) and event.origin.partition("/")[2] != file


def _is_plain_note(event: Event) -> bool:
    """Whether it is a remark that belongs to no column, such as 已电话催办 of the office."""
    plain = ("note", "trigger", "confirm", "extend", "remind", "receive", "apply", "refuse")
    return event.action in plain and not event.field and not event.evidence


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
