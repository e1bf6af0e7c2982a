"""Two notices task by task: what stayed, and what became of the rest. Pure.

Each task of either side stands in exactly one change. Two editions of one notice are compared by
their ids as well; an id that now stands for something else is no change of a task but a fault.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from yqsafety.drafting.duty_fields import changed_fields
from yqsafety.drafting.editions import Duty, Edition, edition_of
from yqsafety.drafting.matching import By, Link, matched_tasks
from yqsafety.drafting.moving import moved_links
from yqsafety.notice.model import Catalog

ChangeKind = Literal["kept", "reworded", "moved", "cut", "joined", "new", "gone"]
KINDS: tuple[ChangeKind, ...] = ("kept", "reworded", "moved", "cut", "joined", "new", "gone")


class Change(NamedTuple):
    """What became of some tasks of the old notice, or where some of the new one come from."""

    kind: ChangeKind
    old: tuple[Duty, ...]
    new: tuple[Duty, ...]
    by: By = ""
    likeness: float = 1.0
    """The share of letters in the same order, from 0 to 1."""
    moved: bool = False
    """Whether it stands in another section or item, reworded or not."""
    fields: tuple[str, ...] = ()
    """What else of it changed: units, timing, quantity, done_by, title, evidence."""

    @property
    def changed(self) -> bool:
        """Whether anything at all is other than it was."""
        return self.kind != "kept" or bool(self.fields)


class ChangedMeaning(NamedTuple):
    """An id that stands in both editions with quite another text."""

    old: Duty
    new: Duty


class Comparison(NamedTuple):
    """All that two notices have in common, and all that they have not."""

    old: Edition
    new: Edition
    changes: tuple[Change, ...]
    """In the order of the new notice; what is gone at the end."""
    meanings: tuple[ChangedMeaning, ...]

    @property
    def differs(self) -> bool:
        """Whether there is any change."""
        return bool(self.meanings) or any(one.changed for one in self.changes)

    @property
    def strangers(self) -> bool:
        """Whether not one task goes on: then they are hardly editions of one notice."""
        return all(one.kind in ("new", "gone") for one in self.changes)

    def of_kind(self, kind: ChangeKind) -> list[Change]:
        """The changes of one kind, in order."""
        return [one for one in self.changes if one.kind == kind]


def compare_catalogs(old: Catalog, new: Catalog) -> Comparison:
    """What changed from one notice, or edition of it, to another."""
    return compare_editions(edition_of(old), edition_of(new))


def compare_editions(old: Edition, new: Edition) -> Comparison:
    """The same for editions as they are compared."""
    links = matched_tasks(old, new)
    moved = moved_links(links, old, new)
    changes = [_change(link, link in moved, old, new) for link in links]
    changes += _unmatched(links, old, new)
    meanings = _changed_meanings(changes) if old.id == new.id else ()
    return Comparison(old, new, tuple(sorted(changes, key=_order)), meanings)


def _order(change: Change) -> tuple[bool, int]:
    side = change.new or change.old
    return not change.new, side[0].order


def _change(link: Link, moved: bool, old: Edition, new: Edition) -> Change:
    before = tuple(old.duties[place] for place in link.old)
    after = tuple(new.duties[place] for place in link.new)
    if len(link.new) > 1:
        return Change("cut", before, after, link.by, link.likeness, moved)
    if len(link.old) > 1:
        return Change("joined", before, after, link.by, link.likeness, moved)
    fields = changed_fields(before[0], after[0], new.term.from_.year - old.term.from_.year)
    same = before[0].letters == after[0].letters
    kind: ChangeKind = ("moved" if moved else "kept") if same else "reworded"
    return Change(kind, before, after, link.by, link.likeness, moved, fields)


def _unmatched(links: Iterable[Link], old: Edition, new: Edition) -> Iterator[Change]:
    links = list(links)
    left = {place for link in links for place in link.old}
    came = {place for link in links for place in link.new}
    yield from (Change("gone", (duty,), ()) for duty in old.duties if duty.order not in left)
    yield from (Change("new", (), (duty,)) for duty in new.duties if duty.order not in came)


def _changed_meanings(changes: Iterable[Change]) -> tuple[ChangedMeaning, ...]:
    """The ids of one notice whose old and new task are not the same duty."""
    groups: dict[str, tuple[int, Duty]] = {}
    found: list[ChangedMeaning] = []
    changes = list(changes)
    for number, change in enumerate(changes):
        groups |= {duty.id: (number, duty) for duty in change.old}
    for number, change in enumerate(changes):
        for duty in change.new:
            group, before = groups.get(duty.id, (number, duty))
            if group != number:
                found.append(ChangedMeaning(before, duty))
    return tuple(sorted(found, key=lambda one: one.new.order))
