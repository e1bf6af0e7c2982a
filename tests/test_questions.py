"""Between the question and the answer: what was agreed to is what is recorded."""

from __future__ import annotations

import io

import pytest
from conftest import Cli

UNIT = ("-u", "县应急管理局")
OPEN = ("--all", *UNIT, "-i", "14", "--status", "todo")


class Meanwhile(io.StringIO):
    """Answers that are typed one by one, while somebody else records before the first."""

    def __init__(self, cli: Cli, *answers: str, other: tuple[str, ...]) -> None:
        super().__init__("".join(f"{answer}\n" for answer in answers))
        self._act = [lambda: cli(*other)]

    def readline(self, size: int | None = -1, /) -> str:  # type: ignore[override]
        while self._act:
            assert self._act.pop()().code == 0
        return super().readline(-1 if size is None else size)


@pytest.mark.parametrize(("answers", "code"), [(("y", "n"), 130), (("y",), 2)])
def test_another_plan_is_asked_about_again(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, answers: tuple[str, ...], code: int
) -> None:
    assert cli("check", *OPEN, "--yes").code == 0
    batch = cli("log", "--json").json["events"][0]["batch"]
    assert cli("uncheck", "14.1", *UNIT).code == 0
    before = len(cli("log", "--json").json["events"])
    monkeypatch.setattr("sys.stdin", Meanwhile(cli, *answers, other=("undo", batch)))
    assert cli("check", *OPEN).code == code
    assert len(cli("log", "--json").json["events"]) == before + 1


def test_a_second_yes_is_to_the_second_plan(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    other = ("check", "14.1", *UNIT)
    monkeypatch.setattr("sys.stdin", Meanwhile(cli, "y", "y", other=other))
    result = cli("check", *OPEN)
    assert result.code == 0
    done = cli("list", *UNIT, "-i", "14", "--status", "done", "--ids").out
    assert "14.1" in done
    ids = [event["task"] for event in cli("log", "--json").json["events"]]
    assert ids.count("14.1") == 1


def test_what_changes_nothing_is_not_asked_about(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    other = ("check", "18.5", "-u", "县水利局")
    monkeypatch.setattr("sys.stdin", Meanwhile(cli, "y", other=other))
    assert cli("check", *OPEN).code == 0
