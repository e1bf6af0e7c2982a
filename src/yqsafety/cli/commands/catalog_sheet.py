"""`catalog export` and `catalog import`: the catalogue as a sheet for offices, out and back."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yqsafety.cli import console
from yqsafety.cli.catalog_files import files_of, tasks_file
from yqsafety.cli.commands.catalog_review import DEFAULT, Named, Notice, chosen_file
from yqsafety.cli.own_files import write_output
from yqsafety.cli.tables import ScreenColumn, show_table
from yqsafety.errors import ImportRefused, UsageError
from yqsafety.files import is_file, write_whole
from yqsafety.safe_text import typed_word

if TYPE_CHECKING:
    from yqsafety.drafting.sheet_table import Fault

SHOWN = 40
"""Letters of a cell that a fault repeats."""


def export(
    file: Named = None,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="清单的文件名", metavar="文件")
    ] = Path("清单.xlsx"),
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的文件")] = False,
    notice: Notice = None,
) -> None:
    """Write the sheet; one that is there, which may be filled in, is kept unless forced."""
    from yqsafety.drafting.editing import opened_book
    from yqsafety.formats.catalog_sheet import import_line, render

    if output.suffix.casefold() != ".xlsx":
        raise UsageError(f"“{output}”不是 .xlsx 文件名。", "清单只导出为 .xlsx：-o 清单.xlsx")
    chosen = chosen_file(file, notice)
    book = opened_book(files_of(chosen))
    if is_file(output) and not force:
        raise UsageError(
            f"已有“{output}”，可能填过，未覆盖。", "请另起文件名（-o），或加 --force 覆盖。"
        )
    content = render(book, output.name, str(tasks_file(chosen)))
    write_output(output, content, tasks_file(chosen), force=force)
    console.out(f"√ 已导出：{output}。填法见其中的“说明”表。")
    console.out(f"填好后：{import_line(str(output), str(tasks_file(chosen)))}")


def import_(
    sheet: Annotated[Path, typer.Argument(metavar="文件", help="填好的清单，如 清单.xlsx")],
    to: Annotated[
        Path | None,
        typer.Option("--to", help="任务文件，默认导出时的那一份", metavar="文件"),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只列出会改什么，不改")] = False,
    notice: Notice = None,
) -> None:
    """Take a filled sheet into the catalogue: all of it, or nothing and every fault."""
    from yqsafety.drafting.editing import opened_book
    from yqsafety.drafting.sheet_import import take_sheet
    from yqsafety.drafting.sheet_table import named_file, read_table
    from yqsafety.register.reading import read_sheets
    from yqsafety.register.sheets import Unreadable

    try:
        sheets = read_sheets(sheet)
    except Unreadable as no:
        raise ImportRefused(f"“{sheet}”未导入：{str(no).replace('台账', '清单')}。") from None
    target = tasks_file(to or notice or _target_of(sheet, named_file(sheets)))
    book = opened_book(files_of(target))
    taken = take_sheet(book, read_table(sheets, book, sheet.name))
    if taken.faults:
        _show_faults(taken.faults)
        raise ImportRefused(
            f"“{sheet.name}”有 {len(taken.faults)} 处问题，任务文件未作改动。",
            "请按“改法”改正后再导入。",
        )
    for line in taken.changes:
        console.out(line)
    for line in taken.remarks:
        console.err(f"注意：{line}")
    if taken.book is book:
        console.out(f"清单没有改动，任务文件未动：{target}。")
    elif dry_run:
        console.out(f"共 {len(taken.changes)} 处，只列出，未改动。导入：去掉 --dry-run。")
    else:
        kept = target.with_name(f"{target.name}.bak")
        write_whole(kept, [book.raw])
        write_whole(target, [taken.book.raw])
        console.out(f"√ 已导入 {len(taken.changes)} 处：{target}。")
        console.out(f"导入前的存为 {kept}；要撤销，用它覆盖 {target.name}。")


def _target_of(sheet: Path, named: str) -> Path:
    """The catalogue that a sheet names, from here or from beside it; else that of the folder."""
    places = [Path(named), sheet.parent / named] if named.endswith((".yaml", ".yml")) else []
    for place in (*places, DEFAULT):
        if is_file(place):
            return place
    raise UsageError(
        f"没有写明任务文件，当前文件夹中也没有 {DEFAULT}。",
        f"请写明：yqsafety catalog import {typed_word(sheet)} --to 任务/tasks.yaml",
    )


def _show_faults(faults: "list[Fault]") -> None:
    columns = [
        ScreenColumn("单元格", 6),
        ScreenColumn("列", 8),
        ScreenColumn("内容"),
        ScreenColumn("改法"),
    ]
    show_table(columns, [[one.cell, one.label, _short(one.content), one.say] for one in faults])


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= SHOWN else f"{plain[:SHOWN]}…"
