"""What documents have beside their letters: unseen signs, blanks of pages, broken titles. Pure.

Blanks are no letters: where a program that copied a page put one for the end of a line, it goes;
where one stands between names or in a heading, it stays as it is printed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from yqsafety.drafting.line_marks import (
    DATE_LINE,
    LABEL,
    NUMBER_LINE,
    ORGAN_END,
    TITLE_END,
    UNDER_TITLE,
    starts_paragraph,
)
from yqsafety.drafting.source import Paragraph, Piece

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x85\u2028\u2029]")
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_JOINT = re.compile(
    rf"(?<=[{_HAN}，、,])(?<![局委办部厅院会室队所府心司乡镇县市区村校站])[ \u00a0\u3000]"
    rf"(?=[{_HAN}“《])"
)
"""A single blank between two characters of a sentence, but not one between names of bodies."""
_FULL_TITLE = re.compile(f"[{_HAN}]{{2,10}}?(?:省|市|县|区|镇|乡|公司|集团|局|委员会)\\d{{4}}年")
"""How a title begins that names its place and year; what stands before it is no part of it."""
_PROSE = 60
"""Letters from which on a paragraph with punctuation is taken for prose."""


def clean_text(text: str) -> tuple[str, int]:
    """A text with one kind of line ends and without unseen characters, and how many those were."""
    text = _LINE_ENDS.sub("\n", text)
    odd = {letter for letter in set(text) if _is_unseen(letter)}
    if not odd:
        return text, 0
    clean = text.translate(dict.fromkeys(map(ord, odd)))
    return clean, len(text) - len(clean)


def _is_unseen(letter: str) -> bool:
    return letter not in "\n\t\f" and unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Cn")


def glued(parts: Iterable[str]) -> str:
    """The lines of a paragraph as one: with a blank only between two words of Latin letters."""
    found: list[str] = []
    last = ""
    for part in parts:
        if _is_word(last) and _is_word(part[:1]):
            found.append(" ")
        found.append(part)
        last = part[-1:] or last
    return "".join(found)


def _is_word(letter: str) -> bool:
    return letter.isascii() and letter.isalnum()


def without_joints(text: str) -> tuple[str, int]:
    """Prose without the blanks that the ends of printed lines left in it, and their number."""
    if len(text) <= _PROSE or not ("，" in text or "。" in text or "," in text):
        return text, 0
    label = LABEL.match(text)
    start = label.end() + 1 if label else 0
    rest, count = _JOINT.subn("", text[start:])
    return text[:start] + rest, count


def tidy_pieces(pieces: list[Piece], remarks: list[str]) -> list[Piece]:
    """The pieces without joints in their prose and with titles on one line; adds what it did."""
    count = 0
    found: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Paragraph):
            text, here = without_joints(piece.text)
            piece, count = piece._replace(text=text), count + here
        found.append(piece)
    if count:
        remarks.append(f"文中因换行多出的空格 {count} 处已去掉")
    return join_titles(found)


def join_titles(pieces: list[Piece]) -> list[Piece]:
    """The pieces with each title that is printed on several lines as one paragraph.

    The bodies that issue a document stand above its title on lines of their own; they are part of
    it, and a blank keeps them apart.
    """
    found: list[Piece] = []
    at = 0
    while at < len(pieces):
        lines = _title_lines(pieces, at, found[-1] if found else None)
        first = pieces[at]
        if lines > 1 and isinstance(first, Paragraph):
            parts = [one for one in pieces[at : at + lines] if isinstance(one, Paragraph)]
            found.append(first._replace(text=_title(parts)))
        else:
            found.append(first)
        at += max(lines, 1)
    return found


def _title(parts: list[Paragraph]) -> str:
    texts = [part.text for part in parts]
    organs = next((n for n, text in enumerate(texts) if not ORGAN_END.search(text)), 0)
    return " ".join([*texts[:organs], glued(texts[organs:])])


def _title_lines(pieces: list[Piece], at: int, before: Piece | None) -> int:
    """How many pieces from here on are the lines of one title; 0 where none begins."""
    organs = 0
    while organs < 4 and (text := _short_text(pieces, at + organs)) and ORGAN_END.search(text):
        organs += 1
    text = _short_text(pieces, at + organs)
    named = "关于" in text
    if not text or (organs and not text.startswith("关于")):
        return 0
    if not named and (organs or not _may_hold_title(before)):
        return 0
    lines = _lines_to_end(pieces, at + organs, named)
    return organs + lines if lines else 0


def _lines_to_end(pieces: list[Piece], at: int, named: bool) -> int:
    """How many pieces it takes to the end of a title that begins here; 0 where none comes."""
    whole = ""
    for lines in range(1, 5):
        text = _short_text(pieces, at + lines - 1)
        if not text or (lines > 1 and "关于" in text and not whole.endswith("印发")):
            return 0
        if lines > 1 and not named and _FULL_TITLE.match(text):
            return 0
        whole += text
        if TITLE_END.search(whole) and whole.count("《") <= whole.count("》"):
            under = _short_text(pieces, at + lines)
            return lines + bool(UNDER_TITLE.fullmatch(under))
        if not named and lines == 3:
            return 0
    return 0


def _short_text(pieces: list[Piece], at: int) -> str:
    """The text of a piece that may be a line of a title, else nothing."""
    piece = pieces[at] if at < len(pieces) else None
    if not isinstance(piece, Paragraph) or piece.label or len(piece.text) > _PROSE:
        return ""
    text = piece.text
    alone = DATE_LINE.fullmatch(text) or NUMBER_LINE.fullmatch(text) or text.endswith("文件")
    other = starts_paragraph(text) or re.search("[。；：！？;:?!，]", text)
    return "" if alone or other else text


def _may_hold_title(before: Piece | None) -> bool:
    """Whether a title may begin after a piece: at the top, and where a part has just ended."""
    if before is None:
        return True
    if not isinstance(before, Paragraph) or len(before.text) > _PROSE:
        return False
    text = before.text
    return bool(
        DATE_LINE.fullmatch(text)
        or NUMBER_LINE.fullmatch(text)
        or text.endswith("文件")
        or re.fullmatch(r"附\s*件\s*[\d一二三四五六七八九十]*\s*[:：]?|[（(]\s*此件.*", text)
    )
