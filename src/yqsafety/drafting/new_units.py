"""The units of a draft: everyone whom the document names, with the forms in which it does. Pure.

A roster helps with the ordinary forms of names only (县应急局 is 县应急管理局, and so 市应急局
is 市应急管理局): who belongs to whom in one place says nothing of another, so groups are open and
without members.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from yqsafety.drafting import pinyin
from yqsafety.drafting.unit_kinds import is_several, short_stem, stem_of
from yqsafety.notice.model import COUNTY, Body, Group
from yqsafety.notice.roster import Roster
from yqsafety.notice.unit_names import plain_name

_HOME = "县"
"""The prefix in the roster whose names lend their forms to other places."""


@dataclass(slots=True)
class _Entry:
    id: str
    name: str
    several: bool
    aliases: list[str] = field(default_factory=list)


class UnitBook:
    """The names met so far; every form of a name leads to the same entry."""

    def __init__(self, roster: Roster | None) -> None:
        self._entries: list[_Entry] = []
        self._by_name: dict[str, _Entry] = {}
        self._by_stem: dict[tuple[str, str], _Entry] = {}
        self._ids: set[str] = {COUNTY}
        self._ordinary = _ordinary_forms(roster)

    def enter(self, name: str) -> str:
        """The name of the body in the draft's units, where it is put if it is new."""
        entry = self._found(name)
        if entry is None:
            entry = self._new(name)
        elif plain_name(name) not in self._by_name:
            self._call(entry, name)
        return entry.name

    def find(self, name: str) -> str | None:
        """The name in the draft's units, or of a body with an ordinary name; None for others."""
        entry = self._found(name)
        if entry or self._model(name):
            return self.enter(name)
        return None

    def data(self) -> dict[str, Any]:
        """The units file."""
        units = [_written(entry) for entry in self._entries if not entry.several]
        groups = [_written(entry) | {"open": True} for entry in self._entries if entry.several]
        return {"schema": "yqsafety/units@1", "units": units} | (
            {"groups": groups} if groups else {}
        )

    def _found(self, name: str) -> _Entry | None:
        if entry := self._by_name.get(plain_name(name)):
            return entry
        prefix, stem = stem_of(name)
        return self._by_stem.get((prefix, self._key(prefix, stem)))

    def _key(self, prefix: str, stem: str) -> str:
        model = self._ordinary.get(stem) if prefix else None
        return f"#{model.id}" if model else short_stem(stem)

    def _model(self, name: str) -> Body | None:
        """The body of the roster that is called so, apart from the prefix of the place."""
        prefix, stem = stem_of(name)
        return self._ordinary.get(stem if prefix else plain_name(name))

    def _new(self, name: str) -> _Entry:
        model = self._model(name)
        prefix, stem = stem_of(name)
        several = isinstance(model, Group) or (model is None and is_several(plain_name(name)))
        wanted = model.id if model else pinyin.word(stem) or "unit"
        entry = _Entry(self._free_id(wanted), _shown(name), several)
        self._entries.append(entry)
        self._by_name[plain_name(name)] = entry
        self._by_stem.setdefault((prefix, self._key(prefix, stem)), entry)
        for other in _other_forms(model, prefix) if model else _short_forms(prefix, stem):
            self._call(entry, other)
        return entry

    def _free_id(self, wanted: str) -> str:
        tries = (wanted, *(f"{wanted}-{n}" for n in range(2, len(self._ids) + 3)))
        free = next(one for one in tries if one not in self._ids)
        self._ids.add(free)
        return free

    def _call(self, entry: _Entry, name: str) -> None:
        """Another form of a name, unless it is taken."""
        if self._by_name.setdefault(plain_name(name), entry) is entry and plain_name(
            name
        ) not in map(plain_name, (entry.name, *entry.aliases)):
            entry.aliases.append(_shown(name))


def _shown(name: str) -> str:
    """A name without blanks, with the brackets of Chinese."""
    return "".join(name.split()).translate(str.maketrans("()[]", "（）（）"))


def _ordinary_forms(roster: Roster | None) -> dict[str, Body]:
    """The bodies of the roster by the forms of their names, without 县; others by their names."""
    forms: dict[str, Body] = {}
    for body in roster.bodies if roster else ():
        for name in (body.name, *body.aliases):
            prefix, stem = stem_of(name)
            if prefix == _HOME or isinstance(body, Group):
                forms.setdefault(stem, body)
            elif name == body.name:
                forms.setdefault(plain_name(name), body)
    return forms


def _other_forms(model: Body, prefix: str) -> list[str]:
    """The roster's other forms of a name, with the prefix of the place."""
    forms: list[str] = []
    for name in (model.name, *model.aliases):
        home, stem = stem_of(name)
        if home == _HOME and prefix:
            forms.append(prefix + name[1:])
        elif not home and isinstance(model, Group):
            forms.append(name)
        else:
            del stem
    return forms


def _short_forms(prefix: str, stem: str) -> list[str]:
    short = short_stem(stem)
    return [prefix + short] if prefix and short != stem else []


def _written(entry: _Entry) -> dict[str, Any]:
    """An entry as the units file has it."""
    letters = [pinyin.initials(plain_name(name)) for name in (entry.name, *entry.aliases)]
    initials = list(dict.fromkeys(filter(None, letters)))
    return {
        "id": entry.id,
        "name": entry.name,
        **({"aliases": entry.aliases} if entry.aliases else {}),
        **({"initials": initials} if initials else {}),
    }
