"""Reminders with papers: what is recorded stands on the slips, under its numbers."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from conftest import Cli, Clock
from docx import Document
from small import log

WATER = ("--unit", "县水利局")
BOTH = (*WATER, "--unit", "县林业局")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "督办单"
    made.mkdir()
    return made


def numbers(cli: Cli) -> dict[str, set[int]]:
    """The numbers of the slips that are recorded, by unit."""
    found: dict[str, set[int]] = {}
    for event in log(cli):
        found.setdefault(event["unit_name"], set()).add(event["value"])
    return found


def test_each_unit_gets_a_numbered_paper_with_all_that_it_is_reminded_of(
    cli: Cli, folder: Path
) -> None:
    result = cli("remind", "--silent", "30d", *BOTH, "--slips", folder, "--md", "--yes")
    assert result.code == 0
    assert sorted(path.name for path in folder.iterdir()) == [
        "县林业局督办单-2025-06-20.md",
        "县水利局督办单-2025-06-20.md",
    ]
    assert numbers(cli) == {"县水利局": {1}, "县林业局": {2}}
    text = (folder / "县水利局督办单-2025-06-20.md").read_text(encoding="utf-8")
    assert "县安委办督〔2025〕1号" in text
    recorded = [event["task"] for event in log(cli) if event["unit_name"] == "县水利局"]
    assert [task for task in recorded if f"| {task} |" not in text] == []
    assert "106天没有进展" in text
    assert "督办单 1 号" in cli("log", "14.5").out


def test_numbers_go_on_through_the_year_also_over_what_was_taken_back(
    cli: Cli, folder: Path, clock: Clock
) -> None:
    cli("remind", "14.5", *WATER, "--slips", folder)
    cli("undo")
    clock.today = dt.date(2025, 6, 27)
    cli("remind", "14.5", *WATER, "--slips", folder)
    (event,) = [one for one in log(cli) if one["on"] == "2025-06-27" and one["task"]]
    assert event["value"] == 2
    words = "\n".join(p.text for p in Document(str(next(folder.glob("*-27.docx")))).paragraphs)
    assert "县安委办督〔2025〕2号" in words


def test_what_is_presumed_stands_on_it_once_it_was_named(cli: Cli, folder: Path) -> None:
    cli("remind", "1.4", *WATER, "--slips", folder, "--md")
    (path,) = folder.iterdir()
    assert "| 1.4 |" in path.read_text(encoding="utf-8")


def test_a_second_reminder_of_the_day_writes_nothing(cli: Cli, folder: Path) -> None:
    cli("remind", "14.5", *WATER, "--slips", folder)
    before = {path: path.read_bytes() for path in folder.iterdir()}
    again = cli("remind", "14.5", *WATER, "--slips", folder)
    assert (again.code, again.out) == (0, "14.5 已于 2025-06-20 催办过，未再登记。\n")
    assert {path: path.read_bytes() for path in folder.iterdir()} == before


def test_a_paper_that_was_not_written_is_written_later_under_its_number(
    cli: Cli, folder: Path
) -> None:
    taken = folder / "县水利局督办单-2025-06-20.md"
    taken.mkdir()
    failed = cli("remind", "18.5", *WATER, "--slips", folder, "--md")
    assert failed.code == 70
    assert "催办已经登记，督办单没有写全" in failed.err
    assert numbers(cli) == {"县水利局": {1}}
    taken.rmdir()
    assert cli("export", "slips", "--status", "催办", "--md", "-o", folder).code == 0
    text = taken.read_text(encoding="utf-8")
    assert "县安委办督〔2025〕1号" in text
    assert "| 18.5 |" in text


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--slips", "没有"], "没有文件夹“没有”"),
        (["--md"], "请加 --slips 文件夹"),
        (["--slips", ".", "--md", "--template", "甲.docx"], "不能和 --md 一起用"),
        (["--slips", ".", "--template", "甲.docx"], "无法读取模板"),
        (["--slips", ".", "--reply-by", "2025-06-01"], "早于文件的日期"),
        (["--slips", ".", "--on", "昨天"], "不和 --on 一起用"),
    ],
)
def test_what_cannot_be_written_is_refused_before_anything_is_recorded(
    cli: Cli, options: list[str], said: str
) -> None:
    refused = cli("remind", "14.5", *WATER, *options)
    assert (refused.code, refused.out) == (2, "")
    assert said in refused.err
    assert log(cli) == []


def test_a_dry_run_writes_no_paper(cli: Cli, folder: Path) -> None:
    cli("remind", "14.5", *WATER, "--slips", folder, "--dry-run")
    assert list(folder.iterdir()) == []
