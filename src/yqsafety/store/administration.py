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
from yqsafety.store.store_address import StoreAddress

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

    def set_up(
        self, name: str, reached_at: str, certificate: str, store: str = ""
    ) -> tuple[str, int, bool]:
        """Make the database, the roles and the tables, or bring them up to this version.

        Returns the store's id, the version that stood before (0 for none) and whether the database
        was made. Run again it changes nothing but what is new. `store` is its id where
        it is restored.
        """
        made = self._make_database()
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
            values = (store, name, self._reached_at(reached_at), certificate or self._own_pem())
            self.connection.ask(
                "INSERT INTO yq.store (store, name, address, certificate) VALUES (%s, %s, %s, %s)",
                values,
            )
        self._fill_rights()
        return store, before, made

    def obstacles(self) -> list[str]:
        """What keeps other machines from connecting, a line each."""
        ssl, listens, port = self.connection.ask(
            "SELECT current_setting('ssl'), current_setting('listen_addresses'),"
            " current_setting('port')"
        )[0]
        found = []
        if ssl != "on":
            found.append("服务器没有启用加密（ssl = off），其他电脑不会连接。")
        if listens in ("", "localhost", "127.0.0.1"):
            found.append(
                f"服务器只接受本机连接。请在 postgresql.conf 中设 listen_addresses = '*'"
                f"（端口 {port}），在 pg_hba.conf 中加一行，再重启（见 docs/store.zh-CN.md）。"
            )
        return found

    def describe(self) -> tuple[str, str, str, str]:
        """The store's id, its name, where others reach it, and the server's certificate."""
        found = self.connection.ask("SELECT store, name, address, certificate FROM yq.store")
        if not found:
            raise UsageError("这个数据库还没有建立共享库。", "建立：yqsafety store init 地址")
        store, name, reached_at, certificate = found[0]
        return store, name, reached_at, certificate

    def add_account(self, person: str, role: Role, unit: str) -> StoreAddress:
        """Open an account, or open a closed one anew; what its owner needs to reach the store.

        UsageError where the name has an account: two of one name could take back each other's
        records.
        """
        store, _, _, _ = self.describe()
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

    def give_password(self, person: str) -> StoreAddress:
        """A new password for an open account; the old one ends with this."""
        _, _, reached_at, certificate = self.describe()
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

    def _make_database(self) -> bool:
        """Make the database where it is not there; whether it was made."""
        database = self.connection.database
        maintenance = Connection(self.address)
        maintenance.database = "postgres"
        known = maintenance.ask("SELECT 1 FROM pg_database WHERE datname = %s", (database,))
        if not known:
            if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,50}", database):
                raise UsageError(f"库名“{database}”不能用。", "请用字母、数字和下划线。")
            maintenance.ask(f"CREATE DATABASE \"{database}\" ENCODING 'UTF8' TEMPLATE template0")
        maintenance.close()
        return not known

    def _reached_at(self, host: str) -> str:
        """Host, port and database as other machines name them; without a host this machine's."""
        name, _, port = (host or os.uname().nodename).partition(":")
        port = port or self.connection.ask("SELECT current_setting('port')")[0][0]
        return f"{name}:{port}/{self.connection.database}"

    def _own_pem(self) -> str:
        """The server's own certificate, which vouches for itself where nobody else does."""
        found = self.connection.ask(
            "SELECT pg_read_file(current_setting('ssl_cert_file'))"
            " WHERE current_setting('ssl') = 'on'"
        )
        return str(found[0][0]) if found else ""

    def refuse_strangers(self) -> None:
        """UsageError unless this is an administrator of the whole server."""
        maintenance = Connection(self.address)
        maintenance.database = "postgres"
        found = maintenance.ask("SELECT rolsuper FROM pg_roles WHERE rolname = session_user")
        maintenance.close()
        if not found[0][0]:
            raise UsageError(
                "建立共享库要用数据库管理员的账号。",
                "请在服务器上运行：sudo -u postgres yqsafety store init 地址",
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
