"""The compiled copy of a catalogue: JSON in the user's cache folder, under the files' digest.

With it a look-up needs neither YAML nor pydantic. A copy that is missing, damaged or foreign is
made anew; where none can be written, the YAML is read each time.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import types
from collections.abc import Callable
from dataclasses import asdict, fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

from yqsafety.errors import UsageError
from yqsafety.model import Catalog
from yqsafety.whole_file import write_whole

SHAPE = "yqsafety/compiled@2"
"""Counts up with every change of the model; a test pins it to the model's fields."""


def read(key: str) -> Catalog | None:
    """The copy for a digest, if there is a sound one."""
    try:
        check, _, text = _file(key).read_bytes().partition(b"\n")
        if check.decode() != hashlib.sha256(text).hexdigest():
            return None
        restored: Catalog = _restorer(Catalog)(json.loads(text))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None
    return restored


def write(key: str, catalog: Catalog) -> None:
    """Keep a copy; without a writable cache folder, go on without one."""
    text = json.dumps(asdict(catalog), ensure_ascii=False, default=dt.date.isoformat).encode()
    file = _file(key)
    with contextlib.suppress(OSError, UsageError):
        file.parent.mkdir(parents=True, exist_ok=True)
        write_whole(file, hashlib.sha256(text).hexdigest().encode() + b"\n" + text)


def _file(key: str) -> Path:
    from platformdirs import user_cache_path

    name = hashlib.sha256(f"{SHAPE}\n{key}".encode()).hexdigest()
    return user_cache_path("yqsafety", appauthor=False) / f"{name}.json"


@cache
def _restorer(hint: Any) -> Callable[[Any], Any]:
    """How a value of this type is made from JSON; each type is looked into once."""
    if is_dataclass(hint) and isinstance(hint, type):
        types_of: dict[str, Any] = {field.name: field.type for field in fields(hint)}
        makers = [(name, _restorer(kind)) for name, kind in types_of.items()]
        return lambda data: hint(*(make(data[name]) for name, make in makers))
    if hint is dt.date:
        return dt.date.fromisoformat
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        inner = _restorer(arguments[0])
        return lambda data: None if data is None else inner(data)
    if origin is tuple:
        inner = _restorer(arguments[0])
        return lambda data: tuple(map(inner, data))
    if origin is Literal or hint in (str, int, bool):
        return lambda data: data
    raise TypeError(hint)
