"""Commands that only look: list, show, status, log, units, notice. They never write."""

from pathlib import Path
from typing import Annotated

import typer

from yqsafety import labels, report
from yqsafety.cli import console
from yqsafety.cli.options import Common, FilterOptions, Ids, JsonFlag, Texts, takes_options
from yqsafety.cli.session import Session, open_catalog, open_session, say_year
from yqsafety.cli.tables import Column, show_card, show_list, show_status, show_table
from yqsafety.errors import GateFailed, UsageError
from yqsafety.events import Event, reverted
from yqsafety.ledger import Entry
from yqsafety.notice_text import difference
from yqsafety.progress import breakdown, failing, tally
from yqsafety.query import Filters, Selection, select
from yqsafety.targets import find, find_item

BY = {"section": "章节", "unit": "单位", "item": "条款", "month": "月份"}
GATES = ("overdue", "due-soon", "open", "stale")


@takes_options
def list_(
    filters: FilterOptions,
    common: Common,
    json: JsonFlag = False,
    ids: Annotated[bool, typer.Option("--ids", help="每行一个编号，供 xargs 使用")] = False,
    quote: Annotated[bool, typer.Option("--quote", "-q", help="同时显示原文")] = False,
) -> None:
    """列出任务，可按单位、章节、时限、状态筛选."""
    session = open_session(common, filters.as_of)
    wanted = session.filters(filters)
    selection = select(session.ledger, wanted)
    say_year(session, filters.as_of)
    if json:
        console.data(report.list_json(session.ledger, wanted, selection))
    elif ids:
        console.lines([entry.id] for entry in selection.entries)
    else:
        print_rows(wanted, selection, quote)


def print_rows(wanted: Filters, selection: Selection, quote: bool) -> None:
    """The rows, or on stderr which filter left none."""
    if selection.entries:
        show_list(selection, wanted.units, quote)
    else:
        console.err(report.nothing_found(selection))


@takes_options
def show(
    ids: Ids,
    common: Common,
    unit: Annotated[
        Texts, typer.Option("--unit", "-u", help="只看这些单位", metavar="单位")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", help="按这一天的情况查看", metavar="日期")
    ] = None,
    json: JsonFlag = False,
) -> None:
    """查看任务原文、责任单位、时限和办理记录."""
    session = open_session(common, as_of)
    units = frozenset(
        member for body in session.bodies(unit) for member in session.roster.expand(body)
    )
    entries = [
        kept
        for text in ids
        for entry in find(session.ledger, text)
        if (kept := entry.narrowed(units or None, direct=False))
    ]
    if not entries:
        raise UsageError("所列单位不承担所列任务。", f"查看责任单位：yqsafety show {ids[0]}")
    say_year(session, as_of)
    if json:
        console.data(report.show_json(session.ledger, entries))
        return
    for entry in entries:
        _card(session, entry)


def _card(session: Session, entry: Entry) -> None:
    task, bracket = entry.task, entry.item.responsibility
    states = [
        f"{a.party.name}：{report.source_text(a.party)}，{labels.STATUS[a.status]}，"
        f"{report.timeliness_label(a.timeliness, a.basis)}，时限 {a.due or '—'}"
        for a in entry.assignments
    ]
    mode = f"{labels.MODE[bracket.mode]}，{labels.DONE_BY[task.done_by]}"
    quantity = task.quantity.text if task.quantity else ""
    when = f"{entry.due or '情形发生后'}，{labels.BASIS[entry.basis]}"
    if entry.due != entry.period.due:
        when += f"（原时限 {entry.period.due}）"
    extra = [entry.period.source, task.timing.trigger or ""]
    show_card(
        f"{entry.id} {report.title_text(entry)}",
        [
            ("原文", [task.quote]),
            ("出处", [report.place(entry)]),
            ("类型", [f"{labels.KIND[task.timing.kind]}，{report.status_label(entry)}"]),
            ("责任主体", [task.actor] if task.actor else []),
            ("责任方式", [mode]),
            ("责任单位及依据", [bracket.text, *states]),
            ("时限及依据", ["；".join(text for text in (when, *extra) if text)]),
            ("数量要求", [quantity] if quantity else []),
            ("应备佐证", ["、".join(task.evidence)] if task.evidence else []),
            ("办理记录", [_said(session, event) for event in report.history(entry)]),
            ("编者注", [note for note in (task.note, bracket.note) if note]),
        ],
    )


@takes_options
def status(
    filters: FilterOptions,
    common: Common,
    by: Annotated[
        str, typer.Option("--by", help="分组：section、unit、item、month", metavar="分组")
    ] = "section",
    fail_on: Annotated[
        str | None,
        typer.Option(
            "--fail-on", help="有这些情况时退出码为 1：overdue,due-soon,open,stale", metavar="情况"
        ),
    ] = None,
    json: JsonFlag = False,
) -> None:
    """统计进度；--fail-on 供脚本判断."""
    gates = [gate.strip() for gate in (fail_on or "").split(",") if fail_on is not None]
    if by not in BY:
        raise UsageError(f"不能按“{by}”分组，", f"可选：{'、'.join(BY)}。")
    if unknown := [gate for gate in gates if gate not in GATES]:
        raise UsageError(f"--fail-on 没有“{unknown[0]}”，", f"可选：{'、'.join(GATES)}。")
    session = open_session(common, filters.as_of)
    wanted = session.filters(filters)
    selection = select(session.ledger, wanted)
    parts, overall = breakdown(selection.entries, by, session.roster), tally(selection.entries)
    say_year(session, filters.as_of)
    if json:
        console.data(report.status_json(session.ledger, wanted, by, parts, overall))
    elif selection.entries:
        show_status(parts, overall, BY[by])
    else:
        console.err(report.nothing_found(selection))
    if failed := failing(overall, gates):
        said = "、".join(
            f"{labels.GATE[gate]} {count} 项" + (f"（其中推定 {presumed} 项）" if presumed else "")
            for gate, count, presumed in failed
        )
        raise GateFailed(f"未通过：{said}。", f"查看：yqsafety list --status {failed[0][0]}")


