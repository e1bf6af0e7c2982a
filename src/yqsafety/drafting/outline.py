"""From the paragraphs and tables of a document to its tree of printed blocks. Pure.

A block is plain data in the shape of the catalogue's YAML; prose stands in `text`, whole, and the
printed responsibility in `responsibility.text`. What the sentences ask for is for `draft`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from yqsafety.drafting.head_lines import ATTACHED
from yqsafety.drafting.headings import HeadingStyle
from yqsafety.drafting.labels import Label, Levels, with_one_form
from yqsafety.drafting.neighbours import among_duties, holds_more
from yqsafety.drafting.outline_lines import Line, mark_lines, parts_of
from yqsafety.drafting.outline_table import table_blocks
from yqsafety.drafting.source import Source
from yqsafety.notice.bracket_places import find_bracket, is_label

Block = dict[str, Any]

JOINED_KINDS = ("title",)
"""Lines of one kind that are one block: a title goes over several lines."""


@dataclass(slots=True)
class _Node:
    """A numbered block that is still open."""

    block: Block
    form: str
    run_in: bool
    """Whether text stands in the same paragraph as the label."""
    children: int = 0
    """Numbered blocks in it."""


def outline_blocks(source: Source) -> list[Block]:
    """The blocks of a document, in order."""
    lines = mark_lines(source.pieces)
    parts = list(parts_of(lines))
    for part in parts:
        _unite_forms(part)
    levels = Levels([line.label for line in part if line.label] for part in parts)
    style = HeadingStyle(lines)
    blocks: list[Block] = []
    for part in parts:
        _Tree(part, levels, style, blocks).build()
    _lift_all(blocks)
    return blocks


def _unite_forms(part: list[Line]) -> None:
    numbered = [line for line in part if line.label]
    labels = with_one_form([line.label for line in numbered if line.label])
    for line, label in zip(numbered, labels, strict=True):
        line.label = label


class _Tree:
    """One part of the document: its lines are hung under one another in order."""

    def __init__(
        self, lines: list[Line], levels: Levels, style: HeadingStyle, root: list[Block]
    ) -> None:
        self._lines, self._levels, self._style, self._root = lines, levels, style, root
        self._stack: list[_Node] = []
        self._last: Block | None = None
        self._next = _next_labels(lines)
        self._continued = self._forms_that_go_on()
        self._holding = [holds_more(lines, n, levels) for n in range(len(lines))]
        self._among = among_duties(lines, self._holding, levels)

    def build(self) -> None:
        """Hang every line."""
        for n, line in enumerate(self._lines):
            if line.table:
                self._hang_table(line, n)
            elif line.label:
                self._hang_numbered(line, line.label, n)
            elif line.kind == "text":
                self._hang_text(line, n)
            else:
                self._hang_fixed(line)

    def _hang_fixed(self, line: Line) -> None:
        self._stack.clear()
        self._last = None
        if line.kind == "attachment" or line.kind == "text":
            self._root.append({"text": line.text})
        elif line.kind in JOINED_KINDS and self._root and self._root[-1].get("is") == line.kind:
            self._root[-1]["text"] += " " + line.text
        else:
            self._root.append({"is": line.kind, "text": line.text})

    def _hang_numbered(self, line: Line, label: Label, n: int) -> None:
        while self._stack and not self._levels.is_above(self._stack[-1].form, label.form):
            self._stack.pop()
        among = self._among[n]
        heading, text, bracket = self._style.split(line, self._holding[n], among)
        block: Block = {"label": label.text}
        block |= {key: said for key, said in (("heading", heading), ("text", text)) if said}
        if bracket:
            block["responsibility"] = {"text": bracket}
        self._append(block)
        if self._stack:
            self._stack[-1].children += 1
        self._stack.append(_Node(block, label.form, bool(text)))
        self._last = block

    def _append(self, block: Block) -> None:
        if not self._stack:
            self._root.append(block)
            return
        holder = self._stack[-1].block
        if "responsibility" in holder and "blocks" not in holder:
            # A bracket is printed behind all that is in its block: it goes with its own paragraph.
            keys = holder.keys() & {"text", "responsibility"}
            holder["blocks"] = [{key: holder.pop(key) for key in sorted(keys, reverse=True)}]
        holder.setdefault("blocks", []).append(block)

    def _hang_text(self, line: Line, n: int) -> None:
        if ATTACHED.match(line.text):
            # What an attachment holds is not of the item that stands above its line.
            self._stack.clear()
            self._append({"text": line.text})
            self._last = None
            return
        body, bracket = find_bracket(line.text)
        if not body.strip() and self._last is not None:
            self._hang_bracket(line.text)
            return
        while self._stack and not self._takes_text(self._stack[-1], self._next[n]):
            self._stack.pop()
        block: Block = {"text": body} if body.strip() else {}
        if bracket:
            block["responsibility"] = {"text": bracket}
        self._append(block)
        self._last = block

    def _takes_text(self, node: _Node, following: Label | None) -> bool:
        """Whether prose belongs to a numbered block, and not to what stands above it.

        Behind the last of several it closes their whole list, unless this document lets text
        follow others of this form as well.
        """
        if not node.run_in and not node.children:
            return True
        if following and (
            following.form == node.form or self._levels.is_above(node.form, following.form)
        ):
            return True
        return node.run_in and node.form in self._continued

    def _forms_that_go_on(self) -> set[str]:
        """The forms of label of which one that is not the last goes on in further paragraphs."""
        forms: set[str] = set()
        for n, line in enumerate(self._lines[:-1]):
            after, following = self._lines[n + 1], self._next[n]
            if line.label and following and following.form == line.label.form:
                goes_on = after.kind == "text" and find_bracket(after.text)[0].strip()
                if goes_on and len(line.text) > 80:
                    forms.add(following.form)
        return forms

    def _hang_bracket(self, text: str) -> None:
        """A responsibility on a line of its own: for the block before it, or for its whole list."""
        target = self._last
        parent = self._stack[-2] if len(self._stack) > 1 else None
        node = self._stack[-1] if self._stack else None
        if node and parent and node.block is target and parent.children > 1:
            siblings = [child for child in parent.block["blocks"] if child.get("label")]
            if not any("responsibility" in child for child in siblings):
                target = parent.block
        if target is None:
            return
        said = target.get("responsibility", {}).get("text")
        target["responsibility"] = {"text": f"{said} {text}" if said else text}

    def _hang_table(self, line: Line, n: int) -> None:
        while self._stack and not self._takes_text(self._stack[-1], self._next[n]):
            self._stack.pop()
        for block in table_blocks(line.table) if line.table else ():
            self._append(block)
        self._last = None


def _next_labels(lines: list[Line]) -> list[Label | None]:
    """For each line, the first label behind it."""
    found: list[Label | None] = []
    following: Label | None = None
    for line in reversed(lines):
        found.append(following)
        following = line.label or following
    return found[::-1]


def _lift_all(blocks: list[Block]) -> None:
    """A bracket behind the last paragraph of an item is the item's, where it has no other."""
    for block in blocks:
        children = block.get("blocks", [])
        _lift_all(children)
        if "label" not in block or "responsibility" in block or not children:
            continue
        plain = all(child.keys() <= {"text", "responsibility"} for child in children)
        said = [child for child in children if "responsibility" in child]
        if plain and said == children[-1:] and not is_label(block.get("text", "")):
            block["responsibility"] = children[-1].pop("responsibility")
