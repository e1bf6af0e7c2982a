"""Evidence as named in a command, and what became of it since. Reads files.

What is recorded of a file is its name as it was typed, its digest and its size; the file itself
stays where it is. Later it is looked for under that name, from the folder where the command runs or
from one that is named. Addresses and network paths are never opened: a record that came in by
merging must not make this machine connect to another (SECURITY.md).
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import unicodedata
from pathlib import Path
from typing import BinaryIO, Literal, NamedTuple

from yqsafety.errors import UsageError, reason_of
from yqsafety.files import TooLarge, open_plain
from yqsafety.ledger.events import Evidence
from yqsafety.ledger.ledger import Ledger
from yqsafety.places import expanded_path
from yqsafety.safe_text import is_blank

MAX_FILE = 4 << 30
"""The largest file of which a digest is made, in bytes; it takes some ten seconds."""
CHUNK = 1 << 20
"""Bytes that are read at a time."""
MAX_NAME = 1_000
"""Characters of a name that is looked for in other forms of Unicode."""
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+://|//|\\\\", re.IGNORECASE)
"""What is never opened; one letter before the colon is a drive of Windows."""
_FILE_URL = re.compile(r"file:(//(localhost)?)?(?=/[^/]|[a-z]:)", re.IGNORECASE)
"""The beginning of an address of a file on this machine."""
_PERCENT = re.compile(rb"%[0-9a-f]{2}", re.IGNORECASE)
_MARKS = "\\s\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\"'“”‘’"
_AROUND = re.compile(f"^[{_MARKS}]+|[{_MARKS}]+$")
"""Spaces, quotes and marks of direction, which Windows puts before a path that is copied."""

Became = Literal["same", "missing", "changed", "named", "address"]
"""What became of a piece of evidence; `named` where no digest was recorded to compare with."""


class Proof(NamedTuple):
    """A piece of evidence as it was last recorded for an assignment."""

    id: str
    """The occurrence."""
    unit: str
    evidence: Evidence
    became: Became
    notice: str


def evidence_of(name: str) -> Evidence:
    """The evidence that a name means: a file with its SHA-256 and size, an address as it is.

    A name is kept as it was typed where a file is found under it. What people copy along with a
    name (quotes, direction marks of Windows, `file://`, `~`) is taken off only where it is not. A
    file that cannot be read is recorded by its name only, and `why_unread` says why. UsageError for
    an empty name.
    """
    if is_blank(name):
        raise UsageError("佐证材料的名称不能为空。")
    typed, meant = name.strip(), _meant_name(name)
    if _ADDRESS.match(meant):
        return Evidence(meant)
    for one in dict.fromkeys((typed, meant)):
        try:
            with _open_found(Path(), one) as file:
                return Evidence(one, *_file_digest(file))
        except (OSError, ValueError):
            continue
    return Evidence(meant)


def _meant_name(name: str) -> str:
    """A name without what is copied along with it; a local `file://` address as its path."""
    bare = _AROUND.sub("", name)
    if local := _FILE_URL.match(bare):
        raw = bare[local.end() :].encode(errors="surrogateescape")
        bare = _PERCENT.sub(lambda one: bytes([int(one[0][1:], 16)]), raw).decode(errors="replace")
        # file:///C:/a.pdf is a path of Windows, which has no slash before its drive.
        bare = re.sub(r"^/(?=[a-z]:)", "", bare, flags=re.IGNORECASE)
    return str(expanded_path(Path(bare))) if bare.startswith("~") else bare


def why_unread(evidence: Evidence) -> str:
    """Why no digest was made of a file that was named, in Chinese; empty where nothing is wrong."""
    if evidence.sha256 is not None:
        return ""
    if _ADDRESS.match(evidence.name):
        remote = evidence.name.lower().startswith("file:")
        return "是别的电脑上的文件，本程序不去打开" if remote else ""
    try:
        with _open_found(Path(), evidence.name):
            return f"超过 {MAX_FILE >> 30} GB"
    except OSError as error:
        if error.errno == errno.EISDIR:
            return "这是文件夹，请写其中的文件，或打包成一个文件"
        return reason_of(error)
    except ValueError:
        return "文件名中有不能用的字符"


def evidence_bytes(evidence: Evidence, folder: Path) -> bytes | None:
    """A file of evidence as it was recorded; None where it is not there, or another by now."""
    if _ADDRESS.match(evidence.name):
        return None
    try:
        with _open_found(folder, evidence.name) as file:
            raw = file.read((evidence.size or 0) + 1)
    except (OSError, ValueError):
        return None
    return raw if hashlib.sha256(raw).hexdigest() == evidence.sha256 else None


def compare_proofs(ledger: Ledger, folder: Path, kept: frozenset[str] = frozenset()) -> list[Proof]:
    """All evidence that counts, in the document's order, compared with the files in a folder.

    What a shared store has `kept`, by digest, is there whatever lies in the folder.

    Of one name on one assignment the newest digest counts; a later record without a digest, made
    where the file was not at hand, does not replace one.
    """
    return [one for part in ledger.parts for one in _proofs_of_notice(part, folder, kept)]


def _proofs_of_notice(ledger: Ledger, folder: Path, kept: frozenset[str]) -> list[Proof]:
    ids = {(e.task.id, e.period.name): (n, e.id) for n, e in enumerate(ledger.entries)}
    newest: dict[tuple[str, str, str, str], Evidence] = {}
    for event in ledger.live.events:
        for item in event.evidence:
            key = (event.task, event.period, event.unit, _even_name(item.name))
            if item.sha256 or key not in newest:
                newest[key] = item
    found = [
        (*ids.get((task, period), (len(ids), f"{task}@{period}")), unit, item)
        for (task, period, unit, _), item in newest.items()
    ]
    found.sort(key=lambda one: one[0])
    notice = ledger.catalog.notice.id
    return [
        Proof(ident, unit, item, _became_of(item, folder, kept), notice)
        for _, ident, unit, item in found
    ]


def _became_of(evidence: Evidence, folder: Path, kept: frozenset[str]) -> Became:
    if _ADDRESS.match(evidence.name):
        return "address"
    if evidence.sha256 is None:
        return "named"
    if evidence.sha256 in kept:
        return "same"
    try:
        with _open_found(folder, evidence.name) as file:
            if evidence.size not in (None, os.fstat(file.fileno()).st_size):
                return "changed"
            return "same" if _file_digest(file)[0] == evidence.sha256 else "changed"
    except (OSError, ValueError):
        return "missing"


def _open_found(folder: Path, name: str) -> BinaryIO:
    """The file of a name, opened, whatever form of Unicode the disk keeps it in.

    A Mac stores é as two characters, and some Chinese characters have a twin that evens out to
    another; so where a name is not there, one is taken that is the same when both are evened out.
    """
    try:
        return open_plain(folder / name)
    except FileNotFoundError:
        found = folder
        for part in Path(name).parts:
            found = _child_alike(found, part)
        return open_plain(found)


def _child_alike(folder: Path, part: str) -> Path:
    """What is called `part` in a folder, in any form; FileNotFoundError where nothing is."""
    exact = folder / part
    if part == ".." or exact.exists():
        return exact
    wanted = _even_name(part)
    for one in folder.iterdir():
        if _even_name(one.name) == wanted:
            return one
    raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))


def _even_name(name: str) -> str:
    """A name in the form in which names are compared, and never kept."""
    # The length of what is evened out is bounded: it takes time that grows with its square.
    return unicodedata.normalize("NFC", name) if len(name) <= MAX_NAME else name


def _file_digest(file: BinaryIO) -> tuple[str, int]:
    """SHA-256 in hex and size in bytes; TooLarge, before anything is read, for over MAX_FILE."""
    if os.fstat(file.fileno()).st_size > MAX_FILE:
        raise TooLarge
    digest, size = hashlib.sha256(), 0
    while size <= MAX_FILE and (chunk := file.read(CHUNK)):
        digest.update(chunk)
        size += len(chunk)
    return digest.hexdigest(), size
