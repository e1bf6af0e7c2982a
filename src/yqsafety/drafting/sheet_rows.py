"""What stands in the sheet in which offices review a catalogue: a row a duty or sentence. Pure."""

from __future__ import annotations

from typing import Any, NamedTuple

from yqsafety.drafting.editing import Book
from yqsafety.drafting.fields import evidence_text, open_fields
from yqsafety.drafting.pieces import Bracket, Piece, brackets_of, pieces_of
from yqsafety.drafting.printing import letters_of
from yqsafety.drafting.roles import roles_of
from yqsafety.drafting.typed_quantity import quantity_text
from yqsafety.drafting.typed_timing import plain_timing
from yqsafety.notice.block_checks import digest_of
from yqsafety.notice.model import Words
from yqsafety.safe_text import cell_text
from yqsafety.wording.duty_phrases import EVERY
from yqsafety.wording.labels import BASIS, KIND, REVIEW, done_by_label

SCHEMA = "yqsafety/catalog-sheet@1"
TASKS, HELP, BASE = "任务", "说明", "底稿"
"""The names of the sheets; the last is hidden and holds what the first held when it went out."""
PROSE = "不是任务"
"""What stands as the kind of a sentence that is no duty."""
BRACKET = "括号"
YES = "是"


class Column(NamedTuple):
    """A column of the sheet."""

    code: str
    label: str
    width: int
    open: bool = True
    """Whether it is filled in by people."""


COLUMNS = (
    Column("id", "编号", 7, False),
    Column("clause", "条款", 16, False),
    Column("quote", "原文", 46, False),
    Column("title", "标题", 22),
    Column("kind", "类型", 9),
    Column("due", "时限", 13),
    Column("every", "周期", 8),
    Column("basis", "依据", 11),
    Column("quantity", "数量", 14),
    Column("units", "责任单位", 22),
    Column("lead", "牵头", 12),
    Column("support", "配合", 12),
    Column("done_by", "由谁完成", 13),
    Column("evidence", "佐证", 18),
    Column("review", "待审", 22, False),
    Column("accepted", "审定", 6),
    Column("note", "备注", 18),
    Column("place", "定位", 8, False),
)
LABELS = {column.code: column.label for column in COLUMNS}
Row = dict[str, str]
"""A row by the codes of its columns."""


def meta_of(book: Book) -> list[str]:
    """What tells to which catalogue a sheet belongs."""
    notice = book.catalog.notice
    return [SCHEMA, notice.id, str(notice.edition), digest_of([book.letters]).text]


def sheet_rows(book: Book) -> list[Row]:
    """All rows in the document's order."""
    return rows_of_data(book.data, book.catalog.notice.words)


def rows_of_data(data: Any, words: Words) -> list[Row]:
    """The rows of data that are being edited."""
    found: list[tuple[tuple[int, int], Row]] = []
    for bracket in brackets_of(data):
        if bracket.named.get("review"):
            found.append(((bracket.clause.number, -2), _bracket_row(bracket)))
    starts: dict[int, int] = {}
    for piece in pieces_of(data):
        number = piece.clause.number
        start = starts.get(number, 0)
        starts[number] = start + len(letters_of(piece.text))
        found.append(((number, piece.place), piece_row(piece, start, words)))
    return [_shown(row) for _, row in sorted(found, key=lambda one: one[0])]


def piece_row(piece: Piece, start: int, words: Words) -> Row:
    """The row of a piece that begins at a letter of its paragraph."""
    row = dict.fromkeys(LABELS, "") | {
        "clause": piece.clause.title,
        "quote": piece.text,
        "kind": PROSE,
        "place": f"{piece.clause.number}:{start}",
    }
    task = piece.duty
    if task is None:
        return row
    timing = plain_timing(task)
    return row | {
        "id": piece.id,
        "title": str(task["title"]),
        "kind": KIND[timing["kind"]],
        "due": due_cell(timing),
        "every": EVERY[timing["every"]] if timing.get("every") else "",
        "basis": BASIS[timing["basis"]],
        "quantity": quantity_text(task.get("quantity")),
        **{role: "、".join(names) for role, names in roles_of(task, piece.clause.named).items()},
        "done_by": done_by_label(task.get("done_by", "each"), words),
        "evidence": evidence_text(task),
        "review": _reasons(open_fields(task)),
        "note": str(task.get("note", "")),
    }


def shown_row(piece: Piece, words: Words) -> Row:
    """The row of a piece wherever it begins, as it stands in cells."""
    return _shown(piece_row(piece, 0, words))


def due_cell(timing: dict[str, Any]) -> str:
    """When a duty is due, but for its period: a day, an event with its days, or its slots."""
    if timing.get("slots"):
        return "；".join(f"{s['label']} {s['start']} 至 {s['due']}" for s in timing["slots"])
    if timing["kind"] == "triggered":
        within = f"：{timing['within']}天内" if timing.get("within") else ""
        return f"{timing['trigger']}{within}"
    return str(timing.get("due", ""))


def _bracket_row(bracket: Bracket) -> Row:
    named = bracket.named
    return dict.fromkeys(LABELS, "") | {
        "clause": bracket.clause.title or bracket.clause.heading,
        "quote": str(named.get("text", "")),
        "kind": BRACKET,
        **{role: "、".join(names) for role, names in roles_of({}, named).items()},
        "review": _reasons({"unit": str(named["review"])}),
        "place": f"{bracket.clause.number}:{BRACKET}",
    }


def _reasons(reasons: dict[str, str]) -> str:
    return "\n".join(f"{REVIEW[field]}：{reason}" for field, reason in reasons.items())


def _shown(row: Row) -> Row:
    """A row as it can be read back from cells: without white space at the edges."""
    return {code: cell_text(text).strip() for code, text in row.items()}
