"""Duties of one's own, beside those of the notice: add, list, remove.

They are kept in a notice of their own (own_desk.py), so that they are listed, ticked and exported
like any other.
"""

from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from yqsafety.cli import clock, console
from yqsafety.cli.asking import ask_first
from yqsafety.cli.installed import copy_of, installed_notices
from yqsafety.cli.opened_notices import opened_notice
from yqsafety.cli.options import Common, Texts, UnitNames, YesFlag, takes_options
from yqsafety.cli.own_desk import (
    OwnDesk,
    bureau_of,
    open_own_desk,
    own_ids,
    refuse_other_notice,
)
from yqsafety.cli.session import Session
from yqsafety.cli.tables import ScreenColumn, show_table
from yqsafety.cli.typed_days import day_of, limit_of
from yqsafety.errors import UsageError
from yqsafety.notice.model import Body, Catalog

if TYPE_CHECKING:
    from yqsafety.drafting.own_duties import DutyAsked


class DutyOptions(NamedTuple):
    """What is typed beside the sentence of a duty."""

    unit: UnitNames = None
    when: Annotated[
        str, typer.Option("--when", help="句中没写的时限，如 每月25日前、长期", metavar="文字")
    ] = ""
    from_: Annotated[
        str | None, typer.Option("--from", help="从这一天起，定期、长期的默认今天", metavar="日期")
    ] = None
    until: Annotated[
        str | None, typer.Option("--until", help="定期、长期的到这一天为止", metavar="日期")
    ] = None
    title: Annotated[str, typer.Option("--title", help="标题，20 字以内", metavar="文字")] = ""
    evidence: Annotated[
        Texts, typer.Option("--evidence", help="拿什么证明，可多次", metavar="文字")
    ] = None
    source: Annotated[str, typer.Option("--source", help="依据的文件", metavar="文字")] = ""
    into: Annotated[
        str | None, typer.Option("--into", help="另一份自定任务，默认今年的", metavar="通知")
    ] = None


@takes_options
def add(
    common: Common,
    text: Annotated[str, typer.Argument(metavar="文字", help="一句话，如 每月25日前报送工作进展")],
    typed: DutyOptions,
) -> None:
    """Add a duty: who, when and how much are read off its sentence, or typed beside it."""
    from yqsafety.drafting.own_duties import read_duty
    from yqsafety.wording.own_duty_words import added_lines

    desk = open_own_desk(common, typed.into)
    session = desk.session

    def find_unit(name: str) -> str | None:
        body = desk.body(name)
        return body.name if body else None

    read = read_duty(_duty_asked(desk, text, typed), desk.term, session.today, find_unit)
    _refuse_nobody(session, read.task)
    recorded = desk.recorded()
    task_id, catalog = desk.change(lambda own: own.add(read.task, recorded))
    said = _unpublished(desk, catalog)
    for line in added_lines(catalog, task_id, read.guessed, session.today, unpublished=said):
        console.out(line)


def _unpublished(desk: OwnDesk, catalog: Catalog) -> str:
    """What is still to be done where commands fold by what a shared store publishes."""
    from yqsafety.wording.own_duty_words import unpublished_text

    account = desk.session.store.account()
    if account is None:
        return ""
    if account.role == "office":
        return unpublished_text(desk.id, by_office=True)
    folder = copy_of(desk.id, catalog.notice.edition).parent
    return unpublished_text(str(folder), by_office=False)


def _duty_asked(desk: OwnDesk, text: str, typed: DutyOptions) -> "DutyAsked":
    """What was typed, with units as files name them; UsageError for an unknown unit or day."""
    from yqsafety.drafting.own_duties import DutyAsked

    session = desk.session
    return DutyAsked(
        text,
        tuple(_file_name(desk, body) for body in _bodies_asked(desk, typed.unit)),
        typed.when,
        day_of(typed.from_, session) if typed.from_ else None,
        limit_of(typed.until, session) if typed.until else None,
        typed.title,
        tuple(typed.evidence or ()),
        typed.source,
    )


def _bodies_asked(desk: OwnDesk, names: Texts) -> tuple[Body, ...]:
    """The units that were named, else this machine's own; a bureau adds for itself only."""
    named = desk.session.bodies(names)
    own = bureau_of(desk.session)
    if own is None:
        return named
    if others := [body.name for body in named if body.id != own.id]:
        raise UsageError(
            f"本机单位是{own.name}，只能给本单位加任务，不能加给{'、'.join(others)}。",
            "督办单位请先设定：yqsafety use 督办单位",
        )
    return (own,)


def _file_name(desk: OwnDesk, body: Body) -> str:
    known = desk.body(body.id)
    return known.name if known else body.name


def _refuse_nobody(session: Session, task: dict[str, object]) -> None:
    """UsageError where nobody is named, by the sentence neither."""
    if task.get("units"):
        return
    office = session.default_unit()
    own = f"本单位的写 --unit {office.name}" if office else "如 --unit 县水利局 --unit 各乡镇"
    raise UsageError("请指明由谁办：--unit 单位名称，可多次；", f"{own}。")


def list_(
    name: Annotated[
        str | None, typer.Argument(metavar="[通知]", help="只列这一份，如 own-2026")
    ] = None,
) -> None:
    """List the duties of one's own, those of this year first."""
    from yqsafety.wording.own_duty_words import duty_cells

    known = installed_notices()
    if name:
        refuse_other_notice(name, known)
    today = clock.china_now().date()
    rows = [
        cells
        for one in ([name] if name else own_ids(known))
        for cells in duty_cells(opened_notice(copy_of(one, known[one].edition), today).catalog)
    ]
    if not rows:
        console.err("还没有自定任务。加入：yqsafety duty add 每月25日前报送工作进展 --unit 单位")
        return
    columns = [ScreenColumn("编号", max(len(row[0]) for row in rows)), ScreenColumn("时限", 20)]
    show_table([*columns, ScreenColumn("单位", share=2), ScreenColumn("任务", share=3)], rows)


@takes_options
def remove(
    common: Common,
    name: Annotated[str, typer.Argument(metavar="编号", help="如 1.1、own-2026/1.1")],
    reason: Annotated[str, typer.Option("--reason", help="理由", metavar="文字")] = "",
    yes: YesFlag = False,
) -> None:
    """Take a duty out for good; its id is never used again, and its records stay."""
    notice, _, typed = name.strip().rpartition("/")
    desk = open_own_desk(common, notice or None)
    known = desk.read()
    task = desk.id_now(typed)
    title = known.title_of(task)
    count = desk.records_of(task)
    if count and not yes:
        ask_first(
            f"{desk.id}/{task} {title} 已有 {count} 条登记，取消后保留，不再计入。确定吗？[y/N] ",
            "未取消",
        )
    today = desk.session.today
    desk.change(lambda own: own.retire(desk.id_now(typed), " ".join(reason.split()), today))
    kept = f"已有的 {count} 条登记保留，不再计入。" if count else ""
    console.out(f"√ 已取消 {desk.id}/{task} {title}。{kept}编号不再用于别的任务。")
