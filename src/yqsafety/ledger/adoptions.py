"""What a new edition made of the records of the one before, so far as it counts. Pure.

`catalog adopt` records one batch, opened by an `adopt` that names the edition. It says what becomes
of what was reported, and nothing else: the records themselves stay. Files of several offices that
adopted the same edition at different times come together by merging, so of one assignment the
first adoption counts, and none outlasts what was reported by somebody who had the edition already.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from yqsafety.ledger.events import ADOPTING_ACTIONS, STATUS_ACTIONS, Event
from yqsafety.ledger.order import writer_of

AssignmentKey = tuple[str, str, str]
"""Task, period and unit."""


class Settled(NamedTuple):
    """By which edition an assignment was last spoken of."""

    edition: int
    batch: str = ""
    """The adoption that did so; empty where it was a report."""


def counting_adoptions(
    events: Sequence[Event], batches: dict[str, int], edition: int
) -> tuple[Event, ...]:
    """The events, in their order, without the adoptions that say nothing in this edition.

    One of a later edition than the catalogue's counts for nothing yet: its tasks are not here.
    """
    kept = tuple(event for event in events if batches.get(event.batch, 0) <= edition)
    settled: dict[AssignmentKey, Settled] = {}
    known: dict[str, int] = {}
    return tuple(event for event in kept if _counts(event, batches, settled, known))


def settled_editions(
    events: Iterable[Event], batches: dict[str, int]
) -> tuple[dict[AssignmentKey, Settled], dict[str, int]]:
    """By assignment the edition by which it was last spoken of, and by writer the one it has."""
    settled: dict[AssignmentKey, Settled] = {}
    known: dict[str, int] = {}
    for event in events:
        _counts(event, batches, settled, known)
    return settled, known


def _counts(
    event: Event,
    batches: dict[str, int],
    settled: dict[AssignmentKey, Settled],
    known: dict[str, int],
) -> bool:
    """Whether an event counts; what it says of its assignment's edition is kept."""
    key = event.task, event.period, event.unit
    if event.action == "adopt":
        writer = writer_of(event.origin)
        known[writer] = max(known.get(writer, 0), event.value or 0)
    elif event.action in STATUS_ACTIONS:
        settled[key] = Settled(known.get(writer_of(event.origin), 0))
    elif event.action in ADOPTING_ACTIONS:
        adopted = batches.get(event.batch, 0)
        before = settled.get(key)
        if before and before.edition >= adopted and before.batch != event.batch:
            return False
        settled[key] = Settled(adopted, event.batch)
    return True
