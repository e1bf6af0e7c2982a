"""A plain text as paragraphs and tables. Pure."""

from __future__ import annotations

import itertools

from yqsafety.drafting.line_joining import (
    Line,
    margins_of,
    paragraphs_of,
    with_split_lines_joined,
)
from yqsafety.drafting.line_marks import LONE_NUMBER, PAGE_LINE
from yqsafety.drafting.source import MAX_LINES, GridTable, Piece, Refused
from yqsafety.drafting.text_tables import tables_in
from yqsafety.drafting.tidying import clean_text, tidy_pieces


def read_text(text: str) -> tuple[list[Piece], list[str]]:
    """The pieces of a text, and what was left out of it."""
    text, unseen = clean_text(text)
    remarks = [f"看不见的字符 {unseen} 个已略去"] if unseen else []
    return read_lines(lines_of(text), remarks), remarks


def read_lines(lines: list[Line], remarks: list[str]) -> list[Piece]:
    """The pieces of lines whose text may hold tabs; adds to the remarks what was left out."""
    lines, pages = _without_page_numbers(lines)
    if pages:
        remarks.append(f"页码 {pages} 处已略去")
    parts = tables_in(lines, remarks)
    parts = [part if isinstance(part, GridTable) else _plain_lines(part) for part in parts]
    margins = margins_of([line for part in parts if isinstance(part, list) for line in part])
    pieces: list[Piece] = []
    for part in parts:
        pieces += paragraphs_of(part, margins) if isinstance(part, list) else [part]
    return tidy_pieces(pieces, remarks)


def _plain_lines(lines: list[Line]) -> list[Line]:
    whole = [line._replace(text=line.text.strip().replace("\t", " ")) for line in lines]
    return with_split_lines_joined(whole)


def lines_of(text: str) -> list[Line]:
    """The lines of a text that hold anything; a tab stays where it stands within a line."""
    found: list[Line] = []
    gap, page = 0, False
    for number, whole in enumerate(text.split("\n"), 1):
        for count, raw in enumerate(whole.split("\f")):
            page = page or count > 0
            text = raw.strip()
            if not text:
                gap += not count
                continue
            before = raw[: len(raw) - len(raw.lstrip())]
            # A row may begin or end with empty cells.
            row = raw.strip(" \u3000\xa0") if "\t" in raw else text
            found.append(Line(row, _columns(before), number, gap, page))
            if len(found) > MAX_LINES:
                raise Refused(f"超过 {MAX_LINES // 10_000} 万行", "请分成几个文件。")
            gap, page = 0, False
    return found


def _columns(blanks: str) -> int:
    return sum({"\t": 4, "\u3000": 2}.get(blank, 1) for blank in blanks[:200])


def _without_page_numbers(lines: list[Line]) -> tuple[list[Line], int]:
    """The lines without page numbers, each line after one marked as the first of a page."""
    pages = {at for at, line in enumerate(lines) if PAGE_LINE.fullmatch(line.text[:40].strip())}
    pages |= _lone_numbers(lines)
    found: list[Line] = []
    gap, page = 0, False
    for at, line in enumerate(lines):
        if at in pages:
            gap, page = gap + line.gap, True
        else:
            found.append(line._replace(gap=line.gap + gap, page=line.page or page))
            gap, page = 0, False
    return found, len(pages)


def _lone_numbers(lines: list[Line]) -> set[int]:
    """Where a number by itself is that of a page: before a new page, or counting with empty lines.

    A table whose cells were copied one a line has such numbers too, but no empty lines around them.
    """
    found: dict[int, int] = {}
    sure: set[int] = set()
    for at, line in enumerate(lines):
        number = LONE_NUMBER.fullmatch(line.text[:12].strip())
        after = lines[at + 1] if at + 1 < len(lines) else None
        if number and (after is None or after.gap or after.page) and (line.gap or line.page):
            found[at] = int(number[1])
        if number and after and after.page:
            sure.add(at)
    numbers = list(found.values())
    counted = len(numbers) > 1 and all(b == a + 1 for a, b in itertools.pairwise(numbers))
    return set(found) | sure if counted else sure
