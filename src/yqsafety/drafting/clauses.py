"""A sentence in its clauses, and what each clause is for: a duty, what leads to it, its result. Pure.

An official sentence is a chain of clauses between commas without subjects of their own. The words
at the head of a clause (adverbs, a time, a subject with 要, then a verb) say what it is; all that is
looked at is that head and the last words.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from yqsafety.drafting.duty_words import (
    ADVERBS,
    BODY_ENDS,
    CONNECTIVES,
    LEADS,
    MODALS,
    PREPOSITIONS,
    RESULT,
    STRONG_MODAL,
    VERBS,
)

Role = Literal["duty", "aim", "lead", "result", "rest"]
"""An `aim` (完善…体系) is a duty where it comes first, and what another duty is for behind one."""

MAX_BRACKET = 400
"""Characters between an opening mark and its closing one; beyond it the mark is a slip."""
MAX_SUBJECT = 40
"""Characters within which a clause's own subject ends."""
_OPENERS = {
    "“": "”",
    "‘": "’",
    "《": "》",
    "（": "）",
    "(": "）",
    "〔": "〕",
    "[": "〕",
    "【": "】",
    "「": "」",
}
_CLOSERS = {")": "）", "]": "〕"} | {closer: closer for closer in _OPENERS.values()}


def _any_of(words: object) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))  # type: ignore[call-overload]


_NUMBER = r"(?:\d{1,4}|[一二三四五六七八九十两]{1,3})"
_TIME = (
    r"(?:从|自|于|在|到|至|截至)?(?:今年|明年|本年|当年|每年|(?:20\d\d)\s*年)?度?\s*(?:"
    rf"{_NUMBER}\s*月份?\s*(?:{_NUMBER}\s*[日号]|底|末|初|[上中下]旬)?|年底|年末|年初|上半年|下半年|第?[一二三四]季度)"
    r"(?:之?以?前|起|止)?(?:至|到)?"
)
_YEAR = r"(?:从|自|到|至|截至)?\s*20\d\d\s*年(?:底|末)?(?:之?以?前|起)?"
_OFTEN = r"(?:原则上)?每(?:半年|两年|[一二三四\d]年|年度?|个?季度?|个?月|周|星期|日|天)(?:度|内)?|至少|不少于|最少|按月|按季度?|逐月"
_LIST_MARK = r"\d{1,2}\s*[.．、](?!\d)|[（(]?[一二三四五六七八九十\d]{1,3}[）)]|[①-⑳]|[一二三四五六七八九十]{1,2}、"
_FILLER = re.compile(
    rf"[\s，,、：:]+|{_LIST_MARK}|{_TIME}|{_YEAR}|{_OFTEN}|{_any_of(MODALS)}|{_any_of(CONNECTIVES)}"
)
_HEAD_WORD = re.compile(_any_of(VERBS | ADVERBS | LEADS))
_VERB = re.compile(_any_of(VERBS))
_VERB_INSIDE = re.compile(
    _any_of(v for v in VERBS if len(v) > 1 and v not in ("安全", "有效", "深入", "广泛", "集中"))
)
_BODY = re.compile(_any_of(BODY_ENDS))
_PREPOSITION = re.compile(_any_of(PREPOSITIONS))
_LEAD_END = re.compile(
    r"(?:的|等|中|上|下|里|内|外|时|后|前|期间|方面|方式|形式|手段|办法|途径|原则|要求|目标|为[^，。]{1,12}|基础|前提|作用|导向|精神|部署|意见|规定"
    r"|情况|需要|实际|特点|问题|事项|重点|契机|抓手|载体|主线|核心|思路|优势|政策|领域|范围|部位|环节|隐患|行为)[，,]?\s*$"
)
_RESULT_OBJECT = re.compile(
    r"(?:意识|理念|观念|思维|能力|水平|质效|质量|效能|责任感|使命感|氛围|底线|防线|堤坝|成效|实效|格局|局面|合力|落地|见效|到位|入脑入心|素质|发展|稳定"
    r"|落实落地|规范化|可控|提升|提高|好转|基础|根本|体系)[，。；,;！!”]*\s*$"
)
_SOFT = frozenset("强化 推动 优化 推进 深化 完善 健全 构建 加强".split())
_JOINED = re.compile(r"[\s，]*(?:以及|而且|不仅|不但|既|又|或者|或|及)(?!时)")
_DEADLINE = re.compile(r"前|底|末|起|至|内|20\d\d")
_SPIRIT = re.compile(r"并重|相结合|导向|第一|至上|经验|同向")
_ONLY_TIME = re.compile(rf"(?:{_TIME}|{_YEAR}|{_OFTEN}|[\s，,])+")
_FOR = re.compile(r"^\s*(?:并)?为[^，]{2,40}(?:提供|奠定|作出|做出|创造|打下|保驾护航|注入)")
_UNFINISHED = re.compile(
    r"(?:在|根据|按照|针对|结合)[^，]{2,40}(?:前提下|基础上|过程中|需求|需要)，$"
    r"|^\s*在[^，]{2,40}(?:行业|场所|单位|地区|城市|工程|企业)，$"
)
_OF_BODIES = frozenset(("牵头", "分管", "主管", "从事"))
"""Verbs that may open the name of a body (牵头…的部门)."""
_NOUNY = frozenset(
    "教育 建设 监管 管理 检查 服务 培训 统计 监测 审批 保障 监督 应急 宣传 督查 执法 救援".split()
)
"""Verbs that are as often the first word of a name (教育行政部门)."""
_DONE_TO = re.compile(
    r"进行|开展|实施|予以|给予|采取|实行|严肃|依法|加强|加大|落实|逐|[要应]|组织|一律|从[严重快]"
)
"""What 对… is done to; a clause with 对 and none of these leads to the next."""
MARK = 3
"""Characters of a clause that is no more than a word and its comma."""
_NO_NAME = re.compile(rf"[。；：]|{STRONG_MODAL.pattern}")
_MODAL_BETWEEN = re.compile(r"[要应须得]")
_CLOSING = re.compile(r"[）)]")
_BETWEEN_VERBS = re.compile(r"[和与、并]|并且|或")
SHORT = 12
"""Characters of a clause that says no more than that something is done (采取有力措施)."""


