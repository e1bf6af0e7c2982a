"""Files of the first shape, yqsafety/notice@1: still read, still checked at their own places."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from conftest import Cli
from test_validate import assert_found, table

DATA = Path(__file__).parents[1] / "data"
OLD = Path(__file__).parent / "versions" / "tasks-notice1.yaml"

# As in test_validate.py; `s1/` is a section.
FIRST_FAULTS = r"""
s1/ | number: 1\n | number: 3\n | 章节编号应为 1
s1/ | number: 1\n    heading: 一 | number: 1\n    heading: 二 | 章节编号应为 1
1/ | number: 1\n | number: 2\n | 条款编号应为 1
1/ | number: 1\n        heading: (一 | number: 1\n        heading: (二 | 条款编号应为 1
4/ | number: 4\n | number: 四\n | 条款编号应为 4
1/text | 跟踪问效。\n | 跟踪问效。再接再厉。\n | 未被引用：“再接再厉。”
1.5/quote | quote: 加强 | quote: 放松 | 不在本条原文中
1.5/quote | quote:  | quote: "" # | 不在本条原文中
1.5/quote | quote: 加强 | quote:  | 与前一项之间漏了“加强”
1.5/quote | quote:  | quote: 建立落实清单， | 与前一项重叠，或次序不对
6/responsibility.units | , 县安委办] | ] | 括号中的“县安委办”没有列入
6.3/id | id: "6.3" | id: "7.33" | 编号应以 6. 开头
6.5/actor | actor: 县委 | actor: 市委 | 本条原文中没有这个主体
6.3/quantity.text | text: 每半年 | text: 每季度 | 不在本句原文中
4.1/timing.basis | notice-year} | calendar} | 活动日期须写在 slots 中
4.1/titel | title:  | titel: 甲\n            title:  | 没有这个键
2.4/timing.slots[0].due | due: 2025-07-10 | due: 六月底 | 日期无效
"""
ITEMS = {1: (0, 0), 2: (0, 1), 4: (1, 0), 6: (2, 0)}


def place_of(name: str) -> tuple[str, str]:
    """Where a section, item or task begins in the file, and its path."""
    if name.startswith("s"):
        return f"  - number: {name[1:]}\n    heading", f"sections[{int(name[1:]) - 1}]"
    item, _, task = name.partition(".")
    section, place = ITEMS[int(item)]
    path = f"sections[{section}].items[{place}]"
    if task:
        return f'- id: "{name}"', f"{path}.tasks[{int(task) - 1}]"
    return f"      - number: {item}\n        heading", path


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    """A copy of the file of the first shape that shipped, with today's units beside it."""
    shutil.copy(DATA / "units.yaml", tmp_path)
    return Path(shutil.copy(OLD, tmp_path / "tasks.yaml"))


@pytest.mark.parametrize(("place", "old", "new", "problem"), table(FIRST_FAULTS))
def test_each_rule_is_found_at_its_place_in_the_old_file(
    cli: Cli, notice: Path, place: str, old: str, new: str, problem: str
) -> None:
    name, _, rest = place.partition("/")
    anchor, path = place_of(name)
    text = notice.read_text(encoding="utf-8")
    start = text.index(anchor)
    change = text.index(old, start)
    notice.write_text(text[:change] + new + text[change + len(old) :], encoding="utf-8")
    line = text.count("\n", 0, change if rest else start) + 1
    expected = f"tasks.yaml 第 {line} 行 {path}" + (f".{rest}" if rest else "")
    assert_found(cli("validate", notice), expected, problem)


@pytest.mark.parametrize("year", ["1949", "99999", '"2025"', "true", ""])
def test_a_year_that_cannot_be(cli: Cli, notice: Path, year: str) -> None:
    text = notice.read_text(encoding="utf-8").replace("\nyear: 2025\n", f"\nyear: {year}\n")
    notice.write_text(text, encoding="utf-8")
    found = cli("validate", notice, "--json").json["findings"]
    assert ("year", "年度应为 1950 至 2100") in {(one["path"], one["problem"]) for one in found}


def test_rules_of_both_kinds_are_listed_at_once(cli: Cli, notice: Path) -> None:
    text = notice.read_text(encoding="utf-8")
    text = text.replace("quote: 加强跟踪问效", "quote: 放松跟踪问效").replace(
        "actor: 县委、县政府", "actor: 市委、市政府"
    )
    notice.write_text(text, encoding="utf-8")
    problems = {row[2] for row in cli("validate", notice).rows}
    assert {"不在本条原文中", "本条原文中没有这个主体"} <= problems


def test_a_task_must_be_a_task(cli: Cli, notice: Path) -> None:
    text = notice.read_text(encoding="utf-8")
    first = text.index('          - id: "1.1"')
    notice.write_text(f"{text[:first]}          - 一句话\n{text[first:]}", encoding="utf-8")
    found = cli("validate", notice, "--json").json["findings"]
    assert ("sections[0].items[0].tasks", "应为一组键值") in {
        (one["path"], one["problem"]) for one in found
    }


def test_it_prints_and_counts_what_the_present_file_does(cli: Cli, notice: Path) -> None:
    assert cli("validate", notice).out == "数据文件无误。\n"
    for command in ("notice", "list --ids", "list --quote", "status --by unit", "show 3.3"):
        old = cli(*command.split(), "--notice", notice)
        assert old.code == 0
        assert old == cli(*command.split())
