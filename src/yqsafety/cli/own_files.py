"""The program's own files, which no output may take the place of.

A state file that was written over is gone with its records, and the tick is not found missing until
somebody asks. So every command that writes where it is told asks here first, whatever `--force`
says: that option is for what the user made, not for what the program keeps.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from yqsafety.cli import settings
from yqsafety.cli.contacts import contacts_files
from yqsafety.cli.local_file import local_roster
from yqsafety.errors import UsageError
from yqsafety.files import is_file, real_path, write_whole
from yqsafety.notice.data_files import named_files
from yqsafety.places import expanded_path, user_folder
from yqsafety.store.addresses import scheme_of


def own_files(*more: Path) -> list[Path]:
    """The files and folders that belong to the program; a folder stands for all that is in it.

    `more` are those that this command works on: its state file, the notice that it reads.
    """
    states = [*_known_states(), *more]
    beside = [
        Path(f"{real_path(path)}{suffix}") for path in states for suffix in ("", ".bak", ".lock")
    ]
    folders = [folder for kind in ("config", "cache") if (folder := user_folder(kind))]
    index = settings.catalogs_index()
    folders += [index.parent] if index else []
    return [*states, *beside, *folders, *named_files(None, local_roster()), *contacts_files()]


def _known_states() -> Iterable[Path]:
    """The state files of other command lines on this machine: the variable's, and the default."""
    named = os.environ.get("YQSAFETY_STATE", "")
    if named and not scheme_of(named):
        yield expanded_path(Path(named))
    if folder := user_folder("data"):
        yield folder / "state.json"


def refuse_own(target: Path, own: Iterable[Path]) -> None:
    """UsageError where a target is one of the program's own files, by whatever name."""
    real = _real(target)
    for path in own:
        mine = _real(path)
        if real == mine or mine in real.parents or _same_file(real, mine) or _is_aside(real, mine):
            raise UsageError(
                f"“{target}”是本程序自己的文件，未导出，未作改动。", "请换一个文件名。"
            )


def write_output(target: Path, pieces: Iterable[bytes], *inputs: Path, force: bool = False) -> None:
    """Write a file that was asked for; UsageError where it would destroy something.

    `inputs` are what the command reads: they and what stands beside a notice are kept as well.
    """
    beside = [one.with_name(name) for one in inputs for name in ("tasks.yaml", "units.yaml")]
    refuse_own(target, own_files(*inputs, *beside))
    if is_file(target) and not force:
        raise UsageError(f"“{target}”已经有了，未写入。", "请换一个文件名。")
    write_whole(target, pieces)


def _is_aside(real: Path, mine: Path) -> bool:
    """Whether a file is a damaged state that `recover` kept aside."""
    return real.parent == mine.parent and real.name.startswith(f"{mine.name}.damaged-")


def _real(path: Path) -> Path:
    try:
        return Path(os.path.normcase(real_path(expanded_path(path))))
    except OSError:
        return path


def _same_file(one: Path, other: Path) -> bool:
    """Whether two paths lead to one file, such as by a hard link or another case."""
    try:
        return one.samefile(other)
    except OSError:
        return False
