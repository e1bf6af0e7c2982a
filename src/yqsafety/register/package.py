"""The parts of a workbook's zip, within bounds, and the XML in them, event by event.

An XLSX is a zip of XML: a few kilobytes can unpack to gigabytes, XML can declare entities that
grow, and millions of nested elements cost far more than their bytes. So each part is read in
pieces against one budget of bytes and of elements, a DOCTYPE is refused wherever and in whatever
encoding it stands, and no tree is ever built. Only the parts that are needed are read, so that odd
properties, pictures and styles of other programs do not matter.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Callable
from xml.parsers import expat

from yqsafety.register.sheets import Unreadable

MAX_UNPACKED = 20_000_000
"""Bytes of all parts that are read; a register of 2,000 rows takes 3 MB unpacked."""
MAX_ELEMENTS = 1_200_000
"""A register of 20,000 rows has 800,000."""
MAX_PARTS = 5_000
"""Of the files in a zip, and of what a part refers to."""
MAX_DEPTH = 40
"""Of elements in one another; a sheet needs 8."""
_PIECE = 1 << 16
_TOO_LARGE = (
    "展开后过大（超过 20 MB 或 120 万个单元），多为表格下方带边框的空行，请删去空行后重新保存"
)

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


class Package:
    """The parts of one file by name, whatever slashes and capitals its writer used."""

    def __init__(self, raw: bytes) -> None:
        self._zip = zipfile.ZipFile(io.BytesIO(raw))
        members = self._zip.infolist()
        if len(members) > MAX_PARTS:
            raise Unreadable("压缩包内文件过多")
        self._members = {_plain_name(one.filename): one for one in members}
        self._bytes = MAX_UNPACKED
        self._elements = MAX_ELEMENTS

    def has(self, name: str) -> bool:
        """Whether there is a part of this name."""
        return _plain_name(name) in self._members

    def any_under(self, folder: str) -> bool:
        """Whether there is a part in a folder."""
        return any(name.startswith(folder) for name in self._members)

    def first_bytes(self, name: str, count: int) -> bytes:
        """The beginning of a part; empty where there is none."""
        member = self._members.get(_plain_name(name))
        if member is None:
            return b""
        with self._zip.open(member) as file:
            return file.read(count)

    def parse(
        self, name: str, start: Start, end: End | None = None, text: Text | None = None
    ) -> None:
        """Go through the XML of a part: names of elements and attributes come without prefixes."""
        depth = 0

        def opened(tag: str, attributes: dict[str, str]) -> None:
            nonlocal depth
            depth += 1
            self._elements -= 1
            if depth > MAX_DEPTH:
                raise Unreadable("内部结构过于复杂，请把内容复制到新的工作簿后重新保存")
            if self._elements < 0:
                raise Unreadable(_TOO_LARGE)
            start(tag.rpartition(":")[2], attributes)

        def closed(tag: str) -> None:
            nonlocal depth
            depth -= 1
            if end:
                end(tag.rpartition(":")[2])

        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = opened
        parser.EndElementHandler = closed
        parser.StartDoctypeDeclHandler = _refuse_doctype
        if text:
            parser.CharacterDataHandler = text
        with self._zip.open(self._members[_plain_name(name)]) as file:
            while piece := file.read(_PIECE):
                self._bytes -= len(piece)
                if self._bytes < 0:
                    raise Unreadable(_TOO_LARGE)
                parser.Parse(piece, False)
        parser.Parse(b"", True)

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part refers to: by id, the last word of its type and the name of the part."""
        folder, _, file = part.rpartition("/")
        name = f"{folder}/_rels/{file}.rels" if folder else f"_rels/{file}.rels"
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, attributes: dict[str, str]) -> None:
            if tag == "Relationship" and attributes.get("TargetMode") != "External":
                target = attributes.get("Target", "").replace("\\", "/")
                joined = target.lstrip("/") if target[:1] == "/" else posixpath.join(folder, target)
                kind = attributes.get("Type", "").rpartition("/")[2]
                found[attributes.get("Id", "")] = kind, posixpath.normpath(joined)
                if len(found) > MAX_PARTS:
                    raise Unreadable("压缩包内文件过多")

        if self.has(name):
            self.parse(name, start)
        return found


def _plain_name(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").casefold()


def _refuse_doctype(*_: object) -> None:
    raise Unreadable("含有 DOCTYPE，不予读取")
