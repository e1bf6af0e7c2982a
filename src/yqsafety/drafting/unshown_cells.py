"""What of a workbook is not shown to who opens it, and what of it cannot be read. Pure."""

from __future__ import annotations

from yqsafety.register.sheets import EMPTY, Cell, Sheet, column_letter

MOST_NAMED = 8
"""Sheets, rows or cells that a remark names one by one."""


def shown_part(sheet: Sheet) -> Sheet:
    """The sheet without its hidden rows and columns."""
    rows = [
        (number, [EMPTY if at in sheet.hidden_columns else cell for at, cell in enumerate(row)])
        for number, row in sheet.rows
        if number not in sheet.hidden_rows
    ]
    rows = [(number, row) for number, row in rows if any(cell.text for cell in row)]
    return sheet._replace(rows=_without_columns(rows, sheet.hidden_columns), covered=_moved(sheet))


def _without_columns(
    rows: list[tuple[int, list[Cell]]], hidden: frozenset[int]
) -> list[tuple[int, list[Cell]]]:
    return [
        (number, [cell for at, cell in enumerate(row) if at not in hidden]) for number, row in rows
    ]


def _moved(sheet: Sheet) -> frozenset[tuple[int, int]]:
    """The covered cells, where they stand without the hidden columns.

    One whose uppermost row is hidden shows the text itself.
    """
    hidden = sheet.hidden_columns
    shown = (
        (number, at)
        for number, at in sheet.covered
        if at not in hidden and not _is_top(sheet, number, at)
    )
    return frozenset((number, at - sum(one < at for one in hidden)) for number, at in shown)


def _is_top(sheet: Sheet, number: int, at: int) -> bool:
    """Whether every row of a merged cell above this one is hidden."""
    above = number - 1
    while above in sheet.hidden_rows and (above, at) in sheet.covered:
        above -= 1
    return above in sheet.hidden_rows


def is_unread(cell: Cell) -> bool:
    """A formula without a result, or with an error for one."""
    return cell.kind == "formula" and (not cell.text or cell.text[0] == "#")


def unread_parts(sheets: list[Sheet]) -> list[str]:
    """What is to be said of the hidden parts and of the formulas without results."""
    remarks = []
    if hidden := [sheet for sheet in sheets if sheet.hidden and sheet.rows]:
        named = _some([f"“{sheet.name}”" for sheet in hidden])
        remarks.append(f"隐藏的工作表 {len(hidden)} 张未读：{named}")
    shown = [sheet for sheet in sheets if not sheet.hidden]
    for what, places in (("行", _hidden_rows(shown)), ("列", _hidden_columns(shown))):
        if places:
            remarks.append(f"隐藏的{what} {len(places)} {what}未读：{_some(places)}")
    if cells := [place for sheet in shown for place in _unread_cells(sheet)]:
        said = f"公式没有算出结果的 {len(cells)} 格未读：{_some(cells)}"
        remarks.append(f"{said}，请在 WPS 或 Excel 中打开后重新保存再试")
    return remarks


def _hidden_rows(sheets: list[Sheet]) -> list[str]:
    return [
        f"第 {number} 行"
        for sheet in sheets
        for number, row in sheet.rows
        if number in sheet.hidden_rows and any(cell.text for cell in row)
    ]


def _hidden_columns(sheets: list[Sheet]) -> list[str]:
    return [
        f"{column_letter(at)} 列"
        for sheet in sheets
        for at in sorted(sheet.hidden_columns)
        if any(at < len(row) and row[at].text for _, row in sheet.rows)
    ]


def _unread_cells(sheet: Sheet) -> list[str]:
    return [
        f"{column_letter(at)}{number}"
        for number, row in sheet.rows
        for at, cell in enumerate(row)
        if is_unread(cell) and number not in sheet.hidden_rows and at not in sheet.hidden_columns
    ]


def _some(places: list[str]) -> str:
    return "、".join(places[:MOST_NAMED]) + ("等" if len(places) > MOST_NAMED else "")
