"""The list of progress figures: for each its code, Chinese label and how it is read. Pure.

Tables on a terminal, the workbook, the report and the page take their columns from here, so that a
figure has one name and one meaning in all of them. Users of such lists complain of figures that
differ between two views. Nothing is counted here: `ledger/progress.py` counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from yqsafety.wording.labels import (
    APPLIED,
    AWAITING,
    REMINDED,
    RETURNED,
    SILENT,
    STATUS,
    TIMELINESS,
)

if TYPE_CHECKING:
    from yqsafety.ledger.progress import Counter, Tally


class Figure(NamedTuple):
    """One column of a table of progress, for a section, a unit or the whole."""

    code: str
    label: str
    value: Callable[[Tally], int | Counter]
    """Gives a plain number, or a counter that is to be shown as `done/total`."""


def _figures() -> Iterable[Figure]:
    yield Figure("total", "应办", lambda tally: tally.timed.total)
    yield Figure("done", STATUS["done"], lambda tally: tally.timed.done)
    yield Figure("confirmed", "已复核", lambda tally: tally.timed.confirmed)
    yield Figure("doing", STATUS["doing"], lambda tally: tally.timed.doing)
    yield Figure("todo", STATUS["todo"], lambda tally: tally.timed.todo)
    yield Figure("overdue", TIMELINESS["overdue"], lambda tally: tally.timed.overdue)
    yield Figure("due_soon", TIMELINESS["due-soon"], lambda tally: tally.timed.due_soon)
    yield Figure("standing", "长期已报", lambda tally: tally.standing)
    yield Figure("presumed", "推定已办", lambda tally: tally.presumed)
    yield Figure("na", STATUS["na"], lambda tally: tally.na)
    yield Figure("waiting", TIMELINESS["waiting"], lambda tally: tally.waiting)
    yield Figure("rate", "办结率", lambda tally: tally.timed)
    yield Figure("na_unconfirmed", "报不适用", lambda tally: tally.timed.na_unconfirmed)
    yield Figure("year_open", TIMELINESS["year-open"], lambda tally: tally.timed.year_open)
    yield Figure("stale", "长期待更新", lambda tally: tally.standing.stale)
    yield Figure("returned", RETURNED, lambda tally: tally.returned)
    yield Figure("awaiting", AWAITING, lambda tally: tally.awaiting)
    yield Figure("silent", SILENT, lambda tally: tally.timed.silent)
    yield Figure("reminded", REMINDED, lambda tally: tally.reminded)
    yield Figure("applied", APPLIED, lambda tally: tally.applied)
    yield Figure("transferred", TIMELINESS["transferred"], lambda tally: tally.transferred)


FIGURES = {figure.code: figure for figure in _figures()}
"""In the order of the fields of `status` in a pipe: new ones come last. `total` to `due_soon`,
`rate`, `na_unconfirmed` and `year_open` are of dated tasks, and 应办 is 办结 + 在办 + 未反馈 +
报不适用. 退回 and 待认定 are parts of 在办, 催办 and 申请延期 of 未反馈 and 在办, of all kinds of
tasks together, so that they may be more than the 在办 of dated tasks beside them; 未动 is a part of
these of dated tasks."""

TABLE_FIGURES = (
    "total done confirmed doing todo na_unconfirmed overdue year_open due_soon rate"
    " standing stale presumed returned awaiting silent reminded applied na waiting transferred"
)
"""The order in which people read them: parts beside their whole."""


def chosen_figures(codes: str) -> list[Figure]:
    """Some of the figures, named by their codes in a line."""
    return [FIGURES[code] for code in codes.split()]


def share_text(counter: Counter) -> str:
    """n/m."""
    return f"{counter.done}/{counter.total}"


def percent_text(counter: Counter) -> str:
    """The rate, to one decimal where it is not whole; a dash of nothing."""
    return "—" if counter.percent is None else f"{counter.percent:g}%"


def rate_text(counter: Counter) -> str:
    """n/m with its percentage; a dash of nothing."""
    return "—" if counter.percent is None else f"{share_text(counter)} {percent_text(counter)}"


def figure_text(figure: Figure, tally: Tally) -> str:
    """A figure as it stands in a table or a line."""
    value = figure.value(tally)
    if isinstance(value, int):
        return str(value)
    return rate_text(value) if figure.code == "rate" else share_text(value)


def stale_text(tally: Tally) -> str:
    """How many standing duties are to be reported anew, or were never reported; else nothing."""
    stale = tally.standing.stale + tally.presumed.stale
    parts = f"长期 {tally.standing.stale}，推定 {tally.presumed.stale}"
    return f"待更新 {stale} 项（{parts}）：长期任务须定期再报。" if stale else ""
