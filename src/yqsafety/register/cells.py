"""Reading one cell of a returned register: a status, a day, names of proof. Pure.

What can mean two things is refused with the column's name; nothing is guessed in silence.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata

from yqsafety.errors import UsageError
from yqsafety.notice.schedule import Status
from yqsafety.register.rows import STATUSES
from yqsafety.safe_text import FORMULA as FORMULA_STARTS
from yqsafety.wording.labels import STATUS, state_code

FORMULA_CELL = object()
"""Stands for a cell that holds a formula.

The file gives the formula, not the value that its writer saw, so such a cell is refused.
"""
# Excel counts 1900-01-01 as day 1 and has a 29 February 1900 that never was. With this day as day 0
# every serial number from March 1900 on comes out right.
EXCEL_EPOCH = dt.date(1899, 12, 30)
_DAY = re.compile(r"(?:(\d{4})[-./年])?(\d{1,2})[-./月](\d{1,2})日?(?:[ T]00:00(?::00)?)?")


class BadCell(Exception):
    """A cell that cannot be taken: the code of its column, and the reason in Chinese."""

    def __init__(self, column: str, said: str) -> None:
        super().__init__(said)
        self.column = column
        self.said = said


def read_status(text: str) -> Status:
    """The code of the status in a cell; an empty cell is `todo`. BadCell for any other word.

    `state_code` knows words of timeliness too (逾期 …). They are no status and are refused.
    """
    try:
        code = state_code(text or "todo")
    except UsageError:
        code = ""
    for status in STATUS:
        if status == code:
            return status
    raise BadCell("status", f"状态“{text}”无法识别，应为：{'、'.join(STATUSES)}")


def read_day(text: str, year: int, today: dt.date) -> dt.date | None:
    """A day as people write it: 2025.6.3, 6月3日, 2025-06-03, 20250603, or an Excel serial number.

    None for an empty cell. A day without a year is in the notice's `year`. BadCell for what is no
    day, and for a day after `today`: nothing can be finished in the future.
    """
    if not text:
        return None
    try:
        if match := _DAY.fullmatch(text):
            day = dt.date(int(match[1] or year), int(match[2]), int(match[3]))
        elif re.fullmatch(r"20\d{6}", text):
            day = dt.date(int(text[:4]), int(text[4:6]), int(text[6:]))
        # 30000 to 59999: the years 1982 to 2064. Other numbers are no likely day and are refused.
        elif re.fullmatch(r"[34]\d{4}(\.0)?|5\d{4}(\.0)?", text):
            day = EXCEL_EPOCH + dt.timedelta(days=int(float(text)))
        else:
            raise ValueError(text)
    except ValueError:
        raise BadCell("done_on", f"日期“{text}”无法识别，应如 2025-06-03") from None
    if day > today:
        raise BadCell("done_on", f"{day} 还没有到")
    return day


def evidence_names(text: str) -> list[str]:
    """The names of proof in a cell, separated by ； or ; or line ends."""
    return [name.strip() for name in re.split(r"[；;\n]", text) if name.strip()]


def cell_value(cell: object) -> str:
    """The content of a cell as text, without the ' that `export csv` puts before `=` and the like.

    Excel gives whole numbers back as floats and days as datetimes; both are evened out.
    """
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.date().isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    text = unicodedata.normalize("NFC", str(cell)).replace("\r\n", "\n").strip()
    return text[1:] if text[:1] == "'" and text[1:2] in (*FORMULA_STARTS, "'") else text


def column_letter(header: dict[str, int], code: str) -> str:
    """A column's letter in the spreadsheet (A … Z, AA …), so that messages can name a cell."""
    number, letters = header.get(code, 0) + 1, ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
