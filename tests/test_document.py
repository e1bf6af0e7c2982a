"""Documents of any form as data: printed back, in sections and items, with their terms."""

from __future__ import annotations

import datetime as dt
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli, Clock
from documents import OWNED, Data, notice, task, write

from yqsafety.notice.model import Every, Term, Timing
from yqsafety.notice.schedule import periods_of

DEEP = """某市文件
某发〔2025〕9号
工作方案
各部门：
为做好工作，制定本方案。
第一章 总体要求
一、目标
到年底见效。
（一）抓排查。有隐患的地方都要查。抓好排查。不留死角。
1. 查企业。逐家去查。
①查账。查看台账。（甲局负责）
查完要报。（乙局、丙局负责）
(二) 抓整改
对查出的问题，立即整改。
责任单位：丙局
序号\t任务\t要求\t单位
1\t宣传\t开展宣传。\t甲局
\t\t办好专栏。\t
某市人民政府
2025年2月1日
"""


def deep() -> Data:
    """The document above: chapters, items, points, paragraphs without a number, and a table."""
    points = {
        "label": "1. ",
        "heading": "查企业。",
        "tasks": [task("3.1", "逐家去查。")],
        "blocks": [
            {
                "label": "①",
                "heading": "查账。",
                "tasks": [task("2.1", "查看台账。")],
                "responsibility": OWNED,
            }
        ],
    }
    item = {
        "label": "（一）",
        "heading": "抓排查。",
        "text": "有隐患的地方都要查。",
        "tasks": [task("1.1"), "不留死角。"],
        "blocks": [points, {"tasks": [task("1.2", "查完要报。")]}],
        "responsibility": {"text": "（乙局、丙局负责）", "units": ["乙局", "丙局"]},
    }
    mending = {
        "label": "(二) ",
        "heading": "抓整改",
        "blocks": [{"text": "对查出的问题，", "tasks": [task("4.1", "立即整改。")]}],
        "responsibility": {"text": "责任单位：丙局", "units": ["丙局"]},
    }
    table = {
        "table": {
            "columns": ["序号", "任务", "要求", "单位"],
            "label": "序号",
            "heading": "任务",
            "body": "要求",
            "units": "单位",
        },
        "blocks": [
            {
                "cells": ["1", "宣传", "", "甲局"],
                "tasks": [task("5.1", "开展宣传。")],
                "responsibility": {"units": ["甲局"]},
            },
            {
                "cells": ["", "", "", ""],
                "tasks": [task("6.1", "办好专栏。")],
                "responsibility": {"units": ["甲局"]},
            },
        ],
    }
    chapter = {
        "label": "第一章 ",
        "heading": "总体要求",
        "blocks": [
            {
                "label": "一、",
                "heading": "目标",
                "blocks": [{"text": "到年底见效。"}, item, mending],
            },
        ],
    }
    made = notice(
        {"is": "addressees", "text": "各部门："},
        "为做好工作，制定本方案。",
        chapter,
        table,
        {"is": "issuer", "text": "某市人民政府"},
        {"is": "date", "text": "2025年2月1日"},
    )
    head = [{"is": "letterhead", "text": "某市文件"}, {"is": "number", "text": "某发〔2025〕9号"}]
    return made | {"blocks": [*head, *made["blocks"]]}


def rows(cli: Cli, file: Path, *more: str) -> dict[str, Any]:
    """The rows of `list --json` by id."""
    found = cli("list", "--json", "--notice", file, *more)
    assert found.code == 0, found.err
    return {row["id"]: row for row in found.json["rows"]}


def test_a_document_of_any_depth_prints_back(cli: Cli) -> None:
    file = write(deep())
    assert cli("validate", file).out == "数据文件无误。\n"
    assert cli("notice", "--notice", file).out == DEEP
    Path("original.txt").write_text(DEEP, encoding="utf-8")
    assert cli("notice", "--notice", file, "--verify", "original.txt").code == 0


def test_a_paragraph_without_a_number_belongs_to_the_item_above(cli: Cli) -> None:
    found = rows(cli, write(deep()))
    assert {name: row["item"] for name, row in found.items()} == {
        "1.1": 1,
        "1.2": 1,
        "2.1": 2,
        "3.1": 3,
        "4.1": 4,
        "5.1": 5,
        "6.1": 6,
    }
    card = cli("show", "1.2", "--json", "--notice", "tasks.yaml").json["rows"][0]
    assert card["place"] == "第一章 总体要求 （一）抓排查"


