"""Who writes here: an id for each place of a state file on this machine, kept outside of it.

A copied file is another writer's: the id hangs on the machine and on the path, and is kept in the
user's settings folder, which no copy of the file takes along. A file that was moved keeps its
writer. Where the settings folder cannot be used, the id is made of the computer's name, the user
and the path: the same in every command, though not unique where computers share a name.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from pathlib import Path
from typing import NamedTuple

from yqsafety import files
from yqsafety.errors import StateError, UsageError

_MAX_BYTES = 256 << 10
_MAX_PLACES = 500
"""Places that are remembered; the oldest is forgotten, and would be a new writer's."""


class _Place(NamedTuple):
    """Where this machine has recorded, in which file, and as whom."""

    path: str
    state: str
    writer: str


class Writers:
    """The writers of this machine; `register` is None where the user has no settings folder."""

    def __init__(self, register: Path | None) -> None:
        self._register = register

    def known_at(self, state_file: Path, state: str | None) -> frozenset[str]:
        """The writers that recorded at this place; the id of the file is that of 0.1.0."""
        path = _path_text(state_file)
        known = self.known_writer(state_file, state or "")
        return frozenset({known, _derived_id(path), state or ""} - {""})

    def known_writer(self, state_file: Path, state: str) -> str:
        """The writer at a place; empty where none has recorded there."""
        found = _find_place(self._places(), _path_text(state_file), state)
        return found.writer if found else ""

    def writer_at(self, state_file: Path, state: str) -> tuple[str, bool]:
        """The writer at a place, made where there is none yet; False where it cannot be kept."""
        path = _path_text(state_file)
        found = _find_place(self._places(), path, state)
        if found and found.path == path and found.state == state:
            return found.writer, True
        try:
            return self._remember(path, state), True
        except (OSError, UsageError, StateError):
            return _derived_id(path), False

    def _remember(self, path: str, state: str) -> str:
        from yqsafety.store.locked_write import locked_file

        if self._register is None:
            raise UsageError("没有设置文件夹。")
        with locked_file(self._register):
            places = self._places()
            found = _find_place(places, path, state)
            writer = found.writer if found else os.urandom(6).hex()
            kept = [one for one in places if one is not found and one.path != path]
            kept.append(_Place(path, state, writer))
            said = {"places": [one._asdict() for one in kept[-_MAX_PLACES:]]}
            files.write_whole(self._register, [json.dumps(said, ensure_ascii=False).encode()])
        return writer

    def _places(self) -> list[_Place]:
        """The places that are remembered; none where the register is missing or broken."""
        # A broken register makes a new writer, which is true of whoever records from then on.
        try:
            raw = files.read_whole(self._register, _MAX_BYTES) if self._register else b"{}"
            listed = json.loads(raw)["places"]
            return [_Place(one["path"], one["state"], one["writer"]) for one in listed]
        except (OSError, ValueError, TypeError, KeyError, RecursionError):
            return []


def _find_place(places: list[_Place], path: str, state: str) -> _Place | None:
    """The place of a path; else the one from which this very file was moved away."""
    for one in reversed(places):
        if one.path == path:
            return one
    for one in reversed(places):
        if one.state == state and not os.path.lexists(one.path):
            return one
    return None


def _path_text(path: Path) -> str:
    """A path in the one way of writing it, with links followed."""
    with contextlib.suppress(OSError):
        path = files.real_path(path)
    return os.path.normcase(os.fsencode(path).decode(errors="backslashreplace"))


def _derived_id(path: str) -> str:
    words = [path]
    with contextlib.suppress(OSError):
        # Asked of the system in one call each: `platform` and `socket` take a while to import.
        if hasattr(os, "uname"):
            words += [os.uname().nodename, str(os.getuid())]
        else:
            words += [os.environ.get("COMPUTERNAME", ""), os.environ.get("USERNAME", "")]
    text = "\0".join(words)
    return hashlib.sha256(text.encode(errors="backslashreplace")).hexdigest()[:12]
