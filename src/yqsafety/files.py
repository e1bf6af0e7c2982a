"""Reading and writing whole files.

What is read is a plain file of a bounded size: a pipe or a device may never end, and a huge file
would fill the memory. What is written goes to a temporary file in the same folder first and takes
the place of the old file in one step, so that after a crash either the old content or the new one
is there, never a mixture. All files are opened here, and nowhere else (AGENTS.md).
"""

# Over 250 lines: the one door to the disk, where each step of a write stands beside the next.

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
"""How long a replace is tried again on Windows, where it fails while any program, such as a virus
scanner, has the file open."""
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""How files are opened: without O_NONBLOCK the opening of a named pipe waits for a writer, for
ever if need be, before anything could be refused. Windows has no such flag."""


class TooLarge(OSError):
    """A file is larger than the caller is willing to read."""


def open_plain(path: Path) -> BinaryIO:
    """A file opened for reading; OSError for a folder, a pipe or a device."""
    # It is opened first and looked at afterwards: between a look and an opening it could change.
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
        raw = file.read(limit + 1)  # it may have grown since its size was taken
    if len(raw) > limit:
        raise TooLarge
    return raw


def is_file(path: Path) -> bool:
    """Whether a plain file is there; False also where the system cannot tell."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """Whether a folder is there; False also where the system cannot tell."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def write_whole(path: Path, pieces: Iterable[bytes], private: bool = False) -> None:
    """Replace `path` by a file of these pieces, one after the other.

    A new file is for the owner only where it is `private`.

    They are written as they come, so that a large export need not fit into memory. UsageError when
    that is not possible; then the old file is unchanged.
    """
    try:
        real = real_path(path)
        temporary = _nameless_beside(
            real, pieces, mode_for(real, 0o600 if private else _mode_of_new())
        )
        try:
            put_in_place(temporary, real)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except UnicodeEncodeError:
        raise UsageError(
            f"本机的编码写不出文件名“{path}”。", "请改用英文名，或先设 LC_ALL=C.UTF-8。"
        ) from None
    except OSError as error:
        raise UsageError(f"无法写入“{path}”：{reason_of(error)}，", "原文件未作改动。") from None


def append_to(path: Path, size: int, raw: bytes) -> None:
    """Let a private file end with these bytes after its first `size`; OSError where it has fewer.

    What stands beyond them was never finished and is cut off. For copies of what is kept elsewhere:
    nothing is flushed to the disk.
    """
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    with os.fdopen(os.open(path, flags, 0o600), "r+b") as file:
        if os.fstat(file.fileno()).st_size < size:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        file.truncate(size)
        file.seek(size)
        file.write(raw)


def real_path(path: Path) -> Path:
    """The file that a symbolic link leads to, or the path itself; OSError for a loop of links.

    Needed before any replace: that would put the new file in the place of the link, and leave the
    file that it led to with the old content.
    """
    try:
        return path.resolve(strict=True)
    except FileNotFoundError:
        return path.resolve()
    except RuntimeError:
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from None


def mode_for(path: Path, new: int) -> int:
    """The permission bits of a file that is to be replaced, or `new` where there is none yet.

    OSError for anything but a plain file: /dev/null must not be replaced by a file.
    """
    if not path.exists():
        return new
    mode = path.stat().st_mode
    _refuse_special(mode)
    return mode & 0o777


def _mode_of_new() -> int:
    """The permission bits that the user's umask leaves of a new file."""
    umask = os.umask(0o077)
    os.umask(umask)
    return 0o666 & ~umask


def _refuse_special(mode: int) -> None:
    """OSError for a folder, a pipe or a device."""
    if not stat.S_ISREG(mode):
        number = errno.EISDIR if stat.S_ISDIR(mode) else errno.ESPIPE
        raise OSError(number, os.strerror(number))


_DEVICES = r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?"
"""Names that Windows reserves for devices, with any suffix and in either case."""


def file_name(text: str) -> str:
    """A text as the base name of a file: nothing that leads elsewhere or that a system refuses."""
    kept = re.sub(r'[/\\:*?"<>|]', "_", visible_text(text))
    # Names end at 255 bytes on most systems; the rest is for a number and a suffix.
    kept = kept.strip(". ").encode()[:180].decode(errors="ignore")
    return f"_{kept}" if not kept or re.fullmatch(_DEVICES, kept) else kept


def is_temporary(name: str, target: str) -> bool:
    """Whether a file's name is one that `temporary_beside` makes for `target`.

    The random part has no dot. Without that rule `.state.json.bak.x.tmp`, which is made for the
    backup, would be taken for a temporary file of `state.json`.
    """
    prefix = _temporary_prefix(target)
    middle = name.removeprefix(prefix).removesuffix(".tmp")
    return name == f"{prefix}{middle}.tmp" and "." not in middle and middle != ""


