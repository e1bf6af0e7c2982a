"""Commands of the supervising office (县安委办): confirm, return, assign, unassign, strike."""

from typing import Annotated

import typer

from yqsafety.cli.bulk import commit_chosen
from yqsafety.cli.opened_session import open_session
from yqsafety.cli.options import (
    By,
    Common,
    DryRun,
    FilterOptions,
    Ids,
    JsonFlag,
    On,
    Reason,
    SomeIds,
    Texts,
    WhoOptions,
    YesFlag,
    takes_options,
)
from yqsafety.cli.recording import commit_plan, required_reason, who_of
from yqsafety.cli.session import Session
from yqsafety.cli.typed_days import day_of
from yqsafety.errors import UsageError
from yqsafety.ledger.events import Action
from yqsafety.ledger.ledger import Ledger
from yqsafety.recording.plan import Plan, Request, Stamp
from yqsafety.recording.targets import ForWhom
from yqsafety.recording.ticking import plan_ids


@takes_options
def confirm(
    filters: FilterOptions,
    who: WhoOptions,
    common: Common,
    ids: SomeIds = None,
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """Record that the proof of what was reported has been checked (已复核)."""
    _answer_reports("confirm", ids, filters, who, common, on, dry_run=dry_run)


@takes_options
def return_(
    filters: FilterOptions,
    who: WhoOptions,
    common: Common,
    ids: SomeIds = None,
    reason: Reason = "",
    on: On = None,
    dry_run: DryRun = False,
) -> None:
    """Send back what was reported (退回): it is 在办 again, and the reason is shown."""
    _answer_reports(
        "return", ids, filters, who, common, on, required_reason(reason), dry_run=dry_run
    )


def _answer_reports(
    action: Action,
    ids: list[str] | None,
    filters: FilterOptions,
    who: WhoOptions,
    common: Common,
    on: str | None,
    reason: str = "",
    *,
    dry_run: bool,
) -> None:
    """Record the office's answer to what units reported.

    The default unit is left out unless it is asked for (`--mine`): on the office's machine it is
    the office, not the one that reported.
    """
    session = open_session(common)
    chosen = who_of(session, who.unit, who.all_units, whole=who.whole, mine=who.mine)
    chosen = chosen if filters.mine else chosen._replace(default=None)
    request = Request(action, chosen, day_of(on, session), dated=on is not None, reason=reason)
    commit_chosen(session, ids, filters, who, request, plan_ids, dry_run=dry_run)


@takes_options
def assign(
    ids: Ids,
    common: Common,
    unit: Annotated[
        Texts, typer.Option("--unit", "-u", help="承担的单位，可多次", metavar="单位")
    ] = None,
    lead: Annotated[
        Texts, typer.Option("--lead", help="牵头的单位，可多次", metavar="单位")
    ] = None,
    on: On = None,
    by: By = None,
    yes: YesFlag = False,
    json: JsonFlag = False,
) -> None:
    """Divide tasks that are shared or a group's: only the units named are on them from then on."""
    from yqsafety.recording import dividing

    if not unit and not lead:
        raise UsageError("请写明承担的单位：--unit 单位名称，牵头的用 --lead。")
    session = open_session(common)
    leads = session.bodies(lead)
    request = _office_request("assign", session, unit, on)

    def make(ledger: Ledger, stamp: Stamp) -> Plan:
        return dividing.plan_assign(ledger, ids, leads, request, stamp)

    commit_plan(session, by, make, json, yes=yes)


@takes_options
def unassign(
    ids: Ids,
    common: Common,
    unit: Annotated[
        Texts, typer.Option("--unit", "-u", help="只取消这些单位的分工", metavar="单位")
    ] = None,
    on: On = None,
    by: By = None,
    yes: YesFlag = False,
    json: JsonFlag = False,
) -> None:
    """Take a division back, for all its units or for some."""
    from yqsafety.recording import dividing

    session = open_session(common)
    request = _office_request("unassign", session, unit, on)

    def make(ledger: Ledger, stamp: Stamp) -> Plan:
        return dividing.plan_unassign(ledger, ids, request, stamp)

    commit_plan(session, by, make, json, yes=yes)


@takes_options
def strike(
    units: Annotated[list[str], typer.Argument(metavar="单位...", help="推定成员的名称")],
    common: Common,
    group: Annotated[str, typer.Option("--from", help="从哪个范围剔除", metavar="范围")] = "",
    reason: Reason = "",
    on: On = None,
    by: By = None,
    yes: YesFlag = False,
    json: JsonFlag = False,
) -> None:
    """Take presumed members out of a group for good, with the reason."""
    from yqsafety.recording import dividing

    if not group:
        raise UsageError("请写明从哪个范围剔除：--from 范围。")
    session = open_session(common)
    whole, *others = session.bodies([group])
    if others:
        raise UsageError("一次只能从一个范围剔除。", "请分开登记，每次一个 --from。")
    request = _office_request("strike", session, units, on)._replace(reason=required_reason(reason))

    def make(ledger: Ledger, stamp: Stamp) -> Plan:
        return dividing.plan_strike(ledger, whole, request, stamp)

    commit_plan(session, by, make, json, yes=yes)


def _office_request(
    action: Action, session: Session, units: list[str] | None, on: str | None
) -> Request:
    return Request(action, ForWhom(session.bodies(units)), day_of(on, session))
