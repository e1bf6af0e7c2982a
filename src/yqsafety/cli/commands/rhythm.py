"""What passes between the office and units beside the reports: remind, receive, apply."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yqsafety.cli.bulk import commit_chosen
from yqsafety.cli.opened_session import open_session
from yqsafety.cli.options import (
    Common,
    DryRun,
    FilterOptions,
    Ids,
    On,
    PaperOptions,
    Reason,
    SomeIds,
    WhoOptions,
    takes_options,
)
from yqsafety.cli.recording import Note, commit_for_units, required_reason, who_of
from yqsafety.cli.session import Session
from yqsafety.cli.typed_days import day_of, limit_of
from yqsafety.errors import UsageError
from yqsafety.recording.applying import plan_applications
from yqsafety.recording.plan import Request
from yqsafety.recording.receiving import plan_receipts_by_id
from yqsafety.recording.reminding import numbered, plan_reminders_by_id

if TYPE_CHECKING:
    from yqsafety.cli.reminder_slips import SlipOrder


@takes_options
def remind(
    filters: FilterOptions,
    who: WhoOptions,
    papers: PaperOptions,
    common: Common,
    ids: SomeIds = None,
    note: Note = "",
    on: On = None,
    dry_run: DryRun = False,
    slips: Annotated[
        Path | None,
        typer.Option("--slips", help="同时写出督办单，每单位一份，编号", metavar="文件夹"),
    ] = None,
) -> None:
    """Record that units were reminded of what is open (催办), with `--slips` by a paper each.

    Whoever has not finished it where no unit is named. The default unit is left out unless it is
    asked for: on the office's machine it is the office itself.
    """
    session = open_session(common)
    if who.whole:
        raise UsageError("催办的是单位，不用 --whole。", "写明单位：--unit 单位名称。")
    chosen = who_of(session, who.unit, who.all_units, mine=filters.mine)
    chosen = chosen if filters.mine else chosen._replace(default=None)
    request = Request("remind", chosen, day_of(on, session), dated=on is not None, note=note)
    order = _slips_asked(session, slips, papers, on)
    plan = commit_chosen(
        session,
        ids,
        filters,
        who,
        request,
        plan_reminders_by_id,
        finish=numbered if order else None,
        dry_run=dry_run,
    )
    if order and plan.events and not dry_run:
        from yqsafety.cli.reminder_slips import write_reminder_slips

        write_reminder_slips(session, plan.events, order)


def _slips_asked(
    session: Session, folder: Path | None, papers: PaperOptions, on: str | None
) -> "SlipOrder | None":
    """The slips that go out with the reminders; None for none. UsageError where they cannot."""
    if folder is None:
        if any(papers):
            raise UsageError("--template、--reply-by、--md 只用于督办单，", "请加 --slips 文件夹。")
        return None
    if on is not None:
        raise UsageError("督办单的日期是今天，", "--slips 不和 --on 一起用。")
    from yqsafety.cli.reminder_slips import slip_order

    return slip_order(session, folder, papers)


@takes_options
def receive(
    filters: FilterOptions,
    who: WhoOptions,
    common: Common,
    ids: SomeIds = None,
    note: Note = "",
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """Record that a unit has taken notice of its duties (签收)."""
    session = open_session(common)
    if who.whole:
        raise UsageError("签收的是单位，不用 --whole。", "写明单位：--unit 单位名称。")
    request = Request(
        "receive",
        who_of(session, who.unit, who.all_units, mine=filters.mine),
        day_of(on, session),
        dated=on is not None,
        note=note,
    )
    commit_chosen(session, ids, filters, who, request, plan_receipts_by_id, dry_run=dry_run)


@takes_options
def apply(
    ids: Ids,
    who: WhoOptions,
    common: Common,
    until: Annotated[str, typer.Option("--until", help="申请延期到哪天", metavar="日期")] = "",
    reason: Reason = "",
    on: On = None,
) -> None:
    """Ask the office for more time (申请延期); the date stays until the office grants it."""
    if not until:
        raise UsageError("请写明申请延期到哪天：--until 2025-09-30。")
    reason = required_reason(reason)
    session = open_session(common)
    request = Request(
        "apply",
        who_of(session, who.unit, who.all_units, whole=who.whole),
        day_of(on, session),
        dated=on is not None,
        reason=reason,
        until=limit_of(until, session),
    )
    commit_for_units(
        session, who, request, lambda ledger, stamp: plan_applications(ledger, ids, request, stamp)
    )
