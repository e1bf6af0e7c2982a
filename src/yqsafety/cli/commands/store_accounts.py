"""Commands about the accounts of a shared store: add, passwd, close."""

from pathlib import Path
from typing import Annotated

import typer

from yqsafety.cli import console, settings
from yqsafety.cli.options import Common, takes_options
from yqsafety.cli.store_desk import chosen_address, named_unit, refuse_present, store_rosters
from yqsafety.errors import UsageError
from yqsafety.files import file_name, is_file
from yqsafety.recording.rights import Role
from yqsafety.store.addresses import SUFFIX
from yqsafety.store.store_address import StoreAddress, read_store_file, write_store_file

Person = Annotated[str, typer.Argument(metavar="姓名", help="登记人，全库不能重名")]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", help=f"连接文件，默认 姓名{SUFFIX}", metavar="文件"),
]
Force = Annotated[bool, typer.Option("--force", help="替换已有的文件")]


@takes_options
def add(
    person: Person,
    common: Common,
    unit: Annotated[
        str, typer.Option("--unit", "-u", help="单位名称、简称或其一部分", metavar="单位")
    ] = "",
    office: Annotated[
        bool, typer.Option("--office", help="督办单位的账号：复核、退回、分工")
    ] = False,
    reader: Annotated[bool, typer.Option("--reader", help="只能查看的账号")] = False,
    output: Output = None,
    force: Force = False,
) -> None:
    """Open an account for one person and write the file with which that person connects."""
    from yqsafety.store.administration import Administrator

    name = person.strip()
    if office + reader > 1 or not (unit or office or reader):
        raise UsageError("请写明账号归谁：--unit 单位，或 --office，或 --reader。")
    if not name.isprintable() or len(name) > 100:
        raise UsageError("姓名不能有换行等字符，不超过 100 字。")
    target = output or Path(f"{file_name(name)}{SUFFIX}")
    refuse_present(target, force=force)
    role: Role = "office" if office else "reader" if reader else "unit"
    desk = Administrator(chosen_address(common.state))
    body = named_unit(store_rosters(desk.connection, common), unit) if unit else None
    made = desk.add_account(name, role, body.id if body else "")
    _hand_out(target, made)
    whose = body.name if body else ("督办单位" if office else "只读")
    console.out(f"√ 已为 {name}（{whose}）开通账号，连接文件：{target}")
    console.out("请当面或经加密途径交给本人。本人运行：yqsafety use 文件" + SUFFIX)


@takes_options
def passwd(
    common: Common,
    person: Annotated[
        str, typer.Argument(metavar="[姓名]", help="管理员为他人换；不写即换自己的")
    ] = "",
    output: Output = None,
    force: Force = False,
) -> None:
    """Give an account a new password: one's own, or as the administrator another's."""
    from yqsafety.store.administration import Administrator
    from yqsafety.store.connection import change_own_password

    if person:
        target = output or Path(f"{file_name(person)}{SUFFIX}")
        refuse_present(target, force=force)
        _hand_out(target, Administrator(chosen_address(common.state)).give_password(person))
        console.out(f"√ 已为 {person} 换了密码，原来的已失效。新的连接文件：{target}")
        return
    place = Path(common.state or settings.setting("store") or "")
    if place.suffix.lower() != SUFFIX or not is_file(place):
        raise UsageError(
            "本机没有连接文件，不知道换谁的密码。", f"请先 yqsafety use 文件{SUFFIX}，或写明姓名。"
        )
    # The new password is on the disk before the server takes it: else a crash would lose it.
    old = read_store_file(place)
    fresh = change_own_password(old, lambda new: write_store_file(_beside(place), new))
    write_store_file(place, fresh)
    _beside(place).unlink(missing_ok=True)
    console.out(f"√ 密码已换，{place} 已更新；原来的连接文件已失效。")


def _beside(place: Path) -> Path:
    return place.with_name(f"{place.stem}-new{SUFFIX}")


@takes_options
def close(person: Person, common: Common) -> None:
    """Close an account at once; what it recorded stays under its name."""
    from yqsafety.store.administration import Administrator

    Administrator(chosen_address(common.state)).close_account(person.strip())
    console.out(f"√ {person.strip()} 的账号已停用，登记过的记录保留。")


def _hand_out(target: Path, made: StoreAddress) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    write_store_file(target, made)
