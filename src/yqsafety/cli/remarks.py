"""What is said on stderr when a state is opened, because it makes the figures doubtful.

A record that no view can show must not vanish without a word: it stays in the file, and it is
counted and said, with what would bring it back.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, assert_never

from yqsafety.cli import console
from yqsafety.ledger.events import Event
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.order import newest_time
from yqsafety.store.state_file import FileStore

if TYPE_CHECKING:
    from yqsafety.ledger.orphans import Lack
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


def say_signature(ledger: Ledger) -> None:
    """Say that the name under a paper was spelled out from the office's short name."""
    from yqsafety.notice.model import Words
    from yqsafety.wording.paper_words import signature_of

    signed, office = signature_of(ledger), ledger.words.office
    if signed.name == Words().office:
        console.err(
            f"注意：任务文件没有写督办单位，落款暂写“{signed.name}”，"
            "请补上 words.office 和 words.office_name。"
        )
    elif signed.presumed:
        console.err(
            f"注意：落款“{signed.name}”是按“{office}”推定的全称，请与印章核对。"
            f"核对后写入名册，以后不再提示：yqsafety roster alias {office} {signed.name}"
        )


def unknown_remarks(ledger: Ledger) -> list[str]:
    """A line each on records of unknown units, unknown tasks, other units and missing events."""
    return [said for part in ledger.parts for said in _unknown_in(part)]


def _unknown_in(ledger: Ledger) -> list[str]:
    if not ledger.live.events:
        return []
    from yqsafety.ledger.orphans import orphans_of

    found: dict[Lack, Counter[str]] = defaultdict(Counter)
    for event, lack in orphans_of(ledger):
        found[lack][_named(ledger, event, lack)] += 1
    return [
        f"注意：状态中有 {names.total()} 条记录的{what}（{_few(names)}），未计入。{hint}"
        for lack, (what, hint) in _REMARKS.items()
        if (names := found[lack])
    ]


_LIST = "查看：yqsafety log --orphans"
_REMARKS: dict[Lack, tuple[str, str]] = {
    "unit": (
        "单位不在名册中",
        "请补入：yqsafety roster add 单位全称；已有名册的：yqsafety roster use 文件",
    ),
    "task": ("任务不在任务文件中", f"{_LIST}；任务文件选错的，请改 --notice"),
    "party": ("单位按本任务文件不承担该任务", _LIST),
    "slot": ("任务没有登记这次情形", _LIST),
}


def _named(ledger: Ledger, event: Event, lack: Lack) -> str:
    """What is named of a record: what is not there, and where needed of what."""
    match lack:
        case "task":
            return event.task
        case "unit":
            return event.unit
        case "party":
            return f"{event.task} {ledger.roster.name(event.unit)}"
        case "slot":
            return f"{event.task}@{event.period}"
        case _:
            assert_never(lack)


def _few(names: Iterable[str]) -> str:
    shown = list(names)
    return "、".join(shown[:3]) + (" 等" if len(shown) > 3 else "")
