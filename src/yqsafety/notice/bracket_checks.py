"""The rule of responsibility: what is encoded is what is printed, in both directions. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yqsafety.notice.brackets import read_bracket
from yqsafety.notice.model import Responsibility
from yqsafety.notice.roster import Roster
from yqsafety.notice.schema import Finding, finding_at
from yqsafety.notice.unit_names import names_in, plain_name
from yqsafety.notice.yaml_reader import KeyPath, YamlDocument

ROLES = ("lead", "units", "support", "check")
"""The fields of a responsibility that hold names."""
ROLE_WORDS = {"lead": "牵头", "units": "负责", "support": "配合", "check": "考核"}
"""What each of them is called."""


def check_bracket(
    named: Responsibility,
    path: KeyPath,
    document: YamlDocument,
    roster: Roster,
    printed: Sequence[str] = (),
) -> Iterator[Finding]:
    """The names, the mode and 等部门 as encoded are exactly what is printed.

    Every unit encoded is printed, in the bracket or in the cells and sentences of `printed`; and
    whatever the bracket says (notice/brackets.py) is encoded, in the same role.
    """
    for role in ROLES:
        yield from check_known(getattr(named, role), (*path, role), document, roster)
    text = plain_name(named.text or "\n".join(printed))
    if text:
        yield from _check_printed(named, text, path, document, roster)
    if named.text:
        yield from _check_words(named, path, document, roster)


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
    named: Responsibility, path: KeyPath, document: YamlDocument, roster: Roster
) -> Iterator[Finding]:
    said = read_bracket(named.text)
    encoded = {role: _bodies(getattr(named, role), roster) for role in ROLES}
    everyone = set().union(*encoded.values())
    if not everyone:
        yield finding_at(document, (*path, "units"), "没有责任单位", "照括号原文补上")
    missed = [name for name in said.names if _body(name, roster) not in everyone]
    # What is not understood may be a name; whoever looked at it says so in a note.
    if said.left and not (named.note or named.review):
        missed.append(said.left)
    if missed:
        problem = f"括号中的“{'、'.join(missed)}”没有列入"
        yield finding_at(
            document, (*path, "units"), problem, "照原文补上，不是单位的在 note 中说明"
        )
    for role in ROLES:
        wrong = encoded[role] - _bodies(getattr(said, role), roster)
        if wrong and not missed:
            problem = f"{ROLE_WORDS[role]}与括号中的不符"
            yield finding_at(document, (*path, role), problem, "照原文改正")
    if named.units and named.mode != said.mode:
        yield finding_at(document, (*path, "mode"), "与括号中的责任方式不符", "照原文改正")
    if named.open != said.open:
        yield finding_at(document, (*path, "open"), "与括号中有无“等部门”不符", "照原文改正")


def _bodies(names: Sequence[str], roster: Roster) -> set[str]:
    return {_body(name, roster) for name in names}


def _body(name: str, roster: Roster) -> str:
    """The id of a name's body; of a name that is in no roster the name itself."""
    body = roster.get(name)
    return body.id if body else plain_name(name)


def check_known(
    names: tuple[str, ...], path: KeyPath, document: YamlDocument, roster: Roster
) -> Iterator[Finding]:
    """Every name leads to a body of the units file."""
    for n, name in enumerate(names):
        if roster.get(name) is None and any(roster.get(part) for part in names_in(name)[:-1]):
            problem = f"“{name}”是几个单位写在了一起"
            fix = "各单位之间用半角逗号和空格隔开：[甲, 乙]，不用全角的 ，或 、"
            yield finding_at(document, (*path, n), problem, fix)
        elif roster.get(name) is None:
            yield finding_at(
                document, (*path, n), f"单位文件中没有“{name}”", "在 units.yaml 中补上"
            )
