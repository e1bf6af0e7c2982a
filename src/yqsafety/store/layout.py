"""A state file that an editor saved in another layout or encoding, as it was written. Pure.

Editors put JSON in order: an indented list, sorted keys, another encoding, line ends of Windows.
Not a word is lost by that, but neither the checksum nor the lines are those of the file any more.
So it is read as plain JSON and written down as this program does; where nothing but the layout was
changed, the checksum that it names holds again.
"""

from __future__ import annotations

from typing import Any

from yqsafety.ledger.events import Event
from yqsafety.store.event_json import STRICT
from yqsafety.store.state_format import State, dump_state, seal_of, with_seal

_SCHEMA = "yqsafety/state@"
_ENCODINGS = ("utf-8-sig", "utf-16", "gb18030")
"""What editors here save in. Each refuses what was written in the ones before it, as a rule."""


def as_written(raw: bytes) -> bytes | None:
    """The bytes as this program lays them out, with the checksum they name; None if they cannot be.

    Everything must be there and nothing else: the keys of a state file, and whole events.
    """
    for encoding in _ENCODINGS:
        try:
            return _laid_out(STRICT.decode(raw.decode(encoding)))
        except (ValueError, TypeError, KeyError, RecursionError):
            continue
    return None


def _laid_out(data: dict[str, Any]) -> bytes:
    events, seal = data["events"], data["sha256"]
    if data.keys() != {"schema", "id", "sha256", "events"} or data["schema"][:-1] != _SCHEMA:
        raise ValueError
    if not all(type(event) is Event for event in events):
        raise ValueError
    made = with_seal(dump_state(State(data["id"], tuple(events))), seal.encode())
    if seal_of(made) != seal.encode():
        raise ValueError
    return made
