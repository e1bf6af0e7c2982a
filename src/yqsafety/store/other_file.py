"""The state file of somebody else: read to be merged, and never written."""

from __future__ import annotations

from pathlib import Path

from yqsafety.errors import ImportRefused, UsageError, reason_of
from yqsafety.files import TooLarge, read_whole
from yqsafety.store.state_format import NO_STATE, DamagedState, NewerState, State, parse_state

MAX_OTHER = 64 << 20
"""Bytes of the largest file of someone else that is read."""


def read_other(path: Path, name: str) -> State:
    """The state in a file of someone else; ImportRefused, calling it `name`, unless it is sound.

    What a newer version wrote is refused even where it can be read: here it would be passed on.
    """
    try:
        raw = read_whole(path, MAX_OTHER)
    except TooLarge:
        raise ImportRefused(f"{name} 超过 {MAX_OTHER >> 20} MB。") from None
    except OSError as error:
        raise UsageError(f"无法读取“{path}”：{reason_of(error)}。") from None
    try:
        state = parse_state(raw)
    except DamagedState:
        foreign = not raw.startswith(b'{"schema": "yqsafety/state@')
        raise ImportRefused(f"{name} 已损坏{'，或不是状态文件' if foreign else ''}。") from None
    except NewerState:
        state = NO_STATE._replace(newer=True)
    if state.newer:
        raise ImportRefused(f"{name} 由更新版本写成，", "请先升级程序。")
    return state
