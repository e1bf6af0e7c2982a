"""The monthly report for Word: set as GB/T 9704-2012 asks, the same bytes each time, any text."""

from __future__ import annotations

import datetime as dt
import io
import tomllib
import zipfile
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm, Pt
from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import Requirement
from small import event, small_ledger

from yqsafety.formats import Extract, render_format
from yqsafety.ledger.events import Event
from yqsafety.ledger.filters import Filters, select_entries
from yqsafety.reports.document import Paragraph, clean_block

ROOT = Path(__file__).parents[1]
END_OF_JUNE = dt.date(2025, 6, 30)
LATE = event(1, "extend", "3.1", "yi", until="06-10")


def returned(reason: str) -> Event:
    return event(2, "return", "1.1", "jia", on="06-05")._replace(reason=reason)


def made(*events: Event) -> bytes:
    book = small_ledger(*events, as_of=END_OF_JUNE)
    return b"".join(
        render_format("docx", Extract(book, Filters(), select_entries(book, Filters()), "task"))
    )


def word(*events: Event) -> WordDocument:
    return Document(io.BytesIO(made(*events)))


@pytest.fixture(scope="module")
def report() -> WordDocument:
    return word(LATE, returned("缺签到表"))


def fonts(style: Any) -> tuple[str, str]:
    """Chinese font and size, as the style itself sets them."""
    names = style.element.rPr.find(qn("w:rFonts"))
    assert not [key for key in names.attrib if "Theme" in key]
    return names.get(qn("w:eastAsia")), f"{style.font.size.pt:g}"


def texts(table: Any) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in table.rows]


def test_the_page_is_a4_with_the_margins_of_the_standard(report: WordDocument) -> None:
    page = report.sections[0]
    sides = (page.top_margin, page.left_margin, page.right_margin, page.bottom_margin)
    assert [round(side.mm) for side in sides if side is not None] == [37, 28, 26, 35]
    assert page.page_width == pytest.approx(Mm(210), abs=1000)
    assert page.page_height == pytest.approx(Mm(297), abs=1000)


@pytest.mark.parametrize(
    ("style", "font", "size"),
    [
        ("Title", "方正小标宋简体", "22"),
        ("Heading 1", "黑体", "16"),
        ("Heading 2", "楷体", "16"),
        ("Body Text", "仿宋", "16"),
        ("Footer", "宋体", "14"),
    ],
)
def test_each_kind_of_text_has_its_chinese_font(
    report: WordDocument, style: str, font: str, size: str
) -> None:
    assert fonts(report.styles[style]) == (font, size)


def test_no_style_leaves_the_chinese_font_to_word(report: WordDocument) -> None:
    found = list(report.styles.element.iter(qn("w:rFonts")))
    assert len(found) > 8
    for names in found:
        assert not [key for key in names.attrib if "Theme" in key]
        assert names.get(qn("w:eastAsia")) in {"仿宋", "黑体", "楷体", "宋体", "方正小标宋简体"}
    used = {one.style.name for one in report.paragraphs if one.style}
    assert used == {"Title", "Heading 1", "Body Text", "Closing"}


def test_lines_stand_exactly_29_points_apart_and_begin_two_characters_in(
    report: WordDocument,
) -> None:
    for name in ("Heading 1", "Heading 2", "Body Text"):
        layout: Any = report.styles[name]
        layout = layout.paragraph_format
        assert layout.line_spacing == Pt(29)
        assert layout.line_spacing_rule == WD_LINE_SPACING.EXACTLY
        assert layout.first_line_indent == Pt(32)
        indent = report.styles[name].element.pPr.find(qn("w:ind"))
        assert indent.get(qn("w:firstLineChars")) == "200"


def test_pages_are_numbered_between_dashes_on_the_outer_side(report: WordDocument) -> None:
    page = report.sections[0]
    for footer, side in ((page.footer, "RIGHT"), (page.even_page_footer, "LEFT")):
        line = footer.paragraphs[0]
        assert line.text == "— 1 —"
        assert [code.text for code in line._p.iter(qn("w:instrText"))] == ["PAGE"]
        assert line.alignment is not None
        assert line.alignment.name == side
    assert report.settings.odd_and_even_pages_header_footer


def test_tables_have_fixed_widths_and_a_header_that_returns(report: WordDocument) -> None:
    assert len(report.tables) == 6
    for table in report.tables:
        widths = [cell.width for cell in table.rows[0].cells]
        assert sum(width.mm for width in widths if width) == pytest.approx(156, abs=1)
        assert [round(column.width.mm) for column in table.columns if column.width] == [
            round(width.mm) for width in widths if width
        ]
        assert table._tbl.tblPr.find(qn("w:tblW")).get(qn("w:w")) == "8844"
        assert table._tbl.tblPr.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"
        repeated = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
        assert repeated == [True] + [False] * (len(repeated) - 1)


def test_it_says_what_the_markdown_says(report: WordDocument) -> None:
    said = [one.text for one in report.paragraphs]
    assert said[0] == "2025年安全生产重点任务进展情况通报"
    assert [text for text in said if text][-2:] == ["县安委办", "2025年6月30日"]
    assert texts(report.tables[4])[1] == [
        "3.1",
        "任务 3.1",
        "2025-06-10（县定）",
        "逾期20天",
        "乙局",
    ]
    assert texts(report.tables[5])[1] == ["1.1", "任务 1.1", "甲局", "缺签到表"]


def test_the_same_state_gives_the_same_bytes() -> None:
    first, second = made(LATE), made(LATE)
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as packed:
        assert len({member.date_time for member in packed.infolist()}) == 1
    about = word(LATE).core_properties
    assert about.created is not None
    assert about.modified is not None
    assert about.created.date() == about.modified.date() == END_OF_JUNE
    assert (about.author, about.comments) == ("县安委办", "")


HOSTILE = "a\x00\x1b[31m\n\tb\x85\u202ec\ufffe\uffff\ud800</w:t>&amp;😀"


def test_no_text_breaks_the_file() -> None:
    cell = texts(word(returned(HOSTILE)).tables[-1])[1][3]
    assert cell == (r"a\x00\x1b[31m\x0a\x09b\x85\u202ec\ufffe\uffff\ud800</w:t>&amp;😀")


@given(st.text(st.characters(codec=None, exclude_categories=[])))
def test_no_text_is_too_much_for_xml(text: str) -> None:
    cleaned = clean_block(Paragraph(text))
    assert isinstance(cleaned, Paragraph)
    element = OxmlElement("w:t")
    element.text = cleaned.text
    cleaned.text.encode()


def test_word_comes_with_the_program_and_the_old_extra_still_installs() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert "python-docx" in {Requirement(line).name for line in project["dependencies"]}
    assert project["optional-dependencies"]["docx"] == []


def test_the_program_writes_it(cli: Cli, tmp_path: Path) -> None:
    target = tmp_path / "通报.docx"
    assert cli("export", "docx", "-o", target, "--as-of", "2025-06-30").code == 0
    assert len(Document(str(target)).tables) == 6
    assert cli("export", "docx", "--per", "unit").code == 2
