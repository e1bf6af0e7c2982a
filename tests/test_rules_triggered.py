"""Section 6 of the design on triggered tasks: they wait until somebody says that it happened."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Cli, Clock
from small import day, log, row

WATER, ROADS = ("--unit", "县水利局"), ("--unit", "县交通局")


def occurrences(cli: Cli, task_id: str = "3.5", *options: str) -> list[str]:
    found = cli("list", "--ids", "--item", "3", *options).out.split()
    return [one for one in found if one.partition("@")[0] == task_id]


def test_a_triggered_task_is_one_waiting_row_without_a_date(cli: Cli) -> None:
    assert occurrences(cli) == ["3.5"]
    waiting = row(cli, "3.5")
    assert (waiting["start"], waiting["due"], waiting["timeliness_label"]) == (None, None, "未触发")
    assert (waiting["period"], waiting["basis"]) == ("", "presumed")
    assert waiting["progress"] == {"done": 0, "total": 0, "na": 0}


def test_a_trigger_makes_an_occurrence_of_that_day_for_the_units_named(cli: Cli) -> None:
    assert cli("trigger", "3.5", "--on", "2025-05-01", *WATER, *ROADS).code == 0
    made = row(cli, "3.5@2025-05-01")
    assert (made["start"], made["due"], made["basis"]) == ("2025-05-01", "2025-08-29", "presumed")
    assert {unit["name"] for unit in made["units"]} == {"县水利局", "县交通局"}


def test_the_units_without_an_event_go_on_waiting(cli: Cli) -> None:
    everybody = {unit["id"] for unit in row(cli, "3.5")["units"]}
    cli("trigger", "3.5", "--on", "2025-05-01", *WATER)
    assert occurrences(cli) == ["3.5", "3.5@2025-05-01"]
    assert {unit["id"] for unit in row(cli, "3.5")["units"]} == everybody - {"shuili"}
    assert occurrences(cli, "3.5", *WATER) == ["3.5@2025-05-01"]


def test_a_trigger_for_all_units_leaves_nobody_waiting(cli: Cli) -> None:
    said = cli("trigger", "3.5", "--on", "2025-05-01", "--all-units").out
    assert said == "√ 已登记触发 26 项，发生日 2025-05-01：触发 26。\n"
    assert occurrences(cli) == ["3.5@2025-05-01"]
    assert len(row(cli, "3.5@2025-05-01")["units"]) == 26


def test_before_its_day_the_task_still_waits(cli: Cli) -> None:
    cli("trigger", "3.5", "--on", "2025-05-01", "--all-units")
    assert occurrences(cli, "3.5", "--as-of", "2025-04-30") == ["3.5"]
    assert occurrences(cli, "3.5", "--as-of", "2025-05-01") == ["3.5@2025-05-01"]


def test_it_can_happen_again_and_twice_on_one_day(cli: Cli) -> None:
    for on in ("2025-05-01", "2025-05-01", "2025-03-10", "2025-05-01"):
        assert cli("trigger", "3.5", "--on", on, *WATER).code == 0
    assert occurrences(cli, "3.5", *WATER) == [
        "3.5@2025-03-10",
        "3.5@2025-05-01",
        "3.5@2025-05-01-2",
        "3.5@2025-05-01-3",
    ]


def test_another_unit_joins_the_occurrence_of_the_same_day(cli: Cli) -> None:
    cli("trigger", "3.5", "--on", "2025-05-01", *WATER)
    cli("trigger", "3.5", "--on", "2025-05-01", *ROADS)
    assert occurrences(cli) == ["3.5", "3.5@2025-05-01"]
    assert len(row(cli, "3.5@2025-05-01")["units"]) == 2


def test_only_the_task_named_is_set_going(cli: Cli) -> None:
    cli("trigger", "3.5", "--on", "2025-05-01", "--all-units")
    assert occurrences(cli, "3.4") == ["3.4"]


def test_a_waiting_task_cannot_be_ticked_and_the_way_on_is_said(cli: Cli, state_path: Path) -> None:
    refused = cli("check", "3.5", *WATER)
    assert (refused.code, state_path.exists()) == (2, False)
    assert "yqsafety trigger 3.5" in refused.err


@pytest.mark.parametrize(
    "command",
    [
        "trigger 4.1 --on 2025-05-01 --unit 县水利局",  # not triggered
        "trigger 3.5 --on 2025-06-21 --unit 县水利局",  # tomorrow
        "trigger 3.5 --on 2024-12-31 --unit 县水利局",  # not in the notice's year
        "trigger 3.5 --on 2025-05-01",  # for whom?
        "trigger 3.5 --on 2025-05-01 --unit 县委办",  # not responsible
        "trigger 3.5 --on 2025-05 --unit 县水利局",  # no day
    ],
)
def test_what_cannot_be_triggered_is_refused_and_nothing_written(
    cli: Cli, state_path: Path, command: str
) -> None:
    assert cli(*command.split()).code == 2
    assert not state_path.exists()


def test_a_bulk_tick_skips_what_waits_and_says_so(cli: Cli) -> None:
    answer = cli("check", "--item", "3", *WATER, "--all", "--yes")
    assert "3.3、3.5 未触发" in answer.out
    assert [one["task"] for one in log(cli)] == ["3.1", "3.2"]


def test_a_tick_for_a_group_skips_the_members_that_wait_and_says_so(cli: Cli) -> None:
    cli("trigger", "3.5", "--on", "2025-05-01", "--unit", "新城镇")
    answer = cli("check", "3.5", "--unit", "各乡镇", "--yes")
    assert (answer.code, [one["unit"] for one in log(cli)]) == (0, ["xincheng", "xincheng"])
    assert "10 项未触发" in answer.out


def test_what_waits_is_neither_open_nor_unreported(cli: Cli) -> None:
    def listed(state: str) -> set[str]:
        found = cli("list", "--ids", "--item", "3", "--status", state).out.split()
        return {one for one in found if one.startswith(("3.5", "3.4", "3.5"))}

    assert listed("waiting") == listed("未触发") == {"3.5", "3.4"}
    assert listed("open") == listed("todo") == listed("scheduled") == set()


def test_a_bare_id_means_the_earliest_open_occurrence(cli: Cli) -> None:
    for on in ("2025-05-22", "2025-06-01"):
        cli("trigger", "3.5", "--on", on, *WATER)
    found = [cli("check", "3.5", *WATER).out for _ in range(2)]
    assert "3.5@2025-05-22 已办结" in found[0]
    assert "3.5@2025-06-01 已办结" in found[1]


def test_an_occurrence_is_overdue_by_its_own_term_and_not_at_the_years_end(
    cli: Cli, clock: Clock
) -> None:
    clock.today = day("12-31")
    cli("trigger", "3.5", *WATER)
    for as_of, word in (
        ("2026-01-01", ("scheduled", "未到期")),
        ("2026-04-30", ("due-soon", "临期")),
        ("2026-05-01", ("overdue", "逾期")),
    ):
        late = row(cli, "3.5@2025-12-31", "--as-of", as_of)
        assert (late["timeliness"], late["timeliness_label"]) == word


def test_an_event_is_counted_as_presumed_because_its_date_is(cli: Cli) -> None:
    def totals(*options: str) -> dict[str, int]:
        overall = cli("status", "--item", "3", *options, "--json").json["overall"]
        return {name: overall[name]["total"] for name in ("timed", "standing", "presumed")}

    town = ("--unit", "新城镇")
    before = totals(*town)
    cli("trigger", "3.5", "--on", "2025-01-20", *town)
    assert totals(*town) == before | {"presumed": before["presumed"] + 1}
    gate = ("status", "--item", "3", *town, "--kind", "触发", "--fail-on", "overdue")
    assert [cli(*gate, *more).code for more in ((), ("--include-presumed",))] == [1, 1]
    assert "未判" in cli(*gate).err
    assert "未判" not in cli(*gate, "--include-presumed").err


def test_undoing_a_trigger_lets_the_task_wait_again(cli: Cli) -> None:
    cli("trigger", "3.5", "--on", "2025-05-01", *WATER)
    cli("undo")
    assert occurrences(cli) == ["3.5"]


def test_a_tick_for_several_names_what_waits(cli: Cli) -> None:
    cli("trigger", "3.5", "--on", "2025-06-01", *WATER)
    said = cli("check", "3.5", *WATER, *ROADS).out
    assert said.startswith("√ 3.5@2025-06-01 已办结（县水利局")
    assert said.endswith("\n3.5 未触发，未再登记。\n")
