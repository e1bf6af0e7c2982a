"""Commands about whole rosters: use, send, merge."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer

from yqsafety.cli import console
from yqsafety.cli.local_file import local_roster, remember_roster
from yqsafety.cli.opened_notices import settled_notice
from yqsafety.cli.options import Common, takes_options
from yqsafety.cli.own_files import write_output
from yqsafety.cli.roster_desk import RosterDesk, open_desk, use_from_now, write_roster
from yqsafety.errors import CatalogError, ImportRefused, UsageError
from yqsafety.notice.data_files import DataFile, DataFiles, data_files, read_data_file
from yqsafety.notice.loader import load_catalog
from yqsafety.notice.model import Units
from yqsafety.places import expanded_path
from yqsafety.safe_text import typed_word

SHOWN = 20
"""Lines of what a merge added or refused before the rest is only counted."""


@takes_options
def use(
    common: Common,
    file: Annotated[
        Path | None, typer.Argument(metavar="[文件]", help="本地名册；不写的，显示现用的")
    ] = None,
    new: Annotated[bool, typer.Option("--new", help="新建一份空的名册")] = False,
    clear: Annotated[bool, typer.Option("--clear", help="不再使用本地名册，文件不动")] = False,
) -> None:
    """Remember a local roster, show which is in use, or use none; the file stays as it is."""
    if clear:
        remember_roster(None)
        console.out("已不再使用本地名册，文件未动。")
    elif file is None:
        path = local_roster()
        named = "（YQSAFETY_UNITS）" if os.environ.get("YQSAFETY_UNITS") else ""
        none = "还没有本地名册。新增单位：yqsafety roster add 单位全称"
        console.out(f"本地名册{named}：{path}" if path else none)
    else:
        _use_file(common, expanded_path(file), new)
        console.out(f"√ 本地名册已设为 {file}。查看单位：yqsafety units")
    if os.environ.get("YQSAFETY_UNITS") and (file or clear):
        console.err("注意：设有 YQSAFETY_UNITS，以它为准。")


def _use_file(common: Common, file: Path, new: bool) -> None:
    """Check a roster over the notice in view and remember it; an empty one is made if asked."""
    from yqsafety.drafting.local_rosters import HEAD

    if new and file.exists():
        raise UsageError(f"“{file}”已存在，未新建。", "直接使用：去掉 --new")
    if new:
        write_roster(file, HEAD.encode())
    elif not file.exists():
        raise UsageError(f"没有名册文件“{file}”。", "请检查路径；新建一份：加 --new")
    common = settled_notice(common)
    catalog = load_catalog(data_files(common.notice, None))
    try:
        load_catalog(data_files(common.notice, file))
    except CatalogError as error:
        raise CatalogError(
            f"这份名册不能用于本通知：{error.message.removeprefix('任务文件有误：')}",
            f"全部问题：yqsafety validate {typed_word(file)}",
        ) from None
    remember_roster(file, catalog.notice.id)


@takes_options
def send(
    common: Common,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="写入的文件，- 为标准输出", metavar="文件")
    ],
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的文件")] = False,
) -> None:
    """Write the local roster for others: units, names and members, no contacts, no comments."""
    from yqsafety.drafting.local_rosters import bare_text

    desk = open_desk(common)
    if desk.files.local is None:
        raise UsageError("还没有本地名册，没有可发出的。", "新增单位：yqsafety roster add 单位全称")
    text = bare_text(desk.files.local.raw, desk.path.name)
    if str(output) == "-":
        for line in text.splitlines():
            console.out(line)
        return
    target = expanded_path(output)
    if target.exists() and (target.samefile(desk.path) or not force):
        raise UsageError(f"“{output}”已存在，未写出。", "换一个文件名，或加 --force 覆盖。")
    write_output(target, [text.encode()], force=force)
    console.out(
        f"√ 名册已写入 {output}，不含联系人和注释。对方收入：yqsafety roster merge {output}"
    )


@takes_options
def merge(
    common: Common,
    file: Annotated[Path, typer.Argument(metavar="文件", help="他人发来的名册")],
) -> None:
    """Lay another office's roster into one's own; what contradicts is said and not taken."""
    from yqsafety.drafting.roster_merging import Merging

    desk = open_desk(common)
    source = read_data_file(expanded_path(file))
    theirs, whole = _read_theirs(desk, source)
    merging = Merging(desk.draft, theirs, whole)
    merging.run()
    if merging.added:
        desk.save()
    elif desk.files.local:
        use_from_now(desk.path, desk.catalog.notice.id)
    _say("未收", merging.refused, console.err)
    _say("新增", merging.added, console.out)
    refused = f"，{len(merging.refused)} 处与本名册不符、未收" if merging.refused else ""
    what = f"新增 {len(merging.added)} 处" if merging.added else "没有新内容"
    console.out(f"√ {file.name}：{what}{refused}。名册：{desk.path}")


def _read_theirs(desk: RosterDesk, source: DataFile) -> tuple[Units, Units]:
    """What another roster says, and the notice's units with it; ImportRefused for a fault."""
    from yqsafety.notice.compiling import compile_units, parse_units

    files = DataFiles(desk.files.notice, desk.files.units, source)
    whole, faults = compile_units(files)
    if whole is None:
        raise ImportRefused(
            f"名册有误或属于另一份通知，未收：{faults[0]}。",
            "请发来的人用 yqsafety validate 检查。",
        )
    return parse_units(source)[1], whole


def _say(word: str, lines: list[str], write: Callable[[str], None]) -> None:
    for line in lines[:SHOWN]:
        write(f"{word}：{line}")
    if len(lines) > SHOWN:
        write(f"{word}：另有 {len(lines) - SHOWN} 处")
