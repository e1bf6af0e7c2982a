"""The files of evidence in a shared store: they go there with the tick, and come back by digest.

So whoever confirms can open what he confirms. A file goes before the record that names it: a
record without its file is then known to have come from a machine that did not have it.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from yqsafety.ledger.events import Event, Evidence
from yqsafety.store.connection import Connection
from yqsafety.store.evidence import evidence_bytes

MAX_SHARED = 10 << 20
"""Bytes of the largest file that goes into a shared store."""


class LeftBehind(NamedTuple):
    """A file that did not go along with the record that names it."""

    evidence: Evidence
    why: str


def bring_files(connection: Connection, events: Iterable[Event], folder: Path) -> list[LeftBehind]:
    """Put the files that some events name, as they were recorded, into the store.

    Returns those that stayed behind: too large, not here, or changed since.
    """
    named = {one.sha256: one for event in events for one in event.evidence if one.sha256}
    known = known_files(connection, named)
    left = []
    for digest, evidence in named.items():
        if digest in known:
            continue
        if (evidence.size or 0) > MAX_SHARED:
            left.append(LeftBehind(evidence, f"超过 {MAX_SHARED >> 20} MB"))
        elif (raw := evidence_bytes(evidence, folder)) is None:
            left.append(LeftBehind(evidence, "本机没有原样的文件"))
        else:
            connection.ask_surely("SELECT yq.put_file(%s)", (raw,))
    return left


def known_files(connection: Connection, digests: Iterable[str | None]) -> frozenset[str]:
    """Those of some digests of which the store has the file."""
    wanted = [digest for digest in digests if digest]
    if not wanted:
        return frozenset()
    found = connection.ask("SELECT sha256 FROM yq.file WHERE sha256 = ANY(%s)", (wanted,))
    return frozenset(digest for (digest,) in found)


def fetch_file(connection: Connection, digest: str) -> bytes | None:
    """The file of a digest; None where the store has none."""
    found = connection.ask("SELECT content FROM yq.file WHERE sha256 = %s", (digest,))
    return bytes(found[0][0]) if found else None
