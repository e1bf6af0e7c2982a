"""A paper put into a Word document: each part where the document has a place for it.

A place is a paragraph such as {{正文}}. What has no place of its own comes with the text, in the
order in which official papers have it. Our own document is a template with the one place {{正文}};
that of an office may hold its head, its foot and places of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from yqsafety.formats.word_places import Places
from yqsafety.formats.word_styles import (
    ADDRESSEES,
    ANNEX_LABEL,
    ANNEX_TITLE,
    CELL,
    CONTACT,
    COPIES,
    CUT_OFF,
    ISSUE_NUMBER,
    LOOKS,
    NOTE,
    NUMBER,
    millimetres,
    points,
)
from yqsafety.formats.word_tables import word_table
from yqsafety.reports.answers import Watch
from yqsafety.reports.document import (
    Annex,
    Block,
    Heading,
    Issue,
    Paper,
    Paragraph,
    Table,
)
from yqsafety.safe_text import text_columns

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph as WordParagraph

_RIGHT_OF_DATE = 4
"""Characters free to the right of the date of a paper that will bear a seal (GB/T 9704-2012)."""


def write_paper(places: Places, paper: Paper, watch: Watch) -> None:
    """Fill the places of a document with the parts of a paper."""
    filled = paper.filled_issue or Issue().filled(paper.day.year)
    text = {
        "标题": "\n".join(paper.title),
        "编号": filled.number if paper.issue else paper.number,
        "签发人": filled.signer,
        "主送": paper.addressees,
        "落款": paper.office,
        "日期": paper.date,
        "联系人": filled.contact,
        "抄送": filled.cc,
    }
    missing = _without_blanks(paper, text.keys() - places.filled(text), places)
    writer = PaperWriter(places, watch)
    writer.write_head(paper, missing)
    writer.write_blocks(paper.blocks, body=True)
    writer.write_end(paper, missing)
    writer.go_to_annexes()
    for annex in paper.annexes:
        writer.write_annex(annex)
    writer.write_copies(paper, missing)
    places.clear()


_ISSUED = {"number": "编号", "signer": "签发人", "cc": "抄送", "contact": "联系人"}
"""The places of what an office adds when it issues a paper."""


def _without_blanks(paper: Paper, missing: set[str], places: Places) -> set[str]:
    """The parts that have no place and are to come with the text.

    What was not given is left open in our own document only: an office's file has its own head.
    """
    if paper.issue is None:
        return missing - {"签发人", "抄送", "联系人"}
    if not places.is_office:
        return missing
    return missing - {_ISSUED[name] for name in paper.issue.missing & _ISSUED.keys()}


class PaperWriter:
    """Writes paragraphs and tables before a place, one after the other."""

    def __init__(self, places: Places, watch: Watch) -> None:
        self._places = places
        self._word = places.word
        self._anchor = places.body
        self._width = places.text_width(places.body)
        """Of the text, in millimetres."""
        self._watch = watch
        self._last: WordParagraph | None = None
        """The paragraph written last; None after a table."""

    def write_head(self, paper: Paper, missing: Iterable[str]) -> None:
        """Title, number and addressees, so far as they have no place of their own."""
        if paper.issue:
            self._write_number(paper, missing)
        if "标题" in missing:
            self._add("\n".join(paper.title), "Title")
        if "编号" in missing and paper.number:
            self._add(paper.number, NUMBER)
        if "标题" in missing:
            self._add("", "Body Text")
        if "主送" in missing and paper.addressees:
            self._add(paper.addressees, ADDRESSEES)

    def _write_number(self, paper: Paper, missing: Iterable[str]) -> None:
        """The line above the title: the number at the left, who signs it off at the right."""
        from docx.enum.text import WD_TAB_ALIGNMENT

        filled = paper.filled_issue or Issue()
        number = filled.number if "编号" in missing else ""
        signer = f"签发人：{filled.signer}" if "签发人" in missing else ""
        if not number and not signer:
            return
        line = self._add(f"{number}\t{signer}" if signer else number, ISSUE_NUMBER)
        stop = millimetres(self._width).pt - LOOKS[ISSUE_NUMBER].size
        line.paragraph_format.tab_stops.add_tab_stop(points(stop), WD_TAB_ALIGNMENT.RIGHT)
        for _ in range(2):
            self._add("", "Body Text")

    def write_blocks(self, blocks: Iterable[Block], *, body: bool = False) -> None:
        """Headings, paragraphs and tables; `body` says whether they are the text of the paper."""
        for block in blocks:
            match block:
                case Heading(text, level):
                    self._add(text, f"Heading {level}")
                case Paragraph(text, note):
                    self._add(text, NOTE if note else "Body Text", like_place=body)
                case Table():
                    self._add_table(block)

    def write_end(self, paper: Paper, missing: Iterable[str]) -> None:
        """What is attached, then who signs and when: the name centred over the date."""
        lines = [("落款", paper.office), ("日期", paper.date)]
        signed = [line for name, line in lines if name in missing]
        notes = paper.annex_notes
        # Office and date must not stand on a page of their own (GB/T 9704-2012). The closing lines
        # keep together by their style; this ties them to the last paragraph of the text.
        self._keep_with_next()
        for note in ("", *notes) if notes else ():
            self._add(note, "Body Text")
            self._keep_with_next()
        for line in ("", "", *signed) if signed else ():
            self._centred_line(line, _seal_centre(signed, self._width))
        if paper.issue and "联系人" in missing:
            self._add((paper.filled_issue or paper.issue).contact_note, CONTACT)
        self._keep_with_next(False)

    def write_copies(self, paper: Paper, missing: Iterable[str]) -> None:
        """To whom copies go, between two lines at the end of the whole paper (版记)."""
        if not paper.issue or "抄送" not in missing:
            return
        if self._last is not None:
            self._keep_with_next()
        self._add("", NOTE).paragraph_format.keep_with_next = True
        self._add(f"抄送：{(paper.filled_issue or paper.issue).cc}", COPIES)

    def _keep_with_next(self, wanted: bool = True) -> None:
        if self._last is not None:
            self._last.paragraph_format.keep_with_next = wanted

    def _centred_line(self, text: str, centre: float) -> None:
        """A line whose middle is `centre` points from the left, by a tab stop."""
        from docx.enum.text import WD_TAB_ALIGNMENT

        line = self._add(f"\t{text}" if text else "", "Closing")
        line.paragraph_format.tab_stops.add_tab_stop(points(centre), WD_TAB_ALIGNMENT.CENTER)

    def go_to_annexes(self) -> None:
        """Go on where the annexes belong: at their own place, else after the signature."""
        self._anchor = self._places.annexes
        self._width = self._places.text_width(self._anchor)

    def write_annex(self, annex: Annex) -> None:
        """An annex on a page of its own, or a slip to be cut off below the paper."""
        if annex.apart:
            label = self._add(annex.label, ANNEX_LABEL)
            label.paragraph_format.page_break_before = True
            self._add("", ANNEX_LABEL)
            self._add(annex.title, ANNEX_TITLE)
        else:
            self._add("", CELL).paragraph_format.keep_with_next = True
            self._add(annex.title, CUT_OFF)
        self.write_blocks(annex.blocks)
        if self._last is None:
            self._add("", CELL)

    def _add(self, text: str, style: str, *, like_place: bool = False) -> WordParagraph:
        """A paragraph before the place; with `like_place` it looks as the place itself is set."""
        look = self._places.look if like_place else None
        added: WordParagraph
        if look is None:
            added = self._anchor.insert_paragraph_before(text, style)
        else:
            added = self._anchor.insert_paragraph_before(text)
            look.give_to(added)
        self._last = added
        return added

    def _add_table(self, table: Table) -> None:
        if self._last is None:
            self._add("", CELL)  # Word makes one table of two without a paragraph between them
        grid = word_table(self._word, table, self._width, self._watch)
        self._anchor._p.addprevious(grid)
        self._last = None


def _seal_centre(lines: Sequence[str], width: float) -> float:
    """Where the middle of the closing lines is, in points from the left.

    The date has four characters free at its right, and the name is centred over it; one so long
    that it would run out of the text moves both to the left.
    """
    size = LOOKS["Closing"].size
    date, longest = (size * text_columns(line) / 2 for line in (lines[-1], max(lines, key=len)))
    right = millimetres(width).pt
    return float(min(right - _RIGHT_OF_DATE * size - date / 2, right - longest / 2))