@takes_options
def log(
    common: Common,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[编号...]", help="只看这些任务的记录")
    ] = None,
    json: JsonFlag = False,
) -> None:
    """查看操作记录."""
    session = open_session(common)
    events = list(session.ledger.recorded)
    if ids:
        keys = {(e.task.id, e.period.name) for text in ids for e in find(session.ledger, text)}
        events = [event for event in events if (event.task, event.period) in keys]
    if json:
        console.data(report.log_json(session.ledger, events))
    elif events:
        _log_table(session, events)
    else:
        console.err("还没有操作记录。")


def _log_table(session: Session, events: list[Event]) -> None:
    gone = reverted(session.ledger.recorded)
    columns = [Column("登记时间", 16), Column("生效日期", 10), Column("登记人"), Column("单位")]
    columns += [Column("编号"), Column("操作"), Column("说明"), Column("批次", 12)]
    rows = []
    for event in events:
        action = labels.ACTION[event.action]
        action += "（补录）" if event.late_entry else ""
        action += "（已撤销）" if event.batch in gone else ""
        ident = f"{event.task}@{event.period}" if "-" in event.period else event.task
        unit = session.roster.name(event.unit) if event.unit else ""
        moment = event.at[:16].replace("T", " ")
        rows.append(
            [moment, str(event.on), event.by, unit, ident, action, _detail(event), event.batch]
        )
    show_table(columns, rows)


def _said(session: Session, event: Event) -> str:
    """One event in a line."""
    late = "（补录）" if event.late_entry else ""
    name = session.roster.name(event.unit)
    detail = _detail(event)
    return f"{event.on}{late} {name} {labels.ACTION[event.action]}，{event.by}登记" + (
        f"：{detail}" if detail else ""
    )


def _detail(event: Event) -> str:
    parts = [
        f"累计 {event.value}" if event.value is not None else "",
        f"至 {event.until}" if event.until else "",
        event.reason,
        f"批准：{event.approved_by}" if event.approved_by else "",
        event.note,
        "佐证：" + "、".join(item.name for item in event.evidence) if event.evidence else "",
        f"批次 {event.reverts}" if event.reverts else "",
    ]
    return "；".join(part for part in parts if part)


@takes_options
def units(
    common: Common,
    name: Annotated[
        str | None, typer.Argument(metavar="[单位]", help="名称、简称或其一部分")
    ] = None,
    json: JsonFlag = False,
) -> None:
    """查询单位、简称、所属范围和任务数."""
    session = open_session(common)
    bodies = session.bodies([name]) if name else session.roster.bodies
    if json:
        console.data(report.units_json(session.ledger, bodies))
        return
    counts = report.task_counts(session.ledger)
    details = [report.unit_details(session.roster, body, counts) for body in bodies]
    if name:
        _unit_card(details[0])
        return
    columns = [Column("单位"), Column("简称"), Column("所属范围"), Column("依据", 8)]
    columns.append(Column("任务数", 6, right=True))
    show_table(columns, [_unit_row(detail) for detail in details])


def _unit_row(detail: report.Json) -> list[str]:
    groups = detail["groups"]
    members = f"{len(detail['members'])} 个成员" if detail["members"] else ""
    grounds = dict.fromkeys(labels.GROUND[group["ground"]] for group in groups)
    return [
        detail["name"],
        "、".join(detail["aliases"]),
        "、".join(group["name"] for group in groups) or members,
        "、".join(grounds),
        str(detail["tasks"]),
    ]


def _unit_card(detail: report.Json) -> None:
    show_card(
        detail["name"],
        [
            ("简称", ["、".join(detail["aliases"])] if detail["aliases"] else []),
            ("任务数", [str(detail["tasks"])]),
            ("所属范围", [_ground(group) for group in detail["groups"]]),
            ("成员", [_ground(member) for member in detail["members"]]),
            ("名单", ["通知未列全部成员"] if detail["open"] else []),
            ("编者注", [detail["note"]] if detail["note"] else []),
        ],
    )


def _ground(place: report.Json) -> str:
    return f"{place['name']}：{labels.GROUND[place['ground']]}，{place['source']}"


@takes_options
def notice(
    common: Common,
    item: Annotated[
        Texts, typer.Option("--item", "-i", help="只看这些条款", metavar="条款")
    ] = None,
    verify: Annotated[
        Path | None, typer.Option("--verify", help="与原件逐字核对", metavar="文件")
    ] = None,
) -> None:
    """打印通知全文；--verify 与原件核对."""
    document = open_catalog(common)[0].notice
    if verify:
        _verify("\n".join(document.lines()), verify)
        return
    wanted = {find_item(document, text) for text in item or ()}
    if not wanted:
        for line in document.lines():
            console.out(console.visible(line))
    for entry in document.items():
        if entry.number in wanted:
            text = entry.heading + entry.text + entry.responsibility.text
            console.out(console.visible(text))


def _verify(encoded: str, original: Path) -> None:
    from yqsafety.catalog import read

    try:
        printed = read(original).raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UsageError(f"“{original}”不是 UTF-8 文本。", "请另存为 UTF-8。") from None
    if place := difference(encoded, printed):
        raise GateFailed(
            f"与原件不符：第 {place.line} 段，任务文件为“{place.ours}”，原件为“{place.theirs}”。"
        )
    console.out(f"与原件一致：{original.name}（空白和括号的全角、半角不计）。")
