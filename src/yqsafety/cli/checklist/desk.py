"""Where the checklist records: one unit's ticks, each saved at once, as the commands save them.

The desk stands between the keys and the state file and knows nothing of screens. Each key does
what the command of that name does, by the same planner, the same rules and the same lock. Before
each one the state file is read anew, since another program, or a colleague on the same file, may
have recorded meanwhile; and the day too, since the screen may stay open over midnight.

What must never happen: an answer is shown before the record is on the disk, so that leaving or a
crash loses it; a key acts on another row or in another sense than the screen showed; or a failure
to save closes the screen, and with it what was typed. So a failure is a YqError and changes
nothing, and the screen shows it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from yqsafety.cli.earlier import EarlierNotices
from yqsafety.cli.next_notices import next_notices
from yqsafety.cli.recording import take_back, unreadable_warnings, write_plan
from yqsafety.cli.session import Session
from yqsafety.cli.typed_days import day_of, limit_of
from yqsafety.errors import UsageError
from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.events import Action, Event
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import Body
from yqsafety.notice.schedule import REPORTED
from yqsafety.recording.applying import plan_applications
from yqsafety.recording.plan import Plan, Request, Stamp
from yqsafety.recording.receiving import plan_receipts_by_id
from yqsafety.recording.targets import ForWhom, present_of, status_of
from yqsafety.recording.ticking import plan_ids
from yqsafety.recording.triggering import plan_trigger
from yqsafety.store.evidence import evidence_of
from yqsafety.store.state_format import State
from yqsafety.wording import outcomes
from yqsafety.wording.bulk_words import slips_said
from yqsafety.wording.taken_back import taken_back_text
from yqsafety.wording.task_card import Lines, titled_card
from yqsafety.wording.typed_field import field_and_text

_SET_APART = re.compile(r"[\s，,：:；;]+")
IdRule = Callable[[Ledger, Sequence[str], Request, Stamp], Plan]


class DeskAnswer(NamedTuple):
    """What the screen says after a key recorded something."""

    lines: list[str]
    row: str
    """The id of the row that it is about, to which the cursor goes; empty for none."""
    warnings: tuple[str, ...] = ()


class RecordingDesk:
    """One unit at one state file; every method raises YqError, and changes nothing, on failure."""

    def __init__(self, session: Session, unit: Body, by: str | None = None) -> None:
        self.session = session
        self.unit = unit
        self._by = by
        self._seen: tuple[object, ...] = ()
        self.day: dt.date | None = None
        """The day for what is recorded from now on; None for today."""
        self.sitting: list[Event] = []
        """What was recorded here and not taken back again."""
        self._earlier = EarlierNotices(session.published)

    @property
    def is_office(self) -> bool:
        """Whether this machine is the supervising office's."""
        default = self.session.default_unit()
        return default is not None and self.session.is_office(default)

    def set_day(self, text: str) -> None:
        """Let what follows hold from a day as typed; today again where nothing is typed."""
        self.day = day_of(text or None, self.session) if text else None
        if self.day and self.day > self.session.today:
            late, self.day = self.day, None
            raise UsageError(f"{late} 还没有到，不能登记。", "仍按今天登记。")

    def card(self, entry: Entry) -> tuple[str, list[Lines]]:
        """The heading of a row and everything known of it, last year's result too."""
        ledger = self.session.ledger
        return titled_card(ledger, entry, self._earlier.of_entry(ledger, entry))

    def toggle(self, entry: Entry) -> DeskAnswer:
        """Tick what is open, else take the mark away; an older tick on a standing duty is renewed.

        What a new edition asks for again is ticked anew.

        `entry` is the row as the screen showed it when the key was pressed: it says which of these
        the user meant, even if the record is another by now.
        """
        status, present = status_of(entry, self.unit.id), present_of(entry, self.unit.id)
        if present.revised and status == "done":
            return self._record(entry, self._request("done"))
        latest = present.latest
        request = self._request("todo" if status in REPORTED else "done")
        if status == "done" and entry.task.timing.kind == "standing":
            # "In force on that day": a tick of an earlier day is brought up to today, one of today
            # was a slip and is taken away.
            older = latest is not None and latest < request.on
            request = request._replace(action="done" if older else "todo")
        return self._record(entry, request)

    def start(self, entry: Entry) -> DeskAnswer:
        """Record that it is being worked on."""
        return self._record(entry, self._request("doing"))

    def note(self, entry: Entry, text: str) -> DeskAnswer:
        """Add a remark, or the text of a column of the register: `存在问题：缺专业人员`."""
        field, note = field_and_text(text)
        return self._record(entry, self._request("note")._replace(note=note, field=field))

    def trigger(self, entry: Entry, text: str) -> DeskAnswer:
        """Record that the event of a triggered task has happened, on a day as typed or today."""
        request = self._request("trigger")
        notices = (one.catalog.notice for one in self.session.notices)
        request = request._replace(
            on=day_of(text, self.session) if text else request.on,
            follows=next_notices(notices, self.session.published),
        )
        return self._carry_out(entry, request, plan_trigger, entry.task.id)

    def confirm(self, entry: Entry) -> DeskAnswer:
        """Record for the office that what was reported has been checked."""
        return self._record(entry, self._office_request("confirm"))

    def send_back(self, entry: Entry, reason: str) -> DeskAnswer:
        """Record for the office that it is sent back."""
        return self._record(entry, self._office_request("return")._replace(reason=reason))

    def _office_request(self, action: Action) -> Request:
        if not self.is_office:
            office = self.session.ledger.words.office
            raise UsageError(
                "复核和退回由督办单位登记。", f"本机是督办单位的，先运行：yqsafety use {office}"
            )
        return self._request(action)

    def attach(self, entry: Entry, name: str) -> DeskAnswer:
        """Add a file or an address as evidence; a file that cannot be read is kept by its name."""
        found = evidence_of(name)
        answer = self._record(entry, self._request("note")._replace(evidence=(found,)))
        return answer._replace(warnings=(*unreadable_warnings([found]), *answer.warnings))

    def count(self, entry: Entry, number: str) -> DeskAnswer:
        """Record the total so far or, with `+`, what is added to it."""
        return self._record(entry, self._request("done")._replace(counted=number))

    def waive(self, entry: Entry, reason: str) -> DeskAnswer:
        """Record that the task does not apply to this unit."""
        return self._record(entry, self._request("na")._replace(reason=reason))

    def receive(self, entry: Entry) -> DeskAnswer:
        """Record that the unit has taken notice of what was given to it."""
        return self._carry_out(entry, self._request("receive"), plan_receipts_by_id, entry.id)

    def apply(self, entry: Entry, text: str) -> DeskAnswer:
        """Ask the office for more time: a day as typed, and behind it why."""
        day, reason = (*_SET_APART.split(text.strip(), maxsplit=1), "")[:2]
        if not reason:
            raise UsageError("请写明日期和理由，用空格隔开。", "如 9月30日 招标未完成")
        request = self._request("apply")
        request = request._replace(until=limit_of(day, self.session), reason=reason)
        return self._carry_out(entry, request, plan_applications, entry.id)

    def undo(self) -> DeskAnswer:
        """Take back this person's newest command in this file, as `yqsafety undo` does.

        It may have been recorded outside the checklist and concern no row here at all.
        """
        session = self.session.renewed()
        undone, after = take_back(session, session.stamp(self._by))
        self.session = session.renewed(after)
        first = undone[0]
        gone = {event.id for event in undone}
        self.sitting = [event for event in self.sitting if event.id not in gone]
        part = self.session.ledger.of_notice(first.notice)
        here = part.of_task(first.task) if part else []
        row = outcomes.entry_of(first, self.session.ledger).shown_id if here else ""
        return DeskAnswer([taken_back_text(undone, self.session.ledger)], row)

    def ask_for_news(self) -> bool | None:
        """Whether there is something to look at; None where the store does not answer.

        It may be called from another thread: it changes nothing.
        """
        marks = self.session.marks()
        return None if marks[0] is None else marks != self._seen

    def look(self) -> str | None:
        """Take in a new day and what others recorded; called about once a second.

        Returns what is to be said of it, which may be nothing; None where nothing has changed.
        """
        marks = self.session.marks()
        if marks == self._seen:
            return None
        self._seen = marks
        before = self.session.state
        self.session = self.session.renewed()
        return _news_of_others(before, self.session.state)

    def _request(self, action: Action) -> Request:
        """A request of this unit for today, after reading the state anew."""
        self.session = self.session.renewed()
        today = self.session.today
        return Request(action, ForWhom((self.unit,)), self.day or today, dated=self.day is not None)

    def _record(self, entry: Entry, request: Request) -> DeskAnswer:
        return self._carry_out(entry, request, plan_ids, entry.id)

    def _carry_out(self, entry: Entry, request: Request, rule: IdRule, ident: str) -> DeskAnswer:
        """Record by a rule for ids, as the command of that name does."""

        def make(ledger: Ledger, stamp: Stamp) -> Plan:
            return rule(ledger, [f"{entry.notice}/{ident}"], request, stamp)

        stamp = self.session.stamp(self._by)
        plan, state = write_plan(self.session, stamp, make(self.session.ledger, stamp), make)
        self.session = self.session.renewed(state)
        self.sitting += plan.events
        said = outcomes.recorded_lines(plan, self.session.ledger)
        last = plan.events[-1] if plan.events else None
        row = outcomes.entry_of(last, self.session.ledger).shown_id if last else entry.shown_id
        return DeskAnswer(said, row, (*plan.warnings, *slips_said(plan)))


def _news_of_others(before: State, after: State) -> str:
    """What to say of a state file that another program has written or replaced."""
    if before.id is not None and after.id != before.id:
        return "注意：状态文件已被移走或换成另一份，现按新的内容显示。"
    new = len(after.events) - len(before.events)
    return f"另有人登记了 {new} 条，已更新显示。" if new > 0 else ""
