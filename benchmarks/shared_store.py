"""How fast a shared store is, beside the file, on a PostgreSQL server that this starts.

`python benchmarks/shared_store.py [--records N]...` works in a temporary folder that it removes.
The server is on this machine, with TLS, and flushes to the disk at each commit. Ratios are of
processor time that was taken in turns.
"""

from __future__ import annotations

import argparse
import datetime as dt
import resource
import secrets
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from postgres_server import Server, benchmark_server
from table import Table

from yqsafety.cli.options import Common
from yqsafety.cli.store_desk import publish_catalogue
from yqsafety.ledger.events import Event
from yqsafety.store.administration import Administrator
from yqsafety.store.chain import stated_line
from yqsafety.store.postgresql import PgStore
from yqsafety.store.state_file import FileStore
from yqsafety.store.store_address import parsed_address, read_store_file, write_store_file

APPEND = "SELECT outcome FROM yq.append(%s, %s::text[], false) LIMIT 1"
RUNS = 7
CONNECTIONS, EACH = 40, 50


class Site(NamedTuple):
    """A store with some records, and the same in a file."""

    file: Path
    """The connection file of an account of the office."""
    state: Path


def note(number: int) -> Event:
    """A remark of one bureau on one of its duties."""
    batch = secrets.token_hex(6)
    at = dt.datetime(2025, 1, 15, tzinfo=dt.timezone(dt.timedelta(hours=8)))
    at += dt.timedelta(minutes=number)
    return Event(
        f"{batch}-00000",
        batch,
        at.isoformat(timespec="microseconds"),
        at.date(),
        "张三",
        "aabbccddeeff.112233445566",
        "yuanqu-2025-1",
        "note",
        "4.1",
        "2025",
        "linye",
        note=f"第 {number} 条进展",
    )


def made_site(server: Server, folder: Path, records: int) -> Site:
    """A database with so many records, and a file with the same."""
    desk = Administrator(parsed_address(server.socket(f"bench{records}")))
    desk.set_up()
    desk.change_reach(host=f"127.0.0.1:{server.port}")
    publish_catalogue(desk.connection, Common())
    site = Site(folder / f"{records}.yqstore", folder / f"{records}.json")
    write_store_file(site.file, desk.add_account("office", "office", ""))
    events = tuple(map(note, range(records)))
    PgStore(read_store_file(site.file)).take(lambda _: events)
    FileStore(site.state).take(lambda _: events)
    return site


def seconds_of(action: Callable[[], object], times: int) -> list[float]:
    """The wall time of each call."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        taken.append(time.perf_counter() - start)
    return taken


def processor_seconds(state: Path) -> float:
    """The processor time of `list` on one state, started as a command."""
    line = [sys.executable, "-m", "yqsafety", "list", "--unit", "县林业局", "--state", str(state)]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([*line, "--as-of", "2025-06-30"], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def by_records(server: Server, folder: Path, records: int, table: Table) -> None:
    """`list` on the file and on the store, in turns, and what the store does by itself."""
    site = made_site(server, folder, records)
    address = read_store_file(site.file)
    store = PgStore(address)
    store.copy.forget()
    (first,) = seconds_of(PgStore(address).read, 1)
    times: dict[Path, list[float]] = {site.state: [], site.file: []}
    for _ in range(RUNS):
        for state, taken in times.items():
            taken.append(processor_seconds(state))
    on_file, shared = (statistics.median(taken) for taken in times.values())
    store.read()
    look = statistics.median(seconds_of(store.signature, 200))
    writes = seconds_of(
        lambda: store.connection.ask(APPEND, (10**9, [stated_line(note(0), foreign=False)])), 200
    )
    table.add(
        f"{records:,}",
        f"{on_file * 1000:.0f}",
        f"{shared * 1000:.0f}",
        f"{shared / on_file:.2f}",
        f"{first:.2f} s",
        f"{look * 1000:.1f}",
        f"{statistics.median(writes) * 1000:.1f}",
        f"{statistics.quantiles(writes, n=20)[-1] * 1000:.1f}",
    )


def at_once(server: Server, folder: Path) -> Table:
    """Many connections that tick at once: what is kept, and how fast."""
    site = made_site(server, folder, 1)
    server.ask("bench1", f"ALTER ROLE {_login(site)} CONNECTION LIMIT 100")
    kept: list[str] = []

    def write() -> None:
        store = PgStore(read_store_file(site.file))
        for number in range(EACH):
            event = note(number)
            line = stated_line(event, foreign=False)
            store.connection.ask_surely(APPEND, (10**9, [line]))
            kept.append(event.batch)

    threads = [threading.Thread(target=write) for _ in range(CONNECTIONS)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken = time.perf_counter() - start
    found = [batch for (batch,) in server.ask("bench1", "SELECT batch FROM yq.event WHERE seq > 1")]
    table = Table("At once", (f"{CONNECTIONS} x {EACH}", "kept", "lost", "double", "a second"))
    lost, double = len(set(kept) - set(found)), len(found) - len(set(found))
    table.add("", f"{len(found)}", f"{lost}", f"{double}", f"{len(found) / taken:.0f}")
    return table


def _login(site: Site) -> str:
    return read_store_file(site.file).url.partition("//")[2].partition("@")[0]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, action="append", help="1000 and 10000")
    sizes = parser.parse_args().records or [1_000, 10_000]
    with benchmark_server("yq-benchmark-") as (server, folder):
        head = ("records", "file ms", "store ms", "ratio", "first", "look ms", "p50 ms", "p95 ms")
        table = Table("`list --unit` in processor time, a look, one append", head)
        for records in sizes:
            by_records(server, folder, records, table)
        print(table.plain())
        print(at_once(server, folder).plain())


if __name__ == "__main__":
    main()
