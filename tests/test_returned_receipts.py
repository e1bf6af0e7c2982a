"""A unit's register that comes back filled in is its receipt of what it shows as 待签收."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from conftest import Cli, Clock
from returned import Book, sent
from small import log

TOWN = ("--unit", "历山镇")


def received(cli: Cli) -> list[str]:
    return [event["task"] for event in log(cli) if event["action"] == "receive"]


def town_sheet(cli: Cli, folder: Path, clock: Clock) -> Book:
    """The sheet of a town that was reminded twice, and to which something was returned."""
    cli("check", "2.8", *TOWN)
    cli("return", "2.8", *TOWN, "--reason", "缺照片")
    cli("remind", "2.6", "2.7", *TOWN, "--note", "已电话催办", "--by", "督办员")
    clock.today = dt.date(2025, 6, 23)
    return sent(cli, folder)


def test_what_waits_stands_on_the_sheet(cli: Cli, tmp_path: Path, clock: Clock) -> None:
    book = town_sheet(cli, tmp_path, clock)
    shown = book.cell("2.6", "督办情况").value
    assert "催办 1 次（最近 2025-06-20，未回应）；待签收（2025-06-20 催办）" in shown
    assert "待签收（2025-06-20 退回重办）" in book.cell("2.8", "督办情况").value
    # What the office notes down of a reminder is no progress of the unit.
    assert not book.cell("2.6", "进展情况").value


def test_a_sheet_that_was_filled_in_acknowledges_what_it_shows(
    cli: Cli, tmp_path: Path, clock: Clock
) -> None:
    book = town_sheet(cli, tmp_path, clock).put("2.6", 进展情况="正在排查")
    result = cli("import", book.save(), "--json")
    assert result.code == 0
    assert sorted(result.json["files"][0]["received"]) == ["2.7", "2.8"]
    assert sorted(received(cli)) == ["2.7", "2.8"]
    assert cli("list", "--status", "待签收", "--ids").out == ""
    again = cli("import", book.save(), "--json").json["files"][0]
    assert (again["events"], again["received"]) == (0, [])


def test_a_sheet_in_which_nothing_was_filled_in_proves_nothing(
    cli: Cli, tmp_path: Path, clock: Clock
) -> None:
    book = town_sheet(cli, tmp_path, clock)
    assert cli("import", book.save()).code == 0
    assert received(cli) == []


def test_a_sheet_that_went_out_before_the_reminder_does_not_know_of_it(
    cli: Cli, tmp_path: Path, clock: Clock
) -> None:
    book = sent(cli, tmp_path).put("2.6", 进展情况="正在排查")
    clock.today = dt.date(2025, 6, 23)
    cli("remind", "2.7", *TOWN)
    assert cli("import", book.save()).code == 0
    assert received(cli) == []


def test_a_later_reminder_is_not_what_the_sheet_showed(
    cli: Cli, tmp_path: Path, clock: Clock
) -> None:
    book = town_sheet(cli, tmp_path, clock).put("2.6", 进展情况="正在排查")
    cli("remind", "2.7", *TOWN)
    assert cli("import", book.save()).code == 0
    assert received(cli) == ["2.8"]


def test_a_reminder_is_no_conflict_with_what_the_unit_filled_in(cli: Cli, tmp_path: Path) -> None:
    book = sent(cli, tmp_path).put("2.6", 进展情况="正在排查", 完成状态="在办")
    cli("remind", "2.6", *TOWN, "--note", "已电话催办")
    cli("receive", "2.6", *TOWN)
    assert cli("import", book.save()).code == 0
    assert {event["action"] for event in log(cli)} >= {"doing", "note"}
