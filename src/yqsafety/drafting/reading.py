"""Opening a document, whatever it turns out to be: its first bytes tell, and then its name.

What must never happen: a file that exhausts time or memory, a traceback instead of a reason, or
that anything a document refers to is fetched.
"""

from __future__ import annotations

import codecs
import re
from pathlib import Path
from typing import TYPE_CHECKING

from yqsafety.drafting.file_kinds import refuse_others, refused_zip
from yqsafety.drafting.source import MAX_LETTERS, Paragraph, Piece, Refused, Source, check_size
from yqsafety.errors import UsageError, reason_of
from yqsafety.files import TooLarge, read_whole
from yqsafety.register.sheets import Unreadable

if TYPE_CHECKING:
    from yqsafety.register.package import Package

MAX_FILE = 20_000_000
"""Bytes of a file."""
_PAGES = {".html", ".htm", ".shtml", ".xhtml", ".mhtml"}
_MARKDOWN = {".md", ".markdown"}
_LISTS = {".csv", ".tsv"}
_ENCODINGS = {"big5": "big5hkscs", "big5-hkscs": "big5hkscs", "utf-16le": "utf-16-le"}
_META = re.compile(
    rb"<meta[^>]{0,300}?charset\s{0,3}=\s{0,3}[\"']?\s{0,3}([A-Za-z0-9_-]{2,20})", re.I
)
_SAVE_AGAIN = "请在记事本或 WPS 中打开它，另存为 UTF-8 编码的文件后再试。"
Found = tuple[list[Piece], list[str]]


def read_source(path: Path) -> Source:
    """A document as paragraphs and tables in their order, and what of it was not read.

    UsageError, in one line, for what cannot be read, with what it is and how to get text from it.
    """
    try:
        raw = read_whole(path, MAX_FILE)
    except TooLarge:
        raise UsageError(
            f"“{path.name}”超过 {MAX_FILE // 1_000_000} MB，",
            "请去掉其中的图片，或把文字复制到 .txt 后再试。",
        ) from None
    except OSError as error:
        raise UsageError(f"无法读取文件“{path}”：{reason_of(error)}。", "请检查路径。") from None
    try:
        pieces, remarks = _read(path, raw, path.suffix.lower())
        pieces = [one for one in pieces if isinstance(one, Paragraph) or any(map(any, one.rows))]
        if not pieces:
            raise Refused(*_no_text(remarks))
        check_size(pieces)
    except Refused as refused:
        raise UsageError(f"“{path.name}”{refused.what}，", refused.hint) from None
    except Unreadable as refused:
        raise UsageError(f"“{path.name}”{refused}。") from None
    return Source(path.name, tuple(pieces), tuple(remarks))


def _no_text(remarks: list[str]) -> tuple[str, str]:
    if any("图片" in remark for remark in remarks):
        return (
            "中只有图片，没有文字，多半是扫描件",
            "请先做文字识别（OCR，WPS 中的“图片转文字”即可），把文字存为 .docx 或 .txt 后再试。",
        )
    return "中没有读到文字", "请打开它看一看，把正文复制到 .txt 后再试。"


def _read(path: Path, raw: bytes, suffix: str) -> Found:
    if not raw.strip():
        raise Refused("是空文件", "请检查是否给错了文件。")
    refuse_others(raw, suffix)
    if raw.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _read_zip(path, raw)
    if suffix in _LISTS:
        from yqsafety.drafting.list_table import read_lists
        from yqsafety.register.reading import read_sheets

        return read_lists(read_sheets(path))
    head = raw[:2048].replace(b"\0", b"").lower()
    if suffix in _PAGES or b"<html" in head or b"<!doctype html" in head:
        from yqsafety.drafting.web_page import read_page

        return read_page(_page_text(raw))
    text = _decoded(raw, ["utf-8-sig", "gb18030"])
    if len(text) > MAX_LETTERS:
        raise Refused(f"超过 {MAX_LETTERS // 10_000} 万字", "请分成几个文件。")
    if suffix in _MARKDOWN:
        from yqsafety.drafting.markdown import read_markdown

        return read_markdown(text)
    from yqsafety.drafting.text_lines import read_text

    return read_text(text)


def _read_zip(path: Path, raw: bytes) -> Found:
    from yqsafety.register.package import Package

    try:
        package = Package(raw)
        if package.any_under("xl/") and not package.has("xl/workbook.bin"):
            from yqsafety.drafting.list_table import read_lists
            from yqsafety.register.reading import read_sheets

            return read_lists(read_sheets(path))
        if package.any_under("word/"):
            return _read_word(package)
        known = ("OFD.xml", "ppt/presentation.xml", "xl/workbook.bin", "[Content_Types].xml")
        names = {name.casefold() for name in known if package.has(name)}
        raise refused_zip(names, package.first_bytes("mimetype", 200))
    except (Refused, Unreadable):
        raise
    except Exception:  # a damaged zip or XML raises errors of many kinds
        raise Refused(
            "已损坏、加密，或不是完好的文档", "请在 WPS 或 Word 中重新另存为 .docx 后再试。"
        ) from None


def _read_word(package: Package) -> Found:
    from yqsafety.drafting.word_document import read_word

    try:
        return read_word(package)
    except Unreadable:
        raise Refused(
            "不是普通的 Word 文档（展开后过大、嵌套过深或含有 DOCTYPE）",
            "请把正文复制到新的 Word 文档或 .txt 后再试。",
        ) from None


def _page_text(raw: bytes) -> str:
    """A page by its own word on its encoding, which is often wrong."""
    said = _META.search(raw[:4096])
    name = said[1].decode("ascii").lower() if said else ""
    first = (
        ["gb18030"] if name.startswith("gb") else [_ENCODINGS[name]] if name in _ENCODINGS else []
    )
    return _decoded(raw, [*first, "utf-8-sig", "gb18030"])


def _decoded(raw: bytes, encodings: list[str]) -> str:
    # UTF-8 before GB18030: Chinese text in the latter is hardly ever valid as the former, while
    # the reverse passes often.
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif raw.startswith(codecs.BOM_UTF8):
        encodings = ["utf-8-sig"]
    for encoding in encodings:
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_text(text):
            return text
    if b"\0" in raw:
        raise Refused("不是文本文件，或是没有标记的 UTF-16 文本", _SAVE_AGAIN)
    raise Refused("的编码无法识别", _SAVE_AGAIN)


def _is_text(text: str) -> bool:
    """Whether a decoded text is one: no zero bytes, and hardly any unassigned characters."""
    part = text[:20_000]
    odd = sum(not one.isprintable() and not one.isspace() for one in part)
    return "\0" not in text and odd <= len(part) // 50 + 1
