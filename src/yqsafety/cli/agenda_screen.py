"""The agenda for people: one screen on a terminal, all of it as lines in a pipe."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from yqsafety.cli import console
from yqsafety.cli.tables import STYLE, rich_console
from yqsafety.ledger.agenda import AgendaGroup, AgendaRow
from yqsafety.ledger.office_agenda import OfficeGroup, UnitMatter
from yqsafety.safe_text import text_columns, visible_text
from yqsafety.wording import agenda_words as words
from yqsafety.wording.phrases import title_text

_STYLE_OF = {
    "returned": "magenta",
    "overdue": STYLE["overdue"],
    "late": STYLE["overdue"],
    "this-week": STYLE["due-soon"],
}
_TITLE = 12
"""Columns that a title keeps at least where the marks behind it are long."""


class ListedGroup(NamedTuple):
    """A group as it is shown: its head, and its rows, made only where they are shown."""

    title: Callable[[int], str]
    """The head, for the number of rows that are shown."""
    rows: Sequence[Callable[[], ListedRow]]
    style: str = ""


class ListedRow(NamedTuple):
    """A row as it is shown: its cells, and what must not be cut off behind the last."""

    cells: tuple[str, ...]
    marks: str = ""


def show_unit_agenda(
    head: str, groups: Sequence[AgendaGroup], following: str, remark: str, *, several: bool
) -> None:
    """Show what units have to do; `several` names the unit of each row.

    `remark` is said after it, so that it needs room on the screen.
    """

    def listed(row: AgendaRow) -> ListedRow:
        whose = (row.one.party.name,) if several else ()
        cells = (row.entry.shown_id, words.days_text(row), *whose, title_text(row.entry))
        return ListedRow(cells, words.row_marks(row))

    if not console.is_terminal():
        _print_lines(groups, listed)
        return
    shown = [
        ListedGroup(
            partial(words.group_title, group),
            [partial(listed, row) for row in group.rows if group.concern != "later"],
            "" if all(row.blames_nobody for row in group.rows) else _style_of(group.concern),
        )
        for group in groups
    ]
    _print_screen(head, shown, following, remark)


def _print_lines(groups: Sequence[AgendaGroup], listed: Callable[[AgendaRow], ListedRow]) -> None:
    """Print a line for each row; where nothing is due yet, that is said apart from the lines."""
    if all(group.concern == "later" for group in groups):
        console.err(f"{words.group_title(groups[0], 0)}，未列出。")
        return
    for group in groups:
        name = words.CONCERN[group.concern]
        for row in map(listed, group.rows if group.concern != "later" else ()):
            *cells, title = row.cells
            console.out_rows([(name, *cells, title + row.marks)])


def show_office_agenda(
    head: str, groups: Sequence[OfficeGroup], following: str, remark: str
) -> None:
    """Show what the supervising office has to do, unit by unit."""
    if not console.is_terminal():
        for group in groups:
            name = words.OFFICE_CONCERN[group.concern]
            console.out_rows(
                (name, one.unit.name, str(one.number), words.office_days(group, one))
                for one in group.units
            )
        return

    def listed(group: OfficeGroup, one: UnitMatter) -> ListedRow:
        return ListedRow((one.unit.name, f"{one.number} 项", words.office_days(group, one)))

    shown = [
        ListedGroup(
            partial(words.office_group_title, group),
            [partial(listed, group, one) for one in group.units],
            _style_of(group.concern),
        )
        for group in groups
    ]
    _print_screen(head, shown, following, remark)


def _style_of(concern: str) -> str:
    return _STYLE_OF.get(concern, "")


def _shares(counts: Sequence[int], room: int) -> list[int]:
    """How many rows of each group fit into some lines: one of each, then the most urgent first."""
    shares = [min(count, 1) for count in counts]
    left = max(room - sum(shares), 0)
    for number, count in enumerate(counts):
        more = min(count - shares[number], left)
        shares[number] += more
        left -= more
    return shares


def _print_screen(head: str, groups: Sequence[ListedGroup], following: str, remark: str) -> None:
    """Print a head, the groups with their columns in line, and what to do next."""
    from rich.text import Text

    screen = rich_console()
    # Beside the rows: the head, the title of each group, what follows, and the prompt.
    taken = 2 + len(groups) + sum(_lines_of(text, screen.width) for text in (following, remark))
    shares = _shares([len(group.rows) for group in groups], screen.height - taken)
    shown = [
        [row() for row in group.rows[:share]] for group, share in zip(groups, shares, strict=True)
    ]
    columns = zip(*(row.cells[:-1] for rows in shown for row in rows), strict=True)
    wide = [max(map(text_columns, cells)) for cells in columns]

    def line(text: str, style: str = "", *, whole: bool = False) -> None:
        said = Text(visible_text(text), style=style, overflow="fold" if whole else "ellipsis")
        screen.print(said, no_wrap=not whole, crop=True)

    line(head, "bold cyan")
    for group, rows in zip(groups, shown, strict=True):
        line(group.title(len(rows)), f"bold {group.style}".strip())
        for row in rows:
            line(_row_line(row, wide, screen.width))
    line(following, whole=True)


def _lines_of(text: str, width: int) -> int:
    return -(-text_columns(text) // max(width, 1))


def _row_line(row: ListedRow, wide: Sequence[int], width: int) -> str:
    """A row with its columns in line; where there is no room the title is cut, not the marks."""
    *cells, title = row.cells
    padded = [c + " " * (w - text_columns(c)) for c, w in zip(cells, wide, strict=False)]
    before = "  " + "".join(f"{cell}  " for cell in padded)
    room = width - text_columns(before) - text_columns(row.marks)
    return before + _cut(title, max(room, _TITLE)) + row.marks


def _cut(text: str, columns: int) -> str:
    """The beginning of a text that fits into some columns, with a sign where it was cut."""
    if text_columns(text) <= columns:
        return text
    kept = text
    while text_columns(kept) + 2 > columns:
        kept = kept[:-1]
    return f"{kept}…"
