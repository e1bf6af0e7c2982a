"""Where a text is cut into tasks: at the ends of sentences always, at commas by proposal. Pure.

A piece is a stretch of the text as printed; all pieces joined are the text. At a comma a new piece
begins with a clause that has a duty of its own, together with what leads to it (对…的，按照…，);
what a duty is for (确保…，提升…) stays with it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from yqsafety.drafting.background import is_background
from yqsafety.drafting.clauses import Clause, reaches_verb, read_clause
from yqsafety.drafting.marks import depths

CUT_REASON = "在逗号处拆开，请核对是否单独一项"
_SKIPPED_HEADING = re.compile(
    r"指导思想|重[大要]意义|基本原则|工作原则|背景|形势|总体要求|总体思路|编制依据|适用范围|目的意义|附则|工作目标|总体目标|发展目标|试点目标|主要目标"
)
_GOAL = re.compile(
    r"(?:到|至)?20\d\d\s*年[底末，]?[^，。]{0,3}[，,].{0,60}(?:达|建成|完成|实现|以[上下内])|\d\s{0,2}%|月底前|年底前"
)
_WHEN = re.compile(
    r"\s*(?:每(?:季度?|月|周|旬|半年|年)[一二三四五六日初中底末度]{0,2}|\d{1,2}月(?:、\d{1,2}月){1,5})各?"
    r"(?:上报|报送|报告|开展|组织|召开|检查|排查|通报|总结|更新|汇总)"
)
"""每季度末报送…, 5月、10月各开展…: how often or when, and at once what is to be done."""
_DEADLINE = re.compile(
    r"^[，,\s]*(?:请|并|并请)?[^，。]{0,4}于[^，。]{0,12}\d\s*[日月][^，。]{0,3}前|^[，,\s]*请(?!认真|结合|遵照)"
)


class Piece(NamedTuple):
    """A stretch of the text: a task, or prose; `reason` where it was cut off at a comma."""

    text: str
    clauses: tuple[Clause, ...]
    duty: bool
    reason: str = ""
    sentence: int = 0
    """Which sentence (up to 。) of the text it belongs to."""


def cut_text(text: str, heading: str = "") -> list[Piece]:
    """The pieces of a text, in order; joined they are the text."""
    goals_only = bool(_SKIPPED_HEADING.search(heading))
    pieces: list[Piece] = []
    number, running = 0, False
    for sentence in split_sentences(text):
        found = _cut_sentence(sentence, goals_only, running, number)
        pieces += found
        ended = not sentence.rstrip().endswith(("；", ";"))
        running = not ended and any(piece.duty for piece in found)
        number += ended
    return pieces


def split_sentences(text: str) -> list[str]:
    """Cut behind 。；！？ outside of quotes and brackets, and around a sentence in brackets."""
    depth = depths(text)
    parts, start = [], 0
    place = 0
    while place < len(text):
        if not depth[place] and _ends(text, place):
            place = _past_space(text, place + 1)
            parts.append(text[start:place])
            start = place
            place = end = _past_aside(text, place, depth)
            if end > start:
                parts.append(text[start:end])
                start = end
            continue
        place += 1
    return [*parts, text[start:]] if start < len(text) else parts


def _ends(text: str, place: int) -> bool:
    letter = text[place]
    if letter in "。；！？;!?":
        return True
    return letter == "\n" and bool(
        re.match(r"\s*(?:\d{1,2}[.．、](?!\d)|[（(]\d)", text[place : place + 8])
    )


def _past_space(text: str, place: int) -> int:
    while place < len(text) and text[place] in " \t\n　\r":
        place += 1
    return place


def _past_aside(text: str, place: int, depth: list[int]) -> int:
    """The end of a bracket that is a sentence of its own; a number such as (一) is none."""
    if place >= len(text) or text[place] not in "（([" or not depth[place]:
        return place
    end = place
    while end < len(text) and depth[end]:
        end += 1
    end += end < len(text)
    if end - place <= 6:
        return place
    if end < len(text) and text[end] in "。；":
        end += 1
    return _past_space(text, end)


def split_clauses(sentence: str) -> list[str]:
    """Cut behind commas outside of quotes and brackets."""
    depth = depths(sentence)
    clauses, start = [], 0
    for place, letter in enumerate(sentence):
        if letter in "，," and not depth[place] and not _in_number(sentence, place):
            clauses.append(sentence[start : place + 1])
            start = place + 1
    return [*clauses, sentence[start:]] if start < len(sentence) else clauses


def _in_number(text: str, place: int) -> bool:
    return (
        text[place] == ","
        and text[place - 1 : place].isdigit()
        and text[place + 1 : place + 2].isdigit()
    )


def _cut_sentence(sentence: str, goals_only: bool, running: bool, number: int) -> list[Piece]:
    if re.match(r"\s*[（(\[]", sentence) and depths(sentence)[:1] == [1] and _is_aside(sentence):
        return [Piece(sentence, (), False, "", number)]
    clauses = _completed([read_clause(text) for text in split_clauses(sentence)])
    if is_background(sentence):
        return _background(sentence, clauses, number)
    if goals_only and not _GOAL.search(sentence):
        return [Piece(sentence, tuple(clauses), False, "", number)]
    if not any(one.role in ("duty", "aim") for one in clauses):
        duty = running or bool(_GOAL.search(sentence)) or _asks(clauses)
        return [Piece(sentence, tuple(clauses), duty, "", number)]
    return _grouped(clauses, number)


def _completed(clauses: list[Clause]) -> list[Clause]:
    """The clauses in the light of their neighbours.

    Where 将A，B，C… was left open by a comma, the clause of nouns that has its verb is the duty;
    and what stands before a bare 必须 or 要 is what it is about.
    """
    result: list[Clause] = []
    opened = False
    for n, clause in enumerate(clauses):
        if clause.subject and n + 1 < len(clauses) and _is_topic(clause, clauses[n + 1]):
            result.append(clause._replace(role="lead", subject=""))
            continue
        if clause.role == "rest" and opened and reaches_verb(clause):
            result.append(clause._replace(role="duty"))
            opened = False
            continue
        if clause.role != "rest":
            opened = clause.role == "lead" and bool(re.match(r"\s*(?:并|要)?[将把]", clause.text))
        result.append(clause)
    return result


def _is_topic(clause: Clause, following: Clause) -> bool:
    """各地检查发现的重大隐患，必须…: a thing that the next clause asks something of."""
    return (
        "的" in clause.text
        and bool(re.match(r"[\s]*(?:必须|务必|要|应|须)", following.text))
        and not (re.search(r"[要应须]", clause.text[: clause.core + 1]))
    )


def _asks(clauses: list[Clause]) -> bool:
    """Whether clauses without a plain duty ask for something: a result, or 对…的，…追究责任."""
    led = any(one.role == "lead" for one in clauses[:-1])
    return any(
        bool(one.verbs)
        if one.role != "rest"
        else (led or "立即" in one.text or "及时" in one.text or bool(_WHEN.match(one.text)))
        and reaches_verb(one)
        for one in clauses
    )


def _is_aside(sentence: str) -> bool:
    return sentence.rstrip("。；; \n\t　").endswith(("）", ")", "]")) and len(sentence) > 6


def _background(sentence: str, clauses: list[Clause], number: int) -> list[Piece]:
    """Prose; from a clause on that asks for something until a day, a task."""
    for n, clause in enumerate(clauses):
        asked = _DEADLINE.search(clause.text)
        if n and asked and (clause.role != "lead" or asked[0].endswith("前")):
            before = "".join(one.text for one in clauses[:n])
            after = "".join(one.text for one in clauses[n:])
            return [
                Piece(before, tuple(clauses[:n]), False, "", number),
                Piece(after, tuple(clauses[n:]), True, CUT_REASON, number),
            ]
    return [Piece(sentence, tuple(clauses), False, "", number)]


def _grouped(clauses: list[Clause], number: int) -> list[Piece]:
    starts = _starts(clauses)
    pieces = []
    for start, end in zip(starts, [*starts[1:], len(clauses)], strict=True):
        part = tuple(clauses[start:end])
        text = "".join(one.text for one in part)
        pieces.append(Piece(text, part, True, CUT_REASON if start else "", number))
    return pieces


def _starts(clauses: list[Clause]) -> list[int]:
    """Where pieces begin: each further duty, from what leads to it on."""
    starts, has_duty = [0], False
    for n, clause in enumerate(clauses):
        if clause.role != "duty" and (has_duty or clause.role != "aim"):
            continue
        if has_duty and _is_stage(clause.text):
            continue
        begin = _begin(clauses, n)
        if has_duty and begin > starts[-1]:
            starts.append(begin)
        has_duty = True
    return starts


def _is_stage(text: str) -> bool:
    """2026年达到80%: a later stage of the duty before it."""
    return bool(re.match(r"\s*(?:到|至)?20\d\d\s?年", text) and re.search(r"\d\s?%|达到", text))


def _begin(clauses: list[Clause], duty: int) -> int:
    """The first clause of what leads to a duty; nouns between it and the duty are a part of it."""
    begin = place = duty
    while place and clauses[place - 1].role in ("lead", "rest"):
        place -= 1
        if clauses[place].role == "lead":
            begin = place
    return begin
