"""`export`: the matching rows as one file, as one file for each unit, or as slips to units."""

from pathlib import Path
from typing import Annotated, cast, get_args

import typer

from yqsafety.cli import console
from yqsafety.cli.export_files import (
    existing_folder,
    folder_text,
    read_template,
    write_file,
)
from yqsafety.cli.export_memory import ExportMemory
from yqsafety.cli.export_names import jobs_by_unit
from yqsafety.cli.export_targets import Job, check_ending, refuse_binary_on_terminal, safe_jobs
from yqsafety.cli.opened_session import open_session
from yqsafety.cli.options import (
    Common,
    DayOptions,
    FilterOptions,
    IssueOptions,
    PaperOptions,
    takes_options,
)
from yqsafety.cli.remarks import say_signature
from yqsafety.cli.session import Session
from yqsafety.cli.typed_days import reply_day
from yqsafety.cli.typed_filters import filters_of
from yqsafety.cli.view_remarks import say_view
from yqsafety.errors import BadChoice, UsageError
from yqsafety.formats import (
    PAPERS,
    SLIPS,
    Extract,
    Per,
    Signing,
    Slip,
    render_format,
    rows_left_out,
)
from yqsafety.ledger.filters import select_entries
from yqsafety.places import expanded_path
from yqsafety.reports.document import Issue


@takes_options
def export(
    format_: Annotated[
        str, typer.Argument(metavar="格式", help="json、csv、xlsx、docx、ics、html、slips 等")
    ],
    filters: FilterOptions,
    day: DayOptions,
    papers: PaperOptions,
    issue: IssueOptions,
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
    _refuse_mixture(format_, papers, split_by)
    _refuse_issue(format_, issue)
    template = read_template(papers.template) if papers.template else None
    wanted = filters_of(filters, session)
    selection = select_entries(session.ledger, wanted)
    signing = Signing(Issue(**_given(issue)), reply_day(session, papers.reply_by))
    extract = Extract(
        session.ledger, wanted, selection, cast(Per, per), template=template, signing=signing
    )
    if format_ == SLIPS:
        _export_slips(session, extract, papers, output, force=force)
    elif split_by is not None:
        _export_split(session, format_, extract, split_by, output, force=force)
    else:
        _export_one(session, format_, extract, output, force=force)
    if format_ in (*PAPERS, SLIPS):
        say_signature(session.ledger)
    say_view(session, day.as_of)


def _refuse_mixture(format_: str, papers: PaperOptions, split_by: str | None) -> None:
    """UsageError for an option that says nothing of this format."""
    if papers.template and format_ not in ("docx", SLIPS):
        raise UsageError("--template 只用于 docx 和 slips。", "请去掉，或改为 export docx。")
    if papers.template and papers.md:
        raise UsageError("--template 是 Word 模板，", "不能和 --md 一起用。")
    if papers.md and format_ != SLIPS:
        raise UsageError("--md 只用于 slips。", "通报的 Markdown：yqsafety export md")
    if papers.reply_by and format_ not in (*PAPERS, SLIPS):
        raise UsageError("--reply-by 只用于 docx、md 和 slips。", "请去掉，或改为 export docx。")
    if split_by and format_ == SLIPS:
        raise UsageError("slips 本来就是每个单位一份，", "不用 --split-by。")


def _given(issue: IssueOptions) -> dict[str, str]:
    return {name: value for name, value in issue._asdict().items() if value}


def _refuse_issue(format_: str, issue: IssueOptions) -> None:
    """UsageError for what only the report says, where something else is exported."""
    if (given := _given(issue)) and format_ not in PAPERS:
        names = "、".join(f"--{name}" for name in given)
        raise UsageError(f"{names} 只用于通报。", "请去掉，或改为 export docx、export md。")


def _export_slips(
    session: Session,
    extract: Extract,
    papers: PaperOptions,
    output: str | None,
    *,
    force: bool,
) -> None:
    """A slip for each unit with anything to press; nothing is recorded."""
    from yqsafety.cli.slip_files import write_slips

    folder = existing_folder(output)
    slip = Slip(reply_by=extract.signing.reply_by)
    ending = "md" if papers.md else "docx"
    written = write_slips(extract, folder, session, ending=ending, slip=slip, force=force)
    if written:
        console.err(f"已写出 {len(written)} 份督办单到{folder_text(folder)}，未作登记。")
    else:
        console.err("没有退回、逾期或即将到期的任务，未写督办单。")


def _export_split(
    session: Session,
    format_: str,
    extract: Extract,
    split_by: str,
    output: str | None,
    *,
    force: bool,
) -> None:
    """A file for each unit."""
    _say_left_out(format_, extract)
    if split_by != "unit":
        raise BadChoice(f"--split-by 没有“{split_by}”，", split_by, ["unit"])
    folder = existing_folder(output)
    memory = ExportMemory()
    jobs = jobs_by_unit(format_, extract, folder)
    _write_files(format_, safe_jobs(format_, jobs, session, memory, force=force), memory)
    console.err(f"已导出 {len(jobs)} 个文件到{folder_text(folder)}。")


def _export_one(
    session: Session,
    format_: str,
    extract: Extract,
    output: str | None,
    *,
    force: bool,
) -> None:
    """One file, or stdout."""
    missing = _say_left_out(format_, extract)
    if output in (None, "-"):
        refuse_binary_on_terminal(format_)
        console.out_bytes(render_format(format_, extract))
        return
    target = expanded_path(Path(output or ""))
    check_ending(format_, target)
    memory = ExportMemory()
    (job,) = safe_jobs(format_, [Job(target, extract)], session, memory, force=force)
    write_file(format_, job, memory)
    memory.save()
    console.err(f"已导出 {len(extract.selection.entries) - missing} 项到 {job.target}。")


def _say_left_out(format_: str, extract: Extract) -> int:
    """How many rows have no date of their own and cannot be in a calendar; said on stderr."""
    missing = rows_left_out(format_, extract)
    if missing:
        with_whole = f"随{extract.ledger.words.one_result}"
        console.err(f"{missing} 项没有自己的时限（未触发，或{with_whole}），不列入 {format_}。")
    return missing


def _write_files(format_: str, jobs: list[Job], memory: ExportMemory) -> None:
    """Write the files one after the other, and say each on stderr."""
    try:
        for number, job in enumerate(jobs, 1):
            write_file(format_, job, memory)
            count = len(job.part.selection.entries) - rows_left_out(format_, job.part)
            console.err(f"[{number}/{len(jobs)}] {job.target.name}：{count} 项")
    finally:
        memory.save()
