"""A catalogue's text as printed: line by line, and its letters alone. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from yqsafety.drafting.source import Source, source_text
from yqsafety.notice.bracket_places import is_label
from yqsafety.notice.original import common_length

Block = dict[str, Any]


def letters_of(text: str) -> str:
    """A text without white space, as documents are compared."""
    return "".join(text.split())


def printed_letters(notice: dict[str, Any]) -> str:
    """All letters that the blocks of a catalogue print, in order and without white space."""
    return letters_of("".join(printed_lines(notice["blocks"])))


def source_letters(source: Source) -> str:
    """All letters of a document as it was read, without white space."""
    return letters_of(source_text(source))


def printed_lines(blocks: list[Block], body: int | None = None) -> list[str]:
    """The printed lines of blocks: a paragraph or a row of a table each."""
    lines: list[str] = []
    for block in blocks:
        lines += _block_lines(block, body)
    return lines


def _block_lines(block: Block, body: int | None) -> list[str]:
    own = _row_line(block, body) if "cells" in block else _own_line(block)
    lines = [own] if own else []
    if table := block.get("table"):
        lines.append("\t".join(table["columns"]))
        body = table["columns"].index(table["body"]) if table.get("body") else None
    lines += printed_lines(block.get("blocks", []), body)
    said = block.get("responsibility", {}).get("text", "")
    if said and lines and not is_label(said):
        lines[-1] += said
    elif said:
        lines.append(said)
    return lines


def _own_line(block: Block) -> str:
    return "".join((block.get("label", ""), block.get("heading", ""), *_texts(block)))


def _row_line(block: Block, body: int | None) -> str:
    cells = list(block["cells"])
    if body is not None and (text := "".join(_texts(block))):
        cells[body] = text
    return "\t".join(cells)


def _texts(block: Block) -> Iterator[str]:
    yield block.get("text", "")
    for part in block.get("tasks", []):
        yield part if isinstance(part, str) else part["quote"]


def difference_text(printed: str, source: str) -> str:
    """Where two texts part, in a few letters of each, for a message."""
    place = common_length(printed, source)
    near = slice(max(0, place - 8), place + 12)
    return f"“{re.escape(source[near])}”成了“{re.escape(printed[near])}”"
