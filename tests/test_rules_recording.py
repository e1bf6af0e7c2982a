"""Section 6 of the design on counts, evidence, extensions and undo."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli, Clock
from small import day, event, log, row

from yqsafety.store.state_file import FileStore

WATER = ("--unit", "县水利局")
HALF = "6.3@2025-H1"


def shown(cli: Cli, task_id: str, *options: str) -> Any:
    return cli("show", task_id, "--json", *options).json["rows"][0]


# Count


def test_a_count_is_the_total_so_far_and_plus_adds_to_it(cli: Cli) -> None:
    for count, figures in (("3", "3/10 项"), ("+2", "5/10 项"), ("4", "4/10 项")):
        assert figures in cli("check", "6.6", "--whole", "--count", count).out
    found = row(cli, "6.6")
    assert (found["status"], found["whole"]["value"]) == ("doing", 4)


def test_plus_adds_to_the_units_own_figure_and_begins_at_none(cli: Cli) -> None:
    cli("check", "18.9", "--all-units", "--count", "5")
    cli("uncheck", "18.9", *WATER)
    for figures in ("已登记 2 处", "已登记 4 处"):
        assert figures in cli("check", "18.9", *WATER, "--count", "+2").out


def test_at_the_target_it_is_done(cli: Cli) -> None:
    cli("check", "6.6", "--whole", "--count", "9")
    assert row(cli, "6.6")["status"] == "doing"
    assert "已办结" in cli("check", "6.6", "--whole", "--count", "+1").out
    assert row(cli, "6.6")["status"] == "done"


def test_a_plain_tick_is_done_and_warns_of_the_count(cli: Cli) -> None:
    cli("check", "6.6", "--whole", "--count", "3")
    plain = cli("check", "6.6", "--whole")
    assert "3/10 项" in plain.err
    assert row(cli, "6.6")["status"] == "done"


def test_a_plain_tick_compares_the_units_own_figure(cli: Cli) -> None:
    cli("check", "11.1", "--unit", "县应急管理局", "--count", "1")
    assert cli("check", "11.1", *WATER).err == "注意：11.1 登记数为 0/1 项，请核对。\n"
    assert cli("check", "11.1", "--unit", "县应急管理局", "--on", "2025-06-10").err == ""


def test_a_target_for_each_village_is_reached_by_a_plain_tick_only(cli: Cli) -> None:
    cli("check", "18.9", *WATER, "--count", "87")
    assert row(cli, "18.9", *WATER)["status"] == "doing"
    assert cli("check", "18.9", *WATER).code == 0
    assert row(cli, "18.9", *WATER)["status"] == "done"
    assert cli("check", "18.9", "--unit", "新城镇").err == ""


@pytest.mark.parametrize(
    ("task_id", "count"), [("4.1", "1"), ("6.6", "-1"), ("6.6", "三"), ("6.6", "1.5"), ("6.6", "+")]
)
def test_a_count_that_makes_no_sense_is_refused(
    cli: Cli, state_path: Path, task_id: str, count: str
) -> None:
    refused = cli("check", task_id, f"--count={count}")
    assert (refused.code, state_path.exists()) == (2, False)


def test_the_same_count_again_adds_nothing_unless_it_brings_something(cli: Cli) -> None:
    cli("check", "6.6", "--whole", "--count", "3")
    assert cli("check", "6.6", "--whole", "--count", "3").code == 0
    assert len(log(cli)) == 1
    cli("check", "6.6", "--whole", "--count", "3", "--note", "三项见纪要")
    assert len(log(cli)) == 2
    for _ in range(2):
        assert cli("check", "6.6", "--whole", "--count", "10").code == 0
    assert len(log(cli)) == 3


def test_the_same_count_with_its_real_date_is_recorded(cli: Cli) -> None:
    cli("check", "6.6", "--whole", "--count", "10")
    cli("check", "6.6", "--whole", "--count", "10", "--on", "2025-06-01")
    assert row(cli, "6.6")["whole"]["done_on"] == "2025-06-01"


def test_a_count_after_a_waiver_is_recorded_though_the_figure_is_the_same(cli: Cli) -> None:
    cli("check", "11.1", *WATER, "--count", "1")
    cli("waive", "11.1", *WATER, "--reason", "无此职责")
    cli("check", "11.1", *WATER, "--count", "1")
    assert row(cli, "11.1", *WATER)["status"] == "done"


def test_more_than_the_target_does_not_make_a_timely_result_late(cli: Cli, clock: Clock) -> None:
    cli("check", HALF, "--whole", "--count", "1")
    clock.today = day("07-05")
    cli("check", HALF, "--whole", "--count", "+1")
    assert row(cli, HALF)["timeliness"] == "on-time"


# Notes


def test_a_note_is_kept_under_what_it_is_about(cli: Cli) -> None:
    said = cli("note", "4.1", "编制未定", "--field", "存在问题", *WATER)
    assert said.out == "4.1 已补充说明（县水利局）。\n"
    (one,) = log(cli)
    assert (one["action"], one["field"], one["note"]) == ("note", "problem", "编制未定")


# The day


def test_a_day_before_the_notice_was_issued_is_recorded_with_a_warning(cli: Cli) -> None:
    early = cli("check", "4.1", *WATER, "--on", "2025-03-05")
    assert (early.code, early.err) == (0, "注意：2025-03-05 早于通知印发日期 2025-03-06。\n")
    assert cli("check", "4.2", *WATER, "--on", "2025-03-06").err == ""


# Evidence


def test_a_file_is_recorded_with_digest_and_size(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "纪要.pdf"
    file.write_bytes(b"proof")
    named = ("--evidence", "纪要.pdf", "--evidence", "https://a.cn/1")
    assert cli("check", "4.1", "--whole", *named).err == ""
    digest = hashlib.sha256(b"proof").hexdigest()
    assert shown(cli, "4.1")["history"][0]["evidence"] == [
        {"name": "纪要.pdf", "sha256": digest, "size": 5},
        {"name": "https://a.cn/1", "sha256": None, "size": None},
    ]


def test_a_missing_file_is_recorded_as_named_with_a_warning(cli: Cli) -> None:
    ticked = cli("check", "4.1", "--whole", "--evidence", "没有.pdf")
    assert (ticked.code, row(cli, "4.1")["status"]) == (0, "done")
    assert "没有.pdf" in ticked.err
    (evidence,) = shown(cli, "4.1")["history"][0]["evidence"]
    assert evidence == {"name": "没有.pdf", "sha256": None, "size": None}


# Extend


@pytest.mark.parametrize("until", ["2025-09-30", "2026-02-28", "2025-06-21"])
def test_extend_moves_one_assignment_either_way_and_keeps_what_was(cli: Cli, until: str) -> None:
    options = ["--until", until, "--reason", "会议推迟", "--approved-by", "李四"]
    assert "原为 2025-12-31" in cli("extend", "1.4", *WATER, *options).out
    mine = shown(cli, "1.4", *WATER)
    assert (mine["due"], mine["original_due"], mine["basis"]) == (until, "2025-12-31", "local")
    said = mine["history"][0]
    assert (said["until"], said["reason"], said["approved_by"]) == (until, "会议推迟", "李四")
    other = row(cli, "1.4", "--unit", "县林业局")
    assert (other["due"], other["basis"]) == ("2025-12-31", "notice-year")


def test_an_extended_date_decides_what_is_overdue_and_when_undone_no_longer(cli: Cli) -> None:
    cli("extend", HALF, "--until", "2025-07-31", "--reason", "会议推迟", "--all-units")
    words = [row(cli, HALF, "--as-of", f"2025-0{on}")["timeliness"] for on in ("7-31", "8-01")]
    assert words == ["due-soon", "overdue"]
    cli("undo")
    assert row(cli, HALF, "--as-of", "2025-07-01")["timeliness"] == "overdue"


def test_a_waiver_with_another_reason_or_day_is_recorded_the_same_again_is_not(
    cli: Cli, clock: Clock
) -> None:
    waive = ("waive", "1.4", *WATER, "--reason")
    cli("extend", "1.4", *WATER, "--until", "2025-09-30", "--reason", "机构调整")
    cli(*waive, "无此职责")
    for again, recorded in (
        ((*waive, "无此职责"), 2),
        ((*waive, "机构调整"), 3),
        ((*waive, "机构调整", "--on", "2025-06-20"), 3),
        ((*waive, "机构调整", "--on", "2025-06-10"), 4),
        ((*waive, "无此职责"), 5),
    ):
        assert cli(*again).code == 0
        assert len(log(cli)) == recorded
    clock.today = day("06-21")
    assert cli(*waive, "无此职责").out == "1.4 已是不适用，未再登记。\n"


def test_a_waiver_of_a_shared_result_is_said_again_only_by_who_said_it(cli: Cli) -> None:
    waive = ("waive", "4.1", "--reason", "无此职责")
    cli(*waive, *WATER)
    cli("note", "4.1", "待核", *WATER)
    cli("waive", "4.1", "--unit", "县林业局", "--reason", "机构调整")
    assert cli(*waive, *WATER).out == "4.1 本单位已是不适用，未再登记。\n"
    assert [one["action"] for one in log(cli)] == ["na", "note", "na"]


def test_what_each_unit_waived_is_not_waived_again_for_all_of_them_but_for_the_county(
    cli: Cli,
) -> None:
    waive = ("waive", "4.1", "--reason", "上级已设立")
    units = [unit["name"] for unit in shown(cli, "4.1")["units"]]
    for unit in units:
        cli(*waive, "--unit", unit)
    assert cli(*waive, "--all-units").out == "另有 9 项本单位已是不适用，已跳过。\n"
    assert (row(cli, "4.1")["timeliness"], len(log(cli))) == ("pending", 9)
    assert cli(*waive, "--whole").code == 0
    assert [one["unit_name"] for one in log(cli)] == [*units, "全县"]
    assert row(cli, "4.1")["status"] == "na"
    assert cli(*waive, "--whole").out == "4.1 已是不适用，未再登记。\n"


def test_a_date_set_locally_that_has_passed_is_overdue_not_open_at_year_end(cli: Cli) -> None:
    cli("extend", "1.4", *WATER, "--until", "2025-06-10", "--reason", "提前")
    mine = row(cli, "1.4", *WATER)
    assert (mine["timeliness"], mine["timeliness_label"]) == ("overdue", "逾期")


# Undo


def test_undo_takes_back_the_whole_of_the_newest_batch_only(cli: Cli) -> None:
    cli("check", "4.1", "--whole")
    cli("check", "1.4", "--unit", "各乡镇", "--yes")
    assert "登记办结 11 项" in cli("undo").out
    assert row(cli, "1.4")["progress"]["done"] == 0
    assert row(cli, "4.1")["status"] == "done"


def test_undo_goes_back_step_by_step_and_then_says_there_is_nothing(cli: Cli) -> None:
    cli("check", "4.1", "--whole")
    cli("check", "4.2", "--whole")
    assert [cli("undo").code for _ in range(3)] == [0, 0, 2]
    assert [row(cli, i)["status"] for i in ("4.1", "4.2")] == ["todo", "todo"]


def test_undo_is_an_event_and_loses_nothing(cli: Cli) -> None:
    cli("check", "4.1", *WATER)
    cli("undo")
    events = log(cli)
    assert [one["action"] for one in events] == ["done", "revert"]
    assert events[1]["reverts"] == events[0]["batch"]


def test_undo_leaves_what_another_person_recorded(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli("check", "4.1", "--whole")
    cli("check", "4.2", "--whole", "--by", "李四")
    cli("undo")
    assert [row(cli, i)["status"] for i in ("4.1", "4.2")] == ["todo", "done"]
    assert cli("undo").code == 2
    monkeypatch.setenv("YQSAFETY_USER", "李四")
    assert cli("undo").code == 0
    assert row(cli, "4.2")["status"] == "todo"


def test_undo_leaves_what_was_merged_in_unless_its_batch_is_named(
    cli: Cli, state_path: Path
) -> None:
    cli("check", "4.1", "--whole")
    notice = log(cli)[0]["notice"]
    merged = event(1, "done", "4.2", "county", notice=notice, origin="elsewhere", batch="merged")
    FileStore(state_path).append(lambda _: (merged,))
    cli("undo")
    assert [row(cli, i)["status"] for i in ("4.1", "4.2")] == ["todo", "done"]
    assert cli("undo", "merged").code == 0
    assert row(cli, "4.2")["status"] == "todo"


def test_undo_of_an_undo_by_its_batch_brings_the_tick_back(cli: Cli) -> None:
    cli("check", "4.1", "--whole")
    cli("undo")
    cli("undo", log(cli)[-1]["batch"])
    assert row(cli, "4.1")["status"] == "done"


@pytest.mark.parametrize(
    ("batch", "said"),
    [
        (["zzz"], "没有可撤销的批次“zzz”。批次号见 yqsafety log。"),
        ([], "没有 张三 在本机登记、可以撤销的操作。指定批次：yqsafety undo 批次号"),
    ],
)
def test_undo_of_what_is_not_there_is_refused(
    cli: Cli, state_path: Path, batch: list[str], said: str
) -> None:
    refused = cli("undo", *batch)
    assert (refused.code, refused.err) == (2, f"{said}\n")
    assert not state_path.exists()


def test_a_batch_is_undone_once(cli: Cli) -> None:
    cli("check", "4.1", *WATER)
    batch = log(cli)[0]["batch"]
    assert [cli("undo", batch).code for _ in range(2)] == [0, 2]
    assert len(log(cli)) == 2


def test_a_count_of_so_many_in_each_place_is_no_fraction(cli: Cli) -> None:
    said = cli("check", "18.9", "--unit", "新城镇", "--count", "5").out
    figures = "18.9 已登记 5 处，要求每村（社区）至少 1 处（新城镇人民政府），尚未办结。"
    assert said.startswith(figures)


def test_of_one_result_for_all_each_unit_that_is_named_is_recorded(cli: Cli) -> None:
    two = ("--unit", "县水利局", "--unit", "县林业局")
    said = cli("start", "4.5", *two)
    assert said.err == ""
    assert said.out.splitlines() == [
        "● 4.5 已登记在办（县水利局，2025-06-20）。",
        "● 4.5 已登记在办（县林业局，2025-06-20）。",
    ]
    three = cli("start", "4.5", *two, "--unit", "县气象局").out
    assert "● 4.5 已登记在办（县气象局，2025-06-20）。" in three
    assert [one["unit_name"] for one in log(cli)] == ["县水利局", "县林业局", "县气象局"]
    members = {u["name"] for u in row(cli, "3.1")["units"] if u["via"] == "县安委会成员单位"}
    many = cli("start", "3.1", "--unit", "县安委会成员单位", "--yes")
    assert (many.code, many.err) == (0, "")
    assert {one["unit_name"] for one in log(cli) if one["task"] == "3.1"} == members
    assert len(members) == 14


def test_what_is_left_is_said_of_one_unit_only(cli: Cli) -> None:
    assert "本单位限期任务还有" in cli("check", "11.1", *WATER).out
    two = cli("check", "11.1", *WATER, "--unit", "县应急管理局", "--on", "2025-06-10").out
    assert two.count("√ 11.1 已办结") == 2
    assert "本单位" not in two


# What may be a slip


def test_a_lower_total_is_said_and_adding_is_not(cli: Cli) -> None:
    cli("check", "18.9", *WATER, "--count", "4")
    assert cli("check", "18.9", *WATER, "--count", "+1").err == ""
    lower = cli("check", "18.9", *WATER, "--count", "1")
    assert (
        "18.9 的累计数由 5 改为 1；是再加 1 的，请先撤销（yqsafety undo），再登记 +1" in lower.err
    )
    cli("undo")
    assert cli("check", "18.9", *WATER, "--count", "6").err == ""


@pytest.mark.parametrize(
    ("line", "now"),
    [
        ("start 18.9", "在办"),
        ("check 18.9 --count 3", "在办"),
        ("waive 18.9 --reason 无", "不适用"),
    ],
)
def test_what_was_done_and_is_no_longer_is_said(cli: Cli, line: str, now: str) -> None:
    cli("check", "18.9", *WATER, "--on", "2025-06-02")
    said = cli(*line.split(), *WATER).err
    assert f"18.9 原已报办结（2025-06-02），现改为{now}；记错的请撤销：yqsafety undo" in said
    cli("undo")
    assert "原已报" not in cli("uncheck", "18.9", *WATER).err


# What holds after a report of an earlier or a later day


def test_a_standing_duty_reported_for_an_earlier_day_says_what_holds(cli: Cli) -> None:
    assert (
        "截至 2025-06-20）。长期任务须持续落实，90 天后请更新。" in cli("check", "4.4", *WATER).out
    )
    said = cli("check", "4.4", *WATER, "--on", "2025-03-10").out
    assert (
        "已报落实（县水利局，截至 2025-03-10）；此前已报到 2025-06-20，仍为截至 2025-06-20" in said
    )
    assert said.endswith("90 天后请更新。\n")
    assert "2025-07-19 前请更新" in cli("check", "14.3", *WATER, "--on", "2025-04-20").out
    first = cli("check", "14.2", *WATER, "--on", "2025-03-10").out
    assert "截至 2025-03-10）。长期任务须持续落实，距今已满 90 天，待更新" in first
    assert row(cli, "14.2", *WATER)["timeliness"] == "stale"


def test_a_report_after_the_deadline_of_what_was_done_in_time_is_not_called_late(
    cli: Cli, clock: Clock
) -> None:
    cli("check", "14.1", *WATER, "--on", "2025-05-01")
    clock.today = day("2026-01-10")
    said = cli("check", "14.1", *WATER, "--on", "2026-01-05").out
    assert "自 2025-05-01 起已报办结，仍为按期办结" in said
    assert "逾期" not in said
    assert row(cli, "14.1", *WATER)["timeliness"] == "on-time"


def test_a_count_that_finishes_too_late_says_so(cli: Cli, clock: Clock) -> None:
    clock.today = day("2026-01-10")
    said = cli("check", "14.5", *WATER, "--count", "5").out
    assert said.startswith("√ 14.5 已登记 5/5 项（县水利局，2026-01-10），逾期办结。")
