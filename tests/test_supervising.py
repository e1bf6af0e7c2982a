"""What the supervising office does: check the proof, send back, divide, strike."""

from __future__ import annotations

from typing import Any

import pytest
from conftest import Cli
from small import log

WATER = ("--unit", "县水利局")
ROADS = ("--unit", "县交通局")


def units(cli: Cli, task: str) -> dict[str, Any]:
    rows = cli("list", "--item", task.split(".")[0], "--json").json["rows"]
    (row,) = (row for row in rows if row["id"] == task)
    return {unit["name"]: unit for unit in row["units"]}


def test_done_is_the_units_own_word_until_it_is_confirmed(cli: Cli) -> None:
    cli("check", "14.5", *WATER)
    assert not units(cli, "14.5")["县水利局"]["confirmed"]
    assert cli("list", "--status", "done", "--unconfirmed", *WATER, "--ids").out == "14.5\n"
    assert cli("confirm", "14.5", *WATER).out.startswith("√ 14.5 复核通过（县水利局")
    assert units(cli, "14.5")["县水利局"]["confirmed"]
    assert cli("list", "--unconfirmed", "--ids").out == ""
    overall = cli("status", *WATER, "--direct", "--json").json["overall"]["timed"]
    assert (overall["done"], overall["confirmed"]) == (1, 1)


def test_what_is_sent_back_is_under_way_again_with_the_reason(cli: Cli) -> None:
    cli("check", "14.5", *WATER)
    cli("return", "14.5", *WATER, "--reason", "缺验收材料")
    unit = units(cli, "14.5")["县水利局"]
    assert (unit["status"], unit["returned"]) == ("doing", "缺验收材料")
    assert "退回：缺验收材料" in cli("show", "14.5", *WATER).out
    cli("check", "14.5", *WATER)
    unit = units(cli, "14.5")["县水利局"]
    assert (unit["status"], unit["returned"], unit["confirmed"]) == ("done", None, False)


def test_a_new_report_has_to_be_confirmed_anew(cli: Cli) -> None:
    cli("check", "14.5", *WATER)
    cli("confirm", "14.5", *WATER)
    cli("start", "14.5", *WATER)
    cli("check", "14.5", *WATER)
    assert not units(cli, "14.5")["县水利局"]["confirmed"]


def test_a_waiver_is_confirmed_or_sent_back_too(cli: Cli) -> None:
    for task in ("14.5", "4.1"):
        cli("waive", task, *WATER, "--reason", "无此职责")
        cli("confirm", task, *WATER)
        assert units(cli, task)["县水利局"]["confirmed"]
        cli("waive", task, *WATER, "--reason", "机构改革，职责已划出")
        assert not units(cli, task)["县水利局"]["confirmed"]
        assert task in cli("list", "--unconfirmed", "--ids").out.split()
        cli("return", task, *WATER, "--reason", "有此职责")
        assert units(cli, task)["县水利局"]["status"] != "na"


def test_only_what_was_reported_can_be_answered(cli: Cli) -> None:
    for command in (["confirm"], ["return", "--reason", "缺"]):
        result = cli(command[0], "14.5", *WATER, *command[1:])
        assert (result.code, result.out) == (2, "")
    said = cli("confirm", "4.1", "4.2", "--whole").out
    assert said == "4.1、4.2 尚未报办结，未再登记。\n"
    said = cli("confirm", "4.1", "4.2", "--all-units").out
    assert said == "另有 18 项尚未报办结，已跳过。\n"
    cli("check", "14.5", *WATER)
    assert "7 项尚未报办结" in cli("confirm", "14.5", "--all-units").out
    assert "14.5 已复核" in cli("confirm", "14.5", *WATER).out
    assert len(log(cli)) == 2
    refused = cli("confirm", "14.5", *ROADS).err
    assert refused == "14.5 尚未报办结，不能复核或退回。查看：yqsafety show 14.5\n"


