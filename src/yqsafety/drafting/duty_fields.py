"""What of a task changed besides its sentence. Pure."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from yqsafety.drafting.editions import Duty
from yqsafety.notice.model import Quantity, Responsibility, Slot, Timing

_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
Differs = Callable[[Duty, Duty, int], bool]


def changed_fields(old: Duty, new: Duty, years: int) -> tuple[str, ...]:
    """The names of what changed; `years` is how many years later the new notice is.

    A date that only moved to the new year is the same date.
    """
    return tuple(name for name, differs in _FIELDS.items() if differs(old, new, years))


def day_in(day: dt.date, years: int) -> dt.date:
    """The same day some years later; the last of February where there is no 29th."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def label_in(label: str, years: int) -> str:
    """The name of a slot some years later: the years in it are others (岁末年初（2024—2025）)."""
    return _YEAR.sub(lambda year: str(int(year[0]) + years), label)


def _roles(named: Responsibility) -> tuple[Any, ...]:
    return named.mode, *map(frozenset, (named.units, named.lead, named.support, named.check))


def _when(timing: Timing, years: int) -> tuple[Any, ...]:
    """What says when a task is due; days as they are so many years later."""
    days = [day_in(one, years) if one else None for one in (timing.due, timing.from_, timing.until)]
    slots = tuple(_slot(slot, years) for slot in timing.slots)
    each = (timing.every, timing.day, timing.trigger, timing.within, timing.renew_days)
    return timing.kind, *days, slots, *each


def _slot(slot: Slot, years: int) -> tuple[Any, ...]:
    # Its days say in which year it is; a name may say so or not.
    return _YEAR.sub("", slot.label), day_in(slot.start, years), day_in(slot.due, years)


def _how_much(quantity: Quantity | None) -> tuple[Any, ...]:
    if quantity is None:
        return ()
    asked = (quantity.op, quantity.value, quantity.max, quantity.unit, quantity.per)
    return *asked, quantity.percent, quantity.falling


_FIELDS: dict[str, Differs] = {
    "units": lambda old, new, _: _roles(old.named) != _roles(new.named),
    "timing": lambda old, new, years: _when(old.task.timing, years) != _when(new.task.timing, 0),
    "quantity": lambda old, new, _: _how_much(old.task.quantity) != _how_much(new.task.quantity),
    "done_by": lambda old, new, _: old.task.done_by != new.task.done_by,
    "title": lambda old, new, _: old.task.title != new.task.title,
    "evidence": lambda old, new, _: old.task.evidence != new.task.evidence,
}
"""Each field that is compared, in the order in which changes are shown."""
