"""A short day of a county on a shared store: `benchmarks/county_day.py` lives a whole one."""

from __future__ import annotations

from pathlib import Path

import county_day
import pytest
from conftest import Cli
from postgres_server import Server

pytestmark = pytest.mark.slow


def test_what_was_confirmed_in_a_day_of_kills_and_cuts_is_there_once(
    server: Server, tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(county_day, "DATABASE", "yq_county_day")
    plan = county_day.Plan(minutes=0.15, clients=4, accounts=8, between_kills=3, one_in=60)
    try:
        day, found = county_day.lived_day(server, tmp_path, plan)
    finally:
        server.ask("postgres", "DROP DATABASE IF EXISTS yq_county_day WITH (FORCE)")
    assert day.faults == []
    assert (found.lost, found.double, found.untrue, found.checked) == (0, 0, 0, True)
    assert (day.kills > 0, day.cuts > 0, len(day.confirmed) > 20) == (True, True, True)
