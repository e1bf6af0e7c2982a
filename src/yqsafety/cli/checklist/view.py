"""What the checklist shows: a unit's rows under their sections, and their figures. Pure."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Collection, Iterable
from itertools import groupby
from typing import NamedTuple

from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.filters import Filters, select_entries
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.progress import Counter, Tally, break_down, tally_entries
from yqsafety.notice.model import Body
from yqsafety.wording import labels, phrases


class FilterChoice(NamedTuple):
    """One of the filters that the key `f` goes round: its label and what it lets through."""

    label: str
    filters: Filters


class SectionRows(NamedTuple):
    """A section: the figures of all that the unit has to do there, and the rows that match."""

    heading: str
    tally: Tally
    entries: tuple[Entry, ...]


class ChecklistView(NamedTuple):
    """Everything on the screen but the detail."""

    groups: tuple[SectionRows, ...]
    tally: Tally
    """Of all rows of the unit, whatever the filters, so that it agrees with `status --unit`."""
    shown: int
    total: int
    missing: str
    """The line that says which filter left nothing over; empty where there are rows."""


def filter_choices(start: Filters, today: dt.date) -> tuple[FilterChoice, ...]:
    """The filters to go round, beginning with what the command line asked for.

    Where that is none of the usual ones it comes before them as 命令行条件.
    """
    begun, last = today.replace(day=1), calendar.monthrange(today.year, today.month)[1]
    month = Filters(statuses=("open",), due_from=begun, due_by=today.replace(day=last))
    known = [
        FilterChoice("全部", Filters()),
        FilterChoice("未办结", Filters(statuses=("open",))),
        FilterChoice("退回", Filters(statuses=("returned",))),
        FilterChoice("逾期", Filters(statuses=("overdue",))),
        FilterChoice("本月到期", month),
        FilterChoice("临期", Filters(statuses=("due-soon",))),
        FilterChoice("待更新", Filters(statuses=("stale",))),
        FilterChoice("点名", Filters(direct=True)),
    ]
    bare = start._replace(units=(), grep="", shown=())
    first = next((n for n, choice in enumerate(known) if choice.filters == bare), None)
    if first is None:
        return (FilterChoice("命令行条件", start._replace(units=(), grep="")), *known)
    return (*known[first:], *known[:first])


def view_of_unit(
    ledger: Ledger, unit: Body, choice: FilterChoice, search: str, kept: Collection[str] = ()
) -> ChecklistView:
    """The rows of a unit that pass filter and search, under their sections, with the figures.

    Rows in `kept`, by their ids, stay although they may no longer pass.
    """
    mine = select_entries(ledger, Filters(units=(unit.id,))).entries
    parts = {
        (part.notice, part.key): part.tally for part in break_down(mine, "section", ledger.roster)
    }
    words = {"status": f"筛选 {choice.label}", "direct": "只看点名"}
    words |= dict(choice.filters.shown) | {"unit": f"单位 {unit.name}", "grep": f"文字 {search}"}
    wanted = choice.filters._replace(units=(unit.id,), grep=search, shown=tuple(words.items()))
    found = select_entries(ledger, wanted)
    passed = {entry.shown_id: entry for entry in found.entries}
    rows_shown = [
        passed.get(entry.shown_id, entry)
        for entry in mine
        if entry.shown_id in passed or entry.shown_id in kept
    ]
    groups = tuple(
        SectionRows(rows[0].section_name, parts[rows[0].notice, str(section.number)], rows)
        for section, some in groupby(rows_shown, key=lambda entry: entry.section)
        if (rows := tuple(some))
    )
    missing = "" if rows_shown else phrases.nothing_found_text(found)
    return ChecklistView(groups, tally_entries(mine), len(rows_shown), len(mine), missing)


def short_figures(counted: Tally) -> list[str]:
    """`限期 3/20`, `长期 4/30`, `推定 2/26`; presumed tasks are counted apart from the others."""
    return [f"{word} {c.done}/{c.total}" for word, c in _named_counters(counted) if c.total]


def full_figures(counted: Tally) -> list[str]:
    """The same figures, each with what is overdue, due soon or stale in it."""
    said = []
    for word, counter in _named_counters(counted):
        pressing = (
            ("逾期", counter.overdue),
            ("年度未结", counter.year_open),
            ("临期", counter.due_soon),
            ("待更新", counter.stale),
            ("退回", counter.returned),
            ("待认定", counter.awaiting),
        )
        more = "，".join(f"{name} {number}" for name, number in pressing if number)
        if counter.total:
            said.append(f"{word} {counter.done}/{counter.total}" + (f"（{more}）" if more else ""))
    return said


def _named_counters(counted: Tally) -> Iterable[tuple[str, Counter]]:
    return zip(("限期", "长期", "推定"), counted.counters, strict=True)


def row_tags(entry: Entry, today: dt.date) -> str:
    """The words that set a row of one unit apart: 推定, 全县一项, 尚未开始."""
    start = entry.period.start
    words = {
        labels.GROUND["presumed"]: entry.shown[0].presumed,
        entry.words.one_result: entry.shared,
        "尚未开始": start is not None and start > today,
    }
    return " ".join(word for word, holds in words.items() if holds)
