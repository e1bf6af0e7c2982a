"""What a review asks for: in a line to type in, or among choices."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, cast

from yqsafety.cli.reviewing import acts
from yqsafety.cli.reviewing.desk import ReviewDesk
from yqsafety.cli.reviewing.view import Row, date_text, roles_of_row, roles_text
from yqsafety.drafting.editing import Book
from yqsafety.drafting.fields import evidence_text
from yqsafety.drafting.roles import how_to_add
from yqsafety.drafting.typed_quantity import quantity_text
from yqsafety.drafting.typed_timing import plain_timing
from yqsafety.notice.model import DoneBy, Every, Kind
from yqsafety.notice.unit_names import matching_bodies
from yqsafety.wording.duty_phrases import EVERY
from yqsafety.wording.labels import KIND, done_by_label

OFFERED = 6
"""Names of units that are offered while one is typed."""


class Question(NamedTuple):
    """What is asked of a duty, what stands in the line at first, and what an answer does."""

    label: str
    hint: str
    start: Callable[[Book, Row], str]
    act: Callable[[ReviewDesk, Row, str], str]


def _said_date(book: Book, row: Row) -> str:
    timing = plain_timing(row.duty)
    if timing.get("slots") or (timing["basis"] == "notice-year" and not timing.get("every")):
        return ""
    return date_text(book, row.duty).partition("（")[0]


QUESTIONS = {
    "title": Question("标题", "20 字以内", lambda _, row: str(row.duty["title"]), acts.set_title),
    "date": Question("时限", "6月30日、6月底、年底、每季度、长期", _said_date, acts.set_date),
    "unit": Question(
        "责任单位",
        "甲局、乙局；牵头：丙局；配合：丁局",
        lambda _, row: roles_text(roles_of_row(row)),
        acts.set_units,
    ),
    "quantity": Question(
        "数量",
        "照原文写，如 至少2次；留空为无",
        lambda _, row: quantity_text(row.duty.get("quantity")),
        acts.set_quantity,
    ),
    "evidence": Question(
        "佐证",
        "用、分开；名称里有、的，用；分开",
        lambda _, row: evidence_text(row.duty),
        acts.set_evidence,
    ),
}
TRIGGER = Question(
    "触发的情形",
    "照原文写，如 发生事故",
    lambda _, row: str(plain_timing(row.duty).get("trigger", "")),
    lambda desk, row, typed: acts.set_kind(desk, row, "triggered", None, typed),
)


def date_said(book: Book, before: Row, after: Row) -> str:
    """What a date was understood as, and the kind where that changed with it."""
    old, new = plain_timing(before.duty)["kind"], plain_timing(after.duty)["kind"]
    kind = f"；类型随之由{KIND[old]}改为{KIND[new]}，不对的按 u" if old != new else ""
    return f"√ {after.key} 时限已改为 {date_text(book, after.duty)}{kind}。"


def kind_choices() -> dict[str, str]:
    """The kinds, recurring ones by their period."""
    periods = {
        f"recurring {every}": f"{KIND['recurring']}，{said}" for every, said in EVERY.items()
    }
    return (
        {"once": f"{KIND['once']}，做成即了结"}
        | periods
        | {
            "standing": f"{KIND['standing']}，没有终点",
            "triggered": f"{KIND['triggered']}，出现某种情形才做",
        }
    )


def kind_now(task: Any) -> str:
    """The code of the choice that holds for a duty."""
    timing = plain_timing(task)
    return " ".join(filter(None, (timing["kind"], str(timing.get("every", "")))))


def choose_kind(desk: ReviewDesk, row: Row, code: str) -> str:
    """Set the kind that was picked."""
    kind, _, every = code.partition(" ")
    return acts.set_kind(desk, row, cast("Kind", kind), cast("Every", every) if every else None)


def choose_done_by(desk: ReviewDesk, row: Row, code: str) -> str:
    """Set by whom it is done, as picked."""
    return acts.set_done_by(desk, row, cast("DoneBy", code))


def done_by_choices(book: Book) -> dict[str, str]:
    """By whom it may be done."""
    each: DoneBy = "each"
    whole: DoneBy = "any"
    return {code: done_by_label(code, book.catalog.notice.words) for code in (each, whole)}


def completed_units(typed: str, book: Book) -> str:
    """A line in which the name being typed is written out; unchanged where none fits."""
    last = acts.last_name(typed)
    fitting = matching_bodies(book.roster.bodies, last) if last else []
    return typed[: len(typed.rstrip()) - len(last)] + fitting[0].name if fitting else typed


def offered_units(typed: str, book: Book) -> str:
    """The names that the one being typed may be meant for."""
    last = acts.last_name(typed)
    if not last or book.roster.get(last):
        return ""
    names = [body.name for body in matching_bodies(book.roster.bodies, last)]
    if not names:
        return f"单位文件中没有“{last}”。确是新单位的，{how_to_add(last, book.roster)}"
    more = f" 等 {len(names)} 个" if len(names) > OFFERED else ""
    return f"Tab 补全：{'、'.join(names[:OFFERED])}{more}"