def test_responsibility_comes_from_above_unless_it_is_said(cli: Cli) -> None:
    found = rows(cli, write(deep()))
    units = {name: [unit["name"] for unit in row["units"]] for name, row in found.items()}
    assert units == {
        "1.1": ["乙局", "丙局"],
        "1.2": ["乙局", "丙局"],
        "2.1": ["甲局"],
        "3.1": ["乙局", "丙局"],
        "4.1": ["丙局"],
        "5.1": ["甲局"],
        "6.1": ["甲局"],
    }


def test_responsibility_of_the_whole_document(cli: Cli) -> None:
    lead = {"label": "一、", "heading": "排查。", "tasks": [task()]}
    own = {
        "label": "二、",
        "heading": "整改。",
        "tasks": [task("2.1", "改。")],
        "responsibility": OWNED,
    }
    made = notice(lead, own, responsibility={"units": ["丙局"]})
    found = rows(cli, write(made))
    assert [[unit["name"] for unit in row["units"]] for row in found.values()] == [
        ["丙局"],
        ["甲局"],
    ]


def test_a_task_without_anybody_is_refused(cli: Cli) -> None:
    found = cli(
        "validate", write(notice({"label": "一、", "heading": "排查。", "tasks": [task()]}))
    )
    assert [row[2] for row in found.rows] == ["没有责任单位"]


def test_a_merged_cell_goes_on(cli: Cli) -> None:
    """The second row has the number and the heading of the first, and stands for itself."""
    file = write(deep())
    shown = cli("show", "6.1", "--json", "--notice", file).json["rows"][0]
    assert shown["place"] == "工作方案 1宣传"


@pytest.mark.parametrize(
    ("labels", "numbers"),
    [
        (["一、", "二、"], [1, 2]),
        (["三、", "五、"], [3, 5]),
        (["第四章 ", "第六章 "], [4, 6]),
        (["一、", "一、"], [1, 2]),
        (["（甲）", "（乙）"], [1, 2]),
    ],
)
def test_sections_are_numbered_as_printed_or_counted(
    cli: Cli, labels: list[str], numbers: list[int]
) -> None:
    blocks = [
        {"label": label, "heading": "头。", "tasks": [task(f"{n}.1", f"做{n}。")]}
        for n, label in enumerate(labels, 1)
    ]
    file = write(notice(*blocks, responsibility={"units": ["甲局"]}))
    found = rows(cli, file)
    assert [row["section"] for row in found.values()] == numbers


def test_only_paragraphs_that_run_in(cli: Cli) -> None:
    """No heading of its own: the beginning of the text stands for it."""
    blocks = [
        {
            "label": label,
            "tasks": [task(f"{n}.1", text)],
            "responsibility": OWNED,
        }
        for n, (label, text) in enumerate(
            (("一、", "抓好排查。"), ("二、", "对全部企业逐家逐户开展一次不留死角的检查。")), 1
        )
    ]
    file = write(notice(*blocks))
    assert cli("notice", "--notice", file).out.splitlines()[1:] == [
        "一、抓好排查。（甲局负责）",
        "二、对全部企业逐家逐户开展一次不留死角的检查。（甲局负责）",
    ]
    shown = cli("show", "2.1", "--json", "--notice", file).json["rows"][0]
    assert shown["place"] == "二、对全部企业逐家逐户开展一次不留死角的检查…"


def test_a_document_of_one_sentence(cli: Cli) -> None:
    file = write(notice("为安全，", {"tasks": [task(units=["甲局"])]}))
    assert cli("validate", file).code == 0
    assert cli("notice", "--notice", file).out == "工作方案\n为安全，\n抓好排查。\n"
    for line in ("list", "status", "show 1.1", "export md", "check 1.1", "list --section 1"):
        assert cli(*line.split(), "--notice", file).code == 0, line


def test_the_digest_names_the_paragraph_that_was_changed(cli: Cli) -> None:
    file = write(deep())
    assert cli("catalog", "seal", file).code == 0
    assert cli("validate", file).code == 0
    text = file.read_text(encoding="utf-8")
    changed = text.replace("查看台账。", "查看帐本。")
    assert changed != text
    file.write_text(changed, encoding="utf-8")
    ((place, _, problem, _),) = cli("validate", file).rows
    assert place.endswith("blocks[5].blocks[0].blocks[1].blocks[0].blocks[0]")
    assert problem == "原文与核对时不同，第 11 段起：“①查账。查看帐本。（甲局负责）”"
    assert cli("list", "--notice", file).code == 3


