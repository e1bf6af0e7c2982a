"""Rows, headings and details as coloured text.

`Content` is built from text and style, never from markup, so `[done]` in a note stays as it is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from textual.content import Content

from yqsafety.cli.checklist.view import (
    ChecklistView,
    SectionRows,
    full_figures,
    row_tags,
    short_figures,
)
from yqsafety.ledger.assignments import Entry
from yqsafety.safe_text import visible_text
from yqsafety.wording import phrases
from yqsafety.wording.status_words import mark_of_row
from yqsafety.wording.task_card import Lines

STATE = 6
"""Columns to which short states are filled up (未反馈 takes 6), so that dates stand in line."""
GAP = 2
"""The fewest columns between what stands left and right in a line."""
LONG = 2000
"""Characters of one text that are shown; what is longer is cut and names `show`."""
LAST = ("出处", "类型", "责任主体", "责任方式")
"""Paragraphs of the detail that come last: the least needed where there is little room."""
HEADING = "bold $text-primary"
DIM = "dim"
_STYLE = {
    "overdue": "bold $text-error",
    "due-soon": "$text-warning",
    "stale": "$text-warning",
    "late": "$text-accent",
    "on-time": "$text-success",
    "waiting": DIM,
    "waived": DIM,
    "transferred": DIM,
}


def plain_text(said: str, style: str = "") -> Content:
    """Foreign text in one style, with characters that act without being seen as escapes."""
    if len(said) > LONG:
        said = f"{said[:LONG]}……（其余见 yqsafety show）"
    return Content.styled("\n".join(map(visible_text, said.split("\n"))), style)


def answer_text(said: Iterable[str], warnings: Iterable[str], error: str) -> Content:
    """The answer to a key: warnings, what was recorded, and an error, a line each."""
    parts = [*(plain_text(line, "$text-warning") for line in warnings), *map(plain_text, said)]
    return Content("\n").join([*parts, *([plain_text(error, "$text-error")] if error else [])])


def joined_texts(words: Iterable[str], width: int = 0) -> Content:
    """Short texts side by side; within a width a line is broken between them, never in one."""
    return _in_lines([plain_text(word) for word in words], width)


def screen_head(unit: str, day: str, shown: ChecklistView, width: int) -> Content:
    """The line at the top: the unit, the day and the unit's figures."""
    counts = map(plain_text, full_figures(shown.tally))
    return _in_lines([plain_text(unit, "bold"), plain_text(day), *counts], width)


def _in_lines(parts: Sequence[Content], width: int) -> Content:
    lines: list[list[Content]] = [[]]
    for part in parts:
        if width and lines[-1] and _line_between(*lines[-1], part).cell_length > width:
            lines.append([])
        lines[-1].append(part)
    return Content("\n").join(_line_between(*line) for line in lines)


def filter_line(label: str, search: str, shown: ChecklistView, day: str = "") -> Content:
    """The line with the filter, the search, how many of all rows they let through, and the day."""
    searched = [plain_text(f"检索：{search}")] if search else []
    dated = [plain_text(f"登记日期：{day}", "$text-warning")] if day else []
    return _line_between(
        plain_text(f"筛选：{label}"),
        *searched,
        plain_text(f"显示 {shown.shown}/{shown.total} 项"),
        *dated,
    )


def section_heading(group: SectionRows, width: int) -> Content:
    """A section's heading with its figures at the right."""
    counts = plain_text("  ".join(short_figures(group.tally)), DIM)
    return _spread_apart(plain_text(group.heading, HEADING), counts, width)


def row_text(entry: Entry, today: dt.date, width: int) -> Content:
    """A row: mark, id, title and tags; date and state at the right, below if there is no room."""
    style = _STYLE.get(entry.timeliness, "")
    mark = plain_text(f" {mark_of_row(entry)} ", style)
    name = _line_between(
        mark + plain_text(entry.shown_id, "bold"), plain_text(phrases.title_text(entry))
    )
    apart = plain_text(row_tags(entry, today), DIM)
    state = plain_text(phrases.state_words(entry), style)
    state = state.pad_right(max(0, STATE - state.cell_length))
    right = _line_between(plain_text(phrases.due_short(entry)), state)
    whole = _line_between(name, apart).rstrip()
    for short in (right, _short_right(entry, state)):
        if whole.cell_length + GAP + short.cell_length <= width:
            return _spread_apart(whole, short, width)
    return (
        name + Content("\n") + _spread_apart(Content(" " * mark.cell_length) + apart, right, width)
    )


def _short_right(entry: Entry, state: Content) -> Content:
    """Date and state where a line is short: month and day only, and not on what the date rests."""
    due = entry.due
    return _line_between(plain_text(f"{due.month:02}-{due.day:02}" if due else "—"), state.rstrip())


def task_details(title: str, pairs: Sequence[Lines]) -> Content:
    """One task whole: labelled paragraphs below one another, those of `LAST` at the end."""
    lines = [plain_text(title, HEADING)]
    for label, texts in sorted(pairs, key=lambda pair: pair[0] in LAST):
        lines += [plain_text(f"{label}：", DIM) + plain_text(said) for said in texts[:1]]
        lines += [plain_text(f"　{said}") for said in texts[1:]]
    return Content("\n").join(lines)


def _line_between(*parts: Content) -> Content:
    return Content("  ").join(parts)


def _spread_apart(left: Content, right: Content, width: int) -> Content:
    """One text at the left and one at the right; below one another where they do not fit."""
    space = width - left.cell_length - right.cell_length
    if space >= GAP:
        return left + Content(" " * space) + right
    return left + Content("\n") + Content(" " * max(0, width - right.cell_length)) + right
