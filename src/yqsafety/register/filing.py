"""What units filled in, as events. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from yqsafety.ledger.events import Evidence
from yqsafety.ledger.ledger import Ledger
from yqsafety.recording.plan import Plan, Request, Stamp, new_event, start_plan
from yqsafety.recording.targets import ForWhom, Target
from yqsafety.recording.ticking import record_target
from yqsafety.register.changes import FilledRow, new_evidence
from yqsafety.wording.labels import FIELD


def plan_filing(ledger: Ledger, changes: Iterable[FilledRow], stamp: Stamp, source: str) -> Plan:
    """The events of one returned register; `source` is the file, kept as their origin."""
    plan = start_plan(ledger, Request("note", ForWhom(), stamp.today), stamp)
    for change in changes:
        target = Target(change.entry, change.unit)
        for request in _requests_of_row(change, stamp):
            if request.action == "note":
                plan.events.append(new_event(ledger, plan, target, request, stamp))
                plan.targets.append(target)
            else:
                record_target(ledger, plan, target, request, stamp)
    plan.events[:] = [event._replace(origin=f"{stamp.origin}/{source}") for event in plan.events]
    return plan


def _requests_of_row(change: FilledRow, stamp: Stamp) -> Iterator[Request]:
    """What one row says: the status first, then each column of text, then new proof."""
    columns = change.columns
    if {"status", "done_on"} & set(columns):
        reason = change.after["remark"] if change.status == "na" else ""
        action = change.status
        on = change.day or stamp.today
        yield Request(action, ForWhom(), on, dated=change.day is not None, reason=reason)
    for field in FIELD:
        if field in columns:
            yield Request("note", ForWhom(), stamp.today, note=change.after[field], field=field)
    if names := new_evidence(change):
        proof = tuple(Evidence(name) for name in names)
        yield Request("note", ForWhom(), stamp.today, evidence=proof)
