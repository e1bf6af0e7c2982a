"""Markdown as paragraphs and tables: its signs are taken off, its text stays. Pure."""

from __future__ import annotations

import html
import re

from yqsafety.drafting.line_joining import Line
from yqsafety.drafting.source import Piece
from yqsafety.drafting.text_lines import lines_of, read_lines
from yqsafety.drafting.tidying import clean_text

_FRONT = re.compile(r"\s*---[ \t]*\n(?:[^\n]{0,400}\n){0,40}?---[ \t]*(?:\n|$)")
"""What programs that make pages keep at the top of a file: a title for the menu, a layout."""
_ENTITY = re.compile(r"&(?:[a-zA-Z]{2,8}|#\d{2,5}|#x[0-9a-fA-F]{2,4});")
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|center|section|article|h[1-6]|hr)\b[^<>]{0,2000}>", re.IGNORECASE
)
_INLINE_TAG = re.compile(
    r"</?(?:span|font|b|i|u|strong|em|small|big|sub|sup)\b[^<>]{0,2000}>", re.IGNORECASE
)
_COMMENT = re.compile(r"<!--(?:(?!-->).){0,4000}-->", re.DOTALL)
_FENCE = re.compile(r"(```|~~~)")
_RULER = re.compile(r"([-*_])(\s*\1){2,}")
_HEADING = re.compile(r"#{1,6}\s+(.*?)(\s+#+)?")
_EMPTY_HEADING = re.compile("#{1,6}")
_UNDERLINE = re.compile("=+|-+")
_LEAD = re.compile(r"(?:>\s?){1,9}|[-*+]\s+(?=\S)")
_PICTURE = re.compile(r"!\[([^\]\n]{0,200})\]\([^)\n]{0,2000}\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,200})\]\((?:https?:|mailto:|/|#|\.)[^)\n]{0,2000}\)")
_EMPHASIS = re.compile(r"(\*\*|__|~~|`|\*)(?=\S)([^*_~`\n]{1,2000}?)(?<=\S)\1")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!>~-])")


def read_markdown(text: str) -> tuple[list[Piece], list[str]]:
    """The pieces of a text in Markdown, and what was left out of it."""
    text, unseen = clean_text(text)
    remarks = [f"看不见的字符 {unseen} 个已略去"] if unseen else []
    text = _without_page_code(text, remarks)
    pictures = 0
    found: list[Line] = []
    for line in lines_of(text):
        content, here = _PICTURE.subn("", line.text)
        pictures += here
        plain = _plain(line._replace(text=content.strip()), found)
        found += [plain] if plain and plain.text else []
    if pictures:
        remarks.append(f"图片 {pictures} 张未读")
    signs = sum(map(text.count, "#*`_~>"))
    signs -= sum(line.text.count(sign) for line in found for sign in "#*`_~>")
    pieces = read_lines(found, remarks)
    return pieces, [*remarks, f"Markdown 记号 {signs} 个已略去"] if signs else remarks


def _without_page_code(text: str, remarks: list[str]) -> str:
    """A text without the settings at its top and the HTML within it; its entities as letters."""
    front = _FRONT.match(text)
    if front and ":" in front[0]:
        text = text[front.end() :]
        remarks.append("文件开头的网页设置已略去")
    text, tags = _INLINE_TAG.subn("", _COMMENT.sub("", text))
    text, blocks = _BLOCK_TAG.subn("\n", text)
    if tags or blocks:
        remarks.append(f"网页标签 {tags + blocks} 个已略去")
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text)


def _plain(line: Line, before: list[Line]) -> Line | None:
    """A line without its signs; None where it is nothing else."""
    text = line.text
    if _FENCE.match(text) or _RULER.fullmatch(text) or _EMPTY_HEADING.fullmatch(text):
        return None
    if _UNDERLINE.fullmatch(text) and not line.gap and before:
        before[-1] = before[-1]._replace(alone=True)
        return None
    heading = _HEADING.fullmatch(text) if text[:1] == "#" else None
    lead = _LEAD.match(text)
    alone = bool(heading)
    if heading:
        text = heading[1].strip()
    while lead:
        alone = alone or lead[0][0] != ">"
        text = text[lead.end() :]
        lead = _LEAD.match(text)
    if "|" not in text:
        text = text.replace("<br>", " ")
    indent = 0 if alone else line.indent
    return line._replace(text=_without_emphasis(text), indent=indent, alone=alone)


def _without_emphasis(text: str) -> str:
    text = _LINK.sub(r"\1", text)
    for _ in range(3):  # bold within italics, and so on
        text, count = _EMPHASIS.subn(r"\2", text)
        if not count:
            break
    return _ESCAPE.sub(r"\1", text) if "|" not in text else text
