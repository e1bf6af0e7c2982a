"""Why no row shows a record, in words. Pure."""

from __future__ import annotations

from yqsafety.ledger.events import Event
from yqsafety.ledger.orphans import Lack
from yqsafety.notice.model import Notice

LACK: dict[Lack, str] = {
    "task": "任务不在任务文件中",
    "unit": "单位不在名册中",
    "party": "单位不承担该任务",
    "slot": "没有登记这次情形",
}


def lack_text(lack: Lack, event: Event, notice: Notice) -> str:
    """What a record lacks; of a task that was given up, why."""
    gone = next((one for one in notice.retired if one.id == event.task), None)
    return f"任务已停用：{gone.why}" if lack == "task" and gone else LACK[lack]
