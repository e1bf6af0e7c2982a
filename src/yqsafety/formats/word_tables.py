"""Tables of papers in Word: fixed widths, lines, a head that returns on every page."""

from __future__ import annotations

from collections.abc import Sequence
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from yqsafety.formats.word_styles import CELL, HEAD_CELL, millimetres, new_child
from yqsafety.reports.answers import Watch
from yqsafety.reports.document import TEXT_WIDTH, Table, TextColumn

if TYPE_CHECKING:
    from docx.document import Document

_FORM_ROW = 510
"""Twips: 9 mm, room for a line of handwriting."""


def word_table(word: Document, table: Table, width: float, watch: Watch) -> Any:
    """The XML element of a table as wide as the text, in millimetres; it stands at the end."""
    from docx.enum.table import WD_TABLE_ALIGNMENT

    scale = width / TEXT_WIDTH
    grid = word.add_table(rows=0, cols=len(table.columns))
    # Fixed, because Word and WPS fit columns to their text in different ways.
    grid.autofit = False
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    _set_frame(grid._tbl.tblPr, width)
    if not table.form:
        head = _table_row(grid, table.columns, scale, head=True)
        _fill_row(head, [column.header for column in table.columns])
    pattern = _table_row(grid, table.columns, scale, head=False, form=table.form)
    grid._tbl.remove(pattern)
    for texts in watch(table.rows):
        row = deepcopy(pattern)
        _fill_row(row, texts)
        grid._tbl.append(row)
    for column, one in zip(grid.columns, table.columns, strict=True):
        column.width = millimetres(one.width * scale)
    return grid._tbl


def _table_row(
    grid: Any, columns: Sequence[TextColumn], scale: float, *, head: bool, form: bool = False
) -> Any:
    """The XML element of a new row, formatted and without text.

    The rows of a table are copies of one such row: copying takes a tenth of the time of making one
    through python-docx.
    """
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.enum.text import WD_PARAGRAPH_ALIGNMENT

    row = grid.add_row()
    properties = row._tr.get_or_add_trPr()
    new_child(properties, "w:cantSplit")  # a row is not broken between two pages
    if form:
        new_child(properties, "w:trHeight", val=str(_FORM_ROW), hRule="atLeast")
    if head:
        new_child(properties, "w:tblHeader")
    for cell, column in zip(row.cells, columns, strict=True):
        cell.width = millimetres(column.width * scale)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        paragraph = cell.paragraphs[0]
        paragraph.style = HEAD_CELL if head else CELL
        if form or head:  # no head of a table stands alone at the end of a page
            paragraph.paragraph_format.keep_with_next = True
        if head or column.figures:
            paragraph.alignment = WD_PARAGRAPH_ALIGNMENT.CENTER
        paragraph.add_run()
    return row._tr


def _fill_row(row: Any, texts: Sequence[str]) -> None:
    """Put texts into the cells of a row, each of which has one paragraph with one run."""
    for cell, text in zip(row.tc_lst, texts, strict=True):
        cell.p_lst[0].r_lst[0].text = text


def _set_frame(properties: Any, width: float) -> None:
    """Make a table as wide as the text, with lines and a millimetre (57 twips) beside each text."""
    from docx.oxml.ns import qn

    measure = properties.find(qn("w:tblW"))
    measure.set(qn("w:type"), "dxa")
    measure.set(qn("w:w"), str(millimetres(width).twips))
    # The format fixes the order of these elements; out of order Word may call the file damaged.
    borders = new_child(properties, "w:tblBorders", before="w:tblLayout")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        new_child(borders, f"w:{side}", val="single", sz="4", space="0", color="auto")
    margins = new_child(properties, "w:tblCellMar", before="w:tblLook")
    for side in ("left", "right"):
        new_child(margins, f"w:{side}", w="57", type="dxa")
