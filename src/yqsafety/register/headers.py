"""The header of a register: which column is which, however its title was dressed up. Pure.

Offices add line ends, （必填） or （截至10月） to a title, move columns and put in their own. A
title that is not known is kept, so that it can be named.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from yqsafety.register.rows import COLUMNS
from yqsafety.register.sheets import Cell

_OTHER_NAMES = {
    "佐证材料名称": "evidence", "佐证材料清单": "evidence", "佐证资料": "evidence",
    "完成日期": "done_on", "办结时间": "done_on", "办结日期": "done_on",
    "工作进展": "progress", "工作进展情况": "progress", "存在的问题": "problem",
    "下一步措施": "measure", "下一步工作措施": "measure", "备注说明": "remark",
}  # fmt: skip
_CODED = frozenset(
    "task section period title quote mode start original_due basis done_by unit via ground value"
    " item kind due timeliness".split()
)
"""Columns of `export csv --per unit` that import has no use for, or that hold codes there."""


class Header(NamedTuple):
    """The columns that a row names."""

    columns: dict[str, int]
    others: dict[int, str]
    """Columns that are not known, with their titles."""
    twice: list[str]
    """Codes that two retitled columns may stand for."""


def _bare_title(text: str) -> str:
    """A title without white space, additions in brackets and marks."""
    bare = "".join(text[:100].split())
    return re.sub(r"[（(【\[].*?(?:[)）】\]]|$)", "", bare).strip("*＊:：")


_TITLES = (
    {_bare_title(column.label): column.code for column in COLUMNS}
    | {column.code: column.code for column in COLUMNS}
    | _OTHER_NAMES
)


def header_of(cells: list[Cell]) -> Header:
    """The columns that a row names, if it is a header."""
    coded = any(cell.text == "unit_id" for cell in cells)
    header = Header({}, {}, [])
    exact = {column.code: column.label for column in COLUMNS}
    for number, cell in enumerate(cells):
        title = _bare_title(cell.text)
        code = _TITLES.get(title, "")
        if coded and title in _CODED:
            code = title if title in ("quote", "unit") else ""
            title = ""
        if code and code in header.columns:
            first = cells[header.columns[code]].text
            if cell.text in (exact.get(code), code):
                header.others[header.columns[code]] = first
                header.columns[code] = number
                continue
            if first not in (exact.get(code), code):
                header.twice.append(code)
            header.others[number] = cell.text
        elif code:
            header.columns[code] = number
        elif title:
            header.others[number] = cell.text
    return header


def lacking_columns(header: Header) -> list[str]:
    """The columns without which no row can be known, or says nothing."""
    columns = header.columns
    known = "id" in columns or {"item", "work"} <= columns.keys()
    return [code for code in ("status",) if code not in columns] + (
        [] if known else ["item", "work"]
    )
