"""Duties, dates and labels that a draft must not lose."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from conftest import Cli
from drafted import draft, grid, tree

from yqsafety.drafting.source import Piece

Block = dict[str, Any]
TITLE = "甲市2025年安全生产工作的通知"
TO = "各镇人民政府："


def tasks_of(*lines: str | Piece) -> list[Block]:
    return _tasks(draft(TITLE, TO, *lines).notice["blocks"])


def _tasks(blocks: list[Block]) -> list[Block]:
    found: list[Block] = []
    for block in blocks:
        found += [part for part in block.get("tasks", []) if isinstance(part, dict)]
        found += _tasks(block.get("blocks", []))
    return found


def dues(*lines: str | Piece) -> list[Any]:
    return [task["timing"].get("due") for task in tasks_of(*lines)]


@pytest.mark.parametrize(
    ("lines", "labels"),
    [
        (("1.编制清单。", "2.6月底前完成排查。", "3.2025年9月底前完成整改。"), "1. 2. 3."),
        (("1.6月底前编制清单。", "2.3月底前完成排查。"), "1. 2."),
        (("1.编制清单。", "2.12个村完成排查。", "3.100%完成整改。"), "1. 2. 3."),
        (("1.5个镇完成排查。", "2.编制清单。"), "1. 2."),
        (("1 总则", "1.1月度检查", "1.2年度考核", "1.3日常管理"), "1 1.1 1.2 1.3"),
        (("3.11 检查", "3.12个人防护", "3.13 培训"), "3.11 3.12 3.13"),
    ],
)
def test_a_figure_behind_a_label_is_of_the_text(lines: tuple[str, ...], labels: str) -> None:
    found = [line.split("]")[0].strip(" [") for line in tree(TITLE, TO, *lines) if "[" in line]
    assert " ".join(found) == labels


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("6月底前印发方案。", "2025-06-30"),
        ("6月30日前印发方案。", "2025-06-30"),
        ("9月底前制定并印发通知。", "2025-09-30"),
        ("方案于7月底前印发。", "2025-07-31"),
        ("落实3月6日印发的《检查方案》。", None),
        ("落实6月底前印发的《检查方案》。", None),
    ],
)
def test_the_day_until_which_a_plan_is_issued(text: str, due: str | None) -> None:
    assert dues(f"1.{text}", "2.编制清单。")[0] == due


def test_a_sentence_above_an_attachment_is_a_duty() -> None:
    lines = (
        "一、3月底前编制清单。（市应急局负责）",
        "二、12月底前报送总结。（市应急局负责）",
        "附件：任务清单",
        "1.完成加固。（市交通局负责）",
    )
    assert dues(*lines)[:2] == ["2025-03-31", "2025-12-31"]
    assert tree(TITLE, TO, *lines)[-3:] == [
        "[二、] | 12月底前报送总结。 {（市应急局负责）}",
        "| 附件：任务清单",
        "[1.] | 完成加固。 {（市交通局负责）}",
    ]


@pytest.mark.parametrize(
    "last", ["8月底前开展演练。", "8月底前开展演练", "开展演练。（市应急局负责）", "开展演练。"]
)
@pytest.mark.parametrize(
    "below", ["（一）甲镇先行开展。", "联系人：张三", grid("序号|内容\n1|甲镇")]
)
def test_what_asks_for_something_is_a_duty_whatever_follows(last: str, below: str | Piece) -> None:
    tasks = tasks_of("一、编制清单。", "二、报送总结。", f"三、{last}", below)
    assert [task["title"] for task in tasks][:3] == ["编制清单", "报送总结", "开展演练"]


def test_a_heading_among_headings_stays_one() -> None:
    lines = ("一、加强排查。", "1.编制清单。", "二、开展演练。", "各镇要报送总结。")
    assert [task["title"] for task in tasks_of(*lines)] == ["编制清单", "报送总结"]


def test_a_heading_that_asks_for_something_and_has_no_task_is_named() -> None:
    said = draft(TITLE, TO, "一、编制清单。", "联系人：张三", "二、排查", "1.完成加固。").remarks
    assert any("“编制清单。”" in one and "没有任务" in one for one in said)


ROWS = (
    "序号|工作任务|责任单位|完成时限\n1|开展排查|市应急局|6月底前\n"
    "{}||市教育局|9月底前\n3|组织培训|市应急局|"
)


@pytest.mark.parametrize(("label", "merged"), [("", frozenset()), ("2", frozenset({(2, 1)}))])
def test_a_merged_cell_holds_for_the_rows_below(
    label: str, merged: frozenset[tuple[int, int]]
) -> None:
    first, second = tasks_of(grid(ROWS.format(label), merged))
    assert first["units"] == ["市应急局", "市教育局"]
    assert first["timing"]["due"] == "2025-09-30"
    assert "市应急局 6月底前；市教育局 9月底前" in first["review"]["date"]
    assert second["title"] == "组织培训"
    assert "units" not in second


def test_measures_are_the_duties_of_a_task() -> None:
    rows = "序号|重点任务|工作措施|责任单位\n1|隐患整治|开展排查|市应急局"
    table = draft(TITLE, TO, grid(rows)).notice["blocks"][2]["table"]
    assert (table["heading"], table["body"]) == ("重点任务", "工作措施")


@pytest.mark.parametrize(
    ("cell", "due"),
    [
        ("2025-06-30", "2025-06-30"),
        ("2025.6.30", "2025-06-30"),
        ("2025/6/30", "2025-06-30"),
        ("2025-06-30 00:00:00", "2025-06-30"),
        ("2025.6", "2025-06-30"),
        ("持续推进，11月底前完成", "2025-11-30"),
        ("3月底前启动，9月底前完成", "2025-09-30"),
        ("长期坚持", None),
    ],
)
@pytest.mark.parametrize("text", ["加强宣传", "编制清单", "隐患治理"])
def test_the_time_of_a_row_is_kept(cell: str, due: str | None, text: str) -> None:
    rows = f"序号|工作任务|责任单位|完成时限\n1|{text}|市应急局|{cell}"
    assert dues(grid(rows)) == [due]


@pytest.mark.parametrize("text", ["每季度开展检查", "3月底前编制清单"])
def test_another_time_of_a_row_is_named(text: str) -> None:
    (task,) = tasks_of(grid(f"序号|工作任务|责任单位|完成时限\n1|{text}|市应急局|11月底前"))
    assert "11月底前" in task["review"]["date"]


def test_how_often_may_stand_in_the_column_of_the_time() -> None:
    (task,) = tasks_of(grid("序号|工作任务|责任单位|完成时限\n1|开展检查|市应急局|每季度"))
    assert task["timing"]["every"] == "quarter"


FIRST = (
    "甲市2025年安全生产工作的通知", "各镇人民政府：", "一、编制清单。", "甲市应急局", "2025年3月6日"
)  # fmt: skip
SECOND = (
    "甲市2025年防汛工作的通知", "各镇人民政府：", "一、编制预案。", "甲市应急局", "2025年4月6日"
)  # fmt: skip


def _is_named_as_two(*lines: str) -> bool:
    return any(said.startswith("像是两份文件，请分开起草") for said in draft(*lines).remarks)


def test_two_documents_in_one_file_are_named() -> None:
    assert _is_named_as_two(*FIRST, *SECOND)
    assert not _is_named_as_two(*FIRST)
    assert not _is_named_as_two(*FIRST, "附件", *SECOND)
    assert not _is_named_as_two("关于转发安全生产工作的通知", *FIRST[1:], *SECOND)
    assert not _is_named_as_two(*FIRST, "甲市2025年防汛工作方案", "一、编制预案。")


def test_labels_above_999() -> None:
    lines = [line.split()[0] for line in tree(TITLE, TO, "998.排查。", "999.整治。", "1000.培训。")]
    assert lines[2:] == ["[998.]", "[999.]", "[1000.]"]
    assert "[" not in tree(TITLE, TO, "2025、2026年要开展排查。")[2]
    assert tree(TITLE, TO, "一千零一、编制清单。")[2].startswith("[一千零一、]")


@pytest.mark.slow
def test_a_document_with_too_many_duties_is_refused_as_such(tmp_path: Path, cli: Cli) -> None:
    lines = [TITLE, TO, *(f"{n}.编制清单。（市应急局负责）" for n in range(1, 4500))]
    (tmp_path / "甲.txt").write_text("\n".join(lines), encoding="utf-8")
    result = cli("catalog", "draft", tmp_path / "甲.txt", "-o", tmp_path / "甲")
    assert result.code != 0
    assert "条数太多" in result.err
    assert "维护者" not in result.err


@pytest.mark.parametrize(
    ("text", "op", "value", "unit"),
    [
        ("储备沙袋1万条", "=", 10_000, "条"),
        ("开展演练2次", "=", 2, "次"),
        ("新建消防栓50个以上", ">=", 50, "个"),
        ("整改率100%", "=", 100, "%"),
        ("每年事故起数不超过3起", "<=", 3, "起"),
    ],
)
def test_figures_behind_what_they_count(text: str, op: str, value: int, unit: str) -> None:
    quantity = tasks_of(f"一、{text}。", "二、编制清单。")[0]["quantity"]
    assert (quantity["op"], quantity["value"], quantity["unit"]) == (op, value, unit)


@pytest.mark.parametrize(
    ("text", "every"), [("每季度末报送总结", "quarter"), ("每周一上报情况", "week")]
)
def test_how_often_comes_first(text: str, every: str) -> None:
    assert tasks_of(f"一、{text}。", "二、编制清单。")[0]["timing"]["every"] == every


def test_two_months_are_two_stages() -> None:
    (first, _) = tasks_of("一、5月、10月各开展一次检查。", "二、编制清单。")
    assert [one["due"] for one in first["timing"]["slots"]] == ["2025-05-31", "2025-10-31"]


@pytest.mark.parametrize(
    ("text", "due"), [("10日内报送方案", "2025-03-16"), ("三个月内完成改造", "2025-06-04")]
)
def test_days_without_a_beginning_count_from_the_issue(text: str, due: str) -> None:
    task = tasks_of(f"一、{text}。", "二、编制清单。", "甲市应急局", "2025年3月6日")[0]
    assert (task["timing"]["basis"], task["timing"]["due"]) == ("presumed", due)
    assert "2025-03-06" in task["review"]["date"]


def test_a_figure_that_is_not_taken_is_named() -> None:
    first, second, _ = tasks_of("一、印发12份清单。", "二、3个月内编制清单。", "三、报送总结。")
    assert "12份" in first["review"]["quantity"]
    assert "quantity" not in second.get("review", {})
