"""The data files as a catalogue: where they are, and what is wrong with them."""

from __future__ import annotations

import hashlib
import os
import pkgutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from yqsafety.errors import CatalogError, UsageError, reason
from yqsafety.files import TooLarge, read_whole
from yqsafety.notice import cache
from yqsafety.notice.model import Catalog, Units
from yqsafety.notice.roster import Roster, overlay

if TYPE_CHECKING:
    from yqsafety.notice.schema import FileKind, Finding
    from yqsafety.notice.yaml_reader import Document

MAX_BYTES = 2_000_000
"""Larger data files are refused unread; the notice's takes 80 KB."""
LARGE = 10
"""How many times as much is read where `YQSAFETY_LARGE` says that it is meant to be large."""


class Source(NamedTuple):
    """One data file, read."""

    name: str
    raw: bytes
    large: bool = False
    """Whether it was too large to be read."""


class Sources(NamedTuple):
    """The files that make a catalogue."""

    notice: Source
    units: Source
    local: Source | None

    @property
    def key(self) -> str:
        """Digest of all of them."""
        parts = (self.notice.raw, self.units.raw, self.local.raw if self.local else b"")
        return _digest("".join(map(_digest, parts)).encode())


def sources(notice: Path | None, local: Path | None) -> Sources:
    """The bundled files, or a notice with the `units.yaml` beside it; a local roster over them."""
    beside = notice.parent / "units.yaml" if notice else None
    return Sources(
        read(notice) if notice else _bundled("tasks.yaml"),
        read(beside) if beside and beside.is_file() else _bundled("units.yaml"),
        read(local) if local else None,
    )


def scale() -> int:
    """How many times the limits of data files hold: a hostile file must not cost much by itself."""
    return LARGE if os.environ.get("YQSAFETY_LARGE") == "1" else 1


def max_bytes() -> int:
    """Bytes of the largest data file that is read."""
    return MAX_BYTES * scale()


def read(path: Path) -> Source:
    """A data file that the user named."""
    try:
        return Source(path.name, read_whole(path, max_bytes()))
    except TooLarge:
        return Source(path.name, b"", large=True)
    except OSError as error:
        raise UsageError(f"无法读取文件“{path}”：{reason(error)}。", "请检查路径。") from None


def _bundled(name: str) -> Source:
    try:
        raw = pkgutil.get_data("yqsafety", f"data/{name}")
    except OSError:
        raw = (Path(__file__).parents[3] / "data" / name).read_bytes()
    return Source(name, raw or b"")


def _digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def load_catalog(files: Sources) -> Catalog:
    """The catalogue, from its compiled copy or from the YAML; CatalogError at the first fault."""
    key = files.key
    if known := cache.read(key):
        return known
    catalog, faults = compile_catalog(files)
    if catalog is None:
        raise CatalogError(f"任务文件有误：{faults[0]}。", "全部问题：yqsafety validate")
    cache.write(key, catalog)
    return catalog


def compile_catalog(files: Sources) -> tuple[Catalog | None, list[Finding]]:
    """Parse and check; a catalogue only where nothing is wrong, else all that is."""
    from yqsafety.notice import checks

    units, faults = compile_units(files)
    document, notice, shape_faults = _parse(files.notice, "notice")
    faults += shape_faults
    if units is None or notice is None or document is None:
        return None, faults
    faults += checks.check_notice(notice, document, Roster(units))
    if faults:
        return None, faults
    roster = files.units.raw + (files.local.raw if files.local else b"")
    return Catalog(notice, units, _digest(files.notice.raw), _digest(roster)), []


def compile_units(files: Sources) -> tuple[Units | None, list[Finding]]:
    """The units with the local roster laid over them, or what is wrong with them."""
    from yqsafety.notice import checks

    document, units, faults = _parse(files.units, "units")
    if units is not None and document is not None:
        faults += checks.check_units(units, document)
    if faults or files.local is None:
        return (None if faults else units), faults
    document, local, faults = _parse(files.local, "units")
    if local is None or document is None:
        return None, faults
    faults += checks.check_units(local, document, units)
    return (None if faults else overlay(units, local)), faults


def _parse(source: Source, kind: FileKind) -> tuple[Document | None, Any, list[Finding]]:
    from yqsafety.notice.schema import Finding, at, check, kind_of
    from yqsafety.notice.yaml_reader import Refused, load

    if source.large:
        problem = f"文件超过 {max_bytes() // 1_000_000} MB，未读取"
        hint = "检查是否选错文件；确有这么大的，请设 YQSAFETY_LARGE=1"
        return None, None, [Finding(source.name, 1, "", "error", problem, hint)]
    try:
        document = load(source.raw, source.name, scale())
    except Refused as no:
        fault = Finding(source.name, no.line, "", "error", no.problem, "照 data/ 中的写法改正")
        return None, None, [fault]
    if kind_of(document) != kind:
        problem = f"schema 应为 yqsafety/{kind}@1"
        return document, None, [at(document, ("schema",), problem, "改正，或换一个文件")]
    record, faults = check(document, kind)
    return document, record, faults


def all_findings(files: list[Path], local: Path | None) -> list[Finding]:
    """What is wrong with the files named, or with the bundled ones.

    A units file without a notice beside it is a local roster, checked over the bundled units.
    """
    if not files:
        return compile_catalog(sources(None, local))[1]
    found = [finding for path in files for finding in _findings(path, local)]
    return list(dict.fromkeys(found))


def _findings(path: Path, local: Path | None) -> list[Finding]:
    source = read(path)
    if _means_units(source):
        beside = path.with_name("tasks.yaml")
        if beside.is_file() and path.name == "units.yaml":
            return compile_catalog(sources(beside, local))[1]
        return compile_units(sources(None, path))[1]
    return compile_catalog(sources(path, local))[1]


def _means_units(source: Source) -> bool:
    from yqsafety.notice.schema import kind_of
    from yqsafety.notice.yaml_reader import Refused, load

    try:
        return kind_of(load(source.raw, source.name, scale())) == "units"
    except Refused:
        return False