@pytest.mark.parametrize(
    ("every", "term", "names"),
    [
        ("year", ("2024-01-01", "2026-12-31"), ["2024", "2025", "2026"]),
        ("year", ("2024-05-01", "2026-06-30"), ["2024", "2025", "2026"]),
        ("half-year", ("2024-08-01", "2025-06-30"), ["2024-H2", "2025-H1"]),
        ("quarter", ("2024-11-15", "2025-05-01"), ["2024-Q4", "2025-Q1", "2025-Q2"]),
        ("month", ("2024-12-15", "2025-01-31"), ["2024-12", "2025-01"]),
        ("week", ("2024-12-28", "2025-01-07"), ["2024-W52", "2025-W01", "2025-W02"]),
        ("two-years", ("2024-01-01", "2026-12-31"), ["2024-2025", "2026-2027"]),
    ],
)
def test_periods_of_a_term(every: Every, term: tuple[str, str], names: list[str]) -> None:
    first, last = map(dt.date.fromisoformat, term)
    found = periods_of(Timing("recurring", "stated", every=every), Term(first, last))
    assert [period.name for period in found] == names
    spans = [(period.start, period.due) for period in found if period.start and period.due]
    assert (spans[0][0], spans[-1][1]) == (first, last)
    for (_, end), (start, _) in pairwise(spans):
        assert start == end + dt.timedelta(days=1)


def three_years() -> Data:
    """A plan for 2024 to 2026 with a task of each kind."""
    tasks = [
        task("1.1", "建成平台。", timing={"kind": "once"}),
        task("1.2", "每年报告。", timing={"kind": "recurring", "basis": "stated", "every": "year"}),
        task(
            "1.3",
            "发生事故的，召开会议。",
            timing={"kind": "triggered", "basis": "presumed", "trigger": "发生事故", "within": 30},
        ),
    ]
    block = {"label": "一、", "heading": "头。", "tasks": tasks, "responsibility": OWNED}
    return notice(
        block,
        id="plan-2024-2026",
        term={"from": "2024-01-01", "until": "2026-12-31"},
        issued="2024-02-01",
    )


def test_a_term_of_three_years(cli: Cli, clock: Clock) -> None:
    files = ("--notice", write(three_years()))
    found = rows(cli, files[1])
    assert list(found) == ["1.1", "1.2@2024", "1.2@2025", "1.2@2026", "1.3"]
    assert (found["1.1"]["period"], found["1.1"]["due"]) == ("2024-2026", "2026-12-31")
    assert found["1.2@2025"]["start"] == "2025-01-01"
    refused = cli("check", "1.1", "--on", "2023-12-31", *files)
    assert (refused.code, "早于通知年度" in refused.err) == (2, True)
    clock.today = dt.date(2027, 1, 5)
    late = cli("trigger", "1.3", "--on", "2027-01-02", *files)
    assert (late.code, "2027-01-02 在通知年度（2024-2026 年）之后" in late.err) == (0, True)
    assert cli("undo", *files).code == 0
    clock.today = dt.date(2026, 12, 31)
    assert cli("trigger", "1.3", "--on", "2026-12-30", *files).code == 0
    assert cli("list", *files).err == ""
    clock.today = dt.date(2027, 1, 1)
    said = cli("list", *files).err
    assert said.startswith("通知年度为 2024-2026 年，今天是 2027-01-01")
    assert "--as-of 2026-12-31" in said


def test_what_stands_in_the_title_of_a_report_is_the_term(cli: Cli) -> None:
    file = write(three_years() | {"words": {"subject": "防汛"}})
    report = cli("export", "md", "--notice", file)
    assert report.out.startswith("# 关于2024—2026年防汛重点任务2025年6月份进展情况的通报\n")
    assert "任务文件没有写督办单位，落款暂写“督办单位”，请补上 words.office" in report.err


ROW = {"cells": ["1", "", "甲局"], "tasks": [task()], "responsibility": {"units": ["甲局"]}}
GRID = {"columns": ["序号", "要求", "单位"], "body": "要求", "units": "单位"}


