"""What of a web page its reader does not see, and its menus. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from yqsafety.drafting.page_tags import Tag

_VOID = frozenset("area base br col embed hr img input link meta source track wbr".split())
_WHOLE = frozenset("html body article main".split())
_ENDED_BY = {
    "p": frozenset("p div ul ol table tr td th h1 h2 h3 h4 h5 h6 section article".split()),
    "li": frozenset(["li"]),
    "td": frozenset(["td", "th", "tr"]),
    "th": frozenset(["td", "th", "tr"]),
    "tr": frozenset(["tr"]),
}
"""What ends an element whose own end tag may be left out."""
_AROUND = {"p": "div", "li": "ul", "td": "table", "th": "table", "tr": "table"}
_MENU = re.compile(
    r"(?:网站)?首\s?页(?:[|｜>＞»/·\s-]{1,6}[^|｜>＞»/·\s。；-]{1,16}){1,20}"
    r"|您?(?:现在|当前)?的?所?在?位置\s?[：:][^。；]{0,80}"
)


def seen_parts(parts: Iterable[Tag | str], hidden: list[str]) -> Iterator[Tag | str]:
    """The tags and texts that a page shows; the texts that it does not are gathered in `hidden`."""
    element = _Hidden("")
    for part in parts:
        if isinstance(part, str):
            if element.name:
                hidden.append(part.strip())
            else:
                yield part
            continue
        if element.name and not element.is_ended_by(part):
            element.go_on(part)
            continue
        element = _Hidden(part.name if _hides(part) else "")
        if not element.name:
            yield part


class _Hidden:
    """An element that is not shown, while its tags go by; without a name there is none."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._depth, self._around = 1, 0
        self._outer = _AROUND.get(name, "")

    def is_ended_by(self, tag: Tag) -> bool:
        """Whether a tag ends it that is not its own, as its end tag may be left out."""
        if self._around or self._depth > 1 or not self._outer:
            return False
        return tag.name in _ENDED_BY.get(self.name, ()) or tag.name == "/" + self._outer

    def go_on(self, tag: Tag) -> None:
        """A tag within it, or its end."""
        if self._outer:
            self._around += (tag.name == self._outer) - (tag.name == "/" + self._outer)
        self._depth += (tag.name == self.name) - (tag.name == "/" + self.name)
        if not self._depth:
            self.name = ""


def _hides(tag: Tag) -> bool:
    may = tag.name[0] != "/" and tag.name not in _VOID and tag.name not in _WHOLE
    return may and tag.is_hidden()


def is_menu(text: str) -> bool:
    """Whether a line leads about the site: 首页 | 新闻 | 公开, 当前位置：首页."""
    return len(text) < 120 and bool(_MENU.fullmatch(text.strip()))
