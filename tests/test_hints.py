"""What is typed where it does not belong is answered with a line that works."""

from __future__ import annotations

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from conftest import Cli, Result

import yqsafety
from yqsafety.cli.registry import COMMAND_PATHS, GROUPS, build_command

WORDS = "help done add find ls tick history report stats version overdue 完成 查找 台账".split()


def works(cli: Cli, said: str) -> list[str]:
    """The commands that a line names, each of them run."""
    commands = re.findall(r"yqsafety ([\x21-\x7e][^；。，\n]*)", said)
    for one in commands:
        filled = one.replace("编号", "4.1").replace("单位名称", "县林业局").replace("说明", "说")
        filled = filled.replace("日期", "2025-06-10")
        if one.startswith(("import", "roster add")) or "批次号" in one:
            continue
        result: Result = cli(*shlex.split(filled.replace("文字", "消防").strip()))
        # What it then still asks for is for whom.
        gate = one.startswith("status --fail-on")
        assert result.code == gate or "--unit" in result.err, (one, result.err)
    return commands


REFUSED = """
check 3.3
check 3.3 --whole
check 3.3 --unit 县水利局
check 3.5 --unit 历山镇
start 3.5
uncheck 3.3 --unit 县水利局
show 99.9
check 9.99 --unit 县水利局
note 3.3 已开会 --whole
show own-2025/1.1
show none/4.1
list --notice none
check 4.1
check 6.6 --count 1
confirm 4.1 --unit 县水利局
return 4.1 --unit 县水利局 --reason 缺
apply 3.3 --unit 县水利局 --until 2026-01-01 --reason 长
check 14.5 --unit 县水利局 --on 2026-01-01
check 6.3@2025-H2 --unit 县水利局
trigger 4.1 --unit 县水利局
unassign 4.1
assign 4.1 --unit 历山镇
remind 4.1 --unit 历山镇
list --mine
list --unit 没有这个单位
list --status 没有
list --section 没有
check 6.3@上半月 --unit 县水利局
status --fail-on 没有
log 99.9
status --unit 县水利局 --fail-on open
status --unit 县水利局 --fail-on overdue --include-presumed
check 4.1 --unit 县水利局
check 4.4 --unit 县水利局
check
use 没有
undo
list --limit 0
show 18
"""


@pytest.mark.parametrize("line", REFUSED.strip().splitlines())
def test_what_an_answer_names_can_be_run(cli: Cli, line: str) -> None:
    result = cli(*line.split())
    works(cli, result.out + result.err)


@pytest.mark.parametrize("word", WORDS)
def test_words_of_other_programs(cli: Cli, word: str) -> None:
    result = cli(word)
    assert (result.code, result.out) == (2, "")
    assert result.err.count("\n") == 1
    assert works(cli, result.err)


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        ("list 18.5", "show 18.5"),
        ("list 18,5", "show 18.5"),
        ("list 县应急管理局", "list --unit 县应急管理局"),
        ("list yjglj", "list --unit yjglj"),
        ("list 县应急管理局 县林业局", "list --unit 县应急管理局 --unit 县林业局"),
        ("list 18", "list --item 18"),
        ("list 六、", "list --item 六、"),
        ("list 消防", "list --"),
        ("list 没有;这个", 'list --grep "没有;这个"'),
        ("status 县林业局", "status --unit 县林业局"),
        ("status 18.5", "status --item 18"),
        ("export json 县林业局", "export json --unit 县林业局"),
        ("check 18", "list --item 18"),
        ("show 第六条", "list --item 6"),
        ("check 18,5", "check 18.5"),
        ("check 18，5", "check 18.5"),
        ("check 18。5", "check 18.5"),
        ("18.5", "show 18.5"),
        ("县林业局", "list --unit 县林业局"),
    ],
)
def test_what_stands_in_the_wrong_place(cli: Cli, line: str, answer: str) -> None:
    result = cli(*line.split())
    assert (result.code, result.out) == (2, "")
    assert f"yqsafety {answer}" in result.err
    assert works(cli, result.err)


def test_no_unit_is_proposed_that_nobody_named(cli: Cli, roster: object) -> None:
    said = cli("check", "4.4").err
    for word in ("局", "镇", "开发区", "县"):
        assert word not in said.partition("负责，")[2]


@pytest.mark.parametrize(
    "options",
    ["--yes", "--all-units", "--count 3", "--note 好", "--evidence a", "--on 2025-06-01", "--json"],
)
def test_ids_that_came_to_nothing_are_said(cli: Cli, options: str) -> None:
    for unit in ((), ("--unit", "县林业局")):
        result = cli("check", *unit, *options.split())
        assert (result.code, result.out) == (2, "")
        assert "未登记" in result.err
    assert cli("check", "--unit", "县林业局").code == 0


# Every command that a message names, wherever it stands in the program

SOURCE = Path(yqsafety.__file__).parent
_NAMED = re.compile(r"yqsafety ((?:--)?[a-z][a-z-]*)((?: [^\s\"'。；，）（：、`|…]+)*)")


def named_commands() -> Iterator[tuple[str, str, str]]:
    """File, command and what follows it, of each command in a text of the program."""
    for file in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.JoinedStr):
                parts = (
                    one.value if isinstance(one, ast.Constant) else "值" for one in node.values
                )
                text = "".join(map(str, parts))
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                text = node.value
            else:
                continue
            for word, rest in _NAMED.findall(text):
                yield file.name, word, rest


def test_every_command_that_a_message_names_takes_the_options_that_it_names() -> None:
    count = 0
    for file, word, rest in named_commands():
        if word.startswith("--") or (file, word) in NOT_COMMANDS:
            continue
        count += 1
        words = rest.split()
        path = [word, *(one for one in words[:1] if word in GROUPS and one.isascii())]
        assert tuple(path) in COMMAND_PATHS, (file, word, rest)
        command = build_command(*path)
        known = {name for one in command.get_params(typer.Context(command)) for name in one.opts}
        for option in (one for one in words if one.startswith("-") and one != "-"):
            assert option.partition("=")[0] in known | {"--help"}, (file, word, rest)
    assert count > 100


NOT_COMMANDS = {("shells.py", "yqsafety")}
"""The scripts of completion ask for the program itself."""
