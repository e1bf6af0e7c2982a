"""Looking a whole shared store over: every record, the connection, the clock."""

from __future__ import annotations

import time
from typing import NamedTuple

from yqsafety.errors import StateError
from yqsafety.store.chain import ChainBroken, extended_state, head_of, numbered, stored_row
from yqsafety.store.connection import Connection
from yqsafety.store.local_copy import LocalCopy
from yqsafety.store.state_format import NO_STATE
from yqsafety.store.store_address import StoreAddress

_PIECE = 5_000
"""Records that are read at a time."""
_ROWS = (
    "SELECT seq, at, person, origin, login::text, body, hash FROM yq.event"
    " WHERE seq > %s ORDER BY seq LIMIT %s"
)
_ABOUT = (
    "SELECT (SELECT max(version) FROM yq.version), current_setting('server_version'),"
    " (SELECT version FROM pg_stat_ssl WHERE pid = pg_backend_pid() AND ssl),"
    " extract(epoch FROM clock_timestamp())::float8"
)


class StoreChecked(NamedTuple):
    """What was found of a store that is sound."""

    records: int
    head: str
    """The digest of the newest record, in hex."""
    compared: str
    """What the comparison with this machine's copy came to, in Chinese."""
    version: int
    server: str
    encryption: str
    skew: float
    """Seconds by which this machine's clock is ahead of the server's."""
    unread: int


def check_store(address: StoreAddress) -> StoreChecked:
    """Check the chain from the first record to the head; StateError where it does not hold."""
    connection = Connection(address)
    copy = LocalCopy(address.folder).load().state
    seen = numbered(copy) if copy.id else 0
    state, compared = NO_STATE, "本机没有副本可对照"
    ((store, seq, head),) = connection.ask("SELECT store, seq, hash FROM yq.store")
    while numbered(state) < seq:
        size = _PIECE if numbered(state) >= seen else min(_PIECE, seen - numbered(state))
        found = connection.ask(_ROWS, (numbered(state), size))
        rows = [stored_row(one) for one in found]
        try:
            state, _ = extended_state(state, rows)
        except ChainBroken as broken:
            raise _altered(broken.number) from None
        if not rows:
            raise _altered(numbered(state) + 1)
        state = state._replace(id=store)
        if seen and numbered(state) == seen:
            if head_of(state) != head_of(copy):
                raise _altered(seen)
            compared = f"与本机副本一致（{seen} 条）"
    if seen > numbered(state) or (copy.id not in (None, store)):
        raise StateError(
            f"本机看到过 {seen} 条记录，库中只有 {numbered(state)} 条。",
            "库被旧备份覆盖或换成了另一个，请立即告知管理员；本机副本已保留。",
        )
    if numbered(state) == seq and head_of(state) != bytes(head):
        raise _altered(seq)
    version, server, encryption, clock = connection.ask(_ABOUT)[0]
    return StoreChecked(
        records=numbered(state),
        head=head_of(state).hex(),
        compared=compared,
        version=version,
        server=server.split()[0],
        encryption=encryption or "",
        skew=time.time() - clock,
        unread=state.unread,
    )


def _altered(number: int) -> StateError:
    return StateError(
        f"共享库第 {number} 条记录的校验链不符：有记录被改动、抽走或插入。",
        "请立即告知管理员，从备份恢复：yqsafety store restore",
    )
