"""XLSX: what every sheet of this program is made of: styles, cells, paper, protection, heights.

What must never happen: a text becomes a formula (openpyxl makes one of every string that starts
with `=`), or a row keeps its height when somebody types more into it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from yqsafety.safe_text import stored_text, text_columns

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.styles import Border, NamedStyle
    from openpyxl.worksheet.dimensions import RowDimension
    from openpyxl.worksheet.worksheet import Worksheet

A4 = 9
"""The paper size in Excel's numbering."""
LINE_POINTS = 15
"""The height of a line of 10 pt text, in points."""
MAX_POINTS = 409
"""The tallest row that Excel takes, in points."""
FONT = "宋体"
HEAD, LOCKED, FREE = "yq_head", "yq_locked", "yq_free"
"""The names of the three styles: header, locked cell, cell to be filled in."""
_MARGIN, _FOOT_MARGIN = 0.25, 0.5
"""The margins of the paper in inches, and that at its foot, where the page number stands."""


def set_paper(sheet: Worksheet) -> None:
    """Print on A4 landscape, fitted to its width and as many numbered pages long as it takes."""
    from openpyxl.worksheet.page import PageMargins
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins = PageMargins(_MARGIN, _MARGIN, 0.4, _FOOT_MARGIN, 0.2, 0.2)
    sheet.print_options.horizontalCentered = True
    foot: Any = sheet.oddFooter
    foot.center.text = "第 &P 页 共 &N 页"


def protect_sheet(sheet: Worksheet) -> None:
    """Protect the locked cells, without a password, and still let people filter, sort and widen.

    The protection is against slips only; the seal of each row shows what was changed all the same.
    """
    protection = sheet.protection
    protection.sheet = True
    # In the file format these flags say what is forbidden: False allows it.
    for allowed in ("autoFilter", "sort", "formatColumns", "formatRows"):
        setattr(protection, allowed, False)


def cell_styles() -> Iterator[NamedStyle]:
    """The three named styles. Cells refer to them by name, so that they are stored once."""
    from openpyxl.styles import Alignment, Font, NamedStyle, Protection

    for name in (HEAD, LOCKED, FREE):
        head = name == HEAD
        yield NamedStyle(
            name,
            font=Font(name=FONT, size=11 if head else 10, bold=head),
            alignment=Alignment(
                wrap_text=True, vertical="center", horizontal="center" if head else None
            ),
            border=thin_border(),
            protection=Protection(locked=name != FREE),
            # As text, a typed 6.30 stays 6.30: as a number it would lose its 0, and 80% its sign.
            number_format="@" if name == FREE else "General",
        )


def thin_border() -> Border:
    """A thin grey line on all sides."""
    from openpyxl.styles import Border, Side

    thin = Side(style="thin", color="999999")
    return Border(thin, thin, thin, thin)


def new_cell(sheet: Worksheet, value: str | float, style: str = LOCKED) -> Cell:
    """A cell of a style, with a value."""
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet)
    cell.style = style
    return filled_cell(cell, value)


def filled_cell(cell: Cell, value: str | float) -> Cell:
    """The same cell with another value; what it held before has been written already.

    openpyxl takes a string that starts with `=` for a formula. Setting the type to string (`s`)
    keeps it text, so that a note can compute nothing on the reader's machine.
    """
    cell.value = stored_text(value) if isinstance(value, str) else value
    if isinstance(value, str):
        cell.data_type = "s"
    return cell


def growing_row(sheet: Worksheet, number: int, points: float) -> None:
    """Give a row a height that holds until somebody types into it, and then grows with the text."""
    sheet.row_dimensions[number] = _growing_row()(sheet, index=number, ht=points)


@cache
def _growing_row() -> type[RowDimension]:
    """The class of such rows; made when it is asked for, since openpyxl is imported only then.

    openpyxl calls every height the user's own (`customHeight`), and that is one that stays.
    """
    from openpyxl.worksheet.dimensions import RowDimension

    return type("GrowingRow", (RowDimension,), {"customHeight": False})


def text_points(texts: Iterable[tuple[str, float]], line: float = LINE_POINTS) -> float:
    """The height of a row in points, by its tallest wrapped cell: texts with their widths.

    `line` is the height of a line in points.

    Excel and WPS show what a file says until somebody types: the text would be cut after its first
    line. A line takes one column less than the cell is wide, for its margins, and one column more
    for a wide character that goes to the next line.
    """
    lines = max(
        sum(math.ceil((text_columns(line) + 1) / (width - 1)) for line in text.split("\n"))
        for text, width in texts
    )
    return min(MAX_POINTS, max(1, lines) * line + 4)
