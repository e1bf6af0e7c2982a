"""Makes the entries of a task: its slots, who takes them, and how each of these stands. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.effective import EffectiveEvents, events_by_unit
from yqsafety.ledger.events import UNTOUCHED, Event, Present, fold_events
from yqsafety.ledger.responsible import Parties, Responsible
from yqsafety.ledger.rhythm import NO_RHYTHM, Rhythm, rhythm_of, silent_days
from yqsafety.ledger.shared import county_party, derive_result, fold_shared, owner_of
from yqsafety.ledger.slots import there_by, triggered_slots
from yqsafety.ledger.timeliness import Facts, timeliness_of
from yqsafety.notice.model import COUNTY, Basis, Item, Notice, Section, Task
from yqsafety.notice.roster import Party, Roster
from yqsafety.notice.schedule import OPEN, STALE_DAYS, Period, periods_of


class EntryMaker:
    """Makes the entries of one task after another, and keeps what many tasks have in common."""

    def __init__(
        self,
        notice: Notice,
        roster: Roster,
        current: EffectiveEvents,
        as_of: dt.date,
        *,
        beside_others: bool = False,
    ) -> None:
        self._notice = notice
        self._beside_others = beside_others
        self._live = current
        self._as_of = as_of
        self._dated = roster.dated
        self._responsible = Responsible(notice, roster, current)
        self._fresh: dict[tuple[object, ...], tuple[Assignment, ...]] = {}

    def entries(self, section: Section, item: Item, task: Task) -> Iterator[Entry]:
        """The entries of a task, in order of their start."""
        slots = self.slots(item, task)
        division = self._responsible.division(item, task)
        # Ids do not depend on what is recorded: a triggered task keeps its `@day` with one event
        # too, a recurring one its period where the others were over before the issue.
        single = (
            len(slots) == 1
            and task.timing.kind != "triggered"
            and len(periods_of(task.timing, self._notice.term)) == 1
        )
        for period, concerned in slots:
            name = task.id if single or not period.name else f"{task.id}@{period.name}"
            entry = Entry(
                task,
                item,
                section,
                period,
                name,
                (),
                division,
                all_units=len(concerned),
                words=self._notice.words,
                notice=self._notice.id,
                beside_others=self._beside_others,
            )
            if task.done_by == "any":
                yield self._shared(entry, concerned)
            else:
                yield entry._replace(assignments=self._each(task, period, concerned))

    def parties(self, item: Item, task: Task) -> Parties:
        """The units that take a task."""
        return self._responsible.parties(item, task)

    def slots(self, item: Item, task: Task) -> list[tuple[Period, Parties]]:
        """The periods of a task, each with the units that it concerns.

        Nothing is due before the notice was issued: a month or quarter that was over by then is no
        slot, unless something was recorded of it.
        """
        parties = self._responsible.parties(item, task)
        if task.timing.kind == "triggered":
            return triggered_slots(task, parties, self._live)
        issued = self._notice.date
        return [
            (
                period if period.due >= issued else period._replace(due=issued),
                there_by(task, period, parties, self._live) if self._dated else parties,
            )
            for period in periods_of(task.timing, self._notice.term)
            if period.due and (period.due >= issued or (task.id, period.name) in self._live.by_slot)
        ]

    def _each(self, task: Task, period: Period, parties: Parties) -> tuple[Assignment, ...]:
        """The assignments of a slot that each unit finishes for itself."""
        events = self._live.by_slot.get((task.id, period.name))
        untouched = self._untouched(task, period, parties)
        if events is None:
            return untouched
        mine = events_by_unit(events)
        return tuple(
            self._judged(task, period, fresh.party, fold_events(mine[unit], task.goal))
            if (unit := fresh.party.id) in mine
            else fresh
            for fresh in untouched
        )

    def _untouched(self, task: Task, period: Period, parties: Parties) -> tuple[Assignment, ...]:
        """The assignments of a slot of which nothing is recorded.

        Many tasks have the very same kind, date and units, so the tuples are kept: without that,
        `list --unit` takes 1.4 % more instructions.
        """
        if not parties:
            return ()
        timing = task.timing
        divided = task.id if self._live.divisions.get(task.id) else ""
        begun = timing.kind, timing.renew_days, timing.from_
        days = period.start, period.due, period.basis
        key = *begun, days, divided, parties
        if key not in self._fresh:
            # A report is awaited of all from the same day, so that one judgment holds, unless the
            # task was divided or a unit came in later.
            one = self._judged(task, period, parties[0], UNTOUCHED)
            alone = divided or (self._dated and any(party.since for party in parties))
            self._fresh[key] = tuple(
                self._judged(task, period, party, UNTOUCHED)
                if alone
                else Assignment(
                    party,
                    UNTOUCHED,
                    one.due,
                    one.basis,
                    one.status,
                    one.timeliness,
                    (),
                    None,
                    one.rhythm,
                )
                for party in parties
            )
        return self._fresh[key]

    def _judged(self, task: Task, period: Period, party: Party, present: Present) -> Assignment:
        """An assignment with what it comes to on the day."""
        present = self._begun(period, present)
        due = present.until or period.due
        basis: Basis = present.until_basis if present.until else period.basis
        facts = self._facts(task, party, present, due, basis)
        state = timeliness_of(facts, self._as_of)
        assigned = self._live.divisions.get(task.id, {}).get(party.id)
        rhythm = self._rhythm(facts, period, present.history, assigned)
        return Assignment(party, present, due, basis, present.status, state, rhythm=rhythm)

    def _rhythm(
        self, facts: Facts, period: Period, history: Sequence[Event], assigned: Event | None
    ) -> Rhythm:
        """Reminders and receipts; silence only where something with a date is open and has begun.

        A standing duty has its own time for each report (待更新).
        """
        heard = rhythm_of(history, assigned) if history or assigned else NO_RHYTHM
        start = period.start
        if facts.status not in OPEN or facts.transferred:
            return heard
        if facts.kind == "standing" or start is None:
            return heard
        begun = max(start, facts.renew_from or start)
        days = silent_days(begun, history, self._as_of)
        return Rhythm(silent_days=days) if heard is NO_RHYTHM else heard._replace(silent_days=days)

    def _facts(
        self, task: Task, party: Party, present: Present, due: dt.date | None, basis: Basis
    ) -> Facts:
        return Facts(
            task.timing.kind,
            present.status,
            due,
            basis,
            since=present.since,
            latest=present.latest,
            confirmed=present.confirmed,
            renew_from=self._responsible.awaited_from(task, party),
            renew_days=task.timing.renew_days or STALE_DAYS,
            transferred=bool(present.transferred),
        )

    def _begun(self, period: Period, present: Present) -> Present:
        """No slot is done before it begins; 0.1.0 took such a tick with a warning.

        It counts from the slot's first day; until then the unit is at work on it.
        """
        start = period.start
        if present.status != "done" or start is None or (present.since or start) >= start:
            return present
        if self._as_of < start:
            return present._replace(status="doing")
        latest = max(present.latest or start, start)
        return present._replace(since=start, latest=latest)

    def _shared(self, entry: Entry, parties: Parties) -> Entry:
        """A result of the whole county: what each unit says of it, and what it comes to."""
        task, period = entry.task, entry.period
        events = self._live.by_slot.get((task.id, period.name), [])
        said = fold_shared(events, task.goal)
        presents = {unit: self._begun(period, present) for unit, present in said.items()}
        owner = owner_of(parties)
        # Who only supports cannot say that it is done: neither does it wait to be recognised.
        units = [party.id for party in parties if not party.support] or [p.id for p in parties]
        in_charge = owner.id if owner else None
        before = task.done_by_before == "each"
        result = derive_result(presents, in_charge, units, events, each_before=before)
        face = owner or county_party(self._notice.words, parties)
        present = result.present
        due = present.until or period.due
        basis: Basis = present.until_basis if present.until else period.basis
        waits = () if present.transferred else result.awaiting
        awaiting = tuple(party for party in parties if party.id in waits)
        by = next((party for party in parties if party.id == result.by), None)
        by = county_party(self._notice.words, parties) if result.by == COUNTY else by
        days = [presents[party.id].since for party in awaiting]
        reported = min((day for day in days if day), default=None)
        facts = self._facts(task, face, present, due, basis)._replace(reported=reported)
        state = timeliness_of(facts, self._as_of)
        own = [event for event in events if not owner or event.unit in (owner.id, COUNTY)]
        divided = self._live.divisions.get(task.id, {})
        rhythm = self._rhythm(facts, period, own, divided.get(face.id))
        if awaiting:  # it is the office's turn
            rhythm = rhythm._replace(silent_days=0)
        whole = Assignment(face, present, due, basis, present.status, state, awaiting, by, rhythm)
        return entry._replace(
            assignments=tuple(
                _statement(p, presents.get(p.id, UNTOUCHED), basis, divided.get(p.id))
                for p in parties
            ),
            whole=whole,
            whole_counts=True,
            county=presents.get(COUNTY, UNTOUCHED),
        )


def _statement(party: Party, present: Present, basis: Basis, assigned: Event | None) -> Assignment:
    """What a unit says of a shared result: it has no date and is judged with the whole."""
    heard = present.history or assigned
    rhythm = rhythm_of(present.history, assigned) if heard else NO_RHYTHM
    return Assignment(party, present, None, basis, present.status, "statement", (), None, rhythm)
