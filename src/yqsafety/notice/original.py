"""Comparing the encoded notice with the original, white space and width of brackets aside. Pure.

Copies of one document differ in just these: the bracket of item 15 itself opens full-width and
closes half-width. Everything else, punctuation included, must agree.
"""

from __future__ import annotations

from typing import NamedTuple

_BRACKETS = str.maketrans("（）［］", "()[]")
_AROUND = 12
"""Characters that are shown on either side of a difference."""


class Difference(NamedTuple):
    """The first place where the encoded text and the original differ."""

    line: int
    """Paragraph of the original, from 1."""
    ours: str
    theirs: str


def decoded_original(raw: bytes) -> str | None:
    """The text of an original in UTF-8 or GB18030; None where it is neither."""
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def first_difference(ours: str, theirs: str) -> Difference | None:
    """The first difference of what was encoded from the original; None when they agree."""
    mine, other = _compared_letters(ours), _compared_letters(theirs)
    here = common_length(mine, other)
    if here == len(mine) == len(other):
        return None
    return Difference(
        _paragraph_of(theirs, here), _excerpt_around(mine, here), _excerpt_around(other, here)
    )


def common_length(one: str, other: str) -> int:
    """How many letters two texts have in common at the beginning."""
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )


def _compared_letters(text: str) -> str:
    return "".join(text.translate(_BRACKETS).split())


def _excerpt_around(text: str, here: int) -> str:
    return text[max(0, here - _AROUND) : here + _AROUND]


def _paragraph_of(text: str, letters: int) -> int:
    """The number, from 1, of the paragraph that holds the compared letter at index `letters`.

    Blank paragraphs are not counted.
    """
    seen = 0
    paragraphs = [line for line in text.splitlines() if line.strip()]
    for number, paragraph in enumerate(paragraphs, 1):
        seen += len(_compared_letters(paragraph))
        if letters < seen:
            return number
    return len(paragraphs)
