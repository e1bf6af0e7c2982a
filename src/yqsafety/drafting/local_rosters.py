"""A local roster as its file is written, and the changes that are made in it. Pure.

Ids and initials come from pinyin. Whatever stands in the file stays as it is, comments too; what
is said already is not said again. Whether the outcome is sound is for the units' own checks to say
(notice/unit_checks.py), over the units of the notice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from typing import Any

from yqsafety.drafting import pinyin
from yqsafety.drafting.round_trip import dump_commented, flow_map, load_commented
from yqsafety.drafting.unit_kinds import short_stem, stem_of
from yqsafety.notice.model import COUNTY, Body, Ground, Group, Units
from yqsafety.notice.roster import Roster
from yqsafety.notice.unit_checks import PLAIN_ID
from yqsafety.notice.unit_names import initials_of, plain_name

HEAD = """\
# 本地名册：加在通知的单位之上，增加单位、简称、成员，写明更名和剔除。
# 由 yqsafety roster 写成，也可手工修改，改后请运行 yqsafety validate 本文件。
schema: yqsafety/units@1
"""


class LocalRoster:
    """The data of one file, with its comments; `units` are the notice's with it laid over."""

    def __init__(self, raw: bytes, name: str, units: Units) -> None:
        self._data = load_commented(raw or HEAD.encode(), name)
        self.roster = Roster(units)

    @property
    def text(self) -> str:
        """The file with the changes."""
        return dump_commented(self._data)

    def add_unit(self, name: str, aliases: Iterable[str], recorded: Collection[str] = ()) -> str:
        """A new unit; its id, one of the `recorded` where that is a spelling of its name.

        A state may have records of a unit that no roster has any more: they come back to it.
        """
        unit_id = self._free_id(name, recorded)
        entry = flow_map(id=unit_id, name=name)
        self._section("units").append(entry)
        _write_initials(entry, name)
        for alias in aliases:
            _call(entry, alias)
        return unit_id

    def put(self, kind: str, **values: Any) -> None:
        """A unit or group just as another roster has it."""
        self._section(kind).append(flow_map(**values))

    def call(self, body: Body, name: str) -> None:
        """Another name of a unit or group."""
        _call(self._entry(body), name)

    def spell(self, body: Body, letters: str) -> None:
        """Initials that somebody wrote by hand."""
        entry = self._entry(body)
        if letters not in entry.setdefault("initials", []):
            entry["initials"].append(letters)

    def rename(self, body: Body, name: str, day: dt.date) -> None:
        """The name of a unit from a day on."""
        entry = self._entry(body)
        names = entry.setdefault("names", [])
        later = [n for n, one in enumerate(names) if str(one["from"]) > day.isoformat()]
        new = flow_map(name=name, **{"from": day.isoformat()})
        names.insert(later[0] if later else len(names), new)
        _write_initials(entry, name)

    def take_in(
        self, group: Body, units: Iterable[str], ground: Ground, source: str, day: dt.date | None
    ) -> None:
        """Members of a group from a day on, with those that came in by the same paper."""
        members = self._entry(group).setdefault("members", [])
        begun = {"from": day.isoformat()} if day else {}
        same = [
            one
            for one in members
            if (one["ground"], one["source"], str(one.get("from") or ""))
            == (ground, source, begun.get("from", ""))
        ]
        if same:
            same[0]["units"].extend(units)
        else:
            members.append(flow_map(ground=ground, source=source, **begun, units=[*units]))

    def take_out(self, group: Body, unit: str, reason: str, day: dt.date | None) -> None:
        """A presumed member is out from a day on."""
        begun = {"from": day.isoformat()} if day else {}
        out = self._entry(group).setdefault("excluded", [])
        out.append(flow_map(unit=unit, reason=reason, **begun))

    def _section(self, kind: str) -> Any:
        return self._data.setdefault(kind, [])

    def _entry(self, body: Body) -> Any:
        """What the file says of a body; a new entry where it says nothing of it yet."""
        kind = "groups" if isinstance(body, Group) else "units"
        for entry in self._section(kind):
            if entry["id"] == body.id:
                return entry
        # The name of the notice, not of a day.
        entry = {"id": body.id, "name": self.roster.name(body.id)}
        made = entry if kind == "groups" else flow_map(**entry)
        self._section(kind).append(made)
        return self._section(kind)[-1]

    def _free_id(self, name: str, recorded: Collection[str]) -> str:
        """A spelling of a name as an id that no body and no initials have."""
        spellings = _spellings(name)
        taken = {COUNTY} | {
            letters for body in self.roster.bodies for letters in (body.id, *initials_of(body))
        }
        free = [one for one in spellings if one not in taken and self.roster.get(one) is None]
        known = [one for one in free if one in recorded]
        wanted = next(iter((*known, *free)), spellings[0])
        number = 2
        unit_id = wanted
        while unit_id in taken or self.roster.get(unit_id):
            unit_id, number = f"{wanted}-{number}", number + 1
        return unit_id


def bare_text(raw: bytes, name: str) -> str:
    """A roster as it is sent to others: what it says, without the comments of its owner."""
    from yqsafety.notice.yaml_reader import load_yaml

    data = load_yaml(raw, name).data
    bare = load_commented(HEAD.encode(), name)
    for kind in ("units", "groups"):
        for entry in data.get(kind) or ():
            for part in ("members", "excluded"):
                if part in entry:
                    entry[part] = [flow_map(**one) for one in entry[part]]
            made = flow_map(**entry) if kind == "units" else entry
            bare.setdefault(kind, []).append(made)
    return dump_commented(bare)


def _spellings(name: str) -> list[str]:
    """The ways in which a name may be spelt as an id, the usual one first."""
    _, stem = stem_of(name)
    short = short_stem(stem)
    forms = (stem, short, short.removesuffix("局"), short.removesuffix("人民政府"), name)
    made = dict.fromkeys(pinyin.word(form) for form in forms if form)
    return [one for one in made if PLAIN_ID.fullmatch(one)] or ["unit"]


def _call(entry: Any, name: str) -> None:
    if name not in entry.setdefault("aliases", []):
        entry["aliases"].append(name)
    _write_initials(entry, name)


def _write_initials(entry: Any, name: str) -> None:
    letters = pinyin.initials(plain_name(name))
    if letters and letters not in entry.setdefault("initials", []):
        entry["initials"].append(letters)
