"""The notice of the model twice: as the program reads it, and as a plain table of duties."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from small import (
    HALVES,
    SMALL,
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


Slots = dict[str, tuple[Day, Day]]


class Duty(NamedTuple):
    """A task of the notice."""

    bracket: str
    kind: str
    slots: Slots
    shared: bool = False
    asks: int | None = None
    """How many it asks for."""
    per: bool = False
    """Whether that is counted for each village, so that no count finishes it."""
    basis: str = "notice-year"
    within: int | None = None
    """Days after its event within which a triggered task is due."""
    renew: int = 90
    """Days after which a standing duty is to be reported anew."""
    section: int = 3

    @property
    def goal(self) -> int | None:
        """The count at which it is done."""
        return None if self.per else self.asks


ISSUED = day("03-06")
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
    "winter": (day("01-05"), day("02-10")),
    "spring": (day("03-01"), day("03-31")),
    "autumn": (day("09-01"), day("09-30")),
}
_JUNE = {"2025": (day("01-01"), day("06-30"))}
DUTIES = {
    "1.1": Duty("members", "once", _YEAR, section=1),
    "1.2": Duty("members", "standing", _YEAR, section=1),
    "1.3": Duty("members", "recurring", _HALVES, basis="stated", section=1),
    "1.4": Duty("members", "triggered", {}, section=1),
    "2.1": Duty("members", "once", _YEAR, shared=True, asks=3, section=2),
    "2.2": Duty("members", "standing", _YEAR, shared=True, section=2),
    "2.3": Duty("members", "once", _YEAR, asks=2, section=2),
    "2.4": Duty("members", "once", _YEAR, asks=1, per=True, section=2),
    "3.1": Duty("unnamed", "once", _JUNE, basis="stated", section=2),
    "4.1": Duty("divided", "recurring", _SEASONS, basis="calendar"),
    "4.2": Duty("divided", "recurring", _QUARTERS, asks=2, basis="stated"),
    "4.3": Duty("divided", "triggered", {}, shared=True, basis="stated", within=10),
    "4.4": Duty("divided", "recurring", _HALVES, shared=True, asks=1, basis="stated"),
    "4.5": Duty("divided", "standing", _YEAR, renew=45),
}
NEW_IN_2 = {"4.5"}
MEMBERS = {"jia": "law", "yi": "presumed", "bing": "presumed"}

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
        Slot("winter", "冬季", day("01-05"), day("02-10"), "出处"),
    ),
)
QUARTERS = Timing("recurring", "stated", every="quarter")
SOON_AFTER = Timing("triggered", "stated", trigger="发生事故", within=10)
KEPT_FRESH = Timing("standing", "notice-year", renew_days=45)
SHARED = [
    task("4.1", SEASONS),
    task("4.2", QUARTERS, quantity(2)),
    task("4.3", SOON_AFTER, done_by="any"),
    task("4.4", HALVES, quantity(1), "any"),
]


def _divided(number: int, *added: str) -> Item:
    made = item(number, ["丁镇", "成员单位"], *SHARED, *(task(one, KEPT_FRESH) for one in added))
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
