"""Timing command lines with hyperfine, each run with the same data before it."""

from __future__ import annotations

import json
import os
import pty
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import termios
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

TURN = 5
"""Runs of a command before it is the next one's turn: a noisy moment disturbs all alike."""
SLOW = 1.0
"""Seconds from which on a command has one turn only."""
PEAK = """
import resource, subprocess, sys
subprocess.run(sys.argv[1:], check=True, capture_output=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@dataclass(frozen=True)
class Command:
    """A command line, and which folder is laid over which before each run of it."""

    arguments: tuple[str, ...]
    kept: Path | None = None
    live: Path | None = None

    def extended(self, *arguments: str) -> Command:
        """The same with further arguments."""
        return replace(self, arguments=(*self.arguments, *arguments))

    @property
    def restoring(self) -> tuple[str, ...]:
        """The command that puts its data back, their times included."""
        return ("cp", "-a", f"{self.kept}/.", str(self.live)) if self.kept else ("true",)


class Way(NamedTuple):
    """How measuring is done, and who is told what is measured now."""

    runs: int
    limit: float
    """Seconds that one run may take."""
    processor: bool
    """Whether time is that of the processor, which a busy machine disturbs less."""
    say: Callable[[str], None]


def changing(arguments: Sequence[str], live: Path, *changed: str) -> Command:
    """A command that changes these files of a folder; they are kept beside it as they were."""
    kept = live.with_name(f"{live.name}.kept")
    for name in changed:
        (kept / name).parent.mkdir(parents=True, exist_ok=True)
        if not (kept / name).exists():
            shutil.copy2(live / name, kept / name)
    return Command(tuple(arguments), kept, live)


def once(command: Command, limit: float) -> subprocess.CompletedProcess[str] | None:
    """One run, data put back before it; None where it takes over `limit` seconds."""
    subprocess.run(command.restoring, check=True)
    try:
        done = subprocess.run(
            command.arguments,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=limit,
            check=False,
            text=True,
        )
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        said = (done.stderr or done.stdout).strip()
        raise SystemExit(f"failed with {done.returncode}: {shlex.join(command.arguments)}\n{said}")
    return done


def medians(commands: Sequence[Command], way: Way, *, terminal: bool = False) -> list[float | None]:
    """Median seconds of each command, in turns; None where its first run takes over the limit.

    That one is not counted: it fills caches. Output goes to a pipe, or to a terminal. What is slow
    has its turn once.
    """
    seconds = [_seconds(command, way.limit) for command in commands]
    times: list[list[float]] = [[] for _ in commands]
    for turn in range(max(1, way.runs // TURN)):
        longest = SLOW if turn else way.limit
        now = [n for n, taken in enumerate(seconds) if taken is not None and taken <= longest]
        found = _hyperfine([commands[n] for n in now], way, terminal=terminal)
        for n, measured in zip(now, found, strict=True):
            times[n] += measured
    return [statistics.median(taken) if taken else None for taken in times]


def _seconds(command: Command, limit: float) -> float | None:
    """What one run takes, caches not filled; None over the limit."""
    start = time.perf_counter()
    return time.perf_counter() - start if once(command, limit) else None


def _hyperfine(commands: Sequence[Command], way: Way, *, terminal: bool) -> list[list[float]]:
    """Seconds of the runs of each command in one turn, after one that does not count."""
    if not commands:
        return []
    with tempfile.TemporaryDirectory() as folder, _sink(terminal=terminal) as (output, sink):
        results = Path(folder) / "results.json"
        options = f"--shell none --style none --output {output} --warmup 1".split()
        options += ["--runs", str(min(way.runs, TURN)), "--export-json", str(results)]
        arguments = ["hyperfine", *options]
        for command in commands:
            arguments += ["--prepare", shlex.join(command.restoring)]
        arguments += [shlex.join(command.arguments) for command in commands]
        subprocess.run(arguments, check=True, stdout=sink, stderr=sink)
        found = json.loads(results.read_text(encoding="utf-8"))["results"]
    if way.processor:  # hyperfine gives the mean only
        return [[result["user"] + result["system"]] for result in found]
    return [result["times"] for result in found]


@contextmanager
def _sink(*, terminal: bool) -> Iterator[tuple[str, int]]:
    """What hyperfine is to do with output, and where all else that is said goes.

    On a terminal the commands write to the one on which hyperfine runs, so that nothing between
    them and it is measured.
    """
    if not terminal:
        yield "pipe", subprocess.DEVNULL
        return
    master, slave = pty.openpty()
    termios.tcsetwinsize(slave, (40, 100))
    reader = threading.Thread(target=_drain, args=(master,))
    reader.start()
    try:
        yield "inherit", slave
    finally:
        os.close(slave)
        reader.join()
        os.close(master)


def _drain(master: int) -> None:
    """Read what is shown until nobody shows anything any more."""
    with suppress(OSError):
        while os.read(master, 1 << 16):
            pass


def peak(command: Command) -> float:
    """Megabytes that a command holds at its peak.

    Linux counts in them what its parent held as it started it: so that is a small process.
    """
    parent = [sys.executable, "-I", "-S", "-c", PEAK, *command.arguments]
    done = subprocess.run(parent, check=True, capture_output=True, text=True)
    return int(done.stdout) / 1024
