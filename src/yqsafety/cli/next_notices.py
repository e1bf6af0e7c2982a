"""Which installed notice comes after one: what happens after its term belongs there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from pathlib import Path

from yqsafety.cli.installed import installed_notices
from yqsafety.notice.model import Notice
from yqsafety.recording.plan import NextNotice


def next_notices(notices: Iterable[Notice], folder: Path | None = None) -> dict[str, NextNotice]:
    """By id of a notice: the installed one to which what happens after its term belongs.

    It is the one that continues it, else the first whose term begins after its own; of a third one
    whose term only reaches further nothing is known. Duties of one's own come after no notice.
    """
    known = [one for one in installed_notices(folder).values() if not one.is_own]
    found: dict[str, NextNotice] = {}
    for notice in notices:
        if notice.is_own:
            continue
        end = notice.term.until
        heirs = [one for one in known if notice.id in one.continues.split()]
        later = heirs or [one for one in known if one.first > end.isoformat()]
        if later:
            first = min(later, key=lambda one: one.first)
            day = max(end + dt.timedelta(days=1), dt.date.fromisoformat(first.first))
            found[notice.id] = NextNotice(first.id, day)
    return found
