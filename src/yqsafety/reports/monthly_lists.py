"""The lists of tasks in the monthly report and on the page: overdue, returned, due next. Pure.

Units that are only presumed are counted and not named, so that none is reported in public for
what it may not have to do. What was returned is named even then: the unit had reported it, and so
had taken the task on.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.ledger import Ledger
from yqsafety.reports.document import Block, Paragraph, Table, TextColumn
from yqsafety.wording import labels
from yqsafety.wording.labels import TIMELINESS
from yqsafety.wording.paper_words import in_one_line, paper_day, paper_id
from yqsafety.wording.phrases import unit_name

Late = Literal["overdue", "year-open"]


class ListedTask(NamedTuple):
    """One line of a list: an occurrence, and its units that share one date and one reason."""

    entry: Entry
    first: Assignment
    units: tuple[str, ...]
    counted: int
    """How many assignments the line stands for."""

    @property
    def named(self) -> str:
        """Its units; of a result of the whole county that nobody is in charge of, this first."""
        names = "、".join(self.units)
        if not self.entry.whole or self.entry.owner:
            return names
        one_result = self.entry.words.one_result
        return f"{one_result}：{names}" if names else one_result

    def days_late(self, day: dt.date) -> int:
        """Days after the deadline."""
        return (day - (self.first.due or day)).days


class TaskList(NamedTuple):
    """The lines of a list, and how many assignments are left out because they are presumed."""

    lines: tuple[ListedTask, ...]
    presumed: int = 0

    @property
    def counted(self) -> int:
        """How many assignments the lines stand for."""
        return sum(line.counted for line in self.lines)


def late_list(ledger: Ledger, entries: tuple[Entry, ...], code: Late) -> TaskList:
    """What is overdue, or open after its year; the longest first."""
    found = _split_list(entries, lambda a: a.timeliness == code)
    longest = sorted(found.lines, key=lambda line: -line.days_late(ledger.as_of))
    return found._replace(lines=tuple(longest))


def returned_list(entries: tuple[Entry, ...]) -> TaskList:
    """What the supervising office sent back and what was not reported anew since."""
    return TaskList(tuple(_listed_tasks(entries, lambda a: bool(a.returned) and a.is_open)))


def next_month_list(ledger: Ledger, entries: tuple[Entry, ...]) -> TaskList:
    """What is open and falls due in the calendar month after the ledger's day."""
    first, last = _month_after(ledger.as_of)
    return _split_list(
        entries, lambda a: a.is_open and a.due is not None and first <= a.due <= last
    )


def _split_list(entries: Iterable[Entry], wanted: Callable[[Assignment], bool]) -> TaskList:
    rows = tuple(entries)
    presumed = _listed_tasks(rows, lambda a: wanted(a) and a.presumed)
    return TaskList(
        tuple(_listed_tasks(rows, lambda a: wanted(a) and not a.presumed)),
        sum(line.counted for line in presumed),
    )


def _listed_tasks(
    entries: Iterable[Entry], wanted: Callable[[Assignment], bool]
) -> list[ListedTask]:
    """The wanted assignments as lines; units of a task with the same date and reason share one."""
    lines = []
    for entry in entries:
        alike: dict[tuple[object, ...], list[Assignment]] = {}
        for one in filter(wanted, entry.countable):
            alike.setdefault((one.due, one.basis, one.returned), []).append(one)
        lines += [
            ListedTask(entry, some[0], _unit_names(entry, some), len(some))
            for some in alike.values()
        ]
    return lines


def _unit_names(entry: Entry, some: list[Assignment]) -> tuple[str, ...]:
    """The names of the units on a line.

    A result of the whole county is its owner's; without an owner all who share it are named, but
    for those that waived their part and those that are only presumed. Whom it was returned to is
    named in any case: that unit had taken it on.
    """
    if not entry.whole or entry.owner:
        return tuple(unit_name(one.party) for one in some)
    returned = [a for a in entry.assignments if a.returned]
    held = [a for a in entry.assignments if a.status != "na" and not a.party.presumed]
    return tuple(unit_name(one.party) for one in returned or held)


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


