"""A user's own roster laid over the one that ships. Pure.

No member list of 县安委会 was published, and the notice does not name 公安, 教育 and others that
come in through groups. So each office adds its own units and members in a file (YQSAFETY_UNITS)
that an upgrade of the program leaves alone.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from yqsafety.notice.model import Group, Unit, Units

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
    if isinstance(known, Group) and isinstance(extra, Group):
        more["members"] = (*known.members, *extra.members)
        more["excluded"] = (*known.excluded, *extra.excluded)
    return replace(known, **more)
