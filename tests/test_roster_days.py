"""Who belongs to what, and under which name, on a day: what was reported of earlier days stays."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Cli, Clock
from small import group, units

from yqsafety.notice.model import Exclusion, Group, LaterName, Membership, Unit, Units
from yqsafety.notice.roster import Roster

GROUP = "县安委会成员单位"
MAY, JUNE = dt.date(2025, 5, 20), dt.date(2025, 6, 20)


def rows(cli: Cli, *filters: str) -> list[str]:
    return cli("list", "--ids", *filters).out.split()


def figures(cli: Cli, day: str) -> str:
    return cli("status", "--by", "unit", "--as-of", day).out


@pytest.fixture
def roster_file(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    def write(text: str) -> Path:
        path = Path("own.yaml")
        path.write_text(f"schema: yqsafety/units@1\n{text}", encoding="utf-8")
        monkeypatch.setenv("YQSAFETY_UNITS", str(path))
        return path

    return write


def test_a_unit_that_comes_in_is_on_no_task_of_an_earlier_day(cli: Cli, clock: Clock) -> None:
    clock.today = MAY
    before = {day: figures(cli, day) for day in ("2025-03-31", "2025-05-19", "2025-05-20")}
    cli("roster", "add", "县公安局", "--into", GROUP, "--source", "县安委〔2025〕3号")
    assert figures(cli, "2025-03-31") == before["2025-03-31"]
    assert figures(cli, "2025-05-19") == before["2025-05-19"]
    assert figures(cli, "2025-05-20") != before["2025-05-20"]
    assert rows(cli, "--unit", "县公安局", "--as-of", "2025-05-19") == []
    assert "1.1" in rows(cli, "--unit", "县公安局", "--as-of", "2025-05-20")
    clock.today = JUNE
    assert "1.1" in rows(cli, "--unit", "县公安局")


def test_what_was_due_before_it_came_in_is_not_its_own(cli: Cli, clock: Clock) -> None:
    clock.today = dt.date(2025, 8, 1)
    cli("roster", "add", "县公安局", "--into", GROUP)
    early = rows(cli, "--unit", "县水利局", "--due-by", "2025-07-31")
    assert "1.2@2025-H1" in early
    assert rows(cli, "--unit", "县公安局", "--due-by", "2025-07-31") == []
    assert "1.2@2025-H2" in rows(cli, "--unit", "县公安局")
    assert cli("list", "--unit", "县公安局", "--status", "overdue,stale").code != 70
    assert "overdue" not in cli("list", "--unit", "县公安局", "--json").out


def test_what_it_recorded_of_an_earlier_slot_stays_its_own(cli: Cli, clock: Clock) -> None:
    clock.today = dt.date(2025, 8, 1)
    cli("roster", "add", "县公安局", "--into", GROUP, "--from", "2025-01-01")
    assert cli("check", "1.2@2025-H1", "--unit", "县公安局").code == 0
    path = next(Path().rglob("roster.yaml"))
    path.write_text(path.read_text("utf-8").replace("2025-01-01", "2025-08-01"), encoding="utf-8")
    assert "1.2@2025-H1" in rows(cli, "--unit", "县公安局")
    assert cli("list").err == ""


def test_its_first_report_is_awaited_from_its_first_day(cli: Cli, clock: Clock) -> None:
    clock.today = dt.date(2025, 8, 1)
    cli("roster", "add", "县公安局", "--into", GROUP)
    assert rows(cli, "--unit", "县水利局", "--status", "stale") != []
    assert rows(cli, "--unit", "县公安局", "--status", "stale") == []
    clock.today = dt.date(2025, 11, 15)
    assert rows(cli, "--unit", "县公安局", "--status", "stale") != []


def test_its_duties_are_new_to_it_and_to_nobody_else(cli: Cli, clock: Clock) -> None:
    clock.today = dt.date(2025, 8, 1)
    cli("roster", "add", "县公安局", "--into", GROUP)
    clock.today = dt.date(2025, 8, 10)
    for unit, new in (("县公安局", True), ("县水利局", False)):
        groups = cli("now", "--unit", unit, "--json").json["groups"]
        assert ("assigned" in {group["concern"] for group in groups}) is new


def test_after_the_term_a_unit_is_taken_in_for_all_of_it(cli: Cli, clock: Clock) -> None:
    clock.today = dt.date(2026, 11, 26)
    said = cli("roster", "add", "县公安局", "--into", GROUP).out
    assert "自 2026" not in said
    assert rows(cli, "--unit", "县公安局", "--as-of", "2025-06-01") != []


def test_confirmed_in_may_presumed_in_april(cli: Cli, clock: Clock) -> None:
    clock.today = MAY
    april = figures(cli, "2025-04-30")
    cli("roster", "members", GROUP, "--official", "县安委〔2025〕3号", "--yes")
    assert figures(cli, "2025-04-30") == april
    for day, ground in (("2025-05-19", "推定"), ("2025-05-20", "本地补充")):
        shown = cli("show", "1.1", "--unit", "县水利局", "--as-of", day).out
        assert ground in shown, day
    # Presumed until then, it had the duties all the time.
    clock.today = dt.date(2025, 8, 1)
    assert "1.2@2025-H1" in rows(cli, "--unit", "县水利局", "--status", "overdue")


def test_struck_in_may_a_member_in_april(cli: Cli, clock: Clock) -> None:
    clock.today = MAY
    april = figures(cli, "2025-04-30")
    cli("roster", "members", GROUP, "--official", "甲", "县水利局", "--yes")
    assert figures(cli, "2025-04-30") == april
    assert "1.1" in rows(cli, "--unit", "县气象局", "--as-of", "2025-05-19")
    assert "1.1" not in rows(cli, "--unit", "县气象局", "--as-of", "2025-05-20")


def test_a_list_is_above_a_strike_that_came_before(cli: Cli, clock: Clock) -> None:
    cli("strike", "县水利局", "--from", GROUP, "--reason", "不是成员")
    assert "1.1" not in rows(cli, "--unit", "县水利局")
    cli("roster", "members", GROUP, "--official", "甲", "县水利局", "--yes")
    assert "1.1" in rows(cli, "--unit", "县水利局")


def test_changes_since_count_each_day_with_its_own_members(cli: Cli, clock: Clock) -> None:
    clock.today = dt.date(2025, 7, 20)
    cli("roster", "add", "县公安局", "--into", GROUP, "--source", "甲", "--from", "2025-05-20")
    cli("check", "1.2@2025-H1", "--unit", "县公安局", "--on", "2025-06-01")
    whole = cli("status", "--since", "2025-05-01", "--unit", "县公安局", "--json").json["since"]
    assert [one["id"] for one in whole["finished"]] == ["1.2@2025-H1"]
    late = cli("status", "--since", "2025-06-10", "--unit", "县公安局", "--json").json["since"]
    assert late["finished"] == []
    assert {one["unit"] for one in late["fell_overdue"]} == {"gonganju"}


def test_a_bureau_renamed_in_october(cli: Cli, clock: Clock) -> None:
    clock.today = dt.date(2025, 9, 15)
    assert cli("check", "2.1", "--unit", "县林业局").code == 0
    cli("roster", "rename", "县林业局", "县林业和草原局", "--from", "2025-10-01")
    before, now = ("--as-of", "2025-09-30"), ("--as-of", "2025-10-01")
    assert "县林业局" in cli("show", "2.1", *before).out
    assert "县林业和草原局" not in cli("show", "2.1", *before).out
    assert "县林业和草原局" in cli("show", "2.1", *now).out
    assert cli("units", "县林业和草原局").out.startswith("县林业局")
    clock.today = dt.date(2025, 10, 8)
    assert cli("units", "县林业局").out.startswith("县林业和草原局\n简称：县林业局")
    for name in ("县林业局", "县林业和草原局", "林业和草原", "linye", "xlyhcyj", "xlyj"):
        assert rows(cli, "--unit", name) == rows(cli, "--unit", "linye") != [], name
    assert "县林业和草原局" in cli("log", "2.1").out
    assert "县林业和草原局" in cli("status", "--by", "unit").out
    assert cli("validate").code == 0


def test_names_of_a_file_are_one_a_day_and_in_order(
    cli: Cli, roster_file: Callable[[str], Path]
) -> None:
    for names in (
        "{name: 甲局, from: 2025-05-01}, {name: 乙局, from: 2025-05-01}",
        "{name: 甲局, from: 2025-05-02}, {name: 乙局, from: 2025-05-01}",
    ):
        roster_file(f"units:\n  - {{id: linye, name: 县林业局, names: [{names}]}}\n")
        result = cli("validate")
        assert (result.code, "更名的日期重复或次序不对" in result.out) == (3, True)
    roster_file(
        "units:\n  - {id: linye, name: 县林业局, names: [{name: 县水利局, from: 2025-05-01}]}\n"
    )
    assert "已被" in cli("validate").out


def test_a_day_that_is_none_is_named(cli: Cli, roster_file: Callable[[str], Path]) -> None:
    path = roster_file(
        "units:\n  - {id: gongan, name: 县公安局}\ngroups:\n  - id: anweihui-members\n"
        "    name: 县安委会成员单位\n"
        "    members: [{ground: local, source: 甲, from: 2025-02-30, units: [县公安局]}]\n"
    )
    result = cli("list")
    assert (result.code, "from：日期无效" in result.err) == (3, True), result.err
    assert "写成 2025-06-30" in cli("validate").out
    assert path.exists()


# The roster itself.

A, B = Unit("a", "甲局"), Unit("b", "乙局", ("老乙",), names=(LaterName("丙局", MAY),))


def dated() -> Roster:
    members = (
        Membership(("甲局",), "presumed", "旧"),
        Membership(("甲局", "乙局"), "local", "新", MAY),
    )
    one = Group("g", "范围", members=members, excluded=(Exclusion("甲局", "不在", JUNE),))
    return Roster(Units("yqsafety/units@1", (A, B), (one,)))


def grounds(roster: Roster, day: dt.date) -> dict[str, str]:
    then = roster.on(day)
    return {party.name: party.ground for party in then.parties(["范围"])}


def test_the_roster_of_a_day() -> None:
    roster = dated()
    assert grounds(roster, MAY - dt.timedelta(1)) == {"甲局": "presumed"}
    assert grounds(roster, MAY) == {"甲局": "local", "丙局": "local"}
    # Struck as presumed, but a list says otherwise.
    assert grounds(roster, JUNE) == {"甲局": "local", "丙局": "local"}


def test_one_day_can_be_asked_after_another() -> None:
    roster = dated().on(MAY)
    early = roster.on(MAY - dt.timedelta(1))
    assert (early.name("b"), roster.name("b"), early.on(MAY).name("b")) == ("乙局", "丙局", "丙局")
    struck = early.without({"g": ["a"]})
    assert grounds(struck, MAY - dt.timedelta(1)) == {"范围": "presumed"}
    assert grounds(struck, MAY) == {"甲局": "local", "丙局": "local"}


def test_it_has_been_there_since_the_earliest_of_the_ways_in() -> None:
    parties = {party.id: party.since for party in dated().on(MAY).parties(["范围"])}
    assert parties == {"a": None, "b": MAY}
    itself = {party.id: party.since for party in dated().on(MAY).parties(["范围", "乙局"])}
    assert itself == {"a": None, "b": None}


def test_every_name_of_any_day_is_found_on_every_day() -> None:
    for day in (MAY - dt.timedelta(1), MAY):
        then = dated().on(day)
        assert {then.find(name).body.id for name in ("乙局", "丙局", "老乙", "b")} == {"b"}
    body = dated().on(MAY).body("b")
    assert (body.name, body.aliases) == ("丙局", ("乙局", "老乙"))


def test_without_days_it_is_the_same_roster() -> None:
    plain = Roster(units(A, group("g", "范围", ("presumed", ["甲局"]))))
    assert plain.on(MAY) is plain
    assert not plain.dated
