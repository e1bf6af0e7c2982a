"""The places of a Word document into which a paper is written: {{正文}}, {{标题}} and the like.

A place may be typed in parts that Word keeps apart, with blanks, and with braces of either width.
{{正文}} and {{附件}} take whole paragraphs and tables, so each stands alone in a paragraph of the
document itself; the others may stand within a line, a table or a text box.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from copy import deepcopy
from typing import TYPE_CHECKING, Any

from yqsafety.errors import UsageError
from yqsafety.reports.document import TEXT_WIDTH

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph

BODY, ANNEXES = "正文", "附件"
NAMES = ("标题", "编号", "签发人", "主送", BODY, ANNEXES, "落款", "日期", "联系人", "抄送")
_PLACE = re.compile(r"[{｛]{2}\s*([^{}｛｝]{1,20}?)\s*[}｝]{2}")
_UNSET = frozenset({"rFonts", "lang", "noProof"})
"""What Word notes with every text that is typed, whatever it looks like."""


class PlaceLook:
    """How the place of the text is set; the paragraphs of the text are set alike."""

    def __init__(self, paragraph: Paragraph) -> None:
        from docx.oxml.ns import qn

        self._layout = deepcopy(paragraph._p.pPr)
        if self._layout is not None:
            for end in self._layout.findall(qn("w:sectPr")):
                self._layout.remove(end)
        runs = paragraph._p.r_lst
        self._letters = runs[0].find(qn("w:rPr")) if runs else None

    @property
    def is_set(self) -> bool:
        """Whether somebody has set it: by a style, or by hand."""
        layout = () if self._layout is None else self._layout
        letters = () if self._letters is None else self._letters
        marks = {one.tag.rpartition("}")[2] for one in letters} - _UNSET
        return bool({one.tag.rpartition("}")[2] for one in layout} - {"rPr"} or marks or self._font)

    @property
    def _font(self) -> bool:
        """Whether a font was chosen, and not only Word's hint that the text is Chinese."""
        from docx.oxml.ns import qn

        fonts = None if self._letters is None else self._letters.find(qn("w:rFonts"))
        return fonts is not None and bool(set(fonts.attrib) - {qn("w:hint")})

    def give_to(self, paragraph: Paragraph) -> None:
        """Set another paragraph alike."""
        if self._layout is not None:
            paragraph._p.insert(0, deepcopy(self._layout))
        if self._letters is not None:
            for run in paragraph._p.r_lst:
                run.insert(0, deepcopy(self._letters))


class Places:
    """The places of one document; UsageError where {{正文}} is missing or a place is not usable."""

    def __init__(self, word: Document, name: str) -> None:
        self.word = word
        self.is_office = bool(name)
        """Whether the document is an office's own, and not ours."""
        self._name = name
        self._found = self._find_places()
        self._inside = {
            name for name, some in self._found.items() if any(map(self._is_inside, some))
        }
        self.body = self._own_paragraph(BODY)
        if self.body is None:
            raise UsageError(
                f"“{name}”中没有写明正文的位置。", "请在该放正文的地方单独写一行：{{正文}}"
            )
        look = PlaceLook(self.body)
        self.look = look if look.is_set else None
        self._annexes = self._own_paragraph(ANNEXES)
        self._end: Any = None

    @property
    def annexes(self) -> Any:
        """Where annexes belong: their own place, else the end where the document signs itself."""
        if self._annexes is not None:
            return self._annexes
        if not self._inside & {"落款", "日期"}:
            return self.body
        if self._end is None:
            self._end = self.word.add_paragraph()
        return self._end

    def filled(self, texts: Mapping[str, str]) -> Collection[str]:
        """Write each text into its places; the names of those that have one in the document itself.

        What stands in a head or foot is there on every page, and says nothing once more.
        """
        for name in texts.keys() & self._found.keys():
            for paragraph in self._found[name]:
                _replace(paragraph, name, texts[name])
        return texts.keys() & self._inside

    def clear(self) -> None:
        """Take away the places that were written before."""
        for paragraph in (self.body, self._annexes, self._end):
            if paragraph is None:
                continue
            if paragraph._p.xpath("./w:pPr/w:sectPr"):
                paragraph.clear()  # it ends a section, whose paper and margins it holds
            else:
                self.word.element.body.remove(paragraph._p)

    def text_width(self, paragraph: Any) -> float:
        """The width of the text where a paragraph stands, in millimetres."""
        from docx.oxml.ns import qn
        from docx.shared import Length

        before = list(self.word.element.body).index(paragraph._p)
        behind = list(self.word.element.body)[:before]
        ended = sum(len(list(one.iter(qn("w:sectPr")))) for one in behind)
        section = self.word.sections[ended]
        edges = (section.left_margin or 0) + (section.right_margin or 0)
        width = round(Length((section.page_width or 0) - edges).mm, 1)
        return width if width > 0 else TEXT_WIDTH

    def _find_places(self) -> dict[str, list[Any]]:
        """The paragraphs with places, by the name of each; UsageError for an unknown name."""
        found: dict[str, list[Any]] = {}
        for paragraph in self._all_paragraphs():
            for name in _PLACE.findall(_own_text(paragraph)):
                if name not in NAMES:
                    known = "、".join(f"{{{{{one}}}}}" for one in NAMES)
                    raise UsageError(
                        f"“{self._name}”中的“{{{{{name}}}}}”不知填什么。", f"可用：{known}"
                    )
                found.setdefault(name, []).append(paragraph)
        return found

    def _is_inside(self, paragraph: Paragraph) -> bool:
        inside: bool = paragraph._p.getroottree().getroot() is self.word.element
        return inside

    def _all_paragraphs(self) -> Iterator[Paragraph]:
        """Every paragraph of text, heads, feet, tables and boxes."""
        from docx.oxml.ns import qn
        from docx.text.paragraph import Paragraph

        parents: list[Any] = [self.word.element.body]
        for section in self.word.sections:
            for part in (
                section.header,
                section.footer,
                section.first_page_header,
                section.first_page_footer,
                section.even_page_header,
                section.even_page_footer,
            ):
                if not part.is_linked_to_previous:
                    parents.append(part._element)
        for parent in parents:
            for element in parent.iter(qn("w:p")):
                yield Paragraph(element, self.word._body)

    def _own_paragraph(self, name: str) -> Any:
        """The paragraph that is a place for whole paragraphs; None where there is none."""
        some = self._found.get(name, [])
        if not some:
            return None
        (first, *others) = some
        alone = _PLACE.fullmatch(_own_text(first).strip()) and not others
        if not alone or first._p.getparent() is not self.word.element.body:
            raise UsageError(
                f"“{self._name}”中的“{{{{{name}}}}}”应当只写一处，单独成一段，"
                "不在表格、文本框、页眉页脚中。",
                "请改好后再试。",
            )
        return first


def _replace(paragraph: Paragraph, name: str, text: str) -> None:
    """Put a text in the places of its name, set as the first letter of each place is.

    From the last to the first: what was put in is not looked at again, whatever it holds.
    """
    for match in reversed([m for m in _PLACE.finditer(_own_text(paragraph)) if m[1] == name]):
        position, wanted = 0, text
        for run in paragraph.runs:
            first, last = match.start() - position, match.end() - position
            position += len(run.text)
            if first < len(run.text) and last > 0:
                run.text = run.text[: max(0, first)] + wanted + run.text[max(0, last) :]
                wanted = ""


def _own_text(paragraph: Paragraph) -> str:
    """The text of the runs, without that of links, which are no runs of the paragraph itself."""
    return "".join(run.text for run in paragraph.runs)
