"""Commands that record for units: uncheck, start, waive, extend, note, trigger."""

from typing import Annotated

import typer

from yqsafety.cli.bulk import commit_chosen
from yqsafety.cli.opened_session import open_session
from yqsafety.cli.options import (
    Common,
    DryRun,
    FilterOptions,
    Ids,
    On,
    Reason,
    SomeIds,
    WhoOptions,
    takes_options,
)
from yqsafety.cli.recording import (
    EvidenceFiles,
    Note,
    commit_for_units,
    evidence_from,
    required_reason,
    who_of,
)
from yqsafety.cli.typed_days import day_of, limit_of
from yqsafety.errors import UsageError
from yqsafety.ledger.events import Action
from yqsafety.recording.plan import Request
from yqsafety.recording.ticking import plan_ids
from yqsafety.recording.triggering import plan_trigger
from yqsafety.wording.labels import field_code


@takes_options
def uncheck(ids: Ids, who: WhoOptions, common: Common, on: On = None, note: Note = "") -> None:
    """Take the status of tasks back to 未反馈."""
    _record_action("todo", ids, who, common, on, note=note)


@takes_options
def start(
    ids: Ids,
    who: WhoOptions,
    common: Common,
    on: On = None,
    note: Note = "",
    evidence: EvidenceFiles = None,
) -> None:
    """Record that tasks are being worked on (在办)."""
    _record_action("doing", ids, who, common, on, note=note, evidence=evidence)


@takes_options
def waive(ids: Ids, who: WhoOptions, common: Common, reason: Reason = "", on: On = None) -> None:
    """Record that tasks do not apply to a unit (不适用); UsageError without a reason."""
    _record_action("na", ids, who, common, on, reason=required_reason(reason))


@takes_options
def extend(
    filters: FilterOptions,
    who: WhoOptions,
    common: Common,
    ids: SomeIds = None,
    until: Annotated[str, typer.Option("--until", help="新的时限", metavar="日期")] = "",
    reason: Reason = "",
    approved_by: Annotated[str, typer.Option("--approved-by", help="批准人", metavar="姓名")] = "",
    dry_run: DryRun = False,
) -> None:
    """Give tasks another deadline; the old one stays visible, with reason and who approved.

    It holds from today: an extension has no `--on`.
    """
    if not until:
        raise UsageError("请写明新的时限：--until 2025-09-30。")
    reason = required_reason(reason)
    session = open_session(common)
    request = Request(
        "extend",
        who_of(session, who.unit, who.all_units, whole=who.whole, mine=who.mine),
        session.today,
        reason=reason,
        until=limit_of(until, session),
        approved_by=approved_by,
    )
    commit_chosen(session, ids, filters, who, request, plan_ids, dry_run=dry_run)


@takes_options
def note(
    ids: Annotated[str, typer.Argument(metavar="编号", help="任务编号，如 4.1")],
    text: Annotated[str, typer.Argument(metavar="说明", help="进展、问题、措施等")],
    who: WhoOptions,
    common: Common,
    field: Annotated[
        str,
        typer.Option("--field", help="责任人、进展情况、存在问题、下步措施或备注", metavar="栏目"),
    ] = "",
    evidence: EvidenceFiles = None,
    on: On = None,
) -> None:
    """Add a remark or, with `--field`, the text of a column of the register."""
    code = field_code(field) if field else ""
    _record_action("note", [ids], who, common, on, note=text, field=code, evidence=evidence)


@takes_options
def trigger(
    filters: FilterOptions,
    who: WhoOptions,
    common: Common,
    ids: SomeIds = None,
    on: On = None,
    note: Note = "",
    dry_run: DryRun = False,
) -> None:
    """Record that the event of triggered tasks has happened; it opens an occurrence of that day."""
    from yqsafety.cli.next_notices import next_notices

    session = open_session(common)
    request = Request(
        "trigger",
        who_of(session, who.unit, who.all_units, whole=who.whole, mine=who.mine),
        day_of(on, session),
        note=note,
        follows=next_notices((one.catalog.notice for one in session.notices), session.published),
    )
    commit_chosen(session, ids, filters, who, request, plan_trigger, dry_run=dry_run)


def _record_action(
    action: Action,
    ids: list[str],
    who: WhoOptions,
    common: Common,
    on: str | None,
    *,
    note: str = "",
    field: str = "",
    evidence: list[str] | None = None,
    reason: str = "",
) -> None:
    """Record one action for the tasks named; UsageError for an unknown id, unit or day."""
    session = open_session(common)
    request = Request(
        action,
        who_of(session, who.unit, who.all_units, whole=who.whole, mine=who.mine),
        day_of(on, session),
        dated=on is not None,
        note=note,
        field=field,
        evidence=evidence_from(evidence),
        reason=reason,
    )
    commit_for_units(
        session, who, request, lambda ledger, stamp: plan_ids(ledger, ids, request, stamp)
    )
