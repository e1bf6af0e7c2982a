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
from itertools import accumulate, cycle, islice, pairwise
from pathlib import Path
from typing import Any

from yqsafety.cli.clock import CHINA
from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.events import Action, Event
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.data_files import data_files
from yqsafety.notice.loader import load_catalog
from yqsafety.notice.roster import Roster
from yqsafety.notice.yaml_reader import load_yaml
from yqsafety.store import state_file
from yqsafety.store.state_format import State, dump_state

DATA = Path(__file__).parents[1] / "data"
START = dt.datetime(2025, 3, 10, 9, 0, tzinfo=CHINA)
ACTIONS: tuple[Action, ...] = ("doing", "note", "done", "done")
"""What the records are of, in turns."""


def notice(count: int) -> dict[str, Any]:
    """The real notice with `count` tasks in all, those of each item again and again, renamed."""
    data: dict[str, Any] = load_yaml((DATA / "tasks.yaml").read_bytes(), "tasks.yaml").data
    data["id"] = f"generated-{count}-2025"
    for key in ("retired", "digest"):  # its tasks are renamed, and print more
        data.pop(key, None)
    items = [one for block in data["blocks"] for one in block.get("blocks", ())]
    ends = list(accumulate((len(item["tasks"]) for item in items), initial=0))
    for item, (start, end) in zip(items, pairwise(ends), strict=True):
        share = end * count // ends[-1] - start * count // ends[-1]
        item["tasks"] = [
            _renamed(task, item["tasks"][0]["id"].partition(".")[0], n)
            for n, task in enumerate(islice(cycle(item["tasks"]), share), 1)
        ]
    return data


def _renamed(task: dict[str, Any], item: str, number: int) -> dict[str, Any]:
    """A task of the same kind with an id, a title and a sentence of its own."""
    mark = f"（第{number}项）"
    return task | {
        "id": f"{item}.{number}",
        "title": task["title"][: 20 - len(mark)] + mark,
        "quote": task["quote"] + mark,
    }


def events(book: Ledger, count: int, origin: str) -> list[Event]:
    """Records of one assignment after another, as bureaus make them over the year."""
    targets = [
        (entry, assignment.party.id)
        for entry in book.entries
        if not entry.waiting
        for assignment in entry.countable
    ]
    # The step is far from the next task, and prime, so that all are reached.
    return [_event(n, book, origin, *targets[n * 997 % len(targets)]) for n in range(count)]


def _event(n: int, book: Ledger, origin: str, entry: Entry, unit: str) -> Event:
    moment = START + dt.timedelta(seconds=200 * n)
    return Event(
        id=f"{n:012x}-00000",
        batch=f"{n:012x}",
        at=moment.isoformat(timespec="microseconds"),
        on=min(moment.date(), dt.date(2025, 12, 31)),
        by=f"经办人{n % 40}",
        origin=origin,
        notice=book.catalog.notice.id,
        action=ACTIONS[n % len(ACTIONS)],
        task=entry.task.id,
        period=entry.period.name,
        unit=unit,
        note=progress(n),
    )


def progress(n: int) -> str:
    """What the record with this number says."""
    return f"第{n}次进展：已印发方案并组织落实"


def ledger_of(notice_file: Path | None) -> Ledger:
    """What a notice comes to without any record; None is the one that ships."""
    catalog = load_catalog(data_files(notice_file, None))
    return Ledger(catalog, Roster(catalog.units), (), START.date())


def write_notice(folder: Path, tasks: int) -> Ledger:
    """`tasks.yaml` and `units.yaml` with so many tasks, and what they come to."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copy(DATA / "units.yaml", folder / "units.yaml")
    text = json.dumps(notice(tasks), ensure_ascii=False, indent=1)
    (folder / "tasks.yaml").write_text(text, encoding="utf-8")
    return ledger_of(folder / "tasks.yaml")


def write_state(file: Path, book: Ledger, count: int) -> None:
    """A state file with so many records."""
    file.write_bytes(dump_state(State(state_file.new_id(), tuple(events(book, count, "b" * 12)))))


def main(folder: Path, tasks: int, count: int) -> None:
    """The three files."""
    os.environ["YQSAFETY_LARGE"] = "1"
    write_state(folder / "state.json", write_notice(folder, tasks), count)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]))
