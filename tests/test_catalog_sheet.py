"""The sheet of a catalogue: out, filled in as offices fill it in, and back."""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from pathlib import Path
from typing import Any

import pytest
from conftest import Cli
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from under_review import TASKS, UNITS, comments_of, small_book, task_of, write_small

from yqsafety.drafting.editing import opened_book
from yqsafety.drafting.sheet_import import take_sheet
from yqsafety.drafting.sheet_rows import COLUMNS, LABELS, meta_of, sheet_rows
from yqsafety.drafting.sheet_table import read_table
from yqsafety.notice.data_files import DataFile, DataFiles, data_files
from yqsafety.register.sheets import Cell, Sheet

CODES = [column.code for column in COLUMNS]


class Office:
    """A catalogue in a folder, and someone who fills in its sheet."""

    def __init__(self, cli: Cli, folder: Path) -> None:
        self.cli, self.path = cli, write_small(folder)
        assert cli("catalog", "export").code == 0

    def fill(self, act: Callable[[Worksheet], None], name: str = "清单.xlsx") -> str:
        book = load_workbook("清单.xlsx")
        act(book["任务"])
        book.save(name)
        return name

    def take(self, name: str = "清单.xlsx", *options: str) -> Any:
        return self.cli("catalog", "import", name, *options)

    def task(self, task_id: str) -> Any:
        return task_of(opened_book(data_files(self.path, None)), task_id)


@pytest.fixture
def office(cli: Cli, tmp_path: Path) -> Office:
    return Office(cli, tmp_path)


def row_of(sheet: Worksheet, key: str) -> int:
    """The row of an id, or of a sentence."""
    for row in sheet.iter_rows(min_row=2):
        if key in (row[0].value, row[2].value):
            return int(row[0].row or 0)
    raise AssertionError(key)


def put(sheet: Worksheet, row: int, **cells: Any) -> None:
    for code, text in cells.items():
        sheet.cell(row, CODES.index(code) + 1).value = text


def set_cells(key: str, **cells: str | None) -> Callable[[Worksheet], None]:
    return lambda sheet: put(sheet, row_of(sheet, key), **cells)


def test_out_and_back_is_no_change_at_all(office: Office) -> None:
    before = office.path.read_bytes()
    result = office.take()
    assert (result.code, result.out) == (0, "清单没有改动，任务文件未动：tasks.yaml。\n")
    assert office.path.read_bytes() == before


def test_the_catalogue_that_ships_goes_out_and_back(cli: Cli, tmp_path: Path) -> None:
    source = Path(__file__).parents[1] / "data"
    for name in ("tasks.yaml", "units.yaml"):
        (tmp_path / name).write_bytes((source / name).read_bytes())
    assert cli("catalog", "export", "-o", "全部.xlsx").code == 0
    assert "没有改动" in cli("catalog", "import", "全部.xlsx").out


