"""What costs is bounded before the cost, and what is written can be read again."""

from __future__ import annotations

import hashlib
import time
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli
from small import event

from yqsafety.store.state_format import DamagedState, State, dump_state, parse_state

pytestmark = pytest.mark.slow

NOTICE = "yuanqu-2025-1"


def sealed(body: bytes) -> bytes:
    head = b'{"schema": "yqsafety/state@1", "id": "abc", "sha256": "'
    tail = b'", "events": [\n' + body + b"\n]}\n"
    return head + hashlib.sha256(head + b"0" * 64 + tail).hexdigest().encode() + tail


@pytest.mark.parametrize("piece", ["{},", "[],", "999,", "1e5,", '{"a":{},"b":{}},', '""\n,\n'])
@pytest.mark.parametrize("line", ["", "\n"])
def test_millions_of_nothing_end_at_the_first(piece: str, line: str) -> None:
    raw = sealed((piece + line).encode() * ((20 << 20) // len(piece + line)) + b"{}")
    tracemalloc.start()
    start = time.process_time()
    with pytest.raises(DamagedState):
        parse_state(raw)
    assert time.process_time() - start < 4
    assert tracemalloc.get_traced_memory()[1] < 100 << 20
    tracemalloc.stop()


def test_a_list_within_one_event_is_bounded_too() -> None:
    held = dump_state(State("abc", (event(1, "done"),))).split(b"\n")[1]
    raw = sealed(held[:-1] + b', "evidence": [' + b"[]," * (7 << 20) + b"[]]}")
    tracemalloc.start()
    with pytest.raises(DamagedState):
        parse_state(raw)
    assert tracemalloc.get_traced_memory()[1] < 100 << 20
    tracemalloc.stop()


@pytest.mark.parametrize(
    "body",
    [
        "{e} {e}",
        "{e},,{e}",
        "{e},",
        ",{e}",
        "{e}\n{e}",
        "{e}]",
        "[{e}]",
        "{e},\n]",
        "{e} x",
        "null",
    ],
)
def test_anything_but_events_with_commas_between_is_damage(body: str) -> None:
    held = dump_state(State("abc", (event(1, "done"),))).split(b"\n")[1].decode()
    with pytest.raises(DamagedState):
        parse_state(sealed(body.replace("{e}", held).encode()))


def test_events_that_share_a_line_are_read() -> None:
    lines = dump_state(State("abc", (event(1, "done"), event(2, "todo")))).split(b"\n")[1:3]
    for between in (b"", b" ", b"\n\n", b"\r\n"):
        assert len(parse_state(sealed(between.join(lines))).events) == 2


def test_a_count_that_could_not_be_read_again_is_refused(cli: Cli, state_path: Path) -> None:
    high = event(1, "count", "6.6", "zhengfuban", notice=NOTICE, value=10**15 - 1, origin="x")
    Path("other.json").write_bytes(dump_state(State("abc", (high,))))
    cli("merge", "other.json", "--yes")
    before = state_path.read_bytes()
    result = cli("check", "6.6", "--unit", "县政府办", "--count", "+1")
    assert (result.code, result.out, result.err.count("\n")) == (2, "", 1)
    assert state_path.read_bytes() == before
    assert cli("list").code == 0


def test_hundreds_of_files_are_merged_in_one_pass(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = []
    for n in range(400):
        made = [
            event(n * 50 + k, "note", "4.1", "linye", notice=NOTICE, origin=f"f{n}")
            for k in range(50)
        ]
        names.append(f"{n}.json")
        Path(names[-1]).write_bytes(dump_state(State("abc", tuple(made))))
    start = time.process_time()
    result: Any = cli("merge", *names)
    assert result.code == 0
    assert time.process_time() - start < 8  # 20,000 events; a second for each file it was
