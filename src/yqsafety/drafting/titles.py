"""A short form of a sentence, as a beginning for whoever names the duty. Pure."""

from __future__ import annotations

import re

from yqsafety.notice.notice_checks import TITLE_LENGTH

SUPERVISE = "督促"
"""How the title of a duty begins where the responsible units only supervise."""
_MARKS = "，。；：、！？,.;:!? \t"


def proposed_title(text: str, supervise: bool) -> str:
    """The beginning of a sentence, as much as a title takes."""
    plain = " ".join(text.split()).strip(_MARKS)
    first = re.split(r"[，。；：！？]", plain, maxsplit=1)[0]
    title = first if len(first) >= 4 else plain
    if supervise and not title.startswith(SUPERVISE):
        title = SUPERVISE + title
    return title[:TITLE_LENGTH].strip(_MARKS) or text.strip()[:TITLE_LENGTH]
