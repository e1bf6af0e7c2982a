"""The catalogue that ships says what the notice says: read against `notice.txt` by eye."""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Cli

from yqsafety.ledger.ledger import Ledger
from yqsafety.notice.model import Catalog, Task
from yqsafety.notice.roster import Roster

NOTICE = Path(__file__).with_name("notice.txt")
DATA = Path(__file__).parents[1] / "data"

ALL = "lead 垣曲开发区管委会 各乡[镇]人民政府 县安委会成员单位"
RELEVANT = "县安委会有关成员单位"
REGULATORS = "负有安全生产监管职责的部门"

# Item: mode, then the names as printed, 等部门 too.
BRACKETS = {
    1: ALL,
    2: ALL,
    3: ALL,
    4: "share 县自然资源局 县水利局 县农业农村局 县住建局 县应急管理局 县消防救援局 县气象局"
    " 县防震减灾中心 县林业局 等部门",
    5: "lead 县安委会 县防减救灾有关成员单位",
    6: "lead 县委办 县政府办 县安委办",
    7: f"lead {RELEVANT}",
    8: f"supervise {REGULATORS} 国家金融监督管理总局垣曲监管支局",
    9: f"supervise {REGULATORS}",
    10: f"lead 垣曲开发区管委会 各乡[镇]人民政府 {RELEVANT}",
    11: f"lead {REGULATORS}",
    12: f"lead {RELEVANT}",
    13: "lead 县委有关成员单位",
    14: "share 县住建局 县交通局 县水利局 县应急管理局 县市场监管局 县能源局 县消防救援局"
    " 县防震减灾中心 等部门",
    15: f"lead {RELEVANT}",
    16: "share 县自然资源局 县应急管理局 县消防救援局 县防震减灾中心 县林业局 等部门",
    17: f"lead {RELEVANT}",
    18: "share 垣曲开发区管委会 各乡[镇]人民政府 县交通局 县水利局 县应急管理局 县发改局"
    " 县林业局 等部门",
    19: "share 垣曲开发区管委会 各乡[镇]人民政府 县住建局 县交通局 县水利局 县应急管理局"
    " 县消防救援局 县防震减灾中心 县林业局 等部门",
    20: f"lead {RELEVANT}",
    21: "lead 县级负有安全生产监管职责的部门",
}


@pytest.fixture(scope="module")
def tasks(catalog: Catalog) -> dict[str, Task]:
    return {task.id: task for item in catalog.notice.items() for task in item.tasks}


def test_notice_prints_the_original_byte_for_byte(cli: Cli) -> None:
    result = cli("notice")
    assert result.code == 0
    assert result.out.encode() == NOTICE.read_bytes()


def test_size(catalog: Catalog, tasks: dict[str, Task]) -> None:
    assert len(catalog.notice.sections) == 7
    assert [item.number for item in catalog.notice.items()] == list(range(1, 22))
    assert 120 <= len(tasks) <= 165
    assert len(tasks) == sum(len(item.tasks) for item in catalog.notice.items())


def test_sections_hold_the_items_that_the_notice_puts_there(catalog: Catalog) -> None:
    numbers = [[item.number for item in section.items] for section in catalog.notice.sections]
    assert numbers == [
        [1, 2, 3],
        [4, 5],
        [6, 7, 8, 9, 10],
        [11, 12],
        [13, 14],
        [15, 16, 17, 18],
        [19, 20, 21],
    ]


def test_each_bracket_as_data_says_what_is_printed(catalog: Catalog) -> None:
    found = {}
    for item in catalog.notice.items():
        bracket = item.responsibility
        names = " ".join(bracket.units).replace("各乡（镇）", "各乡[镇]")
        found[item.number] = f"{bracket.mode} {names}" + " 等部门" * bracket.open
    assert found == BRACKETS


def test_modes_as_counted_in_the_notice(catalog: Catalog) -> None:
    modes = Counter(item.responsibility.mode for item in catalog.notice.items())
    assert modes == {"lead": 14, "share": 5, "supervise": 2}


def test_roster(catalog: Catalog, roster: Roster) -> None:
    assert len(catalog.units.units) == 29
    assert len(catalog.units.groups) == 10  # eight in brackets, two in sentences
    townships = next(group for group in roster.groups if group.id == "townships")
    members = roster.members(townships).values()
    assert len(members) == 11
    assert {party.ground for party in members} == {"registry"}
    assert Counter(party.name.removesuffix("人民政府")[-1] for party in members) == {
        "镇": 6,
        "乡": 5,
    }


def test_the_law_names_one_regulator_at_county_level(roster: Roster) -> None:
    group = next(group for group in roster.groups if group.id == "regulators")
    by_law = {party.name for party in roster.members(group).values() if party.ground == "law"}
    assert by_law == {"县应急管理局"}


def test_slips_of_the_source_have_a_note(catalog: Catalog) -> None:
    brackets = {item.number: item.responsibility for item in catalog.notice.items()}
    assert {number for number in brackets if brackets[number].note} >= {5, 13, 15}


def test_dates_that_do_not_rest_on_the_notice_year(tasks: dict[str, Task]) -> None:
    found = {t.id: t.timing.basis for t in tasks.values() if t.timing.basis != "notice-year"}
    assert found == {
        "1.2": "presumed",
        "2.4": "calendar",
        "3.3": "presumed",
        "3.4": "presumed",
        "3.5": "presumed",
        "6.3": "stated",
        "6.4": "presumed",
        "12.4": "presumed",
        "18.9": "stated",
    }


