"""What a new year's notice can take over from the ones before it, as it stands in the state file.

`catalog carry` shows it, asks and records; `catalog add` says how much of it there is.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from yqsafety.cli.earlier import EarlierNotices
from yqsafety.errors import UsageError
from yqsafety.ledger.events import Event
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import Catalog, Notice
from yqsafety.notice.roster import Roster
from yqsafety.recording.carrying_over import CarryingOver, plan_carrying
from yqsafety.recording.plan import Stamp
from yqsafety.wording.carried import counted_text
from yqsafety.wording.task_card import record_text


class NewYear(NamedTuple):
    """A notice with its roster, and the earlier ones that it continues and that can be opened."""

    catalog: Catalog
    roster: Roster
    opened: EarlierNotices
    found: tuple[str, ...]
    missing: tuple[str, ...]

    def carrying(self, ledger: Ledger, stamp: Stamp) -> CarryingOver:
        """What would be recorded on top of a ledger of the new notice."""
        day = max(stamp.today, self.catalog.notice.term.from_)
        new = Ledger(self.catalog, self.roster, ledger.recorded, day)
        earlier = [self.opened.ledger_of(one, ledger) for one in self.found]
        roster = self.roster

        def describe(event: Event) -> str:
            return record_text(event, roster)

        return plan_carrying([one for one in earlier if one], new, stamp, describe)


def new_year(catalog: Catalog, roster: Roster, ledger: Ledger, published: Path | None) -> NewYear:
    """The notice and what it continues; UsageError where it continues none that can be opened."""
    ids = continued_ids(catalog.notice)
    if not ids:
        raise UsageError(
            f"{catalog.notice.id} 没有接续以前的通知，没有可沿用的。",
            "起草后先沿用上年的内容：yqsafety catalog renew 旧通知 新通知",
        )
    opened = EarlierNotices(published)
    found = tuple(one for one in ids if opened.ledger_of(one, ledger))
    missing = tuple(one for one in ids if one not in found)
    if not found:
        raise UsageError(
            f"上年的通知 {'、'.join(missing)} 未安装，看不到其登记。",
            "先安装：yqsafety catalog add 文件夹",
        )
    return NewYear(catalog, roster, opened, found, missing)


def continued_ids(notice: Notice) -> tuple[str, ...]:
    """The earlier notices that one continues, in the order in which it names them."""
    tasks = (task for item in notice.items() for task in item.tasks)
    return tuple(dict.fromkeys(one for task in tasks for one, _ in task.continued))


def waiting_text(catalog: Catalog) -> str:
    """How much could be taken over into a notice just installed; empty where there is nothing.

    YqError where the state cannot be read.
    """
    from yqsafety.cli import clock
    from yqsafety.cli.chosen_store import named_store
    from yqsafety.cli.opened_notices import published_folder
    from yqsafety.cli.options import Common

    moment = clock.china_now()
    roster = Roster(catalog.units, words=catalog.notice.words)
    events = named_store(Common())[0].read().events
    ledger = Ledger(catalog, roster, events, moment.date())
    year = new_year(catalog, roster, ledger, published_folder(Common()))
    made = year.carrying(ledger, Stamp("", "", "", moment))
    counts = [counted_text(made.plan.events)]
    counts += [f"未办结 {len(made.left_open)} 项"] if made.left_open else []
    if not any(counts):
        return ""
    said = "；".join(filter(None, counts))
    where = "、".join(year.found)
    return f"上年（{where}）{said}。接续：yqsafety catalog carry {catalog.notice.id}"
