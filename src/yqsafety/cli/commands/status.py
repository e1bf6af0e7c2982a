"""`status`: progress by groups, and a gate for scripts. It never writes."""

import re
from typing import Annotated, NamedTuple

import typer

from yqsafety.cli import console
from yqsafety.cli.chosen_store import named_store
from yqsafety.cli.opened_session import open_session
from yqsafety.cli.options import Common, DayOptions, FilterOptions, JsonFlag, takes_options
from yqsafety.cli.session import Session
from yqsafety.cli.tables import show_status
from yqsafety.cli.typed_filters import filters_of
from yqsafety.cli.view_remarks import say_view
from yqsafety.errors import GateFailed, StateError, UsageError
from yqsafety.ledger.changes import ChangesSince
from yqsafety.ledger.changes import changes_since as changes
from yqsafety.ledger.filters import Selection, select_entries
from yqsafety.ledger.gates import GateResult, judge_gates
from yqsafety.ledger.progress import Part, Tally, break_down, tally_entries
from yqsafety.notice.model import Words
from yqsafety.reports import answers
from yqsafety.store.state_file import FileStore
from yqsafety.wording import labels, phrases
from yqsafety.wording.figures import stale_text
from yqsafety.wording.movements import since_text
from yqsafety.wording.typed_status import gate_asked

IncludePresumed = Annotated[
    bool, typer.Option("--include-presumed", help="--fail-on 也判推定的单位和时限")
]


@takes_options
def status(
    filters: FilterOptions,
    day: DayOptions,
    common: Common,
    by: Annotated[
        str, typer.Option("--by", help="分组：section、unit、item、month", metavar="分组")
    ] = "section",
    fail_on: Annotated[
        str | None,
        typer.Option(
            "--fail-on",
            help="有这些情况时退出码为 1：overdue,year-open,due-soon,open,stale,unconfirmed",
            metavar="情况",
        ),
    ] = None,
    include_presumed: IncludePresumed = False,
    since: Annotated[
        str | None,
        typer.Option("--since", help="另列这一天以后办结和新逾期的", metavar="日期"),
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Show progress by groups; with `--fail-on` exit 1 where something is overdue, open or so on.

    An unknown group or gate is refused before anything is read: a mistyped gate would always hold.
    """
    gates = _gates_of(fail_on)
    by = labels.part_code(by)
    session = open_session(common, day.as_of)
    wanted = filters_of(filters, session)
    selection = select_entries(session.ledger, wanted)
    overall = tally_entries(selection.entries)
    gate = judge_gates(selection.entries, overall, gates, include_presumed) if gates else None
    changed = _changes_since(session, selection, since)
    parts = break_down(selection.entries, by, session.roster)
    if json:
        console.out_json(
            answers.status_json(session.ledger, wanted, by, parts, overall, changed, gate)
        )
    else:
        _show(selection, parts, overall, by, changed)
    say_view(session, day.as_of)
    if gate:
        _hold_gates(session, filters, day, common, gate, gates)


def _gates_of(fail_on: str | None) -> list[str]:
    """The gates that were named, as codes or in Chinese, joined by commas of any width."""
    named = [] if fail_on is None else re.split("[,，、]", fail_on)
    return [gate_asked(gate) for gate in named]


def _show(
    selection: Selection, parts: list[Part], overall: Tally, by: str, changed: ChangesSince | None
) -> None:
    if not selection.entries:
        console.err(phrases.nothing_found_text(selection))
        return
    show_status(parts, overall, labels.BY[by])
    if said := stale_text(overall):
        console.out_or_err(said)
    for line in since_text(changed) if changed else ():
        console.out_or_err(line)


def _refuse_missing_state(session: Session, common: Common) -> None:
    """A gate on a state that was named and is not there would always hold: UsageError.

    StateError where its backup is there: then it was lost.
    """
    store, named = named_store(common)
    if session.state.id is not None or not named:
        return
    if isinstance(store, FileStore) and store.is_lost():
        raise StateError(
            f"状态文件“{store.name}”不见了，不能判定 --fail-on。", "恢复办法：yqsafety recover"
        )
    raise UsageError(f"状态文件“{store.name}”不存在，不能判定 --fail-on。", "请检查路径。")


def _changes_since(session: Session, selection: Selection, day: str | None) -> ChangesSince | None:
    """What changed after a day, or after the last day of a longer span; None without one."""
    if day is None:
        return None
    from yqsafety.notice.days_meant import typed_span

    return changes(session.ledger, selection.entries, typed_span(day, session.around)[1])


def _hold_gates(
    session: Session,
    filters: FilterOptions,
    day: DayOptions,
    common: Common,
    gate: GateResult,
    gates: list[str],
) -> None:
    """Pass only where something was judged and nothing failed.

    Records of a newer version are in no figure, so no gate can be judged: it would be a guess.
    """
    unread, words = session.ledger.unread, session.ledger.words
    if "overdue" in gates and gate.year_open:
        console.err(
            f"另有 {gate.year_open} 项{labels.TIMELINESS['year-open']}（原文未写时限，年度已过），"
            "不算逾期；要一并判定的，加 year-open。"
        )
    if "unconfirmed" not in gates and gate.na_unconfirmed:
        console.err(
            f"另有 {gate.na_unconfirmed} 项{labels.NA_UNCONFIRMED}，"
            "不算未办结；要一并判定的，加 unconfirmed。"
        )
    if gate.judged and (gate.presumed or gate.statements):
        console.err(f"已判 {gate.judged} 项；未判：{_unjudged_text(gate, words)}。")
    if unread:
        raise StateError(f"有 {unread} 条记录读不出，不能判定 --fail-on。", "请先升级程序。")
    _refuse_missing_state(session, common)
    if not gate.matched:
        raise UsageError("没有符合条件的任务，不能判定 --fail-on。", "请检查筛选条件。")
    if gate.failed:
        said = "、".join(f"{labels.GATE[name]} {count} 项" for name, count in gate.failed.items())
        raise GateFailed(
            f"未通过：{said}。", _look_up_text(next(iter(gate.failed)), filters, day, common)
        )
    if not gate.judged:
        presumed = "推定的也判：加 --include-presumed。" if gate.presumed else ""
        raise GateFailed(
            f"未判：所选 {gate.matched} 项没有可判的（{_unjudged_text(gate, words)}）。", presumed
        )


def _unjudged_text(gate: GateResult, words: Words) -> str:
    """What the gate left aside, and why."""
    parts = (
        ("推定", gate.presumed),
        (f"随{words.one_result}", gate.statements),
        ("未触发", gate.waiting),
        ("不适用", gate.waived),
        ("已转入", gate.transferred),
    )
    return "、".join(f"{word} {count} 项" for word, count in parts if count)


def _look_up_text(gate: str, filters: FilterOptions, *others: NamedTuple) -> str:
    """The command that lists what fails a gate, with the filters under which it was judged."""
    from yqsafety.cli.hints import typed_options

    if gate == "unconfirmed":
        filters = filters._replace(unconfirmed=True)
    elif not filters.status:  # a second status would be an OR
        filters = filters._replace(status=[gate])
    return f"查看：yqsafety list {typed_options(filters, *others)}"
