"""`merge`: take in what others recorded in state files of their own.

The result is the union of the events by id, so merging in any order, or twice, gives the same.
"""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from yqsafety.cli import console
from yqsafety.cli.options import Common, JsonFlag, takes_options
from yqsafety.cli.session import Session, open_session
from yqsafety.errors import ImportRefused
from yqsafety.ledger.conflicts import (
    Contradiction,
    MergedFile,
    SameId,
    find_contradictions,
    take_file,
)
from yqsafety.ledger.events import Event
from yqsafety.notice.model import COUNTY
from yqsafety.reports import answers
from yqsafety.store import state_file
from yqsafety.store.state_format import State
from yqsafety.wording import phrases

Others = list[tuple[str, tuple[Event, ...]]]
"""The files given, each with its name for messages and its events."""


@takes_options
def merge(
    files: Annotated[
        list[Path], typer.Argument(metavar="文件...", help="他人的状态文件（state.json）")
    ],
    common: Common,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看结果，不写入")] = False,
    json: JsonFlag = False,
) -> None:
    """Take in the files, all of them or none, and name the assignments on which they disagree.

    ImportRefused (exit 5) where any of them is refused; then nothing is written.
    """
    session = open_session(common)
    others = _read_others(files, session.now)
    events, taken = _combine_all(session, session.state, others)
    state = session.state._replace(events=events)
    if any(file.added for file in taken) and not dry_run:

        def plan(current: State) -> tuple[Event, ...]:
            nonlocal taken
            both, taken = _combine_all(session, current, others)
            return both[len(current.events) :]

        _, state = session.store.append(plan, session.state)
    _show_merged(session, state, taken, dry_run=dry_run, json=json)


def _read_others(files: Sequence[Path], now: dt.datetime) -> Others:
    """The events of every file; ImportRefused, with a line for each, where any is refused.

    A file with records of a later day than tomorrow is refused too. The newest record counts, so
    one that a clock running ahead has stamped would outlast everything recorded after it. A day
    is allowed for clocks that differ a little, around midnight.
    """
    tomorrow = (now + dt.timedelta(days=1)).isoformat(timespec="microseconds")
    found: Others = []
    refused = []
    for path, name in zip(files, _file_names(files), strict=True):
        try:
            events = state_file.read_other(path, name).events
        except ImportRefused as error:
            refused.append(str(error))
            continue
        newest = max((event.at for event in events), default="")
        if newest > tomorrow:
            refused.append(f"{name} 中有 {newest[:10]} 登记的记录，晚于今天，请核对电脑日期。")
        found.append((name, events))
    _refuse_files(refused)
    return found


def _file_names(files: Sequence[Path]) -> list[str]:
    """A name for each file in messages: its path where two files have the same name."""
    names = [path.name for path in files]
    return [
        name if names.count(name) == 1 else str(path)
        for path, name in zip(files, names, strict=True)
    ]


def _combine_all(
    session: Session, state: State, others: Others
) -> tuple[tuple[Event, ...], list[MergedFile]]:
    """The union of a state's events with all files, and what each file brought.

    ImportRefused where an event has the id of another and a different content: one was altered.
    """
    events, taken, refused = state.events, [], []
    for name, theirs in others:
        try:
            events, brought = take_file(events, name, theirs, session.catalog.notice.id)
            taken.append(brought)
        except SameId as error:
            refused.append(f"{name} 中的记录 {error} 与已有记录编号相同、内容不同。")
    _refuse_files(refused)
    return events, taken


def _refuse_files(reasons: Sequence[str]) -> None:
    """Raise ImportRefused if there are reasons; all but the last are said on stderr before."""
    lines = [f"未合并，未作改动：{reason}" for reason in reasons]
    for line in lines[:-1]:
        console.err(line)
    if lines:
        raise ImportRefused(lines[-1])


def _show_merged(
    session: Session, state: State, taken: list[MergedFile], *, dry_run: bool, json: bool
) -> None:
    """Show what each file brought, and the assignments on which records disagree now."""
    ledger = session.ledger_of(state)
    found = find_contradictions(ledger, ledger.entries)
    for file in taken:
        if file.others:
            console.err(f"注意：{file.name} 有 {file.others} 条属于其他通知，一并收入。")
    if json:
        console.out_json(answers.merge_json(ledger, taken, found))
        return
    did = "将合并" if dry_run else "已合并"
    for file in taken:
        line = f"{did} {file.name}：新增 {file.added} 条，已有 {file.known} 条。"
        console.out(line)
    for one in found:
        said = phrases.contradiction_text(one, ledger.roster)
        console.out(f"登记不一致：{one.entry.id} {said}。")
    if found:
        console.err(_settling_hint(ledger.roster.name(found[0].unit), found))


def _settling_hint(name: str, found: list[Contradiction]) -> str:
    """How to settle contradictions, with the first one as the example."""
    first = found[0]
    who = "--all-units" if first.unit == COUNTY else f"--unit {name}"
    return (
        f"登记不一致 {len(found)} 项，现按最后登记的计。核实后，属实的复核（yqsafety confirm "
        f"{first.entry.id} {who}），不实的重新登记，或撤销有误的一批（yqsafety undo 批次号，"
        f"见 yqsafety log {first.entry.id}）。"
    )
