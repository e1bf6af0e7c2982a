"""The page for leaders as plain data: answers, figures, lists, heat map, time line, tasks. Pure.

`formats/as_html.py` fills the template `page.html` with it. Every figure comes from
`ledger/progress.py`, as in `status`; the lists are those of the monthly report, with the same
rules on who may be named.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.filters import Selection
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.progress import (
    part_of,
    tally_entries,
)
from yqsafety.notice.model import Words
from yqsafety.notice.numerals import chinese_date
from yqsafety.reports.answers import Watch
from yqsafety.reports.document import Chapter
from yqsafety.reports.monthly_annexes import counting_text, task_chapters
from yqsafety.reports.overview_answers import FirstAnswers, first_answers
from yqsafety.reports.overview_figures import PartFigures, part_figures, worst_first
from yqsafety.reports.overview_tasks import STATES, SectionGroup, clause_of, task_sections, units_of
from yqsafety.wording import labels
from yqsafety.wording.figures import Figure, chosen_figures
from yqsafety.wording.paper_words import printed_name
from yqsafety.wording.phrases import nothing_found_text, title_text


class UnitRow(NamedTuple):
    """One row of the heat map: a unit's figures in all, and in each section."""

    whole: PartFigures
    cells: tuple[PartFigures | None, ...]
    """One a section; None where the unit has nothing to do."""


class Deadline(NamedTuple):
    """A day on which something falls due, on one basis: a stated date is no presumed one."""

    date: str
    basis: str
    figures: PartFigures
    tasks: tuple[tuple[str, str], ...]
    """Id and title of the occurrences that are not standing duties."""
    standing: tuple[tuple[str, str], ...]
    """The same of standing duties, which are only to be reported by that day."""


class Month(NamedTuple):
    """A month of the time line."""

    name: str
    when: str
    """已过, 本月 or 未到."""
    figures: PartFigures
    deadlines: tuple[Deadline, ...]


class OverviewPage(NamedTuple):
    """Everything that the template shows."""

    title: str
    one_result: str
    """What a result that is one for all is called."""
    notices: tuple[str, ...]
    """Title and number of each notice in view."""
    date: str
    scope: str
    """The filters in words; empty for everything."""
    counting: str
    nothing: str
    """Which filter left no row, where none matches; the page then shows nothing else."""
    columns: tuple[Figure, ...]
    """The figures shown of each section beside its rate."""
    overall: PartFigures
    answers: FirstAnswers
    one_unit: bool
    """Whether it is about one unit only; then its late tasks are named, not the unit."""
    sections: tuple[PartFigures, ...]
    heat: tuple[UnitRow, ...]
    months: tuple[Month, ...]
    chapters: tuple[Chapter, ...]
    clauses: Mapping[str, str]
    """By id of a task: how people call it, with its slot in words."""
    groups: Iterator[SectionGroup]
    """All tasks by section. An iterator that can be used once: tasks are made while writing."""
    units: tuple[str, ...]
    """The names of the units to filter by; duties refer to them by index: the page stays small."""
    states: tuple[tuple[str, str], ...]
    """The states to filter by: code and Chinese label."""


SECTION_FIGURES = (
    "confirmed doing todo na_unconfirmed overdue year_open due_soon standing stale presumed"
    " returned awaiting na waiting transferred"
)
RARE_FIGURES = "confirmed na_unconfirmed year_open returned awaiting na waiting transferred"
"""Those of them that have no column where all are 0: eighteen columns fit no page."""


def overview_page(ledger: Ledger, selection: Selection, watch: Watch = iter) -> OverviewPage:
    """The page on the selected rows; `watch` sees each row whose tasks are written."""
    entries = selection.entries
    overall = PartFigures("", "合计", tally_entries(entries))
    units = tuple(name for _, name in units_of(ledger, entries))
    return OverviewPage(
        one_result=ledger.words.one_result,
        title=_page_title(ledger),
        notices=tuple(printed_name(part.catalog.notice) for part in ledger.parts),
        date=chinese_date(ledger.as_of),
        scope="；".join(name for name, _ in selection.left),
        counting=counting_text(ledger),
        nothing="" if entries else nothing_found_text(selection),
        columns=tuple(
            figure
            for figure in chosen_figures(SECTION_FIGURES)
            if figure.code not in RARE_FIGURES.split() or figure.value(overall.tally)
        ),
        overall=overall,
        answers=first_answers(ledger, entries, by_task=len(units) == 1),
        one_unit=len(units) == 1,
        sections=part_figures(ledger, entries, "section"),
        clauses={one.shown_id: clause_of(ledger, one) for one in entries if "@" in one.id},
        heat=_heat_map(ledger, entries),
        months=_month_line(ledger, entries),
        chapters=tuple(task_chapters(ledger, entries)),
        groups=task_sections(ledger, entries, watch),
        units=units,
        states=tuple((code, labels.STATE[code]) for code in STATES),
    )


def _page_title(ledger: Ledger) -> str:
    """The title; of several notices with the term and the subject that all of them have."""
    terms = {part.term.words for part in ledger.parts}
    subjects = {part.words.subject for part in ledger.parts}
    shared = (found.pop() for found in (terms, subjects) if len(found) == 1)
    return f"{''.join(shared)}重点任务进展一览"


def _heat_map(ledger: Ledger, entries: Sequence[Entry]) -> tuple[UnitRow, ...]:
    """Figures by unit and section, the worst unit first; results of the whole county come last.

    Rows come in the document's order, so that those of one section stand together for `groupby`.
    """
    columns = [
        {figures.key: figures for figures in part_figures(ledger, tuple(inside), "unit")}
        for _, inside in groupby(entries, key=lambda entry: entry.section)
    ]
    return tuple(
        UnitRow(whole, tuple(column.get(whole.key) for column in columns))
        for whole in sorted(part_figures(ledger, entries, "unit"), key=worst_first)
    )


def _month_line(ledger: Ledger, entries: Sequence[Entry]) -> tuple[Month, ...]:
    """The months in which something falls due, with their deadlines; last what has no date yet."""
    tasks: dict[str, dict[str, Entry]] = {}
    dated: dict[str, Assignment] = {}
    for entry in entries:
        for one in entry.countable:
            key, _ = part_of(entry, one, "deadline")
            tasks.setdefault(key, {})[entry.shown_id] = entry
            dated[key] = one
    days = part_figures(ledger, entries, "deadline")
    return tuple(
        Month(
            *_month_title(month, ledger.as_of),
            month,
            tuple(
                _deadline_of(ledger.words, day, dated[day.key], tasks[day.key].values())
                for day in days
                if day.key.startswith(month.key)
            ),
        )
        for month in part_figures(ledger, entries, "month")
    )


def _month_title(month: PartFigures, as_of: dt.date) -> tuple[str, str]:
    """A month's name, and 已过, 本月 or 未到; nothing for what has no date yet."""
    if month.key == "none":
        return month.name, ""
    year, number = month.key.split("-")
    now = as_of.isoformat()[:7]
    when = "本月" if month.key == now else "已过" if month.key < now else "未到"
    return f"{int(year)}年{int(number)}月", when


def _deadline_of(
    words: Words, figures: PartFigures, first: Assignment, entries: Iterable[Entry]
) -> Deadline:
    named = [(entry.task.timing.kind, (entry.shown_id, title_text(entry))) for entry in entries]
    return Deadline(
        date=str(first.due) if first.due else "情形发生后",
        basis=labels.basis_label(first.basis, words) if first.due else "",
        figures=figures,
        tasks=tuple(line for kind, line in named if kind != "standing"),
        standing=tuple(line for kind, line in named if kind == "standing"),
    )
