"""The notices that are installed on this machine, and the one that a command takes.

A notice is installed as a copy of its two files, so that moving or editing the folder it came from
changes nothing behind a user's back. An index beside the copies says of each when it is in force,
so that a command reads only the one it takes. Each edition is copied into a folder of its own, and
the index says which counts: so a new one comes into use in one step, and the one before is there to
be compared. The bundled notice counts until the first one is installed, and whenever it is named.
"""

# Over 250 lines: the index, its copies, and the choice among them are one thing.

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from yqsafety.cli import console, settings
from yqsafety.errors import UsageError, reason_of
from yqsafety.files import is_file, is_folder, read_whole, write_whole
from yqsafety.notice.data_files import data_files
from yqsafety.notice.loader import load_catalog
from yqsafety.notice.model import Notice
from yqsafety.places import expanded_path

if TYPE_CHECKING:
    from yqsafety.ledger.events import Event
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

    def holds_on(self, day: dt.date) -> bool:
        """Whether it is in force on a day."""
        return self.first <= day.isoformat() <= self.last


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
    slots = (slot.due for task in tasks for slot in task.timing.slots)
    return Installed(
        notice.id,
        " ".join(notice.title.split()),
        notice.number,
        notice.edition,
        notice.date.isoformat(),
        notice.term.from_.isoformat(),
        max((notice.term.until, *slots)).isoformat(),
        continues=" ".join(earlier),
    )


ALL = Path("all")
"""What `--notice` says for every notice that there is."""


def notices_in_view(
    named: Path | None, day: dt.date, recorded: Sequence[Event], folder: Path | None = None
) -> tuple[list[Path | None], str]:
    """The files of the notices that a command takes, the newest first, and what to say of them.

    A file of None is the bundled notice. `named` is a file, a folder, the id of an installed notice
    or `all`; without it YQSAFETY_NOTICE, then `yqsafety catalog use`, then whatever is in force on
    the day, else the newest. UsageError for an unknown name.
    """
    named = named or _named_in_environment()
    if named is not None and named != ALL:
        return [file_of_name(named, folder)], ""
    known = installed_notices(folder)
    used = settings.setting("catalog") if known and named is None else None
    if used:
        return [_file_of(used, known, folder)], ""
    known = with_bundled(known, recorded)
    newest = sorted(known.values(), key=lambda one: (one.issued, one.id), reverse=True)
    holding = newest if named else [one for one in newest if one.holds_on(day)]
    said = _view_text(holding, newest, named is not None)
    return [_file_of(one.id, known, folder) for one in holding or newest[:1]], said


def _view_text(holding: Sequence[Installed], newest: Sequence[Installed], named: bool) -> str:
    if not holding:
        one = newest[0]
        return f"没有在期的通知，按最近的《{one.title}》（{one.id}）显示。"
    if named or len(holding) == 1:
        return ""
    ids = "、".join(one.id for one in holding)
    return f"以上为在期的 {len(holding)} 份通知（{ids}）；只看一份：加 --notice 编号。"


def with_bundled(known: dict[str, Installed], recorded: Iterable[Event]) -> dict[str, Installed]:
    """The notices that count: the bundled one while none is installed, or it holds records."""
    if BUNDLED in known or (known and not any(event.notice == BUNDLED for event in recorded)):
        return known
    return {BUNDLED: described_notice(load_catalog(data_files(None, None)).notice), **known}


def _named_in_environment() -> Path | None:
    variable = os.environ.get("YQSAFETY_NOTICE")
    return expanded_path(Path(variable)) if variable else None


def notice_file(named: Path | None, today: dt.date, folder: Path | None = None) -> Path | None:
    """The file of the notice that a command about one notice takes; None for the bundled one.

    It is chosen as `notices_in_view` does, of several the newest, which is said on stderr.
    UsageError for an unknown name, and for `all`.
    """
    named = named or _named_in_environment()
    if named == ALL:
        raise UsageError(
            "这个命令一次只看一份通知。", "请写明：--notice 编号，见 yqsafety catalog list"
        )
    if named is not None:
        return file_of_name(named, folder)
    known = installed_notices(folder)
    used = settings.setting("catalog") if known else None
    if used == BUNDLED and used not in known:
        return None
    if used is not None and used in known:
        return copy_of(used, known[used].edition, folder)
    return _newest_in_force(known, today, folder) if known else None


def _file_of(notice: str, known: dict[str, Installed], folder: Path | None) -> Path | None:
    """The installed copy of a notice; None for the bundled one."""
    if notice not in known:
        return None
    file = copy_of(notice, known[notice].edition, folder)
    return file if notice != BUNDLED or is_file(file) else None


def file_of_name(named: Path, folder: Path | None = None) -> Path | None:
    """The file of a notice that was named by file, folder or id; None for the bundled one.

    UsageError for an unknown name.
    """
    if is_folder(named):
        return named / NAME
    if is_file(named) or named.suffix or len(named.parts) > 1:
        return named
    known = installed_notices(folder)
    if str(named) in known:
        return copy_of(str(named), known[str(named)].edition, folder)
    if str(named) == BUNDLED:
        return None
    ids = "、".join(dict.fromkeys([*known, BUNDLED]))
    raise UsageError(f"没有“{named}”这份通知，也没有这个文件。", f"已有的通知：{ids}。")


def _newest_in_force(known: dict[str, Installed], today: dt.date, folder: Path | None) -> Path:
    holding = [one for one in known.values() if one.holds_on(today)]
    chosen = (holding or list(known.values()))[-1]
    others = [one.id for one in holding if one is not chosen]
    if others:
        console.err(
            f"按《{chosen.title}》（{chosen.id}）显示；"
            f"另有在期的 {'、'.join(others)}，加 --notice 编号查看。"
        )
    elif not holding:
        console.err(f"没有在期的通知，按最近的《{chosen.title}》（{chosen.id}）显示。")
    return copy_of(chosen.id, chosen.edition, folder)
