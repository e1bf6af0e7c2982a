"""The Word styles of an official document by GB/T 9704-2012: fonts, sizes, line pitches, indents.

The sizes are the standard's: 16 pt is 三号, 22 pt is 二号, 14 pt is 四号. A pitch of 29 pt gives
its 22 lines a page. Tables are not in the standard; they are set smaller, at 10.5 pt (五号).

Styles that Word itself knows have their English names, which it shows in its own language; the
others are called in Chinese, so that an office can set them in a template of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, NamedTuple

if TYPE_CHECKING:
    from docx.document import Document

LATIN = "Times New Roman"


class TextLook(NamedTuple):
    """The fonts, size and spacing of one style."""

    font: str
    size: float
    """Points."""
    pitch: float = 29
    """Points from line to line, exactly; "at least" would let a page lose a line."""
    indent: int = 0
    """First line, in characters."""
    latin: str = LATIN
    side: Literal["left", "center"] = "left"


SONG, FANG, KAI, HEI = "方正小标宋简体", "仿宋_GB2312", "楷体_GB2312", "黑体"
SUBSTITUTES = {SONG: "华文中宋", FANG: "仿宋", KAI: "楷体"}
"""The fonts that the standard's rules mean, and what each Windows has in their place."""
ADDRESSEES, NUMBER, ANNEX_LABEL, ANNEX_TITLE = "主送机关", "公文编号", "附件序号", "附件标题"
ISSUE_NUMBER, CONTACT, COPIES = "发文字号", "附注", "版记"
CELL, HEAD_CELL, NOTE, CUT_OFF = "表格文字", "表头", "表注", "回执标题"
LOOKS = {
    "Normal": TextLook(FANG, 16),
    "Title": TextLook(SONG, 22, pitch=35, side="center"),
    NUMBER: TextLook(FANG, 16, side="center"),
    ISSUE_NUMBER: TextLook(FANG, 16),
    ADDRESSEES: TextLook(FANG, 16),
    "Heading 1": TextLook(HEI, 16, indent=2),
    "Heading 2": TextLook(KAI, 16, indent=2),
    "Body Text": TextLook(FANG, 16, indent=2),
    "Closing": TextLook(FANG, 16),
    CONTACT: TextLook(FANG, 16, indent=2),
    COPIES: TextLook(FANG, 14, indent=1),
    ANNEX_LABEL: TextLook(HEI, 16),
    ANNEX_TITLE: TextLook(SONG, 22, pitch=35, side="center"),
    CUT_OFF: TextLook(HEI, 16, side="center"),
    CELL: TextLook(FANG, 10.5, pitch=15),
    HEAD_CELL: TextLook(HEI, 10.5, pitch=15),
    NOTE: TextLook(FANG, 10.5, pitch=18, indent=2),
    "Footer": TextLook("宋体", 14, pitch=18, latin="宋体"),
}
"""By the name of the style. Word itself knows the headings, so that its outline works."""


def set_styles(word: Document) -> None:
    """Give a document the styles of `LOOKS`; all others of Word's template get the body's fonts."""
    from docx.oxml.ns import qn

    for fonts in word.styles.element.iter(qn("w:rFonts")):
        _set_fonts(fonts, LOOKS["Normal"])
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    for name, look in LOOKS.items():
        style = word.styles[name] if name in word.styles else _new_style(word, name)
        if name != "Normal":
            style.base_style = word.styles["Normal"]
        _set_look(style, look)
    _name_substitutes(word)


def add_missing_styles(word: Document) -> None:
    """Give a template the styles that it lacks; those that the office has set stay as they are."""
    for name, look in LOOKS.items():
        if name in ("Normal", "Footer") or _is_set_by_office(word, name):
            continue
        style = word.styles[name] if name in word.styles else _new_style(word, name)
        style.base_style = None  # the office's Normal may be indented or large
        _set_look(style, look)


def _is_set_by_office(word: Document, name: str) -> bool:
    """Whether a style is the office's own: one of ours by name, or with a Chinese font named.

    Word saves its headings with every document, blue and in the fonts of its theme.
    """
    from docx.oxml.ns import qn

    if name not in word.styles:
        return False
    fonts = word.styles[name].element.xpath("./w:rPr/w:rFonts")
    return not name.isascii() or any(one.get(qn("w:eastAsia")) for one in fonts)


