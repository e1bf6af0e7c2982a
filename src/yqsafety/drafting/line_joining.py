"""Which lines of a text are one paragraph. Pure.

Text that was copied from a page has a line end wherever the page had one. What tells a paragraph's
last line there is what tells a reader: the next line is set in or numbered, or this one stops short
of the margin at the end of a sentence. Whether a text has such lines at all, and where their margin
is, is taken from the text itself, since a text with a whole paragraph a line is as frequent.
"""

from __future__ import annotations

import itertools
import re
from typing import NamedTuple

from yqsafety.drafting.line_marks import (
    DATE_LINE,
    MARKS,
    TITLE_END,
    may_end,
    stands_alone,
    starts_paragraph,
)
from yqsafety.drafting.source import GridTable, Paragraph, Piece
from yqsafety.drafting.tidying import glued
from yqsafety.safe_text import text_columns

_NARROW, _WIDE = 40, 140
"""Columns of a line that was broken at a margin; a page for print has 56."""
_INSET = 2
"""Columns by which a first line is set in, at the least; programs make one or two of each blank."""
_OPENING = "“‘（《(〔【"


class Line(NamedTuple):
    """One line of a text that is not empty."""

    text: str
    indent: int = 0
    number: int = 0
    gap: int = 0
    """Empty lines before it."""
    page: bool = False
    """Whether a page ended before it."""
    alone: bool = False
    """Whether it is a paragraph of its own, whatever it looks like (a heading of Markdown)."""

    @property
    def width(self) -> int:
        """Where the line ends: a first line is set in by two characters, whatever was copied."""
        return (4 if _INSET <= self.indent <= 8 else self.indent) + text_columns(
            self.text[: 4 * _WIDE]
        )


class Margins(NamedTuple):
    """How a text is set."""

    left: int
    """Columns before every line."""
    right: int
    """Where lines are broken; 0 where a line is a paragraph."""
    inset: bool
    """Whether the first lines of paragraphs are set in."""


def paragraphs_of(lines: list[Line], margins: Margins) -> list[Paragraph]:
    """The lines joined to paragraphs."""
    found: list[Paragraph] = []
    parts: list[str] = []
    start = 0
    for at, line in enumerate(lines):
        if parts and not _goes_on("".join(parts[-6:]), lines, at, margins):
            found.append(Paragraph(glued(parts), line=start))
            parts = []
        if not parts:
            start = line.number
        parts.append(line.text)
    if parts:
        found.append(Paragraph(glued(parts), line=start))
    return found


def rejoined(pieces: list[Piece], whole: set[int]) -> list[Piece]:
    """The pieces with lines that were pasted as paragraphs joined, but for those that are `whole`.

    `whole` has the places of pieces that are paragraphs for certain, as headings are.
    """
    parts: list[list[Line] | GridTable] = []
    for at, piece in enumerate(pieces):
        if isinstance(piece, GridTable):
            parts.append(piece)
            continue
        if not parts or isinstance(parts[-1], GridTable):
            parts.append([])
        if isinstance(parts[-1], list):
            alone = bool(at in whole or piece.label)
            parts[-1].append(Line(piece.text, 0, at, alone=alone))
    margins = margins_of([line for part in parts if isinstance(part, list) for line in part])
    found: list[Piece] = []
    for part in parts:
        if isinstance(part, GridTable):
            found.append(part)
        else:
            for one in paragraphs_of(part, margins):
                first = pieces[one.line]
                found.append(first._replace(text=one.text) if isinstance(first, Paragraph) else one)
    return found


def margins_of(lines: list[Line]) -> Margins:
    """How a text is set, from the lines that end within a sentence."""
    left = min((line.indent for line in lines), default=0)
    pairs = list(itertools.pairwise(lines))
    broken = sorted(a.width for a, b in pairs if _is_broken(a, b, left))
    right = broken[int(0.9 * (len(broken) - 1))] if len(broken) > 1 else 0
    if sum(right - 12 <= width <= right + 6 for width in broken) < 0.6 * len(broken):
        right = 0
    nexts = [b.indent >= left + _INSET for a, b in pairs if right and _ends_short(a, right)]
    return Margins(left, right, len(nexts) > 0 and sum(nexts) >= 0.6 * len(nexts))


