"""An office's own Word file as a template, taken only where it is harmless.

It is opened on other machines later, with the figures of the office in it: so it may hold no
macro, no object, no control, and nothing that is fetched or run when it is opened. And it comes
from outside: a few kilobytes can unpack to gigabytes, so its size is known before it is read.
"""

from __future__ import annotations

import io
import re
import zipfile
from typing import TYPE_CHECKING

from yqsafety.errors import UsageError
from yqsafety.register.package import MAX_UNPACKED, Package
from yqsafety.register.sheets import Unreadable

if TYPE_CHECKING:
    from docx.document import Document

MAX_TEMPLATE = 20_000_000
"""Bytes, packed; what it unpacks to is bound by `MAX_UNPACKED` as well."""
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_ACTIVE = {
    "vbaProject": "宏",
    "wordVbaData": "宏",
    "keyMapCustomizations": "宏",
    "attachedToolbars": "宏",
    "control": "控件",
    "activeXControlBinary": "控件",
    "oleObject": "嵌入的对象",
    "package": "嵌入的文件",
    "aFChunk": "嵌入的文件",
    "subDocument": "子文档",
    "frame": "框架页",
}
_READING_FIELDS = re.compile(
    r"(?<![A-Z])(?:DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|LINK|DATABASE|MACROBUTTON)\b"
)
"""Fields that read another file, or run something, when the document is opened or clicked."""
_SAVE_AGAIN = "请在 WPS 或 Word 中另存为 .docx 后再试。"


def open_template(raw: bytes, name: str) -> Document:
    """The template as a document; UsageError in one line where it is none or might do harm."""
    from docx import Document

    _check(raw, name)
    try:
        return Document(io.BytesIO(raw))
    except Exception:  # what is missing or of another kind raises errors of many kinds
        raise _refused(name, "不是完好的 Word 文档") from None


def _check(raw: bytes, name: str) -> None:
    if not raw.startswith(b"PK\x03\x04"):
        raise _refused(name, "不是 .docx 文件")
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            members = packed.infolist()
            if sum(one.file_size for one in members) > MAX_UNPACKED:
                raise _refused(name, f"展开后超过 {MAX_UNPACKED // 1_000_000} MB", "请去掉大图片。")
        package = Package(raw)
        _check_kind(package, name)
        for member in members:
            _check_part(package, member.filename, name)
    except UsageError:
        raise
    except Unreadable as refused:
        raise _refused(name, f"不是普通的 Word 文档：{refused}") from None
    except Exception:  # a damaged zip or XML raises errors of many kinds
        raise _refused(name, "已损坏、加密，或不是完好的 Word 文档") from None


def _check_kind(package: Package, name: str) -> None:
    """Whether it is a plain document: not one with macros, a template of Word, or a workbook."""
    kinds: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag in ("Override", "Default"):
            kinds.append(attributes.get("ContentType", ""))

    package.parse("[Content_Types].xml", start)
    if any("macroEnabled" in kind or "vbaProject" in kind for kind in kinds):
        raise _refused(name, "含有宏")
    if _MAIN not in kinds:
        raise _refused(name, "不是 .docx 文件")


def _check_part(package: Package, part: str, name: str) -> None:
    """Whether a part of the file is XML within bounds that refers to nothing outside."""
    if not _is_xml(package.first_bytes(part, 64)):
        return
    instructions: list[str] = []
    inside = False

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        inside = tag == "instrText"
        if tag == "fldSimple":
            instructions.append(next((v for k, v in attributes.items() if k.endswith("instr")), ""))
        if tag == "Relationship":
            _check_relation(attributes, name)

    def text(said: str) -> None:
        if inside:
            instructions.append(said)

    package.parse(part, start, text=text)
    if _READING_FIELDS.search("".join(instructions).upper()):
        raise _refused(name, "含有会读取其他文件或运行程序的域", "请删去后再试。")


def _check_relation(attributes: dict[str, str], name: str) -> None:
    kind = attributes.get("Type", "").rpartition("/")[2]
    if attributes.get("TargetMode") == "External":
        target = attributes.get("Target", "")[:60]
        how = "请在 Word 中取消链接、改为嵌入后再试。"
        if kind == "attachedTemplate":
            how = "请在 Word 的“文档模板”中改为 Normal，或把内容复制到新文档后再试。"
        raise _refused(name, f"引用了文件以外的内容（{target}）", how)
    if kind in _ACTIVE:
        raise _refused(name, f"含有{_ACTIVE[kind]}", "请删去后再试。")


def _is_xml(head: bytes) -> bool:
    return head.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")[:1] == b"<"


def _refused(name: str, what: str, how: str = _SAVE_AGAIN) -> UsageError:
    return UsageError(f"模板“{name}”{what}，未导出。", how)
