"""The bytes of a state file and the events in them. Pure.

`{"schema", "id", "sha256", "events"}`, an event a line (docs/reference.md, "The state file"). The
checksum is the SHA-256 of the whole file with its own 64 digits replaced by zeros, so that a change
of any bit is noticed. It guards against accidents, not against someone who computes it anew.

One event a line and growth at the end only, so that a damaged file can be read line by line and
lines that were written once stay byte for byte as they were. A file is one of three things: sound,
damaged, or of a newer version. The last two must never be taken for each other: damage may be
mended, what a newer version wrote must not be written at all.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from typing import NamedTuple

from yqsafety.ledger.events import Event
from yqsafety.store.event_json import NEWEST, STRICT, plain_event, version_of
from yqsafety.store.event_lines import StrayLine, events_by_line

_HEAD = re.compile(
    rb'\{"schema": "yqsafety/state@(?P<version>[1-9][0-9]{0,8})", "id": "(?P<id>[0-9a-f]+)",'
    rb' "sha256": "(?P<sha>[0-9a-f]{64})", "events": \['
)
_SCHEMA = rb'\s*\{\s*"schema":\s*"yqsafety/state@([1-9][0-9]{0,8})"'
_HEAD_BYTES = 256
"""How many bytes are searched for the head, which takes less."""
_BLANK = b"0" * 64
_KEYS = {"schema", "id", "sha256", "events"}
# An escaped surrogate (an escaped backslash before `ud800` is none). The program writes no such
# escapes, and half a pair could not be encoded again.
_SURROGATE = rb"(?<!\\)(?:\\\\)*\\u[dD][89a-fA-F]"


class DamagedState(Exception):
    """The bytes are not those that were written."""


class NewerState(Exception):
    """A newer version wrote something that this one cannot read."""


class State(NamedTuple):
    """What a state file holds; `id` is None while there is no file."""

    id: str | None
    events: tuple[Event, ...]
    newer: bool = False
    """Written by a newer version: may be read, must not be written."""
    seal: bytes = b""
    """The checksum of the file; the same one means the same bytes."""
    unread: int = 0
    """How many events are in it that only a newer version can read."""


NO_STATE = State(None, ())


def parse_state(raw: bytes, known: State = NO_STATE) -> State:
    """The state in some bytes; DamagedState or NewerState when they cannot be read.

    What no version writes, such as a key that stands twice or a time that no clock shows, is
    refused even under a right checksum: someone may have edited the file and sealed it again. An
    event that only a newer version can read is no damage: it is counted in `unread`. Where the
    bytes are still those of the `known` state they are not parsed again.
    """
    head = _HEAD.match(raw)
    newer = int(head["version"]) > NEWEST if head else names_newer_version(raw)
    if head is None or not _checksum_holds(raw, head):
        raise NewerState if newer and not _only_version(raw, head) else DamagedState
    if head["sha"] == known.seal:
        return known
    # Looking for a plain text first is fast, and most files have no escape at all.
    if b"\\u" in raw and re.search(_SURROGATE, raw):
        raise DamagedState
    try:
        found, tail = events_by_line(raw, head.end(), newer)
        keys = STRICT.decode('{"schema": "", "id": "", "sha256": "", "events": [' + tail).keys()
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise (NewerState if newer else DamagedState) from None
    events = tuple(one for one in found if type(one) is Event)
    unread = len(found) - len(events)
    newer = newer or unread > 0 or keys != _KEYS
    return State(head["id"].decode(), events, newer, head["sha"], unread)


def line_at_fault(raw: bytes) -> int:
    """The first line of a file that is none of a state file; 1 where that is the head."""
    head = _HEAD.match(raw)
    try:
        if head is not None:
            _, tail = events_by_line(raw, head.end(), newer=False)
            lines = raw.count(b"\n", 0, raw.rindex(tail.encode())) + 1
            return lines + tail.startswith("]}")
    except StrayLine as stray:
        return stray.line
    except (ValueError, RecursionError):
        pass
    return 1


def names_newer_version(raw: bytes) -> bool:
    """Whether a file that may be damaged says that a newer version wrote it."""
    version = named_version(raw)
    return version is not None and version > NEWEST


def named_version(raw: bytes) -> int | None:
    """The version of the format in the head of a file that may be damaged."""
    named = re.match(_SCHEMA, raw)
    return int(named[1]) if named else None


def dump_state(state: State) -> bytes:
    """The bytes of a state file: an event a line, checksum included."""
    lines = _event_lines(state.events)
    return _sealed_file(state.id or "", version_of(state.events), lines)


def extended_file(raw: bytes, events: Iterable[Event]) -> bytes:
    """The bytes of a sound file with more events; those that it holds stay as they were.

    So recording cannot alter what was recorded before, and does not write 100,000 events anew.
    """
    more = tuple(events)
    head = _HEAD.match(raw)
    version = max(int(head["version"]) if head else 1, version_of(more))
    held = raw[raw.index(b"[") + 1 : raw.rindex(b"]")].strip()
    lines = b",\n".join(filter(None, (held, _event_lines(more))))
    return _sealed_file(named_id(raw) or "", version, lines)


def _event_lines(events: Iterable[Event]) -> bytes:
    return ",\n".join(
        json.dumps(plain_event(event), ensure_ascii=False) for event in events
    ).encode()


def _sealed_file(state_id: str, version: int, lines: bytes) -> bytes:
    head = f'{{"schema": "yqsafety/state@{version}", "id": "{state_id}", "sha256": "'.encode()
    tail = b'", "events": [\n' + lines + b"\n]}\n"
    return head + _checksum_of(head + _BLANK + tail, len(head)).encode() + tail


def event_at(text: str) -> tuple[Event, int]:
    """The event with which a text begins, and the index at which it ends.

    DamagedState unless it is whole, NewerState where only a newer version can read it.
    """
    try:
        event, end = STRICT.raw_decode(text)
        escaped = re.search(_SURROGATE, text[:end].encode())
    except (ValueError, RecursionError):
        raise DamagedState from None
    if event == "newer":
        raise NewerState
    if type(event) is not Event or escaped:
        raise DamagedState
    return event, end


def named_id(raw: bytes) -> str | None:
    """The id in the head of a file that may be damaged."""
    named = re.search(rb'"id": "([0-9a-f]+)", "sha', raw[:_HEAD_BYTES])
    return named[1].decode() if named else None


def seal_of(raw: bytes) -> bytes | None:
    """The checksum in the head of a file that may be damaged."""
    named = re.search(rb'"sha256": "([0-9a-f]{64})"', raw[:_HEAD_BYTES])
    return named[1] if named else None


def with_seal(raw: bytes, seal: bytes) -> bytes:
    """A sound file under another checksum."""
    head = _HEAD.match(raw)
    start = head.start("sha") if head else 0
    return raw[:start] + seal + raw[start + 64 :]


def sealed_anew(raw: bytes) -> bytes:
    """A file with the checksum that it should have; DamagedState where it has no place for one."""
    head = _HEAD.match(raw)
    if head is None:
        raise DamagedState
    start = head.start("sha")
    return raw[:start] + _checksum_of(raw, start).encode() + raw[start + 64 :]


def _checksum_holds(raw: bytes, head: re.Match[bytes]) -> bool:
    return head["sha"].decode() == _checksum_of(raw, head.start("sha"))


def _only_version(raw: bytes, head: re.Match[bytes] | None) -> bool:
    """Whether nothing but the version's number was damaged: with a known one the checksum holds."""
    if head is None:
        return False
    for version in range(1, NEWEST + 1):
        ours = raw[: head.start("version")] + b"%d" % version + raw[head.end("version") :]
        again = _HEAD.match(ours)
        if again is not None and _checksum_holds(ours, again):
            return True
    return False


def _checksum_of(raw: bytes, start: int) -> str:
    """SHA-256 of the whole file with its own digits blanked."""
    digest = hashlib.sha256(raw[:start])
    digest.update(_BLANK)
    digest.update(memoryview(raw)[start + 64 :])
    return digest.hexdigest()
