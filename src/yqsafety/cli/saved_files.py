"""`show --save`: the files of evidence out of a shared store, into a folder."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from yqsafety.cli import console
from yqsafety.cli.session import Session
from yqsafety.errors import UsageError, reason_of
from yqsafety.files import file_name, free_name, same_content, write_whole
from yqsafety.ledger.assignments import Entry
from yqsafety.ledger.events import Evidence
from yqsafety.store.shared_files import fetch_file


def save_evidence(session: Session, entries: Iterable[Entry], folder: Path) -> None:
    """Write the files that count for some entries into a folder, and say which are not there.

    A name says task and unit. A file that is there already stays; one of the same name and another
    content gets a number. UsageError where the records are in a file, which holds no evidence.
    """
    connection = session.store.connection
    if connection is None:
        raise UsageError(
            "状态文件中没有佐证材料本身，不用 --save。",
            "原件在登记人处；核对：yqsafety validate --evidence",
        )
    named = _named_files(session, entries)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UsageError(f"无法建立“{folder}”：{reason_of(error)}。", "请换一个文件夹。") from None
    saved, missing = 0, []
    for name, evidence in named:
        raw = fetch_file(connection, evidence.sha256) if evidence.sha256 else None
        if raw is None:
            missing.append(evidence.name)
            continue
        saved += 1
        if not same_content(folder / name, [raw]):
            write_whole(free_name(str(folder / name)), [raw])
    console.err(f"已存 {saved} 份佐证材料到“{folder}”。")
    for name in missing:
        console.err(f"没有传到共享库的：{name}")


def _named_files(session: Session, entries: Iterable[Entry]) -> list[tuple[str, Evidence]]:
    """What the files are called, and which they are; each once for a task and a unit."""
    found: dict[tuple[str, str | None], Evidence] = {}
    for entry in entries:
        for event in entry.history:
            unit = session.roster.name(event.unit)
            for one in event.evidence:
                base = PurePosixPath(one.name.replace("\\", "/")).name
                found[file_name(f"{event.task} {unit} {base}"), one.sha256] = one
    return [(name, one) for (name, _), one in found.items()]
