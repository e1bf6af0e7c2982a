"""What the commands `store …` share: which store is meant, and the catalogue that it publishes."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from yqsafety.cli import clock, console, settings
from yqsafety.cli.installed import described_notice
from yqsafety.cli.local_file import catalog_files
from yqsafety.cli.notice_choice import notice_file
from yqsafety.cli.opened_notices import opened_notice, seen_notice
from yqsafety.cli.options import Common
from yqsafety.errors import UsageError
from yqsafety.files import is_file
from yqsafety.notice.data_files import DataFile, DataFiles
from yqsafety.notice.loader import load_catalog
from yqsafety.notice.model import Body, Catalog, Group
from yqsafety.notice.roster import Roster
from yqsafety.places import expanded_path
from yqsafety.store.addresses import SCHEMES, SUFFIX
from yqsafety.store.connection import Connection
from yqsafety.store.published import NEWEST, Published
from yqsafety.store.store_address import StoreAddress, parsed_address, read_store_file

if TYPE_CHECKING:
    from yqsafety.store.administration import Administrator

HERE = "postgresql:///yqsafety"
"""The store on this very machine, over the socket: what an administrator means who names none."""


def chosen_address(named: str | None) -> StoreAddress:
    """The store that was named, else that of YQSAFETY_STATE or `use`, else the one on this machine.

    UsageError for a file that is no store.
    """
    text = named or os.environ.get("YQSAFETY_STATE") or settings.setting("store") or HERE
    if text.lower().endswith(SUFFIX):
        return read_store_file(expanded_path(Path(text)))
    if text.partition("://")[0].lower() not in SCHEMES:
        raise UsageError(f"“{text}”不是共享库。", f"写成 postgresql://主机/库名，或 文件{SUFFIX}。")
    return parsed_address(text)


def own_notice(common: Common) -> Path | None:
    """The notice that this machine itself would take, whatever a store publishes."""
    return notice_file(common.notice, clock.china_now().date())


def open_own_catalog(common: Common) -> tuple[Catalog, Roster]:
    """That notice, with this machine's local roster laid over its units."""
    return opened_notice(own_notice(common), clock.china_now().date())[:2]


def publish_catalogue(connection: Connection, common: Common) -> tuple[Catalog, bool]:
    """Publish the notice in force here, with the local roster; whether it was another before.

    CatalogError where it is faulty: what forty machines read must have passed every check.
    """
    from yqsafety.ledger.duty_list import listed_duties

    catalog, roster = open_own_catalog(common)
    files = catalog_files(own_notice(common))
    revision, there = _published_now(connection, catalog.notice.id)
    if catalog.notice.is_own and there:
        _refuse_other_own(catalog.notice.id, files.notice.raw, there)
    head = json.dumps(described_notice(catalog.notice)._asdict(), ensure_ascii=False)
    duties = [list(pair) for pair in listed_duties(catalog, roster, clock.china_now().date())]
    texts = [file.raw.decode() if file else "" for file in (files.notice, files.units, files.local)]
    found = connection.ask(
        "SELECT yq.publish(%s, %s, %s, %s, %s, %s, %s)",
        (catalog.notice.id, head, *texts, duties, revision),
    )
    return catalog, bool(found[0][0])


def _published_now(connection: Connection, notice: str) -> tuple[int, str]:
    """The newest revision of a notice in the store and its text; 0 and '' where there is none."""
    newest = (
        "SELECT revision, tasks FROM yq.catalogue WHERE notice = %s ORDER BY revision DESC LIMIT 1"
    )
    found = connection.ask(newest, (notice,))
    return (found[0][0], found[0][1]) if found else (0, "")


def _refuse_other_own(notice: str, raw: bytes, tasks: str) -> None:
    """UsageError where another machine has published duties of one's own that this one lacks.

    They would be gone for all, and their ids would mean other duties.
    """
    from yqsafety.drafting.own_notice import OwnNotice

    if lacking := OwnNotice(raw, notice).lacking(OwnNotice(tasks.encode(), notice)):
        raise UsageError(
            f"共享库的 {notice} 有本机没有的任务（{'、'.join(lacking)}），未发布。",
            "请在本机再加或取消一项（yqsafety duty），编号会接着共享库的，然后发布。",
        )


def say_obstacles(desk: Administrator) -> None:
    """Say what keeps the accounts of a store from connecting from other machines."""
    from yqsafety.store.server import copy_text, elsewhere, obstacles, way_out

    database = desk.connection.database
    for line in obstacles(desk.connection):
        console.err(f"注意：{line}")
    if other := elsewhere(desk.connection, desk.describe()[0]):
        console.err(f"注意：{copy_text(database, other)}{way_out(other)}")


def store_rosters(connection: Connection, common: Common) -> list[Roster]:
    """The units of the notices that a store publishes, the newest first; of `--notice` its own.

    CatalogError for what nobody can read.
    """
    found = [] if common.notice else [Published(*one) for one in connection.ask(NEWEST)]
    if not found:
        return [open_own_catalog(common)[1]]
    day = clock.china_now().date()
    seen = [seen_notice(load_catalog(_files_of(one)), day) for one in found]
    seen.sort(key=lambda one: (not one.catalog.notice.is_own, one.catalog.notice.date))
    return [one.roster for one in reversed(seen)]


def _files_of(one: Published) -> DataFiles:
    local = DataFile("roster.yaml", one.roster.encode()) if one.roster else None
    notice = DataFile(f"{one.notice}/tasks.yaml", one.tasks.encode())
    return DataFiles(notice, DataFile(f"{one.notice}/units.yaml", one.units.encode()), local)


def named_unit(rosters: list[Roster], name: str) -> Body:
    """The unit that an account is for; UsageError for a group or an unknown name."""
    knowing = next((one for one in rosters if one.get(name)), None) or next(
        (one for one in rosters if _finds(one, name)), rosters[0]
    )
    body = knowing.find(name).body
    if isinstance(body, Group):
        raise UsageError(f"“{body.name}”是一个范围，不是单位。", "请写其中的一个单位。")
    return body


def _finds(roster: Roster, name: str) -> bool:
    try:
        return bool(roster.find(name))
    except UsageError:
        return False


def kept_file() -> Path:
    """Where this machine keeps the connection file in use; UsageError without a settings folder."""
    file = settings.settings_file()
    if file is None:
        raise UsageError("本机没有当前用户的文件夹，不能保存设置。", "请每次加 --state 文件。")
    return file.with_name(f"joined{SUFFIX}")


def refuse_present(path: Path, *, force: bool) -> None:
    """UsageError where a connection file would take the place of another file."""
    if is_file(path) and not force:
        raise UsageError(f"“{path}”已经有了，未写入。", "请换一个文件名，或加 --force。")
