"""One event as JSON, and what each version of the state's format knows. Pure.

What is recorded must be readable for ever, by this program and by the ones after it. So each
version of the format says which fields and actions it brought; a file names the lowest version that
knows all that is in it, and an event that no version here knows was written by a newer program.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable
from functools import lru_cache
from types import NoneType
from typing import Any, Literal, NamedTuple

from yqsafety.ledger.events import Event, Evidence


class Brought(NamedTuple):
    """What a version of the format added to the ones before it."""

    actions: tuple[str, ...]
    fields: tuple[str, ...]


VERSIONS: dict[int, Brought] = {
    1: Brought(
        actions=tuple(
            "done doing todo na count note extend trigger confirm return assign unassign strike"
            " revert".split()
        ),
        fields=tuple(
            "id batch at on by origin notice action task period unit note field evidence value"
            " until reason approved_by reverts".split()
        ),
    ),
    2: Brought(
        actions=tuple("adopt revise carry remind receive apply refuse transfer".split()),
        fields=(),
    ),
}
"""Never changed for a version that was released; a new action or field is a new version's."""

NEWEST = max(VERSIONS)

_FIRST_IN = {
    name: version
    for version, brought in VERSIONS.items()
    for name in (*brought.actions, *brought.fields)
}
_ACTIONS = frozenset(name for brought in VERSIONS.values() for name in brought.actions)
_DEFAULTS = Event._field_defaults
_REQUIRED = set(Event._fields) - _DEFAULTS.keys()
_FIELDS: dict[str, Any] = dict.fromkeys(Event._fields) | _DEFAULTS
_DATES = ("on", "until")
_TYPES: dict[str, type] = {"value": int, "evidence": list}
"""Types of the fields in JSON; all others are text."""
_ZONE = "+08:00"
_MAX_NUMBER = 10**15
"""Counts and sizes are below it: every reader of JSON holds such numbers exactly."""

MAX_STRUCTURE = 256 << 10
"""Bytes of an event outside its texts: lists and objects take thirty times their bytes as soon as
they are read, texts only about their own. A hundred pieces of evidence take one percent of it."""
_TEXT = rb'"(?:[^"\\]++|\\.)*+"'


NotRead = Literal["newer", "broken"]
"""What stands in the place of an event that cannot be read. `newer`: it is whole, but has an action
or a key that only a newer version knows. `broken`: no version writes such a thing."""


def version_of(events: Iterable[Event]) -> int:
    """The lowest version of the format that knows all that some events say."""
    newest = 1
    for event in events:
        newest = max(newest, _FIRST_IN[event.action])
        for name in _later_fields():
            if getattr(event, name) != _DEFAULTS[name]:
                newest = max(newest, _FIRST_IN[name])
    return newest


@lru_cache
def _later_fields() -> tuple[str, ...]:
    """The fields that the first version did not have."""
    return tuple(name for name in Event._fields if _FIRST_IN[name] > 1)


def _made_object(pairs: list[tuple[str, Any]]) -> dict[str, Any] | Event | NotRead:
    """An object as the JSON decoder reads it; ValueError for a key that stands twice.

    Events are made here, one by one, so that a large file is not held as dicts besides.
    """
    made = dict(pairs)
    if len(made) != len(pairs):
        raise ValueError
    return _event_or_not(made) if "batch" in made else made


STRICT = json.JSONDecoder(object_pairs_hook=_made_object)
"""Reads a state, with an Event or a NotRead in the place of each object that is an event."""


def _event_or_not(data: dict[str, Any]) -> Event | NotRead:
    try:
        return _event_from_json(data)
    except (ValueError, TypeError, KeyError):
        return "newer" if _is_of_newer_version(data) else "broken"


def _is_of_newer_version(data: dict[str, Any]) -> bool:
    """Whether it would be an event but for an action or a key that no version here knows."""
    if not all(type(data.get(name)) is str for name in _REQUIRED):
        return False
    proof = data.get("evidence")
    pieces = [item for item in proof if type(item) is dict] if type(proof) is list else []
    return (
        data["action"] not in _ACTIONS
        or not set(Event._fields).issuperset(data)
        or not all(set(Evidence._fields).issuperset(item) for item in pieces)
    )


def _event_from_json(data: dict[str, Any]) -> Event:
    """An event from JSON; ValueError, TypeError or KeyError for what is missing, unknown or wrong.

    A file may hold 100,000 events, and each start reads all: so the types of all fields are
    compared at once, and those to expect for a set of keys are cached.
    """
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
    fields = _FIELDS | data
    for name in _DATES:
        if name in data:
            fields[name] = _day(data[name])
    if "evidence" in data:
        fields["evidence"] = tuple(map(_evidence_from_json, data["evidence"]))
    return Event._make(fields.values())


@lru_cache
def _field_types(names: tuple[str, ...]) -> tuple[type, ...]:
    """The types that the fields of these names have; ValueError where no event has just these."""
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


def plain_event(event: Event) -> dict[str, Any]:
    """An event as JSON: the required fields, and of the others those that are not empty."""
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


def is_intricate(line: bytes) -> bool:
    """Whether reading a line would cost far more than its length: it is over MAX_STRUCTURE."""
    if len(line) <= MAX_STRUCTURE:
        return False
    outside = place = 0
    for text in re.finditer(_TEXT, line):
        outside += text.start() - place
        place = text.end()
        if outside > MAX_STRUCTURE:
            return True
    return outside + len(line) - place > MAX_STRUCTURE


def can_be_read(events: Iterable[Event]) -> bool:
    """Whether the reader gives back just these events from what would be written of them."""
    for event in events:
        try:
            line = json.dumps(plain_event(event), ensure_ascii=False).encode()
            if is_intricate(line) or STRICT.decode(line.decode()) != event:
                return False
        except (ValueError, RecursionError):
            return False
    return True
