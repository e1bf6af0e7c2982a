"""What this machine has seen of a shared store: a copy that is only ever extended.

It spares reading everything anew, it can be looked at without the network, and it is a witness: a
store whose newest record is not the one that was seen here was altered or set back. Nothing that
was recorded depends on it. `head.json` says how many bytes of `events.jsonl` count, so that a kill
between the two leaves the copy as it was; one that is damaged is as good as none.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from pathlib import Path
from typing import Any, NamedTuple

from yqsafety.errors import StateError, UsageError
from yqsafety.files import append_to, read_whole, write_whole
from yqsafety.store.chain import numbered, read_lines
from yqsafety.store.protocol import Account
from yqsafety.store.state_format import NO_STATE, State

SCHEMA = "yqsafety/copy@1"
_MAX_HEAD = 64 << 10
_MAX_EVENTS = 1 << 30


class Copied(NamedTuple):
    """What the copy holds."""

    state: State = NO_STATE
    account: Account | None = None
    """Who read it."""
    marks: str = ""
    """Which catalogues are published."""
    size: int = 0
    """Bytes of the events."""
    seen: float | None = None
    """When the store was last reached, in seconds of the clock."""
    digest: Any = None
    """Of these bytes, to go on with."""


NO_COPY = Copied()


class LocalCopy:
    """The copy in one folder; without a folder there is none."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def load(self) -> Copied:
        """What is there; NO_COPY where nothing is, or it is not what was written."""
        if self._folder is None:
            return NO_COPY
        try:
            said, seen = self._head()
            raw = read_whole(self._folder / "events.jsonl", _MAX_EVENTS)[: said["size"]]
            digest = hashlib.sha256(raw)
            if said["schema"] != SCHEMA or digest.hexdigest() != said["sha256"]:
                return NO_COPY
            events, unread = read_lines(raw.decode().split("\n")[:-1])
            state = State(said["store"], tuple(events), False, said["hash"].encode(), unread)
            if numbered(state) != said["seq"]:
                return NO_COPY
            return Copied(state, Account(*said["account"]), said["marks"], len(raw), seen, digest)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return NO_COPY

    def keep(self, before: Copied, now: Copied, lines: list[str]) -> Copied:
        """Add lines to the copy that holds `before`; what it holds then.

        Another program may have extended it meanwhile: then it stays as that one left it. Where
        nothing can be written, the next command reads what is new once more.
        """
        if self._folder is None:
            return now
        with contextlib.suppress(OSError, UsageError, StateError):
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            if not lines and before[:3] == now[:3]:
                os.utime(self._folder / "head.json")
                return now
            from yqsafety.store.locked_write import locked_file

            with locked_file(self._folder / "events.jsonl"):
                return self._extend(before, now, lines)
        return now

    def forget(self) -> None:
        """Begin anew."""
        if self._folder is not None:
            for name in ("head.json", "events.jsonl"):
                with contextlib.suppress(OSError):
                    (self._folder / name).unlink(missing_ok=True)

    def _head(self) -> tuple[dict[str, Any], float]:
        path = (self._folder or Path()) / "head.json"
        said = json.loads(read_whole(path, _MAX_HEAD))
        return dict(said), path.stat().st_mtime

    def _extend(self, before: Copied, now: Copied, lines: list[str]) -> Copied:
        folder = self._folder or Path()
        if before.size and self._head()[0]["size"] != before.size:
            return now
        more = "".join(f"{line}\n" for line in lines).encode()
        append_to(folder / "events.jsonl", before.size, more)
        digest = before.digest.copy() if before.size else hashlib.sha256()
        digest.update(more)
        size = before.size + len(more)
        said = {
            "schema": SCHEMA,
            "store": now.state.id,
            "seq": numbered(now.state),
            "hash": now.state.seal.decode(),
            "size": size,
            "sha256": digest.hexdigest(),
            "account": list(now.account or ()),
            "marks": now.marks,
        }
        write_whole(folder / "head.json", [json.dumps(said).encode()], private=True)
        return now._replace(size=size, digest=digest)
