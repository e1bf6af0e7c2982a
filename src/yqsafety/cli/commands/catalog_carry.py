"""`catalog carry`: what was arranged under last year's notice goes on in the new one."""

from pathlib import Path
from typing import Annotated

import typer

from yqsafety.cli import console
from yqsafety.cli.carrying import NewYear, new_year
from yqsafety.cli.opened_notices import settled_notice
from yqsafety.cli.opened_session import open_session
from yqsafety.cli.options import By, Common, JsonFlag, YesFlag, takes_options
from yqsafety.cli.recording import write_agreed
from yqsafety.cli.session import Session
from yqsafety.ledger.ledger import Ledger
from yqsafety.recording.carrying_over import CarryingOver
from yqsafety.recording.plan import Plan, Stamp
from yqsafety.wording import carried


@takes_options
def carry(
    common: Common,
    notice_: Annotated[
        Path | None, typer.Argument(metavar="[通知]", help="新通知的编号；不写则为正在使用的")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看会登记什么，不写入")] = False,
    by: By = None,
    yes: YesFlag = False,
    json: JsonFlag = False,
) -> None:
    """Show what was left open and what can be taken over; ask once, and record it as one batch.

    UsageError where the notice continues none that is installed.
    """
    wanted = settled_notice(common._replace(notice=notice_ or common.notice))
    session = open_session(wanted)
    year = new_year(session.catalog, session.roster, session.ledger, session.published)
    for one in year.missing:
        console.err(f"注意：上年的通知 {one} 未安装，其登记不在内。")
    stamp = session.stamp(by)
    made = year.carrying(session.ledger, stamp)
    ledger = session.ledger
    if not json:
        _show(year, made, ledger)
    if not dry_run and made.plan.events:
        made, ledger = _record(session, year, stamp, yes)
    if json:
        from yqsafety.reports import answers

        console.out_json(answers.carry_json(ledger, year.found, made, dry_run=dry_run))
    elif not made.plan.events:
        console.out("没有要沿用的分工、剔除、时限和情形。")
    elif not dry_run:
        said = carried.counted_text(made.plan.events)
        ident = session.catalog.notice.id
        console.out(f"√ 已沿用：{said}。撤销：yqsafety undo --notice {ident}")


def _show(year: NewYear, made: CarryingOver, ledger: Ledger) -> None:
    """Three lists, each with its heading; those that are empty are left out."""
    where = f"{'、'.join(year.found)}，截至 {ledger.as_of}"
    sections = [
        (
            f"上年未办结 {len(made.left_open)} 项（{where}）：",
            carried.left_open_lines(made.left_open, ledger.as_of),
        ),
        ("可以沿用：", carried.carried_lines(made.plan.events, ledger)),
        ("不能沿用，请另行处理：", carried.left_out_lines(made.left_out, ledger.roster)),
    ]
    for heading, lines in sections:
        for line in [heading, *(f"  {one}" for one in lines)] if lines else ():
            console.out(line)


def _record(
    session: Session, year: NewYear, stamp: Stamp, yes: bool
) -> tuple[CarryingOver, Ledger]:
    """Record what is agreed to; returns what was planned under the lock, and the ledger after."""
    plans: list[CarryingOver] = []

    def make(ledger: Ledger, mine: Stamp) -> Plan:
        plans.append(year.carrying(ledger, mine))
        return plans[-1].plan

    def question(plan: Plan) -> str:
        if yes or not plan.events:
            return ""
        day = max(stamp.today, year.catalog.notice.term.from_)
        said = carried.counted_text(plan.events)
        return f"将登记到 {year.catalog.notice.id}（自 {day} 起）：{said}。确定吗？[y/N] "

    session, _, state = write_agreed(session, stamp, make, question)
    return plans[-1], session.ledger_of(state)
