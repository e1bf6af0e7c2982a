"""A title of at most twenty characters out of a sentence: its verb and its object. Pure.

What stands before the verb (connectives, dates, the subject) goes first, then what a title can do
without: brackets, adverbs, all but the first of an enumeration, the attribute before 的.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from yqsafety.drafting.clauses import Clause
from yqsafety.drafting.duty_words import ADVERBS, ENDLESS
from yqsafety.drafting.heads import PREPOSITION
from yqsafety.drafting.marks import balanced, depths
from yqsafety.drafting.title_objects import given_to

LONGEST = 20
SUPERVISE = "督促"
MARK = 3
"""Characters below which a cut before a quote would leave no more than the verb."""
SHORT = 10
"""Characters of a title in which there is room for what it is done to."""
MOST = 400
"""Characters of a clause that are looked at; a title is made of its first ones in any case."""
SHORT_REASON, CUT_REASON = "原句较长，标题有删节，请核对", "原句过长，标题截短，请改写"
_EDGE = "，,。；;！!、：: \t\n　"
_KEPT = frozenset("着力 集中 规范 创新 统筹 探索 优先 加快 鼓励 严格 严厉 严肃 牵头 联合".split())
_ADVERBS = "|".join(sorted(ADVERBS - set(ENDLESS) - _KEPT, key=len, reverse=True))
_ADVERB = re.compile(_ADVERBS)
_INNER = re.compile(
    r"进一步|切实|全面|积极|认真|深入|大力|扎实|充分|及时|不断|有效|严格(?=落实|执行)"
)
_INTENSE = re.compile(
    r"(?:认真|切实|积极|大力|扎实|深入|广泛|进一步|充分|稳步|坚决)(?=[\u4e00-\u9fff]{4})"
)
_BRACKET = re.compile(r"（[^（）]{0,200}）|\([^()]{0,200}\)")
_ABOUT = re.compile(
    r"(?<=[\u4e00-\u9fff])(?:习近平总书记|党中央|国务院|省委|市委|县委|上级)[^，。《》“”]{0,12}?(?:关于|有关)"
)
_NAME = re.compile(r"《[^《》]{2,40}?关于")
_SEAM = re.compile(r"[、和与及，]|以及|的|等")
_TAIL = re.compile(r"(?:工作|任务|等)$")
_ACTING = re.compile(
    r"开展|组织|传达|实施|进行|加强|推进|纳入|列入|作为|给予|予以|采取|实行|播放|强化|推广|落实|提升|完善|制定|建立|编制|明确|报送"
)
_MEANS = re.compile(
    r"对|将|把|在|以|采取|运用|利用|通过|按|根据|会同|联合|结合|聚焦|围绕|综合|集中|从|向"
)
_NUMBERING = re.compile(
    r"^(?:\d{1,2}[.．、]|[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九]是|并|要|请|同时)"
)
_DONE_SO = re.compile(r"^做到(?:每.{1,2}?)?(?=对)")
_LAST_NOUN = re.compile(
    r"(?:机制|制度|体系|清单|方案|预案|责任|管理|建设|工作|活动|培训|演练|检查|整治|问题|隐患|设施|队伍|宣传|教育|监管|服务|措施)$"
)


class Title(NamedTuple):
    """A title, and the reason where it had to be shortened hard."""

    text: str
    review: str = ""


class _Core(NamedTuple):
    """Verb and object of a duty, and how many letters of it are the verb's."""

    text: str
    head: int


_Shorten = Callable[[_Core, int], _Core]


def make_title(clauses: tuple[Clause, ...], main: Clause, mode: str) -> Title:
    """The title of a duty; under 指导督促落实 it begins with 督促."""
    room = LONGEST - (len(SUPERVISE) if mode == "supervise" else 0)
    core = _without_intense(_core(main))
    title = _fitting(_with_object(core, clauses, main, room), room)
    if mode == "supervise" and not title.text.startswith(SUPERVISE):
        title = title._replace(text=SUPERVISE + title.text)
    return title if title.text else Title("（未命名）", "没有可作标题的文字")


def _with_object(core: _Core, clauses: tuple[Clause, ...], main: Clause, room: int) -> _Core:
    """对拒不整改的单位，予以处罚: the clause with 对 too, or so much of it as there is room for."""
    earlier = [_plain(one.text) for one in clauses[: clauses.index(main)]]
    before = earlier[-1] if earlier and len(core.text) <= SHORT else ""
    if before.startswith("对") and len(before + core.text) <= room:
        return _Core(before.removesuffix("的") + core.text, len(before))
    given = given_to(core.text, [_BRACKET.sub("", text) for text in earlier], room)
    return _Core(given, 1) if given else core


def _core(main: Clause) -> _Core:
    said = _plain(main.text[main.core :][:MOST]) or _plain(main.text[:MOST])
    said = _DONE_SO.sub("", said)
    head = len(_plain(main.text[main.core : main.after][:MOST]))
    opened = 1 if said[:1] in ("对", "将", "把", "在", "以") else 0
    if not (head or opened) and PREPOSITION.match(said):
        verb = _ACTING.search(said, 2, len(said) - MARK)
        return _Core(said[verb.start() :], len(verb[0])) if verb else _Core(said, 0)
    return _Core(said, min(head or opened or (2 if main.verbs else 0), len(said)))


