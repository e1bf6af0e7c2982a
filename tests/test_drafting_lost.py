"""Duties, dates and labels that a draft must not lose."""

from __future__ import annotations

from typing import Any

import pytest
from drafted import draft, tree

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
