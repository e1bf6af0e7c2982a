"""Who is in for a duty by the subjects of its paragraph, where nobody else is named. Pure."""

from __future__ import annotations

from typing import Any

from yqsafety.drafting.new_units import UnitBook
from yqsafety.drafting.persons import body_of, is_person
from yqsafety.drafting.responsible import actor_units

Task = dict[str, Any]
NOBODY = "没有写明由谁落实，请写明责任单位"
"""What is asked of a duty for which the document names nobody at all."""


class Subjects:
    """The subject that the sentences of a paragraph have in common: 各地要…。要…。"""

    def __init__(self, book: UnitBook) -> None:
        self._book = book
        self._lead = ""
        self._opens = True

    def name(self, task: Task, roles: dict[str, Any], alone: bool) -> None:
        """Write who is in for a task; `alone`: neither a bracket nor a heading names anybody."""
        if roles:
            task["responsibility"] = dict(roles)
        actor = task.get("actor", "")
        before = self._passed(task, actor)
        if task.get("units"):
            task["units"] = list(map(self._book.enter, task["units"]))
        elif alone:
            self._name(task, actor, before)

    def _passed(self, task: Task, actor: str) -> str:
        """The subject before this duty; that which begins a sentence is the next one's."""
        before = self._lead
        given = f"由{actor}" in task["quote"]
        if actor and self._opens and not given and not is_person(actor):
            self._lead = actor
        self._opens = task["quote"].rstrip().endswith(("。", "！", "？", "；"))
        return before

    def _name(self, task: Task, actor: str, before: str) -> None:
        person = is_person(actor)
        named = body_of(actor) if person else actor
        units = actor_units(named or before, self._book)
        if reason := _reason(actor, person, named, before if units else ""):
            task.setdefault("review", {})["unit"] = reason
        if units:
            task["units"] = units


def _reason(actor: str, person: bool, named: str, before: str) -> str:
    """Why the units are a guess, or that there are none; "" where no subject was said at all."""
    if person and named:
        return f"“{actor}”是个人，暂按其所在的“{named}”，请核对"
    if person:
        above = f"暂按上文的“{before}”，请核对" if before else "没有写明是哪个单位的，请写明"
        return f"“{actor}”是个人，{above}"
    if named:
        return "没有写明责任单位，暂按句中主体，请核对"
    return f"本句没有主语，暂按上文的“{before}”，请核对" if before else ""
