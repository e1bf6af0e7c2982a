"""The JSON answers of all commands, as plain data for scripts. Pure.

One function makes one shape, and `docs/reference.md` describes each; the two are changed together.
Scripts depend on these keys, often for years, so each shape has a version that stands in the
answer under `schema`. Within a version keys are only added. Codes are English and
stable; a Chinese label stands beside its code in a key of its own (`status`, `status_label`), so
that rewording it breaks nobody.

What must never happen: a key is renamed or removed without counting up its version, a script is
given a label where it expects a code, or the same state and `--as-of` give other bytes than
before. So nothing here reads a clock, and every list has a fixed order.

The module is longer than others because all shapes stand side by side, to be compared.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import groupby
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.changes import ChangesSince, Movement
from yqsafety.ledger.events import Event
from yqsafety.ledger.filters import Filters, Selection, select_entries
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.progress import Counter, Part, Tally, count_entry
from yqsafety.notice.model import Body, Catalog, Group
from yqsafety.notice.roster import Party, Roster
from yqsafety.safe_text import json_text
from yqsafety.wording import labels
from yqsafety.wording.phrases import place_text
from yqsafety.wording.status_words import done_day, status_label

if TYPE_CHECKING:
    from yqsafety.drafting.comparing import Change
    from yqsafety.drafting.editions import Duty
    from yqsafety.ledger.agenda import AgendaGroup
    from yqsafety.ledger.conflicts import Contradiction, MergedFile
    from yqsafety.ledger.gates import GateResult
    from yqsafety.ledger.incoming import Incoming
    from yqsafety.ledger.orphans import Lack
    from yqsafety.ledger.year_before import ContinuedTask, LeftOpen
    from yqsafety.notice.reviews import OpenReview
    from yqsafety.notice.schema import Finding
    from yqsafety.recording.carrying_over import CarryingOver
    from yqsafety.reports.adoption import Adoption
    from yqsafety.reports.differences import Difference

Json = dict[str, Any]
_Row = TypeVar("_Row")


ANSWER_VERSIONS = {
    "list": 2,
    "show": 2,
    "status": 2,
    "log": 1,
    "units": 1,
    "change": 1,
    "merge": 1,
    "import": 2,
    "recover": 1,
    "validate": 1,
    "evidence": 1,
    "catalogs": 1,
    "accounts": 1,
    "diff": 1,
    "now": 1,
    "adopt": 1,
    "carry": 1,
}
"""The version of each shape. It counts up where a key is renamed, removed or changes its meaning.

Scripts check it. Adding a key does not count.
"""


def answer_schema(shape: str) -> str:
    """A shape's name and version as it stands under `schema`, such as `yqsafety/list@1`."""
    return f"yqsafety/{shape}@{ANSWER_VERSIONS[shape]}"


class Watch(Protocol):
    """Goes through rows for whoever wants to see the progress; plain `iter` just goes through them.

    The pure core cannot print, so whoever waits at a terminal hands in such a function.
    """

    def __call__(self, rows: Sequence[_Row], /) -> Iterable[_Row]:
        """Give the same rows in the same order."""


def dump_json(value: Json) -> bytes:
    """JSON as it is printed and exported: UTF-8, indented by two, with a line end.

    Chinese stays readable. Characters that act without being seen are escaped, so that a terminal
    is safe and each value stays what it was.
    """
    return (json_text(json.dumps(value, ensure_ascii=False, indent=2)) + "\n").encode()


def answer_envelope(shape: str, ledger: Ledger) -> Json:
    """The keys with which every answer begins: its shape, the catalogue, the state and the day.

    They let a script see that it compares like with like: the digests change with the data files,
    `unread` counts events of a newer version, which are in no figure.
    """
    return {
        "schema": answer_schema(shape),
        "catalog": _notice_json(ledger.catalog),
        "catalogs": [_notice_json(part.catalog) for part in ledger.parts],
        "state": {
            "id": ledger.state_id,
            "events": len(ledger.recorded),
            "unread": ledger.unread,
        },
        "as_of": ledger.as_of.isoformat(),
    }


