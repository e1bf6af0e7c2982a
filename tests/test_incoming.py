"""What a merged file would decide over others is shown first, and passes the rules of commands."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli
from small import event, row

from yqsafety.ledger.events import Action, Event
from yqsafety.store.state_format import State, dump_state

NOTICE = "yuanqu-2025-1"
FOREST = ("--unit", "县林业局")


@pytest.fixture(autouse=True)
def nobody_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))


def theirs(n: int, action: Action, task: str = "4.1", unit: str = "linye", **more: Any) -> Event:
    said = {"notice": NOTICE, "origin": "fed", "period": "2025"} | more
    texts = {name: said.pop(name) for name in ("field", "reason") if name in said}
    return event(n, action, task, unit, **said)._replace(by="李四", **texts)


def sent(*events: Event, name: str = "乡镇.json") -> str:
    Path(name).write_bytes(dump_state(State("fed", events)))
    return name


def test_a_units_own_word_needs_no_question(cli: Cli) -> None:
    own = (theirs(1, "done"), theirs(2, "note"), theirs(3, "revert", "", "", reverts="b1"))
    result = cli("merge", sent(*own))
    assert (result.code, result.err) == (0, "")


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (theirs(1, "assign", unit="nobody", period=""), "分工 1 条（李四 登记）：4.1 nobody"),
        (theirs(1, "unassign", period=""), "分工 1 条"),
        (theirs(1, "strike", "", "qixiang", field="anweihui-members"), "剔除成员 1 条"),
        (theirs(1, "confirm"), "复核或退回 1 条（李四 登记）：4.1 县林业局"),
        (theirs(1, "return", reason="x"), "复核或退回 1 条"),
        (theirs(1, "done", unit="county"), "全县一项的全县登记或时限 1 条（李四 登记）：4.1 全县"),
        (theirs(1, "na", unit="county", reason="x"), "全县一项的全县登记或时限 1 条"),
        (theirs(1, "extend", until="12-01", reason="x"), "全县一项的全县登记或时限 1 条"),
        (theirs(1, "revert", "", "", reverts="abc"), "撤销他人登记 1 条（李四 登记）：批次 abc"),
        (theirs(1, "count", value=3), "本程序不会这样登记的 1 条"),
        (theirs(1, "trigger", period="2025-05-01"), "本程序不会这样登记的 1 条"),
        (theirs(1, "done", period="2025-H1"), "本程序不会这样登记的 1 条"),
        (theirs(1, "done", on="06-25"), "本程序不会这样登记的 1 条"),
    ],
    ids=lambda value: getattr(value, "action", ""),
)
def test_what_decides_over_others_is_named_and_asked_for(
    cli: Cli, state_path: Path, one: Event, said: str
) -> None:
    cli("check", "4.2", *FOREST)
    before = state_path.read_bytes()
    name = sent(theirs(9, "done"), one)
    refused = cli("merge", name)
    assert (refused.code, refused.out, state_path.read_bytes()) == (2, "", before)
    assert f"注意：乡镇.json 中有{said}" in refused.err
    assert "--yes" in refused.err
    assert cli("merge", name, "--dry-run").code == 0
    assert state_path.read_bytes() == before
    taken = cli("merge", name, "--yes", "--json")
    assert taken.code == 0
    assert "e0001" in {shown["event"]["id"] for shown in taken.json["incoming"]}
    assert cli("merge", name).code == 0  # known by now: nothing to ask


def test_taking_back_another_writers_batch_is_asked_for(cli: Cli) -> None:
    cli("check", "4.4", *FOREST)
    batch = cli("log", "--json").json["events"][0]["batch"]
    name = sent(theirs(1, "revert", "", "", reverts=batch))
    assert cli("merge", name).code == 2
    assert row(cli, "4.4", *FOREST)["status"] == "done"


def test_a_unit_that_is_no_party_is_named(cli: Cli) -> None:
    result = cli("merge", sent(theirs(1, "done", "18.1", "qixiang")))
    assert result.code == 0
    assert "单位不承担该任务的，不计入 1 条（李四 登记）：18.1 县气象局。" in result.err
    assert row(cli, "18.1")["status"] == "todo"
    said = "状态中有 1 条记录的单位按本任务文件不承担该任务（18.1 县气象局），未计入。"
    assert all(said in cli(command).err for command in ("list", "status"))


def test_what_the_office_took_off_a_unit_is_not_said_on_and_on(cli: Cli) -> None:
    cli("check", "1.4", "18.1", "--unit", "县应急管理局")
    cli("assign", "1.4", "--unit", "县林业局")
    cli("strike", "县水利局", "--from", "县安委会成员单位", "--yes")
    assert "不承担" not in cli("list").err


def test_records_of_no_unit_and_of_no_task_are_counted_and_said(cli: Cli) -> None:
    name = sent(theirs(1, "done", unit="gongan"), theirs(2, "done", "99.9"), theirs(3, "done"))
    said = (
        "状态中有 1 条记录的单位不在名册中（gongan），未计入。",
        "状态中有 1 条记录的任务不在任务文件中（99.9），未计入。",
    )
    merged = cli("merge", name)
    for command in ("status", "list", "show 4.1", "log", "list --json"):
        looked = cli(*command.split())
        for one in said:
            assert merged.err.count(one) == looked.err.count(one) == 1


@pytest.mark.parametrize("number", ["²", "9" * 5_000, "x", ""])
def test_the_name_of_a_foreign_occurrence_need_not_end_in_a_number(cli: Cli, number: str) -> None:
    name = f"2025-05-01-{number}"
    cli("merge", sent(theirs(1, "trigger", "3.5", "shuili", period=name, on="05-01")), "--yes")
    assert f"3.5@{name}" in cli("list", "--ids", "--item", "3").out


def test_of_two_files_each_is_named_for_what_it_brings(cli: Cli) -> None:
    first = sent(theirs(1, "confirm"), name="甲.json")
    second = sent(theirs(1, "confirm"), theirs(2, "assign", period=""), name="乙.json")
    lines = cli("merge", first, second, "--dry-run").err.splitlines()
    assert [line[:9] for line in lines] == ["注意：甲.json", "注意：乙.json"]
    assert ("复核" in lines[0], "分工" in lines[1]) == (True, True)


def test_what_several_records_are_about_is_named_once(cli: Cli) -> None:
    answers = [theirs(n, "confirm") for n in range(3)] + [theirs(9, "confirm", task="4.4")]
    said = cli("merge", sent(*answers), "--dry-run").err
    assert "复核或退回 4 条（李四 登记）：4.1 县林业局（3 条）、4.4 县林业局。" in said
