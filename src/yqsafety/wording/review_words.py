"""The Chinese for what of a catalogue is left to review. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from yqsafety.notice.reviews import OpenReview
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
