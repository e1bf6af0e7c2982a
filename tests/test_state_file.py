"""The state file: nothing acknowledged is lost, nothing damaged is believed or overwritten."""

# Over 250 lines: each way in which a disk can fail is a test.

from __future__ import annotations

import contextlib
import datetime as dt
import errno
import hashlib
import io
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, get_args

import pytest
from conftest import Cli
from filelock import FileLock
from hypothesis import example, given
from hypothesis import strategies as st

from yqsafety.errors import StateError
from yqsafety.ledger.events import Action, Event, Evidence
from yqsafety.store import locked_write
from yqsafety.store.state_file import FileStore
from yqsafety.store.state_format import (
    DamagedState,
    State,
    dump_state,
    extended_file,
    parse_state,
    seal_of,
)

TICK = ("check", "4.1", "--unit", "县应急管理局")
TICK_AGAIN = ("check", "4.1", "--unit", "县应急管理局", "--note", "再报")
LOOKS = ["list", "list --json", "show 4.1", "status", "log", "units", "notice", "export csv"]
EVENT = Event(
    id="e1",
    batch="b1",
    at="2025-06-01T09:00:00.000000+08:00",
    on=dt.date(2025, 6, 1),
    by="张三",
    origin="",
    notice="yuanqu-2025-1",
    action="done",
    task="4.1",
    period="2025",
    unit="yingji",
    note="甲",
    value=3,
)
SOUND = dump_state(State("abcdef", (EVENT,)))

_words = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
_evidence = st.builds(
    Evidence, name=_words, sha256=st.none() | _words, size=st.none() | st.integers(0, 10**12)
)
_fields: dict[str, st.SearchStrategy[Any]] = {
    **dict.fromkeys(Event._fields, _words),
    **dict.fromkeys(("id", "batch"), _words.filter(bool)),
    "at": st.datetimes()
    .filter(lambda at: at.year < 9999)
    .map(lambda at: f"{at.isoformat(timespec='microseconds')}+08:00"),
    "on": st.dates(),
    "action": st.sampled_from(get_args(Action)),
    "evidence": st.lists(_evidence, max_size=3).map(tuple),
    "value": st.none() | st.integers(0, 10**12),
    "until": st.none() | st.dates(),
}
_events = st.builds(Event, **_fields)


def sealed(text: str) -> bytes:
    """A state file with its right checksum, as another program might have written it."""
    blank = re.sub('"sha256": "[0-9a-f]{64}"', f'"sha256": "{"0" * 64}"', text, count=1)
    digest = hashlib.sha256(blank.encode()).hexdigest()
    return blank.replace("0" * 64, digest, 1).encode()


def files_in(folder: Path) -> set[str]:
    """What stands beside the state; the lock file stays for good."""
    return {file.name for file in folder.iterdir() if not file.name.endswith(".lock")}


@pytest.fixture
def state(state_path: Path) -> Path:
    """A sound state file with one event."""
    state_path.parent.mkdir(parents=True)
    state_path.write_bytes(SOUND)
    return state_path


@given(st.lists(_events, max_size=5).map(tuple))
@example((EVENT._replace(note=r"\ud800 \\ud800 \"", evidence=(Evidence(""),)),))
def test_round_trip(events: tuple[Event, ...]) -> None:
    raw = dump_state(State("0123abc", events))
    assert parse_state(raw) == State("0123abc", events, seal=seal_of(raw) or b"")
    assert dump_state(parse_state(raw)) == raw


@given(st.lists(_events, max_size=5).map(tuple), st.lists(_events, max_size=3).map(tuple))
def test_more_events_leave_the_others_as_they_were_written(
    old: tuple[Event, ...], new: tuple[Event, ...]
) -> None:
    raw = dump_state(State("0123abc", old))
    assert extended_file(raw, new) == dump_state(State("0123abc", old + new))
    looser = raw.decode().replace('{"id":', '{ "id" :').replace("[\n", "[", 1)
    edited = sealed(looser.replace("\n]}", "  ] }\n"))
    more = extended_file(edited, new)
    assert parse_state(more).events == old + new
    for line in edited.splitlines():
        assert line.partition(b"  ]")[0].rstrip(b",") in more or line.startswith(b'{"schema"')


