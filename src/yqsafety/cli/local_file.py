"""The local roster of this machine: where it is, and the catalogue with it laid over.

YQSAFETY_UNITS names it, else the settings remember it. A roster is one county's: it holds names of
units that another notice may not have. Where it was used with one notice and does not fit another,
that is said and the other is shown without it; where it does not fit its own it is at fault.
"""

from __future__ import annotations

import os
from pathlib import Path

from yqsafety.cli import console, settings
from yqsafety.errors import CatalogError, UsageError
from yqsafety.files import is_file
from yqsafety.notice.data_files import DataFiles, data_files
from yqsafety.notice.loader import load_catalog
from yqsafety.notice.model import Catalog
from yqsafety.places import expanded_path, user_folder

NAME = "roster.yaml"


def local_roster() -> Path | None:
    """The local roster in use: that of YQSAFETY_UNITS, else the one remembered; None without."""
    if named := os.environ.get("YQSAFETY_UNITS"):
        return expanded_path(Path(named))
    kept = settings.setting("roster")
    return Path(kept) if kept else None


def roster_to_write() -> Path:
    """The local roster in use, else a new one in the user's data folder.

    UsageError without such a folder, and where a roster lies there that is used no longer: its
    units would come back unasked.
    """
    if used := local_roster():
        return used
    folder = user_folder("data")
    if folder is None:
        raise UsageError("没有用户文件夹，不能保存名册。", "请用 YQSAFETY_UNITS 指明文件。")
    path = folder / NAME
    if is_file(path):
        raise UsageError(
            f"已不再使用的名册还在：{path}。",
            f'接着用：yqsafety roster use "{path}"；另起一份：yqsafety roster use 新文件 --new',
        )
    return path


def remember_roster(path: Path | None, notice: str = "") -> None:
    """Use a roster from now on, which fits a notice, or none; YQSAFETY_UNITS stays above it."""
    settings.keep_setting("roster", str(path.absolute()) if path else None)
    settings.keep_setting("roster_notice", notice or None)


def catalog_files(notice: Path | None) -> DataFiles:
    """The files to read; UsageError where one, the local roster too, cannot be read."""
    local = local_roster()
    try:
        return data_files(notice, local)
    except UsageError:
        if local is None or is_file(local) or os.environ.get("YQSAFETY_UNITS"):
            raise
        raise UsageError(
            f"本地名册“{local}”不见了。",
            "请放回原处，或换一份：yqsafety roster use 文件；不再使用：yqsafety roster use --clear",
        ) from None


def load_with_roster(notice: Path | None) -> Catalog:
    """The catalogue with the local roster laid over its units; CatalogError for a fault."""
    loaded, fits = fitting_catalog(notice)
    if not fits:
        console.err(
            f"注意：本地名册“{settings.setting('roster')}”与这份通知的单位不符，未使用。"
            "另行指定：yqsafety roster use 文件"
        )
    return loaded


def fitting_catalog(notice: Path | None) -> tuple[Catalog, bool]:
    """The catalogue, and whether the local roster fits it; without the roster where it does not.

    CatalogError for a fault of its own, or of a roster that is meant for it.
    """
    files = catalog_files(notice)
    try:
        return load_catalog(files), True
    except CatalogError:
        if files.local is None or os.environ.get("YQSAFETY_UNITS"):
            raise
        loaded = load_catalog(files._replace(local=None))
        if settings.setting("roster_notice") in (None, loaded.notice.id):
            raise
    return loaded, False
