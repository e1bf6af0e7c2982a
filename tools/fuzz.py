"""Feed the program what it may be fed: `tools/fuzz.py SECONDS [--seed N] [--finds FOLDER]`.

For so many seconds a target, inputs are made from sound ones by a few changes and given to the
program in this process. Every run must end in order: a documented exit code, and with any but 0 a
line of Chinese; anything else is a find and is written to the folder. The n-th input of a target
and a seed is always the same.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import io
import os
import random
import re
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from targets import TARGETS, Input, Target

from yqsafety.cli import app, clock

CODES = {0, 1, 2, 3, 4, 5}
"""The documented exit codes that an input may bring about."""
SECONDS_A_RUN = 5
"""One second is promised; a busy machine gets five."""
MEMORY = 2 << 30
"""Bytes of address space for the whole process."""
DAY = dt.datetime(2025, 6, 20, 9, 12, tzinfo=clock.CHINA)
_HARMFUL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)


class Ended(NamedTuple):
    """How one run ended."""

    code: int | None
    out: str
    err: str
    fault: str = ""
    """The exception that came through, and where it was raised."""


class TooSlow(BaseException):
    """A run that did not end in time; nothing in the program catches it."""


def main() -> int:
    """Fuzz the targets that were named; 1 when anything was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seconds", type=float, help="for each target")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--finds", type=Path, default=Path("finds"))
    parser.add_argument("--target", action="append", choices=sorted(TARGETS))
    chosen = parser.parse_args()
    chosen.finds.mkdir(parents=True, exist_ok=True)
    finds_folder = chosen.finds.resolve()
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    signal.signal(signal.SIGALRM, _stop)
    found = 0
    print(f"{'target':<10} {'inputs':>8} {'refused':>8} {'slowest':>8} {'finds':>6}")
    for name in chosen.target or TARGETS:
        with _sandbox():
            with contextlib.redirect_stdout(_sink()), contextlib.redirect_stderr(_sink()):
                target = TARGETS[name]()
            found += _fuzz(name, target, chosen, finds_folder)
    return 1 if found else 0


def _fuzz(name: str, target: Target, chosen: argparse.Namespace, folder: Path) -> int:
    """One target until its time is over; how many different faults there are."""
    end = time.monotonic() + chosen.seconds
    finds: set[str] = set()
    count = refused = 0
    slowest = 0.0
    while time.monotonic() < end:
        made = target.make(random.Random(f"{chosen.seed}/{name}/{count}"))
        count += 1
        begun = time.monotonic()
        ended = _run(made, folder / f"running-{name}")
        slowest = max(slowest, time.monotonic() - begun)
        refused += ended.code != 0
        fault = _fault(ended)
        if fault and fault not in finds:
            finds.add(fault)
            _keep(folder / f"{name}-{chosen.seed}-{count - 1}", made, ended, fault)
    shutil.rmtree(folder / f"running-{name}", ignore_errors=True)
    row = f"{name:<10} {count:>8} {refused:>8} {slowest:>7.2f}s {len(finds):>6}"
    print(row, *sorted(finds), sep="\n  ", flush=True)
    return len(finds)


def _run(made: Input, running: Path) -> Ended:
    """Give an input to the program. It is kept meanwhile: a crash would end this process too."""
    _write(running, made)
    for name, content in made.files.items():
        file = Path(name)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    streams = [_sink(), _sink()]
    own = sys.stdin, sys.stdout, sys.stderr
    sys.stdin, sys.stdout, sys.stderr = io.StringIO(), *streams
    code, fault = None, ""
    signal.setitimer(signal.ITIMER_REAL, SECONDS_A_RUN)
    try:
        code = app.run_command_line(made.arguments)
    except TooSlow:
        fault = "too slow"
    except BaseException as error:
        last = traceback.extract_tb(error.__traceback__)[-1]
        fault = f"{type(error).__name__} in {Path(last.filename).name}:{last.lineno}"
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        sys.stdin, sys.stdout, sys.stderr = own
    out, err = (stream.buffer.getvalue().decode() for stream in _flushed(streams))  # type: ignore[attr-defined]
    return Ended(code, out, err, fault)


def _sink() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="")


def _flushed(streams: list[io.TextIOWrapper]) -> Iterator[io.TextIOWrapper]:
    for stream in streams:
        stream.flush()
        yield stream


def _fault(ended: Ended) -> str:
    """What is wrong with how a run ended, if anything is."""
    if ended.fault or ended.code not in CODES:
        return ended.fault or f"exit {ended.code}"
    lines = ended.err.splitlines()
    if ended.code and not (lines and re.search("[一-鿿]", lines[-1])):
        return f"exit {ended.code} without a line of Chinese"
    if "Traceback" in ended.err:
        return "a traceback"
    harmful = _HARMFUL.search(ended.err) or _HARMFUL.search(ended.out.removeprefix("\ufeff"))
    return f"U+{ord(harmful[0]):04X} in the output" if harmful else ""


def _keep(folder: Path, made: Input, ended: Ended, fault: str) -> None:
    """An input that found a fault, to be looked at and run again."""
    _write(folder, made)
    (folder / "ended.txt").write_text(f"{fault}\n{ended.code}\n{ended.err}", errors="replace")


def _write(folder: Path, made: Input) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "arguments.txt").write_text(repr(made.arguments), errors="replace")
    for name, content in made.files.items():
        (folder / Path(name).name).write_bytes(content)


def _stop(*_: object) -> None:
    raise TooSlow


@contextlib.contextmanager
def _sandbox() -> Iterator[None]:
    """A folder, a clock and an environment of its own."""
    clock.china_now = lambda: DAY
    before, environment = Path.cwd(), dict(os.environ)
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name in ("DATA", "CONFIG", "CACHE"):
            os.environ[f"XDG_{name}_HOME"] = f"{folder}/{name.lower()}"
        os.environ |= {"HOME": folder, "YQSAFETY_USER": "张三", "YQSAFETY_DEBUG": "1"}
        os.environ["YQSAFETY_STATE"] = "state.json"
        try:
            yield
        finally:
            os.chdir(before)
            os.environ.clear()
            os.environ.update(environment)


if __name__ == "__main__":
    sys.exit(main())
