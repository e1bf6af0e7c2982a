"""Word: a paper, set as GB/T 9704-2012 asks of official documents, or in an office's own file.

A4; margins 37 (top), 28 (left), 26 (right) and 35 mm (bottom); text in 仿宋 of 16 pt with lines 29
pt apart, which makes 22 lines of 28 characters a page; page numbers on the outer side. The fonts
and sizes are in `word_styles`.

The document is held whole: 12 KB a row of its tables, so 20,000 rows take 300 MB.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from typing import TYPE_CHECKING

from yqsafety.formats import Extract
from yqsafety.formats.papers import paper_of
from yqsafety.formats.stable_zip import stable_zip
from yqsafety.formats.word_paper import write_paper
from yqsafety.formats.word_places import Places
from yqsafety.formats.word_styles import (
    LOOKS,
    add_missing_styles,
    millimetres,
    new_child,
    points,
    set_styles,
)
from yqsafety.formats.word_template import open_template
from yqsafety.reports.document import Paper

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.text.paragraph import Paragraph as WordParagraph


def render(extract: Extract) -> Iterable[bytes]:
    """The paper as one piece; python-docx can only save a whole document."""
    paper = paper_of(extract)
    if extract.template:
        word = open_template(extract.template.content, extract.template.name)
        places = Places(word, extract.template.name)
        add_missing_styles(word)
    else:
        word = _own_document()
        places = Places(word, "")
    write_paper(places, paper, extract.watch)
    _set_properties(word, paper)
    buffer = io.BytesIO()
    word.save(buffer)
    return [stable_zip(buffer, paper.day)]


def _own_document() -> Document:
    """An empty document with the paper, margins and styles of the standard."""
    from docx import Document

    word = Document()
    set_styles(word)
    _set_page(word)
    word.add_paragraph("{{正文}}")
    return word


def _set_page(word: Document) -> None:
    """Paper, margins and page numbers by GB/T 9704-2012."""
    section = word.sections[0]
    section.page_width, section.page_height = millimetres(210), millimetres(297)
    section.top_margin, section.bottom_margin = millimetres(37), millimetres(35)
    section.left_margin, section.right_margin = millimetres(28), millimetres(26)
    section.footer_distance = millimetres(23)
    word.settings.odd_and_even_pages_header_footer = True
    _page_number(section, odd=True)
    _page_number(section, odd=False)


def _page_number(section: Section, odd: bool) -> None:
    """The page number `— 1 —`, one character in from the outer edge (GB/T 9704-2012).

    Odd pages have it at the right, even ones at the left, as when both sides are printed.
    """
    from docx.enum.text import WD_PARAGRAPH_ALIGNMENT

    footer = section.footer if odd else section.even_page_footer
    paragraph = footer.paragraphs[0]
    paragraph.style = "Footer"
    indent = points(LOOKS["Footer"].size)
    if odd:
        paragraph.alignment = WD_PARAGRAPH_ALIGNMENT.RIGHT
        paragraph.paragraph_format.right_indent = indent
    else:
        paragraph.alignment = WD_PARAGRAPH_ALIGNMENT.LEFT
        paragraph.paragraph_format.left_indent = indent
    paragraph.add_run("— ")
    _word_field(paragraph, "PAGE")
    paragraph.add_run(" —")


def _word_field(paragraph: WordParagraph, code: str) -> None:
    """Add a field that Word computes, such as PAGE; python-docx has no call for it."""
    for kind in ("begin", "separate", "end"):
        run = paragraph.add_run()
        new_child(run._r, "w:fldChar", fldCharType=kind)
        if kind == "begin":
            new_child(paragraph.add_run()._r, "w:instrText").text = code
        elif kind == "separate":
            paragraph.add_run("1")  # shown until Word computes it


def _set_properties(word: Document, paper: Paper) -> None:
    # The template of python-docx names its own author and says that python-docx made the file; that
    # of an office may name a person.
    about = word.core_properties
    about.title, about.author, about.last_modified_by = paper.name, paper.office, paper.office
    about.comments, about.language = "", "zh-CN"
