"""Pinyin of names, for ids and for initials to type. It is the only place that asks pypinyin."""

from __future__ import annotations

import re

LONGEST_WORD = 20
"""Letters of an id before its initials take its place."""


def initials(text: str) -> str:
    """One small letter a character, as people type a name; "" where a character has none."""
    letters = [reading[:1] for reading in _readings(text)]
    return "".join(letters) if all(re.fullmatch("[a-z]", letter) for letter in letters) else ""


def word(text: str) -> str:
    """A name as an id of small letters: whole, or its initials where that is long."""
    readings = [re.sub("[^a-z]", "", reading) for reading in _readings(text)]
    whole = "".join(readings)
    return whole if len(whole) <= LONGEST_WORD else "".join(one[:1] for one in readings)


def _readings(text: str) -> list[str]:
    """The reading of each letter and character; marks have none."""
    from pypinyin import lazy_pinyin

    bare = "".join(filter(str.isalnum, text.casefold()))
    return [
        part
        for one in lazy_pinyin(bare, errors=lambda rest: " ".join(rest))
        for part in one.lower().split()
    ]
