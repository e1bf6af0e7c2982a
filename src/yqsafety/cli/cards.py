"""One task whole, as the terminal shows it: its title, and the card with each unit in a line."""

from __future__ import annotations

from yqsafety import phrases
from yqsafety.card import Lines, card, duty_text, record_text
from yqsafety.cli.session import Session
from yqsafety.entry import Entry
from yqsafety.merging import contradictions


def titled_card(session: Session, entry: Entry) -> tuple[str, list[Lines]]:
    """The heading of a task, and all that is known of it under labels."""
    roster = session.roster
    return f"{entry.id} {phrases.title_text(entry)}", card(
        entry,
        duties=[f"{phrases.unit_name(a.party)}：{duty_text(a)}" for a in entry.assignments],
        clashing=[
            phrases.contradiction_text(one, roster)
            for one in contradictions(session.ledger, [entry])
        ],
        records=[record_text(event, roster) for event in entry.history],
    )
