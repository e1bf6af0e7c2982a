"""The list of progress figures: for each its code, Chinese label and how it is read. Pure.

Tables on a terminal, the workbook, the report and the page take their columns from here, so that a
figure has one name and one meaning in all of them. Users of such lists complain of figures that
differ between two views. Nothing is counted here: `ledger/progress.py` counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from yqsafety.wording.labels import STATUS, TIMELINESS

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
    # These two are counters and not numbers: they stand outside the completion rate, so each
    # needs its own denominator beside it.
    yield Figure("standing", "长期已报", lambda tally: tally.standing)
    yield Figure("presumed", "推定已办", lambda tally: tally.presumed)
    yield Figure("na", STATUS["na"], lambda tally: tally.na)
    yield Figure("waiting", TIMELINESS["waiting"], lambda tally: tally.waiting)
    yield Figure("rate", "办结率", lambda tally: tally.timed)


FIGURES = {figure.code: figure for figure in _figures()}
"""By code, in the order in which they are shown.

`total` to `due_soon` and `rate` cover only dated tasks of units that are not presumed. `na` and
`waiting` cover everything, since these two are in no total.
"""


def chosen_figures(codes: str) -> list[Figure]:
    """The figures whose codes are given, separated by spaces; KeyError for an unknown code."""
    return [FIGURES[code] for code in codes.split()]


def share_text(counter: Counter) -> str:
    """How many are done of how many, as `3/20`."""
    return f"{counter.done}/{counter.total}"


def rate_text(counter: Counter) -> str:
    """`3/20 15%`, or a dash where there is nothing to do.

    A percentage never stands without its n/m (design, principle 3): 100% of one task is little.
    """
    return "—" if counter.percent is None else f"{share_text(counter)} {counter.percent}%"
