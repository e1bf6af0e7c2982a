"""Who has which duty of a notice on any day: what a shared store lets a unit report of. Pure."""

from __future__ import annotations

import datetime as dt

from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import Catalog
from yqsafety.notice.roster import Roster


def listed_duties(catalog: Catalog, roster: Roster, today: dt.date) -> list[tuple[str, str]]:
    """Every task with every unit that has it on some day, divisions aside.

    Who comes into a group in October reports from then on, and may have to look back: so all days
    on which the roster changes are asked for, and what a unit may report of never shrinks.
    """
    term = catalog.notice.term
    groups = catalog.units.groups
    changes = {one.from_ for group in groups for one in group.members if one.from_}
    changes |= {one.from_ for group in groups for one in group.excluded if one.from_}
    tasks = {task.id for item in catalog.notice.items() for task in item.tasks}
    found: set[tuple[str, str]] = set()
    for day in {today, term.from_, term.until, *changes}:
        units = Ledger(catalog, roster, (), day).units_of(tasks)
        found |= {(task, unit) for task, several in units.items() for unit in several}
    return sorted(found)
