"""Cutting, joining and setting apart the sentences of a paragraph. Pure.

All of it is one thing: the paragraph's letters stay, only the borders of its pieces move. A duty
keeps its id as long as something of it is left; a new piece gets the next id of its item that was
never used; an id that is gone stands in `retired`, unless nobody has accepted its cut yet.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from yqsafety.drafting.joining import absorb, retire
from yqsafety.drafting.pieces import TEXT, Piece, duties_of, pieces_of
from yqsafety.drafting.plain_maps import BLOCK_KEYS, put, quoted, styled
from yqsafety.drafting.roles import not_printed
from yqsafety.drafting.titles import proposed_title
from yqsafety.errors import UsageError
from yqsafety.notice.numerals import number_of
from yqsafety.notice.roster import Roster

NEW_CUT = "切开后尚未审定"
NEW_DUTY = "由普通文字改成任务，尚未审定"
_STOPS = re.compile(r"[，。；：、！？,;:!?]+[”’」』）)]*")


class Part(NamedTuple):
    """A piece as it is to be: its text, and which of the present pieces it is."""

    text: str
    source: int | None
    """The place among the present pieces of the paragraph; None for a new one."""


def places_to_cut(text: str) -> list[int]:
    """Where a sentence can be cut: after each comma or stop but the last."""
    return [found.end() for found in _STOPS.finditer(text) if text[found.end() :].strip()]


def siblings(data: Any, piece: Piece) -> list[Piece]:
    """All pieces of a piece's paragraph, in order."""
    return [one for one in pieces_of(data) if one.block is piece.block]


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


def make_prose(data: Any, piece: Piece) -> None:
    """Let a duty be a sentence that is none; its records stay with a duty beside it."""
    duty = piece.duty
    if duty is None:
        raise UsageError("这一句本来就不是任务。", "")
    near = _nearest(data, piece)
    if near is None:
        raise UsageError("这是全文唯一的任务，不能改为普通文字。", "")
    piece.block["tasks"][piece.place] = piece.text
    retire(data, duty, near, "经审定不是任务，原有记录归到相邻任务")


def make_duty(data: Any, piece: Piece) -> str:
    """Let a sentence be a duty; its id."""
    if piece.duty is not None:
        raise UsageError(f"{piece.id} 已经是任务。", "")
    review = dict.fromkeys(("cut", "title", "kind"), NEW_DUTY)
    made = _new_duty(data, piece, piece.text, review)
    if piece.place == TEXT:
        tasks = [made, *(piece.block.pop("tasks", None) or ())]
        del piece.block["text"]
        put(piece.block, "tasks", _block_list(tasks), BLOCK_KEYS)
    else:
        piece.block["tasks"][piece.place] = made
    return str(made["id"])


def recut(data: Any, piece: Piece, parts: Sequence[Part], roster: Roster) -> list[str]:
    """Move the borders of a paragraph's pieces; the ids of the new ones, empty for no duty.

    The parts' texts join to exactly the paragraph's, in order.
    """
    old = siblings(data, piece)
    texts = [one.text for one in old]
    if "".join(part.text for part in parts) != "".join(texts):
        raise UsageError("各部分相连，与原文不符。", "只能切分、合并，不能改字。")
    kept = [part.source for part in parts if part.source is not None]
    if kept != sorted(set(kept)):
        raise UsageError("各项任务的先后与原文不符。", "请按原文的次序排列。")
    contents: list[Any] = []
    made: list[str] = []
    start = 0
    for part in parts:
        if part.source is not None:
            contents.append(_shortened(old[part.source].content, part.text))
        else:
            parent = old[_covering(texts, start)]
            contents.append(_second_part(data, parent, part.text, made))
            made.append("" if isinstance(contents[-1], str) else str(contents[-1]["id"]))
        start += len(part.text)
    _settle_gone(data, old, texts, parts, contents)
    _settle_words(contents, roster)
    _write(piece.block, old, parts, contents)
    return made


def _present(data: Any, piece: Piece) -> list[Part]:
    return [Part(one.text, n) for n, one in enumerate(siblings(data, piece))]


def _shortened(content: Any, text: str) -> Any:
    if isinstance(content, str):
        return content if content == text else text
    if content["quote"] != text:
        content["quote"] = text
    return content


def _covering(texts: Sequence[str], start: int) -> int:
    """Which of some texts in a row holds a letter of the paragraph."""
    for n, text in enumerate(texts):
        start -= len(text)
        if start < 0:
            return n
    return len(texts) - 1


def _second_part(data: Any, parent: Piece, text: str, made: Sequence[str]) -> Any:
    """A new piece, cut out of another: a duty where that is one, with what both have in common."""
    if parent.duty is None:
        return text
    same = {
        key: value
        for key, value in parent.duty.items()
        if key in ("timing", "actor", "units", "responsibility", "done_by")
    }
    known = dict(parent.duty.get("review") or {})
    known.pop("quantity", None)
    review = known | {"cut": NEW_CUT, "title": NEW_CUT, "kind": f"照 {parent.id} 写，请核对"}
    return _new_duty(data, parent, text, review, same, made)


