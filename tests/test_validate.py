"""Broken data files: every fault is named with file, line and path, and nothing runs on them."""

# Over 250 lines: a line for each rule.

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Cli, Result
from documents import OWNED, task, write
from documents import notice as document

DATA = Path(__file__).parents[1] / "data"

# Place, what is replaced there, by what, and how the finding begins.
# `4.1/` is a task, `4/` an item; \n is a line end. Rules of the first shape: test_first_edition.py.
NOTICE_FAULTS = r"""
6/responsibility.units[0] | [县委办, | [市委办, | 单位文件中没有“市委办”
6/responsibility.units[0] | [县委办, | [县气象局, | 括号中没有“县气象局”
6/responsibility.units | , 县安委办] | ] | 括号中的“县安委办”没有列入
9/responsibility.mode | mode: supervise | mode: lead | 与括号中的责任方式不符
4/responsibility.mode | mode: share | mode: lead | 与括号中的责任方式不符
4/responsibility.open | open: true | open: false | 与括号中有无“等部门”不符
6/responsibility.open | units: [ | open: true\n          units: [ | 与括号中有无“等部门”不符
1.5/quote | quote:  | quote: "" # | 没有原文
6.3/id | id: "6.3" | id: "7.33" | 编号应以 6. 开头
6.3/id | id: "6.3" | id: "6.03" | 编号应如 4.3
6.3/id | id: "6.3" | id: "6.2" | 编号 6.2 重复
7.1/id | id: "7.1" | id: "6.33" | 6. 已是另一条的编号
6.3/title | title:  | title: 一二三四五六七八九十一二三四五六七八九十 | 标题应为 1 至 20 字
6.3/title | title:  | title: "" # | 标题应为 1 至 20 字
9.1/title | title: 督促 | title: 帮助 | 指导督促落实的任务，标题应以“督促”开头
6.5/actor | actor: 县委 | actor: 市委 | 本条原文中没有这个主体
6.3/quantity.text | text: 每半年 | text: 每季度 | 不在本句原文中
6.3/quantity | value: 1 | value: 0 | 数量须不小于 1，上限须不小于下限
6.3/quantity | value: 1 | value: 3, max: 2 | 数量须不小于 1，上限须不小于下限
6.3/quantity | value: 1 | value: 1, max: 0 | 数量须不小于 1，上限须不小于下限
7.5/units[0] | units: [负有安全生产监管职责的部门] | units: [各部门] | 单位文件中没有“各部门”
6.3/timing | , every: half-year |  | 定期任务须有 every 或 slots 之一
4.1/timing | once} | once, every: month} | 定期任务须有 every 或 slots 之一
2.4/timing | kind: | every: year\n              kind: | 定期任务须有 every 或 slots 之一
3.3/timing | , trigger: | } # | 触发任务须有 trigger，其他任务不能有
4.1/timing | once} | once, trigger: 设立} | 触发任务须有 trigger，其他任务不能有
3.3/timing.trigger | trigger: 发生 | trigger: 出现 | 不在本条原文中
3.2/timing.due | 180} | 180, due: 2025-12-31} | 只有限期任务可写 due
4.1/timing.due | once} | once, due: 2025-12-31} | 只有限期任务可写 due
4.1/timing.basis | once} | once, basis: local} | 另定的时限不写入任务文件
4.1/timing.basis | once} | once, basis: calendar} | 活动日期须写在 slots 中
2.4/timing.slots[0] | start: 2025-06 | start: 2025-08 | 名称不可用或重复，或起止颠倒
2.4/timing.slots[0] | name: safety-month | name: Safety | 名称不可用或重复，或起止颠倒
2.4/timing.slots[1] | name: fire-month | name: safety-month | 名称不可用或重复，或起止颠倒
4.1/titel | title:  | titel: 甲\n            title:  | 没有这个键
4.1/id | id: "4.1" | note: "4.1" | 缺少这一项
4.1/timing.kind | kind: once | kind: one | 值不在允许之列
4/label | label: （四） | label: 4 | 应为文字
4/is | label: （四） | is: chapter\n        label: （四） | 值不在允许之列
4.1/title | title:  | title: 5 # | 应为文字
4.1/evidence | [设立文件] | 设立文件 | 应为列表
4.1/timing | {kind: once} | once | 应为一组键值
4/responsibility.open | open: true | open: yes | 应为 true 或 false
2.4/timing.slots[0].due | due: 2025-07-10 | due: 2025-06-31 | 日期无效
2.4/timing.slots[0].due | due: 2025-07-10 | due: 六月底 | 日期无效
"""

