"""Rows, headings and details as coloured text; foreign text is never taken for markup."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from textual.content import Content

from yqsafety.cli.checklist.view import Group, View, figures, figures_in_full, tags
from yqsafety.ledger.assignments import Entry
from yqsafety.safe_text import visible
from yqsafety.wording import labels, phrases
from yqsafety.wording.task_card import Lines

STATE = 6
"""Columns of the usual state, so that the dates stand in line."""
GAP = 2
"""Columns between what stands left and right in a line."""
LONG = 2000
"""Characters of one text that are shown here; `show` has them all."""
LAST = ("出处", "类型", "责任主体", "责任方式")
"""Paragraphs of the detail that give way to the others."""
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
}


def text(said: str, style: str = "") -> Content:
    """Foreign text, harmless, in one style."""
    if len(said) > LONG:
        said = f"{said[:LONG]}……（其余见 yqsafety show）"
    return Content.styled("\n".join(map(visible, said.split("\n"))), style)


def answer(said: Iterable[str], warnings: Iterable[str], error: str) -> Content:
    """What came of a key, a line each."""
    parts = [*(text(line, "$text-warning") for line in warnings), *map(text, said)]
    return Content("\n").join([*parts, *([text(error, "$text-error")] if error else [])])


def together(words: Iterable[str]) -> Content:
    """Short texts in a line that is broken between them only."""
    return Content("  ".join(word.replace(" ", "\u00a0") for word in words))


def head(unit: str, day: str, shown: View) -> Content:
    """Whose checklist it is, on which day, and how far it is."""
    counts = figures_in_full(shown.tally, shown.late)
    return _line(text(unit, "bold"), text(day), together(counts))


def sieve(label: str, search: str, shown: View) -> Content:
    """Which filter and search are on, and what they let through."""
    searched = [text(f"检索：{search}")] if search else []
    return _line(text(f"筛选：{label}"), *searched, text(f"显示 {shown.shown}/{shown.total} 项"))


def heading(group: Group, width: int) -> Content:
    """A section and how far it is."""
    counts = text("  ".join(figures(group.tally)), DIM)
    return _apart(text(group.heading, HEADING), counts, width)


def row(entry: Entry, today: dt.date, width: int) -> Content:
    """A row: mark, id and title, what sets it apart, date and state; in two lines if need be."""
    style = _STYLE.get(entry.timeliness, "")
    mark = text(f" {labels.MARK[entry.status]} ", style)
    name = _line(mark + text(entry.id, "bold"), text(phrases.title_text(entry)))
    apart = text(tags(entry, today), DIM)
    state = text(phrases.state_words(entry), style)
    state = state.pad_right(max(0, STATE - state.cell_length))
    right = _line(text(phrases.due_short(entry)), state)
    whole = _line(name, apart).rstrip()
    if whole.cell_length + GAP + right.cell_length <= width:
        return _apart(whole, right, width)
    return name + Content("\n") + _apart(Content(" " * mark.cell_length) + apart, right, width)


def details(title: str, pairs: Sequence[Lines]) -> Content:
    """One task whole, labelled paragraphs below one another, what the row tells already last."""
    lines = [text(title, HEADING)]
    for label, texts in sorted(pairs, key=lambda pair: pair[0] in LAST):
        lines += [text(f"{label}：", DIM) + text(said) for said in texts[:1]]
        lines += [text(f"　{said}") for said in texts[1:]]
    return Content("\n").join(lines)


def _line(*parts: Content) -> Content:
    return Content("  ").join(parts)


def _apart(left: Content, right: Content, width: int) -> Content:
    """One at the left, one at the right; in two lines where one is too short."""
    space = width - left.cell_length - right.cell_length
    if space >= GAP:
        return left + Content(" " * space) + right
    return left + Content("\n") + Content(" " * max(0, width - right.cell_length)) + right
