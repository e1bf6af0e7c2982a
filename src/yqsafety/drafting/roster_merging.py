"""Another office's roster laid into one's own. Pure.

What is new is added; what contradicts is said and not taken. A unit is the same where one of the
two rosters calls it by the other's name. Which of two rosters is laid into which makes a
difference only to what contradicts: of that each keeps its own.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from yqsafety.drafting.local_rosters import LocalRoster
from yqsafety.notice.local_roster import called, names_of
from yqsafety.notice.model import Body, Group, Unit, Units
from yqsafety.notice.unit_names import plain_name


class Merging:
    """One merge; `added` and `refused` hold a line of Chinese for each thing."""

    def __init__(self, mine: LocalRoster, theirs: Units, whole: Units) -> None:
        """`theirs` is what the other file says, `whole` the notice's units with it laid over."""
        self._mine = mine
        self._theirs = theirs
        self._meant = {plain_name(name): one.id for one in whole.bodies for name in names_of(one)}
        self._own_ids: dict[str, str | None] = {}
        """By the id in theirs: the id in mine; None for what was not taken."""
        self._owners: dict[str, Body] = {
            plain_name(name): body for body in mine.roster.bodies for name in names_of(body)
        }
        self.added: list[str] = []
        self.refused: list[str] = []

    def run(self) -> None:
        """Bodies first, then who belongs to what."""
        for body in self._theirs.bodies:
            self._take_body(body)
        for group in self._theirs.groups:
            mine = self._own(group)
            if isinstance(mine, Group) and self._own_ids.get(group.id):
                self._take_members(mine, group)
                self._take_exclusions(mine, group)

    def _own(self, body: Body) -> Body | None:
        """The body of mine that is the same as one of theirs."""
        if known := self._owners.get(plain_name(body.name)):
            return known
        for name in called(body):
            known = self._owners.get(plain_name(name))
            if known and plain_name(known.name) == plain_name(name):
                return known
        return None

    def _take_body(self, body: Body) -> None:
        mine = self._own(body)
        if mine is None:
            self._take_new(body)
            return
        self._own_ids[body.id] = mine.id
        if type(mine) is not type(body):
            self._lose(body, f"“{body.name}”在本名册是 {mine.name}，未收")
            return
        if mine.id != body.id:
            self.refused.append(f"{body.name} 的代码在本名册为 {mine.id}，不改为 {body.id}")
        for name in (body.name, *body.aliases):
            self._take_name(mine, name)
        self._take_initials(mine, body)
        if isinstance(mine, Unit) and isinstance(body, Unit):
            self._take_later_names(mine, body)

    def _take_new(self, body: Body) -> None:
        """A unit or group that nobody knew; its names as far as they are free."""
        owner = self._owners.get(plain_name(body.id))
        if owner:
            self._lose(body, f"{body.name} 的代码 {body.id} 在本名册是 {owner.name}，未收")
            return
        kind = "groups" if isinstance(body, Group) else "units"
        self._mine.put(kind, id=body.id, name=body.name, **_plain_fields(body))
        known: Body = (
            Group(body.id, body.name) if isinstance(body, Group) else Unit(body.id, body.name)
        )
        for name in (body.id, body.name):
            self._owners[plain_name(name)] = known
        self._own_ids[body.id] = body.id
        self.added.append(f"{'范围' if isinstance(body, Group) else '单位'} {body.name}")
        for name in body.aliases:
            self._take_name(known, name)
        self._take_initials(known, body)
        if isinstance(known, Unit) and isinstance(body, Unit):
            self._take_later_names(known, body)

    def _lose(self, body: Body, why: str) -> None:
        self.refused.append(why)
        self._own_ids[body.id] = None

    def _take_name(self, mine: Body, name: str) -> None:
        owner = self._owners.setdefault(plain_name(name), mine)
        if owner.id != mine.id:
            self.refused.append(f"名称“{name}”在本名册是 {owner.name} 的，不作为 {mine.name} 的")
        elif owner is mine and plain_name(name) not in self._known_names(mine):
            self._mine.call(mine, name)
            self.added.append(f"{mine.name} 的名称 {name}")

    def _known_names(self, mine: Body) -> set[str]:
        return {plain_name(name) for name in names_of(mine)}

    def _take_initials(self, mine: Body, body: Body) -> None:
        """Initials that somebody wrote by hand, where they fit a name that was taken."""
        own = [name for name, owner in self._owners.items() if owner.id == mine.id]
        lengths = {sum(map(str.isalnum, name)) for name in own if not name.isascii()}
        for letters in body.initials:
            if letters not in mine.initials and len(letters) in lengths:
                self._mine.spell(mine, letters)

    def _take_later_names(self, mine: Unit, body: Unit) -> None:
        known = {plain_name(one.name): one.from_ for one in mine.names}
        days = {day: name for name, day in known.items()}
        for one in body.names:
            name = plain_name(one.name)
            owner = self._owners.get(name)
            if known.get(name) == one.from_:
                continue
            if name in known or one.from_ in days or (owner and owner.id != mine.id):
                said = f"{mine.name} 自 {one.from_} 起称 {one.name}，与本名册不符，未收"
                self.refused.append(said)
                continue
            self._mine.rename(mine, one.name, one.from_)
            self._owners[name] = mine
            self.added.append(f"{mine.name} 自 {one.from_} 起称 {one.name}")

    def _take_members(self, mine: Group, theirs: Group) -> None:
        out = [(self._id_of(one.unit), one.from_) for one in mine.excluded]
        known = set(self._facts(mine))
        for one in theirs.members:
            for name in one.units:
                unit = self._meant_id(name)
                if unit is None:
                    self.refused.append(f"“{name}”未收，也未归入 {mine.name}")
                elif one.ground == "local" and any(
                    unit == struck and _not_later(one.from_, day) for struck, day in out
                ):
                    self.refused.append(f"{name} 在本名册已从 {mine.name} 剔除，未归入")
                elif (fact := (unit, one.ground, one.source, one.from_)) not in known:
                    known.add(fact)
                    called_here = self._owners[unit].name
                    self._mine.take_in(mine, [called_here], one.ground, one.source, one.from_)
                    self.added.append(f"{called_here} 归入 {mine.name}（{one.source}）")

    def _take_exclusions(self, mine: Group, theirs: Group) -> None:
        known = {(self._id_of(one.unit), one.reason, one.from_) for one in mine.excluded}
        local = [(u, day) for u, ground, _, day in self._facts(mine) if ground != "presumed"]
        for one in theirs.excluded:
            unit = self._meant_id(one.unit)
            if unit is None:
                self.refused.append(f"“{one.unit}”未收，也未从 {mine.name} 剔除")
            elif any(unit == member and _not_later(day, one.from_) for member, day in local):
                self.refused.append(f"{one.unit} 在本名册另有依据属于 {mine.name}，未剔除")
            elif (unit, one.reason, one.from_) not in known:
                called_here = self._owners[unit].name
                self._mine.take_out(mine, called_here, one.reason, one.from_)
                self.added.append(f"{called_here} 从 {mine.name} 剔除（{one.reason}）")

    def _meant_id(self, name: str) -> str | None:
        """The id in mine of a unit that theirs names; None for one that was not taken."""
        theirs = self._meant[plain_name(name)]
        return self._own_ids.get(theirs, theirs)

    def _id_of(self, name: str) -> str:
        return self._owners[plain_name(name)].id

    def _facts(self, group: Group) -> Iterator[tuple[str, str, str, dt.date | None]]:
        for one in group.members:
            for name in one.units:
                yield self._id_of(name), one.ground, one.source, one.from_


def _not_later(day: dt.date | None, other: dt.date | None) -> bool:
    """Whether a day comes before another or is the same; None is before all days."""
    return (day or dt.date.min) <= (other or dt.date.min)


def _plain_fields(body: Body) -> dict[str, Any]:
    """What else a group says of itself, as far as it says anything."""
    if isinstance(body, Unit):
        return {}
    keys = ("open", "subset_of", "reads_as", "by_competence", "note")
    return {key: value for key in keys if (value := getattr(body, key))}