def test_every_flipped_bit_and_every_cut_is_noticed() -> None:
    damaged = [SOUND[:here] for here in range(len(SOUND))]
    for here, byte in enumerate(SOUND):
        damaged += [SOUND[:here] + bytes([byte ^ 1 << n]) + SOUND[here + 1 :] for n in range(8)]
    for raw in damaged:
        with pytest.raises(DamagedState):
            parse_state(raw)


@pytest.mark.parametrize("command", [*LOOKS[:5], " ".join(TICK), "undo"])
def test_a_damaged_file_is_reported_and_left_as_it_is(cli: Cli, state: Path, command: str) -> None:
    damaged = SOUND.replace("甲".encode(), "乙".encode())
    state.write_bytes(damaged)
    result = cli(*command.split())
    assert (result.code, result.out) == (4, "")
    assert result.err.startswith(f"状态文件已损坏，未作改动：{state}。")
    assert state.read_bytes() == damaged


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"value": 3', '"value": NaN'),
        ('"value": 3', '"value": 1e400'),
        ('"value": 3', '"value": true'),
        ('"value": 3', '"value": "3"'),
        ('"value": 3', f'"value": {"9" * 5000}'),
        ('"value": 3', '"evidence": ["x"]'),
        ('"value": 3', '"evidence": [{"name": 5}]'),
        ('"value": 3', '"evidence": [{"name": "x", "size": "y"}]'),
        ('"value": 3', '"evidence": [{"name": "x", "size": true}]'),
        ('"value": 3', '"evidence": [{"name": "x", "size": NaN}]'),
        ('"value": 3', f'"evidence": [{{"name": "x", "size": {10**15}}}]'),
        ('"value": 3', '"evidence": [{"name": "x", "size": -1}]'),
        ('"value": 3', '"evidence": [{"name": "x", "sha256": 5}]'),
        ('"note": "甲"', '"note": "\\ud800"'),
        ('"note": "甲"', f'"note": {"[" * 100_000}'),
        ('"by": "张三", ', ""),
        ('"2025-06-01"', '"2025-06-31"'),
        ('"2025-06-01T09:00:00.000000+08:00"', '"yesterday"'),
        ('"events": [', '"events": 5, "x": ['),
    ],
)
def test_what_no_version_writes_is_refused_even_under_a_right_checksum(
    state: Path, old: str, new: str
) -> None:
    assert old in SOUND.decode()
    state.write_bytes(sealed(SOUND.decode().replace(old, new, 1)))
    with pytest.raises(StateError, match="状态文件已损坏"):
        FileStore(state).read()


def test_a_newer_file_is_read_but_never_written(cli: Cli, state: Path) -> None:
    newer = sealed(SOUND.decode().replace("state@1", "state@9"))
    state.write_bytes(newer)
    assert "e1" in cli("log", "--json").out
    assert cli("list").code == 0
    for command in (TICK_AGAIN, ("undo", "b1"), ("note", "4.2", "进展")):
        result = cli(*command)
        assert (result.code, result.out) == (4, "")
        assert "由更新版本写成" in result.err
    assert state.read_bytes() == newer


def test_a_new_file_is_private_and_an_old_one_keeps_its_mode(cli: Cli, state_path: Path) -> None:
    assert cli(*TICK).code == 0
    assert state_path.stat().st_mode & 0o777 == 0o600
    state_path.chmod(0o664)
    assert cli(*TICK_AGAIN).code == 0
    assert state_path.stat().st_mode & 0o777 == 0o664


@pytest.mark.parametrize("there", [True, False])
def test_a_link_stays_a_link_and_its_target_is_written(
    cli: Cli, state_path: Path, tmp_path: Path, there: bool
) -> None:
    target = tmp_path / "elsewhere" / "real.json"
    target.parent.mkdir()
    state_path.parent.mkdir(parents=True)
    state_path.symlink_to(target)
    if there:
        target.write_bytes(SOUND)
    assert cli(*TICK_AGAIN).code == 0
    assert state_path.is_symlink()
    assert "再报" in target.read_text(encoding="utf-8")
    assert not target.is_symlink()


