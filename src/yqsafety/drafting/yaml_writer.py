"""A draft as YAML that people edit: in the order and the style of `data/tasks.yaml`. Pure.

Short maps stand on one line, blocks under one another, and text has quotation marks only where
YAML would read it as something else. `load_yaml` reads back exactly what was written.
"""

from __future__ import annotations

import json
import re
from typing import Any

_NOTICE_HEAD = """\
# yaml-language-server: $schema=notice.schema.json
# {title}全文，一字不改。blocks 依次是原文的每一段，
# label、heading、text 和各任务的 quote 连起来就是原文。
# 由程序起草：review 写明了每处推定的理由，核对一处就删去一处；写法见 docs/authoring.zh-CN.md。
# 改后请运行 yqsafety validate 本文件。
"""
_UNITS_HEAD = """\
# yaml-language-server: $schema=units.schema.json
# 文件点名的单位和范围，由程序起草，请核对名称和简称。aliases 是文件中或通常的其他写法，
# initials 是名称和简称的拼音首字母；groups 是一类单位，有名单的补 members。
# 改后请运行 yqsafety validate 本文件。
"""
_ORDER = (
    "schema id edition year term issued words first_leads digest original retired columns "
    "is label heading table cells body text name aliases initials continues title quote timing "
    "kind basis due every day from until slots trigger within renew_days quantity score actor "
    "mode units lead support check tasks open responsibility done_by evidence added note review "
    "groups blocks"
).split()
RANK = {key: n for n, key in enumerate(_ORDER)}
"""The place of each key among the others of its map."""
_WIDTH = 120
_RESERVED = re.compile(r"(?i)true|false|null|~|yes|no|on|off|[-+]?[0-9.][0-9._]*(?:e[-+]?[0-9]+)?")
"""What this or another reader of YAML takes for something else than text; a day stays plain."""
_UNSAFE = re.compile(
    r"^[\s\-?:,\[\]{}#&*!|>'\"%@`=]|^\.\.\.|\s$|:(?:\s|$)|\s#|[\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff]"
)
_FLOW_UNSAFE = re.compile(r"[,\[\]{}]|:$")
_ESCAPED = re.compile("[\x7f-\xa0\u2028\u2029\ufeff]")


def notice_yaml(notice: dict[str, Any]) -> str:
    """The text of `tasks.yaml`."""
    titles = (block["text"] for block in notice["blocks"] if block.get("is") == "title")
    named = next((re.sub(r"\s+", "", title) for title in titles), "原文")
    return _NOTICE_HEAD.replace("{title}", named, 1) + _document(notice)


def units_yaml(units: dict[str, Any]) -> str:
    """The text of `units.yaml`."""
    return _UNITS_HEAD + _document(units)


def _document(data: dict[str, Any]) -> str:
    return "\n".join(_map_lines(data, 0)) + "\n"


def _ordered(data: dict[str, Any]) -> list[tuple[str, Any]]:
    return sorted(data.items(), key=lambda pair: RANK.get(pair[0], len(RANK)))


def _map_lines(data: dict[str, Any], indent: int) -> list[str]:
    lines: list[str] = []
    for key, value in _ordered(data):
        lines += _entry_lines(key, value, indent)
    return lines


def _entry_lines(key: str, value: Any, indent: int) -> list[str]:
    """`key: value`, on one line where the value is short or has no shape of its own."""
    start = " " * indent + f"{_scalar(key, False)}:"
    if _has_own_lines(key, value) and isinstance(value, list):
        return [start, *_list_lines(value, indent + 2)]
    if (
        isinstance(value, dict)
        and value
        and (_has_own_lines(key, value) or not _fits(start, value))
    ):
        return [start, *_map_lines(value, indent + 2)]
    return [f"{start} {_flow(value) if isinstance(value, dict | list) else _scalar(value, False)}"]


def _has_own_lines(key: str, value: Any) -> bool:
    """Whether a value stands under its key: a list of maps, or a map that holds one."""
    if isinstance(value, list):
        return bool(value) and (key == "tasks" or any(isinstance(one, dict) for one in value))
    return isinstance(value, dict) and any(_has_own_lines(*pair) for pair in value.items())


def _list_lines(values: list[Any], indent: int) -> list[str]:
    lines: list[str] = []
    for value in values:
        start = " " * indent + "- "
        if not isinstance(value, dict):
            lines.append(
                start + (_flow(value) if isinstance(value, list) else _scalar(value, False))
            )
        elif not value or (_is_small(value) and _fits(start, value)):
            lines.append(start + _flow(value))
        else:
            first, *rest = _map_lines(value, indent + 2)
            lines += [start + first[indent + 2 :], *rest]
    return lines


def _is_small(value: dict[str, Any]) -> bool:
    """Whether a block or a unit is a line of its own: nothing below it, no quote to edit."""
    return not value.keys() & {"quote", "tasks", "blocks", "table", "cells", "label"} and bool(
        value
    )


def _fits(start: str, value: dict[str, Any]) -> bool:
    return len(start) + len(_flow(value)) < _WIDTH


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        pairs = (f"{_scalar(key, True)}: {_flow(one)}" for key, one in _ordered(value))
        return "{" + ", ".join(pairs) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _scalar(value, True)


def _scalar(value: Any, in_flow: bool) -> str:
    """A scalar: text without quotation marks where it is read back as the same text."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str):
        return str(value)
    plain = value and not _RESERVED.fullmatch(value) and not _UNSAFE.search(value)
    if plain and not (in_flow and _FLOW_UNSAFE.search(value)):
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return _ESCAPED.sub(lambda mark: f"\\u{ord(mark[0]):04x}", quoted)
