"""Who a sentence says is to act, and which units of the roster that is. Pure."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from yqsafety.drafting.clauses import Clause
from yqsafety.drafting.context import Context

_BY = re.compile(
    r"由(?P<who>[^，。；由在于对]{2,30}?)(?=负责(?!人|同志)|对|牵头|组织|承担|会同|统一|具体|实施|制定|召集|指导)"
)
_VAGUE = re.compile(
    r"^(?:各|有关|相关|所有|全体|主要负责|分管负责|其他)|[各每]|企业|企事业|从业|员工|职工|群众|有关|相关|有关部门$"
)
_BODY = re.compile(
    r"(?:局|委|厅|部|办|院|中心|政府|委员会|办公室|大队|支队|公司|总队|集团|指挥部|工会|协会|管委会|总局|海关总署|银行)$"
)
_LEADERS = re.compile(
    r"^(?:县委、县政府|市委、市政府|省委、省政府|[县市区省](?:委|政府)(?:、[县市区省](?:委|政府))*|[县市区省]?政府(?:主要)?负责(?:人|同志)|分管.{0,12}(?:副职|领导))$"
)
_JOIN = re.compile(r"[、，和及]|以及")


class Actors(NamedTuple):
    """The subject in its words, the units, and the reason where they are a guess."""

    actor: str = ""
    units: tuple[str, ...] = ()
    review: str = ""

    @property
    def is_leaders(self) -> bool:
        """Whether the work is the leaders' own, done once for the whole place."""
        return bool(_LEADERS.match(re.sub(r"\s", "", self.actor)))

    @property
    def is_each(self) -> bool:
        """Whether each of several is asked."""
        return self.actor.startswith(("各", "每", "所有"))


def actor_of(clauses: tuple[Clause, ...]) -> str:
    """The subject of the first clause that has one; 由X负责 counts."""
    for clause in clauses:
        if clause.subject:
            return clause.subject.removeprefix("由").strip()
        if match := _BY.search(clause.text):
            return match["who"].strip()
    return ""


def find_actors(actor: str, context: Context) -> Actors:
    """The units that a subject names: by the roster, else where it is plainly a body's name."""
    if not actor:
        return Actors()
    if known := context.find_unit(actor):
        return Actors(actor, (known,))
    names = [part.strip() for part in _JOIN.split(actor) if part.strip()]
    found = [context.find_unit(name) for name in names]
    if all(found):
        return Actors(actor, tuple(dict.fromkeys(name for name in found if name)))
    if all(_is_body(name) or context.find_unit(name) for name in names):
        units = tuple(context.find_unit(name) or name for name in names)
        return Actors(actor, units, f"名册中没有“{actor}”，照原文列出，请核对")
    return Actors(actor, (), f"句中主体“{actor}”指哪些单位，请核对")


def _is_body(name: str) -> bool:
    return bool(_BODY.search(name)) and not _VAGUE.search(name) and 2 < len(name) < 30


def as_fields(actors: Actors) -> dict[str, Any]:
    """The fields of a task."""
    fields: dict[str, Any] = {}
    if actors.actor:
        fields["actor"] = actors.actor
    if actors.units:
        fields["units"] = list(actors.units)
    return fields
