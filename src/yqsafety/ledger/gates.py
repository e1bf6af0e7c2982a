"""The gates of `--fail-on`: what a script may rely on, and what was judged for it. Pure.

A script must never be told that all is well because nothing was looked at. So a gate says how many
assignments it matched and how many of them it judged, and does not pass where that was none. What
rests on a presumption (the unit, the date or the ground) fails nobody unless it is asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.progress import Counter, Tally

GATES: dict[str, Callable[[Counter], int]] = {
    "overdue": lambda counter: counter.overdue,
    "year-open": lambda counter: counter.year_open,
    "due-soon": lambda counter: counter.due_soon,
    "open": lambda counter: counter.todo + counter.doing,
    "stale": lambda counter: counter.stale,
    "unconfirmed": lambda counter: counter.unconfirmed,
}
"""What fails a gate, by its name."""


class GateResult(NamedTuple):
    """What a gate looked at, and what it found."""

    matched: int
    """The assignments that the filters left."""
    judged: int
    presumed: int
    """Left out because they rest on a presumption."""
    waiting: int
    """Left out because their event has not happened (未触发)."""
    waived: int
    """Left out because they do not apply, as the office has confirmed."""
    failed: dict[str, int]
    """By gate, how many fail it; only the gates that do not hold."""
    year_open: int
    """年度未结 among what was judged: `overdue` does not fail on it."""
    na_unconfirmed: int
    """报不适用，待复核 among what was judged: only `unconfirmed` fails on it."""
    transferred: int = 0
    """Left out because they go on under the next notice (已转入)."""

    @property
    def statements(self) -> int:
        """What units said of results of the whole county: the county's are judged instead."""
        aside = self.presumed + self.waiting + self.waived + self.transferred
        return self.matched - self.judged - aside


def judge_gates(
    entries: Sequence[Entry], overall: Tally, gates: Iterable[str], include_presumed: bool
) -> GateResult:
    """What the gates find in some rows, of which `overall` is the progress."""
    counters = list(overall.counters if include_presumed else overall.counters[:2])
    counts = {gate: sum(map(GATES[gate], counters)) for gate in gates}
    return GateResult(
        matched=sum(len(entry.shown) for entry in entries),
        judged=sum(counter.total for counter in counters),
        presumed=0 if include_presumed else overall.presumed.total,
        waiting=overall.waiting,
        waived=overall.na,
        failed={gate: count for gate, count in counts.items() if count},
        year_open=sum(counter.year_open for counter in counters),
        na_unconfirmed=sum(counter.na_unconfirmed for counter in counters),
        transferred=overall.transferred,
    )
