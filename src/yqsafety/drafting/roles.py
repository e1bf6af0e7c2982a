"""Who is responsible for a duty: as the data say it, and as people set it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from yqsafety.drafting.fields import accept_units
from yqsafety.drafting.pinyin import word
from yqsafety.drafting.plain_maps import put
from yqsafety.drafting.unit_kinds import is_several
from yqsafety.errors import UsageError
from yqsafety.notice.brackets import read_bracket
from yqsafety.notice.roster import Roster
from yqsafety.notice.unit_names import plain_name

ROLES = {"units": "责任单位", "lead": "牵头", "support": "配合"}
Roles = dict[str, list[str]]
"""The names by role."""
_BRACKET_KEYS = ("text", "mode", "units", "lead", "support", "check", "open", "note", "review")


def roles_of(task: Any, inherited: Any) -> Roles:
    """Who is responsible for a duty, by role."""
    if task.get("responsibility"):
        named = task["responsibility"]
    else:
        named = {"units": task["units"]} if task.get("units") else inherited or {}
    return {role: list(map(str, named.get(role, ()))) for role in ROLES}


def set_roles(task: Any, roles: Roles, inherited: Any, roster: Roster) -> None:
    """Set who is responsible, by role; what the bracket says already is left to the bracket."""
    made = {role: known_names(roles.get(role, ()), roster) for role in ROLES}
    if made == roles_of({}, inherited) or not any(made.values()):
        put(task, "units", None)
        put(task, "responsibility", None)
    elif not (made["lead"] or made["support"]):
        put(task, "responsibility", None)
        put(task, "units", made["units"])
    else:
        _set_own(task, {role: names for role, names in made.items() if names}, roster)
    accept_units(task)


def set_bracket_roles(named: Any, roles: Roles, roster: Roster) -> None:
    """Set who is responsible where a bracket, or the document as a whole, says so."""
    made = {role: known_names(roles.get(role, ()), roster) for role in ROLES}
    if not any(made.values()):
        raise UsageError("没有写责任单位，未改动。", "请写至少一个单位，或按 Esc 放弃。")
    for role, names in made.items():
        put(named, role, names, _BRACKET_KEYS)
    accept_bracket(named)


def accept_bracket(named: Any) -> None:
    """Take who is named in a bracket for good; words that are no unit are noted as looked at."""
    left = read_bracket(str(named.get("text", ""))).left
    if named.pop("review", None) and left and not named.get("note"):
        put(named, "note", f"审定：“{left}”不另列为责任单位", _BRACKET_KEYS)


def _set_own(task: Any, made: Roles, roster: Roster) -> None:
    if missing := list(not_printed(str(task["quote"]), made, roster)):
        raise UsageError(
            f"句中没有“{missing[0]}”：牵头、配合只能写本句点名的单位。",
            "其余的一并写在责任单位里。",
        )
    put(task, "units", None)
    old = task.get("responsibility") or {}
    kept = {key: value for key, value in old.items() if key not in (*ROLES, "review")}
    put(task, "responsibility", kept | made)


def known_names(names: Iterable[str], roster: Roster) -> list[str]:
    """The full names of some units; UsageError where one is in no list of units."""
    found = []
    for name in names:
        body = roster.get(name)
        if body is None:
            raise UsageError(
                f"单位文件中没有“{name}”，未改动。",
                f"请写全称或简称；确是新单位的，{how_to_add(name, roster)}",
            )
        found.append(body.name)
    return list(dict.fromkeys(found))


def how_to_add(name: str, roster: Roster) -> str:
    """The very line that puts a new name into the units file, and where."""
    taken = {body.id for body in roster.bodies}
    first = word(plain_name(name)) or "unit"
    tries = (first, *(f"{first}-{n}" for n in range(2, len(taken) + 3)))
    new = next(one for one in tries if one not in taken)
    kind, more = ("groups", ", open: true") if is_several(plain_name(name)) else ("units", "")
    return f"在 units.yaml 的 {kind}: 之下加一行：- {{id: {new}, name: {name}{more}}}"


def not_printed(quote: str, named: Any, roster: Roster) -> Iterator[str]:
    """The names of a responsibility that a sentence does not print, in no spelling."""
    text = plain_name(str(quote))
    for name in [
        str(one) for role in ("lead", "support", "units", "check") for one in named.get(role, ())
    ]:
        body = roster.get(name)
        spellings = (body.name, *body.aliases) if body else (name,)
        if not any(plain_name(one) in text for one in spellings):
            yield name