def filters_json(filters: Filters) -> Json:
    """The filters that were given, as ids and codes; those that were not given are left out."""
    given = {
        "unit": list(filters.units),
        "direct": filters.direct,
        "ground": list(filters.grounds),
        "section": list(filters.sections),
        "item": list(filters.items),
        "due_from": _iso_day(filters.due_from),
        "due_by": _iso_day(filters.due_by),
        "status": list(filters.statuses),
        "kind": list(filters.kinds),
        "unconfirmed": filters.unconfirmed,
        "undivided": filters.undivided,
        "silent_days": filters.silent_days,
        "grep": filters.grep,
    }
    return {name: value for name, value in given.items() if value}


def list_pieces(
    ledger: Ledger, filters: Filters, selection: Selection, watch: Watch = iter
) -> Iterator[bytes]:
    """The answer of `list` and of `export json`, the same bytes as `dump_json` gives, row by row.

    As one JSON value, 100,000 assignments would take more than 400 MB.
    """
    answer = answer_envelope("list", ledger) | {
        "filters": filters_json(filters),
        "total": selection.total,
        "matched": selection.matched,
        "rows": [],
    }
    # The answer is printed with an empty `rows`, and the rows go in before its closing brackets.
    # That needs `rows` to be its last key.
    end = b"]\n}\n"
    yield dump_json(answer).removesuffix(end)
    before = b"\n    "
    for entry in watch(selection.entries):
        yield before + dump_json(row_json(entry)).rstrip().replace(b"\n", b"\n    ")
        before = b",\n    "
    yield (b"\n  " if selection.entries else b"") + end


def row_json(entry: Entry) -> Json:
    """A row of `list`: one occurrence with its assignments."""
    task = entry.task
    progress = count_entry(entry)
    return {
        "id": entry.id,
        "notice": entry.notice,
        "task": task.id,
        "item": entry.item.number,
        "section": entry.section.number,
        "period": entry.period.name,
        "title": task.title,
        "quote": task.quote,
        "kind": task.timing.kind,
        "mode": entry.item.responsibility.mode,
        "start": _iso_day(entry.period.start),
        "due": _iso_day(entry.due),
        "original_due": _iso_day(entry.period.due),
        "basis": entry.basis,
        "done_by": task.done_by,
        "division": entry.division,
        "status": entry.status,
        "status_label": status_label(entry),
        "timeliness": entry.timeliness,
        "timeliness_label": labels.timeliness_label(entry.timeliness, entry.words),
        "quantity": asdict(task.quantity) if task.quantity else None,
        "whole": whole_json(entry, entry.whole) if entry.whole else None,
        "units": [unit_json(entry, assignment) for assignment in entry.assignments],
        "progress": {"done": progress.done, "total": progress.total, "na": progress.na},
        "continues": [{"notice": notice, "task": old} for notice, old in task.continued],
    }


def whole_json(entry: Entry, whole: Assignment) -> Json:
    """The one assignment of a result of the whole county; `counted` where a filter left it."""
    owner = entry.owner
    return {
        "owner": owner.id if owner else None,
        "counted": entry.whole_counts,
        "ground": whole.party.ground,
        "presumed": whole.presumed,
        "due": _iso_day(whole.due),
        "basis": whole.basis,
        "status": whole.status,
        "timeliness": whole.timeliness,
        "done_on": _iso_day(done_day(entry, whole)),
        "done_by": whole.finished_by.id if whole.finished_by else None,
        "awaiting": [party.id for party in whole.awaiting],
        "value": whole.present.value,
        "confirmed": whole.confirmed,
        "returned": whole.returned or None,
        "revised": whole.revised or None,
        **_rhythm_json(whole),
    }


