"""The XML of one sheet, or of the texts that sheets share, as it goes by. Pure.

The number of rows, cells and letters that are kept is bounded here; `package` bounds the XML.
"""

from __future__ import annotations

import re

from yqsafety.register.number_formats import shown_number
from yqsafety.register.sheets import EMPTY, MAX_COLUMNS, Cell, Unreadable, tidy_text
from yqsafety.safe_text import MAX_CELL

MAX_ROWS, MAX_CELLS = 50_000, 400_000
_MAX_MERGED = 2_000
"""Merged ranges of a sheet, and rows of one."""
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")


class TextCollector:
    """Gathers the text of `t` elements, without the readings (`rPh`) that Japanese sheets have.

    No more than an Excel cell takes is kept, and one letter, by which it is known to be too long.
    """

    def __init__(self) -> None:
        self.clear()

    def clear(self) -> None:
        """Forget what was gathered."""
        self._pieces: list[str] = []
        self._size, self._inside, self._aside = 0, False, 0

    def start(self, tag: str) -> None:
        """An element begins."""
        self._aside += tag == "rPh"
        self._inside = tag == "t" and not self._aside

    def end(self, tag: str) -> None:
        """An element ends."""
        self._aside -= tag == "rPh"
        self._inside = False

    def text(self, piece: str) -> None:
        """Text within the element that began last."""
        if self._inside and self._size <= MAX_CELL:
            self._pieces.append(piece[: MAX_CELL + 1 - self._size])
            self._size += len(self._pieces[-1])

    def whole(self) -> str:
        """All that was gathered, as a person sees it."""
        text = "".join(self._pieces)
        return tidy_text(_ESCAPE.sub(_escaped_letter, text) if "_x" in text else text)


def _escaped_letter(found: re.Match[str]) -> str:
    letter = chr(int(found[1], 16))
    return found[0] if "\ud800" <= letter <= "\udfff" else letter


class SheetReader:
    """Collects the cells of one sheet while its XML goes by."""

    def __init__(
        self, texts: list[Cell], styles: list[tuple[int, str | None]], old_mac: bool, left: int
    ) -> None:
        self.left = left
        self.pictures = 0
        self.covered: set[tuple[int, int]] = set()
        self.beyond = 0
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self._texts, self._styles, self._old_mac = texts, styles, old_mac
        self._rows: dict[int, dict[int, Cell]] = {}
        self._merged: list[str] = []
        self._row, self._column = 0, -1
        self._kind, self._style = "", 0
        self._collector = TextCollector()
        self._value: list[str] = []
        self._formula: list[str] | None = None
        self._inside = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        if tag == "c":
            place = _PLACE.fullmatch(attributes.get("r", ""))
            self._column = _column_number(place[1]) if place else self._column + 1
            self._kind = attributes.get("t", "n")
            style = attributes.get("s", "0")
            self._style = int(style) if style.isdecimal() else 0
            self._value, self._formula = [], None
            self._collector.clear()
        elif tag in ("v", "f"):
            self._inside = tag
            if tag == "f":
                self._formula = []
        elif tag == "row":
            number = attributes.get("r", "")
            self._row = int(number) if number.isdecimal() else self._row + 1
            self._column = -1
            if _is_on(attributes.get("hidden", "")) and self._row <= MAX_ROWS:
                self.hidden_rows.add(self._row)
        elif tag == "col" and _is_on(attributes.get("hidden", "")):
            first, last = attributes.get("min", ""), attributes.get("max", "")
            if first.isdecimal() and last.isdecimal() and len(first) < 8 and len(last) < 8:
                self.hidden_columns |= set(range(int(first) - 1, min(int(last), MAX_COLUMNS)))
        elif tag == "mergeCell" and len(self._merged) < _MAX_MERGED:
            self._merged.append(attributes.get("ref", ""))
        else:
            self._collector.start(tag)

    def text(self, piece: str) -> None:
        """Text within the element that began last."""
        if self._inside == "v" and len(self._value) < 100:
            self._value.append(piece[: MAX_CELL + 1])
        elif self._inside == "f" and self._formula is not None and len(self._formula) < 2:
            self._formula.append(piece[:40])
        elif not self._inside:
            self._collector.text(piece)

    def end(self, tag: str) -> None:
        """An element ends."""
        self._inside = ""
        self._collector.end(tag)
        if tag == "c" and self._column >= 0:
            cell = self._cell()
            if self._column >= MAX_COLUMNS:
                self.beyond += bool(cell.text)
            elif cell.text or cell.kind != "text":
                if self._row > MAX_ROWS:
                    raise Unreadable(f"超过 {MAX_ROWS} 行，请删去多余的行后重新保存")
                self.left -= 1
                if self.left < 0:
                    raise Unreadable("单元格过多，请分成几个文件")
                self._rows.setdefault(self._row, {})[self._column] = cell

    def _cell(self) -> Cell:
        value = "".join(self._value)
        if self._formula is not None:
            # WPS stores a picture in a cell as this formula.
            if "DISPIMG" in "".join(self._formula).upper():
                self.pictures += 1
                return EMPTY
            # What Excel last worked out stands beside the formula, in the same form as elsewhere.
            return Cell(self._plain_cell(value).text, "formula")
        return self._plain_cell(value)

    def _plain_cell(self, value: str) -> Cell:
        match self._kind:
            case "s":
                number = int(value) if value.isdecimal() and len(value) < 10 else -1
                return self._texts[number] if 0 <= number < len(self._texts) else EMPTY
            case "inlineStr":
                return Cell(self._collector.whole())
            case "str":
                return Cell(tidy_text(_ESCAPE.sub(_escaped_letter, value)))
            case "b":
                return Cell("是" if value == "1" else "否")
            case "d":
                return Cell(value[:10], "day")
            case "e":
                return Cell(value[:40], "unclear")
        if not value:
            return EMPTY
        known = self._style < len(self._styles)
        return shown_number(
            value[:40], *(self._styles[self._style] if known else (0, None)), self._old_mac
        )

    def sheet_rows(self) -> list[tuple[int, list[Cell]]]:
        """The rows in order, each as long as its last cell that holds anything."""
        for area in self._merged:
            self._fill_area(area)
        return [
            (number, [cells.get(n, EMPTY) for n in range(max(cells) + 1)])
            for number, cells in sorted(self._rows.items())
        ]

    def _fill_area(self, area: str) -> None:
        """A merged range shows one text for all its rows, so each of them gets it."""
        corners = [_PLACE.fullmatch(corner) for corner in area.split(":")]
        if len(corners) != 2 or corners[0] is None or corners[1] is None:
            return
        column = _column_number(corners[0][1])
        first, last = int(corners[0][2]), int(corners[1][2])
        cell = self._rows.get(first, {}).get(column)
        # Only within one column: a title across the sheet is merged too, and belongs to no row.
        if cell is None or column != _column_number(corners[1][1]) or last - first > _MAX_MERGED:
            return
        for number in range(first + 1, last + 1):
            if number in self._rows and column not in self._rows[number]:
                self._rows[number][column] = cell
                self.covered.add((number, column))


def _is_on(value: str) -> bool:
    return value in ("1", "true")


def _column_number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
