"""What a review shows: the pieces of a catalogue, what of them is open, and their fields."""

from __future__ import annotations

from typing import Any, NamedTuple

from yqsafety.drafting.editing import Book
from yqsafety.drafting.fields import evidence_text, open_fields, parts_of_unit_reason
from yqsafety.drafting.pieces import Bracket, Clause, Piece, brackets_of, pieces_of
from yqsafety.drafting.roles import ROLES, Roles, roles_of
from yqsafety.drafting.typed_quantity import quantity_text
from yqsafety.drafting.typed_timing import plain_timing
from yqsafety.wording.duty_phrases import period_text
from yqsafety.wording.labels import KIND, REVIEW, basis_label, done_by_label

PROSE = "（不是任务）"


class Row(NamedTuple):
    """One line of the list: a duty, a sentence that is none, or a bracket."""

    key: str
    spot: Piece | Bracket
    open: dict[str, str]
    """What of it is a guess, with the reasons."""

    @property
    def clause(self) -> Clause:
        """Where it stands."""
        return self.spot.clause

    @property
    def piece(self) -> Piece | None:
        """The duty or sentence; None for a bracket."""
        return self.spot if isinstance(self.spot, Piece) else None

    @property
    def duty(self) -> Any:
        """The duty's data; None for what is none."""
        return self.piece.duty if self.piece else None

    @property
    def title(self) -> str:
        """What it is about, in a line."""
        if isinstance(self.spot, Bracket):
            named = self.spot.named
            whole = "" if self.clause.path else f"{self.clause.heading} "
            return f"{whole}责任单位 {named.get('text') or roles_text(roles_of_row(self))}"
        return str(self.duty["title"]) if self.duty is not None else self.spot.text


class Field(NamedTuple):
    """One field of a duty as shown: its label, its key, what it says, why it is a guess."""

    label: str
    key: str
    said: str
    reason: str = ""


def rows_of(book: Book) -> list[Row]:
    """Every piece in the document's order, and before its clause its bracket."""
    found: list[tuple[int, int, Row]] = []
    for bracket in brackets_of(book.data):
        number, reason = bracket.clause.number, bracket.named.get("review")
        reasons = {"unit": str(reason)} if reason else {}
        found.append((number, -2, Row(f"责{number}", bracket, reasons)))
    for piece in pieces_of(book.data):
        key = piece.id or f"文{piece.clause.number}.{piece.place}"
        reasons = open_fields(piece.duty) if piece.duty is not None else {}
        found.append((piece.clause.number, piece.place, Row(key, piece, reasons)))
    return [row for _, _, row in sorted(found, key=lambda one: one[:2])]


def progress_text(rows: list[Row]) -> str:
    """`待审 12/80 项（30 处）`: rows with a guess, of all duties and brackets."""
    whole = [row for row in rows if row.piece is None or row.duty is not None]
    left = sum(bool(row.open) for row in rows)
    guesses = sum(len(row.open) for row in rows)
    return f"待审 {left}/{len(whole)} 项" + (f"（{guesses} 处）" if guesses else "")


def item_text(rows: list[Row], row: Row) -> tuple[str, str, str]:
    """The text of the row's item: before its own sentence, that sentence, behind it."""
    if row.piece is None:
        return "", str(row.spot.named.get("text", "")), ""  # type: ignore[union-attr]  # a bracket
    same = [one for one in rows if one.piece and one.clause.item is row.clause.item]
    if row.clause.item is None:
        same = [one for one in same if one.clause.number == row.clause.number]
    here = next(n for n, one in enumerate(same) if one.key == row.key)
    texts = [one.piece.text for one in same if one.piece]
    return "".join(texts[:here]), texts[here], "".join(texts[here + 1 :])


def fields_of(book: Book, row: Row) -> list[Field]:
    """The fields of a duty or bracket, in the order of the keys."""
    if isinstance(row.spot, Bracket):
        return [
            Field("责任单位", "w", roles_text(roles_of_row(row)), row.open.get("unit", "")),
        ]
    task = row.duty
    if task is None:
        return [Field("类型", "p", f"{PROSE}；改为任务按 p")]
    units, done_by = parts_of_unit_reason(task)
    reasons = row.open | {"unit": units, "done_by": done_by}
    said = {
        "title": ("标题", "t", str(task["title"])),
        "kind": ("类型", "k", KIND[plain_timing(task)["kind"]]),
        "date": ("时限", "d", date_text(book, task)),
        "quantity": ("数量", "n", quantity_text(task.get("quantity")) or "无"),
        "unit": ("责任单位", "w", roles_text(roles_of_row(row))),
        "done_by": ("由谁完成", "o", done_by_text(book, task)),
        "evidence": ("佐证", "e", evidence_text(task) or "无"),
        "note": ("备注", "", str(task.get("note", ""))),
        "cut": ("切分", "c g", ""),
    }
    return [
        Field(*shown, reasons.get(code, ""))
        for code, shown in said.items()
        if shown[2] or reasons.get(code)
    ]


def holds(row: Row, words: str) -> bool:
    """Whether a row has some words in its id, its title or its sentence."""
    text = row.piece.text if row.piece else ""
    return any(words in one for one in (row.key, row.title, text))


def date_text(book: Book, task: Any) -> str:
    """When a duty is due, and on what ground."""
    timing = plain_timing(task)
    basis = basis_label(timing["basis"], book.catalog.notice.words)
    if timing.get("slots"):
        said = "；".join(f"{s['label']} {s['start']} 至 {s['due']}" for s in timing["slots"])
    elif timing["kind"] == "triggered":
        within = f"{timing['within']}天内" if timing.get("within") else ""
        said = f"{timing.get('trigger', '')}：{within}".rstrip("：")
    else:
        every = timing.get("every")
        said = period_text(every, timing.get("day")) if every else str(timing.get("due", ""))
    return f"{said}（{basis}）" if said else basis


def done_by_text(book: Book, task: Any) -> str:
    """Whether each unit does it, or one for all."""
    return done_by_label(task.get("done_by", "each"), book.catalog.notice.words)


def roles_of_row(row: Row) -> Roles:
    """Who is responsible for a duty, or where a bracket stands."""
    if isinstance(row.spot, Bracket):
        return roles_of({}, row.spot.named)
    return roles_of(row.duty, row.clause.named)


def roles_text(roles: Roles) -> str:
    """`牵头：A；配合：B、C；D`, as it can be typed as well."""
    parts = [
        ("" if role == "units" else f"{ROLES[role]}：") + "、".join(roles[role])
        for role in ("lead", "support", "units")
        if roles.get(role)
    ]
    return "；".join(parts) or "无"


def open_lines(book: Book) -> list[list[str]]:
    """What is open, a guess a line: id, title, what, why."""
    return [
        [row.key if row.piece else row.clause.heading, row.title, REVIEW[field], reason]
        for row in rows_of(book)
        for field, reason in row.open.items()
    ]
