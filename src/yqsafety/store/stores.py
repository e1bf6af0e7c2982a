"""Which store an address or a path means."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from yqsafety.errors import UsageError
from yqsafety.places import expanded_path
from yqsafety.store.addresses import SCHEMES, is_shared, scheme_of
from yqsafety.store.state_file import FileStore

if TYPE_CHECKING:
    from yqsafety.store.protocol import Store


def open_store(named: str, *, offline: bool = False, catalogs: Path | None = None) -> Store:
    """The store of an address or a path; UsageError for an address that nothing here can open.

    An address is never taken for a path: a folder would be made of it, with the password as its
    name, and what was recorded there would be seen by nobody. `offline` looks at this machine's
    copy of a shared store; `catalogs` are the notices of one, where a file folds by them.
    """
    if not is_shared(named):
        if offline:
            raise UsageError("状态文件就在本机，不用 --offline。", "请去掉 --offline。")
        return FileStore(expanded_path(Path(named)), catalogs)
    scheme = scheme_of(named)
    if scheme and scheme.lower() not in SCHEMES:
        raise UsageError(
            f"不认识“{scheme}://”这种地址。",
            "--state 后写状态文件的路径，或共享库的地址 postgresql://…",
        )
    from yqsafety.store.postgresql import PgStore
    from yqsafety.store.store_address import parsed_address, read_store_file

    found = parsed_address(named) if scheme else read_store_file(expanded_path(Path(named)))
    return PgStore(found, offline=offline)
