"""The state: one JSON file of events that is only ever appended to.

Whoever was told that something is recorded must find it again. So a write takes the lock, reads
what is there, plans on that, writes a whole new file and puts it in the old one's place in one
step; the old one stays beside it as `.bak`. Readers take no lock: they see the old file or the new
one, and work in a folder that they cannot write. A file that is damaged, newer or lost must never
be written over: the command exits 4 and leaves it as it was (SECURITY.md).
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from yqsafety import files
from yqsafety.errors import StateError, UsageError, reason_of
from yqsafety.files import TooLarge, read_whole
from yqsafety.ledger.events import Event
from yqsafety.store.event_json import can_be_read
from yqsafety.store.state_format import (
    NO_STATE,
    DamagedState,
    NewerState,
    State,
    dump_state,
    extended_file,
    parse_state,
    seal_of,
)

MAX_OWN = 256 << 20
"""Bytes of the largest state file; 100,000 events take 30 MB."""


BACKUP = ".bak"
"""The suffix of the backup, which holds the content before the last write."""


class Damage(NamedTuple):
    """A state file that cannot be used, and the copy beside it."""

    raw: bytes | None
    """None where the file is gone."""
    copy: State | None
    """What the copy before the last write holds; None where there is none or it is damaged too."""
    copied: float | None
    """When the copy was written, in seconds of the clock; None where there is none."""


class FileStore:
    """The records in one JSON file; what every store can do is said in store/protocol.py."""

    def __init__(self, path: Path, catalogs: Path | None = None) -> None:
        self.path = path
        self.name = str(path)
        self.catalogs = catalogs

    connection = None
    seen = None

    def account(self) -> None:
        """None: whoever holds a file may say any name."""

    def read(self) -> State:
        """The state; NO_STATE where there is no file. StateError when it cannot be trusted."""
        raw = _file_bytes(self.path)
        return NO_STATE if raw is None else _trusted_state(self.path, raw)

    def signature(self) -> tuple[int, int, int] | None:
        """A value that differs once the file was replaced; None where it cannot be looked at."""
        try:
            found = self.path.stat()
        except OSError:
            return None
        return found.st_ino, found.st_mtime_ns, found.st_size

    def find_damage(self) -> Damage | None:
        """What is left of a file that is damaged or gone; None where it is sound.

        StateError where it or its copy is newer or cannot be read.
        """
        raw, beside = _file_bytes(self.path), self.backup_path()
        if raw is not None and _sound_state(raw):
            return None
        kept = _file_bytes(beside)
        with _reading_file(beside):
            copied = beside.stat().st_mtime if kept is not None else None
        return Damage(raw, _sound_state(kept or b""), copied)

    def backup_path(self) -> Path:
        """Where the copy before the last write stands."""
        real = _real_path(self.path)
        return real.with_name(real.name + BACKUP)

    def is_lost(self) -> bool:
        """Whether the backup is there; asked where the state file itself is not."""
        backup = self.backup_path()
        with _reading_file(backup):
            return backup.exists()

    def append(
        self, plan: Callable[[State], tuple[Event, ...]], known: State = NO_STATE
    ) -> tuple[State, State]:
        """Append what `plan` makes of the state as it is under the lock.

        The answer is the state before and after. `known` is a state read earlier: where nobody has
        written since, it is taken instead of parsing the file again.
        If `plan` raises or has no events, nothing is written. What the reader would not read again
        is refused before it is written (UsageError). StateError when it cannot be written.
        """

        def readable(state: State) -> tuple[Event, ...]:
            events = plan(state)
            if not can_be_read(events):
                raise UsageError(
                    "要登记的内容超出状态文件能保存的范围（数量须小于 10 的 15 次方），未登记。",
                    "请核对数量。",
                )
            return events

        return self.take(readable, known)

    def take(
        self, plan: Callable[[State], tuple[Event, ...]], known: State = NO_STATE
    ) -> tuple[State, State]:
        """Append as `append` does, of events that were read from a file and so can be read."""
        from yqsafety.store.locked_write import (
            keep_backup,
            locked_file,
            replace_file,
        )

        real = _real_path(self.path)
        with locked_file(real):
            raw = _file_bytes(real)
            # A new file here would become the backup at the second write, and bury all there was.
            if raw is None and self.is_lost():
                raise StateError(
                    f"状态文件不见了，上一份副本还在，未作改动：{self.backup_path()}。",
                    "恢复办法：yqsafety recover；确要重新开始的，请先移走副本。",
                )
            if raw is None:
                raw = dump_state(State(new_id(), ()))
            before = _trusted_state(real, raw, known)
            if before.newer:
                raise newer_error()
            events = plan(before)
            if not events:
                return before, before
            raw = extended_file(raw, events)
            if len(raw) > MAX_OWN:
                raise _too_large_error(self.path)
            replace_file(real, raw, lambda old: keep_backup(old, self.backup_path()))
            seal = seal_of(raw) or b""
            return before, before._replace(events=(*before.events, *events), seal=seal)

    def restore(self, seen: Damage, state: State, moment: dt.datetime) -> Path | None:
        """Put a state in the place of a damaged file; the path where that one is kept, if any.

        The backup stays as it is. StateError when the files are no longer those that were `seen`.
        """
        from yqsafety.store.locked_write import locked_file, replace_file

        real = _real_path(self.path)
        kept: list[Path] = []

        def keep(damaged: Path) -> None:
            kept.append(files.free_name(f"{real}.damaged-{moment:%Y%m%d-%H%M%S}"))
            files.copy_beside(damaged, kept[0])

        with locked_file(real):
            if self.find_damage() != seen:
                raise StateError(
                    "状态文件刚被另一程序改动，未恢复。", "请重新运行 yqsafety recover。"
                )
            replace_file(real, dump_state(state), keep)
        return kept[0] if kept else None


def _trusted_state(path: Path, raw: bytes, known: State = NO_STATE) -> State:
    try:
        return parse_state(raw, known)
    except DamagedState:
        raise StateError(
            f"状态文件已损坏，未作改动：{path}。", "恢复办法：yqsafety recover"
        ) from None
    except NewerState:
        raise newer_error() from None


def _sound_state(raw: bytes) -> State | None:
    """The state in some bytes, None where they are damaged; StateError where it is newer."""
    try:
        state = parse_state(raw)
    except DamagedState:
        return None
    except NewerState:
        raise newer_error() from None
    if state.newer:
        raise newer_error()
    return state


def _file_bytes(path: Path) -> bytes | None:
    """The bytes of a file; None where there is none, StateError where it cannot be read."""
    with _reading_file(path), contextlib.suppress(FileNotFoundError):
        return read_whole(path, MAX_OWN)
    return None


@contextlib.contextmanager
def _reading_file(path: Path) -> Iterator[None]:
    try:
        yield
    except TooLarge:
        raise _too_large_error(path) from None
    except OSError as error:
        raise StateError(f"无法读取状态文件：{path}（{reason_of(error)}）。") from None


def _too_large_error(path: Path) -> StateError:
    return StateError(
        f"状态文件超过 {MAX_OWN >> 20} MB，未读取，未作改动：{path}。", "请检查是否选错文件。"
    )


def newer_error() -> StateError:
    """The error for a state that only a newer version can read, or may write."""
    return StateError("状态文件由更新版本写成，", "请先升级程序。")


def new_id() -> str:
    """A random id of 48 bits in hex, for a file or a command."""
    return os.urandom(6).hex()


def _real_path(path: Path) -> Path:
    with _reading_file(path):
        return files.real_path(path)
