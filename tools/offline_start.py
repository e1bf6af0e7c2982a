"""What `yqsafety.pyz` does first: unpack the program once, then run it from there.

Compiled libraries cannot be loaded from within a zip file, and bytecode cannot be kept in one. The
program lies in an inner zip file, so that Python has no long list of files to read at each start.
Written so that Python 3.6 can read it: an old one must be able to say what is wrong.
"""

import os
import stat
import sys
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path
from typing import NoReturn

PAYLOAD = "payload.zip"
UNPACKING = "unpacking-"
UNUSABLE = 70
COMPILED = (".so", ".pyd")
OWN = EXTENSION_SUFFIXES[0]
"""How compiled libraries of this Python end: `.cp311-win_amd64.pyd`; no other one can load them."""
TAG = OWN.split(".")[1]


def start(digest: str, made_for: str) -> None:
    """Run the program. The digest tells one build from another, `made_for` is for people."""
    try:
        folder = _cache_folder() / f"program-{digest}-{TAG}"
    except RuntimeError:
        _fail("无法确定当前用户的主文件夹，请设好环境变量 HOME。")
    folder = _unpacked(sys.path[0], folder, made_for)
    sys.path[0] = str(folder)
    try:
        from yqsafety.__main__ import main

        main()
    except ImportError:
        _fail(f"程序文件不全，请删除此文件夹后重试：{folder}")


def _cache_folder() -> Path:
    if os.name == "nt":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home(), "yqsafety")
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache", "yqsafety")


def _unpacked(pyz: str, folder: Path, made_for: str) -> Path:
    """The folder, made at the first start; where it cannot be, another one for this start.

    One that others could have filled is not run: then another one is made for this start too.
    """
    if _is_own(folder):
        return folder
    import atexit
    import shutil
    import zipfile
    import zlib

    try:
        fresh = _new_folder(folder.parent)
        atexit.register(shutil.rmtree, fresh, ignore_errors=True)
        _unpack(pyz, fresh, made_for)
    except (zipfile.BadZipFile, zlib.error, EOFError):
        _fail(f"文件已损坏，请重新复制：{pyz}")
    except OSError as error:
        _fail(f"无法展开程序文件：{error}。请检查磁盘空间和权限。")
    try:
        Path(fresh).rename(folder)
    except OSError:  # another start was quicker, or a virus scanner holds a file
        return folder if _is_own(folder) else Path(fresh)
    return folder if _is_own(folder) else Path(fresh)


def _is_own(folder: Path) -> bool:
    """Whether a folder is there, is this user's and is written by nobody else.

    A shared cache, or a start without umask, would let others put in what is run here. Whoever can
    write the folders above could put another one in its place.
    """
    try:
        found = os.lstat(str(folder))
        if os.name == "nt":
            return stat.S_ISDIR(found.st_mode)
        above = [one.stat().st_mode for one in (folder.parent, folder.parent.parent)]
    except OSError:
        return False
    own = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
    guarded = all(not mode & stat.S_IWOTH or mode & stat.S_ISVTX for mode in above)
    return own and guarded and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def _new_folder(cache: Path) -> str:
    import tempfile

    before = os.umask(0o077)
    try:
        cache.mkdir(parents=True, exist_ok=True)
        if os.name != "nt" and cache.stat().st_mode & stat.S_IWOTH:
            raise PermissionError  # anybody's: what is put there could be exchanged
        _clear_killed(cache)
        return tempfile.mkdtemp(prefix=f"{UNPACKING}{os.getpid()}-", dir=str(cache))
    except OSError:
        return tempfile.mkdtemp(prefix="yqsafety-")
    finally:
        os.umask(before)


def _clear_killed(cache: Path) -> None:
    """Remove what starts that were killed have left: their process is gone, or an hour has."""
    import shutil
    import time

    for left in cache.glob(UNPACKING + "*"):
        number = left.name[len(UNPACKING) :].split("-")[0]
        if left.stat().st_mtime < time.time() - 3600 or not _is_running(number):
            shutil.rmtree(str(left), ignore_errors=True)


def _is_running(number: str) -> bool:
    """Whether a process may be there; Windows has no harmless way to ask."""
    if os.name == "nt" or not number.isdigit():
        return True
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def _unpack(pyz: str, folder: str, made_for: str) -> None:
    """All but what is compiled for another Python."""
    import io
    import zipfile

    with zipfile.ZipFile(pyz) as outer:
        payload = io.BytesIO(outer.read(PAYLOAD))
    with zipfile.ZipFile(payload) as inner:
        names = [n for n in inner.namelist() if n.endswith(OWN) or not n.endswith(COMPILED)]
        if not any(name.endswith(OWN) for name in names):
            here = f"Python {sys.version_info[0]}.{sys.version_info[1]}（{TAG}）"
            _fail(f"本文件用于 {made_for}，这里是 {here}。请换用合适的 Python，或另行制作。")
        inner.extractall(folder, names)


def _fail(message: str) -> NoReturn:
    sys.stderr.write(message + "\n")
    sys.exit(UNUSABLE)
