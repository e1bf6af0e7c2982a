"""XLSX: the sheet of figures (统计) beside the register: all parts and rates, as `status` counts.

A table for each nature of duty, since only dated ones are finished and what is presumed blames
nobody: first by section, then by unit. Rates are numbers, so that they can be sorted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from yqsafety.formats import Extract
from yqsafety.formats.sheet_parts import HEAD, LINE_POINTS, growing_row, new_cell, set_paper
from yqsafety.ledger.progress import Counter, Part, Tally, break_down, tally_entries
from yqsafety.wording.labels import AWAITING, RETURNED, STANDING_DOING, STATUS, TIMELINESS

if TYPE_CHECKING:
    from openpyxl.cell.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

TITLE, TEXT = "yq_title", "yq_text"
"""Styles of register_sheet.py."""
_NAME_WIDTH, _FIGURE_WIDTH = 34, 10
_ABOUT = (
    "应办（应报）为办结、在办、未反馈、报不适用之和，不含经复核的不适用和未触发；"
    "退回、待认定是同一张表中在办（推进中）的一部分。"
)
_FIRST_HEAD = 5
"""The row of the first table's header."""

Value = Callable[[Tally], int | float | None]


class _Block(NamedTuple):
    """A table: its heading, and its columns with what stands in them."""

    heading: str
    columns: tuple[tuple[str, Value], ...]


def _count(nature: str, code: str) -> Value:
    return lambda tally: getattr(getattr(tally, nature), code)


def _rate(nature: str) -> Value:
    def rate(tally: Tally) -> float | None:
        counter: Counter = getattr(tally, nature)
        return None if counter.percent is None else counter.percent / 100

    return rate


def _columns(nature: str, said: str, rate: str) -> tuple[tuple[str, Value], ...]:
    """Columns written as `code label`, and the rate behind them."""
    pairs = (pair.split(" ") for pair in said.split("，"))
    named = [(label, _count(nature, code)) for code, label in pairs]
    return (*named, (rate, _rate(nature)))


def _blocks() -> Iterator[_Block]:
    inside = f"returned {RETURNED}，awaiting {AWAITING}"
    doing, todo, na = (
        f"doing {STATUS['doing']}，{inside}",
        f"todo {STATUS['todo']}",
        "na_unconfirmed 报不适用",
    )
    late = f"overdue {TIMELINESS['overdue']}，year_open {TIMELINESS['year-open']}"
    late += f"，due_soon {TIMELINESS['due-soon']}"
    stale = f"stale {TIMELINESS['stale']}"
    timed = f"total 应办，done {STATUS['done']}，confirmed 已复核，{doing}，{todo}，{na}，{late}"
    yield _Block("一、限期、定期、触发任务（点名、法定）", _columns("timed", timed, "办结率"))
    standing = f"total 应报，done 已报，confirmed 已复核，doing {STANDING_DOING}，{inside}"
    standing += f"，{todo}，{na}，{stale}"
    yield _Block("二、长期任务（点名、法定）", _columns("standing", standing, "已报率"))
    presumed = f"total 应办，done 已办，confirmed 已复核，{doing}，{todo}，{na}，{late}，{stale}"
    yield _Block("三、推定任务（另计，不作评价）", _columns("presumed", presumed, "已办率"))
    others: tuple[tuple[str, Value], ...] = (
        (STATUS["na"], lambda tally: tally.na),
        (TIMELINESS["waiting"], lambda tally: tally.waiting),
        (TIMELINESS["transferred"], lambda tally: tally.transferred),
        ("待分工", lambda tally: tally.undivided),
    )
    yield _Block("四、其他（各类任务合计）", others)


