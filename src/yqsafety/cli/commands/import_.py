"""`import`: read back the registers that units filled in."""

from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from yqsafety.cli import console
from yqsafety.cli.options import By, Common, JsonFlag, takes_options
from yqsafety.cli.progress_line import progress_line
from yqsafety.cli.session import Session, open_session
from yqsafety.errors import ImportRefused, UsageError
from yqsafety.files import is_file
from yqsafety.ledger.events import Event
from yqsafety.ledger.ledger import Ledger
from yqsafety.recording.plan import Stamp
from yqsafety.register.changes import FilledRow, ReadSheet, RowProblem, read_sheet
from yqsafety.register.filing import plan_filing
from yqsafety.register.reading import Cells, Unreadable, read_cells
from yqsafety.reports import answers
from yqsafety.wording import labels


class ImportedFile(NamedTuple):
    """What became of one file: what was read, how many events were recorded."""

    name: str
    sheet: ReadSheet
    events: int
    refused: bool


@takes_options
def import_(
    files: Annotated[list[Path], typer.Argument(metavar="文件...", help="填好的台账：xlsx、csv")],
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
    missing = [path for path in files if not is_file(path)]
    if missing:
        raise UsageError(f"没有文件“{missing[0]}”。", "请检查路径。")
    with progress_line("正在读取", "个文件") as watch:
        taken = [_take_file(session, path, by, dry_run, accept_valid) for path in watch(files)]
    if json:
        console.out_json(_files_json(taken))
    else:
        _show_files(taken, dry_run)
    refused = sum(one.refused for one in taken)
    if refused:
        raise ImportRefused(
            f"{refused} 个文件未导入，未作改动；导入 {len(taken) - refused} 个。",
            "请改正后重新导入，或加 --accept-valid 先收其余各行。",
        )


def _take_file(
    session: Session, path: Path, by: str | None, dry_run: bool, accept_valid: bool
) -> ImportedFile:
    """Read one file, and record it unless it is refused, says nothing new, or is only looked at."""
    try:
        cells = read_cells(path)
    except Unreadable as no:
        return ImportedFile(path.name, ReadSheet([], [RowProblem("", str(no))], 0), 0, refused=True)
    sheet = read_sheet(session.ledger, cells, session.today)
    if (sheet.problems and not accept_valid) or not sheet.changes or dry_run:
        refused = bool(sheet.problems) and (not accept_valid or not sheet.rows)
        return ImportedFile(path.name, sheet, 0, refused)
    return _record_sheet(session, path.name, cells, by)


def _record_sheet(session: Session, name: str, cells: Cells, by: str | None) -> ImportedFile:
    """Compare the cells once more with the state under the lock, and record what is new.

    Someone may have recorded on the same rows since they were compared first.
    """
    sheets: list[ReadSheet] = []

    def plan(ledger: Ledger, stamp: Stamp) -> list[Event]:
        sheets.append(read_sheet(ledger, cells, session.today))
        return plan_filing(ledger, sheets[-1].changes, stamp, name).events

    before, after = session.record(session.stamp(by), plan)
    return ImportedFile(name, sheets[-1], len(after.events) - len(before.events), refused=False)


def _show_files(taken: list[ImportedFile], dry_run: bool) -> None:
    for one in taken:
        for problem in one.sheet.problems:
            place = f"{one.name}“台账”表 {problem.place}" if problem.place else one.name
            console.err(f"未收：{place}，{problem.said}。")
        if one.refused:
            continue
        for change in one.sheet.changes if dry_run else ():
            said = "，".join(_cell_text(change, code) for code in change.columns)
            console.out(f"{one.name} {change.place} {change.entry.id}：{said}")
        rows = f"读取 {one.sheet.rows} 行，有变化 {len(one.sheet.changes)} 行"
        verb = "将登记（未写入）" if dry_run else f"登记 {one.events} 条"
        console.out(f"{one.name}：{rows}，{verb}。")
    if len(taken) > 1:
        good = [one for one in taken if not one.refused]
        events = sum(one.events for one in good)
        console.out(f"共 {len(taken)} 个文件：收 {len(good)} 个，登记 {events} 条。")


def _cell_text(change: FilledRow, code: str) -> str:
    names = {"status": "完成状态", "done_on": "完成时间", "evidence": "佐证材料", **labels.FIELD}
    return f"{names[code]} {change.after[code] or '清空'}"


def _files_json(taken: list[ImportedFile]) -> dict[str, Any]:
    return {
        "schema": answers.answer_schema("import"),
        "files": [
            {
                "name": one.name,
                "rows": one.sheet.rows,
                "events": one.events,
                "refused": one.refused,
                "changes": [_filled_row_json(change) for change in one.sheet.changes],
                "problems": [problem._asdict() for problem in one.sheet.problems],
            }
            for one in taken
        ],
    }


def _filled_row_json(change: FilledRow) -> dict[str, Any]:
    return {
        "id": change.entry.id,
        "unit": change.unit,
        "place": change.place,
        "cells": {code: change.after[code] for code in change.columns},
    }
