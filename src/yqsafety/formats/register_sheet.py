"""XLSX: one sheet of the register (台账), to be filled in, printed and signed as it is.

Above the table stand title, unit, month and who fills it in; one header row, no merged cells below
it, so that it can be filtered and sorted; at the end a line to sign. `import` finds the header
wherever it is, and reads neither head nor foot. What is printed is as wide as A4 takes.

Rows are written one by one (openpyxl's write-only mode) and forgotten, so that 180,000 assignments
take under 150 MB. In that mode widths and frozen rows must be set before the first row.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from yqsafety.formats import Extract
from yqsafety.formats.sheet_parts import (
    FONT,
    FREE,
    HEAD,
    LINE_POINTS,
    LOCKED,
    cell_styles,
    filled_cell,
    growing_row,
    new_cell,
    protect_sheet,
    set_paper,
    text_points,
    thin_border,
)
from yqsafety.register.rows import COLUMNS, STATUSES, PlacedRows, Row, SheetColumn, register_rows
from yqsafety.register.sheet_head import HeadTexts, notice_names
from yqsafety.wording.labels import RETURNED

if TYPE_CHECKING:
    from openpyxl.styles import NamedStyle
    from openpyxl.worksheet.worksheet import Worksheet

HEADER_ROW = 5
"""The row of the table's header; the head stands above it."""
MIDDLE, FREE_MIDDLE = "yq_middle", "yq_free_middle"
"""The styles of short cells, which stand in the middle: locked, and to be filled in."""
TITLE, TEXT, FIELD, OPEN_HEAD = "yq_title", "yq_text", "yq_field", "yq_open_head"
"""The styles of the head: its title, its texts, what is filled in by hand, and the titles of the
columns that a unit fills in."""
_FILLS = {
    "办结": "C6EFCE",
    "在办": "FFEB9C",
    "不适用": "D9D9D9",
    "逾期": "FFC7CE",
    "年度未结": "FFC7CE",
    "临期": "FFEB9C",
}
"""Background colours by the word in the cell, which counts: colours differ from place to place."""
_SHORT = ("number", "item", "due", "timeliness", "owner", "status", "done_on", "kind", "grounds")
_BLAMING = ("逾期", "年度未结")
"""Words that blame somebody; what is presumed blames nobody, and has no colour for them."""
_RETURNED_FILL = "FFD966"
_TITLE_POINTS, _FIELD_POINTS, _SIGN_POINTS = 26, 20, 34
_LINE_POINTS = 13.5
"""The height of a line of the table, close for the sake of the paper."""
_FIELDS_UNTIL = ("work", "due", "owner", "progress", "measure")
"""The printed columns with which the parts of the line of fields end."""


class _Place(NamedTuple):
    """The columns of a sheet with their letters."""

    columns: tuple[SheetColumn, ...]
    letters: dict[str, str]
    last: int
    """The last row of the table."""

    @property
    def paper(self) -> str:
        """The letter of the last column that is printed."""
        return self.letters[[c.code for c in self.columns if c.paper][-1]]

    @property
    def width(self) -> int:
        """How wide the paper is, in characters."""
        return sum(column.width for column in self.columns if column.paper)

    def cells(self, code: str) -> str:
        """The cells of a column in the table."""
        letter = self.letters[code]
        return f"{letter}{HEADER_ROW + 1}:{letter}{max(self.last, HEADER_ROW + 1)}"


def write_register(
    sheet: Worksheet, extract: Extract, rows: PlacedRows, head: HeadTexts, *, presumed: bool
) -> None:
    """Write head, table and foot; the rows are made, written and forgotten one by one."""
    place = _placed_columns(extract, HEADER_ROW + len(rows.pairs))
    _set_sheet(sheet, place)
    _cell_rules(sheet, place, presumed=presumed)
    _write_head(sheet, place, head)
    growing_row(sheet, HEADER_ROW, 2 * LINE_POINTS)
    heads = ((c.label, OPEN_HEAD if c.open else HEAD) for c in place.columns)
    sheet.append([new_cell(sheet, label, style) for label, style in heads])
    # One cell a column, filled anew for each row, instead of making and styling 25 cells a row.
    cells = [(c, new_cell(sheet, "", _cell_style(c))) for c in place.columns]
    pairs = extract.watch(rows.pairs)
    made = register_rows(pairs, notice_names(extract.ledger), rows.first, rows.total)
    for number, row in enumerate(made, HEADER_ROW + 1):
        growing_row(sheet, number, _row_points(place, row))
        sheet.append([filled_cell(cell, _cell_value(c, row)) for c, cell in cells])
        # Already written; kept, the heights of all rows would fill the memory.
        del sheet.row_dimensions[number]
    _write_foot(sheet, place, head)


def _placed_columns(extract: Extract, last: int) -> _Place:
    """The columns of this sheet; that of the notice only where several are in view."""
    from openpyxl.utils import get_column_letter

    several = len(extract.ledger.parts) > 1
    columns = tuple(c for c in COLUMNS if several or c.code != "notice_name")
    return _Place(columns, {c.code: get_column_letter(n) for n, c in enumerate(columns, 1)}, last)