def _is_broken(a: Line, b: Line, left: int) -> bool:
    """Whether a line seems to end within a sentence that the next one continues."""
    return bool(
        _NARROW <= a.width <= _WIDE
        and b.width <= a.width + 8
        and MARKS.search(a.text)
        and not may_end(a.text)
        and b.indent < left + _INSET
        and not starts_paragraph(b.text)
        and not starts_paragraph(a.text)
        and not (a.alone or b.alone or stands_alone(b.text))
    )


def _ends_short(line: Line, right: int) -> bool:
    return bool(line.width < 0.8 * right and may_end(line.text))


def _goes_on(before: str, lines: list[Line], at: int, margins: Margins) -> bool:
    """Whether a line continues the paragraph `before`, of which the line before it is the last."""
    last, line = lines[at - 1], lines[at]
    if last.alone or line.alone or stands_alone(last.text) or stands_alone(line.text):
        return False
    if line.indent >= margins.left + _INSET:
        return False
    middle = not may_end(last.text)
    if middle and _breaks_off(last) and not line.gap and may_end(line.text):
        return True
    wrapped = margins.right > 0 and max(last.width, line.width) <= margins.right + 8
    if starts_paragraph(line.text):
        # A reference such as “（一）项” may come to stand at the beginning of a line.
        return middle and margins.inset and wrapped and last.width >= margins.right - 4
    if middle and _is_open(last.text, before) and (line.gap < 3 or line.page):
        return True
    if not wrapped:
        return middle and line.page and last.width > _NARROW and bool(MARKS.search(last.text))
    if not line.page and line.gap and (line.gap > 2 or not (middle or margins.inset)):
        return False
    return _reaches_margin(before, last, line, margins, middle) and not _signs(lines, at, middle)


def _breaks_off(line: Line) -> bool:
    """Whether a paragraph of whole sentences stops within one: a slip of whoever copied it."""
    return line.width > _WIDE and "。" in line.text and not line.text.endswith(("）", ")"))


def _is_open(text: str, before: str) -> bool:
    """Whether a paragraph cannot end here: after a comma, or within brackets."""
    pairs = (("《", "》"), ("（", "）"), ("〔", "〕"))
    return text[-1] in "，、,“‘（《(〈〔" or any(
        before.count(one) > before.count(other) for one, other in pairs
    )


def _reaches_margin(before: str, last: Line, line: Line, margins: Margins, middle: bool) -> bool:
    """Whether the line before ends where it does because the margin is there."""
    near = last.width >= 0.8 * margins.right
    if middle and TITLE_END.search(before) and not MARKS.search(before):
        return False
    # A heading, too, may hold a comma and come near to the margin.
    heading = starts_paragraph(before) and not margins.inset and "。" not in before
    if middle and not heading and MARKS.search(before):
        return near
    if not middle and margins.inset:
        return near
    if not middle and re.search("[：:）)]$", last.text):
        return False
    return near and last.width + _first_unit(line.text) > margins.right - 2


def _first_unit(text: str) -> int:
    """The columns of what cannot be parted at the beginning of a line: a word, and marks after."""
    found = re.match(r"(?:[0-9A-Za-z.%-]{1,20}|.)[，。、；：）》”,.;:)]{0,3}", text)
    return text_columns(found[0]) if found else 0


def _signs(lines: list[Line], at: int, middle: bool) -> bool:
    """Whether a line is the name under a document: a date follows it."""
    after = lines[at + 1].text if at + 1 < len(lines) else ""
    return not middle and not MARKS.search(lines[at].text) and bool(DATE_LINE.fullmatch(after))


def with_split_lines_joined(lines: list[Line]) -> list[Line]:
    """The lines, those put together that programs part before an opening bracket or quote.

    They draw such a mark in half a character's width, take the rest for another column, and set it
    in by as many blanks as the line has characters.
    """
    found: list[Line] = []
    for line in lines:
        last = found[-1] if found else None
        if (
            last
            and line.indent >= 8
            and line.text[0] in _OPENING
            and not line.gap
            and not (last.alone or may_end(last.text))
            and abs(line.indent - last.indent - len(last.text)) <= 4
        ):
            found[-1] = last._replace(text=last.text + line.text)
        else:
            found.append(line)
    return found
