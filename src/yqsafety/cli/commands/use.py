"""`use`: what this machine works with, remembered: its unit, and the shared store."""

import os
from pathlib import Path
from typing import Annotated

import typer

from yqsafety.cli import console, settings
from yqsafety.cli.chosen_store import shared_name
from yqsafety.cli.local_file import local_roster
from yqsafety.cli.opened_notices import open_catalog
from yqsafety.cli.options import Common, takes_options
from yqsafety.cli.store_desk import kept_file
from yqsafety.files import write_whole
from yqsafety.store.addresses import SUFFIX
from yqsafety.store.postgresql import PgStore
from yqsafety.store.state_format import dump_state
from yqsafety.store.store_address import read_store_file, write_store_file
from yqsafety.store.stores import open_store


@takes_options
def use(
    common: Common,
    unit: Annotated[
        str | None, typer.Argument(metavar="[单位]", help=f"单位名称；或连接文件，如 张三{SUFFIX}")
    ] = None,
    clear: Annotated[bool, typer.Option("--clear", help="取消默认单位，不再用共享库")] = False,
) -> None:
    """Set, show or forget this machine's default unit, or the shared store that it works on."""
    if (clear or unit) and settings.mend_settings():
        console.err("注意：设置文件已损坏，已重新建立。用过本地名册的：yqsafety roster use 文件")
    if clear:
        _forget()
    elif unit and unit.lower().endswith(SUFFIX):
        _join(Path(unit))
    elif unit:
        name = open_catalog(common)[1].find(unit).body.name
        settings.set_default_unit(name)
        console.out(f"本机默认单位已设为 {name}。查看本单位任务：yqsafety list --mine")
    else:
        _show(common)


def _show(common: Common) -> None:
    """What takes effect: a variable comes before a setting."""
    catalog, roster = open_catalog(common)
    account = None
    if shared := shared_name(common):
        store = open_store(shared)
        account = store.account()
        console.out(f"共享库：{store.name}" + (f"（{account.person}）" if account else ""))
    name = os.environ.get("YQSAFETY_UNIT") or settings.default_unit() or ""
    if account and account.unit:
        name = roster.name(account.unit)
    known = f"本机默认单位：{name}"
    console.out(known if name else "还没有设定本机单位。设定：yqsafety use 单位名称")
    notice = catalog.notice
    console.out(f"通知：《{notice.title_line}》（{notice.id}）")
    if file := local_roster():
        console.out(f"本地名册：{file}")


def _join(path: Path) -> None:
    """Use the store of a connection file from now on: a copy of it is kept with the settings.

    The account is asked for first, so that a file that does not work changes nothing.
    """
    address = read_store_file(path)
    store = PgStore(address)
    said = _renew_copy(store)
    state = store.read()
    place = kept_file()
    place.parent.mkdir(parents=True, exist_ok=True)
    write_store_file(place, address)
    settings.keep_setting("store", str(place))
    console.out(
        f"√ 已连接共享库 {store.name}：{store.account().person}，{len(state.events)} 条记录。"
    )
    console.out("以后的命令都用它；不再使用：yqsafety use --clear")
    if said:
        console.err(said)


def _renew_copy(store: PgStore) -> str:
    """Read the store anew, whatever the copy says, and compare; what is to be said of it.

    After a restoring the order may be another one. What the copy holds and the store does not is
    kept as a state file, which the office can merge or the administrator restore.
    """
    seen = store.copy.load().state
    store.copy.forget()
    lost = set(seen.events) - set(store.read().events)
    if not lost:
        return ""
    kept = kept_file().with_name(f"seen-{seen.id}-{len(seen.events)}.json")
    kept.parent.mkdir(parents=True, exist_ok=True)
    write_whole(kept, [dump_state(seen)], private=True)
    return f"注意：本机看到过的 {len(lost)} 条记录不在库中，另存为 {kept}，请交督办单位核对。"


def _forget() -> None:
    unit, store = settings.default_unit(), settings.setting("store")
    settings.set_default_unit(None)
    if store:
        settings.keep_setting("store", None)
        kept_file().unlink(missing_ok=True)
        console.out("已不再使用共享库，本机的连接文件已删去。")
    if unit or not store:
        console.out("已取消本机默认单位。")
