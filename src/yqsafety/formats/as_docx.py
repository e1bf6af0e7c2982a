"""Word: the monthly report as GB/T 9704-2012 prints official documents.

A4; margins 37, 28, 26, 35 mm; 仿宋 at 16 pt on a pitch of 29 pt; page numbers on the outer side.
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
from yqsafety.reports.monthly import OFFICE, MonthlyReport, monthly_report

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.text.paragraph import Paragraph as WordParagraph


def render(extract: Extract) -> Iterable[bytes]:
    """The whole report."""
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
    # The office and the date never stand on a page of their own.
    if isinstance(report.blocks[-1], Paragraph):
        word.paragraphs[-1].paragraph_format.keep_with_next = True
    _closing_line(word, "")
    _closing_line(word, report.office)
    _closing_line(word, report.date)


def _closing_line(word: Document, text: str) -> None:
    word.add_paragraph(text, "Closing")


def _word_table(word: Document, table: Table, watch: Watch) -> None:
    """A grid of fixed widths whose header returns on every page."""
    from docx.enum.table import WD_TABLE_ALIGNMENT

    grid = word.add_table(rows=0, cols=len(table.columns), style="Table Grid")
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
    """The element of a new row, set and empty: to copy one takes a tenth of making one."""
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.enum.text import WD_PARAGRAPH_ALIGNMENT

    row = grid.add_row()
    properties = row._tr.get_or_add_trPr()
    new_child(properties, "w:cantSplit")
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
    """Put the texts of a row into its only runs."""
    for cell, text in zip(row.tc_lst, texts, strict=True):
        cell.p_lst[0].r_lst[0].text = text


def _fix_width(properties: Any) -> None:
    """The whole width of the text, a millimetre of air in each cell."""
    from docx.oxml.ns import qn

    width = properties.find(qn("w:tblW"))
    width.set(qn("w:type"), "dxa")
    width.set(qn("w:w"), str(millimetres(TEXT_WIDTH).twips))
    margins = new_child(properties, "w:tblCellMar", before="w:tblLook")
    for side in ("left", "right"):
        new_child(margins, f"w:{side}", w="57", type="dxa")


def _set_page(word: Document) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = millimetres(210), millimetres(297)
    section.top_margin, section.bottom_margin = millimetres(37), millimetres(35)
    section.left_margin, section.right_margin = millimetres(28), millimetres(26)
    section.footer_distance = millimetres(23)
    word.settings.odd_and_even_pages_header_footer = True
    _page_number(section, odd=True)
    _page_number(section, odd=False)


def _page_number(section: Section, odd: bool) -> None:
    """`— 1 —`, one character in from the outer edge."""
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
    for kind in ("begin", "separate", "end"):
        run = paragraph.add_run()
        new_child(run._r, "w:fldChar", fldCharType=kind)
        if kind == "begin":
            new_child(paragraph.add_run()._r, "w:instrText").text = code
        elif kind == "separate":
            paragraph.add_run("1")


def _set_properties(word: Document, report: MonthlyReport) -> None:
    about = word.core_properties
    about.title, about.author, about.last_modified_by = report.title, OFFICE, OFFICE
    about.comments, about.language = "", "zh-CN"
