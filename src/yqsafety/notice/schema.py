"""The shape of the data files: pydantic checks the model's dataclasses, in Chinese.

Shape means keys and types; the rules that need more than one value are in notice_checks.py and
unit_checks.py. Importing pydantic takes 75 to 110 ms, so this module is imported only where there
is no compiled copy, or a schema is asked for.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any, Literal, NamedTuple

from yqsafety.notice.document import NoticeFile
from yqsafety.notice.model import Units
from yqsafety.notice.yaml_reader import KeyPath, YamlDocument

FileKind = Literal["notice", "units"]
Level = Literal["error", "warning"]

MODELS: dict[FileKind, type[NoticeFile] | type[Units]] = {"notice": NoticeFile, "units": Units}
SCHEMAS: dict[FileKind, str] = {"notice": "yqsafety/notice@2", "units": "yqsafety/units@1"}
"""What the key `schema` of each file says."""
SCHEMA_FILES: dict[FileKind, str] = {
    "notice": "notice.schema.json",
    "units": "units.schema.json",
}
"""The files beside the data files that hold their JSON Schema. The first line of a data file names
its own, so that editors help without a network."""

MAX_FINDINGS = 1_000
"""Where a file has more faults of shape than this, one finding stands for all: it is some other
kind of file, and its list would help nobody."""

_BRANCHES = ("Task", "str")
"""What pydantic puts into a path behind the place where a task or a text may stand."""

_PROBLEMS = {
    "missing": ("缺少这一项", "补上"),
    "missing_argument": ("缺少这一项", "补上"),
    "unexpected_keyword_argument": ("没有这个键", "检查拼写，或删去"),
    "extra_forbidden": ("没有这个键", "检查拼写，或删去"),
    "literal_error": ("值不在允许之列", "改为：{expected}"),
    "string_type": ("应为文字", "加上引号"),
    "int_type": ("应为整数", "去掉引号"),
    "bool_type": ("应为 true 或 false", "改正"),
    "tuple_type": ("应为列表", "改为 [甲, 乙] 的形式"),
    "dataclass_type": ("应为一组键值", "改为“键: 值”的形式"),
}


class Finding(NamedTuple):
    """One fault of a data file: where it is, what is wrong, what to do."""

    file: str
    line: int
    path: str
    level: Level
    problem: str
    fix: str

    def __str__(self) -> str:
        place = f"{self.file} 第 {self.line} 行"
        return f"{place}，{self.path}：{self.problem}" if self.path else f"{place}：{self.problem}"


def finding_at(document: YamlDocument, path: KeyPath, problem: str, fix: str = "") -> Finding:
    """An error at a path of a document."""
    shown = dotted_path(document.place(path))
    return Finding(document.name, document.line(path), shown, "error", problem, fix)


def dotted_path(path: KeyPath) -> str:
    """A path as people read it: `sections[2].items[0].tasks[3].quote`."""
    text = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return text.removeprefix(".")


def kind_of(document: YamlDocument) -> FileKind | None:
    """Which file a document claims to be, by its key `schema`; None where it claims neither."""
    schema = document.data.get("schema") if isinstance(document.data, dict) else None
    name = schema.split("@")[0].removeprefix("yqsafety/") if isinstance(schema, str) else ""
    return name if name in ("notice", "units") else None  # type: ignore[return-value]


def check_shape(document: YamlDocument, kind: FileKind) -> tuple[Any, list[Finding]]:
    """The record that a document holds and no findings, or None and every fault of its shape."""
    from pydantic import ValidationError

    try:
        # By way of JSON, because the model is strict: as Python values, pydantic would refuse a
        # list where a tuple is declared and a text where a date is.
        return _type_adapter(kind).validate_json(json.dumps(document.data)), []
    except ValidationError as error:
        if error.error_count() > MAX_FINDINGS:
            problem = f"格式不对之处超过 {MAX_FINDINGS} 处，未逐一列出"
            return None, [finding_at(document, (), problem, "检查是否选错文件")]
        details = error.errors(include_url=False, include_input=False)
        # Of what is neither a task nor a text, pydantic says both; people mean a task.
        meant = (detail for detail in details if _branch_of(detail["loc"]) != (_BRANCHES[1],))
        return None, [_translated_finding(document, detail) for detail in meant]


def json_schema(kind: FileKind | None) -> dict[str, Any]:
    """The JSON Schema of one data file, or of either, described in Chinese."""
    from pydantic import TypeAdapter

    from yqsafety.notice.field_texts import described

    adapter = _type_adapter(kind) if kind else TypeAdapter(NoticeFile | Units)
    draft = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    return draft | described(adapter.json_schema())


@cache
def _type_adapter(kind: FileKind) -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(MODELS[kind])


def _branch_of(loc: KeyPath) -> KeyPath:
    """The end of a path from the branch on that pydantic put into it; empty where it did not."""
    for n in range(2, len(loc)):
        if loc[n - 2] == "tasks" and isinstance(loc[n - 1], int) and loc[n] in _BRANCHES:
            return loc[n:]
    return ()


def _translated_finding(document: YamlDocument, detail: Any) -> Finding:
    loc = detail["loc"]
    branch = _branch_of(loc)
    path = (*loc[: len(loc) - len(branch)], *branch[1:])
    problem, fix = _PROBLEMS.get(detail["type"], ("格式不对", "参照 yqsafety schema 改正"))
    if detail["type"].startswith("date"):
        problem, fix = "日期无效", "写成 2025-06-30"
    expected = detail.get("ctx", {}).get("expected", "").replace("'", "").replace(" or ", "、")
    return finding_at(document, path, problem, fix.format(expected=expected.replace(", ", "、")))
