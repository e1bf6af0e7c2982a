"""XLSX: the sheet in which offices review a catalogue, and its hidden copy of what went out.

What stands in the cells is said in drafting/sheet_rows.py, how it is read back in sheet_import.py.
The first sheet can be filtered and printed (A4 landscape); what the notice says, ids and reasons
are locked against slips, without a password, since cutting and joining are done with rows.
"""

from __future__ import annotations

import io
import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from yqsafety.drafting.editing import Book
from yqsafety.drafting.roles import ROLES
from yqsafety.drafting.sheet_rows import (
    BASE,
    BRACKET,
    COLUMNS,
    HELP,
    LABELS,
    PROSE,
    TASKS,
    YES,
    Column,
    Row,
    meta_of,
    sheet_rows,
)
from yqsafety.formats.sheet_parts import (
    FREE,
    HEAD,
    LINE_POINTS,
    LOCKED,
    MAX_POINTS,
    cell_styles,
    new_cell,
    protect_sheet,
    set_paper,
)
from yqsafety.formats.stable_zip import stable_zip
from yqsafety.notice.model import Words
from yqsafety.safe_text import text_columns, typed_word
from yqsafety.wording.duty_phrases import EVERY
from yqsafety.wording.labels import BASIS, DONE_BY, KIND, done_by_label

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.styles import NamedStyle
    from openpyxl.worksheet.worksheet import Worksheet

GREY, GREY_FREE = "yq_grey", "yq_grey_free"
"""The styles of a row that is no duty: locked, and to be filled in."""
GUIDE_STYLE = "yq_guide"
_NEVER = ("local",)
"""A basis that no file has: such a date is recorded, not written into the catalogue."""
GUIDE = """这张表用来分头审定任务。填好后交回，由一个人导入：{line}

一、怎样审
1. 每行是一项任务；灰色的是普通文字，或待审的责任括号。“待审”列写明哪些是推测、理由是什么。
2. 都对的，在“审定”列选 是。改了某一格，这一格就算审定。佐证不能空着审定，确实没有的写 无。
3. 标题 20 字以内，保留动词和宾语。
4. 时限写 6月30日、6月底、年底；触发任务写 发生事故：30天内；没有日期的留空。定期的，在“周期”列选。
5. 数量写成 ≥2次：每半年至少2次，冒号后照抄原文中的几个字；没有的留空。
6. 单位写全称或简称，用、分开；都留空的，按括号。牵头、配合只能写本句点名的单位。
   类型为 括号 的灰色行是一条或全文的责任单位，可改单位，可审定。
7. 不是任务的，类型选 不是任务；灰色行其实是任务的，类型改为限期、定期、长期或触发，并写标题。

二、怎样切分
8. 先撤销保护：审阅—撤销工作表保护（没有密码）。
9. 在这一行之下插入一行，把原文的后半句剪切到新行的“原文”。新行的“编号”留空，其余各列照实填写。

三、怎样合并
10. 撤销保护后，把后一行的原文接到前一行原文的末尾，再删去后一行。后一项的编号停用，不再使用，
    以前的登记显示在前一项下。改为 不是任务 的，登记显示在同一条的相邻任务下；没有的，不归到别处。

四、注意
11. 原文只能切分、合并，一个字也不能改；改了的，导入时会指出应为什么，整份清单都不导入。
12. 不要改编号，不要另建表格：隐藏的“底稿”表用来核对。可以排序、筛选；切分、合并前请先恢复原次序。
13. 几个人可以各填一份同一次导出的清单，逐份导入，只收各自改过的格；两份改得不一样的，会指出来。"""


def import_line(name: str, target: str) -> str:
    """The line that takes a sheet back into its catalogue."""
    return f"yqsafety catalog import {typed_word(name)} --to {typed_word(target)}"


def render(book: Book, name: str, target: str) -> Iterable[bytes]:
    """The workbook as one piece; what it is called and of which file it is are noted in it."""
    from openpyxl import Workbook

    made = Workbook(write_only=True)
    made.properties.creator = "yqsafety"
    for style in (*cell_styles(), *_grey_styles()):
        made.add_named_style(style)
    rows = sheet_rows(book)
    _write_tasks(made.create_sheet(TASKS), rows, book.catalog.notice.words)
    _write_guide(made, GUIDE.replace("{line}", import_line(name, target)))
    _write_base(made, rows, [*meta_of(book), target])
    buffer = io.BytesIO()
    made.save(buffer)
    return [stable_zip(buffer, book.catalog.notice.date)]


