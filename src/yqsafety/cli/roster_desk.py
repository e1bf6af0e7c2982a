"""The local roster as a command changes it: read, changed, checked over the units, written.

Nothing is written that the next command would refuse to read: the whole catalogue is made with the
new roster first, by the same checks as always. What the file was before is kept beside it.
"""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import NamedTuple

from yqsafety.cli import clock, console
from yqsafety.cli.chosen_store import named_store
from yqsafety.cli.local_file import remember_roster, roster_to_write
from yqsafety.cli.opened_notices import settled_notice
from yqsafety.cli.opened_session import open_session
from yqsafety.cli.options import Common
from yqsafety.drafting.local_rosters import LocalRoster
from yqsafety.errors import CatalogError, UsageError, reason_of
from yqsafety.files import copy_beside, is_file, write_whole
from yqsafety.notice.data_files import DataFile, DataFiles, data_files
from yqsafety.notice.days_meant import days_around, typed_day
from yqsafety.notice.loader import load_catalog
from yqsafety.notice.model import Body, Catalog, Group
from yqsafety.notice.roster import Roster


class RosterDesk(NamedTuple):
    """What a command that changes the roster works on."""

    path: Path
    files: DataFiles
    catalog: Catalog
    draft: LocalRoster
    roster: Roster
    """As of today; the draft's own knows no day."""
    common: Common
    today: dt.date

    def body(self, text: str) -> Body:
        """The unit or group of a name; what a part of a name was taken for is said."""
        found = self.roster.find(text)
        if not found.exact:
            console.err(f"“{text}”按“{found.body.name}”处理。")
        return found.body

    def group(self, text: str) -> Group:
        """The group of a name; UsageError for a unit, or for what is neither."""
        body = self.body(text)
        if not isinstance(body, Group):
            known = "、".join(group.name for group in self.roster.groups)
            raise UsageError(f"“{body.name}”是单位，不是范围。", f"可选的范围：{known}。")
        return body

    def since(self, text: str | None) -> dt.date | None:
        """The day that was typed, else today; None, for always, where the term does not hold today.

        What was reported of earlier days stays as it was. Of a notice whose term is over nothing
        would be left for who came in today. UsageError for what is no day.
        """
        if text:
            return self.day(text)
        term = self.catalog.notice.term
        return self.today if term.from_ <= self.today <= term.until else None

    def day(self, text: str) -> dt.date:
        """The day that was typed; UsageError for what is no day."""
        return typed_day(text, days_around(self.today, self.catalog.notice.term))

    def roster_then(self, day: dt.date | None) -> Roster:
        """The roster of a day, else of today."""
        return self.roster.on(day or self.today)

    def recorded_units(self) -> set[str]:
        """The ids of the units of which the state has records."""
        store, _ = named_store(self.common)
        return {event.unit for event in store.read().events}

    def save(self) -> None:
        """Check the roster over the notice and write it; CatalogError, unwritten, for a fault."""
        raw = self.draft.text.encode()
        try:
            load_catalog(self.files._replace(local=DataFile(self.path.name, raw)))
        except CatalogError as error:
            raise CatalogError(error.message, "名册未作改动。") from None
        write_roster(self.path, raw)
        use_from_now(self.path, self.catalog.notice.id)


def open_desk(common: Common) -> RosterDesk:
    """The local roster that is in use, or a new one; CatalogError where it does not fit."""
    path = roster_to_write()
    common = settled_notice(common)
    files = data_files(common.notice, path if is_file(path) else None)
    today = clock.china_now().date()
    try:
        catalog = load_catalog(files)
    except CatalogError as error:
        if files.local:  # a notice that is at fault itself is said as always
            load_catalog(files._replace(local=None))
            raise CatalogError(
                f"名册“{path}”不能用于这份通知：{error.message.removeprefix('任务文件有误：')}",
                "请改正，或换一份：yqsafety roster use 文件",
            ) from None
        raise
    draft = LocalRoster(files.local.raw if files.local else b"", path.name, catalog.units)
    notice = catalog.notice
    county = notice.issuer.removesuffix("人民政府")
    roster = Roster(catalog.units, county, notice.words).on(today)
    return RosterDesk(path, files, catalog, draft, roster, common, today)


def write_roster(path: Path, raw: bytes) -> None:
    """Put a roster in its place in one step; the one before is kept as `.bak`."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if is_file(path):
            copy_beside(path, path.with_name(f"{path.name}.bak"))
    except OSError as error:
        said = f"无法写入“{path}”：{reason_of(error)}，"
        raise UsageError(said, "名册未作改动，请检查权限。") from None
    write_whole(path, [raw])


def use_from_now(path: Path, notice: str) -> None:
    """Remember a roster, unless the variable names it for this shell."""
    if not os.environ.get("YQSAFETY_UNITS"):
        remember_roster(path, notice)


def tasks_of(desk: RosterDesk, body_id: str) -> int:
    """How many tasks a body has now, with the roster as it was just written."""
    from yqsafety.reports.answers import task_counts

    return task_counts(open_session(desk.common).ledger).get(body_id, 0)


def since_words(day: dt.date | None) -> str:
    """自 2025-05-20 起, with a blank behind; nothing for what always holds."""
    return f"自 {day} 起" if day else ""
