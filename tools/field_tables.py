"""The tables of fields in docs/authoring*.md, made of the schema of the data files.

`tests/test_authoring.py` compares them, and writes them anew with `UPDATE_GOLD=1`. The Chinese
texts are those of `yqsafety schema` (notice/field_texts.py), the English ones the docstrings.
"""

from __future__ import annotations

import re
from typing import Any

from pydantic import TypeAdapter

from yqsafety.notice.field_texts import records_of
from yqsafety.notice.schema import MODELS, json_schema

MADE = re.compile(r"(?s)(<!-- made of the schema: (\w+) -->\n).*?(<!-- end -->)")
"""A table in a page: between two comments, the first of which names its record."""
WORDS = {
    "zh": ("字段", "类型", "须有", "含义"),
    "en": ("field", "type", "needed", "meaning"),
}
TYPES = {
    "zh": {"string": "文字", "date": "日期", "integer": "整数", "list": "{} …", "or": "或"},
    "en": {
        "string": "text",
        "date": "day",
        "integer": "number",
        "list": "list of {}",
        "or": " or ",
    },
}


def filled_tables(page: str, language: str) -> str:
    """A page with its tables of fields as the schema has them now."""
    records = schema_records(language)
    return MADE.sub(lambda at: at[1] + field_table(records[at[2]], language) + at[3], page)


def schema_records(language: str) -> dict[str, dict[str, Any]]:
    """All records of both data files by name, described in Chinese or in English."""
    found: dict[str, dict[str, Any]] = {}
    for kind, model in MODELS.items():
        whole = json_schema(kind) if language == "zh" else TypeAdapter(model).json_schema()
        found |= records_of(whole)
    return found


def field_table(record: dict[str, Any], language: str) -> str:
    """What a record is, and a row for each of its fields."""
    needed = record.get("required", ())
    lines = [_plain(record["description"]), "", _row(*WORDS[language]), _row(*["---"] * 4)]
    for name, shape in record["properties"].items():
        mark = "√" if name in needed else ""
        kind = _type(shape, TYPES[language])
        lines.append(_row(f"`{name}`", kind, mark, _plain(shape["description"])))
    return "\n".join(lines) + "\n"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cells) + " |"


def _plain(text: str) -> str:
    return " ".join(text.replace("`", "").split())


def _type(shape: dict[str, Any], words: dict[str, str]) -> str:
    if "$ref" in shape:
        name = shape["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "anyOf" in shape:
        several = [_type(one, words) for one in shape["anyOf"] if one.get("type") != "null"]
        return words["or"].join(several)
    if values := shape.get("enum", [shape["const"]] if "const" in shape else []):
        return " ".join(f"`{value}`" for value in values)
    if shape["type"] == "array":
        return words["list"].format(_type(shape["items"], words))
    if shape["type"] == "boolean":
        return "`true` `false`"
    return words[shape.get("format", shape["type"])]
