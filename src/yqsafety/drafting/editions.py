"""A catalogue as the comparison sees it: its duties in order, each with its place. Pure."""

from __future__ import annotations

from typing import NamedTuple

from yqsafety.drafting.likeness import bare_letters
from yqsafety.notice.model import (
    Catalog,
    Item,
    Responsibility,
    Section,
    Task,
    Term,
    responsibility_of,
)
from yqsafety.notice.unit_names import plain_name


class Duty(NamedTuple):
    """A task with the place where it stands."""

    order: int
    """Its place among all tasks of its notice."""
    task: Task
    item: Item
    section: Section
    letters: str
    """Its sentence without white space and punctuation."""
    named: Responsibility
    """Who is responsible, by the names that the roster has for them."""

    @property
    def id(self) -> str:
        """The task's id."""
        return self.task.id

    @property
    def item_letters(self) -> str:
        """The heading of its item without its number, which an insertion changes."""
        return bare_letters(self.item.heading.removeprefix(self.item.label))

    @property
    def section_letters(self) -> str:
        """The heading of its section as it is compared."""
        return bare_letters(self.section.heading.partition("、")[2] or self.section.heading)


class Edition(NamedTuple):
    """One of the two notices that are compared."""

    id: str
    term: Term
    duties: tuple[Duty, ...]
    retired: dict[str, str]
    """By retired id the task that holds its sentence now; empty where it is no task any more."""


def edition_of(catalog: Catalog) -> Edition:
    """The duties of a catalogue in the document's order."""
    names = {
        plain_name(name): body.name
        for body in catalog.units.bodies
        for name in (*body.aliases, body.id, body.name)
    }
    duties: list[Duty] = []
    for section in catalog.notice.sections:
        for item in section.items:
            for task in item.tasks:
                named = _known_names(responsibility_of(item, task), names)
                letters = bare_letters(task.quote)
                duties.append(Duty(len(duties), task, item, section, letters, named))
    retired = {one.id: one.into for one in catalog.notice.retired}
    return Edition(catalog.notice.id, catalog.notice.term, tuple(duties), retired)


def _known_names(named: Responsibility, names: dict[str, str]) -> Responsibility:
    """The same roles, each body by its one name."""

    def known(given: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(names.get(plain_name(name), name) for name in given)

    return Responsibility(
        mode=named.mode,
        units=known(named.units),
        lead=known(named.lead),
        support=known(named.support),
        check=known(named.check),
        open=named.open,
    )
