"""`catalog diff`: what changed between two notices, or two editions of one."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yqsafety.cli import console
from yqsafety.cli.options import JsonFlag
from yqsafety.cli.own_files import write_output
from yqsafety.errors import UsageError
from yqsafety.files import is_file

if TYPE_CHECKING:
    from yqsafety.reports.differences import Difference

ENDINGS = ("xlsx", "md", "json")
"""What `--output` writes, by the ending of the name."""
TITLE = "任务对照"


def diff(
    old: Annotated[Path, typer.Argument(metavar="旧文件", help="文件夹、其中的 tasks.yaml 或编号")],
    new: Annotated[Path, typer.Argument(metavar="新文件", help="文件夹、其中的 tasks.yaml 或编号")],
    json: JsonFlag = False,
    md: Annotated[bool, typer.Option("--md", help="输出 Markdown")] = False,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="存为 xlsx、md 或 json 文件", metavar="文件"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的文件")] = False,
    exit_code: Annotated[
        bool, typer.Option("--exit-code", help="有变化的，退出码为 1，供脚本判断")
    ] = False,
) -> None:
    """Show what changed; with `--exit-code` exit 1 where anything did."""
    if json and md:
        raise UsageError("--json 和 --md 只能写一个。", "两种都要的，分两次运行。")
    ending = _checked_ending(output, force)
    found = _compared(old, new)
    if output:
        from yqsafety.cli.catalog_files import tasks_file

        inputs = (tasks_file(old), tasks_file(new))
        write_output(output, [_content(ending, found)], *inputs, force=force)
        from yqsafety.reports.differences import counts_text

        console.out_or_err(f"√ 已写出：{output}。{counts_text(found)}")
    if json or md:
        console.out_bytes([_content("json" if json else "md", found)])
    elif not output:
        _show(found)
    if exit_code and found.found.differs:
        raise typer.Exit(1)


def _checked_ending(output: Path | None, force: bool) -> str:
    """The ending of the file to write; UsageError before anything is read where it cannot be."""
    if output is None:
        return ""
    ending = output.suffix.removeprefix(".").lower()
    if ending not in ENDINGS:
        raise UsageError(f"“{output}”的扩展名不可用。", f"可选：{'、'.join(ENDINGS)}。")
    if is_file(output) and not force:
        raise UsageError(f"“{output}”已有，未写出。", "换一个文件名，或加 --force 覆盖。")
    return ending


def _compared(old: Path, new: Path) -> "Difference":
    from yqsafety.cli.catalog_files import named_catalog, refuse_same_file, refuse_strangers
    from yqsafety.drafting.comparing import compare_catalogs
    from yqsafety.reports.differences import Difference

    refuse_same_file(old, new)
    before, after = named_catalog(old), named_catalog(new)
    found = compare_catalogs(before, after)
    refuse_strangers(found)
    return Difference(before, after, found)


def _content(ending: str, found: "Difference") -> bytes:
    if ending == "json":
        from yqsafety.reports.answers import diff_json, dump_json

        return dump_json(diff_json(found))
    if ending == "md":
        from yqsafety.formats.as_md import markdown_text
        from yqsafety.reports.differences import difference_blocks
        from yqsafety.reports.document import clean_block

        return markdown_text(TITLE, map(clean_block, difference_blocks(found)))
    from yqsafety.formats.diff_sheet import diff_sheet

    return diff_sheet(found)


def _show(found: "Difference") -> None:
    from yqsafety.reports.differences import difference_lines

    for line in difference_lines(found):
        console.out(line)
    if not found.found.differs:
        console.out("两份通知的任务没有变化。")
