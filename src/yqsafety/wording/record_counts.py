"""How many records of what kinds some events are, and of how many duties. Pure.

A command, a sitting or a sheet may leave several records on one duty, of several kinds: the number
of records is not the number of duties, and the kind of the first is not that of all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from yqsafety.ledger.events import Event
from yqsafety.wording.labels import ACTION


def actions_text(events: Iterable[Event], what: str) -> str:
    """How many of each kind, in the order in which they come: 登记办结 2 条、补充说明 1 条."""
    counts = Counter(ACTION[event.action] for event in events)
    return "、".join(f"{action} {number} {what}" for action, number in counts.items())


def records_text(events: Sequence[Event]) -> str:
    """登记办结 2 项; where duties and records differ, or kinds do, both are counted.

    What is about no duty and no unit, as the opening of a new edition, is a record only.
    """
    duties = {(e.notice, e.task, e.period, e.unit) for e in events if e.task or e.unit}
    alike = len({event.action for event in events}) == 1
    if alike and len(duties) == len(events):
        return actions_text(events, "项")
    total = "" if alike else f"，共 {len(events)} 条"
    return f"{actions_text(events, '条')}{total}" + (f"，涉及 {len(duties)} 项" if duties else "")
