"""Opening a register that came back, as sheets of cells, whatever it turns out to be.

These files come by mail from dozens of offices, so each may be damaged, encrypted, hostile, or of
another program. Its first bytes tell what it is; what cannot be read is refused with what it is and
what to do.

What must never happen: a file that exhausts the memory, or a traceback instead of a reason.
Nothing is written here; what the cells mean is for `table` and `changes`.
"""

from __future__ import annotations

import codecs
import csv
import io
from pathlib import Path

from yqsafety.errors import UsageError, reason_of
from yqsafety.files import TooLarge, read_whole
from yqsafety.register.sheets import (
    MAX_COLUMNS,
    Cell,
    Sheet,
    Unreadable,
    tidy_text,
    unquoted_text,
)

MAX_FILE = 20_000_000
"""Bytes of a file, packed."""
MAX_LINES = 50_000
# The first bytes of an OLE2 container: the old .xls and WPS's .et, and every encrypted .xlsx.
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_PLEASE = "请另存为 .xlsx"
_OTHERS = {
    b"%PDF": "是 PDF 文件，请导入填好的 .xlsx 台账",
    b"\xff\xd8\xff": "是图片，请导入填好的 .xlsx 台账",
    b"\x89PNG": "是图片，请导入填好的 .xlsx 台账",
    b"Rar!": "是压缩包，请解压后导入其中的 .xlsx",
    b"7z\xbc\xaf": "是压缩包，请解压后导入其中的 .xlsx",
    b"<html": f"是网页，不是表格文件，{_PLEASE}",
    b"<!DOC": f"是网页，不是表格文件，{_PLEASE}",
    b"<?xml": f"是 XML 表格，{_PLEASE}",
    b"{\\rtf": "是 RTF 文档，请导入填好的 .xlsx 台账",
}


def read_sheets(path: Path) -> list[Sheet]:
    """The sheets of a register; its first bytes tell XLSX from CSV, whatever it is called.

    Unreadable where it cannot be taken; UsageError where there is no file or it may not be read.
    """
    try:
        raw = read_whole(path, MAX_FILE)
    except TooLarge:
        raise Unreadable(
            f"文件超过 {MAX_FILE // 1_000_000} MB，请删去表中的图片或多余的行后重新保存"
        ) from None
    except OSError as error:
        raise UsageError(f"无法读取文件“{path}”：{reason_of(error)}。", "请检查路径。") from None
    if raw.startswith(_OLD_OFFICE):
        raise Unreadable("是加密文件或旧版 .xls、.et，请另存为不加密的 .xlsx")
    if raw.startswith(b"PK"):
        return _read_package(raw)
    for beginning, said in _OTHERS.items():
        if raw[:64].removeprefix(codecs.BOM_UTF8).lstrip().startswith(beginning):
            raise Unreadable(said)
    return [_read_text(raw)]


def _read_package(raw: bytes) -> list[Sheet]:
    from yqsafety.register.package import Package
    from yqsafety.register.workbook import read_workbook

    try:
        package = Package(raw)
        if package.first_bytes("mimetype", 200).startswith(b"application/vnd.oasis.opendocument"):
            raise Unreadable("是 .ods 等 OpenDocument 文件，请在 WPS 或 LibreOffice 中另存为 .xlsx")
        if package.has("xl/workbook.bin"):
            raise Unreadable(f"是 .xlsb 文件，{_PLEASE}")
        if package.has("word/document.xml"):
            raise Unreadable("是 Word 文档，请导入填好的 .xlsx 台账")
        if package.has("ppt/presentation.xml"):
            raise Unreadable("是演示文稿，请导入填好的 .xlsx 台账")
        if not package.has("[Content_Types].xml") and not package.any_under("xl/"):
            raise Unreadable("是压缩包，请解压后导入其中的 .xlsx")
        return read_workbook(package)
    except Unreadable:
        raise
    except Exception:  # a damaged zip or XML raises errors of many kinds
        raise Unreadable("不是完好的 .xlsx 文件，请用 Excel 或 WPS 重新保存") from None


def _read_text(raw: bytes) -> Sheet:
    """The rows of a text file with commas, tabs or semicolons; Unreadable where it is no table."""
    text = _decoded(raw)
    if "\x00" in text:
        raise Unreadable("不是表格文件")
    # The mark under which the lines are widest is the one that its writer used.
    beginnings = {mark: _lines(text, mark, 30) for mark in ",\t;"}
    mark = max(beginnings, key=lambda one: max(map(len, beginnings[one] or []), default=0))
    lines = _lines(text, mark, MAX_LINES + 1)
    if lines is None:
        raise Unreadable("不是完好的 CSV 文件")
    if len(lines) > MAX_LINES:
        raise Unreadable(f"超过 {MAX_LINES} 行，请分成几个文件")
    kept, beyond = [], 0
    for number, line in enumerate(lines, 1):
        beyond += sum(bool(tidy_text(one)) for one in line[MAX_COLUMNS:])
        cells = [Cell(unquoted_text(tidy_text(one)), "loose") for one in line[:MAX_COLUMNS]]
        if any(cell.text for cell in cells):
            kept.append((number, cells))
    return Sheet("", kept, beyond=beyond)


def _decoded(raw: bytes) -> str:
    # Excel on a Chinese Windows saves CSV as GBK, of which GB18030 is a superset, and “Unicode
    # text” as UTF-16 with its mark. UTF-8 is tried first: Chinese text in GB18030 is hardly ever
    # valid UTF-8, while the reverse passes often.
    wide = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if wide else ("utf-8-sig", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unreadable("编码无法识别，请另存为 UTF-8 或 GB18030，或 .xlsx")


def _lines(text: str, mark: str, count: int) -> list[list[str]] | None:
    """The first lines of a table with this mark between its cells; None where it is none."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        return [row for _, row in zip(range(count), rows, strict=False)]
    except csv.Error:
        return None
