"""Which days can be named for a record, the same for every way in. Pure."""

from __future__ import annotations

import datetime as dt

from yqsafety.ledger.assignments import Entry
from yqsafety.notice.model import Term
from yqsafety.notice.schedule import Status


def day_fault(entry: Entry, status: Status, on: dt.date, term: Term, today: dt.date) -> str:
    """Why a status cannot hold from a day, in Chinese; empty where it can.

    Not in the future, not before the term of the notice, and nothing is done before its slot
    begins. A day after the slot is possible: it is late.
    """
    if on > today:
        return f"{on} 还没有到"
    if on < term.from_:
        return f"{on} 早于通知年度（{term.name} 年）"
    start = entry.period.start
    if status == "done" and start and on < start:
        return f"{entry.shown_id} 自 {start} 起，{on} 尚未开始"
    return ""


def missing_day(entry: Entry, due: dt.date | None, today: dt.date) -> str:
    """Why 办结 needs its day here, in Chinese; empty where today may stand for it.

    After the deadline today would make every result late that was reached in time.
    """
    if due and due < today:
        return f"{entry.shown_id} 的时限 {due} 已过，请填写实际办结的日期"
    return ""
