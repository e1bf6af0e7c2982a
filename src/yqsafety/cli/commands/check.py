"""`check`: one tick, ticks in bulk, or the checklist (on a terminal to tick in, else printed)."""

from typing import Annotated, NamedTuple

import typer

from yqsafety.cli import console
from yqsafety.cli.options import (
    By,
    Common,
    FilterOptions,
    JsonFlag,
    On,
    Whole,
    YesFlag,
    takes_options,
)
from yqsafety.cli.recording import (
    EvidenceFiles,
    Note,
    Planner,
    commit_plan,
    evidence_from,
    who_of,
)
from yqsafety.cli.session import Session, day_of, open_session, say_view
from yqsafety.errors import UsageError
from yqsafety.ledger.filters import select_entries
from yqsafety.ledger.ledger import Ledger
from yqsafety.recording.plan import Plan, Request, Stamp
from yqsafety.recording.ticking import plan_bulk, plan_ids
from yqsafety.wording import phrases


class TickOptions(NamedTuple):
    """The options of `check` besides the filters; `--unit`, one of those, also says for whom."""

    all_units: Annotated[bool, typer.Option("--all-units", help="全部责任单位")] = False
    whole: Whole = False
    all_: Annotated[bool, typer.Option("--all", help="登记所有符合条件的任务")] = False
    count_: Annotated[
        str, typer.Option("--count", help="累计数，如 3；或增加数，如 +1", metavar="数")
    ] = ""
    note: Note = ""
    evidence: EvidenceFiles = None
    on: On = None
    by: By = None
    yes: YesFlag = False
    json: JsonFlag = False


@takes_options
def check(
    filters: FilterOptions,
    tick: TickOptions,
    common: Common,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[编号...]", help="任务编号，如 4.1、6.3@2025-H1")
    ] = None,
) -> None:
    """Record as done the tasks that are named, or with `--all` those that match.

    Without either, open the checklist. A bulk and a group of units are asked about first.
    """
    if not ids and not tick.all_:
        _refuse_no_ids(tick)
        _open_checklist(open_session(common, filters.as_of), filters, tick)
        return
    session = open_session(common)
    _refuse_mixture(ids, tick, filters)
    request = Request(
        "done",
        who_of(session, filters.unit, tick.all_units, whole=tick.whole, mine=filters.mine),
        day_of(tick.on, session),
        dated=tick.on is not None,
        note=tick.note,
        evidence=evidence_from(tick.evidence),
        counted=tick.count_,
    )
    group = request.who.names_group
    make = _plan_named(ids, request) if ids else _plan_matching(session, filters, request)
    commit_plan(session, tick.by, make, tick.json, ask=not tick.yes and (group or not ids))


def _plan_named(ids: list[str], request: Request) -> Planner:
    return lambda ledger, stamp: plan_ids(ledger, ids, request, stamp)


def _open_checklist(session: Session, filters: FilterOptions, tick: TickOptions) -> None:
    """Open the checklist on a terminal, else print the rows that a tick could be for.

    The terminal's checklist is for one unit and for today. Options that it could not obey (a day to
    look at, several units) therefore get the printed list.
    """
    default = session.default_unit()
    if default and not filters.unit:
        filters = filters._replace(mine=True)
    wanted = session.filters(filters)
    if not filters.as_of and len(wanted.units) <= 1 and console.takes_keys():
        from yqsafety.cli.checklist import app

        unit = session.roster.get(wanted.units[0]) if wanted.units else None
        app.run_checklist(session, unit, wanted, tick.by)
        return
    from yqsafety.cli.commands.look import print_rows

    print_rows(wanted, select_entries(session.ledger, wanted))
    console.err("只列出清单，未登记。登记：yqsafety check 编号；按筛选条件成批登记，另加 --all。")
    say_view(session, filters.as_of)


def _refuse_no_ids(tick: TickOptions) -> None:
    """UsageError where options of ticking are given, and nothing to tick.

    The ids may have come to nothing: `yqsafety list … --ids | xargs yqsafety check --yes` must not
    end as if all were done.
    """
    if tick._replace(by=None) != TickOptions():
        raise UsageError(
            "没有写明任务编号，未登记。",
            "写明编号：yqsafety check 4.1；按筛选条件成批登记：加 --all；只看清单：yqsafety list",
        )


def _refuse_mixture(ids: list[str] | None, tick: TickOptions, filters: FilterOptions) -> None:
    """UsageError for ids with filters, for recording with `--as-of`, and for `--all --count`.

    Whether ids and filters mean "and" or "or" would be a guess, and ticks depend on it.
    """
    narrowing = any(filters._replace(unit=None, mine=False, as_of=None))
    if ids and (tick.all_ or narrowing):
        raise UsageError("编号和筛选条件不能同时使用。", "按筛选条件成批登记：去掉编号，加 --all。")
    if filters.as_of:
        raise UsageError("登记时不用 --as-of。", "写明实际日期请用 --on。")
    if tick.all_ and tick.whole:
        raise UsageError("--whole 只用于写明编号的任务。", "整体的结果请逐项登记。")
    if tick.all_ and tick.count_:
        raise UsageError("--count 只用于单项任务。", "请写明编号。")


def _plan_matching(session: Session, filters: FilterOptions, request: Request) -> Planner:
    """A planner for all that match; UsageError where no unit is known or nothing matches.

    The rows are chosen anew in each call, so that what is ticked is what matches under the lock.
    """
    default = request.who.default if not (request.who.units or request.who.every) else None
    if not (request.who.units or request.who.default or request.who.every):
        raise UsageError("请指明单位：--unit 单位名称；", "确属全部单位：--all-units")
    wanted = session.filters(filters._replace(unit=None, mine=False))
    units = session.roster.expand(*request.who.units)
    names = [unit.name for unit in request.who.units]
    names = names or ([session.roster.name(default)] if default else [])
    shown = dict(wanted.shown) | {"unit": f"单位 {'、'.join(names)}"}
    wanted = wanted._replace(
        units=units or ((default,) if default else ()), shown=tuple(shown.items())
    )

    def plan(ledger: Ledger, stamp: Stamp) -> Plan:
        selection = select_entries(ledger, wanted)
        if not selection.entries:
            raise UsageError(phrases.nothing_found_text(selection))
        return plan_bulk(ledger, selection.entries, request, stamp)

    return plan
