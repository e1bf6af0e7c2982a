"""A user's own roster laid over the one that ships, and a roster on a day. Pure.

No member list of 县安委会 was published, and the notice does not name 公安, 教育 and others that
come in through groups. So each office adds its own units and members in a file (YQSAFETY_UNITS)
that an upgrade of the program leaves alone.

Who belongs to a group and what a unit is called may change in the course of a year. What a report
said of an earlier day must stay what it was, so memberships, exclusions and names carry days.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any, TypeVar

from yqsafety.notice.model import Body, Group, Unit, Units
from yqsafety.notice.unit_names import plain_name

B = TypeVar("B", Unit, Group)


def overlay_units(base: Units, local: Units) -> Units:
    """`base` with what `local` adds: units, groups, aliases, initials, members and exclusions.

    A body of a known id is extended; a local roster cannot rename or remove it.
    """
    return replace(
        base,
        units=_merge_bodies(base.units, local.units),
        groups=_merge_bodies(base.groups, local.groups),
    )


def _merge_bodies(base: tuple[B, ...], local: tuple[B, ...]) -> tuple[B, ...]:
    merged = {body.id: body for body in base}
    for body in local:
        known = merged.get(body.id)
        merged[body.id] = _join_body(known, body) if known else body
    return tuple(merged.values())


def _join_body(known: B, extra: B) -> B:
    more: dict[str, Any] = {
        "aliases": (*known.aliases, *extra.aliases),
        "initials": (*known.initials, *extra.initials),
    }
    if isinstance(known, Unit) and isinstance(extra, Unit):
        later = (*known.names, *extra.names)
        more["names"] = tuple(sorted(later, key=lambda one: one.from_))
    if isinstance(known, Group) and isinstance(extra, Group):
        more["members"] = (*known.members, *extra.members)
        more["excluded"] = (*known.excluded, *extra.excluded)
    return replace(known, **more)


def has_days(units: Units) -> bool:
    """Whether anything in it holds only from a day on; mostly nothing does."""
    return any(unit.names for unit in units.units) or any(
        any(one.from_ for one in group.members) or any(one.from_ for one in group.excluded)
        for group in units.groups
    )


def units_on(units: Units, day: dt.date) -> Units:
    """The units as they stood on a day: who belonged by then, under the names of that day."""
    groups = tuple(
        replace(
            group,
            members=tuple(one for one in group.members if not one.from_ or one.from_ <= day),
            excluded=tuple(one for one in group.excluded if not one.from_ or one.from_ <= day),
        )
        for group in units.groups
    )
    return replace(units, units=tuple(_named_on(unit, day) for unit in units.units), groups=groups)


def _named_on(unit: Unit, day: dt.date) -> Unit:
    """A unit with its name of a day; what it was called before is an alias."""
    past = [unit.name, *(one.name for one in unit.names if one.from_ <= day)]
    if len(past) == 1:
        return unit
    *before, name = past
    called = dict.fromkeys((*before, *unit.aliases))
    aliases = tuple(one for one in called if plain_name(one) != plain_name(name))
    return replace(unit, name=name, aliases=aliases)


def called(body: Body) -> tuple[str, ...]:
    """The names of a body, on any day."""
    later = (one.name for one in body.names) if isinstance(body, Unit) else ()
    return (*body.aliases, *later, body.name)


def names_of(body: Body) -> tuple[str, ...]:
    """Everything by which a body is found exactly: its names of any day, and its id."""
    return (body.id, *called(body))
