"""The lists of tasks as tables, in the annex of the monthly report and on the page. Pure.

What a table leaves out is said before it: a line of its own behind it might stand alone on a page.
Of nothing there is no table.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.ledger import Ledger
from yqsafety.reports.document import Block, Paragraph, Table, TextColumn
from yqsafety.reports.monthly_lists import (
    Late,
    ListedTask,
    late_list,
    next_month_list,
    next_month_name,
    returned_list,
    returned_on,
)
from yqsafety.wording import labels
from yqsafety.wording.labels import TIMELINESS
from yqsafety.wording.paper_words import in_one_line, paper_day, paper_id


def late_blocks(ledger: Ledger, entries: tuple[Entry, ...], code: Late) -> Iterator[Block]:
    """The list of what is overdue, or open after its year, the longest first."""
    word = TIMELINESS[code]
    found = late_list(ledger, entries, code)
    if found.lines:
        said = f"{word}{found.counted}项，按天数由多到少排列。"
        yield Paragraph(said + _left_out(word, found.presumed))
        yield _dated_table(ledger, found.lines, word)
    elif found.presumed:
        yield Paragraph(f"没有{word}任务。{_left_out(word, found.presumed)}")


def _left_out(word: str, presumed: int) -> str:
    return f"另有责任单位或时限属推定的{word}{presumed}项，未列入。" if presumed else ""


def returned_blocks(ledger: Ledger, entries: tuple[Entry, ...]) -> Iterator[Block]:
    """The list of what was sent back: to whom, when and why."""
    found = returned_list(entries)
    if not found.lines:
        return
    yield Paragraph(f"{ledger.words.office}复核退回、尚未重新办结{found.counted}项。")
    columns = (
        TextColumn("编号", 24),
        TextColumn("任务", 36),
        TextColumn("责任单位", 32),
        TextColumn("退回日期", 18),
        TextColumn("理由", 46),
    )
    yield Table(
        columns,
        tuple(
            (
                paper_id(ledger, line.entry),
                line.entry.task.title,
                line.named,
                paper_day(day, ledger.as_of.year) if (day := returned_on(line.first)) else "",
                in_one_line(line.first.returned),
            )
            for line in found.lines
        ),
        links=tuple(line.entry.shown_id for line in found.lines),
    )


def next_month_blocks(ledger: Ledger, entries: tuple[Entry, ...]) -> Iterator[Block]:
    """The list of what is open and falls due in the next calendar month."""
    name = next_month_name(ledger.as_of)
    found = next_month_list(ledger, entries)
    left = _left_out("", found.presumed)
    if found.lines:
        yield Paragraph(f"{name}到期、尚未办结{found.counted}项。{left}")
        yield _dated_table(ledger, found.lines)
    elif left:
        yield Paragraph(f"没有{name}到期的任务。{left}")


def _dated_table(ledger: Ledger, lines: Sequence[ListedTask], late: str = "") -> Table:
    """Tasks with their dates, on what ground, and who takes them; with `late` how late they are."""
    day = ledger.as_of
    columns = (
        TextColumn("编号", 24),
        TextColumn("任务", 32),
        TextColumn("时限", 18),
        TextColumn("时限依据", 18),
        *([TextColumn("情况", 19)] if late else []),
        TextColumn("责任单位", 45 if late else 64),
    )
    rows = (
        (
            paper_id(ledger, line.entry),
            line.entry.task.title,
            paper_day(line.first.due or day, day.year),
            labels.basis_label(line.first.basis, line.entry.words),
            *([f"{late}{line.days_late(day)}天"] if late else []),
            line.named,
        )
        for line in lines
    )
    return Table(columns, tuple(rows), links=tuple(line.entry.shown_id for line in lines))
