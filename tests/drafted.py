"""Documents of our own making, in the forms of real ones, for the tests of drafting."""

from __future__ import annotations

import datetime as dt
from typing import Any

from yqsafety.drafting.draft import Draft, draft_notice
from yqsafety.drafting.outline import outline_blocks
from yqsafety.drafting.source import GridTable, Paragraph, Piece, Source

TODAY = dt.date(2025, 6, 20)
Block = dict[str, Any]


def source(*pieces: str | Piece) -> Source:
    """A document of paragraphs, one a line, and of tables."""
    found: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, str):
            found += [Paragraph(line.strip()) for line in piece.splitlines() if line.strip()]
        else:
            found.append(piece)
    return Source("通知.txt", tuple(found))


def grid(text: str, merged: frozenset[tuple[int, int]] = frozenset()) -> GridTable:
    """A table, a row a line, with | between cells."""
    rows = [line.strip().split("|") for line in text.strip().splitlines()]
    return GridTable(tuple(tuple(cell.strip() for cell in row) for row in rows), merged)


def draft(*pieces: str | Piece) -> Draft:
    return draft_notice(source(*pieces), None, TODAY)


def tree(*pieces: str | Piece) -> list[str]:
    """The blocks, a line each, indented by level: [label] heading | text {bracket}."""
    return list(_lines(outline_blocks(source(*pieces)), 0))


def _lines(blocks: list[Block], depth: int) -> list[str]:
    lines: list[str] = []
    for block in blocks:
        words = [f"<{block['is']}>"] if "is" in block else []
        words += [f"[{block['label']}]"] if "label" in block else []
        words += ["/".join(block["cells"])] if "cells" in block else []
        words += ["=" + "/".join(block["table"]["columns"])] if "table" in block else []
        words += [block["heading"]] if "heading" in block else []
        words += [f"| {block['text']}"] if "text" in block else []
        words += [f"{{{block['responsibility']['text']}}}"] if "responsibility" in block else []
        lines.append("  " * depth + " ".join(words))
        lines += _lines(block.get("blocks", []), depth + 1)
    return lines
