"""What was recorded in one sitting at the checklist, in a line. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from yqsafety.ledger.events import Event
from yqsafety.wording import labels


def sitting_text(events: Sequence[Event]) -> str:
    """本次登记 5 项：登记办结 3，补充说明 2。; empty where nothing was recorded."""
    if not events:
        return ""
    counts = Counter(labels.ACTION[event.action] for event in events)
    said = "，".join(f"{action} {number}" for action, number in counts.most_common())
    return f"本次登记 {len(events)} 项：{said}。查看：yqsafety log；撤销：yqsafety undo"
