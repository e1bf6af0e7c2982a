"""Files from which no document can be read: what they are and what to do, in time."""

from __future__ import annotations

import io
import os
import re
import struct
import zipfile
import zlib
from pathlib import Path

import docx
import pytest

from yqsafety.drafting.reading import MAX_FILE, read_source
from yqsafety.errors import UsageError

pytestmark = [pytest.mark.usefixtures("in_time"), pytest.mark.slow]


def zipped(*names: str) -> bytes:
    raw = io.BytesIO()
    with zipfile.ZipFile(raw, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return raw.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
KINDS: dict[str, tuple[str, bytes, str]] = {
    "empty": ("a.txt", b"", "是空文件"),
    "blanks": ("a.txt", b" \r\n\t", "是空文件"),
    "pdf": ("a.pdf", b"%PDF-1.7\n", "是 PDF 文件，请在 WPS 或 Adobe 中另存为 Word"),
    "pdf by another name": ("a.docx", b"%PDF-1.7\n", "扫描件须先做文字识别（OCR）"),
    "doc": ("a.doc", OLE, "是旧版文档（.doc），请在 WPS 或 Word 中打开它，另存为 .docx"),
    "wps": ("a.wps", OLE, "是旧版文档（.wps）"),
    "xls": ("a.xls", OLE, "另存为 .xlsx"),
    "encrypted": ("a.docx", OLE, "加密"),
    "ofd": ("a.ofd", zipped("OFD.xml"), "是 OFD 版式文件"),
    "rtf": ("a.rtf", b"{\\rtf1", "是 RTF 文档"),
    "jpeg": ("a.jpg", b"\xff\xd8\xff\xe0", "是图片，请先做文字识别"),
    "png": ("a.png", b"\x89PNG\r\n", "是图片"),
    "zip": ("a.zip", zipped("通知.docx"), "是压缩包，请先解压"),
    "broken zip": ("a.docx", b"PK\x03\x04" + bytes(50), "已损坏"),
    "odt": ("a.odt", zipped("[Content_Types].xml", "x"), "不是 Word 文档"),
    "mht": ("a.mht", b"MIME-Version: 1.0\r\n", "另存为“网页，仅 HTML”"),
    "bytes": ("a.txt", bytes(range(256)) * 4, "另存为 UTF-8"),
    "odd bytes": ("a.txt", b"\xff\x80\xff\x81" * 9, "编码无法识别"),
    "a page without text": ("a.html", b"<html><script>x</script></html>", "没有读到文字"),
    "an empty list": ("a.csv", b",,,\n", "没有读到文字"),
}


SIZE = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)


def chunk(kind: bytes, data: bytes) -> bytes:
    """A part of a PNG picture."""
    end = struct.pack(">I", zlib.crc32(kind + data))
    return struct.pack(">I", len(data)) + kind + data + end


def refusal(path: Path) -> str:
    with pytest.raises(UsageError) as refused:
        read_source(path)
    said = str(refused.value)
    assert re.fullmatch(r"[^\n]+。", said)
    return said


@pytest.mark.parametrize("name", KINDS)
def test_what_it_is_and_what_to_do(tmp_path: Path, name: str) -> None:
    file, raw, said = KINDS[name]
    (tmp_path / file).write_bytes(raw)
    assert said in refusal(tmp_path / file)
    assert f"“{file}”" in refusal(tmp_path / file)


def test_a_scan_in_a_word_document(tmp_path: Path) -> None:
    document = docx.Document()
    picture = tmp_path / "a.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", SIZE) + chunk(b"IEND", b""))
    document.add_picture(str(picture), width=100)
    document.save(str(tmp_path / "a.docx"))
    assert "只有图片，没有文字，多半是扫描件，请先做文字识别（OCR" in refusal(tmp_path / "a.docx")


def test_no_plain_file(tmp_path: Path) -> None:
    assert "这是文件夹" in refusal(tmp_path)
    assert "不存在" in refusal(tmp_path / "none.txt")
    os.mkfifo(tmp_path / "pipe")
    assert "管道" in refusal(tmp_path / "pipe")
    with (tmp_path / "big.txt").open("wb") as file:
        file.truncate(MAX_FILE + 1)
    assert "超过 20 MB" in refusal(tmp_path / "big.txt")


TAGS = 250_000
BIG = {
    "one long line": ("a.txt", "安" * 1_900_000),
    "too many letters": ("a.txt", "安" * 2_100_000),
    "many lines": ("a.txt", "一\n" * 900_000),
    "odd signs": ("a.txt", "".join(map(chr, range(0xE0000, 0xE8000))) * 60 + "安"),
    "many strokes": ("a.txt", "一 |\n||\n" * 45_000),
    "many tabs": ("a.txt", ("\t" * 2000 + "x\n") * 900),
    "dashes": ("a.txt", "|" + "-" * 1_000_000 + "x|"),
    "stars": ("a.md", "*a" * 900_000),
    "brackets": ("a.md", "[" * 1_900_000),
    "deep": ("a.html", "<div>" * TAGS),
    "deep tables": ("a.html", "<table><tr><td>" * 9_000),
    "ends that end nothing": ("a.html", "<html>" + "<div><table><tr><td>" + "</li></div>" * TAGS),
    "no end of a comment": ("a.html", "<html>" + "<!--" * 2_000_000),
    "no end of a tag": ("a.html", "<html>" + "<a b='" * 2_000_000),
    "many attributes": ("a.html", "<html><a " + 'x="" ' * 3_000_000),
    "unclosed scripts": ("a.html", "<html>" + "<script" * 2_000_000),
    "declarations": ("a.html", "<html>" + "<!x" * 3_000_000),
    "spans": (
        "a.html",
        "<html><table>" + "<tr><td rowspan=999 colspan=999>" * 3_000 + "<tr>" * 90_000,
    ),
    "items": ("a.html", "<html><ol>" + "<li>一" * TAGS),
    "areas": ("a.html", "<html>" + "<main>一" * 390 + "<p>安" * 45_000),
}


@pytest.mark.parametrize("name", BIG)
def test_big_ones_are_read_or_refused_in_time(tmp_path: Path, name: str) -> None:
    file, text = BIG[name]
    (tmp_path / file).write_text(text, encoding="utf-8")
    try:
        assert read_source(tmp_path / file).pieces
    except UsageError as refused:
        assert re.fullmatch(r"“a\.[a-z]+”[^\n]+。", str(refused))  # noqa: PT017
