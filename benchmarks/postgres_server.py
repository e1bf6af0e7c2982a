"""A real PostgreSQL server for tests and benchmarks: a folder of its own, a user without rights."""

from __future__ import annotations

import contextlib
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

USER = "postgres"


def find_binaries() -> Path | None:
    """The folder with `initdb`: POSTGRES_BIN, else the newest of those that are installed."""
    if chosen := os.environ.get("POSTGRES_BIN"):
        if not (Path(chosen) / "initdb").is_file():
            raise SystemExit(f"POSTGRES_BIN={chosen}: no initdb is there")
        return Path(chosen).resolve()
    there = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version)
    found = [*map(str, there)] or [shutil.which("initdb") or ""]
    return Path(found[-1]).resolve().parent if found[-1] else None


def _version(path: Path) -> float:
    return float(path.parts[-3])


def unprivileged() -> list[str]:
    """What to put before a command, so that it does not run as root, which PostgreSQL refuses."""
    if os.geteuid() != 0:
        return []
    for user in ("postgres", "nobody"):
        known = user in {one.pw_name for one in pwd.getpwall()}
        if known and shutil.which("setpriv"):
            return ["setpriv", f"--reuid={user}", "--regid=65534", "--clear-groups"]
    return []


def free_port() -> int:
    """A port on which nobody listens, below those that outgoing connections get."""
    for number in range(1000):
        port = 20000 + (os.getpid() + number) % 12000
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise RuntimeError("no port is free")


class Server:
    """A server on a socket in its folder, and on a port of this machine with TLS."""

    def __init__(self, folder: Path, binaries: Path, *, durable: bool = False) -> None:
        self.folder = folder
        self._binaries = binaries
        self.data = folder / "data"
        self.port = free_port()
        folder.chmod(0o755)
        self.data.mkdir()
        if os.geteuid() == 0:
            name = unprivileged()[1].partition("=")[2]
            shutil.chown(self.data, name)
            shutil.chown(folder, name)
        self.run(
            "initdb", "-D", self.data, "-U", USER, "-A", "trust", "-E", "UTF8", "--locale=C", "-N"
        )
        self._make_certificate()
        (self.data / "pg_hba.conf").write_text(
            "local all all trust\nhostssl all all 127.0.0.1/32 scram-sha-256\n"
        )
        with (self.data / "postgresql.conf").open("a") as conf:
            conf.write(
                f"port = {self.port}\nlisten_addresses = '127.0.0.1'\nmax_connections = 120\n"
                f"unix_socket_directories = '{folder}'\nssl = on\n"
                f"fsync = {'on' if durable else 'off'}\n"
                "password_encryption = 'scram-sha-256'\nlc_messages = 'C'\nshared_buffers = 64MB\n"
            )
        self.start()

    def _make_certificate(self) -> None:
        subprocess.run(
            [
                *"openssl req -new -x509 -days 3650 -nodes -subj /CN=localhost".split(),
                *("-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"),
                *("-keyout", str(self.data / "server.key")),
                *("-out", str(self.data / "server.crt")),
            ],
            check=True,
            capture_output=True,
        )
        for name in ("server.key", "server.crt"):
            (self.data / name).chmod(0o600)
            if os.geteuid() == 0:
                shutil.chown(self.data / name, unprivileged()[1].partition("=")[2])

    def run(self, program: str, *arguments: object) -> None:
        """Run one of its programs as the unprivileged user."""
        done = subprocess.run(
            [*unprivileged(), str(self._binaries / program), *map(str, arguments)],
            capture_output=True,
            text=True,
            check=False,
            cwd=self.folder,
            env=os.environ | {"LC_ALL": "C"},
        )
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self.run("pg_ctl", "-D", self.data, "-w", "-l", self.folder / "log", "start")

    def stop(self, how: str = "fast") -> None:
        """Stop it; `immediate` is as good as a crash."""
        self.run("pg_ctl", "-D", self.data, "-w", "-m", how, "stop")

    def socket(self, database: str) -> str:
        """The administrator's address, over the socket."""
        return f"postgresql://{USER}@/{database}?host={self.folder}&port={self.port}"

    def connect(self, database: str, user: str = USER, **more: Any) -> Any:
        """A connection of the driver itself, over the socket, as anybody."""
        import psycopg2

        made = psycopg2.connect(
            host=str(self.folder), port=self.port, dbname=database, user=user, **more
        )
        made.autocommit = True
        return made

    def ask(self, database: str, query: str, values: tuple[Any, ...] = ()) -> list[Any]:
        """What the administrator gets for a query."""
        made = self.connect(database)
        try:
            cursor = made.cursor()
            cursor.execute(query, values)
            return list(cursor.fetchall()) if cursor.description else []
        finally:
            made.close()


@contextlib.contextmanager
def benchmark_server(prefix: str) -> Iterator[tuple[Server, Path]]:
    """A server that flushes to the disk, and a folder for all else; both are gone afterwards.

    The program's own folders are in it. SystemExit where no PostgreSQL is installed.
    """
    binaries = find_binaries()
    if binaries is None:
        raise SystemExit("PostgreSQL's initdb is needed and not found: apt install postgresql")
    folder = Path(tempfile.mkdtemp(prefix=prefix))
    for name in ("DATA", "CACHE", "CONFIG"):
        os.environ[f"XDG_{name}_HOME"] = str(folder / name.lower())
    (folder / "server").mkdir()
    folder.chmod(0o755)
    server = Server(folder / "server", binaries, durable=True)
    try:
        yield server, folder
    finally:
        server.stop("immediate")
        shutil.rmtree(folder, ignore_errors=True)
