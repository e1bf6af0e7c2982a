"""Evidence and backups of a shared store: what goes there comes back as it was."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli
from postgres_server import Server
from shared_county import County

from yqsafety.cli import settings
from yqsafety.store import connection, postgresql
from yqsafety.store.administration import Administrator
from yqsafety.store.store_address import parsed_address

pytestmark = pytest.mark.slow
LINYE = ("--unit", "县林业局")


def test_evidence_goes_with_the_tick_and_the_office_opens_it(county: County) -> None:
    Path("名单.pdf").write_bytes(b"%PDF list")
    done = county.run("linye", "check", "4.1", *LINYE, "--evidence", "名单.pdf")
    assert (done.code, done.err) == (0, "")
    Path("名单.pdf").unlink()
    shown = county.run("office", "show", "4.1", "--save", "取回")
    assert "已存 1 份佐证材料到“取回”。" in shown.err
    assert Path("取回/4.1 县林业局 名单.pdf").read_bytes() == b"%PDF list"
    assert county.run("office", "show", "4.1", "--save", "取回").code == 0
    assert [one.name for one in Path("取回").iterdir()] == ["4.1 县林业局 名单.pdf"]
    compared = county.run("office", "validate", "--evidence")
    assert (compared.code, compared.err) == (0, "佐证材料共 1 份：一致 1 份。\n")


def test_what_is_too_large_or_not_there_is_recorded_and_said(county: County) -> None:
    Path("大.mp4").write_bytes(bytes((10 << 20) + 1))
    done = county.run("linye", "note", "4.1", "录像", *LINYE, "--evidence", "大.mp4")
    assert done.code == 0
    assert "“大.mp4”没有传到共享库（超过 10 MB），只登记了名称" in done.err
    assert county.sql("SELECT count(*) FROM yq.file") == [(0,)]
    shown = county.run("office", "show", "4.1", "--save", "取回")
    assert "没有传到共享库的：大.mp4" in shown.err


def test_a_name_leads_nowhere_when_it_is_saved(county: County, tmp_path: Path) -> None:
    Path("below").mkdir()
    Path("x.pdf").write_bytes(b"x")
    assert (
        county.run("linye", "note", "4.1", "一", *LINYE, "--evidence", "below/../x.pdf").code == 0
    )
    assert county.run("office", "show", "4.1", "--save", "取回").code == 0
    assert [one.name for one in Path("取回").iterdir()] == ["4.1 县林业局 x.pdf"]


def test_save_is_for_a_shared_store_only(cli: Cli) -> None:
    done = cli("show", "4.1", "--save", "取回")
    assert (done.code, Path("取回").exists()) == (2, False)


def test_offline_units_push_and_pull_any_number_of_times(county: County, cli: Cli) -> None:
    Path("表.xlsx").write_bytes(b"sheet")
    note = ("note", "4.1", "离线", *LINYE, "--evidence", "表.xlsx", "--state", "local.json")
    assert cli(*note).code == 0
    Path("证据").mkdir()
    Path("表.xlsx").rename("证据/表.xlsx")
    push = ("merge", "local.json", "--evidence-dir", "证据")
    assert "新增 1 条，已有 0 条" in county.run("linye", *push).out
    assert "新增 0 条，已有 1 条" in county.run("linye", *push).out
    assert county.sql("SELECT sha256, size FROM yq.file")[0][1] == 5
    assert "离线" in county.run("office", "log").out
    assert "（合并）" in county.run("office", "log").out
    assert county.run("office", "note", "4.1", "收到", *LINYE).code == 0
    pull = ("merge", county.file("linye"), "--state", "local.json")
    assert "新增 1 条，已有 1 条" in cli(*pull).out
    assert "新增 0 条，已有 2 条" in cli(*pull).out
    assert "收到" in cli("log", "--state", "local.json").out
    assert "新增 0 条，已有 2 条" in county.run("linye", *push).out


def test_a_merge_that_was_cut_in_the_middle_goes_on_without_doubles(
    county: County, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    county.day("2025-06-21")
    for text in "一二三四五":
        assert cli("note", "4.1", text, *LINYE, "--state", "local.json").code == 0
    monkeypatch.setattr(postgresql, "_MANY", 2)
    monkeypatch.setattr(connection, "_PAUSES", ())
    rows, offered = connection.Connection._rows, list[str]()

    def breaks(self: connection.Connection, query: str, values: Any) -> Any:
        if "yq.append" in query:
            offered.append(query)
            if len(offered) == 2:
                self.close()
                raise self.driver.OperationalError("server closed the connection")
        return rows(self, query, values)

    monkeypatch.setattr(connection.Connection, "_rows", breaks)
    cut = county.run("linye", "merge", "local.json")
    assert (cut.code, cut.out) == (4, "")
    assert "前 2 条已经收入。再运行一次即接着收入，不会重复。" in cut.err
    assert len(county.events) == 2
    again = county.run("linye", "merge", "local.json")
    assert "新增 3 条，已有 2 条" in again.out
    assert [event["note"] for event in county.events] == list("一二三四五")
    assert county.run("office", "store", "check").code == 0


def test_a_unit_brings_no_other_units_records_and_the_office_does(county: County, cli: Cli) -> None:
    water = ("note", "4.1", "离线", "--unit", "县水利局", "--state", "water.json")
    assert cli(*water).code == 0
    done = county.run("linye", "merge", "water.json")
    assert (done.code, county.events) == (2, [])
    assert county.run("office", "merge", "water.json").code == 0
    assert [e["unit"] for e in county.events] == ["shuili"]


def test_a_backup_holds_all_and_restores_to_the_same_chain(
    county: County, server: Server, cli: Cli
) -> None:
    Path("a.pdf").write_bytes(b"a")
    county.run("linye", "check", "4.1", *LINYE, "--evidence", "a.pdf")
    county.run("office", "confirm", "4.1", *LINYE)
    head = county.sql("SELECT seq, at, hash FROM yq.store")[0]
    admin = ("--state", server.socket(county.database))
    assert cli("store", "backup", "备份.zip", *admin).code == 0
    with zipfile.ZipFile("备份.zip") as file:
        assert "password" not in file.read("store.json").decode().lower()
        Path("state.json").write_bytes(file.read("state.json"))
        assert len(json.loads(file.read("store.json"))["accounts"]) == 4
    assert "复核通过" in cli("log", "--state", "state.json").out
    assert cli("store", "backup", "备份.zip", *admin).code == 2
    fresh = f"{county.database}_again"
    there = ("--state", server.socket(fresh))
    try:
        done = cli("store", "restore", "备份.zip", "--yes", *there)
        assert "新增 2 条，已有 0 条；佐证材料 1 份" in done.out
        again = server.ask(fresh, "SELECT seq, at, hash FROM yq.store")[0]
        assert (again[0], again[1], bytes(again[2])) == (head[0], head[1], bytes(head[2]))
        assert "新增 0 条，已有 2 条" in cli("store", "restore", "备份.zip", "--yes", *there).out
        assert cli("store", "check", *there).code == 0
        assert len(Administrator(parsed_address(server.socket(fresh))).accounts()) == 4
    finally:
        server.ask("postgres", f"DROP DATABASE IF EXISTS {fresh} WITH (FORCE)")


@pytest.mark.parametrize("raw", [b"", b"PK", b"not a zip"])
def test_a_file_that_is_no_backup_is_refused(county: County, cli: Cli, raw: bytes) -> None:
    Path("x.zip").write_bytes(raw)
    there = ("--state", county.server.socket(county.database))
    done = cli("store", "restore", "x.zip", "--yes", *there)
    assert (done.code, done.out) == (5, "")


def test_a_store_set_back_is_mended_from_a_backup_and_joined_anew(
    county: County, server: Server, cli: Cli
) -> None:
    for text in ("一", "二"):
        assert county.run("linye", "note", "4.1", text, *LINYE).code == 0
    admin = ("--state", server.socket(county.database))
    assert cli("store", "backup", "备份.zip", *admin).code == 0
    county.sql("ALTER TABLE yq.event DISABLE TRIGGER ALL")
    county.sql("DELETE FROM yq.event WHERE seq = 2")
    county.sql("UPDATE yq.store SET seq = 1, hash = (SELECT hash FROM yq.event WHERE seq = 1)")
    county.sql("ALTER TABLE yq.event ENABLE TRIGGER ALL")
    assert county.run("shuili", "note", "4.1", "三", "--unit", "县水利局").code == 0
    assert county.run("linye", "log").code == 4
    assert "新增 1 条" in cli("store", "restore", "备份.zip", "--yes", *admin).out
    assert county.run("linye", "log").code == 4
    joined = cli("use", county.file("linye"))
    assert (joined.code, joined.err) == (0, "")
    assert cli("log").out.count("县林业局") == 2
    assert "共享库" in cli("use").out
    assert cli("use", "--clear").code == 0
    assert settings.setting("store") is None


def test_one_sets_up_opens_accounts_and_joins_by_commands_only(server: Server, cli: Cli) -> None:
    name = "yq_by_commands"
    there = ("--state", server.socket(name))
    try:
        made = cli("store", "init", server.socket(name), "--host", f"127.0.0.1:{server.port}")
        assert "√ 已建立共享库" in made.out
        again = cli("store", "init", server.socket(name))
        assert "共享库已是最新，未作改动" in again.out
        assert cli("store", "add", "王五", *LINYE, *there).code == 0
        assert Path("王五.yqstore").stat().st_mode & 0o777 == 0o600
        assert cli("store", "add", "王五", *LINYE, "-o", "b.yqstore", *there).code == 2
        assert cli("store", "add", "赵六", "--unit", "县安委会成员单位", *there).code == 2
        assert cli("store", "add", "赵六", *there).code == 2
        assert cli("use", "王五.yqstore").code == 0
        assert "默认单位：县林业局" in cli("use").out
        password = json.loads(Path("王五.yqstore").read_text())["password"]
        assert cli("store", "passwd").code == 0
        assert cli("list").code == 0
        assert cli("list", "--state", "王五.yqstore").code == 4
        assert cli("store", "passwd", "王五", "-o", "neu.yqstore", *there).code == 0
        assert cli("list").code == 4
        assert cli("use", "neu.yqstore").code == 0
        assert [row[:2] for row in cli("store", "list", *there).rows] == [["王五", "县林业局"]]
        listed = cli("store", "list", "--json", *there).json
        assert listed["schema"] == "yqsafety/accounts@1"
        (account,) = listed["accounts"]
        assert list(account) == ["person", "role", "unit", "opened", "closed", "records"]
        assert cli("store", "close", "王五", *there).code == 0
        assert cli("list").code == 4
        logged = (server.folder / "log").read_text(encoding="utf-8", errors="replace")
        assert password not in logged
    finally:
        (found,) = server.ask(name, "SELECT store FROM yq.store")[0]
        server.ask("postgres", f"DROP DATABASE {name} WITH (FORCE)")
        roles = "SELECT rolname FROM pg_roles WHERE rolname LIKE %s"
        for (login,) in server.ask("postgres", roles, (f"yq_{found}%",)):
            server.ask("postgres", f"DROP ROLE {login}")


@pytest.mark.parametrize("raw", [b"", b"{}", b"[]", b'{"schema": "yqsafety/store@9"}', b"\xff"])
def test_a_connection_file_that_is_none_is_refused(cli: Cli, raw: bytes) -> None:
    Path("x.yqstore").write_bytes(raw)
    for command in (("list", "--state", "x.yqstore"), ("use", "x.yqstore")):
        done = cli(*command)
        assert (done.code, done.out) == (2, "")
        assert "不是共享库的连接文件，或已损坏" in done.err
