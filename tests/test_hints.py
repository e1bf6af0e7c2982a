"""What is typed where it does not belong is answered with a line that works."""

from __future__ import annotations

import re
import shlex

import pytest
from conftest import Cli, Result

WORDS = "help done add find ls tick history report stats version overdue 完成 查找 台账".split()


def works(cli: Cli, said: str) -> list[str]:
    """The commands that a line names, each of them run."""
    commands = re.findall(r"yqsafety ([\x21-\x7e][^；。]*)", said)
    for one in commands:
        filled = one.replace("编号", "4.1").replace("单位名称", "县林业局").replace("说明", "说")
        if one.startswith("import"):
            continue
        result: Result = cli(*shlex.split(filled.replace("文字", "消防").strip()))
        # What it then still asks for is for whom.
        assert result.code == 0 or "--unit" in result.err, (one, result.err)
    return commands


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
        ("list 没有;这个", "list --grep '没有;这个'"),
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
