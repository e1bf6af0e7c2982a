"""Commands about what was recorded: undo, log."""

import unicodedata
from collections.abc import Iterable
from typing import Annotated

import typer

from yqsafety.cli import console
from yqsafety.cli.options import By, Common, JsonFlag, takes_options
from yqsafety.cli.recording import take_back
from yqsafety.cli.session import Session, open_session
from yqsafety.cli.tables import ScreenColumn, show_table
from yqsafety.ledger.effective import reverted_batches
from yqsafety.ledger.events import Event
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.order import writer_of
from yqsafety.recording.targets import find_entries
from yqsafety.reports import answers
from yqsafety.wording import labels
from yqsafety.wording.outcomes import taken_back_text
from yqsafety.wording.phrases import minute_text
from yqsafety.wording.task_card import event_detail


@takes_options
def undo(
    common: Common,
    batch: Annotated[str, typer.Argument(metavar="[批次]", help="批次号，见 yqsafety log")] = "",
    by: By = None,
    json: JsonFlag = False,
) -> None:
    """Take a whole command back: this person's newest on this machine, or the batch named."""
    session = open_session(common)
    undone, after = take_back(session, session.stamp(by), batch)
    if json:
        console.out_json(answers.change_json(session.ledger_of(after), after.events[-1:], {}))
    else:
        console.out(taken_back_text(undone, session.ledger_of(after)))


@takes_options
def log(
    common: Common,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[编号...]", help="只看这些任务的记录")
    ] = None,
    json: JsonFlag = False,
) -> None:
    """List what was recorded, in the order of the state file; with ids, of these tasks only."""
    session = open_session(common)
    events = list(session.ledger.recorded)
    if ids:
        keys = {key for text in ids for key in _logged_under(session.ledger, text)}
        events = [e for e in events if not {(e.task, e.period), (e.task, "")}.isdisjoint(keys)]
    if json:
        console.out_json(answers.log_json(session.ledger, events))
    elif events:
        log_table(session, events)
    else:
        console.err("还没有操作记录。")


def _logged_under(ledger: Ledger, text: str) -> set[tuple[str, str]]:
    """The tasks and periods that an id stands for in the log; a period of `` stands for all.

    The log shows records as they were made, so an id that was retired is found under itself too.
    """
    retired = ledger.catalog.notice.retired
    if any(one.id == text for one in retired):
        return {(text, "")}
    entries = find_entries(ledger, text)
    if "@" in unicodedata.normalize("NFKC", text):
        return {(one.task.id, one.period.name) for one in entries}
    task = entries[0].task.id
    return {(task, ""), *((one.id, "") for one in retired if one.into == task)}


def log_table(session: Session, events: Iterable[Event]) -> None:
    """Show events as a table; 补录, 合并, 导入 and 已撤销 are added to what was done.

    补录 was recorded over 7 days after the day it holds from. 合并 came from another state file,
    导入 from a register, whose name stands after the `/` of `origin`.
    """
    gone = reverted_batches(session.ledger.recorded)
    columns = [
        ScreenColumn("登记时间", 16),
        ScreenColumn("生效日期", 10),
        ScreenColumn("登记人"),
        ScreenColumn("单位"),
    ]
    columns += [
        ScreenColumn("编号"),
        ScreenColumn("操作"),
        ScreenColumn("说明"),
        ScreenColumn("批次", 12),
    ]
    rows = []
    events = list(events)
    # The numbers of two notices are alike: once there are two, each record says of which it is.
    several = any(event.notice != session.catalog.notice.id for event in events)
    columns += [ScreenColumn("通知")] if several else []
    for event in events:
        action = labels.ACTION[event.action]
        action += "（补录）" if event.late_entry else ""
        merged = "（合并）" if writer_of(event.origin) not in session.ledger.writers else ""
        action += merged or ("（导入）" if "/" in event.origin else "")
        action += "（已撤销）" if event.batch in gone else ""
        ident = f"{event.task}@{event.period}" if "-" in event.period else event.task
        unit = session.roster.name(event.unit) if event.unit else ""
        said = [str(event.on), event.by, unit, ident, action, event_detail(event), event.batch]
        said += [event.notice] if several else []
        rows.append([minute_text(event), *said])
    show_table(columns, rows)
