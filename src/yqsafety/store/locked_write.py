"""One writer at a time, and a file that is replaced as a whole: the lock and the writing.

A writer takes the lock, writes a temporary file, flushes it to the disk and puts it in the old
one's place; the old one stays beside it as a backup.

The lock is a file of its own and is never deleted. Deleted, two writers could each hold "the lock",
one on the file that is gone and one on the new one. The state file itself cannot be locked, since
every write replaces it: tried, 80 of 320 updates were lost.
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
"""How long a writer waits for another; a write takes milliseconds."""


_LOCK: dict[str, Any] = {
    "timeout": LOCK_SECONDS,
    "mode": 0o600,  # as the state file: nobody else may hold the lock
    "poll_interval": 0.01,
    # Where the system has no locks, a soft one would be the mere presence of a file, and would
    # stay for ever after a kill. An error is better.
    "fallback_to_soft": False,
    "preserve_lock_file": True,
}


@contextlib.contextmanager
def locked_file(path: Path, what: str = "状态文件") -> Iterator[None]:
    """Hold the lock of a file; StateError where it cannot be had within LOCK_SECONDS."""
    from filelock import FileLock, Timeout

    lock = FileLock(f"{path}.lock", **_LOCK)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _refuse_no_lock(lock.lock_file)
        lock.acquire()
    except Timeout:
        raise StateError(f"{what}正被另一程序使用，", "请稍后再试。") from None
    except OSError as error:
        raise _unwritable_error(path, error, what) from None
    files.keep_owner(Path(lock.lock_file), path)
    try:
        yield
    finally:
        # An error here must not deny what was written. The lock ends with this process anyway.
        with contextlib.suppress(OSError):
            lock.release()


def _refuse_no_lock(name: str) -> None:
    """OSError where a lock cannot be opened at all; `filelock` waits for it as for a busy one."""
    os.close(os.open(name, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o600))


def replace_file(path: Path, raw: bytes, keep: Callable[[Path], None]) -> None:
    """Replace the file as a whole: after a crash it is the old one or the new one.

    `keep` is called with the old one just before, to keep it elsewhere. StateError where any step
    fails. The new file is complete and on the disk before the old one is touched.
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
    """Remove the temporary files of killed writers; under the lock no other writer has one."""
    for file in path.parent.iterdir():
        if files.is_temporary(file.name, path.name):
            file.unlink(missing_ok=True)


def keep_backup(path: Path, backup: Path) -> None:
    """Keep the old content beside the file as its backup.

    As a second name of the same file where the file system has hard links: that costs nothing at
    any size. The next step gives the first name to the new file. Elsewhere it is copied.
    """
    backup.unlink(missing_ok=True)
    try:
        os.link(path, backup)
    except OSError:
        files.copy_beside(path, backup)


def _unwritable_error(path: Path, error: OSError, what: str = "状态文件") -> StateError:
    return StateError(f"无法写入{what}，未作改动：{path}（{reason_of(error)}）。", "请检查后重试。")
