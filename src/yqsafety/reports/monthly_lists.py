"""The chapters of the monthly report that list tasks: overdue, returned, due next. Pure.

Units that are only presumed are counted and not named, so that none is reported in public for
what it may not have to do. What was returned is named even then: the unit had reported it, and so
had taken the task on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import Literal, NamedTuple

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.ledger import Ledger
from yqsafety.reports.document import Block, Paragraph, Table, TextColumn
from yqsafety.wording import labels
from yqsafety.wording.labels import TIMELINESS
from yqsafety.wording.phrases import title_text, unit_name


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
            alike.setdefault((one.due, one.basis, one.returned), []).append(one)
        lines += [
            _ListedTask(entry, some[0], _unit_names(entry, some), len(some))
            for some in alike.values()
        ]
    return lines


def _unit_names(entry: Entry, some: list[Assignment]) -> str:
    """The names of the units on a line.

    A result of the whole county is its owner's; without an owner all who share it are named, but
    for those that waived their part and those that are only presumed. Whom it was returned to is
    named in any case: that unit had taken it on.
    """
    if not entry.whole or entry.owner:
        return "、".join(unit_name(one.party) for one in some)
    returned = [a for a in entry.assignments if a.returned]
    held = [a for a in entry.assignments if a.status != "na" and not a.party.presumed]
    names = "、".join(unit_name(one.party) for one in returned or held)
    one_result = entry.words.one_result
    return f"{one_result}：{names}" if names else one_result


def _due_text(entry: Entry, one: Assignment) -> str:
    return f"{one.due}（{labels.short_basis(one.basis, entry.words)}）"


def overdue_chapter(ledger: Ledger, entries: tuple[Entry, ...]) -> Iterator[Block]:
    """The list of what is overdue, longest first, by days after the deadline."""
    yield from _late_chapter(ledger, entries, "overdue")


def year_open_chapters(
    ledger: Ledger, entries: tuple[Entry, ...]
) -> list[tuple[str, Iterator[Block]]]:
    """The list of what the notice gives no date and its year has ended on, where there is any."""
    there = any(one.timeliness == "year-open" for entry in entries for one in entry.countable)
    chapter = _late_chapter(ledger, entries, "year-open")
    return [(f"{TIMELINESS['year-open']}任务", chapter)] if there else []


def _late_chapter(
    ledger: Ledger, entries: tuple[Entry, ...], code: Literal["overdue", "year-open"]
) -> Iterator[Block]:
    word = TIMELINESS[code]
    lines = _listed_tasks(entries, lambda a: a.timeliness == code and not a.presumed)
    presumed = _listed_tasks(entries, lambda a: a.timeliness == code and a.presumed)
    days = [(ledger.as_of - (line.first.due or ledger.as_of)).days for line in lines]
    yield Paragraph(
        f"{word}{_count_text(lines)}，按天数由多到少排列。" if lines else f"没有{word}任务。"
    )
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
                    line.entry.shown_id,
                    title_text(line.entry),
                    _due_text(line.entry, line.first),
                    f"{word}{late}天",
                    line.units,
                )
                for late, line in sorted(zip(days, lines, strict=True), key=lambda it: -it[0])
            ),
        )
    if presumed:
        yield Paragraph(f"另有责任单位或时限属推定的{word}{_count_text(presumed)}，未列入。")


def returned_chapter(entries: tuple[Entry, ...]) -> Iterator[Block]:
    """The list of what the supervising office sent back and what was not reported anew since."""
    lines = _listed_tasks(entries, lambda a: bool(a.returned) and a.is_open)
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
                (x.entry.shown_id, title_text(x.entry), x.units, x.first.returned) for x in lines
            ),
        )


def next_month_chapter(ledger: Ledger, entries: tuple[Entry, ...]) -> Iterator[Block]:
    """The list of what is open and falls due in the calendar month after the ledger's day."""
    first, last = _month_after(ledger.as_of)
    name = next_month_name(ledger.as_of)

    def falls_due(a: Assignment) -> bool:
        return a.is_open and a.due is not None and first <= a.due <= last

    lines = _listed_tasks(entries, lambda a: falls_due(a) and not a.presumed)
    presumed = _listed_tasks(entries, lambda a: falls_due(a) and a.presumed)
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
            tuple(
                (x.entry.shown_id, title_text(x.entry), _due_text(x.entry, x.first), x.units)
                for x in lines
            ),
        )
    if presumed:
        yield Paragraph(f"另有责任单位或时限属推定的{_count_text(presumed)}，未列入。")


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
