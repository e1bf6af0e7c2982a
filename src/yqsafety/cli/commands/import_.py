"""`import`: read back the registers that units filled in."""

from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from yqsafety.cli import console, imported
from yqsafety.cli.imported import ImportedFile
from yqsafety.cli.opened_session import open_session
from yqsafety.cli.options import By, Common, JsonFlag, takes_options
from yqsafety.cli.progress_line import progress_line
from yqsafety.cli.returned_files import find_files
from yqsafety.cli.session import Session
from yqsafety.errors import ImportRefused
from yqsafety.ledger.events import Event
from yqsafety.ledger.ledger import Ledger
from yqsafety.recording.plan import Stamp
from yqsafety.register.filing import plan_filing
from yqsafety.register.judging import ReadFile, judge_file
from yqsafety.register.reading import read_sheets
from yqsafety.register.sheets import Unreadable
from yqsafety.register.table import Lines, RowProblem, find_lines
from yqsafety.safe_text import visible_text


class _Returned(NamedTuple):
    """One file as it was read from the disk, and the batch under which it is recorded."""

    name: str
    found: Lines
    stamp: Stamp


@takes_options
def import_(
    files: Annotated[
        list[str], typer.Argument(metavar="文件...", help="填好的台账（xlsx、csv），或所在文件夹")
    ],
    common: Common,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看会登记什么，不写入")] = False,
    accept_valid: Annotated[
        bool, typer.Option("--accept-valid", help="有问题的行列出不收，其余照收")
    ] = False,
    by: By = None,
    json: JsonFlag = False,
) -> None:
    """Take in each file, whole or not at all, and say what became of it.

    ImportRefused (exit 5) where any file was refused; the others are recorded all the same. With
    `--accept-valid` the rows without a problem are taken.
    """
    session = open_session(common)
    paths, passed = find_files(files)
    for said in passed:
        console.err(said)
    with progress_line("正在读取", "个文件") as watch:
        returned = [_read_file(path, session.stamp(by)) for path in watch(paths)]
    taken = _take_files(session, returned, dry_run, accept_valid)
    if json:
        console.out_json(imported.files_json(taken, dry_run))
    else:
        imported.show_files(taken, dry_run)
    refused = sum(one.refused for one in taken)
    if refused:
        good = f"{'可导入' if dry_run else '导入'} {len(taken) - refused} 个"
        # Where no row is sound there is nothing that could be taken first.
        others = any(one.refused and one.read.changes for one in taken)
        raise ImportRefused(
            f"{refused} 个文件未导入，未作改动；{good}。",
            f"请改正后重新导入{'，或加 --accept-valid 先收其余各行' if others else ''}。",
        )


def _read_file(path: Path, stamp: Stamp) -> _Returned:
    name = visible_text(path.name)
    try:
        return _Returned(name, find_lines(read_sheets(path)), stamp)
    except Unreadable as no:
        return _Returned(name, Lines([], [RowProblem("", str(no))], []), stamp)


def _take_files(
    session: Session, returned: list[_Returned], dry_run: bool, accept_valid: bool
) -> list[ImportedFile]:
    """Judge the files, and record what they say unless it is only looked at.

    They are judged under the lock, in one write, each against what the ones before it leave: what
    is refused is refused by the state that is written to.
    """
    taken: list[ImportedFile] = []

    def plan(ledger: Ledger, stamp: Stamp) -> list[Event]:
        taken.clear()
        events: list[Event] = []
        for one in returned:
            read = judge_file(ledger, one.found, one.name, session.today)
            refused = bool(read.problems) and not (accept_valid and read.rows)
            mine = [] if refused else _events(ledger, read, one, stamp.origin)
            taken.append(ImportedFile(one.name, read, len(mine), refused))
            if mine:
                events += mine
                ledger = ledger.after(mine)
        return events

    stamp = session.stamp(None) if not returned else returned[0].stamp
    if dry_run:
        plan(session.ledger, stamp)
    else:
        session.record(stamp, plan)
    return taken


def _events(ledger: Ledger, read: ReadFile, one: _Returned, origin: str) -> list[Event]:
    if not read.changes:
        return []
    stamp = one.stamp._replace(origin=origin)
    plan = plan_filing(ledger, read.changes, stamp, one.name, read.received)
    read.remarks.extend(said.removeprefix("注意：").rstrip("。") for said in plan.warnings)
    return plan.events
