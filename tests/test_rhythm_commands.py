"""The rhythm of the office: reminders, receipts, applications, as commands record and show them."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
from conftest import Cli, Clock
from small import log, row

WATER = ("--unit", "县水利局")


def unit(cli: Cli, task: str, name: str = "县水利局") -> dict[str, object]:
    return next(one for one in row(cli, task)["units"] if one["name"] == name)


def said_of(cli: Cli, task: str) -> str:
    """The line of the detail on a unit."""
    shown = cli("show", task, *WATER).out.splitlines()
    return next(line for line in shown if line.startswith("责任单位及依据：县水利局"))


def later(clock: Clock, day: str) -> None:
    clock.today = dt.date.fromisoformat(day)


# Reminders


def test_a_reminder_is_counted_shown_and_answered(cli: Cli, clock: Clock) -> None:
    said = cli("remind", "14.5", *WATER, "--note", "已电话催办").out
    assert said == "14.5 已催办（县水利局，第 1 次，2025-06-20）。\n"
    later(clock, "2025-06-25")
    assert "第 2 次" in cli("remind", "14.5", *WATER).out
    assert unit(cli, "14.5")["reminded"] == {"times": 2, "last": "2025-06-25", "answered": False}
    assert "催办 2 次（最近 2025-06-25，未回应）" in said_of(cli, "14.5")
    assert cli("list", "--status", "催办", "--ids").out == "14.5\n"
    assert cli("status", *WATER, "--json").json["overall"]["timed"]["reminded"] == 1
    cli("start", "14.5", *WATER, "--by", "李四")
    assert "已回应" in said_of(cli, "14.5")
    assert cli("list", "--status", "reminded", "--ids").out == ""


def test_nobody_is_reminded_twice_on_a_day(cli: Cli) -> None:
    cli("remind", "14.5", *WATER)
    again = cli("remind", "14.5", *WATER)
    assert (again.code, again.out) == (0, "14.5 已于 2025-06-20 催办过，未再登记。\n")
    assert len(log(cli)) == 1


def test_what_is_presumed_is_left_out_unless_it_is_named(cli: Cli) -> None:
    bulk = cli("remind", "--silent", "30d", *WATER, "--yes").out
    assert "√ 已催办 7 项，1 个单位：限期 7。" in bulk
    assert "另有 29 项属推定（确属该单位的，写明编号），已跳过。" in bulk
    assert cli("remind", "1.4", *WATER).out.startswith("1.4 已催办（县水利局")


def test_without_a_unit_whoever_has_not_finished_it_is_reminded_after_a_question(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli("check", "14.5", *WATER)
    refused = cli("remind", "14.5")
    assert refused.code == 2
    assert "将催办 7 项，7 个单位：限期 7；另有 1 项已报，不用催办，已跳过。" in refused.err
    monkeypatch.setattr("sys.stdin", io.StringIO("n\n"))
    assert cli("remind", "14.5").code == 130
    assert cli("remind", "14.5", "--yes").out.startswith("√ 已催办 7 项，7 个单位")
    assert {one["unit_name"] for one in log(cli) if one["action"] == "remind"} == {
        *"县住建局 县交通局 县应急管理局 县市场监管局 县能源局 县消防救援局 县防震减灾中心".split()
    }


def test_a_result_of_the_county_is_the_business_of_who_is_in_charge(cli: Cli) -> None:
    refused = cli("remind", "4.1")
    assert (refused.code, refused.out) == (2, "")
    assert "没有牵头单位，请写明催办哪个单位：--unit 单位名称" in refused.err
    cli("assign", "4.1", "--unit", "县应急管理局", "--lead", "县水利局")
    assert cli("remind", "4.1", "--yes").out == "4.1 已催办（县水利局，第 1 次，2025-06-20）。\n"
    whole = row(cli, "4.1")["whole"]
    assert whole["reminded"] == {"times": 1, "last": "2025-06-20", "answered": False}
    assert "不用 --whole" in cli("remind", "4.1", "--whole").err


def test_a_dry_run_shows_and_records_nothing(cli: Cli, state_path: Path) -> None:
    said = cli("remind", "--silent", "30d", *WATER, "--dry-run").out.splitlines()
    assert said[0] == "14.1 县水利局 加快矿山升级改造（时限 2025-12-31）"
    assert said[-1] == "以上将催办 7 项，1 个单位：限期 7；只是查看，未登记。"
    answer = cli("remind", "--silent", "30d", *WATER, "--dry-run", "--json").json
    assert (answer["dry_run"], len(answer["events"])) == (True, 7)
    assert not state_path.exists()


def test_the_offices_own_unit_is_not_the_one_it_reminds(cli: Cli) -> None:
    cli("use", "县安委办")
    assert "县水利局" in cli("remind", "14.5", *WATER).out
    assert "个单位" in cli("remind", "--status", "临期", "--yes").out


# Silence


def test_silence_is_a_filter_a_figure_and_a_word(cli: Cli, clock: Clock) -> None:
    cli("start", "14.5", *WATER)
    later(clock, "2025-07-19")
    ids = cli("list", *WATER, "--direct", "--silent", "30d", "--ids").out.split()
    assert "14.1" in ids
    assert "14.5" not in ids
    later(clock, "2025-07-20")
    assert "14.5" in cli("list", *WATER, "--silent", "30天", "--ids").out.split()
    assert "14.5" not in cli("list", *WATER, "--silent", "31", "--ids").out.split()
    assert "14.5" in cli("list", *WATER, "--silent", "2025-06-20", "--ids").out.split()
    assert "未动 30 天" in said_of(cli, "14.5")
    assert cli("status", *WATER, "--direct", "--json").json["overall"]["timed"]["silent"] == 7
    assert unit(cli, "14.5")["silent_days"] == 30


def test_whoever_is_only_presumed_is_not_called_silent(cli: Cli) -> None:
    assert "未动" not in said_of(cli, "1.4")
    assert unit(cli, "1.4")["silent_days"] == 106


def test_a_time_that_is_none_is_refused_with_one_that_works(cli: Cli) -> None:
    refused = cli("list", "--silent", "很久")
    assert refused.code == 2
    assert refused.err.endswith("可照此写：yqsafety list --silent 30d\n")


# Receipts


def test_a_unit_acknowledges_what_was_sent_to_it(cli: Cli) -> None:
    cli("check", "14.5", *WATER)
    cli("return", "14.5", *WATER, "--reason", "缺材料")
    cli("remind", "18.5", *WATER)
    assert cli("list", "--status", "待签收", *WATER, "--ids").out.split() == ["14.5", "18.5"]
    assert "待签收" in said_of(cli, "14.5")
    said = cli("receive", "--status", "待签收", *WATER, "--yes").out
    assert said == "14.5 已签收（县水利局，2025-06-20）。\n18.5 已签收（县水利局，2025-06-20）。\n"
    assert unit(cli, "14.5")["received"] == "2025-06-20"
    assert unit(cli, "18.5")["reminded"]["answered"] is False  # type: ignore[index]
    assert cli("receive", "14.5", *WATER).out == "14.5 已签收，未再登记。\n"
    assert unit(cli, "14.5")["status"] == "doing"


def test_a_receipt_is_for_a_unit(cli: Cli) -> None:
    for line in (["receive", "4.1"], ["receive", "--status", "todo"], ["receive", "14.5"]):
        refused = cli(*line)
        assert (refused.code, refused.out) == (2, "")
        assert "--unit 单位名称" in refused.err
    cli("use", "县水利局")
    assert cli("receive", "4.1").out == "4.1 已签收（县水利局，2025-06-20）。\n"


# Applications


APPLY = ("--until", "2026年1月底前", "--reason", "招标未完成")


def test_an_application_is_granted_by_a_date(cli: Cli) -> None:
    said = cli("apply", "14.5", *WATER, *APPLY).out
    assert said.startswith("14.5 已申请延期至 2026-01-31（县水利局）：招标未完成。待县安委办批准")
    one = unit(cli, "14.5")
    assert one["due"] == "2025-12-31"
    assert one["applied"] == {"until": "2026-01-31", "reason": "招标未完成", "on": "2025-06-20"}
    assert "申请延期至 2026-01-31（待批）：招标未完成" in said_of(cli, "14.5")
    assert cli("list", "--status", "applied", "--ids").out == "14.5\n"
    cli("extend", "14.5", *WATER, "--until", "2026-01-15", "--reason", "同意")
    assert (unit(cli, "14.5")["due"], unit(cli, "14.5")["applied"]) == ("2026-01-15", None)
    assert cli("list", "--status", "applied", "--ids").out == ""


def test_an_application_is_refused_by_a_return_and_the_status_stays(cli: Cli) -> None:
    cli("start", "14.5", *WATER)
    cli("apply", "14.5", *WATER, *APPLY)
    assert cli("confirm", "14.5", *WATER).code == 2
    said = cli("return", "14.5", *WATER, "--reason", "不能再拖").out
    assert said == "14.5 不同意延期（县水利局，2025-06-20）：不能再拖。\n"
    one = unit(cli, "14.5")
    assert (one["status"], one["applied"], one["returned"]) == ("doing", None, None)
    assert one["refused"] == "不能再拖"
    assert "不同意延期：不能再拖" in said_of(cli, "14.5")
    assert "尚未报办结" in cli("return", "14.5", *WATER, "--reason", "再退").err


def test_a_refusal_is_called_so_wherever_it_is_shown_and_nowhere_a_return(cli: Cli) -> None:
    cli("apply", "14.5", *WATER, *APPLY)
    cli("return", "14.5", *WATER, "--reason", "不行")
    shown = [
        cli("show", "14.5", *WATER).out,
        cli("log").out,
        cli("list", *WATER, "--json").out,
        cli("now", *WATER).out,
        cli("export", "csv", *WATER, "--per", "unit", "-o", "-").out,
        cli("status", *WATER).out,
    ]
    assert log(cli)[-1]["action_label"] == "不同意延期"
    assert [("不同意延期" in said, "退回重办" in said) for said in shown[:2]] == [(True, False)] * 2
    assert "待签收（2025-06-20 不同意延期）" in said_of(cli, "14.5")
    assert not any("退回重办" in said for said in shown)
    assert "退回重办" not in cli("export", "md", *WATER, "-o", "-").out
    assert cli("list", "--status", "returned", "--ids").out == ""
    assert cli("undo").out.startswith("已撤销 2025-06-20 09:12 的操作：不同意延期 1 项")
    assert unit(cli, "14.5")["applied"]


def test_applications_are_refused_all_at_once(cli: Cli) -> None:
    cli("apply", "14.5", "18.5", *WATER, *APPLY)
    said = cli("return", "--status", "申请延期", "--reason", "不能再拖", "--yes").out
    assert said.count("不同意延期") == 2


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("apply 14.5 --unit 县水利局 --until 2025-10-01 --reason 早", "不比它晚"),
        ("apply 4.4 --unit 县水利局 --until 2026-01-01 --reason 长", "是长期任务"),
        ("apply 3.3 --unit 县水利局 --until 2026-01-01 --reason 长", "尚未触发"),
        ("apply 4.1 --whole --until 2026-02-01 --reason 甲", "请指明由哪个单位申请"),
        ("apply 14.5 --unit 县水利局 --reason 甲", "请写明申请延期到哪天"),
        ("apply 14.5 --unit 县水利局 --until 2026-02-01", "请写明理由"),
        ("apply 14.5 --unit 县水利局 --until 2026-02 --reason 甲", "不是一天"),
    ],
)
def test_an_application_that_makes_no_sense_is_refused(cli: Cli, line: str, said: str) -> None:
    refused = cli(*line.split())
    assert (refused.code, refused.out) == (2, "")
    assert said in refused.err
    assert log(cli) == []


def test_what_is_reported_needs_no_more_time(cli: Cli) -> None:
    cli("check", "14.5", *WATER)
    assert "已报办结" in cli("apply", "14.5", *WATER, *APPLY).err


# What others record


def test_a_reminder_that_comes_in_is_asked_for(cli: Cli, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs.json"
    cli("remind", "14.5", *WATER, "--state", theirs)
    cli("receive", "14.5", *WATER, "--state", theirs)
    cli("apply", "18.5", *WATER, *APPLY, "--state", theirs)
    refused = cli("merge", theirs)
    assert refused.code == 2
    assert "有催办 1 条" in refused.err
    assert cli("merge", theirs, "--yes").code == 0
    matters = {one["action"] for one in log(cli)}
    assert matters == {"remind", "receive", "apply"}


def test_an_undone_reminder_never_was(cli: Cli) -> None:
    cli("remind", "14.5", *WATER)
    assert "催办 1 项（14.5 县水利局）" in cli("undo").out
    assert unit(cli, "14.5")["reminded"] is None
