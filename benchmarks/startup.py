"""How long common commands take, as ratios to importing the libraries that they stand on."""

from __future__ import annotations

import sys
from pathlib import Path

from generate import ledger_of, write_state
from measure import Command, Way, changing, medians, peak
from peers import UNIT
from table import Table, milliseconds, ratio

IMPORTS = (sys.executable, "-c", "import typer, rich.console, rich.table, pydantic, yaml")
PROGRAM = (sys.executable, "-m", "yqsafety")
RECORDS = 100
"""What a bureau may have recorded by the summer."""
BASE = "bare import"
MEGABYTES = 25
"""What `list` may hold at its peak."""
TARGETS = {
    "list --unit": 0.55,
    "check, one tick": 0.6,
    "completion of an id": 0.5,
    "completion of a unit": 0.5,
    "--help": 0.5,
}
"""Of the commands whose output goes to a pipe, at most so many times the bare import."""
ON_TERMINAL = {"list --unit, a screen of it": 1.0}


def measured(folder: Path, way: Way) -> Table:
    """The notice that ships, with some records."""
    folder.mkdir()
    write_state(folder / "state.json", ledger_of(None), RECORDS)
    state = ("--state", str(folder / "state.json"))
    listing = Command((*PROGRAM, "list", "--unit", UNIT, *state))
    piped = {
        BASE: Command(IMPORTS),
        "list --unit": listing,
        "check, one tick": changing(
            (*PROGRAM, "check", "4.1", "--unit", UNIT, *state), folder, "state.json"
        ),
        "completion of an id": _completion("yqsafety show 4."),
        "completion of a unit": _completion("yqsafety list --unit yj"),
        "--help": Command((*PROGRAM, "--help")),
    }
    # A reader who looks at the first screen and leaves.
    screen = Command(("env", "PAGER=head -n 22", *listing.arguments))
    shown = {
        BASE: Command(IMPORTS),
        "list --unit, a screen of it": screen,
        "list --unit, all of it": listing,
    }
    table = Table("Start-up: ms, and as ratio to the bare import", ("", "ms", "ratio", "target"))
    for commands, targets, terminal in ((piped, TARGETS, False), (shown, ON_TERMINAL, True)):
        times = medians(list(commands.values()), way, terminal=terminal)
        for name, taken in zip(commands, times, strict=True):
            where = f"{name} (on a terminal)" if terminal else name
            target = f"≤ {targets[name]}" if name in targets else ""
            table.add(where, milliseconds(taken), ratio(taken, times[0]), target)
    held = peak(Command((*PROGRAM, "list", *state)))
    table.add("peak memory of list, MB", f"{held:.1f}", "", f"≤ {MEGABYTES}")
    return table


def _completion(line: str) -> Command:
    """What the script of a shell runs as one types."""
    return Command(("env", f"YQSAFETY_LINE={line}", *PROGRAM, "completion", "bash"))
