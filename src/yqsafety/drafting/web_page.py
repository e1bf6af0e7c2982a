"""A page of the web, saved as HTML, as paragraphs and tables. Pure.

Around a document such a page has menus and lists of other documents. The text is taken from the
element that pages mark as their main one, where there is any; what stands outside of it is named.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from yqsafety.drafting.line_joining import rejoined
from yqsafety.drafting.number_words import number_words
from yqsafety.drafting.page_hidden import is_menu, seen_parts
from yqsafety.drafting.page_main import MAX_AREAS, Placed, main_text, text_of
from yqsafety.drafting.page_tables import OpenTable, table_pieces
from yqsafety.drafting.page_tags import Tag, page_parts
from yqsafety.drafting.source import MAX_LETTERS, MAX_PIECES, Paragraph, Piece, Refused
from yqsafety.drafting.tidying import clean_text, tidy_pieces

MAX_OPEN = 400
"""Elements of those in `_KEPT_OPEN` within one another."""
_MAX_FRAMES = 50
"""Tables within one another."""
_MAX_STEPS = 5_000_000
"""Elements that are passed in all while looking for the one that an end tag ends."""
_COPY = "请把正文复制到 .txt 或 Word 文档中。"
_BLOCKS = set(
    "address article aside blockquote body center dd details div dl dt fieldset figcaption figure"
    " footer form h1 h2 h3 h4 h5 h6 header hr html legend li main nav ol option p pre section"
    " summary table tbody td tfoot th thead title tr ul br select caption head".split()
)
"""Elements before and after which a paragraph ends."""
_KEPT_OPEN = set("article main div section td th li ol ul table tr".split())
"""Elements whose end tag is looked for; all others end without harm."""
_MAIN_IDS = {"zoom", "ucap-content", "js_content"}
_MAIN_CLASSES = re.compile(
    r"(^|\s)(trs_editor|trs_ueditor|trs_editor_view|pages_content|article-content|ucap-content)(\s|$)",
    re.IGNORECASE,
)
_HEADINGS = re.compile("/?h[1-6]|/?title")
_STYLES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_BLANKS = re.compile(r"[ \t\n\f]+")


class _Open(NamedTuple):
    """An element that has not ended yet."""

    name: str
    area: int
    ordered: bool = False


def read_page(text: str) -> tuple[list[Piece], list[str]]:
    """The pieces of a page's main text, and what was left out of the page."""
    text, unseen = clean_text(text)
    reader = _PageReader()
    hidden: list[str] = []
    for part in seen_parts(page_parts(text), hidden):
        if isinstance(part, str):
            reader.text(part)
        elif part.name[0] == "/":
            reader.end(part.name[1:])
        else:
            reader.start(part)
    placed = reader.finished()
    kept = main_text(placed, reader.parents)
    kept -= {at for at in kept if is_menu(text_of(placed[at].piece))}
    remarks = [f"看不见的字符 {unseen} 个已略去"] if unseen else []
    if reader.pictures:
        remarks.append(f"图片 {reader.pictures} 张未读")
    left = [one for at, one in enumerate(placed) if at not in kept and one.heading != "title"]
    if left:
        words = "".join(text_of(one.piece) for one in left)
        remarks.append(f"正文之外的 {len(words)} 字未读（“{words[:20]}…”）")
    if words := "".join(hidden):
        remarks.append(f"页面上不显示的 {len(words)} 字未读（“{words[:20]}…”）")
    chosen = [placed[at] for at in sorted(kept)]
    headings = {at for at, one in enumerate(chosen) if one.heading}
    pieces = rejoined([one.piece for one in chosen], headings)
    return tidy_pieces(pieces, remarks), remarks


