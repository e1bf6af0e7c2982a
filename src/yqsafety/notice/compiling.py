"""The bytes of data files as a catalogue, or all that is wrong with them.

There is no half-good catalogue: with a single fault none is made, because a task that was left out
in silence would look like one that nobody has. This takes pydantic and PyYAML, so it is imported
only where there is no compiled copy.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from yqsafety.notice.data_files import DataFile, DataFiles, hex_digest, limit_scale, max_bytes
from yqsafety.notice.document import NoticeFile
from yqsafety.notice.first_checks import check_first_edition
from yqsafety.notice.first_edition import is_first_edition, second_edition
from yqsafety.notice.local_roster import overlay_units
from yqsafety.notice.model import Catalog, Units
from yqsafety.notice.notice_checks import check_notice
from yqsafety.notice.outline import outlined_notice
from yqsafety.notice.roster import Roster
from yqsafety.notice.schema import SCHEMAS, FileKind, Finding, check_shape, finding_at, kind_of
from yqsafety.notice.size_checks import check_notice_sizes, check_product, check_unit_sizes
from yqsafety.notice.unit_checks import check_units
from yqsafety.notice.yaml_reader import YamlDocument, YamlRefused, load_yaml


def compile_catalog(files: DataFiles) -> tuple[Catalog | None, list[Finding]]:
    """Parse and check the files: a catalogue and no findings, or None and every fault."""
    units, faults = compile_units(files)
    document, file, notice_faults = parse_notice(files.notice)
    faults += notice_faults
    if units is None or file is None or document is None:
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
    return Catalog(notice, units, hex_digest(files.notice.raw), hex_digest(raw)), []


def parse_notice(
    source: DataFile,
) -> tuple[YamlDocument | None, NoticeFile | None, list[Finding]]:
    """The notice's file in its present shape; one of the first edition is read as what it means.

    None for the file where its shape or its size is wrong; the rules that only the first edition
    has are looked at beside those of all.
    """
    document, faults = _read_document(source, "notice")
    if document is None or faults:
        return document, None, faults
    written = document
    if is_first_edition(document.data):
        document = second_edition(written)
    file, faults = check_shape(document, "notice")
    if file is None:
        return document, None, faults
    # What is too large is refused before the checks whose time grows faster than the file.
    if too_large := list(check_notice_sizes(file, document)):
        return document, None, too_large
    return document, file, list(check_first_edition(written)) if written is not document else []


def compile_units(files: DataFiles) -> tuple[Units | None, list[Finding]]:
    """The units with the local roster laid over them, or None and every fault of both."""
    document, units, faults = parse_units(files.units)
    if units is not None and document is not None:
        faults += _check_sized_units(units, document)
    if faults or files.local is None:
        return (None if faults else units), faults
    document, local, faults = parse_units(files.local)
    if local is None or document is None:
        return None, faults
    faults += _check_sized_units(local, document, units)
    return (None if faults or units is None else overlay_units(units, local)), faults


def _check_sized_units(
    units: Units, document: YamlDocument, base: Units | None = None
) -> list[Finding]:
    """Every fault of a units file; where something in it is too large, only that."""
    return list(check_unit_sizes(units, document)) or check_units(units, document, base)


def parse_units(source: DataFile) -> tuple[YamlDocument | None, Any, list[Finding]]:
    """A units file by itself, in its shape; None where that is wrong."""
    document, faults = _read_document(source, "units")
    if document is None or faults:
        return document, None, faults
    return document, *check_shape(document, "units")


def _read_document(source: DataFile, kind: FileKind) -> tuple[YamlDocument | None, list[Finding]]:
    """The data of a file that says it is of this kind."""
    if source.large:
        problem = f"文件超过 {max_bytes() // 1_000_000} MB，未读取"
        hint = "检查是否选错文件；确有这么大的，请设 YQSAFETY_LARGE=1"
        return None, [Finding(source.name, 1, "", "error", problem, hint)]
    try:
        document = load_yaml(source.raw, source.name, limit_scale())
        document = replace(document, path=source.path)
    except YamlRefused as no:
        fix = "照 data/ 中的写法改正"
        return None, [Finding(source.name, no.line, "", "error", no.problem, fix)]
    if kind_of(document) != kind:
        problem = f"schema 应为 {SCHEMAS[kind]}"
        return document, [finding_at(document, ("schema",), problem, "改正，或换一个文件")]
    return document, []
