"""A notice made out of an old one: dates, ids and numbers of another year, and empty parts.

The files here have the first shape, yqsafety/notice@1, which is read as long as there are any: what
is wrong is found at its place in that file.
"""

# Over 250 lines: a line for each rule.

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli

from yqsafety.notice.numerals import chinese_number

DATA = Path(__file__).parents[1] / "data"


def sound() -> dict[str, Any]:
    """A notice of one item with a task of each kind."""

    def task(number: int, **timing: Any) -> dict[str, Any]:
        name = f"事{number}。"
        return {"id": f"1.{number}", "title": "做事", "quote": name, "timing": timing}

    item = {
        "number": 1,
        "heading": "（一）头。",
        "text": "".join(f"事{n}。" for n in range(1, 6)),
        "tasks": [
            task(1, kind="once", basis="notice-year"),
            task(2, kind="once", basis="stated", due="2025-06-30"),
            task(3, kind="triggered", basis="presumed", trigger="事3", within=30),
            task(4, kind="standing", basis="notice-year", renew_days=180),
            task(5, kind="recurring", basis="calendar", slots=[slot()]),
        ],
        "responsibility": {
            "text": "（县应急管理局负责）",
            "mode": "lead",
            "units": ["县应急管理局"],
        },
    }
    return {
        "schema": "yqsafety/notice@1",
        "id": "xian-2025",
        "edition": 1,
        "year": 2025,
        "letterhead": "县",
        "number": "号",
        "title": "关于做好2025年工作的通知",
        "addressees": "各",
        "preamble": "前",
        "sections": [{"number": 1, "heading": "一、节", "items": [item]}],
        "issuer": "县政府",
        "date": "2025-03-06",
        "publicity": "公开",
        "cc": "抄送",
        "printed": {"by": "办", "date": "2025-03-06"},
        "retired": [{"id": "1.6", "into": "1.1", "why": "同一件事"}],
    }


def slot(**changed: Any) -> dict[str, Any]:
    return {
        "name": "month",
        "label": "活动月",
        "start": "2025-06-01",
        "due": "2025-06-30",
        "source": "某文",
    } | changed


def validate(cli: Cli, folder: Path, notice: dict[str, Any]) -> list[tuple[str, str]]:
    """The paths and problems that `validate` finds; every other command exits 3 with the first."""
    file = folder / "made.yaml"
    file.write_text(json.dumps(notice, ensure_ascii=False), encoding="utf-8")
    found = cli("validate", file, "--json").json["findings"]
    for command in ("list", "status", "notice", "export md"):
        expected = 3 if found else 0
        assert cli(*command.split(), "--notice", file).code == expected
    assert all(one["fix"] for one in found)
    return [(one["path"], one["problem"]) for one in found]


def task_of(notice: dict[str, Any], number: int) -> dict[str, Any]:
    return notice["sections"][0]["items"][0]["tasks"][number - 1]  # type: ignore[no-any-return]


def test_the_notice_of_these_tests_is_sound(cli: Cli, tmp_path: Path) -> None:
    assert validate(cli, tmp_path, sound()) == []


@pytest.mark.parametrize(
    ("changes", "path", "problem"),
    [
        ({"year": 0}, "year", "年度应为 1950 至 2100"),
        ({"year": -5}, "year", "年度应为"),
        ({"year": 10_000}, "year", "年度应为"),
        ({"year": 9_999}, "year", "年度应为"),
        ({"edition": 0}, "edition", "版次应从 1 起"),
        ({"id": ""}, "id", "id“”不可用"),
        ({"id": "县 2025"}, "id", "id“县 2025”不可用"),
        ({"id": "xian-2024"}, "id", "id“xian-2024”是 2024 年的"),
        ({"title": "关于做好2024年工作的通知"}, "title", "标题是 2024 年的"),
        ({"date": "2024-09-30"}, "date", "发文日期 2024-09-30 与年度 2025 不符"),
        ({"date": "2026-01-01"}, "date", "发文日期"),
        ({"sections": []}, "sections", "没有章节"),
    ],
)
def test_the_head_of_a_notice(
    cli: Cli, tmp_path: Path, changes: dict[str, Any], path: str, problem: str
) -> None:
    found = validate(cli, tmp_path, sound() | changes)
    assert any(where == path and what.startswith(problem) for where, what in found), found


