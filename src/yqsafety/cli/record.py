"""Commands that record: check, uncheck, start, waive, extend, note, trigger, undo."""

import sys
from collections.abc import Callable
from typing import Annotated

import typer

from yqsafety import labels, report, state_file
from yqsafety.actions import (
    Plan,
    Request,
    Stamp,
    plan_bulk,
    plan_ids,
    plan_trigger,
    plan_undo,
)
from yqsafety.cli import console, sentences
from yqsafety.cli.look import print_rows
from yqsafety.cli.options import (
    Common,
    FilterOptions,
    Ids,
    JsonFlag,
    On,
    Reason,
    Texts,
    WhoOptions,
    YesFlag,
    takes_options,
)
from yqsafety.cli.session import Session, day_of, open_session, say_year
from yqsafety.errors import UsageError
from yqsafety.events import Action, Event, Evidence
from yqsafety.evidence import evidence_of, is_missing
from yqsafety.ledger import Ledger
from yqsafety.model import Group
from yqsafety.query import select
from yqsafety.schedule import parse_day
from yqsafety.state_file import State
from yqsafety.targets import Who

Planner = Callable[[Ledger, Stamp], Plan]

Note = Annotated[str, typer.Option("--note", help="进展、问题等说明", metavar="文字")]
EvidenceFiles = Annotated[
    Texts, typer.Option("--evidence", help="佐证材料：文件或网址，可多次", metavar="文件")
]


@takes_options
def check(
    filters: FilterOptions,
    common: Common,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[编号...]", help="任务编号，如 4.1、6.3@2025-H1")
    ] = None,
    all_units: Annotated[bool, typer.Option("--all-units", help="全部责任单位")] = False,
    all_: Annotated[bool, typer.Option("--all", help="登记所有符合条件的任务")] = False,
    count: Annotated[
        str, typer.Option("--count", help="累计数，如 3；或增加数，如 +1", metavar="数")
    ] = "",
    note: Note = "",
    evidence: EvidenceFiles = None,
    on: On = None,
    by: Annotated[
        str | None, typer.Option("--by", help="登记人（YQSAFETY_USER）", metavar="姓名")
    ] = None,
    yes: YesFlag = False,
    json: JsonFlag = False,
) -> None:
    """登记办结."""
    session = open_session(common, None if ids or all_ else filters.as_of)
    if not ids and not all_:
        _checklist(session, filters)
        return
    _refuse_mixture(ids, all_, filters, count)
    who = _who(session, filters.unit, all_units, mine=filters.mine)
    request = Request(
        "done",
        who,
        day_of(on, session),
        dated=on is not None,
        note=note,
        evidence=_evidence(evidence),
        counted=count,
    )
    if ids:
        group = any(isinstance(body, Group) for body in who.units)
        _run(
            session,
            by,
            lambda ledger, stamp: plan_ids(ledger, ids, request, stamp),
            json,
            ask=group and not yes,
        )
        return
    if not (who.units or who.default or who.every):
        raise UsageError("请指明单位：--unit 单位名称；", "确属全部单位：--all-units")
    _run(session, by, _bulk(session, filters, request), json, ask=not yes)


def _checklist(session: Session, filters: FilterOptions) -> None:
    """The rows that a tick could be for: the unit's own where one is known."""
    default = session.default_unit()
    if default and not filters.unit:
        filters = filters._replace(mine=True)
    wanted = session.filters(filters)
    say_year(session, filters.as_of)
    print_rows(wanted, select(session.ledger, wanted), quote=False)
    console.err("登记：yqsafety check 编号；按筛选条件成批登记，另加 --all。")


def _refuse_mixture(ids: list[str] | None, all_: bool, filters: FilterOptions, count: str) -> None:
    """Ids and filters do not go together, nor does a look at another day with recording."""
    narrowing = (filters.section, filters.item, filters.due_by, filters.due_from, filters.status)
    if ids and (all_ or any(narrowing) or filters.kind or filters.grep or filters.direct):
        raise UsageError("编号和筛选条件不能同时使用。", "按筛选条件成批登记：去掉编号，加 --all。")
    if filters.as_of:
        raise UsageError("登记时不用 --as-of。", "写明实际日期请用 --on。")
    if all_ and count:
        raise UsageError("--count 只用于单项任务。", "请写明编号。")


def _bulk(session: Session, filters: FilterOptions, request: Request) -> Planner:
    default = request.who.default if not (request.who.units or request.who.every) else None
    wanted = session.filters(filters._replace(unit=None, mine=False))
    units = tuple(member for body in request.who.units for member in session.roster.expand(body))
    wanted = wanted._replace(units=units or ((default,) if default else ()))

    def plan(ledger: Ledger, stamp: Stamp) -> Plan:
        selection = select(ledger, wanted)
        if not selection.entries:
            raise UsageError(report.nothing_found(selection))
        return plan_bulk(ledger, selection.entries, request, stamp)

    return plan


@takes_options
def uncheck(ids: Ids, who: WhoOptions, common: Common, on: On = None, note: Note = "") -> None:
    """取消办结登记."""
    _simple("todo", ids, who, common, on, note=note)


@takes_options
def start(
    ids: Ids,
    who: WhoOptions,
    common: Common,
    on: On = None,
    note: Note = "",
    evidence: EvidenceFiles = None,
) -> None:
    """登记在办."""
    _simple("doing", ids, who, common, on, note=note, evidence=evidence)


@takes_options
def waive(ids: Ids, who: WhoOptions, common: Common, reason: Reason = "", on: On = None) -> None:
    """登记不适用，须写理由."""
    _simple("na", ids, who, common, on, reason=_required(reason))


