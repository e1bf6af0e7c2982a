"""What is to be recorded, and what would be: requests, plans and their events. Pure.

A request is what the user asked for, a plan what recording it would add. Making a plan writes
nothing: it can be shown and asked about first, and the store makes it again under its lock, from
the state as it is then. A plan is whole or an error: whatever cannot be recorded by name raises
before anything is written, and what a bulk leaves out stands in `skipped` with its reason. A plan
must never hold a day in the future, or come before an event that was recorded earlier.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import NamedTuple

from yqsafety.errors import UsageError
from yqsafety.ledger.events import Action, Event, Evidence
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.order import SMALL_SKEW, names_writer, newest_time
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


class NextNotice(NamedTuple):
    """The notice that comes after one, and the first day whose events belong to it."""

    id: str
    first: dt.date


class Request(NamedTuple):
    """What is to be recorded."""

    action: Action
    who: ForWhom
    on: dt.date
    dated: bool = False
    """Whether the user gave the day; if not, `on` is today."""
    note: str = ""
    field: str = ""
    """What the note is about: the code of 责任人, 进展情况 and so on."""
    evidence: tuple[Evidence, ...] = ()
    counted: str = ""
    """`N` for the total so far, `+N` to add."""
    until: dt.date | None = None
    reason: str = ""
    approved_by: str = ""
    follows: Mapping[str, NextNotice] = MappingProxyType({})
    """By id of a notice: the one that takes events after its term."""


@dataclass(eq=False, repr=False)
class Plan:
    """The events that would be recorded, the targets left out and why, and what to warn of."""

    at: str
    """The time of recording."""
    events: list[Event] = field(default_factory=list)
    targets: list[Target] = field(default_factory=list)
    skipped: dict[str, list[Target]] = field(default_factory=dict)
    """By reason, in Chinese."""
    warnings: list[str] = field(default_factory=list)
    slips: list[str] = field(default_factory=list)
    """What may be a slip of whoever typed it, each as a line without its end: asked about where
    somebody can answer, else said."""

    def skip(self, reason: str, target: Target) -> None:
        """Leave a target out, for a reason in Chinese that is shown to the user."""
        self.skipped.setdefault(reason, []).append(target)


def time_of(ledger: Ledger, stamp: Stamp) -> str:
    """The time of recording, ISO 8601 with microseconds: the clock's.

    Where the newest record is a moment ahead (two commands at once, a clock that is a little off),
    it is the moment after that one. Where it is far ahead, `stamp.origin` says what was known
    before (ledger/order.py), and the time stays true; an origin of 0.1.0 cannot say so.
    """
    now = stamp.now.isoformat(timespec="microseconds")
    newest = newest_time(ledger.recorded, now)
    if now > newest:
        return now
    behind = dt.datetime.fromisoformat(newest)
    if behind - stamp.now > SMALL_SKEW and names_writer(stamp.origin):
        return now
    return (behind + dt.timedelta(microseconds=1)).isoformat(timespec="microseconds")


def start_plan(ledger: Ledger, request: Request, stamp: Stamp) -> Plan:
    """An empty plan at the time of recording.

    UsageError for a day in the future, which nobody can report, for one before the notice's term,
    and for texts over the limits.
    """
    _refuse_long(request, stamp)
    plan = Plan(time_of(ledger, stamp))
    if request.on > stamp.today:
        raise UsageError(f"{request.on} 还没有到，不能登记。", "请检查 --on。")
    refuse_before_term(ledger, request.on)
    issued = ledger.catalog.notice.date
    if request.on < issued:
        plan.warnings.append(f"注意：{request.on} 早于通知印发日期 {issued}。")
    if request.until is not None and request.until < issued:
        raise UsageError(
            f"新的时限 {request.until} 早于通知印发日期 {issued}，未登记。", "请检查 --until。"
        )
    return plan


def refuse_before_term(ledger: Ledger, on: dt.date) -> None:
    """UsageError for a day before the notice's term begins: nothing could be done for it then.

    Between that day and the issue it is possible and only warned of: work may have begun early.
    """
    first = ledger.term.from_
    if on < first:
        raise UsageError(f"{on} 早于通知年度（{first} 起），不能登记。", "请检查日期的年份。")


def _refuse_long(request: Request, stamp: Stamp) -> None:
    """UsageError for texts over MAX_TEXT and MAX_NAME, which nobody types by hand."""
    if len(max(request.note, request.reason, key=len)) > MAX_TEXT:
        raise UsageError(
            f"说明或理由超过 {MAX_TEXT} 字，未登记。", "请写要点，全文另存文件作佐证。"
        )
    names = (stamp.by, request.approved_by, *(item.name for item in request.evidence))
    if len(max(names, key=len)) > MAX_NAME:
        raise UsageError(f"姓名或佐证材料的名称超过 {MAX_NAME} 字，未登记。", "请改短。")


def new_event(
    plan: Plan,
    target: Target,
    request: Request,
    stamp: Stamp,
    *,
    action: Action | None = None,
    period: str | None = None,
    value: int | None = None,
) -> Event:
    """The next event of a plan, for a target.

    `action` and `period` stand in for those of the request and the target where they are given.
    """
    return Event(
        # All events of a plan have the same time; five digits keep their ids in order as text.
        id=f"{stamp.batch}-{len(plan.events):05d}",
        batch=stamp.batch,
        at=plan.at,
        on=request.on,
        by=stamp.by,
        origin=stamp.origin,
        notice=target.entry.notice,
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
