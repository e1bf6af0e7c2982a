"""The head of a clause: connectives, times, a subject, then adverbs and a verb. Pure.

Everything else is found from here: what a clause is for, who acts, what the title begins with.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from yqsafety.drafting.duty_words import (
    ADVERBS,
    BODY_ENDS,
    CONNECTIVES,
    LEADS,
    MODALS,
    PREPOSITIONS,
    STRONG_MODAL,
    VERBS,
)
from yqsafety.drafting.festivals import SPAN_WORDS
from yqsafety.drafting.time_phrases import HEAD_TIME, NEAR_TIME

MAX_SUBJECT = 40
"""Characters within which a clause's own subject ends."""
MOST_WORDS = 6
"""Adverbs and verbs of a head; what follows is its object."""


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of some words, the longer one first."""
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


_NUMBER = r"(?:\d{1,4}|[一二三四五六七八九十两]{1,3})"
_TIME = (
    r"(?:从|自|于|在|到|至|截至)?(?:今年|明年|本年|当年|每年|(?:20\d\d)\s*年)?度?\s*(?:"
    rf"{_NUMBER}\s*月份?\s*(?:{_NUMBER}\s*[日号]|底|末|初|[上中下]旬)?"
    r"|\d{1,2}\s*(?:[日号]|[时点])(?=之?以?前)"
    r"|年底|年末|年初|上半年|下半年|第?[一二三四]季度)(?:之?以?前|起|止)?(?:至|到)?"
)
_YEAR = r"(?:从|自|到|至|截至)?\s*20\d\d\s*年(?:底|末)?(?:之?以?前|起)?"
_OFTEN = (
    r"(?:原则上)?每(?:半年|两年|(?:[两二四六\d]|半)个?月|两周|[一二三四\d]年|年度?|个?季度?|个?月|周|星期|日|天)(?:度|内)?"
    r"|至少|不少于|最少|按月|按季度?|逐月"
)
_MODAL = (
    rf"(?:{any_of(MODALS)})(?<!应(?=[急对用有邀]))(?<!要(?=[素求点件闻]))"
    "(?<!得(?=[分到]))(?<!需(?=求))(?<!可(?=[能靠行持]))"
)
"""A modal, but not the first letter of 应急, 要求 and the like."""
_LIST_MARK = (
    r"\d{1,2}\s*[.．、](?!\d)|[（(]?[一二三四五六七八九十\d]{1,3}[）)]|[①-⑳]"
    r"|[一二三四五六七八九十]{1,4}、"
)
_ACT = any_of(VERBS | ADVERBS | LEADS)
_FILLER = re.compile(
    rf"[\s，,、：:]+|(?:{any_of(SPAN_WORDS)})(?:期间|前后|季节|(?:节|来临|到来)?[之以]?前)?|{_LIST_MARK}|(?:从|自|于|在|到|至|截至)?(?:{HEAD_TIME}|{NEAR_TIME}(?={_ACT}))|{_TIME}|{_YEAR}|{_OFTEN}|{_MODAL}|{any_of(CONNECTIVES)}"
)
_HEAD_WORD = re.compile(_ACT)
VERB = re.compile(any_of(VERBS))
VERB_INSIDE = re.compile(
    any_of(v for v in VERBS if len(v) > 1 and v not in ("安全", "有效", "深入", "广泛", "集中"))
)
"""A verb within a clause; those of one letter are too often parts of other words."""
PREPOSITION = re.compile(any_of(PREPOSITIONS))
_BODY = re.compile(any_of(BODY_ENDS))
OF_BODIES = frozenset(("牵头", "分管", "主管", "从事"))
"""Verbs that may open the name of a body (牵头…的部门)."""
NOUNY = frozenset(
    (
        "教育 建设 监管 管理 检查 服务 培训 统计 监测 审批 保障 监督 应急 宣传 督查 执法 救援 试点"
    ).split()
)
"""Verbs that are as often the first word of a name (教育行政部门)."""
_NO_NAME = re.compile(
    rf"[。；：\d]|由|对(?!外)|向(?!阳)|及时|按规定|按照|依据|根据|结合|^(?:每|其中|适时|统筹|将|代表|负责|委托)|从(?!业)"
    rf"|经(?![济营信贸费理开])|{STRONG_MODAL.pattern}"
)
_MODAL_BETWEEN = re.compile(r"[要应须得]|(?<![即必])将")
_STATE = re.compile("(?:工作)?(?:情况|结果|成果|进展|要求|职责|责任|任务|内容)")
"""What makes a noun of the verbs before it: 将推进情况报送."""
_FURTHER = re.compile(r"\s*(?:[和与及、]|以及)")
"""Behind a body: what joins the next one to it."""
_ROOM = re.compile(
    "(?:科|处|室|组|车间|班|主任|经理|成员|书记|老师|教师|[站所队院科处厂组片点校园局镇乡村]长)(?=[要应须])"
)
"""Ends of names that are as often other words: they count where a modal follows at once."""
_CLOSING = re.compile(r"[）)]")
_BETWEEN_VERBS = re.compile(r"[和与、并]|并且|或")


def skip_filler(text: str, place: int) -> int:
    """Past connectives, modals, times and frequencies, list marks and blanks."""
    while found := _FILLER.match(text, place):
        if found.end() == place:
            break
        place = found.end()
    return place


_LEADING_TIME = re.compile(
    r"(?![对将把])[^，。；、的]{1,16}?(?:期间|(?:小时|分钟)内|[之以]?前|之?后|[日天月周时年]内|小?时)"
)


def opens_what_to_do(text: str) -> bool:
    """Whether a text begins with a verb, or with what may stand before one."""
    place = skip_filler(text, 0)
    return place > 0 or any(one.match(text) for one in (_HEAD_WORD, PREPOSITION))


def past_leading_time(text: str, place: int) -> int:
    """Past 春节前, 接到报告后2小时内: a time in words, where an adverb or a verb follows it."""
    start = place
    for _ in range(2):
        found = _LEADING_TIME.match(text, place)
        if not found:
            break
        place = skip_filler(text, found.end())
        if _HEAD_WORD.match(text, place):
            return place
    return start


def head_words(text: str, place: int) -> tuple[tuple[str, ...], int]:
    """Adverbs and verbs from a place on, with what stands between them."""
    words: list[str] = []
    end = place
    while len(words) < MOST_WORDS:
        place = skip_filler(text, end)
        joined = _BETWEEN_VERBS.match(text, place)
        place = joined.end() if joined and words else place
        found = _HEAD_WORD.match(text, place)
        if not found:
            break
        words.append(found[0])
        end = found.end()
    return tuple(words), end


def find_subject(text: str, start: int) -> tuple[str, int, bool]:
    """The body that a clause begins with, where its verb begins, whether a modal stands between.

    The subject ends where a body's name ends and a modal or a verb follows.
    """
    if text.startswith("由", start):
        start += 1
    second = ("", start, False)
    for end in _body_ends(text, start):
        place = _past_future(text, skip_filler(text, end))
        modal = bool(_MODAL_BETWEEN.search(text, end, place))
        word = _HEAD_WORD.match(text, place)
        led = (second[0] or place > end) and PREPOSITION.match(text, place)
        if not (modal or word or led) or not _is_name(text[start:end]):
            continue
        here = (text[start:end].strip(), place, modal)
        joined = _FURTHER.match(text, end)
        unsure = joined or (word and word[0] in NOUNY | OF_BODIES)
        if unsure and not modal and not second[0]:
            second = here
            continue
        return here if modal or not _is_longer(second[0], here[0]) else second
    return second


def _body_ends(text: str, start: int) -> list[int]:
    """Where the names of bodies end near the beginning of a clause, with the bracket behind."""
    limit = start + MAX_SUBJECT
    ends = {found.end() for found in _BODY.finditer(text, start, limit)}
    ends |= {found.end() for found in _ROOM.finditer(text, start, limit)}
    return sorted(_past_bracket(text, end) for end in ends)


def _past_future(text: str, place: int) -> int:
    """Past 将 where it says what somebody will do (市安委办将组织…) and takes no object."""
    if not text.startswith("将", place):
        return place
    after = skip_filler(text, place + 1)
    if PREPOSITION.match(text, after):
        return after
    words, end = head_words(text, after)
    acts = any(word in VERBS and word not in NOUNY for word in words)
    return after if acts and not _STATE.match(text, end) else place


def _is_longer(name: str, other: str) -> bool:
    """Whether the longer one has a verb of its own behind the first: then it is no name."""
    goes_on = _FURTHER.match(other, len(name)) or other[len(name) :].startswith(tuple(OF_BODIES))
    return bool(name) and not goes_on


def _past_bracket(text: str, end: int) -> int:
    if end < len(text) and text[end] in "（(":
        close = _CLOSING.search(text, end, end + 30)
        return close.end() if close else end
    return end


def _is_name(text: str) -> bool:
    """A body, not a phrase that a preposition or a verb opens."""
    opened = PREPOSITION.match(text) or VERB.match(text)
    if opened and not text.startswith(tuple(OF_BODIES | NOUNY)):
        return False
    return len(text.strip()) > 1 and not _NO_NAME.search(text)