class _PageReader:
    """Collects paragraphs and tables while tags and texts go by."""

    def __init__(self) -> None:
        self.parents = [0]
        self.pictures = 0
        self._open: list[_Open] = []
        self._tables: list[OpenTable] = []
        self._numbers: list[tuple[int, str]] = []
        self._placed: list[Placed] = []
        self._parts: list[str] = []
        self._label = self._heading = ""
        self._letters = self._count = 0
        self._kept_lines = self._steps = 0
        self._depths = [0]

    def start(self, tag: Tag) -> None:
        """An element begins."""
        name = tag.name
        if name in _BLOCKS:
            self._end_paragraph()
        if _HEADINGS.fullmatch(name):
            self._heading = name
        if name in _KEPT_OPEN:
            self._push(tag)
        match name:
            case "img":
                self.pictures += 1
            case "pre":
                self._kept_lines += 1
            case "table":
                if len(self._tables) >= _MAX_FRAMES:
                    raise Refused("网页的嵌套过深", _COPY)
                self._tables.append(OpenTable())
            case "tr":
                self._in_table(OpenTable.add_row)
            case "td" | "th":
                span = tag.number("colspan"), tag.number("rowspan")
                self._in_table(lambda table: table.add_cell(*span))
            case "ol":
                self._numbers.append((tag.number("start") - 1, tag.attribute("type")))
            case "li":
                self._begin_item(tag)

    def end(self, name: str) -> None:
        """An element ends."""
        if name in _BLOCKS:
            self._end_paragraph()
        if _HEADINGS.fullmatch(name):
            self._heading = ""
        if name == "pre":
            self._kept_lines = max(0, self._kept_lines - 1)
        if name in _KEPT_OPEN:
            at = len(self._open) - 1
            # A cell's end tag that is too many must not close what stands around its table.
            while at >= 0 and self._open[at].name != name:
                self._steps += 1
                if self._open[at].name == "table" or self._steps > _MAX_STEPS:
                    return
                at -= 1
            while at >= 0 and len(self._open) > at:
                self._pop()

    def text(self, text: str) -> None:
        """Text between tags."""
        self._letters += len(text)
        if self._letters > 4 * MAX_LETTERS:
            raise Refused(f"超过 {MAX_LETTERS // 10_000} 万字", "请分成几个文件。")
        if not self._kept_lines:
            self._parts.append(_BLANKS.sub(" ", text))
            return
        for line in text.split("\n"):
            self._parts.append(line)
            self._end_paragraph()

    def finished(self) -> list[Placed]:
        """All pieces, after whatever is still open has been ended."""
        self._end_paragraph()
        while self._open:
            self._pop()
        return self._placed

    def _push(self, tag: Tag) -> None:
        if len(self._open) >= MAX_OPEN:
            raise Refused("网页的嵌套过深", _COPY)
        name = tag.name
        if name == "tr" or (name in ("td", "th", "li") and self._open[-1:]):
            self._end_implied(name)
        main = name in ("article", "main") or tag.attribute("id").lower() in _MAIN_IDS
        area = self._area()
        main = main or bool(_MAIN_CLASSES.search(tag.attribute("class")[:200]))
        if main and self._depths[area] < MAX_AREAS:
            self.parents.append(area)
            self._depths.append(self._depths[area] + 1)
            area = len(self.parents) - 1
        self._open.append(_Open(name, area, name == "ol"))

    def _end_implied(self, name: str) -> None:
        """End a cell, row or item that the next one ends, as its own end tag may be left out."""
        closes = {"li": {"li"}, "tr": {"td", "th", "tr"}}.get(name, {"td", "th"})
        while self._open and self._open[-1].name in closes:
            self._pop()

    def _pop(self) -> None:
        element = self._open.pop()
        if element.ordered and self._numbers:
            self._numbers.pop()
        if element.name == "li":
            self._label = ""
        if element.name == "table" and self._tables:
            table = self._tables.pop()
            self._put([Placed(piece, area) for piece, area in table_pieces(table, self._count)])

    def _area(self) -> int:
        return self._open[-1].area if self._open else 0

    def _in_table(self, act: Callable[[OpenTable], object]) -> None:
        if self._tables:
            act(self._tables[-1])

    def _begin_item(self, tag: Tag) -> None:
        around = (one.name for one in reversed(self._open) if one.name in ("ol", "ul"))
        if not self._numbers or next(around, "") != "ol":
            return
        number, style = self._numbers[-1]
        number = tag.number("value", number + 1)
        self._numbers[-1] = number, style
        self._label = number_words(number, _STYLES.get(style, "decimal")) + "."

    def _end_paragraph(self) -> None:
        text = _BLANKS.sub(" ", "".join(self._parts)).strip()
        self._parts = []
        if text:
            self._count += 1
            paragraph = Paragraph(text, self._label, self._count)
            self._put([Placed(paragraph, self._area(), self._heading)])
            self._label = ""

    def _put(self, placed: list[Placed]) -> None:
        if self._tables:
            for one in placed:
                self._tables[-1].add(one.piece, one.area)
        else:
            self._placed += placed
        if len(self._placed) > MAX_PIECES:
            raise Refused(f"超过 {MAX_PIECES} 段", "请分成几个文件。")
