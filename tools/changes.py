"""How a sound input is changed: bytes, lines, scalars, XML, and the data of a state file."""

from __future__ import annotations

import copy
import hashlib
import json
import random
import re
from typing import Any, get_args

from yqsafety.ledger.events import Action

TEXTS = [
    *("", " ", "\x00", "\x1b[2J", "\x9b31m", "\u202e", "\u200b", "\ufeff", "\u2028", "\uffff"),
    *("a\tb", "a\nb", "a\rb", "=1+1", "+1", "-1", "@x", "'=1", "[red]x[/red]", "[/x]", ":smile:"),
    *("<script>", "../../x", "CON", "a/b", "&a", "*a", "!!str", "- - -", "{", "}", "[", "]", '"'),
    *("0", "1", "-0", "1e400", "NaN", "9" * 30, "9" * 5000, "٣", "１", "𠮷", "長" * 300),
    *("0000-00-00", "0001-01-01", "2025-02-30", "9999-12-31", "2025-06-20", "2025-H3", "+99999d"),
    *("x" * 40_000, "4.1", "6.3@2025-H1", "3.3", "3.3@2025-05-01", "3.3@2025-05-01-2", "99.9"),
    *("county", "linye", "县林业局", "县安委会成员单位", "lead", "problem", "done", "办结", "六"),
]  # fmt: skip
VALUES: list[Any] = [
    *(None, True, False, 0, 1, -1, 3, 10**15, 10**400, 0.5, 1e308, float("nan"), [], {}, [[]]),
    *([{"name": "a.pdf"}], [{"name": "\x00", "size": 1, "sha256": "0"}], {"a": {}}, *TEXTS),
    *get_args(Action),
]


def change_bytes(raw: bytes, rng: random.Random) -> bytes:
    """Some bytes are flipped, cut out, repeated or put in."""
    here = rng.randrange(len(raw) + 1)
    there = min(len(raw), here + rng.choice((1, 1, 8, 500, 100_000)))
    piece = raw[here:there]
    byte, sign = bytes([rng.randrange(256)]), rng.choice(b"[ { - ? : & *".split())
    new = rng.choice((b"", byte, piece * 2, piece[::-1], sign * 9000))
    return raw[:here] + new + raw[there:]


def change_line(raw: bytes, rng: random.Random) -> bytes:
    """A line is moved, doubled, dropped or indented."""
    lines = raw.split(b"\n")
    line = lines.pop(rng.randrange(len(lines)))
    new = rng.choice(([], [line, line], [b"  " + line], [line[2:]], [line] * 300))
    here = rng.randrange(len(lines) + 1)
    return b"\n".join([*lines[:here], *new, *lines[here:]])


def change_scalar(raw: bytes, rng: random.Random) -> bytes:
    """What stands between two signs is replaced by another text, quoted or not."""
    places = list(re.finditer(rb"(?<=[:,\[ ])[^:,\[\]{}\n]+", raw))
    if not places:
        return raw
    place = rng.choice(places)
    text = rng.choice(TEXTS)
    new = rng.choice((text, json.dumps(text))).encode(errors="replace")
    return raw[: place.start()] + new + raw[place.end() :]


def change_xml(raw: bytes, rng: random.Random) -> bytes:
    """An attribute or a text of the XML is replaced."""
    places = list(re.finditer(rb'(?<=")[^"<>]*(?=")|(?<=>)[^<>]+(?=<)', raw))
    if not places:
        return raw
    place = rng.choice(places)
    text = rng.choice(
        (*TEXTS, "A1:XFD1048576", "XFD1048576", "s", "n", "b", "d", "e", "&amp;", "45811")
    )
    return raw[: place.start()] + text.encode(errors="replace") + raw[place.end() :]


def change_data(data: Any, rng: random.Random) -> None:
    """Something in the data is replaced, dropped, added or doubled."""
    places = [(data, key) for key in data] + [
        (place, key)
        for event in data["events"]
        if isinstance(event, dict)
        for place, key in [(event, key) for key in event]
    ]  # fmt: skip
    place, key = rng.choice(places[4:] or places)
    events = data["events"]
    match rng.randrange(6):
        case 0:
            del place[key]
        case 1 if events and isinstance(events, list):
            events.append(copy.deepcopy(rng.choice(events)))
        case 2:
            other, name = rng.choice(places)
            place[key] = copy.deepcopy(other.get(name))
        case 3:
            place[rng.choice(("value", "until", "evidence", "reverts", "field", "on"))] = (
                rng.choice(VALUES)
            )
        case _:
            place[key] = rng.choice(VALUES)
    if not isinstance(data.get("events"), list):
        data["events"] = events


def sealed(data: Any, rng: random.Random) -> bytes:
    """A state file as this program lays it out."""
    events = data.pop("events")
    lines = ",\n".join(json.dumps(event, ensure_ascii=rng.random() < 0.1) for event in events)
    head = f'{{"schema": "yqsafety/state@1", "id": "abcdef", "sha256": "{"0" * 64}", "events": ['
    raw = f"{head}\n{lines}\n]}}\n".encode(errors="replace")
    return raw.replace(b"0" * 64, hashlib.sha256(raw).hexdigest().encode(), 1)