def _plain(text: str) -> str:
    """Without edges, blanks and marks that have lost their partner."""
    text = re.sub(r"\s+", "", text).strip(_EDGE)
    return balanced(_NUMBERING.sub("", text)).strip(_EDGE)


def _fitting(core: _Core, room: int) -> Title:
    """The first of ever shorter forms that fits; the last ones ask for a look."""
    for shorten in _GENTLE:
        if len(core.text) <= room:
            return Title(core.text)
        core = shorten(core, room)
    if len(core.text) <= room:
        return Title(core.text)
    for hard in _HARD:
        shorter = _plain(hard(core, room).text)
        if core.head < len(shorter) <= room:
            return Title(shorter, SHORT_REASON)
    return Title(_hard_cut(core.text, room), CUT_REASON)


def _without_brackets(core: _Core, _room: int) -> _Core:
    return core._replace(text=_BRACKET.sub("", core.text))


def _without_adverbs(core: _Core, _room: int) -> _Core:
    """All adverbs before the verb."""
    text, head = core
    while (found := _ADVERB.match(text)) and head > found.end():
        rest = text[found.end() :].lstrip("、并")
        text, head = rest, head - (len(text) - len(rest))
    return _Core(text, max(head, 1) if core.head else 0)


def _without_inner(core: _Core, _room: int) -> _Core:
    """Adverbs behind the verb, and whose words something is (习近平总书记关于)."""
    rest = _ABOUT.sub("", _INNER.sub("", core.text[core.head :]))
    return core._replace(text=core.text[: core.head] + rest)


def _without_intense(core: _Core) -> _Core:
    """认真, 切实 and the like, which say nothing in a title."""
    found = _INTENSE.match(core.text)
    if not found or core.head <= found.end():
        return core
    return _Core(core.text[found.end() :], core.head - found.end())


def _short_names(core: _Core, _room: int) -> _Core:
    """《某机关关于某事的意见》 as 《某事的意见》."""
    return core._replace(text=_NAME.sub("《", core.text))


def _without_tail(core: _Core, _room: int) -> _Core:
    return core._replace(text=_TAIL.sub("", core.text))


def _first_of_list(core: _Core, room: int) -> _Core:
    """A、B、C和D等工作 as A等工作: as many members as there is room for."""
    text = core.text
    depth = depths(text)
    marks = [
        n for n, letter in enumerate(text) if letter == "、" and not depth[n] and n > core.head
    ]
    if not marks:
        return core
    tail = _tail_of_list(text, marks[-1], depth)
    fitting = [mark for mark in marks if mark + len(tail) <= room]
    return core._replace(text=text[: (fitting or marks)[-1 if fitting else 0]] + tail)


def _tail_of_list(text: str, mark: int, depth: list[int]) -> str:
    """等 and what is done with all members; else the noun that they share."""
    after = text.find("等", mark)
    if after > 0 and not depth[after]:
        return text[after:]
    if _ACTING.match(text, mark + 1):
        return ""
    acting = _ACTING.search(text, mark + 2)
    if acting and not depth[acting.start()]:
        return "等" + text[acting.start() :]
    shared = _LAST_NOUN.search(text[mark + 1 :])
    return "等" + (shared[0] if shared else "")


def _without_attribute(core: _Core, _room: int) -> _Core:
    """The verb and what follows the last 的."""
    text = core.text
    depth = depths(text)
    place = max((n for n, one in enumerate(text) if one == "的" and not depth[n]), default=-1)
    if 0 < core.head < place < len(text) - 2:
        return core._replace(text=text[: core.head] + text[place + 1 :])
    return core


def _from_acting(core: _Core, room: int) -> _Core:
    """Of 采取…方式对…开展X: from the verb behind the means on."""
    if core.head and not _MEANS.match(core.text):
        return core
    for found in _ACTING.finditer(core.text, core.head):
        if 4 < len(core.text) - found.start() <= room:
            return _Core(core.text[found.start() :], 2)
    return core


def _outer_parts(core: _Core, room: int) -> _Core:
    """The verb and the last member behind a seam."""
    text = core.text
    depth = depths(text)
    for found in _SEAM.finditer(text, core.head + 1):
        rest = text[found.end() :]
        if not depth[found.start()] and 3 < len(rest) <= room - core.head:
            return core._replace(text=text[: core.head] + rest)
    return core


def _cut_at_seam(core: _Core, room: int) -> _Core:
    """Up to the last seam for which there is room."""
    depth = depths(core.text)
    starts = [m.start() for m in _SEAM.finditer(core.text) if not depth[m.start()]]
    fitting = [place for place in starts if core.head + 3 <= place <= room]
    return core._replace(text=core.text[: fitting[-1]]) if fitting else core


def _hard_cut(text: str, room: int) -> str:
    """The beginning and an ellipsis; never within a quote."""
    depth = depths(text)
    place = room - 1
    while place > 1 and depth[place - 1]:
        place -= 1
    kept = text[:place] if place > MARK else text[: room - 1]
    return balanced(kept) + "…"


_GENTLE: tuple[_Shorten, ...] = (
    _short_names,
    _without_brackets,
    _without_adverbs,
    _without_inner,
    _without_tail,
    _first_of_list,
)
_HARD: tuple[_Shorten, ...] = (_without_attribute, _from_acting, _outer_parts, _cut_at_seam)