@pytest.mark.parametrize("links", [True, False])
def test_the_backup_is_what_stood_there_before(
    cli: Cli, state: Path, monkeypatch: pytest.MonkeyPatch, links: bool
) -> None:
    if not links:
        monkeypatch.setattr(os, "link", failing(errno.EPERM))
    before = SOUND
    for _ in range(3):
        assert cli(*TICK_AGAIN).code == 0
        assert state.with_name("state.json.bak").read_bytes() == before
        before = state.read_bytes()
    assert files_in(state.parent) == {"state.json", "state.json.bak"}


def failing(number: int) -> Callable[..., Any]:
    """A system call that fails in one way."""

    def fail(*_: object, **__: object) -> Any:
        raise OSError(number, os.strerror(number))

    return fail


class _FullDisk(io.FileIO):
    """A file that takes no byte."""

    number = errno.ENOSPC

    def write(self, _: object) -> int:
        raise OSError(self.number, os.strerror(self.number))


@pytest.mark.parametrize("step", ["mkstemp", "write", "fsync", "chmod", "replace"])
@pytest.mark.parametrize(
    ("number", "said"),
    [
        (errno.ENOSPC, "磁盘已满"),
        (errno.EIO, "磁盘读写错误"),
        (errno.EACCES, "没有权限"),
        (errno.EROFS, "磁盘只读"),
    ],
)
def test_a_failing_disk_leaves_the_old_file(
    cli: Cli, state: Path, monkeypatch: pytest.MonkeyPatch, step: str, number: int, said: str
) -> None:
    monkeypatch.setattr(_FullDisk, "number", number)
    name, broken = {
        "mkstemp": ("tempfile.mkstemp", failing(number)),
        "write": ("os.fdopen", _FullDisk),
        "fsync": ("os.fsync", failing(number)),
        "chmod": ("pathlib.Path.chmod", failing(number)),
        "replace": ("pathlib.Path.replace", failing(number)),
    }[step]
    with monkeypatch.context() as patch:
        patch.setattr(name, broken)
        result = cli(*TICK_AGAIN)
    assert (result.code, result.out) == (4, "")
    assert result.err.startswith(f"无法写入状态文件，未作改动：{state}（{said}）。")
    assert state.read_bytes() == SOUND
    assert files_in(state.parent) <= {"state.json", "state.json.bak"}
    assert cli(*TICK_AGAIN).code == 0


@pytest.mark.parametrize("call", range(1, 4))
@pytest.mark.parametrize("existing", [True, False])
def test_what_is_said_of_a_failed_flush_is_true(
    cli: Cli, state: Path, monkeypatch: pytest.MonkeyPatch, call: int, existing: bool
) -> None:
    """Whichever flush fails: the tick is there and exit 0, or it is not and exit 4."""
    if not existing:
        state.unlink()
    calls = iter(range(1, 10))
    sync = os.fsync

    def fsync(handle: int) -> None:
        if next(calls) == call:
            raise OSError(errno.EIO, "injected")
        sync(handle)

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", fsync)
        code = cli(*TICK_AGAIN).code
    recorded = "再报" in (state.read_text(encoding="utf-8") if state.exists() else "")
    assert (code, recorded) in [(0, True), (4, False)]


