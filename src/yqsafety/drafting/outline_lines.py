"""What each paragraph of a document is, before the tree is made of them. Pure.

The kinds `letterhead number title addressees issuer date publicity cc imprint` stand in the file as
they are; `attachment` begins a new part, `text` is any prose, `label` a numbered paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yqsafety.drafting.head_lines import (
    ATTACHED,
    ATTACHMENT,
    ends_as_title,
    head_kinds,
    is_addressees,
    is_short,
    tail_kind,
)
from yqsafety.drafting.labels import Label, split_label, split_labels
from yqsafety.drafting.source import GridTable, Paragraph, Piece
from yqsafety.notice.bracket_places import is_label as is_responsible

HEAD_LENGTH = 16
"""The most lines before the text of a document or of a part."""
MAX_TITLE = 60
_NO_ISSUER = re.compile("[，,：:]|^(?:特此|以上|此致|联系|附)")


@dataclass(slots=True)
class Line:
    """One piece of the source, and what it is."""

    kind: str
    text: str = ""
    label: Label | None = None
    table: GridTable | None = None
    part: int = 0


def mark_lines(pieces: tuple[Piece, ...]) -> list[Line]:
    """Every piece with its kind; each part (the notice, its plan, an attachment) is numbered."""
    lines = _plain_lines(pieces)
    place = _mark_head(lines, 0)
    part = signed = 0
    while place < len(lines):
        line = lines[place]
        begins = _begins_part(lines, place, bool(signed))
        if begins:
            part, signed = part + 1, 0
            end = place + 1 if begins == "attachment" else place
            line.kind = "attachment" if begins == "attachment" else line.kind
            _number(lines[place:end], part)
            place = _mark_head(lines, end, part)
            continue
        signed = _mark_body(lines, place) or signed
        line.part = part
        place += 1
    _mark_cover_list(lines)
    return lines


def _number(lines: list[Line], part: int) -> None:
    for line in lines:
        line.part = part


def _plain_lines(pieces: tuple[Piece, ...]) -> list[Line]:
    paragraphs = [piece for piece in pieces if isinstance(piece, Paragraph)]
    labels = iter(split_labels(paragraphs, _has_decimals(pieces)))
    lines = []
    for piece in pieces:
        if isinstance(piece, GridTable):
            lines.append(Line("table", table=piece))
            continue
        label, text = next(labels)
        lines.append(Line("label", text, label) if label else Line("text", text))
    return lines


def _has_decimals(pieces: tuple[Piece, ...]) -> bool:
    """Whether the document counts 1.1, 1.2: then 1 总则 is a label as well."""
    labels = (split_label(piece)[0] for piece in pieces if isinstance(piece, Paragraph))
    return sum(label is not None and label.form == "1.1" for label in labels) > 2


def _mark_head(lines: list[Line], start: int, part: int = 0) -> int:
    """Marks what stands before the text from `start` on; gives the place of the text."""
    end = start
    while end < len(lines) and end < start + HEAD_LENGTH and _may_be_head(lines, end, part):
        end += 1
    addressed = end < len(lines) and lines[end].kind == "text" and is_addressees(lines[end].text)
    if part and not addressed and end > start + 4:
        end = start + 4
    kinds = head_kinds([line.text for line in lines[start:end]]) if end > start else []
    for line, kind in zip(lines[start:end], kinds, strict=True):
        line.kind = kind
    if addressed:
        lines[end].kind = "addressees"
        end += 1
    _number(lines[start:end], part)
    return end


def _may_be_head(lines: list[Line], place: int, part: int) -> bool:
    line = lines[place]
    if line.kind != "text" or is_addressees(line.text) or is_responsible(line.text):
        return False
    if ATTACHMENT.fullmatch(line.text):
        return False
    tail = tail_kind(line.text)
    if part and tail in ("cc", "imprint", "publicity"):
        return False
    return is_short(line.text) or bool(tail)


def _begins_part(lines: list[Line], place: int, signed: bool) -> str:
    """What begins here: an attachment, another document after the signature, or nothing."""
    line = lines[place]
    if line.kind not in ("text", "label") or tail_kind(line.text):
        return ""
    if line.kind == "text" and ATTACHMENT.fullmatch(line.text) and place + 1 < len(lines):
        return "attachment"
    if line.kind == "label" or not is_short(line.text) or _is_imprint_name(lines, place):
        return ""
    if signed and not _is_issuer(lines, place):
        return "title"
    begins = ends_as_title(line.text) and len(line.text) <= MAX_TITLE
    return "title" if begins and _counts_anew(lines, place) else ""


def _counts_anew(lines: list[Line], place: int) -> bool:
    """Whether what stood before has an end, and the next label is the first of the highest form."""
    before = lines[place - 1]
    if not (before.kind == "table" or re.search("[。；）)]$", before.text.rstrip())):
        return False
    labels = [line.label for line in lines if line.label]
    following = next((line.label for line in lines[place:] if line.label), None)
    return bool(following and following.number == 1 and following.form == labels[0].form)


def _mark_body(lines: list[Line], place: int) -> bool:
    """Marks a line that closes a part; gives whether the part is signed with it."""
    line = lines[place]
    if line.kind != "text":
        return False
    kind = tail_kind(line.text)
    if kind in ("date", "publicity", "cc", "imprint"):
        line.kind = kind
        return True
    if _is_imprint_name(lines, place):
        line.kind = "imprint"
    elif _is_issuer(lines, place):
        line.kind = "issuer"
    return False


def _is_issuer(lines: list[Line], place: int) -> bool:
    """A short line that a date follows, at once or after other such lines."""
    if _NO_ISSUER.search(lines[place].text):
        return False
    for line in lines[place : place + 6]:
        kind = tail_kind(line.text) if line.kind in ("text", "issuer") else "other"
        if kind == "date":
            return line is not lines[place]
        if kind or not is_short(line.text):
            return False
    return False


def _is_imprint_name(lines: list[Line], place: int) -> bool:
    """The printing office on a line of its own: 2025年3月6日印发 follows."""
    following = lines[place + 1] if place + 1 < len(lines) else None
    return (
        is_short(lines[place].text)
        and following is not None
        and following.kind == "text"
        and tail_kind(following.text) == "imprint"
    )


def _mark_cover_list(lines: list[Line]) -> None:
    """附件：1.… at the end of a notice is a list of what follows; its numbers are no items."""
    inside = False
    for n, line in enumerate(lines):
        if line.kind == "text" and ATTACHED.match(line.text):
            inside = True
        elif inside and line.kind == "label" and len(line.text) <= MAX_TITLE:
            closes = not re.search("[。；]", line.text) and _list_ends(lines, n)
            if not closes:
                inside = False
                continue
            line.kind, line.text = "text", _label_text(line) + line.text
            line.label = None
        else:
            inside = False


def _label_text(line: Line) -> str:
    return line.label.text if line.label else ""


def _list_ends(lines: list[Line], place: int) -> bool:
    """Whether only lines of the list stand before what closes the part."""
    for line in lines[place:]:
        if line.kind != "label":
            return line.kind in ("issuer", "date", "attachment", "publicity", "title", "text")
    return True


def parts_of(lines: list[Line]) -> Iterator[list[Line]]:
    """The lines of each part."""
    for number in sorted({line.part for line in lines}):
        yield [line for line in lines if line.part == number]
