"""The peers, filled with the same tasks and records: Taskwarrior, topydo, todoman.

They hold less than this program: a task once instead of once a unit, without its sentence, ground
and history, and of who is responsible only the names in the bracket. What one does not have is left
out or said in its nearest words.
"""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from generate import ACTIONS, START, progress
from measure import Command, changing, once

from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.events import Action
from yqsafety.ledger.ledger import Ledger

UNIT = "yingji"
"""The unit whose tasks are listed, and for which one is ticked: 县应急管理局."""
FILLING = 600.0
"""Seconds that a peer may take to read all tasks for the first time, which is not measured."""


@dataclass(frozen=True)
class Todo:
    """A task as a peer holds it, with the one record made of it."""

    id: str
    title: str
    project: str
    tags: tuple[str, ...]
    due: dt.date
    action: Action
    note: str

    @property
    def done(self) -> bool:
        """Whether it is ticked."""
        return self.action == "done"


@dataclass(frozen=True)
class Filled:
    """What is measured of a program that holds its tasks."""

    everything: Command
    """All tasks, done or not."""
    unit: Command
    """The open tasks on which a unit is named itself."""
    tick: Command
    """One of them is ticked."""


@dataclass(frozen=True)
class Peer:
    """A program that is measured beside this one, and how it is filled."""

    program: str
    needs: str
    fill: Callable[[str, Path, Sequence[Todo], Todo], Filled | None]
    """By program, folder, tasks and the one to tick; None where filling takes too long."""


def todos(book: Ledger) -> list[Todo]:
    """The tasks of a notice, a record of each in turns."""
    ids = {body.name: body.id for body in book.roster.bodies}
    first: dict[str, Entry] = {}
    for entry in book.entries:
        first.setdefault(entry.task.id, entry)
    return [
        Todo(
            id=entry.task.id,
            title=entry.task.title,
            project=f"section{entry.section.number}",
            tags=tuple(dict.fromkeys(ids[a.party.via or a.party.name] for a in entry.assignments)),
            due=entry.due or dt.date(2025, 12, 31),
            action=ACTIONS[n % len(ACTIONS)],
            note=progress(n),
        )
        for n, entry in enumerate(first.values())
    ]


def _taskwarrior(program: str, folder: Path, tasks: Sequence[Todo], chosen: Todo) -> Filled:
    """One list of JSON, imported; a record is `start`, an annotation, or the completion."""
    data = folder / "data"
    data.mkdir(parents=True)
    settings = f"data.location={data}\nconfirmation=off\nverbose=nothing\nnews.version=2.6.2\n"
    (folder / "rc").write_text(settings, encoding="utf-8")
    plain = json.dumps([_as_task(task) for task in tasks], ensure_ascii=False)
    (folder / "tasks.json").write_text(plain, encoding="utf-8")
    call = (program, f"rc:{folder / 'rc'}")
    once(Command((*call, "import", str(folder / "tasks.json"))), FILLING)
    everything = Command((*call, "all"))
    once(everything, FILLING)  # it moves what is completed
    tick = (*call, _uuid(chosen), "done")
    return Filled(
        everything,
        Command((*call, f"+{UNIT}", "list")),
        changing(tick, data, *(file.name for file in data.iterdir())),
    )


def _as_task(task: Todo) -> dict[str, object]:
    entry = START.strftime("%Y%m%dT%H%M%SZ")
    plain: dict[str, object] = {
        "uuid": _uuid(task),
        "description": task.title,
        "project": task.project,
        "tags": list(task.tags),
        "due": task.due.strftime("%Y%m%dT000000Z"),
        "entry": entry,
        "status": "completed" if task.done else "pending",
    }
    if task.action == "note":
        return plain | {"annotations": [{"entry": entry, "description": task.note}]}
    return plain | {"end" if task.done else "start": entry}


def _uuid(task: Todo) -> str:
    return str(uuid.uuid5(uuid.NAMESPACE_OID, task.id))


def _topydo(program: str, folder: Path, tasks: Sequence[Todo], chosen: Todo) -> Filled:
    """One line a task; what is done stays in the same file, for it lists no other."""
    live = folder / "todo"
    live.mkdir(parents=True)
    lines = "\n".join(map(_as_line, tasks))
    (live / "todo.txt").write_text(f"{lines}\n", encoding="utf-8")
    settings = f"[topydo]\nfilename = {live / 'todo.txt'}\narchive_filename =\n"
    (folder / "conf").write_text(settings, encoding="utf-8")
    call = (program, "-c", str(folder / "conf"))
    number = str(tasks.index(chosen) + 1)
    return Filled(
        Command((*call, "ls", "-x")),
        Command((*call, "ls", f"@{UNIT}")),
        changing((*call, "do", number), live, "todo.txt"),
    )


def _as_line(task: Todo) -> str:
    day = START.date()
    done = f"x {day} " if task.done else ""
    tags = " ".join(f"@{tag}" for tag in task.tags)
    record = {"doing": f" started:{day}", "note": f" {task.note}"}.get(task.action, "")
    return f"{done}{day} {task.title}{record} +{task.project} {tags} due:{task.due}"


def _todoman(program: str, folder: Path, tasks: Sequence[Todo], chosen: Todo) -> Filled | None:
    """One iCalendar file a task; its first run, which reads them all into a cache, is not timed."""
    live = folder / "live"
    files = live / "calendars" / "tasks"
    files.mkdir(parents=True)
    for task in tasks:
        (files / f"{_uuid(task)}.ics").write_bytes(_as_calendar(task))
    config = folder / "config.py"
    config.write_text(
        f'path = "{live}/calendars/*"\ncache_path = "{live}/cache.sqlite3"\n'
        'date_format = "%Y-%m-%d"\ntime_format = "%H:%M"\n',
        encoding="utf-8",
    )
    call = (program, "--config", str(config))
    if (listed := once(Command((program, "--porcelain", *call[1:], "list")), FILLING)) is None:
        return None
    number = next(row["id"] for row in json.loads(listed.stdout) if row["summary"] == chosen.title)
    changed = ("cache.sqlite3", f"calendars/tasks/{_uuid(chosen)}.ics")
    return Filled(
        Command((*call, "list", "--status", "ANY")),
        Command((*call, "list", "--category", UNIT)),
        changing((*call, "done", str(number)), live, *changed),
    )


def _as_calendar(task: Todo) -> bytes:
    import icalendar

    todo = icalendar.Todo()
    todo.add("uid", _uuid(task))
    todo.add("dtstamp", START)
    todo.add("created", START)
    todo.add("summary", task.title)
    todo.add("due", task.due)
    todo.add("categories", [task.project, *task.tags])
    todo.add(
        "status", {"doing": "IN-PROCESS", "done": "COMPLETED"}.get(task.action, "NEEDS-ACTION")
    )
    if task.action == "note":
        todo.add("description", task.note)
    if task.done:
        todo.add("completed", START)
        todo.add("percent-complete", 100)
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//yqsafety//benchmarks//")
    calendar.add_component(todo)
    return bytes(calendar.to_ical())


PEERS = {
    "Taskwarrior": Peer("task", "apt install taskwarrior (2.6)", _taskwarrior),
    "topydo": Peer("topydo", "pipx install topydo", _topydo),
    "todoman": Peer("todo", "pipx install todoman", _todoman),
}
