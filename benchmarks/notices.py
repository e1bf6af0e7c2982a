"""What installed notices cost that are not in force: `list` of one among five, and alone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from generate import DATA
from measure import Command, Way, medians
from peers import UNIT
from startup import PROGRAM
from table import Table, milliseconds, ratio

TASKS = 150
PAST_YEARS = (2021, 2022, 2023, 2024)
DAY = "2025-06-30"
"""A day on which the notice that ships is in force, and the others are not."""
TARGET = 1.2


def measured(folder: Path, way: Way) -> Table:
    """The notice that ships, installed alone and with four of earlier years."""
    homes = {"one": folder / "one", "five": folder / "five"}
    for name, home in homes.items():
        _install(home, DATA)
        for year in PAST_YEARS if name == "five" else ():
            _install(home, write_past_notice(folder / str(year), year))
    listing = {name: _listing(home) for name, home in homes.items()}
    alone, among = medians(list(listing.values()), way, terminal=False)
    table = Table(
        "Installed notices, one of them in force", ("list --unit", "ms", "ratio", "target")
    )
    table.add("one installed", milliseconds(alone), "1.00", "")
    table.add("five installed", milliseconds(among), ratio(among, alone), f"≤ {TARGET}")
    return table


def _listing(home: Path) -> Command:
    return Command((*_with_home(home), *PROGRAM, "list", "--unit", UNIT, "--as-of", DAY))


def _with_home(home: Path) -> tuple[str, ...]:
    return ("env", f"XDG_DATA_HOME={home}")


def _install(home: Path, folder: Path) -> None:
    line = [*_with_home(home), *PROGRAM, "catalog", "add", str(folder)]
    subprocess.run(line, check=True, capture_output=True, env=os.environ)


def write_past_notice(folder: Path, year: int) -> Path:
    """A notice of a year with as many tasks as the one that ships, none of them dated."""
    folder.mkdir(parents=True)
    shutil.copy(DATA / "units.yaml", folder / "units.yaml")
    tasks = [
        {"id": f"1.{n}", "title": f"落实第{n}项措施", "quote": f"落实第{n}项措施。"}
        for n in range(1, TASKS + 1)
    ]
    notice: dict[str, Any] = {
        "schema": "yqsafety/notice@2",
        "id": f"past-{year}",
        "edition": 1,
        "term": {"from": f"{year}-01-01", "until": f"{year}-12-31"},
        "responsibility": {"units": [UNIT]},
        "blocks": [
            {"is": "title", "text": f"{year}年安全生产通知"},
            {"label": "一、", "heading": "落实措施。", "tasks": tasks},
        ],
    }
    text = json.dumps(notice, ensure_ascii=False, indent=1)
    (folder / "tasks.yaml").write_text(text, encoding="utf-8")
    return folder