def test_what_stands_in_the_sheet(office: Office) -> None:
    sheet = load_workbook("清单.xlsx")["任务"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[0] == [LABELS[code] for code in CODES]
    assert [row[0] for row in rows[1:]].count(None) == 4
    first = dict(zip(CODES, rows[row_of(sheet, "1.1") - 1], strict=True))
    assert first["clause"] == "一、总体要求 （一）排查隐患。"
    assert (first["kind"], first["due"], first["basis"]) == ("限期", "2025-06-30", "原文明确")
    assert first["quantity"] == "≥2次：至少检查 2 次"
    assert first["review"] == "切分：有三个动词\n时限：句中两个时间"
    second = dict(zip(CODES, rows[row_of(sheet, "1.2") - 1], strict=True))
    assert (second["lead"], second["support"], second["units"]) == ("水利局", "林业局", None)
    third = dict(zip(CODES, rows[row_of(sheet, "3.1") - 1], strict=True))
    assert (third["units"], third["done_by"]) == ("水利局", "全市一项")


def test_the_sheet_guards_against_slips(office: Office) -> None:
    book = load_workbook("清单.xlsx")
    sheet = book["任务"]
    assert book.sheetnames == ["任务", "说明", "底稿"]
    assert book["底稿"].sheet_state == "veryHidden"
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    duty, prose = row_of(sheet, "1.1"), row_of(sheet, "务必高度重视。")
    locked = {code: sheet.cell(duty, n).protection.locked for n, code in enumerate(CODES, 1)}
    assert {code for code in CODES if locked[code]} == {"id", "clause", "quote", "review", "place"}
    assert sheet.cell(prose, 1).fill.start_color.rgb == "00F2F2F2"
    choices = {
        str(v.sqref).split(":")[0]: v.formula1 for v in sheet.data_validations.dataValidation
    }
    assert choices["E2"] == '"限期,定期,长期,触发,不是任务"'
    assert choices["P2"] == '"是"'
    assert sheet.freeze_panes == "D2"
    assert sheet.print_title_rows == "$1:$1"


def test_cells_are_taken_and_comments_stay(office: Office) -> None:
    before = office.path.read_bytes()
    office.fill(
        set_cells(
            "2.1", title="广泛宣传", kind="定期", every="每季度", units="气象局、市水利局",
            evidence="方案、照片", note="按季", done_by="全市一项",
        )
    )  # fmt: skip
    result = office.take()
    assert result.code == 0, result.err
    assert "2.1：标题 开展宣传 → 广泛宣传" in result.out
    assert office.task("2.1") == {
        "id": "2.1", "title": "广泛宣传", "quote": "广泛开展宣传，",
        "timing": {"kind": "recurring", "basis": "presumed", "every": "quarter"},
        "units": ["气象局", "水利局"], "done_by": "any", "evidence": ["方案", "照片"],
        "note": "按季",
    }  # fmt: skip
    assert comments_of(office.path.read_bytes()) == comments_of(before)
    assert "没有改动" in office.take().out


def test_accepting_in_the_sheet(office: Office) -> None:
    def fill(sheet: Worksheet) -> None:
        put(sheet, row_of(sheet, "1.1"), accepted="是")
        put(sheet, row_of(sheet, "（水利局、林业局负责）"), accepted="是")

    office.fill(fill)
    assert office.take().out.splitlines()[0] == "一、总体要求 （一）排查隐患。 责任单位：审定"
    assert "review" not in office.task("1.1")
    assert "review: 单位名称照括号" not in office.path.read_text("utf-8")
    assert "review" in office.task("1.2")


def insert_below(sheet: Worksheet, key: str, first: str, second: str, **cells: str) -> None:
    row = row_of(sheet, key)
    sheet.insert_rows(row + 1)
    put(sheet, row, quote=first)
    put(sheet, row + 1, quote=second, **cells)


def test_cutting_by_inserting_a_row(office: Office) -> None:
    halves = ("6月30日前开展排查，每季度至少检查2次，", "建立台账。")
    office.fill(lambda s: insert_below(s, "1.1", *halves, title="建立隐患台账", kind="限期"))
    result = office.take()
    assert result.code == 0, result.out + result.err
    assert result.out.splitlines()[0] == "1.1：切出 1.3"
    assert office.task("1.1")["quote"] == "6月30日前开展排查，每季度至少检查 2 次，"
    assert (office.task("1.3")["quote"], office.task("1.3")["title"]) == (
        "建立台账。",
        "建立隐患台账",
    )
    assert office.take().out.startswith("清单没有改动")


def test_cutting_by_copying_a_row(office: Office) -> None:
    def fill(sheet: Worksheet) -> None:
        insert_below(sheet, "2.2", "营造", "浓厚氛围。")
        row = row_of(sheet, "2.2")
        for n in range(1, len(CODES) + 1):
            if CODES[n - 1] != "quote":
                sheet.cell(row + 1, n).value = copy(sheet.cell(row, n).value)

    office.fill(fill)
    result = office.take()
    assert result.code == 0, result.out + result.err
    assert office.task("2.3")["quote"] == "浓厚氛围。"


def test_joining_by_deleting_a_row(office: Office) -> None:
    def fill(sheet: Worksheet) -> None:
        put(sheet, row_of(sheet, "2.1"), quote="广泛开展宣传，营造浓厚氛围。")
        sheet.delete_rows(row_of(sheet, "2.2"))

    office.fill(fill)
    result = office.take()
    assert result.out.splitlines()[0] == "2.1：并入前项 2.2"
    assert office.task("2.1")["quote"] == "广泛开展宣传，营造浓厚氛围。"
    assert 'id: "2.2", into: "2.1"' in office.path.read_text("utf-8")


def test_a_border_can_move_and_both_ids_stay(office: Office) -> None:
    def fill(sheet: Worksheet) -> None:
        put(sheet, row_of(sheet, "2.1"), quote="广泛开展宣传，营造")
        put(sheet, row_of(sheet, "2.2"), quote="浓厚氛围。")

    office.fill(fill)
    assert office.take().code == 0
    assert office.task("2.2")["quote"] == "浓厚氛围。"
    assert "retired" not in office.path.read_text("utf-8")


def test_prose_becomes_a_duty_and_a_duty_prose(office: Office) -> None:
    def fill(sheet: Worksheet) -> None:
        put(sheet, row_of(sheet, "务必高度重视。"), kind="长期", title="高度重视")
        put(sheet, row_of(sheet, "2.2"), kind="不是任务")

    office.fill(fill)
    result = office.take()
    assert result.code == 0, result.out + result.err
    assert office.task("1.3")["title"] == "高度重视"
    assert "          - 营造浓厚氛围。" in office.path.read_text("utf-8").splitlines()


def test_a_sorted_sheet_is_taken_as_well(office: Office) -> None:
    def fill(sheet: Worksheet) -> None:
        rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
        for place, row in enumerate(reversed(rows), 2):
            put(sheet, place, **dict(zip(CODES, row, strict=True)))
        put(sheet, row_of(sheet, "2.1"), title="广泛宣传")

    office.fill(fill)
    result = office.take()
    assert (result.code, result.out.splitlines()[0]) == (0, "2.1：标题 开展宣传 → 广泛宣传")


@pytest.mark.parametrize(
    ("key", "cells", "cell", "says"),
    [
        ("2.1", {"quote": "广泛开展宣讲，"}, "C8", "这里应为：广泛开展宣传，"),
        ("2.1", {"quote": "广泛开展"}, "C9", "这里应为：营造浓厚氛围。"),
        ("2.2", {"quote": "营造浓厚"}, "C9", "还应有：氛围。"),
        ("2.1", {"title": "长" * 21}, "D8", "标题应为 1 至 20 字"),
        ("2.1", {"title": ""}, "D8", "标题应为 1 至 20 字"),
        ("2.1", {"kind": "每天"}, "E8", "请选：限期、定期、长期、触发、不是任务"),
        ("2.1", {"due": "改天"}, "F8", "日期“改天”无法识别"),
        ("2.1", {"every": "每天"}, "G8", "请选：每两年、每年"),
        ("2.1", {"quantity": "至少3次"}, "I8", "句中没有“至少3次”"),
        ("2.1", {"units": "公安局"}, "J8", "单位文件中没有“公安局”"),
        ("2.1", {"lead": "水利局"}, "K8", "句中没有“水利局”"),
        ("2.1", {"accepted": "大概"}, "P8", "请选 是，或留空"),
        ("2.1", {"id": "2.7"}, "A8", "编号不能改，应为“2.1”"),
        ("2.1", {"title": "=1+1"}, "D8", "是公式"),
        ("2.1", {"due": "2031-06-30"}, "F8", "不在年度 2025 内"),
        ("2.1", {"basis": "原文明确"}, "H8", "依据应为 notice-year"),
        ("务必高度重视。", {"title": "重视"}, "D6", "这一行不是任务"),
    ],
)
def test_every_fault_says_where_and_what_to_write(
    office: Office, key: str, cells: dict[str, str], cell: str, says: str
) -> None:
    before = office.path.read_bytes()

    def fill(sheet: Worksheet) -> None:
        put(sheet, row_of(sheet, key), **cells)
        put(sheet, row_of(sheet, "3.1"), title="加固堤防")

    office.fill(fill)
    result = office.take()
    assert result.code == 5
    assert [row[0] for row in result.rows] == [cell]
    assert says in result.rows[0][3]
    assert "未作改动" in result.err
    assert office.path.read_bytes() == before


def test_all_faults_at_once(office: Office) -> None:
    def fill(sheet: Worksheet) -> None:
        put(sheet, row_of(sheet, "2.1"), title="")
        put(sheet, row_of(sheet, "3.1"), units="公安局")

    office.fill(fill)
    assert [row[0] for row in office.take().rows] == ["D8", "J10"]


def test_a_dry_run_shows_and_changes_nothing(office: Office) -> None:
    before = office.path.read_bytes()
    office.fill(set_cells("2.1", title="广泛宣传"))
    result = office.take("清单.xlsx", "--dry-run")
    assert result.out.splitlines()[0] == "2.1：标题 开展宣传 → 广泛宣传"
    assert office.path.read_bytes() == before


def test_two_copies_come_back_one_after_the_other(office: Office) -> None:
    first = office.fill(set_cells("2.1", title="甲改的"), "甲.xlsx")
    halves = ("营造", "浓厚氛围。")
    second = office.fill(lambda s: insert_below(s, "2.2", *halves, title="乙切的"), "乙.xlsx")
    third = office.fill(set_cells("2.1", title="丙改的"), "丙.xlsx")
    fourth = office.fill(set_cells("2.2", note="丁写的"), "丁.xlsx")
    assert office.take(first).code == office.take(second).code == 0
    assert office.take(fourth).code == 0
    assert office.task("2.1")["title"] == "甲改的"
    assert office.task("2.3")["title"] == "乙切的"
    assert office.task("2.2")["note"] == "丁写的"
    refused = office.take(third)
    assert refused.code == 5
    assert "导出后已另改为“甲改的”" in refused.rows[0][3]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("id: small-2025", "id: other-2025", "另一份通知（small-2025）"),
        ("edition: 1", "edition: 2", "第 1 版的清单，任务文件现为第 2 版"),
        ("务必高度重视", "务必特别重视", "任务文件的原文有改动"),
    ],
)
def test_a_sheet_of_another_catalogue_is_refused(
    office: Office, old: str, new: str, says: str
) -> None:
    office.path.write_text(TASKS.replace(old, new), "utf-8")
    result = office.take()
    assert result.code == 5
    assert says in result.err
    assert office.path.read_text("utf-8") == TASKS.replace(old, new)


