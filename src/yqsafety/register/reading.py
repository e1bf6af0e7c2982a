"""Opening a register that came back, as rows of cells, whatever it turns out to be.

These files come by mail from dozens of offices, so each may be damaged, encrypted or hostile. An
XLSX is a zip of XML: a few kilobytes can unpack to gigabytes, XML can declare entities that grow,
and a single cell far out makes a reader allocate everything before it (a file of 4.7 KB took
1.6 GB). Sizes and declarations are therefore checked before openpyxl sees the file, and rows and
columns are capped when it does.

What must never happen: a file that exhausts the memory, or a traceback instead of a reason.
Nothing is written here; what the cells mean is for `cells` and `changes`.
"""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

from yqsafety.errors import UsageError, reason_of
from yqsafety.files import TooLarge, read_whole
from yqsafety.register.cells import FORMULA_CELL

MAX_FILE = 20_000_000
MAX_UNPACKED = 20_000_000
"""Bytes; a register of 2,000 rows takes 3 MB unpacked."""
MAX_ROWS, MAX_COLUMNS = 50_000, 60
"""What lies beyond is not looked at; a register has 20 columns."""
# The first bytes of an OLE2 container: the old .xls, and also every encrypted .xlsx.
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"

Cells = list[tuple[object, ...]]


class Unreadable(Exception):
    """A file that cannot be taken; the message is the reason in Chinese, without a full stop."""


def read_cells(path: Path) -> Cells:
    """The rows of a register; its first bytes tell XLSX from CSV, whatever it is called.

    Unreadable where it cannot be taken; UsageError where there is no file or it may not be read.
    """
    try:
        raw = read_whole(path, MAX_FILE)
    except TooLarge:
        raise Unreadable(f"文件超过 {MAX_FILE // 1_000_000} MB") from None
    except OSError as error:
        raise UsageError(f"无法读取文件“{path}”：{reason_of(error)}。", "请检查路径。") from None
    if raw.startswith(_OLD_OFFICE):
        raise Unreadable("是加密文件或旧版 .xls，请另存为不加密的 .xlsx")
    return _read_xlsx(raw) if raw.startswith(b"PK") else _read_csv(raw)


def _read_xlsx(raw: bytes) -> Cells:
    """The rows of the sheet 台账, else of the first sheet; Unreadable for anything amiss."""
    from openpyxl import load_workbook

    try:
        _check_zip(raw)
        book = load_workbook(io.BytesIO(raw), read_only=True)
        sheet = book["台账"] if "台账" in book.sheetnames else book.worksheets[0]
        rows = sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS)
        return [tuple(FORMULA_CELL if c.data_type == "f" else c.value for c in row) for row in rows]
    except Unreadable:
        raise
    except Exception:  # openpyxl raises errors of any kind on a damaged file
        raise Unreadable("不是完好的 .xlsx 文件，请用 Excel 或 WPS 重新保存") from None


def _check_zip(raw: bytes) -> None:
    """Unreadable where the zip would unpack to too much, or an XML part has a DOCTYPE.

    Entities can be declared only in a DOCTYPE, and no spreadsheet program writes one.
    """
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        members = archive.infolist()
        # The sizes are what the zip claims; zipfile itself stops at the size claimed for a member.
        if sum(member.file_size for member in members) > MAX_UNPACKED or len(members) > 1000:
            raise Unreadable(f"展开后超过 {MAX_UNPACKED // 1_000_000} MB")
        for member in members:
            if member.filename.endswith((".xml", ".rels")):
                with archive.open(member) as file:
                    if b"<!DOCTYPE" in file.read(MAX_UNPACKED):
                        raise Unreadable("含有 DOCTYPE，不予读取")


def _read_csv(raw: bytes) -> Cells:
    """The rows of a CSV file; Unreadable where neither encoding fits or it is no table."""
    # Excel on a Chinese Windows saves CSV as GBK, of which GB18030 is a superset. UTF-8 is tried
    # first: Chinese text in GB18030 is hardly ever valid UTF-8, while the reverse passes often.
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Unreadable("编码无法识别，请另存为 UTF-8 或 GB18030")
    if "\x00" in text:
        raise Unreadable("不是表格文件")
    try:
        rows = csv.reader(io.StringIO(text, newline=""), strict=True)
        return [tuple(row[:MAX_COLUMNS]) for _, row in zip(range(MAX_ROWS), rows, strict=False)]
    except csv.Error:
        raise Unreadable("不是完好的 CSV 文件") from None
