"""Commands about what was recorded: undo, log."""

from typing import Annotated

import typer

from yqsafety.cli import console
from yqsafety.cli.log_table import show_log
from yqsafety.cli.opened_session import open_session
from yqsafety.cli.options import (
    By,
    Common,
    FilterOptions,
    JsonFlag,
    Limit,
    Mine,
    NoPager,
    UnitNames,
    takes_options,
)
from yqsafety.cli.pager import paged_results
from yqsafety.cli.recording import take_back
from yqsafety.cli.session import Session
from yqsafety.cli.typed_filters import filters_of
from yqsafety.ledger.events import Event
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.orphans import orphans_of
from yqsafety.recording.targets import find_entries, part_meant
from yqsafety.reports import answers
from yqsafety.wording.taken_back import taken_back_text


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
    unit: UnitNames = None,
    mine: Mine = False,
    since: Annotated[
        str | None, typer.Option("--since", help="这一天以后登记的", metavar="日期")
    ] = None,
    limit: Limit = None,
    orphans: Annotated[
        bool, typer.Option("--orphans", help="只看不再显示在任何任务下的记录")
    ] = False,
    json: JsonFlag = False,
    no_pager: NoPager = False,
) -> None:
    """List what was recorded: as JSON in the order of the state file, else the newest first.

    With `--orphans` only what counts and no row shows, each with what it lacks.
    """
    session = open_session(common)
    lacks = {event.id: lack for event, lack in orphans_of(session.ledger)} if orphans else {}
    events = [
        event
        for event in _chosen_events(session, ids, FilterOptions(unit=unit, mine=mine), since)
        if not orphans or event.id in lacks
    ]
    left = max(len(events) - (limit or len(events)), 0)
    events = events[left:]
    if json:
        console.out_json(answers.log_json(session.ledger, events, lacks))
    elif events:
        with paged_results(wanted=not no_pager):
            show_log(session, events, lacks)
    else:
        chosen = orphans or ids or unit or mine or since
        console.err("没有这样的操作记录。" if chosen else "还没有操作记录。")
    if left:
        console.err(f"另有更早的 {left} 条未列；全部列出：去掉 --limit。")


def _chosen_events(
    session: Session, ids: list[str] | None, filters: FilterOptions, since: str | None
) -> list[Event]:
    """The records of some tasks, of some units, since a day, in the order of the state file."""
    wanted = filters_of(filters, session)
    first = _first_day(session, since) if since else ""
    keys = {key for text in ids or () for key in _logged_under(session.ledger, text)}
    return [
        event
        for event in session.ledger.recorded
        if event.at[:10] >= first
        and (not wanted.units or event.unit in wanted.units)
        and (not ids or not _keys_of(event).isdisjoint(keys))
    ]


def _first_day(session: Session, since: str) -> str:
    from yqsafety.notice.days_meant import typed_span

    return typed_span(since, session.around)[0].isoformat()


def _keys_of(event: Event) -> set[tuple[str, str, str]]:
    return {(event.notice, event.task, event.period), (event.notice, event.task, "")}


def _logged_under(ledger: Ledger, text: str) -> set[tuple[str, str, str]]:
    """The notice, tasks and periods that an id stands for in the log; a period of `` is for all.

    The log shows records as they were made, so an id that was retired is found under itself too.
    """
    part, wanted = part_meant(ledger, text)
    notice, retired = part.catalog.notice.id, part.catalog.notice.retired
    if any(one.id == wanted for one in retired):
        return {(notice, wanted, "")}
    entries = find_entries(part, wanted)
    if "@" in wanted:
        return {(notice, one.task.id, one.period.name) for one in entries}
    task = entries[0].task.id
    merged = ((notice, one.id, "") for one in retired if one.into == task)
    return {(notice, task, ""), *merged}
