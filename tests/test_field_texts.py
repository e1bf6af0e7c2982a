"""What editors and readers are told of each field: Chinese, whole, and beside the data files."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Cli

from yqsafety.notice.field_texts import FIELD_TEXTS, RECORD_TEXTS, records_of
from yqsafety.notice.schema import MODELS, SCHEMA_FILES, FileKind, json_schema

DATA = Path(__file__).parents[1] / "data"
FILES: dict[FileKind, str] = {"notice": "tasks.yaml", "units": "units.yaml"}
NOTICE = """\
安澜市人民政府关于做好2025年防汛工作的通知
各县（区）人民政府：
一、备足物资。6月底前制定物资储备方案。（市水利局牵头，市应急局配合）
"""


def fields() -> dict[str, set[str]]:
    """The fields of every record that a data file can hold."""
    schemas = [records_of(json_schema(kind)) for kind in MODELS]
    return {name: set(one["properties"]) for schema in schemas for name, one in schema.items()}


def test_every_field_has_a_chinese_text_and_no_other_has() -> None:
    assert {name: set(texts) for name, texts in FIELD_TEXTS.items()} == fields()
    assert set(RECORD_TEXTS) == set(fields())
    for text in [
        *RECORD_TEXTS.values(),
        *(t for texts in FIELD_TEXTS.values() for t in texts.values()),
    ]:
        assert re.search(r"[\u4e00-\u9fff].*。$", text), text


@pytest.mark.parametrize("kind", [*MODELS, None])
def test_the_schema_speaks_chinese(cli: Cli, kind: str | None) -> None:
    shown = cli("schema", *([kind] if kind else [])).json
    for name, record in records_of(shown).items():
        assert record["description"] == RECORD_TEXTS[name]
        for field, shape in record["properties"].items():
            assert shape["description"] == FIELD_TEXTS[name][field], (name, field)


@pytest.mark.parametrize("kind", MODELS)
def test_the_schema_stands_beside_the_data(cli: Cli, kind: FileKind) -> None:
    """Made by `yqsafety schema notice > data/notice.schema.json`, and for units alike."""
    assert (DATA / SCHEMA_FILES[kind]).read_text("utf-8") == cli("schema", kind).out


@pytest.mark.parametrize("kind", MODELS)
def test_a_draft_wires_editors_to_a_schema_that_it_fits(
    cli: Cli, tmp_path: Path, kind: FileKind
) -> None:
    (tmp_path / "通知.txt").write_text(NOTICE, "utf-8")
    assert cli("catalog", "draft", "通知.txt", "-o", "任务").code == 0
    for folder in (tmp_path / "任务", DATA):
        text = (folder / FILES[kind]).read_text("utf-8")
        named = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
        assert named
        schema = json.loads((folder / named[1]).read_text("utf-8"))
        assert list(misfits(yaml.safe_load(text), schema, schema)) == []


def test_an_editor_would_underline_a_slip() -> None:
    schema = json_schema("units")
    slip = {"schema": "yqsafety/units@1", "units": [{"id": "a", "nmae": "市水利局"}]}
    assert list(misfits(slip, schema, schema)) == ["units[0]"]


TYPES: dict[str, type | tuple[type, ...]] = {
    "string": (str, dt.date),
    "integer": int,
    "boolean": bool,
    "array": list,
    "object": dict,
    "null": type(None),
}


def misfits(value: Any, shape: dict[str, Any], whole: dict[str, Any], at: str = "") -> list[str]:
    """Where a value does not fit: as much of JSON Schema as the model's schemas use."""
    if "$ref" in shape:
        return misfits(value, whole["$defs"][shape["$ref"].rpartition("/")[2]], whole, at)
    if "anyOf" in shape:
        tried = [misfits(value, one, whole, at) for one in shape["anyOf"]]
        return [] if [] in tried else max(tried, key=lambda found: len(found[0]))
    right = isinstance(value, TYPES[shape["type"]]) and isinstance(value, bool) <= (
        shape["type"] == "boolean"
    )
    if not right or value not in shape.get("enum", [shape.get("const", value)]):
        return [at]
    parts: list[tuple[str, Any, dict[str, Any]]] = []
    if isinstance(value, list):
        parts = [(f"{at}[{n}]", one, shape["items"]) for n, one in enumerate(value)]
    elif isinstance(value, dict):
        known = shape["properties"]
        assert shape["additionalProperties"] is False
        if not set(shape.get("required", ())) <= set(value) <= set(known):
            return [at]
        parts = [(f"{at}.{key}".lstrip("."), one, known[key]) for key, one in value.items()]
    return [found for place, one, part in parts for found in misfits(one, part, whole, place)]
