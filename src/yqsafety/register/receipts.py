"""When a register that comes back is the receipt (签收) of what it shows. Pure.

A sheet shows in 督办情况 what waits for a receipt. Where a unit sends its own sheet back filled in,
it has had these rows before it. A sheet of several units, or one in which nothing was filled in,
proves nothing: the office may have made it itself. Nor does one that went out before a reminder.
"""

from __future__ import annotations

from collections.abc import Iterable

from yqsafety.notice.model import COUNTY
from yqsafety.recording.targets import Target
from yqsafety.register.changes import FilledRow
from yqsafety.register.matching import Match
from yqsafety.register.seals import same_text
from yqsafety.register.table import Line
from yqsafety.safe_text import cell_text
from yqsafety.wording.rhythm_words import awaited_receipt


def shows_receipt(match: Match, line: Line) -> bool:
    """Whether the row as it came back shows what waits for a receipt now."""
    awaited = awaited_receipt(match.entry, match.assignment)
    if not awaited or match.unit == COUNTY:
        return False
    parts = line.text("passing").split("；")
    return any(same_text(part.strip(), cell_text(awaited)) for part in parts)


def acknowledged(shown: Iterable[Target], changes: Iterable[FilledRow]) -> list[Target]:
    """Of what a unit's sheet shows, what it acknowledges by being sent back filled in.

    A row in which something was filled in says more than a receipt.
    """
    filled = {(one.entry.notice, one.entry.id) for one in changes}
    if not filled:
        return []
    return [one for one in shown if (one.entry.notice, one.entry.id) not in filled]
