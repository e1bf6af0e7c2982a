"""What the commands that record share: for whom, with what evidence, and how it is written.

A command makes a Request and a planner: a pure function from a ledger to the events to add. It is
planned twice if need be. First on the state that was read, to show a question before anything is
written; then, under the lock, on the state as it is at that moment, if another program has written
meanwhile. So what is recorded was always decided on what really stood in the file, and the lock is
never held while somebody thinks about a question.

What must never happen: events that were planned on an older state are appended as they are, a
question is asked under the lock, or something is said to be recorded before it is on the disk.
"""

from collections.abc import Callable, Iterable
from typing import Annotated

import typer

from yqsafety.cli import console
from yqsafety.cli.asking import ask_first, can_ask, screen_lines
from yqsafety.cli.options import FilterOptions, Texts, WhoOptions
from yqsafety.cli.past_term import late_question
from yqsafety.cli.planned import out_change, say_planned
from yqsafety.cli.session import Session
from yqsafety.cli.typed_filters import filters_of
from yqsafety.errors import UsageError
from yqsafety.ledger.events import Event, Evidence
from yqsafety.ledger.ledger import Ledger
from yqsafety.recording.plan import Plan, Request, Stamp
from yqsafety.recording.targets import ForWhom
from yqsafety.safe_text import is_blank
from yqsafety.store.state_format import State
from yqsafety.wording import bulk_words, outcomes

Planner = Callable[[Ledger, Stamp], Plan]
"""Makes the plan anew for the ledger that it is given; it must not keep anything between calls."""

Note = Annotated[str, typer.Option("--note", help="进展、问题等说明", metavar="文字")]
EvidenceFiles = Annotated[
    Texts, typer.Option("--evidence", help="佐证材料：文件或网址，可多次", metavar="文件")
]


def who_of(
    session: Session,
    units: list[str] | None,
    every: bool,
    *,
    whole: bool = False,
    mine: bool = False,
) -> ForWhom:
    """For whom to record: the units named, all responsible ones, or this machine's default unit.

    UsageError for an unknown unit, for `--unit` with `--all-units`, and with `mine` where this
    machine has no default unit.
    """
    if bool(units) + every + whole > 1:
        raise UsageError("--unit、--all-units 和 --whole 只能用其中一个。")
    named = session.bodies(units)
    default = session.default_unit() if not (named or every or whole) else None
    if mine and default is None:
        filters_of(FilterOptions(mine=True), session)  # raises, with the hint how to set one
    return ForWhom(named, every, default.id if default else None, whole)


def required_reason(reason: str) -> str:
    """The reason as given; UsageError where it is empty."""
    if is_blank(reason):
        raise UsageError("请写明理由：--reason 理由。")
    return reason


def evidence_from(names: list[str] | None) -> tuple[Evidence, ...]:
    """The evidence that was named, with digests of files.

    A file that cannot be read is recorded by its name, with a warning on stderr: proof may lie on
    another machine, and the tick must not be lost for it.
    """
    if not names:
        return ()
    from yqsafety.store.evidence import evidence_of

    found = tuple(map(evidence_of, names))
    for warning in unreadable_warnings(found):
        console.err(warning)
    return found


def unreadable_warnings(found: Iterable[Evidence]) -> list[str]:
    """A warning for each piece of evidence that is a file and cannot be read."""
    from yqsafety.store.evidence import why_unread

    return [
        f"注意：佐证材料“{item.name}”无法读取，只登记了名称：{reason}。"
        for item in found
        if (reason := why_unread(item))
    ]


def commit_for_units(
    session: Session, who: WhoOptions, request: Request, make: Planner, *, dry_run: bool = False
) -> Plan:
    """Record for the units of the command line; returns what was recorded.

    A group stands for each of its members, dozens perhaps, and so does a reminder without a unit:
    then it asks unless `--yes` is given.
    """
    many = request.who.names_group or (request.action == "remind" and request.who.is_open)
    return commit_plan(session, who.by, make, who.json, bulk=many, yes=who.yes, dry_run=dry_run)


