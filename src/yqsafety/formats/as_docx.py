"""Word: the monthly report as GB/T 9704-2012 prints official documents.

A4; margins 37, 28, 26, 35 mm; 仿宋 at 16 pt on a pitch of 29 pt; page numbers on the outer side.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any, NamedTuple

from yqsafety.bulletin import OFFICE, Bulletin, bulletin
from yqsafety.document import Column, Heading, Paragraph, Table
from yqsafety.errors import UsageError
from yqsafety.formats import Extract
from yqsafety.formats.whole_zip import steady

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section
    from docx.text.paragraph import Paragraph as WordParagraph

LATIN = "Times New Roman"


class Look(NamedTuple):
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
    "Normal": Look("仿宋", 16),
    "Title": Look("方正小标宋简体", 22, pitch=35),
    "Heading 1": Look("黑体", 16, indent=2),
    "Heading 2": Look("楷体", 16, indent=2),
    "Body Text": Look("仿宋", 16, indent=2),
    "Closing": Look("仿宋", 16),
    "Table Text": Look("仿宋", 10.5, pitch=15),
    "Table Head": Look("黑体", 10.5, pitch=15),
    "Footer": Look("宋体", 14, pitch=18, latin="宋体"),
}
"""By the name of the style; the styles that Word knows keep its names, so that its outline works."""


def render(extract: Extract) -> bytes:
    """The whole report."""
    if extract.per == "unit":
        raise UsageError("docx 是通报，已含各单位情况，不用 --per unit。")
    try:
        from docx import Document
    except ImportError:
        raise UsageError(
            "导出 docx 需要 python-docx，", "请运行：pip install 'yqsafety[docx]'"
        ) from None
    report = bulletin(extract.ledger, extract.selection)
    word = Document()
    _styles(word)
    _page(word)
    _properties(word, report)
    _write(word, report)
    buffer = io.BytesIO()
    word.save(buffer)
    return steady(buffer.getvalue(), report.day)


def _write(word: Document, report: Bulletin) -> None:
    word.add_paragraph(report.title, "Title")
    _line(word, "")
    for block in report.blocks:
        match block:
            case Heading(text, level):
                word.add_paragraph(text, f"Heading {level}")
            case Paragraph(text):
                word.add_paragraph(text, "Body Text")
            case Table():
                _table(word, block)
    _line(word, "")
    _line(word, report.office)
    _line(word, report.date)


def _line(word: Document, text: str) -> None:
    word.add_paragraph(text, "Closing")


def _table(word: Document, table: Table) -> None:
    """A grid of fixed widths whose header returns on every page."""
    from docx.enum.table import WD_TABLE_ALIGNMENT

    grid = word.add_table(rows=0, cols=len(table.columns), style="Table Grid")
    grid.autofit = False
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    _cell_margins(grid._tbl.tblPr)
    headers = tuple(column.header for column in table.columns)
    for number, texts in enumerate((headers, *table.rows)):
        row = grid.add_row()
        row_properties = row._tr.get_or_add_trPr()
        _child(row_properties, "w:cantSplit")
        if number == 0:
            _child(row_properties, "w:tblHeader")
        for cell, column, text in zip(row.cells, table.columns, texts, strict=True):
            _fill(cell, column, text, head=number == 0)
    for column, one in zip(grid.columns, table.columns, strict=True):
        column.width = _mm(one.width)


def _fill(cell: Any, column: Column, text: str, head: bool) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.enum.text import WD_PARAGRAPH_ALIGNMENT

    cell.width = _mm(column.width)
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    paragraph.style = "Table Head" if head else "Table Text"
    if head or column.figures:
        paragraph.alignment = WD_PARAGRAPH_ALIGNMENT.CENTER
    paragraph.add_run(text)


def _cell_margins(properties: Any) -> None:
    margins = _child(properties, "w:tblCellMar")
    for side in ("left", "right"):
        _child(margins, f"w:{side}", w=str(round(_mm(1).twips)), type="dxa")


def _styles(word: Document) -> None:
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
    word.styles["Title"].paragraph_format.alignment = WD_PARAGRAPH_ALIGNMENT.CENTER  # type: ignore[attr-defined]
    closing = word.styles["Closing"].paragraph_format  # type: ignore[attr-defined]
    closing.alignment = WD_PARAGRAPH_ALIGNMENT.RIGHT
    closing.right_indent = _points(4 * LOOKS["Closing"].size)
    closing.keep_with_next = True


def _set_look(style: Any, look: Look) -> None:
    """Replace whatever the template says of a style."""
    from docx.enum.text import WD_LINE_SPACING
    from docx.oxml.ns import qn

    for tag in ("w:pPr", "w:rPr"):
        for old in style.element.findall(qn(tag)):
            style.element.remove(old)
    _set_fonts(style.element.get_or_add_rPr().get_or_add_rFonts(), look)
    style.font.size = _points(look.size)
    layout = style.paragraph_format
    layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    layout.line_spacing = _points(look.pitch)
    layout.space_before = layout.space_after = _points(0)
    layout.widow_control = False
    if look.indent:
        layout.first_line_indent = _points(look.indent * look.size)
        indent = style.element.pPr.find(qn("w:ind"))
        indent.set(qn("w:firstLineChars"), str(look.indent * 100))
    if style.name.startswith("Heading"):
        layout.keep_with_next = True
        _child(style.element.pPr, "w:outlineLvl", val=str(int(style.name[-1]) - 1))


def _set_fonts(fonts: Any, look: Look) -> None:
    """Chinese and Latin fonts by name: a theme would bring MS Mincho in."""
    from docx.oxml.ns import qn

    fonts.attrib.clear()
    for side in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{side}"), look.latin)
    fonts.set(qn("w:eastAsia"), look.font)
    # Quotation marks and dashes, which Latin fonts have too, are Chinese here.
    fonts.set(qn("w:hint"), "eastAsia")


def _page(word: Document) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = _mm(210), _mm(297)
    section.top_margin, section.bottom_margin = _mm(37), _mm(35)
    section.left_margin, section.right_margin = _mm(28), _mm(26)
    section.footer_distance = _mm(23)
    word.settings.odd_and_even_pages_header_footer = True
    _number(section, odd=True)
    _number(section, odd=False)


def _number(section: Section, odd: bool) -> None:
    """`— 1 —`, one character in from the outer edge."""
    from docx.enum.text import WD_PARAGRAPH_ALIGNMENT

    footer = section.footer if odd else section.even_page_footer
    paragraph = footer.paragraphs[0]
    paragraph.style = "Footer"
    indent = _points(LOOKS["Footer"].size)
    if odd:
        paragraph.alignment = WD_PARAGRAPH_ALIGNMENT.RIGHT
        paragraph.paragraph_format.right_indent = indent
    else:
        paragraph.alignment = WD_PARAGRAPH_ALIGNMENT.LEFT
        paragraph.paragraph_format.left_indent = indent
    paragraph.add_run("— ")
    _field(paragraph, "PAGE")
    paragraph.add_run(" —")


def _field(paragraph: WordParagraph, code: str) -> None:
    for kind in ("begin", "separate", "end"):
        run = paragraph.add_run()
        _child(run._r, "w:fldChar", fldCharType=kind)
        if kind == "begin":
            _child(paragraph.add_run()._r, "w:instrText").text = code
        elif kind == "separate":
            paragraph.add_run("1")


def _properties(word: Document, report: Bulletin) -> None:
    about = word.core_properties
    about.title, about.author, about.last_modified_by = report.title, OFFICE, OFFICE
    about.comments, about.language = "", "zh-CN"


def _child(parent: Any, tag: str, **attributes: str) -> Any:
    """A new last child, its attributes in Word's namespace."""
    from docx.oxml.ns import qn
    from docx.oxml.parser import OxmlElement

    child = OxmlElement(tag)
    for name, value in attributes.items():
        child.set(qn(f"w:{name}"), value)
    parent.append(child)
    return child


def _mm(value: float) -> Any:
    from docx.shared import Mm

    return Mm(value)


def _points(value: float) -> Any:
    from docx.shared import Pt

    return Pt(value)
