"""A table of tasks as blocks: its columns by their titles, its rows in order. Pure."""

from __future__ import annotations

import re
from typing import Any

from yqsafety.drafting.labels import split_label
from yqsafety.drafting.source import GridTable, Paragraph
from yqsafety.notice.bracket_names import UNIT_END

Block = dict[str, Any]
Row = tuple[str, ...]

_TITLES: tuple[tuple[str, str], ...] = (
    ("label", "序号|编号|项次|序|项号|No\\.?"),
    (
        "check",
        "负责考核(?:部门|单位)|考核(?:责任)?(?:部门|单位)|验收(?:部门|单位)|督办(?:部门|单位)",
    ),
    ("lead", "(?:主要)?牵头(?:责任)?(?:单位|部门|科室)(?:及责任人)?|主责(?:单位|部门)"),
    ("support", "(?:配合|协同|参与|协办|协助|参加)(?:责任)?(?:单位|部门|科室)"),
    (
        "units",
        "(?:责任|实施|落实|承办|主办|负责|整改责任)(?:主体|单位|部门|科室|处室)(?:[（(].*[)）])?",
    ),
    (
        "due",
        "(?:完成|整改|办结)?(?:时限|期限|时间)(?:要求|节点)?|完成(?:时限|时间|期限)(?:要求)?|时间节点",
    ),
    ("score", "(?:各项)?(?:标准)?分[值数]|权重|标准分|满分"),
    (
        "body",
        "重点工作(?:和|及)?要求|考核指标|(?:主要)?(?:工作|任务)内容|具体(?:内容|要求|措施|任务)",
    ),
    (
        "body",
        "(?:主要|工作|整改|具体|落实|细化|推进|重点)措施|措施|考核(?:内容|要求|标准)|工作(?:要求|标准)|内容|评分标准",
    ),
    ("body", "(?:存在)?问题(?:描述|隐患)?|重点(?:工作|任务)"),
    (
        "heading",
        "主要任务|考核项目|(?:工作|重点|目标)?(?:任务|项目|事项)(?:名称)?|类别|指标|领域|行业领域",
    ),
    (
        "other",
        "完成(?:进展|情况|状态)|进展(?:情况)?|备注|责任人|联系人|佐证(?:材料)?|得分|自评(?:得分)?",
    ),
)
_TASK = re.compile("(?:年度)?重点(?:工作|任务)")
_DETAILED = re.compile(
    "(?:主要|工作|整改|具体|落实|细化|推进|重点)?措施|工作(?:内容|要求)|具体.{2}"
)
"""A column beside that of the tasks which says what is to be done for each of them."""
_PATTERNS = tuple((key, re.compile(pattern)) for key, pattern in _TITLES)
COLUMN_KEYS = ("label", "heading", "body", "units", "lead", "support", "check", "due", "score")
_ASKING = ("units", "lead", "support", "check", "due")
_BODY = re.compile(f"..{{1,20}}?{UNIT_END}")
SAID = "said"
"""Key under which a row carries what its cells say, until `duties` has read it."""
MORE = "more"
"""Key under which it carries the same of the rows over which its cell with the text goes."""
_MOST_BEFORE = 4
"""Rows above the header, such as the table's title."""


def table_blocks(grid: GridTable) -> list[Block]:
    """The blocks of a table: the lines above its header, and the table with its rows."""
    width = max(map(len, grid.rows), default=0)
    grid = grid._replace(rows=tuple((*row, *[""] * (width - len(row))) for row in grid.rows))
    top = _header_row(grid)
    if top is None:
        # Without titles that are known, every cell stands as printed.
        rows = [{"cells": list(row)} for row in grid.rows[1:]]
        first = list(_distinct(grid.rows[0])) if grid.rows else []
        return [{"table": {"columns": first, "body": first[0]}, "blocks": rows}] if first else []
    header = _distinct(grid.rows[top])
    grid = grid._replace(rows=(*grid.rows[:top], header, *grid.rows[top + 1 :]))
    columns = _columns(grid, top)
    before: list[Block] = [{"text": _joined(row)} for row in grid.rows[:top] if _joined(row)]
    rows = _Rows(grid, columns, top).nested(top + 1)
    return [*before, {"table": _described(header, columns), "blocks": rows}]


def _distinct(header: Row) -> Row:
    """The titles of the columns, those that stand there already with a blank more."""
    found: list[str] = []
    for title in header:
        while title in found:
            title += " "
        found.append(title)
    return tuple(found)


def _described(header: Row, columns: dict[str, str | None]) -> dict[str, Any]:
    known = {key: title for key, title in columns.items() if title is not None}
    return {"columns": list(header)} | known


def _joined(row: Row) -> str:
    return " ".join(filter(None, row))


def _bare(title: str) -> str:
    return re.sub(r"\s", "", title)


def _header_row(grid: GridTable) -> int | None:
    for n, row in enumerate(grid.rows[: _MOST_BEFORE + 1]):
        known = [key for title in row if (key := _key(title))]
        if len(known) > 1 and {"body", "heading", "units", "lead"} & set(known):
            return n
    return None


