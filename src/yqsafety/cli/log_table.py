"""What was recorded, for people: the newest first, a block each on a terminal, a line in a pipe."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from yqsafety.cli import console
from yqsafety.cli.session import Session
from yqsafety.cli.tables import rich_console, rich_text
from yqsafety.ledger.effective import reverted_batches
from yqsafety.ledger.events import Event
from yqsafety.ledger.order import writer_of
from yqsafety.ledger.orphans import Lack
from yqsafety.notice.model import Notice
from yqsafety.wording import labels
from yqsafety.wording.orphans import lack_text
from yqsafety.wording.phrases import minute_text
from yqsafety.wording.task_card import event_detail

_NONE: Mapping[str, Lack] = MappingProxyType({})


class LoggedRow(NamedTuple):
    """One record, in the words of the log."""

    recorded: str
    on: str
    by: str
    unit: str
    task: str
    action: str
    detail: str
    batch: str
    notice: str
    lack: str = ""
    """Why no row shows it, where that was asked for."""


def show_log(session: Session, events: Iterable[Event], lacks: Mapping[str, Lack] = _NONE) -> None:
    """Show events, the newest first; `lacks` says by id why no row shows one."""
    gone = reverted_batches(session.ledger.recorded)
    rows = [_logged(session, event, lacks, reverted=event.batch in gone) for event in events]
    rows.reverse()
    # The numbers of two notices are alike: once there are two, each record says of which it is.
    several = any(row.notice != session.catalog.notice.id for row in rows)
    if not console.is_terminal():
        console.out_rows(_piped(row, several=several) for row in rows)
        return
    screen = rich_console()
    for row in rows:
        screen.print(rich_text(_head(row, several=several), "bold"))
        screen.print(rich_text(f"  {_rest(row)}"))


def _piped(row: LoggedRow, *, several: bool) -> Sequence[str]:
    *said, notice, lack = row
    return [*said, *([notice] if several else []), *([lack] if lack else [])]


def _head(row: LoggedRow, *, several: bool) -> str:
    """What was done to which duty of which unit: no value of it is broken over two lines."""
    task = f"{row.notice}/{row.task}" if several and row.task else row.task
    return "  ".join(filter(None, (row.recorded, row.action, task, row.unit)))


def _rest(row: LoggedRow) -> str:
    on = f"{row.on} 起" if row.on != row.recorded[:10] else ""
    parts = (f"{row.by}登记", on, row.detail, row.lack, f"批次 {row.batch}")
    return "；".join(filter(None, parts))


def _task_text(event: Event, notice: Notice) -> str:
    """The id of what it is about, with the name of a slot as people type it: 2.4@安全生产月."""
    if "-" not in event.period:
        return event.task
    return f"{event.task}@{_slot_names(notice).get((event.task, event.period), event.period)}"


@lru_cache
def _slot_names(notice: Notice) -> dict[tuple[str, str], str]:
    """By task and code: the names of the slots that have one."""
    tasks = (task for item in notice.items() for task in item.tasks)
    return {(t.id, slot.name): slot.label for t in tasks for slot in t.timing.slots if slot.label}


def _logged(
    session: Session, event: Event, lacks: Mapping[str, Lack], *, reverted: bool
) -> LoggedRow:
    """A record; 补录, 合并, 导入 and 已撤销 are added to what was done.

    补录 was recorded over 7 days after the day it holds from. 合并 came from another state file,
    导入 from a register, whose name stands after the `/` of `origin`.
    """
    ledger = session.ledger
    merged = "（合并）" if writer_of(event.origin) not in ledger.writers else ""
    marks = (
        "（补录）" if event.late_entry else "",
        merged or ("（导入）" if "/" in event.origin else ""),
        "（已撤销）" if reverted else "",
    )
    part = ledger.of_notice(event.notice) or ledger
    roster, lack = part.roster, lacks.get(event.id)
    return LoggedRow(
        minute_text(event),
        str(event.on),
        event.by,
        roster.name(event.unit) if event.unit else "",
        _task_text(event, part.catalog.notice),
        labels.ACTION[event.action] + "".join(marks),
        event_detail(event, roster),
        event.batch,
        event.notice,
        lack_text(lack, event, part.catalog.notice) if lack else "",
    )
