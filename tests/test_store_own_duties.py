"""Duties of one's own where a shared store is in use: several machines, one set of ids."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli
from shared_county import County

from yqsafety.cli import store_desk

pytestmark = pytest.mark.slow
OWN = "own-2025"
Machine = Callable[[str], None]


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    """Go on at the machine of a name: it has its own folders."""

    def go(name: str) -> None:
        for kind in ("DATA", "CONFIG", "CACHE"):
            monkeypatch.setenv(f"XDG_{kind}_HOME", str(tmp_path / name / kind))

    return go


def add(county: County, who: str, text: str) -> str:
    done = county.run(who, "duty", "add", text, "--unit", "县林业局")
    assert done.code == 0, done.err
    return done.out


def test_the_second_machine_goes_on_from_what_the_first_published(
    county: County, machine: Machine
) -> None:
    machine("one")
    said = add(county, "office", "每月25日前报送工作进展")
    assert f"各台电脑才看得到、登记得上：yqsafety store publish --notice {OWN}" in said
    assert county.run("office", "store", "publish", "--notice", OWN).code == 0
    machine("two")
    assert "own-2025/2.1" in add(county, "office", "每季度末前开展一次演练")
    assert county.run("office", "store", "publish", "--notice", OWN).code == 0
    shown = county.run("linye", "list", "--notice", OWN, "--json").json["rows"]
    assert {row["task"] for row in shown} == {"1.1", "2.1"}
    machine("one")
    assert "own-2025/3.1" in add(county, "office", "12月底前报送总结")
    assert county.run("linye", "check", f"{OWN}/1.1@2025-06", "--unit", "县林业局").code == 0


def test_two_machines_that_added_apart_are_told_and_nothing_is_lost(
    county: County, cli: Cli, machine: Machine
) -> None:
    machine("one")
    add(county, "office", "每月25日前报送工作进展")
    machine("two")
    add(county, "office", "每季度末前开展一次演练")
    machine("one")
    assert county.run("office", "store", "publish", "--notice", OWN).code == 0
    machine("two")
    refused = county.run("office", "store", "publish", "--notice", OWN)
    assert (refused.code, refused.out) == (2, "")
    assert refused.err.startswith(f"共享库的 {OWN} 有本机没有的任务（1.1），未发布。")
    again = county.run("office", "duty", "add", "12月底前报送总结", "--unit", "县林业局")
    assert (again.code, "own-2025/3.1" in again.out) == (0, True)
    assert again.err == f"共享库的 {OWN} 另有任务，本机的 1.1 改为 2.1。\n"
    assert county.run("office", "store", "publish", "--notice", OWN).code == 0
    titles = {row[0]: row[3] for row in cli("duty", "list").rows}
    assert "工作进展" in titles["own-2025/1.1"]
    assert "演练" in titles["own-2025/2.1"]


def test_what_was_taken_out_here_may_be_published(county: County, machine: Machine) -> None:
    machine("one")
    add(county, "office", "每月25日前报送工作进展")
    add(county, "office", "每季度末前开展一次演练")
    assert county.run("office", "store", "publish", "--notice", OWN).code == 0
    assert county.run("office", "duty", "remove", f"{OWN}/1.1").code == 0
    assert county.run("office", "store", "publish", "--notice", OWN).code == 0
    machine("two")
    assert "own-2025/3.1" in add(county, "office", "12月底前报送总结")
    assert "own-2025/1.1" not in county.run("office", "duty", "list").out


def test_a_unit_is_told_that_the_office_publishes(
    county: County, cli: Cli, machine: Machine
) -> None:
    machine("one")
    assert cli("use", "县林业局").code == 0
    said = add(county, "linye", "每月25日前报送工作进展")
    assert "由督办单位发布后，各台电脑（本机也是）才看得到、登记得上。" in said
    folder = said.splitlines()[-1].rpartition("--notice ")[2]
    refused = county.run("linye", "store", "publish", "--notice", "own-2025-linye")
    assert refused.code == 2
    assert refused.err.startswith("发布由督办单位的账号运行，未发布。")
    machine("office")
    assert county.run("office", "store", "publish", "--notice", folder).code == 0
    machine("one")
    done = county.run("linye", "check", "own-2025-linye/1.1@2025-06", "--unit", "县林业局")
    assert done.code == 0, done.err


@pytest.mark.parametrize("published", ["before", "after"])
def test_taking_out_ones_own_leaves_anothers_of_the_same_id(
    county: County, machine: Machine, published: str
) -> None:
    machine("one")
    add(county, "office", "每月25日前报送工作进展")
    machine("two")
    add(county, "office", "每季度末前开展一次演练")
    publish, remove = ("store", "publish", "--notice", OWN), ("duty", "remove", f"{OWN}/1.1")
    if published == "before":
        machine("one")
        assert county.run("office", *publish).code == 0
        machine("two")
        gone = county.run("office", *remove)
        assert "√ 已取消 own-2025/2.1 开展一次演练" in gone.out, gone.err
    else:
        assert "√ 已取消 own-2025/1.1 开展一次演练" in county.run("office", *remove).out
        machine("one")
        assert county.run("office", *publish).code == 0
        machine("two")
        assert county.run("office", *publish).code == 2
        add(county, "office", "12月底前报送总结")
    assert county.run("office", *publish).code == 0
    shown = county.run("linye", "list", "--notice", OWN, "--json").json["rows"]
    assert "报送工作进展" in next(row["title"] for row in shown if row["task"] == "1.1")
    assert "开展一次演练" not in {row["title"] for row in shown}


def test_of_two_that_publish_at_once_the_second_looks_again(
    county: County, machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    machine("one")
    add(county, "office", "每月25日前报送工作进展")
    machine("two")
    add(county, "office", "每季度末前开展一次演练")
    look = store_desk._published_now

    def looks_and_waits(*said: Any) -> Any:
        seen = look(*said)
        monkeypatch.setattr(store_desk, "_published_now", look)
        machine("one")
        assert county.run("office", "store", "publish", "--notice", OWN).code == 0
        machine("two")
        return seen

    monkeypatch.setattr(store_desk, "_published_now", looks_and_waits)
    late = county.run("office", "store", "publish", "--notice", OWN)
    assert (late.code, late.out) == (4, "")
    assert late.err.startswith("别人刚发布了这份通知，未发布。")
    again = county.run("office", "store", "publish", "--notice", OWN)
    assert (again.code, "有本机没有的任务（1.1）" in again.err) == (2, True)
