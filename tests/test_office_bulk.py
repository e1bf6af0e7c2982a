"""What the office records by filters: what is taken, what is left out, and what it is asked."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from conftest import Cli, Clock
from openpyxl import load_workbook
from returned import register_lines
from small import day, log, row, ticked

WATER = ("--unit", "县水利局")
LATE = ("--until", "2025-09-30", "--reason", "资金未到位")


def answer(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def sheet_rows(path: Path) -> list[dict[str, str]]:
    """The rows of a register, each by the titles of its columns."""
    titles, *rows = register_lines(load_workbook(path))
    return [dict(zip(map(str, titles), map(str, cells), strict=True)) for cells in rows]


def unit_of(cli: Cli, task: str, name: str) -> dict[str, object]:
    return next(unit for unit in row(cli, task)["units"] if unit["name"] == name)


@pytest.mark.parametrize(
    "command",
    [["extend", *LATE], ["confirm"], ["return", "--reason", "缺材料"], ["trigger"]],
    ids=lambda command: command[0],
)
def test_ids_and_filters_are_never_mixed_and_one_of_them_is_needed(
    cli: Cli, command: list[str]
) -> None:
    mixed = cli(*command, "4.1", "--section", "一", "--all-units")
    assert (mixed.code, mixed.err) == (
        2,
        "编号和筛选条件不能同时使用。按筛选条件成批登记：去掉编号。\n",
    )
    for whose in ([], [*WATER, "--yes"], ["--all-units", "--yes"]):
        neither = cli(*command, *whose)
        assert neither.code == 2
        assert neither.err.startswith("没有写明任务编号，也没有筛选条件，未登记。")
    assert log(cli) == []


def test_without_an_answer_nothing_is_recorded_in_bulk(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli("check", "14.5", "14.1", *WATER)
    for typed, code in (("n\n", 130), ("", 2)):
        answer(monkeypatch, typed)
        asked = cli("confirm", "--item", "14", *WATER)
        assert (asked.code, len(log(cli))) == (code, 2)
        assert "将复核通过 2 项：限期 2" in asked.err
    answer(monkeypatch, "是\n")
    assert cli("confirm", "--item", "14", *WATER).code == 0
    assert [event["action"] for event in log(cli)].count("confirm") == 2


def test_dates_are_set_for_what_has_begun_and_is_open(cli: Cli) -> None:
    cli("check", "18.5", *WATER)
    cli("waive", "18.6", *WATER, "--reason", "无此职责")
    said = cli("extend", "--item", "18", *WATER, *LATE, "--yes").out.splitlines()
    assert said[0].startswith("18.7 时限调整为 2025-09-30（县水利局，原为 2025-12-31）")
    assert said[2:] == [
        "18.1、18.4 为长期任务（没有到期日），未再登记。",
        "18.2、18.3、18.8 属全县一项（时限不分单位），未再登记。",
        "18.5 已是办结，未再登记。",
        "18.6 已登记不适用，未再登记。",
    ]
    assert [row(cli, task, *WATER)["basis"] for task in ("18.7", "18.9")] == ["local"] * 2
    before = len(log(cli))
    again = cli("extend", "--item", "18", *WATER, *LATE, "--yes").out
    assert "18.7、18.9 时限已是 2025-09-30，未再登记。" in again.splitlines()
    assert len(log(cli)) == before


def test_what_waits_or_has_not_begun_keeps_its_date(cli: Cli) -> None:
    said = cli("extend", "--item", "2", "--item", "3", "--all-units", *LATE, "--yes").out
    assert "未触发，已跳过" in said
    assert "项尚未开始，已跳过" in said
    periods = {event["period"] for event in log(cli)}
    assert "fire-month" not in periods
    assert "2025" in periods


def test_the_date_of_one_result_of_the_county_is_set_once_and_by_no_unit(cli: Cli) -> None:
    refused = cli("extend", "--grep", "县防灾减灾救灾委员会", *WATER, *LATE, "--yes")
    assert refused.code == 0
    assert refused.out == "4.1、4.2 属全县一项（时限不分单位），未再登记。\n"
    assert log(cli) == []
    cli("extend", "--item", "4", "--kind", "限期", "--all-units", *LATE, "--yes")
    events = log(cli)
    assert [event["unit"] for event in events if event["task"] == "4.1"] == ["county"]
    assert row(cli, "4.1")["whole"]["basis"] == "local"


def test_a_date_that_comes_forward_is_said_before_it_is_set(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer(monkeypatch, "n\n")
    asked = cli("extend", "--item", "18", *WATER, *LATE)
    assert "18.5 的时限将由 2025-12-31 提前到 2025-09-30；18.7 的时限" in asked.err
    assert "将调整时限 3 项，至 2025-09-30：限期 3；" in asked.err
    assert asked.err.count("注意：") == 0


def test_a_bulk_of_dates_is_for_units_that_were_named(cli: Cli) -> None:
    refused = cli("extend", "--section", "三", *LATE, "--yes")
    assert refused.err == "请指明单位：--unit 单位名称；确属全部单位：--all-units\n"
    assert cli("trigger", "--grep", "事故", "--yes").code == 2
    assert cli("extend", "--section", "三", "--whole", *LATE, "--yes").code == 2
    assert log(cli) == []


def test_the_office_confirms_whatever_was_reported_and_not_what_it_is_released_from(
    cli: Cli,
) -> None:
    cli("use", "县安委办")
    cli("check", "14.5", *WATER)
    cli("check", "14.5", "--unit", "县交通局")
    cli("waive", "14.1", *WATER, "--reason", "无此职责")
    said = cli("confirm", "--item", "14", "--yes").out
    assert "14.1 报不适用（须写明编号，或加 --status 不适用），未再登记。" in said.splitlines()
    assert unit_of(cli, "14.5", "县水利局")["confirmed"]
    assert unit_of(cli, "14.5", "县交通局")["confirmed"]
    assert not unit_of(cli, "14.1", "县水利局")["confirmed"]
    assert cli("confirm", "--status", "不适用", "--yes").code == 0
    assert unit_of(cli, "14.1", "县水利局")["confirmed"]
    assert "14.5、14.5 已复核" in cli("confirm", "--item", "14", "--yes").out


def test_a_bulk_return_leaves_what_the_office_has_confirmed(cli: Cli) -> None:
    cli("check", "14.5", "14.1", *WATER)
    cli("confirm", "14.5", *WATER)
    said = cli("return", "--status", "办结", "--reason", "缺材料", "--yes").out
    assert "14.5 已复核，未再登记。" in said.splitlines()
    assert unit_of(cli, "14.1", "县水利局")["returned"] == "缺材料"
    assert unit_of(cli, "14.5", "县水利局")["confirmed"]
    assert cli("return", "--status", "办结", "--yes").err == "请写明理由：--reason 理由。\n"


def test_confirming_in_bulk_recognises_a_result_of_the_county_once(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli("check", "4.1", *WATER)
    answer(monkeypatch, "y\n")
    asked = cli("confirm", "--unconfirmed")
    assert "复核即认定为全县的结果" in asked.err
    assert row(cli, "4.1")["whole"]["status"] == "done"
    cli("check", "4.1", "--unit", "县自然资源局", "--on", "2025-06-19")
    said = cli("confirm", "--item", "4", "--unit", "县自然资源局", "--yes").out
    assert "4.1 已由其他单位办结（全县一项），未再登记。" in said.splitlines()


def test_one_event_sets_all_its_tasks_going_once(cli: Cli, clock: Clock) -> None:
    clock.today = day("06-25")
    said = cli("trigger", "--grep", "发生较大及以上", "--all-units", "--on", "2025-06-22", "--yes")
    assert said.out.startswith("√ 已登记触发 ")
    events = log(cli)
    assert {event["task"] for event in events} == {"3.3", "3.4", "3.5"}
    assert [event["unit"] for event in events if event["task"] in ("3.3", "3.4")] == ["county"] * 2
    assert {event["period"] for event in events} == {"2025-06-22"}
    again = cli("trigger", "--item", "3", "--all-units", "--on", "2025-06-22", "--yes").out
    assert "项当天已登记触发，已跳过" in again
    assert "3.1、3.2 不是触发类任务，未再登记。" in again.splitlines()
    assert len(log(cli)) == len(events)


def test_an_event_of_one_unit_is_not_the_others(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    cli("use", "县水利局")
    answer(monkeypatch, "y\n")
    asked = cli("trigger", "--grep", "集中观看")
    assert "将登记触发 1 项，发生日 2025-06-20：触发 1（3.5）" in asked.err
    assert ticked(cli) == [("3.5", "2025-06-20", "县水利局")]


def test_what_is_answered_for_the_own_unit_is_asked_for(cli: Cli) -> None:
    cli("use", "县水利局")
    cli("check", "14.5", "14.1")
    cli("check", "14.5", "--unit", "县交通局")
    cli("confirm", "--item", "14", "--mine", "--yes")
    assert not unit_of(cli, "14.5", "县交通局")["confirmed"]
    assert unit_of(cli, "14.1", "县水利局")["confirmed"]


def test_a_date_that_the_office_set_says_so_wherever_it_is_shown(cli: Cli, tmp_path: Path) -> None:
    cli("extend", "18.5", *WATER, *LATE)
    cli("extend", "4.1", "--whole", *LATE)
    assert "2025-09-30，县定时限（原时限 2025-12-31）" in cli("show", "18.5", *WATER).out
    shown = cli("show", "18.5").out
    assert "县水利局：点名，未反馈，未到期，时限 2025-09-30（县定）；未动 106 天\n" in shown
    assert "未反馈，未到期，时限 2025-09-30（县定）\n" in cli("show", "4.1").out
    assert row(cli, "18.5", *WATER)["basis"] == "local"
    calendar = cli("export", "ics", "--item", "18", *WATER).out.replace("\r\n ", "")
    assert "2025-09-30，县定时限" in calendar
    assert "2025-09-30（县定）" in cli("export", "html", "--item", "18", *WATER).out
    assert ",local," in cli("export", "csv", "--item", "18", *WATER).out
    assert "9月30日 | 县定时限" in cli("export", "md", "--as-of", "2025-10-08").out
    for task, owner in (("18.5", "县水利局"), ("4.1", "县自然资源局、县水利局")):
        sheet = tmp_path / f"{task}.xlsx"
        cli("export", "xlsx", "--item", task.split(".")[0], "-o", sheet, "--force")
        cells = sheet_rows(sheet)
        assert [r["完成时限"] for r in cells if r["条款"] == task and owner in r["责任单位"]] == [
            "2025-09-30（县定）"
        ]
        assert cli("import", sheet, "--dry-run").code == 0


def test_a_sheet_that_went_out_before_dates_were_marked_is_still_read(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli("extend", "18.5", *WATER, *LATE)
    with monkeypatch.context() as patched:
        patched.setattr("yqsafety.wording.phrases.own_due", lambda one, _: str(one.due))
        cli("export", "xlsx", "--item", "18", *WATER, "-o", tmp_path / "a.xlsx")
    cli("extend", "18.5", *WATER, "--until", "2025-10-31", "--reason", "再延")
    found = cli("import", tmp_path / "a.xlsx", "--dry-run")
    assert (found.code, found.err) == (0, "")


def test_what_was_ticked_for_the_county_itself_is_confirmed_too(cli: Cli) -> None:
    cli("check", "4.1", "--whole", "--on", "2025-06-19")
    cli("check", "4.1", *WATER)
    assert cli("confirm", "--item", "4", "--yes").out.startswith("√ 4.1 复核通过（全县")
    assert row(cli, "4.1")["whole"]["confirmed"]


def test_an_event_that_somebody_entered_is_not_entered_again(cli: Cli) -> None:
    """Of one result of the county by any unit; of others by the unit, as a second event too."""
    on = ("--on", "2025-06-10")
    cli("trigger", "3.3", "--unit", "县应急管理局", *on)
    said = cli("trigger", "--grep", "现场警示会", "--all-units", *on, "--yes").out
    assert said == "3.3@2025-06-10 当天已登记触发，未再登记。\n"
    batches = [cli("trigger", "3.5", *WATER, *on, "--json").json["events"][0] for _ in range(2)]
    assert [event["period"] for event in batches] == ["2025-06-10", "2025-06-10-2"]
    cli("undo", batches[0]["batch"])
    said = cli("trigger", "--grep", "集中观看", *WATER, *on, "--yes").out
    assert "当天已登记触发" in said


def test_what_would_be_recorded_stands_before_the_question(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    cli("check", "14.1", "14.2", "14.3", "14.5", *WATER)
    answer(monkeypatch, "n\n")
    asked = cli("confirm", "--item", "14", *WATER).err.splitlines()
    assert asked[0] == "14.1 县水利局 加快矿山升级改造（时限 2025-12-31）"
    assert len(asked) == 5
    monkeypatch.setenv("LINES", "8")
    answer(monkeypatch, "n\n")
    asked = cli("confirm", "--item", "14", *WATER).err.splitlines()
    assert asked[:3] == [
        "14.1 县水利局 加快矿山升级改造（时限 2025-12-31）",
        "14.2 县水利局 推进国有老矿大矿“一优三减”（时限 2025-12-31）",
        "…… 另有 2 项",
    ]
    assert asked[3].startswith("将复核通过 4 项：")


@pytest.mark.parametrize("how", [("14.5",), ("--item", "14")], ids=["by id", "by filters"])
@pytest.mark.parametrize(
    "command",
    [
        ("confirm",),
        ("return", "--reason", "缺材料"),
        ("extend", "--until", "2026-01-31", "--reason", "资金未到位"),
        ("trigger",),
        ("receive",),
    ],
    ids=lambda command: command[0],
)
def test_a_dry_run_of_the_office_shows_and_records_nothing(
    cli: Cli, command: tuple[str, ...], how: tuple[str, ...]
) -> None:
    if command[0] not in ("extend", "receive"):
        cli("check", "14.5", *WATER)
    if command[0] == "trigger":
        how = ("3.5", "--unit", "历山镇") if how == ("14.5",) else ("--item", "3", "--all-units")
    mine = () if command[0] == "trigger" else WATER
    before = log(cli)
    said = cli(*command, *how, *mine, "--dry-run")
    assert said.code == 0, said.err
    assert said.out.splitlines()[-1].endswith("只是查看，未登记。")
    assert any(line.startswith(("14.", "3.")) for line in said.out.splitlines())
    assert cli(*command, *how, *mine, "--dry-run", "--json").json["dry_run"] is True
    assert log(cli) == before


def test_a_date_of_a_slip_is_said_and_on_a_terminal_asked_about(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A wrong year makes a unit 逾期 at once."""
    early = ("extend", "18.5", *WATER, "--until", "2025-04-01", "--reason", "x")
    with monkeypatch.context() as terminal:
        terminal.setattr("yqsafety.cli.recording.can_ask", lambda: True)
        answer(terminal, "n\n")
        asked = cli(*early)
    assert asked.code == 130
    assert asked.err.startswith(
        "新的时限 2025-04-01 已经过去，登记后即为逾期；"
        "18.5 的时限将由 2025-12-31 提前到 2025-04-01。仍要登记吗？[y/N] "
    )
    said = cli(*early)
    assert said.code == 0
    assert "提前到 2025-04-01；记错的请撤销：yqsafety undo" in said.err
    later = ("extend", "18.5", *WATER, "--until", "2026-04-01", "--reason", "x")
    assert cli(*later).err == ""


