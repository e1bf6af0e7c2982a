"""The help: commands by what one wants to do, two examples that work, and what can be typed."""

from __future__ import annotations

import shlex

import pytest
from conftest import Cli

from yqsafety.cli.examples import EXAMPLES
from yqsafety.cli.registry import COMMAND_PATHS, COMMANDS, GROUPS, HEADINGS, build_command
from yqsafety.formats import FORMATS
from yqsafety.wording import labels

PATHS = [path for path in COMMAND_PATHS if path[0] not in GROUPS or len(path) > 1]


def test_every_command_stands_under_one_heading(cli: Cli) -> None:
    shown = cli("--help").out
    for heading, names in HEADINGS.items():
        assert f"\n{heading}：\n" in shown
        assert set(names.split()) <= COMMANDS.keys()
    for name in COMMANDS:
        assert shown.count(f"\n  {name} ") == 1, name


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_every_command_has_two_examples_that_parse(cli: Cli, path: tuple[str, ...]) -> None:
    examples = EXAMPLES[" ".join(path)]
    assert len(set(examples)) == 2
    shown = cli(*path, "--help").out
    for example in examples:
        assert f"  yqsafety {example}\n" in shown
        words = shlex.split(example)
        assert words[: len(path)] == list(path)
        build_command(*path).make_context(path[-1], words[len(path) :])


def test_no_example_is_of_nothing() -> None:
    assert set(EXAMPLES) == {" ".join(path) for path in PATHS}


@pytest.mark.parametrize(
    "example",
    [
        one
        for name in ("now", "list", "show", "status", "units", "log", "schema")
        for one in EXAMPLES[name]
        if "--mine" not in one and "--fail-on" not in one and one != "log 4.1"
    ],
)
def test_examples_of_looking_show_something(cli: Cli, example: str) -> None:
    cli("check", "4.1", "--unit", "县应急管理局")
    shown = cli(*shlex.split(example))
    assert shown.code == 0, shown.err
    assert shown.out


def test_what_can_be_typed_is_listed(cli: Cli) -> None:
    shown = cli("list", "--help").out
    for code, label in labels.STATE.items():
        assert f"{label}（{code}）" in shown
    formats = cli("export", "--help").out
    assert f"格式可填：{'、'.join(FORMATS)}" in formats
    assert "[x>=1]" not in shown
