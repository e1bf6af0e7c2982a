"""Installed notices: copies, and the one that a command takes when none is named."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest
from conftest import Cli, Clock

DATA = Path(__file__).parents[1] / "data"
PLAN = """schema: yqsafety/notice@2
id: plan-{first}
edition: {edition}
term: {{from: {first}-01-01, until: {last}-12-31}}
words: {{whole: 全公司, office: 安全部}}
blocks:
  - {{is: title, text: 安全生产方案（{first}—{last}年）}}
  - label: 一、
    heading: 抓制度。
    tasks:
      - {{id: "1.1", title: {title}, quote: {title}。, timing: {{kind: once}}}}
responsibility: {{units: [安全部]}}
"""
UNITS = "schema: yqsafety/units@1\nunits:\n  - {id: anquan, name: 安全部}\n"


def plan(folder: Path, first: int, last: int, title: str = "修订制度", edition: int = 1) -> Path:
    """The folder of a plan for some years."""
    folder.mkdir(exist_ok=True)
    text = PLAN.format(first=first, last=last, title=title, edition=edition)
    (folder / "tasks.yaml").write_text(text, encoding="utf-8")
    (folder / "units.yaml").write_text(UNITS, encoding="utf-8")
    return folder


@pytest.fixture
def both(cli: Cli, tmp_path: Path) -> Path:
    """Ours and a plan for three years, both in force on the day of the tests."""
    assert cli("catalog", "add", DATA).code == 0
    folder = plan(tmp_path / "plan", 2024, 2026)
    assert cli("catalog", "add", folder).code == 0
    return folder


def test_the_bundled_notice_counts_until_the_first_is_installed(cli: Cli, tmp_path: Path) -> None:
    assert cli("list", "--ids").out.startswith("1.1\n1.2@2025-H1")
    added = cli("catalog", "add", plan(tmp_path / "plan", 2024, 2026))
    assert "内置的通知没有登记的，不再自动使用，需要时加 --notice yuanqu-2025-1。" in added.out
    listed = cli("list", "--ids")
    assert (listed.out, listed.err) == ("1.1\n", "")
    assert cli("list", "--ids", "--notice", "yuanqu-2025-1").out.startswith("1.1\n1.2@2025-H1")


def test_all_that_are_in_force_are_shown_together(cli: Cli, both: Path) -> None:
    listed = cli("list", "--ids")
    assert listed.out.startswith("yuanqu-2025-1/1.1\nyuanqu-2025-1/1.2@2025-H1")
    assert listed.out.endswith("\nplan-2024/1.1\n")
    assert listed.err == (
        "以上为在期的 2 份通知（yuanqu-2025-1、plan-2024）；只看一份：加 --notice 编号。\n"
    )
    named = cli("list", "--ids", "--notice", "plan-2024")
    assert (named.out, named.err) == ("1.1\n", "")


def test_a_command_on_one_notice_takes_the_newest_and_says_so(cli: Cli, both: Path) -> None:
    printed = cli("notice")
    assert "（yuanqu-2025-1）显示；另有在期的 plan-2024，加 --notice 编号查看。" in printed.err
    assert printed.err.count("另有在期") == 1
    refused = cli("notice", "--notice", "all")
    assert (refused.code, refused.out) == (2, "")
    assert "这个命令一次只看一份通知。请写明：--notice 编号" in refused.err


def test_when_one_is_over_the_other_is_taken(cli: Cli, both: Path, clock: Clock) -> None:
    clock.today = dt.date(2026, 6, 1)
    listed = cli("list", "--ids")
    assert (listed.out, listed.err) == ("1.1\n", "")


def test_when_all_are_over_that_is_said(cli: Cli, both: Path, clock: Clock) -> None:
    clock.today = dt.date(2028, 6, 1)
    assert "没有在期的通知，按最近的《" in cli("list", "--ids").err


def test_a_slot_that_still_runs_keeps_a_notice_in_force(cli: Cli, both: Path, clock: Clock) -> None:
    clock.today = dt.date(2026, 3, 1)  # the turn-of-the-year slot of ours ends on 31 March
    assert cli("list", "--ids").out.startswith("yuanqu-2025-1/1.1\nyuanqu-2025-1/1.2@2025-H1")


def test_what_use_names_is_taken(cli: Cli, both: Path) -> None:
    assert cli("catalog", "use", "plan-2024").code == 0
    listed = cli("list", "--ids")
    assert (listed.out, listed.err) == ("1.1\n", "")
    assert cli("catalog", "use").out == "指定使用：plan-2024\n"
    cli("catalog", "use", "--clear")
    assert cli("list", "--ids").out.startswith("yuanqu-2025-1/1.1\n")


def test_the_variable_names_a_notice(cli: Cli, both: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for named in ("plan-2024", str(both), str(both / "tasks.yaml")):
        monkeypatch.setenv("YQSAFETY_NOTICE", named)
        listed = cli("list", "--ids")
        assert (listed.out, listed.err) == ("1.1\n", ""), named


def test_ticks_go_to_the_notice_that_was_taken(cli: Cli, both: Path) -> None:
    cli("check", "1.1", "--unit", "安全部", "--notice", "plan-2024")
    assert cli("list", "--status", "done", "--ids", "--notice", "plan-2024").out == "1.1\n"
    assert cli("list", "--status", "done", "--ids").out == "plan-2024/1.1\n"
    assert cli("list", "--status", "done", "--ids", "--notice", "yuanqu-2025-1").out == ""


def test_the_copy_is_what_is_used(cli: Cli, both: Path) -> None:
    shutil.rmtree(both)
    assert cli("list", "--ids", "--notice", "plan-2024").out == "1.1\n"


def test_records_outlast_the_notice(cli: Cli, both: Path) -> None:
    cli("check", "1.1", "--unit", "安全部", "--notice", "plan-2024")
    assert cli("catalog", "remove", "plan-2024").code == 0
    assert cli("list", "--notice", "plan-2024").code == 2
    cli("catalog", "add", both)
    assert cli("list", "--status", "done", "--ids", "--notice", "plan-2024").out == "1.1\n"


def test_an_edition_in_use_is_replaced_only_by_itself(cli: Cli, both: Path) -> None:
    assert cli("catalog", "add", both).code == 0
    plan(both, 2024, 2026, "组织消防应急演练")
    other = cli("catalog", "add", both)
    assert (other.code, other.err[:25]) == (3, "与已安装的第 1 版不符：tasks.yaml 第")
    plan(both, 2024, 2026, edition=2)
    newer = cli("catalog", "add", both)
    assert newer.code == 2
    assert newer.err == (
        "plan-2024 在用的是第 1 版，这是第 2 版。"
        f"换用新版，登记随之转接：yqsafety catalog adopt {both}\n"
    )
    assert cli("catalog", "adopt", both, "--yes").code == 0
    assert [one["edition"] for one in cli("catalog", "list", "--json").json["catalogs"]] == [2, 2]
    plan(both, 2024, 2026, edition=1)
    older = cli("catalog", "add", both)
    assert (older.code, older.err[:25]) == (2, "plan-2024 在用的是第 2 版，这是第 1")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("list --notice nope", "没有“nope”这份通知，也没有这个文件。已有的通知："),
        ("catalog use nope", "没有安装“nope”。已安装：plan-2024、yuanqu-2025-1。"),
        ("catalog remove nope", "没有安装“nope”。"),
        ("catalog add nope", "无法读取文件“nope”"),
    ],
)
def test_what_is_not_there(cli: Cli, both: Path, line: str, said: str) -> None:
    result = cli(*line.split())
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_a_broken_index_is_said(cli: Cli, both: Path) -> None:
    from yqsafety.cli import settings

    index = settings.catalogs_index()
    assert index is not None
    index.write_text("[{", encoding="utf-8")
    result = cli("list")
    assert result.code == 2
    assert "已安装通知的目录读不出" in result.err


def test_the_list_says_what_is_in_force(cli: Cli, both: Path) -> None:
    lines = cli("catalog", "list").out.splitlines()
    assert [line.split("\t")[:4] for line in lines] == [
        ["plan-2024", "2024-01-01 至 2026-12-31", "在期", "1"],
        ["yuanqu-2025-1", "2025-01-01 至 2026-03-31", "在期", "2"],
    ]
