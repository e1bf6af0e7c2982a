"""`export`: the matching rows as one file, or as one file for each unit."""

from pathlib import Path
from typing import Annotated, cast, get_args

import typer

from yqsafety.cli import console
from yqsafety.cli.export_memory import ExportMemory
from yqsafety.cli.export_targets import Job, check_ending, refuse_binary_on_terminal, safe_jobs
from yqsafety.cli.options import Common, DayOptions, FilterOptions, takes_options
from yqsafety.cli.progress_line import progress_line
from yqsafety.cli.session import open_session, say_view
from yqsafety.errors import BadChoice, UsageError
from yqsafety.files import file_name, is_folder, write_whole
from yqsafety.formats import Extract, Per, extracts_by_unit, render_format, rows_left_out
from yqsafety.ledger.filters import select_entries
from yqsafety.places import expanded_path


@takes_options
def export(
    format_: Annotated[str, typer.Argument(metavar="格式", help="json、csv、xlsx、ics、html 等")],
    filters: FilterOptions,
    day: DayOptions,
    common: Common,
    output: Annotated[
        str | None,
        typer.Option("--output", "-o", help="写入文件；- 为标准输出", metavar="文件"),
    ] = None,
    per: Annotated[
        str, typer.Option("--per", help="每行一项任务 task，或一个单位 unit", metavar="行")
    ] = "task",
    split_by: Annotated[
        str | None,
        typer.Option("--split-by", help="unit：每个单位一个文件，写入 -o 文件夹", metavar="unit"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有别的内容的文件")] = False,
) -> None:
    """Write the matching rows to a file, to a folder (a file a unit), or to stdout."""
    session = open_session(common, day.as_of)
    if per not in get_args(Per):
        raise BadChoice(f"--per 没有“{per}”，", per, get_args(Per))
    wanted = session.filters(filters)
    selection = select_entries(session.ledger, wanted)
    extract = Extract(session.ledger, wanted, selection, cast(Per, per))
    missing = _say_left_out(format_, extract)
    memory = ExportMemory()
    if split_by is not None:
        folder = _existing_folder(split_by, output)
        jobs = _jobs_by_unit(format_, extract, folder)
        _write_files(format_, safe_jobs(format_, jobs, session, memory, force=force), memory)
        console.err(f"已导出 {len(jobs)} 个文件到{_folder_text(folder)}。")
    elif output is None or output == "-":
        refuse_binary_on_terminal(format_)
        console.out_bytes(render_format(format_, extract))
    else:
        (job,) = safe_jobs(
            format_, [_named_job(format_, output, extract)], session, memory, force=force
        )
        _write_file(format_, job, memory)
        memory.save()
        console.err(f"已导出 {len(selection.entries) - missing} 项到 {job.target}。")
    say_view(session, day.as_of)


def _named_job(format_: str, output: str, extract: Extract) -> Job:
    """The one file to write; UsageError where its name ends as another format does."""
    target = expanded_path(Path(output))
    check_ending(format_, target)
    return Job(target, extract)


def _say_left_out(format_: str, extract: Extract) -> int:
    """How many rows have no date of their own and cannot be in a calendar; said on stderr."""
    missing = rows_left_out(format_, extract)
    if missing:
        with_whole = f"随{extract.ledger.words.one_result}"
        console.err(f"{missing} 项没有自己的时限（未触发，或{with_whole}），不列入 {format_}。")
    return missing


def _write_file(format_: str, job: Job, memory: ExportMemory) -> None:
    """Write one file, whole or not at all, with progress on a terminal."""
    with progress_line("正在导出", "行") as watch:
        pieces = render_format(format_, job.part._replace(watch=watch))
        write_whole(job.target, memory.noting(pieces))


def _existing_folder(split_by: str, output: str | None) -> Path:
    """The folder for a file a unit; UsageError where there is none.

    It is not made, since its name may be a slip.
    """
    if split_by != "unit":
        raise BadChoice(f"--split-by 没有“{split_by}”，", split_by, ["unit"])
    folder = expanded_path(Path(output)) if output else None
    if folder is None or not is_folder(folder):
        raise UsageError(f"没有文件夹“{folder or ''}”。", "请先建好，用 -o 指明。")
    return folder


def _jobs_by_unit(format_: str, extract: Extract, folder: Path) -> list[Job]:
    """A file for each unit, named after it."""
    taken: set[str] = set()
    return [
        Job(folder / f"{_free_file_name(file_name(name), taken)}.{format_}", part)
        for name, part in extracts_by_unit(extract)
    ]


def _write_files(format_: str, jobs: list[Job], memory: ExportMemory) -> None:
    """Write the files one after the other, and say each on stderr."""
    try:
        for number, job in enumerate(jobs, 1):
            _write_file(format_, job, memory)
            count = len(job.part.selection.entries) - rows_left_out(format_, job.part)
            console.err(f"[{number}/{len(jobs)}] {job.target.name}：{count} 项")
    finally:
        memory.save()


def _folder_text(folder: Path) -> str:
    """A folder within a sentence, where a bare `.` would look like its end."""
    if folder == Path():
        return "当前文件夹"
    return f" {folder}" if folder.name not in ("", "..") else f"“{folder}”"


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
