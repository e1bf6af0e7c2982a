"""Setting a shared store up, and who has an account in it: run by the server's administrator."""

from __future__ import annotations

import os
import re
import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from yqsafety.errors import StateError, UsageError
from yqsafety.recording.rights import RIGHTS, Role
from yqsafety.store.connection import Connection
from yqsafety.store.postgresql import VERSION
from yqsafety.store.server import (
    checked_host,
    let_accounts_in,
    make_database,
    own_certificate,
    refuse_copy,
    usual_host,
    with_port,
)
from yqsafety.store.store_address import StoreAddress

_NAME = "共享库"
SQL_FOLDER = Path(__file__).parent / "sql"
_SETTINGS = {
    "lock_timeout": "10s",
    "statement_timeout": "30s",
    "idle_in_transaction_session_timeout": "15s",
    "temp_file_limit": "1GB",
}
"""What holds for every account: one that is asleep or lost may not keep the others out for long.
The last of them no account can change for itself: else one query could fill the disk."""


class AccountLine(NamedTuple):
    """An account as `store list` shows it."""

    person: str
    role: Role
    unit: str
    opened: str
    closed: str
    """The day on which it was closed; empty while it is open."""
    records: int


class Administrator:
    """The owner of the server, over one connection; every method raises YqError on failure."""

    def __init__(self, address: StoreAddress) -> None:
        self.address = address
        self.connection = Connection(address)

    def set_up(self, store: str = "") -> tuple[str, int, bool]:
        """Make the database, the roles and the tables, or bring them up to this version.

        Returns the store's id, the version that stood before (0 for none) and whether the database
        was made. Run again it changes nothing but what is new. `store` is its id where
        it is restored.
        """
        made = make_database(self.address, self.connection.database)
        there = self.connection.ask("SELECT to_regclass('yq.store') IS NOT NULL")[0][0]
        before = self.connection.ask("SELECT max(version) FROM yq.version")[0][0] if there else 0
        if before > VERSION:
            raise StateError("共享库由更新版本的程序建立。", "请先升级程序。")
        known = self.connection.ask("SELECT store FROM yq.store") if there else []
        store = known[0][0] if known else store or os.urandom(6).hex()
        for number, script in numbered_scripts():
            if number > before:
                self.connection.ask(_whole_script(store, script))
        if not known:
            self._begin(store)
        let_accounts_in(self.connection, store)
        self._fill_rights()
        return store, before, made

    def change_reach(self, name: str = "", host: str = "", certificate: str = "") -> bool:
        """Change what connection files say from now on, where it is given; whether it was another.

        UsageError for a host that is none.
        """
        host = host and with_port(self.connection, checked_host(host))
        before = self.describe()
        self.connection.ask(
            "UPDATE yq.store SET name = coalesce(nullif(%s, ''), name),"
            " address = coalesce(nullif(%s, ''), address),"
            " certificate = coalesce(nullif(%s, ''), certificate)",
            (name, host, certificate),
        )
        return before != self.describe()

    def describe(self) -> tuple[str, str, str, str]:
        """The store's id, its name, where others reach it, and the server's certificate."""
        found = self.connection.ask("SELECT store, name, address, certificate FROM yq.store")
        if not found:
            raise UsageError("这个数据库还没有建立共享库。", "建立：yqsafety store init 地址")
        store, name, host, certificate = found[0]
        # The database may have been given another name since.
        return store, name, f"{host.partition('/')[0]}/{self.connection.database}", certificate

    def add_account(self, person: str, role: Role, unit: str) -> StoreAddress:
        """Open an account, or open a closed one anew; what its owner needs to reach the store.

        UsageError where the name has an account: two of one name could take back each other's
        records.
        """
        store, _, _, _ = self._of_accounts()
        known = self._account_of(person)
        if known and known[1] is None:
            raise UsageError(
                f"“{person}”已有账号，未新开。",
                "同名的请加以区别，如 张三（水利）；换密码：yqsafety store passwd 姓名 -o 文件",
            )
        if known and known[2:] != (role, unit):
            raise UsageError(
                f"“{person}”以前的账号属于另一单位或另一种，未新开。", "请换一个写法，如加单位。"
            )
        if known:
            self.connection.ask("UPDATE yq.account SET closed = NULL WHERE login = %s", (known[0],))
            return self.give_password(person)
        number = self.connection.ask("SELECT count(*) FROM yq.account")[0][0] + 1
        login = f"yq_{store}_{number:03d}"
        self.make_login(login)
        self.connection.ask(
            "INSERT INTO yq.account (login, store, role, unit, person) VALUES (%s, %s, %s, %s, %s)",
            (login, store, role, unit, person),
        )
        return self.give_password(person)

    def make_login(self, login: str) -> None:
        """Make the role of an account, which cannot log in before it has a password.

        UsageError for a name that is none of ours: it becomes part of a statement.
        """
        store = self.describe()[0]
        if not re.fullmatch(rf"yq_{store}_\d{{3,6}}", login):
            raise UsageError(f"“{login}”不是这个共享库的账号名。", "请检查备份文件。")
        script = "DO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{0}') THEN"
        script += " CREATE ROLE {0} NOLOGIN; END IF; END $$;"
        script += f"GRANT yq_{store} TO {{0}}; ALTER ROLE {{0}} CONNECTION LIMIT 10;"
        script += "".join(f"ALTER ROLE {{0}} SET {k} = '{v}';" for k, v in _SETTINGS.items())
        self.connection.ask(script.format(login))

    def can_log_in(self, login: str) -> bool:
        """Whether the server lets a login of an account in, which then has a password."""
        query = "SELECT 1 FROM pg_roles WHERE rolname = %s AND rolcanlogin"
        return bool(self.connection.ask(query, (login,)))

    def give_password(self, person: str) -> StoreAddress:
        """A new password for an open account; the old one ends with this."""
        _, _, reached_at, certificate = self._of_accounts()
        known = self._account_of(person)
        if known is None or known[1] is not None:
            raise UsageError(f"没有“{person}”的账号，或已停用。", "查看：yqsafety store list")
        password = secrets.token_urlsafe(18)
        self.connection.ask(
            f"ALTER ROLE {known[0]} LOGIN PASSWORD %s",
            (self.connection.scrambled(password, known[0]),),
        )
        url = f"postgresql://{known[0]}@{reached_at}"
        return StoreAddress(url, password, certificate)

    def close_account(self, person: str) -> None:
        """Close an account at once; its records stay under its name."""
        self._of_accounts()
        known = self._account_of(person)
        if known is None or known[1] is not None:
            raise UsageError(f"没有“{person}”的账号，或已停用。", "查看：yqsafety store list")
        self.connection.ask(f"ALTER ROLE {known[0]} NOLOGIN")
        # First of all its connections, one of which may hold what the next line changes.
        self.connection.ask(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s",
            (known[0],),
        )
        self.connection.ask("UPDATE yq.account SET closed = now() WHERE login = %s", (known[0],))

    def accounts(self) -> list[AccountLine]:
        """All accounts, the closed ones too, in the order of their opening."""
        found = self.connection.ask(
            "SELECT a.person, a.role, a.unit, a.opened::date::text,"
            " coalesce(a.closed::date::text, ''), count(e.seq) FROM yq.account a"
            " LEFT JOIN yq.event e ON e.login = a.login GROUP BY a.login ORDER BY a.login"
        )
        return [AccountLine(*row) for row in found]

    def _account_of(self, person: str) -> tuple[str, str | None, str, str] | None:
        found = self.connection.ask(
            "SELECT login::text, closed::text, role, unit FROM yq.account WHERE person = %s",
            (person,),
        )
        return (found[0][0], found[0][1], found[0][2], found[0][3]) if found else None

    def _of_accounts(self) -> tuple[str, str, str, str]:
        """The same as `describe`; UsageError where the accounts are those of another database."""
        found = self.describe()
        refuse_copy(self.connection, found[0])
        return found

    def _begin(self, store: str) -> None:
        self.connection.ask(
            "INSERT INTO yq.store (store, name, address, certificate) VALUES (%s, %s, %s, %s)",
            (store, _NAME, usual_host(self.connection), own_certificate(self.connection)),
        )

    def _fill_rights(self) -> None:
        rows = [(action, right.unit, right.reach) for action, right in RIGHTS.items()]
        columns: Sequence[list[object]] = [list(column) for column in zip(*rows, strict=True)]
        self.connection.ask(
            "WITH gone AS (DELETE FROM yq.permitted RETURNING 1) SELECT count(*) FROM gone"
        )
        self.connection.ask(
            "INSERT INTO yq.permitted SELECT * FROM unnest(%s::text[], %s::bool[], %s::text[])",
            columns,
        )


def _whole_script(store: str, script: str) -> str:
    """A numbered file with what must be done around it, as one transaction."""
    roles = (SQL_FOLDER / "roles.sql").read_text(encoding="utf-8")
    whole = "\n".join(["BEGIN;", roles, script, "COMMIT;"])
    return whole.replace("yq_member", f"yq_{store}")


def numbered_scripts() -> Iterator[tuple[int, str]]:
    """The SQL files of the package with their numbers, in their order."""
    for path in sorted(SQL_FOLDER.glob("[0-9]*.sql")):
        yield int(path.name[:4]), path.read_text(encoding="utf-8")
