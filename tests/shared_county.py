"""A county with a shared store: a database of its own on the tests' server, and its accounts."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli, Result
from postgres_server import Server, find_binaries

from yqsafety.cli.options import Common
from yqsafety.cli.store_desk import publish_catalogue
from yqsafety.store.administration import Administrator
from yqsafety.store.postgresql import PgStore
from yqsafety.store.store_address import (
    StoreAddress,
    parsed_address,
    read_store_file,
    write_store_file,
)

CLOCK = """CREATE OR REPLACE FUNCTION yq.clock() RETURNS timestamptz LANGUAGE sql
SET search_path = pg_catalog, pg_temp AS $$ SELECT '{0} 09:12+08'::timestamptz $$"""
PEOPLE = {
    "linye": ("张三", "unit", "linye"),
    "shuili": ("李四", "unit", "shuili"),
    "office": ("督办员", "office", ""),
    "reader": ("查看员", "reader", ""),
}


class County:
    """A store with an account for two bureaus, the office and a reader."""

    def __init__(self, server: Server, folder: Path, cli: Cli, name: str) -> None:
        self.server, self.folder, self.database, self._cli = server, folder, name, cli
        self.admin = Administrator(parsed_address(server.socket(name)))
        self.id = self.admin.set_up()[0]
        self.admin.change_reach("垣曲县", f"127.0.0.1:{server.port}")
        publish_catalogue(self.admin.connection, Common())
        self.day("2025-06-20")
        for key, (person, role, unit) in PEOPLE.items():
            made = self.admin.add_account(person, role, unit)  # type: ignore[arg-type]
            write_store_file(self.file(key), made)

    def file(self, who: str) -> Path:
        return self.folder / f"{who}.yqstore"

    def address(self, who: str) -> StoreAddress:
        return read_store_file(self.file(who))

    def store(self, who: str, **more: Any) -> PgStore:
        return PgStore(self.address(who), **more)

    def run(self, who: str, *arguments: object) -> Result:
        return self._cli(*arguments, "--state", self.file(who))

    def day(self, day: str) -> None:
        """What the server's clock shows from now on."""
        self.sql(CLOCK.format(day))

    def sql(self, query: str, *values: Any) -> list[Any]:
        return self.server.ask(self.database, query, values)

    def by_hand(self, who: str, query: str, *values: Any) -> list[Any]:
        """What a person does with an account and no program of ours."""
        login = self.address(who).url.partition("//")[2].partition("@")[0]
        made = self.server.connect(self.database, login)
        try:
            cursor = made.cursor()
            cursor.execute(query, values or None)
            return list(cursor.fetchall()) if cursor.description else []
        finally:
            made.close()

    @property
    def events(self) -> list[dict[str, Any]]:
        found = self.sql("SELECT body, at, person, login FROM yq.event ORDER BY seq")
        return [json.loads(b) | {"at": a, "by": p, "login": x} for b, a, p, x in found]


def made_county(server: Server, tmp_path: Path, cli: Cli) -> Iterator[County]:
    """A county of its own for one test; its database and roles go afterwards."""
    name = f"yq_{abs(hash(tmp_path)) % 10**12}"
    folder = tmp_path / "accounts"
    folder.mkdir()
    made = County(server, folder, cli, name)
    yield made
    made.admin.connection.close()
    server.ask("postgres", f"DROP DATABASE {name} WITH (FORCE)")
    roles = "SELECT rolname FROM pg_roles WHERE rolname LIKE %s"
    for (login,) in server.ask("postgres", roles, (f"yq_{made.id}%",)):
        server.ask("postgres", f"DROP ROLE {login}")


def running_server() -> Iterator[Server]:
    """A server that runs while the tests do; without one here they are skipped."""
    pytest.importorskip("psycopg2", reason="psycopg2 is not installed here")
    binaries = find_binaries()
    if binaries is None:
        pytest.skip("no PostgreSQL server is installed here (initdb)")
    folder = Path(tempfile.mkdtemp(prefix="yq-"))
    made = Server(folder, binaries)
    yield made
    made.stop("immediate")
    shutil.rmtree(folder, ignore_errors=True)
