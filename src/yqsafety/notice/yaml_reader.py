"""YAML bytes to plain data, safely, remembering the line of every value.

Built from the parser's events without recursion, so that no input can exhaust the stack: 100 KB of
`[` crash the interpreter where CSafeLoader builds the data itself. Anchors and aliases are refused
because a few lines of them can stand for gigabytes, tags because they name Python types, and
duplicate keys because PyYAML keeps the last one in silence. Only mappings, lists, text, whole
numbers, true/false and null exist: dates, `no` and `1.10` stay text, where YAML 1.1 would make
other things of them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

MAX_DEPTH = 40
"""Levels of nesting; the data files need 10."""
MAX_VALUES = 40_000
"""The most values in a file. 垣政发〔2025〕1号 has 2,000; 40,000 of its kind make 1.6 MB."""
MAX_SHOWN = 40
"""How many characters of a duplicate key an error repeats."""

_BEFORE = 4
"""Lines before the one where the parser gives up in which the cause is looked for."""
_MARKS = (
    (re.compile(r"(?:^\s*(?:- )?|[{,，]\s*)[a-z_]+\s*："), "冒号：", ": （后面空一格）"),
    (re.compile(r"，\s*[a-z_]+\s*:"), "逗号，", ", （后面空一格）"),
    (re.compile(r"[:\-]\s+[｛［【]"), "括号", "{ } 或 [ ]"),
)

KeyPath = tuple[str | int, ...]
Data = dict[str, Any]

_TOO_DEEP = f"嵌套超过 {MAX_DEPTH} 层"
_INVALID = "不是有效的 YAML"
_CONSTANTS: dict[str, Any] = {"true": True, "false": False, "null": None, "~": None, "": None}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
# `010` would be octal in YAML 1.1 and stays text; 18 digits always fit 64 bits.
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")


class YamlRefused(Exception):
    """Bytes outside the safe subset: the line (from 1) and what is wrong there, in Chinese."""

    def __init__(self, line: int, problem: str) -> None:
        super().__init__(problem)
        self.line = line
        self.problem = problem


@dataclass(frozen=True, slots=True)
class YamlDocument:
    """Plain data and, for each path in it, the line (from 1) where it stands."""

    name: str
    data: Any
    lines: dict[KeyPath, int] = field(default_factory=dict)
    places: dict[KeyPath, KeyPath] = field(default_factory=dict)
    """Where the data stand in the file, where they were read as another shape."""
    path: Path | None = None
    """Where the file is, for a command that is to be typed."""

    def line(self, path: KeyPath) -> int:
        """The line of `path`, or of its nearest ancestor that is there."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def place(self, path: KeyPath) -> KeyPath:
        """The path in the file of what stands at `path` here."""
        if not self.places:
            return path
        rest: KeyPath = ()
        while path and path not in self.places:
            path, rest = path[:-1], (path[-1], *rest)
        return (*self.places.get(path, ()), *rest)


@dataclass(slots=True)
class _Frame:
    """A mapping or list under construction."""

    container: Any
    path: KeyPath
    key: str | None = None


def load_yaml(raw: bytes, name: str, scale: int = 1) -> YamlDocument:
    """Read one document; YamlRefused for anything outside the safe subset.

    `name` is what findings call the file. `scale` multiplies MAX_VALUES (YQSAFETY_LARGE).
    """
    import yaml

    # The loader in C takes 10 ms for 130 tasks, the one in Python 78.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _Builder(name, MAX_VALUES * scale).build(
            yaml.parse(_decoded_text(raw), Loader=loader)
        )
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        # Newer parsers give up by themselves, before our own count has seen the levels.
        deep = "nesting depth" in (getattr(error, "problem", None) or "")
        line = mark.line + 1 if mark else 1
        if not deep and (found := _full_width_mark(_decoded_text(raw), line)):
            raise YamlRefused(*found) from None
        raise YamlRefused(line, _TOO_DEEP if deep else _INVALID) from None


