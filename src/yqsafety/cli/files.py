"""Commands about files and settings: export, use, validate, schema."""

import os
from pathlib import Path
from typing import Annotated, cast, get_args

import typer

from yqsafety.cli import console, settings
from yqsafety.cli.options import Common, FilterOptions, JsonFlag, takes_options
from yqsafety.cli.session import open_catalog, open_session, say_year
from yqsafety.cli.tables import Column, show_table
from yqsafety.errors import CatalogError, UsageError
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


@takes_options
def use(
    common: Common,
    unit: Annotated[
        str | None, typer.Argument(metavar="[单位]", help="名称、简称或其一部分")
    ] = None,
    clear: Annotated[bool, typer.Option("--clear", help="取消默认单位")] = False,
) -> None:
    """设定本机默认单位."""
    roster = open_catalog(common)[1]
    if clear:
        settings.set_unit(None)
        console.out("已取消本机默认单位。")
    elif unit:
        name = roster.find(unit).body.name
        settings.set_unit(name)
        console.out(f"本机默认单位已设为 {name}。查看本单位任务：yqsafety list --mine")
    else:
        name = os.environ.get("YQSAFETY_UNIT") or settings.unit() or ""
        known = f"本机默认单位：{console.visible(name)}"
        console.out(known if name else "还没有设定本机单位。设定：yqsafety use 单位名称")


@takes_options
def validate(
    common: Common,
    files: Annotated[
        list[Path] | None, typer.Argument(metavar="[文件...]", help="任务文件、单位文件或本地名册")
    ] = None,
    json: JsonFlag = False,
) -> None:
    """检查数据文件，列出全部问题."""
    from yqsafety.catalog import all_findings

    local = os.environ.get("YQSAFETY_UNITS")
    chosen = files or [path for path in (common.notice,) if path]
    findings = all_findings(chosen, Path(local) if local else None)
    if json:
        console.data(
            {
                "schema": "yqsafety/validate@1",
                "findings": [finding._asdict() for finding in findings],
            }
        )
    elif findings:
        columns = [Column("位置"), Column("级别", 4), Column("问题"), Column("改法")]
        show_table(
            columns,
            [[f"{f.file} 第 {f.line} 行 {f.path}", "错误", f.problem, f.fix] for f in findings],
        )
    else:
        console.out("数据文件无误。")
    if findings:
        raise CatalogError(f"数据文件有 {len(findings)} 处问题。", "请按“改法”逐一改正。")


@takes_options
def schema(
    name: Annotated[
        str | None, typer.Argument(metavar="[名称]", help="notice 或 units，默认两者")
    ] = None,
) -> None:
    """输出数据文件的 JSON Schema."""
    from yqsafety.shape import MODELS, json_schema

    if name is not None and name not in MODELS:
        raise UsageError(f"没有“{name}”这种数据文件，", f"可选：{'、'.join(MODELS)}。")
    console.data(json_schema(name))
