"""Writing a file as a whole: whatever happens, the old content or the new one is there."""

from __future__ import annotations

import contextlib
import itertools
import os
import time
from pathlib import Path

from yqsafety.errors import UsageError, reason

REPLACE_SECONDS = 2.5
"""How long Windows may refuse to replace a file that another program has just opened."""


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` in the place of `path`; UsageError when that is not possible."""
    try:
        real = real_path(path)
        mode = real.stat().st_mode & 0o777 if real.exists() else 0o644
        temporary = temporary_beside(real, content, mode)
        try:
            put_in_place(temporary, real)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UsageError(f"无法写入“{path}”：{reason(error)}，", "原文件未作改动。") from None


def real_path(path: Path) -> Path:
    """The file itself, where a link leads to it; OSError where that cannot be told.

    A link that was taken for the file would be replaced by it.
    """
    try:
        return path.resolve(strict=True)
    except FileNotFoundError:
        return path.resolve()


def file_name(text: str) -> str:
    """A text as the base name of a file: nothing that leads elsewhere or that a system refuses."""
    kept = "".join("_" if c in '/\\:*?"<>|' or ord(c) < 32 else c for c in text)
    return kept.strip(". ").encode()[:180].decode(errors="ignore") or "_"


def is_temporary(name: str, target: str) -> bool:
    """Whether a file's name is one that `temporary_beside` makes for `target`."""
    middle = name.removeprefix(f".{target}.").removesuffix(".tmp")
    return name == f".{target}.{middle}.tmp" and "." not in middle and middle != ""


def temporary_beside(path: Path, content: bytes, mode: int) -> Path:
    """A new file in the same folder, made safely, its bytes on the disk."""
    import tempfile

    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def free_name(name: str) -> Path:
    """The path, numbered where a file of that name is there."""
    numbered = (Path(f"{name}-{n}") for n in itertools.count(2))
    return next(path for path in itertools.chain([Path(name)], numbered) if not path.exists())


def copy_beside(path: Path, target: Path) -> None:
    """Copy a file whole within its folder; what a kill leaves is a temporary file of `path`."""
    mode = path.stat().st_mode & 0o777
    put_in_place(temporary_beside(path, path.read_bytes(), mode), target)


def put_in_place(source: Path, target: Path) -> None:
    """Let a new file take the place of another in one step."""
    deadline = time.monotonic() + REPLACE_SECONDS
    while True:
        try:
            source.replace(target)
            return
        except PermissionError:
            if os.name != "nt" or time.monotonic() > deadline:
                raise
            time.sleep(0.05)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder durable, where that can be done."""
    if os.name == "nt":
        return
    # The new file stands already: a folder that cannot be flushed is no reason to deny that.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
