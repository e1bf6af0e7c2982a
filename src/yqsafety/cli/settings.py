"""What this machine remembers, in the user's settings folder, and where the state belongs.

It is the default unit and the local roster. The file may be a newer version's as well.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from yqsafety.errors import UsageError
from yqsafety.files import read_whole, write_whole
from yqsafety.places import user_folder

INDEX = "index.json"
MAX_BYTES = 64 << 10
"""Of the settings file, which has one line; whatever is larger is not ours."""


def data_folder() -> Path:
    """The user's data folder, where `state.json` is kept by default; UsageError without one."""
    folder = user_folder("data")
    if folder is None:
        raise UsageError(
            "本机没有当前用户的文件夹。", "请用 --state 文件 或 YQSAFETY_STATE 指明状态文件。"
        )
    return folder


def system_user() -> str:
    """The name of the system's user; UsageError where it has none, as in some containers."""
    from getpass import getuser

    try:
        return getuser()
    except (ImportError, KeyError, OSError):
        raise UsageError(
            "不知道登记人是谁，未登记。", "请加 --by 姓名，或设 YQSAFETY_USER。"
        ) from None


def settings_file() -> Path | None:
    """Where the settings are kept; None where the user has no folder for them."""
    folder = user_folder("config")
    return folder / "settings.json" if folder else None


def writers_file() -> Path | None:
    """Where this machine keeps who it is (store/writers.py); None where a user has no folder."""
    folder = user_folder("config")
    return folder / "writers.json" if folder else None


def catalogs_index() -> Path | None:
    """The index of the installed notices (installed.py); None where a user has no folder."""
    folder = user_folder("data")
    return folder / "catalogs" / INDEX if folder else None


def default_unit() -> str | None:
    """The name of the default unit, or None; UsageError where the settings file is broken."""
    return setting("unit")


def set_default_unit(name: str | None) -> None:
    """Remember the default unit, or forget it with None; UsageError where it cannot be written."""
    keep_setting("unit", name)


def setting(key: str) -> str | None:
    """What is remembered under a key, or None; UsageError where the settings file is broken."""
    value = _read_settings().get(key)
    if value is not None and not isinstance(value, str):
        raise _broken_settings(settings_file())
    return value


def keep_setting(key: str, value: str | None) -> None:
    """Remember a value under a key, or forget it with None; UsageError where nothing can be kept.

    Keys of other versions stay as they are. A broken file is made anew: this is the way out of it.
    """
    file = settings_file()
    if file is None:
        raise UsageError("本机没有当前用户的文件夹，不能保存设置。", "请改设 YQSAFETY_UNIT。")
    try:
        known = _read_settings()
    except UsageError:
        known = {}
    kept = {name: one for name, one in known.items() if name != key}
    if value is not None:
        kept[key] = value
    try:
        if not kept:
            file.unlink(missing_ok=True)
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, [json.dumps(kept, ensure_ascii=False).encode()])
    except OSError:
        raise UsageError(f"无法写入设置文件：{file}。", "请检查权限。") from None


def mend_settings() -> bool:
    """Begin anew where the settings file is broken; whether it was."""
    try:
        _read_settings()
    except UsageError:
        keep_setting("unit", None)
        return True
    return False


def _read_settings() -> dict[str, Any]:
    """Everything in the settings file; nothing where there is none."""
    file = settings_file()
    try:
        known = json.loads(read_whole(file, MAX_BYTES).decode("utf-8-sig")) if file else {}
    except (FileNotFoundError, NotADirectoryError):
        return {}
    except (OSError, ValueError, RecursionError):
        raise _broken_settings(file) from None
    if not isinstance(known, dict):
        raise _broken_settings(file)
    return known


def _broken_settings(file: Path | None) -> UsageError:
    return UsageError(f"设置文件已损坏：{file}。", "请重新运行 yqsafety use 单位名称。")