def test_last_years_notice_with_a_new_year_names_everything_that_is_old(
    cli: Cli, tmp_path: Path
) -> None:
    found = {path for path, _ in validate(cli, tmp_path, sound() | {"year": 2026})}
    tasks = "sections[0].items[0].tasks"
    assert found == {
        "id",
        "title",
        "date",
        f"{tasks}[1].timing.due",
        f"{tasks}[4].timing.slots[0]",
    }


@pytest.mark.parametrize("date", ["2025-01-01", "2025-12-31", "2024-10-01"])
def test_a_notice_is_issued_in_its_year_or_late_in_the_one_before(
    cli: Cli, tmp_path: Path, date: str
) -> None:
    made = sound() | {"date": date}
    found = validate(cli, tmp_path, made)
    assert [path for path, _ in found if path == "date"] == []


def test_the_id_may_name_the_year_of_issue(cli: Cli, tmp_path: Path) -> None:
    assert validate(cli, tmp_path, sound() | {"id": "xian-2024-31", "date": "2024-12-20"}) == []


@pytest.mark.parametrize(
    ("due", "problem"),
    [
        ("2024-12-31", "不在年度 2025 内"),
        ("2026-01-01", "不在年度 2025 内"),
        ("2025-03-05", "早于发文日期 2025-03-06"),
    ],
)
def test_a_date_outside_of_the_notice(cli: Cli, tmp_path: Path, due: str, problem: str) -> None:
    made = sound()
    task_of(made, 2)["timing"]["due"] = due
    assert validate(cli, tmp_path, made) == [("sections[0].items[0].tasks[1].timing.due", problem)]


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"start": "2024-12-01"}, "起日应在年度 2025 内，止日不晚于次年"),
        ({"start": "2026-01-01", "due": "2026-02-01"}, "起日应在年度 2025 内"),
        ({"due": "2027-01-01"}, "起日应在年度 2025 内"),
        ({"start": "2025-01-01", "due": "2025-02-01"}, "止日早于发文日期 2025-03-06"),
        ({"source": " "}, "label 和 source 不能为空"),
        ({"label": ""}, "label 和 source 不能为空"),
    ],
)
def test_a_slot_outside_of_the_notice(
    cli: Cli, tmp_path: Path, changed: dict[str, str], problem: str
) -> None:
    made = sound()
    task_of(made, 5)["timing"]["slots"] = [slot(**changed)]
    ((path, said),) = validate(cli, tmp_path, made)
    assert path == "sections[0].items[0].tasks[4].timing.slots[0]"
    assert said.startswith(problem)


def test_a_slot_may_reach_into_the_next_year(cli: Cli, tmp_path: Path) -> None:
    made = sound()
    task_of(made, 5)["timing"]["slots"] = [slot(start="2025-12-01", due="2026-03-31")]
    assert validate(cli, tmp_path, made) == []


@pytest.mark.parametrize(
    ("number", "changed", "key"),
    [
        (3, {"within": 0}, "within"),
        (3, {"within": -1}, "within"),
        (3, {"within": 367}, "within"),
        (3, {"basis": "notice-year"}, "within"),
        (1, {"within": 30, "basis": "presumed"}, "within"),
        (4, {"renew_days": 0}, "renew_days"),
        (4, {"renew_days": 10**9}, "renew_days"),
        (1, {"renew_days": 90}, "renew_days"),
    ],
)
def test_terms_in_days(
    cli: Cli, tmp_path: Path, number: int, changed: dict[str, Any], key: str
) -> None:
    made = sound()
    task_of(made, number)["timing"] |= changed
    found = validate(cli, tmp_path, made)
    assert [path.rpartition(".")[2] for path, _ in found] == [key]


@pytest.mark.parametrize("value", [1.5, "30", True])
def test_a_term_is_a_whole_number(cli: Cli, tmp_path: Path, value: object) -> None:
    made = sound()
    task_of(made, 3)["timing"]["within"] = value
    assert [problem for _, problem in validate(cli, tmp_path, made)] == ["应为整数"]


