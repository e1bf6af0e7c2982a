"""Where an assignment stands on a day: due, overdue, on time, to be renewed. Pure.

Timeliness is computed and never stored. It goes by the first day on which the target was met
without a break, so that a correction, a higher count or a renewal never makes late what was in
time. What waits for the supervising office is neither late nor done. Nothing is held against a
unit that the notice does not state: a year that ends without a stated date is 年度未结, not 逾期.
"""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple, assert_never

from yqsafety.notice.model import Basis, Kind
from yqsafety.notice.schedule import DUE_SOON_DAYS, OPEN, STALE_DAYS, Status, Timeliness


class Facts(NamedTuple):
    """What timeliness is judged by."""

    kind: Kind
    status: Status
    due: dt.date | None
    """None before the event of a triggered task."""
    basis: Basis
    since: dt.date | None = None
    """The first day on which it was met without a break."""
    latest: dt.date | None = None
    """The newest day for which it was reported."""
    confirmed: bool = False
    reported: dt.date | None = None
    """The day of the first report that nobody has recognised yet (待认定)."""
    renew_from: dt.date | None = None
    """The day from which the first report of a standing duty is awaited: the notice's issue, the
    unit's membership or its assignment, whichever is latest."""
    renew_days: int = STALE_DAYS
    transferred: bool = False
    """Whether it was handed over to the notice that continues its own."""


def timeliness_of(facts: Facts, as_of: dt.date) -> Timeliness:
    """The timeliness on the day `as_of`; every combination gives exactly one answer."""
    if facts.status == "na":
        return "waived" if facts.confirmed else "pending"
    if facts.transferred and facts.status in OPEN:
        return "transferred"
    if facts.due is None:
        return "waiting"
    match facts.status:
        case "done":
            if facts.since is None or facts.since > facts.due:
                return "late"
            return "stale" if _is_worn(facts, facts.latest or facts.since, as_of) else "on-time"
        case "todo" | "doing":
            return _of_open(facts, facts.due, as_of)
        case _:
            assert_never(facts.status)


def _of_open(facts: Facts, due: dt.date, as_of: dt.date) -> Timeliness:
    if facts.reported and facts.reported <= due:
        return "pending"
    if as_of > due:
        return "year-open" if facts.basis == "notice-year" else "overdue"
    if facts.renew_from and _is_worn(facts, facts.renew_from, as_of):
        return "stale"
    return "due-soon" if (due - as_of).days <= DUE_SOON_DAYS else "scheduled"


def _is_worn(facts: Facts, since: dt.date, as_of: dt.date) -> bool:
    """Whether a standing duty is to be reported again, or for the first time.

    The year's end closes the duty, so that its age is judged on the due day at the latest: else
    everything reported would turn stale in the year after.
    """
    last = min(as_of, facts.due) if facts.due else as_of
    return facts.kind == "standing" and (last - since).days >= facts.renew_days
