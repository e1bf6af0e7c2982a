"""Answers for people: tables on a terminal, tab-separated lines elsewhere.

Rich aligns Chinese well on a terminal. It is imported here only, and only for a terminal: it costs
37 ms, and off a terminal it would cut every line at 80 columns. So each function asks first where
its output goes, and writes plain lines to a pipe.

Three of Rich's ways would harm Chinese or foreign text, and are switched off: markup (`[done]` in
a note would vanish, `[/x]` would raise), emoji codes, and cutting with an ellipsis where a text
has no spaces (`overflow="fold"` breaks it instead). When columns do not fit, Rich drops the
right-most without a word: the date stands second, and below 72 columns rows are stacked.

What must never happen: a column or text is missing without a sign, or a script gets a table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from yqsafety.cli import console
from yqsafety.safe_text import visible_text

if TYPE_CHECKING:
    from rich.console import Console, RenderableType
    from rich.table import Table

    from yqsafety.ledger.progress import Part, Tally

NARROW = 72
"""On a terminal with fewer columns than this, rows are stacked instead of set in a table."""
_AT_ONCE = 8
"""Rows of a table that are made before the first of them is shown."""
WIDE = 100
"""From this many columns on, a row's state fits in one line and `status` is a table."""

STYLE = {
    "overdue": "bold red",
    "due-soon": "yellow",
    "stale": "yellow",
    "pending": "cyan",
    "late": "magenta",
    "on-time": "green",
    "waiting": "dim",
    "waived": "dim",
    "transferred": "dim",
}


class ScreenColumn(NamedTuple):
    """A column on the screen: of a fixed width, or at 0 with a share of what is left over."""

    header: str
    width: int = 0
    share: int = 1
    right: bool = False


def show_status(parts: Sequence[Part], overall: Tally, title: str) -> None:
    """Show the figures of `status`: a row a part and one for the whole.

    On a terminal a figure that is 0 everywhere is left out, unless one expects it.
    """
    from yqsafety.wording.figures import FIGURES, TABLE_FIGURES, chosen_figures, figure_text

    named = [*((part.name, part.tally) for part in parts), ("合计", overall)]
    if not console.is_terminal():
        console.out_rows(
            [name, *(figure_text(figure, tally) for figure in FIGURES.values())]
            for name, tally in named
        )
        return
    figures = [
        figure
        for figure in chosen_figures(TABLE_FIGURES)
        if figure.code in _EXPECTED or figure_text(figure, overall) not in ("0", "0/0")
    ]
    rows = [[name, *(figure_text(figure, tally) for figure in figures)] for name, tally in named]
    headers = [figure.label for figure in figures]
    screen = rich_console()
    wide = [
        max(_cell_width(text) for text in texts)
        for texts in zip(headers, *(row[1:] for row in rows), strict=True)
    ]
    if screen.width >= sum(wide) + 2 * len(wide) + _NAME:
        columns = [ScreenColumn(title)]
        columns += [ScreenColumn(h, w, right=True) for h, w in zip(headers, wide, strict=True)]
        print_table(screen, columns, [[(cell, "") for cell in row] for row in rows])
    else:
        for row in rows:
            screen.print(rich_text(row[0], "bold cyan"))
            said = [f"{h} {figure}" for h, figure in zip(headers, row[1:], strict=True)]
            screen.print(rich_text("  " + "，".join(said)))
    screen.print(rich_text(_ABOUT_FIGURES))


_EXPECTED = ("total", "done", "confirmed", "doing", "todo", "overdue", "rate", "standing")
"""The figures that are shown on a terminal although they are 0."""
_NAME = 20
"""Columns that the name of a part needs beside the figures."""
_ABOUT_FIGURES = (
    "应办（即办结、在办、未反馈、报不适用之和）至办结率只计限期类点名、法定任务；"
    "长期、推定另计，均为 已办/应办；退回、待认定含长期、推定任务的。"
)


