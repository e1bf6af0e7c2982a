"""Everything about an assignment that progress depends on, as one value. Pure."""

from __future__ import annotations

from typing import Literal, NamedTuple

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.notice.schedule import Status, Timeliness

Nature = Literal["timed", "standing", "presumed"]


class CountedMark(NamedTuple):
    """Everything about an assignment that progress depends on.

    Assignments with equal marks are counted together first, which is faster than adding each one:
    however many there are, they have few different marks.
    """

    nature: Nature
    status: Status
    timeliness: Timeliness
    confirmed: bool = False
    undivided: bool = False
    """Whether the task is still to be divided (待分工)."""
    returned: bool = False
    awaiting: bool = False
    """Whether a result of the whole county was reported and nobody has recognised that (待认定)."""
    silent: bool = False
    """Whether it is open and nothing was recorded for long (未动)."""
    reminded: bool = False
    """Whether a reminder waits for an answer."""
    applied: bool = False
    """Whether an application for more time waits for the office."""


def mark_of(entry: Entry, assignment: Assignment) -> CountedMark:
    """The mark of an assignment; presumed goes before standing and timed."""
    nature: Nature = "standing" if entry.task.timing.kind == "standing" else "timed"
    if assignment.presumed:
        nature = "presumed"
    return CountedMark(
        nature,
        assignment.status,
        assignment.timeliness,
        assignment.confirmed,
        entry.division == "open",
        bool(assignment.returned),
        bool(assignment.awaiting),
        assignment.is_open and assignment.rhythm.is_silent,
        assignment.is_open and assignment.rhythm.unanswered,
        assignment.is_open and assignment.present.applied is not None,
    )
