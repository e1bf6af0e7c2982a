"""The data files: where they are, and their bytes.

A catalogue is one notice and the units that it speaks of. It comes from two YAML files,
`tasks.yaml` and `units.yaml`, and from a third where the user has a local roster. They are read
whole and identified by the digest of their bytes.
"""

from __future__ import annotations

import hashlib
import os
import pkgutil
from pathlib import Path
from typing import NamedTuple

from yqsafety.errors import UsageError, reason_of
from yqsafety.files import TooLarge, read_whole
from yqsafety.safe_text import typed_word

MAX_BYTES = 2_000_000
"""The largest data file in bytes; a larger one is refused unread. That of 垣政发〔2025〕1号 takes
80 KB."""
LARGE = 10
"""By how much YQSAFETY_LARGE=1 raises the limits of a data file, in bytes and in values."""


class DataFile(NamedTuple):
    """The name and the bytes of one data file."""

    name: str
    raw: bytes
    large: bool = False
    """Whether it was too large to be read."""
    path: Path | None = None
    """Where it is; None for what ships with the program, and what is in no file yet."""

    @property
    def typed(self) -> str:
        """Its path as it is typed in a command; empty where it has none."""
        return typed_word(self.path) if self.path else ""


class DataFiles(NamedTuple):
    """The files that make a catalogue."""

    notice: DataFile
    units: DataFile
    local: DataFile | None

    def with_notice(self, raw: bytes) -> DataFiles:
        """The same files with another text of the notice."""
        return self._replace(notice=self.notice._replace(raw=raw))

    @property
    def validate(self) -> str:
        """The command that lists all that is wrong with them."""
        return f"yqsafety validate {self.notice.typed}".rstrip()

    @property
    def key(self) -> str:
        """The SHA-256 of the digests of all of them, in hex.

        Of the digests and not of the bytes: else two files would give the same key as two others
        whose border lies elsewhere, and an empty roster the same as none.
        """
        given = (self.notice, self.units, self.local)
        return hex_digest("".join(hex_digest(file.raw) for file in given if file).encode())


def data_files(notice: Path | None, local: Path | None) -> DataFiles:
    """The files to read: those named, else the bundled ones; UsageError where one is unreadable.

    Units come from the `units.yaml` beside a notice that is named, else from the bundled one.
    `local` is a roster that is laid over them.
    """
    beside = notice.parent / "units.yaml" if notice else None
    return DataFiles(
        read_data_file(notice) if notice else _bundled_file("tasks.yaml"),
        read_data_file(beside) if beside and beside.is_file() else _bundled_file("units.yaml"),
        read_data_file(local) if local else None,
    )


def named_files(notice: Path | None, local: Path | None) -> list[Path]:
    """The paths of all data files that a command may read, those that ship included."""
    named = [notice, notice.parent / "units.yaml"] if notice else []
    shipped = [Path(__file__).parents[place] / "data" for place in (1, 3)]
    return [*named, *([local] if local else []), *shipped]


def limit_scale() -> int:
    """The factor on all limits of data files: 1, or LARGE where the user asks for it.

    The default is small, so that a hostile file cannot cost much time or memory by itself.
    """
    return LARGE if os.environ.get("YQSAFETY_LARGE") == "1" else 1


def max_bytes() -> int:
    """Bytes of the largest data file that is read."""
    return MAX_BYTES * limit_scale()


def read_data_file(path: Path) -> DataFile:
    """A data file that the user named; UsageError where it cannot be read.

    One over the limit is marked `large` and left for `validate` to report among the other faults.
    """
    try:
        return DataFile(path.name, read_whole(path, max_bytes()), path=path)
    except TooLarge:
        return DataFile(path.name, b"", large=True, path=path)
    except OSError as error:
        raise UsageError(f"无法读取文件“{path}”：{reason_of(error)}。", "请检查路径。") from None


def _bundled_file(name: str) -> DataFile:
    try:
        raw = pkgutil.get_data("yqsafety", f"data/{name}")
    except OSError:
        # In a checkout the files are not inside the package; the wheel puts them there.
        raw = (Path(__file__).parents[3] / "data" / name).read_bytes()
    return DataFile(name, raw or b"")


def hex_digest(raw: bytes) -> str:
    """The SHA-256 of some bytes, in hex."""
    return hashlib.sha256(raw).hexdigest()
