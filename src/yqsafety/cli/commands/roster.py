"""Commands that change the local roster, a unit at a time: add, alias, rename, contact.

`units` looks at it. Each says in one line what was done, and what follows of it.
"""

from typing import Annotated

import typer

from yqsafety.cli import console
from yqsafety.cli.asking import ask_first, can_ask
from yqsafety.cli.options import Common, Texts, YesFlag, takes_options
from yqsafety.cli.roster_desk import RosterDesk, open_desk, since_words, tasks_of
from yqsafety.errors import UsageError
from yqsafety.notice.model import Body, Ground, Group
from yqsafety.notice.roster import Roster
from yqsafety.notice.unit_checks import is_in_one_line
from yqsafety.notice.unit_names import is_called, plain_name, unquoted_name

UnitName = Annotated[str, typer.Argument(metavar="单位", help="名称、简称或其一部分")]
Since = Annotated[str | None, typer.Option("--from", help="从这一天起，默认今天", metavar="日期")]


@takes_options
def add(
    common: Common,
    name: Annotated[str, typer.Argument(metavar="文字", help="单位全称，如 县公安局")],
    into: Annotated[str | None, typer.Option("--into", help="归入这个范围", metavar="范围")] = None,
    alias: Annotated[Texts, typer.Option("--alias", help="简称，可重复", metavar="文字")] = None,
    source: Annotated[
        str | None,
        typer.Option("--source", help="归入的依据：文号或说明；没有的按推定", metavar="文字"),
    ] = None,
    since: Since = None,
    yes: YesFlag = False,
) -> None:
    """Add a unit, or take one that is known into a group, on a paper or presumed."""
    if since and not into:
        raise UsageError("--from 是归入范围的日期，要和 --into 一起写。", "加 --into 范围。")
    desk = open_desk(common)
    name = clean_name(name)
    group = desk.group(into) if into else None
    body = _known_body(desk.roster, name)
    if isinstance(body, Group) or (body and not group):
        raise UsageError(
            f"“{name}”已在名册中，即 {body.name}，未作改动。",
            f"加简称：yqsafety roster alias {body.name} 简称；单位归入范围加 --into 范围",
        )
    for other in alias or ():
        _refuse_taken(desk, clean_name(other), body)
    if body is None:
        _ask_if_close(desk.roster, name, yes)
        unit_id = desk.draft.add_unit(name, map(clean_name, alias or ()), desk.recorded_units())
    else:
        unit_id, name = body.id, body.name
        for other in alias or ():
            desk.draft.call(body, clean_name(other))
    told = _taken_in(desk, group, unit_id, name, source, since) if group else ""
    desk.save()
    done = f"已加入 {name}（代码 {unit_id}）{told and '，'}" if body is None else f"{name} "
    tip = "" if group else "，归入范围请加 --into 范围再运行一次"
    console.out(f"√ {done}{told}，现有 {tasks_of(desk, unit_id)} 项任务{tip}。名册：{desk.path}")


def _taken_in(
    desk: RosterDesk, group: Group, unit_id: str, name: str, source: str | None, since: str | None
) -> str:
    """Take a unit into a group; in words. UsageError where it is in it, or was taken out of it."""
    day = desk.since(since)
    then = desk.roster_then(day)
    party = then.members(group).get(unit_id)
    if party and not (party.presumed and source):
        raise UsageError(
            f"{name} 已属于“{group.name}”（{party.source}），未作改动。",
            f"查看：yqsafety units {name}",
        )
    if unit_id in then.everyone(_whole(then, group)) and not party and not source:
        raise UsageError(
            f"{name} 已从“{group.name}”剔除，推定不能再归入。", "有文件的请写明：--source 文号"
        )
    ground: Ground = "local" if source else "presumed"
    desk.draft.take_in(group, [name], ground, source or "本地推定，未写依据", day)
    kind = f"依据 {source}" if source else "推定；有文件的加 --source 文号"
    tip = "，早已是成员的加 --from 日期" if day and not since else ""
    return f"{since_words(day)}归入 {group.name}（{kind}{tip}）"


def _whole(roster: Roster, group: Group) -> Group:
    return next(one for one in roster.groups if one.id == group.id)


@takes_options
def alias(
    common: Common,
    unit: UnitName,
    name: Annotated[str, typer.Argument(metavar="文字", help="另一个名称或简称")],
) -> None:
    """Let a unit or group be called by another name as well."""
    desk = open_desk(common)
    body, name = desk.body(unit), clean_name(name)
    _refuse_taken(desk, name, body)
    desk.draft.call(body, name)
    desk.save()
    console.out(f"√ “{name}”即 {body.name}，以后可照此输入。名册：{desk.path}")


