"""Registers that come back, as rows of cells; hostile files are refused before they are opened."""

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
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"

Cells = list[tuple[object, ...]]


class Unreadable(Exception):
    """A file that cannot be taken, and why, in Chinese."""


def read_cells(path: Path) -> Cells:
    """The rows of a register, as XLSX or CSV. Unreadable, or UsageError where there is no file."""
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
    from openpyxl import load_workbook

    try:
        _check_zip(raw)
        book = load_workbook(io.BytesIO(raw), read_only=True)
        sheet = book["台账"] if "台账" in book.sheetnames else book.worksheets[0]
        rows = sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS)
        return [tuple(FORMULA_CELL if c.data_type == "f" else c.value for c in row) for row in rows]
    except Unreadable:
        raise
    except Exception:
        raise Unreadable("不是完好的 .xlsx 文件，请用 Excel 或 WPS 重新保存") from None


def _check_zip(raw: bytes) -> None:
    """Refuse what would unpack to too much, or declares entities."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        members = archive.infolist()
        if sum(member.file_size for member in members) > MAX_UNPACKED or len(members) > 1000:
            raise Unreadable(f"展开后超过 {MAX_UNPACKED // 1_000_000} MB")
        for member in members:
            if member.filename.endswith((".xml", ".rels")):
                with archive.open(member) as file:
                    if b"<!DOCTYPE" in file.read(MAX_UNPACKED):
                        raise Unreadable("含有 DOCTYPE，不予读取")


def _read_csv(raw: bytes) -> Cells:
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
