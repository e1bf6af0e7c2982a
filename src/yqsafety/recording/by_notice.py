"""Planning under several notices at once. Pure.

What is recorded of a task follows the rules, the term and the units of its own notice. So each
notice plans what concerns it, and the plans are then one: one question, one write, one batch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.ledger import Ledger
from yqsafety.recording.plan import Plan, Request
from yqsafety.recording.targets import ForWhom, part_meant


def plan_named(
    ledger: Ledger,
    ids: Sequence[str],
    request: Request,
    make: Callable[[Ledger, Sequence[str], Request], Plan],
) -> Plan:
    """What `make` plans for the ids of each notice; UsageError for one that is of none, or of two.

    Nothing is planned where any of it cannot be.
    """
    if ledger.parts == (ledger,):
        return make(ledger, ids, request)
    shares: dict[str, list[str]] = {}
    for text in ids:
        part, wanted = part_meant(ledger, text)
        shares.setdefault(part.catalog.notice.id, []).append(wanted)
    return _joined(
        [
            make(part, shares[notice], _request_in(part, request, ledger))
            for part in ledger.parts
            if (notice := part.catalog.notice.id) in shares
        ]
    )


def plan_entries(
    ledger: Ledger,
    entries: Iterable[Entry],
    request: Request,
    make: Callable[[Ledger, Sequence[Entry], Request], Plan],
) -> Plan:
    """What `make` plans for the entries of each notice."""
    some = list(entries)
    if ledger.parts == (ledger,):
        return make(ledger, some, request)
    return _joined(
        [
            make(part, mine, _request_in(part, request, ledger))
            for part in ledger.parts
            if (mine := [entry for entry in some if entry.notice == part.catalog.notice.id])
        ]
    )


def _request_in(part: Ledger, request: Request, ledger: Ledger) -> Request:
    """The request with the units as one of the notices knows them."""

    def own_id(unit: str) -> str:
        known = part.roster.get(ledger.roster.name(unit))
        return known.id if known else unit

    who: ForWhom = request.who
    units = tuple(part.roster.get(one.name) or one for one in who.units)
    default = own_id(who.default) if who.default else None
    return request._replace(who=who._replace(units=units, default=default))


def _joined(plans: Sequence[Plan]) -> Plan:
    """Several plans of one command as one, their events numbered through."""
    whole = Plan(plans[0].at)
    for plan in plans:
        whole.events += plan.events
        whole.targets += plan.targets
        whole.warnings += [said for said in plan.warnings if said not in whole.warnings]
        whole.slips += [said for said in plan.slips if said not in whole.slips]
        for reason, targets in plan.skipped.items():
            whole.skipped.setdefault(reason, []).extend(targets)
    whole.events[:] = [
        event._replace(id=f"{event.batch}-{number:05d}")
        for number, event in enumerate(whole.events)
    ]
    return whole
