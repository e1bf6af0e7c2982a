"""Turning what units filled in into events, by the rules of the commands that record. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from yqsafety.ledger.events import Evidence
from yqsafety.ledger.ledger import Ledger
from yqsafety.recording.plan import Plan, Request, Stamp, new_event, start_plan
from yqsafety.recording.targets import ForWhom, Target
from yqsafety.recording.ticking import record_target
from yqsafety.register.cells import evidence_names
from yqsafety.register.changes import FilledRow
from yqsafety.safe_text import composed_text
from yqsafety.wording.labels import FIELD


def plan_filing(
    ledger: Ledger,
    changes: Iterable[FilledRow],
    stamp: Stamp,
    source: str,
    received: Iterable[Target] = (),
) -> Plan:
    """The events of one returned register, as a plan; `received` is what it acknowledges.

    `source` is the file's name. It is kept in each event's `origin`, by which `log` says （导入）.
    """
    # This request only opens the plan and stands for no event; each row makes its own below.
    plan = start_plan(ledger, Request("note", ForWhom(), stamp.today), stamp)
    for change in changes:
        target = Target(change.entry, change.unit)
        for request in _requests_of_row(change, stamp):
            if request.action == "note":
                # A note is always taken as it is; what records a status may skip or warn.
                plan.events.append(new_event(plan, target, request, stamp))
                plan.targets.append(target)
            else:
                record_target(plan, target, request, stamp)
    receipt = Request("receive", ForWhom(), stamp.today)
    for target in received:
        plan.events.append(new_event(plan, target, receipt, stamp))
        plan.targets.append(target)
    plan.events[:] = [event._replace(origin=f"{stamp.origin}/{source}") for event in plan.events]
    return plan


def _requests_of_row(change: FilledRow, stamp: Stamp) -> Iterator[Request]:
    """The requests of one row: the status first, then each column of text, then new proof.

    Texts hold from today. Only the status has a day of its own, in 完成时间.
    """
    columns = change.columns
    if {"status", "done_on"} & set(columns):
        reason = change.reason if change.status == "na" else ""
        action = change.status
        on = change.day or stamp.today
        yield Request(action, ForWhom(), on, dated=change.day is not None, reason=reason)
    for field in FIELD:
        if field in columns:
            yield Request("note", ForWhom(), stamp.today, note=change.typed(field), field=field)
    if names := _new_evidence(change):
        proof = tuple(Evidence(name) for name in names)
        yield Request("note", ForWhom(), stamp.today, evidence=proof)


def _new_evidence(change: FilledRow) -> list[str]:
    """The names of proof that were added, in the order of the cell and each once."""
    known = set(map(composed_text, evidence_names(change.before["evidence"])))
    names = evidence_names(change.typed("evidence"))
    return [name for name in dict.fromkeys(names) if composed_text(name) not in known]
