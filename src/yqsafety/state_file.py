"""The state: one JSON file of events. The only module that writes it.

Readers take no lock. A writer takes the lock, rereads, appends, writes a temporary file, makes it
durable and puts it in the old one's place; the old one stays beside it as a backup.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from yqsafety.errors import ImportRefused, StateError, UsageError, reason
from yqsafety.events import Event
from yqsafety.state_format import NO_STATE, Damaged, Newer, State, dump, parse
from yqsafety.whole_file import TooLarge, is_temporary, mode_of, read_whole, temporary_beside

MAX_OWN = 256 << 20
"""Bytes of the largest state file; 100,000 events take 30 MB."""
MAX_OTHER = 64 << 20
"""Bytes of the largest file of someone else that is read."""
LOCK_SECONDS = 10.0
REPLACE_SECONDS = 2.5
"""How long Windows may refuse to replace a file that another program has just opened."""

_LOCK: dict[str, Any] = {
    "timeout": LOCK_SECONDS,
    "mode": 0o600,
    "poll_interval": 0.01,
    "fallback_to_soft": False,
    "preserve_lock_file": True,
}


def read(path: Path) -> State:
    """The state; none where there is no file. StateError when it cannot be trusted."""
    try:
        raw = read_whole(path, MAX_OWN)
    except FileNotFoundError:
        return NO_STATE
    except TooLarge:
        raise _too_large(path) from None
    except OSError as error:
        raise StateError(f"无法读取状态文件：{path}（{reason(error)}）。") from None
    try:
        return parse(raw)
    except Damaged:
        raise _damaged(path) from None
    except Newer:
        raise _newer() from None


def signature(path: Path) -> tuple[int, int, int] | None:
    """What differs as soon as the file was replaced; None where it cannot be looked at."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size


def read_other(path: Path, name: str) -> State:
    """The state in a file of someone else; ImportRefused, calling it `name`, unless it is sound.

    What a newer version wrote is refused even where it can be read: here it would be passed on.
    """
    try:
        raw = read_whole(path, MAX_OTHER)
    except TooLarge:
        raise ImportRefused(f"{name} 超过 {MAX_OTHER >> 20} MB。") from None
    except OSError as error:
        raise UsageError(f"无法读取“{path}”：{reason(error)}。") from None
    try:
        state = parse(raw)
    except Damaged:
        foreign = not raw.startswith(b'{"schema": "yqsafety/state@')
        raise ImportRefused(f"{name} 已损坏{'，或不是状态文件' if foreign else ''}。") from None
    except Newer:
        state = NO_STATE._replace(newer=True)
    if state.newer:
        raise ImportRefused(f"{name} 由更新版本写成，", "请先升级程序。")
    return state


def _damaged(path: Path) -> StateError:
    backup = f"上一份完好的副本在 {backup_path(path)}。" if backup_path(path).exists() else ""
    return StateError(f"状态文件已损坏，未作改动：{path}。", backup or "请从备份恢复该文件。")


def _too_large(path: Path) -> StateError:
    return StateError(
        f"状态文件超过 {MAX_OWN >> 20} MB，未读取，未作改动：{path}。", "请检查是否选错文件。"
    )


def _newer() -> StateError:
    return StateError("状态文件由更新版本写成，", "请先升级程序。")


def new_id() -> str:
    """An id that no other file or command has."""
    return os.urandom(6).hex()


def backup_path(path: Path) -> Path:
    """Where the copy before the last write stands."""
    real = path.resolve()
    return real.with_name(real.name + ".bak")


def append(path: Path, plan: Callable[[State], tuple[Event, ...]]) -> tuple[State, State]:
    """Append what `plan` makes of the state as it is under the lock; before and after.

    `plan` may raise: then nothing is written. Nothing is written for no events either.
    """
    real = path.resolve()
    with _locked(real):
        before = read(real)
        if before.newer:
            raise _newer()
        start = before if before.id else State(new_id(), ())
        events = plan(start)
        after = State(start.id, (*start.events, *events))
        if events:
            raw = dump(after)
            if len(raw) > MAX_OWN:
                raise _too_large(path)
            _write(real, raw)
        return start, after


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    from filelock import FileLock, Timeout

    lock = FileLock(f"{path}.lock", **_LOCK)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise StateError("状态文件正被另一程序使用，", "请稍后再试。") from None
    except OSError as error:
        raise _unwritable(path, error) from None
    try:
        yield
    finally:
        lock.release()


def _write(path: Path, raw: bytes) -> None:
    """Replace the file as a whole: after a crash it is the old one or the new one."""
    temporary: Path | None = None
    try:
        _sweep(path)
        temporary = temporary_beside(path, raw, mode_of(path, 0o600))
        if path.exists():
            _keep_backup(path)
        _replace(temporary, path)
        _sync_folder(path.parent)
    except OSError as error:
        if temporary:
            temporary.unlink(missing_ok=True)
        raise _unwritable(path, error) from None


def _sweep(path: Path) -> None:
    """Remove what a killed writer left behind; the lock is held, so no other writer is at work."""
    for file in path.parent.iterdir():
        if is_temporary(file.name, path.name):
            file.unlink(missing_ok=True)


def _keep_backup(path: Path) -> None:
    """Let the old content stand beside the file, without copying where links work."""
    backup = backup_path(path)
    backup.unlink(missing_ok=True)
    try:
        os.link(path, backup)
    except OSError:
        _replace(temporary_beside(backup, path.read_bytes(), path.stat().st_mode & 0o777), backup)


def _replace(source: Path, target: Path) -> None:
    deadline = time.monotonic() + REPLACE_SECONDS
    while True:
        try:
            source.replace(target)
            return
        except PermissionError:
            if os.name != "nt" or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return
    # The new file stands already: a folder that cannot be flushed is no reason to deny that.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _unwritable(path: Path, error: OSError) -> StateError:
    return StateError(f"无法写入状态文件，未作改动：{path}（{reason(error)}）。", "请检查后重试。")