def test_a_standing_duty_gets_no_date(cli: Cli) -> None:
    said = cli("extend", "11.2", "--unit", "县应急管理局", "--until", "2026-05-01", "--reason", "x")
    assert said.code == 2
    assert said.err.startswith("11.2 是长期任务，没有到期日，未登记。")
    assert log(cli) == []


def test_a_second_event_of_a_day_is_said_and_on_a_terminal_asked_about(
    cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = ("trigger", "3.5", "--all-units", "--on", "2025-04-07", "--note", "某矿顶板事故")
    first = cli(*event)
    assert (first.code, first.err) == (0, "")
    with monkeypatch.context() as terminal:
        terminal.setattr("yqsafety.cli.recording.can_ask", lambda: True)
        answer(terminal, "n\n")
        before = len(log(cli))
        asked = cli(*event)
    assert asked.code == 130
    assert "3.5 当天已登记过触发（3.5@2025-04-07，" in asked.err
    assert "个单位），这次将另记为 3.5@2025-04-07-2。仍要登记吗？" in asked.err
    assert len(log(cli)) == before
    assert "这次将另记为 3.5@2025-04-07-2；记错的请撤销" in cli(*event).err
    other = cli("trigger", "3.5", "--all-units", "--on", "2025-04-08")
    assert (other.code, other.err) == (0, "")
