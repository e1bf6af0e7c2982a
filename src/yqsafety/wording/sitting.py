"""What was recorded in one sitting at the checklist, in a line. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from yqsafety.ledger.events import Event
from yqsafety.wording.record_counts import records_text


def sitting_text(events: Sequence[Event]) -> str:
    """本次：登记办结 3 条、补充说明 2 条，共 5 条，涉及 4 项。; empty where nothing was."""
    if not events:
        return ""
    return f"本次：{records_text(events)}。查看：yqsafety log；撤销：yqsafety undo"
