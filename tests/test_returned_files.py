"""Files that come back in other forms, in folders, from other programs, and hostile ones."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from pathlib import Path

import pytest
from conftest import Cli
from returned import TOWN, Book, changes, dry, events, register_lines, repacked, sent
from test_hostile_files import measured

from yqsafety.register.sheets import unquoted_text

DONE = {"完成状态": "办结", "进展情况": "已印发宣传计划"}
VERSIONS = Path(__file__).parent / "versions"


@pytest.fixture
def filled(cli: Cli, tmp_path: Path) -> Path:
    return sent(cli, tmp_path).put("2.6", **DONE).save()


def test_a_folder_is_read_and_what_is_passed_over_is_said(
    cli: Cli, tmp_path: Path, filled: Path
) -> None:
    folder = tmp_path / "收回"
    folder.mkdir()
    (folder / "历山镇.xlsx").write_bytes(filled.read_bytes())
    (folder / "~$历山镇.xlsx").write_bytes(b"\x04user")
    (folder / "通知.docx").write_bytes(b"PK")
    (folder / ".DS_Store").write_bytes(b"x")
    (folder / "旧").mkdir()
    result = cli("import", folder)
    assert result.code == 0, result.err
    assert (
        "历山镇.xlsx：读取 40 行（“台账”表 37 行、“推定（请核对）”表 3 行），有变化 1 行，登记 2 条"
        in result.out
    )
    assert "未读：~$历山镇.xlsx，是打开表格时的临时文件" in result.err
    assert "未读：通知.docx，不是 .xlsx、.csv 台账" in result.err
    assert "DS_Store" not in result.err


def test_patterns_are_followed_where_the_shell_leaves_them(
    cli: Cli, tmp_path: Path, filled: Path
) -> None:
    (tmp_path / "~$b.xlsx").write_bytes(b"x")
    result = cli("import", tmp_path / "b*.xlsx", filled)
    assert (result.code, result.out.count("读取 40 行")) == (0, 1)
    assert cli("import", f"{tmp_path}/~*.xlsx").code == 2
    assert cli("import", tmp_path / "c*.xlsx").err.startswith(f"没有与“{tmp_path}/c*.xlsx”相符")
    strange = tmp_path / "台账[1].xlsx"
    strange.write_bytes(filled.read_bytes())
    assert cli("import", strange).code == 0


def test_a_folder_without_registers_is_a_usage_error(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "空").mkdir()
    result = cli("import", tmp_path / "空")
    assert (result.code, "中没有台账" in result.err) == (2, True)
    assert cli("import", "").code == 2


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [("utf-8", ","), ("gb18030", ";"), ("utf-8-sig", "\t"), ("utf-16", "\t"), ("utf-16", ",")],
)
def test_text_tables_of_any_kind_are_read(
    cli: Cli, tmp_path: Path, filled: Path, encoding: str, mark: str
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=mark)
    for line in register_lines(Book(filled).book):
        writer.writerow(["" if cell is None else cell for cell in line])
    path = tmp_path / "a.txt"
    path.write_bytes(text.getvalue().encode(encoding))
    assert changes(dry(cli, path)) == {"2.6": {"status": "办结", "progress": "已印发宣传计划"}}


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"%PDF-1.7", "是 PDF 文件"),
        (b"\xff\xd8\xff\xe0", "是图片"),
        (b"Rar!\x1a", "是压缩包，请解压"),
        (b"\xd0\xcf\x11\xe0" + b"0" * 600, "是加密文件或旧版 .xls、.et，请另存为不加密的 .xlsx"),
        (b"<html><table>", "是网页"),
        (b"\xef\xbb\xbf<?xml version='1.0'?>", "是 XML 表格"),
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "是 .ods"),
        ({"xl/workbook.bin": ""}, "是 .xlsb"),
        ({"word/document.xml": ""}, "是 Word 文档"),
        ({"a.xlsx": ""}, "是压缩包，请解压"),
        ({"xl/workbook.xml": "<workbook>"}, "不是完好的 .xlsx"),
    ],
)
def test_what_cannot_be_read_is_refused_as_what_it_is(
    cli: Cli, tmp_path: Path, raw: bytes | dict[str, str], said: str
) -> None:
    if isinstance(raw, dict):
        pack = io.BytesIO()
        with zipfile.ZipFile(pack, "w") as archive:
            for name, text in raw.items():
                archive.writestr(name, text)
        raw = pack.getvalue()
    (tmp_path / "a.xlsx").write_bytes(raw)
    result = cli("import", tmp_path / "a.xlsx")
    assert result.code == 5
    assert f"未收：a.xlsx，{said}" in result.err


STRICT = {
    b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/"
    b"spreadsheetml/main",
    b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": b"http://purl.oclc.org/"
    b"ooxml/officeDocument/relationships",
}


def strict(_: str, data: bytes) -> bytes:
    for old, new in STRICT.items():
        data = data.replace(old, new)
    return data


def prefixed(name: str, data: bytes) -> bytes:
    if not name.endswith("sheet1.xml"):
        return data
    data = data.replace(b"<worksheet xmlns=", b"<worksheet xmlns:x=")
    return re.sub(rb"<(/?)([a-zA-Z])", rb"<\1x:\2", data)


@pytest.mark.parametrize("stamp", ["2025/6/3 8:00:00", "", "2025-06-03T08:00:00", "昨天"])
def test_odd_properties_do_not_matter(cli: Cli, filled: Path, stamp: str) -> None:
    def odd(name: str, data: bytes) -> bytes:
        text = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*<", rb"\g<1>" + stamp.encode() + b"<", data)
        return text if name.endswith("core.xml") else data

    assert cli("import", repacked(filled, odd)).code == 0


@pytest.mark.parametrize("kind", ["strict", "backslash", "prefixed", "no styles", "utf-16"])
def test_odd_but_valid_packages_are_read(cli: Cli, filled: Path, kind: str) -> None:
    def edit(name: str, data: bytes) -> bytes:
        if kind == "strict":
            return strict(name, data)
        if kind == "prefixed":
            return prefixed(name, data)
        if kind == "no styles" and name.endswith("styles.xml"):
            return b"<styleSheet/>"
        if kind == "utf-16" and name.endswith("sheet1.xml"):
            return data.decode().encode("utf-16")
        return data

    path = repacked(filled, edit, names="backslash" if kind == "backslash" else "")
    result = cli("import", path)
    assert (result.code, result.err) == (0, "")
    assert events(cli, "2.6")


def test_a_carriage_return_of_excel_is_a_line_end(cli: Cli, tmp_path: Path) -> None:
    path = sent(cli, tmp_path).put("2.6", 进展情况="甲CRLF乙").save()
    packed = repacked(path, lambda _, data: data.replace(b"CRLF", b"_x000D_\n"))
    assert changes(dry(cli, packed)) == {"2.6": {"progress": "甲\n乙"}}


def test_the_drop_down_and_the_cells_to_fill_in(cli: Cli, tmp_path: Path) -> None:
    book = sent(cli, tmp_path)
    rules = book.sheet.data_validations.dataValidation
    assert all(rule.showErrorMessage for rule in rules)
    assert book.cell("2.6", "完成时间").number_format == "@"
    assert book.cell("2.6", "进展情况").number_format == "@"


def test_an_id_in_csv_survives_a_spreadsheet(cli: Cli, tmp_path: Path) -> None:
    unit = ("--unit", "县应急管理局")
    for per in ("unit", "task"):
        cli("export", "csv", *unit, "--per", per, "-o", tmp_path / "a.csv")
        rows = list(csv.DictReader((tmp_path / "a.csv").read_text("utf-8-sig").splitlines()))
        ids = [row[name] for row in rows for name in ("id", "task")]
        for text in ids:
            with pytest.raises(ValueError, match="could not convert"):
                float(text)
        assert {"12.1", "12.10"} <= set(map(unquoted_text, ids))


def test_an_id_that_became_a_number_is_refused(cli: Cli, tmp_path: Path) -> None:
    cli("export", "csv", "--unit", "县应急管理局", "--per", "unit", "-o", tmp_path / "a.csv")
    rows = list(csv.reader(io.StringIO((tmp_path / "a.csv").read_text("utf-8-sig"))))
    head = {name: n for n, name in enumerate(rows[0])}
    row = next(row for row in rows if row[head["id"]] == "'12.10")
    row[head["id"]] = row[head["task"]] = "12.1"
    row[head["status"]] = "办结"
    for quote in (True, False):
        kept = [n for name, n in head.items() if quote or name != "quote"]
        with (tmp_path / "b.csv").open("w", encoding="utf-8-sig", newline="") as file:
            csv.writer(file).writerows([[line[n] for n in kept] for line in (rows[0], row)])
        result = cli("import", tmp_path / "b.csv")
        assert result.code == 5
        assert "编号可能被当成数字（12.10 成了 12.1）" in result.err


def test_a_hidden_cell_that_was_changed_is_refused(cli: Cli, tmp_path: Path) -> None:
    book = sent(cli, tmp_path, unit="县林业局")
    book.put("4.1", **{"编号（勿改）": "18.1", "单位代码（勿改）": "yingji"}, **DONE)
    for columns in ((), ("校验（勿改）",), ("备注", "通知代码（勿改）")):
        book.drop(*columns)
        result = cli("import", book.save())
        assert result.code == 5, result.out
        assert events(cli, "18.1") == []


@pytest.mark.parametrize("column", ["牵头单位", "类型", "时限状态"])
def test_rows_that_slipped_are_refused_without_a_column(
    cli: Cli, tmp_path: Path, column: str
) -> None:
    book = sent(cli, tmp_path).put("2.5", 完成状态="办结", 完成时间="2025-02-10")
    first, last = book.row("2.4@disaster-week"), book.last
    book.drop(column)
    hidden = book.columns["编号（勿改）"]
    for row in range(first, last + 1):
        for place in range(1, hidden):
            below = book.sheet.cell(row + 1, place).value if row < last else None
            book.sheet.cell(row, place).value = below
    assert cli("import", book.save()).code == 5
    assert events(cli, "2.4@fire-month") == []


def test_a_filled_in_register_of_0_1_0_is_read(cli: Cli) -> None:
    result = cli("import", VERSIONS / "register-0.1.0-filled.xlsx")
    assert (
        result.code,
        "3.3 不由新城镇人民政府承担，请删去此行，或重新导出后填报" in result.err,
    ) == (5, True)
    assert "2 行是目录旧版的任务或单位，没有填报，未读" in result.err
    taken = ("import", VERSIONS / "register-0.1.0-filled.xlsx", "--accept-valid")
    cli(*taken)
    assert events(cli, "1.1")[0] == ("done", "2025-03-12")
    assert events(cli, "2.6")[0] == ("doing", "2025-06-20")
    assert "有变化 0 行" in cli(*taken).out


def test_the_seal_of_0_1_0_is_compared_with_the_assignment_found(cli: Cli, tmp_path: Path) -> None:
    book = Book(VERSIONS / "register-0.1.0-filled.xlsx")
    book.path = tmp_path / "a.xlsx"
    row = book.row("2.6")
    for code, value in (("编号（勿改）", "2.7"), ("单位代码（勿改）", "xincheng-zhen")):
        kept = book.sheet.cell(row, book.columns[code]).value
        book.sheet.cell(row, book.columns[code]).value = value
        assert cli("import", book.save()).code == 5
        book.sheet.cell(row, book.columns[code]).value = kept
    book.put("2.6", 完成时限="2025-11-30")
    result = cli("import", book.save())
    assert f"H{row}，“完成时限”是锁定的内容，被改为“2025-11-30”，请恢复为“2025-12-31”" in result.err


def test_a_csv_of_0_1_0_with_ids_that_became_numbers_is_refused(cli: Cli) -> None:
    result = cli("import", VERSIONS / "register-0.1.0-filled.csv", "--accept-valid")
    assert "不是 12.1 的原文" in result.err
    assert events(cli, "12.5")[0][0] == "done"
    assert events(cli, "12.1") == []


def package(
    folder: Path,
    sheet: bytes,
    shared: bytes = b"<sst/>",
    name: str = "sheet1.xml",
    more: bytes = b"",
) -> Path:
    office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": b"<Types/>",
        "xl/workbook.xml": f'<workbook xmlns:r="{office}"><sheets><sheet name="t" r:id="a"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f"""<Relationships>
            <Relationship Id="a" Type="{office}/worksheet" Target="worksheets/{name}"/>
            <Relationship Id="b" Type="{office}/sharedStrings" Target="sharedStrings.xml"/>
            </Relationships>""",
        "xl/sharedStrings.xml": shared,
        f"xl/worksheets/{name}": sheet,
    }
    if more:
        parts["xl/workbook.xml"] = more
    path = folder / "hostile.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part, data in parts.items():
            archive.writestr(part, data)
    return path


HEADS = "id unit_id notice seal status work progress".split()


def rows_of_shared(count: int) -> bytes:
    cell = "".join(f'<c t="s"><v>{n}</v></c>' for n in range(len(HEADS)))
    big = f'<c t="s"><v>{len(HEADS)}</v></c>' * len(HEADS)
    rows = f"<row>{cell}</row>" + f"<row>{big}</row>" * count
    return f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode()


def shared(text: str) -> bytes:
    return "".join(
        ["<sst>", *(f"<si><t>{one}</t></si>" for one in (*HEADS, text)), "</sst>"]
    ).encode()


DOCTYPE = (
    '<!DOCTYPE w [<!ENTITY a "{}">]><worksheet><sheetData><row><c t="inlineStr"><is><t>{}</t></is>'
    "</c></row></sheetData></worksheet>"
)
ENTITIES = DOCTYPE.format("x" * 100_000, "&a;" * 10_000)
MARKS = "a" + "\u0300\u0316" * 200_000
HOSTILE = {
    "a long text": lambda f: package(f, rows_of_shared(2000), shared("a" * 15_000_000)),
    "marks": lambda f: package(f, rows_of_shared(300), shared(MARKS)),
    "many marks": lambda f: package(f, rows_of_shared(2000), shared(MARKS[:9_000])),
    "utf-16": lambda f: package(f, ENTITIES.encode("utf-16")),
    "another name": lambda f: package(f, ENTITIES.encode(), name="sheet1.dat"),
    "nested cells": lambda f: package(f, b"<worksheet><sheetData><row>" + b"<c>" * 2_000_000),
    "many cells": lambda f: package(
        f, b"<worksheet><sheetData>" + (b"<row>" + b"<c><v>1</v></c>" * 50 + b"</row>") * 24_000
    ),
    "nested texts": lambda f: package(f, b"<worksheet/>", b"<sst>" + b"<si>" * 2_000_000),
    "empty texts": lambda f: package(f, b"<worksheet/>", b"<sst>" + b"<si/>" * 3_000_000),
    "sheet names": lambda f: package(f, b"", more=b"<workbook>" + b'<sheet name="a"/>' * 1_100_000),
    "merged": lambda f: package(
        f, b"<worksheet><sheetData/>" + b'<mergeCell ref="A1:A50000"/>' * 690_000
    ),
    "borders": lambda f: package(
        f, b"<worksheet><sheetData>" + b'<row><c s="1"/><c s="1"/><c s="1"/></row>' * 700_000
    ),
}  # fmt: skip


@pytest.mark.slow
@pytest.mark.process
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_workbooks_cost_little(tmp_path: Path, name: str) -> None:
    code, seconds, megabytes = measured("import", HOSTILE[name](tmp_path))
    assert code == 5
    assert seconds < 4
    assert megabytes < 200


@pytest.mark.slow
def test_borders_get_advice(cli: Cli, tmp_path: Path) -> None:
    result = cli("import", HOSTILE["borders"](tmp_path))
    assert "多为表格下方带边框的空行，请删去空行后重新保存" in result.err


def test_a_table_of_another_kind_is_no_register(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("姓名,电话\n张三,1\n", "utf-8")
    result = cli("import", tmp_path / "a.csv")
    assert result.code == 5
    assert "没有找到台账的表头（条款、工作任务、责任单位、完成状态等）" in result.err
    assert TOWN not in result.err


@pytest.mark.parametrize("twice", ["quote", "unit", "status"])
def test_a_column_of_codes_that_stands_twice_is_no_fault_of_the_program(
    cli: Cli, tmp_path: Path, twice: str
) -> None:
    path = tmp_path / "a.csv"
    assert cli("export", "csv", "--per", "unit", "--unit", TOWN, "-o", path).code == 0
    lines = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"))))
    place = lines[0].index(twice)
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([*line, line[place]] for line in lines)
    assert cli("import", path).code in (0, 5)
