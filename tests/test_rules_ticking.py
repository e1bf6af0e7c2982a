"""Section 6 of the design on ticking: which occurrence, for whom, and when nothing is added."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Cli, Clock
from small import (
    ONCE,
    ROSTER,
    TODAY,
    TRIGGERED,
    catalog,
    day,
    event,
    item,
    log,
    row,
    small_ledger,
    task,
    ticked,
)

from yqsafety.notice.model import COUNTY
from yqsafety.recording.targets import ForWhom, find_entries, occurrence_for, responsible_units

WATER = ("--unit", "县水利局")


# Which occurrence


def test_a_bare_id_means_its_only_occurrence(cli: Cli) -> None:
    assert "√ 1.4 已办结" in cli("check", "1.4", *WATER).out
    assert ticked(cli) == [("1.4", "2025", "县水利局")]


def test_a_bare_id_means_the_earliest_open_one_that_has_started_and_says_which(
    cli: Cli, clock: Clock
) -> None:
    said = [cli("check", "2.4", *WATER).out for _ in range(2)]
    clock.today = day("11-01")  # the first day of the last
    last = cli("check", "2.4", *WATER)
    said.append(last.out)
    assert last.err == ""
    assert "2.4@fire-month 已是办结" in cli("check", "2.4", *WATER).out
    slots = ["disaster-week", "safety-month", "fire-month"]
    assert [period for _, period, _ in ticked(cli)] == slots
    assert all(f"2.4@{slot}" in text for slot, text in zip(slots, said, strict=True))


def test_what_is_under_way_is_open_too(cli: Cli) -> None:
    cli("start", "2.4@disaster-week", *WATER)
    assert "2.4@disaster-week" in cli("check", "2.4", *WATER).out


def test_a_tick_for_the_county_is_for_what_was_triggered_and_then_nothing_waits() -> None:
    made = catalog([item(1, ["成员单位", "丁镇"], task("1.1", TRIGGERED, done_by="any"))])
    trigger = event(1, "trigger", "1.1", period="2025-05-01", on="05-01")
    entries = find_entries(small_ledger(trigger, made=made), "1.1")
    assert [entry.id for entry in entries] == ["1.1@2025-05-01"]
    assert occurrence_for(entries, COUNTY, TODAY).id == "1.1@2025-05-01"


def test_what_is_open_from_the_past_comes_first(cli: Cli, clock: Clock) -> None:
    clock.today = day("07-05")
    assert "6.3@2025-H1" in cli("check", "6.3", "--whole").out
    assert "6.3@2025-H2" in cli("check", "6.3", "--whole").out


def test_ticking_a_second_time_does_not_tick_what_has_not_begun(cli: Cli) -> None:
    cli("check", "6.3", "--whole")
    assert cli("check", "6.3", "--whole").code == 0
    assert [period for _, period, _ in ticked(cli)] == ["2025-H1"]


def test_when_all_that_began_is_finished_a_bare_id_means_the_last_of_it(cli: Cli) -> None:
    cli("check", "2.4", *WATER)
    cli("check", "2.4", *WATER)
    assert "2.4@safety-month" in cli("uncheck", "2.4", *WATER).out
    assert row(cli, "2.4@safety-month", *WATER)["status"] == "todo"


def test_each_unit_has_its_own_earliest_open_occurrence(cli: Cli) -> None:
    cli("check", "2.4", *WATER)
    cli("check", "2.4", *WATER, "--unit", "县林业局")
    assert [(period, unit) for _, period, unit in ticked(cli)] == [
        ("disaster-week", "县水利局"),
        ("safety-month", "县水利局"),
        ("disaster-week", "县林业局"),
    ]


def test_an_occurrence_that_has_not_begun_may_be_under_way_but_not_done(cli: Cli) -> None:
    for more in ((), ("--count", "1")):
        early = cli("check", "6.3@2025-H2", "--whole", *more)
        assert (early.code, early.out, row(cli, "6.3@2025-H2")["status"]) == (2, "", "todo")
        assert "2025-07-01 起，2025-06-20 尚未开始" in early.err
        assert "yqsafety start 6.3@2025-H2" in early.err
    assert cli("check", "1.4", "2.4@fire-month", *WATER).code == 2
    assert ticked(cli) == []
    assert cli("start", "6.3@2025-H2", "--whole").code == 0
    assert row(cli, "6.3@2025-H2")["status"] == "doing"


# For whom


def test_of_several_units_each_ticks_a_shared_result(cli: Cli) -> None:
    cli("check", "4.1", *WATER, "--unit", "县林业局")
    assert ticked(cli) == [("4.1", "2025", "县水利局"), ("4.1", "2025", "县林业局")]


def test_this_machines_unit_must_be_responsible_too(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YQSAFETY_UNIT", "县气象局")
    said = "县气象局不承担 18.1，未登记。查看责任单位：yqsafety show 18.1\n"
    assert cli("check", "18.1").err == said


def test_several_units_are_ticked_each(cli: Cli) -> None:
    cli("check", "1.4", *WATER, "--unit", "县林业局")
    assert [unit for _, _, unit in ticked(cli)] == ["县水利局", "县林业局"]


@pytest.mark.parametrize(
    "command",
    [
        "check 6.1 --unit 县委办 --unit 县水利局",  # one of the units is not responsible
        "check 1.4 6.1 --unit 县水利局",  # not for one of the tasks
        "check 1.4 99.9 --unit 县水利局",  # no such task
        "check 1.4 2.4@winter --unit 县水利局",  # no such occurrence
        "check 1.4 --unit 县水力局",  # no such unit
        "check 1.4",  # for whom?
        "check 1.4 --unit 县水利局 --on 2025-06-21",  # tomorrow
        "check 1.4 --unit 县水利局 --on 2024-12-31",  # before the notice's year
        "check 1.4 --unit 县水利局 --whole",  # no result of the whole county
        "check 4.1 --unit 县水利局 --whole",
        "check 1.4 --unit 县水利局 --all-units",
        "check --all --yes --item 1",  # a bulk tick for nobody
        "waive 1.4 --unit 县水利局",  # no reason
        "extend 1.4 --unit 县水利局 --until 2025-09-30",  # no reason
        "extend 1.4 --unit 县水利局 --reason 会议推迟",  # no date
    ],
)
def test_one_thing_wrong_and_nothing_is_written(cli: Cli, state_path: Path, command: str) -> None:
    refused = cli(*command.split())
    assert (refused.code, refused.out, state_path.exists()) == (2, "", False)
    assert len(refused.err.splitlines()) == 1


def test_who_is_not_responsible_is_named(cli: Cli) -> None:
    assert "县水利局不承担 6.1，未登记" in cli("check", "6.1", *WATER).err


def test_without_a_unit_both_ways_on_are_shown(cli: Cli) -> None:
    refused = cli("check", "1.4")
    assert "--unit" in refused.err
    assert "--all-units" in refused.err


def test_the_units_named_go_before_this_machines_unit(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("YQSAFETY_UNIT", "县林业局")
    cli("check", "1.4")
    cli("check", "1.4", *WATER)
    assert [unit for _, _, unit in ticked(cli)] == ["县林业局", "县水利局"]


def test_what_is_no_status_of_a_shared_result_is_the_countys_where_nobody_is_named(
    cli: Cli,
) -> None:
    assert cli("note", "4.1", "编制未定").out == "4.1 已补充说明（全县）。\n"
    assert ticked(cli) == [("4.1", "2025", "全县")]
    assert cli("check", "4.1").code == 2


def test_the_only_responsible_unit_need_not_be_named() -> None:
    ledger = small_ledger(made=catalog([item(1, ["丁镇"], task("1.1", ONCE))]))
    assert responsible_units(ledger, find_entries(ledger, "1.1"), ForWhom()) == ["ding"]
    assert ROSTER.name("ding") == "丁镇"


def test_all_units_ticks_every_responsible_unit(cli: Cli) -> None:
    cli("check", "1.4", "--all-units")
    assert row(cli, "1.4")["progress"] == {"done": 26, "total": 26, "na": 0}


# Ticking what is ticked


def test_ticking_what_is_ticked_adds_nothing_and_is_no_fault(cli: Cli) -> None:
    cli("check", "1.4", *WATER)
    for options in ((), ("--on", "2025-06-20")):
        again = cli("check", "1.4", *WATER, *options)
        assert (again.code, len(log(cli))) == (0, 1)
        assert again.out == "1.4 已是办结，未再登记。\n"


@pytest.mark.parametrize("command", ["start", "waive --reason 无此职责", "check"])
def test_recording_the_same_state_again_adds_nothing(cli: Cli, command: str) -> None:
    name, *options = command.split()
    for _ in range(2):
        assert cli(name, "1.4", *WATER, *options).code == 0
    assert len(log(cli)) == 1


@pytest.mark.parametrize(
    "more", [["--note", "已发文"], ["--evidence", "https://a.cn/1"], ["--on", "2025-06-10"]]
)
def test_a_note_evidence_or_a_date_is_added_to_what_is_ticked(cli: Cli, more: list[str]) -> None:
    cli("check", "1.4", *WATER)
    cli("check", "1.4", *WATER, *more)
    assert len(log(cli)) == 2
    assert row(cli, "1.4", *WATER)["status"] == "done"


def test_work_under_way_is_not_recorded_again_on_another_day(cli: Cli, clock: Clock) -> None:
    for task_id in ("1.4", "4.4"):  # once, standing
        cli("start", task_id, *WATER)
    clock.today = day("06-21")
    for task_id in ("1.4", "4.4"):
        assert cli("start", task_id, *WATER).out == f"{task_id} 已在办，未再登记。\n"


def test_a_date_corrects_the_day_of_the_tick(cli: Cli) -> None:
    cli("check", "1.4", *WATER)
    cli("check", "1.4", *WATER, "--on", "2025-06-10")
    (unit,) = row(cli, "1.4", *WATER)["units"]
    assert unit["done_on"] == "2025-06-10"


def test_a_date_is_added_to_work_under_way(cli: Cli) -> None:
    cli("start", "1.4", *WATER)
    cli("start", "1.4", *WATER, "--on", "2025-06-10")
    assert row(cli, "1.4", *WATER, "--as-of", "2025-06-12")["status"] == "doing"


def test_proof_that_comes_after_the_year_does_not_make_a_tick_late(cli: Cli, clock: Clock) -> None:
    cli("check", "1.4", *WATER)
    clock.today = day("2026-01-10")
    cli("check", "1.4", *WATER, "--evidence", "https://a.cn/1")
    assert row(cli, "1.4", *WATER)["timeliness"] == "on-time"


def test_uncheck_takes_the_tick_away_and_keeps_its_history(cli: Cli) -> None:
    cli("check", "1.4", *WATER)
    cli("uncheck", "1.4", *WATER)
    assert row(cli, "1.4", *WATER)["status"] == "todo"
    assert [one["action"] for one in log(cli)] == ["done", "todo"]


def test_uncheck_takes_away_the_newest_tick_of_the_unit_itself(cli: Cli) -> None:
    cli("check", "2.4@disaster-week", *WATER)
    cli("check", "2.4@safety-month", "--unit", "县林业局")
    assert "□ 2.4@disaster-week 已取消登记（县水利局" in cli("uncheck", "2.4", *WATER).out
