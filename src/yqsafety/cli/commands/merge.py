"""`merge`: take in what others recorded in state files of their own.

The result is the union of the events by id, so merging in any order, or twice, gives the same.
"""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from yqsafety.cli import console
from yqsafety.cli.asking import ask_first
from yqsafety.cli.identity import files_left_behind
from yqsafety.cli.opened_session import open_session
from yqsafety.cli.options import Common, JsonFlag, YesFlag, takes_options
from yqsafety.cli.remarks import unknown_remarks
from yqsafety.cli.session import Session
from yqsafety.errors import ImportRefused, StateError
from yqsafety.ledger.conflicts import (
    Contradiction,
    MergedFile,
    Union,
    find_contradictions,
    take_files,
)
from yqsafety.ledger.events import Event
from yqsafety.ledger.incoming import Incoming, judge_incoming
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import COUNTY
from yqsafety.places import expanded_path
from yqsafety.reports import answers
from yqsafety.store.addresses import is_shared
from yqsafety.store.other_file import read_other
from yqsafety.store.state_format import State
from yqsafety.store.stores import open_store
from yqsafety.wording import phrases
from yqsafety.wording.incoming import agreeing_question, incoming_lines

Others = list[tuple[str, tuple[Event, ...]]]
"""The files given, each with its name for messages and its events."""


class _Merger(NamedTuple):
    """A session, and the files that are merged into its state."""

    session: Session
    others: Others

    def union_with(self, state: State) -> Union:
        """The union of a state's events with all files; ImportRefused where any of them clash.

        An event that has the id of another and a different content was altered.
        """
        seen = {one.catalog.notice.id for one in self.session.notices}
        union = take_files(state.events, self.others, seen)
        _refuse_files(
            [
                f"{name} 中的记录 {ident} 与已有记录编号相同、内容不同。"
                for name, ident in union.clashes
            ]
        )
        return union

    def ledger_with(self, state: State, union: Union) -> Ledger:
        """The ledger of a state with the union in it."""
        return self.session.ledger_of(state._replace(events=union.events))


@takes_options
def merge(
    files: Annotated[
        list[str],
        typer.Argument(metavar="文件...", help="他人的状态文件（state.json），或共享库的地址"),
    ],
    common: Common,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看结果，不写入")] = False,
    evidence_dir: Annotated[
        Path | None,
        typer.Option("--evidence-dir", help="佐证材料所在文件夹，随之传到共享库", metavar="文件"),
    ] = None,
    yes: YesFlag = False,
    json: JsonFlag = False,
) -> None:
    """Take in the files, all of them or none, and name the assignments on which they disagree.

    What decides over others is shown and asked for first. ImportRefused (exit 5) where any file is
    refused; then nothing is written.
    """
    session = open_session(common)
    merger = _Merger(session, _read_others(files, session.now))
    union = merger.union_with(session.state)
    ledger = merger.ledger_with(session.state, union)
    found = _judged(ledger, len(session.state.events))
    _show_incoming(ledger, union, found)
    if len(union.events) > len(session.state.events) and not dry_run:
        if not yes and (question := agreeing_question(found, ledger.words)):
            ask_first(question, "未合并，未作改动")
        new = union.events[len(session.state.events) :]
        for line in files_left_behind(session.store, new, evidence_dir or Path()):
            console.err(line)
        union, ledger = _write_union(merger, union, ledger, found)
    _show_merged(session, ledger, union.files, found, dry_run=dry_run, json=json)


def _write_union(
    merger: _Merger, union: Union, ledger: Ledger, agreed: list[Incoming]
) -> tuple[Union, Ledger]:
    """Append what is new; StateError where somebody wrote what makes it another thing meanwhile."""
    session = merger.session

    def plan(current: State) -> tuple[Event, ...]:
        nonlocal union, ledger
        if current.seal != session.state.seal:
            union = merger.union_with(current)
            ledger = merger.ledger_with(current, union)
            if not set(_judged(ledger, len(current.events))) <= set(agreed):
                raise StateError(
                    "状态文件刚被另一程序改动，合并的内容随之不同，未合并。", "请重新运行本命令。"
                )
        return union.events[len(current.events) :]

    _, state = session.store.take(plan, session.state)
    return union, session.ledger_of(state)


def _judged(ledger: Ledger, known: int) -> list[Incoming]:
    return judge_incoming(ledger, ledger.recorded[known:])


