"""The Word styles of an official document by GB/T 9704-2012: fonts, sizes, line pitches, indents.

The sizes are the standard's: 16 pt is 三号, 22 pt is 二号, 14 pt is 四号. A pitch of 29 pt gives
its 22 lines a page. Tables are not in the standard; they are set smaller, at 10.5 pt (五号).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

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


LOOKS = {
    "Normal": TextLook("仿宋", 16),
    "Title": TextLook("方正小标宋简体", 22, pitch=35),
    "Heading 1": TextLook("黑体", 16, indent=2),
    "Heading 2": TextLook("楷体", 16, indent=2),
    "Body Text": TextLook("仿宋", 16, indent=2),
    "Closing": TextLook("仿宋", 16),
    "Table Text": TextLook("仿宋", 10.5, pitch=15),
    "Table Head": TextLook("黑体", 10.5, pitch=15),
    "Footer": TextLook("宋体", 14, pitch=18, latin="宋体"),
}
"""By the name of the style. Word itself knows the headings, so that its outline works."""


def set_styles(word: Document) -> None:
    """Give a document the styles of `LOOKS`; all others of Word's template get the body's fonts."""
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
    from docx.oxml.ns import qn

    for fonts in word.styles.element.iter(qn("w:rFonts")):
        _set_fonts(fonts, LOOKS["Normal"])
    for language in word.styles.element.iter(qn("w:lang")):
        language.set(qn("w:eastAsia"), "zh-CN")
    for name, look in LOOKS.items():
        known = name in word.styles
        style: Any = (
            word.styles[name] if known else word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        )
        if name != "Normal":
            style.base_style = word.styles["Normal"]
        _set_look(style, look)
    word.styles["Title"].paragraph_format.alignment = WD_PARAGRAPH_ALIGNMENT.CENTER
    closing = word.styles["Closing"].paragraph_format
    closing.alignment = WD_PARAGRAPH_ALIGNMENT.RIGHT
    closing.right_indent = points(4 * LOOKS["Closing"].size)
    closing.keep_with_next = True


def _set_look(style: Any, look: TextLook) -> None:
    """Set a style by its look, after removing whatever the template says of it."""
    from docx.enum.text import WD_LINE_SPACING
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
    if look.indent:
        # In characters for Word and WPS; in points for programs that do not know characters.
        layout.first_line_indent = points(look.indent * look.size)
        indent = style.element.pPr.find(qn("w:ind"))
        indent.set(qn("w:firstLineChars"), str(look.indent * 100))
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