class Clause(NamedTuple):
    """A stretch of a sentence up to a comma, its role, and the parts of its head."""

    text: str
    role: Role
    subject: str = ""
    verbs: tuple[str, ...] = ()
    """The adverbs and verbs at its head, in order."""
    core: int = 0
    """Where its first adverb or verb begins, behind connectives, times and subject."""
    after: int = 0
    """Where the last of them ends."""


def depths(text: str) -> list[int]:
    """For each character how many pairs of marks it stands in; a mark without a partner is none.

    Straight quotes pair by turns, where there is an even number of them.
    """
    change = [0] * (len(text) + 1)
    for start, end in _pairs(text):
        change[start] += 1
        change[end] -= 1
    depth, result = 0, []
    for step in change[:-1]:
        depth += step
        result.append(depth)
    return result


def _pairs(text: str) -> list[tuple[int, int]]:
    pairs: list[tuple[int, int]] = []
    stack: list[tuple[str, int]] = []
    for place, letter in enumerate(text):
        if letter in _OPENERS:
            stack.append((_OPENERS[letter], place))
        elif (closer := _CLOSERS.get(letter)) and any(closer == one for one, _ in stack[-8:]):
            while (top := stack.pop())[0] != closer:
                pass
            pairs.append((top[1], place))
    straight = [place for place, letter in enumerate(text) if letter == '"']
    if len(straight) % 2 == 0:
        pairs += zip(straight[::2], straight[1::2], strict=True)
    return [(a, b) for a, b in pairs if b - a <= MAX_BRACKET]


def read_clause(text: str) -> Clause:
    """What a clause is, from its head: connectives, time, subject, adverbs, verb."""
    start = _skip_filler(text, 0)
    verbs, after = _head_words(text, start)
    subject, start, modal = ("", start, False)
    if not any(word in VERBS for word in verbs) or verbs[0] in _OF_BODIES | _NOUNY:
        found, place, modal = _subject(text, start)
        if found:
            words, end = _head_words(text, place)
            if words or modal:
                subject, start, verbs, after = found, place, words, end
    if not verbs and not subject and (asked := STRONG_MODAL.search(text)):
        start, modal = _skip_filler(text, asked.start()), True
        verbs, after = _head_words(text, start)
    role = _role(text, start, after, verbs, subject, modal)
    return Clause(text, role, subject, verbs, start, max(after, start))


def reaches_verb(clause: Clause) -> bool:
    """Whether a clause of no role has a verb somewhere: the end of 将A，B，C…及时传达."""
    return bool(_VERB_INSIDE.search(clause.text))


def _skip_filler(text: str, place: int) -> int:
    while found := _FILLER.match(text, place):
        if found.end() == place:
            break
        place = found.end()
    return place