@pytest.mark.parametrize(
    ("occurrence", "start", "due"),
    [
        ("2.4@safety-month", "2025-06-01", "2025-07-10"),
        ("2.4@fire-month", "2025-11-01", "2025-12-10"),
        ("2.4@disaster-week", "2025-05-12", "2025-05-28"),
        ("1.2@2025-H1", "2025-01-01", "2025-06-30"),
        ("12.4@year-start", "2025-01-01", "2025-03-31"),
        ("6.3@2025-H1", "2025-01-01", "2025-06-30"),
        ("6.3@2025-H2", "2025-07-01", "2025-12-31"),
        ("6.4@2025-H1", "2025-01-01", "2025-06-30"),
        ("6.4@2025-H2", "2025-07-01", "2025-12-31"),
        ("12.4@year-turn", "2025-12-01", "2026-03-31"),
        ("18.9", "2025-01-01", "2025-12-31"),
        ("4.1", "2025-01-01", "2025-12-31"),
    ],
)
def test_occurrences_with_dates(
    ledger_on: Callable[..., Ledger], occurrence: str, start: str, due: str
) -> None:
    entries = {entry.id: entry for entry in ledger_on().entries}
    task = occurrence.partition("@")[0]
    expected = {"1.2": 2, "2.4": 3, "6.3": 2, "6.4": 2, "12.4": 2}.get(task, 1)
    assert sum(entry.task.id == task for entry in entries.values()) == expected
    entry = entries[occurrence]
    assert entry.period.start == dt.date.fromisoformat(start)
    assert entry.due == dt.date.fromisoformat(due)


def test_every_date_from_outside_the_notice_names_its_source(tasks: dict[str, Task]) -> None:
    sources = {slot.name: slot.source for task in tasks.values() for slot in task.timing.slots}
    assert "安委办〔2025〕1号" in sources["safety-month"]
    assert "推定" in sources["year-turn"]
    assert all(sources.values())


def test_what_follows_from_an_accident_is_triggered(tasks: dict[str, Task]) -> None:
    triggered = {task.id for task in tasks.values() if task.timing.kind == "triggered"}
    assert triggered == {"3.3", "3.4", "3.5"}


def test_quantities(tasks: dict[str, Task]) -> None:
    found = {
        task.id: (task.quantity.value, task.quantity.max, task.quantity.unit, task.quantity.per)
        for task in tasks.values()
        if task.quantity
    }
    assert found == {
        "5.5": (4, None, "项", None),
        "6.3": (1, None, "次", None),
        "6.6": (10, None, "项", None),
        "11.1": (1, 2, "项", None),
        "14.5": (5, None, "项", None),
        "15.2": (6, None, "项", None),
        "18.9": (1, None, "处", "村（社区）"),
    }


def test_about_half_is_standing_and_about_thirty_are_one_result(tasks: dict[str, Task]) -> None:
    kinds = Counter(task.timing.kind for task in tasks.values())
    assert 0.4 <= kinds["standing"] / len(tasks) <= 0.6
    assert 25 <= sum(task.done_by == "any" for task in tasks.values()) <= 35


def test_every_task_is_short_titled_and_says_what_would_show_it(tasks: dict[str, Task]) -> None:
    for task in tasks.values():
        assert 0 < len(task.title) <= 20, task.id
        assert task.evidence, task.id
        assert all(name.strip() for name in task.evidence), task.id


def test_supervised_acts_begin_with_supervising(catalog: Catalog) -> None:
    for item in catalog.notice.items():
        for task in item.tasks:
            if item.number in (8, 9):
                assert task.title.startswith("督促"), task.id


def _place(catalog: Catalog, task_id: str) -> tuple[int, int]:
    for s, section in enumerate(catalog.notice.sections):
        for i, item in enumerate(section.items):
            if task_id in [task.id for task in item.tasks]:
                return (s, i)
    raise KeyError(task_id)


@pytest.mark.parametrize("task_id", ["1.1", "3.5", "6.3", "8.2", "11.10", "13.7", "18.9", "21.3"])
def test_one_changed_character_of_a_quote_is_found(
    cli: Cli, catalog: Catalog, tmp_path: Path, task_id: str
) -> None:
    shutil.copy(DATA / "units.yaml", tmp_path)
    lines = (DATA / "tasks.yaml").read_text(encoding="utf-8").splitlines()
    here = next(n for n, line in enumerate(lines) if line.endswith(f'- id: "{task_id}"'))
    number = next(n for n in range(here, len(lines)) if lines[n].lstrip().startswith("quote: "))
    middle = (len(lines[number]) + lines[number].index("quote: ") + 7) // 2
    lines[number] = f"{lines[number][:middle]}某{lines[number][middle + 1 :]}"
    file = tmp_path / "tasks.yaml"
    file.write_text("\n".join(lines), encoding="utf-8")
    result = cli("validate", "--notice", file)
    s, i = _place(catalog, task_id)
    item = max(n for n in range(here) if lines[n].startswith("      - label: "))
    label = lines[item].partition("label: ")[2].strip("'")
    assert result.code == 3
    place, _, problem, fix = result.rows[0]
    assert place == f"tasks.yaml 第 {item + 1} 行 blocks[{5 + s}].blocks[{i}]"
    assert re.match(rf"原文与核对时不同，第 \d+ 段起：“{re.escape(label)}", problem)
    assert "catalog seal" in fix
