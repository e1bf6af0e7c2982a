"""Where exports go, so that none destroys anything.

Three things stand in the way of a target. The program's own files (state, backup, lock, settings,
cache, data) are no target, whatever way their path is written. A name that ends as another format
does would lie about what is in it. And a file in which people have written is kept: the only copy
of what a unit filled in may lie under the very name that an export would give it again. On a
terminal it is asked about, elsewhere the export goes beside it under a numbered name; `--force`
replaces it. What would come out just as it is there is no question at all, nor is an export that
nobody has touched since.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from yqsafety.cli import console
from yqsafety.cli.asking import ask_first, can_ask
from yqsafety.cli.encoding import refuse_unnameable
from yqsafety.cli.export_memory import ExportMemory
from yqsafety.cli.local_file import local_roster
from yqsafety.cli.own_files import own_files, refuse_own
from yqsafety.cli.session import Session
from yqsafety.errors import UsageError
from yqsafety.files import has_in_head, is_file, same_content
from yqsafety.formats import FORMATS, Extract, render_format
from yqsafety.notice.data_files import named_files

BINARY = frozenset({"xlsx", "docx"})
"""Formats that are no text, and would only confuse a terminal."""
_OTHER_ENDINGS = {
    "xls": "xlsx",
    "xlsm": "xlsx",
    "et": "xlsx",
    "doc": "docx",
    "wps": "docx",
    "htm": "html",
    "markdown": "md",
}
"""Further endings by which people and programs know a format."""
_MADE_ANEW = {
    "json": b'"schema": "yqsafety/list@',
    "ics": b"PRODID:-//yqsafety//",
    "html": b"default-src 'none'; style-src 'sha256-",
}
"""Formats that nobody fills in, and what stands in the head of each: an older export is replaced
without a question, as whoever makes the page anew each night expects."""
_NAMED = 3
"""How many files a question names."""


class Job(NamedTuple):
    """One file to write, and what goes into it."""

    target: Path
    part: Extract


def check_ending(format_: str, target: Path) -> None:
    """UsageError where a name ends as another format does."""
    ending = target.suffix.removeprefix(".").lower()
    meant = _OTHER_ENDINGS.get(ending, ending)
    if ending == format_ or meant not in FORMATS:
        return
    if meant == format_:  # such as .xls, which Excel opens with a warning only
        if ending in ("htm", "markdown"):
            return
        raise UsageError(
            f"“{target}”的扩展名与 {format_} 格式不符，未导出。",
            f"请用：yqsafety export {format_} -o {target.with_suffix('.' + format_)}",
        )
    raise UsageError(
        f"“{target}”是 {meant} 的文件名，格式写的是 {format_}，未导出。",
        f"请用：yqsafety export {meant} -o {target.with_suffix('.' + meant)}，"
        f"或 yqsafety export {format_} -o {target.with_suffix('.' + format_)}",
    )


def refuse_binary_on_terminal(format_: str) -> None:
    """UsageError where a workbook or a document would be written to a terminal."""
    if format_ in BINARY and console.is_terminal():
        raise UsageError(
            f"{format_} 不是文字，不能显示在屏幕上。",
            f"请写入文件：yqsafety export {format_} -o 台账.{format_}",
        )


def safe_jobs(
    format_: str,
    jobs: Sequence[Job],
    session: Session,
    memory: ExportMemory,
    *,
    force: bool,
) -> list[Job]:
    """The jobs with targets that destroy nothing; UsageError where one is an own file.

    Nothing is written yet: with exit 130 (a question answered with no) all stays as it was.
    """
    refuse_unnameable(str(job.target) for job in jobs)
    roster = local_roster()
    data = [file for one in session.notices for file in named_files(one.file, roster)]
    own = own_files(*filter(None, [session.store.path]), *data)
    for job in jobs:
        refuse_own(job.target, own)
    kept = [] if force else [job for job in jobs if _is_kept(format_, job, memory)]
    if not kept:
        return list(jobs)
    names = "、".join(f"“{job.target.name}”" for job in kept[:_NAMED])
    if len(kept) > _NAMED:
        names += f"等 {len(kept)} 个文件"
    if can_ask():
        ask_first(f"{names}已有别的内容，覆盖吗？[y/N]", "未导出")
        return list(jobs)
    console.err(f"{names}已有别的内容，保留原样，另存为带编号的文件；要覆盖请加 --force。")
    taken = {_folded(job.target) for job in jobs}
    moved = {job.target: _numbered(format_, job, memory, taken) for job in kept}
    return [job._replace(target=moved.get(job.target, job.target)) for job in jobs]


def _is_kept(format_: str, job: Job, memory: ExportMemory) -> bool:
    """Whether the target holds something that is not to be replaced."""
    if not is_file(job.target) or job.target.stat().st_size == 0:
        return False
    mark = _MADE_ANEW.get(format_)
    if (mark and has_in_head(job.target, mark)) or memory.wrote(job.target):
        return False
    return not same_content(job.target, render_format(format_, job.part))


def _numbered(format_: str, job: Job, memory: ExportMemory, taken: set[str]) -> Path:
    """The first name with a number that is free, or that holds just what would be written."""
    for number in itertools.count(2):
        path = job.target.with_name(f"{job.target.stem}-{number}{job.target.suffix}")
        free = not os.path.lexists(path) or not _is_kept(format_, job._replace(target=path), memory)
        if free and _folded(path) not in taken:
            taken.add(_folded(path))
            return path
    raise AssertionError  # the numbers do not end


def _folded(path: Path) -> str:
    """A path as Windows and macOS compare paths: without case."""
    return str(path).casefold()
