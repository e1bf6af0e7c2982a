"""`catalog draft`: from the text of a notice to the two files of its catalogue."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from yqsafety.cli import clock, console
from yqsafety.cli.own_files import own_files, refuse_own
from yqsafety.errors import CatalogError, UsageError, reason_of
from yqsafety.files import write_whole

if TYPE_CHECKING:
    from yqsafety.drafting.assembling import Assembled

NAMES = ("tasks.yaml", "units.yaml")


def draft(
    file: Annotated[
        Path,
        typer.Argument(metavar="文件", help="通知：txt、md、docx、xlsx、csv 或另存的网页"),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="存放任务文件的文件夹", metavar="文件夹")
    ],
    units: Annotated[
        Path | None,
        typer.Option("--units", help="沿用其单位和成员：单位文件或上年通知", metavar="文件"),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="覆盖文件夹中已有的任务文件")] = False,
) -> None:
    """Write `tasks.yaml` and `units.yaml` with their schemas; what was guessed is left to review.

    UsageError where they are there already: somebody may have reviewed them.
    """
    from yqsafety.cli.catalog_files import known_units
    from yqsafety.cli.local_file import local_roster
    from yqsafety.drafting.assembling import KnownPlace, assemble_draft
    from yqsafety.drafting.reading import read_source
    from yqsafety.notice.data_files import data_files, read_data_file
    from yqsafety.notice.file_checks import check_written
    from yqsafety.wording.review_words import drafted_lines

    _refuse_existing(output, force)
    ordinary = data_files(None, None).units.raw
    local = local_roster() if units else None
    place = KnownPlace(
        known_units(units) if units else None, read_data_file(local).raw if local else b""
    )
    made = assemble_draft(read_source(file), ordinary, place, clock.china_now().date())
    _refuse_too_large(made, file.name)
    findings, notice = check_written(made.tasks.encode(), made.units.encode())
    if findings or notice is None:
        raise CatalogError(f"起草的文件未通过检查：{findings[0]}。", "请把原文件报给维护者。")
    _write(output, dict(zip(NAMES, (made.tasks, made.units), strict=True)) | _schemas())
    for remark in made.remarks:
        console.err(f"注意：{remark}。")
    for line in drafted_lines(str(output), notice):
        console.out(line)


def _refuse_too_large(made: "Assembled", name: str) -> None:
    from yqsafety.notice.data_files import limit_scale, max_bytes
    from yqsafety.notice.yaml_reader import MAX_VALUES

    if made.values > MAX_VALUES * limit_scale() or len(made.tasks.encode()) > max_bytes():
        raise UsageError(
            f"“{name}”条数太多，一份目录装不下，没有写入。",
            "请把原文分成几个文件，分别起草；确需合在一起的，请设 YQSAFETY_LARGE=1。",
        )


def _refuse_existing(folder: Path, force: bool) -> None:
    there = [name for name in NAMES if (folder / name).exists()]
    if there and not force:
        raise UsageError(
            f"“{folder}”中已有 {'、'.join(there)}，未起草。", "换一个文件夹，或加 --force 覆盖。"
        )


def _schemas() -> dict[str, str]:
    """What editors read while somebody edits the two files, by its name beside them."""
    from yqsafety.notice.schema import SCHEMA_FILES, json_schema
    from yqsafety.reports.answers import dump_json

    return {name: dump_json(json_schema(kind)).decode() for kind, name in SCHEMA_FILES.items()}


def _write(folder: Path, texts: dict[str, str]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"无法建立“{folder}”：{reason_of(error)}。", "请检查路径。") from None
    own = own_files()
    for name in texts:
        refuse_own(folder / name, own)
    for name, text in texts.items():
        write_whole(folder / name, [text.encode()])