def _head_words(text: str, place: int) -> tuple[tuple[str, ...], int]:
    """Adverbs and verbs from a place on, with what stands between them."""
    words: list[str] = []
    end = place
    while len(words) < 6:
        place = _skip_filler(text, end)
        joined = _BETWEEN_VERBS.match(text, place)
        place = joined.end() if joined and words else place
        found = _HEAD_WORD.match(text, place)
        if not found:
            break
        words.append(found[0])
        end = found.end()
    return tuple(words), end


def _subject(text: str, start: int) -> tuple[str, int, bool]:
    """The body that a clause begins with, where its verb begins, and whether a modal stands between.

    The subject ends where a body's name ends and a modal or a verb follows.
    """
    if text.startswith("由", start):
        start += 1
    second = ("", start, False)
    for found in _BODY.finditer(text, start, start + MAX_SUBJECT):
        end = _past_bracket(text, found.end())
        place = _skip_filler(text, end)
        modal = bool(_MODAL_BETWEEN.search(text, end, place))
        word = _HEAD_WORD.match(text, place)
        if not (modal or word) or not _is_name(text[start:end]):
            continue
        here = (text[start:end].strip(), place, modal)
        if modal or (word and word[0] not in _NOUNY) or second[0]:
            return here
        second = here
    return second


def _past_bracket(text: str, end: int) -> int:
    if end < len(text) and text[end] in "（(":
        close = _CLOSING.search(text, end, end + 30)
        return close.end() if close else end
    return end


def _is_name(text: str) -> bool:
    """A body, not a phrase that a preposition or a verb opens."""
    opened = _PREPOSITION.match(text) or _VERB.match(text)
    opened = opened and not text.startswith(tuple(_OF_BODIES | _NOUNY))
    return len(text.strip()) > 1 and not opened and not _NO_NAME.search(text)


def _role(
    text: str, start: int, after: int, verbs: tuple[str, ...], subject: str, modal: bool
) -> Role:
    main = next((word for word in verbs if word in VERBS), "")
    opened = _PREPOSITION.match(text, start)
    if _FOR.search(text):
        return "result"
    if _UNFINISHED.search(text):
        return "lead"
    if _JOINED.match(text):
        return "lead" if text.rstrip("，, ").endswith("的") else "rest"
    if opened and not (main and _plain_verb(text, start)):
        return _role_of_opened(text, opened.end(), bool(subject))
    if main and (subject or modal or STRONG_MODAL.search(text[: start + 2])):
        return "duty"
    if not main:
        return _role_without_verb(text, start, modal)
    return _role_by_verb(text, after, verbs, main)


def _plain_verb(text: str, start: int) -> bool:
    """A word that is a verb as well as a preposition, where it stands as a verb."""
    return bool(_VERB.match(text, start)) and not _LEAD_END.search(text)


def _role_of_opened(text: str, inside: int, subject: bool) -> Role:
    """A clause that a preposition opens: a duty where its verb stands within it."""
    if _LEAD_END.search(text):
        return "lead"
    if text[inside - 1] == "对" and not _DONE_TO.search(text, inside):
        return "lead"
    if _VERB_INSIDE.search(text, inside + 1):
        return "duty"
    return "lead" if len(text) > MARK else "rest"


def _role_without_verb(text: str, start: int, modal: bool) -> Role:
    """A clause of nouns, or of verbs that no list has: a duty where it says that it must be."""
    if modal or STRONG_MODAL.search(text):
        return "duty"
    if start and _DEADLINE.search(text[:start]) and _VERB_INSIDE.search(text, start):
        return "duty"
    return "lead" if text.rstrip("，, ").endswith("的") or _ONLY_TIME.fullmatch(text) else "rest"


def _role_by_verb(text: str, after: int, verbs: tuple[str, ...], main: str) -> Role:
    if verbs[0] in LEADS and _is_spirit(text, verbs[0]):
        return "lead"
    if "力争" in verbs and _DEADLINE.search(text):
        return "duty"
    if verbs[0] == "不断" or main in RESULT or (main == "发动" and "参与" in text):
        return "result"
    if main in _SOFT and _RESULT_OBJECT.search(text):
        return "aim"
    if after >= len(text.rstrip("，,。；;！! ")) and len(verbs) < 2:
        return "rest"
    return "duty"


def _is_spirit(text: str, verb: str) -> bool:
    """坚持…原则, 发挥…作用: how, not what; 坚持…制度 is a duty."""
    if verb == "采取" and len(text) < SHORT and "措施" in text:
        return True
    if verb in ("坚持", "利用", "运用", "采取", "学习", "贯彻"):
        return bool(_LEAD_END.search(text) or _SPIRIT.search(text))
    return True
