"""Who leads, who supports, who checks, and what a guess that nobody looked at may do."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli, Clock
from documents import Data, notice, task, write

PRINTED = {
    "text": "（甲局牵头，乙局、丙局配合）",
    "lead": ["甲局"],
    "support": ["乙局", "丙局"],
}
SHARED: Data = {"timing": {"kind": "once"}, "done_by": "any"}
DATED: Data = {"timing": {"kind": "once", "basis": "stated", "due": "2025-03-31"}}


def document(responsibility: Data, *tasks: Data | str, **more: Any) -> Path:
    """A document of one item with this responsibility."""
    item = {"label": "一、", "heading": "头。", "tasks": list(tasks)}
    return write(notice(item | {"responsibility": responsibility}, **more))


def row(cli: Cli, file: Path, name: str = "1.1") -> Data:
    """The row of a task."""
    found = cli("list", "--json", "--notice", file)
    assert found.code == 0, found.err
    return next(one for one in found.json["rows"] if one["task"] == name)


def roles(row: Data) -> dict[str, str]:
    """Who is on a row, and as what."""
    return {
        unit["name"]: "牵头" if unit["lead"] else "配合" if unit["support"] else ""
        for unit in row["units"]
    }


def test_a_printed_lead_owns_the_shared_result(cli: Cli) -> None:
    file = document(PRINTED, task(**SHARED))
    assert cli("validate", file).code == 0
    found = row(cli, file)
    assert roles(found) == {"甲局": "牵头", "乙局": "配合", "丙局": "配合"}
    assert found["whole"]["owner"] == "jia"
    assert cli("check", "1.1", "-u", "乙局", "--notice", file).code == 0
    assert row(cli, file)["status"] != "done"
    assert cli("check", "1.1", "-u", "甲局", "--notice", file).code == 0
    assert row(cli, file)["status"] == "done"


def test_two_printed_leads_own_nothing(cli: Cli) -> None:
    both = {"text": "（甲局、乙局牵头）", "lead": ["甲局", "乙局"]}
    file = document(both, task(**SHARED))
    assert row(cli, file)["whole"]["owner"] is None


def test_a_lead_of_the_office_takes_the_place_of_the_printed_one(cli: Cli) -> None:
    file = document(PRINTED, task(**SHARED))
    assert cli("assign", "1.1", "--lead", "丙局", "--notice", file).code == 0
    found = row(cli, file)
    assert found["whole"]["owner"] == "bing"
    assert roles(found)["丙局"] == "牵头"
    assert roles(found)["甲局"] == ""
    assert cli("unassign", "1.1", "--notice", file).code == 0
    assert row(cli, file)["whole"]["owner"] == "jia"


def test_who_supports_is_on_the_task_and_shown_so(cli: Cli) -> None:
    file = document(PRINTED, task(**DATED))
    assert "乙局（配合）" in cli("list", "--notice", file).out
    assert "甲局（牵头）" in cli("show", "1.1", "--notice", file).out
    assert len(cli("list", "--ids", "-u", "乙局", "--notice", file).rows) == 1
    assert cli("check", "1.1", "-u", "乙局", "--notice", file).code == 0


def test_who_checks_has_no_duty(cli: Cli) -> None:
    named = {"text": "（甲局负责，乙局考核）", "units": ["甲局"], "check": ["乙局"]}
    file = document(named, task(**DATED))
    assert cli("validate", file).code == 0
    assert roles(row(cli, file)) == {"甲局": ""}
    assert cli("list", "--ids", "-u", "乙局", "--notice", file).rows == []
    assert "乙局" in cli("show", "1.1", "--notice", file).out
    shown = cli("show", "1.1", "--json", "--notice", file).json["rows"][0]
    assert shown["responsibility"]["check"] == ["乙局"]
    assert cli("check", "1.1", "-u", "乙局", "--notice", file).code == 2


@pytest.mark.parametrize(
    ("first_leads", "expected"),
    [
        (True, {"甲局": "牵头", "乙局": ""}),
        (False, {"甲局": "", "乙局": ""}),
    ],
)
def test_the_first_leads_where_the_document_says_so(
    cli: Cli, first_leads: bool, expected: dict[str, str]
) -> None:
    named = {"text": "（甲局、乙局负责）", "units": ["甲局", "乙局"]}
    said = "排在第一位的部门为牵头部门，下同。"
    file = document(named, said, task(**SHARED), first_leads=first_leads)
    assert roles(row(cli, file)) == expected
    assert row(cli, file)["whole"]["owner"] == ("jia" if first_leads else None)


def test_one_unit_alone_needs_no_lead(cli: Cli) -> None:
    named = {"text": "（甲局负责）", "units": ["甲局"]}
    file = document(named, task(), first_leads=True)
    assert roles(row(cli, file)) == {"甲局": ""}


def test_roles_within_a_sentence_take_the_brackets_place(cli: Cli) -> None:
    said = task("1.2", "由丙局牵头，甲局配合抓好整改。") | {
        "responsibility": {"lead": ["丙局"], "support": ["甲局"]}
    }
    file = document({"text": "（乙局负责）", "units": ["乙局"]}, task(), said)
    assert cli("validate", file).code == 0
    assert roles(row(cli, file)) == {"乙局": ""}
    assert roles(row(cli, file, "1.2")) == {"丙局": "牵头", "甲局": "配合"}


@pytest.mark.parametrize(
    ("named", "place", "problem"),
    [
        (PRINTED | {"lead": ["乙局"], "support": ["甲局", "丙局"]}, "lead", "牵头与括号中的不符"),
        (PRINTED | {"support": ["乙局"]}, "units", "括号中的“丙局”没有列入"),
        (PRINTED | {"units": ["丁办"]}, "units[0]", "括号中没有“丁办”"),
        (PRINTED | {"open": True}, "open", "与括号中有无“等部门”不符"),
        (PRINTED | {"check": ["戊局"]}, "check[0]", "单位文件中没有“戊局”"),
    ],
)
def test_what_is_encoded_is_what_is_printed(
    cli: Cli, named: Data, place: str, problem: str
) -> None:
    found = cli("validate", document(named, task()), "--json").json["findings"]
    path = f"blocks[1].responsibility.{place}"
    assert (path, problem) in [(one["path"], one["problem"]) for one in found]


@pytest.mark.parametrize("field", ["unit", "date", "kind", "quantity"])
def test_a_guess_blames_nobody(cli: Cli, clock: Clock, field: str) -> None:
    named = {"text": "（甲局负责）", "units": ["甲局"]}
    guess = task(**DATED, review={field: "原文没有写明"})
    file = document(named, guess, task("1.2", "抓好整改。", **DATED))
    clock.today = dt.date(2025, 6, 20)
    files = ("--notice", file)
    gate = cli("status", "--fail-on", "overdue", "--json", *files)
    assert gate.json["gate"]["presumed"] == 1
    assert gate.json["gate"]["failed"] == {"overdue": 1}
    assert cli("check", "1.2", "--on", "2025-03-31", *files).code == 0
    assert cli("status", "--fail-on", "overdue", *files).code == 0
    assert cli("status", "--fail-on", "overdue", "--include-presumed", *files).code == 1
    report = cli("export", "md", *files).out
    assert "事1.1" not in report.partition("逾期")[2].partition("##")[0]
    shown = cli("show", "1.1", *files).out
    assert "待审" in shown
    assert "：原文没有写明" in shown


def test_a_guess_of_a_title_changes_nothing(cli: Cli) -> None:
    named = {"text": "（甲局负责）", "units": ["甲局"]}
    guess = task(**DATED, review={"title": "截短", "cut": "按逗号切分", "evidence": "推测"})
    file = document(named, guess)
    assert not row(cli, file)["units"][0]["presumed"]
    assert cli("status", "--fail-on", "overdue", "--notice", file).code == 1
    assert "标题：截短" in cli("show", "1.1", "--notice", file).out


def test_a_bracket_in_review_is_presumed(cli: Cli) -> None:
    named = {"text": "（甲局负责）", "units": ["甲局"], "review": "可能不止一家"}
    file = document(named, task(**DATED))
    (unit,) = row(cli, file)["units"]
    assert (unit["presumed"], unit["ground"]) == (True, "presumed")
    assert "责任单位：可能不止一家" in cli("show", "1.1", "--notice", file).out
    assert cli("list", "--ids", "--ground", "notice", "--notice", file).rows == []


def test_what_is_left_to_review_is_counted(cli: Cli) -> None:
    named = {"text": "（甲局负责）", "units": ["甲局"], "review": "可能不止一家"}
    guess = task(**DATED, review={"title": "截短", "date": "推测"})
    file = document(named, guess)
    said = cli("validate", file)
    assert (said.code, said.rows[0]) == (0, ["数据文件无误。"])
    assert "待审 3 处：标题 1，时限 1，责任单位 1。" in said.out
    assert cli("validate", file, "--strict").code == 3
    reviews = cli("validate", file, "--json").json["reviews"]
    assert {(one["id"], one["field"]) for one in reviews} == {
        ("1", "unit"),
        ("1.1", "title"),
        ("1.1", "date"),
    }


@pytest.mark.parametrize(
    ("quantity", "finished"),
    [
        ({"op": ">=", "value": 2, "unit": "次", "text": "两次"}, True),
        ({"op": "=", "value": 2, "unit": "次", "text": "两次"}, True),
        ({"op": "<=", "value": 2, "unit": "次", "text": "两次"}, False),
        ({"op": ">=", "value": 2, "unit": "次", "text": "两次", "percent": True}, False),
        ({"op": ">=", "value": 2, "unit": "次", "text": "两次", "falling": True}, False),
        ({"op": ">=", "value": 2, "unit": "次", "text": "两次", "per": "村"}, False),
    ],
)
def test_counting_finishes_only_what_is_counted_up_to(
    cli: Cli, quantity: Data, finished: bool
) -> None:
    named = {"text": "（甲局负责）", "units": ["甲局"]}
    file = document(named, task(quote="检查两次。", timing={"kind": "once"}, quantity=quantity))
    assert cli("check", "1.1", "--count", "5", "--notice", file).code == 0
    assert (row(cli, file)["status"] == "done") == finished
    assert cli("check", "1.1", "--notice", file).code == 0
    assert row(cli, file)["status"] == "done"


def test_the_word_of_a_supporting_unit_waits_for_nobody(cli: Cli, tmp_path: Path) -> None:
    """配合 is no report on the result: the gate still fails on what the lead has not said."""
    file = tmp_path / "tasks.yaml"
    file.write_text(
        """schema: yqsafety/notice@2
id: roles-2025
issued: 2025-03-06
blocks:
  - {is: title, text: 2025年通知}
  - label: 一、
    heading: 抓。
    tasks:
      - {id: "1.1", title: 建平台, quote: 建平台。, done_by: any,
         timing: {kind: once, basis: stated, due: 2025-06-10}}
    responsibility:
      text: （县应急管理局牵头，县水利局配合）
      lead: [县应急管理局]
      support: [县水利局]
""",
        encoding="utf-8",
    )
    cli("check", "1.1", "--unit", "县水利局", "--on", "2025-06-01", "--notice", file)
    gate = ("status", "--fail-on", "overdue", "--as-of", "2025-06-20", "--notice", file)
    assert cli(*gate).code == 1
    cli("check", "1.1", "--unit", "县应急管理局", "--on", "2025-06-01", "--notice", file)
    assert cli(*gate).code == 0
