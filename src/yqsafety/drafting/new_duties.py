"""New duties and their ids: what the next one of an item is called. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from yqsafety.drafting.pieces import Piece, duties_of
from yqsafety.drafting.plain_maps import put, quoted, styled
from yqsafety.drafting.sentences import proposed_title
from yqsafety.notice.numerals import number_of

_NO_EVIDENCE = "没有佐证，请填写"


def new_duty(
    data: Any,
    piece: Piece,
    text: str,
    review: dict[str, str],
    same: dict[str, Any] | None = None,
    made: Sequence[str] = (),
) -> Any:
    """A duty of a sentence, with what is known of it and what of that is a guess."""
    from copy import deepcopy

    supervise = (piece.clause.named or {}).get("mode") == "supervise"
    task: Any = styled({"id": quoted(_next_id(data, piece, made))})
    task.fa.set_block_style()
    put(task, "title", proposed_title(text, supervise))
    put(task, "quote", text)
    for key, value in (same or {}).items():
        put(task, key, deepcopy(value))
    order = ("cut", "title", "kind", "date", "quantity", "unit", "evidence")
    review = review | {"evidence": _NO_EVIDENCE}
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


def duty_beside(data: Any, piece: Piece, gone: Collection[str] = ()) -> Any:
    """The duty of the same item that stands nearest, one before it rather; None where none does.

    What stands in another item is another matter, and no record may be credited to it.
    """
    inside = [
        one
        for one in duties_of(data)
        if one.duty is not piece.duty and one.id not in gone and _together(one, piece)
    ]
    before = [one for one in inside if one.path < piece.path]
    found = [*before[-1:], *inside[:1]]
    return found[0].duty if found else None


def _together(one: Piece, other: Piece) -> bool:
    """Whether two stand in one item, or outside of all in one paragraph."""
    if one.clause.item is None and other.clause.item is None:
        return one.block is other.block
    return _same_item(one.clause.item, other.clause.item)


def _same_item(one: Any, other: Any) -> bool:
    return one is not None and one is other


def _number_of_item(item: Any, heads: set[str]) -> str:
    """As printed where that number is free, else the next one."""
    printed = str(number_of(str(item.get("label", ""))) or "") if item is not None else ""
    if printed not in ("", "0") and printed not in heads:
        return printed
    return str(max((int(one) for one in heads if one.isdecimal()), default=0) + 1)
