"""Word: the monthly report, set as GB/T 9704-2012 asks of official documents.

A4; margins 37 (top), 28 (left), 26 (right) and 35 mm (bottom); text in 仿宋 of 16 pt with lines 29
pt apart, which makes 22 lines of 28 characters a page; page numbers on the outer side. The fonts
and sizes are in `word_styles`.

The document is held whole: 12 KB a row of its tables, so 20,000 rows take 300 MB.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from yqsafety.formats import Extract
from yqsafety.formats.stable_zip import stable_zip
from yqsafety.formats.word_styles import LOOKS, millimetres, new_child, points, set_styles
from yqsafety.reports.answers import Watch
from yqsafety.reports.document import TEXT_WIDTH, Heading, Paragraph, Table, TextColumn
from yqsafety.reports.monthly import MonthlyReport, monthly_report

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.text.paragraph import Paragraph as WordParagraph


def render(extract: Extract) -> Iterable[bytes]:
    """The report as one piece; python-docx can only save a whole document."""
    from docx import Document

    report = monthly_report(extract.ledger, extract.selection)
    word = Document()
    set_styles(word)
    _set_page(word)
    _set_properties(word, report)
    _write_report(word, report, extract.watch)
    buffer = io.BytesIO()
    word.save(buffer)
    return [stable_zip(buffer, report.day)]


def _write_report(word: Document, report: MonthlyReport, watch: Watch) -> None:
    word.add_paragraph(report.title, "Title")
    _closing_line(word, "")
    for block in report.blocks:
        match block:
            case Heading(text, level):
                word.add_paragraph(text, f"Heading {level}")
            case Paragraph(text):
                word.add_paragraph(text, "Body Text")
            case Table():
                _word_table(word, block, watch)
    # The office and the date must not stand on a page of their own (GB/T 9704-2012). The closing
    # lines keep together by their style; this ties them to the last paragraph.
    if isinstance(report.blocks[-1], Paragraph):
        word.paragraphs[-1].paragraph_format.keep_with_next = True
    _closing_line(word, "")
    _closing_line(word, report.office)
    _closing_line(word, report.date)


def _closing_line(word: Document, text: str) -> None:
    word.add_paragraph(text, "Closing")


def _word_table(word: Document, table: Table, watch: Watch) -> None:
    """A table with fixed widths, whose header is repeated on every page."""
    from docx.enum.table import WD_TABLE_ALIGNMENT

    grid = word.add_table(rows=0, cols=len(table.columns), style="Table Grid")
    # Fixed, because Word and WPS fit columns to their text in different ways.
    grid.autofit = False
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    _fix_width(grid._tbl.tblPr)
    head = _table_row(grid, table.columns, head=True)
    _fill_row(head, [column.header for column in table.columns])
    pattern = _table_row(grid, table.columns, head=False)
    grid._tbl.remove(pattern)
    for texts in watch(table.rows):
        row = deepcopy(pattern)
        _fill_row(row, texts)
        grid._tbl.append(row)
    for column, one in zip(grid.columns, table.columns, strict=True):
        column.width = millimetres(one.width)


def _table_row(grid: Any, columns: Sequence[TextColumn], head: bool) -> Any:
    """The XML element of a new row, formatted and without text.

    The rows of a table are copies of one such row: copying takes a tenth of the time of making one
    through python-docx.
    """
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.enum.text import WD_PARAGRAPH_ALIGNMENT

    row = grid.add_row()
    properties = row._tr.get_or_add_trPr()
    new_child(properties, "w:cantSplit")  # a row is not broken between two pages
    if head:
        new_child(properties, "w:tblHeader")
    for cell, column in zip(row.cells, columns, strict=True):
        cell.width = millimetres(column.width)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.paragraphs[0]
        paragraph.style = "Table Head" if head else "Table Text"
        if head or column.figures:
            paragraph.alignment = WD_PARAGRAPH_ALIGNMENT.CENTER
        paragraph.add_run()
    return row._tr


def _fill_row(row: Any, texts: Sequence[str]) -> None:
    """Put texts into the cells of a row, each of which has one paragraph with one run."""
    for cell, text in zip(row.tc_lst, texts, strict=True):
        cell.p_lst[0].r_lst[0].text = text


def _fix_width(properties: Any) -> None:
    """Make a table as wide as the text, with a millimetre (57 twips) at both sides of each cell."""
    from docx.oxml.ns import qn

    width = properties.find(qn("w:tblW"))
    width.set(qn("w:type"), "dxa")
    width.set(qn("w:w"), str(millimetres(TEXT_WIDTH).twips))
    # The format fixes the order of these elements; out of order Word may call the file damaged.
    margins = new_child(properties, "w:tblCellMar", before="w:tblLook")
    for side in ("left", "right"):
        new_child(margins, f"w:{side}", w="57", type="dxa")


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


def _set_properties(word: Document, report: MonthlyReport) -> None:
    # The template of python-docx names its own author and says that python-docx made the file.
    about = word.core_properties
    about.title, about.author, about.last_modified_by = report.title, report.office, report.office
    about.comments, about.language = "", "zh-CN"