def _show_incoming(ledger: Ledger, union: Union, found: list[Incoming]) -> None:
    """Say on stderr what each file brings beyond its sender's duties; nothing as a rule.

    Of the events that several files hold, the first file is named.
    """
    left = len(ledger.recorded) - sum(file.added for file in union.files)
    judged = {one.event.id: one for one in found}
    for file in union.files:
        brought = ledger.recorded[left : left + file.added]
        left += file.added
        mine = [judged[event.id] for event in brought if event.id in judged]
        for line in incoming_lines(file.name, mine, ledger.roster, ledger.words):
            console.err(line)


def _read_others(files: Sequence[str], now: dt.datetime) -> Others:
    """The events of every file; ImportRefused, with a line for each, where any is refused.

    A file with records of a later day than tomorrow is taken in, and it is said: what is recorded
    here from now on comes after them all the same (ledger/order.py). A day is allowed for clocks
    that differ a little, around midnight.
    """
    tomorrow = (now + dt.timedelta(days=1)).isoformat(timespec="microseconds")
    found: Others = []
    refused = []
    for path, name in zip(files, _file_names(files), strict=True):
        try:
            events = _read_one(path, name)
        except ImportRefused as error:
            refused.append(str(error))
            continue
        newest = max((event.at for event in events), default="")
        if newest > tomorrow:
            console.err(
                f"注意：{name} 中有 {newest[:10]} 登记的记录，晚于今天，"
                "请核对登记人和本机的电脑日期。"
            )
        found.append((name, events))
    _refuse_files(refused, _going_on(len(found), len(refused)))
    return found


def _going_on(sound: int, refused: int) -> str:
    """How the files that are sound can be merged; they are not taken in by themselves."""
    which = "这个文件" if refused == 1 else f"以上 {refused} 个文件"
    return f"其余 {sound} 份无误：去掉或移走{which}，再合并一次。" if sound else ""


def _read_one(named: str, name: str) -> tuple[Event, ...]:
    """The events of a file of somebody else, or of a shared store."""
    if is_shared(named):
        return open_store(named).read().events
    return read_other(expanded_path(Path(named)), name).events


def _file_names(files: Sequence[str]) -> list[str]:
    """A name for each file in messages: its path where two files have the same name."""
    names = [open_store(one).name if is_shared(one) else Path(one).name for one in files]
    return [name if names.count(name) == 1 else one for one, name in zip(files, names, strict=True)]


def _refuse_files(reasons: Sequence[str], hint: str = "") -> None:
    """Raise ImportRefused if there are reasons; all but the last are said on stderr before."""
    lines = [f"未合并，未作改动：{reason}" for reason in reasons]
    for line in lines[:-1]:
        console.err(line)
    if lines:
        raise ImportRefused(lines[-1], hint)


def _show_merged(
    session: Session,
    ledger: Ledger,
    taken: list[MergedFile],
    incoming: list[Incoming],
    *,
    dry_run: bool,
    json: bool,
) -> None:
    """Show what each file brought, and the assignments on which records disagree now."""
    found = find_contradictions(ledger, ledger.entries)
    for file in taken:
        if file.others:
            console.err(f"注意：{file.name} 有 {file.others} 条属于其他通知，一并收入。")
    for remark in unknown_remarks(ledger):
        if remark not in unknown_remarks(session.ledger):  # else it was said at the start
            console.err(remark)
    if json:
        console.out_json(answers.merge_json(ledger, taken, found, incoming))
        return
    did = "将合并" if dry_run else "已合并"
    for file in taken:
        line = f"{did} {file.name}：新增 {file.added} 条，已有 {file.known} 条。"
        console.out(line)
    for one in found:
        said = phrases.contradiction_text(one, ledger.roster)
        console.out(f"登记不一致：{one.entry.shown_id} {said}。")
    if found:
        console.err(_settling_hint(ledger.roster.name(found[0].unit), found))


def _settling_hint(name: str, found: list[Contradiction]) -> str:
    """How to settle contradictions, with the first one as the example."""
    first = found[0]
    who = "--all-units" if first.unit == COUNTY else f"--unit {name}"
    return (
        f"登记不一致 {len(found)} 项，现按最后登记的计。核实后，属实的复核（yqsafety confirm "
        f"{first.entry.shown_id} {who}），不实的重新登记，或撤销有误的一批（yqsafety undo 批次号，"
        f"见 yqsafety log {first.entry.shown_id}）。"
    )
