"""Recording for whatever the filters match: what `check --all` and the office's commands share.

Ids and filters are never mixed: whether they mean "and" or "or" would be a guess, and records
depend on it. A unit alone is no filter either. It says for whom, as with ids; else a pipe that
found no ids (`list … --ids | xargs yqsafety confirm --unit U`) would record everything of a unit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from yqsafety.cli.options import FilterOptions, WhoOptions
from yqsafety.cli.recording import Planner, commit_for_units, commit_plan
from yqsafety.cli.session import Session
from yqsafety.cli.typed_filters import filters_of
from yqsafety.errors import UsageError
from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.events import ANSWER_ACTIONS
from yqsafety.ledger.filters import Filters, select_entries
from yqsafety.ledger.ledger import Ledger
from yqsafety.recording.in_bulk import plan_bulk
from yqsafety.recording.plan import Plan, Request, Stamp
from yqsafety.recording.receiving import plan_receipts
from yqsafety.recording.reminding import plan_reminders
from yqsafety.recording.triggering import plan_event
from yqsafety.wording import phrases

PlanNamed = Callable[[Ledger, Sequence[str], Request, Stamp], Plan]
"""Plans what is named by ids."""


Finish = Callable[[Plan, Ledger], Plan]
"""What a plan gets once it is whole, such as the numbers of papers."""


def narrows(filters: FilterOptions) -> bool:
    """Whether the filters say what, and not only for whom."""
    return any(filters._replace(unit=None, mine=False))


def commit_chosen(
    session: Session,
    ids: Sequence[str] | None,
    filters: FilterOptions,
    who: WhoOptions,
    request: Request,
    plan_named: PlanNamed,
    *,
    finish: Finish | None = None,
    dry_run: bool = False,
) -> Plan:
    """Record for the ids, or without ids for all that match the filters, which is asked about.

    Returns what was recorded. `finish` completes each plan before it is shown. With `dry_run` it is
    shown and not recorded. UsageError for ids and filters at once, for neither, and where it is not
    known for which units.
    """
    if ids:
        if narrows(filters):
            raise UsageError("编号和筛选条件不能同时使用。", "按筛选条件成批登记：去掉编号。")
        named = list(ids)

        def make(ledger: Ledger, stamp: Stamp) -> Plan:
            plan = plan_named(ledger, named, request, stamp)
            return finish(plan, ledger) if finish else plan

        return commit_for_units(session, who, request, make, dry_run=dry_run)
    if not narrows(filters):
        raise UsageError(
            "没有写明任务编号，也没有筛选条件，未登记。",
            "写明编号，如 4.1；或加筛选条件成批登记，如 --section 三、--status 未反馈。",
        )
    make_all = planner_for_all(session, filters, request, finish)
    return commit_plan(session, who.by, make_all, who.json, bulk=True, yes=who.yes, dry_run=dry_run)


def planner_for_all(
    session: Session, filters: FilterOptions, request: Request, finish: Finish | None = None
) -> Planner:
    """A planner for all that match; UsageError where no unit is known or nothing matches.

    The rows are chosen anew in each call, so that what is recorded is what matches under the lock.
    """
    if request.who.whole:
        raise UsageError("--whole 只用于写明编号的任务。", "整体的结果请逐项登记。")
    # The office answers whoever has reported, and reminds whoever is late; all else is for units
    # that somebody has named.
    if request.who.is_open and request.action not in (*ANSWER_ACTIONS, "remind"):
        raise UsageError("请指明单位：--unit 单位名称；", "确属全部单位：--all-units")
    wanted = _for_units(session, filters, request)

    def plan(ledger: Ledger, stamp: Stamp) -> Plan:
        selection = select_entries(ledger, wanted)
        if not selection.entries:
            raise UsageError(phrases.nothing_found_text(selection))
        made = _plan_rows(ledger, selection.entries, request, stamp, wanted)
        return finish(made, ledger) if finish else made

    return plan


def _plan_rows(
    ledger: Ledger, entries: Sequence[Entry], request: Request, stamp: Stamp, wanted: Filters
) -> Plan:
    match request.action:
        case "trigger":
            return plan_event(ledger, entries, request, stamp)
        case "remind":
            return plan_reminders(ledger, entries, request, stamp)
        case "receive":
            return plan_receipts(ledger, entries, request, stamp)
        case _:
            return plan_bulk(ledger, entries, request, stamp, with_waivers="na" in wanted.statuses)


def _for_units(session: Session, filters: FilterOptions, request: Request) -> Filters:
    """The filters, of the units that the request is for, in the words of which units these are."""
    default = request.who.default if not (request.who.units or request.who.every) else None
    wanted = filters_of(filters._replace(unit=None, mine=False), session)
    units = session.roster.expand(*request.who.units)
    names = [unit.name for unit in request.who.units]
    names = names or ([session.roster.name(default)] if default else [])
    shown = dict(wanted.shown) | {"unit": f"单位 {'、'.join(names)}"}
    return wanted._replace(
        units=units or ((default,) if default else ()), shown=tuple(shown.items())
    )
