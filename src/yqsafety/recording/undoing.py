"""Taking back what was recorded. Pure.

A whole command is taken back, never a part of it, and by an event that can itself be taken back.
"""

from __future__ import annotations

from collections.abc import Sequence

from yqsafety.errors import UsageError
from yqsafety.ledger.effective import reverted_batches
from yqsafety.ledger.events import Event
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.order import in_order, writer_of
from yqsafety.recording.plan import Stamp, time_of

MIN_PREFIX = 4
"""Letters of a batch id that name one; fewer fit too many of them by chance."""


def plan_undo(ledger: Ledger, batch: str, stamp: Stamp) -> tuple[Event, list[Event]]:
    """The revert of a batch, and the events that it takes back.

    `batch` is an id or the beginning of one. Without it, and by a beginning, only what this person
    recorded on this machine under a notice in view can be taken back, so that nobody undoes
    unseen what a colleague did, or what was done under another notice; anything else by its whole
    id. UsageError where nothing, or more than one batch, fits.
    """
    ordered = in_order(ledger.recorded)
    gone = reverted_batches(ordered)
    live = [event for event in ordered if event.batch not in gone]
    find = _named_batch if batch else _newest_batch
    chosen = find(ledger, live, batch, stamp)
    targets = [event for event in live if event.batch == chosen]
    revert = Event(
        id=f"{stamp.batch}-00000",
        batch=stamp.batch,
        at=time_of(ledger, stamp),
        on=stamp.today,
        by=stamp.by,
        origin=stamp.origin,
        notice=targets[0].notice,
        action="revert",
        reverts=chosen,
    )
    return revert, targets


def _is_own(ledger: Ledger, event: Event, stamp: Stamp) -> bool:
    """Whether an event is of this person, on this machine, under a notice in view."""
    return (
        event.by == stamp.by
        and ledger.of_notice(event.notice) is not None
        and writer_of(event.origin) in ledger.writers
    )


def _newest_batch(ledger: Ledger, live: Sequence[Event], _: str, stamp: Stamp) -> str:
    own = [e for e in live if e.action != "revert" and _is_own(ledger, e, stamp)]
    if not own:
        raise UsageError(
            f"没有 {stamp.by} 在本机登记、可以撤销的操作。", "指定批次：yqsafety undo 批次号"
        )
    return own[-1].batch


def _named_batch(ledger: Ledger, live: Sequence[Event], batch: str, stamp: Stamp) -> str:
    if any(event.batch == batch for event in live):
        return batch
    first = {event.batch: event for event in reversed(live) if event.batch.startswith(batch)}
    if not first:
        raise UsageError(f"没有可撤销的批次“{batch}”。", "批次号见 yqsafety log。")
    if len(first) > 1 or len(batch) < MIN_PREFIX:
        raise UsageError(f"“{batch}”不足以确定批次。", "请写全批次号，见 yqsafety log。")
    ((name, event),) = first.items()
    if not _is_own(ledger, event, stamp):
        what = f"{event.by} {event.at[:10]} 登记的 {event.task or '其他事项'}（{event.notice}）"
        raise UsageError(
            f"“{batch}”是{what}，不是本人在本机就本通知登记的。", f"确要撤销请写全批次号：{name}"
        )
    return name
