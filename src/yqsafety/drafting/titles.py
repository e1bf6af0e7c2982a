"""A title of at most twenty characters out of a sentence: its verb and its object. Pure.

What stands before the verb (connectives, dates, the subject) goes first, then what a title can do
without: brackets, adverbs, all but the first of an enumeration, the attribute before 的.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from yqsafety.drafting.clauses import Clause, depths
from yqsafety.drafting.duty_words import ADVERBS, ENDLESS

LONGEST = 20
SUPERVISE = "督促"
_EDGE = "，,。；;！!、：: \t\n　"
_ADVERB = re.compile(
    "|".join(
        sorted(
            ADVERBS
            - set(ENDLESS)
            - {"着力", "集中", "规范", "创新", "统筹", "探索", "优先"}
            - {"加快", "鼓励", "严格"},
            key=len,
            reverse=True,
        )
    )
)
_BRACKET = re.compile(r"（[^（）]{0,200}）|\([^()]{0,200}\)")
_SEAM = re.compile(r"[、和与及，]|以及|的|等")
_TAIL = re.compile(r"(?:工作|任务|等)$")


class Title(NamedTuple):
    """A title, and the reason where it had to be shortened hard."""

    text: str
    review: str = ""


def make_title(text: str, main: Clause, mode: str) -> Title:
    """The title of a duty; under 指导督促落实 it begins with 督促."""
    room = LONGEST - (len(SUPERVISE) if mode == "supervise" else 0)
    core = _plain(main.text[main.core :]) or _plain(main.text) or _plain(text)
    title = _fitting(core, room)
    if mode == "supervise" and not title.text.startswith(SUPERVISE):
        title = title._replace(text=SUPERVISE + title.text)
    return Title(
        title.text or "（未命名）", title.review or ("" if title.text else "没有可作标题的文字")
    )


def _plain(text: str) -> str:
    """Without edges, blanks and marks that have lost their partner."""
    text = re.sub(r"\s+", "", text).strip(_EDGE)
    text = re.sub(
        r"^(?:\d{1,2}[.．、]|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九]是|并|要|请)",
        "",
        text,
    )
    return _balanced(text).strip(_EDGE)


def _balanced(text: str) -> str:
    depth = depths(text)
    return "".join(
        letter
        for letter, inside in zip(text, depth, strict=True)
        if inside or letter not in "“‘《（(" and (letter not in "”’》）)" or _closes(text, letter))
    )


def _closes(text: str, letter: str) -> bool:
    opener = {"”": "“", "’": "‘", "》": "《", "）": "（(", ")": "（("}[letter]
    return any(one in text for one in opener)


def _fitting(core: str, room: int) -> Title:
    """The first of ever shorter forms that fits; the last ones ask for a look."""
    if len(core) <= room:
        return Title(core)
    form = core
    for shorten in (_without_brackets, _without_adverbs, _without_tail, _first_of_list):
        form = shorten(form, room) or form
        if len(form) <= room:
            return Title(form)
    for hard in (_without_attribute, _outer_parts, _cut_at_seam):
        if (shorter := hard(form, room)) and len(shorter) <= room:
            return Title(shorter, "原句较长，标题有删节，请核对")
    return Title(_hard_cut(form, room), "原句过长，标题截短，请改写")


def _without_brackets(text: str, _room: int) -> str:
    return _BRACKET.sub("", text)


def _without_adverbs(text: str, _room: int) -> str:
    """All adverbs before the verb."""
    while (found := _ADVERB.match(text)) and len(text) > found.end() + 4:
        text = text[found.end() :].lstrip("、并")
    return text


def _without_tail(text: str, _room: int) -> str:
    return _TAIL.sub("", text)


def _first_of_list(text: str, room: int) -> str:
    """A、B、C和D等工作 as A等工作: as many members as there is room for."""
    depth = depths(text)
    marks = [n for n, letter in enumerate(text) if letter == "、" and not depth[n]]
    if not marks:
        return ""
    after = re.compile(r"(?:等|和|与|以及|及)").search(text, marks[-1])
    if after and after[0] == "等" and not depth[after.start()]:
        tail = text[after.start() :]
    else:
        tail = "等" + _last_noun(text[marks[-1] + 1 :])
    for mark in reversed(marks):
        if mark + len(tail) <= room:
            return text[:mark] + tail
    return text[: marks[0]] + tail


def _last_noun(text: str) -> str:
    """What all members of an enumeration share: the noun at its very end."""
    found = re.search(
        r"(?:机制|制度|体系|清单|方案|预案|责任|管理|建设|工作|活动|培训|演练|检查|整治|问题|隐患|设施|队伍|宣传|教育|监管|服务|措施)$",
        text,
    )
    return found[0] if found else ""


def _without_attribute(text: str, room: int) -> str:
    """The verb and what follows the last 的."""
    depth = depths(text)
    place = max((n for n, one in enumerate(text) if one == "的" and not depth[n]), default=-1)
    return text[:2] + text[place + 1 :] if 2 < place < len(text) - 2 else ""


def _outer_parts(text: str, room: int) -> str:
    """The verb and the last member behind a seam."""
    depth = depths(text)
    ends = [m.end() for m in _SEAM.finditer(text) if not depth[m.start()] and m.end() > 2]
    for end in ends:
        if 2 + len(text) - end <= room and len(text) - end > 3:
            return text[:2] + text[end:]
    return ""


def _cut_at_seam(text: str, room: int) -> str:
    """Up to the last seam for which there is room."""
    depth = depths(text)
    starts = [m.start() for m in _SEAM.finditer(text) if not depth[m.start()]]
    fitting = [place for place in starts if 6 <= place <= room]
    return text[: fitting[-1]] if fitting else ""


def _hard_cut(text: str, room: int) -> str:
    """The beginning and an ellipsis; never within a quote."""
    depth = depths(text)
    place = room - 1
    while place > 1 and depth[place - 1]:
        place -= 1
    return _balanced(text[: place if place > 1 else room - 1]) + "…"
