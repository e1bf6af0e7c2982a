"""The tags and texts of an HTML page, one after the other. Pure.

Not `html.parser`: on pages that are made for it, that takes quadratic time in many versions of
Python. Here every search goes on where the last one ended.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import NamedTuple

from yqsafety.drafting.source import Refused

MAX_TAGS = 400_000
"""Tags of a page; a portal's page with a long document has 5,000."""
_HEAD = 4_000
"""Characters of a tag in which attributes are looked for; pictures within a page have millions."""
_RAW = {"script", "style", "noscript", "template", "textarea", "xmp", "iframe", "svg", "title"}
"""Elements in which no tag is one until their own end."""
_NAME = re.compile(r"/?[A-Za-z][A-Za-z0-9:_-]{0,40}")
_ATTRIBUTE = re.compile(
    r"""\s([A-Za-z][A-Za-z:_-]{0,40})\s{0,9}=\s{0,9}("[^"]{0,200}"|'[^']{0,200}'|[^\s"'>]{1,200})"""
)
_QUOTED = re.compile("\"[^\"]*\"|'[^']*'")
_HIDDEN = re.compile(r"\shidden(?=[\s/=]|$)", re.IGNORECASE)
_QUOTE = re.compile(r"=\s{0,9}([\"'])")
_MAX_QUOTED = 500
"""Attributes of a tag."""


class Tag(NamedTuple):
    """A tag; the name of one that ends an element begins with a slash."""

    name: str
    head: str = ""

    def attribute(self, name: str) -> str:
        """The value of an attribute, empty where there is none."""
        for found in _ATTRIBUTE.finditer(self.head):
            if found[1].lower() == name:
                return html.unescape(found[2].strip("\"'"))
        return ""

    def is_hidden(self) -> bool:
        """Whether the page does not show the element."""
        style = "".join(self.attribute("style").lower().split())
        return "display:none" in style or bool(_HIDDEN.search(_QUOTED.sub('""', self.head)))

    def number(self, name: str, otherwise: int = 1) -> int:
        """The value of an attribute as a number of at most three figures."""
        text = self.attribute(name).strip()
        return int(text) if re.fullmatch("[0-9]{1,3}", text) else otherwise


def page_parts(text: str) -> Iterator[Tag | str]:
    """The tags of a page, and the texts between them with their entities resolved."""
    at = tags = 0
    while at < len(text):
        begin = text.find("<", at)
        if begin < 0:
            begin = len(text)
        if begin > at:
            yield html.unescape(text[at:begin])
        found = _NAME.match(text, begin + 1)
        if found is None:
            at = _after_mark(text, begin)
            if at == begin + 1:
                yield "<"
            continue
        tags += 1
        if tags > MAX_TAGS:
            raise Refused("网页的标签过多", "请把正文复制到 .txt 或 Word 文档中。")
        name = found[0].lower()
        end = _tag_end(text, found.end())
        yield Tag(name, text[found.end() : min(end, begin + _HEAD)])
        at = end + 1
        if name in _RAW:
            close = re.compile(f"</{name}", re.IGNORECASE | re.ASCII).search(text, at)
            stop = close.start() if close else len(text)
            if name == "title":
                yield html.unescape(text[at : min(stop, at + _HEAD)])
            at = stop


def _after_mark(text: str, begin: int) -> int:
    """Where a comment or declaration ends that begins here; one letter on where none does."""
    if text.startswith("<!--", begin):
        end = text.find("-->", begin + 2)
        return end + 3 if end >= 0 else len(text)
    if text[begin + 1 : begin + 2] in ("!", "?", "/"):
        end = text.find(">", begin)
        return end + 1 if end >= 0 else len(text)
    return begin + 1


def _tag_end(text: str, at: int) -> int:
    """Where the `>` of a tag stands, which may not be within quotes; the end where none does."""
    close = text.find(">", at)
    for _ in range(_MAX_QUOTED):
        quotes = _QUOTE.search(text, at, close) if close >= 0 else None
        if quotes is None:
            break
        end = text.find(quotes[1], quotes.end())
        if end < 0:
            break
        at = end + 1
        if end > close:
            close = text.find(">", at)
    return close if close >= 0 else len(text)
