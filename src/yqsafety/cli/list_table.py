"""The rows of `list`: a table on a terminal, a line each in a pipe."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from yqsafety.cli import console
from yqsafety.cli.tables import (
    NARROW,
    STYLE,
    WIDE,
    ScreenColumn,
    print_stacked,
    print_table,
    rich_console,
    rich_text,
)
from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.filters import Selection
from yqsafety.wording import phrases, status_words


def show_list(
    selection: Selection, units: tuple[str, ...], *, quote: bool, by_section: bool = True
) -> None:
    """Show rows, under their sections where they stand in the document's order.

    The columns stay where they are from one section to the next, and have one header.
    """
    entries = selection.entries
    if not console.is_terminal():
        console.out_rows(_piped_row(entry, units, quote) for entry in entries)
        return
    screen = rich_console()
    columns = [
        ScreenColumn("编号", max(len(entry.shown_id) for entry in entries)),
        ScreenColumn("时限", 15),
        ScreenColumn("状态", 21 if screen.width >= WIDE else 10),
        ScreenColumn("任务", share=3),
        ScreenColumn("责任来源" if units else "责任单位", share=2),
    ]
    for number, (heading, some) in enumerate(_chapters(entries, by_section)):
        rows = (_list_cells(entry, units, quote) for entry in some)
        if heading:
            screen.print(rich_text(heading, "bold cyan"))
        if screen.width < NARROW:
            print_stacked(screen, rows)
        else:
            print_table(screen, columns, rows, header=number == 0)
    screen.print(rich_text(phrases.summary_text(selection)))


def _chapters(entries: Iterable[Entry], by_section: bool) -> Iterator[tuple[str, Iterable[Entry]]]:
    return groupby(entries, key=lambda entry: entry.section_name if by_section else "")


def _list_cells(entry: Entry, units: tuple[str, ...], quote: bool) -> list[tuple[str, str]]:
    """The cells of a row on a terminal, each with its style."""
    task = phrases.title_text(entry) + (f"\n{entry.task.quote}" if quote else "")
    return [
        (entry.shown_id, "bold"),
        (phrases.due_short(entry), ""),
        (
            phrases.state_text(entry),
            "" if entry.blames_nobody else STYLE.get(entry.timeliness, ""),
        ),
        (task, ""),
        (phrases.responsible_short(entry, units), "dim"),
    ]


def _piped_row(entry: Entry, units: tuple[str, ...], quote: bool) -> Iterable[str]:
    """The fields of a row in a pipe; their order is a contract ("Lines in a pipe")."""
    yield entry.shown_id
    deciding = entry.deciding
    yield str(deciding.due or "")
    yield status_words.status_label(entry)
    yield phrases.timeliness_mark(entry)
    yield phrases.title_text(entry)
    yield phrases.responsible_text(entry, units)
    if quote:
        yield entry.task.quote
