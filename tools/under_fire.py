"""The state file under fire, in numbers: killed writers, many writers, failing disks, flipped bits.

Run by hand: `python tools/under_fire.py [KILLS]`; the tests do the same with smaller numbers.
"""

from __future__ import annotations

import contextlib
import errno
import io
import multiprocessing
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from every_step import CASES, SOUND, event, fail_every_step, kill_every_step

from yqsafety.cli import app
from yqsafety.errors import StateError
from yqsafety.notice.data_files import data_files
from yqsafety.notice.loader import load_catalog
from yqsafety.store.state_file import FileStore
from yqsafety.store.state_format import State, dump_state

ERRORS = [errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS]
TICK = ["note", "4.1", "--unit", "县林业局", "--state"]
_fork = multiprocessing.get_context("fork")


class Toll(NamedTuple):
    """What came of the kills."""

    kills: int
    acknowledged: int
    lost: int
    orphans: int


def kill_writers(folder: Path, kills: int, writers: int, seed: int) -> Toll:
    """Kill one of several writers at a random moment of its work, again and again."""
    state = folder / "state.json"
    chance = random.Random(seed)
    acknowledged = folder / "acknowledged"
    acknowledged.mkdir()
    names = (str(n) for n in range(kills + writers))
    with _writing(state, acknowledged, names, writers) as (running, start):
        for _ in range(kills):
            victim = chance.choice(running)
            _wait_for(acknowledged / victim.name)
            victim.join(chance.uniform(0, 0.08))
            victim.kill()
            victim.join()
            FileStore(state).read()  # whole at any moment
            running.remove(victim)
            start()
    last = _fork.Process(target=_tick, args=(state, acknowledged / "last", 1))
    last.start()
    last.join()
    noted = {one.note for one in FileStore(state).read().events}
    told = [line for file in acknowledged.iterdir() for line in file.read_text().split()]
    orphans = [file for file in folder.iterdir() if file.suffix == ".tmp"]
    return Toll(kills, len(told), len(set(told) - noted), len(orphans))


@contextlib.contextmanager
def _writing(
    state: Path, acknowledged: Path, names: Iterator[str], writers: int
) -> Iterator[tuple[list[Any], Any]]:
    """Processes that tick until they are killed, and how to start another."""
    running: list[Any] = []

    def start() -> None:
        name = next(names)
        work = _fork.Process(target=_tick, args=(state, acknowledged / name, sys.maxsize))
        work.name = name
        work.start()
        running.append(work)

    for _ in range(writers):
        start()
    try:
        yield running, start
    finally:
        for work in running:
            work.kill()
            work.join()


def _tick(state: Path, acknowledged: Path, ticks: int) -> None:
    """Tick; what the program has answered for is written down before the next."""
    sys.stdout = sys.stderr = io.TextIOWrapper(io.BytesIO())
    handle = os.open(acknowledged, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    for n in range(ticks):
        if app.run_command_line([*TICK, str(state), f"{acknowledged.name}-{n}"]) == 0:
            os.write(handle, f"{acknowledged.name}-{n}\n".encode())


def _wait_for(file: Path) -> None:
    """Wait until a writer is at work."""
    deadline = time.monotonic() + 60
    while not file.exists() or not file.stat().st_size:
        if time.monotonic() > deadline:
            raise TimeoutError(file)
        time.sleep(0.002)


def many_writers(folder: Path, writers: int, ticks: int) -> int:
    """How many ticks are there after several processes have made so many each."""
    state = folder / "state.json"
    work = [
        _fork.Process(target=_tick, args=(state, folder / f"by-{n}", ticks)) for n in range(writers)
    ]
    for one in work:
        one.start()
    for one in work:
        one.join()
    return len({one.note for one in FileStore(state).read().events})


def flip_every_bit(path: Path, sound: bytes, stride: int = 1) -> tuple[int, int]:
    """Flip one bit at a time, every `stride` bits; how many were flipped, and noticed."""
    flipped = noticed = 0
    for bit in range(0, len(sound) * 8, stride):
        raw = bytearray(sound)
        raw[bit // 8] ^= 1 << bit % 8
        path.write_bytes(raw)
        flipped += 1
        try:
            FileStore(path).read()
        except StateError:
            noticed += 1
    return flipped, noticed


def real_commands(folder: Path, writers: int, ticks: int) -> int:
    """The same with a process for each tick, as a user starts it: exit codes 0."""
    state = folder / "state.json"
    loop = f"for n in $(seq {ticks}); do {sys.executable} -m yqsafety {' '.join(TICK)} {state} "
    shells = [
        subprocess.Popen(
            ["/bin/sh", "-c", f"{loop} {n}-$n || exit 1; done"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for n in range(writers)
    ]
    assert not any(shell.wait() for shell in shells)
    return len({one.note for one in FileStore(state).read().events})


def main() -> None:
    """Do all of it, in numbers that need some minutes."""
    kills = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    with tempfile.TemporaryDirectory() as name:
        folders = (Path(name) / str(n) for n in range(1000))
        for variable in ("DATA", "CACHE", "CONFIG"):
            os.environ[f"XDG_{variable}_HOME"] = f"{name}/{variable}"

        def folder() -> Path:
            made = next(folders)
            made.mkdir()
            return made

        load_catalog(data_files(None, None))  # compiled once
        seed = random.randrange(10**6)
        print(f"seed {seed}:", kill_writers(folder(), kills, 4, seed), flush=True)
        print("16 × 20 commands:", real_commands(folder(), 16, 20), "of 320", flush=True)
        print("16 × 20 ticks:", many_writers(folder(), 16, 20), "of 320", flush=True)
        for case_name, make in CASES.items():
            case = make(folder())
            errors = sum(
                fail_every_step(case, [number], lasting)
                for number in ERRORS
                for lasting in (False, True)
            )
            print(f"{case_name}: {errors} errors, {kill_every_step(case)} kills", flush=True)
        flipped = flip_every_bit(folder() / "state.json", SOUND)
        print("bits of a small file flipped, noticed:", *flipped, flush=True)
        large = dump_state(State("abc", tuple(event(f"e{n}") for n in range(10_000))))
        flipped = flip_every_bit(folder() / "state.json", large, stride=9973)
        print(f"bits of a file of {len(large)} bytes flipped, noticed:", *flipped)


if __name__ == "__main__":
    main()