def _write_tasks(sheet: Worksheet, rows: list[Row], words: Words) -> None:
    from openpyxl.utils import get_column_letter

    set_paper(sheet)
    protect_sheet(sheet)
    sheet.print_title_rows = "1:1"
    for n, column in enumerate(COLUMNS, 1):
        dimension = sheet.column_dimensions[get_column_letter(n)]
        dimension.width, dimension.hidden = column.width, column.code == "place"
    sheet.freeze_panes = "D2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{len(rows) + 1}"
    _add_choices(sheet, len(rows) + 1, words)
    sheet.row_dimensions[1].height = 2 * LINE_POINTS
    sheet.append([new_cell(sheet, column.label, HEAD) for column in COLUMNS])
    for number, row in enumerate(rows, 2):
        sheet.row_dimensions[number].height = _height(row)
        sheet.append([new_cell(sheet, row[c.code], _style(c, row)) for c in COLUMNS])


def _style(column: Column, row: Row) -> str:
    """Of a bracket its units and its acceptance can be filled in."""
    if row["kind"] not in (PROSE, BRACKET):
        return FREE if column.open else LOCKED
    free = column.code in (*ROLES, "accepted") if row["kind"] == BRACKET else column.open
    return GREY_FREE if free else GREY


def _add_choices(sheet: Worksheet, last: int, words: Words) -> None:
    """The drop-downs; some rows more than there are, for those that are put in."""
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    choices = {
        "kind": (*KIND.values(), PROSE),
        "every": tuple(EVERY.values()),
        "basis": tuple(said for code, said in BASIS.items() if code not in _NEVER),
        "done_by": tuple(done_by_label(code, words) for code in DONE_BY),
        "accepted": (YES,),
    }
    for n, column in enumerate(COLUMNS, 1):
        said = choices.get(column.code, ())
        # The words of a place are somebody's data: what would break the list goes without one.
        if said and not any(mark in word for word in said for mark in '",'):
            choice = DataValidation("list", formula1=f'"{",".join(said)}"', allow_blank=True)
            choice.error, choice.errorTitle = f"请选择：{'、'.join(said)}", LABELS[column.code]
            choice.showErrorMessage = True
            letter = get_column_letter(n)
            choice.add(f"{letter}2:{letter}{last + 200}")
            sheet.data_validations.append(choice)


def _grey_styles() -> Iterable[NamedStyle]:
    """The styles of rows that are no duties: grey letters on a light ground."""
    from openpyxl.styles import Alignment, Font, NamedStyle, PatternFill

    for style in cell_styles():
        if style.name != HEAD:
            style.name = GREY_FREE if style.name == FREE else GREY
            style.font = Font(name=style.font.name, size=9, color="7F7F7F")
            style.fill = PatternFill("solid", start_color="F2F2F2", end_color="F2F2F2")
            yield style
    yield NamedStyle(GUIDE_STYLE, alignment=Alignment(wrap_text=True, vertical="top"))


def _height(row: Row) -> float:
    """The height of a row in points by its tallest cell, since no program finds it by itself."""
    lines = max(
        sum(math.ceil((text_columns(line) + 1) / (c.width - 1)) for line in row[c.code].split("\n"))
        for c in COLUMNS
        if c.code != "place"
    )
    return min(MAX_POINTS, max(1, lines) * LINE_POINTS + 4)


def _write_guide(book: Workbook, guide: str) -> None:
    sheet = book.create_sheet(HELP)
    set_paper(sheet)
    sheet.column_dimensions["A"].width = 110
    for number, line in enumerate(guide.split("\n"), 1):
        lines = math.ceil((text_columns(line) + 1) / 108)
        sheet.row_dimensions[number].height = max(1, lines) * LINE_POINTS + 2
        sheet.append([new_cell(sheet, line, GUIDE_STYLE)])


def _write_base(book: Workbook, rows: list[Row], meta: list[str]) -> None:
    """What went out, so that what came back can be compared with it."""
    sheet = book.create_sheet(BASE)
    sheet.sheet_state = "veryHidden"
    sheet.append([new_cell(sheet, text) for text in meta])
    for row in rows:
        sheet.append([new_cell(sheet, row[column.code]) for column in COLUMNS])
