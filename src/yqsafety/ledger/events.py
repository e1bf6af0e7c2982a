"""What can happen to an assignment, and the fold of what happened to its present. Pure.

An event is one thing that somebody recorded: who, when, from which day it holds, what of which
assignment. Events are only ever added, never changed or removed; undoing adds a `revert`. What
holds now is not stored anywhere: it is folded from the events, one after the other, so that any
day can be shown, files of several people can be merged, and nothing recorded is ever lost.

Every action is met by every `match` here, and `assert_never` has mypy say where a new one is not.
A new action or field also belongs to a new version of the format (store/event_json.py): programs
of today must be able to tell it from damage.
"""

# Over 250 lines: what can happen to an assignment is read together with what it comes to.

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal, NamedTuple, assert_never, get_args

from yqsafety.notice.model import Basis
from yqsafety.notice.schedule import LATE_ENTRY_DAYS, OPEN, REPORTED, Status

Action = Literal[
    "done",
    "doing",
    "todo",
    "na",
    "count",
    "note",
    "extend",
    "trigger",
    "confirm",
    "return",
    "assign",
    "unassign",
    "strike",
    "revert",
    "adopt",
    "revise",
    "carry",
    "remind",
    "receive",
    "apply",
    "refuse",
    "transfer",
]
"""`assign` and `unassign` divide a task among units; `strike` takes a presumed member out of the
group named in `field`. Both hold for the whole notice, so they have no period.

A new edition is adopted by one batch (ledger/adoptions.py). `adopt` opens it, with the edition as
its `value`. `revise` says that the text of a duty changed under what was reported of it. `carry`
brings what was reported of another id, or of the duty as it was: its `field` is the status, `on`
the first and `until` the newest day for which that was said.

The office reminds a unit (`remind`), a unit acknowledges (`receive`) and asks for more time until
a day (`apply`), which the office grants (`extend`) or does not (`refuse`); see ledger/rhythm.py.

`transfer` hands what is open over to the notice that continues this one; its `reason` is the id
that it has there. A date that goes along keeps its basis: that is the `field` of its `extend`."""

STATUS_ACTIONS: frozenset[Action] = frozenset({"done", "doing", "todo", "na", "count"})
"""The actions that say a status; two files whose newest ones differ contradict each other."""
ANSWER_ACTIONS: frozenset[Action] = frozenset({"confirm", "return"})
"""The actions by which the supervising office answers what was reported."""
ADOPTING_ACTIONS: frozenset[Action] = frozenset({"revise", "carry"})
"""The actions by which a new edition asks again for what was reported."""
UNIT_ACTIONS: frozenset[Action] = STATUS_ACTIONS | {"note", "apply"}
"""What a unit says of its duty: it answers a reminder and ends a silence."""

LEAD = "lead"
"""The `field` of an `assign` that makes the unit the leading one."""


class Evidence(NamedTuple):
    """A file or an address that shows that something is done."""

    name: str
    sha256: str | None = None
    """Digest of the file when it was recorded; None for an address or a missing file."""
    size: int | None = None
    """Bytes."""


class Event(NamedTuple):
    """One thing that was recorded; never changed afterwards."""

    id: str
    """Unique across machines."""
    batch: str
    """The id of the command that recorded it; `undo` takes back a batch as a whole."""
    at: str
    """When it was recorded: ISO 8601 with microseconds, always at +08:00, so that text sorts."""
    on: dt.date
    """The day from which it holds."""
    by: str
    """Who recorded it."""
    origin: str
    """The state file in which it was first recorded and the writer (ledger/order.py); `/` and the
    name of the register that it came in with, if any."""
    notice: str
    action: Action
    task: str = ""
    period: str = ""
    unit: str = ""
    note: str = ""
    field: str = ""
    evidence: tuple[Evidence, ...] = ()
    value: int | None = None
    """For `count`, the total so far; never an increment, which would add up wrongly when merged.
    For `remind`, the number of the slip (督办单) that went out with it, counted in its year."""
    until: dt.date | None = None
    reason: str = ""
    approved_by: str = ""
    reverts: str = ""
    """The batch taken back, for `revert`."""

    @property
    def late_entry(self) -> bool:
        """补录: recorded more than a week after the day it holds from."""
        if self.action == "carry":  # reported in its time, and only brought here now
            return False
        return (dt.date.fromisoformat(self.at[:10]) - self.on).days > LATE_ENTRY_DAYS


