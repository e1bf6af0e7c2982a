"""The catalogue that a command works with, or what is wrong with its files.

A command says the first fault and exits 3; `validate` lists all. The compiled copy is kept under
the digest of the files (cache.py); what parses and checks (compiling.py) is imported only where
there is no copy.
"""

from __future__ import annotations

from yqsafety.errors import CatalogError
from yqsafety.notice import cache
from yqsafety.notice.data_files import DataFiles
from yqsafety.notice.model import Catalog


def load_catalog(files: DataFiles) -> Catalog:
    """The catalogue, from its compiled copy or from the YAML; CatalogError at the first fault."""
    key = files.key
    if known := cache.read_copy(key):
        return known
    from yqsafety.notice.compiling import compile_catalog

    catalog, faults = compile_catalog(files)
    if catalog is None:
        raise CatalogError(f"任务文件有误：{faults[0]}。", f"全部问题：{files.validate}")
    cache.write_copy(key, catalog)
    return catalog
