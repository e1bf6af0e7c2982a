"""Who records, where and when. Pure."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from yqsafety.ledger import Ledger


class Stamp(NamedTuple):
    """Who records, where and when; `batch` is the id of this one command."""

    by: str
    origin: str
    batch: str
    now: dt.datetime
    """With offset +08:00."""

    @property
    def today(self) -> dt.date:
        """The day of recording."""
        return self.now.date()


def time_of(ledger: Ledger, stamp: Stamp) -> str:
    """The time of recording; never before what is recorded already, whatever the clock does."""
    now = stamp.now.isoformat(timespec="microseconds")
    newest = max((event.at for event in ledger.recorded), default="")
    if now > newest:
        return now
    later = dt.datetime.fromisoformat(newest) + dt.timedelta(microseconds=1)
    return later.isoformat(timespec="microseconds")
