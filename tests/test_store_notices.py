"""Which notices count beside a shared store: what it publishes, in a file kept offline too."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import Cli
from shared_county import County
from two_years import OLD, install, old_notice

from yqsafety.errors import StateError
from yqsafety.store.connection import Connection

pytestmark = pytest.mark.slow


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Go on at a machine that has installed nothing."""
    for kind in ("DATA", "CONFIG", "CACHE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / "bare" / kind))
    return monkeypatch


@pytest.fixture
def published(county: County, cli: Cli, tmp_path: Path, machine: pytest.MonkeyPatch) -> County:
    """A store that publishes another document as well, from a machine that is not this one."""
    for kind in ("DATA", "CONFIG", "CACHE"):
        machine.setenv(f"XDG_{kind}_HOME", str(tmp_path / "office" / kind))
    install(cli, old_notice())
    done = county.run("office", "store", "publish", "--notice", OLD)
    assert done.code == 0, done.err
    for kind in ("DATA", "CONFIG", "CACHE"):
        machine.setenv(f"XDG_{kind}_HOME", str(tmp_path / "bare" / kind))
    return county


def admin(county: County) -> tuple[str, str]:
    return "--state", county.server.socket(county.database)


def test_an_account_is_for_a_unit_that_the_store_publishes(published: County, cli: Cli) -> None:
    done = cli("store", "add", "周七", "--unit", "甲局", *admin(published))
    assert "已为 周七（甲局）开通账号" in done.out, done.err
    assert cli("store", "add", "吴八", "--unit", "县应急管理局", *admin(published)).code == 0
    names = {row[0]: row[1] for row in cli("store", "list", *admin(published)).rows}
    assert (names["周七"], names["吴八"], names["张三"]) == ("甲局", "县应急管理局", "县林业局")
    wrong = cli("store", "add", "郑九", "--unit", "没有的局", *admin(published))
    assert (wrong.code, wrong.out) == (2, "")


def test_a_file_beside_the_store_folds_by_what_that_publishes(
    published: County, cli: Cli, machine: pytest.MonkeyPatch
) -> None:
    assert cli("store", "add", "周七", "--unit", "甲局", *admin(published)).code == 0
    assert cli("use", "周七.yqstore").code == 0
    with machine.context() as cut:
        cut.setattr(Connection, "_connect", lambda _: (_ for _ in ()).throw(StateError("", "")))
        done = cli("check", f"{OLD}/1.1", "--unit", "甲局", "--state", "local.json")
        assert done.code == 0, done.err
        rows = cli("list", "--unit", "甲局", "--json", "--state", "local.json").json["rows"]
        assert {row["notice"] for row in rows} == {OLD}
    merged = cli("merge", "local.json")
    assert (merged.code, "其他通知" in merged.err) == (0, False), merged.err
    assert [event["task"] for event in published.events] == ["1.1"]
    assert cli("use", "--clear").code == 0
    assert cli("list", "--unit", "甲局", "--state", "local.json").code == 2


def test_the_list_of_notices_is_that_of_the_store_in_use(published: County, cli: Cli) -> None:
    assert "使用内置的" in cli("catalog", "list").out
    assert cli("use", published.file("office")).code == 0
    listed = cli("catalog", "list")
    assert {row[0] for row in listed.rows} == {OLD, "yuanqu-2025-1"}
    assert "共享库发布的通知" in listed.err
    said = cli("catalog", "list", "--json").json
    assert (said["published"], len(said["catalogs"])) == (True, 2)
    assert cli("use", "--clear").code == 0
    assert cli("catalog", "list", "--json").json["published"] is False


def test_a_notice_of_this_machine_is_found_by_its_id(
    county: County, cli: Cli, machine: pytest.MonkeyPatch
) -> None:
    install(cli, old_notice())
    shutil.rmtree(OLD)  # the folder, which would be taken before the id
    assert cli("catalog", "use", OLD).code == 0
    assert cli("use", county.file("office")).code == 0
    assert f"只在本机的：{OLD}" in cli("catalog", "list").err
    rows = cli("list", "--json", "--state", "local.json").json["rows"]
    assert OLD not in {row["notice"] for row in rows}
    rows = cli("list", "--json", "--state", "local.json", "--notice", OLD).json["rows"]
    assert {row["notice"] for row in rows} == {OLD}
