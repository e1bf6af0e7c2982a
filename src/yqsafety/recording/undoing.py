"""Taking back what was recorded. Pure.

A whole command is taken back, never a part of it, and by an event that can itself be taken back.
"""

from __future__ import annotations

from yqsafety.errors import UsageError
from yqsafety.ledger.effective import in_order, reverted_batches
from yqsafety.ledger.events import Event
from yqsafety.ledger.ledger import Ledger
from yqsafety.recording.plan import Stamp, time_of


def plan_undo(ledger: Ledger, batch: str, stamp: Stamp) -> tuple[Event, list[Event]]:
    """The revert of a batch, and the events that it takes back.

    `batch` is an id or the beginning of one; without it, the newest batch of this person on this
    machine, so that nobody undoes a colleague's work by accident. What came in by merging is taken
    back by its id only. UsageError where nothing, or more than one batch, fits.
    """
    ordered = in_order(ledger.recorded)
    gone = reverted_batches(ordered)
    live = [event for event in ordered if event.batch not in gone]
    if batch:
        found = sorted({event.batch for event in live if event.batch.startswith(batch)})
        if len(found) != 1:
            raise UsageError(f"没有可撤销的批次“{batch}”。", "批次号见 yqsafety log。")
    else:
        found = [
            event.batch
            for event in live
            if event.by == stamp.by
            and event.recorded_in == stamp.origin
            and event.action != "revert"
        ][-1:]
        if not found:
            raise UsageError(
                f"没有 {stamp.by} 在本机登记、可以撤销的操作。", "指定批次：yqsafety undo 批次号"
            )
    targets = [event for event in live if event.batch == found[0]]
    revert = Event(
        id=f"{stamp.batch}-00000",
        batch=stamp.batch,
        at=time_of(ledger, stamp),
        on=stamp.today,
        by=stamp.by,
        origin=stamp.origin,
        notice=targets[0].notice,
        action="revert",
        reverts=found[0],
    )
    return revert, targets
