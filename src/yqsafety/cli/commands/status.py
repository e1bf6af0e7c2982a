"""`status`: progress by groups, and a gate for scripts. It never writes."""

from typing import Annotated

import typer

from yqsafety.cli import console
from yqsafety.cli.options import Common, FilterOptions, JsonFlag, takes_options
from yqsafety.cli.session import Session, open_session, say_year
from yqsafety.cli.tables import show_status
from yqsafety.errors import GateFailed, StateError, UsageError
from yqsafety.ledger.changes import ChangesSince
from yqsafety.ledger.changes import changes_since as changes
from yqsafety.ledger.filters import Selection, select_entries
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.progress import Tally, break_down, failing_gates, tally_entries
from yqsafety.notice.schedule import parse_span
from yqsafety.reports import answers
from yqsafety.wording import labels, phrases


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
    since: Annotated[
        str | None,
        typer.Option("--since", help="另列这一天以后办结和新逾期的", metavar="日期"),
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Show progress by groups; with `--fail-on` exit 1 where something is overdue, open or so on.

    An unknown group or gate is refused before anything is read: a mistyped gate would always hold.
    """
    gates = [gate.strip() for gate in (fail_on or "").split(",") if fail_on is not None]
    if by not in labels.BY:
        raise UsageError(f"不能按“{by}”分组，", f"可选：{'、'.join(labels.BY)}。")
    if unknown := [gate for gate in gates if gate not in labels.GATE]:
        raise UsageError(f"--fail-on 没有“{unknown[0]}”，", f"可选：{'、'.join(labels.GATE)}。")
    session = open_session(common, filters.as_of)
    wanted = session.filters(filters)
    selection = select_entries(session.ledger, wanted)
    parts, overall = (
        break_down(selection.entries, by, session.roster),
        tally_entries(selection.entries),
    )
    changed = _changes_since(session, selection, since)
    say_year(session, filters.as_of)
    if json:
        console.out_json(answers.status_json(session.ledger, wanted, by, parts, overall, changed))
    elif selection.entries:
        show_status(parts, overall, labels.BY[by])
        for line in phrases.since_text(changed) if changed else ():
            console.out_or_err(line)
    else:
        console.err(phrases.nothing_found_text(selection))
    _hold_gates(session.ledger, overall, gates)


def _changes_since(session: Session, selection: Selection, day: str | None) -> ChangesSince | None:
    """What changed after a day, or after the last day of a longer span; None without one."""
    if day is None:
        return None
    return changes(session.ledger, selection.entries, parse_span(day, session.today)[1])


def _hold_gates(ledger: Ledger, overall: Tally, gates: list[str]) -> None:
    """GateFailed where a gate does not hold; StateError where records could not be read.

    Records of a newer version are in no figure, so no gate can be judged: it would be a guess.
    """
    if gates and ledger.unread:
        raise StateError(f"有 {ledger.unread} 条记录读不出，不能判定 --fail-on。", "请先升级程序。")
    if failed := failing_gates(overall, gates):
        said = "、".join(
            f"{labels.GATE[gate]} {count} 项" + (f"（其中推定 {presumed} 项）" if presumed else "")
            for gate, count, presumed in failed
        )
        raise GateFailed(f"未通过：{said}。", f"查看：yqsafety list --status {failed[0][0]}")
