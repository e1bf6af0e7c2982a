"""Events of an earlier notice on which something is still to be done, offered to the new one. Pure.

An accident in January is recorded under last year's notice, and so is one of November that is not
settled by the new year. Both go on: each opens the new task that continues the old one, with its
true day and date, and with what was reported so far as remarks. From then on it is owed there only.
A unit that has finished is not asked again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.events import Event, basis_field
from yqsafety.notice.model import COUNTY, Task
from yqsafety.notice.schedule import event_day, triggered_period
from yqsafety.recording.carried_arrangements import GONE
from yqsafety.recording.carrier import Carrier
from yqsafety.recording.plan import MAX_TEXT
from yqsafety.recording.targets import Target, assignment_of
from yqsafety.recording.triggering import free_period

Describe = Callable[[Event], str]
"""One event as a line of Chinese."""


def carry_events(carrier: Carrier, describe: Describe) -> None:
    """Plan the events that are open, or happened after the old term, for those who still owe."""
    for entry in carrier.old.entries:
        if entry.task.timing.kind != "triggered" or entry.waiting:
            continue
        starts = carrier.old.live.triggers[entry.task.id][entry.period.name]
        owing = {unit: event for unit, event in starts.items() if _owes(entry, unit)}
        if not owing:
            if _is_late_and_settled(carrier, entry):
                carrier.leave("event", entry.id, "", "已办结，不再登记")
            continue
        heirs = carrier.heirs.get(entry.task.id, [])
        into: dict[str, list[str]] = {}
        for heir in heirs:
            for unit, ident in _open_again(carrier, entry, heir, owing, describe):
                into.setdefault(unit, []).append(ident)
        for unit, idents in into.items():
            carrier.hand_over(entry, unit, idents)
        if not heirs:
            carrier.leave("event", entry.id, "", GONE)


def _is_late_and_settled(carrier: Carrier, entry: Entry) -> bool:
    """Whether an event after the old term has nothing open, and did not go on already."""
    start = entry.period.start
    late = start is not None and start > carrier.old.term.until
    return late and not any(one.is_transferred for one in entry.facts)


def _owes(entry: Entry, unit: str) -> bool:
    if entry.whole:
        return entry.whole.is_open
    one = entry.party(unit)
    return one is not None and one.is_open


def _open_again(
    carrier: Carrier, entry: Entry, heir: Task, starts: dict[str, Event], describe: Describe
) -> Iterator[tuple[str, str]]:
    """Plan the trigger of one event in one new task, its own date, and what was reported of it.

    Gives each unit for which it is planned, with the id that the event has there.
    """
    rows = carrier.new.of_task(heir.id)
    if heir.timing.kind != "triggered" or not rows:
        carrier.leave("event", entry.id, "", f"{heir.id} 不是触发类任务，请另行登记")
        return
    origin = f"沿用 {carrier.source} {entry.id}"
    fresh = {
        unit: event
        for unit, event in starts.items()
        if _is_on(carrier, entry, rows, unit) and not _is_there(carrier, heir, entry, event)
    }
    if not fresh:
        return
    mine = {unit: carrier.own_id(unit) for unit in fresh}
    period = _name_there(carrier, entry, heir, list(mine.values()))
    for unit, event in fresh.items():
        target = Target(rows[0], mine[unit])
        made = carrier.record("trigger", target, origin, period=period, note=event.note)
        carrier.plan.targets.append(target)
        if unit == next(iter(fresh)) or not rows[0].shared:
            _keep_date(carrier, made, target, entry.whole or assignment_of(entry, unit))
        for report in _reports(entry, unit, starts):
            _keep_report(carrier, made, target, report, describe, own=report.unit == unit)
        yield unit, f"{heir.id}@{period}"


def _name_there(carrier: Carrier, entry: Entry, heir: Task, units: Sequence[str]) -> str:
    """The name of the event in the new task: the one that it had, unless that is taken there."""
    taken, name = _taken(carrier, heir), entry.period.name
    if set(units).isdisjoint(taken.get(name, ())):
        return name
    return free_period(entry.period.start or carrier.day, units, taken)


def _is_on(carrier: Carrier, entry: Entry, rows: list[Entry], unit: str) -> bool:
    """Whether the new task is a unit's, or one result for all; else it is left out."""
    mine = carrier.own_id(unit)
    if any(row.party(mine) for row in rows) or (unit == COUNTY and rows[0].shared):
        return True
    carrier.leave("event", entry.id, unit, f"{rows[0].task.id} 不由该单位承担")
    return False


def _is_there(carrier: Carrier, heir: Task, entry: Entry, event: Event) -> bool:
    """Whether the new notice has the event of a unit: carried before, or recorded by hand.

    Carried is also what came from another task, where two that had the same event were joined.
    """
    carried = f"沿用 {carrier.source} "
    for one in carrier.known:
        if (one.action, one.task, one.unit) != ("trigger", heir.id, carrier.own_id(event.unit)):
            continue
        if one.reason.startswith(carried):
            if one.reason.endswith(f"@{entry.period.name}"):
                return True
        elif event_day(one.period, one.on) == entry.period.start:
            carrier.leave("event", entry.id, event.unit, f"{heir.id} 已另行登记")
            return True
    return False


def _taken(carrier: Carrier, heir: Task) -> dict[str, set[str]]:
    """By period of a new task: the units that have an event of that name, or are to have one."""
    found = {
        name: set(starts) for name, starts in carrier.new.live.triggers.get(heir.id, {}).items()
    }
    for event in carrier.plan.events:
        if event.action == "trigger" and event.task == heir.id:
            found.setdefault(event.period, set()).add(event.unit)
    return found


def _keep_date(carrier: Carrier, made: Event, target: Target, one: Assignment) -> None:
    """The date on which it was due stays, and why it was: nothing presumed becomes the office's.

    Nothing is recorded where the new task comes to the same by itself.
    """
    counted = triggered_period(target.entry.task.timing, made.period, made.on)
    if one.due and (one.due, one.basis) != (counted.due, counted.basis):
        unit = COUNTY if target.entry.shared else target.unit
        reason = f"{made.reason} 的时限"
        where = target._replace(unit=unit)
        carrier.record("extend", where, reason, period=made.period, until=one.due)
        carrier.mend_last(field=basis_field(one.basis))


def _reports(entry: Entry, unit: str, starts: dict[str, Event]) -> Iterator[Event]:
    """What was recorded of it under a unit; what others say of a shared result goes with the first.

    The trigger itself and the office's date go on by themselves.
    """
    first = next(iter(starts))
    for event in entry.history:
        mine = event.unit == unit or (entry.shared and unit == first and event.unit not in starts)
        if mine and event.action not in ("trigger", "extend"):
            yield event


def _keep_report(
    carrier: Carrier,
    made: Event,
    target: Target,
    report: Event,
    describe: Describe,
    *,
    own: bool,
) -> None:
    """A report becomes a remark with its proof; with its field where it is the unit's `own`."""
    own = own and bool(report.field)
    carrier.record(
        "note",
        target,
        made.reason,
        period=made.period,
        note=(report.note if own else describe(report))[:MAX_TEXT],
        evidence=report.evidence,
    )
    carrier.mend_last(field=report.field if own else "")
