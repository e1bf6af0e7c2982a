"""The file of a notice: the document as printed, a tree of blocks with the duties in their places.

Every sentence stands in the file once: what is printed of a block is its label, its heading, its
text and then, in order, its duties' quotes and the sentences that are none. A block is one
paragraph; what belongs to it follows below it. So the file prints the whole document back.

How the program sees it, as sections, items and tasks, is made of this in outline.py.
"""

# No `from __future__ import annotations` here, for the same reason as in model.py.
import datetime as dt
from typing import Literal

from yqsafety.notice.model import (
    Record,
    Responsibility,
    Retired,
    Task,
    Term,
    Words,
    frozen_record,
)

Part = Literal[
    "letterhead",
    "number",
    "title",
    "addressees",
    "issuer",
    "date",
    "publicity",
    "cc",
    "imprint",
]
"""What a paragraph of the head or the end of a document is."""


@frozen_record
class Table(Record):
    """A printed table: its columns, and which of them the program reads; the rows are blocks."""

    columns: tuple[str, ...]
    """The titles of the columns as printed."""
    body: str
    """The column that holds the duties."""
    label: str | None = None
    """The column of numbers."""
    heading: str | None = None
    """The column that says in short what a row is about."""
    units: str | None = None
    """The column of responsible units."""
    lead: str | None = None
    """The column of leading units (牵头)."""
    support: str | None = None
    """The column of supporting units (配合)."""
    check: str | None = None
    """The column of those who check."""
    due: str | None = None
    """The column of dates."""
    score: str | None = None
    """The column of points."""


@frozen_record
class Block(Record):
    """A printed paragraph or a row of a table, with all that is printed below it."""

    is_: Part | None = None
    """What it is in the head or at the end of the document."""
    label: str = ""
    """Its number as printed: 一、 （一） 1. 第一章 ①."""
    heading: str = ""
    """Its heading as printed, without the number."""
    text: str = ""
    """What is printed before its first duty, and is none."""
    cells: tuple[str, ...] = ()
    """Of a row: its cells as printed, empty where the duties stand or a merged cell goes on."""
    tasks: tuple[Task | str, ...] = ()
    """Its duties in order; a sentence between them that is none stands as text."""
    responsibility: Responsibility | None = None
    """Who is responsible for it and for what is below it."""
    table: Table | None = None
    """The columns of a table, whose rows are the blocks below."""
    blocks: tuple["Block", ...] = ()
    """What is printed below it, in order."""
    note: str | None = None
    """An editor's remark, never part of the document."""


@frozen_record
class Digest(Record):
    """What the printed letters were when somebody compared them with the original."""

    text: str
    """The SHA-256 of all of them, white space aside, in hex."""
    lines: str = ""
    """Four digits of the SHA-256 of each line: they show which one was changed."""


@frozen_record
class NoticeFile(Record):
    """The file of a notice, `tasks.yaml`."""

    schema: Literal["yqsafety/notice@2"]
    """The version of this file's shape."""
    id: str
    """ASCII id; the state refers to it, so it never changes."""
    blocks: tuple[Block, ...]
    """The document as printed."""
    edition: int = 1
    """Edition of the encoding, counting up."""
    term: Term | None = None
    """The days that it is for; without it the year of its issue."""
    issued: dt.date | None = None
    """The day of issue; without it the first day of the term."""
    words: Words = Words()
    """The words of the place."""
    responsibility: Responsibility | None = None
    """Who is responsible where nothing below says so."""
    first_leads: bool = False
    """Whether the document says that the first of several units leads (排在第一位的为牵头部门)."""
    digest: Digest | None = None
    """What was compared with the original."""
    original: str | None = None
    """The name of a text file beside this one that holds the original."""
    retired: tuple[Retired, ...] = ()
    """The ids of earlier editions that were joined to others."""