def test_what_is_no_such_sheet_is_refused(office: Office, tmp_path: Path) -> None:
    book = load_workbook("清单.xlsx")
    del book["底稿"]
    book.save("另存.xlsx")
    (tmp_path / "图.xlsx").write_bytes(b"\x89PNG")
    assert "没有隐藏的“底稿”表" in office.take("另存.xlsx").err
    assert "是图片" in office.take("图.xlsx").err
    assert office.take("没有.xlsx").code == 2


@pytest.mark.parametrize("place", ["", "x", "99:0", "4:", "四:一", "4:99", "-1:0"])
def test_a_hidden_sheet_that_was_changed_is_refused_or_does_no_harm(
    office: Office, place: str
) -> None:
    before = office.path.read_bytes()
    book = load_workbook("清单.xlsx")
    book["底稿"].cell(9, len(CODES)).value = place
    put(book["任务"], row_of(book["任务"], "3.1"), quote="修好堤防；清理")
    book.save("改.xlsx")
    result = office.take("改.xlsx")
    assert result.code == 5, result.out + result.err
    assert office.path.read_bytes() == before


def test_a_sheet_that_may_be_filled_in_is_not_written_over(office: Office, cli: Cli) -> None:
    refused = cli("catalog", "export")
    assert (refused.code, "未覆盖" in refused.err) == (2, True)
    assert cli("catalog", "export", "--force").code == 0
    assert cli("catalog", "export", "-o", "清单.csv").code == 2


