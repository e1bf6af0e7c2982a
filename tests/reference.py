"""The rules of the design said once more, in the plainest way, to hold the program against.

Nothing here calls the program. The duties stand in a table; what holds is found by reading the
log from its beginning, every time anew.

The module is longer than others, so that the rules can be read from top to bottom.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from duties import DUTIES, ISSUED, MEMBERS, NEW_IN_2

Day = dt.date
COUNTY = "county"
STRENGTH = ("notice", "law", "registry", "local", "presumed")
WORST = (
    "overdue due-soon stale late year-open pending scheduled waiting on-time waived statement"
).split()
ENDS = ("done", "na")
"""What a unit says when nothing more is to be done: the office may confirm or return it."""
ANSWERS = ("confirm", "return")
WORDS = ("done", "doing", "todo", "na", "count", "note", "apply")
"""What a unit says of its duty."""


class Line(NamedTuple):
    """A line of the log."""

    at: str
    id: str
    batch: str
    on: Day
    by: str
    machine: str
    action: str
    task: str = ""
    period: str = ""
    unit: str = ""
    value: int | None = None
    until: Day | None = None
    reason: str = ""
    said: str = ""
    """The status that a new edition brought from elsewhere."""
    lead: bool = False
    reverts: str = ""


class Record(NamedTuple):
    """What somebody has said of an occurrence, read to its end."""

    status: str = "todo"
    since: Day | None = None
    latest: Day | None = None
    value: int | None = None
    confirmed: bool = False
    returned: str = ""
    revised: str = ""
    once_confirmed: bool = False
    """Whether it was confirmed when its text changed."""
    applied: Day | None = None
    """Until when more time was asked for, while that waits for an answer."""
    refused: str = ""
    """Why it was refused, until something else is said of it."""


class Passing(NamedTuple):
    """What passed between the office and a unit beside the reports."""

    reminders: int = 0
    """The days on which the unit was reminded."""
    unanswered: bool = False
    received: Day | None = None
    unreceived: bool = False
    silent: int = 0
    """For how many days nothing was recorded of what is open, dated and begun."""


class Stand(NamedTuple):
    """How one assignment stands."""

    unit: str
    record: Record
    timeliness: str
    due: Day | None
    basis: str
    ground: str
    presumed: bool
    awaiting: tuple[str, ...] = ()
    """Of a result of the county, whose reports nobody has recognised."""
    by: str = ""
    """Of a result of the county, who finished it."""
    passing: Passing = Passing()

    @property
    def status(self) -> str:
        return self.record.status

    @property
    def unconfirmed(self) -> bool:
        """Whether something waits for the office."""
        return bool(self.awaiting) or (self.status in ENDS and not self.record.confirmed)


class Slot(NamedTuple):
    """An occurrence: its days, why it is due then, and for whom it is."""

    period: str
    start: Day | None
    due: Day | None
    basis: str
    units: dict[str, str]
    """Each on its ground."""


class Row(NamedTuple):
    """An occurrence, with how it stands for each unit and, where shared, for the county."""

    task: str
    slot: Slot
    stands: dict[str, Stand]
    records: dict[str, Record]
    """What was recorded under whom, also under the county."""
    whole: Stand | None = None
    counts: bool = False
    """Whether the result of the county is among what a filter has left."""

    @property
    def facts(self) -> list[Stand]:
        """What the row says of itself is said of these."""
        return [self.whole] if self.whole else list(self.stands.values())

    @property
    def counted(self) -> list[Stand]:
        """What is in the figures."""
        if self.whole:
            return [self.whole] if self.counts else []
        return list(self.stands.values())

    def record(self, unit: str) -> Record:
        """What was recorded under a unit, or under the county."""
        return self.records.get(unit, Record())


def taken_back(log: Iterable[Line]) -> set[str]:
    """The batches that something takes back which is not itself taken back."""
    by = [(line.reverts, line.batch) for line in log if line.reverts]

    def gone(batch: str) -> bool:
        return any(target == batch and not gone(taker) for target, taker in by)

    return {target for target, _ in by if gone(target)}


class View:
    """What a log says on a day, to a machine that has one of the editions."""

    def __init__(self, log: Iterable[Line], edition: int, day: Day) -> None:
        self.log = sorted(log)
        self.day = day
        gone = taken_back(self.log)
        self.lines = [
            line
            for line in self.log
            if line.on <= day and line.action != "revert" and line.batch not in gone
        ]
        self.of_task: dict[str, list[Line]] = {}
        for line in self.lines:
            self.of_task.setdefault(line.task, []).append(line)
        self.edition = edition
        self.tasks = [task for task in DUTIES if edition > 1 or task not in NEW_IN_2]

    # Who

    def members(self) -> dict[str, str]:
        """The members of the one group that has any, each on its ground."""
        struck = {line.unit for line in self.of_task.get("", ()) if line.action == "strike"}
        known = MEMBERS | ({"wu": "local"} if self.edition > 1 else {})
        return {unit: ground for unit, ground in known.items() if unit not in struck}

    def bracket(self, task: str) -> dict[str, str]:
        """Who is responsible according to the notice, each on its ground."""
        if DUTIES[task].bracket == "unnamed":
            return {"yi": "notice", "nobody": "presumed"}
        if task.startswith("1."):
            return {**self.members(), "ding": "notice"}
        return {"ding": "notice", **self.members()}

    def group(self, task: str, unit: str) -> str:
        """The group out of which a unit comes on a task; nothing where it is named itself."""
        if DUTIES[task].bracket == "unnamed":
            return "nobody" if unit == "nobody" else ""
        return "members" if unit in self.members() else ""

    def division(self, task: str) -> dict[str, Line]:
        """Who takes a task that was divided, each with the line that says so."""
        taken: dict[str, Line] = {}
        for line in self.of_task.get(task, ()):
            if line.action == "assign":
                if line.lead:
                    taken = {unit: one._replace(lead=False) for unit, one in taken.items()}
                first = taken.get(line.unit)
                taken[line.unit] = line._replace(on=first.on) if first else line
            if line.action == "unassign":
                taken.pop(line.unit, None)
        return taken

    def parties(self, task: str) -> dict[str, str]:
        """Who is responsible after all, each on its ground.

        A bracket that is to be shared out is replaced as a whole. Elsewhere only the group is out
        of which somebody was assigned; for a stranger, the group that nobody can name.
        """
        bracket, taken = self.bracket(task), self.division(task)
        if taken and DUTIES[task].bracket == "divided":
            bracket = {}
        replaced = {self.group(task, unit) for unit in taken if unit in bracket} - {""}
        if any(unit not in bracket for unit in taken):
            replaced.add("nobody")
        kept = {
            unit: ground
            for unit, ground in bracket.items()
            if unit not in taken and self.group(task, unit) not in replaced
        }
        return kept | dict.fromkeys(taken, "local")

    def undivided(self, task: str) -> bool:
        """待分工."""
        return DUTIES[task].bracket != "members" and not self.division(task)

    def owner(self, task: str, units: Sequence[str]) -> str | None:
        """Who is in charge of a result of the county: the only lead, or the only unit."""
        leads = [unit for unit, line in self.division(task).items() if line.lead and unit in units]
        if len(leads) == 1:
            return leads[0]
        return units[0] if len(units) == 1 else None

    # When

    def triggers(self, task: str) -> dict[str, list[Line]]:
        """The events of a triggered task, by occurrence and in order."""
        found: dict[str, list[Line]] = {}
        for line in self.of_task.get(task, ()):
            if line.action == "trigger":
                found.setdefault(line.period, []).append(line)
        return dict(sorted(found.items(), key=lambda one: (one[0][:10], len(one[0]), one[0])))

    def slots(self, task: str) -> list[Slot]:
        """Each occurrence; the waiting one is called ``.

        What was over before the issue is none, unless something was recorded of it.
        """
        duty, units = DUTIES[task], self.parties(task)
        if duty.kind != "triggered":
            touched = {line.period for line in self.of_task.get(task, ())}
            return [
                Slot(name, start, max(due, ISSUED), duty.basis, units)
                for name, (start, due) in duty.slots.items()
                if due >= ISSUED or name in touched
            ]
        made, waiting = list[Slot](), dict(units)
        for name, lines in self.triggers(task).items():
            whom = {line.unit for line in lines}
            whole = duty.shared or COUNTY in whom
            mine = {unit: ground for unit, ground in units.items() if whole or unit in whom}
            term = 30 if duty.within is None else duty.within
            basis = "presumed" if duty.within is None else duty.basis
            made.append(Slot(name, lines[0].on, lines[0].on + dt.timedelta(term), basis, mine))
            waiting = {unit: ground for unit, ground in waiting.items() if unit not in mine}
        slots = [Slot("", None, None, duty.basis, waiting), *made]
        return [slot for slot in slots if slot.units]

    # How it stands

    def said(self, task: str, period: str) -> dict[str, list[Line]]:
        """The lines of an occurrence, by whose record they are about.

        On a result of the county an answer to somebody who has reported nothing is for all who
        have.
        """
        duty, own = DUTIES[task], dict[str, list[Line]]()
        for line in self.of_task.get(task, ()):
            if line.period != period:
                continue
            whom = [line.unit]
            if duty.shared and line.action == "extend":
                asked = [u for u, lines in own.items() if read(lines, duty.goal).applied]
                whom = [line.unit, *(unit for unit in asked if unit != line.unit)]
            elif duty.shared and line.action in ANSWERS:
                ready = [u for u, lines in own.items() if read(lines, duty.goal).status in ENDS]
                whom = whom if line.unit in ready else ready
            for unit in whom:
                own.setdefault(unit, []).append(line)
        return own

    def records(self, task: str, slot: Slot) -> dict[str, Record]:
        """What everybody has said of an occurrence; nobody is done before it begins."""
        said = self.said(task, slot.period)
        return {
            unit: self.begun(read(lines, DUTIES[task].goal), slot.start)
            for unit, lines in said.items()
        }

    def begun(self, record: Record, start: Day | None) -> Record:
        """A record that was made before its occurrence began counts from the first day."""
        if record.status != "done" or not start or not record.since or record.since >= start:
            return record
        if self.day < start:
            return record._replace(status="doing")
        return record._replace(since=start, latest=max(record.latest or start, start))

    def row(self, task: str, slot: Slot) -> Row:
        """An occurrence and how it stands."""
        records = self.records(task, slot)
        if DUTIES[task].shared:
            whole = self.whole(task, slot, records)
            stands = {
                unit: Stand(
                    unit,
                    records.get(unit, Record()),
                    "statement",
                    None,
                    whole.basis,
                    ground,
                    blames_nobody(unit, ground, whole.basis),
                    passing=self.passing(task, unit, self.said(task, slot.period).get(unit, [])),
                )
                for unit, ground in slot.units.items()
            }
            return Row(task, slot, stands, records, whole, counts=True)
        stands = {}
        for unit, ground in slot.units.items():
            dates = [
                line.until
                for line in self.of_task.get(task, ())
                if (line.action, line.period, line.unit) == ("extend", slot.period, unit)
            ]
            record = records.get(unit, Record())
            stand = self.judged(task, slot, unit, ground, record, dates)
            own = self.said(task, slot.period).get(unit, [])
            stands[unit] = stand._replace(passing=self.with_silence(task, slot, stand, own))
        return Row(task, slot, stands, records)

    def whole(self, task: str, slot: Slot, records: dict[str, Record]) -> Stand:
        """The one result of the county."""
        owner = self.owner(task, list(slot.units))
        charge = [unit for unit in (COUNTY, owner) if unit in records]
        units = [unit for unit in slot.units if unit in records]
        everyone = list(dict.fromkeys([*charge, *units]))
        finishers = [
            unit
            for unit in everyone
            if records[unit].status == "done"
            and (unit in charge or records[unit].confirmed or records[unit].once_confirmed)
        ]
        waivers = [records[unit] for unit in charge if unit and records[unit].status == "na"]
        all_waived = len(units) == len(slot.units) and all(records[u].status == "na" for u in units)
        begun = [records[unit] for unit in everyone if records[unit].status in ("doing", "done")]
        value = max((v for u in everyone if (v := records[u].value) is not None), default=None)
        awaiting: tuple[str, ...] = ()
        by = ""
        if finishers:
            by = min(finishers, key=lambda unit: first_day(records[unit]))
            latest = max(last_day(records[unit]) for unit in finishers)
            confirmed = any(records[unit].confirmed for unit in finishers)
            result = records[by]._replace(latest=latest, confirmed=confirmed, returned="")
            result = result._replace(revised="" if confirmed else result.revised)
        elif waivers or all_waived:
            confirmed = any(one.confirmed for one in waivers)
            confirmed = confirmed or (not waivers and all(records[u].confirmed for u in units))
            words = waivers or [records[unit] for unit in units]
            agreed = [one for one in words if one.confirmed == bool(waivers)] or words[-1:]
            result = Record("na", None, None, value, confirmed, revised=agreed[0].revised)
        elif begun:
            reason = next((one.returned for one in begun if one.returned), "")
            change = next((one.revised for one in begun if one.revised), "")
            result = Record("doing", None, None, value, returned=reason, revised=change)
            awaiting = tuple(unit for unit in units if records[unit].status == "done")
        else:
            result = Record(value=value)
        dates = [
            line.until
            for line in self.of_task.get(task, ())
            if (line.action, line.period) == ("extend", slot.period)
        ]
        face = owner or COUNTY
        ground = slot.units[owner] if owner else of_all(slot.units)
        reported = min((first_day(records[unit]) for unit in awaiting), default=None)
        if result.status in ("todo", "doing"):
            asked = [one for unit in units if (one := records[unit].applied)]
            result = result._replace(applied=asked[0] if asked else None)
        made = self.judged(task, slot, face, ground, result, dates, reported)
        charged = (owner, COUNTY) if owner else None
        own = [
            line
            for line in self.of_task.get(task, ())
            if line.period == slot.period and (charged is None or line.unit in charged)
        ]
        passing = self.with_silence(task, slot, made, own)
        if awaiting:
            passing = passing._replace(silent=0)
        return made._replace(awaiting=awaiting, by=by, passing=passing)

    # What passes between the office and a unit

    def passing(self, task: str, unit: str, lines: Sequence[Line]) -> Passing:
        """A reminder is answered by the next word of the unit; a note of its author is none.

        A receipt is awaited after a reminder, a return, a refusal or a division, until the unit
        says anything.
        """
        reminders = [line for line in lines if line.action == "remind"]
        answered, received, unreceived = True, None, False
        newest = None
        for line in lines:
            own = line.action in WORDS
            if own and line.action == "note" and newest and newest.by == line.by:
                own = False
            if line.action == "remind":
                newest, answered, unreceived = line, False, True
            elif line.action in ("return", "refuse"):
                unreceived = True
            elif line.action == "receive":
                received, unreceived = line.on, False
            elif own:
                answered, unreceived = True, False
        assigned = self.division(task).get(unit)
        if assigned and not any(
            line.at > assigned.at and line.action in (*WORDS, "receive") for line in lines
        ):
            unreceived = True
        days = {line.on for line in reminders}
        return Passing(len(days), bool(days) and not answered, received, unreceived)

    def with_silence(self, task: str, slot: Slot, stand: Stand, lines: Sequence[Line]) -> Passing:
        """The same, with the days since the unit said something of what is open and has begun."""
        found = self.passing(task, stand.unit, lines)
        if stand.status in ENDS or DUTIES[task].kind == "standing" or slot.start is None:
            return found
        assigned = self.division(task).get(stand.unit)
        begun = max(slot.start, ISSUED, *([assigned.on] if assigned else []))
        words = [line for line in lines if line.action in WORDS]
        if words:
            begun = max(begun, dt.date.fromisoformat(words[-1].at[:10]))
        return found._replace(silent=max((self.day - begun).days, 0))

    def judged(
        self,
        task: str,
        slot: Slot,
        unit: str,
        ground: str,
        record: Record,
        dates: Sequence[Day | None],
        reported: Day | None = None,
    ) -> Stand:
        """A record with its date and what it comes to; the newest date that was set counts."""
        due, basis = (dates[-1], "local") if dates else (slot.due, slot.basis)
        assigned = self.division(task).get(unit)
        since = max(ISSUED, assigned.on) if assigned else ISSUED
        word = self.timeliness(task, record, due, basis, since, reported)
        return Stand(unit, record, word, due, basis, ground, blames_nobody(unit, ground, basis))

    def timeliness(
        self,
        task: str,
        record: Record,
        due: Day | None,
        basis: str,
        awaited: Day,
        reported: Day | None,
    ) -> str:
        if record.status == "na":
            return "waived" if record.confirmed else "pending"
        if due is None:
            return "waiting"
        duty, end = DUTIES[task], min(self.day, due)
        if record.status == "done":
            worn = (end - last_day(record)).days >= duty.renew
            if first_day(record) > due:
                return "late"
            return "stale" if duty.kind == "standing" and worn else "on-time"
        if reported and reported <= due:
            return "pending"
        if self.day > due:
            return "year-open" if basis == "notice-year" else "overdue"
        if duty.kind == "standing" and (end - awaited).days >= duty.renew:
            return "stale"
        return "due-soon" if (due - self.day).days <= 30 else "scheduled"

    @cached_property
    def rows(self) -> dict[str, Row]:
        """Every occurrence by its id."""
        found: dict[str, Row] = {}
        for task in self.tasks:
            for slot in self.slots(task):
                plain = slot.period in ("", "2025")
                found[task if plain else f"{task}@{slot.period}"] = self.row(task, slot)
        return found

    def matching(self, wanted: Wanted) -> dict[str, Row]:
        """The rows of which something matches every filter, with only that."""
        found: dict[str, Row] = {}
        for name, row in self.rows.items():
            if wanted.sections and DUTIES[row.task].section not in wanted.sections:
                continue
            stands = {u: one for u, one in row.stands.items() if wanted.fits(row, one)}
            counts = row.whole is not None and wanted.fits(row, row.whole)
            if stands or counts:
                found[name] = row._replace(stands=stands, counts=counts)
        return found


class Wanted(NamedTuple):
    """What is looked for."""

    units: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    first: Day | None = None
    last: Day | None = None
    sections: tuple[int, ...] = ()
    grounds: tuple[str, ...] = ()
    unconfirmed: bool = False
    silent: int = 0

    def fits(self, row: Row, one: Stand) -> bool:
        """Whether an assignment is all that is asked for."""
        if self.units and one.unit not in self.units:
            return False
        if self.grounds and one.ground not in self.grounds:
            return False
        if self.silent and (one.passing.silent < self.silent or one.timeliness == "statement"):
            return False
        if (self.first or self.last) and not one.due:
            return False
        if one.due and not (self.first or one.due) <= one.due <= (self.last or one.due):
            return False
        settled = one.timeliness == "statement" and row.whole and row.whole.status == "done"
        if self.unconfirmed and (settled or not one.unconfirmed):
            return False
        return not self.statuses or bool(states(row, one) & set(self.statuses))


def states(row: Row, one: Stand) -> set[str]:
    """The words of `--status` that fit an assignment."""
    if row.slot.start is None:
        return {"waiting"}
    found = {"returned"} if one.record.returned else set[str]()
    found |= {"revised"} if one.record.revised else set[str]()
    pending = one.status in ("todo", "doing") and one.timeliness != "statement"
    if one.timeliness == "statement":
        pending = row.whole is not None and row.whole.status in ("todo", "doing")
    if pending:
        found |= {"reminded"} if one.passing.unanswered else set()
        found |= {"unreceived"} if one.passing.unreceived else set()
        found |= {"applied"} if one.record.applied else set()
    if one.timeliness != "statement":
        found |= {one.status, one.timeliness}
        found |= {"open"} if one.status in ("todo", "doing") else set()
        return found | ({"awaiting"} if one.awaiting else set())
    if row.whole and row.whole.status in ENDS:
        return found | {row.whole.status}
    if one.status == "done":
        return found | {"awaiting", "doing"}
    return found if one.status == "todo" else found | {one.status}


def blames_nobody(unit: str, ground: str, basis: str) -> bool:
    """Whether unit or date is only presumed; a group that stands for itself is no unit."""
    return "presumed" in (ground, basis) or unit == "nobody"


def of_all(units: dict[str, str]) -> str:
    """The ground of the county: the strongest of those that are more than presumed."""
    sure = [ground for unit, ground in units.items() if not blames_nobody(unit, ground, "")]
    return min(sure, key=STRENGTH.index, default="presumed")


def first_day(record: Record) -> Day:
    assert record.since
    return record.since


def last_day(record: Record) -> Day:
    assert record.latest
    return record.latest


def rolled_up(stands: Iterable[Stand]) -> str:
    """The status of a row."""
    rest = {stand.status for stand in stands} - {"na"}
    return "na" if not rest else rest.pop() if len(rest) == 1 else "doing"


def asked_for(line: Line, status: str, applied: Day | None, refused: str) -> tuple[Day | None, str]:
    """Until when more time is asked for after a line, and why it was refused."""
    if line.action == "extend" or status in ENDS:
        return None, ""
    if line.action == "apply":
        return line.until, ""
    return (None, line.reason) if line.action == "refuse" and applied else (applied, refused)


def read(lines: Sequence[Line], goal: int | None) -> Record:
    """What the lines of one record come to: the newest word counts.

    It holds from the first of the days for which it was said again and again.
    """
    status, days, value, confirmed, returned = "todo", list[Day](), None, False, ""
    revised, once = "", False
    applied, refused = None, ""
    for line in lines:
        if line.action == "confirm" and status in ENDS:
            confirmed, revised, once = True, "", False
        if line.action == "revise" and status != "todo":
            confirmed, revised, once = False, line.reason, confirmed or once
        if line.action == "carry":
            status = line.said if line.said in ENDS else "doing"
            days, returned = [line.on, line.until or line.on], returned if status == "doing" else ""
            confirmed, revised, once = False, line.reason, False
        applied, refused = asked_for(line, status, applied, refused)
        if line.action not in ("done", "doing", "todo", "na", "count", "return"):
            continue
        said = {"return": "doing"}.get(line.action, line.action)
        if line.action == "count":
            value = line.value
            said = "done" if goal is not None and (value or 0) >= goal else "doing"
        value = None if said == "todo" else value
        if said != status or line.action == "return":
            days = []
        if line.action == "return":
            returned = line.reason
        else:
            revised = ""
            returned = returned if said == "doing" else ""
        days = [] if said == "todo" else [*days, line.on]
        status, confirmed, once = said, False, False
    applied, refused = (None, "") if status in ENDS else (applied, refused)
    first, last = min(days, default=None), max(days, default=None)
    spoken = (status, first, last, value, confirmed, returned, revised, once)
    return Record(*spoken, applied, refused)
