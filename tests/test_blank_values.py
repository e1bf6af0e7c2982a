"""Given and empty is an error: every option, argument and variable, by what is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import typer
from conftest import Cli

from yqsafety.cli.registry import COMMANDS, build_command

UNSEEN = ["", " ", "\u3000", "\u200b\ufeff", "\u2060", "\u3164", "\ufe0f", "\u202a\u202c", "\u00ad"]


def options() -> list[tuple[str, str]]:
    """Every option with a value of every command."""
    found = []
    for name in COMMANDS:
        command = build_command(name)
        for parameter in command.get_params(typer.Context(command)):
            if parameter.param_type_name == "option" and not parameter.is_flag:
                found += [(name, option) for option in parameter.opts]
    return found


def arguments() -> list[tuple[str, int]]:
    """Every command that takes arguments, and how many it must have."""
    found: list[tuple[str, int]] = []
    for name in COMMANDS:
        command = build_command(name)
        own: list[Any] = [
            one
            for one in command.get_params(typer.Context(command))
            if one.param_type_name == "argument"
        ]
        if own:
            found.append((name, max(1, sum(one.required for one in own))))
    return found


@pytest.mark.parametrize(("name", "option"), options())
def test_an_empty_value_of_any_option_is_refused(cli: Cli, name: str, option: str) -> None:
    needed = dict(arguments()).get(name, 0)
    given = ["4.1" for _ in range(needed)]
    result = cli(name, *given, option, "")
    assert (result.code, result.out) == (2, "")
    assert "空的" in result.err
    assert result.err.count("\n") == 1
    assert result.err.startswith("--")


@pytest.mark.parametrize(("name", "count"), arguments())
def test_an_empty_argument_is_refused(cli: Cli, name: str, count: int) -> None:
    result = cli(name, *[""] * count)
    assert (result.code, result.out) == (2, "")
    assert "空的" in result.err
    assert result.err.count("\n") == 1


@pytest.mark.parametrize("text", UNSEEN)
def test_what_nobody_sees_is_empty(cli: Cli, text: str, state_path: Path) -> None:
    for line in (
        ("waive", "4.1", "-u", "县林业局", "--reason", text),
        ("note", "4.1", text, "-u", "县林业局"),
        ("check", "--all", "-u", "县林业局", "--yes", f"--grep={text}"),
        ("check", "4.1", "-u", "县林业局", "--by", text),
        ("list", "-g", text),
        ("undo", text),
    ):
        assert cli(*line).code == 2, line
    assert not state_path.exists()


@pytest.mark.parametrize("text", ["", " ", "\u200b"])
@pytest.mark.parametrize("name", ["STATE", "UNIT", "UNITS", "USER", "DEBUG", "LARGE", "NEW"])
def test_an_empty_variable_is_refused(
    cli: Cli, monkeypatch: pytest.MonkeyPatch, name: str, text: str
) -> None:
    monkeypatch.setenv(f"YQSAFETY_{name}", text)
    result = cli("list")
    assert (result.code, result.out) == (2, "")
    assert f"YQSAFETY_{name}" in result.err
    assert cli("--help").code == cli("list", "--help").code == cli("--version").code == 0


def test_what_is_given_is_taken(cli: Cli) -> None:
    assert cli("list", "--grep=消防").code == 0
    assert cli("note", "4.1", "甲=", "-u", "县林业局").code == 0
    assert cli("note", "4.1", "甲\u200b乙", "-u", "县林业局").code == 0


def test_an_empty_roster_is_no_roster_left_out(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli("list").code == 0  # its catalogue is kept compiled
    (tmp_path / "empty.yaml").write_bytes(b"")
    monkeypatch.setenv("YQSAFETY_UNITS", str(tmp_path / "empty.yaml"))
    assert cli("list").code == 3
