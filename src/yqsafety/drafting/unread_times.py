"""The word of time of a sentence that its timing lacks, so that nobody takes it for read. Pure."""

from __future__ import annotations

import re
from typing import Any

from yqsafety.drafting.rhythms import read_rhythm
from yqsafety.drafting.said_times import told_apart

_SAME = re.compile(r"(?:[今本当]?年度?[之以]?内|每个?[天日])")
"""What a timing without a date says as well: within the year, and always."""


def unread_time(text: str, timing: dict[str, Any]) -> str:
    """A rhythm for which there is no period, or a last day where none was found; else nothing."""
    for phrase in told_apart(text)[0]:
        if _SAME.match(phrase.words):
            continue
        if phrase.sort == "rhythm" and read_rhythm(phrase.words) is None:
            return phrase.words
        if phrase.sort == "day" and phrase.is_limit and timing["basis"] == "notice-year":
            return phrase.words
    return ""
