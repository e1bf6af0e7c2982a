"""Which pieces of a web page are the document, and which are the page around it. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from yqsafety.drafting.source import Paragraph, Piece

MAX_AREAS = 20
"""Main elements within one another."""
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")


class Placed(NamedTuple):
    """A piece, and the main element (by number) within which it stands; 0 is the whole page."""

    piece: Piece
    area: int
    heading: str = ""


def main_text(placed: list[Placed], parents: list[int]) -> set[int]:
    """Where the pieces of the main text are; the page's heading above it is one of them."""
    sizes = [0] * len(parents)
    for one in placed:
        size = len(_HAN.findall(text_of(one.piece)))
        area = one.area
        for _ in range(MAX_AREAS + 1):
            sizes[area] += size
            if not area:
                break
            area = parents[area]
    best = 0
    for area in range(1, len(parents)):
        # An inner element is preferred to the one around it where it has nearly all of its text.
        inner = best and _is_within(area, best, parents) and sizes[area] >= 0.7 * sizes[best]
        if inner or sizes[area] > (sizes[best] if best else 0.3 * sizes[0]):
            best = area
    inside = {at for at, one in enumerate(placed) if _is_within(one.area, best, parents)}
    inside = {at for at in inside if placed[at].heading != "title"}
    above = _heading_above(placed[: min(inside, default=0)], placed)
    texts = {text_of(placed[at].piece) for at in inside}
    return inside | {at for at in above if text_of(placed[at].piece) not in texts}


def _heading_above(above: list[Placed], placed: list[Placed]) -> list[int]:
    """Where the document's title stands, if that is above the main text.

    It is the longest text that the page's own title repeats, else the last heading of the page.
    """
    title = next((text_of(one.piece) for one in placed if one.heading == "title"), "")
    named = [
        at
        for at, one in enumerate(above)
        if one.heading != "title"
        and 6 <= len(text_of(one.piece)) < 200
        and text_of(one.piece) in title
    ]
    headings = [at for at, one in enumerate(above) if one.heading == "h1"]
    longest = max(named, key=lambda at: len(text_of(above[at].piece)), default=None)
    return headings[-1:] if longest is None else [longest]


def _is_within(area: int, outer: int, parents: list[int]) -> bool:
    for _ in range(MAX_AREAS + 1):
        if area == outer:
            return True
        if not area:
            return False
        area = parents[area]
    return False


def text_of(piece: Piece) -> str:
    """All letters of a piece."""
    if isinstance(piece, Paragraph):
        return piece.label + piece.text
    return "".join(cell for row in piece.rows for cell in row)
