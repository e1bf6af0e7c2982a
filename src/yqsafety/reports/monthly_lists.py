"""The chapters of the monthly report that list tasks: overdue, returned, due next. Pure.

Units that are only presumed are counted and not named, so that none is reported in public for
what it may not have to do. What was returned is named even then: the unit had reported it, and so
had taken the task on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.progress import tally_entries
from yqsafety.notice.schedule import OPEN
from yqsafety.reports.document import Block, Paragraph, Table, TextColumn
from yqsafety.wording import labels
from yqsafety.wording.phrases import late_word, timeliness_label, title_text, unit_name


class _ListedTask(NamedTuple):
    """One line of a list: an occurrence, and its units that share one date and one reason."""

    entry: Entry
    first: Assignment
    units: str
    counted: int
    """How many assignments the line stands for."""


def _listed_tasks(
    entries: Iterable[Entry], wanted: Callable[[Assignment], bool]
) -> list[_ListedTask]:
    """The wanted assignments as lines; units of a task with the same date and reason share one."""
    lines = []
    for entry in entries:
        alike: dict[tuple[object, ...], list[Assignment]] = {}
        for one in filter(wanted, entry.countable):
            alike.setdefault((one.due, one.basis, one.present.returned), []).append(one)
        lines += [
            _ListedTask(entry, some[0], _unit_names(entry, some), len(some))
            for some in alike.values()
        ]
    return lines


def _unit_names(entry: Entry, some: list[Assignment]) -> str:
    """The names of the units on a line.

    A result of the whole county belongs to all who share it, so all are named: without those that
    waived their part and, unless nobody else is left, without presumed ones.
    """
    if not entry.shared:
        return "、".join(unit_name(one.party) for one in some)
    held = [a for a in entry.assignments if a.status != "na"]
    sure = [a for a in held if not a.party.presumed] or held
    return "全县一项：" + "、".join(unit_name(one.party) for one in sure)


def _due_text(one: Assignment) -> str:
    return f"{one.due}（{labels.BASIS_SHORT[one.basis]}）"


def overdue_chapter(ledger: Ledger, entries: tuple[Entry, ...]) -> Iterator[Block]:
    """The list of what is overdue, longest first, by days after the deadline.

    Standing duties are in it with those dated: at the end of the year they must have been reported.
    """
    word = late_word(entries)
    lines = _listed_tasks(entries, lambda a: a.timeliness == "overdue" and not a.party.presumed)
    days = [(ledger.as_of - (line.first.due or ledger.as_of)).days for line in lines]
    timed, standing, presumed = tally_entries(entries).counters
    count = timed.overdue + standing.overdue
    yield Paragraph(f"{word}{count}项，按天数由多到少排列。" if count else f"没有{word}任务。")
    if lines:
        yield Table(
            (
                TextColumn("编号", 22),
                TextColumn("任务", 36),
                TextColumn("时限（依据）", 26),
                TextColumn("情况", 20),
                TextColumn("责任单位", 52),
            ),
            tuple(
                (
                    line.entry.id,
                    title_text(line.entry),
                    _due_text(line.first),
                    f"{timeliness_label('overdue', line.first.basis)}{late}天",
                    line.units,
                )
                for late, line in sorted(zip(days, lines, strict=True), key=lambda it: -it[0])
            ),
        )
    if presumed.overdue:
        yield Paragraph(f"另有责任单位属推定的{word}{presumed.overdue}项，未列入。")


def returned_chapter(entries: tuple[Entry, ...]) -> Iterator[Block]:
    """The list of what the supervising office sent back and what was not reported anew since."""
    lines = _listed_tasks(entries, lambda a: bool(a.present.returned) and a.status != "na")
    yield Paragraph(
        f"复核退回、尚未重新办结{_count_text(lines)}。" if lines else "没有退回重办的任务。"
    )
    if lines:
        yield Table(
            (
                TextColumn("编号", 22),
                TextColumn("任务", 42),
                TextColumn("责任单位", 40),
                TextColumn("理由", 52),
            ),
            tuple(
                (x.entry.id, title_text(x.entry), x.units, x.first.present.returned) for x in lines
            ),
        )


def next_month_chapter(ledger: Ledger, entries: tuple[Entry, ...]) -> Iterator[Block]:
    """The list of what is open and falls due in the calendar month after the ledger's day."""
    first, last = _month_after(ledger.as_of)
    name = next_month_name(ledger.as_of)

    def falls_due(a: Assignment) -> bool:
        return a.status in OPEN and a.due is not None and first <= a.due <= last

    lines = _listed_tasks(entries, lambda a: falls_due(a) and not a.party.presumed)
    presumed = _listed_tasks(entries, lambda a: falls_due(a) and a.party.presumed)
    yield Paragraph(
        f"{name}到期、尚未办结{_count_text(lines)}。" if lines else f"没有{name}到期的任务。"
    )
    if lines:
        yield Table(
            (
                TextColumn("编号", 22),
                TextColumn("任务", 38),
                TextColumn("时限（依据）", 26),
                TextColumn("责任单位", 70),
            ),
            tuple((x.entry.id, title_text(x.entry), _due_text(x.first), x.units) for x in lines),
        )
    if presumed:
        yield Paragraph(f"另有责任单位属推定的{_count_text(presumed)}，未列入。")


def next_month_name(day: dt.date) -> str:
    """The name of the month after a day; January is named with its year."""
    first, _ = _month_after(day)
    return f"{first.month}月" if first.month > 1 else f"{first.year}年1月"


def _count_text(lines: Iterable[_ListedTask]) -> str:
    return f"{sum(line.counted for line in lines)}项"


def _month_after(day: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of the calendar month after a day.

    Python's calendar ends with the year 9999; towards its end both are its last day.
    """
    if day >= dt.date(9999, 11, 1):
        return dt.date.max, dt.date.max
    # 32 days after a first always lie in the next month.
    first = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    return first, (first + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
