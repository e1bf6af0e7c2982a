"""What became of a duty under the notice before, in Chinese. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from yqsafety.ledger.assignments import Assignment, Entry
from yqsafety.ledger.year_before import ContinuedTask, PastResult
from yqsafety.notice.model import Term
from yqsafety.wording import labels
from yqsafety.wording.status_words import done_day, unit_status

NAMED = 5
"""Of more units with the same result than this, the first few are named."""


def past_paragraphs(
    tasks: Iterable[ContinuedTask], term: Term, *, named: bool
) -> list[tuple[str, Sequence[str]]]:
    """For each earlier task a label such as 上年（18.8）, and a line for each different result.

    `term` is that of the notice in which they go on; `named` says whether units are to be named.
    """
    return [(past_label(task, term), past_lines(task, named=named)) for task in tasks]


def past_label(task: ContinuedTask, term: Term) -> str:
    """上年（18.8）; where it was not the year before, its years."""
    before = task.term
    if before is None or before.until.year + 1 == term.from_.year:
        return f"上年（{task.task}）"
    return f"{before.words}（{task.task}）"


def past_lines(task: ContinuedTask, *, named: bool) -> list[str]:
    """What became of it; of several units, those with one result together."""
    if task.term is None:
        return [f"上年通知 {task.notice} {task.why}，看不到上年结果"]
    said: dict[str, list[str]] = {}
    for result in task.results:
        said.setdefault(past_text(result), []).append(result.party.name)
    if not said:
        return ["上年不由所列单位承担"]
    if task.shared or not named:  # a result of the whole names who reported it itself
        return list(said)
    return [f"{_few(names)}：{text}" for text, names in said.items()]


def past_text(result: PastResult) -> str:
    """What became of it for one unit: 办结 2025-11-03，已复核; or how many slots are done."""
    begun = [(entry, one) for entry, one in result.slots if not entry.waiting]
    if not begun:
        return labels.TIMELINESS["waiting"]
    if len(begun) == 1 and result.slots[0][0].task.timing.kind != "triggered":
        return _slot_text(*begun[0])
    asked = [(entry, one) for entry, one in begun if not one.is_transferred]
    due = [(entry, one) for entry, one in asked if not (one.status == "na" and one.confirmed)]
    done = [one for _, one in due if one.status == "done"]
    parts = [f"办结 {len(done)}/{len(due)} 期"]
    if checked := sum(one.confirmed for one in done):
        parts.append(f"已复核 {checked} 期")
    if len(due) < len(asked):
        parts.append(f"不适用 {len(asked) - len(due)} 期")
    if len(asked) < len(begun):
        parts.append(f"{labels.TIMELINESS['transferred']} {len(begun) - len(asked)} 期")
    if left := [entry.period.label or entry.period.name for entry, one in due if one.is_open]:
        parts.append(f"未办结 {'、'.join(left)}")
    return "，".join(parts)


def _slot_text(entry: Entry, one: Assignment) -> str:
    said = unit_status(entry, one)
    if one is entry.whole or one.is_transferred or one.status == "na" or one.status == "todo":
        return said
    if one.status == "doing":
        return f"未办结（{said}）"
    if entry.task.timing.kind != "standing":
        late = "（逾期）" if one.timeliness == "late" and not one.presumed else ""
        said = f"{labels.STATUS['done']} {done_day(entry, one)}{late}"
        return f"{said}，已复核" if one.confirmed else said
    return said


def _few(names: Sequence[str]) -> str:
    more = f"等 {len(names)} 个单位" if len(names) > NAMED else ""
    return "、".join(names[:NAMED]) + more
