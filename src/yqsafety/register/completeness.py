"""Whether all rows that went out came back, and none twice. Pure."""

from __future__ import annotations

from collections import Counter

from yqsafety.register.rows import OPEN
from yqsafety.register.seals import read_seal, same_text
from yqsafety.register.table import Line, RowProblem, Unread

Copies = dict[tuple[str, str], list[tuple[Line, Line]]]
"""By two sheets, the rows of the first that stand on the second again."""


def name_copies(copies: Copies, problems: list[RowProblem], unread: list[Unread]) -> None:
    """Rows that stand twice: whole copies of a sheet in one line, others one by one."""
    for (first, second), pairs in copies.items():
        differing = [
            (a, b) for a, b in pairs if any(not same_text(a.text(c), b.text(c)) for c in OPEN)
        ]
        if first != second:
            if not differing:
                said = f"与“{first}”表的 {len(pairs)} 行相同，未重复读取"
                unread.append(Unread("sheet", said, second, len(pairs)))
            else:
                line = differing[0][1]
                said = (
                    f"与“{first}”表有 {len(pairs)} 行重复，其中 {len(differing)} 行填的不同"
                    f"（如 {line.text('item') or line.text('id')}），请只留一份"
                )
                problems.append(RowProblem(line.place("status"), said, second))
            continue
        for one, again in pairs:
            name = again.text("item") or again.text("id")
            problems.append(again.problem("id", f"{name} 与第 {one.number} 行重复，请只留一行"))


def name_missing(lines: list[Line], unread: list[Unread]) -> None:
    """Rows that went out together, on one sheet or on two, and did not all come back.

    A seal says which number its row had and how many there were; sheets of 0.1.0 have only 序号.
    """
    groups: dict[tuple[int, int], Counter[int]] = {}
    sheets: dict[tuple[int, int], str] = {}
    seen: set[tuple[int, str, int]] = set()
    for line in lines:
        seal = read_seal(line.text("seal")[:100])
        group, number = (line.table, 0), 0
        if seal and seal.version == 1 and line.text("number")[:7].isdecimal():
            number = int(line.text("number")[:7])
        elif seal and seal.number:
            # Whichever sheet it is on now; a row of a copy counts once.
            group, number = (0, seal.total), seal.number
            if (row := (seal.total, seal.identity, number)) in seen:
                continue
            seen.add(row)
        if number:
            groups.setdefault(group, Counter())[number] += 1
            sheets.setdefault(group, line.sheet)
    for group, numbers in groups.items():
        _name_gaps(numbers, group[1], sheets[group], unread)


def _name_gaps(numbers: Counter[int], total: int, sheet: str, unread: list[Unread]) -> None:
    """Say which numbers are missing up to a total; 0 where that is not known."""
    # Several registers of equal length in one file have each number more than once.
    last = total or max(numbers)
    sent = last * max(numbers.values())
    if (gone := sent - numbers.total()) <= 0 or sent > 1_000_000:
        return
    gaps = [str(n) for n in range(1, last + 1) if n not in numbers]
    shown = f"（序号 {'、'.join(gaps[:9])}{' 等' if len(gaps) > 9 else ''}）" if gaps else ""
    said = f"导出 {sent} 行，收回 {numbers.total()} 行，缺 {gone} 行{shown}"
    unread.append(Unread("missing", said, sheet, gone))
