"""A value that cannot be used is answered in Chinese, whatever the option and the command."""

from __future__ import annotations

import re
from typing import Any

import pytest
import typer
from conftest import Cli

from yqsafety.cli.registry import COMMAND_PATHS, GROUPS, build_command

PATHS = [path for path in COMMAND_PATHS if path[0] not in GROUPS or len(path) > 1]
BAD = ("no-such-thing", "-1", "2025-13-45")


def english_in(said: str) -> list[str]:
    """Three English words in a row outside of commands that are proposed."""
    rest = re.sub(r"yqsafety [\x21-\x7e ]+", "", said)
    return re.findall(r"[A-Za-z']{2,} [a-z']{2,} [a-z']{2,}", rest)


def parameters(path: tuple[str, ...]) -> list[Any]:
    command = build_command(*path)
    found: list[Any] = command.get_params(typer.Context(command))
    return found


def needed(path: tuple[str, ...]) -> list[str]:
    """A value for each argument and option without which the command does not begin."""
    given = []
    for one in parameters(path):
        if one.required:
            given += ["4.1"] if one.param_type_name == "argument" else [one.opts[0], "folder"]
    return given


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_no_bad_value_is_answered_in_english(cli: Cli, path: tuple[str, ...]) -> None:
    for parameter in parameters(path):
        if parameter.param_type_name == "argument" or parameter.is_flag:
            continue
        for value in BAD:
            result = cli(*path, *needed(path), f"{parameter.opts[0]}={value}")
            assert result.code != 70, (parameter.opts[0], value, result.err)
            assert not english_in(result.err), (parameter.opts[0], value)


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_no_line_that_lacks_something_is_answered_in_english(
    cli: Cli, path: tuple[str, ...]
) -> None:
    for line in ([], ["no-such-thing"], ["--no-such-option"], [*needed(path), *["甲"] * 9]):
        result = cli(*path, *line)
        assert not english_in(result.err), line
    for parameter in parameters(path):
        if parameter.param_type_name == "option":
            alone = cli(*path, parameter.opts[0])
            assert not english_in(alone.err), parameter.opts[0]
            assert not parameter.is_flag or not english_in(cli(*path, f"{parameter.opts[0]}=1").err)


NUMBER = "不能用，应为不小于 1 的整数。可照此写：yqsafety"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("list -n 0", f"数量“0”{NUMBER} list -n 10"),
        ("list -n -1", f"数量“-1”{NUMBER} list -n 10"),
        ("log --limit=abc", f"数量“abc”{NUMBER} log --limit=10"),
        ("log -n 99999999999999", f"数量“99999999999999”{NUMBER} log -n 10"),
        ("completion", "没有写明哪种 shell，可选：bash、zsh、fish、powershell。"),
        ("completion sh", "可照此写：yqsafety completion "),
    ],
)
def test_what_can_be_typed_instead(cli: Cli, line: str, said: str) -> None:
    refused = cli(*line.split())
    assert (refused.code, refused.out) == (2, "")
    assert said in refused.err
    assert refused.err.count("\n") == 1