def commit_plan(
    session: Session,
    by: str | None,
    make: Planner,
    json: bool,
    *,
    bulk: bool = False,
    yes: bool = False,
    dry_run: bool = False,
) -> Plan:
    """Plan, ask, write, and say what was recorded, for people or as JSON; returns that.

    It is asked about where it is a `bulk` or the notice's term is over, unless `yes` was said. With
    `dry_run` only what would be recorded is said.
    """
    if dry_run:
        plan = make(session.ledger, session.stamp(by))
        say_planned(session, plan, json)
        return plan
    question = _question_of(session, bulk, yes)
    session, plan, state = write_agreed(session, session.stamp(by), make, question)
    ledger = session.ledger_of(state)
    for warning in plan.warnings:
        console.err(warning)
    if json:
        out_change(ledger, plan)
    else:
        for line in outcomes.recorded_lines(plan, ledger):
            console.out(line)
    return plan


_QUESTION_LINES = 5
"""Lines of the screen that the question and the command itself take."""


def _question_of(session: Session, bulk: bool, yes: bool) -> Callable[[Plan], str]:
    """What is asked of a plan, in one question; what is only to be said is said."""

    def question(plan: Plan) -> str:
        late, said = late_question(session.ledger, plan, session.today, agreed=yes)
        if said:
            console.err(said)
        asks = not yes and (bulk or can_ask())
        slips = f"{bulk_words.slips_text(plan)}。" if plan.slips and asks else ""
        for line in () if asks else bulk_words.slips_said(plan):
            console.err(line)
        if yes or not plan.events:
            return ""
        if bulk:
            for line in bulk_words.target_lines(plan, screen_lines() - _QUESTION_LINES):
                console.err(line)
            return late + slips + bulk_words.bulk_question(plan)
        return f"{late}{slips}仍要登记吗？[y/N] " if late or slips else ""

    return question


class PlanChanged(Exception):
    """Under the lock the plan came out otherwise than the one that was agreed to."""


def write_agreed(
    session: Session,
    stamp: Stamp,
    make: Planner,
    question: Callable[[Plan], str],
    otherwise: str = "未登记",
) -> tuple[Session, Plan, State]:
    """Write a plan that was agreed to; the session may be a newer one.

    `question` is what is asked of a plan, empty where nothing is; a no ends with `otherwise`. While
    a question stands, others may write. What then comes out otherwise is asked about again, since a
    yes was said to what the question named and to nothing else.
    """
    plan = make(session.ledger, stamp)
    while True:
        asked = question(plan)
        if asked:
            ask_first(asked, otherwise)
        try:
            return session, *write_plan(session, stamp, plan, make, agreed=bool(asked))
        except PlanChanged:
            console.err("询问期间另有人登记，要登记的内容有变，请重新确认。")
            session = session.renewed()
            stamp = stamp._replace(now=session.now, origin=session.state.id or "")
            plan = make(session.ledger, stamp)


def write_plan(
    session: Session, stamp: Stamp, plan: Plan, make: Planner, agreed: bool = False
) -> tuple[Plan, State]:
    """Append what is planned; returns the plan that was recorded, and the state after it.

    If someone has written meanwhile, `make` plans again under the lock, and that plan counts; where
    the first was `agreed` to and the new one differs, nothing is written and PlanChanged raised.
    Where there is nothing to record, nothing is locked.
    """
    if not plan.events:
        return plan, session.state
    plans: list[Plan] = []

    def again(ledger: Ledger, mine: Stamp) -> list[Event]:
        same = ledger is session.ledger and mine == stamp
        plans.append(plan if same else make(ledger, mine))
        if agreed and _meant(plans[-1]) != _meant(plan):
            raise PlanChanged
        return plans[-1].events

    before, state = session.record(stamp, again)
    # A shared store puts its own time and name on what it keeps, and others may record beside.
    kept = {event.id: event for event in state.events[len(before.events) :]}
    plans[-1].events[:] = [kept.get(event.id, event) for event in plans[-1].events]
    return plans[-1], state


def _meant(plan: Plan) -> list[Event]:
    """The events of a plan without what two plans of the same meaning may differ in."""
    return [event._replace(id="", at="", origin="") for event in plan.events]


def take_back(session: Session, stamp: Stamp, batch: str = "") -> tuple[list[Event], State]:
    """Take back a batch, or this person's newest; returns its events and the state after it.

    A revert is an event like others: nothing is ever removed. UsageError where there is nothing to
    take back, or the batch is unknown.
    """
    from yqsafety.recording.undoing import plan_undo

    plan_undo(session.ledger, batch, stamp)  # refuses before anything is locked
    undone: list[Event] = []

    def plan(ledger: Ledger, stamp: Stamp) -> list[Event]:
        revert, undone[:] = plan_undo(ledger, batch, stamp)
        return [revert]

    _, after = session.record(stamp, plan)
    return undone, after
