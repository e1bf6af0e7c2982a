"""Word documents as their readers see them: numbering, tables, tracked changes."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from test_drafting_readers import tables, texts

from yqsafety.drafting.number_words import number_words
from yqsafety.drafting.reading import read_source
from yqsafety.drafting.source import Paragraph, Source
from yqsafety.errors import UsageError

LEVELS = (
    ("chineseCountingThousand", "%1、"),
    ("japaneseCounting", "（%2）"),
    ("decimal", "%2.%3."),
)


def numbered(document: Any, levels: tuple[tuple[str, str], ...], number: int = 90) -> None:
    """A list of these formats under a number, and one that begins it anew under the next."""
    part = document.part.numbering_part.element
    rules = "".join(
        f'<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{shown}"/></w:lvl>'
        for at, (style, shown) in enumerate(levels)
    )
    head = f"<w:abstractNum {nsdecls('w')} w:abstractNumId='{number}'>"
    part.insert(0, parse_xml(f"{head}{rules}</w:abstractNum>"))
    again = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    for at, override in ((number, ""), (number + 1, again)):
        part.append(
            parse_xml(
                f"<w:num {nsdecls('w')} w:numId='{at}'><w:abstractNumId w:val='{number}'/>"
                f"{override}</w:num>"
            )
        )


def in_list(level: int, number: int) -> Any:
    """The properties of a paragraph on a level of a list."""
    inner = f"<w:ilvl w:val='{level}'/><w:numId w:val='{number}'/>"
    return parse_xml(f"<w:numPr {nsdecls('w')}>{inner}</w:numPr>")


def add(document: Any, text: str, level: int | None = None, number: int = 90) -> Any:
    paragraph = document.add_paragraph(text)
    if level is not None:
        properties = paragraph._p.get_or_add_pPr()
        properties.append(in_list(level, number))
    return paragraph


def put(document: Any, xml: str) -> None:
    """Raw XML at the end of the body, before its last properties."""
    body = document.element.body
    for element in parse_xml(f"<w:body {nsdecls('w', 'r')}>{xml}</w:body>"):
        body.insert(len(body) - 1, element)


def saved(document: Any, path: Path) -> Source:
    document.save(str(path / "方案.docx"))
    return read_source(path / "方案.docx")


def test_numbering_is_shown_as_word_shows_it(tmp_path: Path) -> None:
    document = docx.Document()
    numbered(document, LEVELS)
    for text, level in (("甲", 0), ("子", 1), ("丑", 1), ("细", 2), ("乙", 0), ("寅", 1)):
        add(document, text, level)
    add(document, "没有编号")
    add(document, "重来", 0, 91)
    add(document, "接着", 0, 91)
    source = saved(document, tmp_path)
    labels = [one.label for one in source.pieces if isinstance(one, Paragraph)]
    assert labels == ["一、", "（一）", "（二）", "二.1.", "二、", "（一）", "", "一、", "二、"]
    assert texts(source)[0] == "一、甲"


def test_a_style_can_carry_the_numbering(tmp_path: Path) -> None:
    document = docx.Document()
    numbered(document, (("chineseCounting", "第%1章"), ("decimalEnclosedCircle", "%2")))
    for name, level in (("Heading 1", 0), ("Heading 2", 1)):
        properties = document.styles[name].element.get_or_add_pPr()
        properties.append(in_list(level, 90))
    for text, level in (("总则", 1), ("目的", 2), ("依据", 2), ("附则", 1)):
        document.add_heading(text, level)
    assert texts(saved(document, tmp_path)) == ["第一章总则", "①目的", "②依据", "第二章附则"]


@pytest.mark.parametrize(
    ("style", "words"),
    [
        ("chineseCounting", "一 十 十一 二十 一百零一"),
        ("chineseCountingThousand", "一 十 十一 二十 一百零一"),
        ("ideographTraditional", "甲 癸 11 20 101"),
        ("chineseLegalSimplified", "壹 壹拾 壹拾壹 贰拾 壹佰零壹"),
        ("upperLetter", "A J K T WWWW"),
        ("lowerRoman", "i x xi xx ci"),
        ("decimalEnclosedCircle", "① ⑩ ⑪ ⑳ 101"),
        ("decimalZero", "01 10 11 20 101"),
        ("unheardOf", "1 10 11 20 101"),
    ],
)
def test_numbers_in_words(style: str, words: str) -> None:
    assert " ".join(number_words(n, style) for n in (1, 10, 11, 20, 101)) == words


def test_tables_stand_in_their_place_with_merged_cells(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("前文。")
    table = document.add_table(3, 3)
    for row, cells in enumerate(
        (("序号", "任务", "单位"), ("1", "排查", "安委办"), ("2", "整治", ""))
    ):
        for column, text in enumerate(cells):
            table.cell(row, column).text = text
    table.cell(1, 2).merge(table.cell(2, 2))
    table.cell(1, 1).add_paragraph("建台账")
    wide = table.add_row()
    wide.cells[0].merge(wide.cells[2]).text = "二、保障"
    document.add_paragraph("后文。")
    frame = document.add_table(1, 1)
    frame.cell(0, 0).text = "框里的话。"
    source = saved(document, tmp_path)
    assert texts(source) == ["前文。", "后文。", "框里的话。"]
    grid = tables(source)[0]
    assert grid.rows == (
        ("序号", "任务", "单位"),
        ("1", "排查\n建台账", "安委办"),
        ("2", "整治", ""),
        ("二、保障", "", ""),
    )
    assert grid.merged == {(2, 2)}
    assert source.pieces[1] is grid


def run(text: str, properties: str = "") -> str:
    return f"<w:r>{properties}<w:t xml:space='preserve'>{text}</w:t></w:r>"


def test_tracked_changes_are_taken_as_accepted(tmp_path: Path) -> None:
    document = docx.Document()
    change = "w:id='1' w:author='甲' w:date='2025-01-01T00:00:00Z'"
    put(
        document,
        f"<w:p>{run('每')}<w:del {change}><w:r><w:delText>年</w:delText></w:r></w:del>"
        f"<w:ins {change}>{run('季度')}</w:ins>{run('检查。')}</w:p>"
        f"<w:p><w:pPr><w:rPr><w:del {change}/></w:rPr></w:pPr>{run('上半句，')}</w:p>"
        f"<w:p>{run('下半句。')}</w:p>"
        f"<w:p><w:moveFrom {change}>{run('移走的')}</w:moveFrom>{run('留下的。')}</w:p>",
    )
    source = saved(document, tmp_path)
    assert texts(source) == ["每季度检查。", "上半句，下半句。", "留下的。"]
    assert source.remarks == ("修订中已删除的文字 1 处已略去",)


def test_what_is_not_read_is_named(tmp_path: Path) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.sections[0].footer.paragraphs[0].text = "— 1 —"
    box = (
        "<w:pict><v:shape xmlns:v='urn:schemas-microsoft-com:vml'><v:textbox><w:txbxContent>"
        f"<w:p>{run('某某县人民政府文件')}</w:p></w:txbxContent></v:textbox></v:shape></w:pict>"
    )
    put(
        document,
        f"<w:sdt><w:sdtContent><w:p>{run('控件里的话')}<w:r><w:footnoteReference w:id='2'/></w:r>"
        f"</w:p></w:sdtContent></w:sdt><w:p><w:r>{box}</w:r>"
        f"{run('隐', '<w:rPr><w:vanish/></w:rPr>')}"
        f"<w:hyperlink r:id='x'>{run('链接')}</w:hyperlink><w:r><w:tab/></w:r>{run('后')}"
        "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>DATE</w:instrText></w:r>"
        f"<w:r><w:fldChar w:fldCharType='separate'/></w:r>{run('三月')}"
        f"<w:r><w:fldChar w:fldCharType='end'/><w:br/></w:r>{run('新行')}</w:p>",
    )
    source = saved(document, tmp_path)
    assert texts(source) == ["控件里的话", "链接 后三月", "新行"]
    assert source.remarks == (
        "脚注 1 条未读",
        "隐藏文字 1 处已略去",
        "文本框 1 个未读（“某某县人民政府文件”）",
        "页眉“内部资料”未读",
    )


def test_lines_pasted_as_paragraphs_are_joined(tmp_path: Path) -> None:
    document = docx.Document()
    lines = [
        "关于做好防汛工作的",
        "通知",
        "汛期将至，各乡镇、各部门要高度重视，切实加强组织领导，压实",
        "防汛责任，抓好隐患排查，备足防汛物资，严格值班值守，及时报",
        "告险情，确保安全度汛。",
    ]
    for line in lines:
        document.add_paragraph(line)
    assert texts(saved(document, tmp_path)) == ["关于做好防汛工作的通知", "".join(lines[2:])]


def repacked(path: Path, change: dict[str, bytes]) -> Path:
    """A document of Word in which some parts are others."""
    raw = io.BytesIO()
    docx.Document().save(raw)
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change.get(name, old.read(name)))
    return path


def hostile(body: str, doctype: str = "") -> dict[str, bytes]:
    document = f"<w:document {nsdecls('w')}><w:body>{body}</w:body></w:document>"
    return {"word/document.xml": f"<?xml version='1.0'?>{doctype}{document}".encode()}


HOSTILE = {
    "a bomb": hostile("<w:p/>" + " " * 40_000_000),
    "many elements": hostile("<w:p/>" * 1_300_000),
    "entities": hostile("<w:p/>", "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>"),
    "deep tables": hostile("<w:tbl><w:tr><w:tc>" * 200),
    "cut off": hostile("<w:p>"),
    "many cells": hostile(
        "<w:tbl>"
        + ("<w:tr>" + "<w:tc><w:tcPr><w:gridSpan w:val='9999'/></w:tcPr></w:tc>" * 30 + "</w:tr>")
        * 3
        + "</w:tbl>"
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.usefixtures("in_time")
def test_hostile_documents_are_refused_in_one_line(tmp_path: Path, name: str) -> None:
    path = repacked(tmp_path / "x.docx", HOSTILE[name])
    with pytest.raises(UsageError) as refused:
        read_source(path)
    assert re.fullmatch(r"“x\.docx”.*[一-鿿].*。", str(refused.value))


@pytest.mark.usefixtures("in_time")
def test_strange_numbering_does_no_harm(tmp_path: Path) -> None:
    rules = "".join(
        f"<w:abstractNum w:abstractNumId='{n}'><w:lvl w:ilvl='0'><w:start w:val='99999999999'/>"
        f"<w:lvlText w:val='{'%1' * 400}'/></w:lvl></w:abstractNum>"
        f"<w:num w:numId='{n}'><w:abstractNumId w:val='{n}'/></w:num>"
        for n in range(3)
    )
    numbering = f"<w:numbering {nsdecls('w')}>{rules}</w:numbering>".encode()
    styles = (
        f"<w:styles {nsdecls('w')}><w:style w:styleId='a'><w:basedOn w:val='b'/></w:style>"
        "<w:style w:styleId='b'><w:basedOn w:val='a'/></w:style></w:styles>"
    ).encode()
    paragraph = f"<w:p><w:pPr><w:pStyle w:val='a'/>{{}}</w:pPr>{run('话')}</w:p>"
    numbers = "<w:numPr><w:ilvl w:val='-5'/><w:numId w:val='1'/></w:numPr>"
    body = paragraph.format("") + paragraph.format(numbers) * 1000
    parts = hostile(body) | {"word/numbering.xml": numbering, "word/styles.xml": styles}
    source = read_source(repacked(tmp_path / "x.docx", parts))
    assert [len(one.label) <= 120 for one in source.pieces if isinstance(one, Paragraph)]
    assert len(source.pieces) == 1001
