"""The duties of one's own as commands change them: read, changed, checked, installed.

They are one notice a year, installed beside the others. Each change makes the next edition in a
folder of its own, and the index then names it: until then nothing has changed, and the edition
before stays beside it. What the next command would refuse to read is never written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from yqsafety.cli import console, settings
from yqsafety.cli.installed import (
    Installed,
    copies_folder,
    copy_files,
    copy_of,
    described_notice,
    installed_notices,
    put_in_use,
    remove_copies,
)
from yqsafety.cli.notice_choice import notice_file
from yqsafety.cli.opened_notices import NoticeInView, opened_notice
from yqsafety.cli.opened_session import open_session
from yqsafety.cli.options import Common
from yqsafety.cli.session import Session
from yqsafety.drafting.own_notice import OwnNotice, OwnNoticeHead, units_with
from yqsafety.errors import CatalogError, UsageError
from yqsafety.notice.compiling import compile_catalog
from yqsafety.notice.data_files import DataFile, DataFiles, data_files
from yqsafety.notice.model import OWN, Body, Catalog, Term
from yqsafety.notice.roster import Roster
from yqsafety.store.locked_write import locked_file

T = TypeVar("T")


@dataclass(eq=False, repr=False)
class OwnDesk:
    """The file of one year, and the notice whose units and words it takes."""

    session: Session
    id: str
    term: Term
    head: OwnNoticeHead
    """What the file begins with where there is none yet."""
    base: NoticeInView
    before: Roster | None
    """The units of the edition that is installed."""
    moved: list[tuple[str, str]] = field(default_factory=list)
    """Ids of this machine that the shared store has for other duties, and the new ones."""

    def body(self, name: str) -> Body | None:
        """A body by a name, as files call it: by the notice's name, not by one of a later day."""
        return Roster(self.base.catalog.units).get(name) or (
            self.before.get(name) if self.before else None
        )

    def recorded(self) -> set[str]:
        """The tasks of which the state has records, those that were taken back too."""
        return {event.task for event in self.session.state.events if event.notice == self.id}

    def records_of(self, task: str) -> int:
        """How many records of a task count today."""
        events = self.session.ledger.of_notice(self.id)
        return sum(event.task == task for event in events.live.events) if events else 0

    def read(self) -> OwnNotice:
        """The duties as they are installed now, or as the shared store in use publishes them.

        Where both have what the other lacks, those of the store stay as they are, and this
        machine's own follow under new ids: no id may mean two duties.
        """
        known = installed_notices().get(self.id)
        here = self._draft(copy_of(self.id, known.edition)) if known else None
        file = published_copy(self.session, self.id)
        there = self._draft(file) if file else None
        if here is None:
            return there or OwnNotice(self.head.text().encode(), self.id)
        if there is None or not here.lacking(there):
            return here
        self.moved = there.take_over(here, self.recorded())
        return there

    def id_now(self, task: str) -> str:
        """The id that a duty of this machine has since it was read beside those of the store."""
        return dict(self.moved).get(task, task)

    def _draft(self, file: Path) -> OwnNotice:
        return OwnNotice(data_files(file, None).notice.raw, self.id)

    def change(self, make: Callable[[OwnNotice], T]) -> tuple[T, Catalog]:
        """Change the file, check it and install it as the next edition.

        It is read anew under the lock, so that of two commands at once neither is lost.
        CatalogError for a fault, and then nothing has changed.
        """
        with locked_file(copies_folder() / settings.INDEX, "自定任务"):
            draft = self.read()
            answer = make(draft)
            installed = self._install(draft)
        for old, new in self.moved:
            console.err(f"共享库的 {self.id} 另有任务，本机的 {old} 改为 {new}。")
        return answer, installed

    def _install(self, draft: OwnNotice) -> Catalog:
        known = installed_notices().get(self.id)
        edition = draft.count_up(known.edition if known else 0)
        plain = data_files(self.base.file, None).units
        units = DataFile(plain.name, units_with(plain.raw, draft.unit_names(), self.body))
        files = DataFiles(DataFile("tasks.yaml", draft.text.encode()), units, None)
        catalog, faults = compile_catalog(files)
        if catalog is None:
            raise CatalogError(f"未改动：{faults[0].problem}。", f"{faults[0].fix}。")
        copy_files(files, self.id, edition)
        put_in_use(described_notice(catalog.notice)._replace(made_here=True))
        remove_copies(self.id, str(edition - 2))
        return catalog


def open_own_desk(common: Common, into: str | None) -> OwnDesk:
    """The notice of own duties that is named, else that of this year and unit, new where needed.

    UsageError for a name that is none; CatalogError where it, or the notice in force, is damaged.
    """
    session = open_session(common)
    known = installed_notices()
    if into is not None:
        refuse_other_notice(into, known)
    unit = bureau_of(session)
    year = session.today.year
    chosen = into or f"{OWN}{year}" + (f"-{unit.id}" if unit else "")
    base = _base_of(session)
    term = Term(dt.date(year, 1, 1), dt.date(year, 12, 31))
    title = f"{unit.name if unit else '本单位'}自定任务（{year}年）"
    head = OwnNoticeHead(chosen, title, term, base.catalog.notice.words)
    here = copy_of(chosen, known[chosen].edition) if chosen in known else None
    if (file := here or published_copy(session, chosen)) is None:
        return OwnDesk(session, chosen, term, head, base, None)
    now = opened_notice(file, session.today, session.store.catalogs).catalog
    return OwnDesk(session, chosen, now.notice.term, head, base, Roster(now.units))


def published_copy(session: Session, notice: str) -> Path | None:
    """A notice as the shared store in use publishes it; None where it does not, or for a file."""
    folder = session.store.catalogs
    known = installed_notices(folder) if folder else {}
    return copy_of(notice, known[notice].edition, folder) if notice in known else None


def refuse_other_notice(name: str, known: dict[str, Installed]) -> None:
    """UsageError for a notice that is not installed, or is none of own duties."""
    if name in known and known[name].is_own:
        return
    ids = "、".join(own_ids(known)) or "（还没有）"
    raise UsageError(f"没有“{name}”这份自定任务。", f"已有：{ids}。")


def own_ids(known: dict[str, Installed]) -> Iterator[str]:
    """The notices of own duties that are installed, the newest first."""
    return (one.id for one in reversed(known.values()) if one.is_own)


def bureau_of(session: Session) -> Body | None:
    """This machine's unit, which adds duties for itself only; None at the office, or without."""
    unit = session.default_unit()
    return None if unit is None or session.is_office(unit) else unit


def _base_of(session: Session) -> NoticeInView:
    """The notice whose units and words hold: of those in view the first that is no own one."""
    for one in session.notices:
        if not one.catalog.notice.is_own:
            return one
    return opened_notice(notice_file(None, session.today), session.today)
