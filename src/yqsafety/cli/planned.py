"""What is printed of a plan: as JSON once it is recorded, or before anything is written."""

from __future__ import annotations

from yqsafety.cli import console
from yqsafety.cli.session import Session
from yqsafety.ledger.ledger import Ledger
from yqsafety.recording.plan import Plan


def out_change(ledger: Ledger, plan: Plan, *, dry_run: bool = False) -> None:
    """Print for scripts what was recorded, or would be, and what was left out."""
    from yqsafety.reports import answers

    skipped = {why: [t.entry.id for t in targets] for why, targets in plan.skipped.items()}
    console.out_json(answers.change_json(ledger, plan.events, skipped, dry_run=dry_run))


def say_planned(session: Session, plan: Plan, json: bool) -> None:
    """What would be recorded, a line for each; nothing is written."""
    for warning in (*plan.warnings, *(f"注意：{said}" for said in plan.slips)):
        console.err(warning)
    if json:
        out_change(session.ledger, plan, dry_run=True)
        return
    from yqsafety.wording.bulk_words import planned_lines

    for line in planned_lines(plan):
        console.out(line)
