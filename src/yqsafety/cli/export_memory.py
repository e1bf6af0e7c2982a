"""Which files this program wrote itself, so that an export that nobody has touched can be replaced.

The digests of what was exported lately stand in the user's cache folder, a line each. Nothing
depends on them: without them a file that is there counts as filled in, and is kept.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from yqsafety.errors import UsageError
from yqsafety.files import open_plain, read_whole, write_whole
from yqsafety.places import user_folder

MANY = 5_000
"""How many digests are kept; the oldest go first. An office exports some 30 files at a time."""
_LINE = 65
"""Bytes of a line: 64 hexadecimal digits and its end."""


class ExportMemory:
    """The digests of exports, of earlier commands and of this one."""

    def __init__(self) -> None:
        self._known: frozenset[str] | None = None
        self._new: list[str] = []

    def wrote(self, path: Path) -> bool:
        """Whether a file is just as this program wrote it."""
        if self._known is None:
            self._known = frozenset(_read_lines())
        digest = hashlib.sha256()
        try:
            with open_plain(path) as file:
                while piece := file.read(1 << 20):
                    digest.update(piece)
        except OSError:
            return False
        return digest.hexdigest() in self._known

    def noting(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        """The pieces of a file on their way to the disk."""
        digest = hashlib.sha256()
        for piece in pieces:
            digest.update(piece)
            yield piece
        self._new.append(digest.hexdigest())

    def save(self) -> None:
        """Keep what was noted; does nothing where the cache cannot be written."""
        file = _memory_file()
        if file is None or not self._new:
            return
        lines = list(dict.fromkeys([*_read_lines(), *self._new]))[-MANY:]
        with contextlib.suppress(OSError, UsageError):
            file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(file, [f"{line}\n".encode() for line in lines])


def _memory_file() -> Path | None:
    folder = user_folder("cache")
    return folder / "exports.txt" if folder else None


def _read_lines() -> list[str]:
    file = _memory_file()
    try:
        return read_whole(file, 2 * MANY * _LINE).decode().split() if file else []
    except (OSError, ValueError):
        return []
