"""The comments of a file, kept apart from its data while these are changed. Pure.

A comment belongs to the line below it or beside it. While the data are edited they have no
comments; afterwards each goes back to its line, or, where that line is gone, to the next one that
is left. So whatever is edited, no comment is lost. Blank lines count as comments.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import NamedTuple

_COMMENT = re.compile(r"(?:^|(?<=[ \t]))#")


class Comments(NamedTuple):
    """The comments of some lines, each by the number of its line from 0."""

    above: dict[int, list[str]]
    """Whole lines above; those at the end of the file stand under the number of lines."""
    beside: dict[int, str]
    """What stands behind a line, with the blanks before it."""


def taken_apart(text: str) -> tuple[list[str], Comments]:
    """The lines that say something, and the comments."""
    kept: list[str] = []
    comments = Comments({}, {})
    inside = _texts_by_line(text)
    for number, line in enumerate(text.split("\n")):
        start = _comment_start(line, inside.get(number, []))
        said = line if start is None else line[:start].rstrip()
        if not said.strip() and not inside.get(number):
            comments.above.setdefault(len(kept), []).append(line)
            continue
        if start is not None:
            comments.beside[len(kept)] = line[len(said) :]
        kept.append(said)
    return kept, comments


def woven(lines: list[str], comments: Comments) -> str:
    """The text of a file with its comments."""
    made: list[str] = []
    for number, line in enumerate(lines):
        made += [*comments.above.get(number, ()), line + comments.beside.get(number, "")]
    made += comments.above.get(len(lines), [])
    return "\n".join(made)


def carried(comments: Comments, before: list[str], after: list[str]) -> Comments:
    """The same comments for lines that were edited."""
    moved = Comments({}, {})
    for tag, first, last, start, end in _changes(before, after):
        same = tag == "equal" or last - first == end - start
        for number in range(first, last):
            place = start + number - first if same else start
            moved.above.setdefault(place, []).extend(comments.above.get(number, ()))
            beside = comments.beside.get(number)
            if beside and same:
                moved.beside[place] = beside
            elif beside:
                moved.above[place].append(_indent(after, place) + beside.strip())
    moved.above.setdefault(len(after), []).extend(comments.above.get(len(before), ()))
    return moved


def _changes(before: list[str], after: list[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """How lines became others; what did not change at both ends is set aside first, for speed."""
    shortest = min(len(before), len(after))
    head = next((n for n in range(shortest) if before[n] != after[n]), shortest)
    left = shortest - head
    tail = next((n for n in range(left) if before[-1 - n] != after[-1 - n]), left)
    yield "equal", 0, head, 0, head
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    matcher = difflib.SequenceMatcher(None, _bare(old), _bare(new), autojunk=False)
    for tag, a, b, c, d in matcher.get_opcodes():
        yield tag, head + a, head + b, head + c, head + d
    yield "equal", len(before) - tail, len(before), len(after) - tail, len(after)


def _bare(lines: list[str]) -> list[str]:
    """Lines without their indentation, which is the program's own once it has written a file."""
    return [line.strip() for line in lines]


def _indent(lines: list[str], place: int) -> str:
    line = lines[place] if place < len(lines) else ""
    return line[: len(line) - len(line.lstrip())]


def _comment_start(line: str, texts: list[tuple[int, int]]) -> int | None:
    """Where the comment of a line begins; a # within a text is none."""
    for found in _COMMENT.finditer(line):
        if not any(first <= found.start() < last for first, last in texts):
            return found.start()
    return None


def _texts_by_line(text: str) -> dict[int, list[tuple[int, int]]]:
    """For each line, from where to where it is the text of a value or key."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[int, list[tuple[int, int]]] = {}
    for token in yaml.scan(text, Loader=loader):
        if isinstance(token, yaml.ScalarToken):
            first, last = token.start_mark, token.end_mark
            for line in range(first.line, last.line + (last.column > 0)):
                start = first.column if line == first.line else 0
                end = last.column if line == last.line else 1 << 20
                found.setdefault(line, []).append((start, end))
    return found
