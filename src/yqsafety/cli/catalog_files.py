"""The notices that a command names by their folder or file, and whether two can be compared."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from yqsafety.cli.installed import NAME
from yqsafety.cli.local_file import load_with_roster, local_roster
from yqsafety.cli.notice_choice import file_of_name
from yqsafety.errors import CatalogError, UsageError
from yqsafety.files import is_file, is_folder
from yqsafety.notice.data_files import DataFiles, data_files, read_data_file
from yqsafety.notice.model import Catalog
from yqsafety.safe_text import typed_word

if TYPE_CHECKING:
    from yqsafety.drafting.comparing import Comparison
    from yqsafety.notice.schema import Finding


def tasks_file(path: Path) -> Path:
    """The file of a notice that is named by its folder or by itself."""
    return path / NAME if is_folder(path) else path


def notice_files(named: Path) -> DataFiles:
    """The files of a notice that is named by file, folder or the id of an installed one.

    UsageError where there is none.
    """
    return data_files(file_of_name(named), local_roster())


def known_units(named: Path) -> bytes:
    """A units file that is named by itself, or by its notice; UsageError where there is none."""
    if is_file(named):
        return read_data_file(named).raw
    return notice_files(named).units.raw


def files_of(path: Path) -> DataFiles:
    """The files of that notice, with the local roster over them; UsageError where there is none."""
    return data_files(tasks_file(path), local_roster())


def opened_catalog(path: Path) -> Catalog:
    """The catalogue of that notice; CatalogError names it, since both files have one name."""
    try:
        return load_with_roster(tasks_file(path))
    except CatalogError as error:
        hint = f"全部问题：yqsafety validate {typed_word(tasks_file(path))}"
        raise CatalogError(f"“{path}”的{error.message}", hint) from None


def named_catalog(named: Path) -> Catalog:
    """The catalogue of a notice that is named by file, folder or the id of an installed one."""
    if is_folder(named):
        return opened_catalog(named)
    file = file_of_name(named)
    return opened_catalog(file) if file else load_with_roster(None)


def refuse_same_file(old: Path, new: Path) -> None:
    """UsageError where both names lead to one file."""
    one, other = tasks_file(old), tasks_file(new)
    try:
        same = one.samefile(other)
    except OSError:
        return
    if same:
        raise UsageError(f"“{old}”和“{new}”是同一个文件。", "请写旧、新两份通知的文件夹。")


def findings_against(old: Path, chosen: Sequence[Path]) -> list[Finding]:
    """What a new edition may not say, given the old one.

    UsageError where several files were chosen, or another notice; CatalogError for a faulty old
    one.
    """
    from yqsafety.drafting.against import check_against
    from yqsafety.notice.compiling import parse_notice

    if len(chosen) > 1:
        raise UsageError("--against 一次只核对一份任务文件。", "分几次运行。")
    for new in chosen:
        refuse_same_file(old, new)
    catalog = opened_catalog(old)
    source = files_of(old).notice
    before = parse_notice(source)[1]
    files = files_of(chosen[0]) if chosen else data_files(None, None)
    return list(check_against(files, catalog, before, source.typed)) if before else []


def refuse_strangers(found: Comparison) -> None:
    """UsageError where not one task goes on."""
    if found.strangers:
        raise UsageError("没有一项相同，可能不是同一份通知。", "请检查是否选错文件。")
