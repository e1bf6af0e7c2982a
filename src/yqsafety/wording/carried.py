"""What goes from one notice into the next, and what stays, in lines of Chinese. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from yqsafety.ledger.events import LEAD, Event
from yqsafety.ledger.ledger import Ledger
from yqsafety.ledger.year_before import LeftOpen
from yqsafety.notice.roster import Roster
from yqsafety.recording.carrier import Matter, NotCarried

MATTER: dict[Matter, str] = {
    "division": "分工",
    "strike": "剔除",
    "date": "时限",
    "event": "情形",
}


def counted_text(events: Sequence[Event]) -> str:
    """How much is carried: 分工 3 项，剔除 1 个，时限 2 个，情形 1 次（附已报 4 条）."""
    divided = {event.task for event in events if event.action == "assign"}
    struck = sum(event.action == "strike" for event in events)
    opened = {(e.task, e.period) for e in events if e.action == "trigger"}
    dates = [e for e in events if e.action == "extend" and (e.task, e.period) not in opened]
    said = sum(event.action == "note" for event in events)
    parts = [
        f"分工 {len(divided)} 项" if divided else "",
        f"剔除 {struck} 个" if struck else "",
        f"时限 {len(dates)} 个" if dates else "",
        f"情形 {len(opened)} 次" + (f"（附已报 {said} 条）" if said else "") if opened else "",
    ]
    return "，".join(part for part in parts if part)


def carried_lines(events: Sequence[Event], new: Ledger) -> list[str]:
    """A line for each arrangement and each event, with its units and where it comes from."""
    name = new.roster.name
    grouped: dict[tuple[str, ...], list[Event]] = {}
    for event in events:
        if event.action not in ("note", "transfer"):
            key = event.action, event.task or event.field, event.period, str(event.until or "")
            grouped.setdefault((*key, event.reason), []).append(event)
    lines = [_line(group, name) for group in grouped.values()]
    if moved := sum(event.action == "transfer" for event in events):
        lines.append(f"沿用后，上年的这 {moved} 项显示为已转入，只在新通知中统计")
    return lines


def _line(group: Sequence[Event], name: Callable[[str], str]) -> str:
    first = group[0]
    units = "、".join(
        f"{name(event.unit)}{'（牵头）' if event.field == LEAD else ''}" for event in group
    )
    match first.action:
        case "assign":
            said = f"{first.task} 分工：{units}"
        case "strike":
            said = f"从“{name(first.field)}”剔除 {units}"
        case "extend":
            ident = f"{first.task}@{first.period}" if "-" in first.period else first.task
            said = f"{ident} 时限 {first.until}：{units}"
        case _:
            said = f"{first.task}@{first.period} 情形：{units}"
            said += f"，{first.note}" if first.note else ""
    return f"{said}（{first.reason}）"


def left_out_lines(ones: Iterable[NotCarried], roster: Roster) -> list[str]:
    """A line for each thing that stays, with the reason."""
    return [
        f"{one.notice} {roster.name(one.id) if one.matter == 'strike' else one.id} "
        f"{MATTER[one.matter]}{f' {roster.name(one.unit)}' if one.unit else ''}：{one.why}"
        for one in ones
    ]


def left_open_lines(ones: Iterable[LeftOpen], day: dt.date) -> list[str]:
    """A line for each unit: what it left unfinished, and where that goes on under another id.

    What still runs on the `day` is listed with its date.
    """
    of_unit: dict[tuple[str, str], list[LeftOpen]] = {}
    for one in ones:
        of_unit.setdefault((one.notice, one.one.party.id), []).append(one)
    return [
        f"{listed[0].one.party.name} {len(listed)} 项{_presumed(listed)}："
        + "、".join(_left_open_text(left, day) for left in listed)
        for listed in of_unit.values()
    ]


def _presumed(listed: Sequence[LeftOpen]) -> str:
    number = sum(one.one.presumed for one in listed)
    return f"（推定 {number}）" if number else ""


def _left_open_text(left: LeftOpen, day: dt.date) -> str:
    """4.1, 4.1（在办，至 2026-03-31）, 4.1→4.2/4.3 or 4.1（不再列入）."""
    due = left.one.due
    marks = [
        "在办" if left.one.status == "doing" else "",
        f"至 {due}" if due and due >= day else "",
        "" if left.into else "不再列入",
    ]
    said = "，".join(filter(None, marks))
    said = left.entry.id + (f"（{said}）" if said else "")
    renamed = left.into and left.into != (left.entry.task.id,)
    return f"{said}→{'/'.join(left.into)}" if renamed else said
