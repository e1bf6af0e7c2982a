"""Word: the monthly report as GB/T 9704-2012 prints official documents.

A4; margins 37, 28, 26, 35 mm; 仿宋 at 16 pt on a pitch of 29 pt; page numbers on the outer side.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from yqsafety.errors import UsageError
from yqsafety.formats import Extract
from yqsafety.formats.stable_zip import steady
from yqsafety.formats.word_styles import LOOKS, child, mm, points, set_styles
from yqsafety.reports.answers import Watch
from yqsafety.reports.document import TEXT_WIDTH, Column, Heading, Paragraph, Table
from yqsafety.reports.monthly import OFFICE, Bulletin, bulletin

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.text.paragraph import Paragraph as WordParagraph


def render(extract: Extract) -> Iterable[bytes]:
    """The whole report."""
    if extract.per == "unit":
        raise UsageError("docx 是通报，已含各单位情况，不用 --per unit。")
    try:
        from docx import Document
    except ImportError:
        raise UsageError(
            "导出 docx 需要 python-docx，", "请运行：pip install 'yqsafety[docx]'"
        ) from None
    report = bulletin(extract.ledger, extract.selection)
    word = Document()
    set_styles(word)
    _page(word)
    _properties(word, report)
    _write(word, report, extract.watch)
    buffer = io.BytesIO()
    word.save(buffer)
    return [steady(buffer, report.day)]


def _write(word: Document, report: Bulletin, watch: Watch) -> None:
    word.add_paragraph(report.title, "Title")
    _line(word, "")
    for block in report.blocks:
        match block:
            case Heading(text, level):
                word.add_paragraph(text, f"Heading {level}")
            case Paragraph(text):
                word.add_paragraph(text, "Body Text")
            case Table():
                _table(word, block, watch)
    # The office and the date never stand on a page of their own.
    if isinstance(report.blocks[-1], Paragraph):
        word.paragraphs[-1].paragraph_format.keep_with_next = True
    _line(word, "")
    _line(word, report.office)
    _line(word, report.date)


def _line(word: Document, text: str) -> None:
    word.add_paragraph(text, "Closing")


def _table(word: Document, table: Table, watch: Watch) -> None:
    """A grid of fixed widths whose header returns on every page."""
    from docx.enum.table import WD_TABLE_ALIGNMENT

    grid = word.add_table(rows=0, cols=len(table.columns), style="Table Grid")
    grid.autofit = False
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    _fix_width(grid._tbl.tblPr)
    head = _row(grid, table.columns, head=True)
    _fill(head, [column.header for column in table.columns])
    pattern = _row(grid, table.columns, head=False)
    grid._tbl.remove(pattern)
    for texts in watch(table.rows):
        row = deepcopy(pattern)
        _fill(row, texts)
        grid._tbl.append(row)
    for column, one in zip(grid.columns, table.columns, strict=True):
        column.width = mm(one.width)


def _row(grid: Any, columns: Sequence[Column], head: bool) -> Any:
    """The element of a new row, set and empty: to copy one takes a tenth of making one."""
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.enum.text import WD_PARAGRAPH_ALIGNMENT

    row = grid.add_row()
    properties = row._tr.get_or_add_trPr()
    child(properties, "w:cantSplit")
    if head:
        child(properties, "w:tblHeader")
    for cell, column in zip(row.cells, columns, strict=True):
        cell.width = mm(column.width)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.paragraphs[0]
        paragraph.style = "Table Head" if head else "Table Text"
        if head or column.figures:
            paragraph.alignment = WD_PARAGRAPH_ALIGNMENT.CENTER
        paragraph.add_run()
    return row._tr


def _fill(row: Any, texts: Sequence[str]) -> None:
    """Put the texts of a row into its only runs."""
    for cell, text in zip(row.tc_lst, texts, strict=True):
        cell.p_lst[0].r_lst[0].text = text


def _fix_width(properties: Any) -> None:
    """The whole width of the text, a millimetre of air in each cell."""
    from docx.oxml.ns import qn

    width = properties.find(qn("w:tblW"))
    width.set(qn("w:type"), "dxa")
    width.set(qn("w:w"), str(mm(TEXT_WIDTH).twips))
    margins = child(properties, "w:tblCellMar", before="w:tblLook")
    for side in ("left", "right"):
        child(margins, f"w:{side}", w="57", type="dxa")


def _page(word: Document) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = mm(210), mm(297)
    section.top_margin, section.bottom_margin = mm(37), mm(35)
    section.left_margin, section.right_margin = mm(28), mm(26)
    section.footer_distance = mm(23)
    word.settings.odd_and_even_pages_header_footer = True
    _number(section, odd=True)
    _number(section, odd=False)


def _number(section: Section, odd: bool) -> None:
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
    _field(paragraph, "PAGE")
    paragraph.add_run(" —")


def _field(paragraph: WordParagraph, code: str) -> None:
    for kind in ("begin", "separate", "end"):
        run = paragraph.add_run()
        child(run._r, "w:fldChar", fldCharType=kind)
        if kind == "begin":
            child(paragraph.add_run()._r, "w:instrText").text = code
        elif kind == "separate":
            paragraph.add_run("1")


def _properties(word: Document, report: Bulletin) -> None:
    about = word.core_properties
    about.title, about.author, about.last_modified_by = report.title, OFFICE, OFFICE
    about.comments, about.language = "", "zh-CN"
