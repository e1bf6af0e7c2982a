"""Which store an address or a path means."""

from __future__ import annotations

import re
from pathlib import Path

from yqsafety.errors import UsageError
from yqsafety.places import expanded_path
from yqsafety.store.protocol import Store
from yqsafety.store.state_file import FileStore
from yqsafety.store.store_address import SCHEMES, SUFFIX, parsed_address, read_store_file

_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)


def is_address(named: str) -> bool:
    """Whether a name is an address, such as `postgresql://`, and no path."""
    return bool(_ADDRESS.match(named))


def is_shared(named: str) -> bool:
    """Whether a name means a shared store: an address, or a connection file."""
    return is_address(named) or named.lower().endswith(SUFFIX)


def open_store(named: str, *, offline: bool = False) -> Store:
    """The store of an address or a path; UsageError for an address that nothing here can open.

    An address is never taken for a path: a folder would be made of it, with the password as its
    name, and what was recorded there would be seen by nobody. `offline` looks at this machine's
    copy of a shared store.
    """
    address = _ADDRESS.match(named)
    if not is_shared(named):
        if offline:
            raise UsageError("状态文件就在本机，不用 --offline。", "请去掉 --offline。")
        return FileStore(expanded_path(Path(named)))
    if address and address[1].lower() not in SCHEMES:
        raise UsageError(
            f"不认识“{address[1]}://”这种地址。",
            "--state 后写状态文件的路径，或共享库的地址 postgresql://…",
        )
    from yqsafety.store.postgresql import PgStore

    found = parsed_address(named) if address else read_store_file(expanded_path(Path(named)))
    return PgStore(found, offline=offline)
