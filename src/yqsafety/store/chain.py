"""The events of a shared store as they arrive: their chain is checked, then they are read. Pure.

Each row carries the digest of the row before it and of all that it says. So a row that was altered,
left out or put in does not fit, and whoever has seen the newest digest notices a table that was
rewritten from end to end.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from yqsafety.ledger.events import Event
from yqsafety.store.event_json import STRICT, plain_event
from yqsafety.store.state_format import State

ROOT = b"\0"
"""The digest before the first event."""
_STAMPED = ("at", "by", "origin")


class ChainBroken(Exception):
    """A row that does not follow from the one before: its `number`."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


class StoredRow(NamedTuple):
    """One row of the table of events."""

    seq: int
    at: str
    person: str
    origin: str
    login: str
    body: str
    """The event as it was stated, byte for byte."""
    hash: bytes


def stored_row(row: Sequence[Any]) -> StoredRow:
    """A row as the driver gives it, whose bytes are a view."""
    seq, at, person, origin, login, body, digest = row
    return StoredRow(seq, at, person, origin, login, body, bytes(digest))


def numbered(state: State) -> int:
    """The number of the newest row that a state holds, those that cannot be read included."""
    return len(state.events) + state.unread


def head_of(state: State) -> bytes:
    """The digest of the newest row that a state holds."""
    return bytes.fromhex(state.seal.decode()) or ROOT


def chained_digest(before: bytes, said: Iterable[str]) -> bytes:
    """The digest of a row: of the one before it, and of each piece with its length."""
    text = "".join(f"{len(piece)}:{piece}" for piece in said)
    return hashlib.sha256(before + text.encode()).digest()


def extended_state(state: State, rows: Sequence[StoredRow]) -> tuple[State, list[str]]:
    """A state with the rows that follow it, and the lines to keep of them; ChainBroken.

    A row that cannot be read is counted and set aside: what one account managed to put in must not
    keep the others from their records.
    """
    number, head = numbered(state), head_of(state)
    lines = []
    for row in rows:
        number += 1
        said = (str(row.seq), row.at, row.person, row.origin, row.login, row.body)
        head = chained_digest(head, said)
        if row.seq != number or head != row.hash:
            raise ChainBroken(row.seq)
        lines.append(stamped_line(row))
    events, unread = read_lines(lines)
    more = (*state.events, *events)
    seal = head.hex().encode() if lines else state.seal
    return state._replace(events=more, unread=state.unread + unread, seal=seal), lines


def stamped_line(row: StoredRow) -> str:
    """An event as a state file has it: as it was stated, with time, name and origin."""
    try:
        stated = json.loads(row.body)
        said = dict(zip(_STAMPED, (row.at, row.person, row.origin), strict=True))
        return json.dumps(stated | said, ensure_ascii=False)
    except (ValueError, TypeError, RecursionError):
        return "null"


def read_lines(lines: Iterable[str]) -> tuple[list[Event], int]:
    """The events on some lines, and how many of these cannot be read here."""
    events, unread = [], 0
    for line in lines:
        try:
            event = STRICT.decode(line)
        except (ValueError, RecursionError):
            event = None
        if type(event) is Event:
            events.append(event)
        else:
            unread += 1
    return events, unread


def stated_line(event: Event, *, foreign: bool) -> str:
    """What is sent of an event: one's own without what the store stamps, but for its register."""
    said: dict[str, Any] = plain_event(event)
    if not foreign:
        register = "/" in event.origin
        said = {k: v for k, v in said.items() if k not in _STAMPED or (k == "origin" and register)}
    return json.dumps(said, ensure_ascii=False)
