"""One writer at a time, and a file that is replaced as a whole: the lock and the writing.

A writer takes the lock, writes a temporary file, makes it durable and puts it in the old one's
place; the old one stays beside it as a backup.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from yqsafety import files
from yqsafety.errors import StateError, reason_of

LOCK_SECONDS = 10.0


_LOCK: dict[str, Any] = {
    "timeout": LOCK_SECONDS,
    "mode": 0o600,
    "poll_interval": 0.01,
    "fallback_to_soft": False,
    "preserve_lock_file": True,
}


@contextlib.contextmanager
def locked_file(path: Path) -> Iterator[None]:
    """Hold the lock of a file; StateError where it cannot be had in time."""
    from filelock import FileLock, Timeout

    lock = FileLock(f"{path}.lock", **_LOCK)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout:
        raise StateError("状态文件正被另一程序使用，", "请稍后再试。") from None
    except OSError as error:
        raise _unwritable_error(path, error) from None
    try:
        yield
    finally:
        # What was written stands, and the lock ends with this process at the latest.
        with contextlib.suppress(OSError):
            lock.release()


def replace_file(path: Path, raw: bytes, keep: Callable[[Path], None]) -> None:
    """Replace the file as a whole: after a crash it is the old one or the new one.

    `keep` keeps the old one somewhere else first.
    """
    temporary: Path | None = None
    try:
        _sweep_orphans(path)
        mode = files.mode_for(path, 0o600)
        temporary = files.temporary_beside(path, [raw], mode)
        if path.exists():
            keep(path)
        files.put_in_place(temporary, path)
        files.sync_folder(path.parent)
    except OSError as error:
        if temporary:
            with contextlib.suppress(OSError):  # the next writer sweeps it
                temporary.unlink(missing_ok=True)
        raise _unwritable_error(path, error) from None


def _sweep_orphans(path: Path) -> None:
    """Remove what a killed writer left behind; the lock is held, so no other writer is at work."""
    for file in path.parent.iterdir():
        if files.is_temporary(file.name, path.name):
            file.unlink(missing_ok=True)


def keep_backup(path: Path, backup: Path) -> None:
    """Let the old content stand beside the file, without copying where links work."""
    backup.unlink(missing_ok=True)
    try:
        os.link(path, backup)
    except OSError:
        files.copy_beside(path, backup)


def _unwritable_error(path: Path, error: OSError) -> StateError:
    return StateError(
        f"无法写入状态文件，未作改动：{path}（{reason_of(error)}）。", "请检查后重试。"
    )
