"""What is said of the duties of one's own: one that was just added, and all of them. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from yqsafety.notice.model import Catalog, Item, Task, responsibility_of
from yqsafety.notice.roster import Roster
from yqsafety.notice.schedule import Period, periods_of
from yqsafety.wording.duty_phrases import named_text, timing_text


def added_lines(
    catalog: Catalog, task_id: str, guessed: Iterable[str], today: dt.date, *, unpublished: str
) -> Iterator[str]:
    """A duty that was added: what, for whom, when it falls due first, and what was guessed.

    `unpublished` says what is still to be done where a shared store is in use; else it is empty.
    """
    notice = catalog.notice
    item, task = next(
        (item, task) for item in notice.items() for task in item.tasks if task.id == task_id
    )
    name = f"{notice.id}/{task_id}"
    yield f"√ 已加入 {name} {task.title}。"
    yield f"单位：{_who_text(catalog, item, task)}；时限：{_when_text(catalog, task, today)}。"
    if said := "；".join(guessed):
        yield f"据原句拟定：{said}。不对的，先 yqsafety duty remove {name}，写明再加。"
    if unpublished:
        yield unpublished
        return
    yield f"查看：yqsafety list --notice {notice.id}；登记：yqsafety check {name}"


def unpublished_text(named: str, *, by_office: bool) -> str:
    """What is still to be done of a duty while a shared store is in use."""
    publish = f"yqsafety store publish --notice {named}"
    if by_office:
        return f"在用共享库，发布后各台电脑才看得到、登记得上：{publish}"
    return (
        "在用共享库，由督办单位发布后，各台电脑（本机也是）才看得到、登记得上。"
        f"请把这个文件夹交督办单位，运行：{publish}"
    )


def _who_text(catalog: Catalog, item: Item, task: Task) -> str:
    named = responsibility_of(item, task)
    count = len(Roster(catalog.units).parties(named.names))
    many = f"，共 {count} 个单位" if count > len(named.names) else ""
    return named_text(named) + many


def _when_text(catalog: Catalog, task: Task, today: dt.date) -> str:
    """The timing in words, and the next day on which something falls due."""
    said = _timing_words(task)
    if task.timing.kind == "triggered":
        return said
    periods = periods_of(task.timing, catalog.notice.term)
    return said + _next_text(periods, today, several=task.timing.kind == "recurring")


def _next_text(periods: Iterable[Period], today: dt.date, *, several: bool) -> str:
    due = [period.due for period in periods if period.due]
    ahead = [day for day in due if day >= today]
    if not ahead:
        return "（已过）" if due else ""
    return f"，最近一期 {ahead[0]}" if several else ""


def duty_cells(catalog: Catalog) -> Iterator[list[str]]:
    """A row for each duty: its id, when it is due, for whom, what."""
    for item in catalog.notice.items():
        for task in item.tasks:
            named = named_text(responsibility_of(item, task))
            yield [f"{catalog.notice.id}/{task.id}", _timing_words(task), named, task.title]


def _timing_words(task: Task) -> str:
    said = timing_text(task.timing)
    return f"{said} 年内" if task.timing.kind == "once" and not task.timing.due else said
