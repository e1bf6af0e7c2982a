"""Which edition of a notice is in use, and whether another can be adopted in its place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from yqsafety.cli.catalog_files import files_of, opened_catalog, tasks_file
from yqsafety.cli.installed import (
    BUNDLED,
    Installed,
    copy_files,
    copy_of,
    described_notice,
    installed_notices,
    put_in_use,
    remove_copies,
)
from yqsafety.cli.local_file import load_with_roster
from yqsafety.errors import CatalogError, UsageError
from yqsafety.notice.data_files import DataFiles, data_files
from yqsafety.notice.loader import load_catalog
from yqsafety.notice.model import Catalog
from yqsafety.safe_text import typed_word


class Editions(NamedTuple):
    """The edition that is left and the one that is adopted."""

    old: Catalog
    new: Catalog
    before: Path | None
    """The file of the old one; None for the bundled one."""
    files: DataFiles
    """The files of the new one."""
    in_use: bool
    """Whether the new one is in use already, so that only records may be left to carry over."""

    @contextmanager
    def copied(self) -> Iterator[None]:
        """Copies of both, which change nothing; what was copied goes where all else fails."""
        if self.in_use:
            yield
            return
        notice, edition = self.new.notice.id, self.new.notice.edition
        if self.before is None:
            copy_files(data_files(None, None), notice, self.old.notice.edition)
        copy_files(self.files, notice, edition)
        try:
            yield
        except BaseException:
            remove_copies(notice, str(edition))
            if self.before is None:
                remove_copies(notice, str(self.old.notice.edition))
            raise

    def put_in_use(self) -> None:
        """Have commands take the new one from now on."""
        if not self.in_use:
            described = described_notice(self.new.notice)
            put_in_use(described._replace(adopted_from=self.old.notice.edition))


def find_editions(folder: Path) -> Editions:
    """The edition in a folder and the one before it; an error where it cannot be adopted.

    UsageError for another notice's, an older one, or the one in use with another content;
    CatalogError for a fault in either, and for an id that changed its meaning.
    """
    new, files = opened_catalog(folder), files_of(folder)
    notice, edition = new.notice.id, new.notice.edition
    known = installed_notices().get(notice)
    if known is None and notice != BUNDLED:
        raise UsageError(
            f"没有在用的 {notice}，不能换用新版。",
            f"安装：yqsafety catalog add {typed_word(folder)}",
        )
    used = known.edition if known else _bundled_edition()
    if edition < used:
        raise UsageError(
            f"{notice} 在用的是第 {used} 版，这是第 {edition} 版。", "请用较新的一版。"
        )
    if edition == used:
        _refuse_other_content(files, known)
    before = _edition_before(notice, edition, known)
    old = _opened_copy(before, used if edition > used else 0)
    _refuse_changed_meaning(folder, files, before)
    return Editions(old, new, before, files, edition == used)


def _refuse_other_content(files: DataFiles, known: Installed | None) -> None:
    """UsageError where the files are not those of the edition in use that they claim to be."""
    file = copy_of(known.id, known.edition) if known else None
    try:
        mine = data_files(file, None)
    except UsageError:
        return  # said below, or mended by running `catalog add`
    if (mine.notice.raw, mine.units.raw) != (files.notice.raw, files.units.raw):
        raise UsageError("在用的就是这一版，内容却不同。", "改动后请把 edition 加 1 再运行。")


def _edition_before(notice: str, edition: int, known: Installed | None) -> Path | None:
    """The file of the edition in use, else of the one before it; None for the bundled one."""
    if known and known.edition < edition:
        return copy_of(notice, known.edition)
    if known and known.adopted_from:
        return copy_of(notice, known.adopted_from)
    if known is None and _bundled_edition() < edition:
        return None
    raise in_use_already(notice, edition)


def in_use_already(notice: str, edition: int) -> UsageError:
    """The error where there is nothing to adopt and nothing to carry over."""
    return UsageError(
        f"{notice} 第 {edition} 版已在用，没有须转接的登记。", "查看：yqsafety catalog list"
    )


def _bundled_edition() -> int:
    return load_catalog(data_files(None, None)).notice.edition


def _opened_copy(file: Path | None, used: int) -> Catalog:
    """An edition that is or was in use; CatalogError where its copy is damaged or gone."""
    if file is None:
        return load_with_roster(None)
    try:
        return opened_catalog(file)
    except (CatalogError, UsageError):
        edition = file.parent.name
        which = f"在用的第 {edition} 版" if used else f"前一版（第 {edition} 版）"
        raise CatalogError(
            f"{which}已损坏或不见了：{file}，无从比对，未启用。",
            f"请先重新安装：yqsafety catalog add 第 {edition} 版的文件夹" if used else "",
        ) from None


def _refuse_changed_meaning(folder: Path, files: DataFiles, before: Path | None) -> None:
    """CatalogError where an id means something else, or is lost: ticks would move, or vanish."""
    from yqsafety.drafting.against import check_against
    from yqsafety.notice.compiling import parse_notice

    # Without the local roster: it may be of another notice, and then nothing would be compared.
    old = data_files(before, None)
    known = parse_notice(old.notice)[1]
    if known is None:
        return
    for found in check_against(files._replace(local=None), load_catalog(old), known):
        new, old_one = typed_word(tasks_file(folder)), typed_word(before or "旧版文件夹")
        all_of_them = f"yqsafety validate {new} --against {old_one}"
        raise CatalogError(f"新版不能启用：{found}。", f"{found.fix}。全部问题：{all_of_them}")
