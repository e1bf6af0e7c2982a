"""`check`: one tick, ticks in bulk, or the checklist (on a terminal to tick in, else printed)."""

from typing import Annotated, NamedTuple

import typer

from yqsafety.cli import console
from yqsafety.cli.bulk import narrows, planner_for_all
from yqsafety.cli.opened_session import open_session
from yqsafety.cli.options import (
    Common,
    DayOptions,
    FilterOptions,
    On,
    SomeIds,
    WhoOptions,
    takes_options,
)
from yqsafety.cli.past_term import ask_to_open
from yqsafety.cli.recording import (
    EvidenceFiles,
    Note,
    Planner,
    commit_plan,
    evidence_from,
    who_of,
)
from yqsafety.cli.session import Session
from yqsafety.cli.typed_days import day_of
from yqsafety.cli.typed_filters import filters_of
from yqsafety.cli.view_remarks import say_view
from yqsafety.errors import UsageError
from yqsafety.ledger.filters import select_entries
from yqsafety.recording.plan import Request
from yqsafety.recording.ticking import plan_ids


class TickOptions(NamedTuple):
    """The options that only `check` has, or a command that ticks."""

    all_: Annotated[bool, typer.Option("--all", help="登记所有符合条件的任务")] = False
    count_: Annotated[
        str, typer.Option("--count", help="累计数，如 3；或增加数，如 +1", metavar="数")
    ] = ""
    note: Note = ""
    evidence: EvidenceFiles = None
    on: On = None


@takes_options
def check(
    filters: FilterOptions,
    tick: TickOptions,
    who: WhoOptions,
    day: DayOptions,
    common: Common,
    ids: SomeIds = None,
) -> None:
    """Record as done the tasks that are named, or with `--all` those that match.

    Without either, open the checklist. A bulk and a group of units are asked about first.
    """
    if not ids and not tick.all_:
        _refuse_no_ids(tick, who)
        _open_checklist(open_session(common, day.as_of), filters, day, who.by)
        return
    session = open_session(common)
    _refuse_mixture(ids, tick, filters, day)
    request = Request(
        "done",
        who_of(session, who.unit, who.all_units, whole=who.whole, mine=who.mine),
        day_of(tick.on, session),
        dated=tick.on is not None,
        note=tick.note,
        evidence=evidence_from(tick.evidence),
        counted=tick.count_,
    )
    group = request.who.names_group
    make = _plan_named(ids, request) if ids else planner_for_all(session, filters, request)
    commit_plan(session, who.by, make, who.json, bulk=group or not ids, yes=who.yes)


def _plan_named(ids: list[str], request: Request) -> Planner:
    return lambda ledger, stamp: plan_ids(ledger, ids, request, stamp)


def _open_checklist(
    session: Session, filters: FilterOptions, day: DayOptions, by: str | None
) -> None:
    """Open the checklist on a terminal, else print the rows that a tick could be for.

    The terminal's checklist is for one unit and for today. Options that it could not obey (a day to
    look at, several units) therefore get the printed list.
    """
    default = session.default_unit()
    if default and not filters.unit:
        filters = filters._replace(mine=True)
    wanted = filters_of(filters, session)
    if not day.as_of and len(wanted.units) <= 1 and console.takes_keys():
        from yqsafety.cli.checklist import app

        ask_to_open(session.ledger, session.today)
        unit = session.roster.get(wanted.units[0]) if wanted.units else None
        app.run_checklist(session, unit, wanted, by)
        return
    from yqsafety.cli.commands.look import print_rows

    print_rows(wanted, select_entries(session.ledger, wanted))
    console.err("只列出清单，未登记。登记：yqsafety check 编号；按筛选条件成批登记，另加 --all。")
    say_view(session, day.as_of)


def _refuse_no_ids(tick: TickOptions, who: WhoOptions) -> None:
    """UsageError where options of ticking are given, and nothing to tick.

    The ids may have come to nothing: `yqsafety list … --ids | xargs yqsafety check --yes` must not
    end as if all were done.
    """
    if tick != TickOptions() or who._replace(unit=None, by=None) != WhoOptions():
        raise UsageError(
            "没有写明任务编号，未登记。",
            "写明编号：yqsafety check 4.1；按筛选条件成批登记：加 --all；只看清单：yqsafety list",
        )


def _refuse_mixture(
    ids: list[str] | None, tick: TickOptions, filters: FilterOptions, day: DayOptions
) -> None:
    """UsageError for ids with filters, for recording with `--as-of`, and for `--all --count`."""
    if ids and (tick.all_ or narrows(filters)):
        raise UsageError("编号和筛选条件不能同时使用。", "按筛选条件成批登记：去掉编号，加 --all。")
    if day.as_of:
        raise UsageError("登记时不用 --as-of。", "写明实际日期请用 --on。")
    if tick.all_ and tick.count_:
        raise UsageError("--count 只用于单项任务。", "请写明编号。")
