"""The earlier notices of which tasks go on, opened only by what shows or carries their results.

They are read from their installed copies, or are the bundled one, through the compiled cache, and
folded from the same events as the notice in use. One that is not there, or is at fault, is no
fault of this notice: what became of its tasks cannot be seen then, and that is said.
"""

from __future__ import annotations

from pathlib import Path

from yqsafety.cli.installed import BUNDLED, copy_of, installed_notices
from yqsafety.cli.local_file import fitting_catalog
from yqsafety.errors import YqError
from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.joint import translated_units
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.year_before import ContinuedTask, continued_task
from yqsafety.notice.data_files import data_files
from yqsafety.notice.loader import load_catalog
from yqsafety.notice.model import Catalog
from yqsafety.notice.roster import Roster
from yqsafety.store.published import roster_beside


class EarlierNotices:
    """Catalogues by their notice's id, and their ledgers beside the newest one that asked."""

    def __init__(self, published: Path | None = None) -> None:
        """`published` is the folder of what the store in use publishes, where it does."""
        self._published = published
        self._catalogs: dict[str, Catalog | str] = {}
        self._beside: Ledger | None = None
        self._ledgers: dict[str, Ledger] = {}

    def of_entry(self, ledger: Ledger, entry: Entry) -> list[ContinuedTask]:
        """What became of the tasks that go on in a row's, for the units that are on the row."""
        return [self._of_task(ledger, entry, *which) for which in entry.task.continued]

    def _of_task(self, ledger: Ledger, entry: Entry, notice: str, task: str) -> ContinuedTask:
        earlier = self.ledger_of(notice, ledger)
        if earlier is None:
            return ContinuedTask(notice, task, why=str(self._catalogs[notice]))
        own = ledger.of_notice(entry.notice) or ledger
        units = [one.party.id for one in entry.assignments]
        return continued_task(earlier, task, translated_units(earlier, units, own.roster))

    def ledger_of(self, notice: str, beside: Ledger) -> Ledger | None:
        """The ledger of an earlier notice with the events and the day of another's.

        None where the notice is not installed, or its files are at fault.
        """
        if beside is not self._beside:
            self._beside, self._ledgers = beside, {}
        if notice not in self._catalogs:
            self._catalogs[notice] = _open_installed(notice, self._published)
        catalog = self._catalogs[notice]
        if notice not in self._ledgers and isinstance(catalog, Catalog):
            roster = Roster(catalog.units, words=catalog.notice.words)
            self._ledgers[notice] = Ledger(catalog, roster, beside.recorded, beside.as_of)
        return self._ledgers.get(notice)


def _open_installed(notice: str, published: Path | None) -> Catalog | str:
    """The catalogue of an installed notice, or why there is none."""
    known = installed_notices(published)
    if notice not in known and notice != BUNDLED:
        return "未安装"
    path = copy_of(notice, known[notice].edition, published) if notice in known else None
    try:
        if path and published:
            return load_catalog(data_files(path, roster_beside(path)))
        return fitting_catalog(path)[0]
    except YqError:
        return "的任务文件读不出"
