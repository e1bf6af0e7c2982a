"""Where the heading of a numbered paragraph ends: on its own line, or run in. Pure."""

from __future__ import annotations

import re
from collections import Counter
from typing import NamedTuple

from yqsafety.drafting.cuts import cut_text
from yqsafety.drafting.outline_lines import Line
from yqsafety.notice.bracket_places import find_bracket

LONGEST_RUN_IN = 40
"""Characters of a heading that text follows in the same paragraph."""
LONGEST_COLON = 20
LONGEST_OWN = 80
_OPEN, _CLOSE = "“‘《（(〔[【「", "”’》）)〕]】」"
_ASIDE = re.compile("[（(][^（()）]{0,40}[）)]")
_UNTIL = re.compile(
    r"(?:[\d月年]\s*[底末]|[\d月]\s*[日旬]|\d\s*月|[上中下]旬|季度末?|半年)\s*[之以]?前"
)
_ENUMERATING = re.compile("(?:如下|以下|包括|分别为|其中|要求|做到)[：:]$")


class Numbered(NamedTuple):
    """A numbered paragraph in its parts; together they are its text."""

    heading: str
    text: str
    bracket: str


def sentence_end(text: str) -> int:
    """Where the first sentence ends, outside quotes and brackets; -1 where it does not."""
    depth = 0
    for n, mark in enumerate(text):
        depth += (mark in _OPEN) - (mark in _CLOSE)
        if depth <= 0 and mark in "。！？":
            return n + 1
    return -1


class HeadingStyle:
    """How this document sets headings, level by level."""

    def __init__(self, lines: list[Line]) -> None:
        all_of: Counter[str] = Counter()
        run_in: Counter[str] = Counter()
        for line, after in zip(lines, [*lines[1:], Line("")], strict=False):
            body = find_bracket(line.text)[0].strip()
            if line.label and body and not (_is_one_sentence(body) and _is_lower(line, after)):
                all_of[line.label.form] += 1
                run_in[line.label.form] += _run_in_end(body) > 0
        self._run_in = {form for form, n in all_of.items() if run_in[form] >= 0.6 * max(n, 1)}

    def split(self, line: Line, holds_more: bool, among_duties: bool = False) -> Numbered:
        """The parts of a numbered line; `holds_more`: text or a lower level follows it.

        `among_duties`: more of its neighbours are duties by themselves than hold more.
        """
        body, bracket = find_bracket(line.text)
        if line.label and line.label.form in self._run_in and (end := _run_in_end(body)) > 0:
            return Numbered(body[:end], body[end:], bracket)
        own = _is_own_line(body) or (len(body) <= LONGEST_RUN_IN and _is_one_sentence(body))
        asked = holds_more and own and is_asked(body, bracket, among_duties)
        if holds_more and own and not asked and not _ENUMERATING.search(body):
            return Numbered(body, "", bracket)
        return Numbered("", body, bracket)


def is_asked(body: str, bracket: str = "", among_duties: bool = False) -> bool:
    """Whether a sentence that could be a heading asks for something by itself.

    It does where it says who or until when, or where its neighbours are duties too.
    """
    ends = body.rstrip().endswith(("。", "！"))
    named = ends and (bool(bracket) or among_duties)
    if not named and not _UNTIL.search(_ASIDE.sub("", body)):
        return False
    return any(piece.duty for piece in cut_text(body))


def _is_lower(line: Line, after: Line) -> bool:
    """Whether what follows may belong to a line, so that it can be a heading of its own."""
    same = line.label and after.label and line.label.form == after.label.form
    return not same and after.kind in ("label", "text", "table")


def _is_own_line(body: str) -> bool:
    return len(body) <= LONGEST_OWN and not re.search("[。；！？]", body)


def _is_one_sentence(body: str) -> bool:
    return sentence_end(body) in (-1, len(body.rstrip())) and not body.rstrip().endswith("；")


def _run_in_end(body: str) -> int:
    """Where a heading ends that more text follows; -1 if there is none."""
    end = sentence_end(body)
    colon = re.match(rf"[^。；！？：:]{{2,{LONGEST_COLON}}}[：:]", body)
    if colon and not _ENUMERATING.search(colon[0]) and body[colon.end() :].strip():
        return colon.end()
    if not 0 < end <= LONGEST_RUN_IN or not body[end:].strip():
        return -1
    return -1 if body[:end].count("，") > 2 else end
