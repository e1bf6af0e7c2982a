"""The state under fire, in small numbers; `tools/under_fire.py` has the large ones."""

from __future__ import annotations

import errno
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Cli
from every_step import CASES, Case, event, fail_every_step, kill_every_step
from steps import failing, steps_of
from test_state_file import SOUND, TICK_AGAIN, files_in
from under_fire import ERRORS, flip_every_bit, kill_writers, many_writers

from yqsafety.ledger.events import Event
from yqsafety.store import locked_write
from yqsafety.store.state_file import FileStore
from yqsafety.store.state_format import State, dump_state

pytestmark = pytest.mark.slow


@pytest.fixture(params=CASES)
def case(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Case:
    monkeypatch.setitem(locked_write._LOCK, "timeout", 0.02)
    monkeypatch.setattr(os, "fsync", os.fstat)  # a step all the same, but a quick one
    made = CASES[request.param](tmp_path / "case")
    made.set_up()
    made.write()  # what is imported only once is no step
    return made


def test_all_steps_of_a_write_are_found(case: Case) -> None:
    case.set_up()
    steps = set(steps_of(case.write))
    assert steps >= {"stat", "mkdir", "open", "flock", "write", "flush", "fstat"}
    assert steps & {"listdir", "scandir"}  # the one until Python 3.12, the other since
    assert steps >= {"__exit__", "chmod", "replace", "close"}


def test_the_bytes_are_on_the_disk_before_they_take_the_place_of_the_old(tmp_path: Path) -> None:
    case = Case(tmp_path)
    case.set_up()
    steps = [step for step in steps_of(case.write) if step in ("write", "fsync", "link", "replace")]
    assert steps == ["write", "fsync", "link", "replace", "fsync"]


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "lasting"])
def test_whichever_step_fails_the_state_is_old_or_new(case: Case, lasting: bool) -> None:
    errors = ERRORS[::-1] if lasting else ERRORS
    assert fail_every_step(case, errors, lasting) > 30


@pytest.mark.process
def test_whichever_step_is_the_last_the_state_is_old_or_new(case: Case) -> None:
    assert kill_every_step(case) > 30


def test_whichever_step_fails_the_command_says_so(
    cli: Cli, state_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "fsync", os.fstat)
    append, step = FileStore.append, sys.maxsize
    failed: list[str] = []

    def failing_append(
        store: FileStore, plan: Callable[[State], tuple[Event, ...]], known: State
    ) -> object:
        nonlocal failed
        with failing(step, errno.EIO, lasting=True) as failed:
            return append(store, plan, known)

    monkeypatch.setattr(FileStore, "append", failing_append)
    state_path.parent.mkdir(parents=True)
    state_path.write_bytes(SOUND)
    assert cli(*TICK_AGAIN).code == 0  # what is imported only once is no step
    step, failed = 0, ["-"]
    while failed:
        state_path.write_bytes(SOUND)
        step += 1
        result = cli(*TICK_AGAIN)
        if result.code == 0:
            assert "再报" in state_path.read_text(encoding="utf-8")
        else:
            assert (result.code, result.out, result.err.count("\n")) == (4, "", 1)
            assert result.err.startswith("无法")
            assert "磁盘读写错误" in result.err
            assert state_path.read_bytes() == SOUND
    assert step > 30


@pytest.mark.process
def test_killed_writers_lose_nothing_acknowledged(cli: Cli, tmp_path: Path) -> None:
    cli("list")
    toll = kill_writers(tmp_path, kills=12, writers=3, seed=1)
    assert toll.acknowledged >= 12
    assert (toll.lost, toll.orphans) == (0, 0)


@pytest.mark.process
def test_many_writers_lose_nothing(cli: Cli, tmp_path: Path) -> None:
    cli("list")
    assert many_writers(tmp_path, writers=16, ticks=2) == 32


