"""The seal of a row: what it was about and what it said when it went out. Pure.

A sheet may come back after an upgrade of the program, so each way of sealing is kept for ever. The
seal is against slips, not against forgers: anyone can compute it. What decides is always compared
with the assignment found as well.

The first way, of 0.1.0: `LOCKED-OPEN`, two digests of the cells as text. The second:
`2-IDENT-LOCKED-OPEN-NUMBER.TOTAL`. IDENT covers occurrence, unit and notice, so that a hidden cell
that was changed, or an id that a spreadsheet took for a number (12.10, 12.1), is noticed even where
the locked columns are gone. LOCKED has slack for punctuation and ways of writing a day. NUMBER and
TOTAL say how many rows went out together, so that those that do not come back are missed.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from yqsafety.safe_text import composed_text, folded_text

IDENTITY = ("id", "unit_id", "notice")


class Seal(NamedTuple):
    """A seal as read from its cell."""

    version: int
    identity: str
    """Digest of the hidden columns; empty in the first version."""
    locked: str
    filled: str
    number: int = 0
    total: int = 0
    """The row's number among all rows of its sheet; 0 where it is not known."""

    def holds_identity(self, values: Mapping[str, str]) -> bool:
        """Whether occurrence, unit and notice are those that went out; the first says nothing."""
        return self.version == 1 or self.identity == _digest(
            values.get(code, "").strip() for code in IDENTITY
        )

    def holds_locked(self, values: Mapping[str, str], columns: Iterable[str]) -> bool:
        """Whether these are the locked cells that went out."""
        even = comparable_text if self.version == 1 else slack_text
        return self.locked == _digest(even(values.get(code, "")) for code in columns)

    def holds_filled(self, values: Mapping[str, str], columns: Iterable[str]) -> bool:
        """Whether these are the open cells that went out."""
        even = comparable_text if self.version == 1 else _composed
        return self.filled == _digest(even(values.get(code, "")) for code in columns)


def make_seal(
    values: Mapping[str, str], locked: Iterable[str], filled: Iterable[str], place: str = "0.0"
) -> str:
    """The seal of a row that goes out; `place` is its number and the number of all."""
    parts = (
        (values[code] for code in IDENTITY),
        (slack_text(values.get(code, "")) for code in locked),
        (_composed(values.get(code, "")) for code in filled),
    )
    return "-".join(("2", *map(_digest, parts), place))


def read_seal(text: str) -> Seal | None:
    """The seal in a cell; None where it is empty or none."""
    if match := re.fullmatch(r"([0-9a-f]{16})-([0-9a-f]{16})", text):
        return Seal(1, "", match[1], match[2])
    parts = r"2-([0-9a-f]{16})-([0-9a-f]{16})-([0-9a-f]{16})-(\d{1,7})\.(\d{1,7})"
    if match := re.fullmatch(parts, text):
        return Seal(2, match[1], match[2], match[3], int(match[4]), int(match[5]))
    return None


def comparable_text(text: str) -> str:
    """A cell without what a spreadsheet changes by itself: white space, and the ' before a formula.

    Blanks at the ends and kinds of line ends may differ after a save; no unit has changed them.
    """
    return "".join(text.split()).lstrip("'")


def same_text(one: str, other: str) -> bool:
    """Whether two cells say the same, letter for letter but for the way letters are composed."""
    return one == other or _composed(one) == _composed(other)


def slack_text(text: str) -> str:
    """A locked cell without what people even out by hand: widths, marks, the way of a day."""
    folded = folded_text(text)
    day = re.fullmatch(r"(\d{4})[-./年,](\d{1,2})[-./月,](\d{1,2})日?(?:00:00(?::00)?)?", folded)
    return f"{day[1]}-{int(day[2]):02d}-{int(day[3]):02d}" if day else folded


def _composed(text: str) -> str:
    return comparable_text(composed_text(text))


def _digest(texts: Iterable[str]) -> str:
    # White space is taken out of every cell before, so that no two cells run together.
    return hashlib.sha256("\x1f".join(texts).encode("utf-8", "replace")).hexdigest()[:16]
