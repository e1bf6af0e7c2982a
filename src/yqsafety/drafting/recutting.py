"""Moving the borders between the sentences of a paragraph, while its letters stay. Pure.

A duty keeps its id as long as something of it is left; a new piece gets the next id of its item
that was never used; what is gone leaves what it had to the piece that holds its sentence now.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from yqsafety.drafting.joining import absorb, retire, retire_prose
from yqsafety.drafting.new_duties import duty_beside, new_duty
from yqsafety.drafting.pieces import TEXT, Piece, pieces_of
from yqsafety.drafting.plain_maps import BLOCK_KEYS, put, styled
from yqsafety.drafting.roles import not_printed
from yqsafety.errors import UsageError
from yqsafety.notice.roster import Roster

NEW_CUT = "切开后尚未审定"


class Part(NamedTuple):
    """A piece as it is to be: its text, and which of the present pieces it is."""

    text: str
    source: int | None
    """The place among the present pieces of the paragraph; None for a new one."""


def siblings(data: Any, piece: Piece) -> list[Piece]:
    """All pieces of a piece's paragraph, in order."""
    return [one for one in pieces_of(data) if one.block is piece.block]


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
    return new_duty(data, parent, text, review, same, made)


def _settle_gone(
    data: Any,
    old: Sequence[Piece],
    texts: Sequence[str],
    parts: Sequence[Part],
    contents: Sequence[Any],
) -> None:
    """Give what the duties that are gone had to the pieces that hold their sentences now."""
    kept = {part.source for part in parts}
    gone = {one.id for n, one in enumerate(old) if n not in kept}
    start = 0
    for n, one in enumerate(old):
        if n not in kept and one.duty is not None:
            heir = contents[_covering([part.text for part in parts], start)]
            if isinstance(heir, str):
                retire_prose(data, one.duty, duty_beside(data, one, gone))
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
        put(block, "tasks", block_list(rest), BLOCK_KEYS)


def block_list(contents: list[Any]) -> Any:
    """A list of pieces, one below the other even where all of them are sentences."""
    made = styled(contents)
    made.fa.set_block_style()
    return made
