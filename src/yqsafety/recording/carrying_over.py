"""What goes from earlier notices into the one that continues them, besides the text. Pure.

Recurring and standing duties begin anew. What the office arranged does not have to be arranged
again: divisions, strikes, own dates of the new term, and events that are still open are offered,
agreed to in one step and recorded as one batch of ordinary events of the new notice, each with
where it comes from. So `undo` takes all of it back, and what was carried is never carried twice.
What was left unfinished is only listed: whether it is owed still is for the new notice to say.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.year_before import LeftOpen, left_open
from yqsafety.recording.carried_arrangements import carry_dates, carry_divisions, carry_strikes
from yqsafety.recording.carried_events import Describe, carry_events
from yqsafety.recording.carrier import Carrier, NotCarried
from yqsafety.recording.plan import Plan, Stamp, time_of


class CarryingOver(NamedTuple):
    """What would be recorded, what would not and why, and what was left unfinished."""

    plan: Plan
    left_out: list[NotCarried]
    left_open: list[LeftOpen]


def plan_carrying(
    earlier: Sequence[Ledger], new: Ledger, stamp: Stamp, describe: Describe
) -> CarryingOver:
    """Plan what the new notice takes over from earlier ones.

    `new` is as of the first day of its term, or of today where that is later. Nothing is raised:
    what cannot be carried is named with the reason.
    """
    made = CarryingOver(Plan(time_of(new, stamp)), [], [])
    for old in earlier:
        carrier = Carrier(old, new, stamp, made.plan)
        carry_strikes(carrier)
        carry_divisions(carrier)
        # Dates and events go to whoever is responsible once that is arranged.
        carrier.new = new = new.after(made.plan.events)
        carry_dates(carrier)
        carry_events(carrier, describe)
        made.left_out.extend(carrier.left_out)
        made.left_open.extend(left_open(old, carrier.heirs))
    return made
