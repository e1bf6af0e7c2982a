"""The file of the duties of one's own: a notice like any other, to which duties are added. Pure.

An id is never used again: what is taken out goes into `retired`, and where the file itself was lost
the next number comes after every one of which there is a record. Comments stay where they were.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from yqsafety.drafting.comments import carried, taken_apart, woven
from yqsafety.drafting.pieces import Piece, duties_of
from yqsafety.drafting.plain_maps import FILE_KEYS, put, quoted
from yqsafety.drafting.rewriting import commented
from yqsafety.drafting.round_trip import checked_text, dump_commented, flow_map, load_commented
from yqsafety.errors import CatalogError, UsageError
from yqsafety.notice.compiling import compile_units
from yqsafety.notice.data_files import DataFile, DataFiles
from yqsafety.notice.model import Body, Group, Term, Words
from yqsafety.notice.roster import Roster

UNITS = "units.yaml"

_HEAD = """\
# 自定的任务，一段一项，由 yqsafety duty add、duty remove 增减。
# 也可手工修改，改后请运行 yqsafety validate 本文件。
# 编号永不再改；取消的记在 retired 中，不再用于别的任务。
"""


class OwnNoticeHead(NamedTuple):
    """What a new file begins with."""

    id: str
    title: str
    term: Term
    words: Words

    def text(self) -> str:
        """The file without a duty."""
        names = ("whole", "office", "office_name", "subject", "prefix")
        data = {
            "schema": "yqsafety/notice@2",
            "id": self.id,
            "edition": 0,
            "term": {
                "from": self.term.from_.isoformat(),
                "until": self.term.until.isoformat(),
            },
            "words": {name: value for name in names if (value := getattr(self.words, name))},
            "blocks": [{"is": "title", "text": self.title}],
        }
        return _HEAD + dump_commented(commented(data))


class OwnNotice:
    """The data of one file while it is changed."""

    def __init__(self, raw: bytes, name: str) -> None:
        self._lines, self._comments = taken_apart(checked_text(raw, name).replace("\r\n", "\n"))
        self._data = load_commented("\n".join(self._lines).encode(), name)

    @property
    def text(self) -> str:
        """The file with the changes, and its comments."""
        lines = dump_commented(self._data).removesuffix("\n").split("\n")
        return woven(lines, carried(self._comments, self._lines, lines))

    @property
    def edition(self) -> int:
        """Which one it is."""
        return int(self._data["edition"])

    def count_up(self, after: int = 0) -> int:
        """Make it the next edition, also after one that is installed; its number."""
        self._data["edition"] = max(self.edition, after) + 1
        return self.edition

    def lacking(self, other: OwnNotice) -> list[str]:
        """The duties that another file says otherwise, or has alone and this one never had."""
        mine, gone = self._said_by_id(), self._gone()
        found = [
            one.id
            for one in duties_of(other._data)
            if mine.get(one.id) != _said(one) and not _is_of(gone.get(one.id, ""), one)
        ]
        return found + [one for one in other._gone() if one not in gone]

    def take_over(self, other: OwnNotice, recorded: Iterable[str]) -> list[tuple[str, str]]:
        """Append the duties that another file has and this one lacks; their ids there and here.

        What was taken out there goes out here too, unless its id means another duty here.
        """
        mine = self._said_by_id()
        for gone, why in other._gone().items():
            if gone in mine and _is_of(why, piece := self._piece(gone)):
                self._give_up(piece, why)
        lacking, recorded = self.lacking(other), list(recorded)
        return [
            (one.id, self.add({k: v for k, v in one.duty.items() if k != "id"}, recorded))
            for one in duties_of(other._data)
            if one.id in lacking
        ]

    def _said_by_id(self) -> dict[str, str]:
        return {one.id: _said(one) for one in duties_of(self._data)}

    def _gone(self) -> dict[str, str]:
        """The ids that were taken out, and why."""
        return {str(one["id"]): str(one["why"]) for one in self._data.get("retired") or ()}

    def unit_names(self) -> list[str]:
        """Every unit that a duty names itself."""
        found = (str(name) for one in duties_of(self._data) for name in one.duty.get("units") or ())
        return list(dict.fromkeys(found))

    def add(self, task: dict[str, Any], recorded: Iterable[str] = ()) -> str:
        """A duty in a paragraph of its own; its id, which no duty and no record ever had."""
        used = [one.id for one in duties_of(self._data)]
        used += [str(one["id"]) for one in self._data.get("retired") or ()]
        numbers = [int(head) for one in (*used, *recorded) if (head := _head(one))]
        task_id = f"{max(numbers, default=0) + 1}.1"
        made = commented({"id": quoted(task_id), **task})
        made.fa.set_block_style()
        self._data["blocks"].append(commented({"tasks": [made]}))
        return task_id

    def title_of(self, task_id: str) -> str:
        """The title of a duty; UsageError where there is no such duty."""
        return str(self._piece(task_id).duty["title"])

    def retire(self, task_id: str, why: str, day: dt.date) -> None:
        """Take a duty out for good; UsageError where there is no such duty."""
        piece = self._piece(task_id)
        said = f"{day} {_words_of(piece)}" + (f"：{why}" if why else "")
        self._give_up(piece, said)

    def _give_up(self, piece: Piece, why: str) -> None:
        entry = flow_map(id=quoted(piece.id), into="", why=why)
        self._take_out(piece.block, piece.duty)
        gone = list(self._data.get("retired") or ())
        put(self._data, "retired", [*gone, entry], FILE_KEYS)

    def _piece(self, task_id: str) -> Piece:
        for piece in duties_of(self._data):
            if piece.id == task_id:
                return piece
        ids = "、".join(one.id for one in duties_of(self._data)) or "（没有）"
        raise UsageError(f"没有自定任务 {task_id}，", f"现有：{ids}。")

    def _take_out(self, block: Any, task: Any) -> None:
        """A duty with its paragraph, where nothing else stands in that."""
        block["tasks"] = [one for one in block["tasks"] if one is not task]
        if not block["tasks"]:
            del block["tasks"]
        if not block:
            self._data["blocks"].remove(block)


def _said(piece: Piece) -> str:
    return json.dumps(piece.duty, default=str)


def _words_of(piece: Piece) -> str:
    return f"取消“{piece.duty['title']}”"


def _is_of(why: str, piece: Piece) -> bool:
    """Whether it is this duty that was taken out: another machine may have used its id."""
    return _words_of(piece) in why


def _head(task_id: str) -> int:
    """The number of the item of an id; 0 for what is none."""
    head = task_id.partition(".")[0]
    return int(head) if head.isdecimal() and len(head) < 7 else 0


def units_with(raw: bytes, names: Iterable[str], find: Callable[[str], Body | None]) -> bytes:
    """A units file with what it lacks of some names, as `find` knows them.

    A duty may be for a unit that only the local roster has. The file must not depend on that: it
    may be used no longer, or on another machine.
    """
    units, faults = compile_units(DataFiles(DataFile("", b""), DataFile(UNITS, raw), None))
    if units is None:
        raise CatalogError(f"单位文件有误：{faults[0]}。", "请先改正。")
    own = Roster(units)
    missing = (find(name) for name in names if own.get(name) is None)
    bodies = {body.id: body for body in missing if body}
    if not bodies:
        return raw
    data = load_commented(raw, UNITS)
    for body in bodies.values():
        if isinstance(body, Group):
            data.setdefault("groups", []).append(flow_map(id=body.id, name=body.name, open=True))
        else:
            data.setdefault("units", []).append(flow_map(id=body.id, name=body.name))
    return dump_commented(data).encode()
