"""The numbering that stands before a paragraph: its form and its number. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from yqsafety.drafting.source import Paragraph


class Label(NamedTuple):
    """A label as printed, with the blanks behind it."""

    text: str
    form: str
    """What labels of one level have in common, such as （一）."""
    number: int


_N = "[〇零一二三四五六七八九十百千]{1,7}"
_FORMS: tuple[tuple[str, str], ...] = (
    ("第一部分", rf"第({_N}|\d+)(?:部分|篇|编)[\s、：:]*"),
    ("第一章", rf"第({_N}|\d+)章[\s、：:]*"),
    ("第一节", rf"第({_N}|\d+)节[\s、：:]*"),
    ("第一条", rf"第({_N}|\d+)条(?!例)[\s、：:]*"),
    ("一、", rf"({_N})\s*[、．.](?!{_N}?(?:季度|级|类|线|产业|期))\s*"),
    ("（一）", rf"[（(]\s*({_N})\s*[）)][、．.]?\s*"),
    ("1.1.1", r"(\d{1,2}(?:[.．]\d{1,2}){2,3})[.．]?\s*(?=[\u4e00-\u9fff“《])"),
    (
        "1.",
        r"(\d{1,3})\s?[.．]\s?(?=20\d\d\s?年|\d{1,2}\s?月(?!度|报(?!送|告))|\d{1,2}\s?[日年](?=[前内底末]|之|以))",
    ),
    (
        "1.1",
        r"(\d{1,2}[.．]\d{1,2})(?:\s+|(?![万亿元个%％倍米吨公千百级度折]))(?=[\u4e00-\u9fff“《])",
    ),
    ("1.", r"(\d{1,4})\s?[.．](?!\d)\s*"),
    ("1、", r"(\d{1,3}|(?!20\d\d、\s?20)\d{4})\s?、\s*"),
    # （2025） is a year.
    ("（1）", r"[（(]\s*(\d{1,3}|1[0-8]\d\d)\s*[）)][、．.]?\s*"),
    ("1）", r"(\d{1,3}|1[0-8]\d\d)[）)]\s*"),
    ("⒈", r"([⒈-⒛])\s*"),
    ("⑴", r"([⑴-⒇])\s*"),
    ("①", r"([①-⑳㉑-㉟])\s*"),
)
_PATTERNS = tuple((form, re.compile(pattern)) for form, pattern in _FORMS)
_COUNTED = re.compile(
    r"(?=(?P<both>\d{1,3}[.．]\d{1,6}))(?P<number>\d{1,3})\s?[.．](?=\d{1,6}(?:[.．]\d{1,2})?\s?"
    r"(?:[%％‰个项家名次场处座所条户人万亿元吨米套台辆件类级倍天日月年周期批轮起部支]|公里|小时|以上))"
)
"""A label before a figure: 3.12个乡镇. It may be 3.12 of a document that counts so."""
_BARE = re.compile(r"(\d{1,2})\s+(?=[\u4e00-\u9fff])(?![年月日时点个项号])")
_RANKS = "第一部分 第一章 第一节 第一条 一、 （一） 1 1. 1、 ⒈ 1.1 1.1.1 （1） 1） ⑴ ①".split()
_EQUAL = {"1、": "1.", "⒈": "1.", "1）": "（1）", "⑴": "（1）"}
"""Forms that stand on the same level where a document does not say otherwise."""
_TENS = {"十": 10, "百": 100, "千": 1000}
_AHEAD = 12
"""Paragraphs in which the next label is looked for."""
_DIGITS = {digit: n for n, digit in enumerate("〇一二三四五六七八九")} | {"零": 0}


def split_label(paragraph: Paragraph, bare: bool = False) -> tuple[Label | None, str]:
    """The label of a paragraph, and the text behind it. `bare`: 1 总则 counts as one."""
    if paragraph.label:
        known, _ = _label_in(paragraph.label, bare=True)
        shape = re.sub(r"\d+|" + _N, "#", paragraph.label)
        return (known or Label("", shape, 0))._replace(text=paragraph.label), paragraph.text
    return _label_in(paragraph.text, bare)


def split_labels(paragraphs: Sequence[Paragraph], bare: bool) -> list[tuple[Label | None, str]]:
    """The label of each paragraph, and the text behind it, read in the order of the document.

    Of 3.12个乡镇 the label is what goes on counting: 3. behind 2., and 3.12 behind 3.11.
    """
    done: list[tuple[Label | None, str]] = []
    last: Label | None = None
    for n, paragraph in enumerate(paragraphs):
        found = split_label(paragraph, bare)
        if counted := None if paragraph.label else _COUNTED.match(paragraph.text):
            text = counted[0]
            next_one = f"{text}{last.number + 1}" if last and last.text.startswith(text) else ""
            if last and next_one == counted["both"]:
                label = Label(next_one, "1.1", last.number + 1)
                found = label, paragraph.text[len(next_one) :]
            elif _goes_on(int(counted["number"]), last, paragraphs[n + 1 : n + 1 + _AHEAD]):
                found = Label(text, "1.", int(counted["number"])), paragraph.text[len(text) :]
        done.append(found)
        if found[0] and found[0].form in ("1.", "1.1"):
            last = found[0]
    return done


def _goes_on(number: int, last: Label | None, following: Sequence[Paragraph]) -> bool:
    """Whether a label with a number goes on counting; the first of all does where 2. follows."""
    if number > 1:
        return bool(last and last.form == "1." and last.number == number - 1)
    others = (re.match(r"(\d{1,3})\s?[.．]", one.text) for one in following)
    return next((other[1] == "2" for other in others if other), False)


def _label_in(text: str, bare: bool) -> tuple[Label | None, str]:
    for form, pattern in _PATTERNS:
        if found := pattern.match(text):
            return Label(found[0], form, label_number(found[1])), text[found.end() :]
    if bare and (found := _BARE.match(text)):
        return Label(found[0], "1", int(found[1])), text[found.end() :]
    return None, text


def label_number(text: str) -> int:
    """The number of a label: 十二, 12, ⑿; of 3.2 the last one."""
    last = re.split("[.．]", text)[-1]
    if last.isdecimal():
        return int(last)
    for first in "⒈⑴①":
        if ord(first) <= ord(text[0]) < ord(first) + 20:
            return ord(text[0]) - ord(first) + 1
    if "㉑" <= text[0] <= "㉟":
        return ord(text[0]) - ord("㉑") + 21
    return _chinese(last)


def _chinese(text: str) -> int:
    total = digit = 0
    for mark in text:
        if mark in _TENS:
            total += (digit or 1) * _TENS[mark]
            digit = 0
        else:
            digit = _DIGITS[mark]
    return total + digit


class Levels:
    """Which form of label stands above which in this document.

    A numbering that begins again after another one is below it. Where both run through or both
    begin again, the usual order of the forms decides.
    """

    def __init__(self, parts: Iterable[Iterable[Label]]) -> None:
        self._restarts: Counter[tuple[str, str]] = Counter()
        for part in parts:
            self._count(part)

    def _count(self, labels: Iterable[Label]) -> None:
        since: dict[str, set[str]] = {}
        last: dict[str, int] = {}
        for label in labels:
            if label.form in last and label.number == 1 and last[label.form] >= 1:
                self._restarts.update((label.form, other) for other in _causes(label, since))
            last[label.form] = label.number
            for form in last:
                since.setdefault(form, set()).add(label.form)
            since[label.form] = set()

    def is_above(self, upper: str, lower: str) -> bool:
        """Whether labels of the form `upper` hold those of the form `lower`."""
        there, back = self._restarts[lower, upper], self._restarts[upper, lower]
        if there != back:
            return there > back
        return _rank(upper) < _rank(lower)


def _causes(label: Label, since: dict[str, set[str]]) -> set[str]:
    """The forms that may have made a numbering begin again.

    Where one of those seen since its last label is usually above it, that one did: 1、 may go on
    through （一） and （二） when （一） begins again in the next chapter.
    """
    seen = since[label.form]
    return {form for form in seen if _rank(form) < _rank(label.form)} or seen


def _rank(form: str) -> int:
    form = _EQUAL.get(form, form)
    return _RANKS.index(form) if form in _RANKS else len(_RANKS)


def with_one_form(labels: list[Label]) -> list[Label]:
    """The labels of a part, where 10、 goes on counting behind 9． in the form of the latter."""
    done: list[Label] = []
    arabic: Label | None = None
    for label in labels:
        if _EQUAL.get(label.form, label.form) == "1.":
            if arabic and label.form != arabic.form and label.number == arabic.number + 1 > 1:
                label = label._replace(form=arabic.form)
            arabic = label
        done.append(label)
    return done
