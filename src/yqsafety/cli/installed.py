"""The notices that are installed on this machine: their copies, and the index of them.

A notice is installed as a copy of its two files, so that moving or editing the folder it came from
changes nothing behind a user's back. An index beside the copies says of each when it is in force,
so that a command reads only the ones it takes. Each edition is copied into a folder of its own, and
the index says which counts: so a new one comes into use in one step, and the one before is there to
be compared. Which of them a command takes is for notice_choice.py to say.
"""

from __future__ import annotations

import datetime as dt
import json
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from yqsafety.cli import settings
from yqsafety.errors import UsageError, reason_of
from yqsafety.files import is_file, read_whole, write_whole
from yqsafety.notice.model import OWN, Notice

if TYPE_CHECKING:
    from yqsafety.notice.data_files import DataFiles

NAME = "tasks.yaml"
BUNDLED = "yuanqu-2025-1"
"""The id of the notice that ships with the program."""
_MAX_BYTES = 1 << 20
"""Of the index, which has some 200 bytes a notice."""


class Installed(NamedTuple):
    """What the index says of a notice; the days in their ISO form."""

    id: str
    title: str
    number: str
    edition: int
    issued: str
    first: str
    last: str
    """The last day of its term, or of the last slot that runs on beyond it."""
    adopted_from: int = 0
    """The edition that it took the place of, whose copy is kept; 0 where there was none."""
    continues: str = ""
    """The ids of earlier notices of which tasks go on in it, parted by blanks."""
    made_here: bool = False
    """Whether it holds duties that were added on this machine, so that there is no other copy."""

    @property
    def is_own(self) -> bool:
        """Whether it holds duties of one's own, beside the notices of others."""
        return self.id.startswith(OWN)

    def holds_on(self, day: dt.date) -> bool:
        """Whether it is in force on a day."""
        return self.first <= day.isoformat() <= self.last


PUBLISH_AGAIN = "请督办单位重新发布：yqsafety store publish"
"""What helps where a shared store publishes what no machine can read."""


def installed_notices(folder: Path | None = None) -> dict[str, Installed]:
    """The installed notices by id, in order of their issue; UsageError for a broken index.

    `folder` holds those that a shared store publishes, which then stand for this machine's own.
    """
    index = folder / settings.INDEX if folder else settings.catalogs_index()
    if index is None or not is_file(index):
        return {}
    try:
        listed = [Installed(**one) for one in json.loads(read_whole(index, _MAX_BYTES))]
    except (OSError, ValueError, TypeError, RecursionError):
        if folder:
            raise UsageError("共享库发布的通知目录有误。", PUBLISH_AGAIN) from None
        raise UsageError(
            f"已安装通知的目录读不出：{index}。", "请删去它，再重新 yqsafety catalog add。"
        ) from None
    return {one.id: one for one in sorted(listed, key=lambda one: (one.issued, one.id))}


def keep_index(known: dict[str, Installed]) -> None:
    """Write the index; UsageError where the folder cannot be used."""
    text = json.dumps([one._asdict() for one in known.values()], ensure_ascii=False)
    write_whole(copies_folder() / settings.INDEX, [text.encode()])


def copies_folder() -> Path:
    """Where the copies are; UsageError where the user has no folder of his own."""
    index = settings.catalogs_index()
    if index is None:
        raise UsageError("本机没有当前用户的文件夹，不能安装通知。", "请每次加 --notice 文件。")
    return index.parent


def copy_of(notice: str, edition: int, folder: Path | None = None) -> Path:
    """The file of the copy of an edition, whether it is there or not.

    In the `folder` of a shared store there is one edition of each notice.
    """
    if folder:
        return folder / notice / NAME
    return copies_folder() / notice / str(edition) / NAME


def copy_files(files: DataFiles, notice: str, edition: int) -> None:
    """Copy the files of an edition; it counts only once the index says so.

    UsageError where the folder cannot be written.
    """
    target = copy_of(notice, edition)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        folder = target.parent
        raise UsageError(f"无法建立“{folder}”：{reason_of(error)}。", "请检查权限。") from None
    write_whole(target.with_name("units.yaml"), [files.units.raw])
    write_whole(target, [files.notice.raw])


def put_in_use(one: Installed) -> None:
    """Have the index name an edition; UsageError where it cannot be written."""
    keep_index(installed_notices() | {one.id: one})


def remove_copies(notice: str, edition: str = "*") -> None:
    """Delete the copy of an edition, or of all; what cannot be deleted is in nobody's way."""
    for file in (copies_folder() / notice).glob(f"{edition}/{NAME}"):
        with suppress(OSError):
            file.unlink(missing_ok=True)
            file.with_name("units.yaml").unlink(missing_ok=True)
            file.parent.rmdir()
            file.parents[1].rmdir()


def described_notice(notice: Notice) -> Installed:
    """What the index says of a notice."""
    tasks = [task for item in notice.items() for task in item.tasks]
    earlier = dict.fromkeys(one for task in tasks for one, _ in task.continued)
    return Installed(
        notice.id,
        notice.title_line,
        notice.number,
        notice.edition,
        notice.date.isoformat(),
        notice.term.from_.isoformat(),
        notice.last_day.isoformat(),
        continues=" ".join(earlier),
    )
