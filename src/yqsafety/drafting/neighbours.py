"""What follows a numbered paragraph, and whether those beside it are duties by themselves. Pure."""

from __future__ import annotations

from collections import Counter

from yqsafety.drafting.cuts import cut_text
from yqsafety.drafting.head_lines import ATTACHED
from yqsafety.drafting.labels import Levels
from yqsafety.drafting.outline_lines import Line
from yqsafety.notice.bracket_places import find_bracket


def holds_more(lines: list[Line], n: int, levels: Levels) -> bool:
    """Whether prose, a table or a label of a lower level follows a numbered line."""
    label = lines[n].label
    if label is None or n + 1 >= len(lines):
        return False
    after = lines[n + 1]
    if after.label:
        return levels.is_above(label.form, after.label.form)
    prose = after.kind == "text" and not ATTACHED.match(after.text)
    return after.kind == "table" or (prose and bool(find_bracket(after.text)[0].strip()))


def among_duties(lines: list[Line], holding: list[bool], levels: Levels) -> list[bool]:
    """For each line, whether more of those beside it are duties than hold more."""
    groups = _groups(lines, levels)
    balance: Counter[int] = Counter()
    for line, held, group in zip(lines, holding, groups, strict=True):
        if group >= 0:
            balance[group] += -1 if held else _asks(line)
    return [
        balance[group] + held > 0 and group >= 0
        for held, group in zip(holding, groups, strict=True)
    ]


def _asks(line: Line) -> int:
    body = find_bracket(line.text)[0].rstrip()
    return int(body.endswith(("。", "；")) and any(piece.duty for piece in cut_text(body)))


def _groups(lines: list[Line], levels: Levels) -> list[int]:
    """For each line the first line of its list; -1 where it has no label."""
    open_lists: list[tuple[str, int]] = []
    groups: list[int] = []
    for n, line in enumerate(lines):
        if line.label is None:
            groups.append(-1)
            if ATTACHED.match(line.text):
                open_lists.clear()
            continue
        form, last = line.label.form, ("", n)
        while open_lists and not levels.is_above(open_lists[-1][0], form):
            last = open_lists.pop()
        open_lists.append((form, last[1] if last[0] == form else n))
        groups.append(open_lists[-1][1])
    return groups
