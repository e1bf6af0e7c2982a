"""The rules of the units file, one plain function each; findings are data. Pure.

A name must lead to one body only: a record under the wrong unit would be a false green for one and
a false red for another.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from yqsafety.notice.local_roster import called, names_of, overlay_units
from yqsafety.notice.model import COUNTY, Body, Exclusion, Group, Units
from yqsafety.notice.roster import Roster
from yqsafety.notice.schema import Finding, finding_at
from yqsafety.notice.unit_names import plain_name
from yqsafety.notice.yaml_reader import KeyPath, YamlDocument

MAX_CHAIN = 10
"""The longest chain of groups that stand for one another by `reads_as` or `subset_of`. It bounds
the recursion in roster.py."""


PLAIN_ID = re.compile(r"[a-z][a-z0-9-]*")
"""What an id may look like. Ids go into file names, addresses and calendar UIDs, where any other
character could be escaped or folded into another."""


def check_units(units: Units, document: YamlDocument, base: Units | None = None) -> list[Finding]:
    """Ids and names are unique, and every reference in the file leads somewhere.

    A local roster is checked on top of its `base`.
    """
    known = overlay_units(base, units) if base else units
    faults = [*_check_names(units, base, document), *_check_initials(units, known, document)]
    faults += _check_members(units, known, document)
    faults += _check_later_names(units, known, document)
    faults += _check_local_grounds(units, document) if base else []
    groups = {plain_name(name): one for one in known.groups for name in names_of(one)}
    for n, group in enumerate(units.groups):
        faults += _check_references(group, ("groups", n), groups, document)
    # A Roster can only be built once every name in it leads somewhere.
    if not faults:
        faults += _check_exclusions(units, known, document)
    return faults


def _check_names(units: Units, base: Units | None, document: YamlDocument) -> Iterator[Finding]:
    earlier: tuple[Body, ...] = base.bodies if base else ()
    taken: dict[str, tuple[type[Body], str]] = {
        plain_name(name): (type(body), body.id) for body in earlier for name in names_of(body)
    }
    ids: set[str] = set()
    for path, body in _body_paths(units):
        if not PLAIN_ID.fullmatch(body.id) or body.id == COUNTY:
            yield finding_at(
                document, (*path, "id"), f"id“{body.id}”不可用", "用小写字母、数字和连字符"
            )
        if body.id in ids:
            yield finding_at(document, (*path, "id"), f"id“{body.id}”重复", "换一个 id")
        ids.add(body.id)
        known = next((b for b in earlier if (type(b), b.id) == (type(body), body.id)), body)
        if plain_name(known.name) != plain_name(body.name):
            yield finding_at(
                document, (*path, "name"), f"{body.id} 的名称应为“{known.name}”", "改正"
            )
        for name in names_of(body):
            if not is_in_one_line(name):
                yield finding_at(document, path, f"名称“{name}”不在一行内", "去掉换行和制表符")
            owner = taken.setdefault(plain_name(name), (type(body), body.id))
            if owner != (type(body), body.id) or not plain_name(name):
                yield finding_at(document, path, f"名称“{name}”已被 {owner[1]} 使用", "改名或删去")


def _body_paths(units: Units) -> Iterator[tuple[KeyPath, Body]]:
    yield from ((("units", n), unit) for n, unit in enumerate(units.units))
    yield from ((("groups", n), group) for n, group in enumerate(units.groups))


def _check_initials(units: Units, known: Units, document: YamlDocument) -> Iterator[Finding]:
    """Pinyin initials are as many small letters as the name or an alias has characters.

    More is not checked: the program carries no table of readings, and some have several.
    """
    whole = {(type(body), body.id): body for body in known.bodies}
    for path, body in _body_paths(units):
        known_as = called(whole[type(body), body.id])
        lengths = {sum(map(str.isalnum, plain_name(name))) for name in known_as}
        for n, text in enumerate(body.initials):
            if not re.fullmatch("[a-z]+", text) or len(text) not in lengths:
                problem = f"“{text}”不是名称或简称的首字母"
                yield finding_at(document, (*path, "initials", n), problem, "小写，一字一个字母")


def is_in_one_line(text: str) -> bool:
    """Whether a name or a title stands in one line of a table."""
    return len(text.splitlines()) <= 1 and "\t" not in text


def _check_members(units: Units, known: Units, document: YamlDocument) -> Iterator[Finding]:
    names = {plain_name(name) for unit in known.units for name in names_of(unit)}
    for n, group in enumerate(units.groups):
        for m, membership in enumerate(group.members):
            for k, name in enumerate(membership.units):
                if plain_name(name) not in names:
                    path = ("groups", n, "members", m, "units", k)
                    yield finding_at(
                        document, path, f"没有“{name}”这个单位", "在 units 中补上，或改正名称"
                    )


def _check_later_names(units: Units, known: Units, document: YamlDocument) -> Iterator[Finding]:
    """One name a day, and in a file the names in the order of their days."""
    whole = {unit.id: unit for unit in known.units}
    for n, unit in enumerate(units.units):
        days = [one.from_ for one in unit.names]
        every = [one.from_ for one in whole[unit.id].names]
        if days != sorted(days) or len(set(every)) < len(every):
            path = ("units", n, "names")
            yield finding_at(
                document, path, "更名的日期重复或次序不对", "按日期先后写，一天一个名称"
            )


def _check_local_grounds(units: Units, document: YamlDocument) -> Iterator[Finding]:
    """What an office adds is 本地补充 or 推定: it cannot make the notice or a law name a unit."""
    for n, group in enumerate(units.groups):
        for m, membership in enumerate(group.members):
            if membership.ground not in ("local", "presumed"):
                path = ("groups", n, "members", m, "ground")
                problem = f"本地名册中的成员，依据不能是 {membership.ground}"
                yield finding_at(document, path, problem, "写 local，在 source 中写明出处")


def _check_exclusions(units: Units, known: Units, document: YamlDocument) -> Iterator[Finding]:
    """Only a presumed member can be taken out, and only with a reason.

    What the notice, a law or the registry says is not for a local file to undo. A list that takes
    in later who was out before is above the exclusion, so the day counts from which it holds.
    """
    undated = Roster(known)
    for n, group in enumerate(units.groups):
        for m, exclusion in enumerate(group.excluded):
            path = ("groups", n, "excluded", m)
            if not _is_presumed_then(undated, group, exclusion):
                yield finding_at(
                    document, path, f"“{exclusion.unit}”不是推定成员，不能剔除", "删去"
                )
            if not exclusion.reason.strip():
                yield finding_at(document, path, "剔除须写明理由", "补上 reason")


def _is_presumed_then(undated: Roster, group: Group, exclusion: Exclusion) -> bool:
    roster = undated.on(exclusion.from_ or dt.date.min)
    whole = next(one for one in roster.groups if one.id == group.id)
    body = roster.get(exclusion.unit)
    party = roster.everyone(whole).get(body.id) if body else None
    return party is not None and party.presumed


def _check_references(
    group: Group, path: KeyPath, groups: dict[str, Group], document: YamlDocument
) -> Iterator[Finding]:
    """The chain of groups from `group` ends, within MAX_CHAIN steps."""
    seen = {group.id}
    current = groups.get(plain_name(group.id))
    while current and (name := current.reads_as or current.subset_of):
        current = groups.get(plain_name(name))
        if current is None:
            yield finding_at(document, path, f"没有“{name}”这个范围", "改正名称")
        elif current.id in seen:
            yield finding_at(document, path, f"“{name}”循环引用", "改正 reads_as 或 subset_of")
            return
        elif len(seen) > MAX_CHAIN:
            yield finding_at(document, path, f"引用超过 {MAX_CHAIN} 层", "直接引用最后一个范围")
            return
        else:
            seen.add(current.id)
    if group.reads_as and group.subset_of:
        yield finding_at(document, path, "reads_as 和 subset_of 只能有一个", "删去其一")
