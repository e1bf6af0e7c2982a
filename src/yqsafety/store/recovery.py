"""What can be had back of a damaged state file. Pure.

A file holds an event a line and grows only at its end, so the backup (the "copy" here) holds all
but the events of the last command. Those are taken from the damaged file where they are whole.
Whether they are what was written, the checksum shows: either it holds for the result, or they are
listed for people to look at.

Nothing may be restored in silence that could be wrong, and nothing is thrown away: where copy and
file differ the sound copy is believed, the damaged file is kept, and what a newer version wrote is
not touched (docs/reference.md, "The state file").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from yqsafety.ledger.events import Event
from yqsafety.store.event_json import NotRead
from yqsafety.store.layout import as_written
from yqsafety.store.state_format import (
    DamagedState,
    NewerState,
    State,
    dump_state,
    event_at,
    line_at_fault,
    named_id,
    named_version,
    parse_state,
    seal_of,
    sealed_anew,
)

_START = b'{"id": "'
"""How an event begins. It cannot occur inside a text, where its quotes would be escaped, so an
event is found even where the line end before it was damaged."""
_BETWEEN = " ,]}\r\n"
"""What may follow an event on its line."""
_FRAME = {b"", b"]}"}
"""The lines after the first that rightly hold no event."""
_OTHER_VERSION = "是另一版本的格式"


class EditRefused(Exception):
    """A file edited by hand cannot be accepted: `line` is the first at fault, `why` in Chinese."""

    def __init__(self, line: int, why: str) -> None:
        super().__init__(line, why)
        self.line = line
        self.why = why


class Salvage(NamedTuple):
    """What can be read of a damaged file, line by line."""

    events: tuple[tuple[int, Event], ...]
    """Whole events and the lines on which they stand, as often as they stand there."""
    unreadable: tuple[int, ...]
    """Lines that hold anything but whole events."""
    newer: bool = False
    """Whether the file holds a whole event of a newer version."""


class Recovery(NamedTuple):
    """What the file will hold, and what vouches for it."""

    state: State
    proved: bool
    """The checksum of the damaged file holds for it: not a bit differs from what was written."""
    both: int
    """Events that the copy and the file hold alike."""
    only_copy: int
    """Events that the file does not hold, or holds otherwise."""
    unverified: tuple[Event, ...]
    """Events that nothing but the file vouches for."""
    unreadable: tuple[int, ...] = ()
    differing: tuple[int, ...] = ()
    """Lines whose event, or its id, is another one in the copy."""
    clashing: tuple[int, ...] = ()
    """Lines that share an id and differ, and are not in the copy: none of them is taken."""


def salvage_events(raw: bytes) -> Salvage:
    """The whole events of a damaged file, also where line ends were damaged."""
    events: list[tuple[int, Event]] = []
    unreadable: list[int] = []
    newer = False
    for number, line in enumerate(raw.split(b"\n"), 1):
        before, *pieces = line.split(_START)
        whole = [_whole_event(piece) for piece in pieces]
        events += [(number, event) for event, _ in whole if type(event) is Event]
        newer = newer or any(event == "newer" for event, _ in whole)
        stray = number > 1 and before.strip() not in (_FRAME if not pieces else {b""})
        if stray or not all(clean for _, clean in whole):
            unreadable.append(number)
    return Salvage(tuple(events), tuple(unreadable), newer)


def _whole_event(piece: bytes) -> tuple[Event | NotRead, bool]:
    """The event of which `piece` is what follows _START, and whether nothing stray follows it."""
    text = (_START + piece).decode(errors="surrogateescape")
    try:
        event, end = event_at(text)
    except DamagedState:
        return "broken", False
    except NewerState:
        return "newer", False
    return event, not text[end:].strip(_BETWEEN)


def mend_state(raw: bytes, copy: State | None, spare_id: str) -> Recovery:
    """The union by id of the copy and of the file's whole events; where they differ, the copy's.

    `spare_id` is the state's id where neither says one. NewerState where the file holds an event of
    a newer version and its head, which would say of which, is damaged: that event would be lost. A
    head of a known version rules it out: then an action or a key was damaged.
    """
    raw = _in_our_layout(raw)
    found = salvage_events(raw)
    if found.newer and named_version(raw) is None:
        raise NewerState
    known = _by_id(copy)
    there = {event.id for _, event in found.events}
    # Events of the copy whose id is not in the file: there the id itself may be what was damaged.
    missing = {_content_of(event) for event in known.values() if event.id not in there}
    new: dict[str, Event] = {}
    both: set[str] = set()
    differing = []
    clashing = set()
    for line, event in found.events:
        if known.get(event.id) == event:
            both.add(event.id)
        elif event.id in known or _content_of(event) in missing:
            differing.append(line)
        elif new.setdefault(event.id, event) != event:
            clashing.add(event.id)
    added = tuple(event for event in new.values() if event.id not in clashing)
    state_id = (copy.id if copy else None) or named_id(raw) or spare_id
    state = State(state_id, (*known.values(), *added))
    proved = seal_of(raw) == seal_of(dump_state(state))
    return Recovery(
        state,
        proved,
        both=len(both),
        only_copy=len(known) - len(both),
        unverified=() if proved else added,
        unreadable=found.unreadable,
        differing=tuple(differing),
        clashing=tuple(line for line, event in found.events if event.id in clashing),
    )


def accept_edited(raw: bytes, copy: State | None) -> Recovery:
    """A file edited by hand on purpose, as it stands, under a checksum computed anew.

    EditRefused, with the first line at fault, unless everything but the checksum is in order.
    """
    # Some editors put a byte order mark before what they save.
    raw = _in_our_layout(raw.removeprefix(b"\xef\xbb\xbf"))
    found = salvage_events(raw)
    if found.unreadable:
        raise EditRefused(found.unreadable[0], "不是完整的记录")
    known = _by_id(copy)
    seen: set[str] = set()
    for line, event in found.events:
        if event.id in seen:
            raise EditRefused(line, f"编号 {event.id} 重复")
        seen.add(event.id)
    state = _sealed_state(raw)
    other = tuple(event for event in state.events if known.get(event.id) != event)
    both = len(state.events) - len(other)
    differing = tuple(line for line, event in found.events if known.get(event.id, event) != event)
    return Recovery(state, False, both, len(known) - both, other, differing=differing)


def _in_our_layout(raw: bytes) -> bytes:
    """The bytes, laid out an event a line where an editor laid them out in another way."""
    if not salvage_events(raw).unreadable and _START in raw:
        return raw
    return as_written(raw) or raw


def _sealed_state(raw: bytes) -> State:
    """The state that the file holds once its checksum is right."""
    try:
        state = parse_state(sealed_anew(raw))
    except DamagedState:
        raise EditRefused(line_at_fault(raw), "格式有误") from None
    except NewerState:
        raise EditRefused(1, _OTHER_VERSION) from None
    if state.newer:
        raise EditRefused(1, _OTHER_VERSION)
    return state


def _content_of(event: Event) -> Event:
    """An event apart from its id, which may be what was damaged."""
    return event._replace(id="")


def _by_id(copy: State | None) -> dict[str, Event]:
    return {event.id: event for event in copy.events} if copy else {}


def lines_text(lines: Sequence[int]) -> str:
    """Line numbers in Chinese: the first ten, and how many there are if more."""
    shown = "、".join(map(str, lines[:10]))
    return f"第 {shown} 行" if len(lines) <= 10 else f"第 {shown} 等 {len(lines)} 行"