def _sheets(rows: list[list[str]], base: list[list[str]], meta: list[str]) -> list[Sheet]:
    head = [LABELS[code] for code in CODES]

    def numbered(lines: list[list[str]]) -> list[tuple[int, list[Cell]]]:
        return [(n, [Cell(text) for text in line]) for n, line in enumerate(lines, 1)]

    return [Sheet("任务", numbered([head, *rows])), Sheet("底稿", numbered([meta, *base]))]


@given(st.data())
def test_borders_moved_at_random_come_back_as_they_are(data: st.DataObject) -> None:
    units = DataFile("units.yaml", UNITS.encode())
    book = opened_book(DataFiles(DataFile("tasks.yaml", TASKS.encode()), units, None))
    base = [[row[code] for code in CODES] for row in sheet_rows(book)]
    quote = CODES.index("quote")
    rows = [list(row) for row in base]
    here = data.draw(st.sampled_from([n for n, row in enumerate(rows) if row[0]]))
    text = rows[here][quote]
    place = data.draw(st.integers(1, len(text) - 1))
    new = [""] * len(CODES)
    new[quote] = text[place:].strip()
    rows[here][quote] = text[:place].strip()
    rows.insert(here + 1, new)
    taken = take_sheet(book, read_table(_sheets(rows, base, meta_of(book)), book, "清单.xlsx"))
    if taken.faults:
        assert "会被切断" in taken.faults[0].say
        return
    assert taken.book.letters == book.letters
    quotes = ["".join(row["quote"].split()) for row in sheet_rows(taken.book)]
    assert quotes == ["".join(row[quote].split()) for row in rows]


