"""The notices that a command takes: those that were named, else those in force today.

The bundled notice counts until the first one is installed, and whenever it is named or holds
records. The duties of one's own (`yqsafety duty`) are a notice too; it stands beside the others and
takes nobody's place: which of them is in force, and whether the bundled one counts, is as without.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from yqsafety.cli import console, settings
from yqsafety.cli.installed import (
    BUNDLED,
    NAME,
    Installed,
    copy_of,
    described_notice,
    installed_notices,
)
from yqsafety.errors import UsageError
from yqsafety.files import is_file, is_folder
from yqsafety.notice.data_files import data_files
from yqsafety.notice.loader import load_catalog
from yqsafety.places import expanded_path

if TYPE_CHECKING:
    from yqsafety.ledger.events import Event

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
    used = _used(known, folder) if named is None else None
    if used:
        return [_file_of(used, known, folder)], ""
    known = with_bundled(known, recorded)
    newest = sorted(known.values(), key=lambda one: (not one.is_own, one.issued, one.id))[::-1]
    holding = newest if named else _in_force(newest, day)
    others = [one for one in newest if not one.is_own]
    over = [] if any(not one.is_own for one in holding) else others[:1]
    said = _view_text([*over, *holding], over, named is not None)
    return [_file_of(one.id, known, folder) for one in (*over, *holding)], said


def _in_force(newest: Sequence[Installed], day: dt.date) -> list[Installed]:
    """The notices in force on a day; own duties last as long as the notice beside them."""
    holding = [one for one in newest if one.holds_on(day)]
    others = [one.first for one in holding if not one.is_own]
    if not others:
        return holding
    past = (one for one in newest if one.is_own and one.last < day.isoformat())
    return [*holding, *(one for one in past if one.last >= min(others))]


def _view_text(seen: Sequence[Installed], over: Sequence[Installed], named: bool) -> str:
    """What is said of the notices that are seen; of `over` the term does not hold."""
    if over:
        return f"没有在期的通知，按最近的《{over[0].title}》（{over[0].id}）显示。"
    if named or len(seen) == 1:
        return ""
    ids = "、".join(one.id for one in seen)
    return f"以上为在期的 {len(seen)} 份通知（{ids}）；只看一份：加 --notice 编号。"


def with_bundled(known: dict[str, Installed], recorded: Iterable[Event]) -> dict[str, Installed]:
    """The notices that count: the bundled one while none is installed, or it holds records."""
    others = any(not one.is_own for one in known.values())
    if BUNDLED in known or (others and not any(event.notice == BUNDLED for event in recorded)):
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
    if used := _used(known, folder):
        return _file_of(used, known, folder)
    others = {one.id: one for one in known.values() if not one.is_own}
    return _newest_in_force(others, today, folder) if others else None


def _used(known: dict[str, Installed], folder: Path | None) -> str | None:
    """What `catalog use` named; of a shared store only what that publishes."""
    used = settings.setting("catalog") if known else None
    return used if used in known or (used == BUNDLED and not folder) else None


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
    if folder:  # What this machine has besides.
        return file_of_name(named)
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
