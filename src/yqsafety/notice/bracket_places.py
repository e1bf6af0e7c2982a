"""Where in a paragraph it is said who is responsible. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yqsafety.notice.bracket_names import normal_text, outer_groups
from yqsafety.notice.bracket_words import LABEL, LABELS, any_of
from yqsafety.notice.brackets import due_of, is_responsibility, read_bracket

_SENTENCE_END = "。；！？;!?”"
_BODIES_ONLY = re.compile(".{2,}(?:[局厅署委部办]|人民政府|管委会|公司)")
_LABEL_BEGINS = re.compile(rf"(?:^|(?<=[。；！）)\s]))(?:{any_of(LABELS)})\s*[:：]")


def find_bracket(text: str) -> tuple[str, str]:
    """A paragraph's body, and the responsibility that closes it, as printed; "" where none does.

    It is one or more brackets (县水利局负责)(完成时限：…), or sentences such as 责任单位：….
    """
    start = _closing_start(text)
    if start < 0:
        start = _label_start(text)
    if start < 0:
        start = _unclosed_start(text)
    return (text, "") if start < 0 else (text[:start], text[start:])


def is_label(text: str) -> bool:
    """Whether a paragraph begins with a word such as 责任单位：."""
    return bool(LABEL.match(normal_text(text).lstrip("（")))


def split_brackets(text: str) -> Iterator[tuple[str, str]]:
    """A body cut behind each responsibility that stands between its sentences.

    Each run comes with its bracket; the last one may have none.
    """
    done = 0
    for start, end in outer_groups(text):
        ends = start > done and text[:start].rstrip()[-1:] in _SENTENCE_END
        if ends and is_responsibility(text[start:end]):
            yield text[done:start], text[start:end]
            done = end
    if done < len(text):
        yield text[done:], ""


def _closing_start(text: str) -> int:
    """Where the brackets at the end begin of which one says who is responsible; -1 if none does."""
    end = len(text.rstrip().rstrip("。；;").rstrip())
    found = start = -1
    for opened, closed in reversed(list(outer_groups(text[:end]))):
        if text[closed : end if start < 0 else start].strip():
            break
        inner = text[opened:closed]
        if is_responsibility(inner) or _is_bodies(text[:opened], inner):
            found = opened
        elif not due_of(inner):
            break
        start = opened
        if found < 0 and is_label(inner) and is_responsibility(inner):
            found = opened
    return found


def closing_due(text: str) -> str:
    """The words of a bracket at the end of a text that says until when, and nothing of whom."""
    end = len(text.rstrip().rstrip("。；;").rstrip())
    groups = list(outer_groups(text[:end]))
    return due_of(text[slice(*groups[-1])]) if groups and groups[-1][1] == end else ""


def _is_bodies(before: str, inner: str) -> bool:
    """Whether it is a bracket with nothing but names of bodies, after a whole sentence."""
    if before and before.rstrip()[-1:] not in _SENTENCE_END:
        return False
    found = read_bracket(inner)
    return bool(found.units) and not found.left and all(map(_BODIES_ONLY.fullmatch, found.units))


def _label_start(text: str) -> int:
    """Where the sentences 责任单位：… begin that end the paragraph; -1 if there are none."""
    for found in _LABEL_BEGINS.finditer(text):
        word = LABELS[re.sub(r"[\s:：]", "", found[0])]
        rest = text[found.start() :]
        if word.role != "remark" and (is_responsibility(rest) or due_of(rest)):
            whole = not read_bracket(rest).left
            return found.start() if whole else -1
    return -1


def _unclosed_start(text: str) -> int:
    """Where a bracket begins whose end is missing: （责任单位：… to the end of the paragraph."""
    start = max(text.rfind("（"), text.rfind("("))
    rest = text[start:]
    unclosed = start >= 0 and not any(mark in rest for mark in "）)")
    return start if unclosed and is_label(rest) and is_responsibility(rest) else -1
