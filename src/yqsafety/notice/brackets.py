"""What a bracket of responsibility says: who leads, who does it, who supports, who checks. Pure.

The words are those of `bracket_words`, the one table; where a bracket stands in a paragraph is for
`bracket_places`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from yqsafety.notice.bracket_names import normal_text, outer_pieces, split_names
from yqsafety.notice.bracket_words import (
    ALWAYS,
    DUE,
    FIRST_LEADS,
    LABEL,
    LABELS,
    SAID_ONCE,
    SHARED,
    VERB,
    VERBS,
    Role,
    Word,
)
from yqsafety.notice.model import Mode


class Bracket(NamedTuple):
    """A bracket as data, the names as printed and without blanks."""

    lead: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    """Who is named by 负责, 分工负责, 指导督促落实 and the like."""
    mode: Mode = "lead"
    """How `units` are named."""
    support: tuple[str, ...] = ()
    check: tuple[str, ...] = ()
    open: bool = False
    """Whether it says that others belong to it (等部门)."""
    due: str = ""
    """The words after 完成时限：."""
    left: str = ""
    """What was not understood."""

    @property
    def names(self) -> tuple[str, ...]:
        """Everyone named."""
        return (*self.lead, *self.units, *self.support, *self.check)


class _Reader:
    """Takes the pieces of a bracket in order, and keeps who was named since the last word."""

    def __init__(self) -> None:
        self.named: dict[Role, list[str]] = {role: [] for role in ("lead", "units", "support")}
        self.named["check"] = []
        self.modes: list[Mode] = []
        self.guides: list[str] = []
        self.waiting: list[str] = []
        self.held: list[str] = []
        self.joined = self.open = self.worded = False
        self.due: list[str] = []
        self.left: list[str] = []

    def read(self, text: str, label: Word | None = None) -> None:
        """One run of text: what a label says holds for the names that no word follows."""
        if label and label.role in ("due", "remark"):
            (self.due if label.role == "due" else self.left).append(text.strip("，；。、"))
            self.worded = self.worded or label.role == "due"
            return
        self.worded = self.worded or label is not None
        for piece in outer_pieces(text):
            self._take(piece)
        self._give(label or Word("", "units"), printed=label is not None)

    def _take(self, piece: str) -> None:
        if FIRST_LEADS.fullmatch(piece) or SAID_ONCE.fullmatch(piece):
            return
        if ALWAYS.fullmatch(piece) or (DUE.fullmatch(piece) and re.search("[0-9底初末]", piece)):
            self.due.append(piece)
            return
        if piece.startswith("以下"):
            self.left.append(piece)
            return
        found = VERB.search(piece)
        self._name(piece[: found.start()] if found else piece)
        if found:
            word = VERBS[found["verb"]]
            shared = word.role == "units" and word.mode == "lead" and SHARED.search(found["how"])
            self._give(word._replace(mode="share") if shared else word, printed=True)

    def _name(self, text: str) -> None:
        before, joint, after = _parted(text)
        self._add(before)
        if joint:
            self.held, self.waiting, self.joined = self.waiting, [], True
            self._add(after)

    def _add(self, text: str) -> None:
        names, is_open, left = split_names(text, bool(self.waiting or self.held or self._anyone()))
        self.waiting += names
        self.open = self.open or is_open
        self.left += left

    def _anyone(self) -> bool:
        return any(self.named.values())

    def _give(self, word: Word, printed: bool) -> None:
        """Names that wait are in for what `word` says; those after 会同 support them."""
        names = self.waiting
        if self.joined:
            self.named["support"] += names
            names = self.held
        if not printed and self.worded and names:
            self.left += names
        elif names or printed:
            self.worded = self.worded or printed
            self._keep(word, names)
        self.waiting, self.held, self.joined = [], [], False

    def _keep(self, word: Word, names: list[str]) -> None:
        for name in names:
            bare = re.sub("（(?:牵头|牵头单位|牵头部门|主责)）$", "", name)
            role = "lead" if bare != name else word.role
            if role == "units" and word.mode == "supervise":
                self.guides.append(bare)
            elif bare not in self.named[role]:
                self.named[role].append(bare)
        if word.role == "units" and word.mode != "supervise":
            self.modes.append(word.mode)

    def result(self) -> Bracket:
        """What was read. Who only guides beside others that act is in for support."""
        units, support = self.named["units"], self.named["support"]
        mode: Mode = "share" if "share" in self.modes else "lead"
        if self.guides and not units:
            units, mode = self.guides, "supervise"
        elif self.guides:
            support = [*support, *self.guides]
        return Bracket(
            lead=tuple(self.named["lead"]),
            units=tuple(dict.fromkeys(units)),
            mode=mode,
            support=tuple(dict.fromkeys(support)),
            check=tuple(self.named["check"]),
            open=self.open,
            due="；".join(filter(None, self.due)),
            left="；".join(filter(None, self.left)),
        )


def read_bracket(text: str) -> Bracket:
    """What a bracket, a line such as 责任单位：… or the cell of a table says."""
    return _read(text).result()


def is_responsibility(text: str) -> bool:
    """Whether brackets in the text say who does something: by a word of the table."""
    reader = _read(text)
    return reader.worded and bool(reader.result().names)


def due_of(text: str) -> str:
    """The words of 完成时限 where the text says nothing else."""
    reader = _read(text)
    found = reader.result()
    return found.due if not found.names and not found.left else ""


def _read(text: str) -> _Reader:
    reader = _Reader()
    plain = normal_text(text)
    starts = [(found.start(), found) for found in LABEL.finditer(plain)]
    first = starts[0][0] if starts else len(plain)
    if plain[:first].strip("，；。、（"):
        reader.read(plain[:first].strip("，；。、"))
    for n, (_, found) in enumerate(starts):
        end = starts[n + 1][0] if n + 1 < len(starts) else len(plain)
        reader.read(plain[found.end() : end].strip("，；。、"), LABELS[found[1] or found[2]])
    return reader


def _parted(text: str) -> tuple[str, str, str]:
    """A会同B: before, the word, after. 由 before a name is no part of it."""
    found = re.search("会同|联合(?=[^会])", text)
    if not found:
        return text, "", ""
    return text[: found.start()], found[0], text[found.end() :]
