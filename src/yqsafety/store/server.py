"""The server beneath a shared store: its databases, its certificate, and whom it lets into which.

The logins of a store are the whole server's. One database of a store lets them in: a second one, as
a restored backup is, would share their passwords, and closing an account there would close it here.
"""

from __future__ import annotations

import os
import re

from yqsafety.errors import UsageError
from yqsafety.store.connection import Connection
from yqsafety.store.store_address import StoreAddress

_LET_IN = """
SELECT d.datname::text FROM pg_database d, aclexplode(d.datacl) a
JOIN pg_roles r ON r.oid = a.grantee
WHERE r.rolname = %s AND a.privilege_type = 'CONNECT' ORDER BY 1
"""
_HOST = re.compile(r"([^\s/:@?#%\[\]]+|\[[0-9A-Fa-f:.]+\])(:\d{1,5})?")
_THIS_MACHINE = ("", "localhost", "127.0.0.1", "::1")


def refuse_strangers(address: StoreAddress) -> None:
    """UsageError unless this is an administrator of the whole server."""
    maintenance = Connection(address)
    maintenance.database = "postgres"
    found = maintenance.ask("SELECT rolsuper FROM pg_roles WHERE rolname = session_user")
    maintenance.close()
    if not found[0][0]:
        raise UsageError(
            "建立共享库要用数据库管理员的账号。",
            "请在服务器上运行：sudo -u postgres yqsafety store init 地址",
        )


def make_database(address: StoreAddress, database: str) -> bool:
    """Make the database where it is not there; whether it was made."""
    maintenance = Connection(address)
    maintenance.database = "postgres"
    known = maintenance.ask("SELECT 1 FROM pg_database WHERE datname = %s", (database,))
    if not known:
        if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]{0,50}", database):
            raise UsageError(f"库名“{database}”不能用。", "请用字母、数字和下划线。")
        maintenance.ask(f"CREATE DATABASE \"{database}\" ENCODING 'UTF8' TEMPLATE template0")
    maintenance.close()
    return not known


def obstacles(connection: Connection) -> list[str]:
    """What keeps other machines from connecting, a line each."""
    ssl, listens, port = connection.ask(
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


def checked_host(host: str) -> str:
    """A host as typed, with or without `:PORT`; UsageError for what is none."""
    if not _HOST.fullmatch(host):
        raise UsageError(f"“{host}”不是主机名。", "写成 --host 主机名，或 主机名:端口。")
    return host


def usual_host(connection: Connection) -> str:
    """Host and port by which other machines reach the server, as far as can be told from here."""
    host = connection.told("host")
    if host.startswith("/") or host in _THIS_MACHINE:
        host = os.uname().nodename
    return with_port(connection, f"[{host}]" if ":" in host else host)


def with_port(connection: Connection, host: str) -> str:
    """A host with its port: the one that it has, else the server's."""
    if re.search(r":\d+$", host) and not host.endswith("]"):
        return host
    port = connection.told("port") or connection.ask("SELECT current_setting('port')")[0][0]
    return f"{host}:{port}"


def own_certificate(connection: Connection) -> str:
    """The server's own certificate, which vouches for itself where nobody else does."""
    found = connection.ask(
        "SELECT pg_read_file(current_setting('ssl_cert_file')) WHERE current_setting('ssl') = 'on'"
    )
    return str(found[0][0]) if found else ""


def server_mark(connection: Connection) -> str:
    """What tells this server from every other one."""
    return str(connection.ask("SELECT system_identifier::text FROM pg_control_system()")[0][0])


def let_accounts_in(connection: Connection, store: str) -> None:
    """Let the accounts of a store into this database, unless they are let into another one."""
    connection.ask(
        "DO $$ BEGIN EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());"
        " END $$"
    )
    if not _databases_of(connection, store):
        connection.ask(
            "DO $$ BEGIN EXECUTE format('GRANT CONNECT ON DATABASE %I TO "
            f"yq_{store}', current_database()); END $$"
        )


def elsewhere(connection: Connection, store: str) -> str:
    """The database that the accounts of a store are let into in the place of this one, else ''."""
    found = _databases_of(connection, store)
    return "" if connection.database in found else "、".join(found)


def refuse_copy(connection: Connection, store: str) -> None:
    """UsageError where this database lets no accounts in: they are those of another one."""
    found = _databases_of(connection, store)
    if connection.database in found:
        return
    if not found:
        raise UsageError("这个库还没有让账号进入，未作改动。", "请先运行：yqsafety store init 地址")
    raise UsageError(copy_text(connection.database, found[0]), way_out(found[0]))


def copy_text(database: str, other: str) -> str:
    """What is said of a database whose accounts are let into another one."""
    return (
        f"同一服务器的 {other} 库正用着这些账号，{database} 只供核对："
        "账号不能登录它，也不能在它上面开通、换密码、停用。"
    )


def way_out(other: str) -> str:
    """How a copy takes the place of the database whose accounts it has."""
    return f"要改用它：先删去 {other}（dropdb {other}），再运行 yqsafety store init 地址。"


def _databases_of(connection: Connection, store: str) -> list[str]:
    return [name for (name,) in connection.ask(_LET_IN, (f"yq_{store}",))]
