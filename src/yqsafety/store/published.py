"""The catalogues that a shared store publishes, as files of this machine.

Forty machines must not fold by forty catalogues: a command on a shared store reads the files from
here. They lie as installed notices do (cli/installed.py), with the roster beside them.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from yqsafety.errors import StateError, reason_of
from yqsafety.files import write_whole

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
INDEX = "index.json"
NEWEST = """
SELECT DISTINCT ON (c.notice) c.notice, c.head, c.tasks, c.units, c.roster
FROM yq.catalogue c ORDER BY c.notice, c.revision DESC
"""


class Published(NamedTuple):
    """One notice of the store: its line of the index as JSON, and its files."""

    notice: str
    head: str
    tasks: str
    units: str
    roster: str
    """The local roster, empty where there is none."""


def keep_published(folder: Path, found: Iterable[Published]) -> None:
    """Write the files of all notices; StateError where that fails.

    The index comes last, so that it names nothing that is not there.
    """
    heads = []
    try:
        for one in found:
            if not _ID.fullmatch(one.notice):
                continue
            place = folder / one.notice
            place.mkdir(parents=True, exist_ok=True, mode=0o700)
            for name, text in (("units", one.units), ("tasks", one.tasks), ("roster", one.roster)):
                write_whole(place / f"{name}.yaml", [text.encode()], private=True)
            with contextlib.suppress(ValueError):
                heads.append(json.loads(one.head))
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(folder / INDEX, [json.dumps(heads, ensure_ascii=False).encode()], private=True)
    except OSError as error:
        raise StateError(
            f"无法保存共享库的任务文件：{folder}（{reason_of(error)}）。", "请检查权限。"
        ) from None


def roster_beside(notice: Path) -> Path | None:
    """The local roster that was published with a notice."""
    roster = notice.with_name("roster.yaml")
    return roster if roster.is_file() and roster.stat().st_size else None