class Present(NamedTuple):
    """What the events of one assignment amount to."""

    status: Status = "todo"
    since: dt.date | None = None
    """The day from which the status has held without a break; 按期办结 is judged by it."""
    latest: dt.date | None = None
    """The newest day for which the status was said; a standing duty is renewed from it."""
    value: int | None = None
    """The total counted so far."""
    until: dt.date | None = None
    """The date set by the supervising office, or brought along from the notice before."""
    until_basis: Basis = "local"
    """Why that date holds."""
    confirmed: bool = False
    """Whether the supervising office has checked the proof of what was reported."""
    returned: str = ""
    """Why the supervising office sent it back, until it is reported anew."""
    revised: str = ""
    """Why a new edition asks for it again, until it is reported anew or confirmed."""
    was_confirmed: bool = False
    """Whether the office had confirmed it before a new edition asked for it again: what the county
    had by it stays done until then."""
    applied: Event | None = None
    """The unit's application for more time, until it is answered or something is reported."""
    refused: str = ""
    """Why the supervising office refused the newest application, until there is another word."""
    transferred: str = ""
    """The id under which it goes on in the notice that continues this one."""
    history: tuple[Event, ...] = ()


UNTOUCHED = Present()
"""The present of every assignment of which nothing is recorded: 未反馈, which is not "not done"."""


def fold_events(events: Iterable[Event], goal: int | None) -> Present:
    """The present of one assignment, from its events in the order of `effective.in_order`.

    `goal` is the count at which it is done, None where counting does not finish it.
    """
    history = tuple(events)
    if not history:
        return UNTOUCHED
    present = Present(history=history)
    for event in history:
        present = fold_event(present, event, goal)
    return present


def fold_event(present: Present, event: Event, goal: int | None) -> Present:
    """The present after one event."""
    match event.action:
        case "done" | "doing" | "na":
            return _said(present, event.action, event.on)
        case "todo":
            kept = present._replace(status="todo", since=None, latest=None, value=None)
            return kept._replace(confirmed=False, was_confirmed=False, returned="", revised="")
        case "confirm":
            if present.status not in REPORTED:
                return present
            return present._replace(confirmed=True, was_confirmed=False, revised="")
        case "return":
            back = present._replace(status="doing", since=event.on, latest=event.on)
            return back._replace(confirmed=False, was_confirmed=False, returned=event.reason)
        case "count":
            reached = goal is not None and (event.value or 0) >= goal
            said = _said(present, "done" if reached else "doing", event.on)
            return said._replace(value=event.value)
        case "extend" | "transfer":
            return _moved(present, event)
        case "revise" if present.status != "todo":
            was = present.confirmed or present.was_confirmed
            return present._replace(confirmed=False, was_confirmed=was, revised=event.reason)
        case "carry":
            return _carried(present, event)
        case "apply" | "refuse":
            return _asked(present, event)
        case (
            "note"
            | "trigger"
            | "assign"
            | "unassign"
            | "strike"
            | "revert"
            | "adopt"
            | "revise"
            | "remind"
            | "receive"
        ):
            return present
        case _:
            assert_never(event.action)


def extended_basis(event: Event) -> Basis:
    """Why the date of an `extend` holds; what no version writes counts as set by the office."""
    return next((code for code in get_args(Basis) if code == event.field), "local")


def basis_field(basis: Basis) -> str:
    """The `field` of an `extend` whose date holds for a reason; empty where the office set it."""
    return "" if basis == "local" else basis


def _asked(present: Present, event: Event) -> Present:
    """The present after an application for more time, or its refusal; neither says a status."""
    if event.action == "refuse":
        return present._replace(applied=None, refused=event.reason) if present.applied else present
    return present._replace(applied=event, refused="") if present.status in OPEN else present


def _moved(present: Present, event: Event) -> Present:
    """The present after it got another date, or was handed over to the next notice."""
    if event.action == "transfer":
        return present._replace(transferred=event.reason)
    basis = extended_basis(event)
    return present._replace(until=event.until, until_basis=basis, applied=None, refused="")


def _said(present: Present, status: Status, on: dt.date) -> Present:
    """The present after a unit has said a status.

    Saying it again never moves the first day on which it held: a correction, a higher count or a
    renewal must not turn 按期办结 into 逾期办结. What is said anew is to be confirmed anew.
    """
    again = present.status == status and present.since is not None and present.latest is not None
    since = min(present.since, on) if again and present.since else on
    latest = max(present.latest, on) if again and present.latest else on
    # The office's reason stays in sight while the unit works on it.
    kept = present if status == "doing" else present._replace(returned="", applied=None, refused="")
    said = kept._replace(status=status, since=since, latest=latest)
    return said._replace(confirmed=False, was_confirmed=False, revised="")


def _carried(present: Present, event: Event) -> Present:
    """The present after a new edition brought a report from elsewhere: that takes its place."""
    status = carried_status(event)
    if status == "todo":
        return fold_event(present, event._replace(action="todo"), None)
    said = _said(present, status, event.on)
    return said._replace(since=event.on, latest=event.until or event.on, revised=event.reason)


def carried_status(event: Event) -> Status:
    """The status that a `carry` brings; what no version writes counts as 在办."""
    match event.field:
        case "done" | "na" | "todo" as status:
            return status
        case _:
            return "doing"
