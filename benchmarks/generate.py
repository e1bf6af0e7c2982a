"""Larger notices and states in the shape of the real ones, for the benchmarks.

`python benchmarks/generate.py FOLDER TASKS EVENTS` writes `tasks.yaml`, `units.yaml`, `state.json`
there. Every task has words of its own; every event is for another assignment than the one before.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import shutil
import sys
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from yqsafety import state_file
from yqsafety.catalog import load_catalog, sources
from yqsafety.cli.session import CHINA
from yqsafety.events import Event
from yqsafety.ledger import Ledger
from yqsafety.state_format import State, dump
from yqsafety.strict_yaml import load
from yqsafety.units import Roster

DATA = Path(__file__).parents[1] / "data"
START = dt.datetime(2025, 3, 10, 9, 0, tzinfo=CHINA)
ACTIONS = ("doing", "note", "done", "done")


def notice(count: int) -> dict[str, Any]:
    """The real notice with `count` tasks in all, those of each item again and again, renamed."""
    data: dict[str, Any] = load((DATA / "tasks.yaml").read_bytes(), "tasks.yaml").data
    data["id"] = f"generated-{count}"
    items = [item for section in data["sections"] for item in section["items"]]
    real = [len(item["tasks"]) for item in items]
    for item, share in zip(items, real, strict=True):
        item["tasks"] = [
            _renamed(task, item["number"], n)
            for n, task in enumerate(islice(cycle(item["tasks"]), share * count // sum(real)), 1)
        ]
        item["text"] = "".join(task["quote"] for task in item["tasks"])
    return data


def _renamed(task: dict[str, Any], item: int, number: int) -> dict[str, Any]:
    """A task of the same kind with an id, a title and a sentence of its own."""
    mark = f"（第{number}项）"
    renamed = task | {
        "id": f"{item}.{number}",
        "title": task["title"][: 20 - len(mark)] + mark,
        "quote": task["quote"] + mark,
    }
    # What is checked against the item's text would have to be repeated with it.
    renamed.pop("actor", None)
    return renamed


def events(book: Ledger, count: int, origin: str) -> list[Event]:
    """Records of one assignment after another, as bureaus make them over the year."""
    targets = [
        (entry, assignment.party.id)
        for entry in book.entries
        if not entry.waiting
        for assignment in entry.countable
    ]
    step = 997  # far from the next task, and prime, so that all are reached
    made = []
    for n in range(count):
        entry, unit = targets[n * step % len(targets)]
        moment = START + dt.timedelta(seconds=200 * n)
        day = min(moment.date(), dt.date(2025, 12, 31))
        made.append(
            Event(
                id=f"{n:012x}-00000",
                batch=f"{n:012x}",
                at=moment.isoformat(timespec="microseconds"),
                on=day,
                by=f"经办人{n % 40}",
                origin=origin,
                notice=book.catalog.notice.id,
                action=ACTIONS[n % len(ACTIONS)],  # type: ignore[arg-type]
                task=entry.task.id,
                period=entry.period.name,
                unit=unit,
                note=f"第{n}次进展：已印发方案并组织落实",
            )
        )
    return made


def write(folder: Path, tasks: int, count: int) -> None:
    """The three files."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(DATA / "units.yaml", folder / "units.yaml")
    text = json.dumps(notice(tasks), ensure_ascii=False, indent=1)
    (folder / "tasks.yaml").write_text(text, encoding="utf-8")
    os.environ["YQSAFETY_LARGE"] = "1"
    catalog = load_catalog(sources(folder / "tasks.yaml", None))
    book = Ledger(catalog, Roster(catalog.units), (), START.date())
    state = State(state_file.new_id(), tuple(events(book, count, "b" * 12)))
    (folder / "state.json").write_bytes(dump(state))


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