def _late_chapter(ledger: Ledger, entries: tuple[Entry, ...], code: Late) -> Iterator[Block]:
    word = TIMELINESS[code]
    found = late_list(ledger, entries, code)
    if found.lines:
        yield Paragraph(f"{word}{found.counted}项，按天数由多到少排列。")
        yield _dated_table(ledger, found.lines, word)
    else:
        yield Paragraph(f"没有{word}任务。")
    if found.presumed:
        yield Paragraph(f"另有责任单位或时限属推定的{word}{found.presumed}项，未列入。", note=True)


def returned_chapter(ledger: Ledger, entries: tuple[Entry, ...]) -> Iterator[Block]:
    """The list of what was sent back: to whom, when and why."""
    found = returned_list(entries)
    if not found.lines:
        yield Paragraph("没有退回重办的任务。")
        return
    yield Paragraph(f"{ledger.words.office}复核退回、尚未重新办结{found.counted}项。")
    columns = (
        TextColumn("编号", 24),
        TextColumn("任务", 36),
        TextColumn("责任单位", 32),
        TextColumn("退回日期", 18),
        TextColumn("理由", 46),
    )
    yield Table(
        columns,
        tuple(
            (
                paper_id(ledger, line.entry),
                line.entry.task.title,
                line.named,
                paper_day(day, ledger.as_of.year) if (day := returned_on(line.first)) else "",
                in_one_line(line.first.returned),
            )
            for line in found.lines
        ),
        links=tuple(line.entry.shown_id for line in found.lines),
    )


def returned_on(one: Assignment) -> dt.date | None:
    """The day on which something was sent back; None where it was not."""
    days = [event.on for event in one.present.history if event.action == "return"]
    return days[-1] if days and one.returned else None


def next_month_chapter(ledger: Ledger, entries: tuple[Entry, ...]) -> Iterator[Block]:
    """The list of what is open and falls due in the calendar month after the ledger's day."""
    name = next_month_name(ledger.as_of)
    found = next_month_list(ledger, entries)
    if found.lines:
        yield Paragraph(f"{name}到期、尚未办结{found.counted}项。")
        yield _dated_table(ledger, found.lines)
    else:
        yield Paragraph(f"没有{name}到期的任务。")
    if found.presumed:
        yield Paragraph(f"另有责任单位或时限属推定的{found.presumed}项，未列入。", note=True)


def _dated_table(ledger: Ledger, lines: Sequence[ListedTask], late: str = "") -> Table:
    """Tasks with their dates, on what ground, and who takes them; with `late` how late they are."""
    day = ledger.as_of
    columns = (
        TextColumn("编号", 24),
        TextColumn("任务", 32),
        TextColumn("时限", 18),
        TextColumn("时限依据", 18),
        *([TextColumn("情况", 19)] if late else []),
        TextColumn("责任单位", 45 if late else 64),
    )
    rows = (
        (
            paper_id(ledger, line.entry),
            line.entry.task.title,
            paper_day(line.first.due or day, day.year),
            labels.basis_label(line.first.basis, line.entry.words),
            *([f"{late}{line.days_late(day)}天"] if late else []),
            line.named,
        )
        for line in lines
    )
    return Table(columns, tuple(rows), links=tuple(line.entry.shown_id for line in lines))


def next_month_name(day: dt.date) -> str:
    """The name of the month after a day; January is named with its year."""
    first, _ = _month_after(day)
    return f"{first.month}月" if first.month > 1 else f"{first.year}年1月"


def end_of_month_before(day: dt.date) -> dt.date:
    """The last day of the calendar month before a day; Python's first day has none before it."""
    first = day.replace(day=1)
    return first if first == dt.date.min else first - dt.timedelta(days=1)


def _month_after(day: dt.date) -> tuple[dt.date, dt.date]:
    """First and last day of the calendar month after a day.

    Python's calendar ends with the year 9999; towards its end both are its last day.
    """
    if day >= dt.date(9999, 11, 1):
        return dt.date.max, dt.date.max
    # 32 days after a first always lie in the next month.
    first = (day.replace(day=1) + dt.timedelta(days=32)).replace(day=1)
    return first, (first + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)
