"""The mornings on which a calendar rings, and what it says then. Pure.

It rings once a morning, for all that falls due that day, in 7 days and in 30. An alarm on each
deadline would ring 125 times at once, since most of a notice is due on the last day of its year.

What must never happen: a morning before the day of the export, a standing duty, or two alarms on
one morning. And what was put into a calendar once must be found again: so a morning stays there,
silent, when all of it is done or has another date now.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from yqsafety.ledger.assignments import Entry
from yqsafety.wording.phrases import title_text

DAYS_BEFORE = (0, 7, 30)
"""Days before a deadline on which it is called to mind; with 30 days 临期 begins."""
NAMED = 20
"""Of what falls due on one day this many are named: calendars cut long descriptions."""
NOTHING_LEFT = "√ 没有待办的到期任务"


class FallingDue(NamedTuple):
    """An open row or assignment that is called to mind on some morning."""

    due: dt.date
    presumed: bool
    """Whether unit or date are presumed; it is named after the others, and counted apart."""
    said: str
    """Id, unit where it is one among others, and title."""


class Reminder(NamedTuple):
    """What is said of one notice on one morning."""

    notice: str
    day: dt.date
    summary: str
    description: str
    alarm: str
    """What the alarm says: it speaks for all notices of its morning. Empty where none rings."""
    over: bool
    """Whether nothing of it is left to do on the day of the export."""


class ReminderBook:
    """Collects dated rows one by one, as they are written, and makes the reminders of them."""

    def __init__(self, as_of: dt.date) -> None:
        self._as_of = as_of
        self._found: dict[tuple[dt.date, str], list[FallingDue]] = {}
        self._beside_others = False

    def add(self, entry: Entry, due: dt.date, who: str = "") -> None:
        """Take in a row with its date; `who` is its unit, where that is one among others."""
        if entry.task.timing.kind == "standing":
            return
        self._beside_others |= entry.beside_others
        whose = f"{who}：" if who else ""
        presumed = all(one.presumed for one in entry.facts)
        is_open = any(one.is_open for one in entry.facts)
        falling = FallingDue(due, presumed, f"{entry.shown_id} {whose}{title_text(entry)}")
        for date in _all_dates(entry, due):
            for morning in self._mornings_of(date):
                there = self._found.setdefault((morning, entry.notice), [])
                if date == due and is_open:
                    there.append(falling)

    def _mornings_of(self, due: dt.date) -> Iterator[dt.date]:
        left = (due - self._as_of).days
        return (due - dt.timedelta(days) for days in DAYS_BEFORE if days <= left)

    def reminders(self) -> Iterator[Reminder]:
        """The reminders in the order of their days; on each day only the first rings."""
        keys = sorted(self._found, key=lambda key: key[0])
        for day, notices in groupby(keys, key=lambda key: key[0]):
            said = [(notice, self._found[day, notice]) for _, notice in notices]
            summaries = [self._summary(day, notice, falling) for notice, falling in said]
            words = [text for text, (_, falling) in zip(summaries, said, strict=True) if falling]
            alarm = "；".join(words)
            for text, (notice, falling) in zip(summaries, said, strict=True):
                described = _description(day, falling)
                yield Reminder(notice, day, text, described, alarm if falling else "", not falling)
                alarm = "" if falling else alarm

    def _summary(self, day: dt.date, notice: str, falling: list[FallingDue]) -> str:
        name = f"（{notice}）" if self._beside_others else ""
        groups = [_group_text(day, some, name) for some in _by_date(falling)]
        return "，".join(groups) or NOTHING_LEFT


def _all_dates(entry: Entry, due: dt.date) -> set[dt.date]:
    """The date of a row and those that it had before: a calendar may hold their mornings."""
    earlier = {one.until for one in entry.history if one.action == "extend" and one.until}
    first = {entry.period.due} if entry.period.due else set()
    return {due} | first | earlier


def _by_date(falling: list[FallingDue]) -> list[list[FallingDue]]:
    """What falls due on one day together, the nearest first; in it presumed ones last."""
    ordered = sorted(falling, key=lambda one: (one.due, one.presumed))
    return [list(some) for _, some in groupby(ordered, key=lambda one: one.due)]


def _when_text(day: dt.date, due: dt.date) -> str:
    days = (due - day).days
    return f"{days} 天后到期" if days else "今天到期"


def _group_text(day: dt.date, some: list[FallingDue], notice: str) -> str:
    """How many fall due and when, and of which notice; one alone by its own id and title."""
    when = _when_text(day, some[0].due)
    return f"{when}：{some[0].said}" if len(some) == 1 else f"{when} {len(some)} 项{notice}"


def _description(day: dt.date, falling: list[FallingDue]) -> str:
    lines = []
    for some in _by_date(falling):
        presumed = sum(one.presumed for one in some)
        apart = f"，其中责任单位或时限属推定的 {presumed} 项" if presumed else ""
        lines.append(f"{_when_text(day, some[0].due)}（{some[0].due}）{len(some)} 项{apart}：")
        lines += [one.said for one in some[:NAMED]]
        if len(some) > NAMED:
            lines.append(f"另有 {len(some) - NAMED} 项，见到期当日的日程。")
    return "\n".join(lines)
