"""What is to be recorded, and what would be: requests, plans and their events. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import NamedTuple

from yqsafety.errors import UsageError
from yqsafety.ledger.events import Action, Event, Evidence
from yqsafety.ledger.ledger import Ledger
from yqsafety.recording.targets import (
    ForWhom,
    Target,
)

MAX_TEXT = 10_000
"""Characters of a note or a reason; an Excel cell takes three times as many."""
MAX_NAME = 1_000
"""Characters of a person's name, or of the name of a piece of evidence."""


class Stamp(NamedTuple):
    """Who records, where and when; `batch` is the id of this one command."""

    by: str
    origin: str
    batch: str
    now: dt.datetime
    """With offset +08:00."""

    @property
    def today(self) -> dt.date:
        """The day of recording."""
        return self.now.date()


class Request(NamedTuple):
    """What is to be recorded."""

    action: Action
    who: ForWhom
    on: dt.date
    dated: bool = False
    """Whether the day was given, not just today."""
    note: str = ""
    field: str = ""
    """What the note is about."""
    evidence: tuple[Evidence, ...] = ()
    counted: str = ""
    """`N` for the total so far, `+N` to add."""
    until: dt.date | None = None
    reason: str = ""
    approved_by: str = ""


@dataclass(eq=False, repr=False)
class Plan:
    """What would be recorded, and what would not and why."""

    at: str
    """The time of recording."""
    events: list[Event] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    skipped: dict[str, list[Target]] = field(default_factory=dict)
    """By reason, in Chinese."""
    warnings: list[str] = field(default_factory=list)

    def skip(self, reason: str, target: Target) -> None:
        """Leave a target out."""
        self.skipped.setdefault(reason, []).append(target)


def time_of(ledger: Ledger, stamp: Stamp) -> str:
    """The time of recording; never before what is recorded already, whatever the clock does."""
    now = stamp.now.isoformat(timespec="microseconds")
    newest = max((event.at for event in ledger.recorded), default="")
    if now > newest:
        return now
    later = dt.datetime.fromisoformat(newest) + dt.timedelta(microseconds=1)
    return later.isoformat(timespec="microseconds")


def start_plan(ledger: Ledger, request: Request, stamp: Stamp) -> Plan:
    """An empty plan; no day in the future is recorded, one before the notice is warned of."""
    _refuse_long(request, stamp)
    plan = Plan(time_of(ledger, stamp))
    if request.on > stamp.today:
        raise UsageError(f"{request.on} 还没有到，不能登记。", "请检查 --on。")
    issued = ledger.catalog.notice.date
    if request.on < issued:
        plan.warnings.append(f"注意：{request.on} 早于通知印发日期 {issued}。")
    return plan


def _refuse_long(request: Request, stamp: Stamp) -> None:
    """UsageError for a text that nobody has typed."""
    if len(max(request.note, request.reason, key=len)) > MAX_TEXT:
        raise UsageError(
            f"说明或理由超过 {MAX_TEXT} 字，未登记。", "请写要点，全文另存文件作佐证。"
        )
    names = (stamp.by, request.approved_by, *(item.name for item in request.evidence))
    if len(max(names, key=len)) > MAX_NAME:
        raise UsageError(f"姓名或佐证材料的名称超过 {MAX_NAME} 字，未登记。", "请改短。")


def new_event(
    ledger: Ledger,
    plan: Plan,
    target: Target,
    request: Request,
    stamp: Stamp,
    *,
    action: Action | None = None,
    period: str | None = None,
    value: int | None = None,
) -> Event:
    """One event of a plan for a target; `action` and `period` take the place of their own."""
    return Event(
        id=f"{stamp.batch}-{len(plan.events):05d}",
        batch=stamp.batch,
        at=plan.at,
        on=request.on,
        by=stamp.by,
        origin=stamp.origin,
        notice=ledger.catalog.notice.id,
        action=action or request.action,
        task=target.entry.task.id,
        period=target.entry.period.name if period is None else period,
        unit=target.unit,
        note=request.note,
        field=request.field,
        evidence=request.evidence,
        value=value,
        until=request.until,
        reason=request.reason,
        approved_by=request.approved_by,
    )
