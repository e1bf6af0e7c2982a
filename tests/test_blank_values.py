"""Given and empty is an error: every option, argument and variable, by what is there."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import typer
from conftest import Cli

from yqsafety.cli.registry import COMMAND_PATHS, build_command

UNSEEN = ["", " ", "\u3000", "\u200b\ufeff", "\u2060", "\u3164", "\ufe0f", "\u202a\u202c", "\u00ad"]


def parameters(path: tuple[str, ...], kind: str) -> list[Any]:
    """The options or arguments of a command; it is imported only now, with the clock of a test."""
    command = build_command(*path)
    found = command.get_params(typer.Context(command))
    return [one for one in found if one.param_type_name == kind]


def needed_options(path: tuple[str, ...]) -> list[str]:
    """A value for each option without which the command does not begin."""
    needed = [one for one in parameters(path, "option") if one.required]
    return [word for one in needed for word in (one.opts[0], "folder")]


@pytest.mark.parametrize("path", COMMAND_PATHS, ids=" ".join)
def test_an_empty_value_of_any_option_is_refused(cli: Cli, path: tuple[str, ...]) -> None:
    required = sum(one.required for one in parameters(path, "argument"))
    given = ["4.1" for _ in range(required)]
    given += needed_options(path)
    for parameter in parameters(path, "option"):
        for option in parameter.opts if not parameter.is_flag else ():
            result = cli(*path, *given, option, "")
            assert (result.code, result.out) == (2, ""), option
            assert "空的" in result.err
            assert result.err.count("\n") == 1
            assert result.err.startswith("--")


@pytest.mark.parametrize("path", COMMAND_PATHS, ids=" ".join)
def test_an_empty_argument_is_refused(cli: Cli, path: tuple[str, ...]) -> None:
    own = parameters(path, "argument")
    if not own:
        return
    result = cli(*path, *[""] * max(1, sum(one.required for one in own)), *needed_options(path))
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
