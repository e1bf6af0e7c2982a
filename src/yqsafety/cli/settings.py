"""This machine's default unit, kept in the user's settings folder, and where the state belongs."""

from __future__ import annotations

import json
from pathlib import Path

from yqsafety.errors import UsageError
from yqsafety.files import read_whole, write_whole

MAX_BYTES = 64 << 10
"""Of the settings file, which has one line; whatever is larger is not ours."""


def data_folder() -> Path:
    """The user's data folder on this system, where `state.json` is kept by default."""
    from platformdirs import user_data_path

    return user_data_path("yqsafety", appauthor=False)


def _settings_file() -> Path:
    from platformdirs import user_config_path

    return user_config_path("yqsafety", appauthor=False) / "settings.json"


def writers_file() -> Path | None:
    """Where this machine keeps who it is (store/writers.py); None where a user has no folder."""
    try:
        return _settings_file().with_name("writers.json")
    except (RuntimeError, KeyError):
        return None


def default_unit() -> str | None:
    """The name of the default unit, or None; UsageError where the settings file is broken."""
    try:
        name = json.loads(read_whole(_settings_file(), MAX_BYTES).decode("utf-8-sig")).get("unit")
    except FileNotFoundError:
        return None
    except (OSError, ValueError, AttributeError, RecursionError):
        raise _broken_settings() from None
    if name is not None and not isinstance(name, str):
        raise _broken_settings()
    return name


def set_default_unit(name: str | None) -> None:
    """Remember the default unit, or forget it with None; UsageError where it cannot be written."""
    try:
        if name is None:
            _settings_file().unlink(missing_ok=True)
            return
        _settings_file().parent.mkdir(parents=True, exist_ok=True)
        write_whole(_settings_file(), [json.dumps({"unit": name}, ensure_ascii=False).encode()])
    except OSError:
        raise UsageError(f"无法写入设置文件：{_settings_file()}。", "请检查权限。") from None


def _broken_settings() -> UsageError:
    return UsageError(f"设置文件已损坏：{_settings_file()}。", "请重新运行 yqsafety use 单位名称。")