@takes_options
def extend(
    ids: Ids,
    who: WhoOptions,
    common: Common,
    until: Annotated[str, typer.Option("--until", help="新的时限", metavar="日期")] = "",
    reason: Reason = "",
    approved_by: Annotated[str, typer.Option("--approved-by", help="批准人", metavar="姓名")] = "",
) -> None:
    """调整时限，须写理由，原时限保留."""
    if not until:
        raise UsageError("请写明新的时限：--until 2025-09-30。")
    _simple(
        "extend",
        ids,
        who,
        common,
        None,
        reason=_required(reason),
        until=until,
        approved_by=approved_by,
    )


@takes_options
def note(
    ids: Annotated[str, typer.Argument(metavar="编号", help="任务编号，如 4.1")],
    text: Annotated[str, typer.Argument(metavar="说明", help="进展、问题、措施等")],
    who: WhoOptions,
    common: Common,
    evidence: EvidenceFiles = None,
    on: On = None,
) -> None:
    """补充进展、问题、措施等说明."""
    if not text.strip():
        raise UsageError("说明不能为空。")
    _simple("note", [ids], who, common, on, note=text, evidence=evidence)


@takes_options
def trigger(ids: Ids, who: WhoOptions, common: Common, on: On = None, note: Note = "") -> None:
    """登记所列情形发生，启动触发类任务."""
    session = open_session(common)
    request = Request(
        "trigger", _who(session, who.unit, who.all_units), day_of(on, session), note=note
    )
    _run(session, who.by, lambda ledger, stamp: plan_trigger(ledger, ids, request, stamp), who.json)


@takes_options
def undo(
    common: Common,
    batch: Annotated[str, typer.Argument(metavar="[批次]", help="批次号，见 yqsafety log")] = "",
    by: Annotated[
        str | None, typer.Option("--by", help="登记人（YQSAFETY_USER）", metavar="姓名")
    ] = None,
    json: JsonFlag = False,
) -> None:
    """撤销本人上一次操作（整批）."""
    session = open_session(common)
    stamp = session.stamp(by)
    _, targets = plan_undo(session.ledger, batch, stamp)
    undone: list[Event] = []

    def plan(state: State) -> tuple[Event, ...]:
        revert, undone[:] = plan_undo(
            session.ledger_of(state), batch, stamp._replace(origin=state.id or "")
        )
        return (revert,)

    _, after = state_file.append(session.path, plan)
    if json:
        console.data(report.change_json(session.ledger_of(after), after.events[-1:], {}))
        return
    moment = targets[0].at[:16].replace("T", " ")
    said = f"{labels.ACTION[undone[0].action]} {len(undone)} 项"
    console.out(f"已撤销 {moment} 的操作：{said}。")


def _simple(
    action: Action,
    ids: list[str],
    who: WhoOptions,
    common: Common,
    on: str | None,
    *,
    note: str = "",
    evidence: list[str] | None = None,
    reason: str = "",
    until: str = "",
    approved_by: str = "",
) -> None:
    """Record one action for the tasks named."""
    session = open_session(common)
    request = Request(
        action,
        _who(session, who.unit, who.all_units),
        day_of(on, session),
        dated=on is not None,
        note=note,
        evidence=_evidence(evidence),
        reason=reason,
        until=parse_day(until, session.today) if until else None,
        approved_by=approved_by,
    )
    group = any(isinstance(body, Group) for body in request.who.units)
    _run(
        session,
        who.by,
        lambda ledger, stamp: plan_ids(ledger, ids, request, stamp),
        who.json,
        ask=group and not who.yes,
    )


def _who(session: Session, units: list[str] | None, every: bool, mine: bool = False) -> Who:
    if units and every:
        raise UsageError("--unit 和 --all-units 不能同时使用。")
    named = session.bodies(units)
    default = session.default_unit() if not named and not every else None
    if mine and default is None:
        session.filters(FilterOptions(mine=True))
    return Who(named, every, default.id if default else None)


def _required(reason: str) -> str:
    if not reason.strip():
        raise UsageError("请写明理由：--reason 理由。")
    return reason


def _evidence(names: list[str] | None) -> tuple[Evidence, ...]:
    found = tuple(evidence_of(name) for name in names or ())
    for item in found:
        if is_missing(item):
            console.err(f"注意：佐证材料“{item.name}”无法读取，只登记了名称。")
    return found


def _run(session: Session, by: str | None, make: Planner, json: bool, ask: bool = False) -> None:
    """Plan, ask where asked for, plan again under the lock, write, say what was recorded."""
    stamp = session.stamp(by)
    plan = make(session.ledger, stamp)
    if ask and plan.events:
        _confirm(sentences.question(plan))
    state = session.state
    if plan.events:
        plans: list[Plan] = []

        def append(current: State) -> tuple[Event, ...]:
            mine = stamp._replace(origin=current.id or "")
            plans.append(make(session.ledger_of(current), mine))
            return tuple(plans[-1].events)

        _, state = state_file.append(session.path, append)
        plan = plans[-1]
    ledger = session.ledger_of(state)
    for warning in plan.warnings:
        console.err(warning)
    if json:
        skipped = {why: [t.entry.id for t in targets] for why, targets in plan.skipped.items()}
        console.data(report.change_json(ledger, plan.events, skipped))
    else:
        for line in sentences.recorded(plan, ledger):
            console.out(console.visible(line))


def _confirm(question: str) -> None:
    """Ask on stderr; anything but a yes leaves everything as it is."""
    sys.stderr.write(question)
    sys.stderr.flush()
    answer = sys.stdin.readline()
    if not answer:
        raise UsageError("需要确认，未登记。", "不再询问请加 --yes。")
    if answer.strip().lower() not in ("y", "yes", "是"):
        console.err("已取消，未登记。")
        raise typer.Exit(130)
