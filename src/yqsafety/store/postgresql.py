"""A shared store in PostgreSQL: read by one query, written by one function of the server.

The program plans as on a file, on a copy of what is there; the server checks, stamps and numbers.
Where somebody else recorded meanwhile what concerns the same assignment, it says so, and the plan
is made anew. The server is asked twice for nothing: what was sent over a line that broke is sent
again as the same batch, which it knows.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from yqsafety.errors import StateError, UsageError, YqError
from yqsafety.ledger.events import Event
from yqsafety.store.chain import (
    ChainBroken,
    StoredRow,
    extended_state,
    head_of,
    numbered,
    stated_line,
    stored_row,
)
from yqsafety.store.connection import Connection, Row, busy_error
from yqsafety.store.failures import Unreachable
from yqsafety.store.local_copy import NO_COPY, Copied, LocalCopy
from yqsafety.store.protocol import Account, Maker
from yqsafety.store.published import NEWEST, Published, keep_published
from yqsafety.store.state_file import newer_error
from yqsafety.store.state_format import NO_STATE, State
from yqsafety.store.store_address import StoreAddress

VERSION = 1
"""The newest numbered SQL file that this program knows."""
_ROUNDS = 8
"""How often a plan is made anew before others are said to be in the way."""
_MANY = 20_000
"""Events that one call may bring."""
NOBODY = Account("", "reader", "")
_NEWS = """
SELECT s.store, m.person, m.role, m.unit, (SELECT max(version) FROM yq.version),
  (SELECT coalesce(string_agg(c.notice || '@' || c.revision, ' ' ORDER BY c.notice, c.revision), '')
   FROM yq.catalogue c),
  e.seq, e.at, e.person, e.origin, e.login, e.body, e.hash
FROM yq.me() m LEFT JOIN yq.store s ON s.store = m.store
LEFT JOIN yq.event e ON e.store = s.store AND e.seq >= %s ORDER BY e.seq
"""
_APPEND = "SELECT * FROM yq.append(%s, %s::text[], %s)"


class PgStore:
    """The records of a county in one database, as one account sees them."""

    path = None

    def __init__(self, address: StoreAddress, *, offline: bool = False) -> None:
        self.address = address
        self.name = address.name
        self.offline = offline
        self.connection = Connection(address)
        self._watch = Connection(address)
        self.copy = LocalCopy(address.folder)
        self._copied = NO_COPY

    # reading

    def read(self) -> State:
        """All that is recorded; StateError where it is not what this machine has seen before."""
        known = self._copied if self._copied.state.id else self.copy.load()
        if self.offline:
            if known.state.id is None:
                raise StateError(f"本机还没有 {self.name} 的副本。", "请先联网查看一次。")
            self._copied = known
            return known.state
        try:
            found = self.connection.ask_again(_NEWS, (max(numbered(known.state), 1),))
        except Unreachable as error:
            if known.state.id is None:
                raise
            raise Unreachable(error.message, "查看本机副本：命令后加 --offline") from None
        return self._taken_in(known, found)

    def signature(self) -> object:
        """The number of the newest record; None where the server cannot be asked.

        Over a line of its own, since the checklist asks on another thread.
        """
        try:
            return tuple(self._watch.ask_again("SELECT seq FROM yq.store"))
        except StateError:
            return None

    def account(self) -> Account:
        """Who this connection is."""
        if self._copied.account is None:
            self.read()
        return self._copied.account or NOBODY

    @property
    def catalogs(self) -> Path | None:
        """The folder of the notices that the store publishes, with an index."""
        return self.address.folder / "catalogs" if self.address.folder else None

    @property
    def seen(self) -> float | None:
        """When the copy was last the newest, in seconds of the clock."""
        return self._copied.seen

    def _taken_in(self, known: Copied, found: list[Row]) -> State:
        store, person, role, unit, version, marks = found[0][:6]
        if store is None:
            raise StateError("账号已停用。", "请向督办单位索取新的连接文件。")
        if known.state.id not in (None, store):
            raise StateError(
                f"这个地址上换成了另一个共享库：{self.name}。",
                "请告知督办单位；确实换了的，请用新的连接文件：yqsafety use 文件.yqstore",
            )
        rows = [stored_row(one[6:]) for one in found if one[6] is not None]
        if (seq := numbered(known.state)) > 0:
            witness = rows.pop(0) if rows else None
            if witness is None or (witness.seq, witness.hash) != (seq, head_of(known.state)):
                raise self._altered(seq)
        if marks != known.marks and (folder := self.catalogs):
            keep_published(folder, [Published(*one) for one in self.connection.ask(NEWEST)])
        state = known.state._replace(id=store, newer=version > VERSION)
        now = known._replace(account=Account(person, role, unit), marks=marks)
        return self._extended(known, now._replace(state=state), rows)

    def _extended(self, before: Copied, now: Copied, rows: list[StoredRow]) -> State:
        try:
            state, lines = extended_state(now.state, rows)
        except ChainBroken as broken:
            raise self._altered(broken.number) from None
        self._copied = self.copy.keep(before, now._replace(state=state), lines)
        return state

    def _altered(self, seq: int) -> StateError:
        return StateError(
            f"共享库第 {seq} 条记录与本机看到过的不符：{self.name}。",
            "记录被改动，或被旧备份覆盖，请立即告知督办单位；本机副本已保留，可加 --offline 查看。",
        )

    # writing

    def append(self, plan: Maker, known: State = NO_STATE) -> tuple[State, State]:
        """Append what is planned on the newest state; the server stamps time and name."""
        before = self._newest(known)
        for _ in range(_ROUNDS):
            events = plan(before)
            if not events:
                return before, before
            outcome, after = self._offer(before, events, foreign=False)
            if outcome != "stale":
                return before, after
            before = after
        raise busy_error()

    def take(self, plan: Maker, known: State = NO_STATE) -> tuple[State, State]:
        """Append events of others, which keep what they say of time, name and origin."""
        before = after = self._newest(known)
        events = plan(before)
        for start in range(0, len(events), _MANY):
            try:
                _, after = self._offer(after, events[start : start + _MANY], foreign=True)
            except YqError as error:
                if start:
                    raise _halfway(error, start) from None
                raise
        return before, after

    def _newest(self, known: State) -> State:
        if self.offline:
            raise UsageError("离线时只能查看，未登记。", "请去掉 --offline。")
        state = known if known.id and known is self._copied.state else self.read()
        if state.newer:
            raise newer_error()
        return state

    def _offer(self, before: State, events: Iterable[Event], *, foreign: bool) -> tuple[str, State]:
        lines = [stated_line(event, foreign=foreign) for event in events]
        try:
            found = self.connection.ask_surely(_APPEND, (numbered(before), lines, foreign))
        except Unreachable as error:
            raise Unreachable(
                f"{error.message}不知道刚才的登记是否已保存。",
                "请在连上后用 yqsafety log 核对，没有的再重新登记。",
            ) from None
        rows = [stored_row(one[1:]) for one in found if one[1] is not None]
        return found[0][0], self._extended(self._copied, self._copied, rows)


def _halfway(error: YqError, taken: int) -> YqError:
    """The error of a piece that followed others: what came before it stays, and is known again."""
    hint = f"再运行一次即接着收入，不会重复。{error.hint}"
    return type(error)(f"{error.message}前 {taken} 条已经收入。", hint)