# The same for units.yaml, the body by its id.
UNITS_FAULTS = r"""
townships/members[0].units[0] | [新城镇人民 | [新镇人民 | 没有“新镇人民政府”这个单位
lishan/id | id: lishan | id: Lishan | id“Lishan”不可用
lishan/id | id: lishan | id: county | id“county”不可用
lishan/id | id: lishan | id: kfq | id“kfq”重复
lishan/initials[1] | , lsz, | , lsZ, | “lsZ”不是名称或简称的首字母
lishan/initials[1] | , lsz, | , ls, | “ls”不是名称或简称的首字母
lishan/ | aliases: [历山镇, | aliases: [县水利局, | 名称“县水利局”已被 shuili 使用
lishan/ | aliases: [历山镇, | aliases: ["县 水利局", | 名称“县 水利局”已被 shuili 使用
anweihui/ | reads_as: 县 | reads_as: 省 | 没有“省安委会有关成员单位”这个范围
anweihui-relevant/ | of: 县安委会成员单位 | of: 县安委会 | “县安委会有关成员单位”循环引用
anweihui-relevant/ | subset_of: | reads_as: 安委会成员单位\n    subset_of: | reads_as 和 subset_of
anweihui-members/members[0].ground | presumed | guess | 值不在允许之列
"""

HEAD = 5
"""Paragraphs before the first section."""
ITEMS = {
    1: ("'(一) '", 0, 0),
    2: ("'(二) '", 0, 1),
    3: ("（三）", 0, 2),
    4: ("（四）", 1, 0),
    6: ("（六）", 2, 0),
    7: ("（七）", 2, 1),
    9: ("（九）", 2, 3),
}
"""The label of an item in the file, its section and its place there."""
BODIES = {"lishan": "units[19]"} | {
    name: f"groups[{n}]"
    for n, name in enumerate("townships anweihui-members anweihui-relevant anweihui".split())
}


def table(text: str) -> list[list[str]]:
    return [line.replace(r"\n", "\n").split(" | ") for line in text.strip("\n").split("\n")]


def place_of(name: str) -> tuple[str, str]:
    """Where an item, task or body begins in its file, and its path."""
    if name in BODIES:
        return f"id: {name}" + ("," if name == "lishan" else "\n"), BODIES[name]
    item, _, task = name.partition(".")
    label, section, place = ITEMS[int(item)]
    path = f"blocks[{HEAD + section}].blocks[{place}]"
    if task:
        return f'- id: "{name}"', f"{path}.tasks[{int(task) - 1}]"
    return f"      - label: {label}\n", path


def break_at(file: Path, place: str, old: str, new: str) -> str:
    """Replace the first `old` from a place on; how the finding has to name its own place."""
    name, _, rest = place.partition("/")
    anchor, path = place_of(name)
    text = file.read_text(encoding="utf-8")
    start = text.index(anchor)
    change = text.index(old, start)
    file.write_text(text[:change] + new + text[change + len(old) :], encoding="utf-8")
    line = text.count("\n", 0, change if rest else start) + 1
    return f"{file.name} 第 {line} 行 {path}" + (f".{rest}" if rest else "")


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    """A copy of the shipped units and of sections 1 to 3 that a test may break."""
    text = (DATA / "tasks.yaml").read_text(encoding="utf-8")
    half, cut, _ = text.partition("  - label: 四、")
    assert cut
    half = "".join(line for line in half.splitlines(True) if 'into: "14.3"' not in line)
    (tmp_path / "tasks.yaml").write_text(half, encoding="utf-8")
    (tmp_path / "units.yaml").write_bytes((DATA / "units.yaml").read_bytes())
    return tmp_path / "tasks.yaml"