@pytest.mark.parametrize("step", ["os.fsync", "pathlib.Path.replace"])
def test_what_an_interrupted_writer_leaves_is_swept(
    cli: Cli, state: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(step, interrupt)
        assert cli(*TICK_AGAIN).code == 130
    assert state.read_bytes() == SOUND
    (state.parent / ".state.json.abc12345.tmp").write_bytes(b"orphan")
    assert cli(*TICK_AGAIN).code == 0
    assert files_in(state.parent) == {"state.json", "state.json.bak"}


def test_a_folder_that_cannot_be_made_is_exit_4(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    result = cli(*TICK, "--state", tmp_path / "file" / "state.json")
    assert (result.code, result.out) == (4, "")
    assert "不是文件夹" in result.err


@contextlib.contextmanager
def held(state: Path) -> Iterator[None]:
    with FileLock(f"{state}.lock"):
        yield


def test_a_held_lock_stops_writers_only(
    cli: Cli, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(locked_write._LOCK, "timeout", 0.02)
    with held(state):
        result = cli(*TICK_AGAIN)
        assert (result.code, result.out) == (4, "")
        assert result.err == "状态文件正被另一程序使用，请稍后再试。\n"
        assert cli("list").code == 0
    assert state.read_bytes() == SOUND
    assert cli(*TICK_AGAIN).code == 0


def test_a_plan_that_fails_under_the_lock_writes_nothing(state: Path) -> None:
    def plan(_: State) -> tuple[Event, ...]:
        raise StateError("no")

    for path in (state, state.with_name("new.json")):
        with pytest.raises(StateError, match="no"):
            FileStore(path).append(plan)
    assert state.read_bytes() == SOUND
    assert files_in(state.parent) == {"state.json"}
    before, after = FileStore(state).append(lambda _: ())
    assert before == after
    assert files_in(state.parent) == {"state.json"}


def test_what_nobody_has_written_since_is_not_parsed_again(state: Path) -> None:
    known, more = FileStore(state).read(), EVENT._replace(id="e2")
    before, after = FileStore(state).append(lambda _: (more,), known)
    assert before is known
    assert after == FileStore(state).read()
    assert FileStore(state).signature() != FileStore(state.with_name("state.json.bak")).signature()
    assert FileStore(state.with_name("none.json")).signature() is None
    other, _ = FileStore(state).append(lambda _: (EVENT._replace(id="e3"),), known)
    assert other.events == (EVENT, more)


def test_damage_that_a_writer_finds_under_the_lock_is_named(state: Path) -> None:
    known = FileStore(state).read()
    state.write_bytes(SOUND[:-9])
    with pytest.raises(StateError, match=re.escape(str(state))):
        FileStore(state).append(lambda _: (EVENT._replace(id="e2"),), known)


@pytest.mark.parametrize("command", LOOKS)
def test_a_look_up_touches_nothing(cli: Cli, state: Path, command: str) -> None:
    folder = state.parent
    stamp = folder.stat().st_mtime_ns, state.stat().st_mtime_ns
    state.chmod(0o400)
    folder.chmod(0o500)
    try:
        assert cli(*command.split()).code == 0
    finally:
        folder.chmod(0o700)
    assert list(folder.iterdir()) == [state]
    assert (folder.stat().st_mtime_ns, state.stat().st_mtime_ns) == stamp


@pytest.mark.parametrize("command", [*LOOKS, "check", "check 99.9", "undo"])
def test_what_records_nothing_makes_no_folder(cli: Cli, state_path: Path, command: str) -> None:
    cli(*command.split())
    assert not state_path.parent.exists()


def test_a_named_file_that_is_not_there_is_said(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli("list").err == ""
    result = cli("list", "--state", "nowhere.json")
    assert (result.code, result.err) == (
        0,
        "注意：状态文件“nowhere.json”不存在，按尚无登记处理。\n",
    )
    monkeypatch.setenv("YQSAFETY_STATE", "elsewhere.json")
    assert "“elsewhere.json”不存在" in cli("status").err
    assert cli(*TICK).code == 0
    assert cli("list").err == ""
    assert (tmp_path / "elsewhere.json").exists()


def test_a_note_that_spells_an_escape_does_not_damage_the_file(cli: Cli) -> None:
    cli("note", "4.1", "\\ud800 \\\\ud800", "--unit", "县林业局")
    assert "\\ud800" in cli("show", "4.1").out


def test_only_its_own_orphans_are_swept(cli: Cli, tmp_path: Path) -> None:
    for name in (
        ".a[1].json.dead.tmp",
        ".a[1].json..tmp",
        ".a[1].json.bak.live.tmp",
        ".b.json.live.tmp",
    ):
        (tmp_path / name).write_bytes(b"")
    cli("check", "4.1", "--unit", "县林业局", "--state", "a[1].json")
    assert not (tmp_path / ".a[1].json.dead.tmp").exists()
    assert (tmp_path / ".a[1].json..tmp").exists()
    assert (tmp_path / ".a[1].json.bak.live.tmp").exists()
    assert (tmp_path / ".b.json.live.tmp").exists()


def test_a_newer_version_may_have_another_layout(cli: Cli, state: Path) -> None:
    newer = b'{\n  "schema": "yqsafety/state@9",\n  "entries": []\n}\n'
    state.write_bytes(newer)
    for command in (["list"], ["check", "4.1", "--unit", "县林业局"]):
        result = cli(*command)
        assert result.code == 4
        assert "请先升级程序" in result.err
    assert state.read_bytes() == newer
