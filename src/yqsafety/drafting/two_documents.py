"""Whether a file holds two documents, each with a title and a number or date of its own. Pure."""

from __future__ import annotations

import re
from typing import Any

from yqsafety.drafting.head_lines import ATTACHMENT

Block = dict[str, Any]
_OWN = frozenset({"number", "addressees", "date"})
_PASSED_ON = re.compile("转发|印发|批转")
"""Documents that hold another one with its own number and date."""


def two_documents(blocks: list[Block]) -> str:
    """What is to be said where there are two; nothing where there are not."""
    found = [part for part in _documents(blocks) if part.keys() & {"number", "date"}]
    titles = [part["title"] for part in found if "title" in part and len(part) > 2]
    if len(titles) < 2 or _PASSED_ON.search(titles[0]):
        return ""
    named = "、".join(f"“{title[:30]}”" for title in titles[:2])
    return f"像是两份文件，请分开起草：{named}"


def _documents(blocks: list[Block]) -> list[dict[str, str]]:
    """For each title what stands with it: its number, those to whom it goes, its date."""
    parts: list[dict[str, str]] = [{}]
    attached = False
    for block in blocks:
        kind, text = block.get("is", ""), block.get("text", "")
        if ATTACHMENT.fullmatch(text):
            attached = True
        begins = kind == "title" or (kind == "number" and "date" in parts[-1])
        if begins and "title" in parts[-1]:
            parts.append({})
        if kind == "title" or (kind in _OWN and not attached):
            parts[-1].setdefault(kind, text)
    return parts
