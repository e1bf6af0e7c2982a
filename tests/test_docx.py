"""The monthly report for Word: set as GB/T 9704-2012 asks, the same bytes each time, any text."""

from __future__ import annotations

import datetime as dt
import io
import re
import tomllib
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.text import WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement, parse_xml
from docx.shared import Mm, Pt
from hypothesis import given
from hypothesis import strategies as st
from packaging.requirements import Requirement
from small import ROSTER, SMALL, event, small_ledger

from yqsafety.formats import Extract, render_format
from yqsafety.formats.word_paper import _seal_centre
from yqsafety.formats.word_styles import LOOKS, SUBSTITUTES
from yqsafety.ledger.events import Event
from yqsafety.ledger.filters import Filters, select_entries
from yqsafety.ledger.ledger import Ledger
from yqsafety.reports.document import Paragraph, clean_block

ROOT = Path(__file__).parents[1]
END_OF_JUNE = dt.date(2025, 6, 30)
NAME = "垣曲县安全生产委员会办公室"
WORDS = SMALL.notice.words
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
        ("Heading 2", "楷体_GB2312", "16"),
        ("Body Text", "仿宋_GB2312", "16"),
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
        assert names.get(qn("w:eastAsia")) in {"黑体", "宋体", *SUBSTITUTES}
    used = {one.style.name for one in report.paragraphs if one.style}
    assert used == set(LOOKS) - {"Normal", "Footer", "公文编号", "回执标题", "表头"}


def test_a_machine_without_a_font_is_told_what_to_take(report: WordDocument) -> None:
    part = report.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    fonts = parse_xml(part.blob)
    named = {
        font.get(qn("w:name")): font.find(qn("w:altName")).get(qn("w:val"))
        for font in fonts
        if font.find(qn("w:altName")) is not None
    }
    assert named == SUBSTITUTES


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
    assert len(report.tables) == 5
    for table in report.tables:
        widths = [cell.width for cell in table.rows[0].cells]
        assert sum(width.mm for width in widths if width) == pytest.approx(156, abs=1)
        assert [round(column.width.mm) for column in table.columns if column.width] == [
            round(width.mm) for width in widths if width
        ]
        assert table._tbl.tblPr.find(qn("w:tblW")).get(qn("w:w")) == "8844"
        assert table._tbl.tblPr.find(qn("w:tblLayout")).get(qn("w:type")) == "fixed"
        assert len(table._tbl.tblPr.find(qn("w:tblBorders"))) == 6
        repeated = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
        assert repeated == [True] + [False] * (len(repeated) - 1)
        before = table._tbl.getprevious()
        assert before.tag == qn("w:p"), "Word makes one table of two that touch"


def letters(text: str) -> str:
    """What is said, without marks, blanks and what sets it."""
    return "".join(filter(str.isalnum, text))


def test_it_says_what_the_markdown_says(report: WordDocument) -> None:
    book = small_ledger(LATE, returned("缺签到表"), as_of=END_OF_JUNE)
    extract = Extract(book, Filters(), select_entries(book, Filters()), "task")
    plain = b"".join(render_format("md", extract)).decode()
    body = report.element.body
    said = "".join(element.text or "" for element in body.iter(qn("w:t")))
    for blank in ("〔2025〕号签发人", "联系人电话", "抄送"):  # room to write by hand, on paper only
        said = re.sub(r"\W*".join(blank), "", said, count=1)
    assert letters(said) == letters(plain)


def test_the_office_stands_centred_over_the_date() -> None:
    """By a tab stop: the date has four characters free at its right (GB/T 9704-2012)."""
    named = replace(SMALL, notice=replace(SMALL.notice, words=replace(WORDS, office_name=NAME)))
    book = Ledger(named, ROSTER, (), END_OF_JUNE, "abc")
    extract = Extract(book, Filters(), select_entries(book, Filters()), "task")
    signed = Document(io.BytesIO(b"".join(render_format("docx", extract))))
    *_, office, date = [p for p in signed.paragraphs if p.style and p.style.name == "Closing"]
    assert (office.text, date.text) == (f"\t{NAME}", "\t2025年6月30日")
    (one,), (other,) = (line.paragraph_format.tab_stops for line in (office, date))
    assert one.position == other.position
    assert one.alignment == other.alignment == WD_TAB_ALIGNMENT.CENTER
    # 156 mm are 442.2 pt; the date is 3 characters and 7 digits of half a character, of 16 pt.
    assert one.position.pt == pytest.approx(442.2 - 4 * 16 - (3 * 16 + 7 * 8) / 2, abs=0.1)
    long = "甲" * 22
    assert word_centre(long) == pytest.approx(442.2 - 22 * 16 / 2, abs=0.1)


def word_centre(name: str) -> float:
    return _seal_centre([name, "2025年6月30日"], 156)


def test_the_signature_never_stands_on_a_page_of_its_own(report: WordDocument) -> None:
    last = max(n for n, p in enumerate(report.paragraphs) if p.style and p.style.name == "Closing")
    notes = next(n for n, p in enumerate(report.paragraphs) if p.text.startswith("附件："))
    kept = [p.paragraph_format.keep_with_next for p in report.paragraphs[notes - 2 : last + 2]]
    assert kept[:-1].count(False) == 0
    assert kept[-1] is False


def test_each_annex_begins_a_page(report: WordDocument) -> None:
    labels = [p for p in report.paragraphs if p.text in ("附件1", "附件2")]
    assert [p.paragraph_format.page_break_before for p in labels] == [True, True]


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
    cell = texts(word(returned(HOSTILE)).tables[-1])[1][4]
    assert cell == (r"a\x00\x1b[31m；b；\u202ec\ufffe\uffff\ud800</w:t>&amp;😀")


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