def _rhythm_json(one: Assignment) -> Json:
    """What passes between the office and a unit beside the reports."""
    rhythm, asked = one.rhythm, one.present.applied
    return {
        "reminded": {
            "times": len(rhythm.reminders),
            "last": str(rhythm.reminders[-1].on),
            "answered": rhythm.answered,
        }
        if rhythm.reminders
        else None,
        "received": _iso_day(rhythm.received),
        "unreceived": rhythm.unreceived,
        "applied": {"until": str(asked.until), "reason": asked.reason, "on": str(asked.on)}
        if asked
        else None,
        "refused": one.present.refused or None,
        "silent_days": rhythm.silent_days,
    }


def unit_json(entry: Entry, assignment: Assignment) -> Json:
    """One of a row's `units`: the occurrence for one unit.

    On a result of the whole county it is a statement: it has no date, and only where it says done
    a timeliness, by the county's date.
    """
    party = assignment.party
    return {
        "id": party.id,
        "name": party.name,
        "via": party.via,
        "ground": party.ground,
        "presumed": assignment.presumed,
        "due": _iso_day(assignment.due),
        "basis": None if assignment.is_statement else assignment.basis,
        "status": assignment.status,
        "timeliness": _unit_timeliness(entry, assignment),
        "done_on": _iso_day(done_day(entry, assignment)),
        "value": assignment.present.value,
        "lead": party.lead,
        "support": party.support,
        "confirmed": assignment.confirmed,
        "returned": assignment.present.returned or None,
        "revised": assignment.revised or None,
        **_rhythm_json(assignment),
    }


def _unit_timeliness(entry: Entry, one: Assignment) -> str | None:
    if not one.is_statement:
        return one.timeliness
    day, due = one.present.since, entry.due
    if one.status != "done" or day is None or due is None:
        return None
    return "on-time" if day <= due else "late"


def now_json(ledger: Ledger, filters: Filters, *, office: bool) -> Json:
    """The answer of `now`: of some units the open assignments, or what the office has to do."""
    from yqsafety.ledger.agenda import unit_agenda
    from yqsafety.ledger.office_agenda import office_agenda

    entries = select_entries(ledger, filters).entries
    return answer_envelope("now", ledger) | {
        "filters": filters_json(filters),
        "groups": [_agenda_json(group) for group in unit_agenda(ledger, entries)]
        if filters.units
        else [],
        "office": [
            {
                "concern": group.concern,
                "units": [
                    {
                        "id": one.unit.id,
                        "name": one.unit.name,
                        "count": one.number,
                        "days": one.days,
                    }
                    for one in group.units
                ],
            }
            for group in office_agenda(ledger, entries)
        ]
        if office
        else None,
    }


def _agenda_json(group: AgendaGroup) -> Json:
    return {
        "concern": group.concern,
        "rows": [
            {
                "id": row.entry.id,
                "notice": row.entry.notice,
                "unit": row.one.party.id,
                "title": row.entry.task.title,
                "due": _iso_day(row.one.due),
                "days": row.days,
                "presumed": row.presumed,
                "statement": row.one.is_statement,
                "reminders": len(row.one.rhythm.reminders) if row.one.rhythm.unanswered else 0,
                "unreceived": row.one.rhythm.unreceived,
                "returned": row.one.returned or None,
                "revised": row.one.revised or None,
            }
            for row in group.rows
        ],
    }


def show_json(ledger: Ledger, rows: Iterable[tuple[Entry, Sequence[ContinuedTask]]]) -> Json:
    """The answer of `show`: rows with place, responsibility, history and what contradicts.

    Each row comes with what became of the earlier tasks that go on in it.
    """
    return answer_envelope("show", ledger) | {
        "rows": [
            row_json(entry)
            | _show_details(ledger, entry)
            | {"continues": [_continued_json(task) for task in past]}
            for entry, past in rows
        ]
    }


def _continued_json(task: ContinuedTask) -> Json:
    """An earlier task; `results` is null where its notice cannot be opened."""
    results = [
        {"unit": result.party.id, "unit_name": result.party.name}
        | {"slots": [_past_slot_json(entry, one) for entry, one in result.slots]}
        for result in task.results
    ]
    return {
        "notice": task.notice,
        "task": task.task,
        "results": results if task.term else None,
    }


