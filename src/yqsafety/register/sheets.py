"""What a file that came back holds: sheets of cells, as a person sees them. Pure."""

from __future__ import annotations

from typing import Literal, NamedTuple

from yqsafety.safe_text import FORMULA

MAX_COLUMNS = 60
"""A register has 20 columns; what lies beyond 60 is only counted."""
Kind = Literal["text", "number", "day", "formula", "unclear", "loose"]
"""What stands in a cell: a text, a number or a day as it is shown, a formula, what cannot be told
as it is shown; `loose` is a cell of a CSV file, where a text and a number look the same."""


class Cell(NamedTuple):
    """One cell: what a person sees in it, and what it is."""

    text: str = ""
    kind: Kind = "text"


EMPTY = Cell()


class Sheet(NamedTuple):
    """One sheet of a file; a CSV file has one without a name."""

    name: str
    rows: list[tuple[int, list[Cell]]]
    """The rows that hold anything, with their numbers in the sheet."""
    pictures: int = 0
    merged: int = 0
    """How many cells got the text of a merged range that they belong to."""
    comments: int = 0
    """How many notes hang on its cells (批注)."""
    beyond: int = 0
    """How many cells hold something in columns so far to the right that none is looked at."""
    covered: frozenset[tuple[int, int]] = frozenset()
    """Row (its number) and column of the cells that got the text of a merged range."""
    hidden: bool = False
    """Whether the program that shows the file does not show this sheet."""
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    """The numbers of rows (from 1) and columns (from 0) that it does not show."""


class Unreadable(Exception):
    """A file that cannot be taken; the message is the reason in Chinese, without a full stop."""


def tidy_text(text: str) -> str:
    """A text as a person sees it: one kind of line ends, none at the edges."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def unquoted_text(text: str) -> str:
    """A text of a CSV file without the ' that `export csv` puts before `=`, digits and the like."""
    return (
        text[1:]
        if text[:1] == "'" and (text[1:2] in (*FORMULA, "'", ".") or text[1:2].isdecimal())
        else text
    )


def column_letter(number: int) -> str:
    """A column's letter in the spreadsheet (A … Z, AA …); the first is 0."""
    letters, number = "", number + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
