"""`roster members`: the members of a group as an official list has them."""

import datetime as dt
from typing import Annotated, NamedTuple

import typer

from yqsafety.cli import console
from yqsafety.cli.asking import ask_first
from yqsafety.cli.options import Common, Texts, YesFlag, takes_options
from yqsafety.cli.roster_desk import RosterDesk, open_desk, since_words, tasks_of
from yqsafety.errors import UsageError
from yqsafety.notice.model import Group
from yqsafety.notice.roster import Party
from yqsafety.notice.unit_names import names_in


class Listed(NamedTuple):
    """What an official list comes to for a group: names of units, in the roster's order."""

    confirmed: list[str]
    """Presumed until now."""
    new: list[str]
    """No members until now."""
    out: list[str]
    """Presumed, and not on the list."""
    kept: list[Party]
    """Not on the list either, but not presumed: the list does not undo what others say."""


@takes_options
def members(
    common: Common,
    group: Annotated[str, typer.Argument(metavar="范围", help="如 县安委会成员单位")],
    official: Annotated[str, typer.Option("--official", help="名单的文号或出处", metavar="文字")],
    units: Annotated[
        Texts, typer.Argument(metavar="[单位...]", help="名单所列；不写的，确认全部推定成员")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--from", help="从这一天起，默认今天", metavar="日期")
    ] = None,
    yes: YesFlag = False,
) -> None:
    """Confirm the presumed members of a group, or take the units named as its members.

    Presumed members that are not named are struck out, with the paper as the reason.
    """
    desk = open_desk(common)
    whole, day = desk.group(group), desk.since(since)
    listed = _listed(desk, whole, units or [], day)
    if not (listed.confirmed or listed.new or listed.out):
        raise UsageError(
            f"“{whole.name}”没有需要确认或剔除的成员，未作改动。",
            f"查看：yqsafety units {whole.name}",
        )
    said = _said(listed)
    if not yes:
        ask_first(
            f"{whole.name}，依据 {official}，{since_words(day)}{said}。确认？[y/N] ", "未作改动"
        )
    if listed.confirmed or listed.new:
        desk.draft.take_in(whole, listed.confirmed + listed.new, "local", official, day)
    for name in listed.out:
        desk.draft.take_out(whole, name, f"不在 {official} 名单内", day)
    desk.save()
    for party in listed.kept:
        console.err(f"注意：{party.name} 不在名单内，但已另有依据（{party.source}），未剔除。")
    console.out(
        f"√ {whole.name}：{since_words(day)}{said}，依据 {official}；"
        f"涉及 {tasks_of(desk, whole.id)} 项任务。名册：{desk.path}"
    )


def _listed(desk: RosterDesk, group: Group, names: list[str], day: dt.date | None) -> Listed:
    """Compare a list with the members of a day; UsageError for a name that is no unit's."""
    roster = desk.roster_then(day)
    known = roster.members(group)
    if not names:
        return Listed([p.name for p in known.values() if p.presumed], [], [], [])
    wanted = dict.fromkeys(_unit_id(desk, name) for text in names for name in _split(desk, text))
    presumed = [party for party in known.values() if party.presumed]
    return Listed(
        [party.name for party in presumed if party.id in wanted],
        [roster.name(unit) for unit in wanted if unit not in known],
        [party.name for party in presumed if party.id not in wanted],
        [p for p in known.values() if not p.presumed and p.id not in wanted],
    )


def _split(desk: RosterDesk, text: str) -> list[str]:
    return [text] if desk.roster.get(text) else names_in(text) or [text]


def _unit_id(desk: RosterDesk, name: str) -> str:
    body = desk.body(name)
    if isinstance(body, Group):
        raise UsageError(f"“{body.name}”是范围，不能作为成员。", "请逐个写明单位。")
    return body.id


def _said(listed: Listed) -> str:
    """What is done, as in 确认 13 个推定成员，新增 1 个（县公安局）."""
    parts = []
    if listed.confirmed:
        parts.append(f"确认 {len(listed.confirmed)} 个推定成员")
    for word, names in (("新增", listed.new), ("剔除", listed.out)):
        if names:
            parts.append(f"{word} {len(names)} 个（{'、'.join(names)}）")
    return "，".join(parts)
