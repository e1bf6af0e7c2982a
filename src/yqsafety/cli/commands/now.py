"""`now`, and the program without a command: what is to be done today. It never writes."""

from typing import Annotated

import typer

from yqsafety.cli import console
from yqsafety.cli.opened_session import open_session
from yqsafety.cli.options import Common, DayOptions, FilterOptions, JsonFlag, takes_options
from yqsafety.cli.session import Session
from yqsafety.cli.typed_filters import filters_of
from yqsafety.cli.view_remarks import is_over, say_view, view_lines
from yqsafety.ledger.filters import Filters, select_entries
from yqsafety.wording import agenda_words as words
from yqsafety.wording.agenda_words import BEGINNING


@takes_options
def now(
    filters: FilterOptions,
    day: DayOptions,
    common: Common,
    office: Annotated[bool, typer.Option("--office", help="督办单位的：谁待复核、谁逾期")] = False,
    json: JsonFlag = False,
) -> None:
    """Show what is to be done now: of the units chosen, else of this machine's, or by the office.

    Where a notice is over and no other is in force, that comes first, and nothing is urgent.
    """
    session = open_session(common, day.as_of)
    unit = None if filters.unit or filters.mine or office else session.default_unit()
    office = office or (unit is not None and session.is_office(unit))
    if unit and not office:
        filters = filters._replace(mine=True)
    if json:
        from yqsafety.reports import answers

        wanted = filters_of(filters, session)
        console.out_json(answers.now_json(session.ledger, wanted, office=office))
    elif not day.as_of and is_over(session):
        _say_over(session)
        _say_left_over(session, filters, office=office)
        if own := session.of_own_duties():
            _show(own, filters, "", office=office)
        return
    else:
        _show(session, filters, "\n".join(view_lines(session, day.as_of)), office=office)
    say_view(session, day.as_of)


def _show(session: Session, filters: FilterOptions, remark: str, *, office: bool) -> None:
    """Show an agenda; `remark` is what will be said after it, for which it leaves room."""
    wanted = filters_of(filters, session)
    if office:
        _show_office(session, wanted, remark)
    elif wanted.units:
        _show_units(session, filters, wanted, remark)
    else:
        for line in BEGINNING:
            console.out(line)


def _show_units(session: Session, filters: FilterOptions, wanted: Filters, remark: str) -> None:
    from yqsafety.cli.agenda_screen import show_unit_agenda
    from yqsafety.ledger.agenda import unit_agenda

    groups = unit_agenda(session.ledger, select_entries(session.ledger, wanted).entries)
    body = session.roster.body(wanted.units[0])
    name = body.name if len(wanted.units) == 1 else "、".join(filters.unit or [body.name])
    whose = "" if filters.mine else f"--unit {name}"
    if not groups:
        within = "" if wanted._replace(units=(), shown=()) == Filters() else "在所选范围内"
        console.out(f"{name}{within}没有要办的任务。")
        return
    head = words.head_text(name, session.as_of, groups)
    following = words.next_command(groups, whose)
    show_unit_agenda(head, groups, following, remark, several=len(wanted.units) > 1)


def _show_office(session: Session, wanted: Filters, remark: str) -> None:
    from yqsafety.cli.agenda_screen import show_office_agenda
    from yqsafety.ledger.office_agenda import office_agenda

    groups = office_agenda(session.ledger, select_entries(session.ledger, wanted).entries)
    if not groups:
        console.out("没有等待复核的，没有逾期的，七天内也没有到期的。")
    head = f"{session.ledger.words.office}  {words.day_text(session.as_of)}"
    show_office_agenda(head, groups, words.office_next(groups), remark)


def _say_over(session: Session) -> None:
    """Say that the notice is over, and the two ways on."""
    notice = session.catalog.notice
    console.out(f"《{notice.title_line}》的期限已于 {notice.term.until} 结束，没有在期的通知。")
    console.out(f"回看当年：yqsafety status --as-of {notice.term.until}")
    console.out(
        "装入新通知：yqsafety catalog add 文件夹（起草：yqsafety catalog draft 文件 -o 文件夹）"
    )


def _say_left_over(session: Session, filters: FilterOptions, *, office: bool) -> None:
    """Say in one line how much the notice that is over has left behind, and how to see it."""
    from yqsafety.cli.hints import typed_options

    wanted = filters_of(filters, session)
    if not (office or wanted.units):
        return
    entries = select_entries(session.ledger, wanted).entries
    countable = [one for entry in entries if not entry.waiting for one in entry.countable]
    unsaid = [one for entry in entries for one in entry.assignments if entry.is_unsaid(one)]
    counts = {
        "等待复核": sum(one.unconfirmed for one in countable),
        "未办结": sum(one.is_open for one in countable),
        f"{session.ledger.words.one_result}未报": len(unsaid) if wanted.units else 0,
    }
    said = "，".join(f"{name} {count} 项" for name, count in counts.items() if count)
    if said:
        look = f"yqsafety now {'--office ' if office else ''}--as-of {session.today}"
        console.out(f"遗留：{said}。逐项查看：{look} {typed_options(filters)}".rstrip())
