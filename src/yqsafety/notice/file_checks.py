"""Everything that is wrong with data files, for `validate`. Reads files.

A command stops at the first fault of a catalogue; here all files named are read and all faults are
listed, and the original that is kept beside a notice is compared as well.
"""

from __future__ import annotations

from pathlib import Path

from yqsafety.notice.compiling import compile_catalog, compile_units, parse_notice
from yqsafety.notice.data_files import DataFile, DataFiles, data_files, limit_scale, read_data_file
from yqsafety.notice.model import Catalog, Notice
from yqsafety.notice.original import decoded_original, first_difference
from yqsafety.notice.outline import printed_lines
from yqsafety.notice.schema import Finding, finding_at, kind_of
from yqsafety.notice.yaml_reader import YamlRefused, load_yaml

CheckedNotice = tuple[Path | None, Notice]
"""A notice with its file; None for the bundled one."""


def check_files(files: list[Path], local: Path | None) -> tuple[list[Finding], list[CheckedNotice]]:
    """What is wrong with the files named, or with the bundled ones; and the notices among them.

    A units file without a notice beside it is a local roster, checked over the bundled units.
    """
    if not files:
        catalog, found = compile_catalog(data_files(None, local))
        return found, [(None, catalog.notice)] if catalog else []
    # Two of the files may belong together, or share a units.yaml, whose faults are listed once.
    checked = [
        (path, _check_file(path, local)) for path in dict.fromkeys(map(_checked_with, files))
    ]
    findings = dict.fromkeys(one for _, (found, _) in checked for one in found)
    return list(findings), [(path, catalog.notice) for path, (_, catalog) in checked if catalog]


def check_written(tasks: bytes, units: bytes) -> tuple[list[Finding], Notice | None]:
    """What is wrong with two files that are about to be written, and the notice in them."""
    files = DataFiles(DataFile("tasks.yaml", tasks), DataFile("units.yaml", units), None)
    catalog, found = compile_catalog(files)
    return found, catalog.notice if catalog else None


def _checked_with(path: Path) -> Path:
    """The file of the notice beside a units file, as one is checked with the other."""
    if path.name != "units.yaml":
        return path
    beside = path.with_name("tasks.yaml")
    return beside if beside.is_file() and _means_units(read_data_file(path)) else path


def _check_file(path: Path, local: Path | None) -> tuple[list[Finding], Catalog | None]:
    if _means_units(read_data_file(path)):
        return compile_units(data_files(None, path))[1], None
    catalog, found = compile_catalog(data_files(path, local))
    return found or _compare_original(path, catalog), catalog


def _compare_original(path: Path, catalog: Catalog | None) -> list[Finding]:
    """The first place where the notice differs from the original that is kept beside its file."""
    document, file, _ = parse_notice(read_data_file(path))
    if catalog is None or document is None or file is None or file.original is None:
        return []
    beside = path.with_name(file.original)
    if beside.parent != path.parent or not beside.is_file():
        problem = f"原件“{file.original}”不在任务文件旁边"
        return [finding_at(document, ("original",), problem, "放回同一文件夹，或删去这一行")]
    printed = decoded_original(read_data_file(beside).raw)
    if printed is None:
        problem = f"原件“{file.original}”不是 UTF-8 或 GB18030 文本"
        return [finding_at(document, ("original",), problem, "另存为 UTF-8 文本")]
    place = first_difference("\n".join(printed_lines(file)), printed)
    if place is None:
        return []
    problem = f"与原件第 {place.line} 段不符：这里为“{place.ours}”，原件为“{place.theirs}”"
    return [finding_at(document, ("original",), problem, "照原件改正")]


def _means_units(source: DataFile) -> bool:
    try:
        return kind_of(load_yaml(source.raw, source.name, limit_scale())) == "units"
    except YamlRefused:
        return False