def _key(title: str) -> str:
    bare = _bare(title)
    return next((key for key, pattern in _PATTERNS if pattern.fullmatch(bare)), "")


def _columns(grid: GridTable, top: int) -> dict[str, str | None]:
    """Which column is for what, by its title; the first of a kind counts.

    Where no column is for the text, that of the headings is of which the cells are the longest. A
    column without a title that holds names of bodies is theirs.
    """
    header = grid.rows[top]
    found: dict[str, str | None] = dict.fromkeys(COLUMN_KEYS)
    for title in header:
        key = _key(title)
        if key in found and found[key] is None:
            found[key] = title
    detailed = next((title for title in header if _DETAILED.fullmatch(_bare(title))), None)
    if detailed and found["body"] and _TASK.fullmatch(_bare(found["body"])):
        found["heading"] = found["heading"] or found["body"]
        found["body"] = detailed
    if found["body"] is None:
        headings = [title for title in header if _key(title) == "heading"]
        found["body"] = max(headings, key=lambda title: _letters(grid, top, title), default=None)
        found["heading"] = next((one for one in headings if one != found["body"]), None)
    if not (found["units"] or found["lead"]):
        unnamed = (title for title in header if not title.strip())
        found["units"] = next((one for one in unnamed if _holds_names(grid, top, one)), None)
    return found


def _letters(grid: GridTable, top: int, title: str) -> int:
    place = grid.rows[top].index(title)
    return sum(len(row[place]) for row in grid.rows[top + 1 :])


def _holds_names(grid: GridTable, top: int, title: str) -> bool:
    """Whether most of a column's cells, and more than two, are names of bodies."""
    place = grid.rows[top].index(title)
    cells = [row[place] for row in grid.rows[top + 1 :] if row[place]]
    named = sum(bool(_BODY.fullmatch(_bare(cell))) for cell in cells)
    return named > 2 and named * 2 > len(cells)


def _place(header: Row, title: str | None) -> int | None:
    return header.index(title) if title in header and title is not None else None


class _Rows:
    """The rows below the header; those that are headings hold the rows behind them."""

    def __init__(self, grid: GridTable, columns: dict[str, str | None], top: int) -> None:
        self._grid = grid
        places = ((key, _place(grid.rows[top], title)) for key, title in columns.items())
        self._places = {key: place for key, place in places if place is not None}
        self._label, self._body = self._places.get("label"), self._places.get("body")

    def nested(self, start: int) -> list[Block]:
        """The blocks of the rows from `start` on."""
        root: list[Block] = []
        stack: list[tuple[str, Block]] = []
        last: Block | None = None
        for n, row in enumerate(self._grid.rows[start:], start):
            if not any(row):
                continue
            if last is not None and self._goes_on(row, n):
                last.setdefault(MORE, []).append(self._said(n))
                (stack[-1][1]["blocks"] if stack else root).append({"cells": list(row)})
                continue
            block = self._row(row, n)
            last = block if "text" in block else None
            form = self._section_form(row)
            if form:
                forms = [known for known, _ in stack]
                del stack[forms.index(form) if form in forms else len(stack) :]
            (stack[-1][1].setdefault("blocks", []) if stack else root).append(block)
            if form:
                stack.append((form, block))
        return root

    def _goes_on(self, row: Row, n: int) -> bool:
        """Whether a row says who or until when, and its text is that of the row above.

        Where the file does not say that the cell is merged, no cell before it may be filled.
        """
        if self._body is None or row[self._body]:
            return False
        places = [self._places[key] for key in _ASKING if key in self._places]
        if not any(row[place] for place in places if place):
            return False
        before = (self._label, self._places.get("heading"))
        bare = not any(row[place] for place in before if place is not None)
        return bare or (n, self._body) in self._grid.merged

    def _row(self, row: Row, n: int) -> Block:
        cells = list(row)
        if self._body is None or not row[self._body] or self._is_heading(row):
            return {"cells": cells}
        text, cells[self._body] = cells[self._body], ""
        text = re.sub(r"\s*\n\s*", " ", text)
        return {"cells": cells, "text": text, SAID: self._said(n)}

    def _said(self, n: int) -> dict[str, str]:
        """What the cells of a row say by their columns; a merged one reads as the row above."""
        said: dict[str, str] = {}
        for key, place in self._places.items():
            above = n
            while above and (above, place) in self._grid.merged:
                above -= 1
            said[key] = self._grid.rows[above][place]
        return said

    def _is_heading(self, row: Row) -> bool:
        """A row with one cell only is a heading of those below it."""
        filled = [n for n, cell in enumerate(row) if cell]
        return len(row) > 2 and len(filled) == 1 and filled[0] != self._label

    def _section_form(self, row: Row) -> str:
        """The form of the label of a row that is a section: one cell, or 一、 in its label cell."""
        if self._is_heading(row):
            label, _ = split_label(Paragraph(next(filter(None, row))))
            return label.form if label else "heading"
        if self._label is None or not row[self._label]:
            return ""
        label, _ = split_label(Paragraph(row[self._label]))
        return label.form if label and label.form in ("一、", "（一）", "第一部分") else ""
