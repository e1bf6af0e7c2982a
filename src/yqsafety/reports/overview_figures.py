"""The figures of the page for leaders, by part, with the word for what is overdue. Pure.

A part may hold stated dates (逾期) or only the end of the notice's year (年度未结). Each counter of
each part therefore has its own word.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.progress import Tally, break_down
from yqsafety.notice.model import COUNTY


class PartFigures(NamedTuple):
    """The figures of one part (a section, unit, month or deadline), or of the whole."""

    key: str
    name: str
    tally: Tally

    @property
    def shade(self) -> str:
        """The name of its colour: `late` if something is overdue, else by the rate of dated tasks.

        Presumed tasks never colour a part: nobody may look late for what he may not have to do.
        Nor does 年度未结: the notice stated no date that could have been missed.
        """
        timed = self.tally.timed
        if timed.overdue or self.tally.standing.overdue:
            return "late"
        if timed.percent is None:
            return "none"
        if timed.percent == 100:
            return "full"
        return "most" if timed.percent >= 50 else "some" if timed.done else "zero"


def worst_first(unit: PartFigures) -> tuple[bool, int, int, float]:
    """Sort key of units: most overdue, then most open after the year, then the lowest rate.

    A unit without dated tasks has no rate and comes after all that have one. Results of the whole
    county are no unit's: they come last. Presumed tasks make no unit worse.
    """
    timed, standing, _ = unit.tally.counters
    rate = timed.done / timed.total if timed.total else 2
    overdue, year_open = timed.overdue + standing.overdue, timed.year_open + standing.year_open
    return unit.key == COUNTY, -overdue, -year_open, rate


def part_figures(ledger: Ledger, entries: Sequence[Entry], by: str) -> tuple[PartFigures, ...]:
    """The figures of each part of a breakdown; `by` is what `progress.break_down` takes."""
    return tuple(
        PartFigures(part.key, part.name, part.tally)
        for part in break_down(entries, by, ledger.roster)
    )
