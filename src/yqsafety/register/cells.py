"""Reading one open cell of a returned register: a status, a day, names of proof, a text. Pure.

What can mean two things is refused with the column's name; nothing is guessed in silence.
"""

from __future__ import annotations

import datetime as dt
import re

from yqsafety.notice.days_meant import Around, UnclearDay, written_day
from yqsafety.recording.plan import MAX_NAME, MAX_TEXT
from yqsafety.register.sheets import Cell
from yqsafety.register.table import BadCell
from yqsafety.wording.typed_status import Meant, UnclearStatus, read_status_word

_FILE = re.compile(r"[^\n]*\.[A-Za-z0-9]{2,5}[)）】》”\"]?")


def read_status(cell: Cell) -> Meant:
    """The status in a cell; an empty cell is `todo`. BadCell for a word that is none."""
    try:
        return read_status_word(cell.text)
    except UnclearStatus as no:
        raise BadCell(("status", str(no))) from None


def read_day(cell: Cell, around: Around) -> dt.date | None:
    """The day in a cell, None where it is empty; BadCell for what is not written to the day."""
    if not cell.text:
        return None
    if cell.kind == "day":
        return dt.date.fromisoformat(cell.text)
    written = cell.kind if cell.kind in ("number", "loose") else "text"
    try:
        return written_day(cell.text, around, written)
    except UnclearDay as no:
        raise BadCell(("done_on", str(no))) from None


def check_cell(code: str, cell: Cell) -> None:
    """BadCell for a cell whose text is not what a person sees, or is longer than any command takes.

    The file gives a formula, not the value that its writer saw.
    """
    if cell.kind == "formula":
        raise BadCell((code, "是公式，请改为文字（复制后选择性粘贴为值）"))
    if cell.kind == "unclear":
        raise BadCell((code, "所见的文字读不出，请把单元格设为文本格式后重新填写"))
    if len(cell.text) > MAX_TEXT:
        raise BadCell((code, f"超过 {MAX_TEXT} 字，请写要点"))
    if code == "evidence" and (long := [n for n in evidence_names(cell.text) if len(n) > MAX_NAME]):
        raise BadCell(
            (code, f"“{long[0][:20]}…”超过 {MAX_NAME} 字，请写文件名，一份一个，用；分开")
        )


def evidence_names(text: str) -> list[str]:
    """The names of proof in a cell, separated by ； or ; or line ends.

    Other marks (、 ， , and blanks) separate only what are file names on both sides: they may also
    stand within a name.
    """
    names: list[str] = []
    for part in re.split(r"[；;\n]", text):
        for marks in (r"[、，,\s]+", r"[、，,]", r"[、，]"):
            pieces = [piece.strip() for piece in re.split(marks, part) if piece.strip()]
            if len(pieces) > 1 and all(map(_FILE.fullmatch, pieces)):
                names += pieces
                break
        else:
            names += [part.strip()] if part.strip() else []
    return names