def write_figures(sheet: Worksheet, extract: Extract) -> None:
    """Write progress by section, by unit and in all, with a chart of the first table."""
    from openpyxl.utils import get_column_letter

    set_paper(sheet)
    entries, roster, day = extract.selection.entries, extract.ledger.roster, extract.ledger.as_of
    blocks = tuple(_blocks())
    widest = max(len(block.columns) for block in blocks) + 1
    sheet.column_dimensions["A"].width = _NAME_WIDTH
    for number in range(2, widest + 1):
        sheet.column_dimensions[get_column_letter(number)].width = _FIGURE_WIDTH
    growing_row(sheet, 1, 2 * LINE_POINTS)
    for number in (1, 2):
        sheet.merged_cells.add(f"A{number}:{get_column_letter(widest)}{number}")
    title = f"办理情况统计（截至{day.year}年{day.month}月{day.day}日）"
    sheet.append([new_cell(sheet, title, TITLE)])
    sheet.append([new_cell(sheet, _ABOUT, TEXT)])
    sections = break_down(entries, "section", roster)
    tables = [("章节", sections)]
    # Of one unit the table by unit would only say the sum again.
    if len(units := break_down(entries, "unit", roster)) > 1:
        tables.append(("单位", units))
    row = _write_blocks(sheet, blocks, tables, tally_entries(entries))
    sheet.print_area = f"A1:{get_column_letter(widest)}{row}"
    _add_chart(sheet, len(sections), widest)


def _write_blocks(
    sheet: Worksheet,
    blocks: Sequence[_Block],
    tables: Sequence[tuple[str, Sequence[Part]]],
    whole: Tally,
) -> int:
    """Write the tables of each nature; the answer is the last row."""
    from openpyxl.worksheet.pagebreak import Break

    row = _FIRST_HEAD - 3
    for number, block in enumerate(blocks):
        # So many fit on a page: no sum stands alone on the next.
        if number and number % (1 if len(tables) > 1 else 2) == 0:
            sheet.row_breaks.append(Break(id=row + 1))
        sheet.append([])
        sheet.append([new_cell(sheet, block.heading, TEXT)])
        row += 2
        for name, parts in tables:
            _write_table(sheet, block, name, parts, whole)
            row += len(parts) + 2
    return row


def _write_table(
    sheet: Worksheet, block: _Block, name: str, parts: Sequence[Part], whole: Tally
) -> None:
    labels = (name, *(label for label, _ in block.columns))
    sheet.append([new_cell(sheet, label, HEAD) for label in labels])
    for title, tally in (*((part.name, part.tally) for part in parts), ("合计", whole)):
        values = (value(tally) for _, value in block.columns)
        sheet.append([new_cell(sheet, title), *(_figure_cell(sheet, one) for one in values)])


def _figure_cell(sheet: Worksheet, value: float | None) -> Cell:
    """A number, a rate in percent, or a dash for the rate of nothing."""
    from openpyxl.styles import Alignment

    cell = new_cell(sheet, "—" if value is None else value)
    cell.alignment = Alignment(horizontal="right", vertical="center")
    if isinstance(value, float):
        cell.number_format = "0.0%"
    return cell


def _add_chart(sheet: Worksheet, sections: int, widest: int) -> None:
    """A bar chart of what was due and what was done, a section a pair of bars."""
    from openpyxl.chart import BarChart, Reference
    from openpyxl.utils import get_column_letter

    chart = BarChart()
    chart.type, chart.grouping, chart.title = "bar", "clustered", "各章节限期任务应办与办结"
    head = _FIRST_HEAD
    data = Reference(sheet, min_col=2, max_col=3, min_row=head, max_row=head + sections)
    chart.add_data(data, titles_from_data=True)
    names = Reference(sheet, min_col=1, min_row=head + 1, max_row=head + sections)
    chart.set_categories(names)
    # A bar chart counts upwards: turned round, section 一 is at the top as in the table.
    chart.x_axis.scaling.orientation = "maxMin"
    # Unless told otherwise, openpyxl writes axes that Excel does not show.
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.height, chart.width = 10, 20
    sheet.add_chart(chart, f"{get_column_letter(widest + 2)}2")
