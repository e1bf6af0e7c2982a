"""XLSX: the register (台账) that goes out to units, and a sheet of figures beside it.

`register/rows.py` says what stands in the cells; this module makes them a sheet that an office can
fill in and print: one header row, no merged cells, so that it can be filtered and sorted; what is
to be filled in is unlocked; A4 landscape, as wide as the paper; a height for every row.

Rows are written one by one (openpyxl's write-only mode) and forgotten, so that 180,000 assignments
take under 150 MB. In that mode widths and frozen rows must be set before the first row.

What must never happen: a text becomes a formula (openpyxl makes one of every string that starts
with `=`), a hidden column is left out (the sheet could not be read back), or the same state and
day give other bytes.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from yqsafety.formats import Extract
from yqsafety.formats.stable_zip import stable_zip
from yqsafety.ledger.progress import Tally, break_down, tally_entries
from yqsafety.register.rows import COLUMNS, STATUSES, Row, register_rows
from yqsafety.safe_text import stored_text, text_columns
from yqsafety.wording.figures import TABLE_FIGURES, chosen_figures, figure_text

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell.cell import Cell
    from openpyxl.styles import NamedStyle
    from openpyxl.worksheet.worksheet import Worksheet

SHEET = "台账"
FIGURES = "统计"
A4 = 9
"""The paper size in Excel's numbering."""
LINE_POINTS = 15
"""The height of a line of 10 pt text, in points."""
MAX_POINTS = 409
"""The tallest row that Excel takes, in points."""
_FONT = "宋体"
HEAD, LOCKED, FREE = "yq_head", "yq_locked", "yq_free"
"""The names of the three styles: header, locked cell, cell to be filled in."""
_FILLS = {
    "办结": "C6EFCE",
    "在办": "FFEB9C",
    "不适用": "D9D9D9",
    "逾期": "FFC7CE",
    "年度未结": "FFC7CE",
    "临期": "FFEB9C",
}
"""Background colours by the word in the cell, which counts: colours differ from place to place."""


SHEET_FIGURES = chosen_figures(TABLE_FIGURES)
"""The columns of the sheet of figures, after the name of the section or unit."""


def render(extract: Extract) -> Iterable[bytes]:
    """The workbook as one piece; it is saved to memory, so that a failed save breaks no file."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator = "yqsafety"
    for style in cell_styles():
        book.add_named_style(style)
    _write_register(book.create_sheet(SHEET), extract)
    _write_figures(book, extract)
    buffer = io.BytesIO()
    book.save(buffer)
    return [stable_zip(buffer, extract.ledger.as_of)]


def _write_register(sheet: Worksheet, extract: Extract) -> None:
    """Write the register; its rows are made, written and forgotten one by one."""
    from openpyxl.utils import get_column_letter

    entries = extract.selection.entries
    last = sum(len(entry.shown) for entry in entries) + 1
    set_paper(sheet)
    protect_sheet(sheet)
    sheet.print_title_rows = "1:1"
    for n, column in enumerate(COLUMNS, 1):
        dimension = sheet.column_dimensions[get_column_letter(n)]
        dimension.width, dimension.hidden = column.width, column.hidden
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{last}"
    _cell_rules(sheet, last)
    sheet.row_dimensions[1].height = 2 * LINE_POINTS
    sheet.append([new_cell(sheet, column.label, HEAD) for column in COLUMNS])
    # One cell a column, filled anew for each row, instead of making and styling 20 cells a row.
    rows = register_rows(extract.watch(entries), last - 1)
    cells = [(c.code, new_cell(sheet, "", FREE if c.open else LOCKED)) for c in COLUMNS]
    for number, row in enumerate(rows, 2):
        sheet.row_dimensions[number].height = _row_height(row)
        sheet.append([_filled_cell(cell, row[code]) for code, cell in cells])
        # Already written; kept, the heights of all rows would fill the memory.
        del sheet.row_dimensions[number]


def set_paper(sheet: Worksheet) -> None:
    """Print on A4 landscape, fitted to its width and as many pages long as it takes."""
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)


def protect_sheet(sheet: Worksheet) -> None:
    """Protect the locked cells, without a password, and still let people filter, sort and widen.

    The protection is against slips only; the seal of each row shows what was changed all the same.
    """
    protection = sheet.protection
    protection.sheet = True
    # In the file format these flags say what is forbidden: False allows it.
    for allowed in ("autoFilter", "sort", "formatColumns", "formatRows"):
        setattr(protection, allowed, False)


def _cell_rules(sheet: Worksheet, last: int) -> None:
    """Add the drop-down of the status column, and the colours of status and timeliness."""
    from openpyxl.formatting.rule import CellIsRule
    from openpyxl.styles import PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    letters = {c.code: get_column_letter(n) for n, c in enumerate(COLUMNS, 1)}
    choice = DataValidation("list", formula1=f'"{",".join(STATUSES)}"', allow_blank=True)
    choice.error, choice.errorTitle = f"请选择：{'、'.join(STATUSES)}", "完成状态"
    # Without this Excel takes any word in silence. A warning, no stop: `import` knows more words.
    choice.showErrorMessage, choice.errorStyle = True, "warning"
    choice.add(f"{letters['status']}2:{letters['status']}{max(last, 2)}")
    sheet.data_validations.append(choice)
    for code in ("status", "timeliness"):
        for word, colour in _FILLS.items():
            fill = PatternFill("solid", start_color=colour, end_color=colour)
            equal = [f'"{word}"']
            rule = CellIsRule(operator="equal", formula=equal, fill=fill)  # type: ignore[no-untyped-call]
            cells = f"{letters[code]}2:{letters[code]}{max(last, 2)}"
            sheet.conditional_formatting.add(cells, rule)


def cell_styles() -> Iterator[NamedStyle]:
    """The three named styles. Cells refer to them by name, so that they are stored once."""
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, Protection, Side

    thin = Side(style="thin", color="999999")
    for name in (HEAD, LOCKED, FREE):
        head = name == HEAD
        yield NamedStyle(
            name,
            font=Font(name=_FONT, size=11 if head else 10, bold=head),
            alignment=Alignment(
                wrap_text=True, vertical="center", horizontal="center" if head else None
            ),
            border=Border(thin, thin, thin, thin),
            protection=Protection(locked=name != FREE),
            # As text, a typed 6.30 stays 6.30: as a number it would lose its 0, and 80% its sign.
            number_format="@" if name == FREE else "General",
        )


def new_cell(sheet: Worksheet, value: str | int, style: str = LOCKED) -> Cell:
    """A cell of a style, with a value."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet)
    cell.style = style
    return _filled_cell(cell, value)