def show_table(columns: Sequence[ScreenColumn], rows: Sequence[Sequence[str]]) -> None:
    """Show any other table; columns without a width share the room by their longest cell."""
    if not console.is_terminal():
        console.out_rows(rows)
        return
    screen = rich_console()
    cells = [[(cell, "") for cell in row] for row in rows]
    fitted = [
        column
        if column.width
        else ScreenColumn(
            column.header,
            share=max([_cell_width(column.header), *(_cell_width(row[n]) for row in rows)]),
            right=column.right,
        )
        for n, column in enumerate(columns)
    ]
    if screen.width < NARROW:
        print_stacked(screen, cells)
    else:
        print_table(screen, fitted, cells)


def show_card(title: str, pairs: Iterable[tuple[str, Sequence[str]]]) -> None:
    """Show a heading with labelled paragraphs; labels without a paragraph are left out."""
    filled = [(label, texts) for label, texts in pairs if texts]
    if not console.is_terminal():
        console.out(title)
        for label, texts in filled:
            for text in texts:
                console.out(f"{label}：{text}")
        return
    screen = rich_console()
    screen.print(rich_text(title, "bold cyan"))
    width = max(_cell_width(label) for label, _ in filled)
    rows = [[(label, "dim"), ("\n".join(texts), "")] for label, texts in filled]
    print_table(screen, [ScreenColumn("", width), ScreenColumn("")], rows, header=False)


def rich_console() -> Console:
    """The terminal, with markup and emoji codes off."""
    from rich.console import Console

    return Console(markup=False, emoji=False, highlight=False)


def rich_text(text: str, style: str = "") -> RenderableType:
    """Foreign text made harmless, which folds where it is too long."""
    from rich.text import Text

    lines = (visible_text(line) for line in text.split("\n"))
    return Text("\n".join(lines), style=style, overflow="fold")


def _cell_width(text: str) -> int:
    from rich.cells import cell_len

    return cell_len(text)


def print_table(
    screen: Console,
    columns: Sequence[ScreenColumn],
    rows: Iterable[Sequence[tuple[str, str]]],
    header: bool = True,
) -> None:
    """Print a table as wide as the screen, whose cells fold and are never cut.

    It is made some rows at a time, so that the first are seen at once and what nobody reads (the
    pager was left) is not made. All columns but those of a fixed width share what is left over, so
    that the parts are one table to the eye.
    """
    from rich.padding import Padding

    left = iter(rows)
    screen.print()
    at_once = _AT_ONCE if header else 4 * _AT_ONCE  # by then a screen is full
    while (some := list(islice(left, at_once))) or header:
        screen.print(Padding(_part_of_table(columns, some, header), (0, 1)))
        header, at_once = False, at_once * 2  # a table has its price, whatever its rows
    screen.print()


def _part_of_table(
    columns: Sequence[ScreenColumn], rows: Iterable[Sequence[tuple[str, str]]], header: bool
) -> Table:
    from rich import box
    from rich.table import Table

    table = Table(
        box=box.SIMPLE_HEAD, expand=True, show_header=header, show_edge=False, padding=(0, 1, 0, 0)
    )
    for column in columns:
        table.add_column(
            column.header,
            width=column.width or None,
            ratio=None if column.width else column.share,
            justify="right" if column.right else "left",
            overflow="fold",
        )
    for row in rows:
        table.add_row(*(rich_text(text, style) for text, style in row))
    return table


def print_stacked(screen: Console, rows: Iterable[Sequence[tuple[str, str]]]) -> None:
    """Print rows for a narrow terminal: the first three cells in a line, the others below it."""
    for row in rows:
        head = "  ".join(text for text, _ in row[:3])
        screen.print(rich_text(head, row[2][1] if len(row) > 2 else ""))
        for text, style in row[3:]:
            if text:
                screen.print(rich_text(text, style))
        screen.print()
