"""The connection to a PostgreSQL server: made in time, asked in time, its failures said in Chinese.

psycopg2 and not psycopg 3: it is imported in 40 ms instead of 239, and the drivers of domestic
databases are forks of it. It is imported only where a shared store was named.
"""

from __future__ import annotations

import contextlib
import secrets
import select
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from yqsafety.errors import StateError, UsageError, YqError
from yqsafety.files import write_whole
from yqsafety.store.failures import failure_of, is_broken_line, unreachable
from yqsafety.store.store_address import StoreAddress

CONNECT_SECONDS = 8.0
ANSWER_SECONDS = 45.0
"""How long an answer is waited for; the server itself gives a statement up after 30 seconds."""
_PAUSES = (0.2, 1.0, 3.0)
"""Seconds before what was sent over a line that broke is sent again."""

Row = tuple[Any, ...]


def load_driver() -> Any:
    """psycopg2; UsageError, with how to install it, where it is not there."""
    try:
        import psycopg2
    except ImportError:
        raise UsageError(
            "连接共享库要用到 psycopg2，本机没有安装。",
            "请运行：pip install 'yqsafety[postgresql]'",
        ) from None
    return psycopg2


class Connection:
    """One connection, made when it is first needed and made anew where it broke."""

    def __init__(self, address: StoreAddress) -> None:
        self._address = address
        self._database = ""
        self._typed = ""
        self._driver: Any = None
        self._open: Any = None

    def ask(self, query: str, values: Sequence[Any] = ()) -> list[Row]:
        """The rows of an answer; YqError where there is none."""
        with self._said_in_chinese():
            return self._rows(query, values)

    def ask_again(self, query: str, values: Sequence[Any] = ()) -> list[Row]:
        """The rows of an answer to a question: once more where a line broke that was open before.

        Between two looks at a screen the server may have been started anew.
        """
        if self._open is not None:
            with contextlib.suppress(StateError):
                return self.ask(query, values)
        return self.ask(query, values)

    def ask_surely(self, query: str, values: Sequence[Any]) -> list[Row]:
        """The rows of an answer to what may be sent twice: again where the line breaks.

        Only for what the server knows when it comes a second time.
        """
        with self._said_in_chinese():
            for pause in _PAUSES:
                try:
                    return self._rows(query, values)
                except self.driver.Error as error:
                    if not is_broken_line(error):
                        raise
                self.close()
                time.sleep(pause)
            return self._rows(query, values)

    @property
    def driver(self) -> Any:
        """psycopg2, which waits in time."""
        if self._driver is None:
            self._driver = load_driver()
            self._driver.extensions.set_wait_callback(_wait_in_time)
        return self._driver

    @property
    def database(self) -> str:
        """The database that is connected to: the address's, unless another is set."""
        return self._database or self.told("dbname")

    @database.setter
    def database(self, name: str) -> None:
        self._database = name

    def told(self, name: str) -> str:
        """What libpq is told of a name, such as `host`; empty where the address does not say it."""
        return str(self._arguments().get(name, ""))

    def scrambled(self, password: str, login: str) -> str:
        """What the server keeps of a password: the password itself never gets into its log."""
        with self._said_in_chinese():
            self._rows("SELECT 1", ())
            made: str = self.driver.extensions.encrypt_password(
                password, login, self._open, "scram-sha-256"
            )
            return made

    def close(self) -> None:
        """Give the connection up."""
        if self._open is not None:
            with contextlib.suppress(Exception):
                self._open.close()
            self._open = None

    def _rows(self, query: str, values: Sequence[Any]) -> list[Row]:
        if self._open is None or self._open.closed:
            self._open = self._connect()
        cursor = self._open.cursor()
        cursor.execute(query, list(values) or None)
        return list(cursor.fetchall()) if cursor.description else []

    def _connect(self) -> Any:
        said = self._arguments()
        try:
            made = self.driver.connect(**said)
        except self.driver.OperationalError as error:
            if "no password supplied" not in str(error):
                raise
            made = self.driver.connect(**said, password=self._typed_password())
        made.autocommit = True
        return made

    def _typed_password(self) -> str:
        """The password as typed at the terminal; UsageError where nobody is there."""
        if not sys.stdin or not sys.stdin.isatty():
            raise UsageError(
                f"{self._address.name} 要密码，这里没有人可以输入。",
                "请用连接文件：yqsafety use 文件.yqstore，或在终端运行。",
            )
        if not self._typed:
            import getpass

            self._typed = getpass.getpass(f"{self._address.name} 的密码：")
        return self._typed

    def _arguments(self) -> dict[str, Any]:
        """What libpq is told; a server that cannot prove who it is is refused.

        `?insecure=1`, or an `sslmode` of one's own, says otherwise; a socket of this machine needs
        no proof.
        """
        url, _, query = self._address.url.partition("?")
        asked = [piece for piece in query.split("&") if piece]
        options = [piece for piece in asked if piece != "insecure=1"]
        try:
            said: dict[str, Any] = self.driver.extensions.parse_dsn(f"{url}?{'&'.join(options)}")
        except self.driver.ProgrammingError:
            raise UsageError(
                f"地址写得不对：{self._address.name}。", "写成 postgresql://账号@主机/库名。"
            ) from None
        said |= {
            "connect_timeout": int(CONNECT_SECONDS),
            "tcp_user_timeout": 10000,
            "keepalives_idle": 10,
            "application_name": "yqsafety",
            "client_encoding": "UTF8",
        }
        if self._database:
            said["dbname"] = self._database
        if self._address.password:
            said["password"] = self._address.password
        if said.get("host", "").startswith("/") or not said.get("host"):
            return said
        if options == asked and "sslmode" not in said:
            said["sslmode"] = "verify-full"
            if self._address.certificate:
                said["sslrootcert"] = self._certificate_file()
        return said

    def _certificate_file(self) -> str:
        """The certificate as a file, which is what libpq reads."""
        folder = self._address.folder
        if folder is None:
            raise UsageError("本机没有当前用户的文件夹，不能保存服务器证书。", "请设置 HOME。")
        path = folder / "server.pem"
        raw = self._address.certificate.encode()
        if not path.is_file() or path.read_bytes() != raw:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            write_whole(path, [raw], private=True)
        return str(path)

    @contextlib.contextmanager
    def _said_in_chinese(self) -> Iterator[None]:
        try:
            yield
        except self.driver.Error as error:
            broken = is_broken_line(error)
            if broken:
                self.close()
            raise failure_of(error, self._address.name) from None
        except OSError as error:
            self.close()
            raise unreachable(self._address.name, str(error)) from None


