"""What changed between two notices: every task once, none taken for another."""

from __future__ import annotations

import random
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli
from editions import CHANGES, CUT, DATA, GONE, JOINED, TIMING, UNITS, Edited, changed_notice
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from test_hostile_text import harmless, write_catalogue

from yqsafety.drafting.comparing import Comparison, compare_catalogs, compare_editions
from yqsafety.drafting.editions import Duty, Edition, edition_of
from yqsafety.notice.compiling import compile_catalog
from yqsafety.notice.data_files import data_files
from yqsafety.notice.model import Catalog
from yqsafety.wording.marked_words import brief_changes, marked_changes


def opened(folder: Path) -> Catalog:
    compiled, faults = compile_catalog(data_files(folder / "tasks.yaml", None))
    assert compiled is not None, [str(one) for one in faults]
    return compiled


def table(found: Comparison) -> set[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return {
        (one.kind, tuple(d.id for d in one.old), tuple(d.id for d in one.new))
        for one in found.changes
    }


@pytest.fixture(params=[True, False], ids=["new year", "new edition"])
def edited(request: pytest.FixtureRequest) -> Edited:
    return changed_notice(new_year=request.param)


def test_thirty_changes_are_all_found(catalog: Catalog, edited: Edited, tmp_path: Path) -> None:
    assert CHANGES == 30
    found = compare_catalogs(catalog, opened(edited.write(tmp_path / "new")))
    assert table(found) ^ edited.expected() == set()
    assert not found.meanings
    changed: dict[str, set[str]] = {"units": set(), "timing": set()}
    for one in found.changes:
        for field in changed.keys() & set(one.fields):
            changed[field] |= {duty.id for duty in one.old}
    assert changed["timing"] == set(TIMING)
    assert changed["units"] >= set(UNITS)


BY_HAND = """
reworded 2.2 > 2.3    主流媒体：电台不再列
reworded 2.5 > 2.6    宣传“五进”：增进校宣讲
reworded 7.5 > 7.6    监督检查计划：改为年度
reworded 18.3 > 18.4  物资调拨：不再写建立
reworded 11.8 > 11.10 管道项目：改为用地手续
reworded 12.8 > 12.9  举报奖励：健全改为全面
moved 2.7 > 16.1      人员密集场所演练
moved 16.4 > 2.1      救援队伍建设
moved 11.10 > 12.1    消防审验遗留问题
moved 13.1 > 18.1     智慧应急
cut 4.2 > 4.2 4.3     工作机制；上下联动
cut 7.1 > 7.1 7.2     三管三必须；政策落地
cut 11.5 > 11.5 11.6 11.7  整合资源；关小上大；散乱差
joined 6.7 6.8 > 6.7  包保；矿山整合
joined 14.1 14.2 > 14.1    升级改造；一优三减
joined 11.16 11.17 11.18 > 11.17  重点车辆；农机；隧道
new > 3.1             每月通报
new > 10.1            举报人台账
new > 15.1            充电设施
new > 20.1            拉动演练
gone 5.6 >            推进机制
gone 9.5 >            安全承诺
gone 17.2 >           救援装备
gone 21.1 >           先进经验
units 1.4 > 1.4       改由县应急管理局
units 2.1 > 2.2       改由县应急管理局
units 3.4 > 3.5       改由县应急管理局
timing 7.4 > 7.5      限四月底前
timing 9.1 > 9.1      改为每季度
timing 15.3 > 15.4    长期改为限期
"""
"""The thirty changes as two people read them off the two documents. What else there is was only
numbered anew: 127 duties, of which 83 have another id."""


def read_by_hand() -> set[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    found = set()
    for line in BY_HAND.strip().splitlines():
        kind, *ids = (one for one in line.split() if one == ">" or one.isascii())
        at = ids.index(">")
        found.add((kind, tuple(ids[:at]), tuple(ids[at + 1 :])))
    return found


def test_next_years_notice_is_matched_as_people_match_it(catalog: Catalog, tmp_path: Path) -> None:
    found = compare_catalogs(catalog, opened(changed_notice(new_year=True).write(tmp_path / "new")))
    told = {one for one in table(found) if one[0] != "kept"}
    told |= {
        (field, tuple(d.id for d in one.old), tuple(d.id for d in one.new))
        for one in found.changes
        for field in {"units", "timing"} & set(one.fields)
        if one.kind == "kept"
    }
    right = read_by_hand()
    share = 100 * len(told & right) / len(told | right)
    assert share == 100, f"{share:.1f} %，多出 {told - right}，缺少 {right - told}"
    kept = found.of_kind("kept")
    assert (len(right), len(kept)) == (30, 127)
    assert sum(one.old[0].id != one.new[0].id for one in kept) == 83


def test_a_notice_does_not_differ_from_itself(catalog: Catalog) -> None:
    found = compare_catalogs(catalog, catalog)
    assert not found.differs
    assert {one.kind for one in found.changes} == {"kept"}
    assert {one.by for one in found.changes} == {"id"}


def test_two_swapped_ids_are_said(catalog: Catalog, tmp_path: Path) -> None:
    edited = Edited()
    (one, n), (other, m) = edited.find("4.6"), edited.find("4.7")
    one[n]["id"], other[m]["id"] = "4.7", "4.6"
    found = compare_catalogs(catalog, opened(edited.write(tmp_path / "new")))
    assert {meaning.new.id for meaning in found.meanings} == {"4.6", "4.7"}
    assert ("kept", ("4.6",), ("4.7",)) in table(found)


def test_what_an_edition_says_was_joined_is_joined(catalog: Catalog, tmp_path: Path) -> None:
    edited = Edited()
    tasks, n = edited.find("5.6")
    tasks[n] = tasks[n]["quote"]
    edited.data["retired"].append({"id": "5.6", "into": "5.7", "why": "同一件事"})
    found = compare_catalogs(catalog, opened(edited.write(tmp_path / "new")))
    assert ("joined", ("5.6", "5.7"), ("5.7",)) in table(found)


# Random editions: the comparison sees only the sentences, the test knows where each comes from.


def whole_edition(catalog: Catalog, notice: str, duties: list[Duty]) -> Edition:
    placed = tuple(duty._replace(order=n) for n, duty in enumerate(duties))
    return edition_of(catalog)._replace(id=notice, duties=placed, retired={})


def with_text(duty: Duty, letters: str, new_id: str) -> Duty:
    task = replace(duty.task, id=new_id, quote=letters)
    return duty._replace(task=task, letters=letters)


def random_edition(
    duties: list[Duty], draw: random.Random
) -> tuple[list[Duty], dict[str, set[str]]]:
    """A later edition, and by new id the old ids that it comes from."""
    made: list[tuple[Duty, set[str]]] = []
    left = list(duties)
    while left:
        duty = left.pop(0)
        text = duty.letters
        match draw.choice(["keep"] * 6 + ["gone", "reword", "split", "join", "move"]):
            case "gone":
                continue
            case "reword" if len(text) >= 16:
                place = draw.randrange(len(text) - 1)
                made.append(
                    (with_text(duty, f"{text[:place]}另{text[place + 1 :]}", ""), {duty.id})
                )
            case "split" if len(text) >= 16:
                half = draw.randrange(8, len(text) - 7)
                made.append((with_text(duty, text[:half], ""), {duty.id}))
                made.append((with_text(duty, text[half:], ""), {duty.id}))
            case "join" if left and len(text) >= 8 and len(left[0].letters) >= 8:
                other = left.pop(0)
                made.append((with_text(duty, text + other.letters, ""), {duty.id, other.id}))
            case "move":
                place = draw.randrange(len(made) + 1)
                item = made[place - 1][0].item if made else duty.item
                made.insert(place, (with_text(duty, text, "")._replace(item=item), {duty.id}))
            case _:
                made.append((with_text(duty, text, ""), {duty.id}))
    ids = [f"{n // 9 + 1}.{n % 9 + 1}" for n in range(len(made))]
    if draw.random() < 0.5:
        draw.shuffle(ids)
    named = [with_text(duty, duty.letters, ids[n]) for n, (duty, _) in enumerate(made)]
    return named, {ids[n]: was for n, (_, was) in enumerate(made)}


@given(st.randoms(use_true_random=False), st.booleans())
def test_no_task_is_taken_for_another(
    catalog: Catalog, draw: random.Random, same_notice: bool
) -> None:
    duties = list(edition_of(catalog).duties)
    later, came = random_edition(duties, draw)
    old = whole_edition(catalog, "old", duties)
    new = whole_edition(catalog, "old" if same_notice else "new", later)
    found = compare_editions(old, new)
    for side, whole in (("old", duties), ("new", later)):
        seen = [duty.id for one in found.changes for duty in getattr(one, side)]
        assert sorted(seen) == sorted(duty.id for duty in whole)
    for one in found.changes:
        was = {duty.id for duty in one.old}
        for duty in one.new if one.old else ():
            assert came[duty.id] & was, (one.kind, one.by, duty.letters)
        origins = set().union(*(came[duty.id] for duty in one.new))
        assert not one.new or was <= origins, (one.kind, one.by)


@pytest.mark.slow
def test_thirteen_thousand_tasks_take_seconds(catalog: Catalog) -> None:
    base = edition_of(catalog).duties
    letters = "".join(duty.letters for duty in base)

    def many(notice: str, reworded: bool) -> Edition:
        duties = []
        for n in range(13_000):
            duty, draw = base[n % len(base)], random.Random(n)
            text = [draw.choice(letters) if draw.random() < 0.2 else one for one in duty.letters]
            if reworded and n % 4 == 0:
                text[draw.randrange(len(text))] = "另"
            duties.append(with_text(duty, "".join(text), f"{n // 900 + 1}.{n % 900 + 1}"))
        return whole_edition(catalog, notice, duties)

    old, new = many("old", False), many("new", True)
    began = time.process_time()
    found = compare_editions(old, new)
    assert time.process_time() - began < 20
    pairs = [(one.old[0].order, one.new[0].order) for one in found.changes if one.old and one.new]
    assert sum(a == b for a, b in pairs) > 12_500


# The command.


@pytest.fixture
def later(tmp_path: Path) -> Path:
    return changed_notice(new_year=False).write(tmp_path / "later")


def test_the_text_says_all(cli: Cli, later: Path) -> None:
    result = cli("catalog", "diff", DATA, later)
    assert result.code == 0
    assert "在电视台、［删：电台、］报纸等主流媒体开辟专题专栏，" in result.out
    for heading in (
        "改写 6 项",
        "移动 4 项",
        f"拆分 {len(CUT)} 项",
        f"合并 {len(JOINED)} 项",
        "新增 4 项",
        f"取消 {len(GONE)} 项",
        "时限变动 3 项",
    ):
        assert f"\n{heading}\n" in result.out
    assert "7.4 → 7.4" in result.out
    assert "2025-04-30 前" in result.out


def test_json_has_every_task_once(cli: Cli, later: Path, catalog: Catalog) -> None:
    answer = cli("catalog", "diff", DATA, later, "--json").json
    assert answer["schema"] == "yqsafety/diff@1"
    assert answer["differs"] is True
    assert answer["old"]["edition"] == 2
    assert answer["counts"]["reworded"] == 6
    ids = [duty["id"] for one in answer["changes"] for duty in one["old"]]
    assert sorted(ids) == sorted(t.id for i in catalog.notice.items() for t in i.tasks)
    first: dict[str, Any] = next(one for one in answer["changes"] if one["kind"] == "reworded")
    assert first["by"] == "id"
    assert 0.7 <= first["likeness"] < 1


def test_the_sheet_has_a_row_a_change(cli: Cli, later: Path, tmp_path: Path) -> None:
    target = tmp_path / "对照.xlsx"
    assert cli("catalog", "diff", DATA, later, "-o", target).code == 0
    first = target.read_bytes()
    rows = list(load_workbook(target)["对照"].iter_rows(values_only=True))
    assert rows[0][:3] == ("变化", "旧编号", "新编号")
    assert [row[1] for row in rows if row[0] == "取消"] == GONE
    refused = cli("catalog", "diff", DATA, later, "-o", target)
    assert (refused.code, target.read_bytes()) == (2, first)
    assert cli("catalog", "diff", DATA, later, "-o", target, "--force").code == 0
    assert target.read_bytes() == first
    assert cli("catalog", "diff", DATA, later, "-o", tmp_path / "a.docx").code == 2


def test_markdown_and_the_exit_code(cli: Cli, later: Path, tmp_path: Path) -> None:
    result = cli("catalog", "diff", DATA, later, "--md", "--exit-code")
    assert result.code == 1
    assert result.out.startswith("# 任务对照\n")
    same = tmp_path / "same"
    Edited().write(same)
    assert cli("catalog", "diff", DATA, same, "--exit-code").code == 0
    assert "没有变化" in cli("catalog", "diff", DATA, same).out
    assert cli("catalog", "diff", DATA, later, "--md", "--json").code == 2


def test_bad_input_is_one_line(cli: Cli, later: Path, tmp_path: Path) -> None:
    result = cli("catalog", "diff", later, later / "tasks.yaml")
    assert (result.code, "是同一个文件" in result.err) == (2, True)
    edited = Edited()
    for n, task in enumerate(edited.tasks()):
        task |= {"quote": f"{chr(0x3400 + n) * 9}，", "title": f"{n}"}
        for key in ("actor", "quantity", "timing"):
            task.pop(key, None)
        task["title"] = f"督促{n}"
    edited.data["id"] = "other-2025"
    result = cli("catalog", "diff", DATA, edited.write(tmp_path / "other"))
    assert result.code == 2
    assert result.err == "没有一项相同，可能不是同一份通知。请检查是否选错文件。\n"
    (later / "tasks.yaml").write_text("id: [", "utf-8")
    result = cli("catalog", "diff", DATA, later)
    assert result.code == 3
    assert result.err.startswith(f"“{later}”的任务文件有误：")
    assert len(result.err.splitlines()) == 1
    assert cli("catalog", "diff", DATA, tmp_path / "nowhere").code == 2


def test_foreign_text_is_shown_and_never_obeyed(cli: Cli, tmp_path: Path) -> None:
    old, new = tmp_path / "old", tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
        write_catalogue(folder)
    file = new / "tasks.yaml"
    text = file.read_text("utf-8").replace("edition: 1", "edition: 2").replace("乙", "另")
    file.write_text(text, "utf-8")
    for option in ([], ["--md"], ["--json"]):
        result = cli("catalog", "diff", old, new, *option)
        assert result.code == 0, result.err
        harmless(result.out)
    target = tmp_path / "a.xlsx"
    assert cli("catalog", "diff", old, new, "-o", target).code == 0
    for row in load_workbook(target)["对照"].iter_rows():
        assert "f" not in {cell.data_type for cell in row}
        harmless("".join(str(cell.value or "") for cell in row))


def test_words_that_changed_are_marked_whole() -> None:
    assert marked_changes("到2025年底前完成。", "到2026年底前完成。") == (
        "到［删：2025］［增：2026］年底前完成。"
    )
    assert brief_changes("甲乙丙", "甲乙丙") == ""
    assert marked_changes("", "新") == "［增：新］"


# validate --against


def test_an_edition_is_held_against_the_one_before(cli: Cli, later: Path) -> None:
    result = cli("validate", later / "tasks.yaml", "--against", DATA, "--json")
    # Its joined tasks were joined without saying so; all else is as an edition may be.
    assert all("不见了" in one["problem"] for one in result.json["findings"])


def test_what_an_edition_may_not_do(cli: Cli, tmp_path: Path) -> None:
    edited = Edited()
    (one, n), (other, m) = edited.find("4.6"), edited.find("4.7")
    one[n]["id"], other[m]["id"] = "4.7", "4.6"
    folder = edited.write(tmp_path / "new")
    result = cli("validate", folder / "tasks.yaml", "--against", DATA, "--json")
    assert result.code == 3
    problems = [one["problem"] for one in result.json["findings"]]
    assert any("有改动而版次没有增加" in one for one in problems)
    assert sum("编号含义变了" in one for one in problems) == 2
    paths = [one["path"] for one in result.json["findings"]]
    assert all(path.endswith(("id", "edition")) for path in paths)


def test_no_record_is_lost_by_an_edition(cli: Cli, tmp_path: Path) -> None:
    edited = Edited()
    edited.data["edition"] = 3
    edited.data["retired"] = edited.data["retired"][1:]
    (one, n) = edited.find("2.6")
    one[n]["id"] = "2.99"
    (other, m) = edited.find("2.2")
    del other[m]["done_by"]
    folder = edited.write(tmp_path / "new")
    result = cli("validate", folder / "tasks.yaml", "--against", DATA, "--json")
    problems = [one["problem"][:16] for one in result.json["findings"]]
    assert problems == [
        "编号 2.6 不见了：原为“注重",
        "旧版停用的编号 4.3 不在 r",
        "2.2 的 done_by 原为",
    ]


def test_a_unit_id_keeps_its_meaning(cli: Cli, tmp_path: Path) -> None:
    edited = Edited()
    edited.data["edition"] = 3
    folder = edited.write(tmp_path / "new")
    units = folder / "units.yaml"
    text = units.read_text("utf-8")
    line = next(one for one in text.splitlines() if "name: 县林业局" in one)
    renamed = line.replace("id: linye", "id: linye-ju")
    text = text.replace(line, f"{renamed}\n  - {{id: linye, name: 县另一局}}")
    units.write_text(text, "utf-8")
    result = cli("validate", folder / "tasks.yaml", "--against", DATA, "--json")
    assert [one["problem"] for one in result.json["findings"]] == [
        "单位代码含义变了：linye 原为“县林业局”"
    ]


def test_another_notice_is_no_edition(cli: Cli, tmp_path: Path) -> None:
    folder = changed_notice(new_year=True).write(tmp_path / "new")
    result = cli("validate", folder / "tasks.yaml", "--against", DATA)
    assert (result.code, "是两份通知" in result.err) == (2, True)
    edited = Edited()
    edited.data["edition"] = 1
    older = edited.write(tmp_path / "older")
    result = cli("validate", older / "tasks.yaml", "--against", DATA)
    assert (result.code, "这一版更早" in result.out) == (3, True)
