"""Which task of one notice is which of another: by id, by text, in parts, or nearly. Pure.

The order matters. What a person wrote down comes first (`retired`), then the same text, which no
id overrides: two swapped ids are two moved duties and not two reworded ones. Parts are looked for
before what is merely near, since the longest part of a sentence is near it as well. Position alone
never matches anything; it only orders what has the same text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from yqsafety.drafting.editions import Duty, Edition
from yqsafety.drafting.likeness import (
    NEAR,
    SAME_RARE,
    Rarity,
    SentenceIndex,
    is_same_duty,
    likeness,
    pairs_of,
)
from yqsafety.drafting.parts import found_parts

By = Literal["id", "text", "near", "cut", "joined", "retired", ""]
"""Why two tasks are one: their id, their text, nearly their text, or parts that make up a whole."""


class Link(NamedTuple):
    """Tasks of the old notice and those of the new one that go on with them, by their order."""

    old: tuple[int, ...]
    new: tuple[int, ...]
    by: By
    likeness: float = 1.0


class Matching:
    """The two sides, and what of each is not matched yet."""

    def __init__(self, old: Edition, new: Edition) -> None:
        self.old, self.new = old.duties, new.duties
        self.same_notice = old.id == new.id
        self.retired = new.retired
        self.links: list[Link] = []
        self.old_left = dict.fromkeys(range(len(self.old)))
        self.new_left = dict.fromkeys(range(len(self.new)))

    def add(self, link: Link) -> None:
        """Take a link, and its tasks off what is left."""
        self.links.append(link)
        for place in link.old:
            del self.old_left[place]
        for place in link.new:
            del self.new_left[place]


def matched_tasks(old: Edition, new: Edition) -> list[Link]:
    """All links between two notices; each task of either side is in one at most."""
    matching = Matching(old, new)
    if matching.same_notice:
        _match_retired(matching)
        _match_ids(matching, lambda one, other: one.letters == other.letters)
    _match_texts(matching)
    _match_parts(matching)
    if matching.same_notice:
        _match_ids(matching, lambda one, other: is_same_duty(one.letters, other.letters))
    _match_near(matching)
    return matching.links


def _match_retired(matching: Matching) -> None:
    """What the new edition itself says was joined to another task, or is no task any more."""
    old_ids = {duty.id: duty.order for duty in matching.old}
    groups: dict[str, list[int]] = {}
    for gone, into in matching.retired.items():
        if gone in old_ids and into:
            groups.setdefault(into, []).append(old_ids[gone])
        elif gone in old_ids:
            del matching.old_left[old_ids[gone]]
    for duty in matching.new:
        if parts := groups.get(duty.id):
            mine = old_ids.get(duty.id)
            whole = {*parts, *([mine] if mine is not None else [])}
            matching.add(Link(tuple(sorted(whole)), (duty.order,), "retired"))


def _match_ids(matching: Matching, same: Callable[[Duty, Duty], bool]) -> None:
    ids = {matching.old[place].id: place for place in matching.old_left}
    for place in list(matching.new_left):
        duty = matching.new[place]
        known = ids.get(duty.id)
        if known is not None and same(matching.old[known], duty):
            alike = likeness(matching.old[known].letters, duty.letters)
            matching.add(Link((known,), (place,), "id", alike))


def _match_texts(matching: Matching) -> None:
    """The same letters; where several have them, those in the same place and of the same units."""
    keys: tuple[Callable[[Duty], object], ...] = (
        lambda duty: (duty.letters, duty.section_letters, duty.item_letters, duty.named.names),
        lambda duty: (duty.letters, duty.section_letters, duty.item_letters),
        lambda duty: (duty.letters, duty.item_letters),
        lambda duty: (duty.letters, duty.section_letters, duty.named.names),
        lambda duty: duty.letters,
    )
    for key in keys:
        waiting: dict[object, list[int]] = {}
        for place in reversed(matching.old_left):
            waiting.setdefault(key(matching.old[place]), []).append(place)
        for place in list(matching.new_left):
            if found := waiting.get(key(matching.new[place])):
                matching.add(Link((found.pop(),), (place,), "text"))


def _match_parts(matching: Matching) -> None:
    """One task cut into several, then several joined into one."""
    for whole, parts in found_parts(*_left_sides(matching)):
        matching.add(Link((whole,), parts, "cut"))
    old, new = _left_sides(matching)
    for whole, parts in found_parts(new, old):
        matching.add(Link(parts, (whole,), "joined"))


def _left_sides(matching: Matching) -> tuple[list[Duty], list[Duty]]:
    return (
        [matching.old[place] for place in matching.old_left],
        [matching.new[place] for place in matching.new_left],
    )


def _match_near(matching: Matching) -> None:
    """What is nearly the same, nearest first; of equals those that stand in the same item."""
    if not (matching.old_left and matching.new_left):
        return
    for pair in sorted(_near_pairs(matching)):
        if pair.old in matching.old_left and pair.new in matching.new_left:
            matching.add(Link((pair.old,), (pair.new,), "near", -pair.unlike))


class NearPair(NamedTuple):
    """Two tasks that may be one, in the order in which such pairs are taken."""

    unlike: float
    elsewhere: bool
    old: int
    new: int


def _near_pairs(matching: Matching) -> Iterator[NearPair]:
    """Pairs that may be one duty reworded, with what orders them.

    Both sides are compared with all of the other, what is matched already included: a new sentence
    that is as near to one that stands unchanged is more probably its new neighbour.
    """
    old = [pairs_of(duty.letters) for duty in matching.old]
    new = [pairs_of(duty.letters) for duty in matching.new]
    rarity = Rarity([*old, *new])
    of_old, of_new = SentenceIndex(old, rarity), SentenceIndex(new, rarity)
    back = {place: _shares(of_new, old[place]) for place in matching.old_left}
    for place in matching.new_left:
        mine, found = matching.new[place], _shares(of_old, new[place])
        for other, shared in found.items():
            if other not in back or shared < SAME_RARE:
                continue
            theirs = matching.old[other]
            beaten = _is_beaten(found, shared, theirs, matching.old)
            if beaten or _is_beaten(back[other], shared, mine, matching.new):
                continue
            alike = likeness(theirs.letters, mine.letters)
            if alike >= NEAR:
                elsewhere = theirs.item_letters != mine.item_letters
                yield NearPair(-alike, elsewhere, other, place)


def _shares(index: SentenceIndex, pairs: frozenset[str]) -> dict[int, float]:
    """The likeliest sentences of a side, by place, and what each shares."""
    return {one.place: one.shared for one in index.candidates(pairs)}


def _is_beaten(
    found: dict[int, float], shared: float, chosen: Duty, duties: tuple[Duty, ...]
) -> bool:
    """Whether another sentence of that side, of other letters, is at least as near."""
    return any(
        other >= shared and duties[place].letters != chosen.letters
        for place, other in found.items()
        if place != chosen.order
    )
