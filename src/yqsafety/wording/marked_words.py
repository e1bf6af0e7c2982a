"""What changed in a sentence, marked within it: ［删：…］［增：…］. Pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator

_JOINED = 2
"""Letters that stayed between two changes up to which both are shown as one: single letters that
happen to stand in both would cut words to pieces."""
_SPOKEN = 12
"""Letters that are shown around a change where a whole sentence is too long."""

_MARKS = "，。；、：！？"

Piece = tuple[str, str, str]
"""What stayed, what was taken out, what was put in."""


def marked_changes(old: str, new: str) -> str:
    """The whole sentence with every change marked."""
    return "".join(f"{kept}{_mark(gone, come)}" for kept, gone, come in _pieces(old, new))


def brief_changes(old: str, new: str) -> str:
    """The changes only, each with the letters before it."""
    said = [
        f"{'…' if len(kept) > _SPOKEN else ''}{kept[-_SPOKEN:]}{_mark(gone, come)}"
        for kept, gone, come in _pieces(old, new)
        if gone or come
    ]
    return "".join(said)


def _mark(gone: str, come: str) -> str:
    return (f"［删：{gone}］" if gone else "") + (f"［增：{come}］" if come else "")


def _pieces(old: str, new: str) -> Iterator[Piece]:
    """The changes in order, figures whole: 2025 to 2026 and not 5 to 6."""
    for kept, gone, come in _at_marks(list(_letter_pieces(old, new))):
        figure = re.search(r"\d+$", kept)
        if figure and (gone[:1].isdigit() or come[:1].isdigit()):
            start = figure[0]
            yield kept[: figure.start()], start + gone, start + come
        else:
            yield kept, gone, come


def _at_marks(pieces: list[Piece]) -> Iterator[Piece]:
    """What was only taken out or put in ends at a mark where it may as well: 电台、 not 台、电."""
    for n, (kept, gone, come) in enumerate(pieces):
        after = pieces[n + 1][0] if n + 1 < len(pieces) else ""
        moved = _slid(gone or come, after) if bool(gone) != bool(come) else 0
        if moved:
            run = (gone or come) + after
            part = run[moved : moved + len(gone or come)]
            kept, gone, come = kept + run[:moved], part if gone else "", part if come else ""
            pieces[n + 1] = (after[moved:], *pieces[n + 1][1:])
        yield kept, gone, come


def _slid(part: str, after: str) -> int:
    """How many letters on a change may as well begin, so that it ends at a mark."""
    run = part + after
    for moved in range(min(len(part), len(after)) + 1):
        if run[moved + len(part) - 1] in _MARKS:
            return moved
        if moved == len(after) or run[moved] != after[moved]:
            return 0
    return 0


def _letter_pieces(old: str, new: str) -> Iterator[Piece]:
    kept = gone = come = ""
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        inside = bool(gone or come) and b < len(old) and d < len(new)
        if tag != "equal" or (inside and b - a <= _JOINED):
            gone, come = gone + old[a:b], come + new[c:d]
        else:
            if gone or come:
                yield kept, gone, come
                kept = gone = come = ""
            kept += old[a:b]
    yield kept, gone, come
