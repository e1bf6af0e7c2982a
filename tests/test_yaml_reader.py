"""YAML is read safely: nothing but plain data, and nothing turns into something else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import Cli
from hypothesis import given
from hypothesis import strategies as st

from yqsafety.notice.yaml_reader import MAX_DEPTH, YamlRefused, load_yaml

BIG = 100_000


def data(text: str | bytes) -> Any:
    """What a document holds."""
    return load_yaml(text.encode() if isinstance(text, str) else text, "x.yaml").data


def refused(text: str | bytes) -> YamlRefused:
    """Why a document is refused."""
    with pytest.raises(YamlRefused) as caught:
        data(text)
    return caught.value


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[{a: ", "a: [", '"a": {'])
def test_endless_nesting_is_refused_and_crashes_nothing(opening: str) -> None:
    assert refused(opening * (BIG // len(opening))).line == 1


def test_a_bomb_ends_the_program_in_order(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "tasks.yaml"
    file.write_bytes(b"[" * BIG)
    for result in (cli("validate", file), cli("list", "--notice", file)):
        assert result.code == 3
        assert "嵌套超过 40 层" in result.out + result.err


def test_depth_is_bounded_exactly() -> None:
    assert data("[" * MAX_DEPTH + "]" * MAX_DEPTH) is not None
    assert "嵌套" in refused("[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1)).problem


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("a: 1\nb: &x 2\n", 2, "锚点"),
        ("a: 1\nb: &x [2]\n", 2, "锚点"),
        ("a: 1\nb: *x\n", 2, "引用"),
        ("a: 1\nb: !!str 2\n", 2, "标签"),
        ("a: 1\nb: !!python/object/apply:os.system [id]\n", 2, "标签"),
        ("a: 1\n!!str b: 2\n", 2, "标签"),
        ("a: 1\nb: ! 2\n", 2, "标签"),
        ("a: 1\nb: 2\n\na: 3\n", 4, "键“a”重复"),
        ("a: 1\nb: {c: 1, c: 1}\n", 2, "键“c”重复"),
        ('"1": a\n1: b\n', 2, "键“1”重复"),
        ("a: 1\n---\nb: 2\n", 2, "只能有一个文档"),
        ("--- a\n...\n--- b\n", 3, "只能有一个文档"),
        ("a: 1\n? [b]\n: c\n", 2, "键必须是文字"),
        ("a: 1\n? {b: c}\n: d\n", 2, "键必须是文字"),
        ("a: 1\nb: c: d\n", 2, "YAML"),
        ("a: 1\nb: @c\n", 2, "YAML"),
    ],
)
def test_what_plain_data_does_not_need_is_refused(text: str, line: int, word: str) -> None:
    error = refused(text)
    assert word in error.problem
    assert error.line == line


@pytest.mark.parametrize(
    ("raw", "line", "word"),
    [
        ("名称: 甲".encode("utf-16"), 1, "UTF-8"),
        ("a: 甲".encode("utf-16-le"), 1, "控制字符"),
        ("name: a\n\n名称: 甲乙".encode("gbk"), 3, "UTF-8"),
        (b"a: 1\nb: \x00", 2, "控制字符 U+0000"),
        (b"a: 1\nb: \x1b[31m", 2, "控制字符 U+001B"),
        (b"a: 1\r\nb: \x07", 2, "控制字符 U+0007"),
        (b"a: 1\nb: \x7f", 2, "控制字符 U+007F"),
        (b"a: 1\rb: 2", 1, "控制字符 U+000D"),
        ("a: 1\nb: \ufffe".encode(), 2, "控制字符 U+FFFE"),
        ("a: 1\nb: \x9b31m".encode(), 2, "控制字符 U+009B"),
    ],
)
def test_bytes_that_are_not_clean_utf8_are_refused(raw: bytes, line: int, word: str) -> None:
    error = refused(raw)
    assert word in error.problem
    assert error.line == line


def test_the_encoding_is_named_in_chinese_with_its_line(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "tasks.yaml"
    file.write_bytes("schema: yqsafety/notice@1\nid: x\ntitle: 垣曲县安全生产\n".encode("gbk"))
    result = cli("list", "--notice", file)
    assert result.code == 3
    assert "tasks.yaml 第 3 行" in result.err
    assert "请另存为 UTF-8" in result.err


def test_bom_tabs_and_windows_line_ends_are_welcome() -> None:
    assert data("\ufeffa: 甲\r\nb:\t[乙, 丙]\r\n") == {"a": "甲", "b": ["乙", "丙"]}


@pytest.mark.parametrize(
    "text",
    "no yes on off y n True FALSE Null NULL 010 0x1F 0o7 12:30 1.10 1.0 1e3 1_000 +5 .inf .nan"
    " 2025-06-30 2025-06-30T08:00:00Z = <<".split(),
)
def test_a_plain_scalar_stays_the_text_that_was_typed(text: str) -> None:
    assert data(f"a: {text}") == {"a": text}
    assert data(f"[{text}]") == [text]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *[("true", True), ("false", False), ("null", None), ("~", None), ("", None)],
        *[("0", 0), ("10", 10), ("-5", -5), ("9" * 18, 10**18 - 1)],
    ],
)
def test_constants_and_whole_numbers(text: str, value: Any) -> None:
    found = data(f"a: {text}")["a"]
    assert found == value
    assert type(found) is type(value)
    assert data(f"a: '{text}'") == {"a": text}
    assert data(f'a: "{text}"') == {"a": text}


@pytest.mark.parametrize("digits", [19, 5_000, BIG])
def test_a_huge_number_stays_text_and_stops_nothing(digits: int) -> None:
    assert data("a: " + "9" * digits) == {"a": "9" * digits}


def test_keys_are_text() -> None:
    assert data("1: a\ntrue: b\nno: c\n2025-01-01: d\n") == {
        "1": "a",
        "true": "b",
        "no": "c",
        "2025-01-01": "d",
    }


def test_a_merge_key_merges_nothing() -> None:
    assert data("<<: {a: 1}\nb: 2") == {"<<": {"a": 1}, "b": 2}


def test_an_empty_document_holds_nothing() -> None:
    assert data("") is None
    assert data("# only a remark\n") is None


def test_lines_of_paths() -> None:
    document = load_yaml(
        b"# remark\nschema: x\nsections:\n\n  - number: 1\n    items: [a,\n      b]\n  - text: |\n"
        b"      long\n",
        "x.yaml",
    )
    assert document.line(("schema",)) == 2
    assert document.line(("sections", 0)) == 5
    assert document.line(("sections", 0, "number")) == 5
    assert document.line(("sections", 0, "items", 0)) == 6
    assert document.line(("sections", 0, "items", 1)) == 7
    assert document.line(("sections", 1, "text")) == 8


def test_the_line_of_what_is_missing_is_that_of_its_nearest_ancestor() -> None:
    document = load_yaml(b"\na: 1\nb:\n  - c: 1\n  - d: 1\n", "x.yaml")
    assert document.line(("b", 1, "e", "f")) == 5
    assert document.line(("z",)) == document.line(())


class _Quoted(yaml.SafeDumper):
    """PyYAML's own dumper with every text in quotes, and no aliases."""

    def ignore_aliases(self, _: Any) -> bool:
        return True


_Quoted.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'),
)

LETTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff")
_scalars = st.text(LETTERS) | st.integers(-(10**18) + 1, 10**18 - 1) | st.booleans() | st.none()
_nested = st.recursive(
    _scalars,
    lambda inner: (
        st.lists(inner, max_size=5) | st.dictionaries(st.text(LETTERS), inner, max_size=5)
    ),
    max_leaves=20,
)


def _same(one: Any, other: Any) -> bool:
    """Equal, and of the same types: 1 is not True."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(one[key], other[key]) for key in one)
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    return type(one) is type(other) and bool(one == other)


@given(value=_nested, flow=st.booleans(), wide=st.booleans())
def test_what_another_program_writes_is_read_as_it_was(value: Any, flow: bool, wide: bool) -> None:
    text = yaml.dump(value, Dumper=_Quoted, default_flow_style=flow, allow_unicode=wide)
    assert _same(data(text), value)


def test_an_escape_cannot_bring_in_a_control_character() -> None:
    with pytest.raises(YamlRefused, match="控制字符 U\\+001B"):
        load_yaml(b'a: "x\\e[31m"', "x.yaml")