def _past_slot_json(entry: Entry, one: Assignment) -> Json:
    return {
        "id": entry.id,
        "due": _iso_day(one.due),
        "status": one.status,
        "timeliness": one.timeliness,
        "done_on": _iso_day(done_day(entry, one)),
        "confirmed": one.confirmed,
        "returned": one.returned or None,
    }


def _show_details(ledger: Ledger, entry: Entry) -> Json:
    from yqsafety.ledger.conflicts import find_contradictions

    bracket, named = entry.item.responsibility, entry.responsibility
    return {
        "place": place_text(entry),
        "responsibility": {
            "mode": bracket.mode,
            "text": bracket.text,
            "open": bracket.open,
            "lead": list(named.lead),
            "support": list(named.support),
            "check": list(bracket.check),
        },
        "actor": entry.task.actor,
        "evidence_expected": list(entry.task.evidence),
        "note": entry.task.note,
        "history": [event_json(event, ledger.roster) for event in entry.history],
        "contradictions": [
            contradiction_json(one, ledger.roster) for one in find_contradictions(ledger, [entry])
        ],
    }


def validate_json(findings: Iterable[Finding], reviews: Iterable[OpenReview]) -> Json:
    """The answer of `validate`: what is wrong, and what was guessed and is left to review."""
    return {
        "schema": answer_schema("validate"),
        "findings": [finding._asdict() for finding in findings],
        "reviews": [one._asdict() for one in reviews],
    }


def diff_json(difference: Difference) -> Json:
    """The answer of `catalog diff`: every task of both notices stands in one of `changes`."""
    found = difference.found
    return {
        "schema": answer_schema("diff"),
        "old": _notice_json(difference.old),
        "new": _notice_json(difference.new),
        "differs": found.differs,
        "counts": difference.counts(),
        "changes": [_diff_change_json(change) for change in found.changes],
        "meanings": [
            {"id": one.new.id, "old": _duty_json(one.old), "new": _duty_json(one.new)}
            for one in found.meanings
        ],
    }


def adopt_json(adoption: Adoption, ledger: Ledger, *, adopted: bool) -> Json:
    """The answer of `catalog adopt`: what becomes of each changed task, and what was recorded."""
    changes = [
        {
            "kind": change.kind,
            "old": [duty.id for duty in change.old],
            "new": [duty.id for duty in change.new],
            "records": adoption.recorded_of(change),
        }
        for change in adoption.difference.found.changes
    ]
    return answer_envelope("adopt", ledger) | {
        "from": _notice_json(adoption.difference.old),
        "adopted": adopted,
        "changes": changes,
        "events": [event_json(event, ledger.roster) for event in adoption.events],
    }


def _notice_json(catalog: Catalog) -> Json:
    notice = catalog.notice
    return {
        "id": notice.id,
        "number": notice.number,
        "edition": notice.edition,
        "digest": catalog.digest,
        "units_digest": catalog.units_digest,
    }


def _diff_change_json(change: Change) -> Json:
    return {
        "kind": change.kind,
        "by": change.by or None,
        "likeness": round(change.likeness, 2) if change.by else None,
        "moved": change.moved,
        "changed": list(change.fields),
        "old": [_duty_json(duty) for duty in change.old],
        "new": [_duty_json(duty) for duty in change.new],
    }


