"""The two files of a draft as texts: the notice, and the units that it speaks of. Pure.

Without a roster of the place every name is a new unit. With one its units, members and grounds
stay as they are, comments too, and only what it does not know is added behind.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, NamedTuple

from yqsafety.drafting.draft import Draft, draft_notice
from yqsafety.drafting.duties import tasks_of
from yqsafety.drafting.round_trip import dump_commented, load_commented
from yqsafety.drafting.source import Source
from yqsafety.drafting.yaml_writer import notice_yaml, units_yaml
from yqsafety.errors import CatalogError, UsageError
from yqsafety.notice.compiling import compile_units
from yqsafety.notice.data_files import DataFile, DataFiles
from yqsafety.notice.local_roster import called
from yqsafety.notice.roster import Roster

NAME = "units.yaml"


class Assembled(NamedTuple):
    """The texts of the two files, and what is to be said of them."""

    tasks: str
    units: str
    remarks: list[str]
    values: int = 0
    """How many values the first file has, of which a reader takes only so many."""


class KnownPlace(NamedTuple):
    """What is known of the place beforehand."""

    units: bytes | None = None
    """A units file of the place."""
    local: bytes = b""
    """The local roster laid over it: a new document may use the names that it adds."""


def assemble_draft(source: Source, ordinary: bytes, place: KnownPlace, today: dt.date) -> Assembled:
    """The draft of a document.

    `ordinary` is a units file of which only the ordinary forms of names are used. CatalogError
    where one of the files is at fault.
    """
    known = place.units and _with_local_names(place.units, place.local)
    roster = _roster_of(known or ordinary)
    draft = draft_notice(source, roster, today)
    _refuse_no_notice(draft)
    text = _merged_units(known, draft.units, roster) if known else units_yaml(draft.units)
    return Assembled(notice_yaml(draft.notice), text, draft.remarks, _values(draft.notice))


def _values(data: Any) -> int:
    if isinstance(data, dict):
        return 1 + sum(map(_values, data.values()))
    return 1 + sum(map(_values, data)) if isinstance(data, list) else 1


def _refuse_no_notice(draft: Draft) -> None:
    """UsageError where a document has no title, or asks for nothing: then it is no notice."""
    blocks = draft.notice["blocks"]
    if not any(block.get("is") == "title" for block in blocks):
        raise UsageError("没有找到标题。", "请在原文开头补上标题一行（通知的全称），再起草。")
    if next(tasks_of(blocks), None) is None:
        raise UsageError(
            "没有找到要做的事，它不像是布置工作的通知。", "请核对是不是这份文件，有没有复制全。"
        )


def _with_local_names(known: bytes, local: bytes) -> bytes:
    """A roster of the place in which the units are found by the names of the local one as well.

    Who belongs to what since when stays in the local one. One that does not fit is left aside.
    """
    files = DataFiles(DataFile("", b""), DataFile(NAME, known), DataFile("", local))
    both = compile_units(files)[0] if local else None
    if both is None:
        return known
    roster, data = _roster_of(known), load_commented(known, NAME)
    bodies = {one["id"]: one for one in data.get("units") or ()}
    for unit in both.units:
        names = [name for name in called(unit) if roster.get(name) is None]
        if unit.id in bodies and names:
            bodies[unit.id].setdefault("aliases", []).extend(dict.fromkeys(names))
        elif unit.id not in bodies:
            more = {"aliases": list(unit.aliases)} if unit.aliases else {}
            data["units"].append({"id": unit.id, "name": unit.name} | more)
    return dump_commented(data).encode()


def _roster_of(raw: bytes) -> Roster:
    units, faults = compile_units(DataFiles(DataFile("", b""), DataFile(NAME, raw), None))
    if units is None:
        raise CatalogError(f"单位文件有误：{faults[0]}。", "请先改正。")
    return Roster(units)


def _merged_units(known: bytes, drafted: dict[str, Any], roster: Roster) -> str:
    """A roster of the place with what it lacks of a draft's names behind."""
    data = load_commented(known, NAME)
    bodies = {one["id"]: one for kind in ("units", "groups") for one in data.get(kind) or ()}
    for kind in ("units", "groups"):
        for new in drafted.get(kind, ()):
            same = _known_as(new, roster)
            if same is None:
                _free_id(new, bodies)
                data.setdefault(kind, []).append(new)
                bodies[new["id"]] = new
            elif roster.get(new["name"]) is None:
                bodies[same].setdefault("aliases", []).append(new["name"])
    return dump_commented(data)


def _known_as(new: dict[str, Any], roster: Roster) -> str | None:
    """The id of the body in the roster that has one of the names of a new one."""
    names = (new["name"], *new.get("aliases", ()))
    return next((body.id for name in names if (body := roster.get(name))), None)


def _free_id(new: dict[str, Any], taken: dict[str, Any]) -> None:
    """Change the id of a new unit where another has it: a draft refers to units by name."""
    wanted, number = new["id"], 2
    while new["id"] in taken:
        new["id"] = f"{wanted}-{number}"
        number += 1
