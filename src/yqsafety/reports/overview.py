"""The page for leaders as plain data: figures, heat map, time line, lists, tasks. Pure.

Every figure is one of `progress`; what is overdue is listed by the rules of `bulletin_lists`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.filters import Selection
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.progress import Counter, Nature, Part, Tally, breakdown, mark, part_of, tally
from yqsafety.notice.model import chinese_date
from yqsafety.reports.answers import Watch
from yqsafety.reports.document import Block
from yqsafety.reports.monthly import COUNTING, notice_name
from yqsafety.reports.monthly_lists import month_name, next_month, overdue, returned
from yqsafety.reports.overview_tasks import STATES, SectionGroup, sections, units_of
from yqsafety.wording import labels
from yqsafety.wording.phrases import late_word, nothing_found, overdue_word, title_text

Late = dict[tuple[str, Nature], list[Assignment]]
"""What is overdue, by part and by the counter that holds it."""


class Count(NamedTuple):
    """One counter, and what is called overdue in it."""

    nature: Nature
    counter: Counter
    late: str


class Figures(NamedTuple):
    """The figures of a part or of the whole."""

    key: str
    name: str
    tally: Tally
    timed: Count
    standing: Count
    presumed: Count

    @property
    def shade(self) -> str:
        """How it is coloured: what is named and overdue first, else how far dated tasks are."""
        timed = self.timed.counter
        if timed.overdue or self.standing.counter.overdue:
            return "late"
        if timed.percent is None:
            return "none"
        if timed.percent == 100:
            return "full"
        return "most" if timed.percent >= 50 else "some" if timed.done else "zero"


class UnitRow(NamedTuple):
    """One row of the heat map."""

    whole: Figures
    cells: tuple[Figures | None, ...]
    """One a section; None where the unit has nothing to do."""


class Deadline(NamedTuple):
    """A day on which something falls due, on one basis."""

    date: str
    basis: str
    figures: Figures
    tasks: tuple[tuple[str, str], ...]
    """Id and title of the occurrences that are not standing duties."""
    standing: tuple[tuple[str, str], ...]


class Month(NamedTuple):
    """A month of the time line."""

    name: str
    when: str
    """已过, 本月 or 未到."""
    figures: Figures
    deadlines: tuple[Deadline, ...]


class Chapter(NamedTuple):
    """A list of tasks under a heading."""

    heading: str
    blocks: tuple[Block, ...]


class Page(NamedTuple):
    """The whole page."""

    title: str
    notice: str
    date: str
    scope: str
    """The filters in words; empty for everything."""
    counting: str
    nothing: str
    """What is said where no row matches; then there is nothing else."""
    late: str
    """What is called overdue in the whole."""
    overall: Figures
    sections: tuple[Figures, ...]
    heat: tuple[UnitRow, ...]
    months: tuple[Month, ...]
    chapters: tuple[Chapter, ...]
    groups: Iterator[SectionGroup]
    """All tasks; they can be gone through once."""
    units: tuple[str, ...]
    """The units that tasks can be filtered by; a duty names them by their place."""
    states: tuple[tuple[str, str], ...]
    """The states that tasks can be filtered by: code and Chinese."""


def page(ledger: Ledger, selection: Selection, watch: Watch = iter) -> Page:
    """The page on some rows of a ledger."""
    entries = selection.entries
    late = late_word(entries)
    return Page(
        title=f"{ledger.year}年安全生产重点任务进展一览",
        notice=notice_name(ledger),
        date=chinese_date(ledger.as_of),
        scope="；".join(name for name, _ in selection.left),
        counting=COUNTING,
        nothing="" if entries else nothing_found(selection),
        late=late,
        overall=_figures(Part("", "合计", tally(entries)), _late(entries)),
        sections=_parts(ledger, entries, "section"),
        heat=_heat(ledger, entries),
        months=_months(ledger, entries),
        chapters=(
            Chapter(f"{late}任务", tuple(overdue(ledger, entries))),
            Chapter("退回重办任务", tuple(returned(entries))),
            Chapter(f"{month_name(ledger.as_of)}到期任务", tuple(next_month(ledger, entries))),
        ),
        groups=sections(ledger, entries, watch),
        units=tuple(name for _, name in units_of(ledger, entries)),
        states=tuple((code, late if code == "overdue" else _state(code)) for code in STATES),
    )


def _state(code: str) -> str:
    return {**labels.TIMELINESS, **labels.STATUS, **labels.GATE}[code]


def _parts(ledger: Ledger, entries: Sequence[Entry], by: str) -> tuple[Figures, ...]:
    """The parts of a breakdown."""
    late = _late(entries, by)
    return tuple(_figures(part, late) for part in breakdown(entries, by, ledger.roster))


def _late(entries: Iterable[Entry], by: str = "") -> Late:
    """What is overdue in each part, or in the whole."""
    late: Late = {}
    for entry in entries:
        for one in entry.countable:
            if one.timeliness == "overdue":
                key = part_of(entry, one, by)[0] if by else ""
                late.setdefault((key, mark(entry, one).nature), []).append(one)
    return late


def _figures(part: Part, late: Late) -> Figures:
    def count(which: Nature, counter: Counter) -> Count:
        return Count(which, counter, overdue_word(late.get((part.key, which), ())))

    timed, standing, presumed = part.tally.counters
    return Figures(
        *part,
        count("timed", timed),
        count("standing", standing),
        count("presumed", presumed),
    )


def _heat(ledger: Ledger, entries: Sequence[Entry]) -> tuple[UnitRow, ...]:
    """Units × sections; the results of the whole county are a row of their own."""
    columns = [
        {figures.key: figures for figures in _parts(ledger, tuple(inside), "unit")}
        for _, inside in groupby(entries, key=lambda entry: entry.section)
    ]
    return tuple(
        UnitRow(whole, tuple(column.get(whole.key) for column in columns))
        for whole in _parts(ledger, entries, "unit")
    )


def _months(ledger: Ledger, entries: Sequence[Entry]) -> tuple[Month, ...]:
    """The months in which something falls due, then what waits for its event."""
    tasks: dict[str, dict[str, Entry]] = {}
    for entry in entries:
        for one in entry.countable:
            key, _ = part_of(entry, one, "deadline")
            tasks.setdefault(key, {})[entry.id] = entry
    days = _parts(ledger, entries, "deadline")
    return tuple(
        Month(
            *_month(month, ledger.as_of),
            month,
            tuple(
                _deadline(day, list(tasks[day.key].values()))
                for day in days
                if day.key.startswith(month.key)
            ),
        )
        for month in _parts(ledger, entries, "month")
    )


def _month(month: Figures, as_of: dt.date) -> tuple[str, str]:
    """Its name, and whether it is over."""
    if month.key == "none":
        return month.name, ""
    year, number = month.key.split("-")
    now = as_of.isoformat()[:7]
    when = "本月" if month.key == now else "已过" if month.key < now else "未到"
    return f"{int(year)}年{int(number)}月", when


def _deadline(figures: Figures, entries: Sequence[Entry]) -> Deadline:
    date, _, basis = figures.key.partition("/")
    named = [(entry.task.timing.kind, (entry.id, title_text(entry))) for entry in entries]
    return Deadline(
        date=date if basis else "情形发生后",
        basis=labels.BASIS[basis] if basis else "",
        figures=figures,
        tasks=tuple(line for kind, line in named if kind != "standing"),
        standing=tuple(line for kind, line in named if kind == "standing"),
    )
