"""A task of a catalogue in words, without a ledger: who, when, how much. Pure."""

from __future__ import annotations

from yqsafety.notice.model import Every, Quantity, Responsibility, Slot, Timing
from yqsafety.wording import labels

EVERY: dict[Every, str] = {
    "two-years": "每两年",
    "year": "每年",
    "half-year": "每半年",
    "quarter": "每季度",
    "month": "每月",
    "week": "每周",
}


WEEKDAYS = "一二三四五六日"


def period_text(every: Every, day: int | None) -> str:
    """How often, and by which day of each month or week: 每月25日, 每周五."""
    if day is None:
        return EVERY[every]
    return f"每周{WEEKDAYS[day - 1]}" if every == "week" else f"{EVERY[every]}{day}日"


def named_text(named: Responsibility) -> str:
    """Everyone on a bracket with the role that it gives them."""
    lead = [f"{name}（牵头）" for name in named.lead]
    support = [f"{name}（配合）" for name in named.support]
    check = [f"{name}（考核）" for name in named.check]
    names = "、".join((*lead, *named.units, *support, *check)) + ("等部门" if named.open else "")
    return names if named.mode == "lead" else f"{names}{labels.MODE[named.mode]}"


def timing_text(timing: Timing) -> str:
    """The kind, and the dates that are written out."""
    parts = [
        labels.KIND[timing.kind],
        f"{timing.due} 前" if timing.due else "",
        period_text(timing.every, timing.day) if timing.every else "",
        f"自 {timing.from_} 起" if timing.from_ else "",
        f"至 {timing.until} 止" if timing.until else "",
        "、".join(map(_slot_text, timing.slots)),
        f"“{timing.trigger}”后" if timing.trigger else "",
        f"{timing.within} 天内" if timing.within is not None else "",
        f"{timing.renew_days} 天更新一次" if timing.renew_days is not None else "",
    ]
    return " ".join(filter(None, parts))


def _slot_text(slot: Slot) -> str:
    return f"{slot.label}（{slot.start} 至 {slot.due}）"


def quantity_text(quantity: Quantity | None) -> str:
    """How much, in the notice's words."""
    return quantity.text if quantity else "未写"
