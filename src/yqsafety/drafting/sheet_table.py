"""The sheet of a catalogue that came back, as rows; whether it belongs here at all. Pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from yqsafety.drafting.editing import Book
from yqsafety.drafting.pieces import pieces_of
from yqsafety.drafting.sheet_rows import BASE, BRACKET, COLUMNS, LABELS, TASKS, Row, meta_of
from yqsafety.errors import ImportRefused
from yqsafety.register.sheets import EMPTY, Cell, Sheet, column_letter

_HEAD_ROWS = 20
"""Rows among which the header is looked for."""
_PLACE = re.compile(rf"(-?\d{{1,6}}):(\d{{1,7}}|{BRACKET})")
_META = 4
"""Cells that say which catalogue it is; behind them stands the file."""
NEEDED = ("id", "quote", "title", "kind")


class Fault(NamedTuple):
    """What is wrong in a cell, and what to write there."""

    cell: str
    label: str
    content: str
    say: str


class Faulty(Exception):
    """One cell that cannot be taken."""

    def __init__(self, code: str, say: str) -> None:
        super().__init__(say)
        self.code, self.say = code, say


class Line(NamedTuple):
    """A row of the sheet as it came back."""

    number: int
    cells: dict[str, Cell]
    columns: dict[str, int]

    def text(self, code: str) -> str:
        """What a person sees in a cell."""
        return self.cells.get(code, EMPTY).text

    def fault(self, code: str, say: str) -> Fault:
        """A fault in a cell of this row."""
        place = f"{column_letter(self.columns.get(code, 0))}{self.number}"
        return Fault(place, LABELS[code], self.text(code), say)


class Table(NamedTuple):
    """The rows that came back, and those that went out."""

    lines: list[Line]
    base: list[Row]
    strays: list[Fault]
    """Columns that are filled in, and whose title is none of the sheet's."""


def named_file(sheets: list[Sheet]) -> str:
    """The file from which a sheet went out, as its hidden sheet names it; empty if it does not."""
    for sheet in sheets:
        if sheet.name == BASE and sheet.rows and len(sheet.rows[0][1]) > _META:
            return sheet.rows[0][1][_META].text
    return ""


def read_table(sheets: list[Sheet], book: Book, name: str) -> Table:
    """The rows of a workbook; ImportRefused where it is no sheet of this very catalogue."""
    by_name = {sheet.name: sheet for sheet in sheets}
    hidden = by_name.get(BASE)
    if hidden is None or not hidden.rows:
        raise ImportRefused(
            f"“{name}”中没有隐藏的“{BASE}”表，不能与任务文件核对。",
            f"请在导出的原文件中填写，不要另建表格。{_again(book)}",
        )
    _check_meta([cell.text for cell in hidden.rows[0][1]], book, name)
    base = [_base_row(cells) for _, cells in hidden.rows[1:]]
    _check_places(base, book, name)
    sheet = by_name.get(TASKS) or next((one for one in sheets if one.name != BASE), hidden)
    for place, (_, cells) in enumerate(sheet.rows[:_HEAD_ROWS]):
        titles = {cell.text: n for n, cell in enumerate(cells)}
        columns = {code: titles[label] for code, label in LABELS.items() if label in titles}
        if set(NEEDED) <= set(columns):
            below = sheet.rows[place + 1 :]
            strays = _strays(sheet.rows[place], below, columns)
            return Table(_lines(below, columns), base, strays)
    wanted = "、".join(LABELS[code] for code in NEEDED)
    raise ImportRefused(f"“{name}”的“{TASKS}”表没有表头（{wanted}）。", _again(book))


def _strays(
    head: tuple[int, list[Cell]], below: list[tuple[int, list[Cell]]], columns: dict[str, int]
) -> list[Fault]:
    """What is filled in under a title that the sheet does not have: it would be lost unseen."""
    missing = "、".join(label for code, label in LABELS.items() if code not in columns)
    number, titles = head
    filled = {n for _, cells in below for n, cell in enumerate(cells) if cell.text}
    found = []
    for n in sorted(filled - set(columns.values())):
        title = titles[n].text if n < len(titles) else ""
        say = f"没有“{title}”这一列，填的不会导入。" if title else "这一列没有标题，填的不会导入。"
        say += f"本表缺 {missing}：是改了名的，请把标题改回；" if missing else ""
        say += "另加的，把内容写进“备注”后删去这一列"
        found.append(Fault(f"{column_letter(n)}{number}", title or "（无标题）", title, say))
    return found


def _again(book: Book) -> str:
    return f"请重新导出：yqsafety catalog export {book.files.notice.typed} -o 清单.xlsx"


def _check_meta(found: list[str], book: Book, name: str) -> None:
    wanted = meta_of(book)
    said = dict(zip(("schema", "id", "edition", "digest"), found, strict=False))
    known = dict(zip(("schema", "id", "edition", "digest"), wanted, strict=True))
    if said.get("schema") != known["schema"]:
        raise ImportRefused(f"“{name}”不是本版本导出的清单。", _again(book))
    if said.get("id") != known["id"]:
        raise ImportRefused(
            f"“{name}”是另一份通知（{said.get('id', '')[:40]}）的清单，未导入。",
            f"本任务文件是 {known['id']}，请检查是否选错文件。",
        )
    if said.get("edition") != known["edition"]:
        raise ImportRefused(
            f"“{name}”是第 {said.get('edition', '')[:9]} 版的清单，"
            f"任务文件现为第 {known['edition']} 版。",
            _again(book),
        )
    if said.get("digest") != known["digest"]:
        raise ImportRefused(f"导出“{name}”之后，任务文件的原文有改动。", _again(book))


def _check_places(base: list[Row], book: Book, name: str) -> None:
    """The hidden sheet is somebody's file too: its places must be those of this catalogue."""
    blocks = {piece.clause.number for piece in pieces_of(book.data)}
    for row in base:
        found = _PLACE.fullmatch(row["place"])
        if not found or (found[2] != BRACKET and int(found[1]) not in blocks):
            raise ImportRefused(f"“{name}”的“{BASE}”表被改动过，不能核对。", _again(book))


def _base_row(cells: list[Cell]) -> Row:
    texts = [cell.text for cell in cells]
    codes = [column.code for column in COLUMNS]
    return dict.fromkeys(codes, "") | dict(zip(codes, texts, strict=False))


def _lines(rows: list[tuple[int, list[Cell]]], columns: dict[str, int]) -> list[Line]:
    lines = []
    for number, cells in rows:
        found = {code: cells[n] for code, n in columns.items() if n < len(cells)}
        if any(cell.text for cell in found.values()):
            lines.append(Line(number, found, columns))
    return lines
