"""Commands about a shared store: init, publish, list, check."""

from pathlib import Path
from typing import Annotated

import typer

from yqsafety.cli import console
from yqsafety.cli.options import Common, JsonFlag, takes_options
from yqsafety.cli.store_desk import (
    HERE,
    chosen_address,
    publish_catalogue,
    say_obstacles,
    store_rosters,
)
from yqsafety.cli.tables import ScreenColumn, show_table
from yqsafety.errors import StateError, UsageError, reason_of
from yqsafety.files import read_whole
from yqsafety.notice.roster import Roster
from yqsafety.reports.answers import answer_schema

Address = Annotated[
    str,
    typer.Argument(metavar="[地址]", help="postgresql://主机/库名，默认本机的 yqsafety 库"),
]
_MAX_CERTIFICATE = 256 << 10


@takes_options
def init(
    common: Common,
    address: Address = HERE,
    name: Annotated[
        str, typer.Option("--name", help="共享库的名称，默认取通知的发文地方", metavar="名称")
    ] = "",
    host: Annotated[
        str,
        typer.Option("--host", help="其他电脑用的主机名，默认本机名；可带 :端口", metavar="主机"),
    ] = "",
    certificate: Annotated[
        Path | None,
        typer.Option("--certificate", help="签发服务器证书的 CA 证书", metavar="文件"),
    ] = None,
) -> None:
    """Make a shared store, or bring one up to this version, and publish the notice in force."""
    from yqsafety.store.administration import Administrator
    from yqsafety.store.postgresql import VERSION
    from yqsafety.store.server import checked_host, refuse_strangers

    desk = Administrator(chosen_address(address))
    pem = _certificate_text(certificate) if certificate else ""
    host = host and checked_host(host)
    refuse_strangers(desk.address)
    store, before, made = desk.set_up()
    moved = desk.change_reach(name, host, pem)
    catalog, changed = publish_catalogue(desk.connection, common)
    _, _, reached_at, _ = desk.describe()
    if not before:
        new = "新建数据库，" if made else ""
        console.out(f"√ 已建立共享库（{new}编号 {store}），其他电脑的连接地址：{reached_at}。")
    elif before < VERSION:
        console.out(f"√ 共享库已升级到第 {VERSION} 版：{reached_at}。")
    elif not moved:
        console.out(f"共享库已是最新，未作改动：{reached_at}。")
    if before and moved:
        console.out(f"√ 以后写出的连接文件用新的地址和证书：{reached_at}。")
        console.out("已发出的连接文件没有变；要换的：yqsafety store passwd 姓名 -o 文件")
    if changed:
        console.out(f"已发布《{catalog.notice.title_line}》（{catalog.notice.id}）。")
    say_obstacles(desk)
    console.out("开账号：yqsafety store add 姓名 --unit 单位；督办单位：加 --office")


def _certificate_text(path: Path) -> str:
    try:
        text = read_whole(path, _MAX_CERTIFICATE).decode()
    except OSError as error:
        raise UsageError(f"无法读取“{path}”：{reason_of(error)}。", "请检查路径。") from None
    except ValueError:
        text = ""
    if "-----BEGIN CERTIFICATE-----" not in text:
        raise UsageError(f"“{path}”不是 PEM 格式的证书。", "请换成 CA 证书（.pem 或 .crt）。")
    return text


@takes_options
def publish(common: Common) -> None:
    """Publish the notice in force here, or that of `--notice`, to all who use the store."""
    from yqsafety.store.connection import Connection

    connection = Connection(chosen_address(common.state))
    catalog, changed = publish_catalogue(connection, common)
    title = f"《{catalog.notice.title_line}》（{catalog.notice.id}）"
    console.out(f"√ 已发布{title}，各单位下次运行即按它显示。" if changed else f"{title}没有变化。")


@takes_options
def list_(common: Common, json: JsonFlag = False) -> None:
    """List the accounts of the store, the closed ones too."""
    from yqsafety.store.administration import Administrator

    desk = Administrator(chosen_address(common.state))
    accounts = desk.accounts()
    if json:
        rows = [one._asdict() for one in accounts]
        console.out_json({"schema": answer_schema("accounts"), "accounts": rows})
        return
    if not accounts:
        console.err("还没有账号。开账号：yqsafety store add 姓名 --unit 单位")
        return
    rosters = store_rosters(desk.connection, common)
    columns = [ScreenColumn(name) for name in ("姓名", "单位", "身份", "开通", "停用")]
    columns.append(ScreenColumn("记录数", 6, right=True))
    show_table(
        columns,
        [
            [
                one.person,
                _unit_name(rosters, one.unit),
                _ROLES[one.role],
                one.opened,
                one.closed,
                str(one.records),
            ]
            for one in accounts
        ],
    )


def _unit_name(rosters: list[Roster], unit: str) -> str:
    """The name of a unit by its id; the id where no notice of the store has it."""
    return next((body.name for one in rosters if (body := one.get(unit))), unit)


_ROLES = {"unit": "单位", "office": "督办", "reader": "只读"}


@takes_options
def check(common: Common) -> None:
    """Check every record of the store against its chain, the connection and the clock.

    StateError where the chain does not hold or this machine has seen another one.
    """
    from yqsafety.store.store_check import check_store

    found = check_store(chosen_address(common.state))
    console.out(f"√ {found.records} 条记录，校验链完整；末条校验值 {found.head[:16]}")
    console.out(f"√ {found.compared}")
    console.out(f"√ 共享库第 {found.version} 版，数据库 PostgreSQL {found.server}")
    if found.encryption:
        console.out(f"√ 连接已加密（{found.encryption}）")
    else:
        console.err("注意：连接没有加密。")
    if abs(found.skew) > 60:
        console.err(f"注意：本机时钟与数据库相差 {abs(found.skew):.0f} 秒，登记时间以数据库为准。")
    if found.unread:
        raise StateError(f"有 {found.unread} 条记录本机读不出。", "请升级程序。")
