"""How cost grows with tasks and records, alone and beside the peers."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path
from typing import NamedTuple

from generate import events, write_notice, write_state
from measure import Command, Way, changing, medians, once
from peers import PEERS, UNIT, Filled, Todo, todos
from startup import PROGRAM
from table import Table, cell

from yqsafety.ledger.ledger import Ledger

BULK = 1_000
"""Assignments that one command is to tick, as nearly as whole items come to it."""
RECORDS_TARGET = 3
"""`list` with the most records takes less than so many times that of the fewest."""
OURS = "yqsafety"
WRITTEN = "written.json"
ROWS = {
    "everything": "all tasks",
    "unit": "a unit's open tasks",
    "tick": "one tick",
}
"""What every program does, by the field of `Filled`."""


class Site(NamedTuple):
    """A notice of some size, with as many records as tasks."""

    folder: Path
    book: Ledger
    tasks: list[Todo]
    chosen: Todo
    """What is ticked: nothing is recorded of it for the unit, and it isn't ticked in the peers."""

    def command(self, *arguments: str, state: str = "state.json") -> Command:
        """A command of this program."""
        files = ("--notice", str(self.folder / "tasks.yaml"), "--state", str(self.folder / state))
        return Command((*PROGRAM, *arguments, *files))

    def writing(self, *arguments: str) -> Command:
        """A command that records, in a file that nothing else reads."""
        command = self.command(*arguments, state=WRITTEN)
        return changing(command.arguments, self.folder, WRITTEN)

    @property
    def tick(self) -> Command:
        """The chosen task is ticked for the unit."""
        return self.writing("check", self.chosen.id, "--unit", UNIT)


def site(folder: Path, count: int) -> Site:
    """The notice and state of a size."""
    book = write_notice(folder, count)
    write_state(folder / "state.json", book, count)
    shutil.copy(folder / "state.json", folder / WRITTEN)
    recorded = {event.task for event in events(book, count, "") if event.unit == UNIT}
    tasks = todos(book)
    chosen = next(
        task
        for task in tasks[count // 2 :]
        if task.action == "note"
        and task.id not in recorded
        and UNIT in task.tags
        and not (entry := book.of_task(task.id)[0]).waiting
        and not entry.shared
    )
    return Site(folder, book, tasks, chosen)


def ours(here: Site) -> Filled:
    """The same three commands as of the peers."""
    return Filled(
        here.command("list"),
        here.command("list", "--unit", UNIT, "--direct", "--status", "open"),
        here.tick,
    )


def beside_peers(sites: Sequence[Site], peers: dict[str, str], way: Way) -> Table:
    """The same tasks, listed and ticked in every program."""
    found = [name for name in PEERS if name in peers]
    table = Table("Beside the peers: ms, and as ratio to yqsafety", ("", OURS, *found))
    for here in sites:
        count = len(here.tasks)
        filled: dict[str, Filled | None] = {OURS: ours(here)}
        for name in found:
            way.say(f"filling {name} with {count:,} tasks")
            place = here.folder / name
            filled[name] = PEERS[name].fill(peers[name], place, here.tasks, here.chosen)
        for field, what in ROWS.items():
            way.say(f"{count:,} tasks: {what}")
            ready = {name: getattr(one, field) for name, one in filled.items() if one}
            times = dict(zip(ready, medians(list(ready.values()), way), strict=True))
            cells = [cell(times.get(name), times[OURS]) for name in found]
            table.add(f"{count:,}: {what}", cell(times[OURS]), *cells)
    return table


def by_tasks(sites: Sequence[Site], way: Way) -> Table:
    """The same commands on notices of growing size."""
    head = ("", *(f"{len(here.tasks):,} tasks" for here in sites))
    table = Table("As tasks and records grow: ms, and as ratio to the size before", head)
    rows = {
        "list": [here.command("list") for here in sites],
        "status": [here.command("status") for here in sites],
        "one tick": [here.tick for here in sites],
    }
    for name, commands in rows.items():
        way.say(f"as tasks grow: {name}")
        times = medians(commands, way)
        table.add(name, *(cell(*pair) for pair in zip(times, [None, *times], strict=False)))
    return table


def by_records(here: Site, counts: Sequence[int], way: Way) -> Table:
    """`list` of one notice under growing states."""
    head = ("", *(f"{count:,} records" for count in counts), "target")
    title = f"As records grow over {len(here.tasks):,} tasks: ms, and as ratio to the first"
    way.say("as records grow")
    for count in counts:
        write_state(here.folder / f"{count}.json", here.book, count)
    times = medians([here.command("list", state=f"{count}.json") for count in counts], way)
    cells = [cell(taken, times[0]) for taken in times[1:]]
    return Table(title, head, [("list", cell(times[0]), *cells, f"< {RECORDS_TARGET}")])


def in_bulk(here: Site, way: Way) -> Table:
    """One assignment ticked, and very many in one command."""
    table = Table(f"Ticks of {len(here.tasks):,} tasks: ms, and as ratio to one", ("", "ms"))
    way.say("in bulk")
    items = (part for item in _items(here) for part in ("--item", item))
    bulk = here.writing("check", "--all", "--unit", UNIT, *items, "--yes")
    if (said := once(bulk.extended("--json"), way.limit)) is None:
        return table
    recorded = len(json.loads(said.stdout)["events"])
    one, many = medians([here.tick, bulk], way)
    table.add("one tick", cell(one))
    table.add(f"{recorded:,} ticks in one command", cell(many, one))
    return table


def _items(here: Site) -> tuple[str, ...]:
    """Up to three items of the notice that come to nearly `BULK` assignments of the unit."""
    sizes = Counter(
        str(entry.item.number)
        for entry in here.book.entries
        if not entry.waiting and entry.party(UNIT)
    )
    chosen = (items for count in (1, 2, 3) for items in combinations(sizes, count))
    return min(chosen, key=lambda items: abs(sum(sizes[item] for item in items) - BULK))