def _temporary_prefix(target: str) -> str:
    """How the names of temporary files for `target` begin.

    A name may have 255 bytes, so of a long one there is only the beginning, and its length.
    """
    raw = os.fsencode(target)
    if len(raw) <= 200:
        return f".{target}."
    return f".{raw[:180].decode(errors='ignore')}~{len(raw)}."


def temporary_beside(path: Path, pieces: Iterable[bytes], mode: int) -> Path:
    """A new file of these pieces in the folder of `path`, flushed to the disk.

    In the same folder because a file can be put in another's place in one step only within one
    file system. It is created exclusively, under a random name, readable by its owner only; `mode`
    is set once it is whole. Whatever goes wrong, Ctrl-C included, it is removed again.
    """
    import tempfile

    prefix = _temporary_prefix(path.name)
    handle, name = tempfile.mkstemp(prefix=prefix, suffix=".tmp", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            _fill_file(file, pieces)
        keep_owner(temporary, path)
        temporary.chmod(mode)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _nameless_beside(path: Path, pieces: Iterable[bytes], mode: int) -> Path:
    """As `temporary_beside`, for what no later writer sweeps.

    On Linux the file has no name until it is whole, so that a kill leaves nothing behind.
    """
    try:
        handle = os.open(path.parent, getattr(os, "O_TMPFILE") | os.O_RDWR, 0o600)  # noqa: B009
    except (AttributeError, OSError):
        return temporary_beside(path, pieces, mode)
    with os.fdopen(handle, "w+b") as file:
        _fill_file(file, pieces)
        temporary = path.with_name(f"{_temporary_prefix(path.name)}{os.urandom(4).hex()}.tmp")
        try:
            # A folder's handle is given, though the path is absolute: only then Python follows
            # the link that /proc has for the open file.
            os.link(f"/proc/self/fd/{handle}", temporary, src_dir_fd=handle)
        except OSError:
            file.seek(0)
            return temporary_beside(path, iter(lambda: file.read(1 << 20), b""), mode)
    try:
        keep_owner(temporary, path)
        temporary.chmod(mode)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _fill_file(file: BinaryIO, pieces: Iterable[bytes]) -> None:
    for piece in pieces:
        file.write(piece)
    file.flush()
    os.fsync(file.fileno())


def keep_owner(new: Path, old: Path) -> None:
    """Give a new file the owner of the one that it replaces, else of the folder.

    Only root can: else one run as root would lock the owner out of his own file.
    """
    with contextlib.suppress(OSError):
        if not hasattr(os, "geteuid") or os.geteuid() != 0:
            return
        was, now = (old if old.exists() else old.parent).stat(), new.lstat()
        if (was.st_uid, was.st_gid) != (now.st_uid, now.st_gid):
            os.chown(new, was.st_uid, was.st_gid, follow_symlinks=False)


def has_in_head(path: Path, mark: bytes) -> bool:
    """Whether these bytes stand in the head of a file; False where it cannot be read."""
    try:
        with open_plain(path) as file:
            return mark in file.read(4096)
    except OSError:
        return False


def same_content(path: Path, pieces: Iterable[bytes]) -> bool:
    """Whether a plain file holds exactly these pieces; False where it cannot be read."""
    try:
        with open_plain(path) as file:
            return all(file.read(len(one)) == one for one in pieces) and not file.read(1)
    except OSError:
        return False


def free_name(name: str) -> Path:
    """The path of this name, with `-2`, `-3` … where a file of that name exists already."""
    numbered = (Path(f"{name}-{n}") for n in itertools.count(2))
    return next(path for path in itertools.chain([Path(name)], numbered) if not path.exists())


def copy_beside(path: Path, target: Path) -> None:
    """Copy a file within its folder, in one step.

    The temporary file is named after `path`, so what a killed process leaves behind is removed by
    the next writer of `path`.
    """
    mode = path.stat().st_mode & 0o777
    put_in_place(temporary_beside(path, [path.read_bytes()], mode), target)


def put_in_place(source: Path, target: Path) -> None:
    """Let `source` take the place of `target` in one step; OSError when the system refuses."""
    deadline = time.monotonic() + REPLACE_SECONDS
    while True:
        try:
            source.replace(target)
            return
        except PermissionError:
            if os.name != "nt" or time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        except OSError as error:
            if error.errno != errno.EBUSY:
                raise
            _write_over(source, target)
            return


def _write_over(source: Path, target: Path) -> None:
    """Let a file have the content of `source`, which then goes.

    For a file that is a mount point of its own, as containers have them: no other can take its
    place. A crash here leaves a mixture, which is why this is the last way.
    """
    with source.open("rb") as new, target.open("r+b") as file:
        while piece := new.read(1 << 20):
            file.write(piece)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())
    source.unlink()


def sync_folder(folder: Path) -> None:
    """Flush a folder to the disk, so that a rename in it survives a power cut.

    Windows cannot flush a folder; there nothing is done.
    """
    if os.name == "nt":
        return
    # The new file stands already: a folder that cannot be flushed is no reason to deny that.
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
