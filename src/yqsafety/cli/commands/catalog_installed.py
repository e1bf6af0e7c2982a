"""Commands about the notices that are installed: catalog add, list, remove, use."""

import contextlib
from pathlib import Path
from typing import Annotated

import typer

from yqsafety.cli import clock, console, settings
from yqsafety.cli.catalog_files import files_of, opened_catalog, tasks_file
from yqsafety.cli.installed import (
    BUNDLED,
    Installed,
    copy_files,
    copy_of,
    described_notice,
    installed_notices,
    keep_index,
    put_in_use,
    remove_copies,
)
from yqsafety.cli.opened_notices import published_folder
from yqsafety.cli.options import Common, JsonFlag
from yqsafety.cli.tables import ScreenColumn, show_table
from yqsafety.errors import CatalogError, UsageError, YqError
from yqsafety.notice.data_files import data_files
from yqsafety.notice.loader import load_catalog
from yqsafety.notice.model import Catalog
from yqsafety.reports.answers import answer_schema
from yqsafety.safe_text import typed_word

Id = Annotated[str, typer.Argument(metavar="通知", help="通知的编号，见 yqsafety catalog list")]


def add(
    folder: Annotated[
        Path, typer.Argument(metavar="文件夹", help="任务文件所在的文件夹，或任务文件")
    ],
) -> None:
    """Install a copy of a notice.

    UsageError where another edition of it is installed: a newer one is adopted, so that what was
    recorded goes along. CatalogError where the same edition says something else.
    """
    catalog = opened_catalog(folder)
    new = described_notice(catalog.notice)
    known = installed_notices()
    old = known.get(new.id) or _bundled_if_older(new)
    _refuse_other_edition(new, old, folder)
    _refuse_other_content(folder, known.get(new.id))
    copy_files(files_of(folder), new.id, new.edition)
    put_in_use(known.get(new.id, new))
    others = new.is_own or any(not one.is_own for one in known.values())
    first = f"内置的通知没有登记的，不再自动使用，需要时加 --notice {BUNDLED}。"
    first = "" if others else first
    console.out(f"√ 已安装：{new.title}（{new.id}，{new.first} 至 {new.last}）。{first}")
    console.out("查看：yqsafety catalog list")
    _offer_carrying(catalog)


def _offer_carrying(catalog: Catalog) -> None:
    """Say what of earlier notices could be taken over; nothing where the state cannot be read.

    The notice is installed by then, and whatever reads the state will say what is wrong with it.
    """
    from yqsafety.cli.carrying import waiting_text

    if any(task.continues for item in catalog.notice.items() for task in item.tasks):
        with contextlib.suppress(YqError):
            if said := waiting_text(catalog):
                console.out(said)


def _bundled_if_older(new: Installed) -> Installed | None:
    """The bundled edition of the same notice where that is older, and so in use until now."""
    if new.id != BUNDLED:
        return None
    bundled = described_notice(load_catalog(data_files(None, None)).notice)
    return bundled if bundled.edition < new.edition else None


def _refuse_other_edition(new: Installed, old: Installed | None, folder: Path) -> None:
    if old is None or new == old._replace(adopted_from=0, made_here=False):
        return
    said = f"{new.id} 在用的是第 {old.edition} 版，这是第 {new.edition} 版。"
    if new.edition < old.edition:
        raise UsageError(said, "请用较新的一版。")
    if new.edition > old.edition:
        raise UsageError(
            said, f"换用新版，登记随之转接：yqsafety catalog adopt {typed_word(folder)}"
        )
    raise UsageError(
        f"{new.id} 第 {old.edition} 版已安装，内容不同。",
        f"改动后请把 edition 加 1，再运行 yqsafety catalog adopt {typed_word(folder)}",
    )


