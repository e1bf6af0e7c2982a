"""What adopting a new edition records: what becomes of the reports on duties that changed. Pure.

Both editions are held against the same records. Where the new one reads them otherwise than they
were meant, an event says so; what it reads rightly by itself gets none. So a duty that did not
change has no event, and adopting twice records once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from yqsafety.drafting.asked_again import (
    carried_remarks,
    changes_text,
    parts_of,
    reason_of,
)
from yqsafety.drafting.carried import (
    Reported,
    evidence_in,
    feeding_rows,
    newest_notes,
    part_in,
    present_under,
    reported_together,
)
from yqsafety.drafting.comparing import Change, Comparison
from yqsafety.drafting.editions import Duty
from yqsafety.ledger.adoptions import AssignmentKey, settled_editions
from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.effective import adopted_editions
from yqsafety.ledger.events import UNTOUCHED, Action, Event, Present, basis_field
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import COUNTY
from yqsafety.recording.plan import Plan, Stamp, time_of

_NEEDS = frozenset({"timing", "quantity", "done_by"})
"""The fields by which an edition may come to read a record otherwise than it was meant."""


def plan_adoption(found: Comparison, before: Ledger, after: Ledger, stamp: Stamp) -> Plan:
    """The events that carry what was recorded over to the new edition.

    `before` and `after` are of the same records on the same day, under either catalogue. Nothing
    is planned where the new edition was adopted here and no record has come in since.
    """
    plan = Plan(time_of(after, stamp))
    adopting = _Adopting(before, after, stamp, plan)
    going_on = [
        (change, duty)
        for change in found.changes
        if change.old and (changes_text(change) or _NEEDS & set(change.fields))
        for duty in change.new
    ]
    for change, duty in going_on:
        adopting.arrange(change, duty)
    adopting.look_again()
    for change, duty in going_on:
        adopting.carry(change, duty)
    if not adopting.is_needed():
        plan.events.clear()
    return plan


class _Record(NamedTuple):
    """What is recorded of one new occurrence by one unit, and of the old ones that go on in it."""

    key: AssignmentKey
    have: Present
    """As the new edition reads it."""
    parts: Sequence[Present]
    """As it was meant under the old one."""
    reason: str
    own: bool
    """Whether the duty keeps an id that it had, so that records of it are its own."""
    copied: bool
    """Whether the old records are seen here only by being carried: under the same id they are its
    own, and what is retired into it shows as its remarks."""
    changed: bool
    """Whether its text is another, and not only how it is encoded."""

    @property
    def wanted(self) -> Reported:
        """What was reported, as it is to be read."""
        return reported_together(self.parts)

    @property
    def history(self) -> list[Event]:
        """All that was recorded of the old occurrences."""
        return [event for part in self.parts for event in part.history]

    @property
    def differs(self) -> bool:
        """Whether the new edition reads it otherwise than it was meant."""
        have, wanted = self.have, self.wanted
        if have.status != wanted.status:
            return wanted.status != "todo" or self.own
        days = have.since, have.latest
        return self.changed and wanted.status == "done" and days != (wanted.since, wanted.latest)


class _Adopting:
    """Both sides, and the plan that is made."""

    def __init__(self, before: Ledger, after: Ledger, stamp: Stamp, plan: Plan) -> None:
        self._before, self._after = before, after
        self._stamp, self._plan = stamp, plan
        self._edition = after.catalog.notice.edition
        batches = adopted_editions(after.live.events, after.catalog.notice.id)
        self._settled, known = settled_editions(after.live.events, batches)
        self._fresh = all(known.get(one, 0) < self._edition for one in after.writers)
        self._retired = {one.id: one.into for one in after.catalog.notice.retired}
        self._add("adopt", ("", "", ""), stamp.today, value=self._edition)

    def is_needed(self) -> bool:
        """Whether there is anything to record: a first adoption over records, or new ones since."""
        first = self._fresh and bool(self._before.live.events)
        return first or len(self._plan.events) > 1

    def arrange(self, change: Change, duty: Duty) -> None:
        """Divisions and events of the duties that go on in one of another id."""
        olds = [old for old in change.old if old.id != duty.id]
        divisions = [self._before.live.divisions.get(old.id, {}) for old in change.old]
        known = self._after.live.divisions.get(duty.id, {})
        if olds and all(divisions):
            for unit, event in {k: v for one in divisions for k, v in one.items()}.items():
                if unit not in known:
                    self._add("assign", (duty.id, "", unit), event.on, field=event.field)
        if duty.task.timing.kind == "triggered":
            self._open_events(duty, olds)

    def _open_events(self, duty: Duty, olds: Sequence[Duty]) -> None:
        known = self._after.live.triggers.get(duty.id, {})
        made = {(period, unit) for period, starts in known.items() for unit in starts}
        for old in olds:
            for period, starts in self._before.live.triggers.get(old.id, {}).items():
                for unit, event in starts.items():
                    if (period, unit) not in made:
                        made.add((period, unit))
                        self._add("trigger", (duty.id, period, unit), event.on)

    def look_again(self) -> None:
        """The new side with what was arranged, which opens occurrences and names units."""
        self._after = self._after.after(self._plan.events)

    def carry(self, change: Change, duty: Duty) -> None:
        """What was reported of the old duties, for each occurrence and unit of a new one."""
        news = [row for row in self._after.of_task(duty.id) if not row.waiting]
        olds = [
            [row for row in self._before.of_task(old.id) if not row.waiting]
            for old in parts_of(change)
        ]
        for row in news:
            feeding = [feeding_rows(row, news, rows) for rows in olds]
            for record in self._records(change, duty, row, feeding):
                self._carry_record(record)
                if record.copied:
                    self._carry_notes(record)
            if self._is_copied(change, duty):
                self._carry_dates(row, feeding, reason_of(change, duty))

    def _records(
        self, change: Change, duty: Duty, row: Entry, feeding: Sequence[Sequence[Entry]]
    ) -> Iterator[_Record]:
        """What is recorded of an occurrence that no adoption of this edition has settled yet."""
        copied, reason = self._is_copied(change, duty), reason_of(change, duty)
        own = duty.id in {old.id for old in change.old}
        for unit in [*(one.party.id for one in row.assignments), *([COUNTY] * row.shared)]:
            key, have = (duty.id, row.period.name, unit), present_under(row, unit)
            parts = [
                part
                for rows in feeding
                for part in ([part_in(row, old, unit) for old in rows] or [UNTOUCHED])
            ]
            settled = self._settled.get(key)
            done = settled is not None and settled.edition >= self._edition
            if not done and (have.history or any(part.history for part in parts)):
                yield _Record(key, have, parts, reason, own, copied, changes_text(change))

    def _carry_record(self, record: _Record) -> None:
        wanted, reason = record.wanted, record.reason
        proof = evidence_in(record.history) if record.copied else ()
        if record.differs:
            reason += "".join(carried_remarks(record.parts)) if record.copied else ""
            day = wanted.since or record.have.since or self._stamp.today
            until = wanted.latest if wanted.latest != day else None
            self._add(
                "carry",
                record.key,
                day,
                field=wanted.status,
                until=until,
                reason=reason,
                evidence=proof,
            )
        elif wanted.status != "todo" and record.changed:
            self._add("revise", record.key, self._stamp.today, reason=reason)
        elif set(proof) - set(evidence_in(record.have.history)):
            self._add("note", record.key, self._stamp.today, evidence=proof, reason=reason)

    def _carry_notes(self, record: _Record) -> None:
        """What stands in the columns of the register goes along."""
        known = {(event.field, event.note) for event in record.have.history}
        for event in newest_notes(record.history):
            if (event.field, event.note) not in known:
                self._add("note", record.key, event.on, field=event.field, note=event.note)

    def _carry_dates(self, row: Entry, feeding: Sequence[Sequence[Entry]], reason: str) -> None:
        """The dates that the office set go along where all that goes on in this one had one."""
        for one in row.facts:
            unit = one.party.id
            ones = [old.whole or old.party(unit) for rows in feeding for old in rows]
            dates = [
                (old.present.until, basis_field(old.present.until_basis))
                for old in ones
                if old and old.present.until
            ]
            if dates and all(feeding) and len(dates) == len(ones) and one.present.until is None:
                key = row.task.id, row.period.name, unit
                until, field = max(dates)
                more = {"until": until, "field": field, "reason": reason}
                self._add("extend", key, self._stamp.today, **more)

    def _is_copied(self, change: Change, duty: Duty) -> bool:
        return all(old.id != duty.id and self._retired.get(old.id) != duty.id for old in change.old)

    def _add(self, action: Action, key: AssignmentKey, on: dt.date, **more: Any) -> None:
        plan, stamp = self._plan, self._stamp
        task, period, unit = key
        event = Event(
            id=f"{stamp.batch}-{len(plan.events):05d}",
            batch=stamp.batch,
            at=plan.at,
            on=on,
            by=stamp.by,
            origin=stamp.origin,
            notice=self._after.catalog.notice.id,
            action=action,
            task=task,
            period=period,
            unit=unit,
        )
        plan.events.append(event._replace(**more))
