"""Which files `import` is to read: files, folders, and patterns.

A shell on Windows leaves `*.xlsx` as it is, so patterns are followed here.
"""

from __future__ import annotations

import glob
from pathlib import Path

from yqsafety.errors import UsageError, reason_of
from yqsafety.files import is_file, is_folder

_REGISTERS = (".xlsx", ".csv")
_MAYBE = (".xls", ".xlsm", ".et", ".ods", ".xlsb", ".txt", ".tsv")
"""Tables that a unit may have handed in all the same; read, or refused by what they are."""


def find_files(names: list[str]) -> tuple[list[Path], list[str]]:
    """The files of some names in their order, each once, and lines on what is passed over.

    UsageError where a name leads to nothing.
    """
    found: dict[Path, None] = {}
    passed: list[str] = []
    for name in names:
        for path in _files_of(name, passed):
            found[path] = None
    if not found:
        raise UsageError("没有可导入的台账。", "请写明文件，或放有 .xlsx、.csv 台账的文件夹。")
    return list(found), passed


def _files_of(name: str, passed: list[str]) -> list[Path]:
    if not name.strip():
        raise UsageError("文件名是空的。", "请写明要导入的文件。")
    path = Path(name)
    if is_folder(path):
        return _files_in(path, passed)
    if is_file(path):
        return [] if _is_lock(path, passed) else [path]
    if glob.has_magic(name):
        matched = [Path(one) for one in sorted(glob.glob(name))]  # noqa: PTH207  (Path.glob takes no absolute pattern)
        if files := [one for one in matched if is_file(one)]:
            return [one for one in files if not _is_lock(one, passed)]
        raise UsageError(f"没有与“{name}”相符的文件。", "请检查路径。")
    raise UsageError(f"没有文件“{name}”。", "请检查路径。")


def _files_in(folder: Path, passed: list[str]) -> list[Path]:
    """The registers of a folder by name, not those of folders in it."""
    try:
        inside = sorted(one for one in folder.iterdir() if is_file(one))
    except OSError as error:
        raise UsageError(
            f"无法读取文件夹“{folder}”：{reason_of(error)}。", "请检查路径。"
        ) from None
    chosen = []
    for path in inside:
        if path.suffix.casefold() in (*_REGISTERS, *_MAYBE):
            if not _is_lock(path, passed):
                chosen.append(path)
        elif not path.name.startswith("."):
            passed.append(f"未读：{path.name}，不是 .xlsx、.csv 台账。")
    if not chosen:
        raise UsageError(f"文件夹“{folder}”中没有台账（.xlsx、.csv）。", "请检查路径。")
    return chosen


def _is_lock(path: Path, passed: list[str]) -> bool:
    """Whether it is the small file that Excel or WPS keeps beside an open workbook."""
    lock = path.name.startswith(("~$", ".~"))
    if lock:
        passed.append(f"未读：{path.name}，是打开表格时的临时文件；该表格可能还没有关闭。")
    return lock
