"""The day of each month or week that a sentence asks for: 每月25日前, 每周五, 每月中旬. Pure."""

from __future__ import annotations

from yqsafety.drafting.rhythms import read_rhythm
from yqsafety.drafting.time_phrases import time_phrases
from yqsafety.notice.model import Every


def day_said(text: str, every: str) -> int | None:
    """The number of the day, or of the last one of several in a row; None where none is said.

    What goes on from a day (每月5日起), names two (每月10日、25日) or may say how often as well
    (每周一调度) has no one day.
    """
    for phrase in time_phrases(text):
        if phrase.sort == "rhythm" and not phrase.doubtful:
            rhythm = read_rhythm(phrase.words)
            if rhythm and rhythm.every == every and rhythm.day:
                return rhythm.day
    return None


def with_day(every: Every, text: str) -> dict[str, object]:
    """A period as data, with the day that a text says."""
    day = day_said(text, every)
    return {"every": every} | ({"day": day} if day else {})