@pytest.mark.process
def test_a_lock_binds_as_long_as_its_holder_lives(
    cli: Cli, state_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(locked_write._LOCK, "timeout", 0.05)
    assert cli(*TICK_AGAIN).code == 0
    ready, tell = os.pipe()
    holder = os.fork()
    if holder == 0:
        with locked_write.locked_file(state_path):
            os.write(tell, b"x")
            signal.pause()
        os._exit(0)
    assert os.read(ready, 1) == b"x"
    result = cli(*TICK_AGAIN)
    assert (result.code, result.err) == (4, "状态文件正被另一程序使用，请稍后再试。\n")
    os.kill(holder, signal.SIGKILL)
    os.waitpid(holder, 0)
    assert cli(*TICK_AGAIN).code == 0


@pytest.mark.process
def test_a_reader_never_waits_and_sees_whole_states_only(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    FileStore(path).append(lambda _: (event("e-1"),))
    done = threading.Event()

    def write() -> None:
        for n in range(60):
            FileStore(path).append(lambda _, n=n: (event(f"e{n}"),))  # type: ignore[misc]
        done.set()

    writer = threading.Thread(target=write)
    writer.start()
    seen = [1]
    while not done.is_set():
        seen.append(len(FileStore(path).read().events))
    writer.join()
    assert seen == sorted(seen)
    assert len(set(seen)) > 10
    with locked_write.locked_file(path):
        assert len(FileStore(path).read().events) == 61


@pytest.fixture
def tiny_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 64 KB; only root may mount one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(folder)]
    try:
        mounted = subprocess.run(mount, capture_output=True, check=False).returncode == 0
    except OSError:
        mounted = False
    if not mounted:
        pytest.skip("a tmpfs cannot be mounted here")
    yield folder
    subprocess.run(["umount", folder], check=True)


def large_state(path: Path, size: int) -> bytes:
    raw = dump_state(State("abc", tuple(event(f"e{n}") for n in range(size // 200))))
    path.write_bytes(raw)
    return raw


def test_a_full_disk_leaves_the_old_file(cli: Cli, tiny_disk: Path) -> None:
    path = tiny_disk / "state.json"
    raw = large_state(path, 40_000)
    result = cli(*TICK_AGAIN, "--state", path)
    assert (result.code, result.out) == (4, "")
    assert result.err == f"无法写入状态文件，未作改动：{path}（磁盘已满）。请检查后重试。\n"
    assert path.read_bytes() == raw
    assert files_in(tiny_disk) == {"state.json"}
    large_state(path, 10_000)
    assert cli(*TICK_AGAIN, "--state", path).code == 0


def test_a_file_that_breaks_off_leaves_the_old_one(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    raw = large_state(path, 400_000)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(raw) - 100, hard))
    try:
        result = cli(*TICK_AGAIN, "--state", path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert (result.code, result.out) == (4, "")
    assert "（文件过大）" in result.err
    assert path.read_bytes() == raw
    assert [file for file in tmp_path.iterdir() if file.suffix == ".tmp"] == []
    assert cli(*TICK_AGAIN, "--state", path).code == 0


def test_any_flipped_bit_is_noticed_by_whatever_comes_next(cli: Cli, state_path: Path) -> None:
    state_path.parent.mkdir(parents=True)
    flipped, noticed = flip_every_bit(state_path, SOUND, stride=7)
    assert flipped == noticed > len(SOUND)
    flipped, noticed = flip_every_bit(state_path, large_state(state_path, 200_000), stride=49_999)
    assert flipped == noticed > 30
    commands = [["list"], ["status", "--json"], list(TICK_AGAIN), ["undo"], ["log"]]
    for bit in range(0, len(SOUND) * 8, 211):
        damaged = bytearray(SOUND)
        damaged[bit // 8] ^= 1 << bit % 8
        state_path.write_bytes(damaged)
        result = cli(*commands[bit % len(commands)])
        assert (result.code, result.out) == (4, "")
        said = f"状态文件已损坏，未作改动：{state_path}。恢复办法：yqsafety recover\n"
        assert result.err == said
        assert files_in(state_path.parent) == {"state.json"}
        assert state_path.read_bytes() == damaged
