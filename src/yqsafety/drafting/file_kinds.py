"""What a file is by its first bytes, and how to get text from one that cannot be read. Pure."""

from __future__ import annotations

from yqsafety.drafting.source import Refused

_AS_WORD = "请在 WPS 或 Word 中打开它，另存为 .docx 后再试。"
_OUT_OF_PDF = (
    "请在 WPS 或 Adobe 中另存为 Word（.docx），或把文字复制到 .txt；扫描件须先做文字识别（OCR）。"
)
_OUT_OF_PICTURE = "请先做文字识别（OCR，微信、WPS 中的“提取文字”即可），把文字存为 .txt 后再试。"
_OUT_OF_ARCHIVE = "请先解压，再给出其中的文件。"
_BEGINNINGS = (
    (b"%PDF", "是 PDF 文件", _OUT_OF_PDF),
    (b"{\\rtf", "是 RTF 文档", _AS_WORD),
    (b"\xff\xd8\xff", "是图片", _OUT_OF_PICTURE),
    (b"\x89PNG", "是图片", _OUT_OF_PICTURE),
    (b"GIF8", "是图片", _OUT_OF_PICTURE),
    (b"II*\0", "是图片", _OUT_OF_PICTURE),
    (b"MM\0*", "是图片", _OUT_OF_PICTURE),
    (b"Rar!", "是压缩包", _OUT_OF_ARCHIVE),
    (b"7z\xbc\xaf", "是压缩包", _OUT_OF_ARCHIVE),
    (b"\x1f\x8b", "是压缩包", _OUT_OF_ARCHIVE),
    (b"MIME-Version:", "是单个文件的网页（.mht）", "请在浏览器中另存为“网页，仅 HTML”后再试。"),
    (b"From: <Saved by", "是单个文件的网页（.mht）", "请在浏览器中另存为“网页，仅 HTML”后再试。"),
)
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
"""The container of old Office and WPS formats, and of every encrypted new one."""
_WORD_XML = (b"wordDocument", b"Word.Document", b"xmlPackage")


def refuse_others(raw: bytes, suffix: str) -> None:
    """Refused for what is known and cannot be read; a zip is looked into elsewhere."""
    head = raw[:1024].removeprefix(b"\xef\xbb\xbf").lstrip()
    for beginning, what, hint in _BEGINNINGS:
        if head.startswith(beginning):
            raise Refused(what, hint)
    if (head[:2] == b"BM" and b"\0" in head[:20]) or head[8:12] == b"WEBP" or head[4:8] == b"ftyp":
        raise Refused("是图片或影像", _OUT_OF_PICTURE)
    if head.startswith(_OLD_OFFICE):
        _refuse_old_office(suffix)
    if head.startswith(b"<?xml") and any(mark in head for mark in _WORD_XML):
        raise Refused("是 Word 的 XML 文档", _AS_WORD)


def _refuse_old_office(suffix: str) -> None:
    if suffix in (".xls", ".et"):
        raise Refused(
            f"是旧版表格（{suffix}）", "请在 WPS 或 Excel 中打开它，另存为 .xlsx 后再试。"
        )
    if suffix in (".doc", ".wps"):
        raise Refused(f"是旧版文档（{suffix}）", _AS_WORD)
    raise Refused(
        "是加密的文件或旧版文档", "请在 WPS 或 Word 中打开它，另存为不加密的 .docx 后再试。"
    )


def refused_zip(names: set[str], mimetype: bytes) -> Refused:
    """What to say of a zip that is neither a Word document nor a workbook."""
    if "ofd.xml" in names:
        return Refused("是 OFD 版式文件", f"{_OUT_OF_PDF[:-1].replace('Adobe', 'OFD 阅读器')}。")
    if mimetype.startswith(b"application/vnd.oasis.opendocument"):
        return Refused("是 OpenDocument 文件（.odt 等）", _AS_WORD)
    if "ppt/presentation.xml" in names:
        return Refused("是演示文稿", "请把文字复制到 Word 文档或 .txt 后再试。")
    if "xl/workbook.bin" in names:
        return Refused("是 .xlsb 文件", "请另存为 .xlsx 后再试。")
    if "[content_types].xml" not in names:
        return Refused("是压缩包", _OUT_OF_ARCHIVE)
    return Refused("不是 Word 文档或 Excel 工作簿", _AS_WORD)
