"""A user's own roster laid over the one that ships. Pure."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar

from yqsafety.notice.model import Group, Unit, Units

B = TypeVar("B", Unit, Group)


def overlay_units(base: Units, local: Units) -> Units:
    """A user's own roster laid over the first: adds units, aliases, members and exclusions."""
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