@pytest.mark.parametrize(
    ("block", "place", "problem"),
    [
        ({"table": GRID, "blocks": [ROW | {"cells": ["1", ""]}]}, "blocks[0].cells", "应有 3 格"),
        (
            {"table": GRID, "blocks": [ROW | {"cells": ["1", "抓好", "甲局"]}]},
            "blocks[0].cells",
            "“要求”一格与任务重复",
        ),
        (
            {"table": GRID | {"score": "分值"}, "blocks": [ROW]},
            "table.score",
            "表中没有“分值”这一列",
        ),
        (
            {"table": GRID | {"columns": ["单位", "要求", "单位"]}, "blocks": [ROW]},
            "table.columns",
            "有两列同名",
        ),
        ({"label": "一、", "blocks": [ROW]}, "blocks[0].cells", "不在表中"),
        ({"blocks": [ROW]}, "", "这一段没有文字"),
        (
            {"table": GRID, "blocks": [ROW | {"responsibility": {"units": ["乙局"]}}]},
            "blocks[0].responsibility.units[0]",
            "括号中没有“乙局”",
        ),
    ],
)
def test_faults_of_a_table(cli: Cli, block: Data, place: str, problem: str) -> None:
    found = cli("validate", write(notice(block)), "--json").json["findings"]
    path = ".".join(filter(None, ("blocks[1]", place)))
    assert any(one["path"] == path and one["problem"].startswith(problem) for one in found), found


def test_a_fault_of_a_task_is_named_once(cli: Cli) -> None:
    made = notice(
        {"label": "一、", "tasks": [task(titel="甲", evidence="册"), 5], "responsibility": OWNED}
    )
    found = cli("validate", write(made), "--json").json["findings"]
    assert {(one["path"], one["problem"]) for one in found} == {
        ("blocks[1].tasks[0].titel", "没有这个键"),
        ("blocks[1].tasks[0].evidence", "应为列表"),
        ("blocks[1].tasks[1]", "应为一组键值"),
    }
    assert len(found) == 3


@pytest.mark.parametrize(
    ("changed", "path", "problem"),
    [
        ({"term": None}, "", "没有期限，也没有发文日期"),
        ({"term": {"from": "2025-02-01", "until": "2025-01-01"}}, "term", "期限起止颠倒"),
        (
            {"term": {"from": "2025-01-01", "until": "2035-12-31"}},
            "term",
            "期限起止颠倒，或超过",
        ),
        ({"term": {"from": "0001-01-01", "until": "0001-12-31"}}, "term", "年度应为 1950 至 2100"),
        ({"issued": "2026-02-01"}, "issued", "发文日期 2026-02-01 与年度 2025 不符"),
        ({"id": "plan-2023"}, "id", "id“plan-2023”是 2023 年的"),
        ({"blocks": []}, "blocks", "没有标题"),
    ],
)
def test_faults_of_the_head(cli: Cli, changed: Data, path: str, problem: str) -> None:
    made = notice({"tasks": [task(units=["甲局"])]}) | changed
    found = cli("validate", write(made), "--json").json["findings"]
    assert any(one["path"] == path and one["problem"].startswith(problem) for one in found), found


@pytest.mark.parametrize("key", ["str", "Task", "tasks"])
def test_no_key_hides_behind_the_words_of_the_checker(cli: Cli, key: str) -> None:
    made = notice({"tasks": [task(units=["甲局"]) | {key: ["甲"]}]})
    found = cli("validate", write(made), "--json").json["findings"]
    assert f"blocks[1].tasks[0].{key}" in [one["path"] for one in found]


def test_json_of_the_file_is_what_the_schema_describes(cli: Cli) -> None:
    described = json.dumps(cli("schema", "notice").json)
    for word in ("first_leads", "letterhead", "yqsafety/notice@2", "falling"):
        assert word in described


def test_in_a_term_of_several_years_no_time_is_within_the_year(cli: Cli, tmp_path: Path) -> None:
    for last, said in ((2025, "年内"), (2026, "期内")):
        file = tmp_path / f"{last}.yaml"
        file.write_text(
            f"""schema: yqsafety/notice@2
id: plan-{last}
term: {{from: 2025-01-01, until: {last}-12-31}}
blocks:
  - {{is: title, text: 方案}}
  - {{label: 一、, tasks: [{{id: "1.1", title: 建制度, quote: 建制度。}}]}}
responsibility: {{units: [县水利局]}}
""",
            encoding="utf-8",
        )
        assert f"，{said}（原文未写）" in cli("show", "1.1", "--notice", file).out