def test_the_offices_own_unit_is_not_the_one_it_confirms(cli: Cli) -> None:
    cli("use", "县安委办")
    cli("check", "6.2")
    assert cli("confirm", "6.2").code == 0


def test_where_no_unit_is_named_what_was_not_reported_is_left_out(cli: Cli) -> None:
    result = cli("confirm", "6.2")
    assert (result.code, result.out) == (0, "6.2 尚未报办结，未再登记。\n")


def test_a_shared_duty_waits_to_be_divided(cli: Cli) -> None:
    assert "（待分工）" in cli("list", "--item", "14").rows[0][5]
    before = cli("status", "--json").json["overall"]["undivided"]
    cli("waive", "14.5", *WATER, "--reason", "无此职责")
    assert cli("status", "--json").json["overall"]["undivided"] == before
    cli("confirm", "14.5", *WATER)
    assert cli("status", "--json").json["overall"]["undivided"] == before - 1
    cli("undo")
    cli("undo")
    cli("assign", "14.5", *ROADS, "--lead", "县水利局")
    row = cli("show", "14.5", "--json").json["rows"][0]
    assert [(u["name"], u["ground"], u["lead"]) for u in row["units"]] == [
        ("县水利局", "local", True),
        ("县交通局", "local", False),
    ]
    assert row["division"] == "made"
    assert cli("status", "--json").json["overall"]["undivided"] == before - 8
    assert "14.5" not in cli("list", "--undivided", "--ids").out.split()
    assert cli("check", "14.5", "--unit", "县能源局").code == 2


def test_a_division_is_taken_back(cli: Cli) -> None:
    cli("assign", "14.5", *ROADS, *WATER)
    cli("unassign", "14.5", *WATER)
    assert list(units(cli, "14.5")) == ["县交通局"]
    cli("undo")
    cli("undo")
    assert len(units(cli, "14.5")) == 8


def test_a_tick_from_before_the_division_is_kept(cli: Cli) -> None:
    cli("check", "14.5", *WATER)
    cli("assign", "14.5", *WATER)
    assert units(cli, "14.5")["县水利局"]["status"] == "done"


def test_a_duty_goes_to_the_responsible_only_unless_the_bracket_is_open(cli: Cli) -> None:
    assert cli("assign", "6.2", *WATER).code == 2
    assert cli("assign", "5.3", "--unit", "县委办", "--unit", "县气象局").code == 0
    rows = cli("show", "5.3", "--json").json["rows"]
    units = [u for u in rows[0]["units"] if not u["via"] or "乡" not in u["via"]]
    assert [(u["name"], u["via"], u["ground"]) for u in units] == [
        ("县委办", "县安委办分工", "local"),
        ("县气象局", "县安委会", "local"),
    ]
    assert cli("assign", "14.5", "--unit", "各乡镇").code == 2


def test_what_is_divided_so_already_is_not_recorded_again(cli: Cli) -> None:
    cli("assign", "14.5", *ROADS, "--lead", "县水利局")
    again = cli("assign", "14.5", *ROADS, "--unit", "县林业局", "--lead", "县水利局")
    assert (again.code, len(log(cli))) == (0, 3)
    assert again.out.splitlines() == ["14.5 分工：县林业局。", "14.5、14.5 已这样分工，未再登记。"]
    assert cli("assign", "14.5", *WATER).out == "14.5 分工：县水利局。\n"
    assert not units(cli, "14.5")["县水利局"]["lead"]


def test_a_division_holds_for_the_whole_task_and_a_strike_for_the_notice(cli: Cli) -> None:
    cli("assign", "14.5", *ROADS, "--lead", "县水利局")
    assert cli("unassign", "14.5").out == (
        "14.5 已取消 县水利局 的分工。\n14.5 已取消 县交通局 的分工。\n"
    )
    cli("strike", "县气象局", "--from", "县安委会成员单位", "--reason", "不在名单")
    recorded = [(e["action"], e["task"], e["period"], e.get("field")) for e in log(cli)]
    assert recorded == [
        ("assign", "14.5", "", "lead"),
        ("assign", "14.5", "", None),
        ("unassign", "14.5", "", None),
        ("unassign", "14.5", "", None),
        ("strike", "", "", "anweihui-members"),
    ]


