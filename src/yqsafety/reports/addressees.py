"""To whom a paper goes (主送): as the notice says, or the units that are chosen. Pure.

A notice of a government speaks to those below it. The offices of the committee and the government
themselves, where it gives them tasks, are not among these: a paper of the supervising office names
them first.
"""

from __future__ import annotations

from collections.abc import Iterable

from yqsafety.ledger.filters import Filters, Selection
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import Group
from yqsafety.notice.roster import Roster
from yqsafety.wording.paper_words import signature_of, spelled_office

MANY = 8
"""More units than these are not named one by one."""
ALL_CONCERNED = "各有关单位"


def addressees_of(ledger: Ledger, selection: Selection, filters: Filters) -> str:
    """The line of addressees, with its colon.

    A report on some units goes to these, one on all of them to whom the notice went; where it names
    nobody, to the units that have its tasks.
    """
    printed = ledger.catalog.notice.addressees.strip().rstrip("：:")
    if filters.units:
        said = _named_units(ledger.roster, filters.units)
    else:
        units = _units_of(selection)
        chief = [name for name in _chief_offices(ledger, units) if name not in printed]
        first = [f"{'、'.join(chief)}"] if chief and printed else []
        said = "，".join((*first, printed or _named_units(ledger.roster, units)))
    return f"{said}："


_CHIEF_OFFICES = frozenset(
    "委办 委办公室 政府办 政府办公室 党委办 党委办公室 党政办 党政办公室".split()
)
"""What the offices of a committee and a government are called behind the name of the place."""


def _chief_offices(ledger: Ledger, units: Iterable[str]) -> list[str]:
    """Those of them that have tasks, but for the one that signs the paper itself."""
    prefix, roster, signer = ledger.words.prefix, ledger.roster, signature_of(ledger).name
    names = (roster.name(unit) for unit in sorted(units, key=roster.rank))
    return [
        name
        for name in names
        if prefix
        and (short := name.removeprefix(prefix)) in _CHIEF_OFFICES
        and not signer.endswith(spelled_office(short))
    ]


def _units_of(selection: Selection) -> list[str]:
    """Those that have a duty for certain; what is presumed is written to nobody."""
    duties = (one for entry in selection.entries for one in entry.assignments)
    return list(dict.fromkeys(one.party.id for one in duties if not one.party.presumed))


def _named_units(roster: Roster, units: Iterable[str]) -> str:
    """The units by name; those of an official register by that of their group."""
    chosen = sorted(units, key=roster.rank)
    groups = [body for unit in chosen if isinstance(body := roster.body(unit), Group)]
    registers = [group for group in roster.groups if _is_whole(roster, group, chosen)]
    covered = {unit for group in (*groups, *registers) for unit in roster.members(group)}
    named = [roster.name(unit) for unit in chosen if unit not in covered]
    named += [group.name for group in registers if group not in groups]
    return "、".join(named) if len(named) <= MANY and named else ALL_CONCERNED


def _is_whole(roster: Roster, group: Group, chosen: Iterable[str]) -> bool:
    """Whether all members of a group are chosen, and each stands in an official register."""
    members = roster.members(group)
    registered = all(party.ground == "registry" for party in members.values())
    return bool(members) and registered and members.keys() <= set(chosen)
