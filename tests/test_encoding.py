"""The rules at the top of data/tasks.yaml, held to the whole file.

A rule that only its author keeps is none: the kind decides what is in the completion rate, done_by
who is asked, evidence what counts as proof.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from conftest import Cli

from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import Catalog, Task
from yqsafety.notice.roster import Roster

PRODUCT = "^(设立|制定|编制|修订|设定|实施|适时修编|建立|明确|健全|打造|在电视台)"
"""What a sentence begins with that asks for something that is there afterwards."""
CONDUCT = "^(持续|坚持|加大|深化|严控|严格(?!工作措施)|严肃|并严格|强化|推广)"
"""What a sentence begins with that asks for a conduct without an end."""
STOCK = "手续办理|闭库销号|历史遗留|防护设施"
"""Of what is to be solved (着力解决): what can be counted, and struck off one after the other."""
NIL = "无此情形的，零报告"
COUNTY_LEADERS = {"县政府负责人", "县委、县政府", "分管各行业领域政府副职"}


@pytest.fixture(scope="module")
def tasks(catalog: Catalog) -> dict[str, Task]:
    return {task.id: task for item in catalog.notice.items() for task in item.tasks}


def kinds(tasks: dict[str, Task], pattern: str) -> dict[str, str]:
    return {t.id: t.timing.kind for t in tasks.values() if re.search(pattern, t.quote)}


def test_the_edition_and_what_it_retired(catalog: Catalog, tasks: dict[str, Task]) -> None:
    notice = catalog.notice
    assert notice.edition == 2
    assert {one.id: one.into for one in notice.retired} == {
        "4.3": "4.2",
        "5.4": "5.1",
        "14.4": "14.3",
    }
    assert len(tasks) == 151
    assert not {"4.3", "5.4", "14.4"} & tasks.keys()
    assert {"4.4", "5.5", "14.5", "14.7", "5.8"} <= tasks.keys()


def test_what_asks_for_a_product_is_once_and_for_a_conduct_standing(tasks: dict[str, Task]) -> None:
    assert set(kinds(tasks, PRODUCT).values()) == {"once"}
    assert set(kinds(tasks, CONDUCT).values()) == {"standing"}
    assert len(kinds(tasks, PRODUCT)) > 20
    assert len(kinds(tasks, CONDUCT)) > 10


def test_what_names_how_often_is_recurring_and_nothing_else(tasks: dict[str, Task]) -> None:
    said = {t.id for t in tasks.values() if re.search("每年|每半年|每季度|每月|定期", t.quote)}
    recurring = {t.id for t in tasks.values() if t.timing.kind == "recurring"}
    assert said == {"1.2", "6.3", "11.1"}
    assert recurring - said == {"2.4", "6.4", "12.4"}  # campaigns, and 6.4 by its neighbour


def test_of_problems_a_counted_stock_is_once_and_what_comes_again_is_standing(
    tasks: dict[str, Task],
) -> None:
    problems = [t for t in tasks.values() if t.id.startswith("11.") and "问题" in t.quote]
    for task in problems[2:]:
        expected = "once" if re.search(STOCK, task.quote) else "standing"
        assert task.timing.kind == expected, task.id


def test_what_follows_from_an_event_has_a_term_that_is_said_to_be_presumed(
    tasks: dict[str, Task],
) -> None:
    triggered = {t.id: t for t in tasks.values() if t.timing.kind == "triggered"}
    assert {name: one.timing.within for name, one in triggered.items()} == {
        "3.3": 30,
        "3.4": 90,
        "3.5": 120,
    }
    for task in triggered.values():
        assert task.timing.basis == "presumed"
        assert f"{task.timing.within} 天推定" in (task.note or "")


def test_a_nil_report_is_asked_for_twice_a_year(tasks: dict[str, Task]) -> None:
    nil = {t.id for t in tasks.values() if any("零报告" in one for one in t.evidence)}
    renewed = {t.id: t.timing.renew_days for t in tasks.values() if t.timing.renew_days}
    assert renewed == dict.fromkeys(nil, 180)
    assert len(nil) == 13
    assert all("推定" in (tasks[name].note or "") for name in nil)


def test_a_presumed_date_says_why(tasks: dict[str, Task]) -> None:
    for task in tasks.values():
        if task.timing.basis == "presumed":
            sources = " ".join(slot.source for slot in task.timing.slots)
            assert "推定" in (task.note or "") + sources, task.id


def test_a_campaign_leaves_days_to_write_what_it_came_to(tasks: dict[str, Task]) -> None:
    for slot in tasks["2.4"].timing.slots:
        assert "另加 10 天写总结" in slot.source
    assert "推定" in (tasks["2.4"].note or "")


def test_one_result_of_the_county_is_a_product_or_its_leaders_own_work(
    tasks: dict[str, Task],
) -> None:
    for task in tasks.values():
        if task.done_by == "any":
            leaders = task.actor in COUNTY_LEADERS
            assert leaders or task.timing.kind != "standing", task.id


def test_what_was_asked_of_each_before_is_said(tasks: dict[str, Task]) -> None:
    changed = {t.id for t in tasks.values() if t.done_by_before}
    assert changed == {"3.3", "3.4", "5.3", "15.2"}
    for name in changed:
        assert (tasks[name].done_by, tasks[name].done_by_before) == ("any", "each")


def test_a_quantity_is_a_figure_of_the_sentence_or_what_it_lists(tasks: dict[str, Task]) -> None:
    for task in tasks.values():
        if not task.quantity:
            continue
        listed = len(re.split("、|和", re.sub("“.*?”", "", task.quantity.text)))
        written = str(task.quantity.value) in task.quantity.text
        assert written or task.quantity.value == listed, task.id
        if not written:
            assert "旧版口径" in (task.note or ""), task.id


def test_proof_is_never_a_text_written_for_the_purpose(tasks: dict[str, Task]) -> None:
    for task in tasks.values():
        own_words = [one for one in task.evidence if re.search("情况材料|情况报告$", one)]
        assert len(own_words) < len(task.evidence), task.id
        assert not any("情况材料" in one for one in task.evidence), task.id


def test_who_supervises_proves_the_supervising(catalog: Catalog) -> None:
    for item in catalog.notice.items():
        if item.responsibility.mode != "supervise":
            continue
        for task in item.tasks:
            assert "督促检查记录" in task.evidence[0], task.id


def test_titles_name_their_object(tasks: dict[str, Task]) -> None:
    assert "电动自行车" in tasks["11.12"].title
    assert "油气长输管道" in tasks["11.9"].title
    assert "责任清单和负面清单" in tasks["9.2"].title
    assert tasks["20.4"].title.startswith("督促")
    assert tasks["20.4"].actor is None
    for name in ("11.9", "11.12", "9.2", "20.4", "11.1", "19.3", "2.6", "2.8", "20.5"):
        assert tasks[name].note, name


def test_only_a_law_that_names_a_body_makes_a_ground_of_law(catalog: Catalog) -> None:
    by_law = [
        unit
        for group in catalog.units.groups
        for membership in group.members
        if membership.ground == "law"
        for unit in membership.units
    ]
    assert by_law == ["县应急管理局"]


UNDIVIDED = {4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21}


def test_what_leaves_open_whom_it_means_is_to_be_divided(
    ledger_on: Callable[..., Ledger],
) -> None:
    found = {e.task.id: e.division for e in ledger_on().entries}
    divided = {name for name, division in found.items() if division == "open"}
    asked = {name for name in found if int(name.split(".")[0]) in UNDIVIDED}
    assert asked - divided == {"7.5"}
    assert all(int(name.split(".")[0]) in UNDIVIDED for name in divided)


def test_the_regulators_share_is_listed_as_undivided(cli: Cli) -> None:
    ids = cli("list", "--undivided", "--ids", "--item", "11").out.split()
    assert len(ids) == 18


def test_the_townships_are_on_what_the_sentence_asks_of_them(
    ledger_on: Callable[..., Ledger], roster: Roster
) -> None:
    townships = {party.id for party in roster.parties(["各乡镇"])}
    entries = {entry.id: entry for entry in ledger_on().entries}
    for name in ("5.1", "5.2", "5.3"):
        parties = {a.party.id: a.party for a in entries[name].assignments}
        assert townships <= parties.keys()
        assert {parties[unit].ground for unit in townships} == {"registry"}


def test_who_has_no_members_is_presumed(ledger_on: Callable[..., Ledger]) -> None:
    for entry in ledger_on().entries:
        for assignment in entry.assignments:
            if assignment.party.id == "fangjianjiuzai-relevant":
                assert assignment.party.presumed


def test_the_office_of_the_committee_is_presumed_on_what_it_does(
    ledger_on: Callable[..., Ledger],
) -> None:
    entry = next(entry for entry in ledger_on().entries if entry.id == "5.6")
    office = entry.party("anweiban")
    assert office is not None
    assert office.party.presumed


def test_an_accident_asks_one_meeting_and_one_film_of_whom_it_concerns(
    cli: Cli, ledger_on: Callable[..., Ledger]
) -> None:
    waiting = {e.id: e for e in ledger_on().entries if e.waiting}
    assert sum(len(e.countable) for e in waiting.values()) == 28
    assert len(waiting["3.3"].assignments) == 10
    assert {a.party.name for a in waiting["3.4"].assignments} == {"县应急管理局", "县消防救援局"}
    cli("trigger", "3.3", "--on", "2025-05-01", "--unit", "县水利局")
    rows = {row["id"]: row for row in cli("list", "--item", "3", "--json").json["rows"]}
    assert "3.3" not in rows
    assert len(rows["3.3@2025-05-01"]["units"]) == 10


def test_item_21_notes_its_brackets(catalog: Catalog) -> None:
    bracket = [item.responsibility for item in catalog.notice.items()][20]
    assert "半角括号" in (bracket.note or "")
