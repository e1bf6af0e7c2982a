"""Which store a command works on: what was named, else what is remembered, else this machine's."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from yqsafety.cli import settings
from yqsafety.cli.options import Common
from yqsafety.store.addresses import is_shared
from yqsafety.store.stores import open_store

if TYPE_CHECKING:
    from yqsafety.store.protocol import Store


def named_store(common: Common) -> tuple[Store, bool]:
    """Where the records are kept, and whether the user named it (`--state`, YQSAFETY_STATE).

    Else it is the shared store that `yqsafety use` remembers, else the file of this machine. A file
    that is named beside a store in use folds by what that publishes: it goes there by `merge`.
    """
    named = common.state or os.environ.get("YQSAFETY_STATE") or settings.setting("store")
    place = named or str(settings.data_folder() / "state.json")
    used = settings.setting("store") if named and not is_shared(named) else None
    catalogs = open_store(used).catalogs if used else None
    return open_store(place, offline=common.offline, catalogs=catalogs), bool(named)


def shared_name(common: Common) -> str:
    """The address or the connection file of the shared store in use; empty for a file."""
    named = common.state or os.environ.get("YQSAFETY_STATE") or settings.setting("store") or ""
    return named if is_shared(named) else ""
