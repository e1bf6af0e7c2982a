"""Commands that exchange files with others: export, import, merge.

What they do is imported when it is asked for, so that the other commands start without it.
"""

from pathlib import Path
from typing import Annotated

import typer

from yqsafety.cli.options import By, Common, FilterOptions, JsonFlag, takes_options
from yqsafety.cli.session import open_session


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
    """The rows that match as a file."""
    from yqsafety.cli import exporting

    session = open_session(common, filters.as_of)
    exporting.run(session, filters, format_, output, per, split_by)


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
    """Take in registers that units filled in."""
    from yqsafety.cli import intake

    session = open_session(common)
    intake.run(session, files, by, dry_run=dry_run, accept_valid=accept_valid, json=json)


@takes_options
def merge(
    files: Annotated[
        list[Path], typer.Argument(metavar="文件...", help="他人的状态文件（state.json）")
    ],
    common: Common,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只看结果，不写入")] = False,
    json: JsonFlag = False,
) -> None:
    """Take in other people's state files."""
    from yqsafety.cli import merging

    merging.run(open_session(common), files, dry_run=dry_run, json=json)