@pytest.mark.parametrize(
    ("changed", "path", "problem"),
    [
        ({"id": "1.1"}, "retired[0].id", "编号 1.1 已停用，又用于任务"),
        ({"id": "一.1"}, "retired[0].id", "编号应如 4.3"),
        ({"into": "1.6"}, "retired[0].into", "没有任务 1.6"),
        ({"into": "9.9"}, "retired[0].into", "没有任务 9.9"),
        ({"why": " "}, "retired[0].why", "停用编号须写明理由"),
    ],
)
def test_a_retired_id(
    cli: Cli, tmp_path: Path, changed: dict[str, str], path: str, problem: str
) -> None:
    made = sound()
    made["retired"][0] |= changed
    assert validate(cli, tmp_path, made) == [(path, problem)]


def test_an_id_is_retired_once(cli: Cli, tmp_path: Path) -> None:
    made = sound()
    made["retired"] *= 2
    assert validate(cli, tmp_path, made) == [("retired[1].id", "编号 1.6 重复")]


def test_empty_parts_are_named(cli: Cli, tmp_path: Path) -> None:
    made = sound()
    made["sections"][0]["items"] = []
    assert ("sections[0].items", "本章没有条款") in validate(cli, tmp_path, made)
    made = sound() | {"retired": []}
    made["sections"][0]["items"][0] |= {"tasks": [], "text": ""}
    found = validate(cli, tmp_path, made)
    assert found == [("sections[0].items[0].tasks", "没有任务"), ("sections", "没有任务")]
    made = sound()
    made["sections"][0]["items"][0]["responsibility"] |= {"text": "（负责）", "units": []}
    assert validate(cli, tmp_path, made) == [
        ("sections[0].items[0].responsibility.units", "没有责任单位")
    ]


def many(sections: int, items: int) -> dict[str, Any]:
    """A sound notice of so many sections and items."""
    made = sound() | {"retired": []}
    made["sections"] = []
    number = 0
    for s in range(1, sections + 1):
        here = []
        for _ in range(items):
            number += 1
            task = {"id": f"{number}.1", "title": "做事", "quote": "做事。"}
            task["timing"] = {"kind": "once", "basis": "notice-year"}  # type: ignore[assignment]
            here.append(
                {
                    "number": number,
                    "heading": f"（{chinese_number(number)}）头。",
                    "text": "做事。",
                    "tasks": [task],
                    "responsibility": sound()["sections"][0]["items"][0]["responsibility"],
                }
            )
        made["sections"].append({"number": s, "heading": f"{chinese_number(s)}、节", "items": here})
    return made


@pytest.mark.parametrize(("sections", "items"), [(1, 120), (120, 1)])
def test_more_than_ninety_nine_sections_or_items(
    cli: Cli, tmp_path: Path, sections: int, items: int
) -> None:
    made = many(sections, items)
    assert validate(cli, tmp_path, made) == []
    file = tmp_path / "made.yaml"
    assert cli("list", "--item", "第一百一十二条", "--ids", "--notice", file).out == "112.1\n"
    made["sections"][-1]["items"][-1]["number"] = 7
    assert next(problem for _, problem in validate(cli, tmp_path, made)) == "条款编号应为 120"


@pytest.mark.parametrize(
    ("number", "numeral"),
    [
        (1, "一"),
        (10, "十"),
        (12, "十二"),
        (21, "二十一"),
        (99, "九十九"),
        (100, "一百"),
        (101, "一百〇一"),
        (110, "一百一十"),
        (112, "一百一十二"),
        (340, "三百四十"),
        (1000, "一千"),
        (1002, "一千〇二"),
        (12_345, "一万二千三百四十五"),
    ],
)
def test_chinese_numerals(number: int, numeral: str) -> None:
    assert chinese_number(number) == numeral


@pytest.mark.parametrize("value", [0, 10**6 + 1, 10**14])
def test_a_quantity_that_nobody_can_mean(cli: Cli, tmp_path: Path, value: int) -> None:
    made = sound()
    task_of(made, 1)["quantity"] = {"op": ">=", "value": value, "unit": "项", "text": "事1"}
    ((path, problem),) = validate(cli, tmp_path, made)
    assert path.endswith("quantity")
    assert problem.startswith("数量须不小于 1")