@takes_options
def rename(
    common: Common,
    unit: UnitName,
    name: Annotated[str, typer.Argument(metavar="文字", help="新名称")],
    since: Annotated[str, typer.Option("--from", help="从这一天起改称", metavar="日期")],
) -> None:
    """Let a unit be called otherwise from a day on; before it, it is shown as it was called."""
    desk = open_desk(common)
    body, name, day = desk.body(unit), clean_name(name), desk.day(since)
    if isinstance(body, Group):
        raise UsageError(
            f"“{body.name}”是通知所列的范围，名称照原文，未作改动。",
            f"加一个名称：yqsafety roster alias {body.name} {name}",
        )
    if any(one.from_ == day for one in body.names):
        raise UsageError(f"{body.name} 在 {day} 已有一次更名，未作改动。", f"请改名册：{desk.path}")
    _refuse_taken(desk, name, body, also_alias=False)
    desk.draft.rename(body, name, day)
    desk.save()
    console.out(
        f"√ {body.name} 自 {day} 起称 {name}，此前仍称原名，新旧名称都可输入；"
        f"现有 {tasks_of(desk, body.id)} 项任务。名册：{desk.path}"
    )


@takes_options
def contact(
    common: Common,
    unit: UnitName,
    person: Annotated[
        str | None, typer.Option("--person", help="联系人姓名", metavar="姓名")
    ] = None,
    phone: Annotated[str | None, typer.Option("--phone", help="联系电话", metavar="文字")] = None,
) -> None:
    """Keep or show whom to call at a unit; on this machine only, in nothing that is sent."""
    from yqsafety.cli.contacts import contact_of, keep_contact

    body = open_desk(common).body(unit)
    given = {"person": person, "phone": phone}
    values = {key: value.strip() for key, value in given.items() if value}
    known = keep_contact(body, values) if values else contact_of(body)
    if not known:
        raise UsageError(
            f"还没有 {body.name} 的联系人。",
            f"登记：yqsafety roster contact {body.name} --person 姓名 --phone 电话",
        )
    said = " ".join(known[key] for key in ("person", "phone") if key in known)
    saved = "已记下，只存本机，不随名册、台账和页面发出。" if values else ""
    console.out(f"{'√ ' if values else ''}{body.name}：{said}{saved and '。'}{saved}")


def clean_name(text: str) -> str:
    """A name as typed without quotation marks and blanks; UsageError for what is no name."""
    name = "".join(unquoted_name(text).split()) if is_in_one_line(text) else ""
    if not plain_name(name) or not name.isprintable() or any(mark in name for mark in "、，；,;"):
        raise UsageError(
            f"“{text.strip()}”不是一个单位的名称。", "请写全称，一次一个，如 县公安局。"
        )
    return name


def _known_body(roster: Roster, name: str) -> Body | None:
    """The body that has this name, also behind the county's own."""
    if body := roster.get(name):
        return body
    try:
        body = roster.find(name).body
    except UsageError:
        return None
    # A part of another's name is no name of it.
    return None if is_called(body, plain_name(name)) or _is_initials(name) else body


def _is_initials(name: str) -> bool:
    return name.isascii()


def _ask_if_close(roster: Roster, name: str, yes: bool) -> None:
    """Ask before a name is added that is a part of another's: it may be its short form."""
    close = next((body for body in roster.units if is_called(body, plain_name(name))), None)
    if close is None or yes:
        return
    if not can_ask():
        raise UsageError(
            f"“{name}”与已有的 {close.name} 相近，未加入。",
            f"是其简称：yqsafety roster alias {close.name} {name}；是另一个单位：加 --yes",
        )
    ask_first(f"“{name}”与已有的 {close.name} 相近，作为另一个单位加入？[y/N] ", "未作改动")


def _refuse_taken(desk: RosterDesk, name: str, mine: Body | None, also_alias: bool = True) -> None:
    """UsageError where a name is another body's, or one that this body has already."""
    owner = desk.roster.get(name)
    if owner is None:
        return
    if mine is None or owner.id != mine.id:
        raise UsageError(f"“{name}”已是 {owner.name} 的名称，未作改动。", "请换一个名称。")
    if also_alias or plain_name(name) == plain_name(mine.name):
        hint = f"查看：yqsafety units {mine.name}"
        raise UsageError(f"“{name}”已是 {mine.name} 的名称，未作改动。", hint)
