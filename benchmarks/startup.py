"""How long common commands take, as ratios to importing the libraries that they stand on.

Run by hand: `python benchmarks/startup.py [RUNS]`. Everything is measured in one go, in turns, so
that a noisy machine disturbs all alike; medians of CPU time and of wall time are printed.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time

IMPORTS = "import typer, rich.console, rich.table, pydantic, yaml"
COMMANDS = {
    "bare import": ["-c", IMPORTS],
    "list": ["-m", "yqsafety", "list"],
    "list --unit": ["-m", "yqsafety", "list", "--unit", "县应急管理局"],
    "status": ["-m", "yqsafety", "status"],
    "--help": ["-m", "yqsafety", "--help"],
    "check (one tick)": ["-m", "yqsafety", "note", "4.1", "进展", "--unit", "县应急管理局"],
    "completion": ["-m", "yqsafety", "completion", "bash"],
}
LINE = "yqsafety list --unit yj"
"""What is being typed where completion is asked for."""


def measure(arguments: list[str]) -> tuple[float, float]:
    """CPU and wall milliseconds of one run, output to a pipe."""
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return cpu * 1000, wall * 1000


def main() -> None:
    """Print a table of medians and ratios."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    with tempfile.TemporaryDirectory() as folder:
        for name in ("DATA", "CACHE", "CONFIG"):
            os.environ[f"XDG_{name}_HOME"] = f"{folder}/{name.lower()}"
        os.environ["YQSAFETY_LINE"] = LINE
        os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # an installed program is compiled
        for arguments in COMMANDS.values():
            measure(arguments)
        times: dict[str, list[tuple[float, float]]] = {name: [] for name in COMMANDS}
        for _ in range(runs):
            for name, arguments in COMMANDS.items():
                times[name].append(measure(arguments))
    base = statistics.median(cpu for cpu, _ in times["bare import"])
    print(f"{'command':18} {'cpu ms':>8} {'wall ms':>8} {'ratio':>6}")
    for name, pairs in times.items():
        cpu = statistics.median(cpu for cpu, _ in pairs)
        wall = statistics.median(wall for _, wall in pairs)
        print(f"{name:18} {cpu:8.0f} {wall:8.0f} {cpu / base:6.2f}")


if __name__ == "__main__":
    main()
