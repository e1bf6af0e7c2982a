"""What goes from last year's notice into the new one: arrangements, in one step, and only once."""

from __future__ import annotations

import io

import pytest
from conftest import Cli, Clock, Result
from small import log
from two_years import NEW, OLD, UNITS, install, new_notice, old_notice, on, presumed_terms

FROM_OLD = ("--notice", OLD)


@pytest.fixture
def year(cli: Cli, clock: Clock) -> None:
    """What the office arranged, and what was left open, when the new notice comes in March."""
    install(cli, old_notice())
    on(
        cli,
        clock,
        "2025-04-10",
        "assign 1.1 --lead 甲局 -u 丁办",
        "assign 1.8 -u 甲局 -u 乙局",
        "assign 1.6 -u 甲局",
        "assign 1.10 -u 乙局",
        "strike 丙局 --from 成员单位 --reason 不在名单内",
        "check 1.1 -u 甲局",
    )
    on(
        cli,
        clock,
        "2025-11-25",
        "extend 1.1 --until 2026-06-30 --reason 会期调整 --approved-by 李四 -u 丁办",
        "extend 1.9 --until 2025-12-20 --reason 待招标 -u 乙局",
        "trigger 1.4 -u 甲局 --on 2025-11-20",
        "check 1.4 -u 甲局",
        "trigger 1.4 -u 乙局 --on 2025-11-25",
    )
    on(
        cli,
        clock,
        "2026-01-20",
        "trigger 1.4 -u 甲局 --on 2026-01-15",
        "start 1.4@2026-01-15 -u 甲局 --note 已派专班",
        "trigger 1.4 -u 乙局 --on 2026-01-18",
        "check 1.4@2026-01-18 -u 乙局",
    )
    on(cli, clock, "2026-03-10")


@pytest.fixture
def renewed(cli: Cli, year: None) -> str:
    return install(cli, new_notice())


def carried(cli: Cli) -> list[dict[str, str]]:
    return [event for event in log(cli) if event["notice"] == NEW]


def short(event: dict[str, str]) -> tuple[str, ...]:
    return (event["action"], event["task"], event["period"], event["unit_name"], event["on"])


def test_adding_the_notice_says_how_much_there_is(cli: Cli, renewed: str) -> None:
    last = renewed.splitlines()[-1]
    assert last == (
        "上年（small-2025）分工 1 项，剔除 1 个，时限 1 个，情形 2 次（附已报 1 条）；未办结 "
        f"{len(cli('catalog', 'carry', NEW, '--dry-run', '--json').json['left_open'])} 项。"
        "接续：yqsafety catalog carry small-2026"
    )


def test_all_is_recorded_in_one_batch_of_ordinary_events(cli: Cli, renewed: str) -> None:
    said = cli("catalog", "carry", NEW, "--yes")
    assert said.code == 0, said.err
    events = carried(cli)
    assert [short(event) for event in events] == [
        ("strike", "", "", "丙局", "2026-03-10"),
        ("assign", "1.2", "", "甲局", "2026-03-10"),
        ("assign", "1.2", "", "丁办", "2026-03-10"),
        ("extend", "1.2", "2026", "丁办", "2026-03-10"),
        ("trigger", "1.4", "2025-11-25", "乙局", "2026-03-10"),
        ("trigger", "1.4", "2026-01-15", "甲局", "2026-03-10"),
        ("note", "1.4", "2026-01-15", "甲局", "2026-03-10"),
    ]
    closed = [event for event in log(cli) if event["action"] == "transfer"]
    assert [(*short(event), event["reason"]) for event in closed] == [
        ("transfer", "1.1", "2025", "丁办", "2026-03-10", "small-2026/1.2"),
        ("transfer", "1.4", "2025-11-25", "乙局", "2026-03-10", "small-2026/1.4@2025-11-25"),
        ("transfer", "1.4", "2026-01-15", "甲局", "2026-03-10", "small-2026/1.4@2026-01-15"),
    ]
    assert len({event["batch"] for event in (*events, *closed)}) == 1
    assert [event["reason"] for event in events] == [
        "沿用 small-2025 的剔除：不在名单内",
        "沿用 small-2025 1.1 的分工",
        "沿用 small-2025 1.1 的分工",
        "沿用 small-2025 1.1 的时限：会期调整",
        "沿用 small-2025 1.4@2025-11-25",
        "沿用 small-2025 1.4@2026-01-15",
        "沿用 small-2025 1.4@2026-01-15",
    ]
    assert events[1]["field"] == "lead"
    assert (events[3]["until"], events[3]["approved_by"]) == ("2026-06-30", "李四")
    assert events[6]["note"] == "2026-01-20 甲局 登记在办，张三登记：已派专班"
    assert "√ 已沿用：分工 1 项，剔除 1 个，时限 1 个，情形 2 次（附已报 1 条）。" in said.out


