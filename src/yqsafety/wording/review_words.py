"""The Chinese for what of a catalogue is left to review. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from yqsafety.notice.model import Notice
from yqsafety.notice.reviews import OpenReview, open_reviews
from yqsafety.safe_text import typed_word
from yqsafety.wording import labels


def review_lines(reviews: Sequence[OpenReview], files: Iterable[str] = ()) -> list[str]:
    """What of a catalogue is left to review, by kind; nothing where all was looked at.

    `files` are those in which something is, as one types them: a line for each says what to do.
    """
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
        *(f"{review_hint(file)}；只看某一类：yqsafety validate {file} --json" for file in files),
    ]


def review_hint(file: str) -> str:
    """How to go through what is left to review in a file."""
    return f"逐条审定：yqsafety catalog review {file}"


def drafted_lines(folder: str, notice: Notice) -> list[str]:
    """What was drafted, what is left to review, and the next commands."""
    items = list(notice.items())
    tasks = sum(len(item.tasks) for item in items)
    said = f"√ 已起草：{folder}。共 {len(items)} 条，{tasks} 项任务。"
    file = typed_word(f"{folder.rstrip('/')}/tasks.yaml")
    return [
        said,
        *review_lines(list(open_reviews(notice))),
        f"核对原文：yqsafety notice --notice {file} --verify 原文.txt",
        review_hint(file),
        f"查看任务：yqsafety list --notice {file}",
    ]
