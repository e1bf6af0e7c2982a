"""Finding a unit by what people call it, and who belongs to what, on what ground.

The notice names 18 bodies and 8 groups in its brackets, and no member list of 县安委会 was found.
So each membership carries its ground and its source: named by the notice, by law (《安全生产法》
第十条), by the registry of townships, by a local roster, or presumed. A presumed unit must stay
recognisable as such wherever it is shown, and must never be printed as official. Where a unit comes
in twice, the stronger ground counts. Where a group's members are unknown the group stands for
itself, presumed: a duty is never without anyone.
"""

# Over 250 lines: a name is found by the same index that says who belongs to what.

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from yqsafety.errors import BadValue, UsageError
from yqsafety.notice.local_roster import has_days, names_of, units_on
from yqsafety.notice.model import COUNTY, Body, Exclusion, Ground, Group, Unit, Units, Words
from yqsafety.notice.unit_names import initials_of, is_called, plain_name
from yqsafety.notice.unit_names import simplified_name as simplified
from yqsafety.notice.unit_names import unquoted_name as unquoted

GROUND_STRENGTH: tuple[Ground, ...] = ("notice", "law", "registry", "local", "presumed")
"""Strongest first: a unit that comes in twice is there on the stronger ground."""


class Party(NamedTuple):
    """A body as it comes in on a task: named itself, or through a group."""

    body: Body
    via: str | None
    """The group's name; None when the unit is named itself."""
    ground: Ground
    source: str
    lead: bool = False
    """Whether it leads: the document says 牵头, or the supervising office made it the lead."""
    support: bool = False
    """Whether the document says that it only supports (配合)."""
    since: dt.date | None = None
    """The day from which it belongs to the group; None where it always did."""

    @property
    def id(self) -> str:
        """The body's id."""
        return self.body.id

    @property
    def name(self) -> str:
        """The body's name."""
        return self.body.name

    @property
    def presumed(self) -> bool:
        """Whether nothing but a presumption puts it there.

        A group without known members stands for itself until a roster says who belongs to it: it
        is no unit that could be late.
        """
        return self.ground == "presumed" or isinstance(self.body, Group)


class FoundBody(NamedTuple):
    """What a name was taken for.

    Unless `exact`, the caller says on stderr what it was taken for.
    """

    body: Body
    exact: bool


