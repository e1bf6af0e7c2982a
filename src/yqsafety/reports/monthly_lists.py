"""The chapters of the monthly report that list tasks: overdue, returned, due next. Pure.

Units that are only presumed are counted and not named, so that none is reported for what it may
not have to do; what was returned to a unit is named, since that unit had taken it on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.progress import tally
from yqsafety.reports.document import Block, Column, Paragraph, Table
from yqsafety.wording import labels
from yqsafety.wording.phrases import late_word, timeliness_label, title_text, unit_name


class _Line(NamedTuple):
    """What is said of an occurrence and of the units that stand alike in it."""

    entry: Entry
    first: Assignment
    units: str
    counted: int


def _lines(entries: Iterable[Entry], wanted: Callable[[Assignment], bool]) -> list[_Line]:
    """The counted assignments that are wanted, together where date and reason are the same."""
    lines = []
    for entry in entries:
        alike: dict[tuple[object, ...], list[Assignment]] = {}
        for one in filter(wanted, entry.countable):
            alike.setdefault((one.due, one.basis, one.present.returned), []).append(one)
        lines += [_Line(entry, some[0], _names(entry, some), len(some)) for some in alike.values()]
    return lines


def _names(entry: Entry, some: list[Assignment]) -> str:
    """The units; of a result of the whole county all who share it on more than a presumption."""
    if not entry.shared:
        return "、".join(unit_name(one.party) for one in some)
    held = [a for a in entry.assignments if a.status != "na"]
    sure = [a for a in held if not a.party.presumed] or held
    return "全县一项：" + "、".join(unit_name(one.party) for one in sure)


def _due(one: Assignment) -> str:
    return f"{one.due}（{labels.BASIS_SHORT[one.basis]}）"


def overdue(ledger: Ledger, entries: tuple[Entry, ...]) -> Iterator[Block]:
    """What is overdue, the longest first."""
    word = late_word(entries)
    lines = _lines(entries, lambda a: a.timeliness == "overdue" and not a.party.presumed)
    days = [(ledger.as_of - (line.first.due or ledger.as_of)).days for line in lines]
    timed, standing, presumed = tally(entries).counters
    count = timed.overdue + standing.overdue
    yield Paragraph(f"{word}{count}项，按天数由多到少排列。" if count else f"没有{word}任务。")
    if lines:
        yield Table(
            (
                Column("编号", 22),
                Column("任务", 36),
                Column("时限（依据）", 26),
                Column("情况", 20),
                Column("责任单位", 52),
            ),
            tuple(
                (
                    line.entry.id,
                    title_text(line.entry),
                    _due(line.first),
                    f"{timeliness_label('overdue', line.first.basis)}{late}天",
                    line.units,
                )
                for late, line in sorted(zip(days, lines, strict=True), key=lambda it: -it[0])
            ),
        )
    if presumed.overdue:
        yield Paragraph(f"另有责任单位属推定的{word}{presumed.overdue}项，未列入。")


def returned(entries: tuple[Entry, ...]) -> Iterator[Block]:
    """What the supervising office sent back, until it is reported anew."""
    lines = _lines(entries, lambda a: bool(a.present.returned) and a.status != "na")
    yield Paragraph(f"复核退回、尚未重新办结{_count(lines)}。" if lines else "没有退回重办的任务。")
    if lines:
        yield Table(
            (Column("编号", 22), Column("任务", 42), Column("责任单位", 40), Column("理由", 52)),
            tuple(
                (x.entry.id, title_text(x.entry), x.units, x.first.present.returned) for x in lines
            ),
        )


def next_month(ledger: Ledger, entries: tuple[Entry, ...]) -> Iterator[Block]:
    """What is open and falls due in the calendar month after the ledger's day."""
    first, last = _month_after(ledger.as_of)
    name = month_name(ledger.as_of)

    def falls_due(a: Assignment) -> bool:
        return a.status in ("todo", "doing") and a.due is not None and first <= a.due <= last

    lines = _lines(entries, lambda a: falls_due(a) and not a.party.presumed)
    presumed = _lines(entries, lambda a: falls_due(a) and a.party.presumed)
    yield Paragraph(
        f"{name}到期、尚未办结{_count(lines)}。" if lines else f"没有{name}到期的任务。"
    )
    if lines:
        yield Table(
            (
                Column("编号", 22),
                Column("任务", 38),
                Column("时限（依据）", 26),
                Column("责任单位", 70),
            ),
            tuple((x.entry.id, title_text(x.entry), _due(x.first), x.units) for x in lines),
        )
    if presumed:
        yield Paragraph(f"另有责任单位属推定的{_count(presumed)}，未列入。")


def month_name(day: dt.date) -> str:
    """The month after a day; January with its year."""
    first, _ = _month_after(day)
    return f"{first.month}月" if first.month > 1 else f"{first.year}年1月"


def _count(lines: Iterable[_Line]) -> str:
    return f"{sum(line.counted for line in lines)}项"


def _month_after(day: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of the calendar month after a day, as far as the calendar goes."""
    if day >= dt.date(9999, 11, 1):
        return dt.date.max, dt.date.max
    first = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    return first, (first + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