def _filled_cell(cell: Cell, value: str | int) -> Cell:
    """The same cell with another value; what it held before has been written already.

    openpyxl takes a string that starts with `=` for a formula. Setting the type to string (`s`)
    keeps it text, so that a note can compute nothing on the reader's machine.
    """
    cell.value = stored_text(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def _row_height(row: Row) -> float:
    """The height of a row in points, by its tallest wrapped cell.

    Neither Excel nor WPS finds the height of a wrapped row in a generated file by itself: the text
    would be cut after its first line. A line takes one column less than the cell is wide, for its
    margins, and one column more for a wide character that goes to the next line.
    """
    lines = max(
        sum(math.ceil((text_columns(line) + 1) / (c.width - 1)) for line in row[c.code].split("\n"))
        for c in COLUMNS
        if not c.hidden
    )
    return min(MAX_POINTS, max(1, lines) * LINE_POINTS + 4)


def _write_figures(book: Workbook, extract: Extract) -> None:
    """Write progress by section and by unit, with a chart; the figures are those of `status`."""
    from openpyxl.chart import BarChart, Reference
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(FIGURES)
    set_paper(sheet)
    entries, roster = extract.selection.entries, extract.ledger.roster
    sheet.column_dimensions["A"].width = 34
    for number, figure in enumerate(SHEET_FIGURES, 2):
        width = 12 if figure.code in ("standing", "presumed", "rate") else 9
        sheet.column_dimensions[get_column_letter(number)].width = width
    sections = break_down(entries, "section", roster)
    for name, parts in (("章节", sections), ("单位", break_down(entries, "unit", roster))):
        heads = (name, *(figure.label for figure in SHEET_FIGURES))
        sheet.append([new_cell(sheet, text, HEAD) for text in heads])
        for part in parts:
            sheet.append([new_cell(sheet, value) for value in _figures_line(part.name, part.tally)])
        sheet.append([])
    sheet.append(
        [new_cell(sheet, value) for value in _figures_line("合计", tally_entries(entries))]
    )
    sheet.append([new_cell(sheet, f"截至 {extract.ledger.as_of}")])
    chart = BarChart()
    chart.type, chart.grouping, chart.title = "bar", "clustered", "各章节限期任务应办与办结"
    data = Reference(sheet, min_col=2, max_col=3, min_row=1, max_row=len(sections) + 1)
    chart.add_data(data, titles_from_data=True)
    chart.set_categories(Reference(sheet, min_col=1, min_row=2, max_row=len(sections) + 1))
    # A bar chart counts upwards: turned round, section 一 is at the top as in the table.
    chart.x_axis.scaling.orientation = "maxMin"
    # Unless told otherwise, openpyxl writes axes that Excel does not show.
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.height, chart.width = 10, 20
    sheet.add_chart(chart, f"{get_column_letter(len(SHEET_FIGURES) + 3)}2")


def _figures_line(name: str, tally: Tally) -> Iterator[str | int]:
    yield name
    for figure in SHEET_FIGURES:
        value = figure.value(tally)
        yield value if isinstance(value, int) else figure_text(figure, tally)