class Roster:
    """The units and groups of a catalogue, by name and by id.

    `county` is the county's own name, which people put before those of its offices. With a `day` it
    is the roster of that day, else all that ever holds, under the names of the notice.
    """

    def __init__(
        self,
        units: Units,
        county: str = "",
        words: Words = Words(),  # noqa: B008  # a record that nobody changes
        day: dt.date | None = None,
    ) -> None:
        self._given = units
        self._day = day
        if day:
            units = units_on(units, day)
        self._words = words
        self._given_county = county
        self._county = plain_name(county)
        self.bodies = units.bodies
        self.units = units.units
        self.groups = units.groups
        self._bodies: dict[str, Body] = {body.id: body for body in self.bodies}
        self._names = {plain_name(name): body for body in self.bodies for name in names_of(body)}
        self._members: dict[str, dict[str, Party]] = {}

    def on(self, day: dt.date) -> Roster:
        """The roster of a day: memberships since then, under the names of then.

        It is this one where nothing in it has a day, and can be asked for another day again.
        """
        if day == self._day or not has_days(self._given):
            return self
        return Roster(self._given, self._given_county, self._words, day)

    @property
    def dated(self) -> bool:
        """Whether it is the roster of a day, and another on other days."""
        return self._day is not None

    @cached_property
    def _ranks(self) -> dict[str, int]:
        return {body.id: n for n, body in enumerate(self.bodies)}

    def get(self, name: str) -> Body | None:
        """The body with exactly this name, alias or id."""
        return self._names.get(plain_name(name))

    def body(self, unit_id: str) -> Body:
        """The body of an id; one that is not in the roster any more gets its id as its name.

        A record outlives the roster under which it was made, so this must not fail.
        """
        known = self._bodies.get(unit_id)
        return known or Unit(unit_id, self._words.whole if unit_id == COUNTY else unit_id)

    def name(self, unit_id: str) -> str:
        """The name for an id."""
        return self.body(unit_id).name

    def rank(self, unit_id: str) -> int:
        """The place of a body in the roster's order; what is not in it comes last."""
        return self._ranks.get(unit_id, len(self._ranks))

    def find(self, text: str) -> FoundBody:
        """The one body meant by `text`: a name, an alias, an id, part of a name or pinyin initials.

        A unit goes before a group when it is not named in full. UsageError with candidates when
        nothing or more than one fits.
        """
        text = unquoted(text)
        part = plain_name(text)
        if body := self.get(text):
            # An id may be another body's pinyin initials: then it is said what it was taken for.
            others = (other for other in self.bodies if other is not body)
            return FoundBody(body, exact=not any(part in initials_of(other) for other in others))
        for bodies in (self.units, self.groups):
            hits = [b for b in bodies if part and (is_called(b, part) or part in initials_of(b))]
            if len(hits) == 1:
                return FoundBody(hits[0], exact=False)
            if hits:
                names = "、".join(body.name for body in hits)
                raise UsageError(f"“{text}”对应多个单位：{names}。", "请写全称。")
        if body := self._without_county(part):
            return FoundBody(body, exact=False)
        raise self._unknown(text, part)

    def _without_county(self, part: str) -> Body | None:
        """The body of a name with the county's before it: 垣曲县应急管理局 is 县应急管理局."""
        rest = part.partition(self._county)[2] if self._county else ""
        return (self.get(f"{self._county[-1]}{rest}") or self.get(rest)) if rest else None

    def _unknown(self, text: str, part: str) -> UsageError:
        from difflib import get_close_matches

        part = simplified(part)
        close = [part] if part in self._names else get_close_matches(part, self._names)
        names = list(dict.fromkeys(self._names[name].name for name in close))
        if len(names) == 1:
            return BadValue(
                f"没有“{text}”这个单位。", f"您是不是要找：{names[0]}。", text, names[0]
            )
        if names:
            return UsageError(f"没有“{text}”这个单位。", f"您是不是要找：{'、'.join(names)}")
        return UsageError(
            f"名册中没有“{text}”：通知未点名该单位。",
            "如属通知所列范围的成员，请补入：yqsafety roster add 单位全称 --into 范围；"
            "全部单位：yqsafety units",
        )

    def members(self, group: Group) -> dict[str, Party]:
        """The known members of a group by id, each with ground and source."""
        if group.id not in self._members:
            # `group` may come from the roster before `without`; the own one knows the strikes.
            own = self._group(group.id) or group
            out = {body.id for one in own.excluded if (body := self.get(one.unit))}
            # Only a presumption can be struck: an official list that came later is above it.
            self._members[group.id] = {
                unit: party
                for unit, party in self.everyone(own).items()
                if unit not in out or party.ground != "presumed"
            }
        return self._members[group.id]

    def everyone(self, group: Group) -> dict[str, Party]:
        """The members before any is taken out, by id.

        Through `reads_as` (another writing of a name, such as 县委有关成员单位 in item 13) they
        keep their ground; through `subset_of` (县安委会有关成员单位, an unnamed part) all are
        presumed.
        unit_checks.py has seen to it that such a chain ends.
        """
        found: dict[str, Party] = {}
        base = self._group(group.reads_as or group.subset_of)
        for party in self.members(base).values() if base else ():
            if base and group.subset_of:
                source = f"通知未列明成员，{base.name}全部推定在内"
                party = party._replace(ground="presumed", source=source)
            found[party.id] = party._replace(via=group.name)
        for membership in group.members:
            for name in membership.units:
                unit = self._names[plain_name(name)]
                party = Party(unit, group.name, membership.ground, membership.source)
                _keep_stronger(found, party._replace(since=membership.from_))
        return found

    def parties(self, names: Iterable[str]) -> tuple[Party, ...]:
        """Everyone that a bracket makes responsible, with its members in the place of each group.

        A group without known members stands for itself.
        """
        found: dict[str, Party] = {}
        for name in names:
            body = self._names[plain_name(name)]
            members = self.members(body) if isinstance(body, Group) else {}
            for party in members.values():
                _keep_stronger(found, party)
            if not members:
                _keep_stronger(found, _party_itself(body))
        return tuple(found.values())

    def is_unnamed_part(self, name: str, in_sentence: bool = False) -> bool:
        """Whether a name leaves open whom it means: such a duty is still to be divided (待分工).

        It is a part of a group, a group without members, or a competence (负有…职责的部门): of
        those each matter has one or two. Where the sentence itself names the competence as its
        subject, as in 7.5, it asks each of them, and nothing is to be divided.
        """
        body = self.get(name)
        while isinstance(body, Group) and body.reads_as:
            body = self._group(body.reads_as)
        if not isinstance(body, Group):
            return False
        competence = body.by_competence and not in_sentence
        return competence or bool(body.subset_of) or not self.members(body)

    def without(self, strikes: Mapping[str, Iterable[str]]) -> Roster:
        """The roster after presumed members were struck from groups, all by id."""
        groups = tuple(
            replace(
                group,
                excluded=(
                    *group.excluded,
                    *(
                        Exclusion(unit, f"{self._words.office}剔除")
                        for unit in strikes.get(group.id, ())
                    ),
                ),
            )
            for group in self._given.groups
        )
        struck = replace(self._given, groups=groups)
        return Roster(struck, self._given_county, self._words, self._day)

    def with_bodies(self, bodies: Iterable[Body]) -> Roster:
        """A roster of these bodies, under the same words of the place."""
        known = list(bodies)
        units = tuple(body for body in known if isinstance(body, Unit))
        groups = tuple(body for body in known if isinstance(body, Group))
        given = Units(self._given.schema, units, groups)
        return Roster(given, self._given_county, self._words)

    def groups_of(self, unit_id: str) -> list[Party]:
        """How a unit belongs to each group that it is in; `via` names the group."""
        return [
            party
            for group in self.groups
            if (party := self.members(group).get(unit_id)) is not None
        ]

    def expand(self, *bodies: Body) -> tuple[str, ...]:
        """The ids that a choice of bodies covers: themselves, and the members of the groups."""
        ids: list[str] = []
        for body in bodies:
            ids += (body.id, *(self.members(body) if isinstance(body, Group) else ()))
        return tuple(ids)

    def _group(self, name: str | None) -> Group | None:
        body = self._names[plain_name(name)] if name else None
        return body if isinstance(body, Group) else None


def _party_itself(body: Body) -> Party:
    """A body that stands for itself: a unit that is named, or a group whose members are unknown.

    Such a group cannot be asked, so nothing may rank, name or fail it: it is presumed until it has
    members.
    """
    if isinstance(body, Unit):
        return Party(body, None, "notice", "通知点名")
    return Party(body, body.name, "presumed", "未见成员名单，暂作为一个整体登记")


def stronger_party(known: Party | None, party: Party) -> Party:
    """Of two ways in which a unit comes in, that on the stronger ground; the first if equal.

    It has been there since the earlier of the two.
    """
    if known is None:
        return party
    chosen = party if _ground_rank(party) < _ground_rank(known) else known
    if chosen.since is None:
        return chosen
    since = min(known.since, party.since) if known.since and party.since else None
    return chosen._replace(since=since)


def _keep_stronger(found: dict[str, Party], party: Party) -> None:
    found[party.id] = stronger_party(found.get(party.id), party)


def _ground_rank(party: Party) -> int:
    return GROUND_STRENGTH.index(party.ground)