def test_a_text_never_becomes_a_formula(cli: Cli, tmp_path: Path) -> None:
    small_book(tmp_path)
    formula = TASKS.replace("title: 营造氛围", "title: '=1+1'").replace("与 2.1 相近", "'@A1'")
    (tmp_path / "tasks.yaml").write_text(formula, "utf-8")
    assert cli("catalog", "export").code == 0
    sheet = load_workbook("清单.xlsx")["任务"]
    cell = sheet.cell(row_of(sheet, "2.2"), CODES.index("title") + 1)
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert "没有改动" in cli("catalog", "import", "清单.xlsx").out


def test_hidden_text_is_shown_and_cannot_be_cut(cli: Cli, tmp_path: Path) -> None:
    small_book(tmp_path)
    hidden = TASKS.replace("营造浓厚", '"营造\\u200b浓厚').replace("浓厚氛围。", '浓厚氛围。"')
    (tmp_path / "tasks.yaml").write_text(hidden, "utf-8")
    assert cli("catalog", "export").code == 0
    assert "没有改动" in cli("catalog", "import", "清单.xlsx").out


_TYPED = """是 否 限期 定期 长期 触发 不是任务 每季度 每年 6月底 年底 发生事故：30天内 2025-06-30
原文明确 推定 年内（原文未写） ≥2次：至少检查2次 ≥1 至少检查2次 水利局 气象局 全市一项
各单位分别办理 营造浓厚氛围。 = 0 \u202e"""
WORDS = st.sampled_from([*_TYPED.split(), "", "水利局、林业局", "长" * 30])


@given(st.data())
def test_whatever_is_filled_in_is_taken_or_named(data: st.DataObject) -> None:
    units = DataFile("units.yaml", UNITS.encode())
    book = opened_book(DataFiles(DataFile("tasks.yaml", TASKS.encode()), units, None))
    base = [[row[code] for code in CODES] for row in sheet_rows(book)]
    rows = [list(row) for row in base]
    for _ in range(data.draw(st.integers(1, 4))):
        row = data.draw(st.integers(0, len(rows) - 1))
        column = data.draw(st.integers(0, len(CODES) - 1))
        rows[row][column] = data.draw(WORDS)
    taken = take_sheet(book, read_table(_sheets(rows, base, meta_of(book)), book, "清单.xlsx"))
    assert taken.book.letters == book.letters
    assert bool(taken.changes) == (taken.book is not book)
    assert not (taken.faults and taken.changes)
    assert all(fault.say for fault in taken.faults)
    if not taken.faults:
        again = take_sheet(
            taken.book, read_table(_sheets(rows, base, meta_of(book)), taken.book, "清单.xlsx")
        )
        assert not again.faults, again.faults
        assert again.book.raw == taken.book.raw


def test_the_whole_documents_units_are_answered_in_the_sheet(cli: Cli, office: Office) -> None:
    asked = "responsibility: {units: [各乡镇], review: 请写明}\nblocks:"
    office.path.write_text(TASKS.replace("blocks:", asked, 1), "utf-8")
    cli("catalog", "export", "--force")
    sheet = load_workbook("清单.xlsx")["任务"]
    free = [code for code, cell in zip(CODES, sheet[2], strict=True) if not cell.protection.locked]
    assert free == ["units", "lead", "support", "accepted"]
    office.fill(lambda sheet: put(sheet, 2, units="公安局"))
    refused = office.take()
    assert [row[0] for row in refused.rows] == ["J2"]
    assert "- {id: gonganju, name: 公安局}" in refused.rows[0][3]
    office.fill(lambda sheet: put(sheet, 2, units="气象局、市水利局"))
    assert office.take().out.splitlines()[0] == "全文：责任单位 各乡镇 → 气象局、水利局"
    assert "responsibility: {units: [气象局, 水利局]}\n" in office.path.read_text("utf-8")
    assert office.take().out.startswith("清单没有改动")


