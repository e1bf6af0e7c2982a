"""A list in a workbook or CSV file as paragraphs and tables. Pure."""

from __future__ import annotations

from yqsafety.drafting.source import MAX_CELLS, Paragraph, Piece, Refused, even_table
from yqsafety.drafting.tidying import clean_text
from yqsafety.drafting.unshown_cells import MOST_NAMED, is_unread, shown_part, unread_parts
from yqsafety.register.sheets import Cell, Sheet


def read_lists(sheets: list[Sheet]) -> tuple[list[Piece], list[str]]:
    """The pieces of all sheets that are shown, and what was left out.

    The name of a sheet is no part of the document; where there are several, they are named.
    """
    filled = [sheet for sheet in sheets if sheet.rows and not sheet.hidden]
    pieces = [piece for sheet in filled for piece in _sheet_pieces(shown_part(sheet))]
    remarks = unread_parts(sheets)
    if len(filled) > 1:
        remarks.append(f"工作表 {len(filled)} 张依次读入：{_names(filled)}，表名没有读入")
    counts = {
        "图片 {} 张未读": sum(sheet.pictures for sheet in sheets),
        "批注 {} 条未读": sum(sheet.comments for sheet in sheets),
        "靠右过远的 {} 格未读": sum(sheet.beyond for sheet in sheets),
    }
    return pieces, remarks + [said.format(count) for said, count in counts.items() if count]


def _names(sheets: list[Sheet]) -> str:
    return "、".join(f"“{sheet.name}”" for sheet in sheets[:MOST_NAMED])


def _sheet_pieces(sheet: Sheet) -> list[Piece]:
    """Titles above the table, the table, and notes below it."""
    if sum(len(row) for _, row in sheet.rows) > MAX_CELLS:
        raise Refused(f"表格超过 {MAX_CELLS // 10_000} 万格", "请分成几个文件。")
    rows = [
        (
            number,
            ["" if (number, at) in sheet.covered else _shown(cell) for at, cell in enumerate(row)],
        )
        for number, row in sheet.rows
    ]
    counts = [sum(map(bool, row)) for _, row in rows]
    full = [at for at, count in enumerate(counts) if count > 1]
    if not full:
        return _paragraphs(rows)
    first, last = full[0], full[-1]
    while last + 1 < len(rows) and not _is_note(rows[last + 1][1]):
        last += 1
    places = {number: at for at, (number, _) in enumerate(rows[first : last + 1])}
    merged = {(places[number], at) for number, at in sheet.covered if number in places}
    table = even_table([row for _, row in rows[first : last + 1]], merged, rows[first][0])
    return [*_paragraphs(rows[:first]), table, *_paragraphs(rows[last + 1 :])]


def _is_note(row: list[str]) -> bool:
    """Whether a row with one cell below the last full one is a note, and no part of the list."""
    return sum(map(bool, row)) == 1 and bool(row[0]) and row[0][:1] in "注说备填*＊※"


def _paragraphs(rows: list[tuple[int, list[str]]]) -> list[Piece]:
    return [
        Paragraph(line.strip(), line=number)
        for number, row in rows
        for cell in row
        for line in cell.split("\n")
        if line.strip()
    ]


def _shown(cell: Cell) -> str:
    return "" if is_unread(cell) else clean_text(cell.text)[0]