def test_many_divisions_are_counted_and_every_member_struck_is_named(cli: Cli) -> None:
    six = "县水利局 县林业局 县气象局 县住建局 县自然资源局 县农业农村局".split()
    named = [part for name in six for part in ("--unit", name)]
    assert cli("assign", "5.3", *named).out == "√ 已分工 6 项：限期 6，其中全县一项 6。\n"
    assert cli("unassign", "5.3").out == "√ 已取消分工 6 项：限期 6，其中全县一项 6。\n"
    said = cli("strike", *six, "--from", "县安委会成员单位", "--reason", "不在名单").out
    assert said.splitlines() == [f"已从“县安委会成员单位”剔除 {name}：不在名单。" for name in six]


def test_what_is_struck_already_is_no_member_to_strike(cli: Cli) -> None:
    strike = ("strike", "县气象局", "--from", "县安委会成员单位", "--reason", "不在名单")
    assert cli(*strike).code == 0
    again = cli(*strike)
    assert (again.code, again.err) == (2, "县气象局不是“县安委会成员单位”的推定成员，不能剔除。\n")
    assert "县气象局" not in cli("list", "--item", "1").out


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (
            "assign 14.5 --unit 各乡镇",
            "“各乡（镇）人民政府”不是单个单位，不能分工。请写明承担的单位。",
        ),
        (
            "assign 6.2 --unit 县水利局",
            "县水利局不在 6.2 的责任单位之列，未分工。查看责任单位：yqsafety show 6.2",
        ),
        ("unassign 14.6", "14.6 没有这样的分工。未作改动。"),
        ("unassign 14.6 --unit 县水利局", "14.6 没有这样的分工。未作改动。"),
        ("unassign 14.5 --unit 县水利局", "14.5 没有这样的分工。未作改动。"),
        (
            "strike 县气象局 --from 县应急管理局 --reason 不是",
            "县气象局不是“县应急管理局”的推定成员，不能剔除。",
        ),
    ],
)
def test_a_division_that_cannot_be_made_is_refused(cli: Cli, command: str, said: str) -> None:
    cli("assign", "14.5", *ROADS)
    result = cli(*command.split())
    assert (result.code, result.err, len(log(cli))) == (2, f"{said}\n", 1)


def test_a_presumed_member_is_struck_for_good(cli: Cli) -> None:
    arguments = ("strike", "县气象局", "--from", "县安委会成员单位", "--reason", "不在名单")
    assert cli(*arguments).code == 0
    assert cli("list", "--unit", "县气象局", "--item", "15", "--ids").out == ""
    assert cli("list", "--unit", "县气象局", "--item", "4", "--ids").out
    cli("undo")
    assert cli("list", "--unit", "县气象局", "--item", "15", "--ids").out


def test_nobody_else_can_be_struck(cli: Cli) -> None:
    for unit, group in (("新城镇", "各乡镇"), ("县应急管理局", "负有安全生产监管职责的部门")):
        result = cli("strike", unit, "--from", group, "--reason", "不是")
        assert result.code == 2
        assert "不是" in result.err
    assert cli("strike", "县气象局", "--from", "县安委会成员单位").code == 2


def county(cli: Cli) -> tuple[str, str]:
    """Status and timeliness of the county's result 4.1."""
    whole = cli("show", "4.1", "--json").json["rows"][0]["whole"]
    return whole["status"], whole["timeliness"]


