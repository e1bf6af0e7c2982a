"""The Chinese for what comes in by merging and is shown before it is taken in. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from yqsafety.ledger.events import Event
from yqsafety.ledger.incoming import ASKED, Incoming, Matter
from yqsafety.notice.model import Words
from yqsafety.notice.roster import Roster

MATTER: dict[Matter, str] = {
    "division": "分工",
    "strike": "剔除成员",
    "answer": "复核或退回",
    "reminder": "催办",
    "county": "{one}的{whole}登记或时限",
    "revert": "撤销他人登记",
    "impossible": "本程序不会这样登记的",
    "stranger": "单位不承担该任务的，不计入",
}
_SHOWN = 3
"""How many of one matter are shown; a file may hold thousands."""


def incoming_lines(
    name: str, found: Sequence[Incoming], roster: Roster, words: Words
) -> Iterator[str]:
    """A line for each matter in one file: how many records, of whom, and the first of them."""
    for matter, word in MATTER.items():
        events = [one.event for one in found if one.matter == matter]
        if events:
            people = "、".join(list(dict.fromkeys(event.by for event in events))[:_SHOWN])
            named = Counter(_event_text(event, roster) for event in events)
            shown = "、".join(f"{one}{_times(count)}" for one, count in [*named.items()][:_SHOWN])
            more = " 等" if len(named) > _SHOWN else ""
            what = word.format(one=words.one_result, whole=words.whole)
            yield f"注意：{name} 中有{what} {len(events)} 条（{people} 登记）：{shown}{more}。"


def _times(count: int) -> str:
    return f"（{count} 条）" if count > 1 else ""


def _event_text(event: Event, roster: Roster) -> str:
    if event.action == "revert":
        return f"批次 {event.reverts}"
    unit = roster.name(event.unit) if event.unit else ""
    return " ".join(filter(None, (event.task or roster.name(event.field), unit)))


def agreeing_question(found: Sequence[Incoming], words: Words) -> str:
    """The question whether to take in what decides over others; empty where there is nothing."""
    count = sum(one.matter in ASKED for one in found)
    return (
        f"以上 {count} 条会改变分工、复核、{words.whole}的结果或他人的登记，一并收入吗？[y/N] "
        if count
        else ""
    )
