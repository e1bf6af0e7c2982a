"""What each command records according to the design, in the plainest way."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from duties import DUTIES
from reference import COUNTY, STRENGTH, Day, Line, Stand, View

Said = tuple[str, str, str, str, Day, object]
"""Action, task, period, unit, day, and the figure, the date or the lead."""


class RefusedError(Exception):
    """The command ends with exit code 2, and nothing is written."""


class Order(NamedTuple):
    """A command as typed."""

    action: str
    on: Day
    units: tuple[str, ...] = ()
    """Units, or the group `members`."""
    every: bool = False
    default: str | None = None
    dated: bool = False
    note: str = ""
    counted: str = ""
    until: Day | None = None
    reason: str = ""


class Slot(NamedTuple):
    """An occurrence, with how its units stand."""

    period: str
    start: Day | None
    stands: dict[str, Stand]


def rolled_up(stands: Iterable[Stand]) -> str:
    """The status of a row."""
    rest = {stand.status for stand in stands} - {"na"}
    return "na" if not rest else rest.pop() if len(rest) == 1 else "doing"


def strongest(stands: dict[str, Stand]) -> str:
    """Of a shared result the unit on the strongest ground that has not waived."""
    held = [unit for unit, stand in stands.items() if stand.status != "na"] or list(stands)
    return min(held, key=lambda unit: STRENGTH.index(stands[unit].ground))


@dataclass
class Foretold:
    """What a view says that an order will record."""

    view: View
    order: Order
    said: list[Said] = field(default_factory=list)

    def slots(self, text: str) -> list[Slot]:
        """The occurrences of a task, or the one that is named."""
        task, _, period = text.partition("@")
        if task not in self.view.tasks:
            raise RefusedError
        stands = {
            name: Slot(name, start, {unit: self.view.stand(task, name, unit) for unit in units})
            for name, (start, _, units) in self.view.slots(task).items()
        }
        if not period:
            return list(stands.values())
        if period not in stands:
            raise RefusedError
        return [stands[period]]

    def spread(self, body: str) -> list[str]:
        """A unit, or a group and its members."""
        return [body, *(self.view.members() if body == "members" else ())]

    def responsible(self, task: str, slots: list[Slot]) -> list[str]:
        """For whom an order is."""
        order = self.order
        known = list({unit: None for slot in slots for unit in slot.stands})
        if order.units:
            found = {body: [u for u in self.spread(body) if u in known] for body in order.units}
            if not all(found.values()):
                raise RefusedError
            return list({unit: None for units in found.values() for unit in units})
        if order.every:
            return [COUNTY] if DUTIES[task].shared else known
        if order.default:
            if order.default not in known:
                raise RefusedError
            return [order.default]
        if len(known) == 1:
            return known
        if DUTIES[task].shared:
            return [COUNTY]
        raise RefusedError

    def status(self, slot: Slot, unit: str) -> str:
        return slot.stands[unit].status if unit in slot.stands else rolled_up(slot.stands.values())

    def choose(self, slots: list[Slot], unit: str) -> Slot:
        """The only occurrence, else the earliest open one that has begun."""
        mine = [slot for slot in slots if unit == COUNTY or unit in slot.stands]
        touched = [slot for slot in mine if self.status(slot, unit) != "todo"]
        if self.order.action in ("todo", "confirm", "return") and touched:
            return touched[-1]
        dated = [slot for slot in mine if slot.start] or mine
        begun = [slot for slot in dated if slot.start is None or slot.start <= self.order.on]
        unfinished = [slot for slot in begun if self.status(slot, unit) in ("todo", "doing")]
        return (unfinished or begun[-1:] or dated)[0]

    def by_ids(self, texts: Iterable[str]) -> list[Said]:
        """Tick, count, waive, extend, note, confirm, return by id."""
        for text in dict.fromkeys(texts):
            task = text.partition("@")[0]
            slots = self.slots(text)
            units = self.responsible(task, slots)
            own_part = self.order.action in ("na", "todo", "confirm", "return")
            if DUTIES[task].shared and not own_part:
                units = units[:1]
            chosen = [(self.choose(slots, unit), unit) for unit in units]
            if all(slot.start is None for slot, _ in chosen):
                raise RefusedError
            for slot, unit in chosen:
                if slot.start is not None:
                    self.record(task, slot, unit)
        return self.said

    def bulk(self, rows: Iterable[tuple[str, Slot]]) -> list[Said]:
        """Tick whatever a filter matched."""
        for task, slot in rows:
            units = list(slot.stands)
            if DUTIES[task].shared:
                held = [unit for unit in units if slot.stands[unit].status != "na"]
                units = [COUNTY] if self.order.every else (held or units)[:1]
            for unit in units:
                begun = slot.start is not None and slot.start <= self.order.on
                if begun and self.status(slot, unit) != "na":
                    self.record(task, slot, unit)
        return self.said

    def record(self, task: str, slot: Slot, unit: str) -> None:
        """One line, unless it says nothing new."""
        order, action, figure = self.order, self.order.action, None
        stand = slot.stands[unit if unit in slot.stands else strongest(slot.stands)]
        if action in ("confirm", "return"):
            if self.status(slot, unit) not in ("done", "na"):
                if order.units and not order.every:
                    raise RefusedError
                return
            if action == "confirm" and stand.confirmed:
                return
        if order.counted:
            if DUTIES[task].asks is None:
                raise RefusedError
            known = (stand.value or 0) if order.counted.startswith("+") else 0
            action, figure = "count", known + int(order.counted)
        if self.said_before(task, slot, unit, stand, figure):
            if not order.note:
                return
            action, figure = "note", None
        told = figure if figure is not None else order.until
        self.said.append((action, task, slot.period, unit, order.on, told))

    def said_before(
        self, task: str, slot: Slot, unit: str, stand: Stand, figure: int | None
    ) -> bool:
        """Whether the status, the figure and the day (of a waiver the reason) stand already."""
        order, status = self.order, self.status(slot, unit)
        if order.action not in ("done", "doing", "todo", "na"):
            return False
        if figure is None and status != order.action:
            return False
        if figure is not None and (stand.value != figure or status not in ("done", "doing")):
            return False
        if order.action == "na":
            waiver = self.waiver(task, slot.period, unit)
            return waiver.reason == order.reason and (not order.dated or waiver.on == order.on)
        if stand.since is None or stand.since == order.on:
            return True
        later = stand.since < order.on and DUTIES[task].kind == "standing"
        return not (order.dated or (later and order.action == "done"))

    def waiver(self, task: str, period: str, unit: str) -> Line:
        """The newest waiver of an assignment that is waived."""
        lines = self.view.history(task, period, unit)
        return [
            line
            for line in lines
            if line.action == "na" and (unit == COUNTY or line.unit in (unit, COUNTY))
        ][-1]

    def trigger(self, texts: Iterable[str]) -> list[Said]:
        """Set triggered tasks going."""
        for text in dict.fromkeys(texts):
            task, slots = text.partition("@")[0], self.slots(text)
            if DUTIES[task].kind != "triggered" or self.order.on.year != 2025:
                raise RefusedError
            units = self.responsible(task, slots)
            name, number = self.order.on.isoformat(), 1
            taken = {p: {e.unit for e in lines} for p, lines in self.view.triggers(task).items()}
            while taken.get(name, set()) & set(units):
                number += 1
                name = f"{self.order.on}-{number}"
            for unit in units:
                self.said.append(("trigger", task, name, unit, self.order.on, None))
        return self.said

    def assign(self, task: str, leads: tuple[str, ...]) -> list[Said]:
        """Divide a task."""
        if task not in self.view.tasks:
            raise RefusedError
        known = self.view.division(task)
        for unit in dict.fromkeys((*leads, *self.order.units)):
            stranger = unit not in self.view.bracket(task)
            if unit in ("members", "nobody") or (stranger and DUTIES[task].bracket != "unnamed"):
                raise RefusedError
            if known.get(unit) != (unit in leads):
                self.said.append(("assign", task, "", unit, self.order.on, unit in leads))
        return self.said

    def unassign(self, task: str) -> list[Said]:
        """Take a division back, for some or for all."""
        known = self.view.division(task) if task in self.view.tasks else {}
        units = [unit for unit in self.order.units or known if unit in known]
        if not units:
            raise RefusedError
        self.said += [("unassign", task, "", unit, self.order.on, None) for unit in units]
        return self.said

    def strike(self, unit: str) -> list[Said]:
        """Take a presumed member out."""
        if self.view.members().get(unit) != "presumed":
            raise RefusedError
        return [("strike", "", "", unit, self.order.on, None)]
