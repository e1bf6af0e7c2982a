"""Who records on this machine, joined with the state file that is recorded in.

The writer of a place is made at its first record, under the lock of the state file; until then a
plan has an empty origin, and is made anew with the right one when it is written. A shared store is
one place for all who record there: it is its own writer, and has the last word on the origin.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from yqsafety.cli import console, settings
from yqsafety.errors import UsageError
from yqsafety.ledger.events import Event
from yqsafety.ledger.order import next_origin
from yqsafety.notice.roster import Roster
from yqsafety.recording.rights import RIGHTS, first_refused
from yqsafety.store.state_format import State
from yqsafety.store.writers import Writers
from yqsafety.wording.labels import ACTION

if TYPE_CHECKING:
    from yqsafety.store.protocol import Account, Store


def own_writers(store: Store, state: State) -> frozenset[str]:
    """All who may have recorded in this file here; what others wrote came in by merging."""
    if store.path is None:
        return frozenset({state.id or ""})
    return Writers(settings.writers_file()).known_at(store.path, state.id)


def known_origin(store: Store, state: State, now: dt.datetime) -> str:
    """The origin of what would be recorded; empty where nothing was recorded here yet."""
    if store.path is None:
        return _shared_origin(state)
    writer = Writers(settings.writers_file()).known_writer(store.path, state.id or "")
    return next_origin(state.events, state.id or "", writer, now) if writer else ""


def lasting_origin(store: Store, state: State, now: dt.datetime) -> tuple[str, bool]:
    """The origin of what is recorded, and whether its writer could be kept in the settings."""
    if store.path is None:
        return _shared_origin(state), True
    writer, kept = Writers(settings.writers_file()).writer_at(store.path, state.id or "")
    return next_origin(state.events, state.id or "", writer, now), kept


def _shared_origin(state: State) -> str:
    return f"{state.id}.{state.id}"


def refuse_foreign(account: Account, events: Sequence[Event], roster: Roster) -> None:
    """UsageError, naming the first, where an account may not record one of some events.

    The store itself refuses as well; here it can be said in the words of the command.
    """
    event = first_refused(account.role, account.unit, events)
    if event is None:
        return
    if account.role == "reader":
        raise UsageError("这个账号只能查看，未登记。", "要登记的，请向督办单位索取单位的账号。")
    if not RIGHTS[event.action].unit:
        raise UsageError(f"{ACTION[event.action]}由督办单位登记，未登记。", "请与督办单位联系。")
    raise UsageError(
        f"这个账号只登记{roster.name(account.unit)}的任务，未登记。",
        f"{roster.name(event.unit)}的，由该单位的账号登记。",
    )


def files_left_behind(store: Store, events: Sequence[Event], folder: Path) -> list[str]:
    """Put the evidence of some events into a shared store; a line for each file that stayed here.

    They go before the records that name them. In a file only names and digests are kept.
    """
    if store.connection is None or not any(event.evidence for event in events):
        return []
    from yqsafety.store.shared_files import bring_files

    return [
        f"注意：佐证材料“{one.evidence.name}”没有传到共享库（{one.why}），只登记了名称。"
        for one in bring_files(store.connection, events, folder)
    ]


def say_not_kept() -> None:
    """Say that this machine is known by its name only, since the settings cannot be written."""
    console.err(
        "注意：设置文件夹无法写入，本机只按计算机名和用户区分，"
        "合并时可能与同名计算机相混。请检查该文件夹的权限。"
    )