def _duty_json(duty: Duty) -> Json:
    """A task as the catalogue has it, without a ledger."""
    task, timing, named = duty.task, duty.task.timing, duty.named
    slots = [
        {
            "name": one.name,
            "label": one.label,
            "start": _iso_day(one.start),
            "due": _iso_day(one.due),
        }
        for one in timing.slots
    ]
    return {
        "id": task.id,
        "section": duty.section.heading,
        "item": duty.item.heading,
        "title": task.title,
        "quote": task.quote,
        "mode": named.mode,
        "lead": list(named.lead),
        "units": list(named.units),
        "support": list(named.support),
        "check": list(named.check),
        "timing": {
            "kind": timing.kind,
            "basis": timing.basis,
            "due": _iso_day(timing.due),
            "every": timing.every,
            "day": timing.day,
            "from": _iso_day(timing.from_),
            "until": _iso_day(timing.until),
            "slots": slots,
            "trigger": timing.trigger,
            "within": timing.within,
            "renew_days": timing.renew_days,
        },
        "quantity": asdict(task.quantity) if task.quantity else None,
        "done_by": task.done_by,
        "evidence": list(task.evidence),
    }


def status_json(
    ledger: Ledger,
    filters: Filters,
    by: str,
    parts: list[Part],
    all_: Tally,
    changed: ChangesSince | None = None,
    gate: GateResult | None = None,
) -> Json:
    """The answer of `status`: `parts` under `groups`, `all_` under `overall`.

    `since` is there only where it was asked for.
    """
    return answer_envelope("status", ledger) | {
        "filters": filters_json(filters),
        "by": by,
        "groups": [_part_json(part) | tally_json(part.tally) for part in parts],
        "overall": tally_json(all_),
        **({"since": since_json(changed)} if changed else {}),
        **({"gate": gate._asdict()} if gate else {}),
    }


def _part_json(part: Part) -> Json:
    return {"key": part.key, "name": part.name, "notice": part.notice or None}


def since_json(changed: ChangesSince) -> Json:
    """What was finished and what fell overdue after a day, by occurrence id and unit id."""
    return {
        "date": changed.day.isoformat(),
        "finished": [_movement_json(one) for one in changed.finished],
        "fell_overdue": [_movement_json(one) for one in changed.fell_overdue],
        "became_year_open": [_movement_json(one) for one in changed.became_year_open],
    }


def _movement_json(one: Movement) -> Json:
    return {"id": one.entry.id, "notice": one.entry.notice, "unit": one.unit}


def tally_json(tally: Tally) -> Json:
    """Three counters that do not overlap, and how many of all these are still to be divided."""
    return {
        "timed": counter_json(tally.timed),
        "standing": counter_json(tally.standing),
        "presumed": counter_json(tally.presumed),
        "undivided": tally.undivided,
    }


def counter_json(counter: Counter) -> Json:
    """One counter; docs/reference.md says what is in `total` and what is not."""
    return asdict(counter)


def log_json(ledger: Ledger, events: Iterable[Event], lacks: Mapping[str, Lack]) -> Json:
    """The answer of `log`: events in the order of the state file.

    `lacks` says by id what the records lack that no row shows, where these were asked for.
    """
    said = [
        event_json(event, ledger.roster) | ({"lack": lacks[event.id]} if lacks else {})
        for event in events
    ]
    return answer_envelope("log", ledger) | {"events": said}


def event_json(event: Event, roster: Roster) -> Json:
    """One event; of its optional fields only those that say something."""
    said = {
        "note": event.note,
        "field": event.field,
        "evidence": [item._asdict() for item in event.evidence],
        "value": event.value,
        "until": _iso_day(event.until),
        "reason": event.reason,
        "approved_by": event.approved_by,
        "reverts": event.reverts,
    }
    return {
        "id": event.id,
        "batch": event.batch,
        "at": event.at,
        "on": event.on.isoformat(),
        "by": event.by,
        "origin": event.origin,
        "notice": event.notice,
        "task": event.task,
        "period": event.period,
        "unit": event.unit,
        "unit_name": roster.name(event.unit) if event.unit else "",
        "action": event.action,
        "action_label": labels.ACTION[event.action],
        "late_entry": event.late_entry,
    } | {name: value for name, value in said.items() if value not in ("", None, [])}