def _full_width_mark(text: str, last: int) -> tuple[int, str] | None:
    """The line with a full-width mark at which the parser stumbled, and what to write there.

    The parser stops at that line or soon behind it.
    """
    lines = text.split("\n")
    for line in range(min(last, len(lines)), max(0, last - _BEFORE), -1):
        for form, mark, right in _MARKS:
            if form.search(lines[line - 1]):
                return line, f"用了全角{mark}，请改成半角 {right}"
    return None


def _decoded_text(raw: bytes) -> str:
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise YamlRefused(line, "不是 UTF-8 编码，请另存为 UTF-8") from None
    if bad := _CONTROL.search(text.replace("\r\n", "\n")):
        line = text.count("\n", 0, bad.start()) + 1
        raise YamlRefused(line, f"含有控制字符 U+{ord(bad[0]):04X}")
    return text


class _Builder:
    """Turns parser events into plain data, with a stack of one frame for each nesting level."""

    def __init__(self, name: str, most: int) -> None:
        self._most = most
        self._document = YamlDocument(name, None)
        self._root: list[Any] = []
        self._stack: list[_Frame] = [_Frame(self._root, ())]

    def build(self, events: Any) -> YamlDocument:
        documents = 0
        for event in events:
            kind = type(event).__name__
            line = event.start_mark.line + 1
            if kind == "DocumentStartEvent":
                documents += 1
                if documents > 1:
                    raise YamlRefused(line, "只能有一个文档，请去掉“---”")
            elif kind in ("MappingStartEvent", "SequenceStartEvent"):
                self._refuse_extras(event, line)
                self._open({} if kind == "MappingStartEvent" else [], line)
            elif kind in ("MappingEndEvent", "SequenceEndEvent"):
                self._stack.pop()
            elif kind == "ScalarEvent":
                self._refuse_extras(event, line)
                self._scalar(event, line)
            elif kind == "AliasEvent":
                raise YamlRefused(line, "不允许使用引用（*）")
        data = self._root[0] if self._root else None
        return YamlDocument(self._document.name, data, self._document.lines)

    def _refuse_extras(self, event: Any, line: int) -> None:
        if event.anchor or event.tag:
            raise YamlRefused(line, "不允许使用锚点（&）和标签（!）")

    def _open(self, container: Any, line: int) -> None:
        path = self._place(container, line)
        if len(self._stack) > MAX_DEPTH:
            raise YamlRefused(line, _TOO_DEEP)
        self._stack.append(_Frame(container, path))

    def _scalar(self, event: Any, line: int) -> None:
        if bad := _CONTROL.search(event.value):
            raise YamlRefused(line, f"含有控制字符 U+{ord(bad[0]):04X}")
        frame = self._stack[-1]
        if isinstance(frame.container, dict) and frame.key is None:
            if event.value in frame.container:
                raise YamlRefused(line, f"键“{event.value[:MAX_SHOWN]}”重复")
            frame.key = event.value
            return
        # `implicit[0]` is true for what stands without quotes; what is quoted is always text.
        self._place(_resolve_scalar(event.value) if event.implicit[0] else event.value, line)

    def _place(self, value: Any, line: int) -> KeyPath:
        """Add a value to the open mapping or list, and return its path."""
        frame = self._stack[-1]
        if isinstance(frame.container, dict):
            if frame.key is None:
                raise YamlRefused(line, "键必须是文字")
            path: KeyPath = (*frame.path, frame.key)
            frame.container[frame.key] = value
            frame.key = None
        else:
            top = frame.container is self._root
            path = () if top else (*frame.path, len(frame.container))
            frame.container.append(value)
        self._document.lines.setdefault(path, line)
        if len(self._document.lines) > self._most:
            many = f"内容超过 {self._most // 10_000} 万项"
            raise YamlRefused(line, f"{many}，确有这么多的，请设 YQSAFETY_LARGE=1")
        return path


def _resolve_scalar(text: str) -> Any:
    """A plain scalar: true/false, null or a whole number; anything else stays text."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    return int(text) if _INTEGER.fullmatch(text) else text
