"""Every step of a write fails, or is the last one: the state is the old one or the new one."""

from __future__ import annotations

import datetime as dt
import errno
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import ClassVar

from steps import failing, killed

from yqsafety.errors import StateError
from yqsafety.ledger.events import Event
from yqsafety.store.state_file import FileStore
from yqsafety.store.state_format import State, dump_state, parse_state

MOMENT = dt.datetime(2025, 6, 20, 9, 12, tzinfo=dt.UTC)


def event(name: str) -> Event:
    """A tick with an id of its own."""
    at = "2025-06-01T09:00:00.000000+08:00"
    day = dt.date(2025, 6, 1)
    return Event(
        name, name, at, day, "张三", "abc", "yuanqu-2025-1", "done", "4.1", "2025", "linye"
    )


OLD = State("abc", (event("e1"),))
SOUND = dump_state(OLD)
DAMAGED = SOUND.replace("张三".encode(), "李四".encode())


class Case:
    """A state file in some condition, and one write to it."""

    before: ClassVar[bytes | None] = SOUND
    after: ClassVar[tuple[Event, ...]] = (event("e1"), event("e2"))

    def __init__(self, folder: Path) -> None:
        self.path = self.real = folder / "state.json"

    def set_up(self) -> None:
        """Everything as it is before the write."""
        self.real.parent.mkdir(parents=True, exist_ok=True)
        for file in self.real.parent.iterdir():
            file.unlink()
        if self.before is not None:
            self.real.write_bytes(self.before)

    def write(self) -> None:
        """The write."""
        FileStore(self.path).append(lambda _: (event("e2"),))

    def check(self, written: bool | None) -> None:
        """Hold that the old state or the new one stands, whole; None where either may."""
        raw = self.real.read_bytes() if self.real.exists() else None
        if raw == self.before:
            assert written is not True
        else:
            assert written is not False
            assert raw is not None
            assert parse_state(raw).events == self.after

    def check_next(self) -> None:
        """Hold that the next write works and leaves nothing about."""
        FileStore(self.path).append(lambda _: (event("e3"),))
        names = {file.name for file in self.real.parent.iterdir()}
        assert names <= {f"{self.real.name}{end}" for end in ("", ".bak", ".lock")}, names


class First(Case):
    """There is no file yet, nor its folder."""

    before: ClassVar[bytes | None] = None
    after: ClassVar[tuple[Event, ...]] = (event("e2"),)

    def set_up(self) -> None:
        """Everything as it is before the write."""
        super().set_up()
        self.real.parent.rmdir()


class WithoutLinks(Case):
    """The disk knows no hard links, so the backup is a copy."""

    def write(self) -> None:
        """The write."""
        link = os.link
        os.link = _refuse_link
        try:
            super().write()
        finally:
            os.link = link


def _refuse_link(*_: object, **__: object) -> None:
    raise OSError(errno.EPERM, "no links")


class Linked(Case):
    """The state file is a link to the real one."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.real = folder / "elsewhere" / "real.json"

    def set_up(self) -> None:
        """Everything as it is before the write."""
        super().set_up()
        self.path.unlink(missing_ok=True)
        self.path.symlink_to(self.real)

    def check(self, written: bool | None) -> None:
        """Hold that the link still is one."""
        assert self.path.is_symlink()
        super().check(written)


class Recovering(Case):
    """The file is damaged; the write is its recovery."""

    before: ClassVar[bytes | None] = DAMAGED
    after: ClassVar[tuple[Event, ...]] = OLD.events

    def set_up(self) -> None:
        """Everything as it is before the write."""
        super().set_up()
        FileStore(self.path).backup_path().write_bytes(SOUND)

    def write(self) -> None:
        """The recovery, of which nothing is left to do once it is done."""
        seen = FileStore(self.path).find_damage()
        if seen is not None:
            FileStore(self.path).restore(seen, OLD, MOMENT)

    def check(self, written: bool | None) -> None:
        """Hold that no damaged file goes lost, and the copy stays."""
        super().check(written)
        assert FileStore(self.path).backup_path().read_bytes() == SOUND
        kept = {file.read_bytes() for file in self._kept()}
        assert kept <= {DAMAGED}
        assert kept or self.real.read_bytes() == DAMAGED

    def check_next(self) -> None:
        """Hold that it can be tried again."""
        self.write()
        for file in self._kept():
            file.unlink()
        super().check_next()

    def _kept(self) -> list[Path]:
        return list(self.real.parent.glob("state.json.damaged-*"))


CASES: dict[str, Callable[[Path], Case]] = {
    "old": Case,
    "first": First,
    "linked": Linked,
    "without links": WithoutLinks,
    "recovering": Recovering,
}


def fail_every_step(case: Case, errors: Sequence[int], lasting: bool) -> int:
    """Let each step fail, the errors in turn; how many were injected.

    What was said to have failed has changed nothing, what was not has been written.
    """
    step = 0
    while True:
        step += 1
        case.set_up()
        said = ""
        with failing(step, errors[step % len(errors)], lasting) as failed:
            try:
                case.write()
            except StateError as error:
                said = str(error)
        if not failed:
            return step - 1
        case.check(written=not said)
        assert not said or said.startswith(("无法", "状态文件正被")), (failed, said)
        case.check_next()


def kill_every_step(case: Case) -> int:
    """Kill before each step a process that writes; how many were killed."""
    step = 0
    case.set_up()
    while killed(case.write, step + 1):
        step += 1
        case.check(written=None)
        case.check_next()
        case.set_up()
    case.check(written=None)
    return step
