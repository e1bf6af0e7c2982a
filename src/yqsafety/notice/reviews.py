"""What of a catalogue was guessed and nobody has looked at yet. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from yqsafety.notice.model import Notice, Review

REVIEW_FIELDS = tuple(Review.__dataclass_fields__)
"""What can be a guess, in the order in which it is looked at."""


class OpenReview(NamedTuple):
    """One guess: of which task, or of which item's bracket, and why it is one."""

    id: str
    """The task; of a bracket the number of its item."""
    field: str
    reason: str


def open_reviews(notice: Notice) -> Iterator[OpenReview]:
    """Every guess that is left, in the document's order; a bracket that many items share once."""
    seen: set[int] = set()
    for item in notice.items():
        bracket = item.responsibility
        if bracket.review and id(bracket) not in seen:
            seen.add(id(bracket))
            yield OpenReview(str(item.number), "unit", bracket.review)
        for task in item.tasks:
            for field in REVIEW_FIELDS if task.review else ():
                if reason := getattr(task.review, field):
                    yield OpenReview(task.id, field, reason)
