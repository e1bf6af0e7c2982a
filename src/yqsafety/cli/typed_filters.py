"""What was typed as filters, as ids, codes and days. What names nothing is an error."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from yqsafety.cli.options import FilterOptions
from yqsafety.errors import UsageError
from yqsafety.ledger.filters import NOWHERE, Filters, Places
from yqsafety.notice.model import Body, Notice
from yqsafety.wording.labels import ground_code, kind_code

if TYPE_CHECKING:
    from yqsafety.cli.session import Session


def filters_of(options: FilterOptions, session: Session) -> Filters:
    """The filters as ids, codes and days; UsageError for a value that names nothing.

    Their Chinese words go along in `shown`, to name the filter that left nothing over.
    """
    bodies = session.bodies(options.unit) + _mine(options.mine, session)
    places = _places(options.section or (), options.item or (), session)
    first, last = _due_between(options.due_from, options.due_by, session)
    silent = _silent_days(options.silent, session)
    words = {
        "unit": "单位 " + "、".join(body.name for body in bodies),
        "direct": "只看点名",
        "ground": "依据 " + "、".join(options.ground or ()),
        "unconfirmed": "尚未复核",
        "undivided": "待分工",
        "silent": f"未动 {silent} 天",
        "section": "章节 " + "、".join(options.section or ()),
        "item": "条款 " + "、".join(options.item or ()),
        "due_from": f"时限不早于 {first}",
        "due_by": f"时限不晚于 {last}",
        "status": "状态 " + "、".join(options.status or ()),
        "kind": "类型 " + "、".join(options.kind or ()),
        "grep": f"文字 {options.grep}",
    }
    return Filters(
        units=session.roster.expand(*bodies),
        direct=options.direct,
        grounds=tuple(ground_code(text) for text in options.ground or ()),
        unconfirmed=options.unconfirmed,
        undivided=options.undivided,
        silent_days=silent,
        sections=places[0].sections if places else (),
        items=places[0].items if places else (),
        due_from=first,
        due_by=last,
        statuses=_states(options.status),
        kinds=tuple(kind_code(text) for text in options.kind or ()),
        grep=options.grep or "",
        shown=tuple(words.items()),
        places=places if len(places) > 1 else (),
    )


def _states(texts: list[str] | None) -> tuple[str, ...]:
    """The codes of the states that were typed."""
    if not texts:
        return ()
    from yqsafety.wording.typed_status import state_asked

    return tuple(map(state_asked, texts))


def _silent_days(text: str | None, session: Session) -> int | None:
    """The days of silence that are asked for, counted back from the day that is shown."""
    if text is None:
        return None
    from yqsafety.notice.days_meant import days_of_silence

    return days_of_silence(text, session.around, session.as_of)


def _due_between(
    first: str | None, last: str | None, session: Session
) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day of two limits as typed."""
    if not (first or last):
        return None, None
    from yqsafety.notice.days_meant import typed_last_day, typed_span

    around = session.around
    return (
        typed_span(first, around)[0] if first else None,
        typed_last_day(last, around) if last else None,
    )


def _places(sections: Sequence[str], items: Sequence[str], session: Session) -> tuple[Places, ...]:
    """The sections and items that were typed, in each notice in view by its numbers.

    UsageError for one that no notice has.
    """
    if not (sections or items):
        return ()
    from yqsafety.notice.lookup import find_item, find_section

    notices = [one.catalog.notice for one in session.notices]
    found_sections = _found_in(notices, sections, find_section)
    found_items = _found_in(notices, items, find_item)
    return tuple(
        Places(notice.id, *places)
        for notice, *places in zip(notices, found_sections, found_items, strict=True)
    )


def _mine(wanted: bool, session: Session) -> tuple[Body, ...]:
    body = session.default_unit() if wanted else None
    if wanted and body is None:
        raise UsageError(
            "还没有设定本机单位。", "请运行 yqsafety use 单位名称，或设置 YQSAFETY_UNIT。"
        )
    return (body,) if body else ()


def _found_in(
    notices: Sequence[Notice], texts: Sequence[str], find: Callable[[Notice, str], int]
) -> list[tuple[int, ...]]:
    """For each notice the numbers that some texts name in it; NOWHERE where it has none of them.

    UsageError for a text that no notice knows.
    """
    found: list[list[int]] = [[] for _ in notices]
    for text in texts:
        errors: list[UsageError] = []
        for numbers, notice in zip(found, notices, strict=True):
            try:
                numbers.append(find(notice, text))
            except UsageError as error:
                errors.append(error)
        if len(errors) == len(notices):
            raise errors[0]
    return [tuple(numbers) or (NOWHERE if texts else ()) for numbers in found]
