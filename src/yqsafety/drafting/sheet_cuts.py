"""Which sentence each row of a returned sheet is, and where paragraphs were cut or joined. Pure.

A paragraph's rows must still hold exactly its letters; only the borders between them may have
moved. A row without a place of its own is a new piece; a place without a row is gone.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from yqsafety.drafting.pieces import Piece, pieces_of
from yqsafety.drafting.printing import letters_of
from yqsafety.drafting.recutting import Part, recut, siblings
from yqsafety.drafting.sheet_rows import BRACKET, Row
from yqsafety.drafting.sheet_table import Fault, Line, Table
from yqsafety.errors import UsageError
from yqsafety.notice.roster import Roster
from yqsafety.safe_text import cell_text

_TAKE_BACK = "原文只能切分、合并，不能改字"


class Placed(NamedTuple):
    """A row and what it is: its row when it went out, and where it begins now."""

    line: Line
    base: Row | None
    """None for a row that was put in."""
    block: int
    start: int
    """The letter of its paragraph at which it begins, white space aside."""


class Paragraph(NamedTuple):
    """The rows of one paragraph: as they went out, and as they came back."""

    base: list[Row]
    lines: list[tuple[Line, Row | None]]

    @property
    def changed(self) -> bool:
        """Whether the borders of its rows are others than they were."""
        now = [(row or {}).get("place", "") for _, row in self.lines]
        texts = all(row and same_letters(line, row) for line, row in self.lines)
        return not (texts and sorted(now) == sorted(row["place"] for row in self.base))


def same_letters(line: Line, row: Row) -> bool:
    """Whether a row still holds the sentence with which it went out."""
    return letters_of(line.text("quote")) == letters_of(row["quote"])


def paragraphs_of(table: Table) -> tuple[dict[int, Paragraph], list[Placed], list[Fault]]:
    """The rows by paragraph, the rows of brackets, and what can be no row at all."""
    known = {row["place"]: row for row in table.base}
    made: dict[int, Paragraph] = {}
    for one in table.base:
        if not one["place"].endswith(BRACKET):
            made.setdefault(block_of(one), Paragraph([], [])).base.append(one)
    brackets: list[Placed] = []
    faults: list[Fault] = []
    seen: set[str] = set()
    here: int | None = None
    for line in table.lines:
        row: Row | None = known.get(line.text("place"))
        if row and row["place"] in seen:
            row = None  # a copied row: what was put in keeps the place of the one above it
        if row and line.text("id") != row["id"]:
            faults.append(line.fault("id", f"编号不能改，应为“{row['id']}”"))
        if row and row["place"].endswith(BRACKET):
            brackets.append(Placed(line, row, block_of(row), 0))
        elif row:
            here = block_of(row)
        seen.add(row["place"] if row else "")
        if row and row["place"].endswith(BRACKET):
            continue
        if here is None:
            faults.append(line.fault("quote", "不知属于哪一条，请插在被切分的一行之下"))
        elif line.text("quote"):
            made[here].lines.append((line, row))
        elif row is None:
            faults.append(line.fault("quote", "没有原文，请从上一行切一部分过来，或删去这一行"))
    return made, brackets, faults


def block_of(row: Row) -> int:
    """Which block of the file a row belongs to."""
    return int(row["place"].partition(":")[0])


def letter_faults(paragraph: Paragraph) -> list[Fault]:
    """Where the rows of a paragraph do not hold its letters, with what should stand there."""
    total = "".join(letters_of(row["quote"]) for row in paragraph.base)
    start = 0
    for line, row in paragraph.lines:
        text = letters_of(line.text("quote"))
        if total[start : start + len(text)] != text:
            if lost := _lost_row(paragraph, start):
                return [line.fault("quote", f"这一行之前{lost}")]
            right = row["quote"] if row else total[start:]
            return [line.fault("quote", f"{_TAKE_BACK}，这里应为：{right}")]
        start += len(text)
    if start < len(total) and paragraph.lines:
        missing = total[start:]
        line = paragraph.lines[-1][0]
        if lost := _lost_row(paragraph, start):
            return [line.fault("quote", f"这一行之后{lost}")]
        say = f"{_TAKE_BACK}，这一行之后还应有：{missing}；合并的，把它接在这一行末尾"
        return [line.fault("quote", say)]
    if not paragraph.lines:
        first = paragraph.base[0]
        cell = f"{first['id']} 等行".strip()
        return [Fault(cell, "原文", "", f"整段都删去了，应补回：{first['quote'][:40]}")]
    return []


def _lost_row(paragraph: Paragraph, start: int) -> str:
    """The row that began at a letter and was deleted, with what to do; nothing if none was."""
    here = {row["place"] for _, row in paragraph.lines if row}
    at = 0
    for row in paragraph.base:
        if at == start and row["place"] not in here:
            name = row["id"] or "一句普通文字"
            return f"缺 {name}：“{row['quote']}”。请补回这一行；要合并的，把它接在前一行原文的末尾"
        at += len(letters_of(row["quote"]))
    return ""


def placed_lines(paragraph: Paragraph, block: int) -> list[Placed]:
    """The rows of a paragraph with the letters at which they begin."""
    if not paragraph.changed:
        starts = [int(row["place"].partition(":")[2]) if row else 0 for _, row in paragraph.lines]
    else:
        starts, at = [], 0
        for line, _ in paragraph.lines:
            starts.append(at)
            at += len(letters_of(line.text("quote")))
    pairs = zip(paragraph.lines, starts, strict=True)
    return [Placed(line, row, block, start) for (line, row), start in pairs]


def recut_paragraph(data: Any, paragraph: Paragraph, block: int, roster: Roster) -> str:
    """Move the borders of a paragraph to where its rows have them; UsageError in a conflict.

    What was done, in words; nothing where somebody has made the same change before.
    """
    first = next(piece for piece in pieces_of(data) if piece.clause.number == block)
    old = siblings(data, first)
    placed = placed_lines(paragraph, block)
    now = _borders([letters_of(piece.text) for piece in old])
    if now == [one.start for one in placed] and len(old) == len(placed):
        return ""
    if now != _borders([letters_of(row["quote"]) for row in paragraph.base]):
        raise UsageError("任务文件里这一段已另行切分", "请重新导出后再切")
    if any(letters_of(cell_text(piece.text)) != letters_of(piece.text) for piece in old):
        raise UsageError("这一段有看不见的字符，或太长", "请在 catalog review 中切分")
    sources = {row["place"]: n for n, row in enumerate(paragraph.base)}
    ends = [*(one.start for one in placed[1:]), sum(len(letters_of(one.text)) for one in old)]
    parts, at = [], 0
    text = "".join(piece.text for piece in old)
    for one, end in zip(placed, ends, strict=True):
        stop = _place_of(text, end, old)
        parts.append(Part(text[at:stop], sources[one.base["place"]] if one.base else None))
        at = stop
    ids = [piece.id for piece in old]
    made = [name for name in recut(data, first, parts, roster) if name]
    kept = {part.source for part in parts}
    gone = [name for n, name in enumerate(ids) if n not in kept and name]
    said = [f"切出 {'、'.join(made)}"] if made else []
    said += [f"并入前项 {'、'.join(gone)}"] if gone else []
    return "，".join(said) or "移动了切口"


def _borders(texts: list[str]) -> list[int]:
    """At which letter each text begins."""
    starts, at = [], 0
    for text in texts:
        starts.append(at)
        at += len(text)
    return starts


def _place_of(text: str, count: int, old: list[Piece]) -> int:
    """Behind so many letters of a paragraph; where a piece ended there, exactly at its end."""
    at, seen = 0, 0
    for piece in old:
        at, seen = at + len(piece.text), seen + len(letters_of(piece.text))
        if seen == count:
            return at
    seen = 0
    for n, letter in enumerate(text):
        if seen == count and not letter.isspace():
            return n
        seen += not letter.isspace()
    return len(text)
