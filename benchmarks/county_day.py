"""A county's day on a shared store: accounts at once, a server that is killed, lines that break.

`python benchmarks/county_day.py [--minutes 10] [--clients 12] [--accounts 40]` starts a server of
its own, and works in a temporary folder that it removes. One client in three types commands of this
program, each a process of its own; the others keep the store open, as the checklist does. Between
them and the server is a line that breaks now and then, after the server has done what it was asked.
Afterwards every record that was confirmed must be there, none twice, and none of which it was said
that it was not made.
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import secrets
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from broken_line import BrokenLine
from postgres_server import Server, benchmark_server
from table import Table

from yqsafety.cli.clock import CHINA
from yqsafety.cli.options import Common
from yqsafety.cli.store_desk import publish_catalogue
from yqsafety.errors import StateError, UsageError, YqError
from yqsafety.ledger.events import Event
from yqsafety.store.administration import Administrator
from yqsafety.store.postgresql import PgStore
from yqsafety.store.store_address import parsed_address, read_store_file, write_store_file

DATABASE = "county"
UNKNOWN = "不知道"
"""What a command says that does not know whether it has recorded."""


class Plan(NamedTuple):
    """How long and with how many."""

    minutes: float = 10
    clients: int = 12
    accounts: int = 40
    between_kills: float = 30
    """Seconds."""
    one_in: int = 150
    """Pieces of the server's answers, of which one is lost with its connection."""


class Seat(NamedTuple):
    """An account, and what it may report."""

    file: Path
    unit: str
    tasks: tuple[str, ...]


@dataclass
class Day:
    """What the commands of all clients came to."""

    confirmed: set[str] = field(default_factory=set)
    """What each command wrote, by the remark that only it has."""
    denied: dict[str, str] = field(default_factory=dict)
    """Of commands that said that they had not recorded, with what they said."""
    unknown: set[str] = field(default_factory=set)
    """Of commands that said that they do not know."""
    faults: list[str] = field(default_factory=list)
    """What no command may say."""
    typed: list[float] = field(default_factory=list)
    """Seconds that each command took."""
    offered: list[float] = field(default_factory=list)
    """Seconds that each record took over a connection that was open."""
    kills: int = 0
    cuts: int = 0


class Found(NamedTuple):
    """What the store holds afterwards."""

    records: int
    lost: int
    double: int
    untrue: int
    """Records of commands that said that they had not recorded."""
    unknown_kept: int
    checked: bool
    """Whether `store check` finds every record in its chain."""


def made_seats(server: Server, folder: Path, reached_at: str, plan: Plan) -> list[Seat]:
    """A store with its accounts: the first of the office, all others of units."""
    desk = Administrator(parsed_address(server.socket(DATABASE)))
    desk.set_up()
    desk.change_reach(host=reached_at)
    publish_catalogue(desk.connection, Common())
    duties: dict[str, list[str]] = {}
    for unit, task in desk.connection.ask("SELECT unit, task FROM yq.duty ORDER BY unit, task"):
        duties.setdefault(unit, []).append(task)
    units = list(duties)
    seats = []
    for number in range(plan.accounts):
        unit = units[number % len(units)]
        file = folder / f"{number}.yqstore"
        role = "unit" if number else "office"
        made = desk.add_account(f"经办{number}", role, unit if number else "")  # type: ignore[arg-type]
        write_store_file(file, made)
        seats.append(Seat(file, unit, tuple(duties[unit])))
    desk.connection.close()
    return seats


def lived_day(server: Server, folder: Path, plan: Plan) -> tuple[Day, Found]:
    """The whole of it."""
    day, stop = Day(), threading.Event()
    with BrokenLine(server.port, plan.one_in) as line:
        seats = made_seats(server, folder, f"127.0.0.1:{line.port}", plan)
        clients = [
            threading.Thread(
                target=offer_records if number % 3 else type_commands,
                args=(seats[number :: plan.clients], day, stop),
            )
            for number in range(plan.clients)
        ]
        for client in clients:
            client.start()
        kill_now_and_then(server, day, plan)
        stop.set()
        for client in clients:
            client.join()
        day.cuts = line.cuts
        line.mend()
        return day, look_over(server, day, seats[0])


def kill_now_and_then(server: Server, day: Day, plan: Plan) -> None:
    """Kill the server until the day is over; it is started again at once."""
    end = time.monotonic() + plan.minutes * 60
    while (left := end - time.monotonic()) > 0:
        time.sleep(min(plan.between_kills, left))
        if left > plan.between_kills:
            server.stop("immediate")
            server.start()
            day.kills += 1


def type_commands(seats: list[Seat], day: Day, stop: threading.Event) -> None:
    """One command after the other until the day is over."""
    while not stop.is_set():
        seat = secrets.choice(seats)
        remark, task = secrets.token_hex(8), secrets.choice(seat.tasks)
        said = ["note", task, remark] if secrets.randbelow(2) else ["check", task, "--note", remark]
        start = time.perf_counter()
        done = command(*said, "--unit", seat.unit, "--yes", "--state", str(seat.file))
        day.typed.append(time.perf_counter() - start)
        keep_answer(day, remark, done.returncode, done.stderr)


