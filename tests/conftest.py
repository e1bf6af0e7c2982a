"""What every test stands on: folders of its own, a fixed clock, and the program as a function."""

from __future__ import annotations

import datetime as dt
import gc
import json
import os
import signal
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, settings

from yqsafety.cli import app
from yqsafety.cli import clock as china_clock
from yqsafety.ledger.events import Event
from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.compiling import compile_catalog
from yqsafety.notice.data_files import data_files
from yqsafety.notice.model import Catalog
from yqsafety.notice.roster import Roster

if TYPE_CHECKING:
    from postgres_server import Server
    from shared_county import County

TODAY = dt.date(2025, 6, 20)

# The same examples in every run, so that no test fails by chance; `long` looks for new ones.
# How long it takes to make one depends on what else the machine does, so that is no failure.
settings.register_profile(
    "short",
    deadline=None,
    derandomize=True,
    max_examples=30,
    stateful_step_count=30,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.register_profile(
    "long", settings.get_profile("short"), derandomize=False, max_examples=1500
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))


@dataclass(frozen=True)
class Result:
    """What one run of the program left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def rows(self) -> list[list[str]]:
        return [line.split("\t") for line in self.out.splitlines()]


Cli = Callable[..., Result]


@dataclass
class Clock:
    """The day that the program believes it is."""

    today: dt.date = TODAY

    def now(self) -> dt.datetime:
        return dt.datetime.combine(self.today, dt.time(9, 12), china_clock.CHINA)


@pytest.fixture(scope="session")
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, cache_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees the machine's own state, settings or environment."""
    for name in ("STATE", "UNIT", "UNITS", "USER", "DEBUG"):
        monkeypatch.delenv(f"YQSAFETY_{name}", raising=False)
    for name in ("COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("PAGER", "")
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(cache_folder))
    monkeypatch.setenv("YQSAFETY_USER", "张三")
    monkeypatch.chdir(tmp_path)


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    fixed = Clock()
    monkeypatch.setattr(china_clock, "china_now", fixed.now)
    return fixed


@pytest.fixture
def cli(capfdbinary: pytest.CaptureFixture[bytes]) -> Cli:
    """Run the program in this process: `cli("list", "--unit", "应急")`."""

    def run(*arguments: object) -> Result:
        capfdbinary.readouterr()
        code = app.run_command_line([str(argument) for argument in arguments])
        if any(str(argument).endswith(".yqstore") for argument in arguments):
            gc.collect()  # a process of its own would end here, and its connections with it
        out, err = capfdbinary.readouterr()
        return Result(code, out.decode(), err.decode())

    return run


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The catalogue that ships."""
    compiled, findings = compile_catalog(data_files(None, None))
    assert compiled is not None, findings
    return compiled


@pytest.fixture(scope="session")
def roster(catalog: Catalog) -> Roster:
    return Roster(catalog.units, words=catalog.notice.words)


@pytest.fixture
def ledger_on(catalog: Catalog, roster: Roster) -> Callable[..., Ledger]:
    """The real notice's ledger on a day, with some events."""

    def make(as_of: dt.date = TODAY, *events: Event) -> Ledger:
        return Ledger(catalog, roster, tuple(events), as_of, "abc")

    return make


@pytest.fixture
def state_path(tmp_path: Path) -> Path:
    """Where the program keeps its state in this test."""
    return tmp_path / "data" / "yqsafety" / "state.json"


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A PostgreSQL server; without one here the tests that ask for it are skipped."""
    from shared_county import running_server

    yield from running_server()


@pytest.fixture
def county(server: Server, tmp_path: Path, cli: Cli) -> Iterator[County]:
    """A county with a shared store."""
    from shared_county import made_county

    yield from made_county(server, tmp_path, cli)


class Hangs(BaseException):
    """A command that waits for ever; nothing in the program catches it."""


@pytest.fixture
def in_time() -> Iterator[None]:
    """Stop a command that hangs."""

    def stop(*_: object) -> None:
        raise Hangs

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(60)
    yield
    signal.alarm(0)
    signal.signal(signal.SIGALRM, before)
