"""The figures of the page for leaders, by part, with the word for what is overdue. Pure.

A part may hold stated dates (逾期) or only the end of the notice's year (年度未结). Each counter of
each part therefore has its own word.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.progress import Counter, Nature, Part, Tally, break_down, mark_of, part_of
from yqsafety.wording.phrases import overdue_word

Late = dict[tuple[str, Nature], list[Assignment]]
"""The overdue assignments, by the key of their part and the counter that holds them."""


class NamedCounter(NamedTuple):
    """A counter with its nature, and the word for what is overdue in it."""

    nature: Nature
    counter: Counter
    late: str


class PartFigures(NamedTuple):
    """The figures of one part (a section, unit, month or deadline), or of the whole."""

    key: str
    name: str
    tally: Tally
    timed: NamedCounter
    standing: NamedCounter
    presumed: NamedCounter

    @property
    def shade(self) -> str:
        """The name of its colour: `late` if something is overdue, else by the rate of dated tasks.

        Presumed tasks never colour a part: nobody may look late for what he may not have to do.
        """
        timed = self.timed.counter
        if timed.overdue or self.standing.counter.overdue:
            return "late"
        if timed.percent is None:
            return "none"
        if timed.percent == 100:
            return "full"
        return "most" if timed.percent >= 50 else "some" if timed.done else "zero"


def part_figures(ledger: Ledger, entries: Sequence[Entry], by: str) -> tuple[PartFigures, ...]:
    """The figures of each part of a breakdown; `by` is what `progress.break_down` takes."""
    late = late_by_part(entries, by)
    return tuple(figures_of(part, late) for part in break_down(entries, by, ledger.roster))


def late_by_part(entries: Iterable[Entry], by: str = "") -> Late:
    """The overdue assignments of each part; with an empty `by` those of the whole, under key ""."""
    late: Late = {}
    for entry in entries:
        for one in entry.countable:
            if one.timeliness == "overdue":
                key = part_of(entry, one, by)[0] if by else ""
                late.setdefault((key, mark_of(entry, one).nature), []).append(one)
    return late


def figures_of(part: Part, late: Late) -> PartFigures:
    """The figures of a part, each counter with its own word for what is overdue in it."""

    def count(which: Nature, counter: Counter) -> NamedCounter:
        return NamedCounter(which, counter, overdue_word(late.get((part.key, which), ())))

    timed, standing, presumed = part.tally.counters
    return PartFigures(
        *part,
        count("timed", timed),
        count("standing", standing),
        count("presumed", presumed),
    )
