"""What edition 2 makes of a state of 0.1.0 in which every task is ticked for every unit.

The file was made by 0.1.0 itself: `trigger 3.3 3.4 3.5 --on 2025-05-01 --all-units`, then
`check --all --all-units --on 2025-12-31`, on 2026-01-05.
"""

from __future__ import annotations

import datetime as dt
import gzip
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli, Clock

EVERYTHING = Path(__file__).parent / "versions" / "everything-ticked-0.1.0.json.gz"

NEWLY_ASKED = {
    "5.1": "各乡镇 县安委办",
    "5.2": "各乡镇 县安委办",
    "5.3": "各乡镇 县安委办",
    "12.4@year-start": "all",
}
"""The rows that are open although all was ticked: units and a slot that edition 1 did not ask."""


@pytest.fixture(autouse=True)
def everything(state_path: Path, clock: Clock) -> None:
    """A state with everything ticked, some days later."""
    clock.today = dt.date(2026, 1, 10)
    state_path.parent.mkdir(parents=True)
    state_path.write_bytes(gzip.decompress(EVERYTHING.read_bytes()))


def rows(cli: Cli, *options: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = cli("list", "--json", *options).json["rows"]
    return found


def test_no_row_that_was_done_is_open_but_for_whom_edition_1_did_not_ask(cli: Cli) -> None:
    open_rows = {row["id"]: row for row in rows(cli) if row["status"] != "done"}
    assert open_rows.keys() == NEWLY_ASKED.keys()
    for task in ("5.1", "5.2"):
        late = {unit["name"] for unit in open_rows[task]["units"] if unit["status"] != "done"}
        townships = {name for name in late if name.endswith("人民政府")}
        assert (len(townships), late - townships) == (11, {"县安委办"})


def test_nothing_recorded_is_lost(cli: Cli, state_path: Path) -> None:
    before = state_path.read_bytes()
    log = cli("log", "--json").json
    assert log["state"]["events"] == len(log["events"]) == 78 + 1872
    assert {"4.3", "5.4", "14.4"} <= {event["task"] for event in log["events"]}
    assert state_path.read_bytes() == before


@pytest.mark.parametrize(("into", "gone"), [("4.2", "4.3"), ("5.1", "5.4"), ("14.3", "14.4")])
def test_what_was_recorded_under_a_retired_id_is_a_remark(cli: Cli, into: str, gone: str) -> None:
    (row,) = cli("show", into, "--json").json["rows"]
    remarks = [e for e in row["history"] if e.get("note") == f"旧编号 {gone} 已报办结"]
    whom = {e["unit"] for e in cli("log", gone, "--json").json["events"]}
    assert len(remarks) >= 8
    assert {e["unit"] for e in remarks} == whom


@pytest.mark.parametrize("task", ["5.5", "14.5", "15.2", "3.3@2025-05-01", "3.4@2025-05-01"])
def test_a_new_quantity_or_done_by_undoes_nothing(cli: Cli, task: str) -> None:
    (row,) = [row for row in rows(cli) if row["id"] == task]
    assert (row["status"], row["progress"]["done"]) == ("done", row["progress"]["total"])


def test_a_shared_result_on_which_more_units_are_now_waits_for_the_office(cli: Cli) -> None:
    (row,) = [row for row in rows(cli) if row["id"] == "5.3"]
    assert (row["status"], len(row["whole"]["awaiting"])) == ("doing", 15)
    assert cli("confirm", "5.3", "--unit", row["whole"]["awaiting"][0]).code == 0
    assert cli("list", "--item", "5", "--status", "done", "--ids").out.split().count("5.3") == 1


def test_both_halves_of_what_was_asked_once_a_year_are_done(cli: Cli) -> None:
    found = {row["id"]: row["status"] for row in rows(cli, "--item", "1")}
    assert (found["1.2@2025-H1"], found["1.2@2025-H2"]) == ("done", "done")


def test_a_retired_id_says_where_it_went(cli: Cli) -> None:
    result = cli("check", "4.3", "--unit", "县林业局")
    assert (result.code, result.out) == (2, "")
    assert result.err.splitlines()[-1].startswith("4.3 已并入 4.2")