def test_an_import_says_what_it_understood_and_what_followed(office: Office) -> None:
    def fill(sheet: Worksheet) -> None:
        put(sheet, row_of(sheet, "2.1"), due="6.30")
        put(sheet, row_of(sheet, "2.2"), due=45930, units="市水利局")
        put(sheet, row_of(sheet, "1.2"), accepted="是")

    office.fill(fill)
    lines = office.take().out.splitlines()
    assert lines[:4] == [
        "1.2：审定",
        "2.1：类型 长期 → 限期（随时限而改）",
        "2.1：时限 （空） → 2025-06-30",
        "2.1：依据 年内（原文未写） → 推定",
    ]
    assert "2.2：时限 （空） → 2025-09-30" in lines
    assert "2.2：责任单位 各乡镇 → 水利局" in lines


def test_a_renamed_column_that_is_filled_in_is_a_fault(office: Office) -> None:
    def fill(sheet: Worksheet) -> None:
        sheet.cell(1, CODES.index("accepted") + 1).value = "审核"
        put(sheet, row_of(sheet, "1.1"), accepted="是")
        sheet.cell(1, len(CODES) + 1).value = "科室意见"
        sheet.cell(3, len(CODES) + 1).value = "同意"

    result = office.take(office.fill(fill, "改名.xlsx"))
    assert result.code == 5
    assert [row[:2] for row in result.rows] == [["P1", "审核"], ["S1", "科室意见"]]
    assert "缺 审定：是改了名的，请把标题改回" in result.rows[0][3]


def test_missing_evidence_stays_open_until_it_is_none(office: Office, cli: Cli) -> None:
    text = TASKS.replace(
        "note: 与 2.1 相近", "review: {evidence: 没有合适的佐证，请填写, kind: 推定}"
    )
    office.path.write_text(
        text.replace("没有合适的佐证，请填写", '"没有合适的佐证，请填写"'), "utf-8"
    )
    cli("catalog", "export", "--force")
    office.fill(set_cells("2.2", accepted="是"))
    result = office.take()
    assert "2.2：审定" in result.out
    assert "2.2：没有佐证，仍待审。请在“佐证”列填写，确实没有的写 无" in result.err
    assert list(office.task("2.2")["review"]) == ["evidence"]
    assert "2.2：没有佐证" in office.take().err
    office.fill(set_cells("2.2", evidence="无"))
    assert office.take().code == 0
    assert "review" not in office.task("2.2")


def test_the_hint_works_and_the_file_is_found_by_itself(cli: Cli, tmp_path: Path) -> None:
    (tmp_path / "任务").mkdir()
    path = write_small(tmp_path / "任务")
    out = cli("catalog", "export", "任务").out
    line = f"yqsafety catalog import 清单.xlsx --to {Path('任务') / 'tasks.yaml'}"
    assert out.splitlines()[1] == f"填好后：{line}"
    assert line in load_workbook("清单.xlsx")["说明"]["A1"].value
    book = load_workbook("清单.xlsx")
    put(book["任务"], row_of(book["任务"], "2.1"), title="广泛宣传")
    book.save("清单.xlsx")
    before = path.read_bytes()
    said = cli("catalog", "import", "清单.xlsx").out
    assert "√ 已导入 1 处：任务" in said
    assert "tasks.yaml.bak；要撤销，用它覆盖 tasks.yaml。" in said
    assert path.with_name("tasks.yaml.bak").read_bytes() == before
    path.rename(tmp_path / "别处.yaml")
    assert "--to 任务/tasks.yaml" in cli("catalog", "import", "清单.xlsx").err


def test_a_deleted_row_is_named(office: Office) -> None:
    office.fill(lambda sheet: sheet.delete_rows(row_of(sheet, "2.1")))
    assert office.take().rows[0][3].startswith("这一行之前缺 2.1：“广泛开展宣传，”。请补回这一行")
    office.cli("catalog", "export", "--force")
    office.fill(lambda sheet: sheet.delete_rows(row_of(sheet, "2.2")))
    assert office.take().rows[0][3].startswith("这一行之后缺 2.2：“营造浓厚氛围。”")
