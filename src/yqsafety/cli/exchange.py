"""Commands that exchange files with other programs: export."""

from pathlib import Path
from typing import Annotated, cast, get_args

import typer

from yqsafety.cli import console
from yqsafety.cli.options import Common, FilterOptions, takes_options
from yqsafety.cli.session import open_session, say_year
from yqsafety.errors import UsageError
from yqsafety.formats import Extract, Per, render
from yqsafety.query import select
from yqsafety.whole_file import write_whole


@takes_options
def export(
    format_: Annotated[str, typer.Argument(metavar="格式", help="json、csv")],
    filters: FilterOptions,
    common: Common,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="写入文件", metavar="文件")
    ] = None,
    per: Annotated[
        str, typer.Option("--per", help="每行一项任务 task，或一个单位 unit", metavar="行")
    ] = "task",
) -> None:
    """导出 JSON、CSV 等文件."""
    if per not in get_args(Per):
        raise UsageError(f"--per 没有“{per}”，", f"可选：{'、'.join(get_args(Per))}。")
    session = open_session(common, filters.as_of)
    wanted = session.filters(filters)
    selection = select(session.ledger, wanted)
    say_year(session, filters.as_of)
    content = render(format_, Extract(session.ledger, wanted, selection, cast(Per, per)))
    if output is None:
        console.raw(content)
        return
    write_whole(output, content)
    console.err(f"已导出 {len(selection.entries)} 项到 {output}。")
