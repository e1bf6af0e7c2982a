"""Reading and writing whole files.

What is read is a plain file of a bounded size. Whatever happens to what is written, the old
content or the new one is there.
"""

from __future__ import annotations

import contextlib
import errno
import itertools
import os
import re
import stat
import time
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from yqsafety.errors import UsageError, reason_of
from yqsafety.safe_text import visible_text

REPLACE_SECONDS = 2.5
"""How long Windows may refuse to replace a file that another program has just opened."""
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""Opening a pipe must not wait for someone to write into it."""


class TooLarge(OSError):
    """A file over the size that is read."""


def open_plain(path: Path) -> BinaryIO:
    """A file opened for reading; OSError for a pipe or a device, which may never end."""
    handle = os.open(path, _READ)
    try:
        _refuse_special(os.fstat(handle).st_mode)
    except OSError:
        os.close(handle)
        raise
    return os.fdopen(handle, "rb")


def read_whole(path: Path, limit: int) -> bytes:
    """The bytes of a plain file; TooLarge, before they are read, where it has over `limit`."""
    with open_plain(path) as file:
        if os.fstat(file.fileno()).st_size > limit:
            raise TooLarge
        raw = file.read(limit + 1)
    if len(raw) > limit:
        raise TooLarge
    return raw


def is_file(path: Path) -> bool:
    """Whether a plain file is there; no also where the system will not say."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """Whether a folder is there; no also where the system will not say."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def write_whole(path: Path, pieces: Iterable[bytes]) -> None:
    """Put one piece after another in the place of `path`; UsageError when that is not possible."""
    try:
        real = real_path(path)
        mode = mode_for(real, 0o644)
        temporary = temporary_beside(real, pieces, mode)
        try:
            put_in_place(temporary, real)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise UsageError(f"无法写入“{path}”：{reason_of(error)}，", "原文件未作改动。") from None


def real_path(path: Path) -> Path:
    """The file itself, where a link leads to it; OSError where that cannot be told.

    A link that was taken for the file would be replaced by it.
    """
    try:
        return path.resolve(strict=True)
    except FileNotFoundError:
        return path.resolve()
    except RuntimeError:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from None


def mode_for(path: Path, new: int) -> int:
    """The mode of a file that is to be replaced, or `new` for one that is not there.

    OSError for what is no plain file: a device must not be put out of its place.
    """
    if not path.exists():
        return new
    mode = path.stat().st_mode
    _refuse_special(mode)
    return mode & 0o777


def _refuse_special(mode: int) -> None:
    """OSError for a folder, a pipe or a device."""
    if not stat.S_ISREG(mode):
        number = errno.EISDIR if stat.S_ISDIR(mode) else errno.ESPIPE
        raise OSError(number, os.strerror(number))


_DEVICES = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)
"""Names that Windows keeps for itself."""


def file_name(text: str) -> str:
    """A text as the base name of a file: nothing that leads elsewhere or that a system refuses."""
    kept = re.sub(r'[/\\:*?"<>|]', "_", visible_text(text))
    kept = kept.strip(". ").encode()[:180].decode(errors="ignore")
    return f"_{kept}" if not kept or _DEVICES.fullmatch(kept) else kept


def is_temporary(name: str, target: str) -> bool:
    """Whether a file's name is one that `temporary_beside` makes for `target`."""
    middle = name.removeprefix(f".{target}.").removesuffix(".tmp")
    return name == f".{target}.{middle}.tmp" and "." not in middle and middle != ""


def temporary_beside(path: Path, pieces: Iterable[bytes], mode: int) -> Path:
    """A new file in the same folder, made safely, its bytes on the disk.

    Whatever ends the making of a piece, the file is gone.
    """
    import tempfile

    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            for piece in pieces:
                file.write(piece)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(mode)
    except BaseException:
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
    put_in_place(temporary_beside(path, [path.read_bytes()], mode), target)


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
