"""What is said on stderr when a state is opened, because it makes the figures doubtful.

A record that no view can show must not vanish without a word: it stays in the file, and it is
counted and said, with what would bring it back.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from yqsafety.cli import console
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.order import newest_time
from yqsafety.notice.model import COUNTY
from yqsafety.store.state_file import FileStore

if TYPE_CHECKING:
    from yqsafety.store.protocol import Store

_A_YEAR = 366


def say_incomplete(ledger: Ledger, store: Store, named: bool, now: dt.datetime) -> None:
    """Say what of a state file is missing, unread, of a later clock, or of no unit or task here.

    `named` says whether the user named the file: one that was named and is not there is said.
    """
    missing = ledger.state_id is None
    if missing and isinstance(store, FileStore) and store.is_lost():
        console.err(
            f"注意：状态文件“{store.name}”不见了，上一份副本还在。恢复办法：yqsafety recover"
        )
    elif missing and named:
        console.err(f"注意：状态文件“{store.name}”不存在，按尚无登记处理。")
    if ledger.unread:
        what = "状态文件由更新版本写成，" if store.path else "共享库中"
        console.err(f"注意：{what}有 {ledger.unread} 条记录读不出，未计入。请升级程序。")
    newest = newest_time(ledger.recorded, now.isoformat(timespec="microseconds"))[:10]
    if newest > now.date().isoformat():
        console.err(f"注意：最近一次登记为 {newest}，晚于本机日期，请核对电脑日期。")
    for remark in unknown_remarks(ledger):
        console.err(remark)


def say_offline(store: Store) -> None:
    """Say of when the copy is that is looked at instead of the shared store."""
    seen = dt.datetime.fromtimestamp(int(store.seen or 0), dt.timezone(dt.timedelta(hours=8)))
    console.err(f"注意：离线查看，本机副本为 {seen:%Y-%m-%d %H:%M} 的情况。")


def say_far_ahead(ledger: Ledger, now: dt.datetime) -> None:
    """Say, when something is to be recorded, that the clock is over a year after all there is.

    That is the newest record and the end of the notice's year: a clock that runs ahead by years is
    noticed before what it stamps has been handed in.
    """
    end = ledger.term.until.isoformat()
    newest = max(newest_time(ledger.recorded)[:10], end)
    if (now.date() - dt.date.fromisoformat(newest)).days > _A_YEAR:
        known = "通知年度止于" if newest == end else "最近一次登记为"
        console.err(f"注意：{known} {newest}，本机日期为 {now.date()}，请核对电脑日期。")


def unknown_remarks(ledger: Ledger) -> list[str]:
    """A line each on records of unknown units, unknown tasks and units without such a task."""
    return [said for part in ledger.parts for said in _unknown_in(part)]


def _unknown_in(ledger: Ledger) -> list[str]:
    known = {task.id for item in ledger.catalog.notice.items() for task in item.tasks}
    of_tasks = Counter(event.task for event in ledger.live.events if event.task)
    tasks = {task: count for task, count in of_tasks.items() if task not in known}
    of_units = Counter(e.unit for e in ledger.live.events if e.unit and e.task not in tasks)
    units = {
        unit: count
        for unit, count in of_units.items()
        if unit != COUNTY and ledger.roster.get(unit) is None
    }
    remarks = []
    if units:
        remarks.append(
            f"注意：状态中有 {sum(units.values())} 条记录的单位不在名册中"
            f"（{_few(units)}），未计入。请补入：yqsafety roster add 单位全称；"
            "已有名册的：yqsafety roster use 文件"
        )
    if tasks:
        remarks.append(
            f"注意：状态中有 {sum(tasks.values())} 条记录的任务不在任务文件中"
            f"（{_few(tasks)}），未计入。请核对任务文件（--notice）。"
        )
    if others := _of_others(ledger, skip={*units, COUNTY, ""}):
        remarks.append(
            f"注意：状态中有 {sum(others.values())} 条记录的单位按本任务文件不承担该任务"
            f"（{_few(others)}），未计入。查看：yqsafety log"
        )
    return remarks


def _of_others(ledger: Ledger, skip: Collection[str]) -> Counter[str]:
    """The records of units that an edition of the notice no longer names for a task.

    Left out are those that the office itself took off a task or a group: it was told so then.
    """
    events = ledger.live.events
    struck = {unit for units in ledger.live.strikes.values() for unit in units}
    divided = {event.task for event in events if event.action in ("assign", "unassign")}
    taken = ledger.units_of({event.task for event in events} - divided)
    return Counter(
        f"{event.task} {ledger.roster.name(event.unit)}"
        for event in events
        if event.unit not in skip
        and event.unit not in struck
        and event.unit not in taken.get(event.task, {event.unit})
    )


def _few(names: Iterable[str]) -> str:
    shown = list(names)
    return "、".join(shown[:3]) + (" 等" if len(shown) > 3 else "")