def change_own_password(
    address: StoreAddress, keep: Callable[[StoreAddress], None]
) -> StoreAddress:
    """Give the account of an address a new password; `keep` has it before the server does."""
    connection = Connection(address)
    login = str(connection.ask("SELECT session_user::text")[0][0])
    fresh = address._replace(password=secrets.token_urlsafe(18))
    keep(fresh)
    scrambled = connection.scrambled(fresh.password, login)
    connection.ask("ALTER ROLE CURRENT_USER PASSWORD %s", (scrambled,))
    return fresh


def _wait_in_time(connection: Any) -> None:
    """Wait for the server, but not for ever: a line may be silent without being cut."""
    extensions = load_driver().extensions
    connecting = getattr(connection, "status", None) == extensions.STATUS_SETUP
    end = time.monotonic() + (CONNECT_SECONDS if connecting else ANSWER_SECONDS)
    while (state := connection.poll()) != extensions.POLL_OK:
        reading = [connection.fileno()] if state == extensions.POLL_READ else []
        writing = [connection.fileno()] if state == extensions.POLL_WRITE else []
        if not any(select.select(reading, writing, [], max(0.0, end - time.monotonic()))):
            raise load_driver().OperationalError("timeout expired")


def busy_error() -> YqError:
    """The error where others were always faster."""
    return StateError("共享库正忙，未登记。", "请稍后再试。")
