"""One export after the other into files: how each is named, written and said."""

from __future__ import annotations

from pathlib import Path

from yqsafety.cli.export_memory import ExportMemory
from yqsafety.cli.export_targets import Job
from yqsafety.cli.progress_line import progress_line
from yqsafety.errors import UsageError, reason_of
from yqsafety.files import TooLarge, is_folder, read_whole, write_whole
from yqsafety.formats import Template, render_format
from yqsafety.places import expanded_path


def write_file(format_: str, job: Job, memory: ExportMemory) -> None:
    """Write one file, whole or not at all, with progress on a terminal."""
    with progress_line("正在导出", "行") as watch:
        pieces = render_format(format_, job.part._replace(watch=watch))
        write_whole(job.target, memory.noting(pieces))


def existing_folder(output: str | None, option: str = "-o") -> Path:
    """The folder for several files; UsageError where there is none.

    It is not made, since its name may be a slip.
    """
    folder = expanded_path(Path(output)) if output else None
    if folder is None or not is_folder(folder):
        raise UsageError(f"没有文件夹“{folder or ''}”。", f"请先建好，用 {option} 指明。")
    return folder


def folder_text(folder: Path) -> str:
    """A folder within a sentence, where a bare `.` would look like its end."""
    if folder == Path():
        return "当前文件夹"
    return f" {folder}" if folder.name not in ("", "..") else f"“{folder}”"


def free_file_name(name: str, taken: set[str]) -> str:
    """A name that no other unit's file has yet; numbered if need be, and added to `taken`.

    Compared without case, since Windows and macOS take `A` and `a` for the same file.
    """
    free, number = name, 1
    while free.casefold() in taken:
        number += 1
        free = f"{name}-{number}"
    taken.add(free.casefold())
    return free


def read_template(path: Path) -> Template:
    """The Word file of an office; UsageError where it cannot be read or might do harm."""
    from yqsafety.formats.word_places import Places
    from yqsafety.formats.word_template import MAX_TEMPLATE, open_template

    path = expanded_path(path)
    try:
        raw = read_whole(path, MAX_TEMPLATE)
    except TooLarge:
        raise UsageError(
            f"模板“{path.name}”超过 {MAX_TEMPLATE // 1_000_000} MB，未导出。", "请去掉大图片。"
        ) from None
    except OSError as error:
        raise UsageError(f"无法读取模板“{path}”：{reason_of(error)}。", "请检查路径。") from None
    Places(open_template(raw, path.name), path.name)  # refused before anything is written
    return Template(path.name, raw)
