"""Section 6 of the design, rule by rule: who is responsible, rows, kinds of task, timeliness."""

from __future__ import annotations

import pytest
from conftest import Cli, Clock
from small import TODAY, day, entry, event, log, row, small_ledger

from yqsafety.ledger.events import Action

NINE = """县自然资源局 县水利局 县农业农村局 县住建局 县应急管理局
县消防救援局 县气象局 县防震减灾中心 县林业局""".split()


def statuses(cli: Cli, entry_id: str, *options: str) -> dict[str, str]:
    return {unit["name"]: unit["status"] for unit in row(cli, entry_id, *options)["units"]}


# Responsible


def test_groups_of_a_bracket_are_taken_apart_into_known_members(cli: Cli) -> None:
    found = [(unit["via"], unit["ground"]) for unit in row(cli, "1.4")["units"]]
    assert found.count((None, "notice")) == 1
    assert found.count(("各乡（镇）人民政府", "registry")) == 11
    assert found.count(("县安委会成员单位", "presumed")) == 14
    assert len(found) == 26


def test_the_subject_of_a_sentence_is_its_actor_and_replaces_nobody(cli: Cli) -> None:
    (shown,) = cli("show", "1.1", "--json").json["rows"]
    assert shown["actor"] == "各乡(镇)人民政府、各部门"
    assert "垣曲开发区管委会" in {unit["name"] for unit in shown["units"]}


def test_a_group_without_known_members_is_one_assignment_in_its_own_name(cli: Cli) -> None:
    mine = {unit["name"]: (unit["via"], unit["ground"]) for unit in row(cli, "5.3")["units"]}
    assert mine["县防减救灾有关成员单位"] == ("县防减救灾有关成员单位", "presumed")
    ticked = cli("check", "5.3", "--unit", "县防减救灾有关成员单位", "--yes")
    assert (ticked.code, [one["unit"] for one in log(cli)]) == (0, ["fangjianjiuzai-relevant"])


def test_and_other_departments_is_a_flag_and_no_assignment(cli: Cli) -> None:
    (shown,) = cli("show", "4.4", "--json").json["rows"]
    assert shown["responsibility"]["open"] is True
    assert [unit["name"] for unit in shown["units"]] == NINE


def test_the_members_concerned_are_all_members_presumed(cli: Cli) -> None:
    concerned = {(unit["id"], unit["ground"]) for unit in row(cli, "7.1")["units"]}
    base = {u["id"] for u in row(cli, "1.4")["units"] if u["via"] == "县安委会成员单位"}
    assert concerned == {(unit, "presumed") for unit in base}


# A row


def test_a_row_covers_only_the_chosen_units(cli: Cli) -> None:
    cli("check", "1.4", "--unit", "县应急管理局")
    views = [row(cli, "1.4", *options) for options in ([], ["-u", "县应急管理局"], ["-u", "气象"])]
    assert [(one["status"], one["progress"]) for one in views] == [
        ("doing", {"done": 1, "total": 26, "na": 0}),
        ("done", {"done": 1, "total": 1, "na": 0}),
        ("todo", {"done": 0, "total": 1, "na": 0}),
    ]
    assert [len(one["units"]) for one in views] == [26, 1, 1]
    assert [one["timeliness"] for one in views] == ["scheduled", "on-time", "scheduled"]


@pytest.mark.parametrize(
    ("recorded", "status"),
    [
        ("na na na na", "na"),
        ("done done done done", "done"),
        ("done na na na", "done"),
        ("todo todo todo todo", "todo"),
        ("todo na todo todo", "todo"),
        ("doing doing doing doing", "doing"),
        ("doing todo todo todo", "doing"),
        ("done todo todo todo", "doing"),
        ("done todo na na", "doing"),
        ("done doing na na", "doing"),
    ],
)
def test_a_row_rolls_its_units_up(recorded: str, status: str) -> None:
    actions: list[Action] = recorded.split()  # type: ignore[assignment]
    units = zip(("jia", "yi", "bing", "ding"), actions, strict=True)
    events = [event(n, action, "1.1", unit) for n, (unit, action) in enumerate(units)]
    assert entry(small_ledger(*events), "1.1").status == status


def test_the_timeliness_of_a_row_is_the_worst_of_its_units() -> None:
    late = event(1, "done", "3.1", "yi", on="07-10")
    assert entry(small_ledger(late, as_of=day("07-15")), "3.1").timeliness == "overdue"
    soon = event(3, "extend", "3.1", "nobody", until="07-31")
    assert entry(small_ledger(late, soon, as_of=day("07-15")), "3.1").timeliness == "due-soon"
    both = event(2, "done", "3.1", "nobody", on="06-10")
    assert entry(small_ledger(late, both, as_of=day("07-15")), "3.1").timeliness == "late"


def test_stale_and_due_soon_never_hide_overdue() -> None:
    soon = event(1, "extend", "3.1", "yi", until="07-20")
    assert entry(small_ledger(soon, as_of=day("07-01")), "3.1").timeliness == "overdue"
    worn = event(2, "done", "1.2", "jia", on="03-10")
    early = event(3, "extend", "1.2", "yi", until="06-10", on="05-01")
    assert entry(small_ledger(worn, early, as_of=TODAY), "1.2").timeliness == "overdue"
    rest = [event(n, "done", "1.2", unit) for n, unit in enumerate(("yi", "bing", "ding"), 4)]
    assert entry(small_ledger(worn, early, *rest, as_of=TODAY), "1.2").timeliness == "stale"


# One result for the whole county


