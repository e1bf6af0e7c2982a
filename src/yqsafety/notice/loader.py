"""The catalogue that a command works with, or what is wrong with its files.

A command says the first fault and exits 3; `validate` lists all. The compiled copy is kept under
the digest of the files (cache.py); what parses and checks (compiling.py) is imported only where
there is no copy.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from yqsafety.errors import CatalogError
from yqsafety.notice import cache
from yqsafety.notice.data_files import (
    DataFile,
    DataFiles,
    data_files,
    limit_scale,
    read_data_file,
)
from yqsafety.notice.model import Catalog

if TYPE_CHECKING:
    from yqsafety.notice.schema import Finding


def load_catalog(files: DataFiles) -> Catalog:
    """The catalogue, from its compiled copy or from the YAML; CatalogError at the first fault."""
    key = files.key
    if known := cache.read_copy(key):
        return known
    from yqsafety.notice.compiling import compile_catalog

    catalog, faults = compile_catalog(files)
    if catalog is None:
        raise CatalogError(f"任务文件有误：{faults[0]}。", "全部问题：yqsafety validate")
    cache.write_copy(key, catalog)
    return catalog


def all_findings(files: list[Path], local: Path | None) -> list[Finding]:
    """What is wrong with the files named, or with the bundled ones.

    A units file without a notice beside it is a local roster, checked over the bundled units.
    """
    from yqsafety.notice.compiling import compile_catalog

    if not files:
        return compile_catalog(data_files(None, local))[1]
    # Two of the files may share a units.yaml, whose faults are listed once.
    found = [finding for path in files for finding in _findings_in(path, local)]
    return list(dict.fromkeys(found))


def _findings_in(path: Path, local: Path | None) -> list[Finding]:
    from yqsafety.notice.compiling import compile_catalog, compile_units

    source = read_data_file(path)
    if _means_units(source):
        beside = path.with_name("tasks.yaml")
        if beside.is_file() and path.name == "units.yaml":
            return compile_catalog(data_files(beside, local))[1]
        return compile_units(data_files(None, path))[1]
    return compile_catalog(data_files(path, local))[1]


def _means_units(source: DataFile) -> bool:
    from yqsafety.notice.schema import kind_of
    from yqsafety.notice.yaml_reader import YamlRefused, load_yaml

    try:
        return kind_of(load_yaml(source.raw, source.name, limit_scale())) == "units"
    except YamlRefused:
        return False
