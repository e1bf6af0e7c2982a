"""A sentence in its clauses, and what each is for: a duty, what leads to it, its result. Pure.

An official sentence is a chain of clauses between commas without subjects of their own. The words
at the head of a clause (a time, a subject with 要, adverbs, a verb) say what it is; all that is
looked at is that head and the last words.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from yqsafety.drafting.duty_words import LEADS, RESULT, STRONG_MODAL, VERBS
from yqsafety.drafting.heads import (
    NOUNY,
    OF_BODIES,
    PREPOSITION,
    VERB,
    VERB_INSIDE,
    find_subject,
    head_words,
    past_leading_time,
    skip_filler,
)

Role = Literal["duty", "aim", "lead", "result", "rest"]
"""An `aim` (完善…体系) is a duty where it comes first, and what another duty is for behind one."""

_LEAD_END = re.compile(
    r"(?:的|等|中|上|下|里|内|外|时|后|前|期间|方面|方式|形式|手段|办法|途径|原则|要求|目标|为[^，。]{1,12}|基础|前提|作用|导向|精神|部署|意见|规定"
    r"|情况|需要|实际|特点|问题|事项|重点|契机|抓手|载体|主线|核心|思路|优势|政策|领域|范围|部位|环节|隐患|行为|内容)[，,]?\s*$"
)
_RESULT_OBJECT = re.compile(
    r"(?:意识|理念|观念|思维|能力|水平|质效|质量|效能|责任感|使命感|氛围|底线|防线|堤坝|成效|实效|格局|局面|合力|落地|见效|到位|入脑入心|素质|发展|稳定"
    r"|落实落地|规范化|可控|提升|提高|好转|基础|根本|体系)[，。；,;！!”]*\s*$"
)
_SOFT = frozenset("强化 推动 优化 推进 深化 完善 健全 构建 加强".split())
_JOINED = re.compile(r"[\s，]*(?:以及|而且|不仅|不但|既|又|或者|或|及)(?!时)")
_DEADLINE = re.compile(r"前|底|末|起|至|内|20\d\d")
_AMOUNT = re.compile(r"至少|不少于|不低于|不高于|不超过|[年月周度]一次")
_SPIRIT = re.compile(r"并重|相结合|导向|第一|至上|经验|同向")
_FOR = re.compile(r"^\s*(?:并)?为[^，]{2,40}(?:提供|奠定|作出|做出|创造|打下|保驾护航|注入)")
_UNFINISHED = re.compile(
    r"(?:在|根据|按照|针对|结合)[^，]{2,40}(?:前提下|基础上|过程中|需求|需要)，$"
    r"|^\s*在[^，]{2,40}(?:行业|场所|单位|地区|城市|工程|企业)，$"
)
_DONE_TO = re.compile(
    r"进行|开展|实施|予以|给予|采取|实行|严肃|依法|加强|加大|落实|逐|[要应]|组织|一律|从[严重快]"
)
"""What 对… is done to; a clause with 对 and none of these leads to the next."""
_WEAK = re.compile(r"根据|按照|依据|依照|围绕|聚焦|针对|结合|依托")
"""Prepositions of a ground or a manner, as 对 is one of an object."""
MARK = 3
"""Characters of a clause that is no more than a word and its comma."""
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


def read_clause(text: str) -> Clause:
    """What a clause is, from its head: connectives, time, subject, adverbs, verb."""
    start = skip_filler(text, 0)
    verbs, after = head_words(text, start)
    subject, start, modal = ("", start, False)
    if not any(word in VERBS for word in verbs) or verbs[0] in OF_BODIES | NOUNY:
        found, place, modal = find_subject(text, start)
        if found:
            words, end = head_words(text, place)
            if words or modal or PREPOSITION.match(text, place):
                subject, start, verbs, after = found, place, words, end
    if not verbs and not subject:
        start = past_leading_time(text, start)
        verbs, after = head_words(text, start)
    if not verbs and not subject and (asked := STRONG_MODAL.search(text)):
        modal = True
        place = skip_filler(text, asked.start())
        verbs, after = head_words(text, place)
        start = place if verbs else start
    role = _role(text, start, after, verbs, subject, modal)
    if subject and not verbs and start >= len(text.rstrip("，, ")):
        role = "lead"  # 各单位要于6月底前，: who and until when; what is asked comes next
    return Clause(text, role, subject, verbs, start, max(after, start))


def reaches_verb(clause: Clause) -> bool:
    """Whether a clause of no role has a verb somewhere: the end of 将A，B，C…及时传达."""
    return bool(VERB_INSIDE.search(clause.text))


def _role(
    text: str, start: int, after: int, verbs: tuple[str, ...], subject: str, modal: bool
) -> Role:
    main = next((word for word in verbs if word in VERBS), "")
    opened = PREPOSITION.match(text, start)
    if _FOR.search(text):
        return "result"
    if _UNFINISHED.search(text):
        return "lead"
    if _JOINED.match(text):
        return "lead" if text.rstrip("，, ").endswith("的") else "rest"
    if opened and not (main and _plain_verb(text, start)):
        return _role_of_opened(text, opened.end())
    if main and (subject or modal or STRONG_MODAL.search(text[: start + 2])):
        return "duty"
    if not main:
        return _role_without_verb(text, start, modal)
    return _role_by_verb(text, after, verbs, main)


def _plain_verb(text: str, start: int) -> bool:
    """A word that is a verb as well as a preposition, where it stands as a verb."""
    return bool(VERB.match(text, start)) and not _LEAD_END.search(text)


def _role_of_opened(text: str, inside: int) -> Role:
    """A clause that a preposition opens: a duty where its verb stands within it."""
    if _LEAD_END.search(text):
        return "lead"
    weak = text[inside - 1] == "对" or _WEAK.match(text, inside - 2)
    if weak and not _DONE_TO.search(text, max(inside, text.rfind("的") + 1)):
        return "lead"
    if text.startswith("通过", inside - 2):
        return "lead"
    if VERB_INSIDE.search(text, inside + 1):
        return "duty"
    return "lead" if len(text) > MARK else "rest"


def _role_without_verb(text: str, start: int, modal: bool) -> Role:
    """A clause of nouns, or of verbs that no list has: a duty where it says that it must be."""
    if modal or STRONG_MODAL.search(text):
        return "duty"
    if _AMOUNT.search(text):
        return "duty"
    if start and _DEADLINE.search(text[:start]) and VERB_INSIDE.search(text, start):
        return "duty"
    return (
        "lead"
        if text.rstrip("，, ").endswith("的") or skip_filler(text, 0) == len(text)
        else "rest"
    )


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
