"""A state file that an editor reformatted, sorted or saved in another encoding is still whole."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Cli

FOREST = ("--unit", "县林业局")


def indented(raw: bytes) -> str:
    return json.dumps(json.loads(raw), indent=2, ensure_ascii=False)


def in_order_of_keys(raw: bytes) -> str:
    return json.dumps(json.loads(raw), sort_keys=True)


def in_one_line(raw: bytes) -> str:
    return json.dumps(json.loads(raw), ensure_ascii=False)


def as_it_was(raw: bytes) -> str:
    return raw.decode().replace("\n", "\r\n")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be-sig", "gb18030"])
@pytest.mark.parametrize("change", [indented, in_order_of_keys, in_one_line, as_it_was])
def test_another_layout_or_encoding_is_restored_bit_by_bit(
    cli: Cli, state_path: Path, change: Callable[[bytes], str], encoding: str
) -> None:
    for ident in ("4.1", "4.2"):
        cli("note", ident, "汛期　值班“表”", *FOREST)
    whole = state_path.read_bytes()
    text = change(whole)
    if encoding == "utf-16-be-sig":
        state_path.write_bytes("\ufeff".encode("utf-16-be") + text.encode("utf-16-be"))
    else:
        state_path.write_bytes(text.encode(encoding))
    state_path.with_name("state.json.bak").unlink()
    assert cli("list").code == 4
    result = cli("recover", "--yes", "--json").json
    assert (result["proved"], result["unverified"]) == (True, [])
    assert state_path.read_bytes() == whole


def test_an_edited_file_in_another_layout_can_be_accepted(cli: Cli, state_path: Path) -> None:
    cli("note", "4.1", "旧", *FOREST)
    text = indented(state_path.read_bytes()).replace("旧", "新")
    state_path.write_text(text, encoding="utf-8")
    assert cli("recover", "--accept", "--yes").code == 0
    assert cli("log", "--json").json["events"][0]["note"] == "新"


def test_a_file_that_says_more_is_not_taken_for_another_layout(cli: Cli, state_path: Path) -> None:
    cli("note", "4.1", "旧", *FOREST)
    data = json.loads(state_path.read_bytes())
    state_path.with_name("state.json.bak").unlink(missing_ok=True)
    for more in ({"more": 1}, {"sha256": "x"}, {"events": [1]}, {"schema": "yqsafety/state@9"}):
        state_path.write_text(json.dumps(data | more, indent=1), encoding="utf-8")
        assert cli("recover", "--yes").code == 4
