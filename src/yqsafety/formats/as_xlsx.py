"""XLSX: the register (台账): what is surely a unit's, what is presumed, and the figures.

`register/rows.py` says what stands in the cells, `register_sheet.py` makes a sheet of them.

What must never happen: a hidden column is left out (the sheet could not be read back), or the same
state and day give other bytes.
"""

from __future__ import annotations

import io
from collections.abc import Iterable

from yqsafety.formats import Extract
from yqsafety.formats.figures_sheet import write_figures
from yqsafety.formats.register_sheet import head_styles, write_register
from yqsafety.formats.sheet_parts import cell_styles
from yqsafety.formats.stable_zip import stable_zip
from yqsafety.register.rows import sheets_of
from yqsafety.register.sheet_head import PRESUMED_SHEET, head_texts
from yqsafety.register.table import FIGURES_SHEET

SHEET = "台账"


def render(extract: Extract) -> Iterable[bytes]:
    """The workbook as one piece; it is saved to memory, so that a failed save breaks no file."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    book.properties.creator = "yqsafety"
    for style in (*cell_styles(), *head_styles()):
        book.add_named_style(style)
    ledger, unit = extract.ledger, _unit_of(extract)
    sure, presumed = sheets_of(extract.selection.entries)
    count = len(presumed.pairs)
    head = head_texts(ledger, unit, count, is_presumed=False)
    write_register(book.create_sheet(SHEET), extract, sure, head, presumed=False)
    if count:
        head = head_texts(ledger, unit, count, is_presumed=True)
        write_register(book.create_sheet(PRESUMED_SHEET), extract, presumed, head, presumed=True)
    write_figures(book.create_sheet(FIGURES_SHEET), extract)
    buffer = io.BytesIO()
    book.save(buffer)
    return [stable_zip(buffer, ledger.as_of)]


def _unit_of(extract: Extract) -> str:
    """The name of the one unit that the sheet is for; empty where it is for several."""
    units = extract.filters.units
    return extract.ledger.roster.name(units[0]) if len(units) == 1 else ""
