"""The events of a state file, read line by line: each is looked at before the next costs. Pure."""

from __future__ import annotations

from yqsafety.ledger.events import Event
from yqsafety.store.event_json import MAX_STRUCTURE, STRICT, NotRead, is_intricate

MAX_BROKEN = 1000
"""Objects that are no event known here, in a file of a newer version, before it is given up."""


class StrayLine(ValueError):
    """A line of a state file is none: `line` counts from 1."""

    def __init__(self, raw: bytes, start: int) -> None:
        super().__init__()
        self.line = raw.count(b"\n", 0, start) + 1


def events_by_line(raw: bytes, start: int, newer: bool) -> tuple[list[Event | NotRead], str]:
    """What stands on the lines of the list that begins at `start`, and the end of the file.

    StrayLine for anything but objects with commas between, and for an intricate line. Each is
    looked at as soon as it is read: millions of empty lists or objects, which take thirty times
    their bytes, end at the first.
    """
    found: list[Event | NotRead] = []
    broken = 0
    comma = True  # none is due before the first
    while (end := raw.find(b"\n", start)) >= 0:
        line = raw[start:end].strip()
        if is_intricate(line):
            raise StrayLine(raw, start)
        if line.startswith(b"]"):
            break
        text, place = line.decode(), 0
        while place < len(text):
            if not comma or text[place] != "{":
                raise StrayLine(raw, start)
            one, place = STRICT.raw_decode(text, place)
            if type(one) is not Event and one != "newer":
                broken += 1
                if not newer or broken > MAX_BROKEN:
                    raise StrayLine(raw, start)
            found.append(one if type(one) is Event else "newer")
            if comma := (text[place:] == ","):
                break  # as this program lays it out
            rest = text[place:].lstrip(" ")
            comma = rest.startswith(",")
            place = len(text) - len(rest[comma:].lstrip(" "))
        start = end + 1
    tail = raw[start:].strip()
    if len(tail) > MAX_STRUCTURE or (comma and found) or not tail.startswith(b"]"):
        raise StrayLine(raw, start)
    return found, tail.decode()
