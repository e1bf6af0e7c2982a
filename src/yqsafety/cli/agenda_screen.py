"""The agenda for people: one screen on a terminal, all of it as lines in a pipe."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from typing import NamedTuple

from yqsafety.cli import console
from yqsafety.cli.tables import STYLE, rich_console
from yqsafety.ledger.agenda import AgendaGroup, AgendaRow
from yqsafety.ledger.office_agenda import OfficeGroup
from yqsafety.safe_text import text_columns, visible_text
from yqsafety.wording import agenda_words as words

_STYLE_OF = {
    "returned": "magenta",
    "overdue": STYLE["overdue"],
    "late": STYLE["overdue"],
    "this-week": STYLE["due-soon"],
}
_SPARE = 4
"""Lines of a screen that are not for groups: the head, the next step, a remark, the prompt."""


class ListedGroup(NamedTuple):
    """A group as it is shown: its head, and the cells of its rows."""

    title: str
    rows: list[tuple[str, ...]]
    style: str


def show_unit_agenda(
    head: str, groups: Sequence[AgendaGroup], following: str, *, several: bool
) -> None:
    """Show what units have to do; `several` names the unit of each row."""

    def cells(row: AgendaRow) -> tuple[str, ...]:
        whose = (row.one.party.name,) if several else ()
        return row.entry.shown_id, words.days_text(row), *whose, words.row_title(row)

    listed = [group for group in groups if group.concern != "later"]
    if not console.is_terminal():
        for group in listed:
            console.out_rows((words.CONCERN[group.concern], *cells(row)) for row in group.rows)
        return
    shares = _shares([len(group.rows) for group in listed])
    shown = [
        ListedGroup(
            words.group_title(group, share),
            [cells(row) for row in group.rows[:share]],
            "" if all(row.blames_nobody for row in group.rows) else _style_of(group.concern),
        )
        for group, share in zip(listed, shares, strict=True)
    ]
    shown += [ListedGroup(words.group_title(one, 0), [], "") for one in groups[len(listed) :]]
    _print_screen(head, shown, following)


def show_office_agenda(head: str, groups: Sequence[OfficeGroup], following: str) -> None:
    """Show what the supervising office has to do, unit by unit."""
    if not console.is_terminal():
        for group in groups:
            name = words.OFFICE_CONCERN[group.concern]
            console.out_rows(
                (name, one.unit.name, str(one.number), words.office_days(group, one))
                for one in group.units
            )
        return
    shares = _shares([len(group.units) for group in groups])
    shown = [
        ListedGroup(
            words.office_group_title(group, share),
            [
                (one.unit.name, f"{one.number} 项", words.office_days(group, one))
                for one in group.units[:share]
            ],
            _style_of(group.concern),
        )
        for group, share in zip(groups, shares, strict=True)
    ]
    _print_screen(head, shown, following)


def _style_of(concern: str) -> str:
    return _STYLE_OF.get(concern, "")


def _shares(counts: Sequence[int]) -> list[int]:
    """How many rows of each group fit on the screen: one of each, then the most urgent first."""
    room = shutil.get_terminal_size().lines - _SPARE - len(counts) - 1
    shares = [min(count, 1) for count in counts]
    left = max(room - sum(shares), 0)
    for number, count in enumerate(counts):
        more = min(count - shares[number], left)
        shares[number] += more
        left -= more
    return shares


def _print_screen(head: str, groups: Sequence[ListedGroup], following: str) -> None:
    """Print a head, the groups with their columns in line, and what to do next."""
    from rich.text import Text

    screen = rich_console()
    rows = [row for group in groups for row in group.rows]
    columns = zip(*(row[:-1] for row in rows), strict=True)
    wide = [max(map(text_columns, cells)) for cells in columns]

    def line(text: str, style: str = "", *, whole: bool = False) -> None:
        said = Text(visible_text(text), style=style, overflow="fold" if whole else "ellipsis")
        screen.print(said, no_wrap=not whole, crop=True)

    line(head, "bold cyan")
    for group in groups:
        line(group.title, f"bold {group.style}".strip())
        for row in group.rows:
            cells = [c + " " * (w - text_columns(c)) for c, w in zip(row, wide, strict=False)]
            line("  " + "  ".join((*cells, row[-1])))
    line(following, whole=True)
