"""A shared store as one file, and back: records as they stand, accounts, catalogues, evidence.

It is a zip that needs nothing of ours to be read: `store.json`, `events.jsonl`, `catalogues.jsonl`,
`files/DIGEST`, and `state.json`, which this program opens as any state file. Passwords are not in
it. Restoring is the only way by which records of the store's own origin come in again, so it is
the administrator's.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from yqsafety.errors import ImportRefused, StateError, UsageError, reason_of
from yqsafety.store.administration import Administrator
from yqsafety.store.chain import ROOT, StoredRow, chained_digest, extended_state, stored_row
from yqsafety.store.server import server_mark
from yqsafety.store.state_format import NO_STATE, dump_state

SCHEMA = "yqsafety/backup@1"
_PIECE = 2_000
_MAX_LINE_FILE = 1 << 30
_ROWS = (
    "SELECT seq, at, person, origin, login::text, body, hash FROM yq.event"
    " WHERE seq > %s ORDER BY seq LIMIT %s"
)
_ACCOUNTS = (
    "SELECT login::text, role, unit, person, opened::text, closed::text FROM yq.account ORDER BY 1"
)
_CATALOGUES = (
    "SELECT notice, revision, head, tasks, units, roster, login::text, published::text"
    " FROM yq.catalogue ORDER BY notice, revision"
)
_INSERT = """
INSERT INTO yq.event
SELECT s.store, r.seq, e ->> 'id', e ->> 'batch', r.at, r.person, r.origin, r.login,
  clock_timestamp(), e ->> 'notice', e ->> 'action', coalesce(e ->> 'task', ''),
  coalesce(e ->> 'period', ''), coalesce(e ->> 'unit', ''), coalesce(e ->> 'reverts', ''),
  r.body, r.hash
FROM yq.store s, unnest(%s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
  %s::bytea[]) r (seq, at, person, origin, login, body, hash),
  LATERAL (SELECT r.body::jsonb AS e) j
"""
_HEAD = """
UPDATE yq.store s SET seq = e.seq, hash = e.hash,
  at = (SELECT max(x.at COLLATE "C") FROM yq.event x)
FROM yq.event e WHERE e.seq = (SELECT max(x.seq) FROM yq.event x)
"""
_PUT_BACK = f"BEGIN; {_INSERT}; {_HEAD}; COMMIT"


class Restored(NamedTuple):
    """What a restoring added."""

    store: str
    added: int
    known: int
    accounts: list[str]
    """Those who need a new password."""
    files: int
    is_new: bool
    """Whether the store was not there before."""


def write_backup(desk: Administrator, path: Path) -> int:
    """Write all of a store into a new file; how many records it holds.

    StateError where the chain does not hold or the file cannot be written; then nothing is left.
    """
    store, name, reached_at, certificate = desk.describe()
    rows = list(_all_rows(desk))
    state, _ = extended_state(NO_STATE._replace(id=store), rows)
    about = {
        "schema": SCHEMA,
        "store": store,
        "name": name,
        "address": reached_at,
        "certificate": certificate,
        "server": server_mark(desk.connection),
        "accounts": desk.connection.ask(_ACCOUNTS),
        "duties": desk.connection.ask("SELECT notice, task, unit FROM yq.duty ORDER BY 1, 2, 3"),
    }
    half = path.with_name(f"{path.name}.part")
    try:
        with zipfile.ZipFile(half, "x", zipfile.ZIP_DEFLATED) as file:
            file.writestr("store.json", json.dumps(about, ensure_ascii=False, indent=1))
            file.writestr("events.jsonl", _lines([*one[:6], one.hash.hex()] for one in rows))
            file.writestr("catalogues.jsonl", _lines(desk.connection.ask(_CATALOGUES)))
            file.writestr("state.json", dump_state(state))
            for (digest,) in desk.connection.ask("SELECT sha256 FROM yq.file ORDER BY 1"):
                found = desk.connection.ask(
                    "SELECT content FROM yq.file WHERE sha256 = %s", (digest,)
                )
                file.writestr(f"files/{digest}", bytes(found[0][0]))
        half.chmod(0o600)
        half.replace(path)
    except OSError as error:
        half.unlink(missing_ok=True)
        raise StateError(
            f"无法写入“{path}”（{reason_of(error)}），没有备份。", "请检查后重试。"
        ) from None
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    return len(rows)


def _lines(rows: Any) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def _all_rows(desk: Administrator) -> Iterator[StoredRow]:
    last = 0
    while found := desk.connection.ask(_ROWS, (last, _PIECE)):
        yield from map(stored_row, found)
        last = found[-1][0]


class BackupFile:
    """A backup that is read; ImportRefused where it is none, or not as it was written."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
            self.about: dict[str, Any] = json.loads(self._text("store.json"))
            self.rows = [
                stored_row([*one[:6], bytes.fromhex(one[6])]) for one in self._table("events.jsonl")
            ]
            self.catalogues = list(self._table("catalogues.jsonl"))
            self.files = [name for name in self._zip.namelist() if name.startswith("files/")]
            if self.about["schema"] != SCHEMA:
                raise ValueError
            extended_state(NO_STATE._replace(id=self.about["store"]), self.rows)
        except FileNotFoundError as error:
            raise UsageError(f"无法读取“{path}”：{reason_of(error)}。", "请检查路径。") from None
        except Exception:
            raise ImportRefused(
                f"“{path.name}”已损坏，或不是共享库的备份，未恢复。", "请换一份备份。"
            ) from None

    def content(self, name: str) -> bytes:
        """A file of evidence, by its name in the backup."""
        return self._zip.read(name)

    def _text(self, name: str) -> str:
        if self._zip.getinfo(name).file_size > _MAX_LINE_FILE:
            raise ValueError
        return self._zip.read(name).decode()

    def _table(self, name: str) -> Iterator[list[Any]]:
        # Not `splitlines`: a text may hold other ends of a line.
        yield from map(json.loads, filter(None, self._text(name).split("\n")))