def _set_sheet(sheet: Worksheet, place: _Place) -> None:
    """Widths, frozen rows, filter and paper."""
    set_paper(sheet)
    protect_sheet(sheet)
    for column in place.columns:
        dimension = sheet.column_dimensions[place.letters[column.code]]
        dimension.width, dimension.hidden = column.width, column.hidden
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.print_area = f"A1:{place.paper}{place.last + 2}"
    sheet.freeze_panes = f"{place.letters['charge']}{HEADER_ROW + 1}"
    seal = place.letters["seal"]
    sheet.auto_filter.ref = f"A{HEADER_ROW}:{seal}{place.last}"


def _cell_rules(sheet: Worksheet, place: _Place, *, presumed: bool) -> None:
    """Add the drop-down of the status column, and the colours of status, timeliness and return."""
    from openpyxl.formatting.rule import CellIsRule, FormulaRule
    from openpyxl.styles import Font, PatternFill
    from openpyxl.worksheet.datavalidation import DataValidation

    choice = DataValidation("list", formula1=f'"{",".join(STATUSES)}"', allow_blank=True)
    choice.error, choice.errorTitle = f"请选择：{'、'.join(STATUSES)}", "完成状态"
    # Without this Excel takes any word in silence. A warning, no stop: `import` knows more words.
    choice.showErrorMessage, choice.errorStyle = True, "warning"
    choice.add(place.cells("status"))
    sheet.data_validations.append(choice)
    said = f'ISNUMBER(SEARCH("{RETURNED}：",${place.letters["timeliness"]}{HEADER_ROW + 1}))'
    amber = PatternFill("solid", start_color=_RETURNED_FILL, end_color=_RETURNED_FILL)
    for code in ("item", "work", "timeliness"):
        rule = FormulaRule(formula=[said], fill=amber, font=Font(bold=True))  # type: ignore[no-untyped-call]
        sheet.conditional_formatting.add(place.cells(code), rule)
    for code in ("status", "timeliness"):
        for word, colour in _FILLS.items():
            if presumed and word in _BLAMING:
                continue
            fill = PatternFill("solid", start_color=colour, end_color=colour)
            rule = CellIsRule(operator="equal", formula=[f'"{word}"'], fill=fill)  # type: ignore[no-untyped-call]
            sheet.conditional_formatting.add(place.cells(code), rule)


def _write_head(sheet: Worksheet, place: _Place, head: HeadTexts) -> None:
    """Title, notice, the fields to fill in, and how to fill in the table."""
    width = place.width
    lines = ((head.title, TITLE, _TITLE_POINTS), (head.basis, TEXT, 0), None, (head.guide, TEXT, 0))
    for number, line in enumerate(lines, 1):
        if line is None:
            growing_row(sheet, number, _FIELD_POINTS)
            _write_fields(sheet, place, number, head.fields)
            continue
        text, style, points = line
        growing_row(sheet, number, points or text_points([(text, width)]))
        sheet.merged_cells.add(f"A{number}:{place.paper}{number}")
        sheet.append([new_cell(sheet, text, style)])


def _write_fields(sheet: Worksheet, place: _Place, number: int, fields: tuple[str, ...]) -> None:
    """The fields side by side over the printed columns, each in cells that are one."""
    codes = [column.code for column in place.columns if column.paper]
    cells: list[object] = [None] * len(codes)
    first = 0
    for text, until in zip(fields, _FIELDS_UNTIL, strict=True):
        end = codes.index(until)
        cells[first] = new_cell(sheet, text, FIELD)
        if end > first:
            ends = place.letters[codes[first]], place.letters[codes[end]]
            sheet.merged_cells.add(f"{ends[0]}{number}:{ends[1]}{number}")
        first = end + 1
    sheet.append(cells)


def _write_foot(sheet: Worksheet, place: _Place, head: HeadTexts) -> None:
    """The line to sign, one row below the table, so that a filter does not take it for a row."""
    sheet.append([])
    number = place.last + 2
    growing_row(sheet, number, _SIGN_POINTS)
    sheet.merged_cells.add(f"A{number}:{place.paper}{number}")
    sheet.append([new_cell(sheet, head.signature, FIELD)])


def _cell_style(column: SheetColumn) -> str:
    if column.code in _SHORT:
        return FREE_MIDDLE if column.open else MIDDLE
    return FREE if column.open else LOCKED


def _cell_value(column: SheetColumn, row: Row) -> str | int:
    text = row[column.code]
    return int(text) if column.code == "number" else text


def _row_points(place: _Place, row: Row) -> float:
    texts = ((row[c.code], c.width) for c in place.columns if not c.hidden)
    return text_points(texts, _LINE_POINTS)


def head_styles() -> Iterator[NamedStyle]:
    """The named styles of head and foot."""
    from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill, Protection

    middle = Alignment(wrap_text=True, vertical="center", horizontal="center")
    left = Alignment(wrap_text=True, vertical="center")
    yield NamedStyle(TITLE, font=Font(name=FONT, size=16, bold=True), alignment=middle)
    yield NamedStyle(TEXT, font=Font(name=FONT, size=10), alignment=left)
    yield NamedStyle(
        FIELD,
        font=Font(name=FONT, size=11),
        alignment=left,
        protection=Protection(locked=False),
        number_format="@",
    )
    yield NamedStyle(
        OPEN_HEAD,
        font=Font(name=FONT, size=11, bold=True),
        alignment=middle,
        fill=PatternFill("solid", start_color="FFF2CC", end_color="FFF2CC"),
        border=thin_border(),
    )
    for style in cell_styles():
        if style.name != HEAD:
            style.name = FREE_MIDDLE if style.name == FREE else MIDDLE
            style.alignment = middle
            yield style
