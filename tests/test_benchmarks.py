"""What the benchmarks stand on: notices and states of any size, and what they need."""

from __future__ import annotations

from pathlib import Path

import generate
import notices
import pytest
import run
from conftest import Cli
from peers import UNIT, todos

from yqsafety.ledger.ledger import Ledger

TASKS = 260


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("notice")


@pytest.fixture(scope="module")
def book(folder: Path) -> Ledger:
    made = generate.write_notice(folder, TASKS)
    generate.write_state(folder / "state.json", made, TASKS)
    return made


def test_a_generated_notice_is_valid_and_repeats_no_words(
    cli: Cli, folder: Path, book: Ledger
) -> None:
    found = cli("validate", folder / "tasks.yaml")
    assert found.code == 0, found.out
    tasks = {entry.task.id: entry.task for entry in book.entries}.values()
    assert len(tasks) == TASKS
    assert len({task.title for task in tasks}) == len({task.quote for task in tasks}) == TASKS


def test_a_generated_state_is_read_and_every_record_is_of_another_assignment(
    cli: Cli, folder: Path, book: Ledger
) -> None:
    files = ("--notice", folder / "tasks.yaml", "--state", folder / "state.json")
    events = cli("log", "--json", *files).json["events"]
    assert len({(e["task"], e["period"], e["unit"]) for e in events}) == len(events) == TASKS
    actions = [event["action"] for event in events]
    assert actions.count("done") == TASKS / 2
    assert cli("status", *files).code == 0


def test_the_peers_get_the_same_tasks_under_the_same_unit(
    cli: Cli, folder: Path, book: Ledger
) -> None:
    tasks = todos(book)
    assert [task.id for task in tasks] == list({entry.task.id: None for entry in book.entries})
    named = cli("list", "--unit", UNIT, "--direct", "--notice", folder / "tasks.yaml").rows
    ids = {row[0].partition("@")[0] for row in named}
    assert ids == {task.id for task in tasks if UNIT in task.tags}


def test_what_is_missing_is_said_and_without_hyperfine_it_ends(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemExit) as ended:
        run.main(["--quick"])
    said = str(ended.value)
    assert said.startswith("hyperfine is needed")
    assert "apt install hyperfine" in said
    assert "\n" not in said
    out, err = capfd.readouterr()
    assert out == ""
    assert [line.split()[0] for line in err.splitlines()] == ["Taskwarrior", "todoman", "topydo"]


def test_the_notices_of_earlier_years_are_valid(cli: Cli, tmp_path: Path) -> None:
    folder = notices.write_past_notice(tmp_path / "2021", 2021)
    found = cli("validate", folder / "tasks.yaml")
    assert found.code == 0, found.out
    assert cli("catalog", "add", folder).code == 0
