"""The rows and the card of a review as coloured text; nothing in a text is taken for markup."""

from __future__ import annotations

from textual.content import Content

from yqsafety.cli.checklist.paint import DIM, GAP, HEADING, plain_text
from yqsafety.cli.reviewing.view import Field, Row
from yqsafety.wording.labels import REVIEW

OWN = "bold underline $text-primary"
"""The sentence that is looked at, within its item; without colours it is bold and underlined."""
CUT_MARK = " ┃ "
SHORT = 40
"""Columns of a title in the list; a sentence that is no duty is cut to them, with …"""


def row_text(row: Row, width: int, accepted: bool = False) -> Content:
    """A row: mark, id, title, what is open; on a second line where there is no room.

    √ stands only at what was `accepted` in this sitting.
    """
    known = row.duty is not None or row.piece is None
    settled = " √ " if accepted else "   " if known else " · "
    mark = plain_text(" ? " if row.open else settled)
    name = Content("") if row.duty is None else plain_text(f"{row.key}  ", "bold")
    title = plain_text(_fitting(row.title, SHORT), "" if known else DIM)
    left = mark + name + title
    right = plain_text(" ".join(REVIEW[field] for field in row.open), "$text-warning")
    space = width - left.cell_length - right.cell_length
    if space >= GAP or not row.open:
        return left + Content(" " * max(0, space)) + right
    return left + Content("\n" + " " * (mark + name).cell_length) + right


def card_text(title: str, text: tuple[str, str, str], fields: list[Field]) -> Content:
    """The own sentence, its fields with the reasons of guesses, then the whole item."""
    before, own, behind = text
    lines = [plain_text(title, HEADING), plain_text(own, OWN)]
    for field in fields:
        key = f"({field.key})" if field.key else ""
        lines.append(plain_text(f"{field.label}{key}：", DIM) + plain_text(field.said))
        if field.reason:
            lines.append(plain_text(f"　待审：{field.reason}", "$text-warning"))
    if before or behind:
        whole = plain_text(before) + plain_text(own, OWN) + plain_text(behind)
        lines += [plain_text("全条：", DIM) + whole]
    return Content("\n").join(lines)


def cut_text(text: str, place: int) -> Content:
    """A sentence with a mark where it would be cut."""
    mark = plain_text(CUT_MARK, "bold reverse")
    return plain_text(text[:place], OWN) + mark + plain_text(text[place:])


def _fitting(text: str, columns: int) -> str:
    """As much of a text as fits into some columns, with … where it goes on."""
    whole = plain_text(text)
    if whole.cell_length <= columns:
        return text
    kept = ""
    for letter in text:
        if plain_text(kept + letter).cell_length > columns - 2:
            break
        kept += letter
    return f"{kept}…"
