"""Evidence as named in a command: a file with its digest, or an address. Reads files."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from pathlib import Path

from yqsafety.errors import UsageError
from yqsafety.events import Evidence

CHUNK = 1 << 20
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def evidence_of(name: str) -> Evidence:
    """A file with SHA-256 and size; an address, or a file that is not there, as named."""
    written = unicodedata.normalize("NFC", name.strip())
    if not written:
        raise UsageError("佐证材料的名称不能为空。")
    if _ADDRESS.match(written):
        return Evidence(written)
    try:
        digest, size = _read(Path(name))
    except OSError:
        return Evidence(written)
    return Evidence(written, digest, size)


def _read(path: Path) -> tuple[str, int]:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


def is_missing(evidence: Evidence) -> bool:
    """Whether a file was named that could not be read."""
    return evidence.sha256 is None and not _ADDRESS.match(evidence.name)
