"""The compiled copy of a catalogue: JSON in the user's cache folder, under the files' digest.

Parsing the YAML and checking it with pydantic costs far more than any command: without the copy
`list --unit` takes 175 % more instructions. The copy is kept under the digest of the files' bytes,
not under their time of change, so it can never be older than the files. Nothing depends on it: one
that is missing, damaged or foreign is made anew, and where none can be written the YAML is read
each time. A faulty catalogue is never kept, so whatever comes from here has passed every check.

JSON rather than pickle: loading a pickle can run code that someone put into the folder, and it
would be slower besides (+1.9 %). A record is written as the list of its fields, without names; the
type hints of the model say how each is read back.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import json
import re
import types
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, Literal, Union, cast, get_args, get_origin

from yqsafety.errors import UsageError
from yqsafety.files import read_whole, write_whole
from yqsafety.notice.model import Catalog, Record
from yqsafety.places import user_folder

SHAPE = "yqsafety/compiled@12"
"""The version of this layout. Raise it with every change of the model's fields: records are read
by position, so an older copy would be read wrongly. A test pins it to the fields."""

MAX_BYTES = 64 << 20
"""Copies over this many bytes are not read: that of 垣政发〔2025〕1号 takes 120 KB."""

KEPT_COPIES = 20
"""Copies that are kept: an office with several notices and rosters needs a few."""


def read_copy(key: str) -> Catalog | None:
    """The copy for the digest `key` of the data files; None where there is no sound one."""
    file = _copy_file(key)
    try:
        check, _, text = (read_whole(file, MAX_BYTES) if file else b"").partition(b"\n")
        if check.decode() != hashlib.sha256(text).hexdigest():
            return None
        return cast("Catalog", _record_restorer(Catalog)(json.loads(text)))
    except (OSError, ValueError, TypeError, RecursionError):
        return None


def write_copy(key: str, catalog: Catalog) -> None:
    """Keep a copy for the digest `key`; does nothing where the cache cannot be written."""
    file = _copy_file(key)
    if file is None:
        return
    text = json.dumps(plain_value(catalog), ensure_ascii=False).encode()
    with contextlib.suppress(OSError, UsageError):
        file.parent.mkdir(parents=True, exist_ok=True)
        _forget_old_copies(file.parent)
        write_whole(file, [hashlib.sha256(text).hexdigest().encode(), b"\n", text])


def _forget_old_copies(folder: Path) -> None:
    """Remove all but the newest copies: each edit of a data file leaves one behind."""
    copies = [one for one in folder.iterdir() if re.fullmatch(r"[0-9a-f]{64}\.json", one.name)]
    copies.sort(key=lambda one: one.stat().st_mtime, reverse=True)
    for old in copies[KEPT_COPIES - 1 :]:
        old.unlink(missing_ok=True)


def _copy_file(key: str) -> Path | None:
    folder = user_folder("cache")
    name = hashlib.sha256(f"{SHAPE}\n{key}".encode()).hexdigest()
    return folder / f"{name}.json" if folder else None


def plain_value(value: Any) -> Any:
    """A value as JSON: a record is the list of its fields, a day its ISO form."""
    if isinstance(value, Record):
        return [plain_value(getattr(value, name)) for name in value.__dataclass_fields__]
    if isinstance(value, tuple):
        return [plain_value(one) for one in value]
    return value.isoformat() if isinstance(value, dt.date) else value


@cache
def _restorer(hint: Any) -> Callable[[Any], Any] | None:
    """The function that makes a value of this type from JSON; None where JSON holds it as it is."""
    if hint is dt.date:
        return dt.date.fromisoformat
    if isinstance(hint, type) and issubclass(hint, Record):
        return _record_restorer(hint)
    origin, arguments = get_origin(hint), get_args(hint)
    # The only unions in the model are `… | None`, and None is left alone by the caller.
    if origin in (Union, types.UnionType):
        return _restorer(arguments[0])
    if origin is tuple:
        inner = _restorer(arguments[0])
        return (lambda data: tuple(map(inner, data))) if inner else _text_tuple
    return None


def _text_tuple(data: Any) -> tuple[str, ...]:
    """The texts in a list of JSON; ValueError for anything else in it."""
    if not set(map(type, data)) <= {str}:
        raise ValueError(data)
    return tuple(data)


def _json_types(hint: Any) -> frozenset[type]:
    """The types in which JSON holds a value of this hint."""
    if isinstance(hint, type) and issubclass(hint, Record):
        return frozenset({list})
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return frozenset().union(*map(_json_types, arguments))
    if origin is tuple:
        return frozenset({list})
    if origin is Literal:
        return frozenset(map(type, arguments))
    return frozenset({str if hint is dt.date else hint})


def _record_restorer(cls: type[Record]) -> Callable[[Any], Record]:
    """The function that makes a record from the list of its fields, or raises ValueError."""
    # `field.type` is the type itself, not its name, only while notice/model.py goes without
    # `from __future__ import annotations`.
    makers = [_restorer(cast("Any", field.type)) for field in cls.__dataclass_fields__.values()]
    special = [(place, make) for place, make in enumerate(makers) if make]
    held = [_json_types(field.type) for field in cls.__dataclass_fields__.values()]
    known: set[tuple[type, ...]] = set()
    setters = [getattr(cls, name).__set__ for name in cls.__dataclass_fields__]

    def restore(data: Any) -> Record:
        if type(data) is not list or len(data) != len(makers):
            raise ValueError(data)
        # A copy of other types would end in a fault of the program, at every start. A few rows of
        # types are all there are, so each is looked at once.
        found = tuple(map(type, data))
        if found not in known:
            if any(one not in allowed for one, allowed in zip(found, held, strict=True)):
                raise ValueError(data)
            known.add(found)
        for place, make in special:
            if data[place] is not None:
                data[place] = make(data[place])
        # The record's own `__init__` takes names and defaults too, and half as long again.
        made = cls.__new__(cls)
        for put, value in zip(setters, data, strict=True):
            put(made, value)
        return made

    return restore
