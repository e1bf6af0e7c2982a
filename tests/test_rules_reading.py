"""Section 6 of the design on looking: the fold on a day, order, filters, what events hang on."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Cli, Clock
from small import ONCE, YEAR_END, catalog, day, entry, event, item, log, row, small_ledger, task

DATA = Path(__file__).parents[1] / "data"


# The fold, on a day


def test_a_look_at_a_day_shows_what_held_then(cli: Cli) -> None:
    cli("check", "4.1", "--unit", "县水利局", "--on", "2025-05-20")
    found = [row(cli, "4.1", "--as-of", f"2025-05-{n}")["status"] for n in (19, 20, 21)]
    assert found == ["todo", "done", "done"]


def test_what_is_recorded_later_wins_even_if_the_clock_went_back(cli: Cli, clock: Clock) -> None:
    cli("check", "4.1", "--unit", "县水利局")
    clock.today = day("06-10")
    cli("start", "4.1", "--unit", "县水利局")
    assert row(cli, "4.1", "--as-of", "2025-06-20")["status"] == "doing"
    moments = [one["at"] for one in log(cli)]
    assert moments == sorted(set(moments))


def test_what_is_undone_is_gone_at_every_date(cli: Cli) -> None:
    cli("check", "4.1", "--unit", "县水利局", "--on", "2025-05-20")
    cli("undo")
    assert row(cli, "4.1", "--as-of", "2025-05-25")["status"] == "todo"


def test_what_is_recorded_over_a_week_later_is_marked(cli: Cli) -> None:
    for task_id, on in (("4.1", "2025-06-12"), ("4.2", "2025-06-13")):
        cli("check", task_id, "--unit", "县水利局", "--on", on)
    assert [one["late_entry"] for one in log(cli)] == [True, False]
    assert "补录" in cli("log", "4.1").out
    assert "补录" not in cli("log", "4.2").out


@pytest.mark.parametrize("command", ["check 4.1", "waive 4.1 --reason 无", "trigger 3.3"])
def test_as_of_is_for_reading_only(cli: Cli, state_path: Path, command: str) -> None:
    refused = cli(*command.split(), "--unit", "县林业局", "--as-of", "2025-05-01")
    assert (refused.code, state_path.exists()) == (2, False)


# Order, filters, keys


def test_order_is_the_documents_and_numerical_then_by_start(cli: Cli) -> None:
    found = cli("list", "--ids").out.split()
    places = [tuple(int(n) for n in i.partition("@")[0].split(".")) for i in found]
    assert places == sorted(places)
    assert found.index("11.10") == found.index("11.9") + 1
    assert [i for i in found if i.startswith("2.4")] == [
        "2.4@disaster-week",
        "2.4@safety-month",
        "2.4@fire-month",
    ]


def test_values_of_one_filter_mean_or_and_different_filters_and(cli: Cli) -> None:
    def ids(*options: str) -> set[str]:
        return set(cli("list", "--ids", *options).out.split())

    assert ids("-i", "4", "-i", "6") == ids("-i", "4") | ids("-i", "6")
    assert ids("-i", "4", "-k", "长期") == ids("-i", "4") & ids("-k", "长期") == {"4.3", "4.4"}


def test_a_new_edition_of_the_notice_keeps_every_tick() -> None:
    units = ["成员单位", "丁镇"]
    reworded = catalog([item(1, units, task("1.0", ONCE), task("1.1", ONCE))], edition=7)
    ledger = small_ledger(event(1, "done"), as_of=YEAR_END, made=reworded)
    assert [a.status for a in entry(ledger, "1.1").assignments].count("done") == 1
    assert entry(ledger, "1.0").status == "todo"


def test_another_notice_brings_the_units_beside_it_else_the_bundled_ones(
    cli: Cli, tmp_path: Path
) -> None:
    notice, beside = tmp_path / "tasks.yaml", tmp_path / "units.yaml"
    notice.write_bytes((DATA / "tasks.yaml").read_bytes())
    asked = ("units", "大应急局", "--notice", str(notice))
    assert cli(*asked).code == 2
    text = (DATA / "units.yaml").read_text(encoding="utf-8")
    beside.write_text(text.replace("县应急局", "大应急局"), encoding="utf-8")
    assert "县应急管理局" in cli(*asked).out
    assert cli("units", "大应急局").code == 2


def test_ticks_go_by_the_notices_id_not_by_its_file(cli: Cli, tmp_path: Path) -> None:
    text = (DATA / "tasks.yaml").read_text(encoding="utf-8")
    same, other = tmp_path / "same.yaml", tmp_path / "other.yaml"
    same.write_text(text.replace("edition: 1", "edition: 9", 1), encoding="utf-8")
    other.write_text(text.replace("id: yuanqu-2025-1", "id: yuanqu-2025-2", 1), encoding="utf-8")
    cli("check", "4.1", "--unit", "县水利局")
    found = [row(cli, "4.1", "--notice", str(file))["status"] for file in (same, other)]
    assert found == ["done", "todo"]


def test_open_is_what_is_unreported_or_under_way_beside_any_other_state(cli: Cli) -> None:
    def listed(*states: str) -> set[str]:
        wanted = [part for state in states for part in ("--status", state)]
        found = cli("list", "--ids", "--item", "4", "--unit", "县水利局", *wanted).out.split()
        return {one for one in found if one in ("4.1", "4.2", "4.4")}

    cli("start", "4.2", "--unit", "县水利局")
    cli("check", "4.1", "--unit", "县水利局")
    assert listed("open") == {"4.2", "4.4"}
    assert listed("todo") == {"4.4"}
    assert listed("done") == listed("on-time") == {"4.1"}
    assert listed("open", "on-time") == {"4.1", "4.2", "4.4"}
    assert listed("overdue") == set()