def test_what_every_unit_waived_is_answered_unit_by_unit_or_all_at_once(cli: Cli) -> None:
    cli("waive", "4.1", "--all-units", "--reason", "上级已设立")
    assert county(cli) == ("na", "pending")
    assert cli("status", "--item", "4", "--fail-on", "unconfirmed").code == 1
    cli("confirm", "4.1", *WATER)
    assert [name for name, one in units(cli, "4.1").items() if one["confirmed"]] == ["县水利局"]
    assert county(cli) == ("na", "pending")
    cli("confirm", "4.1")
    assert {unit["confirmed"] for unit in units(cli, "4.1").values()} == {True}
    assert county(cli) == ("na", "waived")
    cli("return", "4.1", *WATER, "--reason", "须由县里设立")
    left = {name: unit["status"] for name, unit in units(cli, "4.1").items()}
    assert left == dict.fromkeys(left, "na") | {"县水利局": "doing"}
    assert county(cli) == ("doing", "scheduled")


def test_a_division_says_who_is_out_and_a_later_lead_takes_the_place_of_the_first(cli: Cli) -> None:
    said = cli("assign", "2.1", "--unit", "新城镇")
    assert "注意：2.1 分工后 " in said.err
    assert "不再承担，取消分工：yqsafety unassign 2.1" in said.err
    for lead in ("县应急管理局", "县林业局"):
        cli("assign", "4.1", "--lead", lead)
    assert "全县一项（县林业局牵头）" in cli("show", "4.1").out
    assert not units(cli, "4.1")["县应急管理局"]["lead"]


def test_what_the_county_waived_counts_once_it_is_confirmed(cli: Cli) -> None:
    cli("waive", "4.1", "--whole", "--reason", "上级已设立")
    assert county(cli) == ("na", "pending")
    cli("confirm", "4.1")
    assert county(cli) == ("na", "waived")
    cli("return", "4.1", "--whole", "--reason", "须由县里设立")
    assert county(cli) == ("doing", "scheduled")


def test_taking_back_a_shared_result_leaves_confirmed_waivers_confirmed(cli: Cli) -> None:
    cli("waive", "4.1", *WATER, "--reason", "无此职责")
    cli("confirm", "4.1", *WATER)
    cli("check", "4.1", "--unit", "县林业局")
    cli("uncheck", "4.1", "--unit", "县林业局")
    assert units(cli, "4.1")["县水利局"]["confirmed"]


def test_a_confirmed_waiver_is_no_reason_to_skip_the_result_of_the_county(cli: Cli) -> None:
    cli("waive", "4.1", "--unit", "县自然资源局", "--reason", "无此职责")
    cli("confirm", "4.1", "--unit", "县自然资源局")
    cli("check", "4.1", *WATER)
    assert "√ 4.1 复核通过（县水利局" in cli("confirm", "4.1", "--all-units").out
    answered = [name for name, one in units(cli, "4.1").items() if one["confirmed"]]
    assert answered == ["县自然资源局", "县水利局"]
    assert county(cli) == ("done", "on-time")


def test_a_list_says_why_it_was_sent_back_whatever_kind_of_row_it_is(cli: Cli) -> None:
    """Of one unit, of several, of a standing duty and of a result of the whole county."""
    sent_back = (
        ("14.1", "县水利局", "缺材料"),
        ("14.1", "县交通局", "无照片"),
        ("4.4", "县水利局", "台账不全"),
        ("2.2", "县应急管理局", "未上线"),
    )
    for task, unit, reason in sent_back:
        assert cli("check", task, "--unit", unit).code == 0, task
        assert cli("return", task, "--unit", unit, "--reason", reason).code == 0, task
    mine = {row[0]: row for row in cli("list", "--status", "退回", *WATER).rows}
    assert mine["14.1"][2] == "在办（退回：缺材料）"
    assert mine["4.4"][2] == "推进中（退回：台账不全）"
    rows = {row[0]: row[2] for row in cli("list", "--status", "退回").rows}
    assert rows["14.1"] == "在办（退回：县交通局 无照片；县水利局 缺材料）" or (
        rows["14.1"] == "在办（退回：县水利局 缺材料；县交通局 无照片）"
    )
    assert "退回：未上线" in rows["2.2"]
