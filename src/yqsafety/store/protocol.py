"""What every place can do where records are kept, be it a file or a shared store. Pure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from yqsafety.ledger.events import Event
from yqsafety.recording.rights import Role
from yqsafety.store.state_format import NO_STATE, State

if TYPE_CHECKING:
    from yqsafety.store.connection import Connection

Maker = Callable[[State], tuple[Event, ...]]
"""What is to be added to a state; made anew where somebody else has recorded meanwhile."""


class Account(NamedTuple):
    """Who a shared store knows this connection to be."""

    person: str
    role: Role
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

    @property
    def connection(self) -> Connection | None:
        """The line to a shared store, for its files; None for a file."""

    @property
    def catalogs(self) -> Path | None:
        """The folder of the notices that it publishes; None where this machine's own are meant."""

    @property
    def seen(self) -> float | None:
        """When a copy that is looked at offline was the newest, in seconds of the clock."""

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