@pytest.fixture
def roster(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """Lay a local roster with this body over the units."""

    def lay(body: str) -> Path:
        file = tmp_path / "roster.yaml"
        file.write_text(f"schema: yqsafety/units@1\n{body}", encoding="utf-8")
        monkeypatch.setenv("YQSAFETY_UNITS", str(file))
        return file

    return lay


def assert_found(result: Result, place: str, problem: str) -> None:
    assert result.code == 3
    assert any(row[0] == place and row[2].startswith(problem) for row in result.rows)
    assert all(row[1] == "错误" and row[3] for row in result.rows)


@pytest.mark.parametrize(("place", "old", "new", "problem"), table(NOTICE_FAULTS))
def test_each_rule_of_the_notice(
    cli: Cli, notice: Path, place: str, old: str, new: str, problem: str
) -> None:
    expected = break_at(notice, place, old, new)
    assert_found(cli("validate", notice), expected, problem)


@pytest.mark.parametrize(("place", "old", "new", "problem"), table(UNITS_FAULTS))
def test_each_rule_of_the_units(
    cli: Cli, notice: Path, place: str, old: str, new: str, problem: str
) -> None:
    expected = break_at(notice.with_name("units.yaml"), place, old, new)
    assert_found(cli("validate", notice), expected, problem)


def test_a_date_that_is_not_stated_cannot_pass_for_stated(cli: Cli, notice: Path) -> None:
    break_at(notice, "4.1/", "once}", "once, basis: stated}")
    assert cli("validate", notice).code == 3


def test_a_sound_copy_has_no_findings(cli: Cli, notice: Path) -> None:
    for result in (cli("validate"), cli("validate", notice)):
        assert (result.code, result.out) == (0, "数据文件无误。\n")


def test_all_findings_are_listed(cli: Cli, notice: Path) -> None:
    places = {
        break_at(notice, "1.5/quote", "quote: ", 'quote: "" #'),
        break_at(notice, "6.5/actor", "actor: 县委", "actor: 市委"),
        break_at(notice, "6.3/quantity.text", "text: 每半年", "text: 每季度"),
    }
    result = cli("validate", notice)
    assert places <= {row[0] for row in result.rows}
    assert f"数据文件有 {len(result.rows)} 处问题" in result.err


def test_a_finding_is_listed_once_when_both_files_are_named(cli: Cli, notice: Path) -> None:
    place = break_at(notice, "6.5/actor", "actor: 县委", "actor: 市委")
    result = cli("validate", notice, notice.with_name("units.yaml"))
    assert [row[0] for row in result.rows] == [place]


@pytest.mark.parametrize("command", ["list", "check 4.1", "status --fail-on overdue", "notice"])
def test_nothing_runs_on_a_broken_file(cli: Cli, notice: Path, command: str) -> None:
    place = break_at(notice, "6.5/actor", "actor: 县委", "actor: 市委").replace("行 ", "行，")
    result = cli(*command.split(), "--notice", notice)
    assert (result.code, result.out) == (3, "")
    said = f"任务文件有误：{place}：本条原文中没有这个主体。全部问题：yqsafety validate {notice}"
    assert result.err.startswith(said)


def test_findings_as_json(cli: Cli, notice: Path) -> None:
    place = break_at(notice, "4.1/timing.kind", "kind: once", "kind: one")
    result = cli("validate", notice, "--json")
    finding = {
        "file": "tasks.yaml",
        "line": int(place.split()[2]),
        "path": "blocks[6].blocks[0].tasks[0].timing.kind",
        "level": "error",
        "problem": "值不在允许之列",
        "fix": "改为：once、recurring、standing、triggered",
    }
    assert result.code == 3
    assert result.json == {"schema": "yqsafety/validate@1", "findings": [finding], "reviews": []}
    assert cli("validate", "--json").json["findings"] == []


def test_the_units_file_beside_the_notice_is_used(cli: Cli, notice: Path) -> None:
    assert cli("units", "历山人", "--notice", notice).code == 2
    break_at(notice.with_name("units.yaml"), "lishan/", "[历山镇,", "[历山人, 历山镇,")
    result = cli("units", "历山人", "--notice", notice)
    assert result.out.startswith("历山镇人民政府\n")


def test_a_roster_cannot_rename_a_group(cli: Cli, tmp_path: Path) -> None:
    file = tmp_path / "roster.yaml"
    file.write_text(
        "schema: yqsafety/units@1\ngroups: [{id: anweihui-members, name: 大名单}]\n",
        encoding="utf-8",
    )
    assert "名称应为“县安委会成员单位”" in cli("validate", file).out


POLICE = """
units: [{id: gongan, name: 县公安局, aliases: [公安局]}]
groups:
  - id: anweihui-members
    name: 县安委会成员单位
    members: [{ground: local, source: 县安委会文件, units: [县公安局]}]
"""


def test_a_local_roster_brings_in_a_bureau(cli: Cli, roster: Callable[[str], Path]) -> None:
    assert cli("list", "--unit", "县公安局").code == 2
    file = roster(POLICE)
    assert cli("validate", file).code == 0
    rows = cli("list", "--unit", "公安局", "--json").json["rows"]
    grounds = {row["item"]: {unit["ground"] for unit in row["units"]} for row in rows}
    assert all(grounds[item] == {"local"} for item in (1, 2, 3))
    assert all(grounds[item] == {"presumed"} for item in (5, 7, 10, 12, 13, 15, 17, 20))
    assert 11 not in grounds


def test_a_roster_with_a_fault_stops_everything(cli: Cli, roster: Callable[[str], Path]) -> None:
    file = roster(POLICE.replace("units: [县公安局]", "units: [公安分局]"))
    result = cli("list")
    assert result.code == 3
    assert "roster.yaml 第 7 行，groups[0].members[0].units[0]：没有“公安分局”" in result.err
    assert cli("validate", file).code == cli("validate").code == 3


GROUPS = {
    "townships": "各乡（镇）人民政府",
    "anweihui-members": "县安委会成员单位",
    "anweihui-relevant": "县安委会有关成员单位",
    "regulators": "负有安全生产监管职责的部门",
}


def exclusion(group: str, unit: str, reason: str, extra: str = "") -> str:
    excluded = f"excluded: [{{unit: {unit}, reason: {reason}}}]"
    return f"groups:\n  - {{id: {group}, name: {GROUPS[group]}, {excluded}{extra}}}\n"


@pytest.mark.parametrize("group", ["anweihui-members", "anweihui-relevant"])
def test_a_presumed_member_can_be_taken_out(
    cli: Cli, roster: Callable[[str], Path], group: str
) -> None:
    assert len(cli("list", "--unit", "县气象局", "--item", "15", "--ids").rows) == 5
    file = roster(exclusion(group, "县气象局", "不是成员"))
    assert cli("validate", file).code == 0
    assert cli("list", "--unit", "县气象局", "--item", "15", "--ids").rows == []
    assert cli("list", "--unit", "县气象局", "--item", "4", "--ids").rows


AGAIN = ", members: [{ground: presumed, source: 某, units: [县应急管理局]}]"
BY_LAW = "“县应急管理局”不是推定成员，不能剔除"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (exclusion("regulators", "县应急管理局", "某"), BY_LAW),
        (exclusion("regulators", "县应急管理局", "某", AGAIN), BY_LAW),
        (exclusion("townships", "新城镇", "某"), "“新城镇”不是推定成员，不能剔除"),
        (exclusion("anweihui-members", "县气象局", '" "'), "剔除须写明理由"),
        (exclusion("anweihui-members", "县气象局", ""), "应为文字"),
    ],
)
def test_nobody_else_can_be_taken_out(
    cli: Cli, roster: Callable[[str], Path], body: str, problem: str
) -> None:
    result = cli("validate", roster(body))
    assert result.code == 3
    assert [row[2] for row in result.rows] == [problem]


