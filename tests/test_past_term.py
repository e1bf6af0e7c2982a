"""Between the years: events are still taken by last year's notice, and slips are asked about."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
from conftest import Cli, Clock
from documents import OWNED, notice, task, write
from small import log, row

DATA = Path(__file__).parents[1] / "data"
WATER = ("--unit", "县水利局")
JANUARY = dt.date(2026, 1, 20)
LATE = "注意：通知年度（2025 年）已于 2025-12-31 结束，今天是 2026-01-20，仍记在 yuanqu-2025-1；"


@pytest.fixture(autouse=True)
def january(clock: Clock) -> None:
    clock.today = JANUARY


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody at a terminal."""
    monkeypatch.setattr("yqsafety.cli.past_term.can_ask", lambda: True)


def answers(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def installed(cli: Cli, name: str, first: str, last: str, **of_task: object) -> None:
    """Install a small notice of a term."""
    kept = task("1.1", "抓好排查。", **of_task)
    data = notice(
        {"label": "一、", "heading": "任务。", "tasks": [kept], "responsibility": OWNED},
        id=name,
        issued=first,
        term={"from": first, "until": last},
    )
    result = cli("catalog", "add", write(data, Path(name)))
    assert result.code == 0, result.err


def test_an_accident_in_january_is_taken_by_the_old_notice(cli: Cli) -> None:
    said = cli("trigger", "3.5", "--on", "2026-01-15", *WATER)
    assert said.code == 0
    assert said.out == "3.5@2026-01-15 已触发（县水利局，2026-01-15），时限 2026-05-15。\n"
    assert said.err == (
        "注意：2026-01-15 在通知年度（2025 年）之后，先记在本通知；"
        "新的通知安装后转入：yqsafety catalog carry\n"
    )
    made = row(cli, "3.5@2026-01-15", *WATER)
    assert (made["start"], made["due"], made["timeliness"]) == (
        "2026-01-15",
        "2026-05-15",
        "scheduled",
    )
    counted = cli("status", "--item", "3", *WATER, "--kind", "触发", "--json").json["overall"]
    assert counted["presumed"]["total"] == 1


def test_what_is_reported_of_it_is_taken_without_a_question(
    cli: Cli, asked: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert cli("trigger", "3.5", "--on", "2026-01-15", *WATER).code == 0
    answers(monkeypatch, "")
    for line in ("start 3.5", "note 3.5 已派专班", "check 3.5"):
        said = cli(*line.split(), *WATER)
        assert (said.code, said.err) == (0, "")
    assert row(cli, "3.5@2026-01-15", *WATER)["status"] == "done"


@pytest.mark.parametrize("on", ["2026-01-21", "2024-12-31"])
def test_neither_before_the_term_nor_in_the_future(cli: Cli, on: str) -> None:
    assert cli("trigger", "3.5", "--on", on, *WATER).code == 2


def test_once_the_next_notice_is_in_force_events_are_its_own(cli: Cli) -> None:
    assert cli("catalog", "add", DATA).code == 0
    installed(cli, "new-2026", "2026-01-10", "2026-12-31", continues="yuanqu-2025-1/3.5")
    old = ("--notice", "yuanqu-2025-1", *WATER)
    refused = cli("trigger", "3.5", "--on", "2026-01-15", *old)
    assert refused.code == 2
    assert refused.err.startswith("2026-01-15 的情形属于新的通知 new-2026（2026-01-10 起），未登记")
    assert "yqsafety trigger 编号 --on 2026-01-15 --notice new-2026" in refused.err
    assert cli("trigger", "3.5", "--on", "2026-01-09", *old).code == 0
    assert cli("trigger", "3.5", "--on", "2025-12-09", *old).code == 0


def test_a_notice_that_begins_later_is_the_next_one_too(cli: Cli) -> None:
    installed(cli, "new-2026", "2026-01-01", "2026-12-31")
    assert cli("trigger", "3.5", "--on", "2026-01-01", *WATER, "--notice", DATA).code == 2


def test_a_plan_that_only_reaches_further_is_not_the_next_one(cli: Cli) -> None:
    installed(cli, "plan-2025", "2025-06-01", "2027-12-31")
    assert cli("trigger", "3.5", "--on", "2026-01-15", *WATER, "--notice", DATA).code == 0


@pytest.mark.parametrize("yes", [(), ("--yes",)])
def test_elsewhere_a_late_record_is_made_and_said(cli: Cli, yes: tuple[str, ...]) -> None:
    said = cli("check", "4.1", *WATER, *yes)
    assert said.code == 0
    assert said.err == f"{LATE}记错的请用 yqsafety undo 撤销。\n"
    assert len(log(cli)) == 1


@pytest.mark.parametrize(("answer", "code"), [("n\n", 130), ("y\n", 0)])
def test_at_a_terminal_it_is_asked_about(
    cli: Cli, asked: None, monkeypatch: pytest.MonkeyPatch, answer: str, code: int
) -> None:
    answers(monkeypatch, answer)
    said = cli("check", "4.1", *WATER)
    assert said.code == code
    assert said.err.startswith(
        "通知年度（2025 年）已于 2025-12-31 结束，今天是 2026-01-20。仍要登记吗？[y/N] "
    )
    assert len(log(cli)) == (code == 0)
    answers(monkeypatch, "")
    assert cli("check", "4.1", "--unit", "县林业局", "--yes").code == 0


def test_it_is_one_question_with_that_about_many(
    cli: Cli, asked: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, "y\n")
    said = cli("check", "--all", "--item", "4", *WATER)
    assert said.code == 0
    assert said.err.count("[y/N]") == 1
    assert "今天是 2026-01-20。将登记办结 " in said.err


def test_a_slot_that_still_runs_is_no_slip(cli: Cli) -> None:
    said = cli("check", "12.4@year-turn", *WATER)
    assert (said.code, said.err) == (0, "")


def test_the_office_is_asked_as_well(
    cli: Cli, asked: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, "n\n" * 2)
    strike = ("strike", "县气象局", "--from", "县安委会成员单位", "--reason", "不是成员")
    for line in (strike, ("assign", "14.5", "--lead", "县水利局")):
        assert cli(*line).code == 130
        assert cli(*line, "--yes").code == 0
