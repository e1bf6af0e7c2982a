"""Which section and item of a new notice goes on with which of the old one. Pure.

Their numbers change with every insertion, so headings decide and, where a heading was reworded,
where most of the tasks went.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from yqsafety.drafting.editions import Duty, Edition
from yqsafety.drafting.matching import Link


class PartVote(NamedTuple):
    """A task that went from one part (a section or an item) to another: their keys, headings."""

    old: int
    new: int
    old_heading: str
    new_heading: str


def moved_links(links: list[Link], old: Edition, new: Edition) -> set[Link]:
    """The links that lead to another section or item than the one that goes on with theirs."""
    pairs = [
        (link, old.duties[a], new.duties[b]) for link in links for a in link.old for b in link.new
    ]
    moved: set[Link] = set()
    for part in (_item_vote, _section_vote):
        home = _counterparts(part(before, after) for _, before, after in pairs)
        for link, before, after in pairs:
            vote = part(before, after)
            if home[vote.old] != vote.new:
                moved.add(link)
    return moved


def _item_vote(old: Duty, new: Duty) -> PartVote:
    return PartVote(id(old.item), id(new.item), old.item_letters, new.item_letters)


def _section_vote(old: Duty, new: Duty) -> PartVote:
    return PartVote(id(old.section), id(new.section), old.section_letters, new.section_letters)


def _counterparts(votes: Iterable[PartVote]) -> dict[int, int]:
    """By part of the old notice the part of the new one that goes on with it."""
    counts: dict[int, Counter[tuple[bool, int]]] = {}
    for vote in votes:
        named = vote.old_heading == vote.new_heading
        counts.setdefault(vote.old, Counter())[named, vote.new] += 1
    return {part: _most(found) for part, found in counts.items()}


def _most(found: Counter[tuple[bool, int]]) -> int:
    """One of the same heading before all others, then most tasks, then the first."""
    return max(found, key=lambda key: (key[0], found[key]))[1]


def heading_of(duty: Duty) -> Iterator[str]:
    """The headings under which a task stands, from the outermost in."""
    yield duty.section.heading
    if duty.item.heading != duty.section.heading:
        yield duty.item.heading
