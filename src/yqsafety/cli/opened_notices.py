"""The notices of a command, read with their units: bundled, installed, named or published."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import NamedTuple

from yqsafety.cli import clock, settings
from yqsafety.cli.chosen_store import shared_name
from yqsafety.cli.local_file import load_with_roster
from yqsafety.cli.options import Common
from yqsafety.errors import CatalogError
from yqsafety.files import is_file
from yqsafety.notice.data_files import data_files
from yqsafety.notice.loader import load_catalog
from yqsafety.notice.model import Catalog
from yqsafety.notice.roster import Roster
from yqsafety.safe_text import typed_word
from yqsafety.store.stores import open_store


class NoticeInView(NamedTuple):
    """A notice that a command works on, and its units of the day."""

    catalog: Catalog
    roster: Roster
    file: Path | None = None
    """Where it was read from; None for the bundled one."""


def open_catalog(common: Common) -> tuple[Catalog, Roster]:
    """The notice, and its units of today with the local roster laid over; CatalogError for a fault.

    The roster can be asked for another day (`Roster.on`). Of several notices it is the first.
    """
    file = settled_notice(common).notice
    return opened_notice(file, clock.china_now().date(), published_folder(common))[:2]


def open_catalogs(common: Common) -> tuple[Catalog, ...]:
    """The notices in view, without their records; CatalogError for a fault."""
    day, folder = clock.china_now().date(), published_folder(common)
    files: list[Path | None] = [None]
    if may_choose(common, folder):
        from yqsafety.cli.notice_choice import notices_in_view

        files, _ = notices_in_view(common.notice, day, (), folder)
    return tuple(opened_notice(file, day, folder).catalog for file in files)


def published_folder(common: Common) -> Path | None:
    """Where this machine keeps what the store in use publishes; None without one.

    It holds for a file beside that store as well (`named_store`). Nothing is asked of the store
    here: that is done when the records are read.
    """
    named = shared_name(common) or settings.setting("store")
    folder = open_store(named).catalogs if named else None
    return folder if folder and is_file(folder / settings.INDEX) else None


def opened_notice(file: Path | None, day: dt.date, folder: Path | None = None) -> NoticeInView:
    """A notice with the local roster laid over its units; what is in `folder` brings its own."""
    if file and folder and folder in file.parents:
        loaded = _loaded_published(file)
    else:
        loaded = _loaded_copy(file) if file and _is_copy(file) else load_with_roster(file)
    return seen_notice(loaded, day, file)


def _loaded_published(file: Path) -> Catalog:
    """A notice as the shared store publishes it; CatalogError says so: nobody here can mend it."""
    from yqsafety.cli.installed import PUBLISH_AGAIN
    from yqsafety.store.published import roster_beside

    try:
        return load_catalog(data_files(file, roster_beside(file)))
    except CatalogError as error:
        raise CatalogError(f"共享库发布的{error.message}", PUBLISH_AGAIN) from None


def _is_copy(file: Path) -> bool:
    """Whether it is the copy of an installed notice."""
    index = settings.catalogs_index()
    return index is not None and index.parent in file.parents


def _loaded_copy(file: Path) -> Catalog:
    """An installed notice; CatalogError says which, since the files of all have one name."""
    try:
        return load_with_roster(file)
    except CatalogError as error:
        hint = f"全部问题：yqsafety validate {typed_word(file)}"
        raise CatalogError(f"“{file}”的{error.message}", hint) from None


def seen_notice(loaded: Catalog, day: dt.date, file: Path | None = None) -> NoticeInView:
    """A catalogue with its units of a day."""
    notice = loaded.notice
    county = notice.issuer.removesuffix("人民政府")
    return NoticeInView(loaded, Roster(loaded.units, county, notice.words).on(day), file)


def settled_notice(common: Common) -> Common:
    """The options with the file of the one notice that is meant; without one it is the bundled one.

    Where several are in force, or none is, it is said on stderr which one is taken; a command that
    opens the notice twice settles it first, so that this is said once.
    """
    folder = published_folder(common)
    if not may_choose(common, folder):
        return common
    from yqsafety.cli.notice_choice import notice_file

    return common._replace(notice=notice_file(common.notice, clock.china_now().date(), folder))


def may_choose(common: Common, folder: Path | None) -> bool:
    """Whether another than the bundled notice can be meant."""
    index = folder / settings.INDEX if folder else settings.catalogs_index()
    installed = index is not None and is_file(index)
    return common.notice is not None or "YQSAFETY_NOTICE" in os.environ or installed
