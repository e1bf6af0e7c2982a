"""What a returned register takes back: never by an emptied cell, and always said row by row."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Cli
from returned import TOWN, Book, changes, dry, events, sent

UNIT = ("--unit", TOWN)


@pytest.fixture
def book(cli: Cli, tmp_path: Path) -> Book:
    """The register of a town that has begun one duty, waived one and finished one."""
    cli("start", "2.6", *UNIT)
    cli("note", "2.6", "已开会", *UNIT, "--field", "进展情况")
    cli("check", "18.5", *UNIT, "--on", "2025-06-03")
    cli("waive", "2.7", *UNIT, "--reason", "无此业务")
    return sent(cli, tmp_path)


@pytest.mark.parametrize(("task", "was"), [("2.6", "在办"), ("18.5", "办结"), ("2.7", "不适用")])
def test_an_emptied_status_is_refused_with_what_to_write(
    cli: Cli, book: Book, task: str, was: str
) -> None:
    before = events(cli, task)
    for empty in (None, "　"):
        refused = cli("import", book.put(task, 完成状态=empty, 完成时间=None).save())
        assert refused.code == 5
        assert f"{task} 完成状态原为“{was}”，被清空" in refused.err
        assert f"取消登记的请写“未反馈”，没有变化的请填回“{was}”" in refused.err
        assert book.place(task, "完成状态") in refused.err
    assert events(cli, task) == before
    book.put("2.8", 完成状态="办结").put(task, 完成状态=None)
    taken = cli("import", book.save(), "--accept-valid")
    assert (taken.code, events(cli, task)) == (0, before)
    assert events(cli, "2.8")


def test_a_status_that_never_stood_may_be_empty(cli: Cli, book: Book) -> None:
    cli("start", "2.8", *UNIT)  # after the sheet went out, where the cell says 未反馈
    result = cli("import", book.put("2.8", 完成状态=None).save())
    assert (result.code, result.err) == (0, "")
    assert [action for action, _ in events(cli, "2.8")] == ["doing"]


def test_what_is_taken_back_by_a_word_is_said_row_by_row(cli: Cli, book: Book) -> None:
    book.put("2.6", 进展情况=None).put("18.5", 完成状态="未反馈", 完成时间=None)
    path = book.put("2.7", 完成状态="在办").put("2.8", 完成状态="办结").save()
    said = {
        "2.6": "进展情况 清空（原为“已开会”）",
        "18.5": "完成状态 未反馈（原为“办结”），完成时间 清空（原为“2025-06-03”）",
        "2.7": "完成状态 在办（原为“不适用”）",
    }
    looked = dry(cli, path)
    before = {one["id"]: one["before"] for one in looked.json["files"][0]["changes"]}
    assert before["18.5"] == {"status": "办结", "done_on": "2025-06-03"}
    assert changes(looked)["18.5"] == {"status": "未反馈", "done_on": ""}
    for result in (cli("import", path, "--dry-run"), cli("import", path)):
        for task, words in said.items():
            (line,) = [one for one in result.out.splitlines() if f" {task}：" in one]
            assert words in line
    # What is only new is in the numbers.
    assert " 2.8：" not in result.out


def test_several_files_are_summed_up_as_one_is(cli: Cli, book: Book, tmp_path: Path) -> None:
    path = book.put("2.8", 完成状态="在办").save()
    both = cli("import", path, book.save("c.xlsx"), "--dry-run").out.splitlines()
    assert both[-1] == "共 2 个文件：收 2 个，将登记 1 条（未写入）。"


def test_undoing_an_import_counts_its_records_and_its_duties(cli: Cli, book: Book) -> None:
    book.put("2.8", 完成状态="办结", 进展情况="已排查", 存在问题="缺人").put("2.6", 完成状态="办结")
    assert cli("import", book.save("六月.xlsx")).code == 0
    assert cli("undo").out == (
        "已撤销 2025-06-20 09:12 的导入（六月.xlsx）：登记办结 2 条、补充说明 2 条，共 4 条，"
        f"涉及 2 项（2.6 {TOWN}人民政府、2.8 {TOWN}人民政府）。\n"
    )


def test_what_a_bulk_adds_to_what_stands_already_is_called_a_note(cli: Cli) -> None:
    cli("check", "14.5", "--unit", "县水利局", "--whole")
    cli("check", "14.5", "--unit", "县水利局")
    line = ("check", "--item", "14", "--unit", "县水利局", "--all", "--note", "年中", "--yes")
    said = cli(*line).out
    assert "、补充说明 1 项：" in said.splitlines()[0]
    assert "、补充说明 1 条，共 " in cli("undo").out