def test_the_new_notice_stands_as_arranged(cli: Cli, renewed: str) -> None:
    assert cli("catalog", "carry", NEW, "--yes").code == 0
    rows = {row["id"]: row for row in cli("list", "--json", "--notice", NEW).json["rows"]}
    assert [unit["name"] for unit in rows["1.2"]["units"]] == ["甲局", "丁办"]
    assert rows["1.2"]["units"][0]["lead"]
    assert rows["1.2"]["units"][1]["due"] == "2026-06-30"
    assert "丙局" not in {unit["name"] for unit in rows["1.1"]["units"]}
    assert (rows["1.4@2025-11-25"]["due"], rows["1.4@2025-11-25"]["timeliness"]) == (
        "2026-01-24",  # 60 days from its true day
        "overdue",
    )
    assert rows["1.4@2025-11-25"]["basis"] == "stated"
    assert (rows["1.4@2026-01-15"]["due"], rows["1.4@2026-01-15"]["status"]) == (
        "2026-03-16",
        "todo",
    )


def test_a_second_run_records_nothing_and_undo_takes_all_back(cli: Cli, renewed: str) -> None:
    assert cli("catalog", "carry", NEW, "--yes").code == 0
    before = len(log(cli))
    again = cli("catalog", "carry", NEW, "--yes")
    assert (again.code, again.out.splitlines()[-1]) == (0, "没有要沿用的分工、剔除、时限和情形。")
    assert len(log(cli)) == before
    assert cli("undo", "--notice", NEW).code == 0
    rows = {row["id"] for row in cli("list", "--json", "--notice", NEW).json["rows"]}
    assert not {row for row in rows if row.startswith("1.4@")}
    assert cli("catalog", "carry", NEW, "--yes").code == 0
    assert len(log(cli)) == before + 1 + 10


def test_what_is_not_clear_is_named(cli: Cli, renewed: str) -> None:
    answer = cli("catalog", "carry", NEW, "--dry-run", "--json").json
    left = {(one["matter"], one["id"], one["unit"]): one["why"] for one in answer["left_out"]}
    assert left == {
        ("division", "1.10", ""): "新通知不再列入",
        ("division", "1.6、1.7", ""): "合并为 1.6，原分工不一致，请另行分工",
        ("division", "1.8", ""): "拆分为 1.7、1.8，请另行分工",
        ("date", "1.9", "yi"): "时限 2025-12-20：早于新通知（2026-03-01），不沿用",
        ("event", "1.4@2026-01-18", ""): "已办结，不再登记",
    }
    assert (answer["schema"], answer["continues"], answer["dry_run"]) == (
        "yqsafety/carry@1",
        [OLD],
        True,
    )
    assert carried(cli) == []


