"""The document as the program works with it: sections, items and their tasks. Pure.

A task belongs to the nearest block above it that has a number, or to its row of a table: that is
its item. The outermost such block is its section. Who is responsible is what the nearest block up
to the document itself says. Nothing is left out: a block without duties is printed, no more.
"""

# Over 250 lines: what is printed and what the program works with are read off the same tree.

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from yqsafety.notice.document import Block, NoticeFile, Part, Table
from yqsafety.notice.model import Item, Notice, Responsibility, Section, Task, Term, Words
from yqsafety.notice.numerals import number_of
from yqsafety.notice.yaml_reader import KeyPath

SHOWN = 20
"""Characters of a text that stand for a heading where none is printed."""
NOBODY = Responsibility()
_NO_BRACKET = "（(［["


class Head(NamedTuple):
    """The number and the heading of a block, as a section or an item shows them."""

    block: Block
    label: str
    heading: str


class Place(NamedTuple):
    """Where a block stands: what it inherits from the blocks above it."""

    responsibility: Responsibility
    section: Head | None = None
    item: Head | None = None
    table: Table | None = None
    title: str = ""
    above: tuple[str, ...] = ()
    """Of a row: its cells, the merged ones as in the row above."""


class Found(NamedTuple):
    """The duties of one paragraph, and where they stand."""

    place: Place
    block: Block
    tasks: tuple[Task, ...]

    @property
    def item(self) -> Block:
        """The block that is their item."""
        return self.place.item.block if self.place.item else self.block


def outlined_notice(file: NoticeFile) -> Notice:
    """The notice of a file that has passed its checks."""
    return Notice(
        id=file.id,
        edition=file.edition,
        term=term_of(file),
        date=issue_of(file),
        number=first_part(file, "number"),
        title=first_part(file, "title"),
        issuer=" ".join(one.text for one in file.blocks if one.is_ == "issuer"),
        words=_words(file),
        sections=tuple(_sections(file)),
        retired=file.retired,
        addressees=first_part(file, "addressees"),
    )


def _words(file: NoticeFile) -> Words:
    """The words of the place; in a term of several years no time is 年内."""
    term = term_of(file)
    several = term.from_.year != term.until.year and file.words.span == Words().span
    return replace(file.words, span="期内") if several else file.words


def issue_of(file: NoticeFile) -> dt.date:
    """The day of issue; where it is not known, the first day of the term."""
    return file.issued or (file.term.from_ if file.term else dt.date.min)


def term_of(file: NoticeFile) -> Term:
    """The term; where it is not said, the year of the issue."""
    year = issue_of(file).year
    return file.term or Term(dt.date(year, 1, 1), dt.date(year, 12, 31))


def first_part(file: NoticeFile, part: Part) -> str:
    """The text of the first block that is such a part; empty where there is none."""
    return next((block.text for block in file.blocks if block.is_ == part), "")


def printed_lines(file: NoticeFile) -> Iterator[str]:
    """The document as printed, a paragraph a line."""
    return (line for _, line in placed_lines(file))


def placed_lines(file: NoticeFile) -> Iterator[tuple[KeyPath, str]]:
    """Every printed line, with the path of the block with which it begins."""
    for n, block in enumerate(file.blocks):
        yield from _lines_of(block, None, ("blocks", n))


def printed_item(file: NoticeFile, number: int) -> list[str]:
    """What is printed of one item, a paragraph a line; empty where there is no such item."""
    for found in found_duties(file):
        if number_of_item(found.tasks) == number:
            return [line for _, line in _lines_of(found.item, found.place.table, ())]
    return []


def body_of(block: Block) -> str:
    """What is printed of a block between its heading and its bracket."""
    said = (one if isinstance(one, str) else one.quote for one in block.tasks)
    return block.text + "".join(said)


def _lines_of(block: Block, table: Table | None, path: KeyPath) -> list[tuple[KeyPath, str]]:
    """A block and all below it; its bracket stands at the end of the last line."""
    own = block.label + block.heading + body_of(block)
    if block.cells and table:
        own = "\t".join(_printed_cells(block, table))
    columns = "\t".join(block.table.columns) if block.table else ""
    lines = [(path, line) for line in (own, columns) if line]
    for n, one in enumerate(block.blocks):
        lines += _lines_of(one, block.table or table, (*path, "blocks", n))
    bracket = block.responsibility.text if block.responsibility else ""
    if bracket and (bracket[0] not in _NO_BRACKET or not lines):
        lines.append((path, bracket))
    elif bracket:
        where, line = lines[-1]
        lines[-1] = where, line + bracket
    return lines


