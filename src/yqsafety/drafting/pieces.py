"""The printed pieces of a catalogue's data in order: duties, and sentences that are none. Pure.

It walks the data as they stand in the file, so that an edit can change them in their place; the
rules of what belongs to what are those of notice/outline.py.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from yqsafety.errors import UsageError
from yqsafety.notice.outline import SHOWN

KeyPath = tuple[str | int, ...]
TEXT = -1
"""The place of what stands in a block before its list of duties."""


class Clause(NamedTuple):
    """Where a block stands: its item, what it is called, and who is responsible there."""

    number: int
    """Which block of the file it is, in order."""
    path: KeyPath
    section: str
    heading: str
    item: Any = None
    """The block that is its item; None outside of all."""
    named: Any = None
    """The nearest responsibility, as data; None where there is none."""

    @property
    def title(self) -> str:
        """Section and item, as people find them."""
        return " ".join(dict.fromkeys(filter(None, (self.section, self.heading))))


class Piece(NamedTuple):
    """A duty or a sentence that is none: the block, and its place in the list there."""

    block: Any
    place: int
    clause: Clause

    @property
    def content(self) -> Any:
        """The duty's data, or the sentence."""
        return self.block["text"] if self.place == TEXT else self.block["tasks"][self.place]

    @property
    def duty(self) -> Any:
        """The duty's data; None for a sentence that is none."""
        return None if isinstance(self.content, str) else self.content

    @property
    def id(self) -> str:
        """The duty's id; empty for a sentence that is none."""
        return str(self.duty["id"]) if self.duty is not None else ""

    @property
    def text(self) -> str:
        """What is printed."""
        return quote_of(self.content)

    @property
    def before(self) -> str:
        """What its paragraph prints before it."""
        parts = [] if self.place == TEXT else (self.block.get("tasks") or [])[: self.place]
        opening = "" if self.place == TEXT else str(self.block.get("text") or "")
        return opening + "".join(map(quote_of, parts))

    @property
    def path(self) -> KeyPath:
        """Where it stands in the file."""
        inside: KeyPath = ("text",) if self.place == TEXT else ("tasks", self.place)
        return (*self.clause.path, *inside)


class Bracket(NamedTuple):
    """A responsibility of a block or of the whole document, and where it stands."""

    owner: Any
    clause: Clause

    @property
    def named(self) -> Any:
        """Its data."""
        return self.owner["responsibility"]


def quote_of(content: Any) -> str:
    """What a duty or a sentence prints."""
    return str(content) if isinstance(content, str) else str(content["quote"])


def pieces_of(data: Any) -> Iterator[Piece]:
    """Every piece in the document's order; head and end of the document are left out."""
    for block, clause in blocks_of(data):
        if "is" in block:
            continue
        if block.get("text"):
            yield Piece(block, TEXT, clause)
        for index in range(len(block.get("tasks") or ())):
            yield Piece(block, index, clause)


def duties_of(data: Any) -> Iterator[Piece]:
    """Every duty in order."""
    return (piece for piece in pieces_of(data) if piece.duty is not None)


def brackets_of(data: Any) -> Iterator[Bracket]:
    """Every responsibility of a block, and that of the document, in order."""
    if "responsibility" in data:
        yield Bracket(data, Clause(-1, (), "", "全文"))
    for block, clause in blocks_of(data):
        if "responsibility" in block:
            yield Bracket(block, clause)


def piece_at(data: Any, number: int, place: int) -> Piece:
    """The piece at a place: the number of its block, and its place there."""
    for piece in pieces_of(data):
        if (piece.clause.number, piece.place) == (number, place):
            return piece
    raise UsageError("这一句已不在原处。", "请重新打开。")


def blocks_of(data: Any) -> Iterator[tuple[Any, Clause]]:
    """Every block in order, with where it stands."""
    start = Clause(0, ("blocks",), "", "", None, data.get("responsibility"))
    for number, (block, clause) in enumerate(_below(data["blocks"], start, None)):
        yield block, clause._replace(number=number)


def _below(blocks: Any, above: Clause, table: Any) -> Iterator[tuple[Any, Clause]]:
    cells: list[str] = []
    for n, block in enumerate(blocks):
        here = above._replace(path=(*above.path, n), named=block.get("responsibility", above.named))
        own = [str(cell) for cell in block.get("cells", ())]
        cells = [a or b for a, b in zip(own, cells or own, strict=False)]
        if block.get("label") or block.get("cells"):
            heading = _row_heading(cells, table) if block.get("cells") else _heading(block)
            outermost = heading if block.get("label") or block.get("blocks") else ""
            section = above.section or outermost
            here = here._replace(item=block, heading=heading, section=section)
        yield block, here
        inside = here._replace(path=(*here.path, "blocks"))
        yield from _below(block.get("blocks") or (), inside, block.get("table") or table)


def _heading(block: Any) -> str:
    """Label and heading; where there is no heading, the beginning of the text."""
    label = str(block.get("label", ""))
    if heading := block.get("heading"):
        return label + str(heading)
    text = str(block.get("text", "")) + "".join(map(quote_of, block.get("tasks") or ()))
    return label + (text if len(text) <= SHOWN else f"{text[:SHOWN]}…")


def _row_heading(cells: list[str], table: Any) -> str:
    if table is None:
        return " ".join(cells)
    columns = list(table["columns"])
    names = [table[key] for key in ("label", "heading") if table.get(key) in columns]
    found = (cells[columns.index(name)] for name in names if columns.index(name) < len(cells))
    return " ".join(" ".join(found).split())
