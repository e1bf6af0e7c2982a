"""What adopting a new edition does to the records, for people and for scripts. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from yqsafety.drafting.asked_again import changes_text, is_renumbered, parts_of
from yqsafety.drafting.comparing import Change
from yqsafety.ledger.events import Event
from yqsafety.ledger.ledger import Ledger
from yqsafety.reports.differences import Difference
from yqsafety.wording.marked_words import marked_changes


class Adoption(NamedTuple):
    """Two editions of a notice, and what going over to the newer one records."""

    difference: Difference
    records: dict[str, int]
    """By task of the old edition: how many records there are."""
    events: Sequence[Event]
    """What is added; the first names the edition."""

    def recorded_of(self, change: Change) -> int:
        """How many records there are of the tasks of a change."""
        return sum(self.records.get(duty.id, 0) for duty in change.old)

    @property
    def edition(self) -> int:
        """The edition that is adopted."""
        return self.difference.new.notice.edition

    @property
    def notice(self) -> str:
        """The id of the notice."""
        return self.difference.new.notice.id


def adoption_of(difference: Difference, before: Ledger, events: Sequence[Event]) -> Adoption:
    """What is to be said of a plan; `before` has the records as the old edition reads them."""
    records = Counter(event.task for event in before.live.events if event.task)
    return Adoption(difference, dict(records), events)


class _Heading(NamedTuple):
    text: str
    holds: Callable[[Change], bool]
    listed: bool = True


_HEADINGS = (
    _Heading(
        "不变 {} 项，登记照旧",
        lambda one: one.kind in ("kept", "moved") and not changes_text(one),
        False,
    ),
    _Heading(
        "改写 {} 项，已报的照算，须重新确认",
        lambda one: one.kind == "reworded" and not is_renumbered(one),
    ),
    _Heading(
        "换号 {} 项，登记转到新编号，须核对",
        lambda one: one.kind != "joined" and is_renumbered(one),
    ),
    _Heading("拆分 {} 项，登记转到各部分，须核对", lambda one: one.kind == "cut"),
    _Heading(
        "合并 {} 处，各部分都已报办结的才算办结",
        lambda one: one.kind == "joined" and len(parts_of(one)) > 1,
    ),
    _Heading(
        "停用编号 {} 处，原来的登记显示为备注",
        lambda one: one.kind == "joined" and len(parts_of(one)) == 1,
    ),
    _Heading("取消 {} 项，登记留存，见 yqsafety log --orphans", lambda one: one.kind == "gone"),
    _Heading("新增 {} 项", lambda one: one.kind == "new", False),
)


def adoption_lines(adoption: Adoption, new_file: str) -> Iterator[str]:
    """What becomes of the records, kind by kind; each changed task with what people must see."""
    old, new = adoption.difference.old.notice, adoption.difference.new.notice
    yield f"{new.id}：第 {old.edition} 版 → 第 {new.edition} 版"
    for heading in _HEADINGS:
        found = [one for one in adoption.difference.found.changes if heading.holds(one)]
        if found:
            more = "" if heading.listed else _fields_text(found, f"{new.id} {new_file}")
            yield heading.text.format(len(found)) + more + ("：" if heading.listed else "。")
            yield from (_change_line(adoption, one) for one in found if heading.listed)


def _fields_text(changes: Sequence[Change], both: str) -> str:
    """Of how many duties, whose text is the same, something else is not; `both` names the two."""
    asked = {"units", "timing", "quantity", "done_by"}
    count = sum(bool(asked & set(one.fields)) for one in changes if one.old)
    if not count:
        return ""
    said = f"其中单位、时限、数量或办理方式有变动的 {count} 项"
    return f"（{said}，见 yqsafety catalog diff {both}）"


def _change_line(adoption: Adoption, change: Change) -> str:
    old, new = _ids(duty.id for duty in change.old), _ids(duty.id for duty in change.new)
    count = adoption.recorded_of(change)
    said = f"（登记 {count} 条）" if count else ""
    if change.kind == "gone":
        return f"  {old} {change.old[0].task.title}{said}"
    if change.kind == "reworded":
        words = marked_changes(change.old[0].task.quote, change.new[0].task.quote)
        return f"  {old}{said}：{words}"
    return f"  {old} → {new}{said}"


def _ids(ids: Iterable[str]) -> str:
    return "、".join(ids)


def adoption_question(adoption: Adoption) -> str:
    """The yes-or-no question before anything is written."""
    count = len(adoption.events)
    records = f"登记 {count} 条，" if count else "没有须转接的登记，"
    return f"将{records}换用第 {adoption.edition} 版。确定吗？[y/N] "


def adopted_lines(adoption: Adoption) -> Iterator[str]:
    """What was done, and what is left to do."""
    count = len(adoption.events)
    batch = f"，登记 {count} 条（批次 {adoption.events[0].batch}）" if count else ""
    yield f"√ 已启用 {adoption.notice} 第 {adoption.edition} 版{batch}。"
    if asks_again(adoption):
        yield "待重新确认的：yqsafety list --status revised"
    if count:
        yield "撤回这些登记：yqsafety undo"


def asks_again(adoption: Adoption) -> bool:
    """Whether anything that was reported is to be confirmed again."""
    return any(event.action in ("revise", "carry") for event in adoption.events)
