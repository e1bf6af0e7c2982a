"""Where records are kept: what every store can do, and which one an address or a path means."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Protocol

from yqsafety.errors import UsageError
from yqsafety.ledger.events import Event
from yqsafety.places import expanded_path
from yqsafety.store.state_file import FileStore
from yqsafety.store.state_format import NO_STATE, State

Maker = Callable[[State], tuple[Event, ...]]
"""What is to be added to a state; made anew where somebody else has recorded meanwhile."""

_ADDRESS = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)


class Account(NamedTuple):
    """Who a shared store knows this connection to be."""

    person: str
    role: str
    """`unit`, `office` or `reader`."""
    unit: str
    """The id of the unit; empty for an office that has no duties of its own."""


class Store(Protocol):
    """A list of events that only grows; StateError where it cannot be read or written."""

    @property
    def name(self) -> str:
        """What messages call it; never with a password."""

    @property
    def path(self) -> Path | None:
        """The state file; None where the records are on another machine."""

    def read(self) -> State:
        """All that is recorded, in the order of recording."""

    def append(self, plan: Maker, known: State = NO_STATE) -> tuple[State, State]:
        """Append what `plan` makes of the newest state; the states before and after.

        `known` is a state read earlier. If `plan` raises or has no events, nothing is written.
        """

    def take(self, plan: Maker, known: State = NO_STATE) -> tuple[State, State]:
        """The same for events of others, which keep their time, their name and their origin."""

    def signature(self) -> object:
        """A value that differs once something was added; None where it cannot be looked at."""

    def account(self) -> Account | None:
        """Who this is; None where anybody may say to be anybody, as in a file."""


def is_address(named: str) -> bool:
    """Whether a name is an address, such as `postgresql://`, and no path."""
    return bool(_ADDRESS.match(named))


def open_store(named: str) -> Store:
    """The store of an address or a path; UsageError for an address that nothing here can open.

    An address is never taken for a path: a folder would be made of it, with the password as its
    name, and what was recorded there would be seen by nobody.
    """
    address = _ADDRESS.match(named)
    if address is None:
        return FileStore(expanded_path(Path(named)))
    raise UsageError(
        f"不认识“{address[1]}://”这种地址。", "--state 后写状态文件的路径，如 state.json。"
    )