def restore_backup(desk: Administrator, backup: BackupFile) -> Restored:
    """Put back what a store lacks: into a new database all of it, as it stood.

    Into a store that lives, only what is missing, after what is there. ImportRefused where the
    store is another one.
    """
    about = backup.about
    store, before, _ = desk.set_up(about["store"])
    if store != about["store"]:
        raise ImportRefused(
            f"库中是另一个共享库（{store}），备份是 {about['store']} 的，未恢复。", "请另建数据库。"
        )
    if not before and about.get("server") == server_mark(desk.connection):
        desk.change_reach(about["name"], about["address"].partition("/")[0], about["certificate"])
    elif not before:  # Another server is reached by another address, and has another certificate.
        desk.change_reach(about["name"])
    accounts = _restore_accounts(desk, about["accounts"])
    _restore_catalogues(desk, backup)
    known = {one for (one,) in desk.connection.ask("SELECT id FROM yq.event")}
    missing = [row for row in backup.rows if json.loads(row.body)["id"] not in known]
    _append_rows(desk, missing)
    for name in backup.files:
        desk.connection.ask(
            "INSERT INTO yq.file (store, sha256, size, content, login)"
            " SELECT %s, encode(sha256(c), 'hex'), length(c), c, session_user"
            " FROM (SELECT %s::bytea AS c) x WHERE NOT EXISTS"
            " (SELECT 1 FROM yq.file f WHERE f.sha256 = encode(sha256(c), 'hex'))",
            (store, backup.content(name)),
        )
    known_rows, files = len(backup.rows) - len(missing), len(backup.files)
    return Restored(store, len(missing), known_rows, accounts, files, not before)


def _append_rows(desk: Administrator, rows: list[StoredRow]) -> None:
    """Append rows as they were, chained to what is there: all of them or none."""
    if not rows:
        return
    seq, head = desk.connection.ask("SELECT seq, hash FROM yq.store")[0]
    digest = bytes(head) or ROOT
    columns: list[list[Any]] = [[] for _ in StoredRow._fields]
    for number, row in enumerate(rows, seq + 1):
        said = (str(number), row.at, row.person, row.origin, row.login, row.body)
        digest = chained_digest(digest, said)
        for column, value in zip(columns, row._replace(seq=number, hash=digest), strict=True):
            column.append(value)
    desk.connection.ask(_PUT_BACK, columns)


def _restore_accounts(desk: Administrator, accounts: list[list[str]]) -> list[str]:
    """Open the accounts that are not there; those of them that need a password to log in.

    Where the server knew the login before, its password still holds.
    """
    known = {login for (login,) in desk.connection.ask("SELECT login::text FROM yq.account")}
    opened: list[str] = []
    for login, role, unit, person, since, closed in accounts:
        if login in known:
            continue
        desk.make_login(login)
        desk.connection.ask(
            "INSERT INTO yq.account (login, store, role, unit, person, opened, closed)"
            " SELECT %s, store, %s, %s, %s, %s::timestamptz, %s::timestamptz FROM yq.store",
            (login, role, unit, person, since, closed),
        )
        if closed is None and not desk.can_log_in(login):
            opened.append(person)
    return opened


def _restore_catalogues(desk: Administrator, backup: BackupFile) -> None:
    for row in backup.catalogues:
        desk.connection.ask(
            "INSERT INTO yq.catalogue SELECT store, %s, %s, %s, %s, %s, %s, %s, %s::timestamptz"
            " FROM yq.store WHERE NOT EXISTS (SELECT 1 FROM yq.catalogue c"
            " WHERE c.notice = %s AND c.revision = %s)",
            (*row, *row[:2]),
        )
    columns = [list(one) for one in zip(*backup.about["duties"], strict=True)] or [[], [], []]
    desk.connection.ask(
        "INSERT INTO yq.duty SELECT s.store, d.* FROM yq.store s,"
        " unnest(%s::text[], %s::text[], %s::text[]) d (notice, task, unit)"
        " WHERE NOT EXISTS (SELECT 1 FROM yq.duty x"
        " WHERE (x.notice, x.task, x.unit) = (d.notice, d.task, d.unit))",
        columns,
    )