def _printed_cells(row: Block, table: Table) -> list[str]:
    place = table.columns.index(table.body)
    return [cell or (body_of(row) if n == place else "") for n, cell in enumerate(row.cells)]


def found_duties(file: NoticeFile) -> Iterator[Found]:
    """Every paragraph that holds duties, in order, with its place."""
    place = Place(file.responsibility or NOBODY, title=first_part(file, "title"))
    for block in file.blocks:
        if block.is_ == "title":
            place = place._replace(title=block.text)
        yield from _found_in(block, place)


def _found_in(block: Block, place: Place) -> Iterator[Found]:
    if block.label or block.cells:
        head = _row_head(block, place) if block.cells else _block_head(block)
        # A row is a section only where other rows stand below it.
        outermost = head if block.label or block.blocks else None
        place = place._replace(item=head, section=place.section or outermost)
    if own := block.responsibility:
        # Who only checks takes nobody's place.
        inherited = replace(place.responsibility, check=own.check, text=own.text)
        place = place._replace(responsibility=own if own.names else inherited)
    tasks = tuple(one for one in block.tasks if isinstance(one, Task))
    if tasks:
        yield Found(place, block, tasks)
    place = place._replace(table=block.table or place.table)
    above: tuple[str, ...] = ()
    for one in block.blocks:
        above = tuple(a or b for a, b in zip(one.cells, above or one.cells, strict=False))
        yield from _found_in(one, place._replace(above=above))


def _block_head(block: Block) -> Head:
    """Label and heading, or the label and the beginning of the text where there is no heading."""
    text = body_of(block)
    shown = block.heading or (text if len(text) <= SHOWN else f"{text[:SHOWN]}…")
    return Head(block, block.label, block.label + shown)


def _row_head(row: Block, place: Place) -> Head:
    table = place.table
    label = _cell(place.above, table, table.label if table else None)
    heading = _cell(place.above, table, table.heading if table else None)
    return Head(row, label, " ".join(f"{label} {heading}".split()))


def _sections(file: NoticeFile) -> Iterator[Section]:
    """The sections that have duties, each with its items."""
    groups: dict[int, tuple[Place, dict[int, list[Found]]]] = {}
    for found in found_duties(file):
        place = found.place
        key = id(place.section.block) if place.section else id(place.title)
        items = groups.setdefault(key, (place, {}))[1]
        items.setdefault(number_of_item(found.tasks), []).append(found)
    numbers = _section_numbers([place for place, _ in groups.values()])
    for number, (place, items) in zip(numbers, groups.values(), strict=True):
        heading = place.section.heading if place.section else place.title
        made = (_item(n, found, file.first_leads) for n, found in items.items())
        yield Section(number, heading, tuple(made))


def number_of_item(tasks: Iterable[Task]) -> int:
    """What the ids of an item's tasks begin with; 0 where that is no number."""
    head = next(iter(tasks)).id.partition(".")[0]
    return int(head) if head.isdecimal() and len(head) < 7 else 0


def _section_numbers(places: list[Place]) -> list[int]:
    """As printed where every section has a number that stands once; else counted."""
    printed = [number_of(place.section.label) if place.section else None for place in places]
    counts = Counter(printed)
    if all(number and counts[number] == 1 for number in printed):
        return [number or 0 for number in printed]
    return list(range(1, len(places) + 1))


def _item(number: int, found: list[Found], first_leads: bool) -> Item:
    place = found[0].place
    head = place.item or _block_head(found[0].block)
    named = _with_leader(place.responsibility, first_leads)
    return Item(
        number,
        head.heading,
        tuple(_settled(task, one, named) for one in found for task in one.tasks),
        named,
        head.label,
    )


def _settled(task: Task, found: Found, item: Responsibility) -> Task:
    """A task with the responsibility of its own paragraph, and no date that nobody looked at."""
    own = found.place.responsibility
    if not task.units and not task.responsibility and own is not item and own.names != item.names:
        task = replace(task, responsibility=own)
    if task.review and task.review.doubtful and task.timing.basis != "presumed":
        task = replace(task, timing=replace(task.timing, basis="presumed"))
    return task


def _with_leader(named: Responsibility, first_leads: bool) -> Responsibility:
    """A bracket in which the first of several units leads, where the document says so."""
    if not first_leads or named.lead or named.mode != "lead" or len(named.units) < 2:
        return named
    return replace(named, lead=named.units[:1], units=named.units[1:])


def _cell(cells: tuple[str, ...], table: Table | None, column: str | None) -> str:
    """The cell of a row in a column; empty where there is none."""
    if table is None or column is None or column not in table.columns:
        return ""
    place = table.columns.index(column)
    return cells[place] if place < len(cells) else ""
