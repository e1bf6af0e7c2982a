"""The comparison of two notices as a workbook: a row a change, to be filtered and passed on."""

from __future__ import annotations

import io
import math
from typing import TYPE_CHECKING

from yqsafety.formats.stable_zip import stable_zip
from yqsafety.reports.differences import COLUMNS, Difference, difference_rows
from yqsafety.safe_text import stored_text, text_columns

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

SHEET = "对照"
_WIDTHS = (14, 9, 9, 44, 44, 22, 22, 18, 18, 16)
_LINE_POINTS, _MAX_POINTS = 15, 409
_A4 = 9


def diff_sheet(difference: Difference) -> bytes:
    """The workbook; the same two notices give the same bytes."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator = "yqsafety"
    sheet = book.create_sheet(SHEET)
    _set_layout(sheet)
    sheet.append([_cell(sheet, text, head=True) for text in COLUMNS])
    for number, row in enumerate(difference_rows(difference), 2):
        sheet.row_dimensions[number].height = _height(row)
        sheet.append([_cell(sheet, text) for text in row])
    buffer = io.BytesIO()
    book.save(buffer)
    return stable_zip(buffer, difference.new.notice.date)


def _set_layout(sheet: Worksheet) -> None:
    from openpyxl.utils import get_column_letter

    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A4
    sheet.print_title_rows, sheet.freeze_panes = "1:1", "A2"
    for n, width in enumerate(_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(n)].width = width
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(_WIDTHS))}1"


def _cell(sheet: Worksheet, text: str, *, head: bool = False) -> Cell:
    """A cell that holds text and never a formula."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.styles import Alignment, Font

    cell = WriteOnlyCell(sheet, stored_text(text))
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    cell.font = Font(name="宋体", size=10, bold=head)
    return cell


def _height(row: tuple[str, ...]) -> float:
    """Points for the tallest cell: neither Excel nor WPS finds the height of wrapped text."""
    lines = max(
        sum(max(1, math.ceil(text_columns(line) / (width - 2))) for line in text.split("\n"))
        for text, width in zip(row, _WIDTHS, strict=True)
    )
    return min(_MAX_POINTS, lines * _LINE_POINTS + 4)