def test_one_tick_of_a_shared_result_is_that_units_own_and_names_who_ticked(cli: Cli) -> None:
    cli("check", "4.1", "--unit", "县水利局")
    own = dict.fromkeys(NINE, "todo") | {"县水利局": "done"}
    assert (row(cli, "4.1")["status"], statuses(cli, "4.1")) == ("doing", own)
    (shown,) = cli("show", "4.1", "--json", "--unit", "县林业局").json["rows"]
    assert [one["unit_name"] for one in shown["history"]] == ["县水利局"]
    cli("confirm", "4.1", "--unit", "县水利局")
    found = row(cli, "4.1")
    assert (found["status"], found["whole"]["done_by"]) == ("done", "shuili")
    assert statuses(cli, "4.1") == own


def test_a_shared_result_is_counted_once_and_apart_from_a_units_own(cli: Cli) -> None:
    def of_all() -> tuple[int, int, int]:
        timed = cli("status", "--item", "4", "--json").json["overall"]["timed"]
        return timed["done"], timed["awaiting"], timed["total"]

    for unit in ("县水利局", "县林业局"):
        cli("check", "4.1", "--unit", unit)
    assert of_all() == (0, 1, 6)
    cli("confirm", "4.1", "--unit", "县水利局")
    assert of_all() == (1, 0, 6)
    answer = cli("status", "--item", "4", "--unit", "县水利局", "--by", "unit", "--json").json
    (own,) = answer["groups"]
    assert (own["name"], own["timed"]["total"], own["standing"]["total"]) == ("县水利局", 0, 1)
    parts = cli("status", "--item", "4", "--by", "unit", "--json").json["groups"]
    (county,) = (part for part in parts if part["timed"]["total"])
    assert (county["name"], county["timed"]["total"]) == ("全县一项", 6)


def test_waiving_a_shared_result_is_that_units_own_too(cli: Cli) -> None:
    cli("waive", "4.1", "--unit", "县气象局", "--reason", "无此职责")
    assert statuses(cli, "4.1") == dict.fromkeys(NINE, "todo") | {"县气象局": "na"}
    cli("confirm", "4.1", "--unit", "县气象局")
    assert row(cli, "4.1")["status"] == "todo"
    cli("check", "4.1", "--unit", "县水利局")
    own = {"县气象局": "na", "县水利局": "done"}
    assert statuses(cli, "4.1") == dict.fromkeys(NINE, "todo") | own
    assert row(cli, "4.1")["status"] == "doing"


def test_a_tick_after_the_county_waived_is_not_lost(cli: Cli) -> None:
    cli("waive", "4.1", "--all-units", "--reason", "上级已设立")
    assert set(statuses(cli, "4.1").values()) == {"na"}
    assert cli("check", "4.1", "--unit", "县水利局").code == 0
    assert statuses(cli, "4.1")["县水利局"] == "done"


# Standing


def test_a_tick_on_a_standing_duty_says_in_force_on_that_day(cli: Cli) -> None:
    said = cli("check", "4.4", "--unit", "县水利局").out
    assert "已报落实（县水利局，截至 2025-06-20）" in said
    mine = row(cli, "4.4", "--unit", "县水利局")
    assert mine["status_label"] == "已报落实（截至 2025-06-20）"


def test_ninety_days_later_it_is_stale_until_ticked_again(cli: Cli, clock: Clock) -> None:
    cli("check", "4.4", "--unit", "县水利局")
    asked = ["4.4", "--unit", "县水利局", "--as-of"]
    assert row(cli, *asked, "2025-09-17")["timeliness"] == "on-time"
    assert row(cli, *asked, "2025-09-18")["timeliness"] == "stale"
    clock.today = day("09-18")
    assert cli("check", "4.4", "--unit", "县水利局").code == 0
    assert row(cli, *asked, "2025-09-18")["timeliness"] == "on-time"


def test_at_the_end_of_the_year_it_must_have_been_ticked_at_all(cli: Cli) -> None:
    mine = row(cli, "4.4", "--unit", "县水利局", "--as-of", "2026-01-01")
    assert (mine["timeliness"], mine["timeliness_label"]) == ("year-open", "年度未结")


def test_standing_duties_never_enter_the_completion_rate(cli: Cli) -> None:
    before = cli("status", "--item", "4").rows[-1]
    cli("check", "4.4", "--unit", "县水利局")
    after = cli("status", "--item", "4").rows[-1]
    assert (before[12], after[12]) == ("0/6 0%", "0/6 0%")
    assert (before[8], after[8]) == ("0/9", "1/9")


# Timeliness


@pytest.mark.parametrize(
    ("as_of", "code", "label"),
    [("2025-06-30", "due-soon", "临期"), ("2025-07-01", "overdue", "逾期")],
)
def test_overdue_means_after_the_due_day(cli: Cli, as_of: str, code: str, label: str) -> None:
    first_half = row(cli, "6.3@2025-H1", "--as-of", as_of)
    assert (first_half["timeliness"], first_half["timeliness_label"]) == (code, label)


def test_what_rests_on_the_notices_year_prints_open_at_year_end(cli: Cli) -> None:
    stated, unstated = (row(cli, i, "--as-of", "2026-01-01") for i in ("18.9", "18.2"))
    assert (stated["timeliness"], unstated["timeliness"]) == ("overdue", "year-open")
    assert (stated["timeliness_label"], unstated["timeliness_label"]) == ("逾期", "年度未结")


@pytest.mark.parametrize("limit", [["--due-by", "2099-12-31"], ["--due-from", "2000-01-01"]])
def test_no_date_matches_no_date_filter(cli: Cli, limit: list[str]) -> None:
    assert "3.3" in cli("list", "--ids").out.split()
    found = cli("list", "--ids", *limit).out.split()
    assert "3.2" in found
    assert not {"3.3", "3.4", "3.5"} & set(found)
