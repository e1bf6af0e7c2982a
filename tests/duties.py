"""The notice of the model twice: as the program reads it, and as a plain table of duties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from small import (
    HALVES,
    ONCE,
    SMALL,
    TRIGGERED,
    UNITS,
    catalog,
    day,
    group,
    item,
    quantity,
    task,
    units,
)

from yqsafety.notice.model import Catalog, Ground, Item, Slot, Timing, Unit
from yqsafety.notice.roster import Roster

Day = dt.date


class Duty(NamedTuple):
    """A task of the notice."""

    bracket: str
    kind: str
    slots: dict[str, tuple[Day, Day]]
    shared: bool = False
    asks: int | None = None
    """How many it asks for."""
    per: bool = False
    """Whether that is counted for each village, so that no count finishes it."""


YEAR_END = day("12-31")
_YEAR = {"2025": (day("01-01"), YEAR_END)}
_HALVES = {
    "2025-H1": (day("01-01"), day("06-30")),
    "2025-H2": (day("07-01"), YEAR_END),
}
_QUARTERS = {
    "2025-Q1": (day("01-01"), day("03-31")),
    "2025-Q2": (day("04-01"), day("06-30")),
    "2025-Q3": (day("07-01"), day("09-30")),
    "2025-Q4": (day("10-01"), YEAR_END),
}
_SEASONS = {
    "spring": (day("03-01"), day("03-31")),
    "autumn": (day("09-01"), day("09-30")),
}
DUTIES = {
    "1.1": Duty("members", "once", _YEAR),
    "1.2": Duty("members", "standing", _YEAR),
    "1.3": Duty("members", "recurring", _HALVES),
    "1.4": Duty("members", "triggered", {}),
    "2.1": Duty("members", "once", _YEAR, shared=True, asks=3),
    "2.2": Duty("members", "standing", _YEAR, shared=True),
    "2.3": Duty("members", "once", _YEAR, asks=2),
    "2.4": Duty("members", "once", _YEAR, asks=1, per=True),
    "3.1": Duty("unnamed", "once", {"2025": (day("01-01"), day("06-30"))}),
    "4.1": Duty("divided", "recurring", _SEASONS),
    "4.2": Duty("divided", "recurring", _QUARTERS, asks=2),
    "4.3": Duty("divided", "triggered", {}, shared=True),
    "4.4": Duty("divided", "recurring", _HALVES, shared=True, asks=1),
    "4.5": Duty("divided", "once", _YEAR),
}
NEW_IN_2 = {"4.5"}
MEMBERS = {"jia": "law", "yi": "presumed", "bing": "presumed"}
SECTIONS = {"1": "1", "2": "2", "3": "2", "4": "3"}

_GROUNDS: tuple[tuple[Ground, Sequence[str]], ...] = (
    ("law", ["甲局"]),
    ("presumed", ["乙局", "丙局"]),
)

SEASONS = Timing(
    "recurring",
    "calendar",
    slots=(
        Slot("autumn", "秋季", day("09-01"), day("09-30"), "出处"),
        Slot("spring", "春季", day("03-01"), day("03-31"), "出处"),
    ),
)
QUARTERS = Timing("recurring", "stated", every="quarter")
SHARED = [
    task("4.1", SEASONS),
    task("4.2", QUARTERS, quantity(2)),
    task("4.3", TRIGGERED, done_by="any"),
    task("4.4", HALVES, quantity(1), "any"),
]


def _divided(number: int, *added: str) -> Item:
    made = item(number, ["丁镇", "成员单位"], *SHARED, *(task(one, ONCE) for one in added))
    return replace(made, responsibility=replace(made.responsibility, mode="share"))


def _edition(number: int) -> Catalog:
    first, second = (list(section.items) for section in SMALL.notice.sections)
    made = catalog(first, second, [_divided(4)], edition=number)
    if number == 1:
        return made
    old = first[0]
    renamed = replace(old.tasks[0], title="改了名的任务")
    first[0] = replace(old, tasks=(renamed, *old.tasks[1:]))
    members = group("members", "成员单位", *_GROUNDS, ("local", ["戊局"]))
    wider = units(Unit("wu", "戊局"), members, UNITS.groups[1])
    made = catalog(first, second, [_divided(4, *NEW_IN_2)], edition=number)
    return replace(made, units=wider)


EDITIONS = {number: _edition(number) for number in (1, 2)}
"""The second has a task and a member more, and another title."""
ROSTERS = {number: Roster(made.units) for number, made in EDITIONS.items()}
