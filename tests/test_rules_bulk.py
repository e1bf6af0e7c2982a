"""Section 6 of the design on bulk ticks: a group and a filter ask, skip, and say what they skip."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from conftest import Cli, Clock
from small import day, log, row, ticked

WATER = ("--unit", "县水利局")
TOWNSHIPS = ("--unit", "各乡镇")


def answer(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_a_group_is_asked_about_and_means_each_member(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, "y\n")
    asked = cli("check", "1.4", *TOWNSHIPS)
    assert "将登记办结 11 项：限期 11" in asked.err
    assert (asked.code, len(ticked(cli)), len({batch["batch"] for batch in log(cli)})) == (0, 11, 1)


@pytest.mark.parametrize(("typed", "code"), [("n\n", 130), ("\n", 130), ("", 2)])
def test_anything_but_a_yes_leaves_everything_as_it_is(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, state_path: Path, typed: str, code: int
) -> None:
    for command in (["check", "1.4", *TOWNSHIPS], ["check", "--all", "--item", "4", *WATER]):
        answer(monkeypatch, typed)
        assert cli(*command).code == code
    assert not state_path.exists()


def test_a_bulk_tick_ticks_what_the_filters_match_and_says_how_many_of_each_kind(cli: Cli) -> None:
    said = cli("check", "--all", "--yes", "--item", "4", *WATER)
    assert "已登记办结 7 项：限期 6，长期 1" in said.out
    assert {unit for _, _, unit in ticked(cli)} == {"县水利局"}
    assert cli("list", "--ids", "--item", "4", "--status", "open", *WATER).out == ""


def test_a_bulk_tick_skips_what_has_not_begun_and_says_so(cli: Cli) -> None:
    said = cli("check", "--all", "--yes", "--item", "2", "--kind", "定期", *WATER)
    assert [period for _, period, _ in ticked(cli)] == ["disaster-week", "safety-month"]
    assert "2.4@fire-month 尚未开始" in said.out


def test_a_bulk_tick_that_matches_nothing_says_which_filter_left_nothing(cli: Cli) -> None:
    refused = cli("check", "--all", "--yes", "--item", "6", *WATER)
    assert refused.code == 2
    assert "加上“条款 6”后为 0 项" in refused.err


def test_a_bulk_tick_that_matches_nothing_names_its_filters(cli: Cli) -> None:
    assert cli("check", "--all", "--yes", "--item", "14", *WATER).code == 0
    again = cli("check", "--all", "--yes", "--item", "14", "--status", "todo", *WATER)
    assert (again.code, again.out) == (2, "")
    assert again.err.startswith("没有符合条件的任务：单位 县水利局、条款 14 有 ")


def test_a_bulk_tick_leaves_what_was_waived(cli: Cli) -> None:
    cli("waive", "4.1", "4.4", *WATER, "--reason", "无此职责")
    said = cli("check", "--all", "--yes", "--item", "4", *WATER)
    assert "4.1、4.4 已登记不适用，未再登记。" in said.out.splitlines()
    mine = [row(cli, one, *WATER)["units"] for one in ("4.1", "4.4")]
    assert [[unit["status"] for unit in units] for units in mine] == [["na"], ["na"]]


def test_a_bulk_tick_for_several_units_leaves_the_one_that_waived(cli: Cli) -> None:
    cli("waive", "1.4", *WATER, "--reason", "无此职责")
    said = cli("check", "--all", "--yes", "--item", "1", *WATER, "--unit", "县林业局")
    assert "1.4 已登记不适用，未再登记。" in said.out.splitlines()
    assert row(cli, "1.4", *WATER)["status"] == "na"
    assert row(cli, "1.4", "--unit", "县林业局")["status"] == "done"


def test_a_bulk_tick_takes_in_what_begins_today(cli: Cli, clock: Clock) -> None:
    clock.today = day("11-01")
    cli("check", "--all", "--yes", "--item", "2", "--kind", "定期", *WATER)
    assert "fire-month" in [period for _, period, _ in ticked(cli)]


def test_a_bulk_tick_for_several_units_reaches_a_shared_result_that_one_of_them_waived(
    cli: Cli,
) -> None:
    cli("waive", "4.1", "--unit", "县自然资源局", "--reason", "无此职责")
    cli("check", "--all", "--yes", "--item", "4", "--unit", "县自然资源局", *WATER)
    found = {unit["name"]: unit["status"] for unit in row(cli, "4.1")["units"]}
    assert (found["县自然资源局"], found["县水利局"]) == ("na", "done")


@pytest.mark.parametrize(
    ("whose", "left"),
    [([*WATER, "--unit", "县林业局"], ["县水利局", "县林业局"]), (["--all-units"], [])],
    ids=["units", "all"],
)
def test_a_bulk_tick_of_a_shared_result_is_a_record_of_each_unit_and_finishes_nothing(
    cli: Cli, whose: list[str], left: list[str]
) -> None:
    names = left or [unit["name"] for unit in row(cli, "4.1")["units"]]
    cli("check", "--all", "--yes", "--item", "4", *whose)
    assert [unit for task, _, unit in ticked(cli) if task == "4.1"] == names
    found = row(cli, "4.1")
    assert (found["status"], len(found["whole"]["awaiting"])) == ("doing", len(names))


def test_a_bulk_tick_says_which_results_wait_for_the_office(cli: Cli) -> None:
    said = cli("check", "--all", "--yes", "--item", "18", "--unit", "新城镇").out
    assert "全县一项中 3 项为单位所报，待认定，全县尚未办结。" in said


def test_a_gate_says_what_it_left_aside(cli: Cli) -> None:
    cli("waive", "2.9", "--unit", "古城镇", "--reason", "无")
    gate = cli("status", "--unit", "古城镇", "--fail-on", "overdue,year-open")
    assert "另有 1 项报不适用，待复核，不算未办结；要一并判定的，加 unconfirmed。" in gate.err
    assert "；未判：推定 " in gate.err
    assert "随全县一项 " in gate.err
