"""Cost grows in proportion to tasks, records and units: counted in calls, never in seconds."""

from __future__ import annotations

import sys
from pathlib import Path

import generate
import pytest
from conftest import Cli

from yqsafety.ledger.ledger import Ledger

pytestmark = pytest.mark.slow

STEPS = (1, 2, 3)
COMMANDS = [
    "list",
    "list --item 1 --json",
    "status --by unit --since 2025-05-01",
    "log",
    "note 3.1 进展 --unit 县应急管理局",
    "check --all --unit 县应急管理局 --note 进展 --yes",
    "export csv --per unit --item 1",
]


def calls(cli: Cli, *arguments: str | Path) -> int:
    """How many functions, in Python and in C, a command calls."""
    count = 0

    def seen(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    cli(*arguments)  # compiles the catalogue and imports what is imported once
    sys.setprofile(seen)
    try:
        assert cli(*arguments).code == 0
    finally:
        sys.setprofile(None)
    return count


def assert_in_proportion(cost: list[int]) -> None:
    """The third part of three equal ones costs hardly more than the second."""
    first, second = cost[1] - cost[0], cost[2] - cost[1]
    assert second <= 1.25 * max(first, 0) + cost[0] / 20, cost


@pytest.fixture(scope="module")
def books(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[Path, Ledger]]:
    """Notices of growing size, the first nearly as large as the one that ships."""
    folder = tmp_path_factory.mktemp("notices")
    return [(folder / f"{n}", generate.write_notice(folder / f"{n}", 100 * n)) for n in STEPS]


@pytest.mark.parametrize("command", COMMANDS)
def test_with_the_tasks(
    cli: Cli, books: list[tuple[Path, Ledger]], command: str, tmp_path: Path
) -> None:
    cost = []
    for folder, book in books:
        state = tmp_path / f"{folder.name}.json"
        generate.write_state(state, book, 100)
        notice = folder / "tasks.yaml"
        cost.append(calls(cli, *command.split(), "--notice", notice, "--state", state))
    assert_in_proportion(cost)


@pytest.mark.parametrize("command", COMMANDS)
def test_with_the_records(
    cli: Cli, books: list[tuple[Path, Ledger]], command: str, tmp_path: Path
) -> None:
    folder, book = books[0]
    cost = []
    for n in STEPS:
        generate.write_state(tmp_path / f"{n}.json", book, 200 * n)
        files = ("--notice", folder / "tasks.yaml", "--state", tmp_path / f"{n}.json")
        cost.append(calls(cli, *command.split(), *files))
    assert_in_proportion(cost)


@pytest.mark.parametrize("command", [*COMMANDS, "units", "export md"])
def test_with_the_units(
    cli: Cli, command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cost = []
    for n in STEPS:
        roster = tmp_path / f"{n}.yaml"
        names = [f"新设第{number}局" for number in range(60 * n)]
        bodies = "".join(f"  - {{id: new{at}, name: {name}}}\n" for at, name in enumerate(names))
        group = "  - id: anweihui-members\n    name: 县安委会成员单位\n    members:\n"
        ground = f"      - {{units: [{', '.join(names)}], ground: local, source: 名册}}\n"
        text = f"schema: yqsafety/units@1\nunits:\n{bodies}groups:\n{group}{ground}"
        roster.write_text(text, encoding="utf-8")
        monkeypatch.setenv("YQSAFETY_UNITS", str(roster))
        cost.append(calls(cli, *command.split(), "--state", tmp_path / f"{n}.json"))
    assert_in_proportion(cost)
