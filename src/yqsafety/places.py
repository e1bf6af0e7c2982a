"""The user's own folders on this system: for data, settings and the cache.

They hang on the home folder, which a container or a service may lack. Then there is none, and who
asks does without it or says which option names a file instead.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal

from yqsafety.errors import UsageError

FolderKind = Literal["data", "config", "cache"]

_XDG = {"data": ".local/share", "config": ".config", "cache": ".cache"}
"""Where these folders are below the home folder, unless a variable says otherwise."""


def user_folder(kind: FolderKind) -> Path | None:
    """The user's folder for one purpose; None where the system knows no home folder of the user."""
    try:
        folder = _xdg_folder(kind) if sys.platform == "linux" else _system_folder(kind)
    except (KeyError, OSError, RuntimeError):
        return None
    return folder if folder.is_absolute() else None


def _xdg_folder(kind: FolderKind) -> Path:
    """As the XDG Base Directory Specification has it; importing platformdirs takes 4 % of a start.

    A relative XDG_DATA_HOME is to be ignored: it would mean another state file in each folder.
    """
    named = Path(os.environ.get(f"XDG_{kind.upper()}_HOME", ""))
    base = named if named.is_absolute() else Path("~", _XDG[kind]).expanduser()
    return base / "yqsafety"


def _system_folder(kind: FolderKind) -> Path:
    import platformdirs

    find = {
        "data": platformdirs.user_data_path,
        "config": platformdirs.user_config_path,
        "cache": platformdirs.user_cache_path,
    }[kind]
    return find("yqsafety", appauthor=False)


def expanded_path(path: Path) -> Path:
    """A path with `~` at its beginning as the home folder, where no shell has seen to it.

    UsageError where the user has none. `~name` without such a user is a file of that name.
    """
    if not str(path).startswith("~"):
        return path
    try:
        return path.expanduser()
    except (RuntimeError, KeyError):
        if path.parts[0] != "~":
            return path
        raise UsageError(f"不知道“~”是哪个文件夹：{path}。", "请写出完整路径。") from None