def _new_style(word: Document, name: str) -> Any:
    from docx.enum.style import WD_STYLE_TYPE

    return word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)


def _name_substitutes(word: Document) -> None:
    """Say in the table of fonts what stands in for a font that a machine lacks."""
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml.parser import parse_xml
    from lxml import etree

    part: Any = word.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    fonts = parse_xml(part.blob)
    for name, substitute in SUBSTITUTES.items():
        font = new_child(fonts, "w:font", name=name)
        new_child(font, "w:altName", val=substitute)
        new_child(font, "w:charset", val="86")  # GB2312
    # python-docx keeps a part that it does not know as bytes, and has no way to set them.
    part._blob = etree.tostring(fonts, xml_declaration=True, encoding="UTF-8", standalone=True)


def _set_look(style: Any, look: TextLook) -> None:
    """Set a style by its look, after removing whatever the template says of it."""
    from docx.enum.text import WD_LINE_SPACING, WD_PARAGRAPH_ALIGNMENT
    from docx.oxml.ns import qn

    for tag in ("w:pPr", "w:rPr"):
        for old in style.element.findall(qn(tag)):
            style.element.remove(old)
    _set_fonts(style.element.get_or_add_rPr().get_or_add_rFonts(), look)
    style.font.size = points(look.size)
    layout = style.paragraph_format
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    layout.line_spacing = points(look.pitch)
    layout.space_before = layout.space_after = points(0)
    layout.widow_control = False  # it would move lines, so that pages had fewer than 22
    if look.side == "center":
        layout.alignment = WD_PARAGRAPH_ALIGNMENT.CENTER
    if look.indent:
        # In characters for Word and WPS; in points for programs that do not know characters.
        layout.first_line_indent = points(look.indent * look.size)
        indent = style.element.pPr.find(qn("w:ind"))
        indent.set(qn("w:firstLineChars"), str(look.indent * 100))
    if style.name in (ANNEX_LABEL, ANNEX_TITLE, CUT_OFF, "Closing"):
        layout.keep_with_next = True
    if style.name == CUT_OFF:
        border = new_child(style.element.pPr, "w:pBdr", before="w:spacing")
        new_child(border, "w:top", val="dashed", sz="6", space="6", color="auto")
    if style.name == COPIES:
        border = new_child(style.element.pPr, "w:pBdr", before="w:spacing")
        for side in ("top", "bottom", "between"):
            new_child(border, f"w:{side}", val="single", sz="8", space="1", color="auto")
    if style.name.startswith("Heading"):
        layout.keep_with_next = True
        new_child(style.element.pPr, "w:outlineLvl", val=str(int(style.name[-1]) - 1))


def _set_fonts(fonts: Any, look: TextLook) -> None:
    """Set Chinese and Latin fonts by name.

    The attributes are cleared first: what refers to the template's theme takes precedence, and
    Word would show Chinese in MS Mincho, a Japanese font.
    """
    from docx.oxml.ns import qn

    fonts.attrib.clear()
    for side in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{side}"), look.latin)
    fonts.set(qn("w:eastAsia"), look.font)
    # Quotation marks and dashes, which Latin fonts have too, are Chinese here.
    fonts.set(qn("w:hint"), "eastAsia")


def new_child(parent: Any, tag: str, before: str = "", **attributes: str) -> Any:
    """Add a child to an XML element, at its end or before the child named `before`.

    The attributes are put into Word's namespace. The new child is returned.
    """
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    new = OxmlElement(tag)
    for name, value in attributes.items():
        new.set(qn(f"w:{name}"), value)
    successor = parent.find(qn(before)) if before else None
    if successor is None:
        parent.append(new)
    else:
        successor.addprevious(new)
    return new


def millimetres(value: float) -> Any:
    """A length in millimetres, as python-docx takes it."""
    from docx.shared import Mm

    return Mm(value)


def points(value: float) -> Any:
    """A length in points (1/72 inch), as python-docx takes it."""
    from docx.shared import Pt

    return Pt(value)
