"""Titles and figures of drafted duties."""

from __future__ import annotations

from typing import Any

import pytest
from test_drafting_sentences import YEAR, only

from yqsafety.drafting.quantity_words import read_quantity


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("并制定值守办法。", "制定值守办法"),
        ("2025年6月底前，各镇要认真制定值守办法。", "制定值守办法"),
        ("（三）制定值守办法；", "制定值守办法"),
        ("切实加强甲处（含乙处、丙处、丁处及其余各处）堤防日常管护。", "加强甲处堤防日常管护"),
        (
            "加强水库、水电站、堤防、渡口、码头、河道等场所安全管理。",
            "加强水库、水电站、堤防等场所安全管理",
        ),
        ("深化“三查三改三看三比三促三评”夜查活动。", "深化“三查三改三看三比三促三评”夜查活动"),
        ("落实《甲省人民政府办公厅关于加强堤防管护的意见》。", "落实《加强堤防管护的意见》"),
    ],
)
def test_titles_keep_verb_and_object(text: str, title: str) -> None:
    task = only(text)
    assert task["title"] == title
    assert len(task["title"]) <= 20
    assert "title" not in task.get("review", {})


def test_a_title_that_lost_much_is_asked_about() -> None:
    task = only(
        "推动具备条件且达到规定要求的大中型水库管理单位及其主管部门共同完成信息系统互联互通改造升级。"
    )
    assert len(task["title"]) <= 20
    assert task["review"]["title"]


def test_who_supervises_urges() -> None:
    context = YEAR._replace(mode="supervise")
    assert only("加强堤防管护。", context)["title"] == "督促加强堤防管护"
    assert only("督促企业加强管护。", context)["title"] == "督促企业加强管护"
    long = only("加强大中型水库和小型水库以及各类水电站大坝安全监测工作。", context)
    assert len(long["title"]) <= 20
    assert long["title"].startswith("督促")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "每年至少组织2次演练。",
            {"op": ">=", "value": 2, "unit": "次", "text": "每年至少组织2次"},
        ),
        (
            "培训不少于 500 人次。",
            {"op": ">=", "value": 500, "unit": "人次", "text": "不少于 500 人次"},
        ),
        (
            "合格率不低于90%。",
            {"op": ">=", "value": 90, "unit": "%", "percent": True, "text": "不低于90%"},
        ),
        (
            "起数下降10%以上。",
            {
                "op": ">=",
                "value": 10,
                "unit": "%",
                "percent": True,
                "falling": True,
                "text": "下降10%以上",
            },
        ),
        ("检查不超过2次。", {"op": "<=", "value": 2, "unit": "次", "text": "不超过2次"}),
        (
            "至少解决 1—2 项问题。",
            {"op": ">=", "value": 1, "max": 2, "unit": "项", "text": "至少解决 1—2 项"},
        ),
        (
            "每村至少1处避难场所。",
            {"op": ">=", "value": 1, "unit": "处", "per": "村", "text": "每村至少1处"},
        ),
        (
            "整改率达到100%。",
            {"op": ">=", "value": 100, "unit": "%", "percent": True, "text": "达到100%"},
        ),
        ("至少召开两次会议。", {"op": ">=", "value": 2, "unit": "次", "text": "至少召开两次"}),
    ],
)
def test_goals(text: str, expected: dict[str, Any]) -> None:
    amount = read_quantity(text)
    assert amount.quantity == expected
    assert not amount.review


@pytest.mark.parametrize(
    "text",
    [
        "落实11项职责。",
        "推进三年行动。",
        "完成“四个一”任务。",
        "停用超期3年的设施。",
        "2小时可抵达。",
    ],
)
def test_figures_that_are_no_goal(text: str) -> None:
    assert read_quantity(text).quantity is None


def test_a_figure_that_may_be_a_goal_is_asked_about() -> None:
    assert read_quantity("建设5个站点。").review
    assert read_quantity("覆盖率不低于99.5%。").review
    assert "16学时" in read_quantity("培训不少于500人，不少于16学时。").review