def test_what_was_left_open_is_listed_unit_by_unit(cli: Cli, renewed: str) -> None:
    shown = cli("catalog", "carry", NEW, "--dry-run").out.splitlines()
    assert shown[0].startswith("上年未办结 ")
    assert shown[0].endswith(" 项（small-2025，截至 2026-03-10）：")
    mine = next(line for line in shown if line.startswith("  甲局 "))
    assert mine.partition("：")[2].split("、") == [
        *("1.3@2025-Q1", "1.3@2025-Q2", "1.3@2025-Q3", "1.3@2025-Q4"),
        *(
            "1.4@2026-01-15（在办，至 2026-03-16）",
            "1.6",
            "1.7→1.6",
            "1.8→1.7/1.8",
            "1.9（不再列入）",
        ),
    ]
    yi = next(line for line in shown if line.startswith("  乙局 "))
    assert "1.10（不再列入）" in yi
    assert "  1.2 分工：甲局（牵头）、丁办（沿用 small-2025 1.1 的分工）" in shown
    assert "  small-2025 1.10 分工：新通知不再列入" in shown


@pytest.mark.parametrize(("answer", "code", "number"), [("n\n", 130, 0), ("y\n", 0, 7), ("", 2, 0)])
def test_it_is_asked_once(
    cli: Cli,
    renewed: str,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
    code: int,
    number: int,
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    said = cli("catalog", "carry", NEW)
    assert said.code == code
    assert said.err.count("[y/N]") == 1
    assert "将登记到 small-2026（自 2026-03-10 起）：分工 1 项，剔除 1 个，" in said.err
    assert len(carried(cli)) == number


def test_before_the_new_term_it_holds_from_its_first_day(
    cli: Cli, clock: Clock, year: None
) -> None:
    early = new_notice(issued="2025-12-25")
    on(cli, clock, "2025-12-28")
    # What the year's record says of January is not known yet.
    install(cli, early)
    assert cli("catalog", "carry", NEW, "--yes").code == 0
    days = {event["on"] for event in carried(cli)}
    assert days == {"2026-01-01"}
    assert cli("catalog", "carry", NEW, "--yes").out.endswith(
        "没有要沿用的分工、剔除、时限和情形。\n"
    )
    on(cli, clock, "2026-01-02")
    rows = cli("list", "--json", "--notice", NEW).json["rows"]
    divided = next(row for row in rows if row["id"] == "1.2")
    assert divided["division"] == "made"


def test_a_unit_that_the_new_notice_does_not_know_is_named_and_left_out(
    cli: Cli, year: None
) -> None:
    install(cli, new_notice(), UNITS.replace("  - {id: ding, name: 丁办}\n", ""))
    answer = cli("catalog", "carry", NEW, "--dry-run", "--json").json
    left = {(one["matter"], one["id"], one["unit"]): one["why"] for one in answer["left_out"]}
    assert left["division", "1.1", "ding"] == "新通知的名册没有这个单位"
    assert left["date", "1.1", "ding"] == "时限 2026-06-30：1.2 不由该单位承担"
    divided = [event["unit"] for event in answer["events"] if event["action"] == "assign"]
    assert divided == ["jia"]


def test_a_unit_is_the_same_by_its_name(cli: Cli, year: None) -> None:
    """A draft may have made other ids."""
    others = UNITS.replace("id: jia", "id: jiaju").replace("id: members", "id: chengyuan")
    install(cli, new_notice(), others)
    assert cli("catalog", "carry", NEW, "--yes").code == 0
    events = {(event["action"], event["unit"], event.get("field")) for event in carried(cli)}
    assert ("assign", "jiaju", "lead") in events
    assert ("strike", "bing", "chengyuan") in events
    assert ("trigger", "jiaju", None) in events
    assert "上年（1.1）：办结 2025-04-10" in cli("show", "1.2", "-u", "甲局", "--notice", NEW).out


def test_what_the_office_has_decided_in_the_new_notice_stays(cli: Cli, renewed: str) -> None:
    for line in (
        f"assign 1.2 -u 乙局 --notice {NEW}",
        f"trigger 1.4 -u 甲局 --on 2026-01-15 --notice {NEW}",
    ):
        assert cli(*line.split()).code == 0
    answer = cli("catalog", "carry", NEW, "--dry-run", "--json").json
    actions = [(event["action"], event["task"], event["unit"]) for event in answer["events"]]
    assert ("assign", "1.2", "jia") not in actions
    assert ("trigger", "1.4", "jia") not in actions
    left = {(one["id"], one["unit"]): one["why"] for one in answer["left_out"]}
    assert left["1.4@2026-01-15", "jia"] == "1.4 已另行登记"
    assert cli("unassign", "1.2", "--notice", NEW).code == 0
    again = cli("catalog", "carry", NEW, "--dry-run", "--json").json
    assert "assign" not in {event["action"] for event in again["events"]}


def refused(result: Result, said: str) -> None:
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_what_cannot_be_carried_from(cli: Cli, clock: Clock) -> None:
    refused(cli("catalog", "carry"), "yuanqu-2025-1 没有接续以前的通知")
    on(cli, clock, "2026-03-10")
    said = install(cli, new_notice())
    assert "接续" not in said
    refused(cli("catalog", "carry", NEW), "上年的通知 small-2025 未安装，看不到其登记。")
    refused(cli("catalog", "carry", "nope"), "没有“nope”这份通知")


def test_nothing_to_carry_is_said(cli: Cli, clock: Clock) -> None:
    install(cli, old_notice())
    on(cli, clock, "2026-03-10")
    install(cli, new_notice())
    said = cli("catalog", "carry")
    assert (said.code, said.out.splitlines()[-1]) == (0, "没有要沿用的分工、剔除、时限和情形。")
    assert log(cli) == []


@pytest.fixture
def carried_on(cli: Cli, clock: Clock) -> None:
    """An event of November whose date, and not its unit, is presumed, carried in March."""
    install(cli, presumed_terms(old_notice()))
    on(cli, clock, "2025-04-10", "assign 1.4 -u 甲局")
    on(cli, clock, "2025-11-25", "trigger 1.4 -u 甲局 --on 2025-11-20 --note 某矿事故")
    on(cli, clock, "2026-03-10")
    install(cli, presumed_terms(new_notice()))
    assert cli("catalog", "carry", NEW, "--yes").code == 0


EVENT_OF = ("--item", "1", "--kind", "触发", "--unit", "甲局")


def test_a_presumed_date_stays_presumed_and_fails_nobody(cli: Cli, carried_on: None) -> None:
    row = cli("list", *EVENT_OF, "--notice", NEW).out.splitlines()[0].split("\t")
    assert row[:4] == ["1.4@2025-11-20", "2026-01-19", "未反馈", "逾期（推定）"]
    gate = cli("status", *EVENT_OF, "--notice", NEW, "--fail-on", "overdue")
    assert "推定 1 项" in gate.err
    assert "逾期 " not in cli("status", "--notice", NEW, "--fail-on", "overdue").err
    report = cli("export", "md", "-o", "-", "--notice", NEW).out
    assert "1月1日" not in report
    assert "县定" not in report


def test_what_was_carried_is_owed_once(cli: Cli, carried_on: None) -> None:
    """In every view the old row says where it goes on, and counts nowhere."""
    both = ("--notice", "all")
    rows = cli("list", *EVENT_OF, *both).out.splitlines()
    assert [row.split("\t")[:4] for row in rows if "2025-11-20" in row] == [
        ["small-2026/1.4@2025-11-20", "2026-01-19", "未反馈", "逾期（推定）"],
        ["small-2025/1.4@2025-11-20", "2026-01-19", "已转入 small-2026/1.4@2025-11-20", "已转入"],
    ]
    open_ids = cli("list", *EVENT_OF, *both, "--status", "open", "--ids").out.split()
    assert open_ids == ["small-2026/1.4@2025-11-20"]
    now = cli("now", "--unit", "甲局", *both).out
    assert now.count("1.4@2025-11-20") == 1
    tally = cli("status", *EVENT_OF, "--notice", OLD, "--json").json["overall"]["presumed"]
    assert (tally["total"], tally["todo"], tally["overdue"], tally["transferred"]) == (0, 0, 0, 1)
    gate = cli("status", *EVENT_OF, "--notice", OLD, "--fail-on", "open", "--include-presumed")
    assert "已转入 1 项" in gate.err
    calendar = cli("export", "ics", "-o", "-", *EVENT_OF, "--notice", OLD).out
    assert "STATUS:CANCELLED" in calendar
    assert "1 项（责任单位" not in calendar
    assert cli("export", "md", "-o", "-", "--notice", OLD).out.count("已转入新通知1项") == 1
    shown = cli("show", "1.4@2025-11-20", "--notice", OLD, "--unit", "甲局").out
    assert "已转入 small-2026/1.4@2025-11-20" in shown
    assert "县定" not in shown


def test_what_was_carried_is_recorded_there_only(cli: Cli, carried_on: None) -> None:
    mine = ("1.4@2025-11-20", "--unit", "甲局", "--notice", OLD, "--yes")
    for command in (
        ("check", *mine),
        ("extend", *mine, "--until", "2026-09-30", "--reason", "顺延"),
        ("note", "1.4@2025-11-20", "已处理", *mine[1:]),
        ("apply", *mine, "--until", "2026-09-30", "--reason", "顺延"),
    ):
        said = cli(*command)
        assert said.code == 2, command
        assert "1.4@2025-11-20 已转入 small-2026/1.4@2025-11-20，未登记。" in said.err, command
    for command in (("remind", *mine), ("receive", *mine)):
        assert "已转入新的通知" in cli(*command).out, command


def test_undo_of_the_carrying_opens_it_again(cli: Cli, carried_on: None) -> None:
    assert cli("undo", "--notice", NEW).code == 0
    rows = cli("list", *EVENT_OF, "--notice", OLD).out.splitlines()
    assert rows[0].split("\t")[:4] == ["1.4@2025-11-20", "2026-01-19", "未反馈", "逾期（推定）"]
    assert cli("list", *EVENT_OF, "--notice", NEW, "--status", "open", "--ids").out == ""


def test_a_date_that_the_office_set_goes_on_as_the_offices(cli: Cli, clock: Clock) -> None:
    install(cli, presumed_terms(old_notice()))
    on(
        cli,
        clock,
        "2025-11-25",
        "trigger 1.4 -u 甲局 --on 2025-11-20",
        "extend 1.4 -u 甲局 --until 2026-05-01 --reason 顺延 --yes",
    )
    on(cli, clock, "2026-03-10")
    install(cli, presumed_terms(new_notice()))
    assert cli("catalog", "carry", NEW, "--yes").code == 0
    row = cli("list", *EVENT_OF, "--notice", NEW, "--json").json["rows"][0]
    assert (row["due"], row["basis"]) == ("2026-05-01", "local")


def test_another_term_in_the_new_notice_changes_neither_day_nor_basis(
    cli: Cli, clock: Clock
) -> None:
    """What the old one only presumed does not become stated, since the event was of its time."""
    install(cli, presumed_terms(old_notice()))
    on(cli, clock, "2025-11-25", "trigger 1.4 -u 甲局 --on 2025-11-20")
    on(cli, clock, "2026-03-10")
    install(cli, new_notice())  # 60 days, stated
    assert cli("catalog", "carry", NEW, "--yes").code == 0
    row = cli("list", *EVENT_OF, "--notice", NEW, "--json").json["rows"][0]
    assert (row["due"], row["basis"], row["timeliness"]) == ("2026-01-19", "presumed", "overdue")
    assert "县定" not in cli("show", "1.4@2025-11-20", "--unit", "甲局", "--notice", NEW).out
