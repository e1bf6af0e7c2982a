"""`catalog adopt`: a new edition takes the place of the one in use, and the records go along."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli, Clock
from editions import (
    CUT,
    DATA,
    GONE,
    JOINED,
    MOVED,
    REWORDED,
    TIMING,
    UNITS,
    Edited,
    changed_notice,
)
from openpyxl import load_workbook
from test_catalog_installed import plan
from test_hostile_text import harmless, write_catalogue

from yqsafety.cli import installed
from yqsafety.errors import UsageError

OFFICE = "县应急管理局"
PARTS = {"4.2": ["4.2", "4.61"], "7.1": ["7.1", "7.61"], "11.5": ["11.5", "11.61", "11.62"]}
INTO = {"2.7": "16.50", "16.4": "2.50", "11.10": "12.50", "13.1": "18.50"}
"""The ids that `Edited` gives to what it cuts and moves."""


@pytest.fixture
def later(tmp_path: Path) -> Path:
    """The third edition of our notice."""
    return changed_notice(new_year=False).write(tmp_path / "later")


@pytest.fixture
def everything(cli: Cli, clock: Clock, later: Path) -> dict[str, Any]:
    """Everything ticked for everyone, half of it confirmed; the rows as they were."""
    for task in ("3.3", "3.4", "3.5"):
        cli("trigger", task, "--on", "2025-05-01", "--all-units", "--yes")
    clock.today = dt.date(2025, 7, 2)
    assert cli("check", "--all", "--all-units", "--yes").code == 0
    ids = cli("list", "--unconfirmed", "--ids").out.split()
    assert cli("confirm", *ids[::2], "--all-units", "--yes").code == 0
    cli("return", "18.3", "--unit", OFFICE, "--reason", "缺文件")
    return rows(cli)


def rows(cli: Cli, *options: object) -> dict[str, Any]:
    return {row["id"]: row for row in cli("list", "--json", *options).json["rows"]}


def said_of(row: dict[str, Any]) -> dict[str, tuple[Any, ...]]:
    keys = ("status", "done_on", "confirmed", "returned", "value", "due", "timeliness")
    return {unit["id"]: tuple(unit[key] for key in keys) for unit in row["units"]}


def statuses(row: dict[str, Any]) -> dict[str, str]:
    return {unit["id"]: unit["status"] for unit in row["units"]}


def marked(row: dict[str, Any]) -> set[str]:
    return {unit["id"] for unit in row["units"] if unit["revised"]}


def log(cli: Cli, *options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = cli("log", "--json", *options).json["events"]
    return found


def test_no_tick_is_lost_and_none_moves_to_another_duty(
    cli: Cli, later: Path, everything: dict[str, Any]
) -> None:
    before = len(log(cli))
    result = cli("catalog", "adopt", later, "--yes")
    assert (result.code, result.out.splitlines()[0]) == (0, "yuanqu-2025-1：第 2 版 → 第 3 版")
    after, orphans = rows(cli), log(cli, "--orphans")
    changed = {*REWORDED, *CUT, *MOVED, *(i for ids in JOINED for i in ids), *GONE}
    changed |= {*UNITS, *TIMING}
    kept = {ident: row for ident, row in everything.items() if row["task"] not in changed}
    assert len(kept) > 120
    for ident, row in kept.items():
        assert said_of(after[ident]) == said_of(row), ident
        assert after[ident]["whole"] == row["whole"]
    for task in REWORDED:
        assert statuses(after[task]) == statuses(everything[task])
        assert marked(after[task]) == set(statuses(after[task]))
        assert not any(unit["confirmed"] for unit in after[task]["units"])
    for old, new in INTO.items():
        was, now = statuses(everything[old]), statuses(after[new])
        assert now == {unit: was.get(unit, "todo") for unit in now}  # the item names others
        assert marked(after[new]) == was.keys() & now.keys()
        assert was.keys() - now.keys() <= {one["unit"] for one in orphans if one["task"] == old}
    for task in CUT:
        for part in PARTS[task]:
            assert statuses(after[part]) == statuses(everything[task])
            assert marked(after[part]) == set(statuses(after[part]))
    for ids in JOINED:
        assert set(statuses(after[ids[0]]).values()) == {"done"}
        assert marked(after[ids[0]]) == set(statuses(after[ids[0]]))
    assert {event["task"] for event in orphans if event["lack"] == "task"} == set(GONE)
    assert [row["status"] for ident, row in after.items() if ident.endswith(".70")] == ["todo"] * 4
    assert len({event["batch"] for event in log(cli)[before:]}) == 1


def test_what_was_done_counts_as_done_and_not_as_confirmed(
    cli: Cli, later: Path, everything: dict[str, Any]
) -> None:
    confirmed = [task for task in REWORDED if (everything[task]["whole"] or {}).get("confirmed")]
    assert confirmed
    cli("catalog", "adopt", later, "--yes")
    for task in confirmed:
        whole = rows(cli, "--status", "revised")[task]["whole"]
        assert (whole["status"], whole["confirmed"]) == ("done", False)
        assert whole["revised"].startswith("原文有改动，请重新确认：")
    waiting = set(cli("list", "--unconfirmed", "--ids").out.split())
    assert {"2.2", "2.5", "18.3"} - {"18.3"} <= waiting


def test_the_mark_is_seen_and_goes_with_a_new_report_or_a_confirmation(
    cli: Cli, later: Path
) -> None:
    for unit in (OFFICE, "县林业局", "县水利局"):
        cli("check", "7.5", "--unit", unit)
    cli("confirm", "7.5", "--unit", OFFICE)
    cli("catalog", "adopt", later, "--yes")
    said = "原文有改动，请重新确认：…全生产监管职责的部门制定［增：年度］"
    shown = cli("show", "7.5").out
    assert shown.count(said) >= 3
    assert "（已复核）" not in shown
    cli("export", "xlsx", "--item", "7", "--unit", OFFICE, "-o", "台账.xlsx")
    sheets = load_workbook("台账.xlsx").worksheets
    cells = [cell.value for sheet in sheets for row in sheet.iter_rows() for cell in row]
    assert sum(said in str(text) for text in cells) == 1
    assert cli("check", "7.5", "--unit", "县林业局").out.startswith("√ 7.5")
    assert cli("confirm", "7.5", "--unit", "县水利局").code == 0
    (row,) = cli("show", "7.5", "--json").json["rows"]
    found = {unit["name"]: unit for unit in row["units"]}
    assert {name for name, unit in found.items() if unit["revised"]} == {OFFICE}
    assert found["县水利局"]["confirmed"]
    assert found["县林业局"]["done_on"] == "2025-06-20"


def test_a_joined_duty_is_done_only_where_all_parts_were(cli: Cli, later: Path) -> None:
    cli("check", "14.1", "--unit", OFFICE)
    cli("check", "14.1", "--unit", "县住建局", "--on", "2025-05-05")
    cli("check", "14.2", "--unit", "县住建局", "--on", "2025-05-09")
    cli("check", "14.2", "--unit", "县能源局")
    cli("catalog", "adopt", later, "--yes")
    (row,) = cli("show", "14.1", "--json").json["rows"]
    found = {unit["name"]: unit for unit in row["units"]}
    assert found[OFFICE]["status"] == "doing"
    assert found["县能源局"]["status"] == "doing"
    assert found["县住建局"]["status"] == "done"
    assert found["县住建局"]["done_on"] == "2025-05-09"
    assert all(
        found[name]["revised"] == "由 14.1、14.2 合并，请核对" for name in (OFFICE, "县能源局")
    )


def test_what_is_gone_is_counted_by_every_command_and_listed(cli: Cli, later: Path) -> None:
    cli("check", "21.1", "--unit", OFFICE)
    cli("check", "5.6", "--unit", OFFICE, "--evidence", "https://a/b")
    assert cli("log", "--orphans").out == ""
    assert cli("log", "--orphans").err == "没有这样的操作记录。\n"
    cli("catalog", "adopt", later, "--yes")
    said = (
        "注意：状态中有 2 条记录的任务不在任务文件中（21.1、5.6），未计入。"
        "查看：yqsafety log --orphans；任务文件选错的，请改 --notice\n"
    )
    for command in ("list", "status", "log", "units", "export json -o -"):
        assert said in cli(*command.split()).err, command
    listed = cli("log", "--orphans").rows
    assert [line[4] for line in listed] == ["5.6", "21.1"]
    assert [line[-1] for line in listed] == ["任务已停用：新版已改"] * 2
    assert cli("log", "5.6", "--orphans").out.count("\n") == 1
    refused = cli("check", "5.6", "--unit", OFFICE)
    assert refused.code == 2
    assert (
        "5.6 已停用：新版已改。它不再是任务，不用登记。以前的登记：yqsafety log 5.6" in refused.err
    )


def test_undo_takes_it_back_and_it_can_be_adopted_again(cli: Cli, later: Path) -> None:
    cli("check", "4.2", "7.5", "2.7", "--unit", OFFICE, "--on", "2025-05-05")
    cli("catalog", "adopt", later, "--yes")
    after, marks = rows(cli), len(rows(cli, "--status", "revised"))
    assert marks == 4
    undone = cli("undo")
    assert "只撤回登记，任务文件仍用第 3 版；再次转接：yqsafety catalog adopt 文件夹" in undone.out
    assert rows(cli, "--status", "revised") == {}
    assert rows(cli)["4.61"]["status"] == "todo"
    assert cli("catalog", "list", "--json").json["catalogs"][0]["edition"] == 3
    assert cli("catalog", "adopt", later, "--yes").code == 0
    assert rows(cli) == after
    again = cli("catalog", "adopt", later, "--yes")
    assert (again.code, again.out) == (2, "")
    assert again.err.splitlines()[-1] == (
        "yuanqu-2025-1 第 3 版已在用，没有须转接的登记。查看：yqsafety catalog list"
    )


def test_what_comes_in_later_from_an_old_edition_is_carried_by_running_it_again(
    cli: Cli, later: Path
) -> None:
    cli("check", "4.2", "--unit", "县林业局", "--state", "林业.json")
    cli("check", "7.4", "--unit", OFFICE)
    cli("catalog", "adopt", later, "--yes")
    assert cli("merge", "林业.json").code == 0
    assert rows(cli)["4.61"]["status"] == "todo"
    assert cli("catalog", "adopt", later, "--yes").code == 0
    assert rows(cli)["4.61"]["status"] == "doing"
    assert cli("catalog", "adopt", later, "--yes").code == 2


def test_another_state_file_is_carried_over_apart(cli: Cli, later: Path) -> None:
    cli("check", "4.2", "--unit", OFFICE)
    cli("check", "4.2", "--unit", OFFICE, "--state", "other.json")
    cli("catalog", "adopt", later, "--yes")
    assert rows(cli, "--state", "other.json")["4.61"]["status"] == "todo"
    assert cli("catalog", "adopt", later, "--yes", "--state", "other.json").code == 0
    assert rows(cli, "--state", "other.json")["4.61"]["status"] == "doing"


def test_it_asks_once_and_writes_nothing_without_an_answer(
    cli: Cli, later: Path, state_path: Path, tmp_path: Path
) -> None:
    cli("check", "4.2", "--unit", OFFICE)
    before = state_path.read_bytes(), cli("list", "--json").out
    for options in (["--dry-run"], ["--dry-run", "--json"], []):
        result = cli("catalog", "adopt", later, *options)
        assert result.code == (0 if options else 2), result.err
        assert (state_path.read_bytes(), cli("list", "--json").out) == before
        assert cli("catalog", "list", "--json").json["catalogs"] == []
        assert not list((tmp_path / "data").rglob("tasks.yaml"))
    assert result.err.endswith("需要确认，未启用，未作改动。不再询问请加 --yes。\n")


def test_the_answer_for_scripts(cli: Cli, later: Path) -> None:
    cli("check", "4.2", "5.6", "--unit", OFFICE)
    answer = cli("catalog", "adopt", later, "--yes", "--json").json
    assert (answer["schema"], answer["adopted"]) == ("yqsafety/adopt@1", True)
    assert (answer["from"]["edition"], answer["catalog"]["edition"]) == (2, 3)
    assert [e["action"] for e in answer["events"]] == ["adopt", "revise", "carry"]
    changes = {
        (c["kind"], tuple(c["old"]), tuple(c["new"])): c["records"] for c in answer["changes"]
    }
    assert changes["cut", ("4.2",), ("4.2", "4.61")] == 1
    assert changes["gone", ("5.6",), ()] == 1
    assert changes["joined", ("6.7", "6.8"), ("6.7",)] == 0


def test_without_records_it_is_only_installed(cli: Cli, later: Path, state_path: Path) -> None:
    result = cli("catalog", "adopt", later, "--yes")
    assert (result.code, result.out.splitlines()[-1]) == (0, "√ 已启用 yuanqu-2025-1 第 3 版。")
    assert not state_path.exists()
    assert cli("show", "4.61").code == 0


def test_the_first_screen_says_what_is_asked_again(cli: Cli, later: Path) -> None:
    cli("check", "4.2", "7.5", "18.3", "--unit", OFFICE)
    cli("catalog", "adopt", later, "--yes")
    listed = [line for line in cli("now", "--unit", OFFICE).rows if line[0] == "待重新确认"]
    assert [line[1] for line in listed] == ["7.5", "4.2", "4.61", "18.3"]
    assert listed[0][3].endswith("，原文有改动，请重新确认：…全生产监管职责的部门制定［增：年度］")
    cli("check", "7.5", "--unit", OFFICE)
    cli("confirm", "18.3", "--unit", OFFICE)
    answer = cli("now", "--unit", OFFICE, "--json").json
    assert [len(one["rows"]) for one in answer["groups"] if one["concern"] == "revised"] == [2]


def test_foreign_text_is_shown_and_never_obeyed(cli: Cli, tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
        write_catalogue(folder)
        file = folder / "tasks.yaml"
        text = file.read_text("utf-8").replace("乙。", "乙，在全县各乡镇逐户开展登记造册。")
        file.write_text(text, "utf-8")
    text = text.replace("edition: 1", "edition: 2").replace("乙，在", "另，在")
    file.write_text(text, "utf-8")
    assert cli("catalog", "add", old).code == 0
    assert cli("check", "--all", "--all-units", "--yes").code == 0
    for line in ("catalog adopt new --yes", "list", "show 1.1", "log", "now", "list --json"):
        result = cli(*line.split())
        assert result.code == 0, result.err
        harmless(result.out)
    assert rows(cli, "--status", "revised")


# What cannot be adopted: one line each, and nothing is half adopted.


def refused(cli: Cli, folder: Path, state_path: Path) -> tuple[int, str]:
    before = state_path.read_bytes(), cli("catalog", "list", "--json").out
    result = cli("catalog", "adopt", folder, "--yes")
    assert (state_path.read_bytes(), cli("catalog", "list", "--json").out) == before
    assert (result.out, result.err.count("\n")) == ("", 1), result
    return result.code, result.err


@pytest.fixture
def ticked(cli: Cli) -> None:
    cli("check", "4.2", "4.6", "--unit", OFFICE)


def edited(folder: Path, number: int, **changes: str) -> Path:
    made = Edited()
    made.data["edition"] = number
    for name, words in changes.items():
        tasks, n = made.find(name.lstrip("t").replace("_", "."))
        tasks[n]["quote"] += words
    return made.write(folder)


def test_the_edition_in_use_and_older_ones(
    cli: Cli, ticked: None, state_path: Path, tmp_path: Path
) -> None:
    same = refused(cli, DATA, state_path)
    assert same == (
        2,
        "yuanqu-2025-1 第 2 版已在用，没有须转接的登记。查看：yqsafety catalog list\n",
    )
    older = refused(cli, edited(tmp_path / "older", 1), state_path)
    assert older == (2, "yuanqu-2025-1 在用的是第 2 版，这是第 1 版。请用较新的一版。\n")
    other = refused(cli, edited(tmp_path / "other", 2, t4_6="另行安排，"), state_path)
    assert other == (2, "在用的就是这一版，内容却不同。改动后请把 edition 加 1 再运行。\n")
    cli("catalog", "add", DATA)
    assert refused(cli, DATA, state_path) == same
    assert refused(cli, tmp_path / "older", state_path) == older


def test_another_notice(cli: Cli, ticked: None, state_path: Path, tmp_path: Path) -> None:
    code, said = refused(cli, plan(tmp_path / "plan", 2024, 2026), state_path)
    assert code == 2
    assert said.startswith("没有在用的 plan-2024，不能换用新版。安装：yqsafety catalog add ")


def test_a_fault_in_it(cli: Cli, ticked: None, state_path: Path, tmp_path: Path) -> None:
    folder = edited(tmp_path / "new", 3)
    (folder / "tasks.yaml").write_text("id: [", "utf-8")
    code, said = refused(cli, folder, state_path)
    assert (code, said.startswith(f"“{folder}”的任务文件有误：")) == (3, True)
    code, said = refused(cli, tmp_path / "nowhere", state_path)
    assert (code, "无法读取文件" in said) == (2, True)


def test_an_id_that_means_something_else_or_is_lost(
    cli: Cli, ticked: None, state_path: Path, tmp_path: Path
) -> None:
    made = Edited()
    made.data["edition"] = 3
    (one, n), (other, m) = made.find("4.6"), made.find("4.7")
    one[n]["id"], other[m]["id"] = "4.7", "4.6"
    code, said = refused(cli, made.write(tmp_path / "swapped"), state_path)
    assert (code, "新版不能启用：" in said, "编号含义变了：4.7 原为“" in said) == (3, True, True)
    made = Edited()
    made.data["edition"] = 3
    tasks, n = made.find("4.6")
    tasks[n]["id"] = "4.99"
    code, said = refused(cli, made.write(tmp_path / "renamed"), state_path)
    assert (code, "编号 4.6 不见了：原为“" in said, "现为 4.99" in said) == (3, True, True)
    made = Edited()
    made.data["edition"] = 3
    tasks, n = made.find("5.6")
    del tasks[n]
    code, said = refused(cli, made.write(tmp_path / "lost"), state_path)
    assert (code, "编号 5.6 不见了" in said, "into: ''" in said) == (3, True, True)


def test_the_copy_in_use_is_damaged_or_gone(
    cli: Cli, ticked: None, state_path: Path, tmp_path: Path, later: Path
) -> None:
    cli("catalog", "add", DATA)
    copy = installed.copy_of("yuanqu-2025-1", 2)
    for spoil in (lambda: copy.write_text("id: [", "utf-8"), copy.unlink):
        spoil()
        code, said = refused(cli, later, state_path)
        assert code == 3
        assert said.startswith("在用的第 2 版已损坏或不见了：")
        assert said.endswith("请先重新安装：yqsafety catalog add 第 2 版的文件夹\n")
    assert cli("catalog", "add", DATA).code == 0
    assert cli("catalog", "adopt", later, "--yes").code == 0


def test_a_state_that_cannot_be_written_leaves_the_catalogue(
    cli: Cli, ticked: None, state_path: Path, later: Path, tmp_path: Path
) -> None:
    raw = state_path.read_bytes()
    state_path.write_bytes(raw.replace(b"done", b"dome", 1))
    result = cli("catalog", "adopt", later, "--yes")
    assert (result.code, cli("catalog", "list", "--json").json["catalogs"]) == (4, [])
    assert not list((tmp_path / "data").rglob("tasks.yaml"))


def test_an_index_that_cannot_be_written_leaves_the_records(
    cli: Cli, ticked: None, later: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = cli("list", "--json").json["rows"]

    def fail(_: object) -> None:
        raise UsageError("无法写入。", "原文件未作改动。")

    with monkeypatch.context() as patch:
        patch.setattr(installed, "keep_index", fail)
        result = cli("catalog", "adopt", later, "--yes")
    assert result.code == 2
    assert cli("list", "--json").json["rows"] == before
    assert [event["action"] for event in log(cli)][-1] == "revert"
    assert cli("catalog", "adopt", later, "--yes").code == 0
    assert rows(cli)["4.61"]["status"] == "doing"


def test_after_a_crash_before_the_last_step_it_is_finished_without_recording_twice(
    cli: Cli, ticked: None, later: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = cli("list", "--json").json["rows"]
    with monkeypatch.context() as patch:
        patch.setattr(installed, "keep_index", lambda _: None)
        assert cli("catalog", "adopt", later, "--yes").code == 0
    recorded = len(log(cli))
    # The old edition is still in use, and shows what it showed.
    assert cli("list", "--json").json["rows"] == before
    assert cli("catalog", "adopt", later, "--yes").code == 0
    assert len(log(cli)) == recorded
    assert rows(cli)["4.61"]["status"] == "doing"


def test_a_newer_edition_is_adopted_and_not_added(cli: Cli, later: Path, tmp_path: Path) -> None:
    for _ in range(2):
        result = cli("catalog", "add", later)
        assert (result.code, result.out) == (2, "")
        assert result.err == (
            "yuanqu-2025-1 在用的是第 2 版，这是第 3 版。"
            f"换用新版，登记随之转接：yqsafety catalog adopt {later}\n"
        )
        cli("catalog", "add", DATA)
    cli("catalog", "adopt", later, "--yes")
    shutil.rmtree(later)
    assert cli("show", "4.61").code == 0
    assert cli("catalog", "remove", "yuanqu-2025-1").code == 0
    assert not list((tmp_path / "data").rglob("tasks.yaml"))
