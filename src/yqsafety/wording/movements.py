"""What `status --since` says: what was finished and what fell overdue after a day. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from yqsafety.wording.labels import TIMELINESS

if TYPE_CHECKING:
    from yqsafety.ledger.changes import ChangesSince, Movement

YEAR_OPEN = TIMELINESS["year-open"]

FEW = 10
"""Up to this many changes are named one by one; beyond it only the figures are given."""


def since_text(changed: ChangesSince) -> list[str]:
    """The lines of `status --since`: what was finished and what fell overdue after that day.

    What the notice gives no date is counted apart, as 转为年度未结: it has missed no stated date.
    """
    done, overdue, year_open = changed.finished, changed.fell_overdue, changed.became_year_open
    figures = [_movements_text("办结", done), _movements_text("新逾期", overdue)]
    if year_open:
        figures.append(_movements_text(f"转为{YEAR_OPEN}", year_open))
    lines = [f"自 {changed.day} 以来：{'，'.join(figures)}。"]
    kinds = (("办结", done), ("新逾期", overdue), (YEAR_OPEN, year_open))
    count = sum(len(some) for _, some in kinds)
    if 0 < count <= FEW:
        lines.append(
            "；".join(f"{word}：{_named_movements(some)}" for word, some in kinds if some) + "。"
        )
    elif count:
        lines.append("逐项清单请加 --json。")
    return lines


def _movements_text(word: str, some: Sequence[Movement]) -> str:
    presumed = sum(one.assignment.presumed for one in some)
    return f"{word} {len(some)} 项" + (f"（其中推定 {presumed} 项）" if presumed else "")


def _named_movements(some: Iterable[Movement]) -> str:
    return "、".join(f"{one.entry.shown_id} {_whose(one)}" for one in some)


def _whose(one: Movement) -> str:
    return one.entry.words.one_result if one.entry.shared else one.assignment.party.name
