"""The data files as a catalogue: where they are, and what is wrong with them.

A catalogue is one notice and the units that it speaks of. It comes from two YAML files,
`tasks.yaml` and `units.yaml`, and from a third where the user has a local roster. There is no
half-good catalogue: with a single fault none is made, because a task that was left out in silence
would look like one that nobody has. A command says the first fault and exits 3, `validate` lists
all.

Files are read whole and identified by the digest of their bytes, under which the compiled copy is
kept too (notice/cache.py). What parses and checks is imported only where there is no copy.
"""

from __future__ import annotations

import hashlib
import os
import pkgutil
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from yqsafety.errors import CatalogError, UsageError, reason_of
from yqsafety.files import TooLarge, read_whole
from yqsafety.notice import cache
from yqsafety.notice.model import Catalog, Units
from yqsafety.notice.roster import Roster
from yqsafety.places import expanded_path

if TYPE_CHECKING:
    from yqsafety.notice.document import NoticeFile
    from yqsafety.notice.schema import FileKind, Finding
    from yqsafety.notice.yaml_reader import YamlDocument

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


class DataFiles(NamedTuple):
    """The files that make a catalogue."""

    notice: DataFile
    units: DataFile
    local: DataFile | None

    @property
    def key(self) -> str:
        """The SHA-256 of the digests of all of them, in hex.

        Of the digests and not of the bytes: else two files would give the same key as two others
        whose border lies elsewhere, and an empty roster the same as none.
        """
        given = (self.notice, self.units, self.local)
        return _hex_digest("".join(_hex_digest(file.raw) for file in given if file).encode())


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


def named_files(notice: Path | None) -> list[Path]:
    """The paths of all data files that a command may read, those that ship included."""
    local = os.environ.get("YQSAFETY_UNITS")
    named = [notice, notice.parent / "units.yaml"] if notice else []
    shipped = [Path(__file__).parents[place] / "data" for place in (1, 3)]
    return [*named, *([expanded_path(Path(local))] if local else []), *shipped]


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
        return DataFile(path.name, read_whole(path, max_bytes()))
    except TooLarge:
        return DataFile(path.name, b"", large=True)
    except OSError as error:
        raise UsageError(f"无法读取文件“{path}”：{reason_of(error)}。", "请检查路径。") from None


def _bundled_file(name: str) -> DataFile:
    try:
        raw = pkgutil.get_data("yqsafety", f"data/{name}")
    except OSError:
        # In a checkout the files are not inside the package; the wheel puts them there.
        raw = (Path(__file__).parents[3] / "data" / name).read_bytes()
    return DataFile(name, raw or b"")


def _hex_digest(raw: bytes) -> str:
    return hashlib.sha256(raw).hexdigest()


def load_catalog(files: DataFiles) -> Catalog:
    """The catalogue, from its compiled copy or from the YAML; CatalogError at the first fault."""
    key = files.key
    if known := cache.read_copy(key):
        return known
    catalog, faults = compile_catalog(files)
    if catalog is None:
        raise CatalogError(f"任务文件有误：{faults[0]}。", "全部问题：yqsafety validate")
    cache.write_copy(key, catalog)
    return catalog


def compile_catalog(files: DataFiles) -> tuple[Catalog | None, list[Finding]]:
    """Parse and check the files: a catalogue and no findings, or None and every fault."""
    from yqsafety.notice.notice_checks import check_notice
    from yqsafety.notice.outline import outlined_notice
    from yqsafety.notice.size_checks import check_notice_sizes, check_product

    units, faults = compile_units(files)
    document, file, shape_faults = parse_notice(files.notice)
    faults += shape_faults
    if units is None or file is None or document is None:
        return None, faults
    # What is too large is refused before the checks whose time grows faster than the file.
    faults += check_notice_sizes(file, document)
    if faults:
        return None, faults
    roster = Roster(units)
    faults += check_notice(file, document, roster)
    if faults:
        return None, faults
    notice = outlined_notice(file)
    faults += check_product(notice, document, roster)
    if faults:
        return None, faults
    raw = files.units.raw + (files.local.raw if files.local else b"")
    return Catalog(notice, units, _hex_digest(files.notice.raw), _hex_digest(raw)), []


def parse_notice(
    source: DataFile,
) -> tuple[YamlDocument | None, NoticeFile | None, list[Finding]]:
    """The notice's file in its present shape; one of the first edition is read as what it means."""
    return _parse_file(source, "notice")


def compile_units(files: DataFiles) -> tuple[Units | None, list[Finding]]:
    """The units with the local roster laid over them, or None and every fault of both."""
    from yqsafety.notice.local_roster import overlay_units

    document, units, faults = _parse_file(files.units, "units")
    if units is not None and document is not None:
        faults += _check_sized_units(units, document)
    if faults or files.local is None:
        return (None if faults else units), faults
    document, local, faults = _parse_file(files.local, "units")
    if local is None or document is None:
        return None, faults
    faults += _check_sized_units(local, document, units)
    return (None if faults else overlay_units(units, local)), faults


def _check_sized_units(
    units: Units, document: YamlDocument, base: Units | None = None
) -> list[Finding]:
    """Every fault of a units file; where something in it is too large, only that."""
    from yqsafety.notice.size_checks import check_unit_sizes
    from yqsafety.notice.unit_checks import check_units

    return list(check_unit_sizes(units, document)) or check_units(units, document, base)


def _parse_file(source: DataFile, kind: FileKind) -> tuple[YamlDocument | None, Any, list[Finding]]:
    from yqsafety.notice.first_checks import check_first_edition
    from yqsafety.notice.first_edition import is_first_edition, second_edition
    from yqsafety.notice.schema import SCHEMAS, Finding, check_shape, finding_at, kind_of
    from yqsafety.notice.yaml_reader import YamlRefused, load_yaml

    if source.large:
        problem = f"文件超过 {max_bytes() // 1_000_000} MB，未读取"
        hint = "检查是否选错文件；确有这么大的，请设 YQSAFETY_LARGE=1"
        return None, None, [Finding(source.name, 1, "", "error", problem, hint)]
    try:
        document = load_yaml(source.raw, source.name, limit_scale())
    except YamlRefused as no:
        fault = Finding(source.name, no.line, "", "error", no.problem, "照 data/ 中的写法改正")
        return None, None, [fault]
    if kind_of(document) != kind:
        problem = f"schema 应为 {SCHEMAS[kind]}"
        return document, None, [finding_at(document, ("schema",), problem, "改正，或换一个文件")]
    faults: list[Finding] = []
    if is_first_edition(document.data):
        faults += check_first_edition(document)
        document = second_edition(document)
    record, shape_faults = check_shape(document, kind)
    return document, record if not faults else None, faults + shape_faults