def test_a_file_over_two_megabytes_is_refused(cli: Cli, notice: Path) -> None:
    with notice.open("ab") as file:
        file.write(b"# " + b"x" * 2_000_000 + b"\n")
    for result in (cli("validate", notice), cli("list", "--notice", notice)):
        assert result.code == 3
        assert "文件超过 2 MB" in result.out + result.err


def test_a_large_file_is_read_where_that_is_meant(
    cli: Cli, notice: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with notice.open("ab") as file:
        file.write(b"# " + b"x" * 2_000_000 + b"\n")
    refused = cli("validate", notice)
    assert "YQSAFETY_LARGE=1" in refused.out
    monkeypatch.setenv("YQSAFETY_LARGE", "1")
    assert cli("validate", notice).code == 0
    assert cli("list", "--notice", notice).code == 0


def test_so_many_values_are_read_where_that_is_meant(
    cli: Cli, roster: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = roster("units:\n" + "".join(f"  - {{id: g{n}, name: 组{n}}}\n" for n in range(14_000)))
    refused = cli("validate", file)
    assert (refused.code, "内容超过 4 万项" in refused.out) == (3, True)
    assert "YQSAFETY_LARGE=1" in refused.out
    monkeypatch.setenv("YQSAFETY_LARGE", "1")
    assert cli("validate", file).code == 0


@pytest.mark.parametrize(("name", "said"), [("no.yaml", "不存在"), (".", "tasks.yaml”：文件或")])
def test_a_file_that_is_not_there_is_a_usage_error(cli: Cli, name: str, said: str) -> None:
    for result in (cli("validate", name), cli("list", "--notice", name)):
        assert (result.code, result.out) == (2, "")
        assert said in result.err


@pytest.mark.parametrize("text", ["", "[]", "5", "schema: yqsafety/list@1", "schema: 5"])
def test_a_file_of_another_kind_is_refused(cli: Cli, tmp_path: Path, text: str) -> None:
    file = tmp_path / "other.yaml"
    file.write_text(text, encoding="utf-8")
    assert "schema 应为 yqsafety/notice@2" in cli("validate", file).out
    assert cli("list", "--notice", file).code == 3


@pytest.mark.parametrize("folder", ["任务", "新 任务"])
def test_what_is_suggested_is_about_the_file_that_was_named(
    cli: Cli, tmp_path: Path, folder: str
) -> None:
    """Each command that an answer names, typed as it stands, works on the same file."""
    once = {"kind": "once"}
    duty = task(timing=once, review={"date": "照语气推定"})
    block = {"label": "一、", "heading": "任务。", "responsibility": OWNED, "tasks": [duty]}
    target = tmp_path / folder
    file = str(write(document(block), target))
    answers = [
        cli("validate", file).out,
        cli("validate", target, "--strict").err,
        cli("validate", "--notice", file).out,
        cli("catalog", "review", file).err,
        cli("catalog", "seal", file).out,
    ]
    typed = [
        shlex.split(line)[1:]
        for said in answers
        for line in re.findall(r"yqsafety [^；，。\n]*", said)
    ]
    assert len(typed) >= 8
    for words in typed:
        assert file in words, words
        result = cli(*words, *(["--force"] if "export" in words else []))
        assert result.code == 0, (words, result.err)
    found = cli("validate", file, "--json").json
    assert len(found["reviews"]) == 1