def offer_records(seats: list[Seat], day: Day, stop: threading.Event) -> None:
    """One record after the other, each account over a connection that it keeps."""
    stores = {seat: PgStore(read_store_file(seat.file)) for seat in seats}
    while not stop.is_set():
        seat = secrets.choice(seats)
        event = remark_of(seat)
        start = time.perf_counter()
        try:
            stores[seat].append(lambda _, event=event: (event,))  # type: ignore[misc]
        except YqError as error:
            keep_answer(day, event.note, error.exit_code, f"{error.message}{error.hint}")
            time.sleep(0.2)  # as long as nobody answers
        else:
            keep_answer(day, event.note, 0, "")
        day.offered.append(time.perf_counter() - start)
    for store in stores.values():
        store.connection.close()


def remark_of(seat: Seat) -> Event:
    """A remark on one of an account's duties, as it is sent; the server stamps it."""
    batch, today = secrets.token_hex(6), dt.datetime.now(CHINA).date()
    task, note = secrets.choice(seat.tasks), secrets.token_hex(8)
    first = (f"{batch}-00000", batch, "", today, "", "")
    return Event(*first, "yuanqu-2025-1", "note", task, "2025", seat.unit, note=note)


def keep_answer(day: Day, remark: str, code: int, said: str) -> None:
    """What a command came to."""
    if code == 0:
        day.confirmed.add(remark)
    elif code == StateError.exit_code and UNKNOWN in said:
        day.unknown.add(remark)
    elif code in (UsageError.exit_code, StateError.exit_code):
        newest = said.strip().rpartition("\n")[2]
        day.denied[remark] = newest.partition("。")[0].partition(" postgresql:")[0]
    else:
        day.faults.append(f"{code}: {said[-300:]}")


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    """A command of this program in a process of its own."""
    line = [sys.executable, "-m", "yqsafety", *arguments]
    return subprocess.run(line, capture_output=True, text=True, check=False)


def look_over(server: Server, day: Day, seat: Seat) -> Found:
    """What of the day is in the store."""
    bodies = server.ask(DATABASE, "SELECT body FROM yq.event ORDER BY seq")
    remarks = [json.loads(body).get("note", "") for (body,) in bodies]
    kept = set(remarks)
    return Found(
        records=len(remarks),
        lost=len(day.confirmed - kept),
        double=len(remarks) - len(kept),
        untrue=len(day.denied.keys() & kept),
        unknown_kept=len(day.unknown & kept),
        checked=command("store", "check", "--state", str(seat.file)).returncode == 0,
    )


def tabulated(day: Day, found: Found, plan: Plan) -> Table:
    """The figures of a day."""
    title = f"{plan.accounts} accounts, {plan.clients} clients at once, {plan.minutes:g} minutes"
    table = Table(title, ("", "figure"))
    table.add(
        "commands, records over open connections", f"{len(day.typed):,}, {len(day.offered):,}"
    )
    table.add("kills of the server, cut lines", f"{day.kills}, {day.cuts}")
    table.add("confirmed", f"{len(day.confirmed):,}")
    table.add("confirmed and lost", f"{found.lost}")
    table.add("records", f"{found.records:,}")
    table.add("double", f"{found.double}")
    table.add("said not recorded", f"{len(day.denied)}, of which {found.untrue} are there")
    table.add("said unknown", f"{len(day.unknown)}, of which {found.unknown_kept} are there")
    table.add("faults", f"{len(day.faults)}")
    for what, taken in (("a command", day.typed), ("a record", day.offered)):
        middle, longest = statistics.median(taken), max(taken)
        table.add(f"{what}, median and longest", f"{middle:.3f} s, {longest:.1f} s")
    table.add("store check", "whole" if found.checked else "BROKEN")
    return table


def main() -> None:
    """Live a day and print what it came to."""
    parser = argparse.ArgumentParser(description=__doc__)
    plan = Plan()
    parser.add_argument("--minutes", type=float, default=plan.minutes)
    parser.add_argument("--clients", type=int, default=plan.clients)
    parser.add_argument("--accounts", type=int, default=plan.accounts)
    parser.add_argument("--kill-every", type=float, default=plan.between_kills, help="seconds")
    said = parser.parse_args()
    plan = Plan(said.minutes, said.clients, said.accounts, said.kill_every)
    with benchmark_server("yq-day-") as (server, folder):
        day, found = lived_day(server, folder, plan)
        print(tabulated(day, found, plan).plain())
        for answer, times in Counter(day.denied.values()).most_common(8):
            print(f"{times:6}  {answer}")
        print("\n".join(day.faults[:10]))
        sound = not day.faults and not found.lost and not found.double and not found.untrue
        raise SystemExit(0 if sound and found.checked else 1)


if __name__ == "__main__":
    main()
