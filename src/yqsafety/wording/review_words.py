"""The Chinese for what of a catalogue is left to review. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from yqsafety.notice.model import Notice
from yqsafety.notice.reviews import OpenReview, open_reviews
from yqsafety.wording import labels


def review_lines(reviews: Sequence[OpenReview]) -> list[str]:
    """What of a catalogue is left to review, by kind; nothing where all was looked at."""
    if not reviews:
        return []
    counts = [
        f"{label} {count}"
        for field, label in labels.REVIEW.items()
        if (count := sum(one.field == field for one in reviews))
    ]
    return [
        f"待审 {len(reviews)} 处：{'，'.join(counts)}。"
        "责任单位、时限、类型、数量待审的任务按推定另计，不判逾期。",
        "逐条审定：yqsafety catalog review；只看某一类：yqsafety validate --json",
    ]


def drafted_lines(folder: str, notice: Notice) -> list[str]:
    """What was drafted, what is left to review, and the next commands."""
    items = list(notice.items())
    tasks = sum(len(item.tasks) for item in items)
    said = f"√ 已起草：{folder}。共 {len(items)} 条，{tasks} 项任务。"
    file = f"{folder.rstrip('/')}/tasks.yaml"
    return [
        said,
        *review_lines(list(open_reviews(notice)))[:1],
        f"核对原文：yqsafety notice --notice {file} --verify 原文.txt",
        f"逐条审定：yqsafety catalog review {file}",
        f"查看任务：yqsafety list --notice {file}",
    ]
