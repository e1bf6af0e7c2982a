"""What each command records according to the design, in the plainest way."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from duties import DUTIES, ISSUED
from reference import ANSWERS, COUNTY, ENDS, Day, Line, Record, Row, View

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
    whole: bool = False
    dated: bool = False
    note: str = ""
    counted: str = ""
    until: Day | None = None
    reason: str = ""


TICKS = ("done", "doing", "todo", "na")


@dataclass
class Foretold:
    """What a view says that an order will record."""

    view: View
    order: Order
    said: list[Said] = field(default_factory=list)

    def refuse_days(self, today: Day) -> None:
        """Nothing is recorded for the future or for before the term; nothing falls due before."""
        order = self.order
        if not dt.date(2025, 1, 1) <= order.on <= today:
            raise RefusedError
        if order.until and order.until < ISSUED:
            raise RefusedError

    def rows(self, text: str) -> list[Row]:
        """The occurrences of a task, or the one that is named."""
        task, _, period = text.partition("@")
        if task not in self.view.tasks:
            raise RefusedError
        rows = [row for row in self.view.rows.values() if row.task == task]
        if period:
            rows = [row for row in rows if row.slot.period == period]
        if not rows:
            raise RefusedError
        return rows

    def spread(self, body: str) -> list[str]:
        """A unit, or a group and its members."""
        return [body, *(self.view.members() if body == "members" else ())]

    def responsible(self, rows: list[Row]) -> list[str]:
        """For whom an order is."""
        order, shared = self.order, DUTIES[rows[0].task].shared
        known = list({unit: None for row in rows for unit in row.stands})
        if order.whole:
            if not shared:
                raise RefusedError
            return [COUNTY]
        if order.units:
            found = {body: [u for u in self.spread(body) if u in known] for body in order.units}
            if not all(found.values()):
                raise RefusedError
            return list({unit: None for units in found.values() for unit in units})
        if order.every:
            return known
        if shared and order.action in ANSWERS and not order.default:
            return sorted(whom_to_answer(rows, order.action))
        if shared and order.action in TICKS and len(known) > 1:
            raise RefusedError
        if order.default:
            if order.default not in known:
                raise RefusedError
            return [order.default]
        if len(known) == 1:
            return known
        if shared:
            return [COUNTY]
        raise RefusedError

    def choose(self, rows: list[Row], unit: str) -> Row:
        """The only occurrence, else the earliest open one that has begun."""
        mine = [row for row in rows if unit == COUNTY or unit in row.stands]
        asked = [row for row in mine if row.record(unit).applied]
        if self.order.action in ("return", "extend") and asked:
            return asked[-1]
        touched = [row for row in mine if row.record(unit).status != "todo"]
        if self.order.action in ("todo", *ANSWERS) and touched:
            return touched[-1]
        dated = [row for row in mine if row.slot.start] or mine
        begun = [row for row in dated if not row.slot.start or row.slot.start <= self.order.on]
        open_ones = [row for row in begun if is_open(row, unit)]
        return (open_ones or begun[-1:] or dated)[0]

    def by_ids(self, texts: Iterable[str]) -> list[Said]:
        """Tick, count, waive, extend, note, confirm, return by id."""
        for text in dict.fromkeys(texts):
            rows = self.rows(text)
            # An answer where nobody has reported says nothing, but its task must have begun.
            units = self.responsible(rows) or [COUNTY]
            chosen = [(self.choose(rows, unit), unit) for unit in units]
            if all(row.slot.start is None for row, _ in chosen):
                raise RefusedError
            for row, unit in chosen:
                if row.slot.start is None:
                    continue
                if self.order.action == "extend" and DUTIES[row.task].kind == "standing":
                    raise RefusedError
                self.record(row, unit)
        return self.said

    def bulk(self, rows: Iterable[Row], with_waivers: bool = False) -> list[Said]:
        """Record for whatever a filter matched, as far as it has one plain meaning there."""
        on = self.order.on
        for row in rows:
            begun = row.slot.start is not None and row.slot.start <= on
            match self.order.action:
                case "confirm" | "return":
                    self.answer(row, with_waivers)
                case "extend" if begun and DUTIES[row.task].kind != "standing":
                    self.extend_open(row)
                case "done" if begun:
                    for unit in row.stands:
                        if row.record(unit).status != "na":
                            self.record(row, unit)
        return self.said

    def answer(self, row: Row, with_waivers: bool) -> None:
        """Whatever was reported and waits for the office; a waiver only where it was asked for."""
        for unit in [*row.stands, *([COUNTY] if row.counts else [])]:
            known = row.record(unit)
            if row.slot.start and self.order.action == "return" and known.applied:
                self.record(row, unit)
                continue
            if row.slot.start is None or known.status not in ENDS or known.confirmed:
                continue
            if row.whole and row.whole.status == "done" and row.whole.by != unit:
                continue
            if known.status == "done" or self.order.action == "return" or with_waivers:
                self.record(row, unit)

    def extend_open(self, row: Row) -> None:
        """Of what is open: each unit's date, or the one date of a result of the county."""
        for stand in row.counted:
            dates = [
                line.until
                for line in self.view.of_task.get(row.task, ())
                if (line.action, line.period) == ("extend", row.slot.period)
                and (row.whole or line.unit == stand.unit)
            ]
            if stand.status not in ENDS and dates[-1:] != [self.order.until]:
                self.record(row, stand.unit)

    def event(self, rows: Iterable[Row]) -> list[Said]:
        """One event for all triggered tasks that a filter matched; who has one is left out."""
        day = self.order.on.isoformat()
        units: dict[str, dict[str, None]] = {}
        for row in rows:
            if DUTIES[row.task].kind == "triggered":
                units.setdefault(row.task, {}).update(dict.fromkeys(row.stands))
        for task, mine in units.items():
            events = self.view.triggers(task).items()
            known = {line.unit for name, lines in events if name[:10] == day for line in lines}
            shared = DUTIES[task].shared
            for unit in [COUNTY] if shared and self.order.every else mine:
                if not known & {unit, COUNTY} and not (shared and known):
                    self.said.append(("trigger", task, day, unit, self.order.on, None))
        return self.said

    def record(self, row: Row, unit: str) -> None:
        """One line, unless it says nothing new."""
        order, action, figure = self.order, self.order.action, None
        known, duty = row.record(unit), DUTIES[row.task]
        if action == "return" and known.applied:
            action = "refuse"
        elif action in ANSWERS:
            if known.status not in ENDS:
                if order.units:
                    raise RefusedError
                return
            if action == "confirm" and known.confirmed:
                return
        if order.counted:
            if duty.asks is None:
                raise RefusedError
            before = (known.value or 0) if order.counted.startswith("+") else 0
            action, figure = "count", before + int(order.counted)
        if self.said_before(row, unit, known, figure):
            if not order.note:
                return
            action, figure = "note", None
        reached = figure is not None and duty.goal is not None and figure >= duty.goal
        if (action == "done" or reached) and row.slot.start and order.on < row.slot.start:
            raise RefusedError
        told = figure if figure is not None else order.until
        self.said.append((action, row.task, row.slot.period, unit, order.on, told))

    def said_before(self, row: Row, unit: str, known: Record, figure: int | None) -> bool:
        """Whether the status, the figure and the day (of a waiver the reason) stand already."""
        order = self.order
        if order.action not in TICKS or known.revised:
            return False
        if figure is None and known.status != order.action:
            return False
        if figure is not None and (known.value != figure or known.status not in ("done", "doing")):
            return False
        if order.action == "na":
            waiver = self.waiver(row, unit)
            return waiver.reason == order.reason and (not order.dated or waiver.on == order.on)
        if known.latest is None or order.on in (known.since, known.latest):
            return True
        renewed = DUTIES[row.task].kind == "standing" and known.latest < order.on
        return not (order.dated or (renewed and order.action == "done"))

    def waiver(self, row: Row, unit: str) -> Line:
        """The newest waiver of somebody who has waived."""
        lines = self.view.said(row.task, row.slot.period)[unit]
        return [line for line in lines if line.action == "na"][-1]

    def remind_ids(self, texts: Iterable[str]) -> list[Said]:
        """Remind of tasks by id: the units named, else all; of the county's who is in charge."""
        order = self.order
        for text in dict.fromkeys(texts):
            rows = self.rows(text)
            units = list({unit: None for row in rows for unit in row.stands})
            if order.units or order.every or order.default or order.whole:
                units = self.responsible(rows)
            elif DUTIES[rows[0].task].shared:
                owner = self.view.owner(rows[0].task, list(rows[0].slot.units))
                if owner is None:
                    raise RefusedError
                units = [owner]
            for unit in units:
                self.remind(self.choose(rows, unit), unit, named=True)
        return self.said

    def remind_rows(self, rows: Iterable[Row]) -> list[Said]:
        """Remind of whatever a filter matched."""
        for row in rows:
            whole = [row.whole.unit] if row.whole and row.counts else []
            for unit in whole or row.stands:
                self.remind(row, unit, named=False)
        return self.said

    def remind(self, row: Row, unit: str, *, named: bool) -> None:
        """Whoever can be blamed, once a day."""
        if row.slot.start is None or row.slot.start > self.order.on or unit == COUNTY:
            return
        one = row.stands.get(unit) or row.whole
        judged = row.whole or one
        assert one
        assert judged
        if judged.status in ENDS or one.status in ENDS:
            return
        in_charge = row.whole is None or row.whole.unit == unit
        presumed = one.presumed or judged.presumed
        if not named and (not in_charge or presumed):
            return
        lines = self.view.said(row.task, row.slot.period).get(unit, [])
        if any((line.action, line.on) == ("remind", self.order.on) for line in lines):
            return
        self.said.append(("remind", row.task, row.slot.period, unit, self.order.on, None))

    def receive_ids(self, texts: Iterable[str]) -> list[Said]:
        """Acknowledge what waits for it, else the occurrence that a bare id means."""
        for text in dict.fromkeys(texts):
            rows = self.rows(text)
            for unit in self.responsible(rows):
                if unit == COUNTY:
                    raise RefusedError
                mine = [row for row in rows if unit in row.stands]
                new = [row for row in mine if row.stands[unit].passing.unreceived]
                for row in new or [self.choose(rows, unit)]:
                    self.receive(row, unit)
        return self.said

    def receive_rows(self, rows: Iterable[Row]) -> list[Said]:
        """Acknowledge whatever a filter matched."""
        for row in rows:
            for unit in row.stands:
                self.receive(row, unit)
        return self.said

    def receive(self, row: Row, unit: str) -> None:
        """What is new to the unit; of what nobody has said anything once."""
        passing = row.stands[unit].passing
        known = row.stands[unit].status in ENDS or passing.received
        if row.slot.start is not None and (passing.unreceived or not known):
            self.said.append(("receive", row.task, row.slot.period, unit, self.order.on, None))

    def apply(self, texts: Iterable[str]) -> list[Said]:
        """Ask for another day, later than the one that holds, of what is open and has one."""
        order, until = self.order, self.order.until
        assert until
        for text in dict.fromkeys(texts):
            rows = self.rows(text)
            for unit in self.responsible(rows):
                row = self.choose(rows, unit)
                one = row.stands.get(unit)
                judged = row.whole or one
                if one is None or judged is None or judged.due is None:
                    raise RefusedError
                if DUTIES[row.task].kind == "standing" or {one.status, judged.status} & set(ENDS):
                    raise RefusedError
                if until < order.on or until <= judged.due:
                    raise RefusedError
                if one.record.applied != until:
                    said = ("apply", row.task, row.slot.period, unit, order.on, until)
                    self.said.append(said)
        return self.said

    def trigger(self, texts: Iterable[str]) -> list[Said]:
        """Set triggered tasks going."""
        for text in dict.fromkeys(texts):
            rows = self.rows(text)
            task = rows[0].task
            if DUTIES[task].kind != "triggered":
                raise RefusedError
            units = self.responsible(rows)
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
            if unit not in known or known[unit].lead != (unit in leads):
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


def heard(row: Row, unit: str) -> bool:
    """Whether somebody who counts on a row has reported: a responsible unit, or the county."""
    return row.record(unit).status in ENDS and (unit == COUNTY or unit in row.stands)


def whom_to_answer(rows: list[Row], action: str) -> set[str]:
    """Who has reported a result of the county; of nobody, who has asked for more time."""
    said = {u for row in rows for u in row.records if heard(row, u)}
    if action == "return" and not said:
        said = {u for row in rows for u in row.stands if row.record(u).applied}
    return said


def is_open(row: Row, unit: str) -> bool:
    """Whether there is something left to tick."""
    one = row.whole if row.whole and unit == COUNTY else row.stands[unit]
    return one.status not in ENDS
