"""The figures of progress, once: the code, the label, and what is counted. Pure.

Tables on a terminal, the workbook, the report and the page take their columns from here, so that a
figure has one name and one meaning in all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from yqsafety.wording.labels import STATUS, TIMELINESS

if TYPE_CHECKING:
    from yqsafety.ledger.progress import Counter, Tally


class Figure(NamedTuple):
    """One figure of a part or of the whole."""

    code: str
    label: str
    value: Callable[[Tally], int | Counter]
    """A number; or the counter of which `done` and `total` are said."""


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


FIGURES = {figure.code: figure for figure in _figures()}
"""In the order in which they are shown; `total` to `due_soon` and `rate` are of dated tasks."""


def chosen_figures(codes: str) -> list[Figure]:
    """Some of the figures, named by their codes in a line."""
    return [FIGURES[code] for code in codes.split()]


def share_text(counter: Counter) -> str:
    """n/m."""
    return f"{counter.done}/{counter.total}"


def rate_text(counter: Counter) -> str:
    """n/m with its percentage; a dash of nothing."""
    return "—" if counter.percent is None else f"{share_text(counter)} {counter.percent}%"
