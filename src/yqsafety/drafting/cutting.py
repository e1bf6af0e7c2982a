"""Cutting, joining and setting apart the sentences of a paragraph. Pure.

All of it is one thing: the paragraph's letters stay, only the borders of its pieces move. A duty
keeps its id as long as something of it is left; a new piece gets the next id of its item that was
never used; an id that is gone stands in `retired`.
"""

from __future__ import annotations

import re
from copy import deepcopy
from typing import Any, NamedTuple

from yqsafety.drafting.joining import parts_of, retire_prose, revive
from yqsafety.drafting.new_duties import duty_beside, new_duty
from yqsafety.drafting.pieces import TEXT, Piece, duties_of
from yqsafety.drafting.plain_maps import BLOCK_KEYS, put
from yqsafety.drafting.recutting import Part, block_list, recut, siblings
from yqsafety.errors import UsageError
from yqsafety.notice.roster import Roster

NEW_DUTY = "由普通文字改成任务，尚未审定"
_STOPS = re.compile(r"[，。；：、！？,;:!?]+[”’」』）)]*")


class SetAside(NamedTuple):
    """A duty that was made prose, so that it can come back as it was."""

    duty: Any
    parts: list[str]
    """The retired ids that had gone into it."""


def places_to_cut(text: str) -> list[int]:
    """Where a sentence can be cut: after each comma or stop but the last."""
    return [found.end() for found in _STOPS.finditer(text) if text[found.end() :].strip()]


def cut(data: Any, piece: Piece, place: int, roster: Roster) -> str:
    """Cut a piece before a letter; the id of the second part, empty where it is no duty."""
    text = piece.text
    if not (text[:place].strip() and text[place:].strip()):
        raise UsageError("这里切不开。", "请选句中的逗号、分号或句号。")
    parts = _present(data, piece)
    here = next(n for n, one in enumerate(siblings(data, piece)) if one.place == piece.place)
    parts[here : here + 1] = [Part(text[:place], here), Part(text[place:], None)]
    return next(filter(None, recut(data, piece, parts, roster)), "")


def join(data: Any, piece: Piece, roster: Roster) -> str:
    """Join a piece with the one behind it in its paragraph; what was joined to it."""
    pieces = siblings(data, piece)
    here = next(n for n, one in enumerate(pieces) if one.place == piece.place)
    if here + 1 == len(pieces):
        raise UsageError("这是本段最后一句，后面没有可合并的。", "不同段落的句子不能合并。")
    behind = pieces[here + 1]
    name = behind.id or "后面的文字"
    # A sentence that is no duty in front of one: what is joined is a duty all the same.
    keep = here + 1 if piece.duty is None and behind.duty is not None else here
    parts = _present(data, piece)
    parts[here : here + 2] = [Part(piece.text + behind.text, keep)]
    recut(data, piece, parts, roster)
    return name


def make_prose(data: Any, piece: Piece) -> SetAside:
    """Let a duty be a sentence that is none; its records go to a duty of its item, or nowhere."""
    duty = piece.duty
    if duty is None:
        raise UsageError("这一句本来就不是任务。", "")
    if len(list(duties_of(data))) == 1:
        raise UsageError("这是全文唯一的任务，不能改为普通文字。", "")
    near, parts = duty_beside(data, piece), parts_of(data, piece.id)
    piece.block["tasks"][piece.place] = piece.text
    retire_prose(data, duty, near)
    return SetAside(duty, parts)


def bring_back(data: Any, piece: Piece, aside: SetAside) -> str:
    """Let a duty that was made prose be what it was; its id, or nothing where that is taken."""
    name = str(aside.duty["id"])
    if piece.place == TEXT or any(one.id == name for one in duties_of(data)):
        return ""
    piece.block["tasks"][piece.place] = deepcopy(aside.duty)
    revive(data, name, aside.parts)
    return name


def make_duty(data: Any, piece: Piece) -> str:
    """Let a sentence be a duty; its id."""
    if piece.duty is not None:
        raise UsageError(f"{piece.id} 已经是任务。", "")
    review = dict.fromkeys(("cut", "title", "kind"), NEW_DUTY)
    made = new_duty(data, piece, piece.text, review)
    if piece.place == TEXT:
        tasks = [made, *(piece.block.pop("tasks", None) or ())]
        del piece.block["text"]
        put(piece.block, "tasks", block_list(tasks), BLOCK_KEYS)
    else:
        piece.block["tasks"][piece.place] = made
    return str(made["id"])


def _present(data: Any, piece: Piece) -> list[Part]:
    return [Part(one.text, n) for n, one in enumerate(siblings(data, piece))]
