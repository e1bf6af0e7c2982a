"""What a refusal or a remark says is so: of locks, folders, files, gates and days."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from conftest import Cli, Clock

WATER = ("--unit", "县水利局")


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="a folder that takes no file")
def test_where_no_lock_can_be_made_nobody_is_said_to_hold_it(cli: Cli) -> None:
    refused = cli("check", "4.1", *WATER, "--state", "/proc/x.json")
    assert refused.code == 4
    assert "无法写入状态文件" in refused.err
    assert "另一程序" not in refused.err


@pytest.mark.parametrize("way", ["option", "variable"])
def test_looking_makes_no_folder_and_recording_makes_that_of_a_named_file(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    named = tmp_path / "登记" / "a" / "s.json"
    option = ("--state", named) if way == "option" else ()
    if way == "variable":
        monkeypatch.setenv("YQSAFETY_STATE", str(named))
    looked = cli("list", *WATER, *option)
    assert looked.code == 0
    assert f"状态文件“{named}”不存在" in looked.err
    assert not (tmp_path / "登记").exists()
    assert cli("check", "4.1", *WATER, *option).code == 0
    assert named.exists()


def test_the_folder_of_ones_own_state_is_made(cli: Cli, state_path: Path) -> None:
    assert not state_path.parent.exists()
    assert cli("check", "4.1", *WATER).code == 0
    assert state_path.exists()


@pytest.mark.parametrize("name", ["通报.docx", "通报.txt"])
def test_a_file_without_a_sound_row_is_not_advised_to_be_taken_in_part(
    cli: Cli, tmp_path: Path, name: str
) -> None:
    if name.endswith("docx"):
        assert cli("export", "docx", "-o", tmp_path / name).code == 0
    else:
        (tmp_path / name).write_text("通报", encoding="utf-8")
    refused = cli("import", tmp_path / name)
    assert refused.code == 5
    assert "--accept-valid" not in refused.err


def test_a_gate_that_judges_nothing_says_why_and_what_helps(cli: Cli) -> None:
    presumed = cli("status", "--item", "1", *WATER, "--fail-on", "overdue")
    assert presumed.code == 1
    assert (
        "未判：所选 6 项没有可判的（推定 6 项）。推定的也判：加 --include-presumed。"
        in presumed.err
    )
    waiting = cli("status", "--status", "未触发", *WATER, "--fail-on", "overdue")
    assert waiting.code == 1
    assert "没有可判的（" in waiting.err
    assert waiting.err.endswith("--include-presumed。\n") == ("推定" in waiting.err)


@pytest.mark.parametrize("command", ["list", "status", "now", "export md -o -"])
def test_a_day_before_the_term_is_remarked(cli: Cli, command: str) -> None:
    said = "通知年度自 2025-01-01 起，2024-06-01 还没有这些任务"
    assert said in cli(*command.split(), *WATER, "--as-of", "2024-06-01").err
    assert said not in cli(*command.split(), *WATER, "--as-of", "2025-01-01").err


def test_what_has_not_happened_is_said_before_it_is_asked_for_whom(cli: Cli) -> None:
    for task in ("3.3", "3.5"):
        said = cli("check", task).err
        assert said.startswith(
            f"{task} 尚未触发，未登记。情形发生后先登记：yqsafety trigger {task}"
        )
    assert "--on 日期 --unit 县水利局" in cli("check", "3.5", *WATER).err


def test_a_day_that_was_given_is_not_asked_for_again(cli: Cli, clock: Clock) -> None:
    clock.today = dt.date(2025, 6, 20)
    plain = cli("check", "2.4@disaster-week", "--unit", "历山镇")
    assert "逾期办结）。实际日期不同的，先 yqsafety undo，再加 --on" in plain.out
    cli("undo")
    given = cli("check", "2.4@disaster-week", "--unit", "历山镇", "--on", "2025-05-30")
    assert "逾期办结）" in given.out
    assert "实际日期不同" not in given.out


def test_a_limit_that_is_suggested_is_later_than_today(cli: Cli) -> None:
    refused = cli("extend", "14.1", *WATER, "--until", "9月初", "--reason", "甲")
    assert refused.code == 2
    assert "--until 2025-12-31" in refused.err
    assert cli("apply", "14.1", *WATER, "--until", "2025-13-01", "--reason", "甲").err.count(
        "--until 2025-12-31"
    )


def test_what_a_bulk_of_events_would_record_is_their_day(cli: Cli) -> None:
    cli("trigger", "3.3", "--whole", "--on", "2025-06-18")
    shown = cli(
        "trigger",
        "--item",
        "3",
        "--grep",
        "警示会",
        "--all-units",
        "--on",
        "2025-06-19",
        "--dry-run",
    )
    assert shown.code == 0, shown.err
    assert "（发生日 2025-06-19）" in shown.out
    assert "3.3@2025-06-18" not in shown.out


def test_own_duties_last_as_long_as_the_notice_beside_them(cli: Cli, clock: Clock) -> None:
    cli("use", "县水利局")
    clock.today = dt.date(2025, 12, 1)
    assert cli("duty", "add", "每月25日前报送工作进展").code == 0
    clock.today = dt.date(2026, 1, 5)
    assert "报送工作进展" in cli("now").out
    clock.today = dt.date(2026, 4, 2)
    assert "报送工作进展" not in cli("list", "--mine").out
