"""`export`: the matching rows as one file, or as one file for each unit."""

from pathlib import Path
from typing import Annotated, cast, get_args

import typer

from yqsafety.cli import console
from yqsafety.cli.options import Common, FilterOptions, takes_options
from yqsafety.cli.progress_line import progress_line
from yqsafety.cli.session import open_session, say_year
from yqsafety.errors import UsageError
from yqsafety.files import file_name, is_folder, write_whole
from yqsafety.formats import Extract, Per, extracts_by_unit, render_format, rows_left_out
from yqsafety.ledger.filters import select_entries


@takes_options
def export(
    format_: Annotated[str, typer.Argument(metavar="格式", help="json、csv、xlsx、ics、html 等")],
    filters: FilterOptions,
    common: Common,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="写入文件", metavar="文件")
    ] = None,
    per: Annotated[
        str, typer.Option("--per", help="每行一项任务 task，或一个单位 unit", metavar="行")
    ] = "task",
    split_by: Annotated[
        str | None,
        typer.Option("--split-by", help="unit：每个单位一个文件，写入 -o 文件夹", metavar="unit"),
    ] = None,
) -> None:
    """Write the matching rows to a file, to a folder (a file a unit), or to stdout."""
    session = open_session(common, filters.as_of)
    if per not in get_args(Per):
        raise UsageError(f"--per 没有“{per}”，", f"可选：{'、'.join(get_args(Per))}。")
    wanted = session.filters(filters)
    selection = select_entries(session.ledger, wanted)
    say_year(session, filters.as_of)
    extract = Extract(session.ledger, wanted, selection, cast(Per, per))
    if missing := rows_left_out(format_, extract):
        console.err(f"未触发的 {missing} 项还没有时限，不列入 {format_}。")
    if split_by is not None:
        _write_file_per_unit(format_, extract, split_by, output)
        return
    if output is None:
        console.out_bytes(render_format(format_, extract))
        return
    _write_file(format_, extract, output)
    console.err(f"已导出 {len(selection.entries) - missing} 项到 {output}。")


def _write_file(format_: str, extract: Extract, target: Path) -> None:
    """Write one file, whole or not at all, with progress on a terminal."""
    with progress_line("正在导出", "行") as watch:
        write_whole(target, render_format(format_, extract._replace(watch=watch)))


def _write_file_per_unit(
    format_: str, extract: Extract, split_by: str, folder: Path | None
) -> None:
    """Write one file for each unit, named after it, and say each on stderr.

    UsageError where there is no such folder: it is not made, since it may be a slip.
    """
    if split_by != "unit":
        raise UsageError(f"--split-by 没有“{split_by}”，", "可选：unit。")
    if folder is None or not is_folder(folder):
        raise UsageError(f"没有文件夹“{folder or ''}”。", "请先建好，用 -o 指明。")
    files = list(extracts_by_unit(extract))
    taken: set[str] = set()
    for number, (name, part) in enumerate(files, 1):
        target = folder / f"{_free_file_name(file_name(name), taken)}.{format_}"
        _write_file(format_, part, target)
        count = len(part.selection.entries) - rows_left_out(format_, part)
        console.err(f"[{number}/{len(files)}] {target.name}：{count} 项")
    console.err(f"已导出 {len(files)} 个文件到 {folder}。")


def _free_file_name(name: str, taken: set[str]) -> str:
    """A name that no other unit's file has yet; numbered if need be, and added to `taken`.

    Compared without case, since Windows and macOS take `A` and `a` for the same file.
    """
    free, number = name, 1
    while free.casefold() in taken:
        number += 1
        free = f"{name}-{number}"
    taken.add(free.casefold())
    return free
