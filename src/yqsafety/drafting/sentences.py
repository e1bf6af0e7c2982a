"""A stand-in until the room's own reader of sentences is here: a task for each sentence."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any, NamedTuple


class Context(NamedTuple):
    """The document around a text."""

    first: dt.date
    until: dt.date
    issued: dt.date | None
    find_unit: Callable[[str], str | None]
    mode: str = "lead"
    heading: str = ""


def cut_duties(text: str, context: Context) -> list[str | dict[str, Any]]:  # noqa: ARG001
    """A task for each sentence that ends in 。 or ；; the rest is prose."""
    parts = re.findall("[^。；]*[。；]|[^。；]+$", text)
    return [
        {"title": part.strip()[:20], "quote": part, "review": {"cut": "按句拆分"}}
        if part[-1] in "。；"
        else part
        for part in parts
    ]
