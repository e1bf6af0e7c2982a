"""The rule of responsibility: what is encoded is what is printed, in both directions. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from yqsafety.notice.model import MODE_WORDS, Responsibility
from yqsafety.notice.roster import Roster
from yqsafety.notice.schema import Finding, finding_at
from yqsafety.notice.unit_names import plain_name
from yqsafety.notice.yaml_reader import KeyPath, YamlDocument

ROLES = ("lead", "units", "support", "check")
"""The fields of a responsibility that hold names."""
_BETWEEN_NAMES = "[(),、]|及|等部门|" + "|".join(sorted(MODE_WORDS.values(), key=len, reverse=True))
"""What a bracket may hold beside names. The longer word of mode goes first: where 负责 was tried
before 分工负责, it would leave 分工 over as if it were a name."""


def check_bracket(
    named: Responsibility,
    path: KeyPath,
    document: YamlDocument,
    roster: Roster,
    printed: Sequence[str] = (),
) -> Iterator[Finding]:
    """The names, the mode and 等部门 as encoded are exactly what is printed.

    Every unit encoded is printed, in the bracket or in the cells and sentences of `printed`; and
    nothing is left of a bracket once the names and the words of responsibility are taken out.
    """
    for role in ROLES:
        yield from check_known(getattr(named, role), (*path, role), document, roster)
    text = plain_name(named.text or "\n".join(printed))
    if text:
        yield from _check_printed(named, text, path, document, roster)
    if named.text:
        yield from _check_words(named, plain_name(named.text), path, document, roster)


def _check_printed(
    named: Responsibility, text: str, path: KeyPath, document: YamlDocument, roster: Roster
) -> Iterator[Finding]:
    for role in ROLES:
        for n, name in enumerate(getattr(named, role)):
            body = roster.get(name)
            if body and not any(plain_name(known) in text for known in (body.name, *body.aliases)):
                place = (*path, role, n)
                yield finding_at(document, place, f"括号中没有“{name}”", "照原文改正")


def _check_words(
    named: Responsibility, text: str, path: KeyPath, document: YamlDocument, roster: Roster
) -> Iterator[Finding]:
    if not named.names:
        yield finding_at(document, (*path, "units"), "没有责任单位", "照括号原文补上")
    left = text
    # Longest first: 县安委会 is a part of 县安委会成员单位.
    every = (*named.names, *named.check)
    for name in sorted(_all_names(every, roster), key=len, reverse=True):
        left = left.replace(plain_name(name), "")
    if left := re.sub(_BETWEEN_NAMES, "", left):
        yield finding_at(document, (*path, "units"), f"括号中的“{left}”没有列入", "照原文补上")
    if not text.endswith(MODE_WORDS[named.mode] + ")") or (
        named.mode == "lead" and "分工负责" in text
    ):
        yield finding_at(document, (*path, "mode"), "与括号中的责任方式不符", "照原文改正")
    if named.open != ("等部门" in text):
        yield finding_at(document, (*path, "open"), "与括号中有无“等部门”不符", "照原文改正")


def _all_names(names: Sequence[str], roster: Roster) -> Iterator[str]:
    for name in names:
        body = roster.get(name)
        yield from (body.name, *body.aliases) if body else (name,)


def check_known(
    names: tuple[str, ...], path: KeyPath, document: YamlDocument, roster: Roster
) -> Iterator[Finding]:
    """Every name leads to a body of the units file."""
    for n, name in enumerate(names):
        if roster.get(name) is None:
            yield finding_at(
                document, (*path, n), f"单位文件中没有“{name}”", "在 units.yaml 中补上"
            )
