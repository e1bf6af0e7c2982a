"""Taking over the row of a bracket: who is responsible for a clause or the whole document. Pure."""

from __future__ import annotations

from typing import Any

from yqsafety.drafting.pieces import brackets_of
from yqsafety.drafting.roles import ROLES, accept_bracket, roles_of, set_bracket_roles
from yqsafety.drafting.sheet_cells import accepted
from yqsafety.drafting.sheet_cuts import Placed
from yqsafety.drafting.sheet_rows import LABELS
from yqsafety.drafting.sheet_table import Faulty
from yqsafety.errors import UsageError
from yqsafety.notice.roster import Roster
from yqsafety.notice.unit_names import names_in


def take_bracket(data: Any, here: Placed, roster: Roster) -> list[str]:
    """Set the units of a row that changed them, or accept them; what was done, in words."""
    line, base = here.line, here.base or {}
    wanted = [r for r in ROLES if r in line.columns and line.text(r) != base.get(r, "")]
    agreed = accepted(line)
    found = [one.named for one in brackets_of(data) if one.clause.number == here.block]
    if not found or not (wanted or agreed):
        return []
    named, name = found[0], line.text("clause")
    before, open_before = _shown(named), "review" in named
    if wanted:
        _set(named, here, wanted, before, roster)
    if agreed:
        accept_bracket(named)
    now = _shown(named)
    said = [
        f"{name}：{LABELS[role]} {before[role] or '（空）'} → {now[role] or '（空）'}"
        for role in ROLES
        if before[role] != now[role]
    ]
    accepts = open_before and "review" not in named and not said
    return [f"{name} 责任单位：审定"] if accepts else said


def _set(
    named: Any, here: Placed, wanted: list[str], before: dict[str, str], roster: Roster
) -> None:
    """Set the units; Faulty where a name is unknown, or somebody else wrote others meanwhile."""
    line, base = here.line, here.base or {}
    trial = dict(named)
    roles = {
        role: names_in(line.text(role) if role in line.columns else before[role]) for role in ROLES
    }
    try:
        set_bracket_roles(trial, roles, roster)
    except UsageError as no:
        raise Faulty(wanted[0], f"{no.message}{no.hint}") from None
    for role in wanted:
        if before[role] != base.get(role, "") and before[role] != _shown(trial)[role]:
            say = f"导出后已另改为“{before[role]}”，请与改的人商定后写成一样"
            raise Faulty(role, say)
    set_bracket_roles(named, roles, roster)


def _shown(named: Any) -> dict[str, str]:
    return {role: "、".join(names) for role, names in roles_of({}, named).items()}
