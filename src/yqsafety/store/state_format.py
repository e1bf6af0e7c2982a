"""The bytes of a state file and the events in them. Pure.

`{"schema", "id", "sha256", "events"}`, an event a line. The checksum is the SHA-256 of the whole
file with its own 64 digits replaced by zeros, so that a change of any bit is noticed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable
from functools import lru_cache
from types import NoneType
from typing import Any, NamedTuple, get_args

from yqsafety.ledger.events import Action, Event, Evidence

SCHEMA = "yqsafety/state@1"

_HEAD = re.compile(
    rb'\{"schema": "yqsafety/state@(?P<version>[1-9][0-9]{0,8})", "id": "(?P<id>[0-9a-f]+)",'
    rb' "sha256": "(?P<sha>[0-9a-f]{64})", "events": \['
)
_NEWER = rb'\s*\{\s*"schema":\s*"yqsafety/state@(?!1")[1-9][0-9]{0,8}"'
_HEAD_BYTES = 256
"""More than the head of a file takes."""
_BLANK = b"0" * 64
_KEYS = {"schema", "id", "sha256", "events"}
_ACTIONS = frozenset(get_args(Action))
_DEFAULTS = Event._field_defaults
_REQUIRED = set(Event._fields) - _DEFAULTS.keys()
_FIELDS: dict[str, Any] = dict.fromkeys(Event._fields) | _DEFAULTS
_DATES = ("on", "until")
_TYPES: dict[str, type] = {"value": int, "evidence": list}
"""Types of the fields in JSON; all others are text."""
_ZONE = "+08:00"
_MAX_NUMBER = 10**15
"""Counts and sizes are below it."""
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


NO_STATE = State(None, ())


def parse_state(raw: bytes, known: State = NO_STATE) -> State:
    """The state in some bytes; Damaged or Newer when it cannot be had.

    What this program never writes is refused even under a right checksum, such as a key that stands
    twice or a time that no clock shows: someone else may have sealed it. Where the bytes are still
    those of the `known` state they are not parsed again.
    """
    head = _HEAD.match(raw)
    newer = head["version"] != b"1" if head else bool(re.match(_NEWER, raw))
    if head is None or not _checksum_holds(raw, head):
        raise NewerState if newer and not _only_version(raw, head) else DamagedState
    if head["sha"] == known.seal:
        return known
    if b"\\u" in raw and re.search(_SURROGATE, raw):  # searching is slow
        raise DamagedState
    try:
        data = _STRICT.decode(raw.decode())
        if data.keys() != _KEYS and not newer:
            raise ValueError
        events = tuple(map(_whole_event, data["events"]))
    except (ValueError, TypeError, KeyError, RecursionError):
        raise (NewerState if newer else DamagedState) from None
    return State(data["id"], events, newer, head["sha"])


def dump_state(state: State) -> bytes:
    """The bytes of a state file: an event a line, checksum included."""
    return _sealed_file(state.id or "", _event_lines(state.events))


def extended_file(raw: bytes, events: Iterable[Event]) -> bytes:
    """A sound file with more events; those that it holds stay byte for byte as they were."""
    held = raw[raw.index(b"[") + 1 : raw.rindex(b"]")].strip()
    return _sealed_file(
        named_id(raw) or "", b",\n".join(filter(None, (held, _event_lines(events))))
    )


def _event_lines(events: Iterable[Event]) -> bytes:
    return ",\n".join(
        json.dumps(_plain_event(event), ensure_ascii=False) for event in events
    ).encode()


def _sealed_file(state_id: str, lines: bytes) -> bytes:
    head = f'{{"schema": "{SCHEMA}", "id": "{state_id}", "sha256": "'.encode()
    tail = b'", "events": [\n' + lines + b"\n]}\n"
    return head + _checksum_of(head + _BLANK + tail, len(head)).encode() + tail


def event_at(text: str) -> tuple[Event, int]:
    """The event with which a text begins, and where it ends; Damaged unless it is whole."""
    try:
        data, end = _STRICT.raw_decode(text)
        if re.search(_SURROGATE, text[:end].encode()):
            raise ValueError
        event = _whole_event(data)
    except (ValueError, TypeError, KeyError, RecursionError):
        raise DamagedState from None
    return event, end


def named_id(raw: bytes) -> str | None:
    """The id in the head of a file that may be damaged."""
    named = re.search(rb'"id": "([0-9a-f]+)", "sha', raw[:_HEAD_BYTES])
    return named[1].decode() if named else None


def seal_of(raw: bytes) -> bytes | None:
    """The checksum in the head of a file that may be damaged."""
    named = re.search(rb'"sha256": "([0-9a-f]{64})"', raw[:_HEAD_BYTES])
    return named[1] if named else None


def sealed_anew(raw: bytes) -> bytes:
    """A file with the checksum that it should have; Damaged where it has no place for one."""
    head = _HEAD.match(raw)
    if head is None:
        raise DamagedState
    start = head.start("sha")
    return raw[:start] + _checksum_of(raw, start).encode() + raw[start + 64 :]


def _checksum_holds(raw: bytes, head: re.Match[bytes]) -> bool:
    return head["sha"].decode() == _checksum_of(raw, head.start("sha"))


def _only_version(raw: bytes, head: re.Match[bytes] | None) -> bool:
    """Whether the number of the version is what was damaged: the checksum holds with this one."""
    if head is None:
        return False
    ours = raw[: head.start("version")] + b"1" + raw[head.end("version") :]
    again = _HEAD.match(ours)
    return again is not None and _checksum_holds(ours, again)


def _checksum_of(raw: bytes, start: int) -> str:
    """SHA-256 of the whole file with its own digits blanked."""
    digest = hashlib.sha256(raw[:start])
    digest.update(_BLANK)
    digest.update(memoryview(raw)[start + 64 :])
    return digest.hexdigest()


def _made_object(pairs: list[tuple[str, Any]]) -> dict[str, Any] | Event:
    """An object as soon as it is read; an event is made at once, so that no other form is held."""
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError
    return _event_from_json(made) if "batch" in made else made


def _whole_event(data: Any) -> Event:
    if type(data) is not Event:
        raise TypeError
    return data


_STRICT = json.JSONDecoder(object_pairs_hook=_made_object)


def _event_from_json(data: dict[str, Any]) -> Event:
    """An event from JSON; anything missing, unknown or of another type is refused."""
    if tuple(map(type, data.values())) != _field_types(tuple(data)):
        raise TypeError
    at = dt.datetime.fromisoformat(data["at"])
    sound = (
        data["action"] in _ACTIONS
        and data["id"]
        and data["batch"]
        and 0 <= data.get("value", 0) < _MAX_NUMBER
        and at.isoformat(timespec="microseconds") == data["at"]
        and data["at"].endswith(_ZONE)
        and at.year < dt.MAXYEAR  # the last may lie beyond what another time zone can show
    )
    if not sound:
        raise ValueError
    for name in _DATES:
        if name in data:
            data[name] = _day(data[name])
    if "evidence" in data:
        data["evidence"] = tuple(map(_evidence_from_json, data["evidence"]))
    return Event._make((_FIELDS | data).values())


@lru_cache
def _field_types(names: tuple[str, ...]) -> tuple[type, ...]:
    """The types of the fields of an event; ValueError unless it may have just these."""
    if not _REQUIRED <= set(names) <= set(Event._fields):
        raise ValueError
    return tuple(_TYPES.get(name, str) for name in names)


_day = lru_cache(dt.date.fromisoformat)
"""Many events hold from the same few days."""


def _evidence_from_json(data: dict[str, Any]) -> Evidence:
    evidence = Evidence(**data)
    sound = (
        type(evidence.name) is str
        and type(evidence.sha256) in (str, NoneType)
        and type(evidence.size) in (int, NoneType)
        and 0 <= (evidence.size or 0) < _MAX_NUMBER
    )
    if not sound:
        raise ValueError
    return evidence


def _plain_event(event: Event) -> dict[str, Any]:
    """The fields of an event that say something."""
    said = {
        name: value
        for name, value in event._asdict().items()
        if name in _REQUIRED or value != _DEFAULTS[name]
    }
    for name in said.keys() & _DATES:
        said[name] = said[name].isoformat()
    if event.evidence:
        said["evidence"] = [
            {name: value for name, value in item._asdict().items() if value is not None}
            for item in event.evidence
        ]
    return said
