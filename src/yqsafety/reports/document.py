"""A document as plain data: headings, paragraphs and tables, and the paper that they make. Pure.

The report and the slips are made once in this form; Word, Markdown and the page each render it
their own way.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from yqsafety.notice.numerals import chinese_date, chinese_number
from yqsafety.safe_text import visible_text


class Heading(NamedTuple):
    """A heading: level 1 is 一、…, level 2 is （一）…, as GB/T 9704-2012 numbers them."""

    text: str
    level: int = 1


class Paragraph(NamedTuple):
    """One paragraph of running text."""

    text: str
    note: bool = False
    """Whether it explains a table, and is set as small as that."""


class TextColumn(NamedTuple):
    """A column of a table; the widths of a table's columns must add up to `TEXT_WIDTH`."""

    header: str
    width: int
    """Millimetres on A4."""
    figures: bool = False
    """Whether it holds numbers: centred in Word, to the right in Markdown."""


class Table(NamedTuple):
    """A table: each row has as many cells as there are columns."""

    columns: tuple[TextColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    form: bool = False
    """Whether it is filled in by hand: without a head, and with room to write."""
    links: tuple[str, ...] = ()
    """By row: the id of its occurrence, where the page links to it."""


Block = Heading | Paragraph | Table


class Chapter(NamedTuple):
    """A heading with what stands below it, to be numbered where it stands."""

    heading: str
    blocks: Iterable[Block]


def numbered_chapters(chapters: Iterable[Chapter], level: int) -> Iterator[Block]:
    """The chapters with their numbers: 一、 and （一）."""
    for number, (heading, blocks) in enumerate(chapters, 1):
        label = chinese_number(number)
        label = f"{label}、" if level == 1 else f"（{label}）"
        yield Heading(f"{label}{heading}", level)
        yield from blocks


TEXT_WIDTH = 156
"""Millimetres: A4 (210) less the margins of GB/T 9704-2012, 28 left and 26 right."""


class Annex(NamedTuple):
    """What follows the signature of a paper: tables (附件1), or a slip to send back (回执)."""

    label: str
    title: str
    blocks: tuple[Block, ...]
    apart: bool = True
    """Whether it begins a page of its own, and is named under the text (附件：…)."""


_BLANK = "\u3000" * 4
"""Room to write by hand."""


class Issue(NamedTuple):
    """What an office adds when it issues a paper; what is not given is left open, to be written."""

    number: str = ""
    """The number of the document (发文字号) or of the issue (期号)."""
    signer: str = ""
    """Who signs it off (签发人)."""
    cc: str = ""
    """To whom copies go (抄送)."""
    contact: str = ""
    """Who answers questions, with a telephone number (联系人及电话)."""
    to: str = ""
    """To whom it goes (主送), instead of what the notice says."""

    def filled(self, year: int) -> Issue:
        """The same with room to write for what is not given."""
        return Issue(
            self.number or f"{_BLANK}〔{year}〕{_BLANK[:2]}号",
            self.signer or _BLANK,
            self.cc or _BLANK,
            self.contact or f"{_BLANK}\u3000\u3000电话：{_BLANK}{_BLANK}",
        )

    @property
    def contact_note(self) -> str:
        """Who answers questions, as it stands in brackets under the date."""
        return f"（联系人：{self.contact}）"

    @property
    def missing(self) -> frozenset[str]:
        """The names of the fields that are not given."""
        return frozenset(name for name, value in self._asdict().items() if not value)


class Paper(NamedTuple):
    """An official paper: to whom, the text, who signs it and when, and what is attached."""

    title: tuple[str, ...]
    """Its lines: a title is broken where a phrase ends."""
    addressees: str
    blocks: tuple[Block, ...]
    office: str
    """The full name of who signs."""
    day: dt.date
    number: str = ""
    annexes: tuple[Annex, ...] = ()
    issue: Issue | None = None
    """Of a paper that is issued: its number, who signs it off, copies, contact."""

    @property
    def name(self) -> str:
        """The title in one line."""
        return "".join(self.title)

    @property
    def date(self) -> str:
        """The day as official documents print it: 2025年6月20日."""
        return chinese_date(self.day)

    @property
    def filled_issue(self) -> Issue | None:
        """What was added when it was issued, with room to write for the rest."""
        return self.issue.filled(self.day.year) if self.issue else None

    @property
    def annex_notes(self) -> list[str]:
        """The lines that name what is attached, as they stand between text and signature."""
        names = [annex.title for annex in self.annexes if annex.apart]
        if len(names) < 2:
            return [f"附件：{name}" for name in names]
        blank = "\u3000" * len("附件：")
        return [f"{blank if n > 1 else '附件：'}{n}. {name}" for n, name in enumerate(names, 1)]


def clean_paper(paper: Paper) -> Paper:
    """The same paper with control characters and the like shown as escapes."""
    return paper._replace(
        title=tuple(map(visible_text, paper.title)),
        addressees=visible_text(paper.addressees),
        blocks=tuple(map(clean_block, paper.blocks)),
        office=visible_text(paper.office),
        number=visible_text(paper.number),
        issue=Issue(*map(visible_text, paper.issue)) if paper.issue else None,
        annexes=tuple(
            annex._replace(blocks=tuple(map(clean_block, annex.blocks))) for annex in paper.annexes
        ),
    )


def clean_block(block: Block) -> Block:
    """The same block with control characters and the like shown as escapes.

    Word's XML cannot hold control characters at all: python-docx would raise.
    """
    if isinstance(block, Table):
        return block._replace(rows=tuple(tuple(map(visible_text, row)) for row in block.rows))
    return block._replace(text=visible_text(block.text))