def _new_duty(
    data: Any,
    piece: Piece,
    text: str,
    review: dict[str, str],
    same: dict[str, Any] | None = None,
    made: Sequence[str] = (),
) -> Any:
    from copy import deepcopy

    supervise = (piece.clause.named or {}).get("mode") == "supervise"
    task: Any = styled({"id": quoted(_next_id(data, piece, made))})
    task.fa.set_block_style()
    put(task, "title", proposed_title(text, supervise))
    put(task, "quote", text)
    for key, value in (same or {}).items():
        put(task, key, deepcopy(value))
    order = ("cut", "title", "kind", "date", "quantity", "unit", "evidence")
    put(task, "review", {key: review[key] for key in order if key in review})
    return task


def _next_id(data: Any, piece: Piece, made: Sequence[str]) -> str:
    """The next id of the piece's item that was never used."""
    every = list(duties_of(data))
    used = [*(one.id for one in every), *(str(one["id"]) for one in data.get("retired") or ())]
    used += filter(None, made)
    item = piece.clause.item
    own = piece.id or next((one.id for one in every if _same_item(one.clause.item, item)), "")
    heads = {one.partition(".")[0] for one in used}
    number = own.partition(".")[0] or _number_of_item(item, heads)
    last = [int(one.partition(".")[2]) for one in used if one.partition(".")[0] == number]
    return f"{number}.{max(last, default=0) + 1}"


def _same_item(one: Any, other: Any) -> bool:
    return one is not None and one is other


def _number_of_item(item: Any, heads: set[str]) -> str:
    """As printed where that number is free, else the next one."""
    printed = str(number_of(str(item.get("label", ""))) or "") if item is not None else ""
    if printed not in ("", "0") and printed not in heads:
        return printed
    return str(max((int(one) for one in heads if one.isdecimal()), default=0) + 1)


def _nearest(data: Any, piece: Piece) -> Any:
    """The duty that stands nearest: of the same item if there is one, before it if there is one."""
    every = [one for one in duties_of(data) if one.duty is not piece.duty]
    before = [one for one in every if one.path < piece.path]
    inside = [one for one in every if _same_item(one.clause.item, piece.clause.item)]
    own_before = [one for one in inside if one in before]
    found = [*own_before[-1:], *inside[:1], *before[-1:], *every[:1]]
    return found[0].duty if found else None


def _settle_gone(
    data: Any,
    old: Sequence[Piece],
    texts: Sequence[str],
    parts: Sequence[Part],
    contents: Sequence[Any],
) -> None:
    """Give what the duties that are gone had to the pieces that hold their sentences now."""
    kept = {part.source for part in parts}
    start = 0
    for n, one in enumerate(old):
        if n not in kept and one.duty is not None:
            heir = contents[_covering([part.text for part in parts], start)]
            if isinstance(heir, str):
                heir = _nearest(data, one)
            else:
                absorb(heir, one.duty)
            retire(data, one.duty, heir, f"审核时并入 {heir['id']}")
        start += len(texts[n])


def _settle_words(contents: Sequence[Any], roster: Roster) -> None:
    """Quantities and names that a sentence no longer prints go to the piece that prints them."""
    duties = [one for one in contents if not isinstance(one, str)]
    for duty in duties:
        quantity = duty.get("quantity")
        if quantity and str(quantity["text"]) not in duty["quote"]:
            heirs = [d for d in duties if quantity["text"] in d["quote"] and "quantity" not in d]
            if not heirs:
                raise UsageError(
                    f"{duty['id']} 的数量“{quantity['text']}”会被切断。",
                    "请先改数量（n），再切分。",
                )
            put(heirs[0], "quantity", duty.pop("quantity"))
        named = duty.get("responsibility")
        if named and any(not_printed(duty["quote"], named, roster)):
            names = [name for key in ("lead", "units", "support") for name in named.get(key, ())]
            del duty["responsibility"]
            put(duty, "units", list(map(str, names)))


def _write(
    block: Any, old: Sequence[Piece], parts: Sequence[Part], contents: Sequence[Any]
) -> None:
    """Put the pieces into their block: what stood before its duties stays there as text."""
    rest = list(contents)
    had_text = bool(old) and old[0].place == TEXT
    if had_text and parts[0].source == 0 and isinstance(rest[0], str):
        block["text"] = rest.pop(0)
    elif had_text:
        del block["text"]
    put(block, "tasks", None, BLOCK_KEYS)
    if rest:
        put(block, "tasks", _block_list(rest), BLOCK_KEYS)


def _block_list(contents: list[Any]) -> Any:
    """A list of pieces, one below the other even where all of them are sentences."""
    made = styled(contents)
    made.fa.set_block_style()
    return made
