"""How a Word document of GB/T 9704-2012 is set: fonts, sizes, pitches, indents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from docx.document import Document

LATIN = "Times New Roman"


class TextLook(NamedTuple):
    """How a kind of text is set."""

    font: str
    size: float
    """Points."""
    pitch: float = 29
    """Points from line to line, exactly."""
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
"""By the name of the style; Word knows the first four, so that its outline works."""


def set_styles(word: Document) -> None:
    """The styles of `LOOKS`; everything else in Word's template takes the body's fonts."""
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
    """Replace whatever the template says of a style."""
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
    layout.widow_control = False
    if look.indent:
        layout.first_line_indent = points(look.indent * look.size)
        indent = style.element.pPr.find(qn("w:ind"))
        indent.set(qn("w:firstLineChars"), str(look.indent * 100))
    if style.name.startswith("Heading"):
        layout.keep_with_next = True
        new_child(style.element.pPr, "w:outlineLvl", val=str(int(style.name[-1]) - 1))


def _set_fonts(fonts: Any, look: TextLook) -> None:
    """Chinese and Latin fonts by name: a theme would bring MS Mincho in."""
    from docx.oxml.ns import qn

    fonts.attrib.clear()
    for side in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{side}"), look.latin)
    fonts.set(qn("w:eastAsia"), look.font)
    # Quotation marks and dashes, which Latin fonts have too, are Chinese here.
    fonts.set(qn("w:hint"), "eastAsia")


def new_child(parent: Any, tag: str, before: str = "", **attributes: str) -> Any:
    """A new child, last or before another, with attributes in Word's namespace."""
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
    """Millimetres as Word takes them."""
    from docx.shared import Mm

    return Mm(value)


def points(value: float) -> Any:
    """Points as Word takes them."""
    from docx.shared import Pt

    return Pt(value)
