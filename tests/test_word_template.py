"""An office's own Word file as a template: its head and styles are kept, harmful ones refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli
from docx import Document
from docx.document import Document as WordDocument
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_PARAGRAPH_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

DAY = ("--as-of", "2025-06-30")
Change = Callable[[WordDocument], None]


def saved(path: Path, *lines: str, change: Change | None = None) -> Path:
    """A Word file with these paragraphs, and whatever else is done to it."""
    word = Document()
    for line in lines:
        word.add_paragraph(line)
    if change:
        change(word)
    word.save(str(path))
    return path


def exported(cli: Cli, template: Path, *more: str) -> WordDocument:
    target = template.with_name("通报.docx")
    said = cli("export", "docx", "--template", template, "-o", target, *DAY, *more)
    assert said.code == 0, said.err
    return Document(str(target))


def lines(word: WordDocument) -> list[str]:
    return [one.text for one in word.paragraphs if one.text.strip()]


def test_one_place_is_enough_and_the_head_stays(cli: Cli, tmp_path: Path) -> None:
    word = exported(cli, saved(tmp_path / "a.docx", "某某文件", "{{正文}}", "抄送：县委"))
    said = lines(word)
    assert said[0] == "某某文件"
    assert said[1].startswith("垣曲县安全生产委员会办公室\n关于2025年6月份")
    assert said[2] == "县委办、县政府办，垣曲开发区管委会，各乡（镇）人民政府，县直有关单位："
    assert "\t垣曲县安全生产委员会办公室" in said
    assert said.index("附件1") > said.index("\t2025年6月30日")
    assert said[-1] == "抄送：县委"
    assert not any("{{" in line for line in said)


def test_what_has_a_place_of_its_own_stands_there_and_nowhere_else(
    cli: Cli, tmp_path: Path
) -> None:
    places = (
        "〔{{日期}}〕{{ 落款 }}印",
        "｛｛标题｝｝",
        "致 {{主送}}",
        "{{正文}}",
        "{{附件}}",
        "完",
    )
    said = lines(exported(cli, saved(tmp_path / "a.docx", *places)))
    assert said[0] == "〔2025年6月30日〕垣曲县安全生产委员会办公室印"
    assert said[1].endswith("\n进展情况的通报")
    assert said[2].startswith("致 县委办、县政府办，垣曲开发区管委会")
    assert said[3].startswith("现将《")
    assert sum("进展情况的通报" in line and "现将" not in line for line in said) == 1
    assert sum("安全生产委员会办公室" in line for line in said) == 2
    assert said[-1] == "完"
    assert said.index("附件1") == said.index("　　　2. 督办任务清单") + 1


def test_without_a_place_for_them_annexes_follow_the_signature(cli: Cli, tmp_path: Path) -> None:
    said = lines(exported(cli, saved(tmp_path / "a.docx", "{{正文}}", "{{落款}}", "{{日期}}")))
    assert said.index("附件1") == said.index("2025年6月30日") + 1


def test_places_are_found_however_word_keeps_their_letters(cli: Cli, tmp_path: Path) -> None:
    def change(word: WordDocument) -> None:
        split = word.add_paragraph("（")
        for part in ("{{", "标", "题}", "}）"):
            split.add_run(part).bold = part == "{{"
        word.add_table(1, 1).cell(0, 0).text = "{{编号}}{{日期}}"
        word.sections[0].header.paragraphs[0].text = "{{落款}}"

    word = exported(cli, saved(tmp_path / "a.docx", "{{正文}}", change=change))
    (split,) = [one for one in word.paragraphs if one.text.startswith("（垣曲县")]
    assert split.text.endswith("的通报）")
    assert split.runs[1].bold, "it is set as the first letter of the place"
    assert word.tables[0].cell(0, 0).text == "　　　　〔2025〕　　号2025年6月30日"
    assert word.sections[0].header.paragraphs[0].text == "垣曲县安全生产委员会办公室"
    assert "\t垣曲县安全生产委员会办公室" in lines(word), "a head does not sign the paper"


def test_the_text_is_set_as_its_place_is(cli: Cli, tmp_path: Path) -> None:
    def change(word: WordDocument) -> None:
        place = word.add_paragraph()
        place.add_run("{{正文}}").font.size = Pt(18)
        place.alignment = WD_PARAGRAPH_ALIGNMENT.RIGHT

    word = exported(cli, saved(tmp_path / "a.docx", change=change))
    (first,) = [one for one in word.paragraphs if one.text.startswith("现将《")]
    assert first.alignment == WD_PARAGRAPH_ALIGNMENT.RIGHT
    assert first.runs[0].font.size == Pt(18)


def test_styles_that_the_office_has_are_kept_and_others_added(cli: Cli, tmp_path: Path) -> None:
    def change(word: WordDocument) -> None:
        title: Any = word.styles["Title"]
        title.font.size = Pt(30)
        title.element.rPr.rFonts.set(qn("w:eastAsia"), "华文中宋")
        own: Any = word.styles.add_style("表格文字", WD_STYLE_TYPE.PARAGRAPH)
        own.font.size = Pt(8)

    word = exported(cli, saved(tmp_path / "a.docx", "{{正文}}", change=change))
    assert word.styles["Title"].font.size == Pt(30)
    assert word.styles["表格文字"].font.size == Pt(8)
    assert word.styles["附件标题"].font.size == Pt(22)
    blue: Any = word.styles["Heading 1"]
    assert blue.font.size == Pt(16), "Word's own headings, blue and in its fonts, are nobody's wish"
    assert blue.font.color.rgb is None
    cell = word.tables[0].cell(1, 0).paragraphs[0]
    assert cell.style is not None
    assert cell.style.name == "表格文字"


def test_tables_are_as_wide_as_the_text_of_the_template(cli: Cli, tmp_path: Path) -> None:
    def change(word: WordDocument) -> None:
        word.sections[0].page_width, word.sections[0].left_margin = Mm(200), Mm(50)
        word.sections[0].right_margin = Mm(50)

    word = exported(cli, saved(tmp_path / "a.docx", "{{正文}}", change=change))
    for table in word.tables:
        widths = [cell.width.mm for cell in table.rows[0].cells if cell.width]
        assert sum(widths) == pytest.approx(100, abs=1)


def test_a_place_may_end_a_section_of_its_own(cli: Cli, tmp_path: Path) -> None:
    """The paper of the section is kept with the paragraph that ends it."""

    def change(word: WordDocument) -> None:
        word.add_section()
        word.add_paragraph("末页")

    word = exported(cli, saved(tmp_path / "a.docx", "{{正文}}", change=change))
    assert len(word.sections) == 2
    assert lines(word)[-1] == "末页"


def test_the_same_template_and_state_give_the_same_bytes(cli: Cli, tmp_path: Path) -> None:
    template = saved(tmp_path / "a.docx", "{{正文}}")
    made = []
    for name in ("b.docx", "c.docx"):
        cli("export", "docx", "--template", template, "-o", tmp_path / name, *DAY)
        made.append((tmp_path / name).read_bytes())
    assert made[0] == made[1]
    about = Document(str(tmp_path / "b.docx")).core_properties
    assert about.author == "垣曲县安全生产委员会办公室"


def test_text_that_looks_like_a_place_stays_text(cli: Cli, tmp_path: Path) -> None:
    """What somebody wrote is never looked at as a place."""
    cli(
        *("note", "4.1", "缺{{日期}}、{{正文}}", "--field", "存在问题"),
        *("-u", "县林业局", "--on", "2025-06-10"),
    )
    said = lines(exported(cli, saved(tmp_path / "a.docx", "{{日期}}", "{{正文}}")))
    assert any("缺{{日期}}、{{正文}}（县林业局，4.1）" in line for line in said)


def test_slips_take_a_template_too(cli: Cli, tmp_path: Path) -> None:
    cli("extend", "18.5", "-u", "县水利局", "--until", "2025-06-01", "--reason", "督查")
    template = saved(tmp_path / "a.docx", "红头", "编号：{{编号}}", "{{正文}}")
    done = cli("export", "slips", "-u", "县水利局", "--template", template, "-o", tmp_path)
    assert done.code == 0, done.err
    (made,) = tmp_path.glob("*督办单*")
    said = lines(Document(str(made)))
    assert said[:2] == ["红头", "编号：县安委办督〔2025〕　　号"]
    assert "督办单回执" in said


# What is refused, in one line, with nothing written


def repacked(path: Path, **parts: str) -> Path:
    """The file with some parts changed or added; `__` stands for `/`, `_dot_` for a dot."""
    raw = io.BytesIO(path.read_bytes())
    new = {name.replace("__", "/").replace("_dot_", "."): text for name, text in parts.items()}
    with zipfile.ZipFile(raw) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for member in old.infolist():
            if member.filename not in new:
                packed.writestr(member.filename, old.read(member))
        for name, text in new.items():
            packed.writestr(name, text)
    return path


RELATION = (
    '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
    'relationships"><Relationship Id="r1" Type="http://x/{kind}" Target="{target}"{more}/>'
    "</Relationships>"
)


def related(kind: str, target: str, more: str = ' TargetMode="External"') -> Callable[[Path], Path]:
    text = RELATION.format(kind=kind, target=target, more=more)

    def change(path: Path) -> Path:
        return repacked(path, word___rels__settings_dot_xml_dot_rels=text)

    return change


def with_field(code: str) -> Callable[[Path], Path]:
    def change(path: Path) -> Path:
        word = Document(str(path))
        for part in (code[:4], code[4:]):  # Word may keep its letters apart
            run = word.add_paragraph().add_run()
            element = run._r.makeelement(qn("w:instrText"), {})
            element.text = part
            run._r.append(element)
        word.save(str(path))
        return path

    return change


def with_type(kind: str) -> Callable[[Path], Path]:
    def change(path: Path) -> Path:
        with zipfile.ZipFile(path) as packed:
            types = packed.read("[Content_Types].xml").decode()
        changed = types.replace("wordprocessingml.document.main", kind)
        raw = io.BytesIO(path.read_bytes())
        with zipfile.ZipFile(raw) as old, zipfile.ZipFile(path, "w") as new:
            for member in old.infolist():
                given = member.filename == "[Content_Types].xml"
                new.writestr(member.filename, changed if given else old.read(member))
        return path

    return change


def written(content: bytes) -> Callable[[Path], Path]:
    def change(path: Path) -> Path:
        path.write_bytes(content)
        return path

    return change


def bomb(path: Path) -> Path:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/media/image1.png", bytes(40_000_000))
    return path


def declared(path: Path) -> Path:
    text = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    return repacked(path, word__theme__theme1_dot_xml=text)


def cut_short(path: Path) -> Path:
    path.write_bytes(path.read_bytes()[:2000])
    return path


MACRO = with_type("ms-word.document.macroEnabled.main")
REFUSED: dict[str, tuple[Callable[[Path], Path], str]] = {
    "text": (written("通报".encode()), "不是 .docx 文件"),
    "empty": (written(b""), "不是 .docx 文件"),
    "old": (written(b"\xd0\xcf\x11\xe0" + bytes(600)), "不是 .docx 文件"),
    "cut": (cut_short, "已损坏"),
    "macros": (MACRO, "含有宏"),
    "dotx": (with_type("wordprocessingml.template.main"), "不是 .docx 文件"),
    "vba": (related("vbaProject", "vbaProject.bin", ""), "含有宏"),
    "object": (related("oleObject", "embeddings/o.bin", ""), "含有嵌入的对象"),
    "chunk": (related("aFChunk", "a.html", ""), "含有嵌入的文件"),
    "remote template": (related("attachedTemplate", "http://x/a.dotm"), "请在 Word 的“文档模板”"),
    "remote picture": (
        related("image", "http://x/a.png"),
        "引用了文件以外的内容（http://x/a.png）",
    ),
    "link": (related("hyperlink", "http://x/"), "引用了文件以外的内容"),
    "dde": (with_field("DDEAUTO c:\\\\x cmd"), "含有会读取其他文件或运行程序的域"),
    "include": (with_field(" includetext c:/x"), "含有会读取其他文件或运行程序的域"),
    "bomb": (bomb, "展开后超过 20 MB"),
    "doctype": (declared, "DOCTYPE"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_harmless_document_is_refused(cli: Cli, tmp_path: Path, name: str) -> None:
    change, said = REFUSED[name]
    template = change(saved(tmp_path / "模板.docx", "{{正文}}"))
    refused = cli("export", "docx", "--template", template, "-o", tmp_path / "通报.docx", *DAY)
    assert refused.code == 2
    assert said in refused.err
    assert "模板“模板.docx”" in refused.err
    assert "未导出" in refused.err
    assert refused.err.count("\n") == 1
    assert not (tmp_path / "通报.docx").exists()


@pytest.mark.parametrize(
    ("places", "said"),
    [
        (["只有文字"], "请在该放正文的地方单独写一行：{{正文}}"),
        (["{{正文}}", "{{正文}}"], "应当只写一处，单独成一段"),
        (["见{{正文}}"], "应当只写一处，单独成一段"),
        (["{{正文}}", "后附{{附件}}"], "“{{附件}}”应当只写一处"),
        (["{{正文}}", "{{正问}}"], "中的“{{正问}}”不知填什么。可用：{{标题}}、"),
    ],
)
def test_places_that_cannot_be_filled_are_refused(
    cli: Cli, tmp_path: Path, places: list[str], said: str
) -> None:
    template = saved(tmp_path / "模板.docx", *places)
    refused = cli("export", "docx", "--template", template, "-o", tmp_path / "通报.docx", *DAY)
    assert refused.code == 2
    assert said in refused.err
    assert refused.err.count("\n") == 1
    assert not (tmp_path / "通报.docx").exists()


def test_the_place_of_the_text_may_not_stand_in_a_table(cli: Cli, tmp_path: Path) -> None:
    def change(word: WordDocument) -> None:
        word.add_table(1, 1).cell(0, 0).text = "{{正文}}"

    template = saved(tmp_path / "a.docx", change=change)
    refused = cli("export", "docx", "--template", template, "-o", tmp_path / "b.docx")
    assert (refused.code, "不在表格、文本框" in refused.err) == (2, True)


def test_a_template_is_for_word_only_and_must_be_there(cli: Cli, tmp_path: Path) -> None:
    template = saved(tmp_path / "a.docx", "{{正文}}")
    assert "--template 只用于 docx 和 slips" in cli("export", "md", "--template", template).err
    missing = cli("export", "docx", "--template", "没有.docx", "-o", "b.docx")
    assert (missing.code, "无法读取模板“没有.docx”" in missing.err) == (2, True)
    folder = cli("export", "docx", "--template", tmp_path, "-o", "b.docx")
    assert (folder.code, folder.err.count("\n")) == (2, 1)
    both = cli("export", "slips", "--md", "--template", template, "-o", ".")
    assert (both.code, "不能和 --md 一起用" in both.err) == (2, True)
