"""Evidence as named in a command, and what became of it since. Reads files.

What is recorded of a file is its name as it was typed, its digest and its size; the file itself
stays where it is. Later it is looked for under that name, from the folder where the command runs or
from one that is named. Addresses and network paths are never opened: a record that came in by
merging must not make this machine connect to another (SECURITY.md).
"""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple

from yqsafety.errors import UsageError
from yqsafety.files import TooLarge, open_plain
from yqsafety.ledger.events import Evidence
from yqsafety.ledger.ledger import Ledger

MAX_FILE = 4 << 30
"""The largest file of which a digest is made, in bytes; it takes some ten seconds."""
CHUNK = 1 << 20
"""Bytes that are read at a time."""
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://|//|\\\\", re.IGNORECASE)

Became = Literal["same", "missing", "changed", "named", "address"]
"""What became of a piece of evidence; `named` where no digest was recorded to compare with."""


class Proof(NamedTuple):
    """A piece of evidence as it was last recorded for an assignment."""

    id: str
    """The occurrence."""
    unit: str
    evidence: Evidence
    became: Became


def evidence_of(name: str) -> Evidence:
    """The evidence that a name means: a file with its SHA-256 and size, an address as it is.

    A file that cannot be read is recorded by its name only, and `is_missing` says so. UsageError
    for an empty name.
    """
    written = unicodedata.normalize("NFC", name.strip())
    if not written:
        raise UsageError("佐证材料的名称不能为空。")
    if _ADDRESS.match(written):
        return Evidence(written)
    try:
        with open_plain(Path(name.strip())) as file:
            return Evidence(written, *_file_digest(file))
    except (OSError, ValueError):
        return Evidence(written)


def is_missing(evidence: Evidence) -> bool:
    """Whether a file was named that could not be read."""
    return evidence.sha256 is None and not _ADDRESS.match(evidence.name)


def compare_proofs(ledger: Ledger, folder: Path) -> list[Proof]:
    """All evidence that counts, in the document's order, compared with the files in a folder.

    Of one name on one assignment the newest digest counts; a later record without a digest, made
    where the file was not at hand, does not replace one.
    """
    ids = {(e.task.id, e.period.name): (n, e.id) for n, e in enumerate(ledger.entries)}
    newest: dict[tuple[str, str, str, str], Evidence] = {}
    for event in ledger.live.events:
        for item in event.evidence:
            key = (event.task, event.period, event.unit, item.name)
            if item.sha256 or key not in newest:
                newest[key] = item
    found = [
        (*ids.get((task, period), (len(ids), f"{task}@{period}")), unit, item)
        for (task, period, unit, _), item in newest.items()
    ]
    found.sort(key=lambda one: one[0])
    return [Proof(ident, unit, item, _became_of(item, folder)) for _, ident, unit, item in found]


def _became_of(evidence: Evidence, folder: Path) -> Became:
    if _ADDRESS.match(evidence.name):
        return "address"
    if evidence.sha256 is None:
        return "named"
    try:
        with _open_found(folder, evidence.name) as file:
            if evidence.size not in (None, os.fstat(file.fileno()).st_size):
                return "changed"
            return "same" if _file_digest(file)[0] == evidence.sha256 else "changed"
    except (OSError, ValueError):
        return "missing"


def _open_found(folder: Path, name: str) -> BinaryIO:
    """The file of a name, opened; a Mac may have stored the name in the decomposed form (NFD)."""
    try:
        return open_plain(folder / name)
    except FileNotFoundError:
        return open_plain(folder / unicodedata.normalize("NFD", name))


def _file_digest(file: BinaryIO) -> tuple[str, int]:
    """SHA-256 in hex and size in bytes; TooLarge, before anything is read, for over MAX_FILE."""
    if os.fstat(file.fileno()).st_size > MAX_FILE:
        raise TooLarge
    digest, size = hashlib.sha256(), 0
    while size <= MAX_FILE and (chunk := file.read(CHUNK)):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size
