"""How fast this program is: its start, how its cost grows, and the peers beside it, in one run.

`python benchmarks/run.py` (`--help` says more). It installs nothing, says what it lacks, and works
in a temporary folder that it removes. Every figure is a median, each command with its output in a
pipe where nothing else is said; ratios are of figures that were taken in turns.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import growth
import notices
import startup
from measure import Way
from peers import PEERS
from table import Table

from yqsafety.cli.clock import CHINA

SIZES = (130, 1_300, 13_000)
"""Tasks; as many records of them are made in each program."""
RECORDS = (1_000, 10_000, 100_000)
"""Records over the largest notice."""
HYPERFINE = "apt install hyperfine, or https://github.com/sharkdp/hyperfine/releases"


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure everything and print the tables."""
    options = _options(arguments)
    peers = {name: path for name, peer in PEERS.items() if (path := shutil.which(peer.program))}
    for name in sorted(PEERS.keys() - peers.keys()):
        _say(f"{name} ({PEERS[name].program}) is not found and left out: {PEERS[name].needs}")
    if not shutil.which("hyperfine"):
        raise SystemExit(f"hyperfine is needed and not found: {HYPERFINE}")
    head = _head(peers, options)
    with tempfile.TemporaryDirectory(prefix="yqsafety-benchmark-") as folder:
        _move_into(Path(folder))
        tables = list(_measured(Path(folder), peers, options))
    print(head)
    for table in tables:
        print(f"\n{table.markdown() if options.markdown else table.plain()}")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--runs", type=int, default=20, help="of each command, in turns of five (20)"
    )
    parser.add_argument("--quick", action="store_true", help="up to 1,300 tasks and 10,000 records")
    parser.add_argument("--limit", type=float, default=120, help="seconds a run may take (120)")
    parser.add_argument("--cpu", action="store_true", help="processor time, for a busy machine")
    parser.add_argument("--markdown", action="store_true", help="print the tables as Markdown")
    return parser.parse_args(arguments)


def _measured(folder: Path, peers: dict[str, str], options: argparse.Namespace) -> Iterator[Table]:
    """The tables, one after another."""
    way = Way(options.runs, options.limit, options.cpu, _say)
    _say("start-up")
    yield startup.measured(folder / "startup", way)
    yield notices.measured(folder / "notices", way)
    kept = 2 if options.quick else 3
    sites = [growth.site(folder / f"{count}", count) for count in SIZES[:kept]]
    yield growth.by_tasks(sites, way)
    yield growth.by_records(sites[-1], RECORDS[:kept], way)
    yield growth.in_bulk(sites[-1], way)
    yield growth.beside_peers(sites, peers, way)


def _move_into(folder: Path) -> None:
    """Let every program that is started keep what it keeps in this folder."""
    os.environ["HOME"] = str(folder)
    for name in ("DATA", "CACHE", "CONFIG", "STATE"):
        os.environ[f"XDG_{name}_HOME"] = str(folder / name.lower())
    for name in [name for name in os.environ if name.startswith("YQSAFETY_")]:
        del os.environ[name]
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
    os.environ["YQSAFETY_LARGE"] = "1"


def _head(peers: dict[str, str], options: argparse.Namespace) -> str:
    """What was measured, where and when, and how."""
    versions = [f"{name} {_version(path)}" for name, path in peers.items()]
    machine = f"{_processor()}, {os.cpu_count()} cores, {platform.system()}"
    python = f"Python {platform.python_version()}"
    kind = "processor time" if options.cpu else "wall time"
    how = f"{kind}, {options.runs} runs, limit {options.limit:g} s"
    return "; ".join([f"{dt.datetime.now(CHINA).date()}", machine, python, *versions, how])


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    known = info.read_text(encoding="utf-8") if info.exists() else ""
    found = re.search(r"model name\s*: (.+)", known)
    return found[1] if found else platform.processor() or platform.machine()


def _version(program: str) -> str:
    done = subprocess.run([program, "--version"], capture_output=True, text=True, check=False)
    found = re.search(r"\d+(\.\d+)+", done.stdout)
    return found[0] if found else ""


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