def contradiction_json(one: Contradiction, roster: Roster) -> Json:
    """One assignment of which merged files say different things, with the newest event of each."""
    return {
        "id": one.entry.id,
        "notice": one.entry.notice,
        "unit": one.unit,
        "unit_name": roster.name(one.unit),
        "events": [event_json(event, roster) for event in one.events],
    }


def merge_json(
    ledger: Ledger,
    taken: Iterable[MergedFile],
    found: Iterable[Contradiction],
    incoming: Iterable[Incoming],
) -> Json:
    """The answer of `merge`: what each file brought, what of it is shown, what does not agree."""
    return answer_envelope("merge", ledger) | {
        "files": [{"name": file.name, "added": file.added, "known": file.known} for file in taken],
        "contradictions": [contradiction_json(one, ledger.roster) for one in found],
        "incoming": [
            {"matter": one.matter, "event": event_json(one.event, ledger.roster)}
            for one in incoming
        ],
    }


def carry_json(
    ledger: Ledger, earlier: Sequence[str], made: CarryingOver, *, dry_run: bool
) -> Json:
    """The answer of `catalog carry`: what goes from earlier notices into this one, and what not."""
    return answer_envelope("carry", ledger) | {
        "dry_run": dry_run,
        "continues": list(earlier),
        "events": [event_json(event, ledger.roster) for event in made.plan.events],
        "left_out": [one._asdict() for one in made.left_out],
        "left_open": [_left_open_json(left) for left in made.left_open],
    }


def _left_open_json(left: LeftOpen) -> Json:
    return {
        "notice": left.notice,
        "id": left.entry.id,
        "unit": left.one.party.id,
        "unit_name": left.one.party.name,
        "status": left.one.status,
        "due": _iso_day(left.one.due),
        "presumed": left.one.presumed,
        "into": list(left.into),
    }


def units_json(ledger: Ledger, bodies: Iterable[Body]) -> Json:
    """The answer of `units`: bodies and groups in the roster's order."""
    counts = task_counts(ledger)
    return answer_envelope("units", ledger) | {
        "units": [body_json(ledger.roster, body, counts) for body in bodies]
    }


def body_json(roster: Roster, body: Body, counts: dict[str, int]) -> Json:
    """One body: the groups it belongs to or, of a group, its members; with grounds and sources."""
    members = roster.members(body).values() if isinstance(body, Group) else ()
    return {
        "id": body.id,
        "name": body.name,
        "aliases": list(body.aliases),
        "initials": list(body.initials),
        "groups": [
            {"name": party.via, "ground": party.ground, "source": party.source}
            for party in roster.groups_of(body.id)
        ],
        "members": [_member_json(party) for party in members],
        "open": isinstance(body, Group) and body.open,
        "tasks": counts.get(body.id, 0),
        "note": body.note if isinstance(body, Group) else None,
    }


def _member_json(party: Party) -> Json:
    return {"id": party.id, "name": party.name, "ground": party.ground, "source": party.source}


def task_counts(ledger: Ledger) -> dict[str, int]:
    """How many tasks each body is on, by id; a group counts the tasks that name it.

    Tasks, not occurrences: a quarterly duty is one thing to do for whoever asks "how many".
    """
    counts: dict[str, int] = {}
    for _, rows in groupby(ledger.entries, key=lambda entry: entry.task):
        entries = list(rows)
        named = {b.id for n in entries[0].responsibility.names if (b := ledger.roster.get(n))}
        on = {a.party.id for entry in entries for a in entry.assignments}
        for unit in on | named:
            counts[unit] = counts.get(unit, 0) + 1
    return counts


def change_json(
    ledger: Ledger,
    events: Iterable[Event],
    skipped: dict[str, list[str]],
    *,
    dry_run: bool = False,
) -> Json:
    """The answer of every command that records: the new events, and what was skipped and why."""
    return answer_envelope("change", ledger) | {
        "dry_run": dry_run,
        "events": [event_json(event, ledger.roster) for event in events],
        "skipped": [{"reason": reason, "ids": ids} for reason, ids in skipped.items()],
    }


def _iso_day(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