def _refuse_other_content(folder: Path, old: Installed | None) -> None:
    """CatalogError where the same edition says something else: ticks would move.

    A copy that is damaged or gone cannot be compared, and is replaced.
    """
    from yqsafety.cli.catalog_files import findings_against

    if old is None:
        return
    copy = copy_of(old.id, old.edition)
    try:
        opened_catalog(copy)
    except (CatalogError, UsageError):
        return
    new_file = typed_word(tasks_file(folder))
    if found := findings_against(copy, [tasks_file(folder)]):
        raise CatalogError(
            f"与已安装的第 {old.edition} 版不符：{found[0]}。",
            f"全部问题：yqsafety validate {new_file} --against {typed_word(copy)}",
        )


def list_(json: JsonFlag = False) -> None:
    """List the notices that commands take: the installed ones, or those of the store in use."""
    folder = published_folder(Common())
    known = installed_notices(folder)
    used = settings.setting("catalog") if known else None
    today = clock.china_now().date()
    if json:
        rows = [one._asdict() | {"in_force": one.holds_on(today)} for one in known.values()]
        said = {"used": used, "published": folder is not None, "catalogs": rows}
        console.out_json({"schema": answer_schema("catalogs")} | said)
        return
    if folder:
        _say_published(known)
    elif all(one.is_own for one in known.values()):
        console.out(f"还没有安装通知，使用内置的 {BUNDLED}。安装：yqsafety catalog add 文件夹")
    if not known:
        return
    columns = [ScreenColumn("编号"), ScreenColumn("期限", 24), ScreenColumn("状态", 8)]
    columns += [ScreenColumn("版次", 4, right=True), ScreenColumn("标题")]
    show_table(columns, [_row(one, one.holds_on(today), used) for one in known.values()])


def _say_published(known: dict[str, Installed]) -> None:
    """Say whose the notices are, and which of this machine no command takes beside them."""
    console.err("以下是共享库发布的通知，各命令都按它们；本机安装的，用 --notice 编号 查看。")
    if others := [one for one in installed_notices() if one not in known]:
        console.err(f"只在本机的：{'、'.join(others)}")


def _row(one: Installed, holds: bool, used: str | None) -> list[str]:
    state = "在期" if holds else "不在期"
    word = f"{state} 指定" if one.id == used else state
    return [one.id, f"{one.first} 至 {one.last}", word, str(one.edition), one.title]


def remove(name: Id) -> None:
    """Take a notice out of use; its records stay in the state file.

    UsageError for duties that were added here: there is no folder from which to add them again.
    """
    known = installed_notices()
    _known(name, known, bundled=False)
    if known[name].made_here:
        raise UsageError(
            f"{name} 是本机自定的任务，只有这一份，不能移除。",
            "逐项取消：yqsafety duty remove 编号",
        )
    keep_index({key: one for key, one in known.items() if key != name})
    if settings.setting("catalog") == name:
        settings.keep_setting("catalog", None)
    remove_copies(name)
    console.out(f"√ 已移除：{name}。其登记仍在状态文件中，重新安装后照常显示。")


def use(
    name: Annotated[
        str | None, typer.Argument(metavar="[通知]", help="通知的编号；不写则显示")
    ] = None,
    clear: Annotated[bool, typer.Option("--clear", help="不再指定，自动使用在期的")] = False,
) -> None:
    """Say which notice commands take without `--notice`, show it, or forget it."""
    known = installed_notices()
    if clear:
        settings.keep_setting("catalog", None)
        console.out("已取消指定，自动使用在期的通知。")
    elif name:
        _known(name, known)
        settings.keep_setting("catalog", name)
        console.out(f"√ 以后使用 {name}。恢复自动：yqsafety catalog use --clear")
    else:
        used = settings.setting("catalog")
        console.out(f"指定使用：{used}" if used else "没有指定，自动使用在期的通知。")


def _known(name: str, known: dict[str, Installed], *, bundled: bool = True) -> None:
    """UsageError for a notice that is not installed; `bundled` says whether ours will do too."""
    if name not in known and not (bundled and name == BUNDLED):
        ids = "、".join(known) or "（无）"
        raise UsageError(f"没有安装“{name}”。", f"已安装：{ids}。")
