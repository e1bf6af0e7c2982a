"""Titles of what is given to whom an earlier clause names: 对…成效明显的地方，予以倾斜. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

_SHORTEST = 3
"""Characters of an object below which it says nothing."""
_GIVING = re.compile(
    r"(?:予以|给予|实行|加大|优先)(?:[适重优相一][当点先应定])?"
    r"[“”\u4e00-\u9fff]{0,6}?(?:倾斜|支持|奖励|奖补|补助|补贴|激励|表扬|处罚|问责|机制)(?:支持)?(?:力度)?$"
)
"""What is given to whom a clause with 对 names; alone it says nothing of whom."""
_SEAM_OF_OBJECT = re.compile(
    r"[、，]|(?:推进|工作|投资|投入)?(?:力度|成效|效果|积极主动|成绩)|取得|且|较[好大快]|情况|明显|突出|做得好|(?<=.{5})的"
)
"""Where in such a clause it begins to be said how well they did."""


def given_to(said: str, earlier: Sequence[str], room: int) -> str:
    """What is given, and to whom as far as there is room; nothing where nothing is given."""
    before = next((text for text in reversed(earlier) if text.startswith("对")), "")
    giving = _GIVING.search(said)
    if not before or not giving:
        return ""
    about = _SEAM_OF_OBJECT.split(before[1:], maxsplit=1)[0]
    fits = _SHORTEST < len(about) <= room - len(giving[0]) - 1
    return f"对{about}{giving[0]}" if fits else ""
